//! The figure `repair`: an RBM learns pictures and repairs one that was damaged.
//!
//! It owns one run, or two to compare (`training.rs`). Observers look at fixed steps (every five, later every sixteenth of the steps done),
//! each with a random stream of its own; the log-likelihood takes longer and is looked at less often, in bites (`truth.rs`). A repair
//! clamps what is undamaged, runs block Gibbs from the damaged picture, and keeps every half-step, so that it can be scrubbed. E(v,h) is
//! shown for each half-step, F(v) for each full one.
//!
//! The figure `teaser` is the short form: one run, no likelihoods, no fantasies.

mod curves;
mod fantasies;
mod panels;
mod status;
mod training;
mod trajectory;
mod truth;
mod words;

use super::{Action, Detail, Figure, Given, Looked, Progress, Status, status::values};
use crate::{
    code,
    damage::Damage,
    data::Dataset,
    error::{Error, Warning},
    exact::{self, LogZ},
    experiment::{ANNEALED, Experiment, PICTURE},
    observe::Observation,
    registry::Entry,
    scene::Scene,
    session::{Run, Session},
};
use litemap::LiteMap;
pub use status::{LikelihoodStatus, RepairStatus};
use status::{Size, TrajectoryStatus};
use std::rc::Rc;
use training::Training;
use trajectory::{Trajectory, with_repair};
pub use truth::Likelihood;

/// The entry's id.
pub const ID: &str = "repair";

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: ID,
    title: "Learn and repair",
    help: "A restricted Boltzmann machine learns pictures and repairs a damaged one.",
    params: &[],
    build: super::Source {
        link: "#v=1&fig=repair&model=rbm&hidden=128&data=mnist&trainer=cd&lr=0.1&steps=1800&init=damaged&example=4&instance=1&then=block-gibbs:50",
        shows: |experiment| experiment.model.build.is_restricted && experiment.data.is_some(),
        outline: panels::outline,
        build: |experiment, given| Ok(Box::new(Repair::new(experiment, given, true)?)),
    },
};

/// The figure's state.
pub struct Repair {
    training: Training,
    data: Rc<Dataset>,
    damage: Damage,
    target: u64,
    trajectory: Option<Trajectory>,
    repair_when_done: bool,
    log_z: Option<LogZ>,
}

impl Repair {
    /// Prepares the run of an experiment with data; the long form looks at likelihoods and fantasies too.
    pub fn new(mut experiment: Experiment, given: Given, long: bool) -> Result<Self, Error> {
        let data = given.data.ok_or(Error::NotInExperiment(crate::phrase!("data to repair")))?;
        // A repair in the link runs once the steps are done; until then it is not part of the state.
        let repair_when_done = experiment.then.is_some() && experiment.text("init") == "damaged";
        if repair_when_done {
            experiment.set("init", "random");
        }
        if let Some(then) = experiment.then.take().filter(|_| repair_when_done) {
            experiment.set("sweeps", &then.sweeps.to_string());
        }
        let damage = Damage::of(&experiment, &data);
        let target = experiment.int("steps") as u64;
        let mut run = Run::new(experiment, Some(data.clone()))?;
        if run.model().two_layers().is_none() {
            let why = crate::phrase!("it repairs with two layers of units, such as an RBM's");
            return Err(Error::Misfit { method: ENTRY.id, model: run.model().id(), why });
        }
        let training = Training::new(run, &data, long);
        let mut figure = Self { training, data, damage, target, trajectory: None, repair_when_done, log_z: None };
        figure.repair_if_due()?;
        Ok(figure)
    }

    fn repair_if_due(&mut self) -> Result<(), Error> {
        if self.repair_when_done && self.training.run.step() >= self.target {
            self.repair_when_done = false;
            self.repair()?;
        }
        Ok(())
    }

    fn repair(&mut self) -> Result<(), Error> {
        self.trajectory = Some(Trajectory::record(&mut self.training.run, &self.damage)?);
        Ok(())
    }

    fn repair_is_current(&self) -> bool {
        self.trajectory.as_ref().is_some_and(|t| t.step == self.training.run.step())
    }

    /// After the picture or its damage changed: a repair of the old one says nothing any more.
    fn picture_changed(&mut self) {
        self.damage = Damage::of(self.training.run.experiment(), &self.data);
        self.trajectory = None;
    }

    fn shown_pixels(&self) -> &[u8] {
        match &self.trajectory {
            Some(t) => &t.present().visible,
            None => &self.damage.damaged,
        }
    }

    fn trajectory_status(&self) -> Option<TrajectoryStatus> {
        Some(self.trajectory.as_ref()?.status(&self.damage, self.repair_is_current()))
    }
}

