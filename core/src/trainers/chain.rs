//! The two phases by Gibbs sampling: what CD-k and PCD share.
//!
//! **Two layers of bits**: both phases take hidden units by their conditional mean `p(h given v)`, which has the expectation
//! of a sample and less noise. The negative phase runs `k` sweeps `h ~ p(h given v)`, `v ~ p(v given h)` with sampled bits.
//! Random numbers come layer by layer over all chains; inside a layer, units in tiles of [`TILE`]; inside a tile, chain by chain,
//! [`TILE`] numbers each, the last tile's surplus drawn and left out (the engine keeps this order too).
//!
//! **Other models**: units one by one in their order. Hidden units of the positive phase start at random and are drawn for `k`
//! sweeps with the visible ones clamped to the data; for CD the free sweeps go on from there.

use super::{Phase, Settings};
use crate::{
    error::Error,
    models::{Blocks, Energy, Model, Statistics, TwoLayers},
    num,
    rng::Rng,
    samplers::{
        Conditions,
        units::{Order, Rule, Units},
    },
};
use std::collections::VecDeque;

/// Units whose random numbers are drawn together.
pub const TILE: usize = 16;

/// The energy and the statistics of a model of discrete units, or why it does not fit.
pub fn capabilities<'a>(
    model: &'a dyn Model,
    method: &'static str,
) -> Result<(&'a dyn Energy, &'a dyn Statistics), Error> {
    let misfit = |why| Error::Misfit { method, model: model.id(), why };
    let statistics =
        model.statistics().ok_or(misfit(crate::phrase!("its parameters cannot be learned by a gradient")))?;
    match model.energy() {
        Some(energy) if model.space().is_discrete() => Ok((energy, statistics)),
        _ => Err(misfit(crate::phrase!("it needs an energy of discrete units"))),
    }
}

/// Refuses a model without what the phases need.
pub fn check(model: &dyn Model, method: &'static str) -> Result<(), Error> {
    capabilities(model, method).map(|_| ())
}

/// Two layers that are drawn layer by layer.
fn layers(model: &dyn Model) -> Option<(&dyn TwoLayers, &dyn Blocks)> {
    Some((model.two_layers()?, model.blocks()?))
}

/// Sums of statistics with the visible units clamped to the examples in `states`.
pub fn data_phase(
    model: &dyn Model,
    states: &mut [Vec<f32>],
    settings: &Settings,
    rng: &mut Rng,
) -> Result<Phase, Error> {
    if layers(model).is_none() && model.space().visible() < model.space().units() {
        draw_hidden(model, states, settings, rng)?;
    }
    model_phase(model, states, settings)
}

/// Sums of statistics over `states`; in two layers of bits, hidden units by their conditional mean.
pub fn model_phase(model: &dyn Model, states: &[Vec<f32>], settings: &Settings) -> Result<Phase, Error> {
    let (_, statistics) = capabilities(model, "cd")?;
    let mut phase = Phase { count: states.len() as f32, ..Phase::zeros(model) };
    let Some((_, blocks)) = layers(model) else {
        states.iter().for_each(|state| statistics.add_statistics(state, &mut phase.sums));
        return Ok(phase);
    };
    let beta = (1.0 / settings.temperature) as f32;
    let visible = model.space().visible();
    for state in states {
        let mut state = state.clone();
        let mut fields = vec![0.0; state.len() - visible];
        blocks.block_fields(0, &state, &mut fields);
        for (unit, &x) in state[visible..].iter_mut().zip(&fields) {
            *unit = num::sigmoid(x * beta);
        }
        statistics.add_statistics(&state, &mut phase.sums);
    }
    Ok(phase)
}

/// `k` sweeps of every chain; in two layers, hidden units first. There, random numbers `by_hand` stand in for the first ones that are
/// drawn, as far as they reach.
pub fn sweeps(
    model: &dyn Model,
    chains: &mut [Vec<f32>],
    settings: &Settings,
    rng: &mut Rng,
    by_hand: &mut VecDeque<f32>,
) -> Result<(), Error> {
    let Some((_, blocks)) = layers(model) else {
        let (energy, _) = capabilities(model, "cd")?;
        let conditions = Conditions::at(settings.temperature);
        chains.iter_mut().for_each(|chain| gibbs(model, energy, &conditions, settings.k, chain, rng));
        return Ok(());
    };
    let beta = (1.0 / settings.temperature) as f32;
    for _ in 0..settings.k {
        for (index, block) in blocks.blocks().into_iter().enumerate() {
            let units = block.units;
            let uniforms = uniforms(chains.len(), units.len(), rng, by_hand);
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

/// Hidden units from random values by `k` sweeps, the visible ones clamped.
fn draw_hidden(model: &dyn Model, states: &mut [Vec<f32>], settings: &Settings, rng: &mut Rng) -> Result<(), Error> {
    let (energy, _) = capabilities(model, "cd")?;
    let clamped = visible_units(model);
    let conditions = Conditions { clamped: Some(&clamped), ..Conditions::at(settings.temperature) };
    for state in states {
        randomise(model, &clamped, state, rng);
        gibbs(model, energy, &conditions, settings.k, state, rng);
    }
    Ok(())
}

/// One flag a unit: whether it is visible.
pub fn visible_units(model: &dyn Model) -> Vec<bool> {
    (0..model.space().units()).map(|i| i < model.space().visible()).collect()
}

/// Draws every unit that is not clamped evenly from its values.
pub fn randomise(model: &dyn Model, clamped: &[bool], state: &mut [f32], rng: &mut Rng) {
    let drawn = model.space().random_state(rng);
    for ((x, new), _) in state.iter_mut().zip(drawn).zip(clamped).filter(|(_, held)| !**held) {
        *x = new;
    }
}

/// Sweeps over the free units in their order. Fields are remembered for these sweeps only: parameters change between updates.
fn gibbs(
    model: &dyn Model,
    energy: &dyn Energy,
    conditions: &Conditions<'_>,
    sweeps: usize,
    state: &mut [f32],
    rng: &mut Rng,
) {
    let mut units = Units::new(model);
    (0..sweeps).for_each(|_| units.sweep(Rule::Gibbs, &Order::Systematic, energy, conditions, state, rng));
}

/// Uniform numbers for a layer of all chains, chain × unit, drawn in the order of tiles; the first ones are those `by_hand`, which are
/// used up.
pub fn uniforms(chains: usize, units: usize, rng: &mut Rng, by_hand: &mut VecDeque<f32>) -> Vec<f32> {
    let mut all = vec![0.0; chains * units];
    for start in (0..units).step_by(TILE) {
        let end = units.min(start + TILE);
        for chain in 0..chains {
            let mut tile = [0.0; TILE];
            rng.fill_uniform(&mut tile);
            all[chain * units + start..chain * units + end].copy_from_slice(&tile[..end - start]);
        }
    }
    let set = by_hand.len().min(all.len());
    all.iter_mut().zip(by_hand.drain(..set)).for_each(|(u, set)| *u = set);
    all
}
