//! What a sampler is: a rule that moves a chain towards a model's law `p(x) ∝ exp(−E(x)/T)`.
//!
//! A sampler belongs to one chain: it may remember local fields, other replicas, weights it has learned. All chains of a run
//! together are a [`population`]. To add a sampler: one file here and one line in [`SAMPLERS`]. The contract test runs every
//! pair of a model and a sampler that fits it.

pub mod annealing;
pub mod block_gibbs;
pub mod clusters;
pub mod descent;
pub mod gibbs;
pub mod houdayer;
pub mod ladder;
pub mod metropolis;
pub mod population;
pub mod simulated_tempering;
pub mod swendsen_wang;
pub mod tempering;
pub mod units;
pub mod wolff;

use crate::{
    error::Error,
    models::{Energy, Model, pairwise::Pairwise},
    registry::{Entry, Values, of_build},
    rng::Rng,
    space::Alphabet,
};

/// How an entry makes its sampler; it refuses a model that it does not fit.
pub type Build = fn(&dyn Model, &dyn Values) -> Result<Box<dyn Sampler>, Error>;

/// A sampler as its entry describes it.
pub struct Method {
    /// Makes it for a model, or says why it does not fit.
    pub make: Build,
    /// Whether it draws from the law `exp(−E/T)/Z` of its run; those that search for low energies do not.
    pub has_law: bool,
}

impl Method {
    /// One that draws from the law.
    const fn new(make: Build) -> Self {
        Self { make, has_law: true }
    }
    /// One that searches.
    const fn without_law(self) -> Self {
        Self { has_law: false, ..self }
    }
}

/// All samplers.
pub static SAMPLERS: &[&Entry<Method>] = of_build(
    &[&block_gibbs::ENTRY, &gibbs::ENTRY],
    &[
        &block_gibbs::ENTRY,
        &gibbs::ENTRY,
        &metropolis::ENTRY,
        &descent::ENTRY,
        &annealing::ENTRY,
        &simulated_tempering::ENTRY,
        &tempering::ENTRY,
        &swendsen_wang::ENTRY,
        &wolff::ENTRY,
        &houdayer::ENTRY,
    ],
);

/// What a sampler may look at while it moves a chain.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// Temperature, > 0.
    pub temperature: f64,
    /// Units that keep their value, one flag a unit of the state; `None` frees all.
    pub clamped: Option<&'a [bool]>,
    /// How much of the run is done, from 0 at its first sweep to 1 at its last: schedules follow it.
    pub progress: f64,
}

impl<'a> Conditions<'a> {
    /// A temperature, and all units free.
    pub fn at(temperature: f64) -> Self {
        Self { temperature, clamped: None, progress: 1.0 }
    }

    fn free(&self, i: usize) -> bool {
        self.clamped.is_none_or(|c| !c[i])
    }
}

/// A number about the moves of a sampler, such as how many were accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Its name in reports.
    pub name: &'static str,
    /// How often it happened.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
}

impl Rate {
    /// `hits / of`; none of nothing.
    pub fn part(&self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }
}

/// A rule that moves a chain.
pub trait Sampler {
    /// One sweep of its chain: as many offered moves as there are units, one pass over all blocks, or one cluster.
    /// `emit` is told of every part of the sweep by its name and the state after it.
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    );

    /// Acceptance and swap rates since they were last counted anew.
    fn rates(&self) -> Vec<Rate> {
        Vec::new()
    }

    /// Counts rates anew: what comes has another law than what was.
    fn recount(&mut self) {}

    /// From now on notes every offer to a single unit of two values, or no longer; returns what was noted so far. Samplers that make
    /// other moves note nothing.
    fn note(&mut self, _on: bool) -> Vec<units::Offer> {
        Vec::new()
    }
}

/// The energy of a model of discrete units, or why the method does not fit.
fn discrete<'a>(method: &'static str, model: &'a dyn Model) -> Result<&'a dyn Energy, Error> {
    match model.energy() {
        Some(energy) if model.space().is_discrete() => Ok(energy),
        Some(_) => Err(Error::Misfit { method, model: model.id(), why: crate::phrase!("its units are not discrete") }),
        None => Err(Error::Misfit { method, model: model.id(), why: crate::phrase!("it has no energy of a state") }),
    }
}

/// Spins with pair couplings, or why the method does not fit.
fn spins<'a>(method: &'static str, model: &'a dyn Model) -> Result<&'a Pairwise, Error> {
    let why = match model.space().common_alphabet() {
        Some(Alphabet::Spin) => crate::phrase!("its energy has terms of more than two spins"),
        _ => crate::phrase!("it needs spins with pair couplings"),
    };
    model.pairwise().ok_or(Error::Misfit { method, model: model.id(), why })
}
