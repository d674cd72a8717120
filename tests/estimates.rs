//! Estimates against series whose law is known, and against sums over all states of a tiny RBM.
//!
//! Seeds are fixed: a false alarm's rate is that of a new seed or generator, not of a run.

#[path = "common/joint.rs"]
mod joint;

use ebm::{
    data::Dataset,
    estimate::{Estimate, mean_and_error, of_chains, pseudo_log_likelihood, reconstruction_error},
    models::rbm::Rbm,
    rng::Rng,
};
use joint::{Joint, Parameters};

/// A stationary AR(1) series of unit variance, `x' = φ x + √(1 − φ²) ξ`: `ρ_t = φᵗ`, `1 + 2 Σ ρ_t = (1 + φ)/(1 − φ)`.
fn series(phi: f64, draws: usize, rng: &mut Rng) -> Vec<f64> {
    let noise = (1.0 - phi * phi).sqrt();
    let mut x = rng.normal();
    let next = |_| {
        let now = x;
        x = phi * x + noise * rng.normal();
        now
    };
    (0..draws).map(next).collect()
}

fn chains(phi: f64, chains: u64, draws: usize, seed: u64) -> Vec<Vec<f64>> {
    (0..chains).map(|c| series(phi, draws, &mut Rng::stream(seed, "series", c))).collect()
}

fn estimate(chains: &[Vec<f64>]) -> Estimate {
    of_chains(chains).expect("four draws or more")
}

/// Relative tolerance of an estimated `1 + 2 Σ ρ_t` over `draws` of an AR(1) series.
///
/// With a window of `M` lags its relative variance is `2(2M + 1)/draws` (Madras & Sokal 1988, doi:10.1007/BF01022990).
/// Beyond the lag where `φᵗ` drowns in noise, the sum goes on while noise is positive. Noise at lags `L` apart is almost
/// independent (Bartlett: correlation `φᴸ(1 + L(1 − φ²)/(1 + φ²)) < 0.03`), hence 20 further `L` are met with
/// probability 1e-6. Five standard errors of the largest partial sum (reflection doubles): 1.2e-6. In all below 3e-6.
fn tolerance(phi: f64, draws: f64) -> f64 {
    let (mut lag, mut power) = (0.0, 1.0_f64);
    while power.abs() > 1.0 / draws.sqrt() {
        (lag, power) = (lag + 1.0, power * phi);
    }
    let (mut apart, mut power) = (2.0, phi * phi);
    while power.abs() * (1.0 + apart * (1.0 - phi * phi) / (1.0 + phi * phi)) > 0.03 {
        (apart, power) = (apart + 1.0, power * phi);
    }
    let window = lag + 20.0 * apart;
    5.0 * (2.0 * (2.0 * window + 1.0) / draws).sqrt()
}

/// The effective sample size of independent and of correlated draws is the known one, for positive and negative φ.
#[test]
fn ess_is_that_of_the_autocorrelation_time() {
    let draws = 250_000;
    for (phi, seed) in [(0.0, 1), (0.5, 2), (0.8, 3), (-0.5, 4)] {
        let all = 4.0 * draws as f64;
        let found = estimate(&chains(phi, 4, draws, seed));
        let time = (1.0 + phi) / (1.0 - phi);
        let tolerance = tolerance(phi, all);
        assert!(tolerance < 0.24, "φ = {phi}: a tolerance of {tolerance} would tell nothing");
        let ratio = found.ess * time / all;
        assert!((1.0 / ratio - 1.0).abs() < tolerance, "φ = {phi}: ESS {} of {all} draws", found.ess);
        // The error is √(variance × time / draws); the variance adds less than a fiftieth to the tolerance.
        let error = (time / all).sqrt();
        assert!((found.stderr / error - 1.0).abs() < 0.5 * tolerance + 0.02, "φ = {phi}: error {}", found.stderr);
        // Five standard errors: 6e-7.
        assert!(found.mean.abs() < 5.0 * error, "φ = {phi}: mean {}", found.mean);
    }
}

/// Standard errors are honest: over many repetitions, the squared error in units of `stderr²` is 1 on average.
#[test]
fn standard_errors_are_those_of_the_mean() {
    let repetitions = 2_000;
    for (phi, seed) in [(0.0, 100), (0.6, 10_000), (-0.4, 1_000_000)] {
        let square = |r: u64| {
            let found = estimate(&chains(phi, 4, 1_000, seed + r));
            let z = found.mean / found.stderr;
            z * z
        };
        let sum: f64 = (0..repetitions).map(square).sum();
        // χ² with 2,000 degrees of freedom leaves this band with probability 2e-6 (Laurent & Massart 2000, x = 14). `stderr²`
        // itself spreads by √(2(2M + 1)/4000) < 0.2 for windows up to M = 40, which raises the mean of its inverse by < 4%.
        let (freedom, x) = (repetitions as f64, 14.0_f64);
        let band = 2.0 * (freedom * x).sqrt() + 2.0 * x + 0.04 * freedom;
        assert!((sum - freedom).abs() < band, "φ = {phi}: mean of z² is {}", sum / freedom);
    }
}

