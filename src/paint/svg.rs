//! Charts and diagrams as SVG, for papers and slides.
//!
//! The crate `plotters-svg` would ask the page how wide a text is, which a worker has not, and diagrams need an SVG of their own anyway:
//! both are written here, with text as text.

use super::{Palette, Rgb, chart, css, palette, tone};
use crate::scene::{
    Content, Panel,
    diagram::{Anchor, Diagram, Mark, Shape, WIDTH},
};
use plotters::{
    prelude::DrawingBackend,
    style::text_anchor::{HPos, VPos},
};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontTransform};
use std::{convert::Infallible, fmt::Write};

/// Height of the title above a panel in CSS pixels.
const TITLE: f64 = 32.0;
/// Plotters counts in whole units: so many of them are a CSS pixel.
const FINE: f64 = 16.0;

/// A panel of `width` CSS pixels with its title, in colours of its own (seven of three bytes each, as on a canvas) or a theme's; `None`
/// where it is made of pixels.
pub fn svg(panel: &Panel, width: f64, dark: bool, colors: &[u8]) -> Option<String> {
    let own = Palette::from_bytes(colors);
    let palette = own.as_ref().unwrap_or(palette(dark));
    let (width, height) = (width.round(), (width / f64::from(panel.aspect)).round());
    let mut marks = String::new();
    match &panel.content {
        Content::Pictures { .. } => return None,
        Content::Chart(chart) => {
            let size = ((width * FINE) as u32, (height * FINE) as u32);
            marks += &format!("<g transform=\"scale({})\">", 1.0 / FINE);
            chart::paint(Canvas { out: &mut marks, size }, chart, palette, FINE).ok()?;
            marks += "</g>";
        }
        Content::Diagram(diagram) => draw(&mut marks, diagram, palette, width),
    }
    let title = escaped(&panel.title);
    let (ink, paper) = (css(palette.ink), css(palette.paper));
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{all}\" viewBox=\"0 0 {width} {all}\" \
         font-family=\"system-ui, sans-serif\"><title>{title}</title>\
         <rect width=\"{width}\" height=\"{all}\" fill=\"{paper}\"/>\
         <text x=\"4\" y=\"21\" font-size=\"15\" font-weight=\"600\" fill=\"{ink}\">{title}</text>\
         <g transform=\"translate(0 {TITLE})\">{marks}</g></svg>\n",
        all = height + TITLE,
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A number of CSS pixels with two digits after the point at most.
fn short(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

fn draw(out: &mut String, diagram: &Diagram, palette: &Palette, width: f64) {
    for mark in &diagram.marks {
        // Writing into a text cannot fail.
        let _always = draw_mark(out, mark, palette, width / f64::from(WIDTH));
    }
}

fn draw_mark(out: &mut String, mark: &Mark, palette: &Palette, scale: f64) -> std::fmt::Result {
    let at = |x: f32| short(f64::from(x) * scale);
    match &mark.shape {
        Shape::Circle { at: (x, y), radius } => {
            write!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", at(*x), at(*y), at(*radius))?;
        }
        Shape::Rectangle { from, to } => {
            let (left, top) = (from.0.min(to.0), from.1.min(to.1));
            let (wide, high) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
            let [x, y, w, h] = [left, top, wide, high].map(at);
            write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"")?;
        }
        Shape::Line(points) => {
            out.push_str("<polyline points=\"");
            points.iter().try_for_each(|(x, y)| write!(out, "{},{} ", at(*x), at(*y)))?;
            out.push('"');
        }
        Shape::Text { at: (x, y), text, anchor, size } => {
            let Some(fill) = mark.fill else { return Ok(()) };
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let (x, y, fill, text) = (at(*x), at(*y), tone(fill, palette), escaped(text));
            return write!(
                out,
                "<text x=\"{x}\" y=\"{y}\" dy=\"0.35em\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{fill}\">{text}</text>"
            );
        }
    }
    write!(out, " fill=\"{}\"", mark.fill.map_or("none".into(), |fill| tone(fill, palette)))?;
    if let Some(stroke) = mark.stroke {
        let (color, width) = (tone(stroke, palette), mark.width);
        write!(out, " stroke=\"{color}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"")?;
        if mark.dashed {
            out.push_str(" stroke-dasharray=\"6 4\"");
        }
    }
    out.push_str("/>");
    Ok(())
}

/// What plotters draws a chart on.
struct Canvas<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Canvas<'_> {
    /// An element, unless it cannot be seen.
    fn put(&mut self, color: BackendColor, element: impl FnOnce(Rgb) -> String) -> Drawn {
        if color.alpha > 0.0 {
            self.out.push_str(&element(color.rgb));
        }
        Ok(())
    }
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{x},{y} ")).collect()
}

/// How something is filled, or its outline drawn.
fn look(rgb: Rgb, stroke: u32, fill: bool) -> String {
    let color = css(rgb);
    match fill {
        true => format!("fill=\"{color}\""),
        false => format!("fill=\"none\" stroke=\"{color}\" stroke-width=\"{stroke}\" stroke-linejoin=\"round\""),
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.put(color, |rgb| format!("<rect x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\" {}/>", look(rgb, 0, true)))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        let (w, h) = (from.0.abs_diff(to.0), from.1.abs_diff(to.1));
        self.put(style.color(), |rgb| {
            let look = look(rgb, style.stroke_width(), fill);
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" {look}/>")
        })
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.put(style.color(), |rgb| {
            format!("<polyline points=\"{}\" {}/>", points(path), look(rgb, style.stroke_width(), false))
        })
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.put(style.color(), |rgb| {
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {}/>", look(rgb, style.stroke_width(), fill))
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.put(style.color(), |rgb| format!("<polygon points=\"{}\" {}/>", points(path), look(rgb, 0, true)))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // Few programs know baselines by name.
        let down = match style.anchor().v_pos {
            VPos::Top => "0.8em",
            VPos::Center => "0.35em",
            VPos::Bottom => "-0.2em",
        };
        let turned = match style.transform() {
            FontTransform::None => String::new(),
            FontTransform::Rotate90 => format!(" transform=\"rotate(90 {x} {y})\""),
            FontTransform::Rotate180 => format!(" transform=\"rotate(180 {x} {y})\""),
            FontTransform::Rotate270 => format!(" transform=\"rotate(270 {x} {y})\""),
        };
        let (size, text) = (style.size(), escaped(text));
        self.put(style.color(), |rgb| {
            let fill = css(rgb);
            format!(
                "<text x=\"{x}\" y=\"{y}\" dy=\"{down}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{fill}\"{turned}>{text}</text>"
            )
        })
    }

    /// About: there is nothing here that knows a font.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok(((chart::wide(text) * style.size() / 13.0) as u32, (style.size() * 1.2) as u32))
    }
}
