//! Enumeration of all states of a small model of discrete units, by its energy alone.
//!
//! Binary units are visited in Gray-code order inside blocks of [`BLOCK`] states, one flip a state; each block starts from
//! an energy computed afresh. Units on more levels are decoded state by state.

use super::{BLOCK, Law, PAIRS_LIMIT};
use crate::{
    error::Error,
    models::{Energy, Model},
    num,
    space::Alphabet,
};

/// Units that vary inside a block.
const LOW: usize = BLOCK.trailing_zeros() as usize;

/// All states of a model.
pub(super) struct States {
    model: Box<dyn Model>,
    alphabets: Vec<Alphabet>,
    temperature: f64,
}

/// How many bits a state takes, or why states cannot be enumerated.
pub(super) fn bits(model: &dyn Model) -> Result<usize, Error> {
    let misfit = |why| Error::Misfit { method: "exact", model: model.id(), why };
    model.energy().ok_or(misfit(crate::phrase!("it has no energy of a state")))?;
    if !model.space().is_discrete() {
        return Err(misfit(crate::phrase!("its units are not discrete")));
    }
    Ok(model.space().layers.iter().map(|l| l.len * (l.alphabet.values().next_power_of_two().ilog2() as usize)).sum())
}

impl States {
    pub(super) fn new(model: &dyn Model, temperature: f64) -> Self {
        Self { alphabets: model.space().alphabets(), model: model.copy(), temperature }
    }

    fn energy(&self) -> &dyn Energy {
        // `bits` has made sure that there is one.
        self.model.energy().unwrap_or_else(|| unreachable!("states of a model without energies"))
    }

    /// How many units there are.
    pub(super) fn units(&self) -> usize {
        self.alphabets.len()
    }

    /// The energy of state 0.
    pub(super) fn first_energy(&self) -> f64 {
        self.energy().energy(&self.decode(0))
    }
    fn is_binary(&self) -> bool {
        self.alphabets.iter().all(|a| a.values() == 2)
    }

    pub(super) fn count(&self) -> u64 {
        self.alphabets.iter().map(|a| u64::from(a.values())).product()
    }

    /// State number `code`; the first unit varies fastest.
    fn decode(&self, code: u64) -> Vec<f32> {
        let mut rest = code;
        let digit = |a: &Alphabet| {
            let values = u64::from(a.values());
            let value = a.value((rest % values) as u32);
            rest /= values;
            value
        };
        self.alphabets.iter().map(digit).collect()
    }

    /// Calls `each(state, energy)` for every state of a block.
    pub(super) fn block(&self, block: u64, each: &mut dyn FnMut(&[f32], f64)) {
        let energy = self.energy();
        let base = block * BLOCK;
        let count = BLOCK.min(self.count() - base);
        let mut state = self.decode(base);
        if !self.is_binary() {
            for code in base..base + count {
                state = self.decode(code);
                each(&state, energy.energy(&state));
            }
            return;
        }
        let mut memory = energy.memory(&state);
        let mut now = energy.energy(&state);
        each(&state, now);
        for k in 1..count {
            let i = k.trailing_zeros() as usize;
            let old = state[i];
            let value = self.alphabets[i].value(u32::from(old <= 0.0));
            now += energy.change(i, value, &state, &memory);
            state[i] = value;
            energy.moved(i, old, &state, &mut memory);
            each(&state, now);
        }
    }

    /// `ln` of the sum of the block's weights.
    pub(super) fn log_block(&self, block: u64, terms: &mut Vec<f64>) -> f64 {
        terms.clear();
        self.block(block, &mut |_, energy| terms.push(-energy / self.temperature));
        num::log_sum_exp(terms)
    }

    /// Every state's probability, in the order of [`super::decode`].
    pub(super) fn probabilities(&self) -> Vec<f64> {
        let logs: Vec<f64> =
            (0..self.count()).map(|code| -self.energy().energy(&self.decode(code)) / self.temperature).collect();
        let log_z = num::log_sum_exp(&logs);
        logs.into_iter().map(|x| num::exp(x - log_z)).collect()
    }

    /// Expectations under the law, given `ln Z`.
    pub(super) fn law(&self, log_z: f64) -> Law {
        let units = self.alphabets.len();
        let low = if self.is_binary() { LOW.min(units) } else { units };
        let mut first = vec![0.0; units];
        let mut pairs = vec![0.0; if units <= PAIRS_LIMIT { units * units } else { 0 }];
        let mut sums = [0.0; 5];
        let mut reference = None;
        for block in 0..self.count().div_ceil(BLOCK) {
            // Units above the first few keep their value in a block: their sums are products.
            let mut weight = 0.0;
            // Sums of a block are added as a whole, so that rounding does not build up over all states.
            let [mut energy, mut spread, mut magnetization, mut absolute] = [0.0; 4];
            let mut means = vec![0.0; low];
            let mut products = vec![0.0; low * low];
            let mut last = Vec::new();
            let mut each = |state: &[f32], e: f64| {
                let p = num::exp(-e / self.temperature - log_z);
                let zero = *reference.get_or_insert(e);
                energy += p * (e - zero);
                spread += p * (e - zero) * (e - zero);
                let sum = state.iter().map(|&x| f64::from(x)).sum::<f64>();
                magnetization += p * sum;
                absolute += p * sum.abs();
                weight += p;
                for i in 0..low {
                    let x = p * f64::from(state[i]);
                    means[i] += x;
                    for j in i + 1..low {
                        products[i * low + j] += x * f64::from(state[j]);
                    }
                }
                if last.is_empty() {
                    last.extend_from_slice(&state[low..]);
                }
            };
            self.block(block, &mut each);
            for (sum, part) in sums.iter_mut().zip([weight, energy, spread, magnetization, absolute]) {
                *sum += part;
            }
            let of = |i: usize| if i < low { means[i] } else { weight * f64::from(last[i - low]) };
            first.iter_mut().enumerate().for_each(|(i, sum)| *sum += of(i));
            if !pairs.is_empty() {
                for i in 0..units {
                    for j in i + 1..units {
                        pairs[i * units + j] +=
                            if j < low { products[i * low + j] } else { of(i) * f64::from(last[j - low]) };
                    }
                }
            }
        }
        // Rounding of ln Z is a common factor of all weights: it must not meet the difference of squares below.
        let [total, ..] = sums;
        let [_, energy, spread, magnetization, absolute] = sums.map(|sum| sum / total);
        first.iter_mut().chain(&mut pairs).for_each(|sum| *sum /= total);
        let n = units as f64;
        let upper = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j)));
        Law {
            log_z,
            mean_energy: energy + reference.unwrap_or(0.0),
            heat_capacity: (spread - energy * energy) / (n * self.temperature * self.temperature),
            magnetization: magnetization / n,
            abs_magnetization: Some(absolute / n),
            marginals: Some(first),
            correlations: (!pairs.is_empty()).then(|| upper.map(|(i, j)| pairs[i * units + j]).collect()),
        }
    }
}
