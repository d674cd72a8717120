//! A sweep over a packed lattice without a field: all sites of one colour at once, then those of the other.
//!
//! With `u` of the four bonds of a site unsatisfied, its flip costs `ΔE = 2|J|(4 − 2u)`. It flips with probability
//! `min(1, exp(−ΔE/T))` (Metropolis) or `1/(1 + exp(ΔE/T))` (heat bath). `u` is summed by full adders, bit by bit.

use super::packing::{Colour, Lattice};
use crate::{
    engines::{
        bits::{Tally, Together, boltzmann, pairs, threshold},
        word::Word,
    },
    num,
    rng::Planes,
};

/// Words whose last undecided sites are decided together.
const BLOCK: usize = 16;

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
    fn of(spins: Word, neighbours: [Word; 4], mirror: Word) -> Self {
        let spins = spins ^ mirror;
        let [a, b, c, d] = neighbours.map(|n| n ^ spins);
        let (ab, cd) = (a ^ b, c ^ d);
        let (both_ab, both_cd) = (a & b, c & d);
        Self { ones: ab ^ cd, twos: both_ab ^ both_cd ^ (ab & cd), fours: both_ab & both_cd }
    }
}

/// Thresholds of a sweep: rule, coupling and temperature.
pub struct Chances {
    rule: Rule,
    mirror: Word,
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

    /// Given `u`: which sites flip if they have no luck, which may do otherwise, and their classes of chances: `u` = 1 and 2.
    #[inline(always)]
    fn of<const METROPOLIS: bool>(u: &Unsatisfied, live: Word) -> (Word, Word, [Word; 2]) {
        if METROPOLIS {
            // Two unsatisfied bonds or more: a flip costs nothing. Those need no chance.
            let free = (u.twos | u.fours) & live;
            (free, live & !free, [u.ones, Word::all(false)])
        } else {
            // Three and four unsatisfied bonds are one and none of the flipped spin: it stays with their chance.
            let most = (u.twos & u.ones) ^ u.fours;
            (most & live, live, [u.ones, u.twos & !u.ones])
        }
    }
}

/// All ones for a coupling that favours unequal neighbours.
fn mirror(coupling: f64) -> Word {
    Word::all(coupling < 0.0)
}

/// The rows of neighbours of a row: above, below, and beside it.
fn neighbours(other: &Colour, row: usize, colour: usize) -> [&[Word]; 4] {
    let beside = other.row(row);
    let width = beside.len() - 2;
    // Beside word i of a row lie word i of the other colour and the one before or after, in turns.
    let shift = if (row - 1 + colour).is_multiple_of(2) { 0 } else { 2 };
    [&other.row(row - 1)[1..=width], &other.row(row + 1)[1..=width], &beside[1..=width], &beside[shift..shift + width]]
}

/// Sweeps at most [`BLOCK`] words of a row of one colour; `flips` has a place for each. Not inlined: browsers compile small
/// functions with better use of registers.
#[inline(never)]
fn sweep_block<const METROPOLIS: bool>(
    spins: &mut [Word],
    [above, below, beside, side]: [&[Word]; 4],
    chances: &Chances,
    live: Word,
    planes: &mut Planes,
    flips: &mut [Word],
) {
    let [none, one, two] = chances.thresholds;
    let mut together = Together::new(none, [none ^ one, none ^ two]);
    let mut left = [Word::all(false); BLOCK];
    for ((((((spin, a), b), c), d), flips), left) in
        spins.iter().zip(above).zip(below).zip(beside).zip(side).zip(flips.iter_mut()).zip(&mut left)
    {
        let u = Unsatisfied::of(*spin, [*a, *b, *c, *d], chances.mirror);
        let (sure, open, classes) = Chances::of::<METROPOLIS>(&u, live);
        let chance;
        (chance, *left) = together.begin(planes, open, classes);
        *flips = sure ^ chance;
    }
    let found = together.finish(planes);
    for ((spin, flips), left) in spins.iter_mut().zip(flips).zip(left) {
        *flips ^= left & found;
        *spin ^= *flips;
    }
}

/// One sweep; returns how many sites flipped.
pub fn sweep(lattice: &mut Lattice, chances: &Chances, planes: &mut Planes) -> u64 {
    let live = lattice.live();
    let (height, width) = (lattice.tiling().height(), lattice.tiling().width());
    let mut flipped = Tally::new();
    let mut flips = vec![Word::all(false); width];
    for colour in 0..2 {
        let (target, other) = lattice.split(colour);
        for row in 1..=height {
            let neighbours = neighbours(other, row, colour);
            let spins = target.inner_mut(row);
            for start in (0..width).step_by(BLOCK) {
                let block = start..width.min(start + BLOCK);
                let neighbours = neighbours.map(|words| &words[block.clone()]);
                let (spins, flips) = (&mut spins[block.clone()], &mut flips[block]);
                match chances.rule {
                    Rule::Metropolis => sweep_block::<true>(spins, neighbours, chances, live, planes, flips),
                    Rule::HeatBath => sweep_block::<false>(spins, neighbours, chances, live, planes, flips),
                }
            }
            pairs(&flips).for_each(|(one, other)| flipped.add(one, other));
        }
        lattice.frame(colour);
    }
    flipped.total(live)
}

/// How many bonds are unsatisfied, and how many spins are up.
pub fn count(lattice: &Lattice, coupling: f64) -> (u64, u64) {
    let live = lattice.live();
    let mirrors = vec![mirror(coupling); lattice.tiling().width()];
    let mut digits = [Tally::new(), Tally::new(), Tally::new()];
    let mut up = Tally::new();
    // Every bond has one end on an even site.
    for row in 1..=lattice.tiling().height() {
        let [above, below, beside, side] = neighbours(lattice.colour(1), row, 0);
        let spins = &lattice.colour(0).row(row)[1..=beside.len()];
        let [pair_above, pair_below, pair_beside, pair_side] = [above, below, beside, side].map(pairs);
        let around = pair_above.zip(pair_below).zip(pair_beside).zip(pair_side);
        for ((spins, mirror), (((a, b), c), d)) in pairs(spins).zip(pairs(&mirrors)).zip(around) {
            // A word that is not there has no unsatisfied bonds: all zeros, its mirror too.
            let one = Unsatisfied::of(spins.0, [a.0, b.0, c.0, d.0], mirror.0);
            let other = Unsatisfied::of(spins.1, [a.1, b.1, c.1, d.1], mirror.1);
            digits[0].add(one.ones, other.ones);
            digits[1].add(one.twos, other.twos);
            digits[2].add(one.fours, other.fours);
            up.add(spins.0, c.0);
            up.add(spins.1, c.1);
        }
    }
    let [ones, twos, fours] = digits.map(|d| d.total(live));
    (ones + 2 * twos + 4 * fours, up.total(live))
}
