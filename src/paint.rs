//! The one file that knows how a scene gets onto a canvas: pictures pixel by pixel, charts by plotters.

use crate::scene::{Chart, Content, Curve, Panel, Role, Shades};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

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

/// Paints one panel onto a canvas whose width and height are in device pixels, `ratio` of them a CSS pixel.
pub fn paint(canvas: &HtmlCanvasElement, panel: &Panel, dark: bool, ratio: f64) -> Result<(), JsValue> {
    let palette = if dark { &DARK } else { &LIGHT };
    match &panel.content {
        Content::Pictures { shades, pixels, .. } => match Grid::fit(&panel.content, canvas.width(), ratio) {
            Some(grid) => pictures(canvas, palette, &grid, *shades, pixels),
            None => Ok(()),
        },
        Content::Chart(chart) => {
            let backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or("the canvas has no 2D context")?;
            draw_chart(backend, chart, palette, ratio).map_err(|e| JsValue::from_str(&e.to_string()))
        }
    }
}

fn mix(from: Rgb, to: Rgb, part: f32) -> Rgb {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part.clamp(0.0, 1.0)).round() as u8;
    (channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

fn shade(palette: &Palette, shades: Shades, value: f32) -> Rgb {
    match shades {
        Shades::Ink if value >= 2.0 => mix(mix(palette.paper, palette.data, 0.22), palette.data, value - 2.0),
        Shades::Ink => mix(palette.paper, palette.ink, value),
        Shades::Signed if value < 0.0 => mix(palette.paper, palette.sample, -value),
        Shades::Signed => mix(palette.paper, palette.energy, value),
    }
}

/// Width of a picture in a grid that may flow, in CSS pixels: about this, on wide and on narrow pages.
const FLOWING: (f64, f64) = (58.0, 34.0);
/// Pages below this many CSS pixels are narrow.
const NARROW: f64 = 600.0;

/// How pictures of one size lie on a canvas: every pixel the same whole number of device pixels.
struct Grid {
    rows: u32,
    cols: u32,
    across: u32,
    down: u32,
    scale: u32,
}

impl Grid {
    /// The grid that fits `width` device pixels.
    fn fit(content: &Content, width: u32, ratio: f64) -> Option<Self> {
        let Content::Pictures { rows, cols, across, pixels, .. } = content else { return None };
        let (rows, cols) = ((*rows).max(1), (*cols).max(1));
        let count = (pixels.len() as u32 / (rows * cols)).max(1);
        let inner = width.saturating_sub(2);
        let (across, scale) = match across {
            Some(across) => (*across, inner / (across * (cols + 1) - 1).max(1)),
            None => {
                let target = if f64::from(width) < NARROW * ratio { FLOWING.1 } else { FLOWING.0 };
                let scale = ((target * ratio / f64::from(cols)) as u32).max(1);
                ((inner + scale) / ((cols + 1) * scale), scale)
            }
        };
        let across = across.clamp(1, count);
        Some(Self { rows, cols, across, down: count.div_ceil(across), scale: scale.max(1) })
    }

    /// Width and height with a gap of one pixel between pictures and a hairline around all.
    fn size(&self) -> [u32; 2] {
        [(self.across * (self.cols + 1) - 1) * self.scale + 2, (self.down * (self.rows + 1) - 1) * self.scale + 2]
    }
}

/// The size in device pixels that a panel takes of `width` CSS pixels, `ratio` device pixels each.
pub fn size(panel: &Panel, width: f64, ratio: f64) -> [u32; 2] {
    let device = (width * ratio).max(1.0) as u32;
    match Grid::fit(&panel.content, device, ratio) {
        Some(grid) => grid.size(),
        None => [device, (f64::from(device) / f64::from(panel.aspect)).round() as u32],
    }
}

/// A grid of pictures with a hairline around each.
fn pictures(
    canvas: &HtmlCanvasElement,
    palette: &Palette,
    grid: &Grid,
    shades: Shades,
    pixels: &[f32],
) -> Result<(), JsValue> {
    let (width, height) = (canvas.width(), canvas.height());
    let Grid { rows, cols, across, scale, .. } = *grid;
    let mut bytes = vec![0; (width * height * 4) as usize];
    let mut fill = |x: u32, y: u32, w: u32, h: u32, (r, g, b): Rgb| {
        for py in y..(y + h).min(height) {
            for px in x..(x + w).min(width) {
                let at = ((py * width + px) * 4) as usize;
                bytes[at..at + 4].copy_from_slice(&[r, g, b, 255]);
            }
        }
    };
    fill(0, 0, width, height, palette.paper);
    for (index, picture) in pixels.chunks_exact((rows * cols) as usize).enumerate() {
        let (column, row) = (index as u32 % across, index as u32 / across);
        let (x, y) = (1 + column * (cols + 1) * scale, 1 + row * (rows + 1) * scale);
        fill(x - 1, y - 1, cols * scale + 2, rows * scale + 2, palette.rule);
        for (i, &value) in picture.iter().enumerate() {
            let (px, py) = (i as u32 % cols, i as u32 / cols);
            fill(x + px * scale, y + py * scale, scale, scale, shade(palette, shades, value));
        }
    }
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or("the canvas has no 2D context")?.dyn_into()?;
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&bytes), width, height)?;
    context.put_image_data(&image, 0.0, 0.0)
}

fn rgb((r, g, b): Rgb) -> RGBColor {
    RGBColor(r, g, b)
}

