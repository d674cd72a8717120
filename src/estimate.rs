//! Estimates of how well a model fits, each with a random stream of its own: looking never changes the run.

use crate::{data::Dataset, models::Model, num, rng::Rng};

/// Mean squared difference between a picture and its reconstruction `p(v given h)`, `h ~ p(h given v)`, per pixel.
///
/// A training aid, not an aim: an RBM can reconstruct well and model badly.
pub fn reconstruction_error(
    model: &dyn Model,
    data: &Dataset,
    examples: &[u32],
    temperature: f64,
    rng: &mut Rng,
) -> Option<f64> {
    let blocks = model.blocks()?;
    model.two_layers()?;
    let visible = model.space().visible();
    let beta = (1.0 / temperature) as f32;
    let mut hidden = vec![0.0; model.space().units() - visible];
    let (mut uniforms, mut fields) = (hidden.clone(), vec![0.0; visible]);
    let mut sum = 0.0;
    for mut state in data.states(examples, model.space().units()) {
        blocks.block_fields(0, &state, &mut hidden);
        rng.fill_uniform(&mut uniforms);
        for ((unit, &x), &u) in state[visible..].iter_mut().zip(&hidden).zip(&uniforms) {
            *unit = f32::from(u8::from(u < num::sigmoid(x * beta)));
        }
        blocks.block_fields(1, &state, &mut fields);
        for (&v, &x) in state[..visible].iter().zip(&fields) {
            let difference = f64::from(v - num::sigmoid(x * beta));
            sum += difference * difference;
        }
    }
    Some(sum / (examples.len() * visible) as f64)
}

/// The pseudo-log-likelihood `Σ_i ln p(v_i given the other visible units)` in nats per example, estimated from one random
/// pixel an example: `N ln sigmoid((F(v with i flipped) − F(v))/T)`. Returns mean and standard error over the examples.
pub fn pseudo_log_likelihood(
    model: &dyn Model,
    data: &Dataset,
    examples: &[u32],
    temperature: f64,
    rng: &mut Rng,
) -> Option<(f64, f64)> {
    let layers = model.two_layers()?;
    let visible = model.space().visible();
    let mut values = Vec::with_capacity(examples.len());
    for state in data.states(examples, visible) {
        let i = rng.below(visible as u32) as usize;
        let mut flipped = state.clone();
        flipped[i] = 1.0 - flipped[i];
        let gap = layers.free_energy(&flipped, temperature) - layers.free_energy(&state, temperature);
        values.push(-(visible as f64) * num::softplus(-gap / temperature));
    }
    Some(mean_and_error(&values))
}

/// The mean of independent values and its standard error (NaN for fewer than two).
pub fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}
