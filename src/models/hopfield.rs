//! The Hopfield network: `w_ij = (1/N) Σ_μ ξ_i^μ ξ_j^μ` off the diagonal (Hebb), `E(σ) = −Σ_{i<j} w_ij σ_i σ_j`, `σ_i = ±1`.
//!
//! A stored pattern and its negative have equal energy. Recall breaks down near `P/N = 0.138` for random patterns at `T = 0`.
//! Hopfield 1982, doi:10.1073/pnas.79.8.2554; Amit, Gutfreund & Sompolinsky 1985, doi:10.1103/PhysRevLett.55.1530.

use super::{
    Shape,
    couplings::{Couplings, Edge},
    pairwise::Pairwise,
};
use crate::{
    registry::{Entry, Param},
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Build> = Entry {
    id: "hopfield",
    title: "Hopfield network",
    help: "Spins that store patterns as minima of the energy, by Hebb's rule.",
    params: &[UNITS, PATTERNS, INSTANCE, NOISE],
    build: |shape| {
        let patterns = patterns(&shape);
        let units = patterns.first().map_or(shape.visible.max(shape.values.int("n") as usize), Vec::len);
        Ok(Box::new(Pairwise::new(ENTRY.id, hebb(units, &patterns), vec![0.0; units]).with_patterns(patterns)))
    },
};

/// How many units, where no data are named.
pub const UNITS: Param = Param::int("n", "Units n", 2, 2048, 100).log().help("Only where no data are named.");
/// How many patterns.
pub const PATTERNS: Param =
    Param::int("patterns", "Stored patterns", 0, 2000, 5).help("Random ones, or the first training examples.");
/// How much of a pattern is flipped where chains start.
pub const NOISE: Param =
    Param::float("noise", "Damaged part", 0.0, 1.0, 0.1).help("Part of the units that init=memory flips.");
/// Which disorder: random patterns, random couplings.
pub const INSTANCE: Param = Param::int("instance", "Instance", 0, (1 << 53) - 1, 0)
    .typed()
    .help("The seed of what is random in the model itself: patterns, couplings.");

/// The patterns that an experiment stores, ±1: the first training examples, or coin flips from `instance`.
pub fn patterns(shape: &Shape<'_>) -> Vec<Vec<i8>> {
    let count = shape.values.int("patterns") as usize;
    if let Some(data) = shape.data {
        let spins = |e: usize| data.example(e).iter().map(|&p| 2 * p as i8 - 1).collect();
        return (0..count.min(data.training())).map(spins).collect();
    }
    let (units, instance) = (shape.values.int("n") as usize, shape.values.int("instance") as u64);
    let random = |p: usize| {
        let mut rng = Rng::stream(instance, "patterns", p as u64);
        (0..units).map(|_| if rng.word() >> 31 == 1 { 1 } else { -1 }).collect()
    };
    (0..count).map(random).collect()
}

/// Hebb's couplings of `units` spins, `w_ij = (1/N) Σ_μ ξ_i^μ ξ_j^μ`, zero diagonal.
pub fn hebb(units: usize, patterns: &[Vec<i8>]) -> Couplings {
    let mut sums = vec![0i32; units * units];
    for pattern in patterns {
        for (i, row) in sums.chunks_exact_mut(units).enumerate() {
            let sign = i32::from(pattern[i]);
            row.iter_mut().zip(pattern).for_each(|(sum, &x)| *sum += sign * i32::from(x));
        }
    }
    let edge = |i: usize, j: usize| Edge { i: i as u32, j: j as u32, w: sums[i * units + j] as f32 / units as f32 };
    let pairs = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j)));
    Couplings::new(units, pairs.map(|(i, j)| edge(i, j)).filter(|e| e.w != 0.0))
}
