//! The exact mean energy and heat capacity of the Ising model on a finite torus, J = 1, h = 0. Kaufman 1949,
//! doi:10.1103/PhysRev.76.1232:
//!
//! `Z = ½ (2 sinh 2K)^{mn/2} [Π 2cosh(m γ_{2r+1}/2) + Π 2sinh(m γ_{2r+1}/2) + Π 2cosh(m γ_{2r}/2) + Π 2sinh(m γ_{2r}/2)]`,
//! products over `r = 0 … n − 1`, `cosh γ_k = cosh²2K/sinh 2K − cos(πk/n)`, `γ_0 = 2K + ln tanh K`, `K = 1/T`.
#![allow(clippy::disallowed_methods)]

use std::f64::consts::PI;

/// `ln Z`.
fn log_z(m: usize, n: usize, k: f64) -> f64 {
    let gamma = |index: usize| {
        if index == 0 {
            return 2.0 * k + k.tanh().ln();
        }
        let cosh = (2.0 * k).cosh().powi(2) / (2.0 * k).sinh() - (PI * index as f64 / n as f64).cos();
        cosh.acosh()
    };
    let product = |odd: usize, plus: f64| {
        // Logarithm of the absolute value, and sign, of the factors e^{mγ/2} (1 ± e^{−mγ}).
        (0..n).fold((0.0, 1.0), |(log, sign), r| {
            let x = m as f64 * gamma(2 * r + odd);
            let factor = (0.5 * x).exp() + plus * (-0.5 * x).exp();
            (log + factor.abs().ln(), sign * factor.signum())
        })
    };
    let terms = [product(1, 1.0), product(1, -1.0), product(0, 1.0), product(0, -1.0)];
    let largest = terms.iter().map(|t| t.0).fold(f64::MIN, f64::max);
    let sum: f64 = terms.iter().map(|(log, sign)| sign * (log - largest).exp()).sum();
    (m * n) as f64 / 2.0 * (2.0 * (2.0 * k).sinh()).ln() + largest + (sum / 2.0).ln()
}

/// `⟨E⟩/N` and `(⟨E²⟩ − ⟨E⟩²)/(N T²)`.
pub fn exact(m: usize, n: usize, temperature: f64) -> (f64, f64) {
    let (k, sites) = (1.0 / temperature, (m * n) as f64);
    let step = 1e-3;
    let at = |factor: f64| log_z(m, n, k + factor * step);
    // Fourth-order central differences.
    let first = (at(-2.0) - 8.0 * at(-1.0) + 8.0 * at(1.0) - at(2.0)) / (12.0 * step);
    let second = (-at(-2.0) + 16.0 * at(-1.0) - 30.0 * at(0.0) + 16.0 * at(1.0) - at(2.0)) / (12.0 * step * step);
    (-first / sites, k * k * second / sites)
}

#[test]
fn the_formula_agrees_with_enumeration() {
    for (m, n, temperature) in [(4, 4, 2.0), (4, 5, 2.5), (2, 6, 3.0)] {
        let model = crate::model(&format!("v=1&model=ising&rows={m}&cols={n}"));
        let law = ebm::exact::law(&*model, temperature).unwrap();
        let (energy, heat) = exact(m, n, temperature);
        assert!((energy - law.mean_energy / (m * n) as f64).abs() < 1e-7, "{m} × {n}: {energy}");
        assert!((heat - law.heat_capacity).abs() < 1e-6, "{m} × {n}: {heat} against {}", law.heat_capacity);
    }
}
