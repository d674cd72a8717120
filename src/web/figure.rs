//! `Figure`: what a worker drives and a page shows.

use super::{plain, thrown};
use crate::{
    error::{Error, Warning},
    experiment::{Experiment, SELECTORS},
    figures::{self, Action, Figure, Given, Instance},
    instance::EdgeList,
    scene::diagram::{self, Touch},
    shelf, weights,
};
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A running figure, and the files that its link cannot hold.
#[wasm_bindgen(js_name = Figure)]
pub struct FigureHandle {
    figure: Box<dyn Figure>,
    file: Option<Vec<u8>>,
    instance: Option<Rc<Instance>>,
    view: Vec<(&'static str, String)>,
    warnings: Vec<Warning>,
}

#[derive(Serialize)]
struct Change {
    restarted: bool,
    warnings: Vec<Warning>,
}

fn build(
    experiment: Experiment,
    file: Option<&[u8]>,
    instance: Option<Rc<Instance>>,
) -> Result<Box<dyn Figure>, Error> {
    let entry = figures::named(experiment.figure)?;
    let data = shelf::dataset(&experiment, file)?;
    (entry.build.build)(experiment, Given { data, instance })
}

/// The name of the figure that a link opens; nothing where it leaves that to the page.
#[wasm_bindgen(js_name = figureOf)]
pub fn figure_of(link: &str) -> Option<String> {
    figures::of_link(link).map(str::to_string)
}

/// The link of a figure's own first state.
#[wasm_bindgen(js_name = startOf)]
pub fn start_of(name: &str) -> Result<String, JsValue> {
    Ok(figures::named(name).map_err(thrown)?.build.link.to_string())
}

#[wasm_bindgen(js_class = Figure)]
impl FigureHandle {
    /// Files below `data/` that a figure needs for a link.
    pub fn resources(name: &str, link: &str) -> Result<Vec<String>, JsValue> {
        let (experiment, _) = figures::read(name, link).map_err(thrown)?;
        Ok(experiment.data.and_then(|d| d.build.file).map(str::to_string).into_iter().collect())
    }

    /// A scene of what can be shown before those files are there.
    pub fn outline(name: &str, link: &str) -> Result<Vec<u8>, JsValue> {
        let (experiment, _) = figures::read(name, link).map_err(thrown)?;
        let entry = figures::named(name).map_err(thrown)?;
        Ok((entry.build.outline)(&experiment).to_bytes())
    }

    /// The figure `name` in the state of a link's start. `data` is the file it needs.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, link: &str, data: Option<Vec<u8>>) -> Result<FigureHandle, JsValue> {
        let (experiment, warnings) = figures::read(name, link).map_err(thrown)?;
        let view = experiment.view.clone();
        let figure = build(experiment, data.as_deref(), None).map_err(thrown)?;
        Ok(Self { figure, file: data, instance: None, view, warnings })
    }

    /// Hands over a file that was missing.
    pub fn provide(&mut self, data: Vec<u8>) {
        self.file = Some(data);
    }

    /// Does up to `steps` steps, none beyond the target; returns how many.
    pub fn advance(&mut self, steps: u32) -> Result<f64, JsValue> {
        Ok(self.figure.advance(u64::from(steps)).map_err(thrown)? as f64)
    }

    /// A little of what observers that take long have still to do: 0 if there is nothing, 2 if there is something new to show.
    pub fn observe(&mut self) -> Result<u8, JsValue> {
        Ok(self.figure.observe().map_err(thrown)? as u8)
    }

    /// Where it stops by itself.
    #[wasm_bindgen(js_name = setTarget)]
    pub fn set_target(&mut self, target: f64) {
        self.figure.set_target(target.max(0.0) as u64);
    }

    /// Numbers and words about the present state; while it plays, what is costly may be a little older than the rest.
    pub fn status(&mut self, playing: bool) -> Result<JsValue, JsValue> {
        plain(&self.figure.status(playing))
    }

