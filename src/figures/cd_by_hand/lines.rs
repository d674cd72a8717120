//! The arithmetic of a stage, written out: formulas in numbers, one a line, the same in every language.

use super::{
    CdByHand,
    update::{HIDDEN, VISIBLE, WEIGHTS},
};
use crate::numerals;

/// A number with two decimals; fewer decimals where it is large.
pub(super) fn fixed(x: f64) -> String {
    let digits = if x.abs() < 9.995 { 2 } else { usize::from(x.abs() < 99.95) };
    numerals::fixed(x, digits)
}

/// A probability or a random number with two decimals, more where it would look like 0 or 1.
pub(super) fn part(x: f64) -> String {
    let near = x.min(1.0 - x);
    if near <= 0.0 || near >= 0.005 {
        fixed(x)
    } else if near >= 0.0005 {
        format!("{x:.3}")
    } else if x < 0.5 {
        "<.001".into()
    } else {
        ">.999".into()
    }
}

/// A small number below a letter.
pub(super) fn below(k: usize) -> char {
    ['₁', '₂', '₃', '₄'][k.min(3)]
}

impl CdByHand {
    /// `c₁ + W₁₁·1 + …` of a hidden unit given the visible ones of a phase, or of a visible unit given the hidden ones.
    fn sum(&self, unit: usize, hidden: bool, state: &[f32]) -> String {
        let before = &self.update.before;
        let mut text = fixed(f64::from(before[WEIGHTS + unit + if hidden { VISIBLE } else { 0 }]));
        for (k, x) in state.iter().enumerate() {
            let weight = before[if hidden { k * HIDDEN + unit } else { unit * HIDDEN + k }];
            text += if weight < 0.0 { " − " } else { " + " };
            text += &fixed(f64::from(weight.abs()));
            text += if *x > 0.0 { "·1" } else { "·0" };
        }
        text
    }

    /// What is computed at the present stage: unit by unit, then for the weights of the first visible unit.
    pub(super) fn lines(&self) -> Vec<String> {
        let count = match self.stage() {
            0 => 0,
            4..=6 => VISIBLE,
            _ => HIDDEN,
        };
        let mut lines = Vec::new();
        for k in 0..count {
            lines.push(self.line(self.stage(), k));
        }
        lines
    }

    fn line(&self, stage: usize, k: usize) -> String {
        let (update, n) = (&self.update, below(k));
        let [temperature, rate] = update.at;
        let of = match stage {
            1..=3 => 0,
            4..=6 => 1,
            _ => 2,
        };
        let layer = &update.layers[of];
        let (hidden, letter) = if of == 1 { (false, 'v') } else { (true, 'h') };
        let (x, p) = (fixed(f64::from(layer.fields[k])), part(f64::from(layer.on[k])));
        let over = if temperature == 1.0 { String::new() } else { format!(" / {}", fixed(temperature)) };
        match stage {
            1 | 4 | 7 => {
                let given = [&update.visible[0], &update.hidden, &update.visible[1]][of];
                let end = if stage == 7 { format!(", p = {p}") } else { String::new() };
                format!("x{n} = {} = {x}{end}", self.sum(k, hidden, given))
            }
            2 | 5 => format!("p({letter}{n} = 1) = σ({x}{over}) = {p}"),
            3 | 6 => {
                let (u, bit) = if hidden {
                    (update.draws[k], update.hidden[k])
                } else {
                    (update.draws[HIDDEN + k], update.visible[1][k])
                };
                let sign = if bit > 0.0 { '<' } else { '≥' };
                format!("u = {} {sign} {p} → {letter}{n} = {bit}", part(f64::from(u)))
            }
            8 | 9 => {
                let phase = stage - 8;
                let p = part(f64::from(update.layers[2 * phase].on[k]));
                format!("W₁{n}: {} · {p} = {}", update.visible[phase][0], part(update.product(phase)[k]))
            }
            _ => {
                let estimate = fixed(update.estimate()[k]);
                if stage == 10 {
                    let (data, model) = (part(update.product(0)[k]), part(update.product(1)[k]));
                    let [open, close] = if over.is_empty() { ["", ""] } else { ["(", ")"] };
                    return format!("W₁{n}: {open}{data} − {model}{close}{over} = {estimate}");
                }
                // Updates are small.
                let [old, new] = [&update.before, &update.after].map(|at| numerals::fixed(f64::from(at[k]), 3));
                format!("W₁{n}: {old} + {rate} · ({estimate}) = {new}")
            }
        }
    }
}
