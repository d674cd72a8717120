//! The figure `cd-by-hand`: one CD-1 update of a small RBM, number by number, beside the exact gradient.
//!
//! Its run is that of its link: the reference learner, with the random numbers of `draws` where the link holds some. The figure shows the
//! run's last update; how much of it is shown is the link's `stage`. An edit starts a run from the weights of the update that is shown.

mod angles;
mod drawing;
mod lines;
mod status;
pub mod truth;
pub mod update;

use super::{Action, Detail, Figure, Given, Status, status::values};
use crate::{
    data::examples,
    error::{Error, Warning},
    experiment::Experiment,
    models::{
        numbers::{self, LARGEST},
        rbm,
    },
    registry::{Entry, Param, Values},
    scene::{Scene, diagram::Touch},
    session::{Run, Session},
    trainers::cd,
};
use litemap::LiteMap;
pub use status::CdByHandStatus;
use truth::Truth;
use update::{DRAWS, HIDDEN, PARAMETERS, Update, VISIBLE, WEIGHTS, parameters};

/// The number of the last stage, at which all of the update is shown.
pub const LAST: usize = 11;

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "cd-by-hand",
    title: "One update by hand",
    help: "Contrastive divergence on four visible and three hidden units: every number of one update, and the exact gradient.",
    params: &[Param::int("stage", "Shown up to step", 0, LAST as i64, 0).help("How much of the update is shown.")],
    build: super::Source {
        // The weights and the random numbers are such that p(h = 1 given v⁽⁰⁾) is 0.8, 0.5, 0.9, so h⁽⁰⁾ = 0, 1, 1 and
        // p(v = 1 given h⁽⁰⁾) is 0.7, 0.2, 0.8, 0.6, so v⁽¹⁾ = 1, 1, 0, 1.
        link: "#v=1&fig=cd-by-hand&model=rbm&hidden=3&couplings=0.8,-0.25,0.9,0.45,-0.6,-0.39,-0.35,0.75,0.34,0.84,-0.3,0.61\
               &biases=0.2,-0.4,0.3,0.1,0.1,-0.2,0.35&data=examples&examples=1011&trainer=cd&lr=0.1&batch=1\
               &draws=0.93,0.27,0.41,0.52,0.11,0.86,0.33&steps=1",
        shows,
        outline: |_| Scene::default(),
        build: |experiment, given| Ok(Box::new(CdByHand::new(experiment, given)?)),
    },
};

/// Change of a weight for a pointer that goes up by the diagram's unit; and the grid that weights and random numbers fall on.
const PER_UNIT: f32 = 0.03;
const GRID: f32 = 100.0;
/// Weights are not dragged beyond this.
const DRAGGED: f32 = 5.0;

/// Whether it can show an experiment: CD-1 on one example of four units, three hidden ones, without momentum and decay.
fn shows(experiment: &Experiment) -> bool {
    let is = |key: &str, value: i64| experiment.int(key) == value;
    experiment.model.id == rbm::ENTRY.id
        && experiment.trainer.is_some_and(|t| t.id == cd::ENTRY.id)
        && experiment.data.is_some_and(|d| d.id == examples::ENTRY.id)
        && (experiment.visible(), experiment.examples()) == (VISIBLE, 1)
        && is("hidden", HIDDEN as i64)
        && is("k", 1)
        && is("batch", 1)
        && experiment.float("momentum") == 0.0
        && experiment.float("decay") == 0.0
        && experiment.int("steps") > 0
        && experiment.then.is_none()
        && experiment.log.iter().all(|act| matches!(act.key, "T" | "lr"))
}

/// The example as a link writes it.
fn word(example: &[f32]) -> String {
    example.iter().map(f32::to_string).collect()
}

/// What was edited last, and the update before.
struct Edit {
    /// The key, and which of its numbers.
    of: (&'static str, usize),
    before: Update,
    /// The cosine of its estimate with the gradient.
    cosine: Option<f64>,
}

/// The figure's state.
pub struct CdByHand {
    run: Run,
    target: u64,
    update: Update,
    truth: Truth,
    /// `ln p(v⁽⁰⁾)` before and after the update.
    log_p: [f64; 2],
    edit: Option<Edit>,
}

impl CdByHand {
    /// Prepares the run of an experiment that [`ENTRY`] shows, and does its first update.
    pub fn new(experiment: Experiment, given: Given) -> Result<Self, Error> {
        let target = (experiment.int("steps") as u64).max(1);
        let run = Run::new(experiment, given.data)?;
        let (update, truth) = (Update::default(), Truth::default());
        let mut figure = Self { run, target, update, truth, log_p: [0.0; 2], edit: None };
        figure.learn()?;
        Ok(figure)
    }

