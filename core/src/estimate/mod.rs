//! Estimates of how well a model fits, each with a random stream of its own: looking never changes the run.

pub mod ais;

use crate::{data::Dataset, models::Model, num, rng::Rng};

/// Mean squared difference between a picture and its reconstruction `p(v given h)`, `h ~ p(h given v)`, per pixel.
///
/// A training aid, not an aim: an RBM can reconstruct well and model badly. Returns mean and standard error over the examples.
pub fn reconstruction_error(
    model: &dyn Model,
    data: &Dataset,
    examples: &[u32],
    temperature: f64,
    rng: &mut Rng,
) -> Option<(f64, f64)> {
    let blocks = model.blocks()?;
    model.two_layers()?;
    let visible = model.space().visible();
    let beta = (1.0 / temperature) as f32;
    let mut hidden = vec![0.0; model.space().units() - visible];
    let (mut uniforms, mut fields) = (hidden.clone(), vec![0.0; visible]);
    let mut values = Vec::with_capacity(examples.len());
    for mut state in data.states(examples, model.space().units()) {
        blocks.block_fields(0, &state, &mut hidden);
        rng.fill_uniform(&mut uniforms);
        for ((unit, &x), &u) in state[visible..].iter_mut().zip(&hidden).zip(&uniforms) {
            *unit = f32::from(u8::from(u < num::sigmoid(x * beta)));
        }
        blocks.block_fields(1, &state, &mut fields);
        let mut sum = 0.0;
        for (&v, &x) in state[..visible].iter().zip(&fields) {
            let difference = f64::from(v - num::sigmoid(x * beta));
            sum += difference * difference;
        }
        values.push(sum / visible as f64);
    }
    Some(mean_and_error(&values))
}

/// The pseudo-log-likelihood `Σ_i ln p(v_i given the other visible units)` in nats per example, where
/// `ln p(v_i given the rest) = −softplus(−(F(v with i flipped) − F(v))/T)`.
///
/// Looks at `pixels` units of each example, evenly spaced from a random one on, each unit as often as any other in the mean;
/// with as many as there are, the sum is exact. Returns mean and standard error over the examples.
pub fn pseudo_log_likelihood(
    model: &dyn Model,
    data: &Dataset,
    examples: &[u32],
    pixels: usize,
    temperature: f64,
    rng: &mut Rng,
) -> Option<(f64, f64)> {
    let layers = model.two_layers()?;
    let (visible, hidden) = layers.sizes();
    let pixels = pixels.clamp(1, visible);
    let value = |state: Vec<f32>| {
        let fields: Vec<f64> = layers.hidden_fields(&state).into_iter().map(|x| x / temperature).collect();
        let base = num::softplus_sum(&fields);
        let first = rng.below(visible as u32) as usize;
        let sum: f64 = (0..pixels)
            .map(|k| {
                let i = (first + k * visible / pixels) % visible;
                let sign = if state[i] == 0.0 { 1.0 } else { -1.0 } / temperature;
                let row = &layers.weights()[i * hidden..(i + 1) * hidden];
                let flipped: Vec<f64> = fields.iter().zip(row).map(|(x, &w)| x + sign * f64::from(w)).collect();
                // (F(v) − F(v with i flipped))/T: the flipped picture's weight against the picture's.
                let gain = sign * f64::from(layers.visible_bias()[i]) + num::softplus_sum(&flipped) - base;
                -num::softplus(gain)
            })
            .sum();
        sum * visible as f64 / pixels as f64
    };
    let values: Vec<f64> = data.states(examples, visible).into_iter().map(value).collect();
    Some(mean_and_error(&values))
}

/// The mean of independent values and its standard error (NaN for fewer than two).
pub fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}

/// An average over chains that are correlated in themselves and independent of each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean over all draws.
    pub mean: f64,
    /// Its standard error, `sd/√ESS`.
    pub stderr: f64,
    /// Effective sample size: draws divided by `1 + 2 Σ ρ_t`.
    pub ess: f64,
    /// Split R-hat; `None` with one chain.
    pub rhat: Option<f64>,
}

/// Mean, error, ESS and split R-hat of series of equal length, one a chain; `None` for fewer than four draws a chain.
///
/// Every chain is split in half. With within-variance `W` and between-variance `B`, `var⁺ = (n−1)/n W + B/n`,
/// `R-hat = √(var⁺/W)`, and the autocorrelation at lag t is `1 − (W − mean autocovariance)/var⁺`, summed over Geyer's initial
/// positive pairs. Vehtari et al. 2021, doi:10.1214/20-BA1221.
pub fn of_chains(chains: &[Vec<f64>]) -> Option<Estimate> {
    let half = chains.iter().map(Vec::len).min()? / 2;
    if half < 2 {
        return None;
    }
    // Moved to start at zero, so that chains that never move have no spread by rounding.
    let origin = chains[0][0];
    let moved: Vec<Vec<f64>> = chains.iter().map(|c| c.iter().map(|x| x - origin).collect()).collect();
    let halves: Vec<&[f64]> = moved.iter().flat_map(|c| [&c[..half], &c[c.len() - half..]]).collect();
    let (m, n) = (halves.len() as f64, half as f64);
    let means: Vec<f64> = halves.iter().map(|h| h.iter().sum::<f64>() / n).collect();
    let mean = means.iter().sum::<f64>() / m;
    // The halves of an odd number of draws leave the one in the middle out; the mean does not.
    let (count, total) = moved.iter().fold((0, 0.0), |(n, sum), c| (n + c.len(), sum + c.iter().sum::<f64>()));
    let overall = origin + total / count as f64;
    let covariance = |lag: usize| {
        let of = |(h, &mu): (&&[f64], &f64)| h.iter().zip(&h[lag..]).map(|(a, b)| (a - mu) * (b - mu)).sum::<f64>() / n;
        halves.iter().zip(&means).map(of).sum::<f64>() / m
    };
    let within = covariance(0) * n / (n - 1.0);
    let between = means.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (m - 1.0);
    let pooled = (n - 1.0) / n * within + between;
    if pooled <= 0.0 {
        let rhat = (chains.len() > 1).then_some(1.0);
        return Some(Estimate { mean: overall, stderr: 0.0, ess: m * n, rhat });
    }
    let correlation = |lag: usize| 1.0 - (within - covariance(lag)) / pooled;
    let mut time = -1.0;
    for pair in (0..half - 1).step_by(2) {
        let sum = if pair == 0 { 1.0 + correlation(1) } else { correlation(pair) + correlation(pair + 1) };
        if sum <= 0.0 {
            break;
        }
        time += 2.0 * sum;
    }
    let ess = m * n / time.max(1.0 / (m * n).max(2.0).sqrt());
    let rhat = (chains.len() > 1).then(|| (pooled / within).sqrt());
    Some(Estimate { mean: overall, stderr: (pooled / ess).sqrt(), ess, rhat })
}
