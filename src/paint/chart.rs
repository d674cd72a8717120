//! Charts, by plotters, onto whatever it can draw on.

use super::{
    Palette, Rgb, role_color,
    scale::{self, Axis},
};
use crate::scene::{Chart, Curve, Form, Rise, Role};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

fn rgb((r, g, b): Rgb) -> RGBColor {
    RGBColor(r, g, b)
}

/// Room for the numbers and the name of the vertical axis, in CSS pixels.
const LEFT: f64 = 66.0;
/// What the axis's name and its ticks take of that.
const NAME: f64 = 28.0;

/// About how wide a text of 13 CSS pixels is, in CSS pixels.
pub(super) fn wide(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 7.2 } else { 13.0 }).sum()
}

/// Paints a chart; `ratio` device pixels are one CSS pixel.
pub(super) fn paint<B>(
    backend: B,
    chart: &Chart,
    palette: &Palette,
    ratio: f64,
) -> Result<(), Box<dyn std::error::Error>>
where
    B: DrawingBackend<ErrorType: 'static>,
{
    let px = |size: f64| (size * ratio).round() as i32;
    let area = backend.into_drawing_area();
    area.fill(&rgb(palette.paper))?;
    let shown = |p: &(f32, f32)| p.0.is_finite() && p.1.is_finite() && (p.1 > 0.0 || chart.rise != Rise::Logarithmic);
    let finite: Vec<Vec<(f32, f32)>> =
        chart.curves.iter().map(|c| c.points.iter().copied().filter(shown).collect()).collect();
    let all = || finite.iter().flatten();
    let nothing = all().next().is_none() && chart.span.is_none();
    let farthest = all().map(|p| p.0).fold(0.0, f32::max);
    let (left, right) = chart.span.unwrap_or((0.0, if farthest > 0.0 { 1.06 * farthest } else { 1.0 }));
    let places = &chart.places;
    let place = |x: f32| match places.get(x.round().max(0.0) as usize) {
        Some(name) if (x - x.round()).abs() < 1e-3 => name.clone(),
        _ => String::new(),
    };
    let style = |size: f64, color: Rgb| ("system-ui, sans-serif", f64::from(px(size))).into_font().color(&rgb(color));
    let (width, height) = area.dim_in_pixel();
    let named = || chart.curves.iter().filter(|c| !c.name.is_empty());
    // Names at the ends of curves stand to their right, names above them all on top.
    // The last number below the axis is half beside it.
    let last = wide(&scale::tick(right, right - left));
    let (top, right_side) = match chart.direct {
        true => (12.0, (14.0 + named().map(|c| wide(&c.name)).fold(0.0, f64::max)).max(last / 2.0)),
        false => (30.0, 14.0f64.max(last / 2.0)),
    };
    // As many numbers as have room beside each other.
    let marks = ((height as f64 / ratio / 48.0) as usize).clamp(3, 6);
    let upright = Axis::over(all().map(|p| p.1), chart.rise, marks);
    let longest = upright.written().map(|number| wide(&number)).fold(0.0, f64::max);
    let left_side = LEFT.max(longest + NAME);
    let across = ((f64::from(width) / ratio - left_side - right_side) / (last + 14.0)).clamp(2.0, 5.0) as usize;
    let most = if places.is_empty() { across } else { (places.len() + 1).min(9) };
    let level = if nothing { Axis::bare() } else { Axis::along(left, right, most) };
    let (ends, numbers) = (upright.range(), upright.numbers);
    let mut context = ChartBuilder::on(&area)
        .margin_top(px(top))
        .margin_right(px(right_side))
        // Chinese letters are higher than the height that is counted: without a margin the axis would be cut.
        .margin_left(px(4.0))
        .x_label_area_size(px(38.0))
        .y_label_area_size(px(left_side))
        .build_cartesian_2d(level, upright)?;
    context
        .configure_mesh()
        .disable_mesh()
        .axis_style(rgb(palette.rule).stroke_width(px(1.0) as u32))
        .x_label_formatter(&|x| if places.is_empty() { scale::tick(*x, right - left) } else { place(*x) })
        .y_label_formatter(&|y| numbers.write(*y))
        .set_all_tick_mark_size(px(4.0))
        .x_desc(chart.x.as_str())
        .y_desc(chart.y.as_str())
        .label_style(style(12.0, palette.quiet))
        .axis_desc_style(style(12.0, palette.quiet))
        .draw()?;
    if let Some(mark) = chart.mark {
        let line = [(mark, ends.start), (mark, ends.end)];
        context.draw_series(LineSeries::new(line, rgb(palette.quiet).stroke_width(px(1.0) as u32)))?;
    }
    for (curve, points) in chart.curves.iter().zip(&finite) {
        draw_curve(&mut context, curve, points, palette, ratio)?;
    }
    if chart.direct {
        let ends = chart.curves.iter().zip(&finite).filter(|(c, _)| !c.name.is_empty());
        let ends = ends.filter_map(|(c, points)| Some((c, context.backend_coord(points.last()?))));
        let mut places: Vec<(&Curve, (i32, i32))> = ends.collect();
        // Names that would run into each other give way, a little at a time.
        for _ in 0..16 {
            for i in 1..places.len() {
                for j in 0..i {
                    let apart = places[i].1.1 - places[j].1.1;
                    let missing = px(15.0) - apart.abs();
                    if missing > 0 {
                        let by = if apart < 0 { -(missing + 1) / 2 } else { (missing + 1) / 2 };
                        places[i].1.1 += by;
                        places[j].1.1 -= by;
                    }
                }
            }
        }
        for (curve, (x, y)) in places {
            let text = style(13.0, role_color(curve.role, palette)).pos(Pos::new(HPos::Left, VPos::Center));
            area.draw_text(&curve.name, &text, (x + px(6.0), y.clamp(px(8.0), height as i32 - px(46.0))))?;
        }
        area.present()?;
        return Ok(());
    }
    // Names above the plot, in order, each with its line: no curve can run into them.
    let room = |curve: &Curve| px(22.0 + wide(&curve.name));
    let width = area.dim_in_pixel().0 as i32;
    let (count, taken) = named().fold((0, 0), |(count, taken), curve| (count + 1, taken + room(curve)));
    let gap = px(16.0).min((width - taken) / (count - 1).max(1)).max(px(6.0));
    // Over the plot, but further to the left on a narrow page.
    let mut x = px(72.0).min(width - taken - gap * (count - 1) - px(8.0)).max(0);
    for curve in named() {
        let color = role_color(curve.role, palette);
        let y = px(15.0);
        if matches!(curve.form, Form::Bars(_)) {
            let corners = [(x, y - px(5.0)), (x + px(16.0), y + px(5.0))];
            area.draw(&Rectangle::new(corners, rgb(color).filled()))?;
        } else {
            for (from, to) in dashes(curve.role, px(16.0) as f32, ratio as f32) {
                let line = vec![(x + from as i32, y), (x + to as i32, y)];
                area.draw(&PathElement::new(line, rgb(color).stroke_width(px(2.0) as u32)))?;
            }
        }
        let text = style(13.0, palette.ink).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw_text(&curve.name, &text, (x + px(22.0), y))?;
        x += room(curve) + gap;
    }
    area.present()?;
    Ok(())
}

