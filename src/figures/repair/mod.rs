//! The figure `repair`: an RBM learns pictures and repairs one that was damaged.
//!
//! It owns one run. Observers look at fixed steps (every five, later every sixteenth of the steps done), each with a
//! random stream of its own. A repair clamps what is undamaged, runs block Gibbs from the damaged picture, and keeps every
//! half-step, so that it can be scrubbed. E(v,h) is shown for each half-step, F(v) for each full one.

mod panels;
mod status;
mod trajectory;
mod words;

use super::{Action, Detail, Figure, Given, Progress, Status, status::values};
use crate::{
    code,
    damage::Damage,
    data::Dataset,
    error::{Error, Warning},
    exact::{self, LogZ},
    experiment::{Experiment, PICTURE},
    observe::Observation,
    registry::Entry,
    scene::Scene,
    session::{Run, Session},
};
use litemap::LiteMap;
pub use status::RepairStatus;
use status::{Size, TrajectoryStatus};
use std::rc::Rc;
use trajectory::{Trajectory, with_repair};

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
        build: |experiment, given| Ok(Box::new(Repair::new(experiment, given)?)),
    },
};

/// The figure's state.
pub struct Repair {
    run: Run,
    data: Rc<Dataset>,
    damage: Damage,
    target: u64,
    observations: Vec<Observation>,
    next_look: u64,
    trajectory: Option<Trajectory>,
    repair_when_done: bool,
    log_z: Option<LogZ>,
}

impl Repair {
    /// Prepares the run of an experiment with data.
    pub fn new(mut experiment: Experiment, given: Given) -> Result<Self, Error> {
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
        let mut figure = Self {
            run,
            data,
            damage,
            target,
            observations: Vec::new(),
            next_look: 0,
            trajectory: None,
            repair_when_done,
            log_z: None,
        };
        figure.look();
        figure.repair_if_due()?;
        Ok(figure)
    }

    /// Observes the model if it is time to.
    fn look(&mut self) {
        let step = self.run.step();
        if step >= self.next_look {
            self.next_look = step + 5.max(step / 16);
            self.observations.push(Observation::of(&mut self.run));
        }
    }

    fn repair_if_due(&mut self) -> Result<(), Error> {
        if self.repair_when_done && self.run.step() >= self.target {
            self.repair_when_done = false;
            self.repair()?;
        }
        Ok(())
    }

    fn repair(&mut self) -> Result<(), Error> {
        self.trajectory = Some(Trajectory::record(&mut self.run, &self.damage)?);
        Ok(())
    }

    fn repair_is_current(&self) -> bool {
        self.trajectory.as_ref().is_some_and(|t| t.step == self.run.step())
    }

    /// After the picture or its damage changed: a repair of the old one says nothing any more.
    fn picture_changed(&mut self) {
        self.damage = Damage::of(self.run.experiment(), &self.data);
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
        let mut experiment =
            if self.repair_is_current() { with_repair(self.run.experiment()) } else { self.run.experiment().clone() };
        experiment.set("steps", &self.run.step().to_string());
        experiment
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let start = self.run.step();
        let end = self.target.min(start + steps);
        while self.run.step() < end {
            let now = self.run.step();
            self.run.advance(end.min(self.next_look.max(now + 1)) - now)?;
            self.look();
        }
        self.repair_if_due()?;
        Ok(self.run.step() - start)
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn set_target(&mut self, target: u64) {
        self.target = target;
    }

    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let param = self.run.experiment().param(key)?;
        if param.key == "steps" {
            let warnings = self.run.experiment_mut().set(key, value);
            self.target = self.run.experiment().int("steps") as u64;
            return Some(warnings);
        }
        if PICTURE.iter().any(|p| p.key == param.key) {
            let mut warnings = Vec::new();
            // Picking an example puts a drawn picture away.
            if param.key == "example" {
                warnings.extend(self.run.experiment_mut().set("drawn", ""));
            }
            warnings.extend(self.run.experiment_mut().set(key, value));
            self.picture_changed();
            return Some(warnings);
        }
        if !param.live || self.run.step() == 0 {
            return None;
        }
        let mut warnings = Vec::new();
        let value = param.read(value).unwrap_or_else(|(code, used)| {
            warnings.push(Warning::new(code, param.key, value, &used.write()));
            used
        });
        if self.run.present(param.key).as_ref() != Some(&value) {
            self.run.change(param.key, value);
            self.trajectory = None;
        }
        Some(warnings)
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Draw(pixels) if pixels.len() == self.data.visible() => {
                self.run.experiment_mut().set("drawn", &code::pack_bits(&pixels));
                self.picture_changed();
            }
            Action::Brush(mask) if mask.len() == self.data.visible() => {
                self.run.experiment_mut().set("mask", &code::pack_bits(&mask));
                self.run.experiment_mut().set("damage", "brush");
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

    fn status(&mut self, _playing: bool) -> Status {
        let epochs = self.run.examples_seen() as f64 / self.data.training() as f64;
        let (values, applicable) = values(self.run.experiment(), |key| self.run.present(key));
        // Extended and not collected: collecting sorts, and a sort is 10 kB of code.
        let mut observables = LiteMap::new();
        observables.extend(self.observations.iter().next_back().into_iter().flat_map(Observation::named));
        let repair = self.trajectory_status();
        let repaired = repair.as_ref().filter(|r| r.current).map(|r| r.digest.clone());
        Status {
            step: self.run.step(),
            target: self.target,
            digest: repaired.unwrap_or_else(|| self.run.digest()),
            link: self.experiment().link(),
            values,
            applicable,
            selectors: &["data", "trainer"],
            images_seen: self.run.examples_seen(),
            epochs,
            observables,
            summary: self.summary(epochs),
            numbers: self.numbers(epochs),
            exact_states: exact::check_size(self.run.model(), exact::LIMIT).ok().map(|units| (1u64 << units) as f64),
            detail: Detail::Repair(RepairStatus {
                repair,
                pictures: self.data.shown().len(),
                size: Size { rows: self.data.rows, cols: self.data.cols },
                original: self.damage.original.clone(),
                damaged: self.damage.damaged.clone(),
                mask: self.damage.mask.clone(),
            }),
        }
    }

    fn scene(&mut self) -> Scene {
        self.panels()
    }

    fn start_exact(&mut self) -> Result<Progress, Error> {
        let temperature = self.run.temperature();
        let sum = LogZ::new(self.run.model(), temperature)?;
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
            let (temperature, data) = (self.run.temperature(), self.data.clone());
            log_likelihood = Some(exact::log_likelihood(self.run.model(), &data, temperature, value)?);
        }
        Ok(Progress { done, total, log_z, log_likelihood })
    }

    fn cancel_exact(&mut self) {
        self.log_z = None;
    }
}
