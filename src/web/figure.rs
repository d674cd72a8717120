//! `Figure`: what a worker drives and a page shows.

use super::{dataset, plain, thrown};
use crate::{
    error::{Error, Warning},
    exact::LogZ,
    experiment::{Experiment, SELECTORS, VIEW_KEYS},
    figures::{Action, FIGURES, Figure},
    link,
    registry::find,
};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A running figure and the file of its data.
#[wasm_bindgen(js_name = Figure)]
pub struct FigureHandle {
    figure: Box<dyn Figure>,
    file: Option<Vec<u8>>,
    warnings: Vec<Warning>,
    log_z: Option<LogZ>,
}

#[derive(Serialize)]
struct Change {
    restarted: bool,
    warnings: Vec<Warning>,
}

fn build(experiment: Experiment, file: Option<&[u8]>) -> Result<Box<dyn Figure>, Error> {
    let entry = find(FIGURES, experiment.figure)
        .ok_or_else(|| Error::Unknown { kind: "figure", name: experiment.figure.into() })?;
    let data = dataset(&experiment, file)?;
    (entry.build.build)(experiment, data)
}

/// Whether a link leaves the experiment to the figure: it is empty, or says only how the page should look.
fn names_nothing(link: &str) -> bool {
    let (pairs, _) = link::parse(link);
    pairs.0.iter().all(|(key, _)| ["v", "fig", "build"].contains(&key.as_str()) || VIEW_KEYS.contains(&key.as_str()))
}

/// An experiment from a link; a figure that needs what the link leaves out gets its own default.
fn read(name: &str, link: &str) -> Result<(Experiment, Vec<Warning>), Error> {
    let entry = find(FIGURES, name).ok_or_else(|| Error::Unknown { kind: "figure", name: name.into() })?;
    let (mut experiment, mut warnings) = Experiment::read(if names_nothing(link) { entry.build.link } else { link });
    if !entry.build.models.contains(&experiment.model.id) {
        let (given, used) = (experiment.model.id, entry.build.models[0]);
        let link = experiment.link().replace(&format!("model={given}"), &format!("model={used}"));
        warnings.push(Warning::new("not-a-choice", "model", given, used));
        let (read, lost) = Experiment::read(&link);
        warnings.extend(lost);
        experiment = read;
    }
    if experiment.data.is_none() {
        let used = format!("{}&data=mnist", experiment.link());
        warnings.push(Warning::new("not-a-choice", "data", "none", "mnist"));
        experiment = Experiment::read(&used).0;
    }
    experiment.figure = entry.id;
    Ok((experiment, warnings))
}

#[wasm_bindgen(js_class = Figure)]
impl FigureHandle {
    /// Files below `data/` that a figure needs for a link.
    pub fn resources(name: &str, link: &str) -> Result<Vec<String>, JsValue> {
        let (experiment, _) = read(name, link).map_err(thrown)?;
        Ok(experiment.data.and_then(|d| d.build.file).map(str::to_string).into_iter().collect())
    }

    /// A scene of what can be shown before those files are there.
    pub fn outline(name: &str, link: &str) -> Result<Vec<u8>, JsValue> {
        let (experiment, _) = read(name, link).map_err(thrown)?;
        let entry = find(FIGURES, name).ok_or_else(|| thrown(Error::Unknown { kind: "figure", name: name.into() }))?;
        Ok((entry.build.outline)(&experiment).to_bytes())
    }

