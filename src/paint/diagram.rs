//! Diagrams onto a canvas, mark by mark.

use super::{Palette, css, tone};
use crate::scene::diagram::{Anchor, Diagram, Mark, Shape, WIDTH};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Paints a diagram; `ratio` device pixels are one CSS pixel.
pub(super) fn paint(
    canvas: &HtmlCanvasElement,
    diagram: &Diagram,
    palette: &Palette,
    ratio: f64,
) -> Result<(), JsValue> {
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or("the canvas has no 2D context")?.dyn_into()?;
    let scale = f64::from(canvas.width()) / f64::from(WIDTH);
    context.set_fill_style_str(&css(palette.paper));
    context.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    context.set_text_baseline("middle");
    context.set_line_join("round");
    diagram.marks.iter().try_for_each(|mark| draw(&context, mark, palette, (scale, ratio)))
}

fn draw(
    context: &CanvasRenderingContext2d,
    mark: &Mark,
    palette: &Palette,
    (scale, ratio): (f64, f64),
) -> Result<(), JsValue> {
    let place = |(x, y): (f32, f32)| (f64::from(x) * scale, f64::from(y) * scale);
    context.begin_path();
    match &mark.shape {
        Shape::Circle { at, radius } => {
            let (x, y) = place(*at);
            context.arc(x, y, f64::from(*radius) * scale, 0.0, std::f64::consts::TAU)?;
        }
        Shape::Rectangle { from, to } => {
            let ((x, y), (right, bottom)) = (place(*from), place(*to));
            context.rect(x, y, right - x, bottom - y);
        }
        Shape::Line(points) => {
            for (k, point) in points.iter().enumerate() {
                let (x, y) = place(*point);
                if k == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
            }
        }
        Shape::Text { at, text, anchor, size } => {
            let (x, y) = place(*at);
            context.set_font(&format!("{}px system-ui, sans-serif", f64::from(*size) * ratio));
            context.set_text_align(match anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
            if let Some(fill) = mark.fill {
                context.set_fill_style_str(&tone(fill, palette));
                context.fill_text(text, x, y)?;
            }
            return Ok(());
        }
    }
    if let Some(fill) = mark.fill {
        context.set_fill_style_str(&tone(fill, palette));
        context.fill();
    }
    if let Some(stroke) = mark.stroke {
        let dash = if mark.dashed { vec![6.0 * ratio, 4.0 * ratio] } else { Vec::new() };
        let dash: js_sys::Array = dash.into_iter().map(JsValue::from_f64).collect();
        context.set_line_dash(&dash)?;
        context.set_line_width(f64::from(mark.width) * ratio);
        context.set_stroke_style_str(&tone(stroke, palette));
        context.stroke();
    }
    Ok(())
}
