//! What CD-1 estimates and what it does on average, exactly: the gradient of `ln p(v⁽⁰⁾)` and the law of the estimate.
//!
//! `g = (⟨s⟩_{p(h given v⁽⁰⁾)} − ⟨s⟩_p)/T` with `s = (v hᵀ, v, h)`. The estimate depends on chance by `v⁽¹⁾` alone, whose law is
//! `q(v) = Σ_h p(v given h) p(h given v⁽⁰⁾)`: 16 outcomes. Its mean less `g` is the bias of CD, its spread about its mean the noise.

use super::update::{HIDDEN, PARAMETERS, VISIBLE, WEIGHTS, difference, double, statistics};
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

/// The probability of a state of independent bits: `k` has them, the first lowest.
fn probability(on: &[f64], k: usize) -> f64 {
    let mut p = 1.0;
    for (i, on) in on.iter().enumerate() {
        p *= if k >> i & 1 == 1 { *on } else { 1.0 - on };
    }
    p
}

/// The state of so many bits that `k` has.
fn state(bits: usize, k: usize) -> Vec<f32> {
    let mut state = vec![0.0; bits];
    for (i, x) in state.iter_mut().enumerate() {
        *x = (k >> i & 1) as f32;
    }
    state
}

/// `sigmoid(x/T)`, in the fields' place.
fn sigmoids(mut fields: Vec<f64>, temperature: f64) -> Vec<f64> {
    for x in &mut fields {
        *x = num::sigmoid64(*x / temperature);
    }
    fields
}

impl Truth {
    /// Of a model and an example, at a temperature.
    pub fn new(model: &dyn Model, example: &[f32], temperature: f64) -> Result<Self, Error> {
        let layers = model.two_layers().ok_or(Error::NotInExperiment(crate::phrase!("RBM")))?;
        let up = |v: &[f32]| sigmoids(layers.hidden_fields(v), temperature);
        let start = up(example);
        let data = statistics(example, &start);
        let moments = exact::moments(model, temperature)?;
        let mut model_phase = Vec::with_capacity(PARAMETERS);
        for k in 0..WEIGHTS {
            model_phase.push(moments.second(k / HIDDEN, VISIBLE + k % HIDDEN));
        }
        model_phase.extend_from_slice(&moments.first);
        // The law of the reconstruction.
        let mut law = [0.0; 1 << VISIBLE];
        for h in 0..1 << HIDDEN {
            let p = probability(&start, h);
            let mut fields = double(layers.visible_bias());
            for (k, &w) in layers.weights().iter().enumerate() {
                fields[k / HIDDEN] += f64::from(w) * (h >> (k % HIDDEN) & 1) as f64;
            }
            let down = sigmoids(fields, temperature);
            for (v, q) in law.iter_mut().enumerate() {
                *q += p * probability(&down, v);
            }
        }
        let gradient = difference(&data, &model_phase, temperature);
        let mut truth =
            Self { gradient, mean: vec![0.0; PARAMETERS], spread: vec![0.0; PARAMETERS], ..Self::default() };
        for (v, q) in law.into_iter().enumerate() {
            let end = state(VISIBLE, v);
            let estimate = difference(&data, &statistics(&end, &up(&end)), temperature);
            for (k, g) in estimate.iter().enumerate() {
                truth.mean[k] += q * g;
                truth.spread[k] += q * g * g;
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
        length(&difference(&self.mean, &self.gradient, 1.0))
    }

    /// How far an estimate is from its mean: the root of the mean square.
    pub fn noise(&self) -> f64 {
        length(&self.spread)
    }
}