    /// The figure `name` in the state of a link's start. `data` is the file it needs.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, link: &str, data: Option<Vec<u8>>) -> Result<FigureHandle, JsValue> {
        let (experiment, warnings) = read(name, link).map_err(thrown)?;
        let figure = build(experiment, data.as_deref()).map_err(thrown)?;
        Ok(Self { figure, file: data, warnings, log_z: None })
    }

    /// Hands over a file that was missing.
    pub fn provide(&mut self, data: Vec<u8>) {
        self.file = Some(data);
    }

    /// Does up to `steps` steps, none beyond the target; returns how many.
    pub fn advance(&mut self, steps: u32) -> Result<f64, JsValue> {
        Ok(self.figure.advance(u64::from(steps)).map_err(thrown)? as f64)
    }

    /// Where it stops by itself.
    #[wasm_bindgen(js_name = setTarget)]
    pub fn set_target(&mut self, target: f64) {
        self.figure.set_target(target.max(0.0) as u64);
    }

    /// Numbers and words about the present state.
    pub fn status(&mut self) -> Result<JsValue, JsValue> {
        plain(&self.figure.status())
    }

    /// What in the link could not be used as it stood.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> Result<JsValue, JsValue> {
        plain(&self.warnings)
    }

    /// Changes a parameter; restarts the run if it must.
    pub fn set(&mut self, key: &str, value: &str) -> Result<JsValue, JsValue> {
        if let Some(warnings) = self.figure.change(key, value) {
            return plain(&Change { restarted: false, warnings });
        }
        let mut experiment = self.figure.experiment();
        experiment.reset_to_start();
        let mut warnings = if experiment.param(key).is_some() {
            experiment.set(key, value)
        } else if SELECTORS.iter().any(|p| p.key == key) {
            Vec::new()
        } else {
            let warnings = vec![Warning::new("unknown-key", key, value, "")];
            return plain(&Change { restarted: false, warnings });
        };
        let mut link = experiment.link();
        if SELECTORS.iter().any(|p| p.key == key) {
            // A choice decides which other keys apply: the link is read again, and keys that no longer apply are dropped.
            link = link.split('&').filter(|p| !p.starts_with(&format!("{key}="))).collect::<Vec<_>>().join("&");
            link += &format!("&{key}={value}");
        }
        let (experiment, found) = read(experiment.figure, &link).map_err(thrown)?;
        warnings.extend(found.into_iter().filter(|w| w.code != "does-not-apply"));
        self.rebuild(experiment)?;
        plain(&Change { restarted: true, warnings })
    }

    /// Starts again from an experiment; where to stop is kept.
    fn rebuild(&mut self, experiment: Experiment) -> Result<(), JsValue> {
        let target = self.figure.target();
        self.figure = build(experiment, self.file.as_deref()).map_err(thrown)?;
        self.figure.set_target(target);
        self.log_z = None;
        Ok(())
    }

    /// Back to step 0 with the same seed.
    pub fn reset(&mut self) -> Result<(), JsValue> {
        let mut experiment = self.figure.experiment();
        experiment.reset_to_start();
        self.rebuild(experiment)?;
        Ok(())
    }

    /// Uses this picture, pixels 0 or 1.
    pub fn draw(&mut self, pixels: Vec<u8>) -> Result<(), JsValue> {
        self.figure.act(Action::Draw(pixels)).map_err(thrown)
    }

    /// Damages these pixels (1).
    pub fn brush(&mut self, mask: Vec<u8>) -> Result<(), JsValue> {
        self.figure.act(Action::Brush(mask)).map_err(thrown)
    }

    /// Repairs with the present model.
    pub fn repair(&mut self) -> Result<(), JsValue> {
        self.figure.act(Action::Repair).map_err(thrown)
    }

    /// Shows this half-step of the repair.
    pub fn show(&mut self, half_step: u32) -> Result<(), JsValue> {
        self.figure.act(Action::Show(half_step as usize)).map_err(thrown)
    }

    /// Prepares the exact `ln Z` and announces its cost in states; throws `too-large` above 24 units.
    #[wasm_bindgen(js_name = exactLogZ)]
    pub fn exact_log_z(&mut self) -> Result<f64, JsValue> {
        let sum = self.figure.log_z().map_err(thrown)?;
        let total = sum.total() as f64;
        self.log_z = Some(sum);
        Ok(total)
    }

    /// Sums some states more: `{done, total}`, at the end with `logZ` and `logLikelihood`.
    #[wasm_bindgen(js_name = exactStep)]
    pub fn exact_step(&mut self, states: f64) -> Result<JsValue, JsValue> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Progress {
            done: f64,
            total: f64,
            log_z: Option<f64>,
            log_likelihood: Option<f64>,
        }
        let sum = self.log_z.as_mut().ok_or_else(|| thrown(Error::NotInExperiment("exact sum under way")))?;
        let log_z = sum.advance(states.max(0.0) as u64);
        let (done, total) = (sum.done() as f64, sum.total() as f64);
        let log_likelihood = match log_z {
            Some(value) => {
                self.log_z = None;
                Some(self.figure.log_likelihood(value).map_err(thrown)?)
            }
            None => None,
        };
        plain(&Progress { done, total, log_z, log_likelihood })
    }

    /// Gives the exact sum up.
    #[wasm_bindgen(js_name = exactCancel)]
    pub fn exact_cancel(&mut self) {
        self.log_z = None;
    }

    /// Pictures and charts of the present state, for `paint`.
    pub fn scene(&mut self) -> Vec<u8> {
        self.figure.scene().to_bytes()
    }
}
