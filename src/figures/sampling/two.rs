//! Two patterns, exactly: `E = 1 − (M_S² + M_D²)/N`, whatever the patterns.
//!
//! `S` are the units in which both patterns agree, `D` those in which they differ; `M_S = Σ_S ξᴬ_i σ_i`, `M_D = Σ_D ξᴬ_i σ_i`. Hebb's energy
//! is `−(N/2)(m_A² + m_B²) + 1` with `N m_A = M_S + M_D` and `N m_B = M_S − M_D`. So the two groups are independent, and in each a
//! state's probability depends on one sum: `p(M) ∝ C(n, (n + M)/2) exp(M²/(N T))`. Sums over `n + 1` values replace `2ⁿ` states, for
//! any number of units. Many units have one most likely `|M_D|` above `T = 1 − q`, zero, and below it another; the same holds for `M_S` at
//! `1 + q` (each group is the mean-field magnet of Curie and Weiss); `q` is the patterns' overlap. Amit, Gutfreund & Sompolinsky 1985, doi:10.1103/PhysRevA.32.1007.

use crate::{num, samplers::units::Rule};

/// How many units a network of two patterns has in which they agree, and in which they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoPatterns {
    /// `|S|`.
    pub agree: usize,
    /// `|D|`.
    pub differ: usize,
}

/// What is exactly so in one group of units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// `⟨M²⟩`.
    pub square: f64,
    /// The most likely `|M|`.
    pub likely: f64,
    /// Mean over the group's units of the probability that an offer moves the unit, times their number.
    pub moves: f64,
}

impl TwoPatterns {
    /// `N`.
    pub fn units(self) -> usize {
        self.agree + self.differ
    }

    /// The group in which the patterns agree, and the one in which they differ.
    pub fn blocks(self, temperature: f64, rule: Rule) -> [Block; 2] {
        [self.agree, self.differ].map(|n| block(n, self.units() as f64, temperature, rule))
    }

    /// `⟨E⟩`, total.
    pub fn mean_energy(self, temperature: f64) -> f64 {
        let [s, d] = self.blocks(temperature, Rule::Gibbs);
        1.0 - (s.square + d.square) / self.units() as f64
    }

    /// The probability that an offer moves its unit, in the long run: the acceptance rate of Metropolis.
    pub fn rate(self, temperature: f64, rule: Rule) -> f64 {
        let [s, d] = self.blocks(temperature, rule);
        (s.moves + d.moves) / self.units() as f64
    }
}

/// The probability that a unit moves where that costs so much.
pub fn probability(cost: f64, temperature: f64, rule: Rule) -> f64 {
    match rule {
        Rule::Metropolis if cost <= 0.0 => 1.0,
        Rule::Metropolis => num::exp(-cost / temperature),
        _ => num::sigmoid64(-cost / temperature),
    }
}

fn block(n: usize, all: f64, temperature: f64, rule: Rule) -> Block {
    // `ln C(n, k) + M²/(N T)` with k units as in A.
    let mut binomial = 0.0;
    let mut logs = Vec::with_capacity(n + 1);
    for k in 0..=n {
        let m = 2.0 * k as f64 - n as f64;
        logs.push(binomial + m * m / (all * temperature));
        binomial += num::ln((n - k).max(1) as f64) - num::ln((k + 1) as f64);
    }
    let most = logs.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    let (mut weight, mut square, mut moves, mut likely) = (0.0, 0.0, 0.0, 0.0);
    for (k, log) in logs.iter().enumerate() {
        let m = 2.0 * k as f64 - n as f64;
        let w = num::exp(log - most);
        weight += w;
        square += w * m * m;
        let up = probability((4.0 * m - 4.0) / all, temperature, rule);
        let down = probability((-4.0 * m - 4.0) / all, temperature, rule);
        moves += w * (k as f64 * up + (n - k) as f64 * down);
        if *log == most {
            likely = m.abs();
        }
    }
    Block { square: square / weight, likely, moves: moves / weight }
}
