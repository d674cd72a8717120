//! The state of a figure in words and numbers: what all figures say, and what only one of them does.

use super::{
    architectures::ArchitecturesStatus, boltzmann::BoltzmannStatus, cd_by_hand::CdByHandStatus, chains::ChainsStatus,
    forces::ForcesStatus, rbm_by_hand::RbmByHandStatus, repair::RepairStatus, sampling::SamplingStatus,
    unlearning::UnlearningStatus,
};
use crate::{
    estimate::Estimate,
    experiment::{ANNEALED, Experiment, SELECTORS},
    observe::Observation,
    registry::Value,
    say,
};
use litemap::LiteMap;
use serde::Serialize;

/// What every figure says of itself.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Steps done.
    pub step: u64,
    /// Where it stops by itself.
    pub target: u64,
    /// The digest of what the link leads to; empty while it would cost too much or would not be the link's.
    pub digest: String,
    /// The link to the present state.
    pub link: String,
    /// Present values of all parameters that apply, and of the choices.
    pub values: LiteMap<&'static str, Value>,
    /// Keys of the parameters that apply, in the order of the controls.
    pub applicable: Vec<&'static str>,
    /// Keys of the choices that the figure leaves to the reader.
    pub selectors: &'static [&'static str],
    /// Examples seen by learning.
    pub images_seen: u64,
    /// Passes over the training examples.
    pub epochs: f64,
    /// The latest observations by name.
    pub observables: LiteMap<&'static str, f64>,
    /// One or two sentences on what is to be seen.
    pub summary: String,
    /// The table of the figure's numbers.
    pub numbers: Vec<Number>,
    /// States that the figure's long exact sum would visit; `None` if they are too many, or if it has no such sum.
    pub exact_states: Option<f64>,
    /// What only this figure says.
    pub detail: Detail,
}

/// What only one figure says.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Detail {
    /// The figure `repair`.
    Repair(RepairStatus),
    /// The figure `chains`.
    Chains(ChainsStatus),
    /// The figure `boltzmann`.
    Boltzmann(BoltzmannStatus),
    /// The figure `architectures`.
    Architectures(ArchitecturesStatus),
    /// The figure `sampling`.
    Sampling(SamplingStatus),
    /// The figure `forces`.
    Forces(ForcesStatus),
    /// The figure `rbm-by-hand`.
    RbmByHand(RbmByHandStatus),
    /// The figure `cd-by-hand`.
    CdByHand(CdByHandStatus),
    /// The figure `unlearning`.
    Unlearning(UnlearningStatus),
}

/// One row of the table of numbers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Number {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: Option<f64>,
    /// Its standard error, where it is an estimate.
    pub error: Option<f64>,
    /// The exact value, where there is one.
    pub exact: Option<f64>,
    /// Effective sample size, where it is an estimate.
    pub ess: Option<f64>,
    /// Split R-hat, where it is an estimate over several chains.
    pub rhat: Option<f64>,
    /// Its unit.
    pub unit: String,
}

impl Number {
    /// What chains say of a number, beside what is known exactly. Chains that never moved say nothing of their error.
    #[inline(never)]
    pub fn estimated(name: String, found: Option<&Estimate>, exact: Option<f64>, unit: String) -> Self {
        let moved = found.filter(|e| e.stderr > 0.0);
        Self {
            name,
            value: found.map(|e| e.mean),
            error: moved.map(|e| e.stderr),
            exact,
            ess: moved.map(|e| e.ess),
            rhat: moved.and_then(|e| e.rhat),
            unit,
        }
    }

    /// How well a model fits pictures by two measures that always come together: rows for the table, with their errors.
    pub fn of_fit(look: &Observation) -> Vec<Self> {
        let row = |name: String, value: Option<f64>, error: Option<f64>, unit: String| {
            value.map(|value| Self { error: error.filter(|e| e.is_finite()), ..Self::plain(name, value, unit) })
        };
        let squared = say!("squared error per pixel");
        let (error, pseudo) = (look.reconstruction_error, look.pseudo_log_likelihood);
        [
            row(say!("reconstruction error"), error, look.reconstruction_stderr, squared),
            row(say!("pseudo-log-likelihood"), pseudo, look.pseudo_stderr, say!("nats per image")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// A number that is no estimate.
    pub fn plain(name: impl Into<String>, value: f64, unit: impl Into<String>) -> Self {
        Self { name: name.into(), value: Some(value), unit: unit.into(), ..Self::default() }
    }
}

/// The present values of all parameters that apply and of the choices, and the keys of the former in order. `present` knows
/// what was changed on the way.
pub fn values(
    experiment: &Experiment,
    present: impl Fn(&str) -> Option<Value>,
) -> (LiteMap<&'static str, Value>, Vec<&'static str>) {
    let params = experiment.params();
    let mut values: LiteMap<&'static str, Value> = LiteMap::new();
    for param in &params {
        values.extend(present(param.key).map(|v| (param.key, v)));
    }
    let chosen = [
        Some(experiment.model.id),
        experiment.data.map(|e| e.id),
        experiment.trainer.map(|e| e.id),
        experiment.sampler.map(|e| e.id),
    ];
    for (param, id) in SELECTORS.iter().zip(chosen) {
        values.insert(param.key, Value::Text(id.unwrap_or("none").to_string()));
    }
    // What only the tool asks for has no control.
    let shown = |key: &&'static str| ANNEALED.iter().all(|p| p.key != *key);
    (values, params.iter().map(|p| p.key).filter(shown).collect())
}
