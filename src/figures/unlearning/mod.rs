//! The figure `unlearning`: a Hopfield network stores patterns by Hebb's rule and unlearns; what it remembers is measured on the way.
//!
//! It owns one run, the link's: a step is an update of the trainer `unlearn`. All else is looked at beside it, in small parts when there
//! is time (`Figure::observe`): the network as it is now (`look.rs`, a whole look), as it was on the way (`history.rs`, brief ones),
//! and networks with other numbers of patterns (`load.rs`). None of that touches the run. The reader's damaged memory (`cue.rs`) is
//! recalled anew whenever the couplings change.

mod cue;
mod ends;
mod history;
mod load;
mod look;
mod panels;
mod status;
mod words;

use super::{Action, Detail, Figure, Given, Looked, Status, status::values};
use crate::{
    code,
    data::Dataset,
    error::{Error, Warning},
    experiment::Experiment,
    models::{dense::Dense, hopfield},
    registry::{Entry, Param, Value},
    scene::{Scene, diagram::Touch},
    session::{Run, Session},
};
use cue::Cue;
pub use ends::{Kind, Minima, kind};
use history::History;
use litemap::LiteMap;
use load::Load;
pub use load::LoadPoint;
pub use look::{Look, Recall, Stability};
pub use status::{CueStatus, UnlearningStatus};
use std::rc::Rc;

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "unlearning",
    title: "Store, overfill, unlearn",
    help: "A Hopfield network past its capacity remembers again after unlearning, until it has unlearned too much.",
    params: &[Param::text("cue", "Drawn start").help("A picture to recall from, instead of the damaged memory.")],
    build: super::Source {
        link: "#v=1&fig=unlearning&model=hopfield&patterns=20&trainer=unlearn&steps=1000",
        shows,
        outline: |_| Scene::default(),
        build: |experiment, given| Ok(Box::new(Unlearning::new(experiment, given)?)),
    },
};

/// Most units: the couplings of larger networks take too long to look at.
const UNITS: usize = 1024;
/// Most additions for the fields of all memories, which are looked at whenever the couplings change.
const WORK: usize = 100_000_000;
/// Up to so many units the digest is told while it plays.
const QUICK_DIGEST: usize = 256;
/// Additions that observers do at a time: a fraction of a millisecond.
const LOOK: u64 = 200_000;
/// The farthest step.
const FARTHEST: u64 = 10_000_000;

/// Whether it can show an experiment: a Hopfield network with patterns that unlearns.
fn shows(experiment: &Experiment) -> bool {
    let drawn = || !experiment.is_given("memories") || experiment.value("memories") == Some(Value::Text(String::new()));
    let (units, patterns) = (experiment.units(), experiment.int("patterns") as usize);
    experiment.model.id == hopfield::ENTRY.id
        && experiment.trainer.is_some_and(|trainer| trainer.id == "unlearn")
        && experiment.then.is_none()
        && (2..=UNITS).contains(&units)
        && patterns.saturating_mul(units * units) <= WORK
        && (patterns > 0 || !drawn())
}

/// What is exactly so after one step.
struct Now {
    step: u64,
    network: Rc<Dense>,
    /// One a pattern.
    stability: Vec<Stability>,
    /// Units of each of the first patterns whose field is against it.
    unstable: Vec<Vec<bool>>,
}

impl Now {
    fn of(run: &mut Run, patterns: &[Vec<i8>]) -> Result<Self, Error> {
        let step = run.step();
        let model = run.model();
        let why = crate::phrase!("it needs spins with pair couplings that store patterns");
        let misfit = Error::Misfit { method: ENTRY.id, model: model.id(), why };
        let network = Rc::new(model.pairwise().map(Dense::of).ok_or(misfit)?);
        let mut now = Self { step, network, stability: Vec::new(), unstable: Vec::new() };
        for pattern in patterns {
            let state = look::state(pattern);
            let fields = now.network.fields(&state);
            now.stability.push(Stability::of(&state, &fields));
            if now.unstable.len() < panels::PICTURES {
                let against = fields.iter().zip(&state).map(|(x, &s)| x * f64::from(s) <= 0.0);
                now.unstable.push(against.collect());
            }
        }
        Ok(now)
    }
}

/// The figure's state.
pub struct Unlearning {
    run: Run,
    data: Option<Rc<Dataset>>,
    patterns: Rc<Vec<Vec<i8>>>,
    now: Now,
    /// The link's own steps, where a restart stops again.
    plan: u64,
    target: u64,
    /// A step that the reader asked for: it is gone to when there is time, whether it plays or not.
    wanted: Option<u64>,
    /// How far the step's slider goes.
    reach: u64,
    cue: Cue,
    history: History,
    load: Load,
    /// The whole looks: before unlearning, the last one that is over, and the one under way.
    first: Option<Rc<Look>>,
    last: Option<Rc<Look>>,
    present: Option<Look>,
    /// What is looked at next.
    turn: usize,
}

