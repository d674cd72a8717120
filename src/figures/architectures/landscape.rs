//! The effective energy of a network's visible units over all their states: one bar a state, and below it which units are up.
//!
//! States stand in the order of their numbers, so that a state and its negative are mirror images about the middle.

use super::{
    Architectures,
    networks::{Kind, Network, is_up},
};
use crate::{
    numerals::signed,
    say,
    scene::{
        Panel, Role,
        diagram::{Anchor, Diagram, Mark, Tone, WIDTH},
    },
    space::Alphabet,
};

const ASPECT: f32 = 1.25;
/// Left and right end of the bars, their top and bottom, and the bottom of the signs.
const LEFT: f32 = 12.0;
const RIGHT: f32 = WIDTH - 2.0;
const TOP: f32 = 15.0;
const BOTTOM: f32 = 50.0;
const SIGNS: (f32, f32) = (54.0, 78.0);
/// Names of two states nearer than this are set apart.
const NEAR: f32 = 8.0;

/// The distance of ticks on an axis of this length, four of them at most.
fn step(span: f64) -> f64 {
    let mut step = 0.25;
    while span / step > 4.0 && step < 1e9 {
        step *= 2.0;
    }
    step
}

impl Architectures {
    /// The lowest and the highest energy of all three charts: they share one axis, which has zero on it.
    fn range(&self) -> (f64, f64) {
        let all = || self.networks.iter().flat_map(|n| &n.free).copied();
        let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
        if high - low < 1e-9 { (-1.0, 1.0) } else { (low, high) }
    }

    /// The effective energy of a network's visible states.
    pub(super) fn landscape(&self, network: &Network) -> Panel {
        let mut marks = Vec::new();
        let (low, high) = self.range();
        let y = |e: f64| BOTTOM - (BOTTOM - TOP) * ((e - low) / (high - low)) as f32;
        let states = network.free.len();
        let pitch = (RIGHT - LEFT) / states as f32;
        let middle = |k: usize| LEFT + (k as f32 + 0.5) * pitch;
        let step = step(high - low);
        for tick in (low / step).ceil() as i64..=(high / step).floor() as i64 {
            let at = y(tick as f64 * step);
            marks.push(Mark::line(vec![(LEFT - 1.2, at), (RIGHT, at)]).stroke(Tone::Rule, 1.0));
            let text = signed(&(tick as f64 * step).to_string());
            marks.push(Mark::text((LEFT - 2.2, at), text, Anchor::End).fill(Tone::Quiet).size(12.0));
        }
        let now = network.visible(self.state());
        let mirror = states - 1 - now;
        for (k, &energy) in network.free.iter().enumerate() {
            let gap = 0.12 * pitch;
            let corners = ((middle(k) - pitch / 2.0 + gap, y(0.0)), (middle(k) + pitch / 2.0 - gap, y(energy)));
            let tone = if k == now || k == mirror { Tone::Of(Role::Energy) } else { Tone::Faint(Role::Energy, 0.7) };
            marks.push(Mark::rectangle(corners.0, corners.1).fill(tone));
        }
        marks.push(Mark::line(vec![(LEFT, y(0.0)), (RIGHT, y(0.0))]).stroke(Tone::Quiet, 1.0));
        self.name_states([(middle(now), "v"), (middle(mirror), self.mirrored())], &mut marks);
        signs(network, pitch, &mut marks);
        let title = match network.kind {
            Kind::Hopfield => say!("E(v), units of energy"),
            _ => say!("F(v), units of energy"),
        };
        marks.push(Mark::text((1.0, 4.0), title.clone(), Anchor::Start).fill(Tone::Quiet).size(12.0));
        let name = format!("{}-energy", network.kind.name());
        Panel::diagram(&name, &title, ASPECT, Diagram { marks })
    }

    /// What the state with all visible units flipped is called.
    fn mirrored(&self) -> &'static str {
        if self.alphabet() == Alphabet::Spin { "−v" } else { "1−v" }
    }

    /// Marks two states above their bars.
    fn name_states(&self, states: [(f32, &str); 2], marks: &mut Vec<Mark>) {
        let apart = (states[0].0 - states[1].0).abs() >= NEAR;
        for (k, (x, name)) in states.into_iter().enumerate() {
            let anchor = match (apart, x < states[1 - k].0) {
                (true, _) => Anchor::Middle,
                (false, true) => Anchor::End,
                (false, false) => Anchor::Start,
            };
            let aside = match anchor {
                Anchor::Start => 1.0,
                Anchor::End => -1.0,
                Anchor::Middle => 0.0,
            };
            let line = Mark::line(vec![(x, TOP - 2.0), (x, BOTTOM)]).stroke(Tone::Quiet, 1.0);
            marks.insert(0, line);
            marks.push(Mark::text((x + aside, TOP - 5.0), name, anchor));
        }
    }
}

/// A row a unit: ink where it is up.
fn signs(network: &Network, pitch: f32, marks: &mut Vec<Mark>) {
    let (units, states) = (network.kind.visible(), network.free.len());
    let row = (SIGNS.1 - SIGNS.0) / units as f32;
    for i in 0..units {
        let top = SIGNS.0 + i as f32 * row;
        let up = |k: usize| is_up(k, i, units);
        let starts = (0..states).filter(|&k| up(k) && (k == 0 || !up(k - 1)));
        for start in starts {
            let end = (start..states).find(|&k| !up(k)).unwrap_or(states);
            let x = |k: usize| LEFT + k as f32 * pitch;
            marks.push(Mark::rectangle((x(start), top + 0.4), (x(end), top + row - 0.4)).fill(Tone::Ink));
        }
        let frame = Mark::rectangle((LEFT, top + 0.4), (RIGHT, top + row - 0.4)).stroke(Tone::Quiet, 1.0);
        marks.push(frame);
        marks.push(
            Mark::text((LEFT - 2.2, top + row / 2.0), (i + 1).to_string(), Anchor::End).fill(Tone::Quiet).size(12.0),
        );
    }
}
