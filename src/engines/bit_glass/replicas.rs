//! 256 replicas of a glass, one word a spin, and their sweep.

use crate::{
    engines::bits::{LANES, Tally, Word, ZERO, below, boltzmann, first_lanes, lane},
    models::pairwise::Pairwise,
    rng::Planes,
};

/// Couplings a spin may have: up to 6, half of them fit into the classes of [`below`].
const MOST_COUPLINGS: usize = 6;

/// Who is coupled with whom, and how; all couplings are of one strength.
pub struct Graph {
    strength: f64,
    starts: Vec<usize>,
    /// The neighbour, and all ones where the coupling favours unequal spins.
    neighbours: Vec<(u32, u32)>,
}

/// Thresholds of a flip for spins with `d` couplings, `u` of them unsatisfied.
pub type Thresholds = [Row; MOST_COUPLINGS + 1];

/// Of one `d`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// For `u` = 0, 1, 2; more unsatisfied couplings never need one.
    by_chance: [u32; 3],
    /// All ones where a flip costs nothing, for `u` = 0, 1, 2.
    free: [u32; 3],
}

impl Graph {
    /// Of a model of spins without fields and with couplings of one strength; `None` of any other.
    pub fn new(model: &Pairwise) -> Option<Self> {
        let (couplings, n) = (model.couplings(), model.bias().len());
        let strength = couplings.of(0).next()?.1.abs();
        let (mut starts, mut neighbours) = (vec![0], Vec::new());
        for i in 0..n {
            for (j, w) in couplings.of(i) {
                if w.abs() != strength {
                    return None;
                }
                neighbours.push((j as u32, if w < 0.0 { u32::MAX } else { 0 }));
            }
            starts.push(neighbours.len());
            if couplings.of(i).count() > MOST_COUPLINGS || model.bias()[i] != 0.0 {
                return None;
            }
        }
        (strength > 0.0).then_some(Self { strength: f64::from(strength), starts, neighbours })
    }

    /// How many spins.
    pub fn spins(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many couplings.
    pub fn bonds(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// `w`, as a positive number.
    pub fn strength(&self) -> f64 {
        self.strength
    }

    fn of(&self, i: usize) -> &[(u32, u32)] {
        &self.neighbours[self.starts[i]..self.starts[i + 1]]
    }

    /// `min(1, exp(−2w(d − 2u)/T))` for all `d` and `u`.
    pub fn thresholds(&self, temperature: f64) -> Thresholds {
        std::array::from_fn(|d| {
            let mut row = Row::default();
            for u in 0..3 {
                let cost = 2.0 * self.strength * (d as f64 - 2.0 * u as f64);
                if cost > 0.0 {
                    row.by_chance[u] = boltzmann(cost, temperature);
                } else {
                    row.free[u] = u32::MAX;
                }
            }
            row
        })
    }
}

/// Up to 256 replicas of all spins.
pub struct Replicas {
    lanes: usize,
    spins: Vec<Word>,
}

impl Replicas {
    /// Packs at most 256 states of ±1.
    pub fn pack(states: &[Vec<f32>], spins: usize) -> Self {
        let mut words = vec![ZERO; spins];
        for (lane, state) in states.iter().take(LANES).enumerate() {
            for (word, _) in words.iter_mut().zip(state).filter(|(_, x)| **x > 0.0) {
                word[lane / 32] |= 1 << (lane % 32);
            }
        }
        Self { lanes: states.len().min(LANES), spins: words }
    }

    /// The state of one replica, ±1.
    pub fn unpack(&self, replica: usize) -> Vec<f32> {
        self.spins.iter().map(|word| if lane(word, replica) { 1.0 } else { -1.0 }).collect()
    }

    /// How many replicas.
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// One sweep in the order of the state; returns how many spins flipped.
    pub fn sweep(&mut self, graph: &Graph, thresholds: &Thresholds, planes: &mut Planes) -> u64 {
        let live = first_lanes(self.lanes);
        let mut flipped = Tally::new();
        for i in 0..self.spins.len() {
            let spin = self.spins[i];
            // How many couplings are unsatisfied: ones + 2 twos + 4 fours, at most 6.
            let (mut ones, mut twos, mut fours) = (ZERO, ZERO, ZERO);
            let couplings = graph.of(i);
            for &(j, unequal) in couplings {
                let neighbour = &self.spins[j as usize];
                for l in 0..8 {
                    let unsatisfied = spin[l] ^ neighbour[l] ^ unequal;
                    let carry = ones[l] & unsatisfied;
                    ones[l] ^= unsatisfied;
                    fours[l] |= twos[l] & carry;
                    twos[l] ^= carry;
                }
            }
            let Row { by_chance: [none, one, two], free } = thresholds[couplings.len()];
            let mut costless = ZERO;
            let mut open = ZERO;
            for l in 0..8 {
                let three_or_more = fours[l] | (ones[l] & twos[l]);
                let by_count = (free[0] & !ones[l] & !twos[l]) | (free[1] & ones[l]) | (free[2] & twos[l]);
                costless[l] = (three_or_more | by_count) & live[l];
                open[l] = live[l] & !costless[l];
            }
            let chance = below(planes, open, none, [(ones, none ^ one), (twos, none ^ two)]);
            let mut flips = ZERO;
            for l in 0..8 {
                flips[l] = chance[l] | costless[l];
                self.spins[i][l] ^= flips[l];
            }
            flipped.add(flips);
        }
        flipped.total(&live)
    }

    /// Of every replica: how many couplings are unsatisfied, and how many spins are up.
    pub fn count(&self, graph: &Graph) -> ([u32; LANES], [u32; LANES]) {
        let (mut unsatisfied, mut up) = (Tally::new(), Tally::new());
        for (i, spin) in self.spins.iter().enumerate() {
            up.add(*spin);
            for &(j, unequal) in graph.of(i).iter().filter(|(j, _)| *j as usize > i) {
                let neighbour = &self.spins[j as usize];
                unsatisfied.add(std::array::from_fn(|l| spin[l] ^ neighbour[l] ^ unequal));
            }
        }
        (unsatisfied.counts(), up.counts())
    }
}
