//! Axes of charts: how far they go, where their marks stand, and the numbers there.

use crate::num;
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
}

impl Axis {
    /// From one place to another, with so many marks at most.
    pub(super) fn between(low: f32, high: f32, logarithmic: bool, most: usize) -> Self {
        Self { low, high, marks: marks(low..high, most, logarithmic), logarithmic }
    }

    /// Over all these values; without any, to 1.
    pub(super) fn over(values: impl Iterator<Item = f32>, from_zero: bool, logarithmic: bool, most: usize) -> Self {
        let mut places = values.map(|y| if logarithmic { log10(y) } else { y }).peekable();
        let empty = if logarithmic { (-2.0, 0.0) } else { (0.0, 1.0) };
        let (low, high) = if places.peek().is_some() { range(places) } else { empty };
        Self::between(if from_zero { 0.0 } else { low }, high, logarithmic, most)
    }

    fn value(&self, place: f32) -> f32 {
        if self.logarithmic { ten_to(place) } else { place }
    }
}

/// The number at a value of an axis with these ends.
pub(super) fn number(logarithmic: bool, ends: &Range<f32>, value: f32) -> String {
    if logarithmic { power(value, log10(ends.end / ends.start)) } else { tick(value, ends.end - ends.start) }
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

impl ValueFormatter<f32> for Axis {
    fn format(value: &f32) -> String {
        tick(*value, *value)
    }
}

/// Lower and upper end of the values, widened where they are one.
pub(super) fn range(values: impl Iterator<Item = f32>) -> (f32, f32) {
    let (low, high) = values.fold((f32::INFINITY, f32::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if low > high {
        (0.0, 1.0)
    } else if high - low < 1e-5 * high.abs().max(1e-6) {
        (low - 0.5 * low.abs().max(0.1), high + 0.5 * high.abs().max(0.1))
    } else {
        (low - 0.06 * (high - low), high + 0.06 * (high - low))
    }
}

/// Places of at most so many marks: on a logarithmic axis at powers of ten, at 3 or at 2 and 5 between them where those are too few,
/// and where even these are, as on any other axis.
fn marks(ends: Range<f32>, most: usize, logarithmic: bool) -> Vec<f32> {
    let even = |from: f32, to: f32| RangedCoordf32::from(from..to).key_points(BoldPoints(most));
    if !logarithmic {
        return even(ends.start, ends.end);
    }
    let decades = || ends.start.floor() as i32..=ends.end.floor() as i32;
    for within in [&[1.0f32][..], &[1.0, 3.0], &[1.0, 2.0, 5.0]] {
        let marks = decades().flat_map(|decade| within.iter().map(move |m| decade as f32 + log10(*m)));
        let marks: Vec<f32> = marks.filter(|mark| ends.contains(mark)).collect();
        if marks.len() >= 3 {
            return marks.iter().copied().step_by(marks.len().div_ceil(most)).collect();
        }
    }
    even(ten_to(ends.start), ten_to(ends.end)).into_iter().map(log10).collect()
}

/// A mark's number: no more digits than it needs.
pub(super) fn tick(value: f32, span: f32) -> String {
    let digits = [8.0, 0.8, 0.08, 0.008, 0.0008].iter().take_while(|&&least| span < least).count();
    let text = format!("{value:.digits$}");
    // Zero by rounding has no sign.
    let text = if text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { &text } else { text.trim_start_matches('-') };
    text.replace('-', "−")
}

/// The number at a mark of a logarithmic axis that goes over so many powers of ten.
fn power(value: f32, decades: f32) -> String {
    if decades < 0.5 {
        return tick(value, value * decades);
    }
    let decade = (log10(value) + 1e-3).floor() as i32;
    // Where powers of ten are far from each other, all are written alike.
    if decade == 0 || (decades < 3.5 && (-3..5).contains(&decade)) {
        return format!("{value:.*}", (-decade).max(0) as usize);
    }
    let mantissa = (value / ten_to(decade as f32)).round() as u32;
    let mut text = if mantissa > 1 { format!("{mantissa}·10") } else { "10".into() };
    if decade < 0 {
        text.push('⁻');
    }
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let decade = decade.unsigned_abs() as usize;
    if decade > 9 {
        text.push(DIGITS[decade / 10 % 10]);
    }
    text.push(DIGITS[decade % 10]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(low: f32, high: f32) -> Vec<String> {
        let marks = marks(log10(low)..log10(high), 6, true);
        marks.into_iter().map(|mark| power(ten_to(mark), log10(high / low))).collect()
    }

    #[test]
    fn logarithmic_marks_are_round_numbers() {
        assert_eq!(numbers(1e-4, 0.2), ["10⁻⁴", "0.001", "0.01", "0.1"]);
        assert_eq!(numbers(9e-7, 2.0), ["10⁻⁶", "10⁻⁴", "10⁻²", "1"]);
        assert_eq!(numbers(0.006, 0.29), ["0.01", "0.03", "0.1"]);
        assert_eq!(numbers(0.009, 0.31), ["0.01", "0.03", "0.1", "0.3"]);
        assert_eq!(numbers(0.04, 0.3), ["0.05", "0.1", "0.2"]);
        assert_eq!(numbers(0.041, 0.065), ["0.045", "0.050", "0.055", "0.060", "0.065"][..4]);
        assert_eq!(numbers(2e-9, 4e-8), ["3·10⁻⁹", "10⁻⁸", "3·10⁻⁸"]);
        assert_eq!(numbers(1.5e-9, 2.5e-8), ["2·10⁻⁹", "5·10⁻⁹", "10⁻⁸", "2·10⁻⁸"]);
    }

    #[test]
    fn there_are_no_more_marks_than_asked_for() {
        for (low, high) in [(-20.0, 3.0), (-6.5, -2.0), (-1.3, -1.2), (-0.01, 0.02), (-2.0, 0.0)] {
            let marks = marks(low..high, 6, true);
            assert!((2..=6).contains(&marks.len()), "{low} to {high}: {marks:?}");
            assert!(marks.iter().all(|mark| (low..=high).contains(mark)), "{low} to {high}: {marks:?}");
        }
    }
}