impl Figure for Repair {
    fn experiment(&self) -> Experiment {
        let mut experiment = if self.repair_is_current() {
            with_repair(self.training.run.experiment())
        } else {
            self.training.run.experiment().clone()
        };
        experiment.set("steps", &self.training.run.step().to_string());
        experiment
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let start = self.training.run.step();
        self.training.advance_to(self.target.min(start + steps))?;
        self.repair_if_due()?;
        Ok(self.training.run.step() - start)
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn set_target(&mut self, target: u64) {
        self.target = target;
    }

    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let param = self.training.run.experiment().param(key)?;
        if param.key == "steps" {
            let warnings = self.training.run.experiment_mut().set(key, value);
            self.target = self.training.run.experiment().int("steps") as u64;
            return Some(warnings);
        }
        if PICTURE.iter().any(|p| p.key == param.key) {
            let mut warnings = Vec::new();
            // Picking an example puts a drawn picture away.
            if param.key == "example" {
                warnings.extend(self.training.run.experiment_mut().set("drawn", ""));
            }
            warnings.extend(self.training.run.experiment_mut().set(key, value));
            self.picture_changed();
            return Some(warnings);
        }
        if ANNEALED.iter().any(|p| p.key == param.key) {
            let warnings = self.training.run.experiment_mut().set(key, value);
            self.training.look_again();
            return Some(warnings);
        }
        if !param.live || self.training.run.step() == 0 {
            return None;
        }
        let mut warnings = Vec::new();
        let value = param.read(value).unwrap_or_else(|(code, used)| {
            warnings.push(Warning::new(code, param.key, value, &used.write()));
            used
        });
        if self.training.run.present(param.key).as_ref() != Some(&value) {
            self.training.run.change(param.key, value);
            self.trajectory = None;
        }
        Some(warnings)
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Draw(pixels) if pixels.len() == self.data.visible() => {
                self.training.run.experiment_mut().set("drawn", &code::pack_bits(&pixels));
                self.picture_changed();
            }
            Action::Brush(mask) if mask.len() == self.data.visible() => {
                self.training.run.experiment_mut().set("mask", &code::pack_bits(&mask));
                self.training.run.experiment_mut().set("damage", "brush");
                self.picture_changed();
            }
            Action::Repair => self.repair()?,
            Action::Show(half_step) => {
                if let Some(t) = &mut self.trajectory {
                    t.show(half_step);
                }
            }
            Action::Draw(_) | Action::Brush(_) => return Err(Error::BadData(crate::say!("a picture of another size"))),
        }
        Ok(())
    }

    fn observe(&mut self) -> Result<Looked, Error> {
        self.training.long.as_mut().map_or(Ok(Looked::All), |long| long.truth.observe())
    }

    fn status(&mut self, playing: bool) -> Status {
        if !playing {
            self.training.rest();
        }
        let epochs = self.training.run.examples_seen() as f64 / self.data.training() as f64;
        let (values, mut applicable) = values(self.training.run.experiment(), |key| self.training.run.present(key));
        if self.training.long.is_some() {
            applicable.extend(ANNEALED.iter().map(|p| p.key));
        }
        // Extended and not collected: collecting sorts, and a sort is 10 kB of code.
        let mut observables = LiteMap::new();
        observables.extend(self.training.observations.iter().next_back().into_iter().flat_map(Observation::named));
        let repair = self.trajectory_status();
        let repaired = repair.as_ref().filter(|r| r.current).map(|r| r.digest.clone());
        Status {
            step: self.training.run.step(),
            target: self.target,
            digest: repaired.unwrap_or_else(|| self.training.run.digest()),
            link: self.experiment().link(),
            values,
            applicable,
            selectors: &["data", "trainer"],
            images_seen: self.training.run.examples_seen(),
            epochs,
            observables,
            summary: self.summary(epochs),
            numbers: self.numbers(epochs),
            exact_states: exact::check_size(self.training.run.model(), exact::LIMIT)
                .ok()
                .map(|units| (1u64 << units) as f64),
            detail: Detail::Repair(RepairStatus {
                repair,
                pictures: self.data.shown().len(),
                size: Size { rows: self.data.rows, cols: self.data.cols },
                original: self.damage.original.clone(),
                damaged: self.damage.damaged.clone(),
                mask: self.damage.mask.clone(),
                likelihood: self.likelihood_status(),
            }),
        }
    }

    fn scene(&mut self) -> Scene {
        self.panels()
    }

    fn start_exact(&mut self) -> Result<Progress, Error> {
        let temperature = self.training.run.temperature();
        let sum = LogZ::new(self.training.run.model(), temperature)?;
        let total = sum.total() as f64;
        self.log_z = Some(sum);
        Ok(Progress { done: 0.0, total, log_z: None, log_likelihood: None })
    }

    fn advance_exact(&mut self, states: u64) -> Result<Progress, Error> {
        let sum = self.log_z.as_mut().ok_or(Error::NotInExperiment(crate::phrase!("exact sum under way")))?;
        let log_z = sum.advance(states);
        let (done, total) = (sum.done() as f64, sum.total() as f64);
        let mut log_likelihood = None;
        if let Some(value) = log_z {
            self.log_z = None;
            let (temperature, data) = (self.training.run.temperature(), self.data.clone());
            log_likelihood = Some(exact::log_likelihood(self.training.run.model(), &data, temperature, value)?);
        }
        Ok(Progress { done, total, log_z, log_likelihood })
    }

    fn cancel_exact(&mut self) {
        self.log_z = None;
    }
}
