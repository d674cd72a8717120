//! What a reader takes along, made of the bytes of `Figure.scene`.

use super::{plain, thrown};
use crate::{
    error::Error,
    paint::svg,
    scene::{Content, Panel, Scene},
    take,
};
use serde::Serialize;
use wasm_bindgen::prelude::*;

fn scene(bytes: &[u8]) -> Result<Scene, JsValue> {
    Scene::from_bytes(bytes).ok_or_else(|| thrown(Error::BadData("the scene cannot be read".into())))
}

fn panel(bytes: &[u8], name: &str) -> Result<Panel, JsValue> {
    let unknown = || thrown(Error::Unknown { kind: "panel", name: name.into() });
    scene(bytes)?.panels.into_iter().find(|p| p.name == name).ok_or_else(unknown)
}

/// The panels of a scene: `{name, title, vector, data}`, whether there is an SVG of it, whether there are data.
#[wasm_bindgen]
pub fn panels(bytes: &[u8]) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Listed {
        name: String,
        title: String,
        vector: bool,
        data: bool,
    }
    let listed = |panel: Panel| Listed {
        vector: !matches!(panel.content, Content::Pictures { .. }),
        data: !matches!(panel.content, Content::Diagram(_)),
        name: panel.name,
        title: panel.title,
    };
    plain(&scene(bytes)?.panels.into_iter().map(listed).collect::<Vec<_>>())
}

/// A chart or a diagram of a scene as SVG, `width` CSS pixels wide, in colours as for `Scene.paint` or, without them, a theme's; nothing
/// where the panel is made of pixels.
#[wasm_bindgen(js_name = panelSvg)]
pub fn panel_svg(
    bytes: &[u8],
    name: &str,
    width: f64,
    dark: bool,
    colors: Option<Vec<u8>>,
) -> Result<Option<String>, JsValue> {
    Ok(svg(&panel(bytes, name)?, width, dark, &colors.unwrap_or_default()))
}

/// The data behind a panel as CSV; nothing for diagrams.
#[wasm_bindgen(js_name = panelCsv)]
pub fn panel_csv(bytes: &[u8], name: &str) -> Result<Option<String>, JsValue> {
    Ok(take::panel(&panel(bytes, name)?))
}

/// Cells row by row as CSV.
#[wasm_bindgen(js_name = csv)]
pub fn csv(cells: Vec<String>, columns: usize) -> String {
    take::rows(&cells, columns)
}

/// A text as a QR code: `{size, path}`, squares on a side without the margin of four, and an SVG path in units of a square; nothing where it
/// is longer than phones can read.
#[wasm_bindgen(js_name = qrCode)]
pub fn qr_code(text: &str) -> Result<JsValue, JsValue> {
    take::code(text).map_or(Ok(JsValue::UNDEFINED), |code| plain(&code))
}
