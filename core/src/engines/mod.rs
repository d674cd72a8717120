//! Fast paths in a memory layout of their own. Which engine runs is decided by the experiment alone.
//!
//! `sparse_rbm` learns; it equals the generic reference bit for bit: both keep the order of sums of [`crate::models::rbm`]
//! and the order of random numbers of [`crate::trainers::chain`]. `bit_lattice` and `bit_glass` sample spins in bits; they
//! equal the reference in law, up to probabilities rounded to multiples of 2⁻³². `annealed_rbm` does the runs of annealed importance
//! sampling for RBMs, with single-precision fields.

pub mod annealed_rbm;
pub mod bit_glass;
pub mod bit_lattice;
pub mod bits;
mod lanes;
pub mod sparse_rbm;
pub mod word;

use crate::{models::Model, registry::Values, samplers::population::Population};

/// The engine for the chains of an experiment with this sampler and these values that start at `states`, all units free, if
/// there is one.
pub fn population(
    sampler: &str,
    values: &dyn Values,
    model: &dyn Model,
    states: &[Vec<f32>],
) -> Option<Box<dyn Population>> {
    if cfg!(not(feature = "all")) {
        return None;
    }
    bit_lattice::population(sampler, values, model, states)
        .or_else(|| bit_glass::population(sampler, values, model, states))
}
