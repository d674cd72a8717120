//! The exact gradient of the mean log-likelihood: both phases by enumeration, over all training examples.
//!
//! The model's phase sums over every state of the smaller layer, the other summed analytically. For small models.

use super::{Batch, Expectations, Phase, Rule, Settings, chain};
use crate::{error::Error, exact, models::Model, registry::Entry, rng::Rng};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "exact",
    title: "Exact gradient",
    help: "Maximum likelihood by enumeration: small models only.",
    params: &[super::RATE, super::MOMENTUM, super::DECAY],
    build: Rule {
        source: |model, _| {
            chain::check(model, ENTRY.id)?;
            exact::check_size(model, exact::GRADIENT_LIMIT)?;
            Ok(Box::new(Enumeration))
        },
        engine: None,
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
        _rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let all: Vec<u32> = (0..batch.data.training() as u32).collect();
        let states = batch.data.states(&all, model.space().units());
        let data = chain::clamped_phase(model, &states, settings)?;
        let sums = exact::expectations(model, settings.temperature)?;
        let single = |values: Vec<f64>| values.into_iter().map(|x| x as f32).collect();
        Ok((data, Phase { sums: sums.into_iter().map(single).collect(), count: 1.0 }))
    }
}
