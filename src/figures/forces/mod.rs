//! The figure `forces`: a spring under gravity beside one coupling of two spins, both relaxing with the same step η.
//!
//! The coupling is the run of the link, trained by the exact gradient; the spring takes its steps beside it. The reader puts either
//! where they like, and both go on from there: what they have come to is where the new link begins.

mod drawing;
mod law;
mod rates;
mod status;

use super::{Action, Detail, Figure, Given, Status, lesson::Lesson};
use crate::{
    error::{Error, Warning},
    experiment::Experiment,
    models::two_spins,
    registry::{Entry, Param, Value},
    scene::{Scene, diagram::Touch},
    session::Run,
};
pub use law::{Coupling, GONE, Pulled, Regime, Spring};
pub use status::ForcesStatus;

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "forces",
    title: "Learning as a balance of forces",
    help: "A spring under gravity beside one coupling that is pulled by data and model.",
    params: &[
        Param::float("y", "End of the spring y", -1000.0, 1000.0, 0.0)
            .typed()
            .help("How far it is below where the unloaded spring ends."),
        Param::float("stiffness", "Stiffness k", 0.01, 100.0, 1.0).log(),
        Param::float("mass", "Mass m", 0.0, 20.0, 1.0),
        Param::float("gravity", "Gravity g", -20.0, 20.0, 1.0),
    ],
    build: super::Source {
        link: "#v=1&fig=forces&model=two-spins&w=-0.5&data=table&target=0.4,0.1,0.1,0.4&trainer=exact&lr=0.2&steps=60&y=2.2",
        shows,
        outline: |_| Scene::default(),
        build: |experiment, given| Ok(Box::new(Forces::new(experiment, given)?)),
    },
};

/// Steps that are drawn.
const TRAIL: usize = 60;

/// Two spins without biases that learn a table of four states by the plain exact gradient.
fn shows(experiment: &Experiment) -> bool {
    let zero = |key: &str| experiment.float(key) == 0.0;
    experiment.model.id == two_spins::ENTRY.id
        && experiment.data.is_some_and(|data| data.id == "table")
        && experiment.visible() == 2
        && experiment.trainer.is_some_and(|trainer| trainer.id == "exact")
        && ["b1", "b2", "momentum", "decay"].into_iter().all(zero)
        && experiment.log.iter().all(|act| ["lr", "T"].contains(&act.key))
        && experiment.then.is_none()
}

/// The figure's state.
pub struct Forces {
    lesson: Lesson,
    spring: Spring,
    c: f64,
    y: f64,
    theta: f64,
    /// `(y, θ)` after the last steps, the present one too.
    trail: Vec<(f64, f64)>,
}

impl Forces {
    /// Prepares an experiment that [`ENTRY`] shows.
    pub fn new(experiment: Experiment, given: Given) -> Result<Self, Error> {
        let float = |key: &str| experiment.float(key);
        let spring = Spring { k: float("stiffness"), weight: float("mass") * float("gravity") };
        let y = float("y");
        let lesson = Lesson::new(experiment, given.data, TRAIL as u64)?;
        let sign = |e: u32| lesson.data.example(e as usize).iter().fold(1.0, |s, &x| if x == 1 { s } else { -s });
        let c = lesson.data.distinct().iter().map(|&(e, part)| part * sign(e)).sum::<f64>();
        let mut figure = Self { lesson, spring, c, y, theta: 0.0, trail: Vec::new() };
        figure.look();
        Ok(figure)
    }

    /// Takes note of where both are.
    fn look(&mut self) {
        self.theta = f64::from(self.lesson.run.model().tensors()[0].values[1]);
        if self.trail.len() > TRAIL {
            self.trail.remove(0);
        }
        self.trail.push((self.y, self.theta));
    }

    fn coupling(&self) -> Coupling {
        Coupling { c: self.c.clamp(-1.0, 1.0), temperature: self.lesson.run.temperature() }
    }

    fn rate(&self) -> f64 {
        self.lesson.float("lr")
    }

    /// Present values as a link holds them.
    fn present(&self) -> [(&'static str, String); 2] {
        [("w", (self.theta as f32).to_string()), ("y", self.y.to_string())]
    }
}

impl Figure for Forces {
    fn experiment(&self) -> Experiment {
        self.lesson.experiment()
    }

    fn restart(&self) -> Experiment {
        self.lesson.restart()
    }

    fn restart_here(&self) -> Experiment {
        let mut experiment = self.restart();
        for (key, value) in self.present() {
            experiment.set(key, &value);
        }
        experiment
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        Ok(&mut self.lesson.run)
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        for done in 0..steps {
            let rate = self.rate();
            if !self.lesson.step()? {
                return Ok(done);
            }
            self.y = self.spring.step(self.y, rate);
            self.look();
        }
        Ok(steps)
    }

    fn target(&self) -> u64 {
        self.lesson.target
    }

    fn set_target(&mut self, target: u64) {
        self.lesson.set_target(target);
    }

    /// Where the spring is, the run does not know: it begins again from there too.
    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        self.lesson.change(key, value)
    }

    fn act(&mut self, _action: Action) -> Result<(), Error> {
        Err(Error::NotInExperiment(crate::phrase!("picture or chain")))
    }

    fn touch(&self, touch: Touch<'_>) -> Vec<(&'static str, String)> {
        match touch.handle {
            "rate" => vec![("lr", rates::value_at(self.rate(), touch.at.0))],
            _ => drawing::dragged(self, touch).into_iter().collect(),
        }
    }

    fn status(&mut self, _playing: bool) -> Status {
        let own = [("w", Value::Float(round(self.theta))), ("y", Value::Float(round(self.y)))];
        let detail = Detail::Forces(self.own_status());
        let mut status = self.lesson.status(&own, detail);
        status.summary = self.summary();
        status.numbers = self.numbers();
        status
    }

    fn scene(&mut self) -> Scene {
        Scene { panels: self.panels() }
    }
}

/// A value for a field that nobody needs all digits of.
fn round(x: f64) -> f64 {
    if x.abs() < 1e6 { (x * 1e4).round() / 1e4 } else { x }
}
