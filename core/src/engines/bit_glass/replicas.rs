//! 256 replicas of a glass, one word a spin, and their sweep.

use crate::{
    engines::{
        bits::{Tally, below, boltzmann, pairs},
        word::{LANES, Word},
    },
    models::pairwise::Pairwise,
    rng::Planes,
};

/// Couplings a spin may have: up to 6, half of them fit into the classes of [`below`].
const MOST_COUPLINGS: usize = 6;

/// Who is coupled with whom, and how; all couplings are of one strength.
pub struct Graph {
    strength: f64,
    starts: Vec<usize>,
    /// The neighbour, and whether the coupling favours unequal spins.
    neighbours: Vec<(u32, bool)>,
    /// Every coupling once, `i < j`.
    bonds: Vec<(u32, u32, bool)>,
}

/// Thresholds of a flip for spins with `d` couplings, `u` of them unsatisfied.
pub type Thresholds = [Row; MOST_COUPLINGS + 1];

/// Of one `d`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// For `u` = 0, 1, 2; more unsatisfied couplings never need one.
    by_chance: [u32; 3],
    /// Whether a flip costs nothing, for `u` = 0, 1, 2.
    free: [bool; 3],
}

impl Graph {
    /// Of a model of spins without fields and with couplings of one strength; `None` of any other.
    pub fn new(model: &Pairwise) -> Option<Self> {
        let (couplings, n) = (model.couplings(), model.bias().len());
        let strength = couplings.of(0).next()?.1.abs();
        let (mut starts, mut neighbours) = (vec![0], Vec::new());
        let bonds = couplings.edges().map(|edge| (edge.i, edge.j, edge.w < 0.0)).collect();
        for i in 0..n {
            for (j, w) in couplings.of(i) {
                if w.abs() != strength {
                    return None;
                }
                neighbours.push((j as u32, w < 0.0));
            }
            starts.push(neighbours.len());
            if couplings.of(i).count() > MOST_COUPLINGS || model.bias()[i] != 0.0 {
                return None;
            }
        }
        (strength > 0.0).then_some(Self { strength: f64::from(strength), starts, neighbours, bonds })
    }

    /// How many spins.
    pub fn spins(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many couplings.
    pub fn bonds(&self) -> usize {
        self.bonds.len()
    }

    /// `w`, as a positive number.
    pub fn strength(&self) -> f64 {
        self.strength
    }

    fn of(&self, i: usize) -> &[(u32, bool)] {
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
                    row.free[u] = true;
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
    flips: Vec<Word>,
}

impl Replicas {
    /// Packs at most 256 states of ±1.
    pub fn pack(states: &[Vec<f32>], spins: usize) -> Self {
        let mut words = vec![Word::all(false); spins];
        for (lane, state) in states.iter().take(LANES).enumerate() {
            for (word, _) in words.iter_mut().zip(state).filter(|(_, x)| **x > 0.0) {
                word.set(lane);
            }
        }
        Self { lanes: states.len().min(LANES), spins: words, flips: vec![Word::all(false); spins] }
    }

    /// The state of one replica, ±1.
    pub fn unpack(&self, replica: usize) -> Vec<f32> {
        self.spins.iter().map(|word| if word.lane(replica) { 1.0 } else { -1.0 }).collect()
    }

    /// How many replicas.
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// How many couplings of a spin are unsatisfied, `ones + 2 twos + 4 fours`; at most 6.
    #[inline(always)]
    fn unsatisfied(&self, graph: &Graph, i: usize) -> (Word, Word, Word) {
        let [mut ones, mut twos, mut fours] = [Word::all(false); 3];
        let spin = self.spins[i];
        for &(j, unequal) in graph.of(i) {
            let unsatisfied = spin ^ self.spins[j as usize] ^ Word::all(unequal);
            let carry = ones & unsatisfied;
            ones ^= unsatisfied;
            fours = fours | (twos & carry);
            twos ^= carry;
        }
        (ones, twos, fours)
    }

    /// One sweep in the order of the state; returns how many spins flipped. Not inlined: browsers compile small functions with
    /// better use of registers.
    #[inline(never)]
    pub fn sweep(&mut self, graph: &Graph, thresholds: &Thresholds, planes: &mut Planes) -> u64 {
        let live = Word::first_lanes(self.lanes);
        for i in 0..self.spins.len() {
            let (ones, twos, fours) = self.unsatisfied(graph, i);
            let couplings = graph.of(i).len();
            let Row { by_chance: [none, one, two], free } = thresholds[couplings];
            let free = free.map(Word::all);
            let by_count = (free[0] & !(ones | twos)) | (free[1] & ones) | (free[2] & twos);
            let costless = (by_count | fours | (ones & twos)) & live;
            let chance = below(planes, live & !costless, none, [(ones, none ^ one), (twos, none ^ two)]);
            let flips = chance | costless;
            self.spins[i] ^= flips;
            self.flips[i] = flips;
        }
        let mut flipped = Tally::new();
        pairs(&self.flips).for_each(|(one, other)| flipped.add(one, other));
        flipped.total(live)
    }

    /// Of every replica: how many couplings are unsatisfied, and how many spins are up.
    pub fn count(&self, graph: &Graph) -> ([u32; LANES], [u32; LANES]) {
        let (mut unsatisfied, mut up) = (Tally::new(), Tally::new());
        pairs(&self.spins).for_each(|(one, other)| up.add(one, other));
        let word =
            |&(i, j, unequal): &(u32, u32, bool)| self.spins[i as usize] ^ self.spins[j as usize] ^ Word::all(unequal);
        for pair in graph.bonds.chunks(2) {
            unsatisfied.add(word(&pair[0]), pair.get(1).map_or(Word::all(false), word));
        }
        (unsatisfied.counts(), up.counts())
    }
}
