//! Error bars are honest: over many seeds, `(estimate − exact)/stderr` of every sampler looks standard normal.
//!
//! What the tool reports as `estimates` is held against enumeration: runs of correlated chains at T ≠ 1 with biases. Seeds are
//! fixed: a false alarm's rate is that of a new seed or generator, not of a run.

mod common;

use common::zoo;
use ebm::{
    exact,
    experiment::Experiment,
    samplers::SAMPLERS,
    series,
    session::{Run, Session},
};

/// Samplers without a law.
const LAWLESS: &[&str] = &["descent", "annealing"];

/// The z-scores of the energy, of the heat capacity and of the magnetisation over seeds.
fn scores(link: &str, sampler: &str, steps: u64, seeds: u64) -> Option<Vec<[f64; 3]>> {
    let exact = exact::law(&*zoo::model(link), 1.6).unwrap();
    let one = |seed: u64| {
        let (experiment, _) = Experiment::read(&format!("{link}&sampler={sampler}&T=1.6&chains=2&burn=50&seed={seed}"));
        let mut run = Run::with_model(experiment, None, zoo::model(link)).ok()?;
        run.advance(steps).unwrap();
        let units = run.model().space().units();
        let found = series::estimates(run.series(), units, 1.6);
        let score = |name: &str, exact: f64| {
            let (_, e) = found.iter().find(|(n, _)| *n == name).expect("an estimate");
            (e.mean - exact) / e.stderr
        };
        Some([
            score("energy", exact.mean_energy),
            score("heat_capacity", exact.heat_capacity),
            score("magnetization", exact.magnetization),
        ])
    };
    (0..seeds).map(one).collect()
}

/// Mean and variance of `n` scores against those of a standard normal.
///
/// A mean of n spreads by 1/√n, a variance by √(2/n): five of either are left by chance with probability 6e-7. Beyond that
/// an estimated `stderr` spreads the scores: its relative error over a few hundred effective draws is below 0.1, which adds
/// up to 0.03 to the variance; the heat capacity is a mean of squares, whose error and value rise together (skewness below
/// −1), which moves its mean score by up to 0.15 and its variance by up to 0.25 at this length.
fn look_normal(what: &str, scores: &[f64], shift: f64, spread: f64) {
    let n = scores.len() as f64;
    let mean = scores.iter().sum::<f64>() / n;
    let variance = scores.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / (n - 1.0);
    println!("{what}: mean z {mean:.2}, variance {variance:.2}");
    assert!(mean.abs() < 5.0 / n.sqrt() + shift, "{what}: mean z is {mean}");
    assert!((variance - 1.0).abs() < 5.0 * (2.0 / n).sqrt() + spread, "{what}: variance of z is {variance}");
}

fn every_sampler_is_honest(links: &[&str], steps: u64, seeds: u64) {
    for link in links {
        for entry in SAMPLERS.iter().filter(|e| !LAWLESS.contains(&e.id)) {
            let Some(scores) = scores(link, entry.id, steps, seeds) else { continue };
            for (at, (name, shift, spread)) in
                [("energy", 0.02, 0.05), ("heat capacity", 0.15, 0.25), ("magnetisation", 0.02, 0.05)]
                    .iter()
                    .enumerate()
            {
                let one: Vec<f64> = scores.iter().map(|s| s[at]).collect();
                look_normal(&format!("{link} {} {name}", entry.id), &one, *shift, *spread);
            }
        }
    }
}

#[test]
fn errors_of_every_sampler_are_honest() {
    every_sampler_is_honest(&["v=1&model=ising&rows=2&cols=4&J=0.6&h=0.2"], 1_000, 100);
}

/// Every model, more seeds, longer chains: `cargo xtask test long`.
#[test]
#[ignore = "minutes: cargo xtask test long"]
fn errors_of_every_sampler_on_every_model_are_honest() {
    every_sampler_is_honest(zoo::LINKS, 4_000, 400);
}
