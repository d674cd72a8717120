//! The network, its parameters on five scales with arrows of both gradients, and every probability and statistic as bars.

use super::{
    NAMES, RbmByHand, STATISTICS, SYMBOLS,
    law::{Five, Four, PARAMETERS, STATES},
};
use crate::{
    figures::boltzmann::marks::{Marks, PLAIN, SMALL},
    numerals::{fixed, list, told},
    say,
    scene::{
        Chart, Curve, Form, Panel, Rise, Role,
        diagram::{Anchor, Diagram, Mark, Tone, Touch, WIDTH},
    },
};

/// The left edge of what has a column a parameter or a state, and the right one.
const LEFT: f32 = 15.0;
const RIGHT: f32 = 99.0;
/// Where scales and bars begin and end, and how far apart rows of numbers below are.
const TOP: f32 = 9.0;
const BOTTOM: f32 = 55.0;
const ROW: f32 = 5.6;
const HEIGHT: f32 = 77.0;
/// Scales go so far either way; values beyond are typed or learned, and stand at the edge.
const REACH: f64 = 5.0;
/// Values are dragged on this grid; one that is dragged in the network changes so much for the diagram's unit.
const GRID: f64 = 0.05;
const PER_UNIT: f64 = 0.1;
/// The length of the longest arrow, and the gradient from which on it is so long: nearer to the target all arrows shrink.
const LONGEST: f64 = 16.0;
const STEEP: f64 = 0.03;

/// Where the units are in the network: visible ones below.
const AT: [(f32, f32); 3] = [(24.0, 58.0), (76.0, 58.0), (50.0, 18.0)];
const RADIUS: f32 = 6.0;

/// The middle of a column.
fn column(k: usize, of: usize) -> f32 {
    LEFT + (RIGHT - LEFT) * (k as f32 + 0.5) / of as f32
}

fn clamped(x: f64) -> f64 {
    x.clamp(-REACH, REACH)
}

/// Where a value is on its scale.
fn place(x: f64) -> f32 {
    (BOTTOM + TOP) / 2.0 - (clamped(x) / REACH) as f32 * (BOTTOM - TOP) / 2.0
}

fn on_grid(x: f64) -> f64 {
    (x / GRID).round() / (1.0 / GRID) + 0.0
}

/// Where the top of a bar is.
fn height(p: f64) -> f32 {
    BOTTOM - p as f32 * (BOTTOM - TOP)
}

/// The state whose target a handle is.
pub fn bar(handle: &str) -> Option<usize> {
    handle.strip_prefix('t')?.parse().ok().filter(|&v| v < STATES)
}

/// The target with a bar dragged to a height: the others share the rest as before, equally if they had nothing. As a link has it.
pub fn target_at(target: &Four, v: usize, y: f32) -> String {
    let p = f64::from((BOTTOM - y) / (BOTTOM - TOP)).clamp(0.0, 1.0);
    let p = (100.0 * p).round() / 100.0;
    let rest = 1.0 - target[v];
    let other = |x: f64| if rest > 1e-9 { x / rest * (1.0 - p) } else { (1.0 - p) / (STATES - 1) as f64 };
    let moved: Four = std::array::from_fn(|k| if k == v { p } else { other(target[k]) });
    list(&moved, 4)
}

/// The parameter that is dragged, and its value: where the pointer is on its scale or, in the network, how far it went up from where it
/// took it.
pub fn parameter(touch: Touch<'_>) -> Option<(usize, f64)> {
    let (index, from) = touch.handle.strip_prefix('p')?.split_once('@')?;
    let index = index.parse().ok().filter(|&i: &usize| i < PARAMETERS)?;
    if touch.panel == "parameters" {
        let part = f64::from(((BOTTOM + TOP) / 2.0 - touch.at.1) / ((BOTTOM - TOP) / 2.0));
        return Some((index, on_grid(clamped(part * REACH))));
    }
    let from: f64 = from.parse().ok()?;
    let reach = from.abs().max(REACH);
    let by = f64::from(touch.from.1 - touch.at.1) * PER_UNIT;
    Some((index, if by == 0.0 { from } else { on_grid(from + by).clamp(-reach, reach) }))
}

