//! A network as a diagram: units that are pressed, couplings that are dragged, and biases as numbers or as an always-on unit.

use super::{
    Architectures,
    networks::{Kind, UNITS, VISIBLE, is_up, pairs},
    units_of,
};
use crate::{
    numerals::told,
    say,
    scene::{
        Panel, Role,
        diagram::{Anchor, Diagram, Mark, Tone, WIDTH},
    },
    space::Alphabet,
};

const ASPECT: f32 = 1.1;
/// Where the units are: the visible ones of the machines below, the hidden ones above.
const AT: [(f32, f32); UNITS] = [(11.0, 51.0), (33.0, 75.0), (67.0, 75.0), (89.0, 51.0), (31.0, 20.0), (69.0, 20.0)];
/// Where the always-on unit is.
const ALWAYS: (f32, f32) = (50.0, 63.5);
const RADIUS: f32 = 5.8;

/// The name of the handle of a pair that is now at this value.
fn handle(pair: usize, w: f32) -> String {
    format!("w{pair}@{w}")
}

/// The pair of such a handle, and the value that it had when it was taken.
pub(super) fn taken(handle: &str) -> Option<(usize, f32)> {
    let (pair, w) = handle.strip_prefix('w')?.split_once('@')?;
    Some((pair.parse().ok()?, crate::num::read(w)? as f32))
}

/// Where on the line of a pair its dot is: in the middle, but on the lines through the middle of all to one side.
fn dot(pair: (usize, usize)) -> (f32, f32) {
    let ((ax, ay), (bx, by)) = (AT[pair.0], AT[pair.1]);
    let along = match pair {
        (0, 3) => 0.38,
        (1, 5) | (2, 4) => 0.36,
        _ => 0.5,
    };
    (ax + along * (bx - ax), ay + along * (by - ay))
}

/// A coupling as a line: its sign by colour and dashes, its size by width.
fn coupling(from: (f32, f32), to: (f32, f32), w: f32) -> Mark {
    let line = Mark::line(vec![from, to]);
    let width = (0.8 + 2.8 * w.abs()).min(9.0);
    if w == 0.0 {
        line.stroke(Tone::Rule, 1.0)
    } else if w > 0.0 {
        line.stroke(Tone::Of(Role::Energy), width)
    } else {
        line.stroke(Tone::Of(Role::Sample), width).dashed()
    }
}

/// A coupling or a bias.
pub(super) fn number(x: f32) -> String {
    told(f64::from(x), 2)
}

impl Architectures {
    /// A network with its couplings and the state of its units.
    pub(super) fn diagram(&self, kind: Kind) -> Panel {
        let mut marks = Vec::new();
        let (couplings, biases) = &self.parameters;
        let (always, spins) = (self.run.experiment().flag("always"), self.alphabet() == Alphabet::Spin);
        if always {
            let biased = AT.iter().zip(biases).filter(|(_, b)| **b != 0.0);
            marks.extend(biased.map(|(at, &b)| coupling(ALWAYS, *at, b)));
        }
        marks.extend(
            pairs()
                .zip(couplings)
                .filter(|(pair, _)| kind.couples(*pair))
                .map(|((i, j), &w)| coupling(AT[i], AT[j], w)),
        );
        if kind == Kind::Boltzmann {
            self.dots(&mut marks);
        }
        for (i, &at) in AT.iter().enumerate() {
            self.unit(i, at, kind, &mut marks);
        }
        if always {
            marks.push(Mark::circle(ALWAYS, RADIUS - 1.0).fill(Tone::Ink).stroke(Tone::Quiet, 2.0));
            let sign = if spins { "+1" } else { "1" };
            marks.push(Mark::text(ALWAYS, sign, Anchor::Middle).fill(Tone::Paper));
        }
        let title = match kind {
            Kind::Hopfield => say!("Hopfield network: all units visible, all pairs coupled"),
            Kind::Boltzmann => say!("Boltzmann machine: units 5 and 6 hidden, all pairs coupled"),
            Kind::Rbm => say!("RBM: units 5 and 6 hidden, only visible and hidden units coupled"),
        };
        Panel::diagram(kind.name(), &title, ASPECT, Diagram { marks })
    }

