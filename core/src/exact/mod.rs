//! Enumeration: the oracle that stands beside every sample.
//!
//! Models of two layers sum over the states of their smaller layer only; the other sums out analytically:
//! `Z = Σ_a exp(a_bias·a/T) Π_b (1 + exp(x_b(a)/T))`. States are visited in Gray-code order inside blocks of
//! [`BLOCK`], each started afresh, so that long sums can be sliced, shown and cancelled, and rounding does not build up.
//! All sums are in double precision and in a fixed order.

mod conditional;
pub mod kaufman;
mod spectrum;
mod states;
pub mod transfer;

use crate::{
    data::Dataset,
    error::Error,
    models::{Model, TwoLayers},
    num,
    space::Alphabet,
};
pub use conditional::Conditional;
pub use spectrum::{Energies, Spectrum};
use states::States;

/// Most units that are summed over.
pub const LIMIT: usize = 24;
/// Most units that are summed over for a gradient, once an update.
pub const GRADIENT_LIMIT: usize = 16;
/// Most units for which pair correlations are listed.
pub const PAIRS_LIMIT: usize = 64;
/// States between fresh starts, a power of two.
pub const BLOCK: u64 = 1 << 10;

/// The two layers of a model, or why there is no enumeration.
fn two_layers(model: &dyn Model) -> Result<&dyn TwoLayers, Error> {
    let misfit = Error::Misfit { method: "exact", model: model.id(), why: "no layer of it sums out" };
    model.two_layers().ok_or(misfit)
}

/// How many units are left to sum over, or an error if they are more than `limit`.
pub fn check_size(model: &dyn Model, limit: usize) -> Result<usize, Error> {
    let units = match model.two_layers() {
        Some(layers) => layers.sizes().0.min(layers.sizes().1),
        None => states::bits(model)?,
    };
    if units > limit { Err(Error::TooLarge { units, limit }) } else { Ok(units) }
}

/// The enumerated layer `a` (the smaller) and the one that sums out, `b`, in double precision.
struct Layers {
    hidden_first: bool,
    a_bias: Vec<f64>,
    b_bias: Vec<f64>,
    /// Couplings, one row of `b` a unit of `a`.
    rows: Vec<f64>,
    temperature: f64,
}

impl Layers {
    fn new(model: &dyn Model, temperature: f64, limit: usize) -> Result<Self, Error> {
        check_size(model, limit)?;
        let model = two_layers(model)?;
        let (n, m) = model.sizes();
        let double = |values: &[f32]| -> Vec<f64> { values.iter().map(|&x| f64::from(x)).collect() };
        let (w, b, c) = (double(model.weights()), double(model.visible_bias()), double(model.hidden_bias()));
        let hidden_first = m <= n;
        Ok(if hidden_first {
            let rows = (0..m * n).map(|k| w[k % n * m + k / n]).collect();
            Self { hidden_first, a_bias: c, b_bias: b, rows, temperature }
        } else {
            Self { hidden_first, a_bias: b, b_bias: c, rows: w, temperature }
        })
    }

    fn states(&self) -> u64 {
        1 << self.a_bias.len()
    }

    fn row(&self, a: usize) -> &[f64] {
        &self.rows[a * self.b_bias.len()..(a + 1) * self.b_bias.len()]
    }

    /// Calls `visit(code, bias·a, fields of b)` for every state of block `block`.
    fn block(&self, block: u64, mut visit: impl FnMut(u64, f64, &[f64])) {
        let base = block * BLOCK;
        let mut fields = self.b_bias.clone();
        let mut linear = 0.0;
        for a in 0..self.a_bias.len() {
            if base >> a & 1 == 1 {
                linear += self.a_bias[a];
                fields.iter_mut().zip(self.row(a)).for_each(|(x, w)| *x += w);
            }
        }
        let count = BLOCK.min(self.states() - base);
        let mut code = base;
        visit(code, linear, &fields);
        for k in 1..count {
            let a = k.trailing_zeros() as usize;
            code ^= 1 << a;
            let sign = if code >> a & 1 == 1 { 1.0 } else { -1.0 };
            linear += sign * self.a_bias[a];
            fields.iter_mut().zip(self.row(a)).for_each(|(x, w)| *x += sign * w);
            visit(code, linear, &fields);
        }
    }

    fn blocks(&self) -> u64 {
        self.states().div_ceil(BLOCK)
    }

    /// `ln` of a state's weight, the other layer summed out; `scaled` is scratch space.
    fn log_weight(&self, linear: f64, fields: &[f64], scaled: &mut Vec<f64>) -> f64 {
        scaled.clear();
        scaled.extend(fields.iter().map(|x| x / self.temperature));
        linear / self.temperature + num::softplus_sum(scaled)
    }
}

/// What is summed over: the states of one layer, or whole states.
enum Terms {
    Layers(Layers),
    States(States),
}

