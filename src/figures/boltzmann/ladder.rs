//! The ladder: states as rungs at their energies, and beside each its exact probability and the sampler's share.

use super::{
    law::Law,
    marks::{Marks, PLAIN, SMALL},
    scale::Scale,
};
use crate::{
    num,
    numerals::{fixed, told},
    say,
    scene::{
        Panel, Role,
        diagram::{Anchor, Diagram, Tone, WIDTH},
    },
};

/// The axis, the rungs' ends, where the bars begin, and how long the bar of probability 1 is.
const AXIS: f32 = 11.0;
const RUNGS: (f32, f32) = (12.5, 28.0);
const BARS: f32 = 46.0;
const LENGTH: f32 = 27.0;
/// Ends of the columns of numbers.
const SAMPLED: f32 = 86.0;
const EXACT: f32 = 99.5;
/// Where the axis ends above, and how far below it the diagram goes on.
const TOP: f32 = 11.0;
const BELOW: f32 = 9.0;
/// Rows of words are no nearer to each other, and their ratio stands between them only from there on.
const ROW: f32 = 6.0;
const ROOM: f32 = 8.8;
/// Half the height of a bar.
const HALF: f32 = 1.7;
/// Chains that are drawn one by one.
const DOTS: usize = 4;

/// What is drawn.
pub struct Ladder<'a> {
    /// The energies of all states.
    pub energies: &'a [f64],
    /// Their law.
    pub law: &'a Law,
    /// The sampler's shares, if it has drawn.
    pub shares: Option<Vec<f64>>,
    /// How many chains are in each state.
    pub chains: Vec<usize>,
    /// The axis.
    pub scale: &'a Scale,
    /// States of two spins, not levels: nothing is dragged.
    pub spins: bool,
}

/// Where the axis ends below: the more levels, the longer.
fn bottom(count: usize) -> f32 {
    TOP + (ROW * count as f32).max(50.0)
}

/// The energy at a height of the ladder of so many levels.
pub fn energy_at(scale: &Scale, count: usize, y: f32) -> f64 {
    scale.energy(f64::from((bottom(count) - y) / (bottom(count) - TOP)))
}

/// States from the highest energy to the lowest.
fn order(energies: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(energies.len());
    for k in 0..energies.len() {
        let place = order.iter().position(|&j| energies[j] < energies[k]).unwrap_or(order.len());
        order.insert(place, k);
    }
    order
}

/// Heights of rows that would like to be at `wanted`, from above, no nearer than [`ROW`].
fn apart(wanted: &[f32], bottom: f32) -> Vec<f32> {
    let mut heights = wanted.to_vec();
    for k in 1..heights.len() {
        heights[k] = heights[k].max(heights[k - 1] + ROW);
    }
    let mut limit = bottom;
    for y in heights.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - ROW;
    }
    heights
}

/// A spin up (filled, +) or down (−).
fn spin(marks: &mut Marks, at: (f32, f32), up: bool) {
    let (fill, ink, sign) = if up { (Tone::Ink, Tone::Paper, "+") } else { (Tone::Paper, Tone::Ink, "−") };
    marks.disc(at, 2.4, fill, Tone::Ink);
    marks.words(at, sign.into(), Anchor::Middle, (ink, PLAIN));
}

