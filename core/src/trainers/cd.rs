//! Contrastive divergence CD-k: the negative phase starts at the mini-batch and runs `k` sweeps.
//!
//! `Δ ∝ ⟨−∂E/∂θ⟩_data − ⟨−∂E/∂θ⟩_k`. It is not the gradient of the likelihood; it approaches it as `k` grows. The chain
//! never reaches equilibrium. Hinton 2002, doi:10.1162/089976602760128018.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{
    engines::sparse_rbm,
    error::Error,
    models::{Model, numbers},
    registry::{Entry, Param},
    rng::Rng,
};
use std::collections::VecDeque;

/// Most random numbers that are set by hand.
pub const MOST_DRAWS: usize = 4096;

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "cd",
    title: "CD-k, contrastive divergence",
    help: "The model's phase starts at the data and runs k sweeps.",
    params: &[
        super::SWEEPS,
        super::RATE,
        super::BATCH,
        super::MOMENTUM,
        super::DECAY,
        Param::text("draws", "Random numbers by hand")
            .help("From 0 to below 1, commas between: sweep by sweep the first ones that are drawn, hidden units before visible ones."),
    ],
    build: Rule {
        learner: |model, _, values| {
            chain::check(model, ENTRY.id)?;
            let refused = |why| Error::Value { key: "draws", why };
            let text = values.code("draws");
            let draws = if text.is_empty() { Vec::new() } else { draws(&text).map_err(refused)? };
            if !draws.is_empty() && model.two_layers().is_none() {
                return Err(refused(crate::say!("only a model of two layers of bits takes random numbers by hand")));
            }
            Ok(Ascent::learner(model, TruncatedChain::with(draws)))
        },
        engine: Some(sparse_rbm::learner),
        needs_data: true,
        keeps_chains: false,
        whole_data: false,
        unit_limit: None,
    },
};

/// Random numbers in a list: each from 0 to below 1; says what is wrong with the text.
pub fn draws(text: &str) -> Result<Vec<f32>, String> {
    let draws = numbers::read(text, MOST_DRAWS, 1.0)?;
    let fits = draws.len() <= MOST_DRAWS && draws.iter().all(|u| (0.0..1.0).contains(u));
    if fits { Ok(draws) } else { Err(crate::say!("there may be {0} numbers, each from 0 to below 1", MOST_DRAWS)) }
}

/// Expectations of a chain that starts at the data and is cut after `k` sweeps.
#[derive(Default)]
pub struct TruncatedChain {
    by_hand: VecDeque<f32>,
}

impl TruncatedChain {
    /// Takes these random numbers before the generator's: sweep by sweep all hidden units chain by chain, then all visible units.
    pub fn with(draws: Vec<f32>) -> Self {
        Self { by_hand: draws.into() }
    }
}

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
        chain::sweeps(model, &mut chains, settings, rng, &mut self.by_hand)?;
        Ok((data, chain::model_phase(model, &chains, settings)?))
    }
}
