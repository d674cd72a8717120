//! `Scene`: what the page paints.

use super::thrown;
use crate::{
    error::Error,
    paint as painter,
    scene::{Content, Panel, Scene, diagram},
};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

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

    /// Whether a panel is the same in another scene, so that it need not be painted again.
    pub fn same(&self, other: &SceneHandle, name: &str) -> bool {
        matches!((self.panel(name), other.panel(name)), (Ok(here), Ok(there)) if here == there)
    }

    /// A panel's title for people.
    pub fn title(&self, panel: &str) -> Result<String, JsValue> {
        Ok(self.panel(panel)?.title.clone())
    }

    /// Width and height in device pixels that a panel takes of `width` CSS pixels, `ratio` device pixels each.
    pub fn size(&self, panel: &str, width: f64, ratio: f64) -> Result<Vec<u32>, JsValue> {
        Ok(painter::size(self.panel(panel)?, width, ratio).into())
    }

    /// Paints a panel onto a canvas of that size, for the same width and ratio. `colors`: seven of three bytes each (paper, ink,
    /// quiet, rule, energy, data, sample) in the place of the theme's, or none.
    pub fn paint(
        &self,
        canvas: &HtmlCanvasElement,
        panel: &str,
        width: f64,
        dark: bool,
        ratio: f64,
        colors: &[u8],
    ) -> Result<(), JsValue> {
        painter::paint(canvas, self.panel(panel)?, width, dark, ratio, colors)
    }

    /// The handle of a diagram at a point of `width` CSS pixels: its name, then whether it is dragged (else it is pressed); `null`
    /// where there is none.
    pub fn hit(&self, panel: &str, x: f32, y: f32, width: f32) -> Result<JsValue, JsValue> {
        let Content::Diagram(diagram) = &self.panel(panel)?.content else { return Ok(JsValue::NULL) };
        let unit = diagram::WIDTH / width.max(1.0);
        let Some(handle) = diagram.hit((x * unit, y * unit), width) else { return Ok(JsValue::NULL) };
        Ok(js_sys::Array::of2(&handle.name.as_str().into(), &handle.drags.into()).into())
    }

    fn panel(&self, name: &str) -> Result<&Panel, JsValue> {
        let unknown = || thrown(Error::Unknown { kind: "panel", name: name.into() });
        self.0.panels.iter().find(|p| p.name == name).ok_or_else(unknown)
    }
}
