//! Figures: the sessions one owns, what it observes, and the scene it makes of that.
//!
//! To add a figure: one file here and one line in [`FIGURES`]; its name is the link's `fig` and the element's `name`.

pub mod repair;

use crate::{
    data::Dataset,
    error::{Error, Warning},
    exact::LogZ,
    experiment::Experiment,
    registry::{Entry, Value},
    scene::Scene,
};
use serde::Serialize;
use std::{collections::BTreeMap, rc::Rc};

/// How an entry makes its figure, and what it shows when no link says otherwise.
pub struct Source {
    /// The link of its first state.
    pub link: &'static str,
    /// Ids of the models that it can show.
    pub models: &'static [&'static str],
    /// What can be shown of an experiment before the file of its data is there.
    pub outline: fn(&Experiment) -> Scene,
    /// Makes it.
    pub build: Build,
}

/// How an entry makes its figure.
pub type Build = fn(Experiment, Option<Rc<Dataset>>) -> Result<Box<dyn Figure>, Error>;

/// All figures.
pub static FIGURES: &[&Entry<Source>] = &[&repair::ENTRY];

/// What a reader may do to a figure besides setting a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Use this picture (pixels 0 or 1).
    Draw(Vec<u8>),
    /// Damage these pixels (1) by brush.
    Brush(Vec<u8>),
    /// Repair with the present model.
    Repair,
    /// Show this half-step of the repair.
    Show(usize),
}

/// Something that runs, can be changed, and can be shown.
pub trait Figure {
    /// The experiment as it is now.
    fn experiment(&self) -> Experiment;
    /// Does up to `steps` steps, none beyond the target; returns how many.
    fn advance(&mut self, steps: u64) -> Result<u64, Error>;
    /// Where it stops by itself.
    fn target(&self) -> u64;
    /// Stops there from now on.
    fn set_target(&mut self, target: u64);
    /// Changes a parameter that does not restart the run; `None` if this one does.
    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>>;
    /// Does what the reader does.
    fn act(&mut self, action: Action) -> Result<(), Error>;
    /// Numbers and words about the present state.
    fn status(&mut self) -> Status;
    /// Pictures and charts of the present state.
    fn scene(&mut self) -> Scene;
    /// Starts the exact `ln Z` of the present model.
    fn log_z(&mut self) -> Result<LogZ, Error>;
    /// The mean log-likelihood of the training examples under the present model, given `ln Z`.
    fn log_likelihood(&mut self, log_z: f64) -> Result<f64, Error>;
}

/// The state of a figure in words and numbers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Steps done.
    pub step: u64,
    /// Where it stops by itself.
    pub target: u64,
    /// The digest of the training state.
    pub digest: String,
    /// The link to the present state.
    pub link: String,
    /// Present values of all parameters that apply, and of the choices.
    pub values: BTreeMap<&'static str, Value>,
    /// Keys of the parameters that apply, in the order of the controls.
    pub applicable: Vec<&'static str>,
    /// Examples seen by learning.
    pub images_seen: u64,
    /// Passes over the training examples.
    pub epochs: f64,
    /// Training examples.
    pub examples: usize,
    /// Models that this figure can show.
    pub models: &'static [&'static str],
    /// The latest observations by name.
    pub observables: BTreeMap<&'static str, f64>,
    /// One or two sentences on what is to be seen.
    pub summary: String,
    /// The table of the figure's numbers.
    pub numbers: Vec<Number>,
    /// The repair, if there is one.
    pub repair: Option<RepairStatus>,
    /// States that an exact `ln Z` would sum over; `None` if there are too many.
    pub exact_states: Option<f64>,
    /// Pictures that may be picked.
    pub pictures: usize,
    /// Size of a picture.
    pub size: Size,
    /// The picture before damage.
    pub original: Vec<u8>,
    /// And after.
    pub damaged: Vec<u8>,
    /// 1 where a pixel is damaged.
    pub mask: Vec<u8>,
}

/// Size of a picture in pixels.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Size {
    /// Height.
    pub rows: usize,
    /// Width.
    pub cols: usize,
}

/// One row of the table of numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Number {
    /// What it is.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
}

/// A repair and the half-step that is shown.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepairStatus {
    /// The digest after the repair, as the command line gives it for the link.
    pub digest: String,
    /// Half-steps in all.
    pub length: usize,
    /// The one that is shown; 0 is the damaged picture.
    pub shown: usize,
    /// What it did, in words.
    pub label: String,
    /// Pixels that differ from the original.
    pub wrong: usize,
    /// Pixels that were damaged.
    pub damaged_pixels: usize,
    /// `E(v,h)` after this half-step.
    pub energy: f64,
    /// `F(v)` after the last full step.
    pub free_energy: f64,
    /// Training steps of the model that repaired.
    pub step: u64,
    /// True while model and picture are still those of the repair.
    pub current: bool,
}