    /// What in the link could not be used as it stood.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> Result<JsValue, JsValue> {
        plain(&self.warnings)
    }

    /// What the link says of how the page looks, by its keys.
    #[wasm_bindgen(getter)]
    pub fn view(&self) -> Result<JsValue, JsValue> {
        plain(&super::view_of(self.view.clone()))
    }

    /// Changes a parameter; restarts the run if it must.
    pub fn set(&mut self, key: &str, value: &str) -> Result<JsValue, JsValue> {
        plain(&self.put(key, value)?)
    }

    fn put(&mut self, key: &str, value: &str) -> Result<Change, JsValue> {
        // As in a link, where no value has gaps.
        let value = &value.split_whitespace().collect::<String>();
        if let Some(warnings) = self.figure.change(key, value) {
            return Ok(Change { restarted: false, warnings });
        }
        let mut experiment = self.figure.restart_here();
        let mut warnings = if let Some(key) = key.strip_prefix("b.") {
            experiment.set_second(key, value)
        } else if experiment.param(key).is_some() {
            let before = experiment.link();
            let warnings = experiment.set(key, value);
            // What is refused changes nothing.
            if !warnings.is_empty() && experiment.link() == before {
                return Ok(Change { restarted: false, warnings });
            }
            warnings
        } else if SELECTORS.iter().any(|p| p.key == key) {
            let (chosen, warnings) = figures::choose(&experiment, key, value);
            experiment = chosen;
            warnings
        } else {
            vec![Warning::new("unknown-key", key, value, "")]
        };
        let entry = figures::named(experiment.figure).map_err(thrown)?;
        if !(entry.build.shows)(&experiment) {
            let kept = self.figure.restart().value(key).map(|value| value.write()).unwrap_or_default();
            warnings = vec![Warning::new("refused", key, value, &kept)];
        }
        if warnings.iter().any(|w| w.code == "unknown-key") || !(entry.build.shows)(&experiment) {
            return Ok(Change { restarted: false, warnings });
        }
        self.rebuild(experiment)?;
        Ok(Change { restarted: true, warnings })
    }

    /// What the reader did to a handle of a diagram: the parameters that it means are set. `place` is where the pointer is, x and y,
    /// where it took the handle, and the width of the diagram, all in CSS pixels.
    pub fn touch(&mut self, panel: &str, handle: &str, place: &[f32]) -> Result<JsValue, JsValue> {
        let &[x, y, from_x, from_y, width] = place else { return Err(thrown(Error::NotInExperiment("such place"))) };
        let unit = diagram::WIDTH / width.max(1.0);
        let (at, from) = ((x * unit, y * unit), (from_x * unit, from_y * unit));
        let wanted = self.figure.touch(Touch { panel, handle, at, from });
        let mut change = Change { restarted: false, warnings: Vec::new() };
        for (key, value) in wanted {
            let next = self.put(key, &value)?;
            change.restarted |= next.restarted;
            change.warnings.extend(next.warnings);
        }
        plain(&change)
    }

    /// Starts again from an experiment; couplings from a file are kept.
    fn rebuild(&mut self, experiment: Experiment) -> Result<(), JsValue> {
        self.figure = build(experiment, self.file.as_deref(), self.instance.clone()).map_err(thrown)?;
        Ok(())
    }

    /// Back to step 0 with the same seed.
    pub fn reset(&mut self) -> Result<(), JsValue> {
        self.rebuild(self.figure.restart())
    }

    /// Takes couplings from the text of an edge list, and starts again with them; an empty text takes them away. Throws
    /// `bad-instance` with the number of the line that cannot be read.
    #[wasm_bindgen(js_name = setInstance)]
    pub fn set_instance(&mut self, name: &str, text: &str) -> Result<(), JsValue> {
        let experiment = self.figure.restart();
        // No model of the first picture does.
        if cfg!(not(feature = "all")) || !experiment.model.build.takes_instance {
            return Err(thrown(Error::NotInExperiment(crate::phrase!("model that takes an edge list"))));
        }
        self.instance = if text.trim().is_empty() {
            None
        } else {
            let list = EdgeList::parse(text).map_err(thrown)?;
            Some(Rc::new(Instance { name: name.to_string(), list }))
        };
        self.rebuild(experiment)
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

    /// Shows this one: a half-step of the repair, a chain.
    pub fn show(&mut self, index: u32) -> Result<(), JsValue> {
        self.figure.act(Action::Show(index as usize)).map_err(thrown)
    }

    /// Starts the figure's long exact sum, and announces its cost: `{done, total}` in states. Throws `too-large` above 24 units.
    #[wasm_bindgen(js_name = exact)]
    pub fn exact(&mut self) -> Result<JsValue, JsValue> {
        plain(&self.figure.start_exact().map_err(thrown)?)
    }

    /// Sums some states more: `{done, total}`, at the end with `logZ` and, where there are data, `logLikelihood`.
    #[wasm_bindgen(js_name = exactStep)]
    pub fn exact_step(&mut self, states: f64) -> Result<JsValue, JsValue> {
        plain(&self.figure.advance_exact(states.max(0.0) as u64).map_err(thrown)?)
    }

    /// Gives the exact sum up.
    #[wasm_bindgen(js_name = exactCancel)]
    pub fn exact_cancel(&mut self) {
        self.figure.cancel_exact();
    }

    /// The parameters of the present state as a safetensors file, the same as the tool exports for its link.
    pub fn weights(&mut self) -> Result<Vec<u8>, JsValue> {
        Ok(weights::safetensors(self.figure.main_run().map_err(thrown)?))
    }

    /// Pictures and charts of the present state, for `paint`.
    pub fn scene(&mut self) -> Vec<u8> {
        self.figure.scene().to_bytes()
    }
}
