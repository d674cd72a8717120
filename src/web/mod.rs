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
    scene::Scene,
};
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

pub use figure::FigureHandle;
pub use handles::{ModelHandle, SamplerHandle, TrainerHandle};

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// An `Error` with a `code`, from one of ours.
fn thrown(error: Error) -> JsValue {
    let object = js_sys::Error::new(&error.to_string());
    // Setting a property of a fresh object cannot fail.
    let _always = js_sys::Reflect::set(&object, &"code".into(), &error.code().into());
    object.into()
}

/// Plain data as plain objects.
fn plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// The data set of an experiment, from the file it needs if it needs one.
fn dataset(experiment: &Experiment, file: Option<&[u8]>) -> Result<Option<Rc<Dataset>>, Error> {
    let make = |e: &crate::registry::Entry<crate::data::Source>| (e.build.build)(experiment.side(), file);
    experiment.data.map(|entry| make(entry).map(Rc::new)).transpose()
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
    plain(&Checked {
        canonical: experiment.link(),
        warnings,
        view: experiment.view.iter().cloned().collect(),
        view_keys: VIEW_KEYS,
        is_state: link::is_state(text),
    })
}

/// Paints one panel of a scene; the canvas has its size in device pixels, `dpr` of them a CSS pixel.
#[wasm_bindgen]
pub fn paint(canvas: &HtmlCanvasElement, scene: &[u8], panel: &str, dark: bool, dpr: f64) -> Result<(), JsValue> {
    let unknown = || thrown(Error::Unknown { kind: "panel", name: panel.into() });
    let scene = Scene::from_bytes(scene).ok_or_else(unknown)?;
    let panel = scene.panels.iter().find(|p| p.name == panel).ok_or_else(unknown)?;
    painter::paint(canvas, panel, dark, dpr)
}

/// The panels of a scene: name, title, width over height.
#[wasm_bindgen]
pub fn panels(scene: &[u8]) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Outline<'a> {
        name: &'a str,
        title: &'a str,
        aspect: f32,
    }
    let scene = Scene::from_bytes(scene).unwrap_or_default();
    let outline = |p: &'_ crate::scene::Panel| (p.name.clone(), p.title.clone(), p.aspect);
    let outlines: Vec<_> = scene.panels.iter().map(outline).collect();
    plain(&outlines.iter().map(|(name, title, aspect)| Outline { name, title, aspect: *aspect }).collect::<Vec<_>>())
}
