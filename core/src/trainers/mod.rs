//! What a trainer is: a rule that changes a model's parameters, update by counted update.
//!
//! Most are gradient ascent, `g = (⟨−∂E/∂θ⟩_data − ⟨−∂E/∂θ⟩_model)/T`, `Δ_t = m Δ_{t−1} + η (g − λ θ)`, `θ ← θ + Δ_t`; the decay
//! `λ` acts on couplings only. They differ in where the expectations come from, the [`Expectations`] source, and share
//! [`ascent::Ascent`]. Others, such as Hebb's rule, are [`Learner`]s of their own.
//!
//! To add a trainer: one file here with its source or learner, and one line in [`TRAINERS`].

pub mod ascent;
pub mod cd;
pub mod chain;
pub mod exact;
pub mod hebb;
pub mod mcmc;
pub mod mean_field;
pub mod pcd;
pub mod pseudo_likelihood;
pub mod unlearn;

use crate::{
    data::Dataset,
    error::Error,
    models::{Model, moments::Moments},
    registry::{Entry, Param, Values, of_build},
    rng::Rng,
};

/// All trainers.
pub static TRAINERS: &[&Entry<Rule>] = of_build(
    &[&cd::ENTRY, &pcd::ENTRY],
    &[
        &cd::ENTRY,
        &pcd::ENTRY,
        &exact::ENTRY,
        &mcmc::ENTRY,
        &mean_field::ENTRY,
        &pseudo_likelihood::ENTRY,
        &hebb::ENTRY,
        &unlearn::ENTRY,
    ],
);

/// A learning rule as its entry describes it.
pub struct Rule {
    /// Makes its learner for a model, or says why the rule does not fit.
    pub learner: MakeLearner,
    /// A fast path for the models that it takes, equal to the learner bit for bit.
    pub engine: Option<Engine>,
    /// Whether it learns from data.
    pub needs_data: bool,
    /// Whether chains persist from update to update; the experiment then says how many and where they start.
    pub keeps_chains: bool,
    /// Whether every update takes all training examples, not a mini-batch.
    pub whole_data: bool,
    /// Most units that a model may leave to sum over, where the rule enumerates.
    pub unit_limit: Option<usize>,
}

/// Makes a learner for a model; the experiment's values say what is fixed for the whole run.
pub type MakeLearner = fn(&dyn Model, &Start, &dyn Values) -> Result<Box<dyn Learner>, Error>;
/// Makes a learner of its own for a model that it takes; `None` leaves the model to the reference.
pub type Engine = fn(&dyn Model, &Dataset, &Start, &dyn Values) -> Option<Box<dyn Learner>>;

/// What a source starts from.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// Whole states of the persistent chains; empty for trainers without chains.
    pub chains: Vec<Vec<f32>>,
}

/// The rule's numbers; all may change while a run goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Learning rate η.
    pub rate: f64,
    /// Momentum m, 0 ≤ m < 1.
    pub momentum: f64,
    /// Weight decay λ.
    pub decay: f64,
    /// Sweeps of the truncated or persistent chain in one update.
    pub k: usize,
    /// Temperature T.
    pub temperature: f64,
}

/// A mini-batch: which examples of the data it holds; for a rule without data, none of an empty set.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    /// The data.
    pub data: &'a Dataset,
    /// Indices into the training examples.
    pub examples: &'a [u32],
}

/// Sums of the sufficient statistics of one phase, and how many states they are sums over.
#[derive(Debug, Clone)]
pub struct Phase {
    /// One vector a tensor, in the model's order.
    pub sums: Vec<Vec<f32>>,
    /// The number of states.
    pub count: f32,
}

impl Phase {
    /// The expectations of one law, from its moments; or why the model has none of them.
    pub fn of_moments(model: &dyn Model, moments: &Moments) -> Result<Self, Error> {
        let misfit = Error::Misfit {
            method: "learning",
            model: model.id(),
            why: crate::phrase!("its energy is not linear in parameters"),
        };
        Ok(Self { sums: model.statistics().ok_or(misfit)?.of_moments(moments), count: 1.0 })
    }

    /// Zero sums in the shape of the model's parameters.
    pub fn zeros(model: &dyn Model) -> Self {
        Self { sums: model.tensors().iter().map(|t| vec![0.0; t.values.len()]).collect(), count: 0.0 }
    }
}

/// Where `⟨−∂E/∂θ⟩_data` and `⟨−∂E/∂θ⟩_model` come from.
pub trait Expectations {
    /// Both phases at the model's present parameters: clamped to the data, then free.
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error>;

    /// Persistent chains, as whole states; empty where there are none.
    fn chains(&self) -> &[Vec<f32>] {
        &[]
    }
}

/// A model that learns: the reference [`ascent::Ascent`], or an engine with a layout of its own.
pub trait Learner {
    /// One update from a mini-batch; `rng` is the update's own stream.
    fn update(&mut self, batch: Batch<'_>, settings: &Settings, rng: &mut Rng) -> Result<(), Error>;
    /// Writes the present parameters into `model`.
    fn store(&self, model: &mut dyn Model);
    /// Persistent chains, as whole states; empty where there are none.
    fn chains(&self) -> Vec<Vec<f32>>;
}

/// Learning rate η, in units of parameter per unit of gradient.
pub const RATE: Param = Param::float("lr", "Learning rate", 0.0, 10.0, 0.05).log().live().help("η of gradient ascent.");
/// Momentum m.
pub const MOMENTUM: Param =
    Param::float("momentum", "Momentum", 0.0, 0.99, 0.0).live().help("How much of the last change is made again.");
/// Weight decay λ.
pub const DECAY: Param = Param::float("decay", "Weight decay", 0.0, 1.0, 0.0).live().help("λ: pulls weights to zero.");
/// Sweeps in one update.
pub const SWEEPS: Param =
    Param::int("k", "Gibbs sweeps k", 1, 1000, 1).log().live().help("Sweeps of the chains in one update.");
/// Examples in one update.
pub const BATCH: Param = Param::int("batch", "Mini-batch", 1, 1000, 100).log().help("Examples in one update.");