    /// The next update of the run, number by number.
    fn learn(&mut self) -> Result<(), Error> {
        let experiment = self.run.experiment();
        let example = examples::read(&Values::code(experiment, "examples")).unwrap_or_else(|| vec![vec![1, 0, 1, 1]]);
        let by_hand = cd::draws(&Values::code(experiment, "draws")).unwrap_or_default();
        let draws = update::draws(experiment.int("seed") as u64, self.run.step(), &by_hand);
        let rate = self.run.present("lr").map_or(0.0, |rate| match rate {
            crate::registry::Value::Float(rate) => rate,
            _ => 0.0,
        });
        let at = [self.run.temperature(), rate];
        let model = self.run.model();
        self.update = Update::new(model, &example[0], draws, at);
        self.truth = Truth::new(model, &self.update.visible[0], at[0])?;
        self.log_p[0] = truth::log_p(model, &self.update.visible[0], at[0])?;
        self.run.advance(1)?;
        self.update.after = parameters(self.run.model());
        self.log_p[1] = truth::log_p(self.run.model(), &self.update.visible[0], at[0])?;
        Ok(())
    }

    /// How much of the update is shown.
    fn stage(&self) -> usize {
        self.run.experiment().int("stage") as usize
    }

    /// The experiment whose first update is the one that is shown.
    fn at_hand(&self) -> Experiment {
        let mut experiment = self.run.experiment().clone();
        let [temperature, rate] = self.update.at;
        experiment.log.clear();
        experiment.set("T", &temperature.to_string());
        experiment.set("lr", &rate.to_string());
        experiment.set("couplings", &numbers::write(&self.update.before[..WEIGHTS]));
        experiment.set("biases", &numbers::write(&self.update.before[WEIGHTS..]));
        if self.run.step() > 1 {
            experiment.set("draws", &numbers::write(&self.update.draws));
        }
        experiment.set("steps", "1");
        experiment
    }

    /// Which number of a list, or unit of the example, is another one than now; 0 of what is no list.
    fn edited(&self, key: &str, experiment: &Experiment) -> Option<usize> {
        let text = Values::code(experiment, key);
        let now = match key {
            "couplings" => &self.update.before[..WEIGHTS],
            "biases" => &self.update.before[WEIGHTS..],
            "draws" => &self.update.draws[..],
            "examples" => return word(&self.update.visible[0]).bytes().zip(text.bytes()).position(|(a, b)| a != b),
            _ => return Some(0),
        };
        let list = numbers::read(&text, DRAWS.max(WEIGHTS), LARGEST).unwrap_or_default();
        now.iter().zip(&list).position(|(a, b)| a != b)
    }
}

impl Figure for CdByHand {
    fn experiment(&self) -> Experiment {
        let mut experiment = self.run.experiment().clone();
        experiment.set("steps", &self.run.step().to_string());
        experiment
    }

