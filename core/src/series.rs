//! What a chain has met: energies and magnetisations, one number a step.

use crate::{
    estimate::{Estimate, of_chains},
    samplers::population::Measure,
};

/// One chain's numbers, step by step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// `E(x)`.
    pub energies: Vec<f64>,
    /// `Σ_i x_i / N`.
    pub magnetizations: Vec<f64>,
}

impl Series {
    /// Notes what is told of the chain after a step.
    pub fn push(&mut self, measure: Measure) {
        self.energies.push(measure.energy);
        self.magnetizations.push(measure.magnetization);
    }
}

/// The series from a step on.
pub fn since(series: &[Series], step: u64) -> Vec<Series> {
    let tail = |values: &[f64]| values[(step as usize).min(values.len())..].to_vec();
    series.iter().map(|s| Series { energies: tail(&s.energies), magnetizations: tail(&s.magnetizations) }).collect()
}

/// Means over all chains with errors that know of autocorrelation, by name; empty for fewer than four steps.
///
/// The heat capacity is `(⟨E²⟩ − ⟨E⟩²)/(N T²)`; its error is that of the mean of `(E − Ē)²`, exact to first order.
pub fn estimates(series: &[Series], units: usize, temperature: f64) -> Vec<(&'static str, Estimate)> {
    let n = units as f64;
    let draws: f64 = series.iter().map(|s| s.energies.len() as f64).sum();
    let mean = series.iter().flat_map(|s| &s.energies).sum::<f64>() / draws;
    let scale = 1.0 / (n * temperature * temperature);
    type Number<'a> = &'a dyn Fn(f64, f64) -> f64;
    let numbers: [(&'static str, Number<'_>); 5] = [
        ("energy", &|e, _| e),
        ("energy_per_spin", &|e, _| e / n),
        ("heat_capacity", &|e, _| (e - mean) * (e - mean) * scale),
        ("magnetization", &|_, m| m),
        ("abs_magnetization", &|_, m| m.abs()),
    ];
    let values =
        |s: &Series, of: Number<'_>| s.energies.iter().zip(&s.magnetizations).map(|(&e, &m)| of(e, m)).collect();
    let estimate = |(name, of)| {
        let values: Vec<Vec<f64>> = series.iter().map(|s| values(s, of)).collect();
        of_chains(&values).map(|e| (name, e))
    };
    numbers.into_iter().filter_map(estimate).collect()
}