/// A column's numbers below, one a row.
fn numbers(marks: &mut Marks, x: f32, rows: &[(f64, Tone)]) {
    for (k, &(value, tone)) in rows.iter().enumerate() {
        let digits = if value.abs() < 99.0 { 3 } else { 0 };
        marks.words((x, BOTTOM + ROW * (k as f32 + 1.2)), fixed(value, digits), Anchor::Middle, (tone, SMALL));
    }
}

/// The names of the rows below.
fn rows(marks: &mut Marks, names: &[(String, Tone)]) {
    for (k, (name, tone)) in names.iter().enumerate() {
        marks.words((LEFT - 1.0, BOTTOM + ROW * (k as f32 + 1.2)), name.clone(), Anchor::End, (*tone, SMALL));
    }
}

/// The axis of probabilities.
fn probabilities(marks: &mut Marks) {
    for (p, text) in [(0.0, "0"), (0.5, "0.5"), (1.0, "1")] {
        marks.hair(&[(LEFT, height(p)), (RIGHT, height(p))], Tone::Rule);
        marks.quiet((LEFT - 1.0, height(p)), text.into(), Anchor::End);
    }
}

const RED: Tone = Tone::Of(Role::Data);
const BLUE: Tone = Tone::Of(Role::Energy);
const ORANGE: Tone = Tone::Of(Role::Sample);

impl RbmByHand {
    /// All panels.
    pub(super) fn panels(&self) -> Vec<Panel> {
        vec![self.network(), self.parameters(), self.visible(), self.joint(), self.phases(), self.curve()]
    }

    /// What CD is called with its sweeps.
    pub(super) fn cd(&self) -> String {
        format!("CD-{}", self.sweeps())
    }

    fn network(&self) -> Panel {
        let mut marks = Marks::default();
        let handle = |i: usize| format!("p{i}@{}", self.theta[i] as f32);
        let value = |i: usize| format!("{} = {}", SYMBOLS[i], told(self.theta[i], 2));
        let [first, second, (bx, by)] = AT;
        for (i, (ax, ay)) in [first, second].into_iter().enumerate() {
            let w = self.theta[i] as f32;
            let line = Mark::line(vec![(ax, ay), (bx, by)]);
            let width = (1.0 + 1.6 * w.abs()).min(9.0);
            marks.put(if w < 0.0 { line.stroke(ORANGE, width).dashed() } else { line.stroke(BLUE, width) });
            let (x, y) = ((ax + bx) / 2.0, (ay + by) / 2.0);
            marks.put(Mark::circle((x, y), 1.9).fill(Tone::Paper).stroke(Tone::Ink, 1.5).drags(handle(i)));
            let (side, anchor) = if i == 0 { (-4.0, Anchor::End) } else { (4.0, Anchor::Start) };
            marks.words((x + side, y - 2.0), value(i), anchor, (Tone::Ink, PLAIN));
        }
        let means = self.law.statistics(&self.law.visible);
        for (unit, &(x, y)) in AT.iter().enumerate() {
            let hidden = unit == 2;
            // Biases hang below visible units and stand above the hidden one.
            let up = if hidden { -1.0 } else { 1.0 };
            let end = (x, y + up * (RADIUS + 5.5));
            let b = self.theta[2 + unit] as f32;
            let stub = Mark::line(vec![(x, y), end]);
            let width = (1.0 + 1.6 * b.abs()).min(9.0);
            marks.put(if b < 0.0 { stub.stroke(ORANGE, width).dashed() } else { stub.stroke(BLUE, width) });
            marks.put(Mark::circle(end, 1.9).fill(Tone::Paper).stroke(Tone::Ink, 1.5).drags(handle(2 + unit)));
            // Towards the middle, where there is room for all digits.
            let (side, anchor) = if unit == 1 { (-4.0, Anchor::End) } else { (4.0, Anchor::Start) };
            marks.words((x + side, end.1), value(2 + unit), anchor, (Tone::Ink, PLAIN));
            let (name, ring, tone) =
                if hidden { ("h", Tone::Quiet, Role::Data) } else { (SYMBOLS[unit], Tone::Ink, Role::Exact) };
            let name = if hidden { name } else { ["v₁", "v₂"][unit] };
            let (left, right) = ((x - RADIUS, y - RADIUS), (x + RADIUS, y + RADIUS));
            let mean = means[2 + unit] as f32;
            // Filled as far as the unit is on.
            let fill = if hidden { Tone::Faint(tone, 0.15 + 0.5 * mean) } else { Tone::Faint(tone, 0.35 * mean) };
            marks.put(
                if hidden { Mark::rectangle(left, right) } else { Mark::circle((x, y), RADIUS) }
                    .fill(fill)
                    .stroke(ring, 2.0),
            );
            marks.words((x, y), name.into(), Anchor::Middle, (Tone::Ink, PLAIN));
        }
        Panel::diagram("machine", say!("Two visible bits and a hidden one"), WIDTH / HEIGHT, Diagram { marks: marks.0 })
    }

