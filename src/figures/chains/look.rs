//! Costly numbers about a run, looked at less and less often: estimates with errors, overlaps, learning curves.

use crate::{
    estimate::Estimate,
    observe::{self, Observation},
    series,
    session::{Run, Session},
};

/// Draws of all chains from which on a run is long.
const LONG: u64 = 1_000_000;

/// The last look, and learning's looks so far.
#[derive(Default)]
pub struct Look {
    /// When it was; `None` before the first.
    step: Option<u64>,
    /// Where its estimates start.
    since: u64,
    next: u64,
    observations: Vec<Observation>,
    /// Between two points of the curves, where it rests.
    resting: Option<Observation>,
    estimates: Vec<(&'static str, Estimate)>,
    overlap: Option<f64>,
    stable: Option<f64>,
}

impl Look {
    /// The step of the next look.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Learning's looks, in order.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// The latest of them.
    pub fn observation(&self) -> Option<&Observation> {
        self.resting.as_ref().or(self.observations.last())
    }

    /// Estimates by name, from the steps after the temperature was last changed.
    pub fn estimate(&self, name: &str) -> Option<&Estimate> {
        self.estimates.iter().find(|e| e.0 == name).map(|e| &e.1)
    }

    /// Mean over the chains of the largest overlap with a stored pattern.
    pub fn overlap(&self) -> Option<f64> {
        self.overlap
    }

    /// Part of the stored patterns that no single flip lowers the energy of.
    pub fn stable(&self) -> Option<f64> {
        self.stable
    }

    /// Looks if it is time to, or if `settled` asks for the present state. `since` is where estimates start.
    pub fn at(&mut self, run: &mut Run, since: u64, settled: bool) {
        let step = run.step();
        if self.since != since {
            // What was met under another temperature says nothing about this one.
            (self.since, self.step) = (since, None);
            self.estimates.clear();
        }
        if self.step == Some(step) || (step < self.next && !settled) {
            return;
        }
        let due = step >= self.next;
        self.step = Some(step);
        if run.experiment().trainer.is_some() {
            // Curves have their points at fixed steps, whoever looks in between.
            let seen = Observation::of(run);
            if due {
                self.next = step + 5.max(step / 16);
                self.observations.push(seen);
                self.resting = None;
            } else {
                self.resting = Some(seen);
            }
            return;
        }
        if due {
            // What looking costs grows with the steps: of long runs, it is only done when they are twice as long.
            let draws = step * run.series().len() as u64;
            self.next = if draws > LONG { step * 2 } else { step + 50.max(step / 8) };
        }
        let (units, temperature) = (run.model().space().units(), run.temperature());
        self.estimates = match since {
            0 => series::estimates(run.series(), units, temperature),
            since => series::estimates(&run.record().since(since), units, temperature),
        };
        if !run.follows_law() {
            self.estimates.retain(|(name, _)| *name != "heat_capacity");
        }
        if run.model().patterns().is_empty() {
            return;
        }
        let chains = run.chains();
        let model = run.model();
        self.overlap = observe::overlap(model, &chains);
        if self.stable.is_none() {
            self.stable = observe::stable_patterns(model);
        }
    }
}
