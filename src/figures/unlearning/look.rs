//! One look at a network at one step: which memories are stable, what comes back from damage, where quenches end.
//!
//! A look goes on in small parts, one descent each, and draws from streams of its own: (seed, name, step) decide what it sees,
//! whoever looks and whenever.

use super::ends::{Kind, Minima, kind, overlap};
use crate::{damage, models::dense::Dense, rng::Rng};
use std::rc::Rc;

/// Damaged parts of a whole look are multiples of this.
pub const GRID: f64 = 0.05;
/// The damage that every look recalls from, in multiples of that: a tenth of the units.
pub const TENTH: usize = 2;
/// Most damage: half of the units, where nothing is left of a pattern.
const MOST: usize = 10;
/// Descents from one damage, about, and fewest and most of them that start at one pattern.
const TRIES: usize = 200;
const TRIES_OF_ONE: (usize, usize) = (1, 50);
/// Quenches of a whole look and of a brief one.
const QUENCHES: (usize, usize) = (200, 100);

/// A pattern as a state.
pub fn state(pattern: &[i8]) -> Vec<f32> {
    pattern.iter().map(|&x| f32::from(x)).collect()
}

/// What is exactly so in one memory.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stability {
    /// Part of the units whose aligned field `ξ_i x_i` is positive.
    pub aligned: f64,
    /// The smallest aligned field, `κ = min_i ξ_i x_i`: the memory is stable if it is positive.
    pub least: f64,
}

impl Stability {
    /// Of a pattern, as a state, and its fields.
    pub fn of(pattern: &[f32], fields: &[f64]) -> Self {
        let (mut aligned, mut least) = (0, f64::INFINITY);
        for (x, &s) in fields.iter().zip(pattern) {
            let value = x * f64::from(s);
            aligned += usize::from(value > 0.0);
            least = least.min(value);
        }
        Self { aligned: aligned as f64 / pattern.len() as f64, least }
    }
}

/// Mean and standard error of independent values.
fn mean(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / count;
    let squares: f64 = values.map(|v| (v - mean) * (v - mean)).sum();
    (mean, (squares / (count * (count - 1.0).max(1.0))).sqrt())
}

/// Descents from patterns of which a part is flipped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recall {
    /// In multiples of 0.05.
    pub damage: usize,
    /// Final overlaps with the pattern that each started from; those of one pattern follow each other.
    pub overlaps: Vec<f64>,
    /// How many start from one pattern.
    pub tries: usize,
}

impl Recall {
    /// Mean final overlap and its standard error. Tries with one pattern are alike, so that the patterns count as independent, and
    /// not the tries, unless there is one pattern only.
    pub fn overlap(&self) -> (f64, f64) {
        if self.overlaps.len() <= self.tries {
            return mean(self.overlaps.iter().copied());
        }
        mean(self.overlaps.chunks(self.tries).map(|tries| tries.iter().sum::<f64>() / tries.len() as f64))
    }

    /// Part of the tries that end near their pattern.
    pub fn recalled(&self) -> f64 {
        self.overlaps.iter().filter(|&&m| m >= super::ends::NEAR).count() as f64 / self.overlaps.len().max(1) as f64
    }
}

/// Ends of quenches from coin flips.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ends {
    /// Kind and energy of each.
    pub met: Vec<(Kind, f64)>,
    /// Different states among them, one bit a unit.
    states: Vec<Vec<u64>>,
}

impl Ends {
    /// How many different states they are.
    pub fn different(&self) -> usize {
        self.states.len()
    }

    /// Part of them that are of this kind, and its standard error.
    pub fn part(&self, kind: Kind) -> (f64, f64) {
        let count = self.met.len() as f64;
        let part = self.met.iter().filter(|(k, _)| *k == kind).count() as f64 / count;
        (part, (part * (1.0 - part) / count).sqrt())
    }

    /// The lowest energy met.
    pub fn lowest(&self) -> f64 {
        self.met.iter().map(|(_, energy)| *energy).fold(f64::INFINITY, f64::min)
    }

    fn meet(&mut self, patterns: &[Vec<i8>], state: &[f32], energy: f64) {
        self.met.push((kind(patterns, state), energy));
        let mut bits = vec![0u64; state.len().div_ceil(64)];
        state.iter().enumerate().for_each(|(i, &x)| bits[i / 64] |= u64::from(x > 0.0) << (i % 64));
        if !self.states.contains(&bits) {
            self.states.push(bits);
        }
    }
}

/// A look, under way or over.
pub struct Look {
    /// Updates before it.
    pub step: u64,
    /// One a pattern.
    pub stability: Vec<Stability>,
    /// Where quenches end.
    pub ends: Ends,
    /// One a damage; of a brief look a tenth only.
    pub recall: Vec<Recall>,
    /// All minima, of a whole look at a small network.
    pub minima: Option<Minima>,
    /// Energies of the memories.
    pub energies: Vec<f64>,
    seed: u64,
    network: Option<Rc<Dense>>,
    patterns: Rc<Vec<Vec<i8>>>,
    damages: std::ops::RangeInclusive<usize>,
    quenches: usize,
    /// Patterns that are damaged, and tries with each.
    tried: (usize, usize),
    rng: Rng,
    next: usize,
}

