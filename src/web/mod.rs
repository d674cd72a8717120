//! The browser's door: handles over sessions and figures, newtypes without logic of their own.
//!
//! Every failure is a thrown `Error` with a stable `code`.

mod figure;
mod handles;

use crate::{
    data::Dataset,
    error::Error,
    experiment::{Experiment, VIEW_KEYS},
    link, paint as painter,
    scene::{Content, Scene, diagram},
    words,
};
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

pub use figure::{FigureHandle, figure_of};
pub use handles::{ModelHandle, SamplerHandle, TrainerHandle};

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// The language of everything that is said from now on: English sentences and what stands for them, in turns.
#[wasm_bindgen(js_name = setWords)]
pub fn set_words(pairs: Vec<String>) {
    words::install(pairs);
}

/// An `Error` with a `code`, from one of ours; one about a missing file names it as `file`.
fn thrown(error: Error) -> JsValue {
    let object = js_sys::Error::new(&error.to_string());
    // Setting a property of a fresh object cannot fail.
    let _always = js_sys::Reflect::set(&object, &"code".into(), &error.code().into());
    if let Error::MissingData(file) = &error {
        let _always = js_sys::Reflect::set(&object, &"file".into(), &file.into());
    }
    object.into()
}

/// Plain data as plain objects.
fn plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// The data set of an experiment, from the file it needs if it needs one.
fn dataset(experiment: &Experiment, file: Option<&[u8]>) -> Result<Option<Rc<Dataset>>, Error> {
    Ok(experiment.dataset(file)?.map(Rc::new))
}

/// Everything that is registered, with parameters, for menus and controls.
#[wasm_bindgen]
pub fn catalogue() -> Result<JsValue, JsValue> {
    plain(&crate::catalogue::catalogue())
}

/// What a link means: its canonical form, warnings, view keys, and whether it is a state at all.
#[wasm_bindgen(js_name = checkLink)]
pub fn check_link(text: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Checked {
        canonical: String,
        warnings: Vec<crate::error::Warning>,
        view: std::collections::BTreeMap<&'static str, String>,
        view_keys: &'static [&'static str],
        is_state: bool,
    }
    let (experiment, warnings) = Experiment::read(text);
    // Extended and not collected: collecting sorts, and a sort is 10 kB of code.
    let mut view = std::collections::BTreeMap::new();
    view.extend(experiment.view.iter().cloned());
    plain(&Checked {
        canonical: experiment.link(),
        warnings,
        view,
        view_keys: VIEW_KEYS,
        is_state: link::is_state(text),
    })
}

/// A scene that came from a worker, to be painted.
#[wasm_bindgen(js_name = Scene)]
pub struct SceneHandle(Scene);

#[wasm_bindgen(js_class = Scene)]
impl SceneHandle {
    /// From the bytes of `Figure.scene`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<SceneHandle, JsValue> {
        let damaged = || thrown(Error::BadData("the scene cannot be read".into()));
        Scene::from_bytes(bytes).map(Self).ok_or_else(damaged)
    }

    /// Names of its panels.
    #[wasm_bindgen(getter)]
    pub fn names(&self) -> Vec<String> {
        self.0.panels.iter().map(|p| p.name.clone()).collect()
    }

    /// A panel's title for people.
    pub fn title(&self, panel: &str) -> Result<String, JsValue> {
        Ok(self.panel(panel)?.title.clone())
    }

    /// Width and height in device pixels that a panel takes of `width` CSS pixels, `ratio` device pixels each.
    pub fn size(&self, panel: &str, width: f64, ratio: f64) -> Result<Vec<u32>, JsValue> {
        Ok(painter::size(self.panel(panel)?, width, ratio).into())
    }

    /// Paints a panel onto a canvas of that size, for the same width and ratio.
    pub fn paint(
        &self,
        canvas: &HtmlCanvasElement,
        panel: &str,
        width: f64,
        dark: bool,
        ratio: f64,
    ) -> Result<(), JsValue> {
        painter::paint(canvas, self.panel(panel)?, width, dark, ratio)
    }

    /// The handle of a diagram at a point of `width` CSS pixels: its name, then whether it is dragged (else it is pressed); `null`
    /// where there is none.
    pub fn hit(&self, panel: &str, x: f32, y: f32, width: f32) -> Result<JsValue, JsValue> {
        let Content::Diagram(diagram) = &self.panel(panel)?.content else { return Ok(JsValue::NULL) };
        let unit = diagram::WIDTH / width.max(1.0);
        let Some(handle) = diagram.hit((x * unit, y * unit), width) else { return Ok(JsValue::NULL) };
        Ok(js_sys::Array::of2(&handle.name.as_str().into(), &handle.drags.into()).into())
    }

    fn panel(&self, name: &str) -> Result<&crate::scene::Panel, JsValue> {
        let unknown = || thrown(Error::Unknown { kind: "panel", name: name.into() });
        self.0.panels.iter().find(|p| p.name == name).ok_or_else(unknown)
    }
}
