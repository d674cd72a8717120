//! The Boltzmann law of a few states, `p_k = exp(−E_k/T)/Z`, and what follows from it.

use crate::num;

/// The law of states of given energies at a temperature.
pub struct Law {
    /// `p_k`.
    pub p: Vec<f64>,
    /// `ln Z`.
    pub log_z: f64,
    /// `⟨E⟩`.
    pub mean: f64,
    /// `⟨E²⟩ − ⟨E⟩²`.
    pub variance: f64,
    /// `T`.
    pub temperature: f64,
}

impl Law {
    /// Of these energies; with none there is nothing to sum.
    pub fn new(energies: &[f64], temperature: f64) -> Self {
        let logs: Vec<f64> = energies.iter().map(|e| -e / temperature).collect();
        let log_z = num::log_sum_exp(&logs);
        let p: Vec<f64> = logs.iter().map(|l| num::exp(l - log_z)).collect();
        let mean = energies.iter().zip(&p).map(|(e, p)| e * p).sum::<f64>();
        let variance = energies.iter().zip(&p).map(|(e, p)| p * (e - mean) * (e - mean)).sum();
        Self { p, log_z, mean, variance, temperature }
    }

    /// `F = −T ln Z`.
    pub fn free_energy(&self) -> f64 {
        -self.temperature * self.log_z
    }
}

/// `S = −Σ p_k ln p_k`, in nats; what has no probability has no part in it.
pub fn entropy(p: &[f64]) -> f64 {
    p.iter().filter(|p| **p > 0.0).map(|&p| -p * num::ln(p)).sum()
}