impl Terms {
    fn count(&self) -> u64 {
        match self {
            Self::Layers(layers) => layers.states(),
            Self::States(states) => states.count(),
        }
    }
}

/// `ln Z` in slices: a sum that can be watched and given up.
pub struct LogZ {
    terms: Terms,
    done: u64,
    blocks: Vec<f64>,
}

impl LogZ {
    /// Prepares the sum over at most [`LIMIT`] units.
    pub fn new(model: &dyn Model, temperature: f64) -> Result<Self, Error> {
        check_size(model, LIMIT)?;
        let terms = match model.two_layers() {
            Some(_) => Terms::Layers(Layers::new(model, temperature, LIMIT)?),
            None => Terms::States(States::new(model, temperature)),
        };
        Ok(Self { terms, done: 0, blocks: Vec::new() })
    }

    /// How many states there are to sum over.
    pub fn total(&self) -> u64 {
        self.terms.count()
    }

    /// How many are done.
    pub fn done(&self) -> u64 {
        (self.done * BLOCK).min(self.total())
    }

    /// Sums at least one block and at most about `states` states; `ln Z` once all are done.
    pub fn advance(&mut self, states: u64) -> Option<f64> {
        let all = self.total().div_ceil(BLOCK);
        let end = all.min(self.done + (states / BLOCK).max(1));
        let mut scaled = Vec::new();
        let mut terms = Vec::with_capacity(BLOCK as usize);
        while self.done < end {
            self.blocks.push(match &self.terms {
                Terms::Layers(layers) => {
                    terms.clear();
                    layers.block(self.done, |_, linear, fields| {
                        terms.push(layers.log_weight(linear, fields, &mut scaled));
                    });
                    num::log_sum_exp(&terms)
                }
                Terms::States(states) => states.log_weight(self.done, &mut terms),
            });
            self.done += 1;
        }
        (self.done == all).then(|| num::log_sum_exp(&self.blocks))
    }
}

/// `ln Z` of a model with at most [`LIMIT`] units to sum over.
pub fn log_z(model: &dyn Model, temperature: f64) -> Result<f64, Error> {
    let mut sum = LogZ::new(model, temperature)?;
    let all = sum.total();
    Ok(sum.advance(all).unwrap_or(f64::NAN))
}

/// What exact sums tell of a model; units in the conventions' order, energies in units of `T`'s.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// `ln Z`.
    pub log_z: f64,
    /// `⟨E⟩`, total.
    pub mean_energy: f64,
    /// `(⟨E²⟩ − ⟨E⟩²)/(N T²)`, per unit.
    pub heat_capacity: f64,
    /// `⟨Σ_i x_i⟩/N`, per unit.
    pub magnetization: f64,
    /// `⟨|Σ_i x_i|⟩/N`, per unit; `None` where it takes too long.
    pub abs_magnetization: Option<f64>,
    /// `⟨x_i⟩`; `None` where they take too long.
    pub marginals: Option<Vec<f64>>,
    /// `⟨x_i x_j⟩` for i < j, row by row; `None` above [`PAIRS_LIMIT`] units.
    pub correlations: Option<Vec<f64>>,
}

/// Enumerates a model: two passes, `ln Z` first, then expectations.
pub fn law(model: &dyn Model, temperature: f64) -> Result<Law, Error> {
    check_size(model, LIMIT)?;
    let log_z = log_z(model, temperature)?;
    if model.two_layers().is_none() {
        return Ok(States::new(model, temperature).law(log_z));
    }
    let layers = Layers::new(model, temperature, LIMIT)?;
    let (na, nb) = (layers.a_bias.len(), layers.b_bias.len());
    let units = na + nb;
    let mut marginals = vec![0.0; units];
    let mut pairs = vec![0.0; if units <= PAIRS_LIMIT { units * units } else { 0 }];
    let (mut energy, mut spread) = (0.0, 0.0);
    let mut scaled = Vec::new();
    let mut x = vec![0.0; units];
    // First moments of energies are taken about a reference, so that their square does not cancel.
    let mut reference = None;
    for block in 0..layers.blocks() {
        layers.block(block, |code, linear, fields| {
            let p = num::exp(layers.log_weight(linear, fields, &mut scaled) - log_z);
            let (visible, hidden) = x.split_at_mut(if layers.hidden_first { nb } else { na });
            let (a, b) = if layers.hidden_first { (hidden, visible) } else { (visible, hidden) };
            for (unit, value) in a.iter_mut().enumerate() {
                *value = (code >> unit & 1) as f64;
            }
            let (mut mean, mut variance) = (-linear, 0.0);
            for ((value, &s), &field) in b.iter_mut().zip(&scaled).zip(fields) {
                let on = num::sigmoid64(s);
                *value = on;
                mean -= on * field;
                variance += field * field * on * (1.0 - on);
            }
            let zero = *reference.get_or_insert(mean);
            energy += p * (mean - zero);
            spread += p * ((mean - zero) * (mean - zero) + variance);
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
    }
    let correlations = (!pairs.is_empty()).then(|| {
        (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j))).map(|(i, j)| pairs[i * units + j]).collect()
    });
    Ok(Law {
        log_z,
        mean_energy: energy + reference.unwrap_or(0.0),
        heat_capacity: (spread - energy * energy) / (units as f64 * temperature * temperature),
        magnetization: marginals.iter().sum::<f64>() / units as f64,
        // Bits are never negative: the sum is its own absolute value.
        abs_magnetization: Some(marginals.iter().sum::<f64>() / units as f64),
        marginals: Some(marginals),
        correlations,
    })
}

