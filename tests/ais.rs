//! Annealed importance sampling: its intervals against enumeration, over many seeds, and what it refuses.

mod common;

use ebm::{
    estimate::ais::{Ais, LogZEstimate, Plan},
    exact,
    experiment::Experiment,
    models::Model,
    session::Run,
};

const TEMPERATURE: f64 = 1.6;
const SEEDS: u64 = 200;

fn model(link: &str) -> Box<dyn Model> {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{warnings:?}");
    Run::initial_model(&experiment, None, None).unwrap()
}

fn anneal(model: &dyn Model, marginals: Option<&[f64]>, plan: Plan) -> LogZEstimate {
    Ais::new(model, marginals, plan).unwrap().advance(usize::MAX).unwrap()
}

/// Of 200 intervals of 95%, Binomial(200, 0.95) cover the exact value: 174 or fewer with probability 1e-5, 200 with 4e-5.
/// The mean of `ln Ẑ` is the exact one up to the bias `−stderr²/2` of a logarithm.
#[test]
fn intervals_cover_the_exact_log_z_as_often_as_they_say() {
    let models: Vec<(&str, Box<dyn Model>, usize)> = vec![
        ("RBM", Box::new(common::random_rbm(12, 8, 1.0, 3)), 60),
        ("Boltzmann machine of bits", model("v=1&model=boltzmann&visible=6&hidden=5&spread=0.8"), 60),
        ("Boltzmann machine of spins", model("v=1&model=boltzmann&visible=6&hidden=5&spread=0.4&alphabet=spin"), 60),
        ("levels", model("v=1&model=levels&levels=1,2,3.5"), 20),
    ];
    for (name, model, betas) in &models {
        let exact = exact::log_z(&**model, TEMPERATURE).unwrap();
        let marginals: Vec<f64> = (0..model.space().visible()).map(|i| 0.2 + 0.05 * (i % 8) as f64).collect();
        let marginals = (*name != "levels").then_some(marginals);
        let (mut covered, mut sum, mut square) = (0, 0.0, 0.0);
        for seed in 0..SEEDS {
            let plan = Plan { temperature: TEMPERATURE, runs: 100, betas: *betas, seed, step: 0 };
            let found = anneal(&**model, marginals.as_deref(), plan);
            covered += u64::from(found.interval[0] <= exact && exact <= found.interval[1]);
            sum += found.log_z - exact;
            square += found.stderr * found.stderr;
            assert!(found.ess > 30.0 && found.ess <= 100.0 + 1e-9, "{name}: ESS {}", found.ess);
        }
        assert!((175..SEEDS).contains(&covered), "{name}: {covered} of {SEEDS} intervals cover the exact value");
        let (mean, variance) = (sum / SEEDS as f64, square / SEEDS as f64);
        // Five standard errors of a mean of 200: 6e-7.
        let tolerance = 5.0 * (variance / SEEDS as f64).sqrt() + variance;
        assert!(mean.abs() < tolerance, "{name}: ln Z is off by {mean} on average, more than {tolerance}");
    }
}

/// With as many runs, more temperatures bring the error down: half the variance for twice the steps, to first order.
#[test]
fn more_temperatures_bring_smaller_errors() {
    let model = common::random_rbm(12, 8, 1.0, 3);
    let stderr =
        |betas| anneal(&model, None, Plan { temperature: TEMPERATURE, runs: 2_000, betas, seed: 5, step: 0 }).stderr;
    let ratio = stderr(50) / stderr(200);
    assert!((1.7..2.3).contains(&ratio), "four times as many temperatures divide the error by {ratio}");
}

/// Independent units are the base itself: every weight is the same.
#[test]
fn independent_units_are_exact() {
    let mut rbm = common::random_rbm(6, 3, 0.0, 1);
    rbm.tensors_mut()[1].values.copy_from_slice(&ebm::models::independent_biases(
        &[0.1, 0.9, 0.5, 0.3, 0.2, 0.7],
        ebm::space::Alphabet::Bit,
        TEMPERATURE,
    ));
    let plan = Plan { temperature: TEMPERATURE, runs: 5, betas: 3, seed: 1, step: 0 };
    let found = anneal(&rbm, Some(&[0.1, 0.9, 0.5, 0.3, 0.2, 0.7]), plan);
    let exact = exact::log_z(&rbm, TEMPERATURE).unwrap();
    assert!((found.log_z - exact).abs() < 1e-12 && found.stderr < 1e-12, "{found:?} against {exact}");
}