/// Lower and upper end of the values, widened where they are one.
fn range(values: impl Iterator<Item = f32>) -> (f32, f32) {
    let (low, high) = values.fold((f32::INFINITY, f32::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if low > high {
        (0.0, 1.0)
    } else if high - low < 1e-6 * high.abs().max(1e-6) {
        (low - 0.5 * low.abs().max(0.1), high + 0.5 * high.abs().max(0.1))
    } else {
        (low - 0.06 * (high - low), high + 0.06 * (high - low))
    }
}

/// A tick's number: no more digits than it needs.
fn tick(value: f32, span: f32) -> String {
    let digits = if span >= 8.0 {
        0
    } else if span >= 0.8 {
        1
    } else if span >= 0.08 {
        2
    } else {
        3
    };
    format!("{value:.digits$}").replace('-', "−")
}

fn draw_chart(
    backend: CanvasBackend,
    chart: &Chart,
    palette: &Palette,
    ratio: f64,
) -> Result<(), Box<dyn std::error::Error>> {
    let px = |size: f64| (size * ratio).round() as i32;
    let area = backend.into_drawing_area();
    area.fill(&rgb(palette.paper))?;
    let finite: Vec<Vec<(f32, f32)>> = chart
        .curves
        .iter()
        .map(|c| c.points.iter().copied().filter(|p| p.0.is_finite() && p.1.is_finite()).collect())
        .collect();
    let all = || finite.iter().flatten();
    let (_, right) = range(all().map(|p| p.0).chain([0.0]));
    // Before there is anything to show, an axis from 0 to 1.
    let right = if all().any(|p| p.0 > 0.0) { right } else { 1.0 };
    let (low, high) = range(all().map(|p| p.1));
    let style = |size: f64, color: Rgb| ("system-ui, sans-serif", f64::from(px(size))).into_font().color(&rgb(color));
    let (_, height) = area.dim_in_pixel();
    let mut context = ChartBuilder::on(&area)
        .margin_top(px(30.0))
        .margin_right(px(14.0))
        .x_label_area_size(px(38.0))
        .y_label_area_size(px(62.0))
        .build_cartesian_2d(0f32..right, low..high)?;
    context
        .configure_mesh()
        .disable_mesh()
        .axis_style(rgb(palette.rule).stroke_width(px(1.0) as u32))
        .x_labels(5)
        .y_labels(((height as f64 / ratio / 48.0) as usize).clamp(3, 6))
        .x_label_formatter(&|x| tick(*x, right))
        .y_label_formatter(&|y| tick(*y, high - low))
        .set_all_tick_mark_size(px(4.0))
        .x_desc(chart.x.as_str())
        .y_desc(chart.y.as_str())
        .label_style(style(12.0, palette.quiet))
        .axis_desc_style(style(12.0, palette.quiet))
        .draw()?;
    if let Some(mark) = chart.mark {
        let line = [(mark, low), (mark, high)];
        context.draw_series(LineSeries::new(line, rgb(palette.quiet).stroke_width(px(1.0) as u32)))?;
    }
    for (curve, points) in chart.curves.iter().zip(&finite) {
        draw_curve(&mut context, curve, points, palette, ratio)?;
    }
    // Names above the plot, in order, each with its line: no curve can run into them.
    let mut x = px(64.0);
    for curve in &chart.curves {
        let color = role_color(curve.role, palette);
        let y = px(15.0);
        for (from, to) in dashes(curve.role, px(26.0) as f32, ratio as f32) {
            let line = vec![(x + from as i32, y), (x + to as i32, y)];
            area.draw(&PathElement::new(line, rgb(color).stroke_width(px(2.0) as u32)))?;
        }
        let text = style(13.0, palette.ink).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw_text(&curve.name, &text, (x + px(32.0), y))?;
        x += px(32.0 + 22.0) + (curve.name.chars().count() as f64 * 6.8 * ratio) as i32;
    }
    area.present()?;
    Ok(())
}

fn role_color(role: Role, palette: &Palette) -> Rgb {
    match role {
        Role::Energy => palette.energy,
        Role::Data => palette.data,
        Role::Sample => palette.sample,
        Role::Exact => palette.ink,
    }
}

/// Pieces of a line of this length: whole, or dashed for exact answers.
fn dashes(role: Role, length: f32, ratio: f32) -> Vec<(f32, f32)> {
    if role != Role::Exact {
        return vec![(0.0, length)];
    }
    let step = 6.0 * ratio;
    (0..).map(|k| k as f32 * step * 1.6).take_while(|x| *x < length).map(|x| (x, (x + step).min(length))).collect()
}

type Plane<'a> = ChartContext<
    'a,
    CanvasBackend,
    Cartesian2d<plotters::coord::types::RangedCoordf32, plotters::coord::types::RangedCoordf32>,
>;

fn draw_curve(
    context: &mut Plane<'_>,
    curve: &Curve,
    points: &[(f32, f32)],
    palette: &Palette,
    ratio: f64,
) -> Result<(), Box<dyn std::error::Error>> {
    let px = |size: f64| (size * ratio).round() as u32;
    let color = rgb(role_color(curve.role, palette));
    let stroke = color.stroke_width(px(2.0));
    if curve.role == Role::Exact {
        context.draw_series(DashedLineSeries::new(points.iter().copied(), px(6.0), px(4.0), stroke))?;
    } else {
        context.draw_series(LineSeries::new(points.iter().copied(), stroke))?;
    }
    if points.len() == 1 {
        context.draw_series(points.iter().map(|&p| Circle::new(p, px(3.0), color.filled())))?;
    }
    Ok(())
}
