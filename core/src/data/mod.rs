//! Data sets: examples of the visible units.
//!
//! To add one: a file here and a line in [`DATA`].

pub mod bars_and_stripes;
pub mod examples;
pub mod letters;
pub mod mnist;
pub mod parity;
pub mod shifter;
pub mod spins;
pub mod table;

use crate::{
    digest,
    error::Error,
    num,
    registry::{Entry, Values, of_build},
    space::Space,
};
use std::{cell::OnceCell, collections::BinaryHeap};

/// How an entry makes its data: from the values of its own parameters, and from its file where it has one.
pub type Build = fn(values: &dyn Values, file: Option<&[u8]>) -> Result<Dataset, Error>;

/// How to make a data set, and which file it needs.
pub struct Source {
    /// The file below `data/`, if it needs one.
    pub file: Option<&'static str>,
    /// Rows and columns of a picture, told before the file is there.
    pub size: fn(values: &dyn Values) -> (usize, usize),
    /// How many pictures a reader may pick from: those of [`Dataset::shown`], told before the file is there.
    pub pictures: fn(values: &dyn Values) -> usize,
    /// Makes it.
    pub build: Build,
}

/// All data sets.
pub static DATA: &[&Entry<Source>] = of_build(
    &[&mnist::ENTRY, &bars_and_stripes::ENTRY],
    &[
        &mnist::ENTRY,
        &bars_and_stripes::ENTRY,
        &letters::ENTRY,
        &parity::ENTRY,
        &shifter::ENTRY,
        &spins::ENTRY,
        &table::ENTRY,
        &examples::ENTRY,
    ],
);

/// The law that data were drawn from, where it is known: spins `σ = 2s − 1` with pair couplings, at T = 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// `w_ij`, n × n, symmetric, zero diagonal.
    pub w: Vec<f32>,
    /// `b_i`.
    pub b: Vec<f32>,
}

/// Binary pictures: training examples, then held-out ones. Training examples count alike unless they have weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// Height of a picture.
    pub rows: usize,
    /// Width of a picture.
    pub cols: usize,
    /// The law they were drawn from, where it is known.
    pub truth: Option<Truth>,
    pixels: Vec<u8>,
    training: usize,
    /// Parts of the training examples, their sum 1; empty where all count alike.
    weights: Vec<f64>,
    distinct: OnceCell<Vec<(u32, f64)>>,
}

impl Dataset {
    /// From pixels 0 or 1, picture by picture, row by row; the first `training` pictures are for training.
    pub fn new(rows: usize, cols: usize, pixels: Vec<u8>, training: usize) -> Self {
        debug_assert!(pixels.len().is_multiple_of(rows * cols) && training * rows * cols <= pixels.len());
        Self { rows, cols, truth: None, pixels, training, weights: Vec::new(), distinct: OnceCell::new() }
    }

    /// The same with weights of the training examples: none negative, not all 0; they are divided by their sum.
    pub fn weighted(mut self, weights: &[f64]) -> Self {
        debug_assert!(weights.len() == self.training);
        let sum: f64 = weights.iter().sum();
        self.weights = weights.iter().map(|w| w / sum).collect();
        self
    }

    /// Whether training examples have weights of their own.
    pub fn is_weighted(&self) -> bool {
        !self.weights.is_empty()
    }

    /// The part of the data that training example `i` is.
    pub fn part(&self, i: usize) -> f64 {
        self.weights.get(i).copied().unwrap_or(1.0 / self.training as f64)
    }

    /// `count` training examples in proportion to their parts: those at `(k + offset)/count` of the cumulated parts, `0 ≤ offset < 1`, so
    /// that example `i` comes `count · part(i)` times, rounded up or down.
    pub fn in_proportion(&self, count: usize, offset: f64) -> Vec<u32> {
        let (mut example, mut cumulated) = (0, self.part(0));
        let at = |k: usize| {
            while cumulated <= (k as f64 + offset) / count as f64 && example + 1 < self.training {
                example += 1;
                cumulated += self.part(example);
            }
            example as u32
        };
        (0..count).map(at).collect()
    }

