//! Enumeration of some units while the others keep their value: `ln Σ exp(−E/T)` over them, and their moments.
//!
//! With all units free this is the model's law, with the visible ones clamped `p(h given v)`: the two phases of learning.
//! Binary units, visited in Gray-code order; every [`BLOCK`] states memory and energy are computed afresh.

use super::BLOCK;
use crate::{
    error::Error,
    models::{Energy, Model, moments::Moments},
    num,
};
use std::ops::Range;

/// The free units of a model and what stands around them.
pub struct Conditional<'a> {
    model: &'a dyn Model,
    energy: &'a dyn Energy,
    free: Range<usize>,
    temperature: f64,
}

impl<'a> Conditional<'a> {
    /// Frees a range of units, at most `limit` of them.
    pub fn new(model: &'a dyn Model, free: Range<usize>, temperature: f64, limit: usize) -> Result<Self, Error> {
        let misfit = |why| Error::Misfit { method: "exact", model: model.id(), why };
        let energy = model.energy().ok_or(misfit(crate::phrase!("it has no energy of a state")))?;
        if model.space().alphabets()[free.clone()].iter().any(|a| a.values() != 2) {
            return Err(misfit(crate::phrase!("its units are not binary")));
        }
        if free.len() > limit {
            return Err(Error::TooLarge { units: free.len(), limit });
        }
        Ok(Self { model, energy, free, temperature })
    }

    /// Calls `visit(x, E(x))` for every value of the free units; the others are as in `state`.
    fn each(&self, state: &[f32], mut visit: impl FnMut(&[f32], f64)) {
        let alphabets = self.model.space().alphabets();
        let mut state = state.to_vec();
        self.free.clone().for_each(|i| state[i] = alphabets[i].value(0));
        let (mut memory, mut now) = (Vec::new(), 0.0);
        for k in 0..1u64 << self.free.len() {
            if k > 0 {
                let i = self.free.start + k.trailing_zeros() as usize;
                let old = state[i];
                let value = alphabets[i].value(u32::from(old <= 0.0));
                now += self.energy.change(i, value, &state, &memory);
                state[i] = value;
                self.energy.moved(i, old, &state, &mut memory);
            }
            if k.is_multiple_of(BLOCK) {
                (memory, now) = (self.energy.memory(&state), self.energy.energy(&state));
            }
            visit(&state, now);
        }
    }

    /// `ln Σ exp(−E/T)` over the free units.
    pub fn log_sum(&self, state: &[f32]) -> f64 {
        let (mut terms, mut blocks) = (Vec::with_capacity(BLOCK as usize), Vec::new());
        self.each(state, |_, energy| {
            if terms.len() == BLOCK as usize {
                blocks.push(num::log_sum_exp(&terms));
                terms.clear();
            }
            terms.push(-energy / self.temperature);
        });
        blocks.push(num::log_sum_exp(&terms));
        num::log_sum_exp(&blocks)
    }

    /// Adds `weight` times the moments of all units given the clamped ones to `sums`; returns `ln Σ exp(−E/T)`.
    pub fn add_moments(&self, state: &[f32], weight: f64, sums: &mut Moments) -> f64 {
        let log_sum = self.log_sum(state);
        let (start, free) = (self.free.start, self.free.len());
        // Only the free units vary: moments with clamped ones are products.
        let mut inside = Moments::zeros(free);
        self.each(state, |x, energy| {
            let p = num::exp(-energy / self.temperature - log_sum);
            let x = &x[self.free.clone()];
            inside.add_state(p, x);
        });
        let mean: Vec<f64> = state
            .iter()
            .enumerate()
            .map(|(i, &x)| if self.free.contains(&i) { inside.first[i - start] } else { f64::from(x) })
            .collect();
        sums.add(weight, &mean, |i, j| {
            if self.free.contains(&i) && self.free.contains(&j) {
                inside.second(i - start, j - start)
            } else {
                mean[i] * mean[j]
            }
        });
        log_sum
    }
}