impl Look {
    fn new(network: Rc<Dense>, patterns: Rc<Vec<Vec<i8>>>, (seed, step): (u64, u64)) -> Self {
        let tried = patterns.len().min(TRIES);
        let tries = TRIES.div_ceil(tried.max(1)).clamp(TRIES_OF_ONE.0, TRIES_OF_ONE.1);
        Self {
            step,
            stability: Vec::new(),
            ends: Ends::default(),
            recall: Vec::new(),
            minima: None,
            energies: Vec::new(),
            seed,
            network: Some(network),
            patterns,
            damages: TENTH..=TENTH,
            quenches: QUENCHES.1,
            tried: (tried, tries),
            rng: Rng::stream(seed, "look", step),
            next: 0,
        }
    }

    /// Everything, from every damage.
    pub fn whole(network: Rc<Dense>, patterns: Rc<Vec<Vec<i8>>>, at: (u64, u64)) -> Self {
        Self { damages: 0..=MOST, quenches: QUENCHES.0, ..Self::new(network, patterns, at) }
    }

    /// Stability, recall from a tenth, and some quenches.
    pub fn brief(network: Rc<Dense>, patterns: Rc<Vec<Vec<i8>>>, at: (u64, u64)) -> Self {
        Self::new(network, patterns, at)
    }

    /// Recall from a tenth, and no quenches.
    pub fn recall_only(network: Rc<Dense>, patterns: Rc<Vec<Vec<i8>>>, at: (u64, u64)) -> Self {
        Self { quenches: 0, ..Self::new(network, patterns, at) }
    }

    /// Parts in all.
    pub fn parts(&self) -> usize {
        self.patterns.len()
            + self.quenches
            + (self.damages.end() + 1 - self.damages.start()) * self.tried.0 * self.tried.1
    }

    /// Parts done.
    pub fn done(&self) -> usize {
        self.next
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.network.is_none()
    }

    /// Bytes of the network that it still looks at.
    pub fn bytes(&self) -> usize {
        self.network.as_ref().map_or(0, |network| 4 * network.couplings.len())
    }

    /// One part: a pattern's stability, a quench, or a descent from damage. About how many additions it took; 0 when it is over.
    pub fn advance(&mut self) -> u64 {
        let Some(network) = self.network.clone() else { return 0 };
        let (count, quenches) = (self.patterns.len(), self.quenches);
        let n = network.units();
        let mut work = (n * n) as u64;
        if self.next < count {
            let state = state(&self.patterns[self.next]);
            let fields = network.fields(&state);
            self.stability.push(Stability::of(&state, &fields));
            self.energies.push(network.energy(&state, &fields));
        } else if self.next < count + quenches {
            if self.next == count {
                self.rng = Rng::stream(self.seed, "observe ends", self.step);
            }
            let mut state = network.random_state(&mut self.rng);
            let energy = network.descend(&mut state, &mut self.rng, &mut |_, _| work += n as u64);
            self.ends.meet(&self.patterns, &state, energy);
        } else {
            let (tried, tries) = self.tried;
            let part = self.next - count - quenches;
            let level = part / (tried * tries);
            if part.is_multiple_of(tried * tries) {
                let damage = self.damages.start() + level;
                self.recall.push(Recall { damage, tries, overlaps: Vec::with_capacity(tried * tries) });
                self.rng = Rng::stream(self.seed, "observe recall", self.step * (MOST as u64 + 1) + damage as u64);
            }
            let recall = &mut self.recall[level];
            let pattern = &self.patterns[part / tries % tried];
            let mut state = damage::flipped(pattern, recall.damage as f64 * GRID, &mut self.rng);
            network.descend(&mut state, &mut self.rng, &mut |_, _| work += n as u64);
            recall.overlaps.push(overlap(pattern, &state));
        }
        self.next += 1;
        if self.next >= self.parts() {
            if *self.damages.end() == MOST {
                self.minima = Minima::of(&network, &self.patterns);
            }
            self.network = None;
        }
        work
    }

    /// Recall from a tenth of damage, once it is known.
    pub fn tenth(&self) -> Option<&Recall> {
        self.recall.iter().find(|recall| recall.damage == TENTH).filter(|_| self.is_over())
    }

    /// Part of the memories that are stable.
    pub fn stable(&self) -> f64 {
        self.stability.iter().filter(|s| s.least > 0.0).count() as f64 / self.stability.len().max(1) as f64
    }

    /// Mean of the smallest aligned fields.
    pub fn mean_least(&self) -> f64 {
        self.stability.iter().map(|s| s.least).sum::<f64>() / self.stability.len().max(1) as f64
    }
}
