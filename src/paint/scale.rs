//! Axes of charts: how far they go, where their marks stand, and the numbers there.

use crate::{num, numerals::fixed, scene::Rise};
use plotters::coord::{
    ranged1d::{BoldPoints, KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter},
    types::RangedCoordf32,
};
use std::{f64::consts::LN_10, ops::Range};

fn log10(x: f32) -> f32 {
    (num::ln(f64::from(x)) / LN_10) as f32
}

fn ten_to(x: f32) -> f32 {
    num::exp(f64::from(x) * LN_10) as f32
}

/// An axis. Places on it are values or, where it is logarithmic, their exponents of ten.
pub(super) struct Axis {
    low: f32,
    high: f32,
    marks: Vec<f32>,
    logarithmic: bool,
    /// How the numbers at its marks are written.
    pub numbers: Numbers,
}

impl Axis {
    /// From one place to another, with so many marks at most.
    fn between(low: f32, high: f32, logarithmic: bool, most: usize) -> Self {
        let (marks, numbers) = if logarithmic { powers(low..high, most) } else { even(low..high, most) };
        Self { low, high, marks, logarithmic, numbers }
    }

    /// An axis of nothing: nobody knows what its numbers would be.
    pub(super) fn bare() -> Self {
        Self { low: 0.0, high: 1.0, marks: Vec::new(), logarithmic: false, numbers: Numbers::Even(1.0) }
    }

    /// An even axis between two values.
    pub(super) fn along(low: f32, high: f32, most: usize) -> Self {
        Self::between(low, high, false, most)
    }

    /// Over all these values; without any it has no numbers.
    pub(super) fn over(values: impl Iterator<Item = f32>, rise: Rise, most: usize) -> Self {
        let logarithmic = rise == Rise::Logarithmic;
        let ends = if logarithmic {
            range(values.map(log10), |_| 0.5)
        } else {
            range(values, |value| 0.5 * value.abs().max(0.1))
        };
        match ends {
            Some((_, high)) if rise == Rise::FromZero => Self::between(0.0, high, false, most),
            Some((low, high)) => Self::between(low, high, logarithmic, most),
            None => Self::bare(),
        }
    }

    /// The numbers at its marks.
    pub(super) fn written(&self) -> impl Iterator<Item = String> {
        self.marks.iter().map(|&mark| self.numbers.write(self.value(mark)))
    }