/// How to get the law of a grid of `rows` × `cols` spins that is too large to enumerate: in closed form or by transfer;
/// `None` if there is no way that ends soon.
pub fn lattice(model: &dyn Model, sides: (usize, usize), temperature: f64) -> Option<Box<dyn FnOnce() -> Law>> {
    if let Some(law) = kaufman::law(model, sides, temperature) {
        return Some(Box::new(move || law));
    }
    let transfer = transfer::Transfer::new(model, sides, temperature)?;
    Some(Box::new(move || transfer.law()))
}

/// `⟨−∂E/∂θ⟩` under the model: `⟨v hᵀ⟩`, `⟨v⟩`, `⟨h⟩`, in the order of the model's tensors.
pub fn expectations(model: &dyn Model, temperature: f64) -> Result<Vec<Vec<f64>>, Error> {
    let layers = Layers::new(model, temperature, GRADIENT_LIMIT)?;
    let log_z = log_z(model, temperature)?;
    let (na, nb) = (layers.a_bias.len(), layers.b_bias.len());
    let (mut a_mean, mut b_mean, mut products) = (vec![0.0; na], vec![0.0; nb], vec![0.0; na * nb]);
    let mut scaled = Vec::new();
    for block in 0..layers.blocks() {
        layers.block(block, |code, linear, fields| {
            let p = num::exp(layers.log_weight(linear, fields, &mut scaled) - log_z);
            for s in &mut scaled {
                *s = p * num::sigmoid64(*s);
            }
            b_mean.iter_mut().zip(&scaled).for_each(|(sum, on)| *sum += on);
            for a in 0..na {
                if code >> a & 1 == 1 {
                    a_mean[a] += p;
                    products[a * nb..(a + 1) * nb].iter_mut().zip(&scaled).for_each(|(sum, on)| *sum += on);
                }
            }
        });
    }
    Ok(if layers.hidden_first {
        let w = (0..na * nb).map(|k| products[k % na * nb + k / na]).collect();
        vec![w, b_mean, a_mean]
    } else {
        vec![products, a_mean, b_mean]
    })
}

/// The mean log-likelihood `⟨−F(v)/T⟩ − ln Z` of the training examples, in nats per example.
///
/// Hidden units sum out analytically where they are independent given the visible ones, else by enumeration.
pub fn log_likelihood(model: &dyn Model, data: &Dataset, temperature: f64, log_z: f64) -> Result<f64, Error> {
    let (visible, units) = (model.space().visible(), model.space().units());
    if visible != data.visible() {
        let why = "its visible units are not those of the data";
        return Err(Error::Misfit { method: "exact", model: model.id(), why });
    }
    let state = |example: u32| data.states_on(model.space(), &[example]).swap_remove(0);
    let examples = data.distinct().iter();
    let mean: f64 = match model.two_layers() {
        Some(layers) => {
            examples.map(|&(e, part)| -part * layers.free_energy(&state(e)[..visible], temperature) / temperature).sum()
        }
        None => {
            let hidden = Conditional::new(model, visible..units, temperature, GRADIENT_LIMIT)?;
            examples.map(|&(e, part)| part * hidden.log_sum(&state(e))).sum()
        }
    };
    Ok(mean - log_z)
}

/// Every state's probability by brute force over the energies alone, for at most 20 bits: the oracle of the oracle.
///
/// State `code` is [`decode`]'s.
pub fn brute_force(model: &dyn Model, temperature: f64) -> Result<Vec<f64>, Error> {
    let units = states::bits(model)?;
    if units > 20 {
        return Err(Error::TooLarge { units, limit: 20 });
    }
    Ok(States::new(model, temperature).probabilities())
}

/// State number `code`: unit 0 varies fastest, each from its lowest value.
pub fn decode(model: &dyn Model, code: u32) -> Vec<f32> {
    let mut rest = code;
    let digit = |a: Alphabet| {
        let value = a.value(rest % a.values().max(1));
        rest /= a.values().max(1);
        value
    };
    model.space().alphabets().into_iter().map(digit).collect()
}
