//! Moves of one unit at a time, for any model of discrete units: what Metropolis, Gibbs, descent and the ladders share.
//!
//! Local fields are remembered where the model can keep them up to date: a decision is then O(1), and only a move costs a
//! pass over the unit's neighbours.

use super::{Conditions, Rate};
use crate::{
    models::{Energy, Model},
    num,
    rng::Rng,
    space::Alphabet,
};

/// Sweeps after which remembered fields are computed anew, so that rounding does not build up.
const REFRESH: u32 = 256;

/// One chain's memory and counts.
#[derive(Clone, Debug, Default)]
pub struct Units {
    alphabets: Vec<Alphabet>,
    memory: Vec<f64>,
    left: Vec<f32>,
    age: u32,
    offered: u64,
    moved: u64,
    /// What is noted of the moves, while somebody looks.
    notes: Option<Vec<Offer>>,
}

/// One offered move of a unit of two values, as it was decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Which unit.
    pub unit: usize,
    /// Its value before.
    pub old: f32,
    /// Its value after.
    pub new: f32,
    /// `ΔE`: the energy with its other value, minus the energy before.
    pub cost: f64,
    /// The random number in [0, 1) that decided; `None` where none was needed.
    pub drawn: Option<f32>,
}

/// In which order units are offered a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// As they stand in the state.
    Systematic,
    /// As many as there are, drawn at random.
    Random,
    /// In the order of this list.
    Listed(Vec<usize>),
}

/// How a unit is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Propose another value, accept with `min(1, exp(−ΔE/T))`.
    Metropolis,
    /// Draw from the exact conditional.
    Gibbs,
    /// Take the value of lowest energy; stay where no other is lower.
    Descent,
}

impl Units {
    /// For the units of a model.
    pub fn new(model: &dyn Model) -> Self {
        Self { alphabets: model.space().alphabets(), ..Self::default() }
    }

    /// Before moves: makes sure that the memory is that of `state`.
    fn attend(&mut self, energy: &dyn Energy, state: &[f32]) {
        self.age += 1;
        if self.left != state || self.age >= REFRESH {
            self.memory = energy.memory(state);
            self.age = 0;
        }
    }

    /// After moves: remembers which state the memory belongs to.
    fn leave(&mut self, state: &[f32]) {
        self.left.clear();
        self.left.extend_from_slice(state);
    }

    fn set(&mut self, energy: &dyn Energy, i: usize, value: f32, state: &mut [f32]) {
        let old = std::mem::replace(&mut state[i], value);
        if old != value {
            self.moved += 1;
            energy.moved(i, old, state, &mut self.memory);
        }
    }

    /// Offers one unit a move.
    fn offer(&mut self, rule: Rule, energy: &dyn Energy, i: usize, temperature: f64, state: &mut [f32], rng: &mut Rng) {
        self.offered += 1;
        let alphabet = self.alphabets[i];
        let values = alphabet.values();
        let change = |value: f32, memory: &[f64]| energy.change(i, value, state, memory);
        let (mut cost, mut drawn) = (0.0, None);
        let value = match rule {
            Rule::Metropolis => {
                let mut pick = if values == 2 { 0 } else { rng.below(values - 1) };
                pick += u32::from(alphabet.value(pick) >= state[i]);
                let value = alphabet.value(pick);
                cost = change(value, &self.memory);
                drawn = (cost > 0.0).then(|| rng.uniform());
                let accepted = drawn.is_none_or(|u| f64::from(u) < num::exp(-cost / temperature));
                if accepted { value } else { state[i] }
            }
            Rule::Gibbs if values == 2 => {
                let (off, on) = (alphabet.value(0), alphabet.value(1));
                let gain = change(off, &self.memory) - change(on, &self.memory);
                cost = if state[i] == on { gain } else { -gain };
                let u = rng.uniform();
                drawn = Some(u);
                if f64::from(u) < num::sigmoid64(gain / temperature) { on } else { off }
            }
            Rule::Gibbs => {
                let logs: Vec<f64> =
                    (0..values).map(|k| -change(alphabet.value(k), &self.memory) / temperature).collect();
                let log_z = num::log_sum_exp(&logs);
                let mut rest = f64::from(rng.uniform());
                let chosen = logs.iter().position(|x| {
                    rest -= num::exp(x - log_z);
                    rest < 0.0
                });
                alphabet.value(chosen.map_or(values - 1, |k| k as u32))
            }
            Rule::Descent => {
                let (mut best, mut lowest) = (state[i], 0.0);
                for value in (0..values).map(|k| alphabet.value(k)).filter(|&x| x != state[i]) {
                    let cost = change(value, &self.memory);
                    if cost < lowest {
                        (best, lowest) = (value, cost);
                    }
                }
                best
            }
        };
        if let Some(notes) = &mut self.notes {
            notes.push(Offer { unit: i, old: state[i], new: value, cost, drawn });
        }
        self.set(energy, i, value, state);
    }

    /// From now on notes every offer, or no longer; returns what was noted so far.
    pub fn note(&mut self, on: bool) -> Vec<Offer> {
        std::mem::replace(&mut self.notes, on.then(Vec::new)).unwrap_or_default()
    }

    /// Offers every free unit a move, in this order; or as many units drawn at random.
    pub fn sweep(
        &mut self,
        rule: Rule,
        order: &Order,
        energy: &dyn Energy,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
    ) {
        self.attend(energy, state);
        let n = state.len();
        for at in 0..n {
            let i = match order {
                Order::Systematic => at,
                Order::Random => rng.below(n as u32) as usize,
                Order::Listed(list) => list[at],
            };
            if conditions.free(i) {
                self.offer(rule, energy, i, conditions.temperature, state, rng);
            }
        }
        self.leave(state);
    }

    /// Counts offers anew.
    pub fn recount(&mut self) {
        (self.offered, self.moved) = (0, 0);
    }

    /// How many offers moved a unit.
    pub fn rate(&self, name: &'static str) -> Rate {
        Rate { name, hits: self.moved, of: self.offered }
    }
}
