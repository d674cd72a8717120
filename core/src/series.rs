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

/// Most draws of all chains together that a record keeps: 64 MB, which a telephone has too.
pub const ROOM: usize = 1 << 22;

/// What all chains have met. Where there is no more room, the older half is forgotten, so that a run may be endless.
#[derive(Clone, Debug)]
pub struct Record {
    series: Vec<Series>,
    forgotten: u64,
    room: usize,
}

impl Record {
    /// An empty record with room for so many draws of all chains, two a chain at least.
    pub fn new(chains: usize, room: usize) -> Self {
        Self { series: vec![Series::default(); chains], forgotten: 0, room: room / chains.max(1) }
    }

    /// Notes one measure a chain.
    pub fn push(&mut self, measures: &[Measure]) {
        let kept = self.series.first().map_or(0, |s| s.energies.len());
        // Before there is more: a vector that grows takes twice as much.
        if kept >= self.room.max(2) {
            let old = kept / 2;
            for series in &mut self.series {
                series.energies.drain(..old);
                series.magnetizations.drain(..old);
            }
            self.forgotten += old as u64;
        }
        for (series, measure) in self.series.iter_mut().zip(measures) {
            series.push(*measure);
        }
    }

    /// What is kept, one series a chain.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// How many steps are no longer kept: what is kept begins after them.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// What is kept of the steps after this one.
    pub fn since(&self, step: u64) -> Vec<Series> {
        let from = step.saturating_sub(self.forgotten) as usize;
        let tail = |values: &[f64]| values[from.min(values.len())..].to_vec();
        let of = |s: &Series| Series { energies: tail(&s.energies), magnetizations: tail(&s.magnetizations) };
        self.series.iter().map(of).collect()
    }
}

impl Series {
    /// Notes what is told of the chain after a step.
    pub fn push(&mut self, measure: Measure) {
        self.energies.push(measure.energy);
        self.magnetizations.push(measure.magnetization);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps are numbered from 0 by their energies: at least half of the room is kept, and it is the latest.
    #[test]
    fn the_latest_steps_are_kept() {
        let mut record = Record::new(3, 60);
        for step in 0..1_000 {
            record.push(&[0.0, 0.25, 0.5].map(|c| Measure { energy: f64::from(step) + c, magnetization: c }));
            let first = record.forgotten();
            let kept = record.series()[0].energies.len() as u64;
            assert!(first + kept == step as u64 + 1 && kept <= 20 && (kept >= 10 || first == 0));
            assert!(record.series().iter().all(|s| s.energies[0].floor() == first as f64));
        }
        let last = record.since(997);
        assert_eq!(last[1].energies, [997.25, 998.25, 999.25]);
        assert_eq!(
            (last[2].magnetizations.len(), record.since(5)[0].energies.len()),
            (3, record.series()[0].energies.len())
        );
    }
}
