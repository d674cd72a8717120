//! The browser's door: handles over sessions and figures, newtypes without logic of their own.
//!
//! Every failure is a thrown `Error` with a stable `code`.

mod figure;
#[cfg(feature = "all")]
mod handles;
#[cfg(feature = "paint")]
mod scene;
#[cfg(feature = "take")]
mod take;

use crate::{error::Error, words};
#[cfg(feature = "all")]
use crate::{
    experiment::{Experiment, VIEW},
    link,
};
use serde::Serialize;
use wasm_bindgen::prelude::*;

pub use figure::{FigureHandle, figure_of};
#[cfg(feature = "all")]
pub use handles::{ModelHandle, SamplerHandle, TrainerHandle};
#[cfg(feature = "paint")]
pub use scene::SceneHandle;
#[cfg(feature = "take")]
pub use take::{csv, panel_csv, panel_svg, panels, qr_code};

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

/// Everything that is registered, with parameters, for menus and controls.
#[wasm_bindgen]
pub fn catalogue() -> Result<JsValue, JsValue> {
    plain(&crate::catalogue::catalogue())
}

/// Pairs as an object. Extended and not collected: collecting sorts, and a sort is 10 kB of code.
fn view_of(pairs: Vec<(&'static str, String)>) -> litemap::LiteMap<&'static str, String> {
    let mut view = litemap::LiteMap::new();
    view.extend(pairs);
    view
}

/// What a link means, key by key: its canonical form, every key with its value, the registry's words and its warnings.
#[cfg(feature = "all")]
#[wasm_bindgen(js_name = checkLink)]
pub fn check_link(text: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Checked {
        #[serde(flatten)]
        meaning: crate::explain::Meaning,
        view: litemap::LiteMap<&'static str, String>,
        view_keys: Vec<&'static str>,
        is_state: bool,
    }
    let (experiment, _) = Experiment::read(text);
    plain(&Checked {
        meaning: crate::explain::explain(text),
        view: view_of(experiment.view),
        view_keys: VIEW.iter().map(|param| param.key).collect(),
        is_state: link::is_state(text),
    })
}

/// The links in a text such as a mail, each on one line.
#[cfg(feature = "all")]
#[wasm_bindgen(js_name = findLinks)]
pub fn find_links(text: &str) -> Vec<String> {
    link::find(text)
}
