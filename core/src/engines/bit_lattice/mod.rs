//! Ising lattices in bits: checkerboard Metropolis and heat bath, up to 256 sites of one lattice at once.
//!
//! Takes experiments with the model `ising` on a torus with even sides, at least 64 tiles of two by two or more
//! ([`packing`]), one coupling J ≠ 0 for all bonds and no field, under `sampler=block-gibbs` or `sampler=metropolis` with
//! `scan=checkerboard`, and no clamped units. Every site has random bits of its own; probabilities are rounded to
//! multiples of 2⁻³² ([`crate::engines::bits`]). In law it equals [`crate::samplers`]' reference up to that.

pub mod packing;
pub mod sweep;

use super::word::LANES;
use crate::{
    models::{Model, pairwise::Pairwise},
    registry::Values,
    rng::{Planes, Rng},
    samplers::{
        Conditions, Rate,
        population::{Measure, Population},
    },
};
use packing::{Lattice, Tiling};
use sweep::{Chances, Rule};

/// Least part of a word's lanes that must be used.
const LEAST_LANES: usize = LANES / 4;

/// The engine for an experiment, if it is one of those above.
pub fn population(
    sampler: &str,
    values: &dyn Values,
    model: &dyn Model,
    states: &[Vec<f32>],
) -> Option<Box<dyn Population>> {
    let rule = match sampler {
        "block-gibbs" => Rule::HeatBath,
        "metropolis" if values.word("scan") == "checkerboard" && values.word("proposal") == "flip" => Rule::Metropolis,
        _ => return None,
    };
    if model.id() != "ising" {
        return None;
    }
    let tiling = Tiling::new(values.int("rows") as usize, values.int("cols") as usize)?;
    if tiling.lanes() < LEAST_LANES {
        return None;
    }
    Some(Box::new(BitLattice::new(tiling, rule, model.pairwise()?, states)?))
}

/// The one coupling of all bonds, if the model is a torus of these sides without a field.
fn torus_coupling(tiling: &Tiling, model: &Pairwise) -> Option<f32> {
    let (rows, cols) = (tiling.rows, tiling.cols);
    let sites = rows * cols;
    if model.bias().len() != sites || model.bias().iter().any(|b| *b != 0.0) {
        return None;
    }
    // A site to the right is the site to the left as well where there are two columns, with both their bonds.
    let bonds = |i: usize| {
        let (row, col) = (i / cols, i % cols);
        let at = |row: usize, col: usize| row % rows * cols + col % cols;
        [at(row + rows - 1, col), at(row, col + cols - 1), at(row, col + 1), at(row + 1, col)]
    };
    let count = |i: usize, j: usize| bonds(i).iter().filter(|k| **k == j).count();
    let (neighbour, first) = model.couplings().of(0).next()?;
    let coupling = first / count(0, neighbour).max(1) as f32;
    let uniform = |i: usize| {
        let mut found = 0;
        let right = model.couplings().of(i).all(|(j, w)| {
            let bonds = count(i, j);
            found += bonds;
            bonds > 0 && w == bonds as f32 * coupling
        });
        right && found == 4
    };
    (coupling != 0.0 && (0..sites).all(uniform)).then_some(coupling)
}

/// Chains of one lattice each.
pub struct BitLattice {
    rule: Rule,
    coupling: f64,
    lattices: Vec<Lattice>,
    kept: Option<Lattice>,
    flipped: u64,
    offered: u64,
}

impl BitLattice {
    /// Packs the states; `None` if the model is not a torus of these sides with one coupling and no field.
    pub fn new(tiling: Tiling, rule: Rule, model: &Pairwise, states: &[Vec<f32>]) -> Option<Self> {
        let coupling = f64::from(torus_coupling(&tiling, model)?);
        let lattices = states.iter().map(|state| Lattice::pack(tiling.clone(), state)).collect();
        Some(Self { rule, coupling, lattices, kept: None, flipped: 0, offered: 0 })
    }
}

impl Population for BitLattice {
    fn sweep(&mut self, _model: &dyn Model, conditions: &Conditions<'_>, rng: &mut Rng) {
        let chances = Chances::new(self.rule, self.coupling, conditions.temperature);
        let mut planes = Planes::new(rng);
        for lattice in &mut self.lattices {
            self.offered += (lattice.tiling().rows * lattice.tiling().cols) as u64;
            self.flipped += sweep::sweep(lattice, &chances, &mut planes);
        }
    }

    fn chains(&self) -> usize {
        self.lattices.len()
    }

    fn state(&self, chain: usize) -> Vec<f32> {
        self.lattices[chain].unpack()
    }

    fn measure(&self, _model: &dyn Model, measures: &mut Vec<Measure>) {
        measures.extend(self.lattices.iter().map(|lattice| {
            let sites = (lattice.tiling().rows * lattice.tiling().cols) as f64;
            let (unsatisfied, up) = sweep::count(lattice, self.coupling);
            Measure {
                energy: -self.coupling.abs() * (2.0 * sites - 2.0 * unsatisfied as f64),
                magnetization: (2.0 * up as f64 - sites) / sites,
            }
        }));
    }

    fn keep(&mut self, chain: usize) {
        let lattice = &self.lattices[chain];
        match &mut self.kept {
            Some(kept) => kept.clone_from(lattice),
            None => self.kept = Some(lattice.clone()),
        }
    }

    fn kept(&self) -> Option<Vec<f32>> {
        self.kept.as_ref().map(Lattice::unpack)
    }

    fn rates(&self) -> Vec<Rate> {
        let acceptance = Rate { name: "acceptance", hits: self.flipped, of: self.offered };
        // The reference's block Gibbs tells no rate.
        if self.rule == Rule::Metropolis { vec![acceptance] } else { Vec::new() }
    }

    fn recount(&mut self) {
        (self.flipped, self.offered) = (0, 0);
    }
}
