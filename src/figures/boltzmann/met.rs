//! Which states the chains have met, one after another, and estimates of every probability from them.

use crate::{
    estimate::{Estimate, of_chains},
    session::{Run, Session},
};

/// Draws of all chains from which on a run is long.
const LONG: u64 = 1_000_000;

/// The states met since the temperature was last changed.
pub struct Met {
    spins: bool,
    /// One series a chain.
    states: Vec<Vec<u8>>,
    counts: Vec<u64>,
    since: u64,
    looked: Option<u64>,
    next: u64,
    probabilities: Vec<Option<Estimate>>,
    product: Option<Estimate>,
}

/// The number of a state: the level, or spins as ++, +−, −+, −−.
fn number(state: &[f32], spins: bool) -> usize {
    match state {
        [a, b] if spins => 2 * usize::from(*a < 0.0) + usize::from(*b < 0.0),
        [level, ..] => *level as usize,
        [] => 0,
    }
}

/// `σ1 σ2` of such a number.
pub fn product(number: u8) -> f64 {
    if matches!(number, 0 | 3) { 1.0 } else { -1.0 }
}

impl Met {
    /// Nothing yet, of so many states.
    pub fn new(count: usize, spins: bool) -> Self {
        Self {
            spins,
            states: Vec::new(),
            counts: vec![0; count],
            since: 0,
            looked: None,
            next: 0,
            probabilities: vec![None; count],
            product: None,
        }
    }

    /// Notes where the chains are after a step.
    pub fn note(&mut self, run: &Run) {
        let chains = run.chains();
        if run.since() != self.since || self.states.len() != chains.len() {
            self.since = run.since();
            self.states = vec![Vec::new(); chains.len()];
            self.counts.iter_mut().for_each(|c| *c = 0);
        }
        for (series, state) in self.states.iter_mut().zip(&chains) {
            let number = number(state, self.spins);
            if let Some(count) = self.counts.get_mut(number) {
                *count += 1;
                series.push(number as u8);
            }
        }
    }

    /// Estimates anew, if it is time to or if `settled` asks for the present ones; less and less often in long runs.
    pub fn look(&mut self, run: &Run, settled: bool) {
        let step = run.step();
        if self.looked == Some(step) || (step < self.next && !settled) {
            return;
        }
        self.looked = Some(step);
        let long = step * self.states.len() as u64 > LONG;
        self.next = if long { step * 2 } else { step + 50.max(step / 8) };
        let of = |value: &dyn Fn(u8) -> f64| {
            let values: Vec<Vec<f64>> = self.states.iter().map(|s| s.iter().map(|&k| value(k)).collect()).collect();
            of_chains(&values)
        };
        self.probabilities =
            (0..self.counts.len()).map(|k| of(&|met| f64::from(u8::from(usize::from(met) == k)))).collect();
        self.product = if self.spins { of(&product) } else { None };
    }

    /// The share of every state so far; `None` before the first draw.
    pub fn shares(&self) -> Option<Vec<f64>> {
        let all = self.counts.iter().sum::<u64>();
        (all > 0).then(|| self.counts.iter().map(|&c| c as f64 / all as f64).collect())
    }

    /// How many chains are in each state now.
    pub fn occupied(&self, run: &Run) -> Vec<usize> {
        let mut occupied = vec![0; self.counts.len()];
        for state in run.chains() {
            if let Some(count) = occupied.get_mut(number(&state, self.spins)) {
                *count += 1;
            }
        }
        occupied
    }

    /// The estimate of a state's probability.
    pub fn probability(&self, k: usize) -> Option<&Estimate> {
        self.probabilities.get(k)?.as_ref()
    }

    /// The estimate of `⟨σ1 σ2⟩`.
    pub fn product(&self) -> Option<&Estimate> {
        self.product.as_ref()
    }
}
