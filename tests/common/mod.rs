//! Shared by the tests: a model with weights of order one and biases that are not zero.
#![allow(dead_code)]

pub mod figure;
pub mod zoo;

use ebm::{data::Dataset, experiment::Experiment, models::rbm::Rbm, rng::Rng};

/// An RBM with normal weights of standard deviation `spread` and normal biases.
pub fn random_rbm(visible: usize, hidden: usize, spread: f64, seed: u64) -> Rbm {
    let mut rng = Rng::stream(seed, "test weights", 0);
    let mut draw = |n: usize| (0..n).map(|_| (spread * rng.normal()) as f32).collect::<Vec<f32>>();
    let (w, b, c) = (draw(visible * hidden), draw(visible), draw(hidden));
    Rbm::new(w, b, c)
}

/// Bars and stripes on n × n pixels.
pub fn bars(n: usize) -> Dataset {
    let (experiment, _) = Experiment::read(&format!("v=1&data=bars-and-stripes&n={n}"));
    experiment.dataset(None).expect("data without a file").expect("data")
}
