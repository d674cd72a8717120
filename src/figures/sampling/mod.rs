//! The figure `sampling`: one chain of a network that stores two patterns, unit by unit if you like, between its memories.
//!
//! It owns two runs: the link's, and a small twin of some of its units (`twin.rs`), whose law enumeration gives. Beside the link's own
//! run stands an exact law too: with two patterns the energy depends on two sums only (`two.rs`). Inside a sweep (`inside.rs`) the
//! run has done the sweep already; the figure goes through what it noted.

mod inside;
mod pair;
mod panels;
mod status;
mod twin;
mod two;
mod words;

use super::{
    Action, Detail, Figure, Given, Status,
    chains::{law::Law, look::Look},
    status::values,
};
use crate::{
    data::Dataset,
    error::{Error, Warning},
    experiment::Experiment,
    models::hopfield,
    registry::{Entry, Value},
    samplers::Rate,
    scene::{Scene, diagram::Touch},
    session::{Run, Session},
};
use inside::Inside;
use litemap::LiteMap;
use pair::Pair;
pub use status::{OfferStatus, SamplingStatus};
use std::rc::Rc;
pub use two::{Block, TwoPatterns};

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "sampling",
    title: "A walk between two memories",
    help: "A network stores two digits; a sampler moves one unit at a time over its energies.",
    params: &[],
    build: super::Source {
        link: "#v=1&fig=sampling&model=hopfield&patterns=2&stored=22,6&T=0.44&data=mnist&sampler=metropolis&init=memory&noise=0&steps=2000",
        shows,
        outline: |_| Scene::default(),
        build: |experiment, given| Ok(Box::new(Sampling::new(experiment, given)?)),
    },
};

/// Most sweeps that Play goes on for beyond the link's own: every one leaves its energy behind.
const SWEEPS: u64 = 1 << 22;
/// Up to so many units the digest is told while it plays.
const QUICK_DIGEST: usize = 256;
/// Sweeps that the way on the plane goes back.
const TRAIL: usize = 400;

/// Whether it can show an experiment: one chain of a Hopfield network with two patterns, moved unit by unit, all units free.
fn shows(experiment: &Experiment) -> bool {
    let by_unit = experiment.sampler.is_some_and(|sampler| match sampler.id {
        "gibbs" => true,
        "metropolis" => experiment.text("proposal") == "flip" && experiment.text("scan") != "checkerboard",
        _ => false,
    });
    experiment.model.id == hopfield::ENTRY.id
        && experiment.stored_patterns() == 2
        && by_unit
        && experiment.int("chains") == 1
        && experiment.clamped().is_empty()
        && experiment.then.is_none()
}

/// The figure's state.
pub struct Sampling {
    run: Run,
    twin: Run,
    data: Option<Rc<Dataset>>,
    pair: Pair,
    target: u64,
    /// The sweep that the reader goes through offer by offer.
    inside: Option<Inside>,
    /// Overlaps with both memories after each of the last sweeps.
    trail: Vec<(f32, f32)>,
    /// Where the present temperature began.
    since: u64,
    law: Law,
    look: Look,
    twin_look: Look,
}

/// Offers and moves of a run at its temperature.
fn rate(run: &Run) -> Rate {
    run.rates().into_iter().next().unwrap_or(Rate { name: "", hits: 0, of: 0 })
}

impl Sampling {
    /// Prepares the run of an experiment and its twin.
    pub fn new(experiment: Experiment, given: Given) -> Result<Self, Error> {
        let target = experiment.int("steps") as u64;
        let mut run = Run::new(experiment, given.data.clone())?;
        let pair = Pair::of(run.model())?;
        let mut twin = twin::twin(run.experiment(), &pair)?;
        let law = Law::new(&mut twin);
        let mut figure = Self {
            run,
            twin,
            data: given.data,
            pair,
            target,
            inside: None,
            trail: Vec::new(),
            since: 0,
            law,
            look: Look::default(),
            twin_look: Look::default(),
        };
        figure.leave_mark();
        Ok(figure)
    }

    /// Sweeps that are over, as the reader sees it.
    fn step(&self) -> u64 {
        self.run.step() - u64::from(self.inside.is_some())
    }

    /// The state that is shown.
    fn state(&self) -> Vec<f32> {
        match &self.inside {
            Some(inside) => inside.state(),
            None => self.run.chains().swap_remove(0),
        }
    }

    /// The temperature of what is shown.
    fn temperature(&self) -> f64 {
        self.inside.as_ref().map_or_else(|| self.run.temperature(), |inside| inside.temperature)
    }

    /// Notes where the chain is.
    fn leave_mark(&mut self) {
        if self.trail.len() > TRAIL {
            self.trail.remove(0);
        }
        let (a, b) = self.pair.overlaps(&self.run.chains()[0]);
        self.trail.push((a as f32, b as f32));
    }

    /// Before a sweep: what is met counts from the last change of temperature on.
    fn attend(&mut self) {
        self.since = self.run.since();
    }

