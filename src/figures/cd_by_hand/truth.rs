//! What CD-1 estimates and what it does on average, exactly: the gradient of `ln p(v⁽⁰⁾)` and the law of the estimate.
//!
//! `g = (⟨s⟩_{p(h given v⁽⁰⁾)} − ⟨s⟩_p)/T` with `s = (v hᵀ, v, h)`. The estimate depends on chance by `v⁽¹⁾` alone, whose law is
//! `q(v) = Σ_h p(v given h) p(h given v⁽⁰⁾)`: 16 outcomes. Its mean less `g` is the bias of CD, its spread about its mean the noise.

use super::update::{HIDDEN, PARAMETERS, VISIBLE, WEIGHTS};
use crate::{error::Error, exact, models::Model, num};

/// The gradient, the law of the estimate, and how they lie.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// `∂ ln p(v⁽⁰⁾)/∂θ`.
    pub gradient: Vec<f64>,
    /// The mean of the estimate over all that may be drawn.
    pub mean: Vec<f64>,
    /// Its standard deviation, parameter by parameter.
    pub spread: Vec<f64>,
    /// The probability that an estimate points uphill: that it has a positive product with the gradient.
    pub uphill: f64,
    /// The probability of `v⁽¹⁾ = v⁽⁰⁾`: that nothing is learned.
    pub nothing: f64,
    /// All that the estimate may come to, one for every `v⁽¹⁾`.
    pub outcomes: Vec<Outcome>,
}

/// An estimate that may come out.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Its probability.
    pub p: f64,
    /// Its length.
    pub length: f64,
    /// The cosine of its angle to the gradient; 0 where it has none.
    pub cosine: f64,
}

/// `ln p(v)`.
pub fn log_p(model: &dyn Model, v: &[f32], temperature: f64) -> Result<f64, Error> {
    let free = model.two_layers().map_or(0.0, |layers| layers.free_energy(v, temperature));
    Ok(-free / temperature - exact::log_z(model, temperature)?)
}

/// The scalar product.
pub fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The length of a vector.
pub fn length(a: &[f64]) -> f64 {
    product(a, a).sqrt()
}

/// The cosine of the angle between two vectors; `None` if one of them is 0.
pub fn cosine(a: &[f64], b: &[f64]) -> Option<f64> {
    let lengths = length(a) * length(b);
    (lengths > 1e-12).then(|| (product(a, b) / lengths).clamp(-1.0, 1.0))
}

/// The probability of a bit's value.
fn of(on: f64, bit: f64) -> f64 {
    if bit > 0.0 { on } else { 1.0 - on }
}

/// All states of so many bits.
fn states(bits: usize) -> impl Iterator<Item = Vec<f64>> {
    (0..1u32 << bits).map(move |k| (0..bits).map(|i| f64::from(k >> i & 1)).collect())
}

impl Truth {
    /// Of a model and an example, at a temperature.
    pub fn new(model: &dyn Model, example: &[f32], temperature: f64) -> Result<Self, Error> {
        let layers = model.two_layers().ok_or(Error::NotInExperiment(crate::phrase!("RBM")))?;
        let on = |fields: &[f64]| fields.iter().map(|x| num::sigmoid64(x / temperature)).collect::<Vec<f64>>();
        let up = |v: &[f32]| on(&layers.hidden_fields(v));
        let (weights, bias) = (layers.weights(), layers.visible_bias());
        let field = |i: usize, h: &[f64]| {
            let row = &weights[i * HIDDEN..(i + 1) * HIDDEN];
            f64::from(bias[i]) + row.iter().zip(h).map(|(&w, h)| f64::from(w) * h).sum::<f64>()
        };
        let down = |h: &[f64]| on(&(0..VISIBLE).map(|i| field(i, h)).collect::<Vec<f64>>());
        let start = up(example);
        let data = statistics(example, &start);
        let moments = exact::moments(model, temperature)?;
        let pairs = (0..WEIGHTS).map(|k| moments.second(k / HIDDEN, VISIBLE + k % HIDDEN));
        let model_phase: Vec<f64> = pairs.chain(moments.first.iter().copied()).collect();
        let against = |model: &[f64]| data.iter().zip(model).map(|(d, m)| (d - m) / temperature).collect::<Vec<f64>>();
        let gradient = against(&model_phase);
        let given: Vec<(f64, Vec<f64>)> =
            states(HIDDEN).map(|h| (h.iter().zip(&start).map(|(&h, &p)| of(p, h)).product(), down(&h))).collect();
        let mut truth =
            Self { gradient, mean: vec![0.0; PARAMETERS], spread: vec![0.0; PARAMETERS], ..Self::default() };
        for v in states(VISIBLE) {
            let q: f64 =
                given.iter().map(|(p, on)| p * v.iter().zip(on).map(|(&v, &on)| of(on, v)).product::<f64>()).sum();
            let end: Vec<f32> = v.iter().map(|&v| v as f32).collect();
            let estimate = against(&statistics(&end, &up(&end)));
            for ((mean, square), g) in truth.mean.iter_mut().zip(&mut truth.spread).zip(&estimate) {
                *mean += q * g;
                *square += q * g * g;
            }
            // Without rounding, an estimate is 0 where nothing has changed.
            let outcome = if end == example {
                truth.nothing += q;
                Outcome { p: q, length: 0.0, cosine: 0.0 }
            } else {
                let cosine = cosine(&estimate, &truth.gradient).unwrap_or(0.0);
                truth.uphill += if cosine > 0.0 { q } else { 0.0 };
                Outcome { p: q, length: length(&estimate), cosine }
            };
            truth.outcomes.push(outcome);
        }
        for (square, mean) in truth.spread.iter_mut().zip(&truth.mean) {
            *square = (*square - mean * mean).max(0.0).sqrt();
        }
        Ok(truth)
    }

    /// How far the mean of the estimate is from the gradient.
    pub fn bias(&self) -> f64 {
        length(&self.mean.iter().zip(&self.gradient).map(|(m, g)| m - g).collect::<Vec<f64>>())
    }

    /// How far an estimate is from its mean: the root of the mean square.
    pub fn noise(&self) -> f64 {
        length(&self.spread)
    }
}

/// `v pᵀ`, `v`, `p`.
fn statistics(v: &[f32], p: &[f64]) -> Vec<f64> {
    let v = v.iter().map(|&v| f64::from(v));
    let all = v.clone().flat_map(|v| p.iter().map(move |p| v * p));
    all.chain(v.clone()).chain(p.iter().copied()).collect()
}
