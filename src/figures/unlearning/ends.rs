//! Where descents end: in a memory, in its mirror, in a mixture of memories, or elsewhere; and all such ends of small networks.

use crate::models::dense::Dense;

/// The overlap from which a state counts as a memory or as a mixture.
pub const NEAR: f64 = crate::memory::RECALLED;
/// Up to so many units all states are looked at.
pub const ENUMERATED: usize = 16;
/// States after which fields are summed afresh, so that rounding does not build up.
const BLOCK: u32 = 1024;

/// What a state is to the memories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Overlap with one of them of at least 0.95.
    Memory,
    /// Overlap of at most −0.95.
    Mirror,
    /// As near to `sign(Σ ±ξ)` over the three or five memories that it is most like, each with the sign of its overlap.
    Mixture,
    /// None of these.
    Other,
}

/// All kinds, in the order in which they are shown.
pub const KINDS: [Kind; 4] = [Kind::Memory, Kind::Mirror, Kind::Mixture, Kind::Other];

/// `m = (1/N) Σ_i ξ_i σ_i`.
pub fn overlap(pattern: &[i8], state: &[f32]) -> f64 {
    let sum: f64 = pattern.iter().zip(state).map(|(&p, &x)| f64::from(p) * f64::from(x)).sum();
    sum / state.len() as f64
}

/// What a state is.
pub fn kind(patterns: &[Vec<i8>], state: &[f32]) -> Kind {
    let mut overlaps: Vec<f64> = patterns.iter().map(|p| overlap(p, state)).collect();
    let mut votes = vec![0.0; state.len()];
    for taken in 1..=5.min(patterns.len()) {
        // The most alike that is left.
        let most = (0..overlaps.len()).fold(0, |a, b| if overlaps[b].abs() > overlaps[a].abs() { b } else { a });
        let m = std::mem::take(&mut overlaps[most]);
        if taken == 1 && m.abs() >= NEAR {
            return if m > 0.0 { Kind::Memory } else { Kind::Mirror };
        }
        let sign = if m < 0.0 { -1.0 } else { 1.0 };
        votes.iter_mut().zip(&patterns[most]).for_each(|(vote, &p)| *vote += sign * f64::from(p));
        if taken == 3 || taken == 5 {
            let alike: f64 = votes.iter().zip(state).map(|(vote, &x)| vote.signum() * f64::from(x)).sum();
            if alike >= NEAR * state.len() as f64 {
                return Kind::Mixture;
            }
        }
    }
    Kind::Other
}

/// Every state of a small network that no single flip lowers: `σ_i x_i ≥ 0` for all units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Minima {
    /// How many of each kind, in their order.
    pub counts: [usize; 4],
    /// The lowest energy.
    pub lowest: f64,
}

impl Minima {
    /// By a walk over all states in Gray-code order; `None` of more than 16 units.
    pub fn of(network: &Dense, patterns: &[Vec<i8>]) -> Option<Self> {
        let n = network.units();
        if n > ENUMERATED {
            return None;
        }
        let mut found = Self { lowest: f64::INFINITY, ..Self::default() };
        let mut state = vec![-1.0f32; n];
        let mut fields = network.fields(&state);
        for k in 1..=1u32 << n {
            if state.iter().zip(&fields).all(|(&s, &x)| f64::from(s) * x >= 0.0) {
                found.counts[kind(patterns, &state) as usize] += 1;
                found.lowest = found.lowest.min(network.energy(&state, &fields));
            }
            // After the last state the walk would leave the cube.
            if k < 1 << n {
                network.flip(k.trailing_zeros() as usize, &mut state, &mut fields);
            }
            if k.is_multiple_of(BLOCK) {
                fields = network.fields(&state);
            }
        }
        Some(found)
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}
