//! All chains of a run together: swept, measured and read as one, however they lie in memory.
//!
//! [`Separate`] is the reference: a state and a sampler of its own for every chain. Engines keep many chains in one layout.

use super::{Conditions, Method, Rate, Sampler, units::Offer};
use crate::{
    error::Error,
    models::Model,
    registry::{Entry, Values},
    rng::Rng,
};

/// What is told of every chain after a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// `E(x)`.
    pub energy: f64,
    /// `Σ_i x_i / N`.
    pub magnetization: f64,
}

/// All chains of a run.
pub trait Population {
    /// One sweep of every chain, all from one stream.
    fn sweep(&mut self, model: &dyn Model, conditions: &Conditions<'_>, rng: &mut Rng);

    /// How many chains.
    fn chains(&self) -> usize;

    /// The state of a chain.
    fn state(&self, chain: usize) -> Vec<f32>;

    /// Writes one measure a chain; none where the model has no energy of a state.
    fn measure(&self, model: &dyn Model, measures: &mut Vec<Measure>);

    /// Remembers the present state of this chain, instead of what it remembered before.
    fn keep(&mut self, chain: usize);

    /// The remembered state.
    fn kept(&self) -> Option<Vec<f32>>;

    /// Acceptance and swap rates since they were last counted anew, over all chains.
    fn rates(&self) -> Vec<Rate>;

    /// Counts rates anew.
    fn recount(&mut self);

    /// From now on notes every offer to a single unit, or no longer; returns what was noted so far, chain by chain. Engines note
    /// nothing.
    fn note(&mut self, _on: bool) -> Vec<Offer> {
        Vec::new()
    }
}

/// A state and a sampler of its own for every chain.
pub struct Separate {
    samplers: Vec<Box<dyn Sampler>>,
    states: Vec<Vec<f32>>,
    kept: Option<Vec<f32>>,
}

impl Separate {
    /// One sampler of this entry for every state.
    pub fn new(
        entry: &Entry<Method>,
        model: &dyn Model,
        values: &dyn Values,
        states: Vec<Vec<f32>>,
    ) -> Result<Self, Error> {
        let samplers = states.iter().map(|_| (entry.build.make)(model, values)).collect::<Result<_, Error>>()?;
        Ok(Self { samplers, states, kept: None })
    }

    /// One sweep of every chain; `emit` is told of every part of every sweep.
    pub fn sweep_and_tell(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        for (sampler, state) in self.samplers.iter_mut().zip(&mut self.states) {
            sampler.sweep(model, conditions, state, rng, emit);
        }
    }

    /// The states of all chains.
    pub fn into_states(self) -> Vec<Vec<f32>> {
        self.states
    }
}

impl Population for Separate {
    fn sweep(&mut self, model: &dyn Model, conditions: &Conditions<'_>, rng: &mut Rng) {
        self.sweep_and_tell(model, conditions, rng, &mut |_, _| {});
    }

    fn chains(&self) -> usize {
        self.states.len()
    }

    fn state(&self, chain: usize) -> Vec<f32> {
        self.states[chain].clone()
    }

    fn measure(&self, model: &dyn Model, measures: &mut Vec<Measure>) {
        let Some(energy) = model.energy() else { return };
        measures.extend(self.states.iter().map(|state| {
            let sum: f64 = state.iter().map(|&x| f64::from(x)).sum();
            Measure { energy: energy.energy(state), magnetization: sum / state.len() as f64 }
        }));
    }

    fn keep(&mut self, chain: usize) {
        let state = &self.states[chain];
        match &mut self.kept {
            Some(kept) => kept.clone_from(state),
            None => self.kept = Some(state.clone()),
        }
    }

    fn kept(&self) -> Option<Vec<f32>> {
        self.kept.clone()
    }

    fn rates(&self) -> Vec<Rate> {
        let mut total: Vec<Rate> = Vec::new();
        for rate in self.samplers.iter().flat_map(|sampler| sampler.rates()) {
            match total.iter_mut().find(|r| r.name == rate.name) {
                Some(sum) => (sum.hits, sum.of) = (sum.hits + rate.hits, sum.of + rate.of),
                None => total.push(rate),
            }
        }
        total
    }

    fn recount(&mut self) {
        self.samplers.iter_mut().for_each(|sampler| sampler.recount());
    }

    fn note(&mut self, on: bool) -> Vec<Offer> {
        self.samplers.iter_mut().flat_map(|sampler| sampler.note(on)).collect()
    }
}