impl Unlearning {
    /// Prepares the run of an experiment.
    pub fn new(experiment: Experiment, given: Given) -> Result<Self, Error> {
        let plan = experiment.int("steps") as u64;
        let reach = reach(&experiment);
        let mut run = Run::new(experiment, given.data.clone())?;
        let patterns = Rc::new(run.model().patterns().to_vec());
        let now = Now::of(&mut run, &patterns)?;
        let cue = Cue::of(run.experiment(), &patterns);
        let load = Load::new(run.experiment(), run.experiment().units());
        let mut figure = Self {
            run,
            data: given.data,
            patterns,
            now,
            plan,
            target: plan,
            wanted: None,
            reach,
            cue,
            history: History::new(reach),
            load,
            first: None,
            last: None,
            present: None,
            turn: 0,
        };
        figure.cue.recall(&figure.now.network, figure.seed());
        figure.note()?;
        figure.present = Some(figure.whole());
        Ok(figure)
    }

    fn seed(&self) -> u64 {
        self.run.experiment().int("seed") as u64
    }

    fn whole(&self) -> Look {
        Look::whole(self.now.network.clone(), self.patterns.clone(), (self.seed(), self.now.step))
    }

    /// Takes the couplings of the present step, and recalls with them.
    fn attend(&mut self) -> Result<(), Error> {
        if self.now.step != self.run.step() {
            self.now = Now::of(&mut self.run, &self.patterns)?;
            let seed = self.seed();
            self.cue.recall(&self.now.network, seed);
        }
        Ok(())
    }

    /// Keeps the couplings for a brief look, where one is wanted.
    fn note(&mut self) -> Result<(), Error> {
        if self.history.wants(self.run.step()) {
            self.attend()?;
            let at = (self.seed(), self.now.step);
            self.history.add(Look::brief(self.now.network.clone(), self.patterns.clone(), at));
        }
        Ok(())
    }

    /// Steps up to `end`, noting on the way.
    fn go_on(&mut self, end: u64) -> Result<(), Error> {
        while self.run.step() < end {
            let now = self.run.step();
            self.run.advance(end.min(self.history.after(now)) - now)?;
            self.note()?;
        }
        Ok(())
    }

    /// One part of one of the looks; about how many additions it took.
    fn look_at(&mut self, what: usize) -> Result<u64, Error> {
        let step = self.run.step();
        match what {
            0 => Ok(self.history.advance()),
            1 => {
                if self.present.is_none() && self.last.as_ref().is_none_or(|last| last.step != step) {
                    self.attend()?;
                    self.present = Some(self.whole());
                }
                let Some(look) = &mut self.present else { return Ok(0) };
                let work = look.advance();
                if look.is_over() {
                    let over = self.present.take().map(Rc::new);
                    if over.as_ref().is_some_and(|look| look.step == 0) {
                        self.first.clone_from(&over);
                    }
                    self.last = over;
                }
                Ok(work.max(1))
            }
            _ => self.load.advance(self.run.experiment(), self.data.as_ref(), step),
        }
    }

    /// Part done of all looks under way; `None` when there are none.
    fn looking(&self) -> Option<f64> {
        let present = self.present.as_ref().map_or((0, 0), |look| (look.done(), look.parts()));
        let parts = [present, self.history.waiting(), self.load.waiting()];
        let (done, all) = parts.iter().fold((0, 0), |(done, all), part| (done + part.0, all + part.1));
        (all > 0).then(|| done as f64 / all as f64)
    }

    /// The memories that were drawn, as pictures one after another.
    fn drawn(&self) -> Vec<u8> {
        let units = self.now.network.units();
        let code = match self.run.experiment().value("memories") {
            Some(Value::Text(code)) => code,
            _ => String::new(),
        };
        code::unpack_pictures(&code, units).unwrap_or_default().concat()
    }

    /// After the start of recall changed.
    fn cue_changed(&mut self) -> Result<(), Error> {
        self.attend()?;
        self.cue = Cue::of(self.run.experiment(), &self.patterns);
        let seed = self.seed();
        self.cue.recall(&self.now.network, seed);
        Ok(())
    }
}

/// Steps that lead well past the collapse, which comes near `0.3 N/ε` rounds, or three times the link's own.
fn reach(experiment: &Experiment) -> u64 {
    let strength = experiment.float("epsilon").max(1e-9) * experiment.int("rounds").max(1) as f64;
    let past = (0.3 * experiment.units() as f64 / strength).ceil().min(1e6) as u64;
    (3 * experiment.int("steps") as u64).max(past).min(FARTHEST)
}