    fn parameters(&self) -> Panel {
        let mut marks = Marks::default();
        let [exact, cd] = self.ascents();
        let scale = LONGEST / exact.iter().chain(&cd).fold(STEEP, |most, g| most.max(g.abs()));
        for x in [-REACH, 0.0, REACH] {
            marks.hair(&[(LEFT, place(x)), (RIGHT, place(x))], Tone::Rule);
            marks.quiet((LEFT - 1.0, place(x)), told(x, 0), Anchor::End);
        }
        for i in 0..PARAMETERS {
            let (x, y) = (column(i, PARAMETERS), place(self.theta[i]));
            marks.words((x, 3.5), SYMBOLS[i].into(), Anchor::Middle, (Tone::Ink, PLAIN));
            marks.hair(&[(x, TOP), (x, BOTTOM)], Tone::Quiet);
            arrow(&mut marks, (x - 4.2, y), exact[i] * scale, Tone::Ink, true);
            arrow(&mut marks, (x + 4.2, y), cd[i] * scale, ORANGE, false);
            let knob = Mark::circle((x, y), 2.2).fill(BLUE).stroke(Tone::Ink, 1.5);
            marks.put(knob.drags(format!("p{i}@{}", self.theta[i] as f32)));
            numbers(&mut marks, x, &[(self.theta[i], BLUE), (exact[i], Tone::Ink), (cd[i], ORANGE)]);
        }
        rows(&mut marks, &[(say!("value"), BLUE), (say!("exact"), Tone::Ink), (self.cd(), ORANGE)]);
        Panel::diagram(
            "parameters",
            say!("The parameters and where each is pulled"),
            WIDTH / HEIGHT,
            Diagram { marks: marks.0 },
        )
    }

    fn visible(&self) -> Panel {
        let mut marks = Marks::default();
        probabilities(&mut marks);
        let kl = say!("KL = {0} nats", fixed(self.law.divergence(&self.target), 4));
        marks.words((RIGHT, 3.5), kl, Anchor::End, (Tone::Ink, PLAIN));
        for (v, name) in NAMES.into_iter().enumerate() {
            let (x, q, p) = (column(v, STATES), self.target[v], self.law.visible[v]);
            marks.bar((x - 7.5, height(q)), (x - 0.5, BOTTOM), Some(Tone::Faint(Role::Data, 0.45)));
            marks.bar((x + 0.5, height(p)), (x + 7.5, BOTTOM), Some(BLUE));
            marks.held((x - 7.5, x - 0.5), height(q), x - 4.0, RED, Some(format!("t{v}")));
            marks.words((x, BOTTOM + ROW * 3.2), name.into(), Anchor::Middle, (Tone::Ink, PLAIN));
            numbers(&mut marks, x, &[(q, RED), (p, BLUE)]);
        }
        rows(&mut marks, &[(say!("target"), RED), (say!("model"), BLUE), ("v₁ v₂".into(), Tone::Quiet)]);
        Panel::diagram("visible", say!("The target and the model’s law"), WIDTH / HEIGHT, Diagram { marks: marks.0 })
    }