/// Split R-hat of independent chains of one law is 1 within the law of the variance of their means.
#[test]
fn rhat_is_near_one_where_chains_agree() {
    let draws = 2_000;
    for seed in 0..20 {
        let rhat = estimate(&chains(0.0, 4, draws, 500 + seed)).rhat.unwrap();
        // Halves of n draws, 8 of them: R² − (n − 1)/n = χ²₇/(7 n), and χ²₇ < 7 + 2√(7·14) + 28 but for 1e-6 a seed.
        let n = draws as f64 / 2.0;
        let chi = 7.0 + 2.0 * (7.0 * 14.0_f64).sqrt() + 28.0;
        // The within-variance in the denominator spreads by √(2/8000): 5% more than covers it.
        assert!(rhat >= ((n - 1.0) / n).sqrt() - 1e-12 && rhat * rhat < 1.0 + 1.05 * chi / (7.0 * n), "{rhat}");
    }
}

/// Split R-hat sees chains that disagree, and chains that agree but drift.
#[test]
fn rhat_is_large_where_chains_or_halves_differ() {
    let shift = 3.0;
    let n = 1_000.0_f64;
    let plain = chains(0.0, 2, 2_000, 900);
    let shifted: Vec<Vec<f64>> =
        plain.iter().enumerate().map(|(c, chain)| chain.iter().map(|x| x + shift * c as f64).collect()).collect();
    let drifting: Vec<Vec<f64>> = plain
        .iter()
        .map(|chain| chain.iter().enumerate().map(|(t, x)| if t < 1_000 { *x } else { x + shift }).collect())
        .collect();
    for (name, series) in [("shifted", shifted), ("drifting", drifting)] {
        let found = estimate(&series);
        // Half-means 0, 0, s, s have variance B = s²/3 = 3, so that R² = (n − 1)/n + B/W = 4. Five standard errors (1/√n each)
        // of the difference of the pairs move B by 0.32, five (√(2/4000) each) of W move B/W by 0.34: R moves by < 0.17.
        let expected = ((n - 1.0) / n + shift * shift / 3.0).sqrt();
        assert!((found.rhat.unwrap() - expected).abs() < 0.17, "{name}: R-hat {:?}, expected {expected}", found.rhat);
        assert!(found.ess < 0.01 * 4_000.0, "{name}: an ESS of {} says that nothing is wrong", found.ess);
    }
}

/// A series that never moves has no error, an R-hat of 1 and as many draws as it has, whatever its value.
#[test]
fn constant_series_have_no_error() {
    for value in [0.0, 0.5, -3.0, 0.1, -20.7, 1e9 / 3.0] {
        let found = estimate(&[vec![value; 40], vec![value; 40]]);
        assert!((found.mean - value).abs() <= 1e-12 * value.abs(), "{value}: mean {}", found.mean);
        assert!(found.stderr <= 1e-12 * value.abs(), "{value}: error {}", found.stderr);
        assert_eq!((found.ess, found.rhat), (80.0, Some(1.0)), "{value}");
        assert_eq!(estimate(&[vec![value; 40]]).rhat, None);
    }
}

/// Fewer than four draws give no estimate, one chain no R-hat; chains of unequal length are cut to the shortest.
#[test]
fn short_and_unequal_series() {
    assert_eq!(of_chains(&[]), None);
    assert_eq!(of_chains(&[vec![1.0, 2.0, 3.0], vec![1.0; 100]]), None);
    let one = estimate(&[vec![1.0, 2.0, 3.0, 5.0]]);
    assert!(one.rhat.is_none() && (one.mean - 2.75).abs() < 1e-12 && one.ess > 0.0 && one.stderr > 0.0);
    assert!(estimate(&[vec![1.0, 2.0, 1.0, 2.0], vec![2.0, 1.0, 2.0, 1.0, 2.0, 1.0]]).ess.is_finite());
}

/// An RBM of 5 × 3 units at T ≠ 1 with biases, its law by plain sums, and pictures to look at.
struct Tiny {
    model: Rbm,
    joint: Joint,
    data: Dataset,
    pictures: Vec<Vec<f64>>,
}

