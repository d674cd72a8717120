//! Spins of a known law, for the inverse Ising problem: draws at T = 1 from
//! `p(σ) ∝ exp(Σ_i b_i σ_i + Σ_{i<j} w_ij σ_i σ_j)`.
//!
//! All pairs are coupled, `w_ij ~ N(0, strength²/n)`, `b_i ~ N(0, 0.3²)`. The draws are independent: inverses of the
//! cumulative law over all `2ⁿ` states. [`Dataset::truth`] keeps `w` and `b`, so that recovered ones can be compared.

use super::{Dataset, Source, Truth};
use crate::{
    models::{
        Energy,
        couplings::{Couplings, Edge},
        hopfield::INSTANCE,
        pairwise::Pairwise,
    },
    num,
    registry::{Entry, Param, Values},
    rng::Rng,
};

/// Standard deviation of the biases.
const BIAS: f64 = 0.3;

/// The registry's entry.
pub static ENTRY: Entry<Source> = Entry {
    id: "spins",
    title: "Spins of a known law",
    help: "Independent draws from n coupled spins whose couplings are known: can they be found again?",
    params: &[
        Param::int("n", "Spins n", 3, 16, 8),
        Param::int("samples", "Samples", 1, 100_000, 2000).log(),
        Param::float("strength", "Coupling strength", 0.0, 5.0, 1.0)
            .help("Couplings are normal with variance strength²/n."),
        INSTANCE,
    ],
    build: Source {
        file: None,
        size: |values| (1, values.int("n") as usize),
        pictures: |values| values.int("samples") as usize,
        build: |values, _| Ok(samples(values)),
    },
};

fn samples(values: &dyn Values) -> Dataset {
    let (n, count, instance) =
        (values.int("n") as usize, values.int("samples") as usize, values.int("instance") as u64);
    let truth = Truth::random(n, values.float("strength"), instance);
    let cumulative = truth.cumulative();
    let mut rng = Rng::stream(instance, "spins samples", 0);
    let mut pixels = Vec::with_capacity(count * n);
    for _ in 0..count {
        let u = rng.uniform64();
        let state = cumulative.partition_point(|&c| c <= u).min(cumulative.len() - 1);
        pixels.extend((0..n).map(|i| (state >> i & 1) as u8));
    }
    let mut data = Dataset::new(1, n, pixels, count);
    data.truth = Some(truth);
    data
}

impl Truth {
    fn random(n: usize, strength: f64, instance: u64) -> Self {
        let mut rng = Rng::stream(instance, "spins couplings", 0);
        let scale = strength / (n as f64).sqrt();
        let mut w = vec![0.0; n * n];
        for i in 0..n {
            for j in i + 1..n {
                let value = (scale * rng.normal()) as f32;
                (w[i * n + j], w[j * n + i]) = (value, value);
            }
        }
        Self { w, b: (0..n).map(|_| (BIAS * rng.normal()) as f32).collect() }
    }

    /// The law summed up over the states by their codes; bit i of a code is spin i.
    fn cumulative(&self) -> Vec<f64> {
        let n = self.b.len();
        let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let edges = pairs.map(|(i, j)| Edge { i: i as u32, j: j as u32, w: self.w[i * n + j] });
        let model = Pairwise::new(ENTRY.id, Couplings::new(n, edges), self.b.clone());
        let spins = |code: usize| -> Vec<f32> { (0..n).map(|i| (code >> i & 1) as f32 * 2.0 - 1.0).collect() };
        let logs: Vec<f64> = (0..1usize << n).map(|code| -model.energy(&spins(code))).collect();
        let log_z = num::log_sum_exp(&logs);
        let mut sum = 0.0;
        let add = |x: f64| {
            sum += num::exp(x - log_z);
            sum
        };
        logs.into_iter().map(add).collect()
    }
}