    fn joint(&self) -> Panel {
        let mut marks = Marks::default();
        // Nothing is dragged here: the axis may end sooner.
        let end = if self.law.joint.iter().all(|p| *p < 0.5) { 0.5 } else { 1.0 };
        let height = |p: f64| height(p / end);
        for (part, text) in [
            (0.0, "0"),
            (0.5 * end, if end < 1.0 { "0.25" } else { "0.5" }),
            (end, if end < 1.0 { "0.5" } else { "1" }),
        ] {
            marks.hair(&[(LEFT, height(part)), (RIGHT, height(part))], Tone::Rule);
            marks.quiet((LEFT - 1.0, height(part)), text.into(), Anchor::End);
        }
        for (k, &p) in self.law.joint.iter().enumerate() {
            let x = column(k, 2 * STATES);
            // The hidden bit off: hollow; on: filled.
            let bar = Mark::rectangle((x - 3.6, height(p)), (x + 3.6, BOTTOM));
            marks.put(if k % 2 == 0 {
                bar.fill(Tone::Faint(Role::Energy, 0.2)).stroke(BLUE, 1.5)
            } else {
                bar.fill(BLUE)
            });
            // Eight numbers in a row on a phone: without the leading zero.
            let number = fixed(p, 3);
            let number = number.strip_prefix('0').unwrap_or(&number);
            marks.words((x, BOTTOM + ROW * 1.2), number.into(), Anchor::Middle, (BLUE, SMALL));
            marks.words((x, BOTTOM + ROW * 2.2), NAMES[k / 2].into(), Anchor::Middle, (Tone::Ink, SMALL));
            marks.words((x, BOTTOM + ROW * 3.2), (k % 2).to_string(), Anchor::Middle, (RED, SMALL));
        }
        rows(&mut marks, &[("p(v, h)".into(), BLUE), ("v₁ v₂".into(), Tone::Quiet), ("h".into(), RED)]);
        Panel::diagram("joint", say!("All eight states"), WIDTH / HEIGHT, Diagram { marks: marks.0 })
    }

    fn phases(&self) -> Panel {
        let mut marks = Marks::default();
        probabilities(&mut marks);
        let phases: [Five; 3] = [self.target, self.law.visible, self.swept()].map(|law| self.law.statistics(&law));
        for (i, name) in STATISTICS.iter().enumerate() {
            let x = column(i, PARAMETERS);
            let [data, model, cd] = phases.map(|phase| phase[i]);
            marks.bar((x - 7.0, height(data)), (x - 2.8, BOTTOM), Some(RED));
            marks.bar((x - 2.1, height(model)), (x + 2.1, BOTTOM), Some(BLUE));
            let bar = Mark::rectangle((x + 2.8, height(cd)), (x + 7.0, BOTTOM));
            marks.put(bar.fill(Tone::Faint(Role::Sample, 0.25)).stroke(ORANGE, 1.5));
            marks.words((x, 3.5), (*name).into(), Anchor::Middle, (Tone::Ink, SMALL));
            numbers(&mut marks, x, &[(data, RED), (model, BLUE), (cd, ORANGE)]);
        }
        rows(&mut marks, &[(say!("data"), RED), (say!("model"), BLUE), (self.cd(), ORANGE)]);
        Panel::diagram("phases", say!("Both phases"), WIDTH / HEIGHT, Diagram { marks: marks.0 })
    }

    fn curve(&self) -> Panel {
        let curves = vec![Curve {
            name: say!("KL to the target"),
            role: Role::Energy,
            form: Form::Line,
            points: self.trail.clone(),
        }];
        let mut chart = Chart::new(say!("updates"), say!("KL (nats)"), curves);
        chart.rise = Rise::FromZero;
        Panel::chart("kl", say!("Divergence from the target"), chart)
    }
}

/// An arrow from a knob: up where the parameter is to grow.
fn arrow(marks: &mut Marks, (x, y): (f32, f32), length: f64, tone: Tone, dashed: bool) {
    let length = length as f32;
    if length.abs() < 0.3 {
        return;
    }
    let (end, head) = (y - length, (0.5 * length.abs()).min(1.8) * length.signum());
    let side = 0.75 * head.abs();
    let shaft = Mark::line(vec![(x, y), (x, end)]).stroke(tone, 2.0);
    marks.put(if dashed { shaft.dashed() } else { shaft });
    marks.put(Mark::line(vec![(x - side, end + head), (x, end), (x + side, end + head)]).stroke(tone, 2.0));
}
