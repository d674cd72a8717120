//! A sweep over a packed lattice without a field: all sites of one colour at once, then those of the other.
//!
//! With `u` of the four bonds of a site unsatisfied, its flip costs `ΔE = 2|J|(4 − 2u)`. It flips with probability
//! `min(1, exp(−ΔE/T))` (Metropolis) or `1/(1 + exp(ΔE/T))` (heat bath). `u` is summed by full adders, bit by bit.

use super::packing::Lattice;
use crate::{
    engines::bits::{Tally, Word, ZERO, below, boltzmann, threshold},
    num,
    rng::Planes,
};

/// How a site is drawn given its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Flip with `min(1, exp(−ΔE/T))`.
    Metropolis,
    /// Draw from the exact conditional.
    HeatBath,
}

/// Unsatisfied bonds of sites, as a sum: `ones + 2 twos + 4 fours`.
struct Unsatisfied {
    ones: Word,
    twos: Word,
    fours: Word,
}

impl Unsatisfied {
    /// Of `spins` with these four neighbours; `mirror` is all ones where unequal neighbours are satisfied.
    #[inline(always)]
    fn of(spins: &Word, neighbours: [&Word; 4], mirror: u32) -> Self {
        let (mut ones, mut twos, mut fours) = (ZERO, ZERO, ZERO);
        for l in 0..8 {
            let [a, b, c, d] = neighbours.map(|n| n[l] ^ spins[l] ^ mirror);
            let (ab, cd) = (a ^ b, c ^ d);
            let (a_and_b, c_and_d) = (a & b, c & d);
            ones[l] = ab ^ cd;
            twos[l] = a_and_b ^ c_and_d ^ (ab & cd);
            fours[l] = a_and_b & c_and_d;
        }
        Self { ones, twos, fours }
    }
}

/// Thresholds of a sweep: rule, coupling and temperature.
pub struct Chances {
    rule: Rule,
    mirror: u32,
    /// Of `u` = 0, 1, 2.
    thresholds: [u32; 3],
}

impl Chances {
    /// For a coupling `J ≠ 0` and a temperature.
    pub fn new(rule: Rule, coupling: f64, temperature: f64) -> Self {
        let thresholds = [8.0, 4.0, 0.0].map(|factor| {
            let cost = factor * coupling.abs();
            match rule {
                Rule::Metropolis => boltzmann(cost, temperature),
                Rule::HeatBath => threshold(num::sigmoid64(-cost / temperature)),
            }
        });
        Self { rule, mirror: mirror(coupling), thresholds }
    }

    /// Which of the sites flip, given `u`.
    #[inline(always)]
    fn flips(&self, u: &Unsatisfied, live: &Word, planes: &mut Planes) -> Word {
        let [none, one, two] = self.thresholds;
        match self.rule {
            Rule::Metropolis => {
                // Two unsatisfied bonds or more: a flip costs nothing. Those need no chance.
                let free: Word = std::array::from_fn(|l| u.twos[l] | u.fours[l]);
                let open = std::array::from_fn(|l| live[l] & !free[l]);
                let by_chance = below(planes, open, none, [(u.ones, none ^ one)]);
                std::array::from_fn(|l| by_chance[l] | free[l] & live[l])
            }
            Rule::HeatBath => {
                // Three and four unsatisfied bonds are one and none of the flipped spin: it stays with their chance.
                let halves = std::array::from_fn(|l| u.twos[l] & !u.ones[l]);
                let by_chance = below(planes, *live, none, [(u.ones, none ^ one), (halves, none ^ two)]);
                std::array::from_fn(|l| (by_chance[l] ^ (u.twos[l] & u.ones[l] | u.fours[l])) & live[l])
            }
        }
    }
}

/// All ones for a coupling that favours unequal neighbours.
fn mirror(coupling: f64) -> u32 {
    if coupling < 0.0 { u32::MAX } else { 0 }
}

/// One sweep; returns how many sites flipped.
pub fn sweep(lattice: &mut Lattice, chances: &Chances, planes: &mut Planes) -> u64 {
    let live = lattice.live();
    let mut flipped = Tally::new();
    for colour in 0..2 {
        let (height, width) = (lattice.tiling().height(), lattice.tiling().width());
        let (target, other) = lattice.split(colour);
        for row in 1..=height {
            let (above, beside, below) = (other.row(row - 1), other.row(row), other.row(row + 1));
            // Beside word i of a row lie word i of the other colour and the one before or after, in turns.
            let shift = if (row - 1 + colour) % 2 == 0 { 0 } else { 2 };
            let sides = &beside[shift..shift + width];
            let (above, beside, below) = (&above[1..=width], &beside[1..=width], &below[1..=width]);
            for ((((spins, a), b), c), d) in
                target.inner_mut(row).iter_mut().zip(above).zip(below).zip(beside).zip(sides)
            {
                let u = Unsatisfied::of(spins, [a, b, c, d], chances.mirror);
                let flips = chances.flips(&u, &live, planes);
                for l in 0..8 {
                    spins[l] ^= flips[l];
                }
                flipped.add(flips);
            }
        }
        lattice.frame(colour);
    }

    flipped.total(&live)
}

/// How many bonds are unsatisfied, and how many spins are up.
pub fn count(lattice: &Lattice, coupling: f64) -> (u64, u64) {
    let live = lattice.live();
    let mut digits = [Tally::new(), Tally::new(), Tally::new()];
    let mut up = Tally::new();
    let (height, width) = (lattice.tiling().height(), lattice.tiling().width());
    let (even, odd) = (lattice.colour(0), lattice.colour(1));
    // Every bond has one end on an even site.
    for row in 1..=height {
        let (above, beside, below) = (odd.row(row - 1), odd.row(row), odd.row(row + 1));
        let shift = if (row - 1) % 2 == 0 { 0 } else { 2 };
        for (i, spins) in even.row(row)[1..=width].iter().enumerate() {
            let neighbours = [&above[i + 1], &below[i + 1], &beside[i + 1], &beside[i + shift]];
            let u = Unsatisfied::of(spins, neighbours, mirror(coupling));
            for (digit, word) in digits.iter_mut().zip([u.ones, u.twos, u.fours]) {
                digit.add(word);
            }
            up.add(*spins);
            up.add(beside[i + 1]);
        }
    }
    let [ones, twos, fours] = digits.map(|d| d.total(&live));
    (ones + 2 * twos + 4 * fours, up.total(&live))
}
