//! The three networks of one set of couplings, and the exact law of each: six units have 64 states, so everything is summed.
//!
//! State number `k`, from 0: unit `i` of `n` is up (or on) unless bit `n − 1 − i` of `k` is set. So state 0 is all up, flipping all
//! units leads to `2ⁿ − 1 − k`, and the states that share their first units stand together.

use crate::{
    models::{Energy, Model, boltzmann::Boltzmann},
    num,
    space::Alphabet,
};

/// Units in all.
pub const UNITS: usize = 6;
/// Units that are visible in the Boltzmann machine and in the RBM: the first ones.
pub const VISIBLE: usize = 4;
/// Pairs of units.
pub const PAIRS: usize = UNITS * (UNITS - 1) / 2;
/// The flip of all units, as bits of a state's number.
pub const ALL: usize = (1 << UNITS) - 1;
/// The flip of the visible units of the machines.
pub const FIRST: usize = ALL ^ ((1 << (UNITS - VISIBLE)) - 1);

/// What differs less than this, relative to the largest, is equal but for rounding.
const EQUAL: f64 = 1e-9;

/// All pairs, row by row.
pub fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..UNITS).flat_map(|i| (i + 1..UNITS).map(move |j| (i, j)))
}

/// Whether unit `i` of `n` is up in state number `k`.
pub fn is_up(k: usize, i: usize, n: usize) -> bool {
    k >> (n - 1 - i) & 1 == 0
}

/// The couplings of all pairs, row by row, and the biases of a Boltzmann machine on these units.
pub fn parameters(model: &dyn Model) -> (Vec<f32>, Vec<f32>) {
    let tensors = model.tensors();
    let at = |name: &str, k: usize| tensors.iter().find(|t| t.name == name).map_or(0.0, |t| t.values[k]);
    let hidden = UNITS - VISIBLE;
    let coupling = |(i, j): (usize, usize)| match (i < VISIBLE, j < VISIBLE) {
        (true, true) => at("L", i * VISIBLE + j),
        (true, false) => at("W", i * hidden + j - VISIBLE),
        _ => at("J", (i - VISIBLE) * hidden + j - VISIBLE),
    };
    let bias = |i: usize| if i < VISIBLE { at("b", i) } else { at("c", i - VISIBLE) };
    (pairs().map(coupling).collect(), (0..UNITS).map(bias).collect())
}

/// Which network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All units are visible, all pairs coupled.
    Hopfield,
    /// All pairs are coupled, the last units hidden.
    Boltzmann,
    /// Only visible and hidden units are coupled.
    Rbm,
}

/// The three, from left to right.
pub const KINDS: [Kind; 3] = [Kind::Hopfield, Kind::Boltzmann, Kind::Rbm];

impl Kind {
    /// The panel's name.
    pub fn name(self) -> &'static str {
        ["hopfield", "boltzmann", "rbm"][self as usize]
    }

    /// How many units are visible.
    pub fn visible(self) -> usize {
        if self == Self::Hopfield { UNITS } else { VISIBLE }
    }

    /// Whether it couples these two units.
    pub fn couples(self, (i, j): (usize, usize)) -> bool {
        self != Self::Rbm || (i < VISIBLE) != (j < VISIBLE)
    }
}

/// How much a flip changes at most, over all states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symmetry {
    /// The largest change.
    pub most: f64,
    /// Whether that is nothing but rounding.
    pub holds: bool,
}

/// One network and its law.
pub struct Network {
    /// Which.
    pub kind: Kind,
    /// `E(x)` of all 64 states.
    pub energies: Vec<f64>,
    /// `F(v) = −T ln Σ_h exp(−E(v,h)/T)` of all states of its visible units; without hidden units `E` itself.
    pub free: Vec<f64>,
    /// `ln Z`.
    pub log_z: f64,
    temperature: f64,
}

impl Network {
    /// Sums over all states of a network with these couplings of all pairs and these biases.
    pub fn new(kind: Kind, alphabet: Alphabet, (couplings, biases): &(Vec<f32>, Vec<f32>), temperature: f64) -> Self {
        let visible = kind.visible();
        let mut model = Boltzmann::zeros(visible, UNITS - visible, alphabet);
        let own = pairs().zip(couplings).map(|(pair, &w)| if kind.couples(pair) { w } else { 0.0 });
        model.set_couplings(&own.collect::<Vec<f32>>());
        model.set_biases(biases);
        let value = |k: usize, i: usize| alphabet.value(u32::from(is_up(k, i, UNITS)));
        let state = |k: usize| (0..UNITS).map(|i| value(k, i)).collect::<Vec<f32>>();
        let energies: Vec<f64> = (0..=ALL).map(|k| Energy::energy(&model, &state(k))).collect();
        let log_weights = |energies: &[f64]| energies.iter().map(|e| -e / temperature).collect::<Vec<f64>>();
        let hidden = 1 << (UNITS - visible);
        let free = |energies: &[f64]| match energies {
            [energy] => *energy,
            _ => -temperature * num::log_sum_exp(&log_weights(energies)),
        };
        let free: Vec<f64> = energies.chunks(hidden).map(free).collect();
        let log_z = num::log_sum_exp(&log_weights(&free));
        Self { kind, energies, free, log_z, temperature }
    }

    /// The state of the visible units in a state of all.
    pub fn visible(&self, state: usize) -> usize {
        state >> (UNITS - self.kind.visible())
    }

    /// The probability of a state of the visible units.
    pub fn p(&self, visible: usize) -> f64 {
        num::exp(-self.free[visible] / self.temperature - self.log_z)
    }

    /// What a flip of some units changes of `E`.
    pub fn under(&self, flip: usize) -> Symmetry {
        let scale = self.energies.iter().fold(1.0, |s: f64, e| s.max(e.abs()));
        largest((0..=ALL).map(|k| self.energies[k ^ flip] - self.energies[k]), scale)
    }

    /// What a flip of its visible units changes of `p(v)`.
    pub fn marginal(&self) -> Symmetry {
        let last = self.free.len() - 1;
        largest((0..=last).map(|v| self.p(last - v) - self.p(v)), 1.0)
    }
}

fn largest(changes: impl Iterator<Item = f64>, scale: f64) -> Symmetry {
    let most = changes.fold(0.0, |most: f64, change| most.max(change.abs()));
    let holds = most <= EQUAL * scale;
    Symmetry { most: if holds { 0.0 } else { most }, holds }
}
