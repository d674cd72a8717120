//! The one place that knows how a scene is painted. Onto a canvas: pictures pixel by pixel, charts by plotters, diagrams mark by
//! mark. As SVG: charts by the same plotters, diagrams mark by mark.

mod chart;
#[cfg(feature = "paint")]
mod diagram;
#[cfg(feature = "paint")]
mod pictures;
mod scale;
#[cfg(feature = "take")]
mod svg;

#[cfg(feature = "paint")]
use crate::scene::{Content, Panel};
use crate::scene::{Role, diagram::Tone};
#[cfg(feature = "paint")]
use pictures::Grid;
#[cfg(feature = "paint")]
use plotters_canvas::CanvasBackend;
#[cfg(feature = "take")]
pub use svg::svg;
#[cfg(feature = "paint")]
use wasm_bindgen::JsValue;
#[cfg(feature = "paint")]
use web_sys::HtmlCanvasElement;

type Rgb = (u8, u8, u8);

/// The colours of a theme; what they mean is fixed.
struct Palette {
    paper: Rgb,
    ink: Rgb,
    quiet: Rgb,
    rule: Rgb,
    energy: Rgb,
    data: Rgb,
    sample: Rgb,
}

const LIGHT: Palette = Palette {
    paper: (0xfd, 0xfd, 0xfb),
    ink: (0x1d, 0x1f, 0x22),
    quiet: (0x5b, 0x60, 0x68),
    rule: (0xd9, 0xd7, 0xd0),
    energy: (0x2b, 0x6c, 0xa3),
    data: (0xb3, 0x26, 0x1e),
    sample: (0xb3, 0x5c, 0x00),
};
const DARK: Palette = Palette {
    paper: (0x15, 0x17, 0x1a),
    ink: (0xe6, 0xe4, 0xde),
    quiet: (0x9a, 0xa0, 0xa8),
    rule: (0x33, 0x37, 0x3d),
    energy: (0x7f, 0xb2, 0xdd),
    data: (0xf0, 0x8a, 0x80),
    sample: (0xf0, 0xa5, 0x52),
};

impl Palette {
    /// From three bytes a colour, in the order of the fields, if that is what there is.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (colors, _) = bytes.as_chunks::<3>();
        let &[paper, ink, quiet, rule, energy, data, sample] = colors else { return None };
        let [paper, ink, quiet, rule, energy, data, sample] =
            [paper, ink, quiet, rule, energy, data, sample].map(|[r, g, b]| (r, g, b));
        Some(Self { paper, ink, quiet, rule, energy, data, sample })
    }
}

/// Paints one panel onto a canvas of its [`size`] for `width` CSS pixels, `ratio` device pixels each, in colours of its own (three
/// bytes each: paper, ink, quiet, rule, energy, data, sample) or a theme's.
#[cfg(feature = "paint")]
pub fn paint(
    canvas: &HtmlCanvasElement,
    panel: &Panel,
    width: f64,
    dark: bool,
    ratio: f64,
    colors: &[u8],
) -> Result<(), JsValue> {
    let own = Palette::from_bytes(colors);
    let palette = own.as_ref().unwrap_or(palette(dark));
    match &panel.content {
        Content::Pictures { shades, pixels, .. } => match Grid::fit(&panel.content, device(width, ratio), ratio) {
            Some(grid) => pictures::paint(canvas, palette, &grid, (*shades, ratio), pixels),
            None => Ok(()),
        },
        Content::Chart(chart) => {
            let backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or("the canvas has no 2D context")?;
            chart::paint(backend, chart, palette, ratio).map_err(|e| JsValue::from_str(&e.to_string()))
        }
        Content::Diagram(diagram) => diagram::paint(canvas, diagram, palette, ratio),
    }
}

fn palette(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

fn mix(from: Rgb, to: Rgb, part: f32) -> Rgb {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part.clamp(0.0, 1.0)).round() as u8;
    (channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

fn role_color(role: Role, palette: &Palette) -> Rgb {
    match role {
        Role::Energy => palette.energy,
        Role::Data => palette.data,
        Role::Sample => palette.sample,
        Role::Exact => palette.ink,
        Role::Beside => mix(palette.paper, palette.quiet, 0.7),
    }
}

fn css((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn tone(tone: Tone, palette: &Palette) -> String {
    css(match tone {
        Tone::Paper => palette.paper,
        Tone::Ink => palette.ink,
        Tone::Quiet => palette.quiet,
        Tone::Rule => palette.rule,
        Tone::Of(role) => role_color(role, palette),
        Tone::Faint(role, part) => mix(palette.paper, role_color(role, palette), part),
    })
}

/// CSS pixels in device pixels.
#[cfg(feature = "paint")]
fn device(width: f64, ratio: f64) -> u32 {
    (width * ratio).max(1.0) as u32
}

/// The size in device pixels that a panel takes of `width` CSS pixels, `ratio` device pixels each.
#[cfg(feature = "paint")]
pub fn size(panel: &Panel, width: f64, ratio: f64) -> [u32; 2] {
    let width = device(width, ratio);
    match Grid::fit(&panel.content, width, ratio) {
        Some(grid) => grid.size(),
        None => [width, (f64::from(width) / f64::from(panel.aspect)).round() as u32],
    }
}
