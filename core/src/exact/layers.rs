//! Two layers of which one sums out: an enumeration of the states of the other.
//!
//! `Z = Σ_a exp(−E_a(a)/T) Π_j Σ_{b_j} exp(b_j x_j(a)/T)`, with `E_a` of the biases and couplings inside layer `a`, and `x_j(a)` the field
//! of unit `j` of the layer that sums out, `b`. States of `a` come in Gray-code order, [`BLOCK`] after a fresh start.

use super::{BLOCK, Law, PAIRS_LIMIT};
use crate::{
    models::{
        layered::{Layered, Values},
        moments::Moments,
    },
    num,
};

/// Most additions, all states together, for the law of `|Σ_i x_i|` of spins: some ten seconds.
const ABSOLUTE_WORK: u64 = 1 << 34;

/// Layer `a` that is enumerated, and layer `b` that sums out, in double precision.
pub(super) struct Layers {
    hidden_first: bool,
    values: Values,
    a_bias: Vec<f64>,
    b_bias: Vec<f64>,
    /// Couplings inside `a`, row-major; empty where there are none.
    inside: Vec<f64>,
    /// Couplings between the layers, one row of `b` a unit of `a`.
    rows: Vec<f64>,
    /// Whether the model has parameters for pairs inside `a`, inside `b`.
    pairs: [bool; 2],
    temperature: f64,
}

/// One state of `a`.
struct Visit<'a> {
    /// Its values.
    a: &'a [f64],
    /// `−E_a(a)`.
    own: f64,
    /// The fields of `b`.
    fields: &'a [f64],
}

impl Layers {
    /// `None` where both layers have couplings inside.
    pub(super) fn new(model: Layered<'_>, temperature: f64) -> Option<Self> {
        let (n, m) = model.sizes();
        let double = |values: &[f32]| -> Vec<f64> { values.iter().map(|&x| f64::from(x)).collect() };
        let summed = model.summed()?;
        let hidden_first = summed == 0;
        let w = double(model.weights);
        let rows = if hidden_first { (0..m * n).map(|k| w[k % n * m + k / n]).collect() } else { w };
        Some(Self {
            hidden_first,
            a_bias: double(model.biases[1 - summed]),
            b_bias: double(model.biases[summed]),
            inside: model.couplings(1 - summed).map_or_else(Vec::new, double),
            rows,
            values: model.values(),
            pairs: [1 - summed, summed].map(|layer| model.inside[layer].is_some()),
            temperature,
        })
    }

    pub(super) fn states(&self) -> u64 {
        1 << self.a_bias.len()
    }

    fn row(&self, a: usize) -> &[f64] {
        &self.rows[a * self.b_bias.len()..(a + 1) * self.b_bias.len()]
    }

    /// The bias of a unit of `a` and what the others add to it.
    fn field(&self, unit: usize, a: &[f64]) -> f64 {
        let row = if self.inside.is_empty() { &[][..] } else { &self.inside[unit * a.len()..(unit + 1) * a.len()] };
        self.a_bias[unit] + row.iter().zip(a).map(|(w, x)| w * x).sum::<f64>()
    }

