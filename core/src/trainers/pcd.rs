//! Persistent contrastive divergence: the negative phase goes on from where the last update left its chains.
//!
//! With a small learning rate the chains stay near the model's law. Too large a rate makes it diverge too.
//! Tieleman 2008, doi:10.1145/1390156.1390290.

use super::{Batch, Expectations, Phase, Rule, Settings, Start, ascent::Ascent, chain};
use crate::{engines::sparse_rbm, error::Error, models::Model, registry::Entry, rng::Rng};
use std::collections::VecDeque;

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "pcd",
    title: "PCD, persistent chains",
    help: "The model's phase goes on from chains that are kept from update to update.",
    params: &[super::SWEEPS, super::RATE, super::BATCH, super::MOMENTUM, super::DECAY],
    build: Rule {
        learner: |model, start, _| {
            chain::check(model, ENTRY.id)?;
            Ok(Ascent::learner(model, PersistentChain::new(start)))
        },
        engine: Some(sparse_rbm::learner),
        needs_data: true,
        keeps_chains: true,
        whole_data: false,
        unit_limit: None,
    },
};

/// Expectations of chains that persist.
pub struct PersistentChain {
    chains: Vec<Vec<f32>>,
}

impl PersistentChain {
    /// The chains to go on from.
    pub fn new(start: &Start) -> Self {
        Self { chains: start.chains.clone() }
    }
}

impl Expectations for PersistentChain {
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let mut examples = batch.data.states_on(model.space(), batch.examples);
        let data = chain::data_phase(model, &mut examples, settings, rng)?;
        chain::sweeps(model, &mut self.chains, settings, rng, &mut VecDeque::new())?;
        Ok((data, chain::model_phase(model, &self.chains, settings)?))
    }

    fn chains(&self) -> &[Vec<f32>] {
        &self.chains
    }
}
