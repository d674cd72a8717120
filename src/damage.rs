//! A picture, how it was damaged, and what may be repaired: the start of a repair. And patterns of spins, a part of them flipped.

use crate::{data::Dataset, experiment::Experiment, rng::Rng};

/// A picture before and after damage. Pixels are 0 or 1, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Damage {
    /// As picked or drawn.
    pub original: Vec<u8>,
    /// With every damaged pixel replaced by a fair coin flip.
    pub damaged: Vec<u8>,
    /// 1 where a pixel is damaged.
    pub mask: Vec<u8>,
}

impl Damage {
    /// The picture and damage that an experiment names; coins come from its `instance` seed.
    pub fn of(experiment: &Experiment, data: &Dataset) -> Self {
        let shown = data.shown();
        let index = (shown.start + experiment.int("example") as usize).min(data.len() - 1);
        let original = experiment.bits("drawn", data.visible()).unwrap_or_else(|| data.example(index).to_vec());
        let mut rng = Rng::stream(experiment.int("instance") as u64, "damage", 0);
        let amount = experiment.float("amount");
        let mask = match experiment.text("damage") {
            "noise" => original.iter().map(|_| u8::from(f64::from(rng.uniform()) < amount)).collect(),
            "block" => block(data.rows, data.cols, amount, &mut rng),
            "brush" => experiment.bits("mask", data.visible()).unwrap_or_else(|| vec![0; data.visible()]),
            _ => vec![0; data.visible()],
        };
        let mut coins = Rng::stream(experiment.int("instance") as u64, "coins", 0);
        let flip = |(&pixel, &hit): (&u8, &u8)| {
            let coin = (coins.word() >> 31) as u8;
            if hit == 1 { coin } else { pixel }
        };
        let damaged = original.iter().zip(&mask).map(flip).collect();
        Self { original, damaged, mask }
    }

    /// A whole state: the damaged picture on the visible units, zero on the others.
    pub fn state(&self, units: usize) -> Vec<f32> {
        let mut state = vec![0.0; units];
        for (unit, &pixel) in state.iter_mut().zip(&self.damaged) {
            *unit = f32::from(pixel);
        }
        state
    }

    /// Units to clamp: the visible ones that are not damaged.
    pub fn clamped(&self, units: usize) -> Vec<bool> {
        let mut clamped = vec![false; units];
        for (unit, &hit) in clamped.iter_mut().zip(&self.mask) {
            *unit = hit == 0;
        }
        clamped
    }
}

/// A pattern of spins with this part of its units, picked at random, flipped.
pub fn flipped(pattern: &[i8], part: f64, rng: &mut Rng) -> Vec<f32> {
    let mut units: Vec<usize> = (0..pattern.len()).collect();
    rng.shuffle(&mut units);
    units.truncate((part * pattern.len() as f64).round() as usize);
    let mut state: Vec<f32> = pattern.iter().map(|&x| f32::from(x)).collect();
    units.into_iter().for_each(|i| state[i] = -state[i]);
    state
}

/// A rectangle of about `amount` of the area, in the shape of the picture, somewhere in its middle half if it fits.
fn block(rows: usize, cols: usize, amount: f64, rng: &mut Rng) -> Vec<u8> {
    let side = |n: usize| ((n as f64 * amount.sqrt()).round() as usize).min(n);
    let (height, width) = (side(rows), side(cols));
    let mut place = |n: usize, len: usize| {
        let (low, high) = (n / 6, n - n / 6);
        if low + len >= high { (n - len) / 2 } else { low + rng.below((high - len - low + 1) as u32) as usize }
    };
    let (top, left) = (place(rows, height), place(cols, width));
    let inside = |i: usize| (top..top + height).contains(&(i / cols)) && (left..left + width).contains(&(i % cols));
    (0..rows * cols).map(|i| u8::from(inside(i))).collect()
}