    /// Calls `visit` for every state of block `block`.
    fn block(&self, block: u64, visit: &mut dyn FnMut(Visit<'_>)) {
        let base = block * BLOCK;
        let Values { low, step } = self.values;
        let mut fields = self.b_bias.clone();
        let mut own = 0.0;
        // Units that are not yet set count as 0, so that every pair counts once.
        let mut a = vec![0.0; self.a_bias.len()];
        for unit in 0..a.len() {
            let value = low + step * (base >> unit & 1) as f64;
            if value != 0.0 {
                own += value * self.field(unit, &a);
                fields.iter_mut().zip(self.row(unit)).for_each(|(x, w)| *x += value * w);
                a[unit] = value;
            }
        }
        visit(Visit { a: &a, own, fields: &fields });
        for k in 1..BLOCK.min(self.states() - base) {
            let unit = k.trailing_zeros() as usize;
            let by = if a[unit] > 0.0 { -step } else { step };
            own += by * self.field(unit, &a);
            a[unit] += by;
            fields.iter_mut().zip(self.row(unit)).for_each(|(x, w)| *x += by * w);
            visit(Visit { a: &a, own, fields: &fields });
        }
    }

    /// `ln` of a state's weight, the other layer summed out; `scaled` becomes `step x/T`.
    fn log_weight(&self, state: &Visit<'_>, scaled: &mut Vec<f64>) -> f64 {
        state.own / self.temperature + self.values.log_sum(state.fields, self.temperature, scaled)
    }

    /// `ln` of the sum of a block's weights.
    pub(super) fn log_block(&self, block: u64, terms: &mut Vec<f64>) -> f64 {
        let mut scaled = Vec::new();
        terms.clear();
        self.block(block, &mut |state| terms.push(self.log_weight(&state, &mut scaled)));
        num::log_sum_exp(terms)
    }

    /// Calls `visit(state, p, on)` for every state of `a`: its probability, and that of the upper value of every unit of `b`.
    fn each(&self, log_z: f64, visit: &mut dyn FnMut(&Visit<'_>, f64, &[f64])) {
        let mut scaled = Vec::new();
        for block in 0..self.states().div_ceil(BLOCK) {
            self.block(block, &mut |state| {
                let p = num::exp(self.log_weight(&state, &mut scaled) - log_z);
                scaled.iter_mut().for_each(|s| *s = num::sigmoid64(*s));
                visit(&state, p, &scaled);
            });
        }
    }

    /// Expectations under the law, given `ln Z`.
    pub(super) fn law(&self, log_z: f64) -> Law {
        let (na, nb) = (self.a_bias.len(), self.b_bias.len());
        let units = na + nb;
        let Values { low, step } = self.values;
        let mut marginals = vec![0.0; units];
        let mut pairs = vec![0.0; if units <= PAIRS_LIMIT { units * units } else { 0 }];
        let (mut energy, mut spread) = (0.0, 0.0);
        let mut x = vec![0.0; units];
        // Bits are never negative: their sum is its own absolute value.
        let signed = low < 0.0 && self.states().saturating_mul((nb * nb) as u64) <= ABSOLUTE_WORK;
        let (mut absolute, mut counts) = (0.0, Vec::new());
        // First moments of energies are taken about a reference, so that their square does not cancel.
        let mut reference = None;
        self.each(log_z, &mut |state, p, on| {
            let (visible, hidden) = x.split_at_mut(if self.hidden_first { nb } else { na });
            let (a, b) = if self.hidden_first { (hidden, visible) } else { (visible, hidden) };
            a.copy_from_slice(state.a);
            let (mut mean, mut variance) = (-state.own, 0.0);
            for ((value, &on), &field) in b.iter_mut().zip(on).zip(state.fields) {
                *value = low + step * on;
                mean -= *value * field;
                variance += (step * field) * (step * field) * on * (1.0 - on);
            }
            let zero = *reference.get_or_insert(mean);
            energy += p * (mean - zero);
            spread += p * ((mean - zero) * (mean - zero) + variance);
            if signed {
                absolute += p * mean_absolute(state.a.iter().sum(), on, &mut counts);
            }
            for (sum, &value) in marginals.iter_mut().zip(&x) {
                *sum += p * value;
            }
            if !pairs.is_empty() {
                for i in 0..units {
                    let weight = p * x[i];
                    for j in i + 1..units {
                        pairs[i * units + j] += weight * x[j];
                    }
                }
            }
        });
        let upper = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j)));
        let n = units as f64;
        let magnetization = marginals.iter().sum::<f64>() / n;
        Law {
            log_z,
            mean_energy: energy + reference.unwrap_or(0.0),
            heat_capacity: (spread - energy * energy) / (n * self.temperature * self.temperature),
            magnetization,
            abs_magnetization: if low < 0.0 { signed.then_some(absolute / n) } else { Some(magnetization) },
            marginals: Some(marginals),
            correlations: (!pairs.is_empty()).then(|| upper.map(|(i, j)| pairs[i * units + j]).collect()),
        }
    }

    /// `⟨x_i⟩` and `⟨x_i x_j⟩` given `ln Z`; pairs inside a layer only where the model has couplings for them.
    pub(super) fn moments(&self, log_z: f64) -> Moments {
        let (na, nb) = (self.a_bias.len(), self.b_bias.len());
        let Values { low, step } = self.values;
        let square = |wanted: bool, n: usize| vec![0.0; if wanted { n * n } else { 0 }];
        let (mut a_mean, mut b_mean, mut between) = (vec![0.0; na], vec![0.0; nb], vec![0.0; na * nb]);
        let (mut a_pairs, mut b_pairs) = (square(self.pairs[0], na), square(self.pairs[1], nb));
        let (mut b, mut weighted) = (vec![0.0; nb], vec![0.0; nb]);
        self.each(log_z, &mut |state, p, on| {
            for ((b, weighted), on) in b.iter_mut().zip(&mut weighted).zip(on) {
                *b = low + step * on;
                *weighted = p * *b;
            }
            b_mean.iter_mut().zip(&weighted).for_each(|(sum, x)| *sum += x);
            for (i, &x) in state.a.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                a_mean[i] += p * x;
                between[i * nb..(i + 1) * nb].iter_mut().zip(&weighted).for_each(|(sum, y)| *sum += x * y);
                if !a_pairs.is_empty() {
                    a_pairs[i * na..(i + 1) * na].iter_mut().zip(state.a).for_each(|(sum, y)| *sum += p * x * y);
                }
            }
            if !b_pairs.is_empty() {
                for (row, x) in b_pairs.chunks_exact_mut(nb).zip(&weighted) {
                    row.iter_mut().zip(&b).for_each(|(sum, y)| *sum += x * y);
                }
            }
        });
        let (first_a, first_b) = if self.hidden_first { (nb, 0) } else { (0, na) };
        let mut moments = Moments::zeros(na + nb);
        moments.first[first_a..first_a + na].copy_from_slice(&a_mean);
        moments.first[first_b..first_b + nb].copy_from_slice(&b_mean);
        for i in 0..na {
            (0..nb).for_each(|j| moments.set_second(first_a + i, first_b + j, between[i * nb + j]));
        }
        for (pairs, first, n) in [(a_pairs, first_a, na), (b_pairs, first_b, nb)] {
            for k in (0..pairs.len()).filter(|k| k / n < k % n) {
                moments.set_second(first + k / n, first + k % n, pairs[k]);
            }
        }
        moments
    }
}

/// `⟨|s + Σ_j σ_j|⟩` over independent spins that are up with probabilities `up`; `counts` becomes the law of how many are up.
fn mean_absolute(s: f64, up: &[f64], counts: &mut Vec<f64>) -> f64 {
    counts.clear();
    counts.push(1.0);
    for &p in up {
        counts.push(0.0);
        for k in (0..counts.len()).rev() {
            let below = if k > 0 { counts[k - 1] } else { 0.0 };
            counts[k] = counts[k] * (1.0 - p) + below * p;
        }
    }
    let least = s - up.len() as f64;
    counts.iter().enumerate().map(|(k, p)| p * (least + 2.0 * k as f64).abs()).sum()
}