    fn restart(&self) -> Experiment {
        self.run.restart(self.target)
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        Ok(&mut self.run)
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let steps = steps.min(self.target.saturating_sub(self.run.step()));
        if steps > 0 {
            self.run.advance(steps - 1)?;
            self.learn()?;
            self.edit = None;
        }
        Ok(steps)
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn set_target(&mut self, target: u64) {
        self.target = target.max(self.run.step());
    }

    /// `stage` and `steps` change at once; any other key starts a run from the weights of the update that is shown.
    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let key = self.run.experiment().param(key)?.key;
        if matches!(key, "stage" | "steps") {
            let warnings = self.run.experiment_mut().set(key, value);
            self.edit = None;
            if key == "steps" {
                self.set_target(self.run.experiment().int("steps") as u64);
            }
            return Some(warnings);
        }
        let mut experiment = self.at_hand();
        // One example of four units is all that can be shown.
        let fits = |e: Vec<Vec<u8>>| e.len() == 1 && e[0].len() == VISIBLE;
        if key == "examples" && !examples::read(value.trim()).is_some_and(fits) {
            return Some(vec![Warning::new("not-a-choice", key, value, &Values::code(&experiment, key))]);
        }
        let mut warnings = experiment.set(key, value);
        match key {
            "seed" => warnings.extend(experiment.set("draws", "")),
            "couplings" | "biases" | "draws" | "examples" => {
                // A list that is refused changes nothing.
                if !warnings.is_empty() {
                    return Some(warnings);
                }
                // As it is read, without spaces.
                if let Ok(list) = numbers::read(&Values::code(&experiment, key), usize::MAX - 1, LARGEST)
                    && key != "examples"
                {
                    experiment.set(key, &numbers::write(&list));
                }
            }
            _ => {}
        }
        if !shows(&experiment) {
            return None;
        }
        // What is held and does not move changes nothing.
        let Some(number) = self.edited(key, &experiment) else { return Some(warnings) };
        let of = (key, number);
        let data = experiment.dataset(None).ok()?.map(std::rc::Rc::new);
        let next = Self::new(experiment, Given { data, instance: None }).ok()?;
        // A drag is one edit.
        let edit = self.edit.take().filter(|edit| edit.of == of).unwrap_or_else(|| Edit {
            of,
            cosine: truth::cosine(&self.update.estimate(), &self.truth.gradient),
            before: std::mem::take(&mut self.update),
        });
        *self = Self { edit: Some(edit), ..next };
        Some(warnings)
    }

    fn act(&mut self, _action: Action) -> Result<(), Error> {
        Err(Error::NotInExperiment(crate::phrase!("picture or chain")))
    }

    /// A unit of the example is flipped; a weight follows the pointer up and down from where it was taken; a random number goes to
    /// the pointer's place on its scale.
    fn touch(&self, touch: Touch<'_>) -> Vec<(&'static str, String)> {
        let near = |x: f32, low: f32, high: f32| (x * GRID).round().clamp(low * GRID, high * GRID) / GRID + 0.0;
        let mut rest = touch.handle.chars();
        let kind = rest.next();
        let moved = touch.at != touch.from;
        match (kind, drawing::taken(rest.as_str())) {
            (Some('v'), Some((i, _))) if i < VISIBLE => {
                let mut example = self.update.visible[0].clone();
                example[i] = 1.0 - example[i];
                vec![("examples", word(&example))]
            }
            (Some('u'), Some((k, _))) if k < DRAWS && moved && touch.at.0.is_finite() => {
                let mut draws = self.update.draws.clone();
                draws[k] = near(drawing::place(touch.at.0), 0.0, 1.0 - 1.0 / GRID);
                vec![("draws", numbers::write(&draws))]
            }
            (Some('w'), Some((k, from))) if k < PARAMETERS && moved => {
                let wanted = from + (touch.from.1 - touch.at.1) * PER_UNIT;
                let reach = from.abs().max(DRAGGED);
                let mut all = self.update.before.clone();
                all[k] = if wanted.is_finite() { near(wanted, -reach, reach) } else { from };
                let (key, list) =
                    if k < WEIGHTS { ("couplings", &all[..WEIGHTS]) } else { ("biases", &all[WEIGHTS..]) };
                vec![(key, numbers::write(list))]
            }
            _ => Vec::new(),
        }
    }

    fn status(&mut self, _playing: bool) -> Status {
        let digest = self.run.digest();
        let experiment = self.experiment();
        let (values, applicable) = values(&experiment, |key| match key {
            "steps" => experiment.value(key),
            _ => self.run.present(key),
        });
        Status {
            step: self.run.step(),
            target: self.target,
            digest,
            link: experiment.link(),
            values,
            applicable,
            selectors: &[],
            images_seen: self.run.examples_seen(),
            epochs: self.run.step() as f64,
            observables: LiteMap::new(),
            summary: self.summary(),
            numbers: self.numbers(),
            exact_states: None,
            detail: Detail::CdByHand(self.own_status()),
        }
    }

    fn scene(&mut self) -> Scene {
        self.panels()
    }
}