    /// No examples at all.
    pub fn empty() -> Self {
        Self::new(1, 1, Vec::new(), 0)
    }

    /// Pixels of a picture.
    pub fn visible(&self) -> usize {
        self.rows * self.cols
    }

    /// How many examples are for training: indices `0..training()`.
    pub fn training(&self) -> usize {
        self.training
    }

    /// How many examples there are in all; the held-out ones come last.
    pub fn len(&self) -> usize {
        self.pixels.len() / self.visible()
    }

    /// True if there is no example.
    pub fn is_empty(&self) -> bool {
        self.pixels.is_empty()
    }

    /// The pixels (0 or 1) of example `i`.
    pub fn example(&self, i: usize) -> &[u8] {
        &self.pixels[i * self.visible()..(i + 1) * self.visible()]
    }

    /// The examples that a reader may pick and that observers look at: the held-out ones, or all where none are held out.
    pub fn shown(&self) -> std::ops::Range<usize> {
        if self.training < self.len() { self.training..self.len() } else { 0..self.len() }
    }

    /// Whole states of `units` units: the examples on the visible ones, zero on the others.
    pub fn states(&self, examples: &[u32], units: usize) -> Vec<Vec<f32>> {
        let state = |&e: &u32| {
            let mut state = vec![0.0; units];
            for (unit, &pixel) in state.iter_mut().zip(self.example(e as usize)) {
                *unit = f32::from(pixel);
            }
            state
        };
        examples.iter().map(state).collect()
    }

    /// Whole states of a model: the examples on its visible units, its lowest value on the others.
    pub fn states_on(&self, space: &Space, examples: &[u32]) -> Vec<Vec<f32>> {
        let alphabets = space.alphabets();
        let state = |&e: &u32| {
            let pixels = self.example(e as usize).iter().chain(std::iter::repeat(&0));
            alphabets.iter().zip(pixels).map(|(a, &pixel)| a.value(u32::from(pixel))).collect()
        };
        examples.iter().map(state).collect()
    }

    /// Training examples that differ, each by one of its numbers, with the part of all that are equal to it; none without a part.
    pub fn distinct(&self) -> &[(u32, f64)] {
        self.distinct.get_or_init(|| {
            // A hash above the number: equal examples come together, and a collision only keeps groups apart.
            let key = |e: usize| digest::of_bytes(self.example(e)) << 24 | e as u64;
            // A heap sorts in a tenth of the code of a sort.
            let keys = BinaryHeap::from_iter((0..self.training).map(key)).into_sorted_vec();
            let number = |key: u64| key as usize & ((1 << 24) - 1);
            let equal = |a: &u64, b: &u64| self.example(number(*a)) == self.example(number(*b));
            let part = |equal: &[u64]| {
                let part = if self.is_weighted() {
                    equal.iter().map(|&key| self.part(number(key))).sum()
                } else {
                    equal.len() as f64 / self.training as f64
                };
                (number(equal[0]) as u32, part)
            };
            keys.chunk_by(equal).map(part).filter(|(_, part)| *part > 0.0).collect()
        })
    }

    /// The entropy `−Σ f ln f` of the training examples' frequencies, in nats; `KL(data ‖ model) = −entropy − ⟨ln p⟩`.
    pub fn entropy(&self) -> f64 {
        -self.distinct().iter().map(|(_, f)| f * num::ln(*f)).sum::<f64>()
    }

    /// The mean of every visible unit over the training examples.
    pub fn marginals(&self) -> Vec<f64> {
        if self.is_weighted() {
            let mean = |i: usize| (0..self.training).map(|e| self.part(e) * f64::from(self.example(e)[i])).sum();
            return (0..self.visible()).map(mean).collect();
        }
        let mut counts = vec![0u32; self.visible()];
        for e in 0..self.training {
            for (count, &pixel) in counts.iter_mut().zip(self.example(e)) {
                *count += u32::from(pixel);
            }
        }
        counts.iter().map(|&c| f64::from(c) / self.training as f64).collect()
    }
}
