//! Figures: the sessions one owns, what it observes, and the scene it makes of that.
//!
//! To add a figure: one folder here and one line in [`FIGURES`]; its name is the link's `fig` and the element's `name`.

pub mod architectures;
pub mod boltzmann;
pub mod cd_by_hand;
pub mod chains;
pub mod forces;
pub mod learning;
mod lesson;
pub mod rbm_by_hand;
pub mod repair;
pub mod sampling;
pub mod status;
pub mod teaser;
pub mod unlearning;

use crate::{
    data::Dataset,
    error::{Error, Warning},
    experiment::{Experiment, all_params, is_of_view},
    instance::EdgeList,
    link,
    models::MODELS,
    registry::{Entry, find, of_build},
    scene::{Scene, diagram::Touch},
    session::Run,
    trainers::TRAINERS,
};
use serde::Serialize;
use std::rc::Rc;

pub use status::{Detail, Number, Status};

/// How an entry makes its figure, and what it shows when no link says otherwise.
pub struct Source {
    /// The link of its first state.
    pub link: &'static str,
    /// Whether it can show an experiment.
    pub shows: fn(&Experiment) -> bool,
    /// What can be shown of an experiment before the file of its data is there.
    pub outline: fn(&Experiment) -> Scene,
    /// Makes it.
    pub build: Build,
}

/// How an entry makes its figure.
pub type Build = fn(Experiment, Given) -> Result<Box<dyn Figure>, Error>;

/// What an experiment needs besides its link.
#[derive(Clone, Default)]
pub struct Given {
    /// The data that the link names.
    pub data: Option<Rc<Dataset>>,
    /// Couplings from a file.
    pub instance: Option<Rc<Instance>>,
}

/// An edge list and its file's name.
pub struct Instance {
    /// The name.
    pub name: String,
    /// The edges.
    pub list: EdgeList,
}

/// All figures.
pub static FIGURES: &[&Entry<Source>] = of_build(
    &[&teaser::ENTRY],
    &[
        &teaser::ENTRY,
        &boltzmann::ENTRY,
        &architectures::ENTRY,
        &sampling::ENTRY,
        &forces::ENTRY,
        &unlearning::ENTRY,
        &rbm_by_hand::ENTRY,
        &cd_by_hand::ENTRY,
        &repair::ENTRY,
        &chains::ENTRY,
    ],
);

/// The figure of that name.
pub fn named(name: &str) -> Result<&'static Entry<Source>, Error> {
    find(FIGURES, name).ok_or_else(|| Error::Unknown { kind: crate::phrase!("figure"), name: name.into() })
}

/// The figure of an experiment whose link names none: RBMs that learn or repair are for `repair`, all else is for `chains`.
///
/// RBMs without data keep `fig=repair` in their canonical link, as they have it in bookmarks, and [`opening`] opens them in
/// `chains`.
pub fn by_default(experiment: &Experiment) -> &'static str {
    let learns = experiment.sampler.is_none() || experiment.data.is_none();
    if experiment.model.build.is_restricted && learns { repair::ID } else { chains::ID }
}

/// The figure that opens an experiment: the one that it names if that can show it, else the one for its model and rule.
pub fn opening(experiment: &Experiment) -> &'static Entry<Source> {
    let shows = |name: &str| find(FIGURES, name).filter(|e| (e.build.shows)(experiment));
    shows(experiment.figure).or_else(|| shows(by_default(experiment))).unwrap_or(FIGURES[FIGURES.len() - 1])
}

/// Whether a link leaves the experiment to the figure: it is empty, or says only how the page should look.
fn names_nothing(link: &str) -> bool {
    let (pairs, _) = link::parse(link);
    pairs.0.iter().all(|(key, _)| ["v", "fig", "build"].contains(&key.as_str()) || is_of_view(key))
}

/// The name of the figure that a link opens; `None` where it leaves that to the page.
pub fn of_link(link: &str) -> Option<&'static str> {
    // What a link was before a program changed it, only the whole build can tell.
    if cfg!(not(feature = "all")) && !link::is_plain(link) {
        return Some(FIGURES[0].id);
    }
    let (experiment, _) = Experiment::read(link);
    if !names_nothing(link) {
        return Some(opening(&experiment).id);
    }
    let (mut pairs, _) = link::parse(link);
    pairs.take("fig").map(|_| experiment.figure)
}

/// The link of a figure's own first state; with another of its models, where what a link says of parameters is what only that one
/// has, as `w` says that `boltzmann` shows two spins.
pub fn start_for(entry: &Entry<Source>, said: &link::Pairs) -> String {
    let own = Experiment::read(entry.build.link).0;
    let of_any = |key: &str| all_params().any(|param| param.key.eq_ignore_ascii_case(key));
    let has = |experiment: &Experiment| said.0.iter().all(|(key, _)| experiment.param(key).is_some() || !of_any(key));
    let others = || MODELS.iter().map(|model| choose(&own, "model", model.id).0);
    let other = if has(&own) { None } else { others().find(|other| (entry.build.shows)(other) && has(other)) };
    other.map_or_else(|| entry.build.link.to_string(), |other| other.link())
}

