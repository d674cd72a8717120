//! The figure `chains`: any discrete model under any sampler that fits it, and the exact law of its energy beside what chains meet.
//!
//! It owns one run. With a learning rule it shows learning curves. A pair that does not fit has no run: the figure says why and
//! keeps its controls. Costly numbers are looked at when the steps have grown by an eighth (a sixteenth while it learns), and whenever the figure rests.

pub(super) mod law;
pub(super) mod look;
mod panels;
pub(super) mod picture;
mod status;
mod words;

use super::{Action, Detail, Figure, Given, Progress, Status, status::values};
use crate::{
    error::{Error, Warning},
    estimate::Estimate,
    experiment::Experiment,
    observe::Observation,
    registry::{Entry, Value},
    scene::Scene,
    series,
    session::{Run, Session},
};
use law::Law;
use litemap::LiteMap;
use look::Look;
pub use status::ChainsStatus;

/// The entry's id.
pub const ID: &str = "chains";

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: ID,
    title: "Chains and their law",
    help: "A sampler moves chains of a model; what they meet stands beside the exact law.",
    params: &[],
    build: super::Source {
        link: "#v=1&fig=chains&model=ising&rows=4&cols=4&T=2.5&sampler=metropolis&chains=4&burn=100&steps=2000",
        shows: |_| true,
        outline: |_| Scene::default(),
        build: |experiment, given| Ok(Box::new(Chains::new(experiment, given))),
    },
};

/// Up to so many numbers in chains and couplings, the digest is told while it plays.
const QUICK_DIGEST: usize = 1 << 16;

/// Draws of all chains together up to which Play goes on beyond the link's own steps.
const DRAWS: u64 = 1 << 22;

/// The figure's state.
pub struct Chains {
    /// Where there is no run, why not.
    run: Result<Run, Error>,
    /// As it was given: what is shown where there is no run.
    experiment: Experiment,
    given: Given,
    target: u64,
    /// The chain that is shown.
    shown: usize,
    law: Law,
    look: Look,
    /// After what the link runs after its steps.
    after: Option<Run>,
}

/// The run of an experiment, with couplings from a file if there are some and the model takes them.
fn start(experiment: &Experiment, given: &Given) -> Result<Run, Error> {
    let list = given.instance.as_ref().filter(|_| takes_instance(experiment)).map(|i| &i.list);
    let model = Run::initial_model(experiment, given.data.as_deref(), list)?;
    Run::with_model(experiment.clone(), given.data.clone(), model)
}

fn takes_instance(experiment: &Experiment) -> bool {
    experiment.model.build.takes_instance
}

impl Chains {
    /// Prepares the run of an experiment; what cannot run is shown with the reason.
    pub fn new(experiment: Experiment, given: Given) -> Self {
        let mut run = start(&experiment, &given);
        let law = run.as_mut().map_or_else(|_| Law::default(), Law::new);
        let target = experiment.int("steps") as u64;
        let mut figure = Self { run, experiment, given, target, shown: 0, law, look: Look::default(), after: None };
        figure.observe(false);
        figure.run_then_if_due();
        figure
    }

    /// Its run, if there is one.
    pub(in crate::figures) fn run(&self) -> Option<&Run> {
        self.run.as_ref().ok()
    }

    /// The same, to look at its model or to change what does not touch its steps.
    pub(in crate::figures) fn run_mut(&mut self) -> Option<&mut Run> {
        self.run.as_mut().ok()
    }

    /// An estimate by its name.
    pub(in crate::figures) fn estimate(&self, name: &str) -> Option<&Estimate> {
        self.look.estimate(name)
    }

    /// The sides of the lattice that its units are on; couplings from a file have none.
    fn lattice(&self) -> Option<[usize; 3]> {
        let from_file = self.given.instance.is_some() && takes_instance(&self.experiment);
        self.experiment.lattice().filter(|_| !from_file)
    }

    /// Whether what it has of a run can be told in a link: a schedule that is under way cannot.
    fn is_under_way(&self) -> bool {
        self.experiment.is_scheduled() && self.run.as_ref().is_ok_and(|run| run.step() < self.target)
    }

    /// Looks at what is costly, if it is time to; `settled` if it should be as new as the rest.
    fn observe(&mut self, settled: bool) {
        if let Ok(run) = &mut self.run {
            self.law.count(run);
            self.look.at(run, self.law.since(), settled);
        }
    }

    /// What the link runs after its steps goes on beside the run.
    fn run_then_if_due(&mut self) {
        let Ok(run) = &mut self.run else { return };
        if run.experiment().then.is_none() || run.step() < self.target || self.after.is_some() {
            return;
        }
        let mut experiment = run.experiment().clone();
        experiment.set("steps", &run.step().to_string());
        let mut branch = run.branch(experiment);
        match branch.run_then(&mut |_, _| {}) {
            Ok(()) => self.after = Some(branch),
            Err(error) => self.run = Err(error),
        }
    }

