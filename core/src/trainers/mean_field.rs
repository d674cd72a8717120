//! Mean-field learning: both phases by the fixed point `μ_i = ⟨x_i given the fields of μ⟩`, with `⟨x_i x_j⟩ ≈ μ_i μ_j`.
//!
//! `μ_i = sigmoid(x_i(μ)/T)` of bits, `tanh(x_i(μ)/T)` of spins. Clamped phase: hidden units only. The free phase starts from
//! random means and finds one of possibly several fixed points. Good where couplings are weak; biased where correlations
//! matter, since the mean field has none. Peterson & Anderson 1987, Complex Systems 1, 995.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{
    error::Error,
    models::{Energy, Model, moments::Moments},
    num,
    registry::Entry,
    rng::Rng,
    space::Alphabet,
};
use std::ops::Range;

/// Most passes over the units.
const PASSES: usize = 200;
/// The largest change of a mean at which the fixed point counts as found.
const TOLERANCE: f64 = 1e-6;

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "mean-field",
    title: "Both phases by mean field",
    help: "Means that agree with their own fields instead of samples; it knows no correlations.",
    params: &[super::RATE, super::BATCH, super::MOMENTUM, super::DECAY],
    build: Rule {
        learner: |model, _, _| {
            chain::check(model, ENTRY.id)?;
            Ok(Ascent::learner(model, MeanField))
        },
        engine: None,
        needs_data: true,
        keeps_chains: false,
        whole_data: false,
        unit_limit: None,
    },
};

/// Expectations of independent units at the fixed point.
pub struct MeanField;

/// The mean of a unit in a field.
fn mean(alphabet: Alphabet, field: f64, temperature: f64) -> f64 {
    match alphabet {
        Alphabet::Spin => 2.0 * num::sigmoid64(2.0 * field / temperature) - 1.0,
        _ => num::sigmoid64(field / temperature),
    }
}

/// Moves the means of the free units to a fixed point, unit after unit.
pub fn settle(model: &dyn Model, energy: &dyn Energy, free: Range<usize>, temperature: f64, means: &mut [f32]) {
    let alphabets = model.space().alphabets();
    let mut memory = energy.memory(means);
    for _ in 0..PASSES {
        let mut largest = 0.0_f64;
        for i in free.clone() {
            let old = means[i];
            means[i] = mean(alphabets[i], energy.field(i, means, &memory), temperature) as f32;
            energy.moved(i, old, means, &mut memory);
            largest = largest.max(f64::from((means[i] - old).abs()));
        }
        if largest < TOLERANCE {
            break;
        }
    }
}

impl Expectations for MeanField {
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let (energy, _) = chain::capabilities(model, ENTRY.id)?;
        let (visible, units) = (model.space().visible(), model.space().units());
        let (mut data, mut free) = (Moments::zeros(units), Moments::zeros(units));
        let alphabets = model.space().alphabets();
        let states = batch.data.states_on(model.space(), batch.examples);
        for mut state in states {
            for i in visible..units {
                state[i] = mean(alphabets[i], 0.0, settings.temperature) as f32;
            }
            settle(model, energy, visible..units, settings.temperature, &mut state);
            data.add_state(1.0 / batch.examples.len() as f64, &state);
        }
        let mut means: Vec<f32> =
            alphabets.iter().map(|a| a.value(0) + rng.uniform() * (a.value(1) - a.value(0))).collect();
        settle(model, energy, 0..units, settings.temperature, &mut means);
        free.add_state(1.0, &means);
        Ok((Phase::of_moments(model, &data)?, Phase::of_moments(model, &free)?))
    }
}
