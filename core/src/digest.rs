//! The digest: 16 hexadecimal digits that two runs share exactly when they are in the same state.
//!
//! xxh3-64 over little-endian bytes: the step (u64); each parameter tensor (name, shape as u32s, f32 values with one
//! canonical NaN); the chains, one byte a unit (f32 for real units). Momentum and generators are left out.

use crate::{models::Model, space::Alphabet};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The digest of a model's parameters and of its chains at `step`, as 16 lower-case hex digits.
pub fn digest(step: u64, model: &dyn Model, chains: &[Vec<f32>]) -> String {
    let mut hash = Xxh3::new();
    hash.update(&step.to_le_bytes());
    for tensor in model.tensors() {
        hash.update(tensor.name.as_bytes());
        for &size in &tensor.shape {
            hash.update(&(size as u32).to_le_bytes());
        }
        for &value in tensor.values.iter() {
            hash.update(&canonical(value).to_le_bytes());
        }
    }
    for chain in chains {
        for (i, &value) in chain.iter().enumerate() {
            match model.space().alphabet(i) {
                Some(Alphabet::Real) => hash.update(&canonical(value).to_le_bytes()),
                _ => hash.update(&(value as i8).to_le_bytes()),
            }
        }
    }
    format!("{:016x}", hash.digest())
}

/// The digest of several sessions that run together, from theirs in order.
pub fn of_digests(digests: &[String]) -> String {
    format!("{:016x}", of_bytes(digests.concat().as_bytes()))
}

/// A number for some bytes, such as a file's or a picture's, to tell them apart.
#[inline(never)]
pub fn of_bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// Every NaN becomes one NaN: its sign and payload differ between processors.
fn canonical(value: f32) -> f32 {
    if value.is_nan() { f32::from_bits(0x7fc0_0000) } else { value }
}