impl Figure for Unlearning {
    fn experiment(&self) -> Experiment {
        let mut experiment = self.run.experiment().clone();
        experiment.set("steps", &self.run.step().to_string());
        experiment
    }

    fn restart(&self) -> Experiment {
        self.run.restart(self.plan)
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        Ok(&mut self.run)
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let start = self.run.step();
        self.go_on(self.target.min(start + steps).max(start))?;
        Ok(self.run.step() - start)
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn set_target(&mut self, target: u64) {
        self.target = target.min(FARTHEST).max(self.run.step());
        self.wanted = None;
    }

    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let param = self.run.experiment().param(key)?;
        match param.key {
            "steps" => {
                let warnings = self.run.experiment_mut().set(key, value);
                self.target = self.run.experiment().int("steps") as u64;
                self.wanted = Some(self.target);
                if self.target < self.run.step() {
                    self.run = Run::new(self.run.experiment().clone(), self.data.clone()).ok()?;
                }
                Some(warnings)
            }
            "start" | "noise" | "cue" => {
                let mut warnings = Vec::new();
                // Another memory, or another damage, puts the drawn start away.
                if param.key != "cue" {
                    warnings.extend(self.run.experiment_mut().set("cue", ""));
                }
                warnings.extend(self.run.experiment_mut().set(key, value));
                self.cue_changed().ok()?;
                Some(warnings)
            }
            _ => None,
        }
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Draw(pixels) if pixels.len() == self.now.network.units() => {
                self.run.experiment_mut().set("cue", &code::pack_bits(&pixels));
                self.cue_changed()
            }
            Action::Draw(_) => Err(Error::BadData(crate::say!("a picture of another size"))),
            Action::Show(flips) => {
                self.cue.shown = flips.min(self.cue.flips.len());
                Ok(())
            }
            Action::Repair => {
                self.cue.shown = self.cue.flips.len();
                Ok(())
            }
            Action::Brush(_) => Err(Error::NotInExperiment(crate::phrase!("picture to change"))),
        }
    }

    fn touch(&self, touch: Touch<'_>) -> Vec<(&'static str, String)> {
        let units = self.now.network.units();
        match touch.handle {
            // What is shown becomes the last of the drawn memories, and the one that is recalled.
            "store" => {
                let mut pixels = self.drawn();
                pixels.extend(self.cue.state().iter().map(|&x| u8::from(x > 0.0)));
                let number = pixels.len() / units;
                vec![("start", number.to_string()), ("memories", code::pack_pictures(&pixels, units))]
            }
            "forget" => vec![("start", "1".into()), ("memories", String::new())],
            _ => Vec::new(),
        }
    }

    fn observe(&mut self) -> Result<Looked, Error> {
        let (mut spent, mut idle) = (0, 0);
        while spent < LOOK && idle < 3 {
            if let Some(wanted) = self.wanted {
                let now = self.run.step();
                if now < wanted {
                    self.go_on(now + 1)?;
                    let units = self.now.network.units() as u64;
                    spent += 2 * units * units * self.run.experiment().int("rounds").max(1) as u64;
                } else {
                    self.wanted = None;
                }
                continue;
            }
            self.turn = (self.turn + 1) % 3;
            let done = self.look_at(self.turn)?;
            idle = if done == 0 { idle + 1 } else { 0 };
            spent += done;
        }
        // What was found in this very call is still to be shown, though it was the last.
        Ok(if spent > 0 { Looked::New } else { Looked::All })
    }

    fn status(&mut self, playing: bool) -> Status {
        let attended = self.attend();
        debug_assert!(attended.is_ok(), "a Hopfield network stays one");
        let experiment = self.experiment();
        let (values, applicable) = values(&experiment, |key| match key {
            "steps" => experiment.value(key),
            _ => self.run.present(key),
        });
        let mut observables = LiteMap::new();
        if let Some((look, recall)) = self.last.as_ref().and_then(|look| Some((look, look.tenth()?))) {
            observables.extend([("recall_overlap", recall.overlap().0), ("recall", recall.recalled())]);
            observables.extend([("stable_patterns", look.stable())]);
        }
        Status {
            step: self.run.step(),
            target: self.target,
            digest: if playing && self.now.network.units() > QUICK_DIGEST { String::new() } else { self.run.digest() },
            link: experiment.link(),
            values,
            applicable,
            selectors: &["data"],
            images_seen: 0,
            epochs: 0.0,
            observables,
            summary: self.summary(),
            numbers: self.numbers(),
            exact_states: None,
            detail: Detail::Unlearning(self.own_status(playing)),
        }
    }

    fn scene(&mut self) -> Scene {
        self.panels()
    }
}
