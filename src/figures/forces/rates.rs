//! The axis of the step size η: where each of the two creeps, overshoots, or leaves its rest; and η itself, to be dragged.

use crate::{
    figures::boltzmann::{
        marks::{Marks, PLAIN},
        scale::Scale,
    },
    numerals::{fixed, short, told},
    say,
    scene::{
        Panel, Role,
        diagram::{Anchor, Diagram, Mark, Tone, WIDTH},
    },
};

const LEFT: f32 = 16.0;
const RIGHT: f32 = 98.0;
const TOP: f32 = 8.0;
const ROW: f32 = 7.5;
const HEIGHT: f32 = 32.0;
/// The axis ends at the first of these that is not below η.
const ENDS: [f64; 2] = [5.0, 10.0];

fn axis(rate: f64) -> Scale {
    Scale { low: 0.0, high: if rate > ENDS[0] { ENDS[1] } else { ENDS[0] } }
}

/// η at a place, as a link has it.
pub fn value_at(rate: f64, x: f32) -> String {
    short(axis(rate).energy(f64::from((x - LEFT) / (RIGHT - LEFT))), 4)
}

/// The panel; η times its stiffness says what a system does.
pub fn panel(rate: f64, spring: f64, coupling: f64) -> Panel {
    let axis = axis(rate);
    let place = |x: f64| LEFT + axis.part(x.min(axis.high)) as f32 * (RIGHT - LEFT);
    let x = place(rate);
    let mut marks = Marks::default();
    marks.words((0.5, 3.5), say!("step size η = {0}", told(rate, 4)), Anchor::Start, (Tone::Ink, PLAIN));
    let rows = [(say!("spring"), spring, say!("diverges")), (say!("coupling"), coupling, say!("unstable"))];
    for (row, (name, stiffness, beyond)) in rows.into_iter().enumerate() {
        let (top, bottom) = (TOP + ROW * row as f32, TOP + ROW * row as f32 + ROW - 1.5);
        marks.quiet((LEFT - 1.5, (top + bottom) / 2.0), name, Anchor::End);
        let edges = [0.0, 1.0 / stiffness, 2.0 / stiffness, f64::INFINITY].map(place);
        let parts = [
            (say!("creeps"), Tone::Faint(Role::Energy, 0.16)),
            (say!("overshoots"), Tone::Faint(Role::Sample, 0.2)),
            (beyond, Tone::Faint(Role::Data, 0.3)),
        ];
        for (k, (text, tone)) in parts.into_iter().enumerate() {
            let (from, to) = (edges[k], edges[k + 1]);
            if to - from < 0.2 {
                continue;
            }
            marks.put(Mark::rectangle((from, top), (to, bottom)).fill(tone));
            // 12 CSS pixels high, on a diagram of 358; Chinese characters are as wide as they are high.
            let width: f32 = text.chars().map(|c| if c > '\u{2e80}' { 3.4 } else { 2.1 }).sum();
            // Beside the line through η, on the side with more room.
            let (left, right) = (x.clamp(from, to) - from, to - x.clamp(from, to));
            let (from, to) = if left > right { (from, from + left) } else { (to - right, to) };
            if to - from > width {
                marks.words(((from + to) / 2.0, (top + bottom) / 2.0), text, Anchor::Middle, (Tone::Ink, 12.0));
            }
        }
        // The limit, where it can be seen: the second channel beside colour.
        if 2.0 / stiffness < axis.high {
            let line = Mark::line(vec![(edges[2], top - 0.8), (edges[2], bottom + 0.8)]);
            marks.put(line.stroke(Tone::Of(Role::Data), 2.5));
        }
    }
    let bottom = TOP + 2.0 * ROW;
    marks.hair(&[(LEFT, bottom), (RIGHT, bottom)], Tone::Quiet);
    for tick in axis.ticks() {
        marks.hair(&[(place(tick), bottom), (place(tick), bottom + 1.0)], Tone::Quiet);
        marks.quiet((place(tick), bottom + 4.5), told(tick, 2), Anchor::Middle);
    }
    let limit = |stiffness: f64| if stiffness > 1e-4 { fixed(2.0 / stiffness, 3) } else { "∞".into() };
    let limits = say!("limits: {0} and {1}", limit(spring), limit(coupling));
    marks.words((RIGHT, 3.5), limits, Anchor::End, (Tone::Of(Role::Data), 12.0));
    marks.put(Mark::line(vec![(x, TOP - 1.0), (x, bottom)]).stroke(Tone::Ink, 2.0).drags("rate"));
    marks.put(Mark::circle((x, bottom), 1.8).fill(Tone::Paper).stroke(Tone::Ink, 2.0).drags("rate"));
    Panel::diagram("rate", say!("What a step of this size does"), WIDTH / HEIGHT, Diagram { marks: marks.0 })
}
