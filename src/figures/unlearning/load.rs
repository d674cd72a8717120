//! Recall against the load `α = P/N`: networks of the same size with other numbers of patterns, unlearned as long by the same rule.
//!
//! Each is the run of the link with another `patterns`, its random numbers included. They follow the figure's run when there is
//! time, and the curve that is shown is always of one step.

use super::look::Look;
use crate::{
    data::Dataset,
    error::Error,
    experiment::Experiment,
    models::dense::Dense,
    session::{Run, Session},
};
use std::rc::Rc;

/// Networks of more units are not followed: a dozen of them would take too long.
pub const UNITS: usize = 256;
/// Loads are multiples of this.
const GRID: f64 = 0.05;
/// How many of them: up to 0.6.
const LOADS: usize = 12;

/// One number of patterns.
struct Network {
    patterns: usize,
    run: Option<Run>,
    /// Mean overlap and its error without unlearning.
    plain: Option<(f64, f64)>,
    /// The same at the last step that was looked at.
    after: (f64, f64),
    look: Option<Look>,
}

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadPoint {
    /// `P`.
    pub patterns: usize,
    /// Mean overlap from a tenth of damage without unlearning, and its standard error.
    pub plain: (f64, f64),
    /// The same after unlearning.
    pub after: (f64, f64),
}

/// All of them.
pub struct Load {
    networks: Vec<Network>,
    /// The step that they are on their way to.
    goal: Option<u64>,
    at: usize,
    /// The last curve, and its step.
    pub curve: Option<(u64, Vec<LoadPoint>)>,
}

impl Load {
    /// For an experiment with so many units; none where they are too many.
    pub fn new(experiment: &Experiment, units: usize) -> Self {
        let most = if experiment.data.is_some() { experiment.examples() } else { usize::MAX };
        let mut networks: Vec<Network> = Vec::new();
        for k in 1..=LOADS {
            let patterns = ((k as f64 * GRID * units as f64).round() as usize).clamp(1, most);
            if units <= UNITS && networks.last().is_none_or(|last| last.patterns < patterns) {
                networks.push(Network { patterns, run: None, plain: None, after: (0.0, 0.0), look: None });
            }
        }
        Self { networks, goal: None, at: 0, curve: None }
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.networks.is_empty()
    }

    /// Networks done and in all, while they are on their way.
    pub fn waiting(&self) -> (usize, usize) {
        self.goal.map_or((0, 0), |_| (self.at, self.networks.len()))
    }

    /// A small part of the way to this step; about how many additions it took, 0 if there is nothing to do.
    pub fn advance(&mut self, experiment: &Experiment, data: Option<&Rc<Dataset>>, step: u64) -> Result<u64, Error> {
        if self.networks.is_empty() || (self.goal.is_none() && self.curve.as_ref().is_some_and(|c| c.0 == step)) {
            return Ok(0);
        }
        let goal = *self.goal.get_or_insert(step);
        let network = &mut self.networks[self.at];
        let seed = experiment.int("seed") as u64;
        let Some(run) = network.run.as_mut().filter(|run| run.step() <= goal) else {
            let mut other = experiment.clone();
            for key in ["memories", "stored"] {
                if other.is_given(key) {
                    other.set(key, "");
                }
            }
            other.set("patterns", &network.patterns.to_string());
            network.look = None;
            network.run = Some(Run::new(other, data.cloned())?);
            return Ok(1);
        };
        if let Some(look) = &mut network.look {
            let work = look.advance();
            if let Some(found) = look.tenth().map(|recall| recall.overlap()) {
                if look.step == 0 {
                    network.plain = Some(found);
                }
                let here = look.step == goal;
                network.look = None;
                if here {
                    network.after = found;
                    self.next(goal);
                }
            }
            return Ok(work);
        }
        let known = network.plain.filter(|_| goal == 0);
        if let Some(plain) = known {
            network.after = plain;
            self.next(goal);
            return Ok(1);
        }
        if (run.step() == 0 && network.plain.is_none()) || run.step() == goal {
            let step = run.step();
            let patterns = Rc::new(run.model().patterns().to_vec());
            if let Some(dense) = run.model().pairwise().map(|model| Rc::new(Dense::of(model))) {
                network.look = Some(Look::recall_only(dense, patterns, (seed, step)));
            }
            return Ok(1);
        }
        run.advance(1)?;
        let units = run.experiment().units() as u64;
        Ok(2 * units * units * experiment.int("rounds").max(1) as u64)
    }

    /// Goes to the next network; after the last one there is a curve.
    fn next(&mut self, goal: u64) {
        self.at += 1;
        if self.at == self.networks.len() {
            let point =
                |n: &Network| LoadPoint { patterns: n.patterns, plain: n.plain.unwrap_or(n.after), after: n.after };
            self.curve = Some((goal, self.networks.iter().map(point).collect()));
            (self.goal, self.at) = (None, 0);
        }
    }
}