/// Pieces of a line of this length: whole, or dashed for exact answers.
fn dashes(role: Role, length: f32, ratio: f32) -> Vec<(f32, f32)> {
    if role != Role::Exact {
        return vec![(0.0, length)];
    }
    let step = 6.0 * ratio;
    (0..).map(|k| k as f32 * step * 1.6).take_while(|x| *x < length).map(|x| (x, (x + step).min(length))).collect()
}

type Plane<'a, B> = ChartContext<'a, B, Cartesian2d<Axis, Axis>>;

fn draw_curve<B>(
    context: &mut Plane<'_, B>,
    curve: &Curve,
    points: &[(f32, f32)],
    palette: &Palette,
    ratio: f64,
) -> Result<(), Box<dyn std::error::Error>>
where
    B: DrawingBackend<ErrorType: 'static>,
{
    let px = |size: f64| (size * ratio).round() as u32;
    let color = rgb(role_color(curve.role, palette));
    let stroke = color.stroke_width(px(if curve.role == Role::Beside { 1.0 } else { 2.0 }));
    if let Form::Bars(width) = curve.form {
        let bar = |&(x, y): &(f32, f32)| Rectangle::new([(x - width / 2.0, 0.0), (x + width / 2.0, y)], color.filled());
        context.draw_series(points.iter().map(bar))?;
    } else if let Form::Dashes(width) = curve.form {
        let dash = |&(x, y): &(f32, f32)| PathElement::new([(x - width / 2.0, y), (x + width / 2.0, y)], stroke);
        context.draw_series(points.iter().map(dash))?;
    } else if curve.form == Form::Spans {
        let spans = points.chunks_exact(2).map(|ends| PathElement::new([ends[0], ends[1]], stroke));
        context.draw_series(spans)?;
    } else if curve.form == Form::Broken {
        context.draw_series(DashedLineSeries::new(points.iter().copied(), px(9.0), px(5.0), stroke))?;
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
