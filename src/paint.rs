//! The one file that knows how a scene gets onto a canvas: pictures pixel by pixel, charts by plotters.

use crate::scene::{Chart, Content, Curve, Form, HIDDEN, NOTHING, Panel, Role, Shades};
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

/// Paints one panel onto a canvas of its [`size`] for `width` CSS pixels, `ratio` device pixels each.
pub fn paint(canvas: &HtmlCanvasElement, panel: &Panel, width: f64, dark: bool, ratio: f64) -> Result<(), JsValue> {
    let palette = if dark { &DARK } else { &LIGHT };
    match &panel.content {
        Content::Pictures { shades, pixels, .. } => match Grid::fit(&panel.content, device(width, ratio), ratio) {
            Some(grid) => pictures(canvas, palette, &grid, (*shades, ratio), pixels),
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

fn shade(palette: &Palette, shades: Shades, byte: u8) -> Rgb {
    let signed = f32::from(byte as i8) / 127.0;
    match (shades, byte) {
        (Shades::Ink, 2..) => mix(mix(palette.paper, palette.data, 0.22), palette.data, f32::from(byte - 2)),
        (Shades::Signed, _) if signed < 0.0 => mix(palette.paper, palette.sample, -signed),
        (Shades::Signed, _) => mix(palette.paper, palette.energy, signed),
        (Shades::Units, NOTHING..) => palette.paper,
        (Shades::Units, HIDDEN) => mix(palette.paper, palette.quiet, 0.45),
        (Shades::Units, HIDDEN..) => palette.data,
        _ => mix(palette.paper, palette.ink, f32::from(byte)),
    }
}

/// Width of a picture in a grid that may flow, in CSS pixels: about this, on wide and on narrow pages.
const FLOWING: (f64, f64) = (58.0, 34.0);
/// Pages below this many CSS pixels are narrow.
const NARROW: f64 = 600.0;
/// Widest pixel of a picture that does not flow, in CSS pixels.
const WIDEST: f64 = 64.0;
/// Units get a hairline between them from this width on, in CSS pixels.
const RULED: f64 = 16.0;

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
            Some(across) => {
                let scale = inner / (across * (cols + 1) - 1).max(1);
                (*across, scale.min((WIDEST * ratio) as u32))
            }
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

/// CSS pixels in device pixels.
fn device(width: f64, ratio: f64) -> u32 {
    (width * ratio).max(1.0) as u32
}

/// The size in device pixels that a panel takes of `width` CSS pixels, `ratio` device pixels each.
pub fn size(panel: &Panel, width: f64, ratio: f64) -> [u32; 2] {
    let width = device(width, ratio);
    match Grid::fit(&panel.content, width, ratio) {
        Some(grid) => grid.size(),
        None => [width, (f64::from(width) / f64::from(panel.aspect)).round() as u32],
    }
}

/// RGBA bytes of a canvas.
struct Raster {
    width: usize,
    bytes: Vec<u8>,
}

impl Raster {
    fn new(width: u32, height: u32, (r, g, b): Rgb) -> Self {
        Self { width: width as usize, bytes: [r, g, b, 255].repeat((width * height) as usize) }
    }

    /// Fills `w` pixels of a line.
    fn line(&mut self, x: u32, y: u32, w: u32, (r, g, b): Rgb) {
        let from = x as usize;
        let to = (from + w as usize).min(self.width);
        let line = y as usize * self.width;
        if let Some(line) = self.bytes.get_mut((line + from.min(to)) * 4..(line + to) * 4) {
            line.chunks_exact_mut(4).for_each(|p| p.copy_from_slice(&[r, g, b, 255]));
        }
    }

    /// Cells of equal width on one line.
    fn cells(&mut self, x: u32, y: u32, width: u32, colors: impl Iterator<Item = Rgb>) {
        let start = (y as usize * self.width + x as usize) * 4;
        let end = (y as usize + 1) * self.width * 4;
        let Some(line) = self.bytes.get_mut(start..end) else { return };
        for (cell, (r, g, b)) in line.chunks_exact_mut(4 * width as usize).zip(colors) {
            cell.chunks_exact_mut(4).for_each(|p| p.copy_from_slice(&[r, g, b, 255]));
        }
    }

    fn fill(&mut self, (x, y): (u32, u32), (w, h): (u32, u32), color: Rgb) {
        (y..y + h).for_each(|y| self.line(x, y, w, color));
    }

    /// Repeats a whole line on the next ones.
    fn repeat(&mut self, y: u32, times: u32) {
        let line = y as usize * self.width * 4..(y as usize + 1) * self.width * 4;
        for k in 1..=times as usize {
            let to = line.start + k * self.width * 4;
            if to + line.len() <= self.bytes.len() {
                self.bytes.copy_within(line.clone(), to);
            }
        }
    }
}

/// A grid of pictures with a hairline around each. Hidden units are smaller than visible ones.
fn pictures(
    canvas: &HtmlCanvasElement,
    palette: &Palette,
    grid: &Grid,
    (shades, ratio): (Shades, f64),
    pixels: &[u8],
) -> Result<(), JsValue> {
    let (width, height) = (canvas.width(), canvas.height());
    let Grid { rows, cols, across, scale, .. } = *grid;
    let mut raster = Raster::new(width, height, palette.paper);
    let units = shades == Shades::Units;
    // One colour a byte, so that large lattices take no arithmetic.
    let colors: Vec<Rgb> = (0..=255).map(|byte| shade(palette, shades, byte)).collect();
    let gap = u32::from(units && f64::from(scale) >= RULED * ratio);
    let inset = if scale >= 4 { (scale / 5).max(1) } else { 0 };
    let size = (rows * cols) as usize;
    for (band, pictures) in pixels.chunks(size * across as usize).enumerate() {
        let y = 1 + band as u32 * (rows + 1) * scale;
        let pictures: Vec<(u32, &[u8])> =
            (0..across).map(|k| 1 + k * (cols + 1) * scale).zip(pictures.chunks_exact(size)).collect();
        for (x, _) in &pictures {
            raster.fill((x - 1, y - 1), (cols * scale + 2, rows * scale + 2), palette.rule);
        }
        for row in 0..rows {
            let top = y + row * scale;
            for (x, picture) in &pictures {
                let line = &picture[(row * cols) as usize..((row + 1) * cols) as usize];
                raster.cells(*x, top, scale, line.iter().map(|&byte| colors[byte as usize]));
                for i in (1..cols).filter(|_| gap > 0) {
                    raster.line(x + i * scale - gap, top, gap, palette.rule);
                }
            }
            raster.repeat(top, if row + 1 == rows { scale - 1 } else { scale - 1 - gap });
        }
        // Places that are not whole squares.
        for (x, picture) in pictures.iter().filter(|_| units) {
            for (i, &byte) in picture.iter().enumerate().filter(|(_, byte)| **byte >= HIDDEN) {
                let (left, top) = (x + i as u32 % cols * scale, y + i as u32 / cols * scale);
                raster.fill((left, top), (scale, scale), palette.paper);
                let size = (scale - 2 * inset, scale - 2 * inset);
                raster.fill((left + inset, top + inset), size, colors[byte as usize]);
            }
        }
    }
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or("the canvas has no 2D context")?.dyn_into()?;
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&raster.bytes), width, height)?;
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
    let text = format!("{value:.digits$}");
    // Zero by rounding has no sign.
    let text = if text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { &text } else { text.trim_start_matches('-') };
    text.replace('-', "−")
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
    let (left, right) = chart.span.unwrap_or((0.0, right));
    let (low, high) = range(all().map(|p| p.1));
    let low = if chart.from_zero { 0.0 } else { low };
    let places = &chart.places;
    let place = |x: f32| match places.get(x.round().max(0.0) as usize) {
        Some(name) if (x - x.round()).abs() < 1e-3 => name.clone(),
        _ => String::new(),
    };
    let style = |size: f64, color: Rgb| ("system-ui, sans-serif", f64::from(px(size))).into_font().color(&rgb(color));
    let (_, height) = area.dim_in_pixel();
    let mut context = ChartBuilder::on(&area)
        .margin_top(px(30.0))
        .margin_right(px(14.0))
        .x_label_area_size(px(38.0))
        .y_label_area_size(px(70.0))
        .build_cartesian_2d(left..right, low..high)?;
    context
        .configure_mesh()
        .disable_mesh()
        .axis_style(rgb(palette.rule).stroke_width(px(1.0) as u32))
        .x_labels(if places.is_empty() { 5 } else { (places.len() + 1).min(9) })
        .y_labels(((height as f64 / ratio / 48.0) as usize).clamp(3, 6))
        .x_label_formatter(&|x| if places.is_empty() { tick(*x, right - left) } else { place(*x) })
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
    let named = || chart.curves.iter().filter(|c| !c.name.is_empty());
    let room = |curve: &Curve| px(32.0 + 22.0) + (curve.name.chars().count() as f64 * 6.8 * ratio) as i32;
    let (width, _) = area.dim_in_pixel();
    let wide = named().map(room).sum::<i32>() - px(22.0);
    // Over the plot, but further to the left on a narrow page.
    let mut x = px(72.0).min(width as i32 - wide).max(0);
    for curve in named() {
        let color = role_color(curve.role, palette);
        let y = px(15.0);
        if matches!(curve.form, Form::Bars(_)) {
            let corners = [(x + px(8.0), y - px(5.0)), (x + px(26.0), y + px(5.0))];
            area.draw(&Rectangle::new(corners, rgb(color).filled()))?;
        } else {
            for (from, to) in dashes(curve.role, px(26.0) as f32, ratio as f32) {
                let line = vec![(x + from as i32, y), (x + to as i32, y)];
                area.draw(&PathElement::new(line, rgb(color).stroke_width(px(2.0) as u32)))?;
            }
        }
        let text = style(13.0, palette.ink).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw_text(&curve.name, &text, (x + px(32.0), y))?;
        x += room(curve);
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
        Role::Beside => mix(palette.paper, palette.quiet, 0.5),
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
    let stroke = color.stroke_width(px(if curve.role == Role::Beside { 1.0 } else { 2.0 }));
    if let Form::Bars(width) = curve.form {
        let bar = |&(x, y): &(f32, f32)| Rectangle::new([(x - width / 2.0, 0.0), (x + width / 2.0, y)], color.filled());
        context.draw_series(points.iter().map(bar))?;
    } else if let Form::Dashes(width) = curve.form {
        let dash = |&(x, y): &(f32, f32)| PathElement::new([(x - width / 2.0, y), (x + width / 2.0, y)], stroke);
        context.draw_series(points.iter().map(dash))?;
    } else if curve.role == Role::Exact {
        context.draw_series(DashedLineSeries::new(points.iter().copied(), px(6.0), px(4.0), stroke))?;
    } else {
        context.draw_series(LineSeries::new(points.iter().copied(), stroke))?;
    }
    if points.len() == 1 && curve.form == Form::Line {
        context.draw_series(points.iter().map(|&p| Circle::new(p, px(3.0), color.filled())))?;
    }
    Ok(())
}
