//! `Model`, `Sampler`, `Trainer`: three views of one shared run, usable without our page.

use super::{plain, thrown};
use crate::{
    error::Error,
    exact,
    experiment::Experiment,
    say,
    session::{Run, Session},
    shelf,
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;

/// A number of steps.
fn count(n: f64) -> Result<u64, JsValue> {
    // Beyond, not every number is one.
    let whole = (0.0..=9_007_199_254_740_991.0).contains(&n) && n.fract() == 0.0;
    if whole {
        Ok(n as u64)
    } else {
        Err(thrown(Error::Argument(say!("steps are a whole number from 0 on, not {0}", n))))
    }
}

/// The model of a link, with the run that it belongs to.
#[wasm_bindgen(js_name = Model)]
pub struct ModelHandle {
    run: Rc<RefCell<Run>>,
    warnings: Vec<crate::error::Warning>,
}

#[wasm_bindgen(js_class = Model)]
impl ModelHandle {
    /// Builds what a link describes, at step 0; throws `bad-argument` if it is no text. `data` is the file of the data set, where it needs one.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string")] link: JsValue,
        data: Option<Vec<u8>>,
    ) -> Result<ModelHandle, JsValue> {
        let link = link.as_string().ok_or_else(|| thrown(Error::Argument(say!("a link is a text"))))?;
        let (experiment, warnings) = Experiment::read(&link);
        let data = shelf::dataset(&experiment, data.as_deref()).map_err(thrown)?;
        let run = Run::new(experiment, data).map_err(thrown)?;
        Ok(Self { run: Rc::new(RefCell::new(run)), warnings })
    }

    /// What in the link could not be used as it stood.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> Result<JsValue, JsValue> {
        plain(&self.warnings)
    }

    /// The canonical link.
    #[wasm_bindgen(getter)]
    pub fn link(&self) -> String {
        self.run.borrow().experiment().link()
    }

    /// The digest of the present state.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.run.borrow_mut().digest()
    }

    /// Names of the parameter tensors.
    #[wasm_bindgen(getter)]
    pub fn tensors(&self) -> Vec<String> {
        self.run.borrow_mut().model().tensors().iter().map(|t| t.name.to_string()).collect()
    }

    /// A parameter tensor, row-major.
    pub fn tensor(&self, name: &str) -> Result<Vec<f32>, JsValue> {
        let mut run = self.run.borrow_mut();
        let found = run.model().tensors().into_iter().find(|t| t.name == name).map(|t| t.values.to_vec());
        found.ok_or_else(|| thrown(Error::Unknown { kind: crate::phrase!("tensor"), name: name.into() }))
    }

    /// `E(x)` of a whole state, visible units first.
    pub fn energy(&self, state: &[f32]) -> Result<f64, JsValue> {
        let mut run = self.run.borrow_mut();
        let model = run.model();
        if state.len() != model.space().units() {
            return Err(thrown(Error::Argument(say!("a state has {0} units", model.space().units()))));
        }
        let energy = model.energy().ok_or_else(|| thrown(Error::NotInExperiment(crate::phrase!("energy"))))?;
        Ok(energy.energy(state))
    }

    /// `F_T(v)` of the visible units.
    #[wasm_bindgen(js_name = freeEnergy)]
    pub fn free_energy(&self, visible: &[f32]) -> Result<f64, JsValue> {
        let mut run = self.run.borrow_mut();
        let temperature = run.temperature();
        let model = run.model();
        if visible.len() != model.space().visible() {
            return Err(thrown(Error::Argument(say!("there are {0} visible units", model.space().visible()))));
        }
        let layers = model.two_layers().ok_or_else(|| thrown(Error::NotInExperiment(crate::phrase!("free energy"))))?;
        Ok(layers.free_energy(visible, temperature))
    }

    /// The exact `ln Z`; throws `too-large` above 24 units to sum over.
    #[wasm_bindgen(js_name = logZ)]
    pub fn log_z(&self) -> Result<f64, JsValue> {
        let mut run = self.run.borrow_mut();
        let temperature = run.temperature();
        exact::log_z(run.model(), temperature).map_err(thrown)
    }
}

/// The learning rule of a model's run.
#[wasm_bindgen(js_name = Trainer)]
pub struct TrainerHandle(Rc<RefCell<Run>>);

#[wasm_bindgen(js_class = Trainer)]
impl TrainerHandle {
    /// Throws `not-in-experiment` if the link names no trainer.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &ModelHandle) -> Result<TrainerHandle, JsValue> {
        let learns = model.run.borrow().experiment().trainer.is_some();
        if learns {
            Ok(Self(model.run.clone()))
        } else {
            Err(thrown(Error::NotInExperiment(crate::phrase!("trainer"))))
        }
    }

    /// Does `n` updates; throws `bad-argument` if that is no whole number.
    pub fn step(&self, n: f64) -> Result<(), JsValue> {
        self.0.borrow_mut().advance(count(n)?).map_err(thrown)
    }

    /// Updates done.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> f64 {
        self.0.borrow().step() as f64
    }

    /// Examples seen.
    #[wasm_bindgen(getter, js_name = examplesSeen)]
    pub fn examples_seen(&self) -> f64 {
        self.0.borrow().examples_seen() as f64
    }

    /// The digest of the present state.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.0.borrow_mut().digest()
    }
}

/// The sampler of a model's run: the link's `sampler`, or what `then` names.
#[wasm_bindgen(js_name = Sampler)]
pub struct SamplerHandle(Rc<RefCell<Run>>);

#[wasm_bindgen(js_class = Sampler)]
impl SamplerHandle {
    /// Throws `not-in-experiment` if the link names neither a sampler nor `then`.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &ModelHandle) -> Result<SamplerHandle, JsValue> {
        let run = model.run.borrow();
        let samples = run.experiment().sampler.is_some() || run.experiment().then.is_some();
        if samples {
            Ok(Self(model.run.clone()))
        } else {
            Err(thrown(Error::NotInExperiment(crate::phrase!("sampler"))))
        }
    }

    /// Does `n` sweeps of every chain (of a link with a sampler); throws `bad-argument` if that is no whole number.
    pub fn step(&self, n: f64) -> Result<(), JsValue> {
        if self.0.borrow().experiment().sampler.is_none() {
            return Err(thrown(Error::NotInExperiment(crate::phrase!("sampler"))));
        }
        self.0.borrow_mut().advance(count(n)?).map_err(thrown)
    }

    /// Runs what `then` names, from the present model.
    #[wasm_bindgen(js_name = runThen)]
    pub fn run_then(&self) -> Result<(), JsValue> {
        self.0.borrow_mut().run_then(&mut |_, _| {}).map_err(thrown)
    }

    /// The states of all chains, one after another.
    #[wasm_bindgen(getter)]
    pub fn states(&self) -> Vec<f32> {
        self.0.borrow().chains().concat()
    }

    /// The digest of the present state.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.0.borrow_mut().digest()
    }
}
