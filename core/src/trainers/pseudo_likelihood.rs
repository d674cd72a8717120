//! Maximum pseudo-likelihood: ascent on `⟨Σ_i ln p(x_i given all other units)⟩` over all training examples.
//!
//! With `m_i = ⟨x_i given the rest⟩` the gradient by `w_ij` is `⟨2 x_i x_j − m_i x_j − m_j x_i⟩/T`, by `b_i` `⟨x_i − m_i⟩/T`: no sum
//! over states, and consistent, so that it recovers the couplings of an inverse Ising problem as the examples grow many. For
//! models without hidden units. Besag 1975, doi:10.2307/2987782; Aurell & Ekeberg 2012, doi:10.1103/PhysRevLett.108.090201.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{
    error::Error,
    models::{Model, moments::Moments},
    num,
    registry::Entry,
    rng::Rng,
    space::Alphabet,
};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "pseudo-likelihood",
    title: "Pseudo-likelihood",
    help: "Makes every unit likely given the others: recovers couplings from samples without sums over states.",
    params: &[super::RATE, super::MOMENTUM, super::DECAY],
    build: Rule {
        learner: |model, _, _| {
            chain::check(model, ENTRY.id)?;
            if model.space().visible() < model.space().units() {
                let why = "it has hidden units";
                return Err(Error::Misfit { method: ENTRY.id, model: model.id(), why });
            }
            Ok(Ascent::learner(model, Conditionals))
        },
        engine: None,
        needs_data: true,
        keeps_chains: false,
        whole_data: true,
        unit_limit: None,
    },
};

/// Expectations under the conditionals of single units.
pub struct Conditionals;

impl Expectations for Conditionals {
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        _rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let (energy, _) = chain::capabilities(model, ENTRY.id)?;
        let units = model.space().units();
        let spins = model.space().common_alphabet() == Some(Alphabet::Spin);
        let (mut data, mut conditional) = (Moments::zeros(units), Moments::zeros(units));
        for &(example, weight) in batch.data.distinct() {
            let state = batch.data.states_on(model.space(), &[example]).swap_remove(0);
            let memory = energy.memory(&state);
            let mean = |i: usize| {
                let field = energy.field(i, &state, &memory) / settings.temperature;
                if spins { 2.0 * num::sigmoid64(2.0 * field) - 1.0 } else { num::sigmoid64(field) }
            };
            let means: Vec<f64> = (0..units).map(mean).collect();
            let x: Vec<f64> = state.iter().map(|&x| f64::from(x)).collect();
            data.add(weight, &x, |i, j| 2.0 * x[i] * x[j]);
            conditional.add(weight, &means, |i, j| means[i] * x[j] + means[j] * x[i]);
        }
        Ok((Phase::of_moments(model, &data)?, Phase::of_moments(model, &conditional)?))
    }
}
