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
    digest,
    error::{Error, Warning},
    exact::{self, LogZ},
    experiment::{ANNEALED, Experiment, PICTURE},
    observe::Observation,
    registry::{Entry, Value},
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
        link: "#v=1&fig=repair&model=rbm&hidden=128&data=mnist&trainer=cd&lr=0.1&steps=1800&init=damaged&example=4&instance=1&then=block-gibbs:50&runs=24&betas=1500",
        shows: |experiment| experiment.model.build.is_restricted && experiment.data.is_some(),
        outline: panels::outline,
        build: |experiment, given| Ok(Box::new(Repair::new(experiment, given, true)?)),
    },
};

/// The figure's state.
pub struct Repair {
    training: Training,
    /// The second training, where two are compared.
    second: Option<Training>,
    data: Rc<Dataset>,
    damage: Damage,
    target: u64,
    /// Of the first training and of the second.
    trajectories: Vec<Trajectory>,
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
        let second = experiment.second().filter(|_| long && cfg!(feature = "all"));
        let begin = |experiment| -> Result<Training, Error> {
            let mut run = Run::new(experiment, Some(data.clone()))?;
            if run.model().two_layers().is_none() {
                let why = crate::phrase!("it repairs with two layers of units, such as an RBM's");
                return Err(Error::Misfit { method: ENTRY.id, model: run.model().id(), why });
            }
            Ok(Training::new(run, &data, long))
        };
        let training = begin(experiment)?;
        let second = second.map(begin).transpose()?;
        let trajectories = Vec::new();
        let mut figure = Self { training, second, data, damage, target, trajectories, repair_when_done, log_z: None };
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
        self.trajectories.clear();
        for training in [&mut self.training].into_iter().chain(&mut self.second) {
            self.trajectories.push(Trajectory::record(&mut training.run, &self.damage)?);
        }
        Ok(())
    }

    /// Both trainings, or the only one.
    fn trainings(&mut self) -> impl Iterator<Item = &mut Training> {
        [&mut self.training].into_iter().chain(&mut self.second)
    }

    /// Changes what does not touch the steps, in both experiments.
    fn set(&mut self, key: &str, value: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for training in self.trainings() {
            let found = training.run.experiment_mut().set(key, value);
            if warnings.is_empty() {
                warnings = found;
            }
        }
        warnings
    }

    fn repair_is_current(&self) -> bool {
        self.trajectories.first().is_some_and(|t| t.step == self.training.run.step())
    }

    /// After the picture or its damage changed: a repair of the old one says nothing any more.
    fn picture_changed(&mut self) {
        self.damage = Damage::of(self.training.run.experiment(), &self.data);
        self.trajectories.clear();
    }

    /// The digest of the run, after its repair where that is current; of two, that of both in order.
    fn digest(&mut self) -> String {
        let repaired = self.repair_is_current();
        let of_repairs: Vec<String> = self.trajectories.iter().map(|t| t.digest.clone()).collect();
        let mut digests: Vec<String> =
            if repaired { of_repairs } else { self.trainings().map(|t| t.run.digest()).collect() };
        if digests.len() > 1 { digest::of_digests(&digests) } else { digests.swap_remove(0) }
    }

    /// Adds what differs, or may, in the second training to the values and keys of the controls.
    fn compare(&self, values: &mut LiteMap<&'static str, Value>, applicable: &mut Vec<&'static str>) {
        if self.training.run.experiment().trainer.is_none() {
            return;
        }
        let rule = self.second.as_ref().and_then(|b| b.run.experiment().trainer).map_or("none", |t| t.id);
        values.insert("b.trainer", Value::Text(rule.into()));
        applicable.push("b.trainer");
        let Some(second) = &self.second else { return };
        for (key, shown) in [("k", "b.k"), ("lr", "b.lr"), ("hidden", "b.hidden")] {
            if let Some(value) = second.run.present(key) {
                values.insert(shown, value);
                applicable.push(shown);
            }
        }
    }

    fn trajectory_status(&self) -> Option<TrajectoryStatus> {
        Some(self.trajectories.first()?.status(&self.damage, self.repair_is_current()))
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

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        Ok(&mut self.training.run)
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let start = self.training.run.step();
        let end = self.target.min(start + steps);
        for training in self.trainings() {
            training.advance_to(end)?;
        }
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
            let warnings = self.set(key, value);
            self.target = self.training.run.experiment().int("steps") as u64;
            return Some(warnings);
        }
        if PICTURE.iter().any(|p| p.key == param.key) {
            let mut warnings = Vec::new();
            // Picking an example puts a drawn picture away.
            if param.key == "example" {
                warnings.extend(self.set("drawn", ""));
            }
            warnings.extend(self.set(key, value));
            self.picture_changed();
            return Some(warnings);
        }
        if ANNEALED.iter().any(|p| p.key == param.key) {
            let warnings = self.set(key, value);
            self.trainings().for_each(Training::look_again);
            return Some(warnings);
        }
        if !param.live || self.training.run.step() == 0 {
            return None;
        }
        let (changed, warnings) = self.training.run.change_to(&param, value);
        if let Some(value) = changed {
            // What differs in the second training stays as it is.
            let own = self.training.run.experiment().beside.iter().any(|(k, _)| *k == param.key);
            if let Some(second) = self.second.as_mut().filter(|_| !own) {
                second.run.change(param.key, value);
            }
            self.trajectories.clear();
        }
        Some(warnings)
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Draw(pixels) if pixels.len() == self.data.visible() => {
                self.set("drawn", &code::pack_bits(&pixels));
                self.picture_changed();
            }
            Action::Brush(mask) if mask.len() == self.data.visible() => {
                self.set("mask", &code::pack_bits(&mask));
                self.set("damage", "brush");
                self.picture_changed();
            }
            Action::Repair => self.repair()?,
            Action::Show(half_step) => {
                self.trajectories.iter_mut().for_each(|t| t.show(half_step));
            }
            Action::Draw(_) | Action::Brush(_) => return Err(Error::BadData(crate::say!("a picture of another size"))),
        }
        Ok(())
    }

    fn observe(&mut self) -> Result<Looked, Error> {
        // The model that has waited longest comes first.
        let waiting = |training: &Training| training.long().and_then(|long| long.truth.oldest());
        let later = self.second.as_mut().filter(|b| match (waiting(&self.training), waiting(b)) {
            (Some(a), Some(b)) => b < a,
            (a, _) => a.is_none(),
        });
        let training = later.unwrap_or(&mut self.training);
        training.long_mut().map_or(Ok(Looked::All), |long| long.truth.observe())
    }

    fn status(&mut self, playing: bool) -> Status {
        if !playing {
            self.trainings().for_each(Training::rest);
        }
        let epochs = self.training.run.examples_seen() as f64 / self.data.training() as f64;
        let (mut values, mut applicable) = values(self.training.run.experiment(), |key| self.training.run.present(key));
        if self.training.long().is_some() {
            applicable.extend(ANNEALED.iter().map(|p| p.key));
            self.compare(&mut values, &mut applicable);
        }
        let digest = self.digest();
        // Extended and not collected: collecting sorts, and a sort is 10 kB of code.
        let mut observables = LiteMap::new();
        observables.extend(self.training.latest().into_iter().flat_map(Observation::named));
        let repair = self.trajectory_status();
        Status {
            step: self.training.run.step(),
            target: self.target,
            digest,
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
                compares: self.second.is_some(),
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
