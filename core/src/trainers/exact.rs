//! The exact gradient of the mean log-likelihood: both phases by enumeration, over all training examples.
//!
//! What is independent sums out analytically: the larger layer of an RBM, and of a Boltzmann machine the hidden units while `J = 0`
//! or the visible ones while `L = 0`. What is left is enumerated, in the data's phase given each example. For small models.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{
    error::Error,
    exact::{self, Hidden},
    models::{Model, moments::Moments},
    registry::Entry,
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "exact",
    title: "Exact gradient",
    help: "Maximum likelihood by enumeration: small models only.",
    params: &[super::RATE, super::MOMENTUM, super::DECAY],
    build: Rule {
        learner: |model, _, _| {
            chain::check(model, ENTRY.id)?;
            check_size(model)?;
            Ok(Ascent::learner(model, Enumeration))
        },
        engine: None,
        needs_data: true,
        keeps_chains: false,
        whole_data: true,
        unit_limit: Some(exact::GRADIENT_LIMIT),
    },
};

/// Refuses a model of which too much is left to sum over: now, or once learning has moved couplings that are 0 now.
fn check_size(model: &dyn Model) -> Result<(), Error> {
    exact::check_size(model, exact::GRADIENT_LIMIT)?;
    let units = match model.layered().map(|layers| (layers.biases, layers.summed_after_learning())) {
        Some((biases, Some(summed))) => biases[1 - summed].len(),
        _ => model.space().units(),
    };
    let limit = exact::GRADIENT_LIMIT;
    if units > limit { Err(Error::TooLarge { units, limit }) } else { Ok(()) }
}

/// Expectations by enumeration.
pub struct Enumeration;

impl Expectations for Enumeration {
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let model_phase = Phase::of_moments(model, &exact::moments(model, settings.temperature)?)?;
        if model.two_layers().is_some() && !batch.data.is_weighted() {
            let all: Vec<u32> = (0..batch.data.training() as u32).collect();
            let mut states = batch.data.states_on(model.space(), &all);
            return Ok((chain::data_phase(model, &mut states, settings, rng)?, model_phase));
        }
        let hidden = Hidden::new(model, settings.temperature, exact::GRADIENT_LIMIT)?;
        let mut data = Moments::zeros(model.space().units());
        for &(example, part) in batch.data.distinct() {
            hidden.add_moments(&batch.data.states_on(model.space(), &[example])[0], part, &mut data);
        }
        Ok((Phase::of_moments(model, &data)?, model_phase))
    }
}
