//! The law of the energy, `P(E) = Σ_{x: E(x) = E} exp(−E/T)/Z`, by a sum over all states that can be sliced.
//!
//! A histogram of energies needs every state: no layer sums out here, so [`LIMIT`] counts all units of the model.
//! Weights are kept relative to the largest met so far, so that one pass gives `Z`, the moments and the histogram.

use super::{BLOCK, LIMIT, States, states};
use crate::{error::Error, models::Model, num, tally::Tally};

/// A sum under way.
pub struct Spectrum {
    states: States,
    temperature: f64,
    done: u64,
    sums: Sums,
}

/// Sums of weights `exp(−E/T − reference)` times what is named; energies less that of the first state.
struct Sums {
    reference: f64,
    zero: f64,
    weight: f64,
    energy: f64,
    square: f64,
    absolute: f64,
    tally: Tally,
}

/// What enumeration tells of energies and of `|Σ_i x_i|`.
#[derive(Clone, Debug, PartialEq)]
pub struct Energies {
    /// Of which temperature it is the law.
    pub temperature: f64,
    /// `ln Z`.
    pub log_z: f64,
    /// `⟨E⟩`, total.
    pub mean_energy: f64,
    /// `(⟨E²⟩ − ⟨E⟩²)/(N T²)`, per unit.
    pub heat_capacity: f64,
    /// `⟨|Σ_i x_i|⟩/N`, per unit.
    pub abs_magnetization: f64,
    /// `P(E)`.
    pub tally: Tally,
}

impl Sums {
    fn add(&mut self, state: &[f32], energy: f64, temperature: f64) {
        let log = -energy / temperature;
        if log > self.reference {
            let factor = num::exp(self.reference - log);
            for sum in [&mut self.weight, &mut self.energy, &mut self.square, &mut self.absolute] {
                *sum *= factor;
            }
            self.tally.scale(factor);
            self.reference = log;
        }
        let weight = num::exp(log - self.reference);
        let moved = energy - self.zero;
        self.weight += weight;
        self.energy += weight * moved;
        self.square += weight * moved * moved;
        self.absolute += weight * state.iter().map(|&x| f64::from(x)).sum::<f64>().abs();
        self.tally.add(energy, weight);
    }
}

impl Spectrum {
    /// Prepares the sum over all states of a model of at most [`LIMIT`] bits.
    pub fn new(model: &dyn Model, temperature: f64) -> Result<Self, Error> {
        let units = states::bits(model)?;
        if units > LIMIT {
            return Err(Error::TooLarge { units, limit: LIMIT });
        }
        let states = States::new(model, temperature);
        let zero = states.first_energy();
        let sums = Sums {
            reference: f64::NEG_INFINITY,
            zero,
            weight: 0.0,
            energy: 0.0,
            square: 0.0,
            absolute: 0.0,
            tally: Tally::default(),
        };
        Ok(Self { states, temperature, done: 0, sums })
    }

    /// How many states there are.
    pub fn total(&self) -> u64 {
        self.states.count()
    }

    /// How many are done.
    pub fn done(&self) -> u64 {
        (self.done * BLOCK).min(self.total())
    }

    /// Sums at least one block and at most about `states` states; the answer once all are done.
    pub fn advance(&mut self, states: u64) -> Option<Energies> {
        let all = self.total().div_ceil(BLOCK);
        let end = all.min(self.done + (states / BLOCK).max(1));
        let (sums, temperature) = (&mut self.sums, self.temperature);
        while self.done < end {
            self.states.block(self.done, &mut |state, energy| sums.add(state, energy, temperature));
            self.done += 1;
        }
        if self.done < all {
            return None;
        }
        let Sums { reference, zero, weight, energy, square, absolute, tally } = &self.sums;
        let units = self.states.units() as f64;
        let (mean, square) = (energy / weight, square / weight);
        let mut tally = tally.clone();
        tally.scale(1.0 / weight);
        Some(Energies {
            temperature,
            log_z: reference + num::ln(*weight),
            mean_energy: zero + mean,
            heat_capacity: (square - mean * mean) / (units * temperature * temperature),
            abs_magnetization: absolute / weight / units,
            tally,
        })
    }
}