/// The panel.
pub fn panel(ladder: &Ladder<'_>) -> Panel {
    let bottom = bottom(ladder.energies.len());
    let height = bottom + BELOW;
    let place = |energy: f64| bottom - ladder.scale.part(energy) as f32 * (bottom - TOP);
    let mut marks = Marks::default();
    marks.hair(&[(AXIS, TOP - 2.0), (AXIS, bottom)], Tone::Quiet);
    marks.quiet((0.5, 3.5), say!("energy E"), Anchor::Start);
    marks.quiet((BARS, 3.5), say!("probability"), Anchor::Start);
    marks.words((SAMPLED, 3.5), say!("sampled"), Anchor::End, (Tone::Of(Role::Sample), SMALL));
    marks.words((EXACT, 3.5), say!("exact"), Anchor::End, (Tone::Ink, SMALL));
    for tick in ladder.scale.ticks() {
        let y = place(tick);
        marks.hair(&[(AXIS - 1.0, y), (AXIS, y)], Tone::Quiet);
        marks.quiet((AXIS - 1.8, y), told(tick, 3), Anchor::End);
    }
    for (part, text) in [(0.0, "0"), (0.5, "0.5"), (1.0, "1")] {
        let x = BARS + part * LENGTH;
        marks.hair(&[(x, TOP - 4.0), (x, bottom + 3.0)], Tone::Rule);
        marks.quiet((x, bottom + 6.0), text.into(), Anchor::Middle);
    }
    let order = order(ladder.energies);
    let wanted: Vec<f32> = order.iter().map(|&k| place(ladder.energies[k])).collect();
    let rows = apart(&wanted, bottom);
    // Rungs of nearly one height stand side by side.
    let mut first = 0;
    while first < order.len() {
        let end = (first + 1..order.len()).find(|&j| wanted[j] - wanted[first] > 1.0).unwrap_or(order.len());
        let width = (RUNGS.1 - RUNGS.0) / (end - first) as f32;
        for j in first..end {
            let from = RUNGS.0 + width * (j - first) as f32;
            let (to, k) = (from + 0.85 * width, order[j]);
            rung(&mut marks, ladder, k, (from, to), wanted[j]);
            let bend =
                [(to + 0.8, wanted[j]), (RUNGS.1 + 1.0, wanted[j]), (RUNGS.1 + 4.0, rows[j]), (RUNGS.1 + 5.5, rows[j])];
            marks.hair(&bend, Tone::Rule);
        }
        first = end;
    }
    for (j, &k) in order.iter().enumerate() {
        row(&mut marks, ladder, k, rows[j]);
        if let Some(&above) = j.checked_sub(1).and_then(|i| order.get(i))
            && rows[j] - rows[j - 1] >= ROOM
        {
            let step = ladder.energies[above] - ladder.energies[k];
            let ratio = num::exp(-step / ladder.law.temperature);
            let middle = (rows[j] + rows[j - 1]) / 2.0;
            marks.quiet((BARS + 1.0, middle), format!("↑ × {}", fixed(ratio, 3)), Anchor::Start);
        }
    }
    let title = if ladder.spins { say!("The four states at their energies") } else { say!("Levels at their energies") };
    Panel::diagram("ladder", &title, WIDTH / height, Diagram { marks: marks.0 })
}

/// A rung, with a grip where it can be dragged, and the chains that are on it.
fn rung(marks: &mut Marks, ladder: &Ladder<'_>, k: usize, (from, to): (f32, f32), y: f32) {
    let name = (!ladder.spins).then(|| format!("level-{k}"));
    marks.held((from, to), y, to, Tone::Of(Role::Energy), name);
    let chains = ladder.chains[k];
    let room = to - from - 2.0;
    let drawn = if chains > DOTS || 3.0 * chains as f32 > room + 3.0 { 1 } else { chains };
    for dot in 0..drawn {
        let x = from + room / 2.0 + 3.0 * (dot as f32 - (drawn as f32 - 1.0) / 2.0);
        marks.disc((x, y - 1.9), 1.3, Tone::Of(Role::Sample), Tone::Paper);
    }
    if drawn < chains {
        let at = (from + room / 2.0 + 2.0, y - 2.8);
        marks.words(at, format!("×{chains}"), Anchor::Start, (Tone::Of(Role::Sample), SMALL));
    }
}

/// What a state is called, its bars and its numbers.
fn row(marks: &mut Marks, ladder: &Ladder<'_>, k: usize, y: f32) {
    if ladder.spins {
        spin(marks, (36.5, y), k & 2 == 0);
        spin(marks, (42.0, y), k & 1 == 0);
    } else {
        marks.words((BARS - 1.5, y), told(ladder.energies[k], 2), Anchor::End, (Tone::Ink, PLAIN));
    }
    let orange = Tone::Of(Role::Sample);
    let shown = [(ladder.shares.as_ref().map(|s| s[k]), Some(orange)), (Some(ladder.law.p[k]), None)];
    for (p, fill) in shown {
        let Some(p) = p else { continue };
        marks.bar((BARS, y - HALF), (BARS + p as f32 * LENGTH, y + HALF), fill);
        let end = if fill.is_some() { SAMPLED } else { EXACT };
        marks.words((end, y), fixed(p, 3), Anchor::End, (fill.unwrap_or(Tone::Ink), PLAIN));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_distance_and_their_order() {
        for wanted in [vec![11.0, 11.0, 11.0, 60.0, 60.0, 60.5], vec![61.0; 8], vec![20.0, 21.0, 22.0, 23.0]] {
            let rows = apart(&wanted, 61.0);
            assert!(rows.windows(2).all(|w| w[1] - w[0] >= ROW - 1e-4), "{rows:?}");
            assert!(rows.iter().all(|y| (TOP - 1e-4..=61.0).contains(y)), "{rows:?}");
        }
        assert_eq!(apart(&[15.0, 30.0, 45.0], 61.0), [15.0, 30.0, 45.0]);
        let many = vec![TOP; 32];
        assert!((apart(&many, bottom(32))[0] - TOP).abs() < 1e-3);
        assert_eq!(order(&[1.0, 3.0, 2.0, 3.0]), [1, 3, 2, 0]);
    }
}
