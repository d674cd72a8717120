//! The two phases by block Gibbs on a two-layer model: what CD-k and PCD share.
//!
//! Both phases take hidden units by their conditional mean `p(h given v)`, which has the expectation of a sample and less
//! noise. The negative phase runs `k` sweeps `h ~ p(h given v)`, `v ~ p(v given h)` with sampled bits.
//!
//! **Order of random numbers** (the engine keeps it too): layer by layer over all chains; inside a layer, units in tiles of
//! [`TILE`]; inside a tile, chain by chain, [`TILE`] numbers each, the last tile's surplus drawn and left out.

use super::{Phase, Settings};
use crate::{
    error::Error,
    models::{Blocks, Model, Statistics},
    num,
    rng::Rng,
};

/// Units whose random numbers are drawn together.
pub const TILE: usize = 16;

/// The model's blocks, hidden and visible in this order, and its statistics; or why it does not fit.
fn capabilities<'a>(model: &'a dyn Model, method: &'static str) -> Result<(&'a dyn Blocks, &'a dyn Statistics), Error> {
    let misfit = Error::Misfit { method, model: model.id(), why: "it needs two layers of bits" };
    match (model.two_layers(), model.blocks(), model.statistics()) {
        (Some(_), Some(blocks), Some(statistics)) => Ok((blocks, statistics)),
        _ => Err(misfit),
    }
}

/// Refuses a model without two layers of bits.
pub fn check(model: &dyn Model, method: &'static str) -> Result<(), Error> {
    capabilities(model, method).map(|_| ())
}

/// Sums of statistics over `states`, hidden units by their conditional mean. The states' visible units are used.
pub fn clamped_phase(model: &dyn Model, states: &[Vec<f32>], settings: &Settings) -> Result<Phase, Error> {
    let (blocks, statistics) = capabilities(model, "cd")?;
    let beta = (1.0 / settings.temperature) as f32;
    let visible = model.space().visible();
    let mut phase = Phase::zeros(model);
    for state in states {
        let mut state = state.clone();
        let mut fields = vec![0.0; state.len() - visible];
        blocks.block_fields(0, &state, &mut fields);
        for (unit, &x) in state[visible..].iter_mut().zip(&fields) {
            *unit = num::sigmoid(x * beta);
        }
        statistics.add_statistics(&state, &mut phase.sums);
    }
    phase.count = states.len() as f32;
    Ok(phase)
}

/// `k` sweeps of every chain, hidden layer first.
pub fn sweeps(model: &dyn Model, chains: &mut [Vec<f32>], settings: &Settings, rng: &mut Rng) -> Result<(), Error> {
    let (blocks, _) = capabilities(model, "cd")?;
    let beta = (1.0 / settings.temperature) as f32;
    for _ in 0..settings.k {
        for (index, block) in blocks.blocks().into_iter().enumerate() {
            let units = block.units;
            let uniforms = tiled_uniforms(chains.len(), units.len(), rng);
            let mut fields = vec![0.0; units.len()];
            for (chain, uniforms) in chains.iter_mut().zip(uniforms.chunks_exact(units.len())) {
                blocks.block_fields(index, chain, &mut fields);
                for ((&i, &x), &u) in units.iter().zip(&fields).zip(uniforms) {
                    chain[i] = f32::from(u8::from(u < num::sigmoid(x * beta)));
                }
            }
        }
    }
    Ok(())
}

/// Uniform numbers for a layer of all chains, chain × unit, drawn in the order of tiles.
fn tiled_uniforms(chains: usize, units: usize, rng: &mut Rng) -> Vec<f32> {
    let mut all = vec![0.0; chains * units];
    for start in (0..units).step_by(TILE) {
        let end = units.min(start + TILE);
        for chain in 0..chains {
            let mut tile = [0.0; TILE];
            rng.fill_uniform(&mut tile);
            all[chain * units + start..chain * units + end].copy_from_slice(&tile[..end - start]);
        }
    }
    all
}