    /// Leaves the sweep that the reader went through, if there is one.
    fn leave(&mut self) -> bool {
        let was_inside = self.inside.take().is_some();
        if was_inside {
            self.leave_mark();
        }
        was_inside
    }

    /// Looks at what is costly, if it is time to; `settled` if it should be as new as the rest. Inside a sweep nothing new is told.
    fn observe(&mut self, settled: bool) {
        if self.inside.is_none() {
            self.law.count(&mut self.twin);
            self.look.at(&mut self.run, self.since, settled);
            self.twin_look.at(&mut self.twin, self.since, settled);
        }
    }

    /// Goes to the state after so many offers of the coming sweep, which begins with the first; after the last one it is over.
    fn go_to(&mut self, offers: usize) -> Result<(), Error> {
        if self.inside.is_none() {
            self.observe(true);
            self.attend();
            let (start, temperature, rate) = (self.state(), self.run.temperature(), rate(&self.run));
            let offers = self.run.step_and_note()?;
            self.twin.advance(1)?;
            self.target = self.target.max(self.run.step());
            self.inside = Some(Inside { start, offers, shown: 0, temperature, rate });
        }
        let over = self.inside.as_mut().is_some_and(|inside| {
            inside.shown = offers;
            offers >= inside.offers.len()
        });
        if over {
            self.leave();
        }
        Ok(())
    }

    fn digest(&mut self, playing: bool) -> String {
        if self.inside.is_some() || (playing && self.pair.units() > QUICK_DIGEST) {
            return String::new();
        }
        self.run.digest()
    }
}

impl Figure for Sampling {
    fn experiment(&self) -> Experiment {
        let mut experiment = self.run.experiment().clone();
        experiment.set("steps", &self.step().to_string());
        experiment
    }

    fn restart(&self) -> Experiment {
        self.run.restart(self.target)
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        Ok(&mut self.run)
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let mut done = u64::from(steps > 0 && self.leave());
        while done < steps && self.run.step() < self.target {
            self.attend();
            self.run.advance(1)?;
            self.twin.advance(1)?;
            self.leave_mark();
            done += 1;
            if self.run.step() >= self.look.next() {
                self.observe(false);
            }
        }
        Ok(done)
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn set_target(&mut self, target: u64) {
        self.target = target.min(SWEEPS.max(self.run.experiment().int("steps") as u64)).max(self.run.step());
    }

    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let param = self.run.experiment().param(key)?;
        if param.key == "steps" {
            return self.run.change_end(value).inspect(|_| self.target = self.run.end());
        }
        if !param.live || self.run.step() == 0 {
            return None;
        }
        let (changed, warnings) = self.run.change_to(&param, value);
        if let Some(value) = changed {
            self.twin.change(param.key, value);
            self.attend();
        }
        Some(warnings)
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Show(offers) => self.go_to(offers),
            _ => Err(Error::NotInExperiment("picture to change")),
        }
    }

    fn touch(&self, touch: Touch<'_>) -> Vec<(&'static str, String)> {
        let at = |start: &str, noise: &str| {
            vec![("init", "memory".into()), ("start", start.into()), ("noise", noise.into())]
        };
        let mut wanted: Vec<(&'static str, String)> = match touch.handle {
            "A" => at("1", "0"),
            "B" => at("2", "0"),
            "−A" => at("1", "1"),
            "−B" => at("2", "1"),
            "random" => vec![("init", "random".into())],
            _ => return Vec::new(),
        };
        // Every key starts the run again: once is enough, and it is wanted even where nothing changes.
        let experiment = self.run.experiment();
        let last = wanted.len() - 1;
        let holds = |key: &str, value: &str| experiment.value(key).is_some_and(|v| v.write() == value);
        let changes = wanted.iter().any(|(key, value)| !holds(key, value));
        let mut index = 0..;
        wanted.retain(|(key, value)| {
            let is_last = index.next() == Some(last);
            if changes { !holds(key, value) } else { is_last }
        });
        wanted
    }

    fn status(&mut self, playing: bool) -> Status {
        self.observe(!playing);
        let experiment = self.experiment();
        let (values, applicable) = values(&experiment, |key| match key {
            "steps" => Some(Value::Int(self.run.end() as i64)),
            _ => self.run.present(key),
        });
        let (a, b) = self.pair.overlaps(&self.state());
        let mut observables = LiteMap::new();
        observables.extend([("overlap_a", a), ("overlap_b", b)]);
        Status {
            step: self.step(),
            target: self.target,
            digest: self.digest(playing),
            link: experiment.link(),
            values,
            applicable,
            selectors: &["data", "sampler"],
            images_seen: 0,
            epochs: 0.0,
            observables,
            summary: self.summary(),
            numbers: self.numbers(),
            exact_states: None,
            detail: Detail::Sampling(self.own_status()),
        }
    }

    fn scene(&mut self) -> Scene {
        self.panels()
    }
}
