//! A training: a run, and everything that looks at it while it learns.

use super::{fantasies::Fantasies, truth::Truth};
use crate::{
    data::Dataset,
    error::Error,
    observe::Observation,
    session::{Run, Session},
};
use std::rc::Rc;

/// What only the long form of the figure looks at.
pub struct Long {
    /// The log-likelihood.
    pub truth: Truth,
    /// What the model draws by itself.
    pub fantasies: Fantasies,
}

/// A run and its observers.
pub struct Training {
    /// The run.
    pub run: Run,
    /// Looks at fixed steps: every five, later every sixteenth of the steps done, so that they grow with the logarithm of the steps.
    pub observations: Vec<Observation>,
    /// Between two of them, where the run rests.
    resting: Option<Observation>,
    long: Option<Long>,
    next_look: u64,
}

impl Training {
    /// Takes a run at its start.
    pub fn new(mut run: Run, data: &Rc<Dataset>, long: bool) -> Self {
        let long = (long && cfg!(feature = "all"))
            .then(|| Long { truth: Truth::new(data.clone()), fantasies: Fantasies::new(&mut run) });
        let mut training = Self { run, observations: Vec::new(), resting: None, long, next_look: 0 };
        training.look();
        training
    }

    /// What else is looked at, in the long form.
    pub fn long(&self) -> Option<&Long> {
        self.long.as_ref().filter(|_| cfg!(feature = "all"))
    }

    /// The same, to go on looking.
    pub fn long_mut(&mut self) -> Option<&mut Long> {
        long_of(&mut self.long)
    }

    /// Observes the model where it is time to.
    fn look(&mut self) {
        let step = self.run.step();
        if step >= self.next_look {
            self.next_look = step + 5.max(step / 16);
            self.observations.push(Observation::of(&mut self.run));
            self.resting = None;
            if let Some(long) = long_of(&mut self.long) {
                long.fantasies.look(&mut self.run);
            }
        }
        if let Some(long) = long_of(&mut self.long) {
            long.truth.look(&mut self.run);
        }
    }

    /// Goes on to this step.
    pub fn advance_to(&mut self, end: u64) -> Result<(), Error> {
        while self.run.step() < end {
            let now = self.run.step();
            let next = self.long().map_or(u64::MAX, |l| l.truth.next()).min(self.next_look);
            self.run.advance(end.min(next.max(now + 1)) - now)?;
            self.look();
        }
        Ok(())
    }

    /// The latest look: where the run rests, at the present state.
    pub fn latest(&self) -> Option<&Observation> {
        self.resting.as_ref().or(self.observations.last())
    }

    /// The run rests here: all that is known of it should be about this step.
    pub fn rest(&mut self) {
        if self.latest().is_none_or(|look| look.step != self.run.step()) {
            self.resting = Some(Observation::of(&mut self.run));
        }
        if let Some(long) = long_of(&mut self.long) {
            long.truth.rest(&mut self.run);
        }
    }

    /// By another plan, its likelihood is wanted again.
    pub fn look_again(&mut self) {
        if let Some(long) = long_of(&mut self.long) {
            long.truth.again(&mut self.run);
        }
    }
}

/// The module of the first picture only knows the short form: there, all that asks for the long one is left out.
fn long_of(long: &mut Option<Long>) -> Option<&mut Long> {
    if cfg!(feature = "all") { long.as_mut() } else { None }
}
