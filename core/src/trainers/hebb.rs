//! Hebb's rule: one pattern an update, `w_ij ← w_ij + (1/N) ξ_i ξ_j` off the diagonal, from `w = 0`.
//!
//! After as many updates as there are patterns, all are stored, `w_ij = (1/N) Σ_μ ξ_i^μ ξ_j^μ`; further updates change nothing.
//! Hebb 1949; Hopfield 1982, doi:10.1073/pnas.79.8.2554.

use super::{Batch, Learner, Rule, Settings};
use crate::{
    error::Error,
    models::{Model, hopfield, pairwise::Pairwise},
    registry::Entry,
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "hebb",
    title: "Hebb's rule",
    help: "Stores one pattern an update; starts from no couplings.",
    params: &[],
    build: Rule {
        learner: |model, _, _| {
            let network = stored(model, ENTRY.id)?;
            Ok(Box::new(Hebb { patterns: model.patterns().to_vec(), bias: network.bias().to_vec(), stored: 0 }))
        },
        engine: None,
        needs_data: false,
        keeps_chains: false,
        whole_data: false,
        unit_limit: None,
    },
};

/// A network of spins that stores patterns, or why the rule does not fit.
pub(super) fn stored<'a>(model: &'a dyn Model, method: &'static str) -> Result<&'a Pairwise, Error> {
    let misfit = Error::Misfit {
        method,
        model: model.id(),
        why: crate::phrase!("it needs spins with pair couplings that store patterns"),
    };
    model.pairwise().filter(|_| model.id() == hopfield::ENTRY.id).ok_or(misfit)
}

/// Writes couplings into a model.
pub(super) fn write(model: &mut dyn Model, couplings: &[f32], bias: &[f32]) {
    let n = bias.len();
    let find = |name: &str| match name {
        "w" => Ok((vec![n, n], couplings.to_vec())),
        _ => Ok((vec![n], bias.to_vec())),
    };
    let fits = model.load(&find);
    debug_assert!(fits.is_ok(), "a symmetric matrix of its own size fits");
}

/// How many of the patterns are stored.
struct Hebb {
    patterns: Vec<Vec<i8>>,
    bias: Vec<f32>,
    stored: usize,
}

impl Learner for Hebb {
    fn update(&mut self, _batch: Batch<'_>, _settings: &Settings, _rng: &mut Rng) -> Result<(), Error> {
        self.stored = self.patterns.len().min(self.stored + 1);
        Ok(())
    }

    fn store(&self, model: &mut dyn Model) {
        let couplings = hopfield::hebb(self.bias.len(), &self.patterns[..self.stored]);
        write(model, &couplings.dense(), &self.bias);
    }

    fn chains(&self) -> Vec<Vec<f32>> {
        Vec::new()
    }
}
