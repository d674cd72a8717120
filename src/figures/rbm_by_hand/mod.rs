//! The figure `rbm-by-hand`: two visible bits, one hidden bit, five parameters to be dragged until the model's law is the target.
//!
//! Its run is the RBM of its link, which learns the table `target` by the exact gradient or by CD-k. What the reader drags begins a
//! new run from there; Play lets the rule finish. Everything that is shown is exact (`law.rs`), CD's expected update too.

mod drawing;
pub mod law;
mod status;

use super::{Action, Detail, Figure, Given, Status, lesson::Lesson};
use crate::{
    error::{Error, Warning},
    experiment::Experiment,
    models::numbers,
    registry::{Entry, Value},
    scene::{Scene, diagram::Touch},
    session::{Run, Session},
};
use law::{Five, Four, Law, PARAMETERS, STATES};
pub use status::RbmByHandStatus;

/// Learning rules that it shows.
const TRAINERS: &[&str] = &["exact", "cd"];

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "rbm-by-hand",
    title: "An RBM by hand",
    help: "Two visible bits and a hidden one: five parameters to drag until the law is the target.",
    params: &[],
    build: super::Source {
        link: "#v=1&fig=rbm-by-hand&model=rbm&hidden=1&couplings=0.5,-0.5&biases=0,0,0&data=table&target=0.4,0.1,0.15,0.35\
               &trainer=exact&lr=0.5&steps=600",
        shows,
        outline: |_| Scene::default(),
        build: |experiment, given| Ok(Box::new(RbmByHand::new(experiment, given)?)),
    },
};

/// Updates that usually lead near to the target.
const UPDATES: u64 = 600;
/// Updates of the curve that are kept.
const TRAIL: usize = 4000;

/// An RBM of two visible bits and one hidden bit that learns a table by a plain rule.
fn shows(experiment: &Experiment) -> bool {
    experiment.model.build.is_restricted
        && experiment.data.is_some_and(|data| data.id == "table")
        && experiment.visible() == 2
        && experiment.int("hidden") == 1
        && experiment.trainer.is_some_and(|trainer| TRAINERS.contains(&trainer.id))
        && ["momentum", "decay"].into_iter().all(|key| experiment.float(key) == 0.0)
        && experiment.log.iter().all(|act| !["momentum", "decay"].contains(&act.key))
        && experiment.then.is_none()
}

/// The figure's state.
pub struct RbmByHand {
    lesson: Lesson,
    target: Four,
    theta: Five,
    law: Law,
    /// `KL(target ‖ model)` after the last updates, by their number.
    trail: Vec<(f32, f32)>,
    /// What the last update changed, divided by η, and what was expected of it.
    last: Option<(Five, Five)>,
}

impl RbmByHand {
    /// Prepares an experiment that [`ENTRY`] shows.
    pub fn new(experiment: Experiment, given: Given) -> Result<Self, Error> {
        let lesson = Lesson::new(experiment, given.data, UPDATES)?;
        let target = std::array::from_fn(|v| lesson.data.part(v));
        let law = Law::new([0.0; PARAMETERS], 1.0);
        let mut figure = Self { lesson, target, theta: [0.0; PARAMETERS], law, trail: Vec::new(), last: None };
        figure.look();
        Ok(figure)
    }

    /// Takes note of the parameters as they are.
    fn look(&mut self) {
        let mut theta = [0.0; PARAMETERS];
        let values = self.lesson.run.model().tensors().into_iter().flat_map(|t| t.values.into_owned());
        theta.iter_mut().zip(values).for_each(|(to, x)| *to = f64::from(x));
        self.theta = theta;
        self.law = Law::new(theta, self.lesson.run.temperature());
        if self.trail.len() > TRAIL {
            self.trail.remove(0);
        }
        self.trail.push((self.lesson.run.step() as f32, self.law.divergence(&self.target) as f32));
    }

    /// Sweeps of CD as they are set; 1 where the rule has none.
    fn sweeps(&self) -> usize {
        self.lesson.float("k").max(1.0) as usize
    }

    /// What is left of the target after CD's sweeps.
    fn swept(&self) -> Four {
        self.law.swept(&self.target, self.sweeps())
    }

    /// The exact gradient, and CD's expected update.
    fn ascents(&self) -> [Five; 2] {
        [self.law.visible, self.swept()].map(|other| self.law.ascent(&self.target, &other))
    }

    fn by_cd(&self) -> bool {
        self.lesson.run.experiment().trainer.is_some_and(|trainer| trainer.id == "cd")
    }

    /// Parameters as a link has them: `couplings`, then `biases`.
    fn lists(theta: &Five) -> [(&'static str, String); 2] {
        let single = theta.map(|x| x as f32);
        [("couplings", numbers::write(&single[..2])), ("biases", numbers::write(&single[2..]))]
    }
}

impl Figure for RbmByHand {
    fn experiment(&self) -> Experiment {
        self.lesson.experiment()
    }

    fn restart(&self) -> Experiment {
        self.lesson.restart()
    }

    fn restart_here(&self) -> Experiment {
        let mut experiment = self.restart();
        for (key, value) in Self::lists(&self.theta) {
            experiment.set(key, &value);
        }
        experiment
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        Ok(&mut self.lesson.run)
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        for done in 0..steps {
            let (before, rate) = (self.theta, self.lesson.float("lr"));
            let [exact, cd] = self.ascents();
            if !self.lesson.step()? {
                return Ok(done);
            }
            self.look();
            let made = std::array::from_fn(|i| (self.theta[i] - before[i]) / rate);
            self.last = (rate > 0.0).then_some((made, if self.by_cd() { cd } else { exact }));
        }
        Ok(steps)
    }

    fn target(&self) -> u64 {
        self.lesson.target
    }

    fn set_target(&mut self, target: u64) {
        self.lesson.set_target(target);
    }

    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let warnings = self.lesson.change(key, value)?;
        self.law = Law::new(self.theta, self.lesson.run.temperature());
        Some(warnings)
    }

    fn act(&mut self, _action: Action) -> Result<(), Error> {
        Err(Error::NotInExperiment(crate::phrase!("picture or chain")))
    }

    /// A parameter or a bar of the target follows the pointer.
    fn touch(&self, touch: Touch<'_>) -> Vec<(&'static str, String)> {
        if let Some(v) = drawing::bar(touch.handle) {
            return vec![("target", drawing::target_at(&self.target, v, touch.at.1))];
        }
        let Some((i, value)) = drawing::parameter(touch) else { return Vec::new() };
        let mut theta = self.theta;
        theta[i] = value;
        let [couplings, biases] = Self::lists(&theta);
        vec![if i < 2 { couplings } else { biases }]
    }

    fn status(&mut self, _playing: bool) -> Status {
        let [couplings, biases] = Self::lists(&self.theta).map(|(key, list)| (key, Value::Text(list)));
        let detail = Detail::RbmByHand(self.own_status());
        let mut status = self.lesson.status(&[couplings, biases], detail);
        status.selectors = &["trainer"];
        status.summary = self.summary();
        status.numbers = self.numbers();
        status
    }

    fn scene(&mut self) -> Scene {
        Scene { panels: self.panels() }
    }
}

/// The names of visible states.
const NAMES: [&str; STATES] = ["00", "01", "10", "11"];
/// The names of the parameters, and of their statistics.
const SYMBOLS: [&str; PARAMETERS] = ["W₁", "W₂", "b₁", "b₂", "c"];
const STATISTICS: [&str; PARAMETERS] = ["⟨v₁ h⟩", "⟨v₂ h⟩", "⟨v₁⟩", "⟨v₂⟩", "⟨h⟩"];