const TEMPERATURE: f64 = 1.6;

fn tiny() -> Tiny {
    let parameters = Parameters::random(5, 3, 1.2, 17);
    let joint = Joint::of(&parameters, TEMPERATURE);
    let model = Rbm::new(parameters.w, parameters.b, parameters.c);
    let pixels: Vec<u8> =
        [0b00000_u8, 0b11111, 0b01010, 0b10011].iter().flat_map(|p| (0..5).map(move |i| p >> i & 1)).collect();
    let pictures = pixels.chunks(5).map(|p| p.iter().map(|&x| f64::from(x)).collect()).collect();
    Tiny { model, joint, data: Dataset::new(1, 5, pixels, 4), pictures }
}

/// `Σ_i ln p(v_i given the other visible units)` of each picture, from the probabilities of whole pictures.
fn pseudo(tiny: &Tiny) -> Vec<f64> {
    let ln_conditional = |v: &[f64], i: usize| {
        let mut flipped = v.to_vec();
        flipped[i] = 1.0 - flipped[i];
        -ebm::num::softplus(tiny.joint.log_p(&flipped) - tiny.joint.log_p(v))
    };
    tiny.pictures.iter().map(|v| (0..5).map(|i| ln_conditional(v, i)).sum()).collect()
}

/// With every pixel looked at, the pseudo-log-likelihood is the exact sum, and its error that of the examples.
#[test]
fn pseudo_log_likelihood_of_all_pixels_is_exact() {
    let tiny = tiny();
    let (mean, error) = mean_and_error(&pseudo(&tiny));
    for seed in 0..5 {
        let rng = &mut Rng::stream(seed, "pseudo", 0);
        let found = pseudo_log_likelihood(&tiny.model, &tiny.data, &[0, 1, 2, 3], 5, TEMPERATURE, rng).unwrap();
        // Both are sums of a few dozen terms of order one in double precision.
        assert!(
            (found.0 - mean).abs() < 1e-11 && (found.1 - error).abs() < 1e-11,
            "{found:?} against {mean} ± {error}"
        );
    }
}

/// With some pixels looked at, it is right on average over seeds.
#[test]
fn pseudo_log_likelihood_of_some_pixels_is_unbiased() {
    let tiny = tiny();
    let exact = mean_and_error(&pseudo(&tiny)).0;
    for pixels in [1, 2, 3] {
        let value = |seed| {
            let rng = &mut Rng::stream(seed, "pseudo", pixels as u64);
            pseudo_log_likelihood(&tiny.model, &tiny.data, &[0, 1, 2, 3], pixels, TEMPERATURE, rng).unwrap().0
        };
        let (mean, error) = mean_and_error(&(0..20_000).map(value).collect::<Vec<f64>>());
        // Five standard errors: 6e-7 each.
        assert!((mean - exact).abs() < 5.0 * error, "{pixels} pixels: {mean} ± {error} against {exact}");
        assert!(error < 0.02, "an error of {error} would hide a bias");
    }
}

/// The reconstruction error is on average `Σ_h p(h given v) (v_i − p(v_i = 1 given h))²`, the mean over pixels and pictures.
#[test]
fn reconstruction_error_is_unbiased() {
    let tiny = tiny();
    let states = &tiny.joint.states;
    let p = |event: &dyn Fn(&[f64]) -> bool| tiny.joint.p(event);
    let mut exact = 0.0;
    for v in &tiny.pictures {
        let p_v = p(&|x| x[..5] == **v);
        for state in states.iter().filter(|s| s.x[..5] == **v) {
            let h = &state.x[5..];
            let p_h = p(&|x| x[5..] == *h);
            for (i, &vi) in v.iter().enumerate() {
                let on = p(&|x| x[i] == 1.0 && x[5..] == *h) / p_h;
                exact += state.p / p_v * (vi - on) * (vi - on) / (5 * tiny.pictures.len()) as f64;
            }
        }
    }
    let value = |seed| {
        let rng = &mut Rng::stream(seed, "reconstruction", 0);
        reconstruction_error(&tiny.model, &tiny.data, &[0, 1, 2, 3], TEMPERATURE, rng).unwrap().0
    };
    let (mean, error) = mean_and_error(&(0..20_000).map(value).collect::<Vec<f64>>());
    // Five standard errors: 6e-7; single-precision probabilities add less than 1e-6.
    assert!((mean - exact).abs() < 5.0 * error + 1e-6, "{mean} ± {error} against {exact}");
    assert!(error < 0.002, "an error of {error} would hide a bias");
}
