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
    code,
    registry::{Entry, Param},
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "hopfield",
    title: "Hopfield network",
    help: "Spins that store patterns as minima of the energy, by Hebb's rule.",
    params: &[UNITS, PATTERNS, STORED, MEMORIES, INSTANCE, START, NOISE],
    build: super::Recipe::new(|shape| {
        let (units, patterns) = (units(&shape), patterns(&shape));
        Ok(Box::new(Pairwise::new(ENTRY.id, hebb(units, &patterns), vec![0.0; units]).with_patterns(patterns)))
    }),
};

/// How many units, where no data are named.
pub const UNITS: Param = Param::int("n", "Units n", 2, 2048, 100).log().help("Only where no data are named.");
/// How many patterns.
pub const PATTERNS: Param = Param::int("patterns", "Stored patterns", 0, MOST as i64, 5)
    .help("Random ones, or the first training examples; drawn ones come on top.");
/// Which training examples are stored, instead of the first ones.
pub const STORED: Param = Param::text("stored", "Stored examples")
    .help("Numbers of training examples, such as 7,12; else the first ones are stored.");
/// Patterns that were drawn by hand.
pub const MEMORIES: Param = Param::text("memories", "Drawn patterns")
    .help("Stored before the others; each has one bit a unit and starts a byte.");
/// Most patterns of each kind.
const MOST: usize = 2000;
/// How much of a pattern is flipped where chains start.
pub const NOISE: Param =
    Param::float("noise", "Damaged part", 0.0, 1.0, 0.1).help("Part of the units that init=memory flips.");
/// Where chains start among the patterns.
pub const START: Param = Param::int("start", "Pattern to start at", 1, 2 * MOST as i64, 1)
    .typed()
    .help("With init=memory the first chain starts at this one, the next one at the pattern after it.");
/// Which disorder: random patterns, random couplings.
pub const INSTANCE: Param = Param::int("instance", "Instance", 0, (1 << 53) - 1, 0)
    .typed()
    .help("The seed of what is random in the model itself: patterns, couplings.");

/// A picture's pixels 0 and 1 as spins.
fn spins(pixels: &[u8]) -> Vec<i8> {
    pixels.iter().map(|&p| 2 * p as i8 - 1).collect()
}

/// The drawn patterns of a code, ±1; `None` if it does not hold whole patterns of so many units, or too many.
pub fn drawn(code: &str, units: usize) -> Option<Vec<Vec<i8>>> {
    let pictures = code::unpack_pictures(code, units).filter(|pictures| pictures.len() <= MOST)?;
    Some(pictures.iter().map(|pixels| spins(pixels)).collect())
}

/// The numbers of the training examples to store, each below `examples`; `None` if it is no such list or too long.
pub fn stored(text: &str, examples: usize) -> Option<Vec<usize>> {
    let mut numbers = Vec::new();
    for part in text.split(',').filter(|_| !text.is_empty()) {
        numbers.push(part.trim().parse().ok().filter(|&e| e < examples && numbers.len() < MOST)?);
    }
    Some(numbers)
}

/// How many units a network of an experiment has: those of the data, or `n`.
pub fn units(shape: &Shape<'_>) -> usize {
    if shape.visible > 0 { shape.visible } else { shape.values.int("n") as usize }
}

/// The patterns that an experiment stores, ±1: those drawn, then the chosen or the first training examples, or coin flips from
/// `instance`.
pub fn patterns(shape: &Shape<'_>) -> Vec<Vec<i8>> {
    let (units, count) = (units(shape), shape.values.int("patterns") as usize);
    let mut patterns = drawn(&shape.values.code("memories"), units).unwrap_or_default();
    if let Some(data) = shape.data {
        let mut chosen = stored(&shape.values.code(STORED.key), data.training()).unwrap_or_default();
        if chosen.is_empty() {
            chosen.extend(0..count.min(data.training()));
        }
        patterns.extend(chosen.into_iter().map(|e| spins(data.example(e))));
        return patterns;
    }
    let instance = shape.values.int("instance") as u64;
    let random = |p: usize| {
        let mut rng = Rng::stream(instance, "patterns", p as u64);
        (0..units).map(|_| if rng.word() >> 31 == 1 { 1 } else { -1 }).collect()
    };
    patterns.extend((0..count).map(random));
    patterns
}

/// Hebb's couplings of `units` spins, `w_ij = (1/N) Σ_μ ξ_i^μ ξ_j^μ`, zero diagonal.
pub fn hebb(units: usize, patterns: &[Vec<i8>]) -> Couplings {
    // The sum is P less twice the patterns in which i and j differ: 64 patterns a word, one row of words a unit.
    let words = patterns.len().div_ceil(64);
    let mut bits = vec![0u64; units * words];
    for (p, pattern) in patterns.iter().enumerate() {
        for (i, &x) in pattern.iter().enumerate() {
            bits[i * words + p / 64] |= u64::from(x > 0) << (p % 64);
        }
    }
    let row = |i: usize| &bits[i * words..(i + 1) * words];
    let sum = |i: usize, j: usize| {
        let differ: u32 = row(i).iter().zip(row(j)).map(|(a, b)| (a ^ b).count_ones()).sum();
        patterns.len() as i32 - 2 * differ as i32
    };
    let edge = |i: usize, j: usize| Edge { i: i as u32, j: j as u32, w: sum(i, j) as f32 / units as f32 };
    let pairs = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j)));
    Couplings::new(units, pairs.map(|(i, j)| edge(i, j)).filter(|e| e.w != 0.0))
}
