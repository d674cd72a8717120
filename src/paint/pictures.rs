//! Pictures onto a canvas, pixel by pixel.

use super::{Palette, Rgb, mix};
use crate::scene::{Content, HIDDEN, NOTHING, OFFERED, Shades};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

fn shade(palette: &Palette, shades: Shades, byte: u8) -> Rgb {
    let signed = f32::from(byte as i8) / 127.0;
    match (shades, byte) {
        (Shades::Ink, 2..) => mix(mix(palette.paper, palette.data, 0.22), palette.data, f32::from(byte - 2)),
        (Shades::Signed, _) if signed < 0.0 => mix(palette.paper, palette.sample, -signed),
        (Shades::Signed, _) => mix(palette.paper, palette.energy, signed),
        (Shades::Units, OFFERED..) => mix(palette.paper, palette.ink, f32::from(byte - OFFERED)),
        (Shades::Units, NOTHING) => palette.paper,
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
pub(super) struct Grid {
    rows: u32,
    cols: u32,
    across: u32,
    down: u32,
    scale: u32,
}

impl Grid {
    /// The grid that fits `width` device pixels.
    pub(super) fn fit(content: &Content, width: u32, ratio: f64) -> Option<Self> {
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
                let most = ((inner + scale) / ((cols + 1) * scale)).clamp(1, count);
                // As many rows as they need, and the rows of one length: no picture is left alone in the last.
                (count.div_ceil(count.div_ceil(most)), scale)
            }
        };
        let across = across.clamp(1, count);
        Some(Self { rows, cols, across, down: count.div_ceil(across), scale: scale.max(1) })
    }

    /// Width and height with a gap of one pixel between pictures and a hairline around all.
    pub(super) fn size(&self) -> [u32; 2] {
        [(self.across * (self.cols + 1) - 1) * self.scale + 2, (self.down * (self.rows + 1) - 1) * self.scale + 2]
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
pub(super) fn paint(
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
                let ground = if byte >= OFFERED { palette.sample } else { palette.paper };
                raster.fill((left, top), (scale, scale), ground);
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
