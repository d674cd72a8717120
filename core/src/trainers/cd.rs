//! Contrastive divergence CD-k: the negative phase starts at the mini-batch and runs `k` sweeps.
//!
//! `Δ ∝ ⟨−∂E/∂θ⟩_data − ⟨−∂E/∂θ⟩_k`. It is not the gradient of the likelihood; it approaches it as `k` grows. The chain
//! never reaches equilibrium. Hinton 2002, doi:10.1162/089976602760128018.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{engines::sparse_rbm, error::Error, models::Model, registry::Entry, rng::Rng};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "cd",
    title: "CD-k, contrastive divergence",
    help: "The model's phase starts at the data and runs k sweeps.",
    params: &[super::SWEEPS, super::RATE, super::BATCH, super::MOMENTUM, super::DECAY],
    build: Rule {
        learner: |model, _, _| {
            chain::check(model, ENTRY.id)?;
            Ok(Ascent::learner(model, TruncatedChain))
        },
        engine: Some(sparse_rbm::learner),
        needs_data: true,
        keeps_chains: false,
        whole_data: false,
        unit_limit: None,
    },
};

/// Expectations of a chain that starts at the data and is cut after `k` sweeps.
pub struct TruncatedChain;

impl Expectations for TruncatedChain {
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let mut chains = batch.data.states_on(model.space(), batch.examples);
        let data = chain::data_phase(model, &mut chains, settings, rng)?;
        chain::sweeps(model, &mut chains, settings, rng)?;
        Ok((data, chain::model_phase(model, &chains, settings)?))
    }
}
