//! The exact gradient of the mean log-likelihood: both phases by enumeration, over all training examples.
//!
//! Two layers of bits: the model's phase sums over every state of the smaller layer, the other summed analytically. Other models:
//! the data's phase sums over the hidden states given each example, the model's over all states. For small models.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{
    error::Error,
    exact::{self, Conditional},
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
            exact::check_size(model, exact::GRADIENT_LIMIT)?;
            Ok(Ascent::learner(model, Enumeration))
        },
        engine: None,
        needs_data: true,
        keeps_chains: false,
        whole_data: true,
        unit_limit: Some(exact::GRADIENT_LIMIT),
    },
};

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
        if model.two_layers().is_some() {
            let all: Vec<u32> = (0..batch.data.training() as u32).collect();
            let mut states = batch.data.states_on(model.space(), &all);
            let data = chain::data_phase(model, &mut states, settings, rng)?;
            let sums = exact::expectations(model, settings.temperature)?;
            let single = |values: Vec<f64>| values.into_iter().map(|x| x as f32).collect();
            return Ok((data, Phase { sums: sums.into_iter().map(single).collect(), count: 1.0 }));
        }
        let (visible, units) = (model.space().visible(), model.space().units());
        let law = |free| Conditional::new(model, free, settings.temperature, exact::GRADIENT_LIMIT);
        let (clamped, free) = (law(visible..units)?, law(0..units)?);
        let (mut data, mut whole) = (Moments::zeros(units), Moments::zeros(units));
        for &(example, part) in batch.data.distinct() {
            clamped.add_moments(&batch.data.states_on(model.space(), &[example])[0], part, &mut data);
        }
        free.add_moments(&vec![0.0; units], 1.0, &mut whole);
        Ok((Phase::of_moments(model, &data)?, Phase::of_moments(model, &whole)?))
    }
}
