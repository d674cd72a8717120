//! The reader's probabilities as bars that are dragged, and the entropy along a line of them.

use super::{
    law::entropy,
    marks::{Marks, PLAIN, SMALL},
    maximum::{Line, Plane, along},
};
use crate::{
    numerals::{fixed, told},
    say,
    scene::{
        Chart, Curve, Form, Panel, Role,
        diagram::{Anchor, Diagram, Tone, WIDTH},
    },
};

/// Ends of the axis of probability, and of the place for bars.
const TOP: f32 = 9.0;
const BOTTOM: f32 = 49.0;
const LEFT: f32 = 12.0;
const RIGHT: f32 = 99.0;
const HEIGHT: f32 = 68.0;
/// Points of a curve.
const POINTS: usize = 81;

/// The probability at a height.
pub fn probability_at(y: f32) -> f64 {
    f64::from((BOTTOM - y) / (BOTTOM - TOP))
}

/// The bars.
pub fn bars(plane: &Plane<'_>, p: &[f64]) -> Panel {
    let place = |p: f64| BOTTOM - p as f32 * (BOTTOM - TOP);
    let (own, largest) = plane.entropies(p);
    let told_entropy = say!("S(p) = {0} of {1} nats", fixed(own, 4), fixed(largest, 4));
    let mut marks = Marks::default();
    marks.quiet((0.5, 3.5), say!("probability"), Anchor::Start);
    marks.words((RIGHT, 3.5), told_entropy, Anchor::End, (Tone::Ink, PLAIN));
    for (part, text) in [(0.0, "0"), (0.5, "0.5"), (1.0, "1")] {
        let y = place(part);
        marks.hair(&[(LEFT, y), (RIGHT, y)], Tone::Rule);
        marks.quiet((LEFT - 1.5, y), text.into(), Anchor::End);
    }
    let (rows, count) = ([BOTTOM + 5.0, BOTTOM + 10.5, BOTTOM + 16.0], p.len());
    for (y, name) in rows.into_iter().zip([say!("E"), say!("p"), say!("law")]) {
        marks.quiet((LEFT - 1.5, y), name, Anchor::End);
    }
    let width = (RIGHT - LEFT) / count as f32;
    // Numbers are as long as there is room for on a phone.
    let digits = if count <= 6 { 3 } else { 2 };
    for (k, &part) in p.iter().enumerate() {
        let middle = LEFT + width * (k as f32 + 0.5);
        let (from, to) = (middle - 0.3 * width, middle + 0.3 * width);
        marks.bar((from, place(part)), (to, BOTTOM), Some(Tone::Faint(Role::Energy, 0.55)));
        marks.bar((from, place(plane.law[k])), (to, BOTTOM), None);
        let blue = Tone::Of(Role::Energy);
        let name = plane.moves(k).then(|| format!("bar-{k}"));
        marks.held((from, to), place(part), middle, blue, name);
        if count <= 9 {
            let below = [
                (told(plane.energies[k], digits - 1), Tone::Ink),
                (fixed(part, digits), blue),
                (fixed(plane.law[k], digits), Tone::Ink),
            ];
            for (y, (text, tone)) in rows.into_iter().zip(below) {
                marks.words((middle, y), text, Anchor::Middle, (tone, SMALL));
            }
        }
    }
    Panel::diagram(
        "trial",
        say!("Your probabilities of the same mean energy"),
        WIDTH / HEIGHT,
        Diagram { marks: marks.0 },
    )
}

/// The entropy along the line through the law; none where there is no such line.
pub fn curve(plane: &Plane<'_>, p: &[f64]) -> Option<Panel> {
    let Line { direction, low, high, leads_to_p } = plane.line(p)?;
    let length: f64 = direction.iter().map(|d| d * d).sum();
    let here: f64 = p.iter().zip(plane.law).zip(&direction).map(|((p, q), d)| (p - q) * d).sum::<f64>() / length;
    // The axis is the probability of the level that moves most, or the part of the way to what the reader has made.
    let shown =
        (0..p.len()).fold(0, |best, k| if direction[k].abs() > direction[best].abs() + 1e-9 { k } else { best });
    let x = |t: f64| if leads_to_p { t } else { plane.law[shown] + t * direction[shown] };
    let (_, largest) = plane.entropies(p);
    let point = |k: usize| {
        let t = low + (high - low) * k as f64 / (POINTS - 1) as f64;
        (x(t) as f32, entropy(&along(plane.law, &direction, t)) as f32)
    };
    let mut points: Vec<(f32, f32)> = (0..POINTS).map(point).collect();
    let ends = (x(low) as f32, x(high) as f32);
    if ends.0 > ends.1 {
        points.reverse();
    }
    let span = (ends.0.min(ends.1), ends.0.max(ends.1));
    let line = |name: String, role, points| Curve { name, role, form: Form::Line, points };
    let title = if leads_to_p {
        say!("way from the law (0) to your p (1)")
    } else {
        say!("p of the level at E = {0}", told(plane.energies[shown], 2))
    };
    let curves = vec![
        line(say!("entropy S"), Role::Energy, points),
        line(say!("of the law"), Role::Exact, vec![(span.0, largest as f32), (span.1, largest as f32)]),
        line(String::new(), Role::Energy, vec![(x(here) as f32, entropy(p) as f32)]),
    ];
    let mut chart = Chart::new(&title, say!("entropy S (nats)"), curves);
    chart.mark = Some(x(here) as f32);
    chart.span = Some(span);
    Some(Panel::chart("entropy", say!("Entropy at this mean energy"), chart))
}
