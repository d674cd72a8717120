//! The update as a table of units with their probabilities and random numbers, and matrices of everything that belongs to a parameter.

use super::{
    CdByHand,
    lines::{below, fixed, part},
    update::{HIDDEN, PARAMETERS, Update, VISIBLE, WEIGHTS, double},
};
use crate::{
    say,
    scene::{
        Panel, Role, Scene,
        diagram::{Anchor, Diagram, Mark, Tone},
    },
};

/// Where the scale of a probability begins and ends.
const SCALE: (f32, f32) = (29.0, 66.0);
/// Right ends of the columns of fields, probabilities and random numbers; the middle of the units.
const FIELD: f32 = 25.0;
const CHANCE: f32 = 77.5;
const DRAW: f32 = 89.0;
const UNIT: f32 = 95.4;
/// Height of a row, and half the height of a scale.
const ROW: f32 = 8.6;
const HALF: f32 = 2.4;
const RADIUS: f32 = 3.4;
/// Sizes of text in CSS pixels.
const SMALL: f32 = 12.0;

/// The number, and the value that it had when it was taken, of the rest of a handle's name: `5@0.8`, or `5`.
pub(super) fn taken(rest: &str) -> Option<(usize, f32)> {
    let (number, value) = rest.split_once('@').unwrap_or((rest, "0"));
    Some((number.parse().ok()?, value.parse().ok().filter(|x: &f32| x.is_finite())?))
}

/// The probability at a place on the plane.
pub(super) fn place(x: f32) -> f32 {
    (x - SCALE.0) / (SCALE.1 - SCALE.0)
}

// Marks are made in many places: these are not worth being copied into them.

/// Adds words of this size in CSS pixels.
#[inline(never)]
pub(super) fn words(marks: &mut Vec<Mark>, at: (f32, f32), text: &str, anchor: Anchor, (tone, size): (Tone, f32)) {
    marks.push(Mark::text(at, text, anchor).fill(tone).size(size));
}

/// Adds a line of this width in CSS pixels.
#[inline(never)]
pub(super) fn line(marks: &mut Vec<Mark>, from: (f32, f32), to: (f32, f32), tone: Tone, width: f32) {
    marks.push(Mark::line(vec![from, to]).stroke(tone, width));
}

/// A unit's shape: visible ones are circles, hidden ones squares.
fn shape(at: (f32, f32), radius: f32, visible: bool) -> Mark {
    let side = 0.9 * radius;
    if visible {
        Mark::circle(at, radius)
    } else {
        Mark::rectangle((at.0 - side, at.1 - side), (at.0 + side, at.1 + side))
    }
}

/// A unit with its value; one that the last edit changed has a second ring.
fn unit(marks: &mut Vec<Mark>, at: (f32, f32), visible: bool, bit: f32, changed: bool, handle: Option<String>) {
    let (fill, ring, sign) = match (visible, bit > 0.0) {
        (true, true) => (Tone::Ink, Tone::Ink, Tone::Paper),
        (true, false) => (Tone::Paper, Tone::Ink, Tone::Ink),
        (false, true) => (Tone::Of(Role::Data), Tone::Of(Role::Data), Tone::Paper),
        (false, false) => (Tone::Rule, Tone::Quiet, Tone::Ink),
    };
    if changed {
        marks.push(shape(at, RADIUS + 0.9, visible).stroke(Tone::Of(Role::Sample), 2.0));
    }
    let mark = shape(at, RADIUS, visible).fill(fill).stroke(ring, 1.5);
    marks.push(match handle {
        Some(name) => mark.presses(name),
        None => mark,
    });
    words(marks, at, if bit > 0.0 { "1" } else { "0" }, Anchor::Middle, (sign, 13.0));
}

/// A layer's rows: which units, how much of them is shown, and where.
struct Rows<'a> {
    first: f32,
    visible: bool,
    layer: usize,
    /// Its random numbers and bits; none where nothing is drawn.
    drawn: Option<(usize, &'a [f32])>,
    /// The stage at which its fields are shown; probabilities and bits come one and two stages later, or at once.
    stage: usize,
}