/// The experiment that a figure shows for a link: the link's, or the figure's own where the link leaves it open or is one that
/// the figure can't show. A model that the figure named in the link can't show is a warning.
pub fn read(name: &str, link: &str) -> Result<(Experiment, Vec<Warning>), Error> {
    let entry = named(name)?;
    let own = || Experiment::read(entry.build.link).0;
    let (mut experiment, mut warnings) = Experiment::read(link);
    let view = std::mem::take(&mut experiment.view);
    if names_nothing(link) {
        experiment = own();
    }
    if !(entry.build.shows)(&experiment) {
        warnings.push(Warning::new("other-figure", "fig", entry.id, opening(&experiment).id));
        experiment = own();
    } else if !named(experiment.figure).is_ok_and(|e| (e.build.shows)(&experiment))
        && by_default(&experiment) != experiment.figure
    {
        warnings.push(Warning::new("other-figure", "fig", experiment.figure, entry.id));
    }
    (experiment.figure, experiment.view) = (entry.id, view);
    Ok((experiment, warnings))
}

/// The experiment with another choice of model, data, learning rule or sampler: the link is read again, and keys that no longer
/// apply are dropped. A sampler takes the place of a learning rule; a rule without data gets small ones.
pub fn choose(experiment: &Experiment, key: &str, value: &str) -> (Experiment, Vec<Warning>) {
    let mut dropped = vec![key];
    if key == "sampler" && value != "none" {
        dropped.push("trainer");
    }
    let link = experiment.link();
    let stays = |pair: &&str| !pair.split('=').next().is_some_and(|k| dropped.contains(&k));
    let mut link = link.split('&').filter(stays).collect::<Vec<_>>().join("&");
    link += &format!("&{key}={}", link::encode(value));
    let learns_from_data = key == "trainer" && find(TRAINERS, value).is_some_and(|t| t.build.needs_data);
    if learns_from_data && experiment.data.is_none() {
        link += "&data=bars-and-stripes";
    }
    let (mut chosen, mut warnings) = Experiment::read(&link);
    chosen.figure = experiment.figure;
    warnings.retain(|w| w.code != "does-not-apply");
    (chosen, warnings)
}

/// What a reader may do to a figure besides setting a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Use this picture (pixels 0 or 1).
    Draw(Vec<u8>),
    /// Damage these pixels (1) by brush.
    Brush(Vec<u8>),
    /// Repair with the present model.
    Repair,
    /// Show this one: a half-step of the repair, a chain.
    Show(usize),
}

/// How far a long exact sum is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// States done.
    pub done: f64,
    /// States in all.
    pub total: f64,
    /// `ln Z`, once all are done.
    pub log_z: Option<f64>,
    /// The mean log-likelihood of the training examples, where there are some.
    pub log_likelihood: Option<f64>,
}

/// How far observers have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// There is nothing left to do.
    All,
    /// There is more to do.
    Part,
    /// There is something new to show, and perhaps more to do.
    New,
}

/// Something that runs, can be changed, and can be shown.
pub trait Figure {
    /// The experiment as it is now.
    fn experiment(&self) -> Experiment;
    /// The experiment to start from again: nothing logged, and it stops where the figure would stop.
    fn restart(&self) -> Experiment {
        let mut experiment = self.experiment();
        experiment.reset_to_start();
        experiment.set("steps", &self.target().to_string());
        experiment
    }
    /// The experiment that a change of a parameter starts again from; a figure may keep what it has come to.
    fn restart_here(&self) -> Experiment {
        self.restart()
    }
    /// The run whose parameters can be taken away: what the tool exports for the figure's link.
    fn main_run(&mut self) -> Result<&mut Run, Error>;
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
    /// The parameters, and their values, that the reader means by what was done to a handle of a diagram.
    fn touch(&self, _touch: Touch<'_>) -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// Does a little, a few milliseconds at most, of what observers that take long have still to do. It never changes the run.
    fn observe(&mut self) -> Result<Looked, Error> {
        Ok(Looked::All)
    }
    /// Numbers and words about the present state. While it plays, what is costly may be a little older than the rest.
    fn status(&mut self, playing: bool) -> Status;
    /// Pictures and charts of the present state.
    fn scene(&mut self) -> Scene;
    /// Starts the figure's long exact sum, where it has one: most know what is exact at once.
    fn start_exact(&mut self) -> Result<Progress, Error> {
        Err(Error::NotInExperiment(crate::phrase!("sum that is not done at once")))
    }
    /// Sums about so many states more.
    fn advance_exact(&mut self, _states: u64) -> Result<Progress, Error> {
        self.start_exact()
    }
    /// Gives the sum up.
    fn cancel_exact(&mut self) {}
}
