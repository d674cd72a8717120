//! One CD-1 update of an RBM from one example, number by number, in the arithmetic and the order of the learner.
//!
//! A list of parameters, or of anything that belongs to them, is `W` row by row, then `b`, then `c`.

use crate::{models::Model, num, rng::Rng, trainers::chain};
use std::collections::VecDeque;

/// Visible units.
pub const VISIBLE: usize = 4;
/// Hidden units.
pub const HIDDEN: usize = 3;
/// Weights.
pub const WEIGHTS: usize = VISIBLE * HIDDEN;
/// Weights and biases.
pub const PARAMETERS: usize = WEIGHTS + VISIBLE + HIDDEN;
/// Random numbers of an update: one a hidden unit, then one a visible unit.
pub const DRAWS: usize = HIDDEN + VISIBLE;

/// A layer given the other one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// The fields `x`.
    pub fields: Vec<f32>,
    /// `p = sigmoid(x/T)`: the probabilities of being on.
    pub on: Vec<f32>,
}

/// One update.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// Temperature and learning rate.
    pub at: [f64; 2],
    /// The parameters before it.
    pub before: Vec<f32>,
    /// The parameters after it.
    pub after: Vec<f32>,
    /// `v⁽⁰⁾`, the example, and `v⁽¹⁾`.
    pub visible: [Vec<f32>; 2],
    /// `h⁽⁰⁾`.
    pub hidden: Vec<f32>,
    /// The hidden units given `v⁽⁰⁾`, the visible ones given `h⁽⁰⁾`, the hidden ones given `v⁽¹⁾`.
    pub layers: [Layer; 3],
    /// The random numbers: of `h⁽⁰⁾`, then of `v⁽¹⁾`.
    pub draws: Vec<f32>,
}

/// The random numbers of update number `step`, from 0, of a run of mini-batches of one: those set by hand as far as they reach, then
/// the generator's.
pub fn draws(seed: u64, step: u64, by_hand: &[f32]) -> Vec<f32> {
    let left = by_hand.get((step as usize).saturating_mul(DRAWS)..).unwrap_or(&[]);
    let mut left: VecDeque<f32> = left.iter().copied().collect();
    let mut rng = Rng::stream(seed, "train", step);
    let mut draws = chain::uniforms(1, HIDDEN, &mut rng, &mut left);
    draws.extend(chain::uniforms(1, VISIBLE, &mut rng, &mut left));
    draws
}

/// All parameters of a model.
pub fn parameters(model: &dyn Model) -> Vec<f32> {
    let mut all = Vec::new();
    for tensor in model.tensors() {
        all.extend_from_slice(&tensor.values);
    }
    all
}

/// In double precision.
pub fn double(all: &[f32]) -> Vec<f64> {
    all.iter().map(|&x| f64::from(x)).collect()
}

/// `(a − b)/over`, place by place.
pub fn difference(a: &[f64], b: &[f64], over: f64) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| (a - b) / over).collect()
}

/// `v pᵀ`, `v`, `p`.
pub fn statistics(v: &[f32], p: &[f64]) -> Vec<f64> {
    let mut all = Vec::with_capacity(PARAMETERS);
    for &v in v {
        for p in p {
            all.push(f64::from(v) * p);
        }
    }
    for &v in v {
        all.push(f64::from(v));
    }
    all.extend_from_slice(p);
    all
}

/// A layer given a state; `block` 0 is the hidden one.
fn layer(model: &dyn Model, block: usize, state: &[f32], temperature: f64) -> Layer {
    let mut fields = vec![0.0; if block == 0 { HIDDEN } else { VISIBLE }];
    if let Some(blocks) = model.blocks() {
        blocks.block_fields(block, state, &mut fields);
    }
    let beta = (1.0 / temperature) as f32;
    let on = fields.iter().map(|&x| num::sigmoid(x * beta)).collect();
    Layer { fields, on }
}

/// Bits: on where `u < p`.
fn bits(on: &[f32], draws: &[f32]) -> Vec<f32> {
    on.iter().zip(draws).map(|(p, u)| f32::from(u8::from(u < p))).collect()
}

impl Update {
    /// The update of a model from `example` with these random numbers, at this temperature and learning rate; what is `after` it, the
    /// learner says.
    pub fn new(model: &dyn Model, example: &[u8], draws: Vec<f32>, at: [f64; 2]) -> Self {
        let mut state: Vec<f32> = example.iter().map(|&v| f32::from(v)).collect();
        let start = state.clone();
        state.resize(VISIBLE + HIDDEN, 0.0);
        let up = layer(model, 0, &state, at[0]);
        let hidden = bits(&up.on, &draws);
        state[VISIBLE..].copy_from_slice(&hidden);
        let down = layer(model, 1, &state, at[0]);
        let end = bits(&down.on, &draws[HIDDEN..]);
        state[..VISIBLE].copy_from_slice(&end);
        let again = layer(model, 0, &state, at[0]);
        Self {
            at,
            before: parameters(model),
            after: Vec::new(),
            visible: [start, end],
            hidden,
            layers: [up, down, again],
            draws,
        }
    }

    /// What a phase says of every parameter, 0 for the data's and 1 for the model's: `v pᵀ`, `v` and `p`, with `p = p(h = 1 given v)`.
    pub fn product(&self, phase: usize) -> Vec<f64> {
        statistics(&self.visible[phase], &double(&self.layers[2 * phase].on))
    }

    /// The estimate of the gradient: the difference of the phases over `T`.
    pub fn estimate(&self) -> Vec<f64> {
        difference(&self.product(0), &self.product(1), self.at[0])
    }

    /// What the update adds to every parameter.
    pub fn change(&self) -> Vec<f64> {
        difference(&double(&self.after), &double(&self.before), 1.0)
    }
}