impl CdByHand {
    fn rows(&self, rows: &Rows<'_>, marks: &mut Vec<Mark>) {
        let (stage, update) = (self.stage(), &self.update);
        let layer = &update.layers[rows.layer];
        let before = self.edit.as_ref().map(|edit| &edit.before);
        let later = usize::from(rows.drawn.is_some());
        let ends = [rows.stage, rows.stage + later, rows.stage + 2 * later];
        let tone = |at: usize| if stage == at || stage == super::LAST { Tone::Ink } else { Tone::Quiet };
        for k in 0..layer.on.len() {
            let y = rows.first + ROW * k as f32;
            words(marks, (0.0, y), &name(rows.visible, k), Anchor::Start, (Tone::Ink, 13.0));
            if stage >= ends[0] {
                let text = fixed(f64::from(layer.fields[k]));
                words(marks, (FIELD, y), &text, Anchor::End, (tone(ends[0]), SMALL));
            }
            let across = |share: f32| SCALE.0 + (SCALE.1 - SCALE.0) * share;
            let bar = |to: f32, half: f32| Mark::rectangle((SCALE.0, y - half), (to, y + half));
            let p = layer.on[k];
            if stage >= ends[1] {
                if p > 0.0 {
                    marks.push(bar(across(p), HALF).fill(Tone::Faint(Role::Energy, 0.45)));
                }
                let was = before.map_or(p, |b| b.layers[rows.layer].on[k]);
                if was != p {
                    let was = across(was);
                    marks.push(Mark::line(vec![(was, y - HALF), (was, y + HALF)]).stroke(Tone::Quiet, 1.5).dashed());
                }
                words(marks, (CHANCE, y), &part(f64::from(p)), Anchor::End, (tone(ends[1]), SMALL));
            }
            marks.push(bar(SCALE.1, HALF).stroke(if stage >= ends[1] { Tone::Quiet } else { Tone::Rule }, 1.0));
            let Some((first, bits)) = rows.drawn.filter(|_| stage >= ends[2]) else { continue };
            let u = update.draws[first + k];
            let x = across(u);
            let orange = Tone::Of(Role::Sample);
            line(marks, (x, y - HALF - 1.0), (x, y + HALF + 1.0), orange, 2.0);
            marks
                .push(Mark::circle((x, y), 1.5).fill(orange).stroke(Tone::Paper, 1.0).drags(format!("u{}", first + k)));
            words(marks, (DRAW, y), &part(f64::from(u)), Anchor::End, (tone(ends[2]), SMALL));
            let old = before.map(|b| if rows.visible { b.visible[1][k] } else { b.hidden[k] });
            unit(marks, (UNIT, y), rows.visible, bits[k], old.is_some_and(|b| b != bits[k]), None);
        }
    }

    /// The table of units.
    fn table(&self) -> Panel {
        let mut marks = Vec::new();
        let update = &self.update;
        words(&mut marks, (0.0, 5.0), &say!("data, v⁽⁰⁾"), Anchor::Start, (Tone::Ink, 14.0));
        let before = self.edit.as_ref().map(|edit| &edit.before.visible[0]);
        for (i, &v) in update.visible[0].iter().enumerate() {
            let changed = before.is_some_and(|b| b[i] != v);
            unit(&mut marks, (SCALE.0 + RADIUS + 10.0 * i as f32, 5.0), true, v, changed, Some(format!("v{i}")));
        }
        let sections = [
            Rows { first: 24.0, visible: false, layer: 0, drawn: Some((0, &update.hidden)), stage: 1 },
            Rows { first: 60.0, visible: true, layer: 1, drawn: Some((HIDDEN, &update.visible[1])), stage: 4 },
            Rows { first: 104.6, visible: false, layer: 2, drawn: None, stage: 7 },
        ];
        for rows in &sections {
            let y = rows.first - 8.2;
            heads(&mut marks, y, rows);
            line(&mut marks, (0.0, y - 5.0), (100.0, y - 5.0), Tone::Rule, 1.0);
            self.rows(rows, &mut marks);
        }
        Panel::diagram("update", say!("One update, unit by unit"), 100.0 / 127.0, Diagram { marks })
    }

    /// A matrix of what belongs to the parameters: `W` with `b` beside it and `c` below; empty before `shown`.
    fn matrix(&self, panel: &str, title: &str, shown: Shown<'_>, scale: f64) -> Panel {
        let Shown { values, from, of } = shown;
        let values = Some(values).filter(|_| self.stage() >= from);
        let before = self.edit.as_ref().zip(of).map(|(edit, of)| of(&edit.before));
        let mut marks = Vec::new();
        let left = |column: usize| 10.0 + 22.0 * column as f32 + if column == HIDDEN { 1.6 } else { 0.0 };
        let top = |row: usize| 10.0 + 14.4 * row as f32 + if row == VISIBLE { 2.0 } else { 0.0 };
        let quiet = (Tone::Quiet, 13.0);
        for column in 0..=HIDDEN {
            let text = if column < HIDDEN { name(false, column) } else { "b".into() };
            words(&mut marks, (left(column) + 10.8, 5.0), &text, Anchor::Middle, quiet);
        }
        for row in 0..=VISIBLE {
            let text = if row < VISIBLE { name(true, row) } else { "c".into() };
            words(&mut marks, (4.5, top(row) + 6.8), &text, Anchor::Middle, quiet);
        }
        for k in 0..PARAMETERS {
            let (row, column) = cell(k);
            let (x, y) = (left(column), top(row));
            let cell = Mark::rectangle((x, y), (x + 21.6, y + 13.6));
            let Some(value) = values.map(|values| values[k]) else {
                marks.push(cell.stroke(Tone::Rule, 1.0));
                continue;
            };
            let role = if value > 0.0 { Role::Energy } else { Role::Sample };
            let strength = if scale > 0.0 { 0.55 * (value.abs() / scale).min(1.0) as f32 } else { 0.0 };
            let changed = before.as_ref().is_some_and(|before| (before[k] - value).abs() > 5e-4 * scale);
            let cell = cell.fill(Tone::Faint(role, strength));
            let cell = if changed { cell.stroke(Tone::Ink, 1.5) } else { cell.stroke(Tone::Rule, 1.0) };
            let handle = format!("w{k}@{}", self.update.before[k]);
            marks.push(if panel == "weights" { cell.drags(handle) } else { cell });
            words(&mut marks, (x + 10.8, y + 6.8), &short(value), Anchor::Middle, (Tone::Ink, SMALL));
        }
        Panel::diagram(panel, title, 100.0 / 86.0, Diagram { marks })
    }

