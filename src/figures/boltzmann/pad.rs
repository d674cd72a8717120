//! The pad of two spins: coupling to the right, bias of the first spin upwards, a point to drag.

use super::marks::{Marks, PLAIN};
use crate::{
    experiment::Experiment,
    numerals::told,
    say,
    scene::{
        Panel, Role,
        diagram::{Anchor, Diagram, Mark, Tone, WIDTH},
    },
};

/// Edges of the pad.
const LEFT: f32 = 13.0;
const RIGHT: f32 = 97.0;
const TOP: f32 = 9.0;
const BOTTOM: f32 = 57.0;
const HEIGHT: f32 = 70.0;
/// It goes from −2 to 2 either way; values beyond it are typed, and stand at its edge.
const END: f64 = 2.0;
/// Values are put onto a grid of this width.
const GRID: f64 = 0.05;

/// Coupling and bias at a point.
pub fn values_at((x, y): (f32, f32)) -> (f64, f64) {
    let value = |part: f32| (((2.0 * f64::from(part.clamp(0.0, 1.0)) - 1.0) * END) / GRID).round() * GRID;
    (value((x - LEFT) / (RIGHT - LEFT)), value((BOTTOM - y) / (BOTTOM - TOP)))
}

/// The panel.
pub fn panel(experiment: &Experiment) -> Panel {
    let part = |value: f64| ((value / END).clamp(-1.0, 1.0) as f32 + 1.0) / 2.0;
    let place = |w: f64, b: f64| (LEFT + part(w) * (RIGHT - LEFT), BOTTOM - part(b) * (BOTTOM - TOP));
    let (w, b) = (experiment.float("w"), experiment.float("b1"));
    let mut marks = Marks::default();
    marks.quiet((0.5, 3.5), say!("bias b1 of spin 1"), Anchor::Start);
    marks.quiet((RIGHT, BOTTOM + 10.0), say!("coupling w"), Anchor::End);
    let values = format!("w = {}, b1 = {}", told(w, 3), told(b, 3));
    marks.words((RIGHT, 3.5), values, Anchor::End, (Tone::Ink, PLAIN));
    for tick in -2..=2 {
        let value = f64::from(tick);
        let tone = if tick == 0 { Tone::Quiet } else { Tone::Rule };
        marks.hair(&[place(value, -END), place(value, END)], tone);
        marks.hair(&[place(-END, value), place(END, value)], tone);
        marks.quiet((place(value, 0.0).0, BOTTOM + 4.0), told(value, 0), Anchor::Middle);
        marks.quiet((LEFT - 1.5, place(0.0, value).1), told(value, 0), Anchor::End);
    }
    marks.quiet((LEFT + 2.0, BOTTOM - 3.5), say!("favours unequal"), Anchor::Start);
    marks.quiet((RIGHT - 2.0, BOTTOM - 3.5), say!("favours equal"), Anchor::End);
    let point = Mark::circle(place(w, b), 2.2).fill(Tone::Of(Role::Energy)).stroke(Tone::Ink, 1.5);
    marks.0.push(point.drags("point"));
    Panel::diagram("spins", say!("Coupling and bias of two spins"), WIDTH / HEIGHT, Diagram { marks: marks.0 })
}