    fn value(&self, place: f32) -> f32 {
        if self.logarithmic { ten_to(place) } else { place }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f32;

    fn map(&self, value: &f32, limit: (i32, i32)) -> i32 {
        let place = if self.logarithmic { log10(*value) } else { *value };
        RangedCoordf32::from(self.low..self.high).map(&place, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f32> {
        self.marks.iter().map(|&mark| self.value(mark)).collect()
    }

    fn range(&self) -> Range<f32> {
        self.value(self.low)..self.value(self.high)
    }
}

/// Plotters asks for a way to write numbers, and is given [`Numbers`] for every axis.
impl ValueFormatter<f32> for Axis {
    fn format(_value: &f32) -> String {
        String::new()
    }
}

/// Lower and upper end of the values with some room beyond; around a single one as much as is said.
fn range(values: impl Iterator<Item = f32>, around: impl Fn(f32) -> f32) -> Option<(f32, f32)> {
    let (low, high) = values.fold((f32::INFINITY, f32::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let room = if high - low < 1e-5 * high.abs().max(1e-6) { around(high) } else { 0.06 * (high - low) };
    (low <= high).then_some((low - room, high + room))
}

/// Marks at round numbers, at the same distance from each other.
fn even(ends: Range<f32>, most: usize) -> (Vec<f32>, Numbers) {
    let span = ends.end - ends.start;
    (RangedCoordf32::from(ends).key_points(BoldPoints(most)), Numbers::Even(span))
}

/// Marks at powers of ten, at 3 or at 2 and 5 between them where those are too few; where even these are, as on any other axis.
fn powers(ends: Range<f32>, most: usize) -> (Vec<f32>, Numbers) {
    let decades = || ends.start.floor() as i32..=ends.end.floor() as i32;
    for within in [&[1.0f32][..], &[1.0, 3.0], &[1.0, 2.0, 5.0]] {
        let marks = decades().flat_map(|decade| within.iter().map(move |m| decade as f32 + log10(*m)));
        let marks: Vec<f32> = marks.filter(|mark| ends.contains(mark)).collect();
        if marks.len() >= 3 {
            let far = ends.end - ends.start > 3.5;
            return (marks.iter().copied().step_by(marks.len().div_ceil(most)).collect(), Numbers::Powers { far });
        }
    }
    let (marks, numbers) = even(ten_to(ends.start)..ten_to(ends.end), most);
    (marks.into_iter().map(log10).collect(), numbers)
}

/// How the numbers at an axis's marks are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Numbers {
    /// With as many digits as an axis over this span of values needs.
    Even(f32),
    /// Round numbers of any size; where they are far from each other, all but 1 as powers of ten.
    Powers {
        /// Over more than three powers of ten.
        far: bool,
    },
}

impl Numbers {
    /// The number at a mark.
    pub(super) fn write(self, value: f32) -> String {
        match self {
            // A decimal fraction with more digits than this is hard to read.
            Self::Even(span) if span < 1e-4 && value != 0.0 => {
                let decade = (log10(value.abs()) + 1e-3).floor() as i32;
                let unit = ten_to(decade as f32);
                format!("{}·{}", tick(value / unit, span / unit), power_of_ten(decade))
            }
            Self::Even(span) => tick(value, span),
            Self::Powers { far } => {
                let decade = (log10(value) + 1e-3).floor() as i32;
                if decade == 0 || (!far && (-3..5).contains(&decade)) {
                    return format!("{value:.*}", (-decade).max(0) as usize);
                }
                let mantissa = (value / ten_to(decade as f32)).round() as u32;
                if mantissa > 1 { format!("{mantissa}·{}", power_of_ten(decade)) } else { power_of_ten(decade) }
            }
        }
    }
}

/// A number with as many digits as an axis over this span needs.
pub(super) fn tick(value: f32, span: f32) -> String {
    let digits = [8.0, 0.8, 0.08, 0.008, 0.0008].iter().take_while(|&&least| span < least).count();
    fixed(f64::from(value), digits)
}

fn power_of_ten(exponent: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let sign = if exponent < 0 { "⁻" } else { "" };
    let exponent = exponent.unsigned_abs() as usize;
    let tens = if exponent > 9 { Some(DIGITS[exponent / 10 % 10]) } else { None };
    format!("10{sign}{}{}", tens.map(String::from).unwrap_or_default(), DIGITS[exponent % 10])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(low: f32, high: f32) -> Vec<String> {
        let (marks, numbers) = powers(log10(low)..log10(high), 6);
        marks.into_iter().map(|mark| numbers.write(ten_to(mark))).collect()
    }

    /// What a number says.
    fn read(text: &str) -> f32 {
        let (mantissa, power) = match text.rsplit_once("10").filter(|_| !text.is_ascii()) {
            Some((mantissa, power)) => (mantissa.trim_end_matches('·'), power),
            None => (text, ""),
        };
        let digits = power.chars().map(|c| match c {
            '⁻' => '-',
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            c => char::from_digit(c as u32 - '⁰' as u32, 10).expect("a digit"),
        });
        let exponent: f32 = if power.is_empty() { 0.0 } else { digits.collect::<String>().parse().expect("a number") };
        (if mantissa.is_empty() { 1.0 } else { mantissa.parse::<f32>().expect("a number") }) * ten_to(exponent)
    }

    #[test]
    fn logarithmic_marks_are_round_numbers() {
        assert_eq!(numbers(1e-4, 0.2), ["10⁻⁴", "0.001", "0.01", "0.1"]);
        assert_eq!(numbers(9e-7, 2.0), ["10⁻⁶", "10⁻⁴", "10⁻²", "1"]);
        assert_eq!(numbers(0.006, 0.29), ["0.01", "0.03", "0.1"]);
        assert_eq!(numbers(0.009, 0.31), ["0.01", "0.03", "0.1", "0.3"]);
        assert_eq!(numbers(0.04, 0.3), ["0.05", "0.1", "0.2"]);
        assert_eq!(numbers(0.011, 0.044), ["0.015", "0.020", "0.025", "0.030", "0.035", "0.040"]);
        assert_eq!(numbers(0.09, 0.26), ["0.10", "0.15", "0.20", "0.25"]);
        assert_eq!(numbers(2e-9, 4e-8), ["3·10⁻⁹", "10⁻⁸", "3·10⁻⁸"]);
        assert_eq!(numbers(1.5e-9, 2.5e-8), ["2·10⁻⁹", "5·10⁻⁹", "10⁻⁸", "2·10⁻⁸"]);
    }

    /// Whatever an axis goes over, its numbers are few, differ, and are those of the marks.
    #[test]
    fn numbers_say_where_their_marks_are() {
        for decade in [-12, -9, -6, -4, -3, -2, -1, 0, 2, 7] {
            for start in 0..10 {
                for step in 1..60 {
                    let low = decade as f32 + 0.1 * start as f32;
                    let high = low + 0.05 * step as f32;
                    let (marks, numbers) = powers(low..high, 6);
                    assert!((2..=6).contains(&marks.len()), "{low} to {high}: {marks:?}");
                    let texts: Vec<String> = marks.iter().map(|&mark| numbers.write(ten_to(mark))).collect();
                    for (at, (&mark, text)) in marks.iter().zip(&texts).enumerate() {
                        assert!((low - 1e-3..=high + 1e-3).contains(&mark), "{low} to {high}: {marks:?}");
                        assert!((read(text) / ten_to(mark) - 1.0).abs() < 0.02, "{low} to {high}: {text} at {mark}");
                        assert!(!texts[..at].contains(text), "{low} to {high}: {texts:?}");
                    }
                }
            }
        }
    }
}