    /// All that is shown at the present stage.
    pub(super) fn panels(&self) -> Scene {
        let (update, truth) = (&self.update, &self.truth);
        let largest = |lists: &[&[f64]]| {
            let mut most = 0.0;
            for x in lists.concat() {
                most = x.abs().max(most);
            }
            most
        };
        let (estimate, change) = (update.estimate(), update.change());
        let (before, after) = (double(&update.before), double(&update.after));
        let products = [update.product(0), update.product(1)];
        // One scale for the three that are to be compared, one for the weights before and after.
        let scale = largest(&[&estimate, &truth.mean, &truth.gradient]);
        let size = largest(&[&before, &after]);
        let all = |values, from, of| Shown { values, from, of: Some(of) };
        let exact = |values| Shown { values, from: 0, of: None };
        let panels = vec![
            self.table(),
            self.angles(),
            self.matrix(
                "weights",
                &say!("Weights and biases before the update"),
                all(&before, 0, |u| double(&u.before)),
                size,
            ),
            self.matrix("positive", &say!("The data's phase"), all(&products[0], 8, |u| u.product(0)), 1.0),
            self.matrix(
                "negative",
                &say!("The model's phase after one sweep"),
                all(&products[1], 9, |u| u.product(1)),
                1.0,
            ),
            self.matrix("estimate", &say!("Estimate of CD-1"), all(&estimate, 10, Update::estimate), scale),
            self.matrix("mean", &say!("Mean of CD-1 over all draws"), exact(&truth.mean), scale),
            self.matrix("gradient", &say!("Exact gradient"), exact(&truth.gradient), scale),
            self.matrix("change", &say!("Change by the update"), all(&change, 11, Update::change), largest(&[&change])),
            self.matrix(
                "after",
                &say!("Weights and biases after the update"),
                all(&after, 11, |u| double(&u.after)),
                size,
            ),
        ];
        Scene { panels }
    }
}

/// A number without the zero before its point, and a whole one without decimals: cells are narrow on a phone.
fn short(x: f64) -> String {
    if x == x.round() {
        return fixed(x).replace(".00", "");
    }
    fixed(x).replacen("0.", ".", usize::from(x.abs() < 0.995))
}

/// What a matrix shows.
struct Shown<'a> {
    values: &'a [f64],
    /// From which stage on.
    from: usize,
    /// The same of an update before an edit; `None` where no edit is marked.
    of: Option<fn(&Update) -> Vec<f64>>,
}

/// Row and column of a parameter's place.
fn cell(k: usize) -> (usize, usize) {
    match k {
        k if k < WEIGHTS => (k / HIDDEN, k % HIDDEN),
        k if k < WEIGHTS + VISIBLE => (k - WEIGHTS, HIDDEN),
        k => (VISIBLE, k - WEIGHTS - VISIBLE),
    }
}

/// A unit's name.
fn name(visible: bool, k: usize) -> String {
    format!("{}{}", if visible { 'v' } else { 'h' }, below(k))
}

/// The heads of a section's columns.
fn heads(marks: &mut Vec<Mark>, y: f32, rows: &Rows<'_>) {
    let law = ["h | v⁽⁰⁾", "v | h⁽⁰⁾", "h | v⁽¹⁾"][rows.layer];
    let drawn = ["h⁽⁰⁾", "v⁽¹⁾", ""][rows.layer];
    for (x, text, anchor) in [
        (0.0, law, Anchor::Start),
        (FIELD, "x", Anchor::End),
        (SCALE.0, "0", Anchor::Start),
        (SCALE.1, "1", Anchor::End),
        (CHANCE, "p", Anchor::End),
        (DRAW, if drawn.is_empty() { "" } else { "u" }, Anchor::End),
        (UNIT, drawn, Anchor::Middle),
    ] {
        words(marks, (x, y), text, anchor, (Tone::Quiet, 13.0));
    }
}
