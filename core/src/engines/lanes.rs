//! Sixteen units side by side: plain loops over `[f32; 16]` that compile to vector code natively and in wasm.

use crate::{models::rbm::GROUP, num, rng::Rng, trainers::chain::TILE};

pub(super) type Lanes = [f32; TILE];
/// The 16 sums of subsets of a group of four hidden units, for 16 pixels.
pub(super) type Table = [Lanes; 1 << GROUP];
pub(super) const GROUPS_A_TILE: usize = TILE / GROUP;

#[inline(always)]
pub(super) fn add(sum: &mut Lanes, row: &Lanes) {
    for (s, r) in sum.iter_mut().zip(row) {
        *s += r;
    }
}

#[inline(always)]
pub(super) fn means(fields: &Lanes, beta: f32) -> Lanes {
    fields.map(|x| num::sigmoid(x * beta))
}

/// One bit a lane: on where the random number is below the mean.
#[inline(always)]
pub(super) fn draw(means: &Lanes, rng: &mut Rng) -> u16 {
    let mut uniforms = [0.0; TILE];
    rng.fill_uniform(&mut uniforms);
    let mut bits = 0;
    for lane in 0..TILE {
        bits |= u16::from(uniforms[lane] < means[lane]) << lane;
    }
    bits
}

pub(super) fn tiles(units: usize) -> usize {
    units.div_ceil(TILE)
}

pub(super) fn padded(values: &[f32]) -> Vec<Lanes> {
    let mut lanes = vec![[0.0; TILE]; tiles(values.len())];
    for (target, &x) in lanes.as_flattened_mut().iter_mut().zip(values) {
        *target = x;
    }
    lanes
}

/// The lanes of a tile that hold units.
pub(super) fn lane_mask(units: usize, tile: usize) -> u16 {
    let left = units - tile * TILE;
    if left >= TILE { u16::MAX } else { (1 << left) - 1 }
}
