//! The two memories of a network: overlaps, the units in which they differ, and the energies on the path from one to the other.

use super::two::TwoPatterns;
use crate::{error::Error, models::Model};

/// Two patterns `ξᴬ`, `ξᴮ` of a network.
pub struct Pair {
    /// Both patterns, ±1.
    pub patterns: [Vec<i8>; 2],
    /// Units in which they differ, ascending.
    pub differ: Vec<usize>,
    /// Units in which they agree, ascending.
    pub agree: Vec<usize>,
    /// `E` from memory A to memory B, the units of `differ` flipped one after another.
    pub path: Vec<f64>,
}

impl Pair {
    /// Of a model that stores two patterns.
    pub fn of(model: &dyn Model) -> Result<Self, Error> {
        let (Some(energy), [a, b]) = (model.energy(), model.patterns()) else {
            let why = format!("this figure shows a network with two patterns, here are {}", model.patterns().len());
            return Err(Error::Value { key: "patterns", why });
        };
        let (agree, differ): (Vec<usize>, Vec<usize>) = (0..a.len()).partition(|&i| a[i] == b[i]);
        let mut state: Vec<f32> = a.iter().map(|&x| f32::from(x)).collect();
        let mut memory = energy.memory(&state);
        let mut path = vec![energy.energy(&state)];
        for &i in &differ {
            let old = state[i];
            let here = path[path.len() - 1];
            path.push(here + energy.change(i, -old, &state, &memory));
            state[i] = -old;
            energy.moved(i, old, &state, &mut memory);
        }
        Ok(Self { patterns: [a.clone(), b.clone()], differ, agree, path })
    }

    /// `N`.
    pub fn units(&self) -> usize {
        self.patterns[0].len()
    }

    /// `m = (1/N) Σ_i ξ_i σ_i` with both.
    pub fn overlaps(&self, state: &[f32]) -> (f64, f64) {
        let with = |pattern: &[i8]| {
            let sum: f64 = pattern.iter().zip(state).map(|(&p, &x)| f64::from(p) * f64::from(x)).sum();
            sum / state.len() as f64
        };
        (with(&self.patterns[0]), with(&self.patterns[1]))
    }

    /// `q = (1/N) Σ_i ξᴬ_i ξᴮ_i`.
    pub fn likeness(&self) -> f64 {
        (self.agree.len() as f64 - self.differ.len() as f64) / self.units() as f64
    }

    /// Of the units in which they differ, how many are as in B.
    pub fn progress(&self, state: &[f32]) -> usize {
        self.differ.iter().filter(|&&i| state[i] == f32::from(self.patterns[1][i])).count()
    }

    /// What the law of its states depends on.
    pub fn sizes(&self) -> TwoPatterns {
        TwoPatterns { agree: self.agree.len(), differ: self.differ.len() }
    }
}
