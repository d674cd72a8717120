//! The axis of energies: where it begins and ends, and where its ticks are.

use crate::numerals::short;

/// Where the axis ends unless more is needed.
const DEFAULT: (f64, f64) = (0.0, 5.0);

/// An axis from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Two numbers with a comma between, the smaller first.
pub fn read(text: &str) -> Option<(f64, f64)> {
    let number = |part: &str| crate::num::read(part.trim()).filter(|x| x.abs() <= 1e7);
    let (low, high) = text.split_once(',')?;
    let (low, high) = (number(low)?, number(high)?);
    (high - low >= 1e-3).then_some((low, high))
}

/// The smallest of 1, 2, 5, 10, 20 … (or 0.5, 0.2, 0.1 …) that is not below a positive number.
pub fn round_up(x: f64) -> f64 {
    let mut unit = 1.0;
    while unit < x {
        unit *= 10.0;
    }
    while unit >= 10.0 * x && unit > 1e-6 {
        unit /= 10.0;
    }
    // `unit / 10 < x ≤ unit`.
    [unit / 5.0, unit / 2.0].into_iter().find(|&part| part >= x).unwrap_or(unit)
}

fn ends(energies: &[f64]) -> (f64, f64) {
    energies.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &e| (l.min(e), h.max(e)))
}

impl Scale {
    /// The given ends, or 0 to 5; wider where energies need it.
    pub fn of(energies: &[f64], given: Option<(f64, f64)>) -> Self {
        let ((least, most), (low, high)) = (ends(energies), given.unwrap_or(DEFAULT));
        let low = if least < low { if least < 0.0 { -round_up(-least) } else { 0.0 } } else { low };
        let high = if most > high { if most > 0.0 { round_up(most) } else { 0.0 } } else { high };
        Self { low, high }
    }

    /// As far below zero as above, and as far as energies need.
    pub fn around(energies: &[f64]) -> Self {
        let (least, most) = ends(energies);
        let high = round_up(most.abs().max(least.abs()).max(1.0));
        Self { low: -high, high }
    }

    /// Whether it is the one that a link leaves out.
    pub fn is_default(&self) -> bool {
        (self.low, self.high) == DEFAULT
    }

    /// As a link has it.
    pub fn write(&self) -> String {
        format!("{},{}", short(self.low, 4), short(self.high, 4))
    }

    /// The part of the way up that an energy is at.
    pub fn part(&self, energy: f64) -> f64 {
        (energy - self.low) / (self.high - self.low)
    }

    /// The energy at a part of the way up, on a grid that no reader needs finer.
    pub fn energy(&self, part: f64) -> f64 {
        let grid = round_up((self.high - self.low) / 100.0);
        let energy = self.low + part.clamp(0.0, 1.0) * (self.high - self.low);
        ((energy / grid).round() * grid).clamp(self.low, self.high)
    }

    /// Where its ticks are.
    pub fn ticks(&self) -> Vec<f64> {
        let step = round_up((self.high - self.low) / 6.0);
        let first = (self.low / step - 1e-6).ceil();
        (0..12).map(|k| (first + f64::from(k)) * step).take_while(|t| *t <= self.high + 1e-6 * step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_up() {
        let up = |x: f64| short(round_up(x), 6);
        assert_eq!(
            [0.03, 0.05, 0.8, 1.0, 1.2, 4.0, 5.0, 7.0, 10.0, 11.0].map(up).join(" "),
            "0.05 0.05 1 1 2 5 5 10 10 20"
        );
    }

    #[test]
    fn the_axis_holds_all_energies_and_given_ends() {
        let of = |energies: &[f64], given| Scale::of(energies, given).write();
        assert_eq!(of(&[1.0, 2.0, 3.0], None), "0,5");
        assert_eq!(of(&[-3.0, 2.0, 40.0], None), "-5,50");
        assert_eq!(of(&[1.0, 2.0], Some((0.0, 50.0))), "0,50");
        assert_eq!(of(&[-7.0, -1.0], Some((-5.0, -2.0))), "-10,0");
        for bad in ["", "1", "2,1", "1,1", "a,b", "0,inf", "nan,1", "0,1e9"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        let scale = Scale { low: 0.0, high: 5.0 };
        assert_eq!(scale.ticks(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!((scale.energy(0.501), scale.energy(2.0), scale.energy(-1.0)), (2.5, 5.0, 0.0));
        assert_eq!(Scale::around(&[-0.3, 1.7]).write(), "-2,2");
    }
}