    /// A dot on every coupling to take it by, and the value of the one at hand.
    fn dots(&self, marks: &mut Vec<Mark>) {
        let at_hand = self.pair();
        for (k, (pair, &w)) in pairs().zip(&self.parameters.0).enumerate() {
            let (radius, fill) = if k == at_hand { (2.4, Tone::Ink) } else { (1.5, Tone::Paper) };
            marks.push(Mark::circle(dot(pair), radius).fill(fill).stroke(Tone::Ink, 1.0).drags(handle(k, w)));
        }
        let (i, j) = units_of(at_hand);
        let text = say!("coupling {0} – {1}: {2}", i + 1, j + 1, number(self.parameters.0[at_hand]));
        marks.push(Mark::text((WIDTH / 2.0, 4.0), text, Anchor::Middle));
    }

    fn unit(&self, i: usize, at: (f32, f32), kind: Kind, marks: &mut Vec<Mark>) {
        let up = is_up(self.state(), i, UNITS);
        let shape = |radius: f32| {
            if i < kind.visible() {
                Mark::circle(at, radius)
            } else {
                let side = radius * 0.92;
                Mark::rectangle((at.0 - side, at.1 - side), (at.0 + side, at.1 + side))
            }
        };
        // What was flipped last has a second ring.
        if self.flip() >> (UNITS - 1 - i) & 1 == 1 {
            marks.push(shape(RADIUS + 1.8).fill(Tone::Paper).stroke(Tone::Quiet, 1.0));
        }
        let (fill, ring, sign) = match (i < kind.visible(), up) {
            (true, true) => (Tone::Ink, Tone::Ink, Tone::Paper),
            (true, false) => (Tone::Paper, Tone::Ink, Tone::Ink),
            (false, true) => (Tone::Of(Role::Data), Tone::Of(Role::Data), Tone::Paper),
            (false, false) => (Tone::Rule, Tone::Quiet, Tone::Ink),
        };
        marks.push(shape(RADIUS).fill(fill).stroke(ring, 2.0).presses(format!("u{}", i + 1)));
        let text = match (self.alphabet() == Alphabet::Spin, up) {
            (true, true) => "+",
            (true, false) => "−",
            (false, true) => "1",
            (false, false) => "0",
        };
        marks.push(Mark::text(at, text, Anchor::Middle).fill(sign).size(18.0));
        let always = self.run.experiment().flag("always");
        let bias = Some(self.parameters.1[i]).filter(|b| *b != 0.0 && !always).map(|b| format!("b = {}", number(b)));
        let mut label = |at: (f32, f32), text: String, anchor: Anchor| {
            marks.push(Mark::text(at, text, anchor).fill(Tone::Quiet).size(12.0));
        };
        // Names stand outside, where no coupling goes; below the outermost units there is room for short lines only.
        let below = at.1 + RADIUS + 5.2;
        let corner = match i {
            0 => Some((at.0 - RADIUS - 4.8, Anchor::Start)),
            3 => Some((at.0 + RADIUS + 4.8, Anchor::End)),
            _ => None,
        };
        let name = (i + 1).to_string();
        if let Some((x, anchor)) = corner {
            label((x, below), name, anchor);
            bias.into_iter().for_each(|text| label((x, below + 4.8), text, anchor));
        } else {
            let y = if i < VISIBLE { below } else { at.1 - RADIUS - 4.6 };
            label((at.0, y), bias.map_or(name.clone(), |text| format!("{name}, {text}")), Anchor::Middle);
        }
    }

    pub(super) fn alphabet(&self) -> Alphabet {
        Alphabet::named(self.run.experiment().text("alphabet")).unwrap_or(Alphabet::Bit)
    }
}