    /// The states of all chains that the digest is of.
    fn states(&self) -> Vec<Vec<f32>> {
        match (&self.after, &self.run) {
            (Some(after), _) => after.chains(),
            (None, Ok(run)) => run.chains(),
            (None, Err(_)) => Vec::new(),
        }
    }

    fn digest(&mut self, playing: bool) -> String {
        let under_way = self.is_under_way();
        let (Ok(run), after) = (&mut self.run, &mut self.after) else { return String::new() };
        let units = run.model().space().units();
        let size = units * (run.experiment().int("chains").max(1) as usize + units.min(1024));
        if under_way || (playing && size > QUICK_DIGEST) {
            return String::new();
        }
        after.as_mut().unwrap_or(run).digest()
    }
}

impl Figure for Chains {
    fn experiment(&self) -> Experiment {
        let Ok(run) = &self.run else { return self.experiment.clone() };
        let mut experiment = run.experiment().clone();
        if self.is_under_way() {
            return experiment;
        }
        experiment.set("steps", &run.step().to_string());
        if self.after.is_none() {
            experiment.then = None;
        }
        experiment
    }

    fn restart(&self) -> Experiment {
        let mut experiment = self.run.as_ref().map_or(&self.experiment, Run::experiment).clone();
        experiment.settle(self.run.as_ref().map_or(u64::MAX, Session::step));
        experiment.set("steps", &self.target.to_string());
        experiment
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        self.run.as_mut().map_err(|error| error.clone())
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let Ok(run) = &mut self.run else { return Ok(0) };
        let start = run.step();
        let end = self.target.min(start + steps);
        if end > start {
            self.after = None;
        }
        while run.step() < end {
            // States of the smallest models are counted one by one.
            let most = if self.law.counts_states() { 1 } else { self.look.next().max(run.step() + 1) - run.step() };
            // What is forgotten has been counted before.
            let kept = (series::ROOM / 2 / run.series().len().max(1)).max(1) as u64;
            run.advance(most.min(kept).min(end - run.step()))?;
            self.law.count(run);
            self.look.at(run, self.law.since(), false);
        }
        let done = run.step() - start;
        self.run_then_if_due();
        Ok(done)
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn set_target(&mut self, target: u64) {
        if self.experiment.is_scheduled() {
            return;
        }
        // Every draw is kept so far: an endless run ends where a tab's memory should; a link's own plan goes first.
        let (step, chains) = self.run.as_ref().map_or((0, 1), |run| (run.step(), run.series().len().max(1)));
        let room = DRAWS / chains as u64;
        self.target = target.min(room.max(self.experiment.int("steps") as u64).max(step + 1));
    }

    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let run = self.run.as_mut().ok()?;
        let param = run.experiment().param(key)?;
        if param.key == "steps" && !run.experiment().is_scheduled() {
            return run.change_end(value).inspect(|_| self.target = run.end());
        }
        if !param.live || run.step() == 0 {
            return None;
        }
        let (changed, warnings) = run.change_to(&param, value);
        if changed.is_some() {
            self.after = None;
            self.law.count(run);
        }
        Some(warnings)
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Show(chain) => self.shown = chain,
            _ => return Err(Error::NotInExperiment(crate::phrase!("picture to change"))),
        }
        Ok(())
    }

    fn status(&mut self, playing: bool) -> Status {
        self.observe(!playing);
        let digest = self.digest(playing);
        let experiment = self.experiment();
        let (values, applicable) = values(&experiment, |key| match &self.run {
            Ok(run) if key == "steps" && !experiment.is_scheduled() => Some(Value::Int(run.end() as i64)),
            Ok(run) if key != "steps" => run.present(key),
            _ => experiment.value(key),
        });
        let (step, images_seen) = self.run.as_ref().map_or((0, 0), |run| (run.step(), run.examples_seen()));
        let training = self.given.data.as_ref().map_or(1, |data| data.training());
        let mut observables = LiteMap::new();
        observables.extend(self.look.observation().into_iter().flat_map(Observation::named));
        Status {
            step,
            target: self.target,
            digest,
            link: experiment.link(),
            values,
            applicable,
            selectors: &["model", "sampler", "trainer", "data"],
            images_seen,
            epochs: images_seen as f64 / training as f64,
            observables,
            summary: self.summary(),
            numbers: self.numbers(),
            exact_states: self.run.as_mut().ok().and_then(Law::states),
            detail: Detail::Chains(self.own_status()),
        }
    }

    fn scene(&mut self) -> Scene {
        self.panels()
    }

    fn start_exact(&mut self) -> Result<Progress, Error> {
        let run = self.run.as_mut().map_err(|e| e.clone())?;
        self.law.start(run)
    }

    fn advance_exact(&mut self, states: u64) -> Result<Progress, Error> {
        self.law.advance(states)
    }

    fn cancel_exact(&mut self) {
        self.law.cancel();
    }
}
