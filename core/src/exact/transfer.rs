//! Exact sums over lattices of spins by transfer along the longer side, site by site (Kramers & Wannier 1941).
//!
//! A vector over the `2ʷ` configurations of a boundary across the lattice holds, of everything behind it, `Σ p`,
//! `Σ p E`, `Σ p E²` and `Σ p M` of the weights `p = exp(−E/T)`; one site after another takes its place in the
//! boundary. An open lattice takes one pass. A lattice that closes into a ring takes one pass for every first row, or
//! for every class of first rows that rotations, mirroring and, without biases, the flip of all spins carry into each
//! other. Couplings and biases may differ from site to site.
//!
//! Energies are taken about a running mean and weights about a running scale, so that nothing cancels or overflows.

use super::Law;
use crate::{
    models::{Model, pairwise::Pairwise},
    num,
};

/// Most sites across.
pub(super) const WIDTH: usize = 16;
/// Most entries of vectors to compute, a site.
const WORK: u64 = 1 << 32;
/// Largest `|ΔE|/T` that what is ahead can make up for: behind that, weights may underflow.
const SPREAD: f64 = 300.0;
/// Weights are scaled anew outside of 1 over this to this.
const SCALE: f64 = 1e30;

/// Couplings of a `length` × `width` grid; site k of row l is `l * width + k`.
pub(super) struct Lattice {
    width: usize,
    length: usize,
    bias: Vec<f64>,
    /// To the next site of the row; of the last site, to the first.
    right: Vec<f64>,
    /// To the next row; of the last row, to the first.
    down: Vec<f64>,
}

/// `Σ p`, `Σ p E`, `Σ p E²`, `Σ p M` of everything behind a boundary.
type Sums = [f64; 4];

/// The sums for every configuration of the boundary: bit k is spin k of the newest row that has it.
#[derive(Clone)]
struct Boundary {
    sums: Vec<Sums>,
    /// `ln` of the factor that all weights lack.
    log_scale: f64,
    /// What all energies lack.
    energy: f64,
}

/// What the passes of a lattice add up to.
struct Pass {
    log_weight: f64,
    energy: f64,
    variance: f64,
    magnetization: f64,
}

/// Spin of bit `k` of a configuration.
fn spin(configuration: usize, k: usize) -> f64 {
    (configuration >> k & 1) as f64 * 2.0 - 1.0
}

/// Sums under a further factor: energy higher by `e`, with `f = exp(−e/T)`.
#[inline(always)]
fn moved([p, pe, pee, pm]: Sums, f: f64, e: f64) -> Sums {
    [f * p, f * (pe + e * p), f * (pee + e * (2.0 * pe + e * p)), f * pm]
}

impl Lattice {
    /// The grid of a model whose units are `rows` × `cols` sites, row by row; `None` if it couples other than
    /// neighbours.
    pub(super) fn of(model: &Pairwise, rows: usize, cols: usize) -> Option<Self> {
        let sites = rows.checked_mul(cols)?;
        if sites == 0 || sites != model.bias().len() {
            return None;
        }
        let along_rows = cols <= rows;
        let (width, length) = if along_rows { (cols, rows) } else { (rows, cols) };
        let place = |i: usize| if along_rows { (i / cols, i % cols) } else { (i % cols, i / cols) };
        let mut lattice =
            Self { width, length, bias: vec![0.0; sites], right: vec![0.0; sites], down: vec![0.0; sites] };
        for (i, &b) in model.bias().iter().enumerate() {
            let (l, k) = place(i);
            lattice.bias[l * width + k] = f64::from(b);
        }
        for edge in model.couplings().edges() {
            let ((l, k), (m, n)) = (place(edge.i as usize), place(edge.j as usize));
            // The site whose neighbour the other is, on a line or, from its last place, around a ring.
            let before = |a: usize, b: usize, side: usize| match a.abs_diff(b) {
                1 => Some(a.min(b)),
                apart if apart + 1 == side => Some(side - 1),
                _ => None,
            };
            let w = f64::from(edge.w);
            if l == m {
                lattice.right[l * width + before(k, n, width)?] += w;
            } else if k == n {
                lattice.down[before(l, m, length)? * width + k] += w;
            } else {
                return None;
            }
        }
        Some(lattice)
    }

    /// Whether the last row is coupled to the first other than as its neighbour.
    fn is_ring(&self) -> bool {
        self.length > 2 && self.closing().iter().any(|&w| w != 0.0)
    }

    /// Couplings of the last row to the first.
    fn closing(&self) -> &[f64] {
        &self.down[(self.length - 1) * self.width..]
    }

    /// Whether every site of a torus is like every other.
    fn is_uniform(&self) -> bool {
        let same = |values: &[f64]| values.iter().all(|&x| x == values[0]);
        // A side of one site has no couplings, one of two has one a pair.
        let across: Vec<f64> = match self.width {
            2 => self.right.iter().copied().step_by(2).collect(),
            _ => self.right.clone(),
        };
        let along = if self.length == 2 { &self.down[..self.width] } else { &self.down };
        same(&self.bias) && same(&across) && same(along)
    }

    /// The coupling of a torus without biases whose couplings are all alike, both sides of three sites or more.
    pub(super) fn torus(&self) -> Option<f64> {
        let is_torus = self.width > 2 && self.is_ring() && self.is_uniform() && self.without_biases();
        (is_torus && self.right[0] == self.down[0]).then(|| self.right[0])
    }

    fn without_biases(&self) -> bool {
        self.bias.iter().all(|&b| b == 0.0)
    }

    /// First rows to start from, each with how many rows it stands for.
    fn starts(&self) -> Vec<(usize, u32)> {
        let (w, all) = (self.width, (1usize << self.width) - 1);
        let (uniform, flips) = (self.is_uniform(), self.without_biases());
        let least = |row: usize| {
            let mut least = row;
            let mut image = row;
            for _ in 0..2 {
                for _ in 0..w {
                    image = (image << 1 | image >> (w - 1)) & all;
                    least = least.min(if flips { image.min(!image & all) } else { image });
                }
                image = (0..w).fold(0, |mirrored, k| mirrored | (image >> k & 1) << (w - 1 - k));
            }
            least
        };
        let mut counts = vec![0; all + 1];
        for row in 0..=all {
            let of = if uniform {
                least(row)
            } else if flips {
                row.min(!row & all)
            } else {
                row
            };
            counts[of] += 1;
        }
        counts.into_iter().enumerate().filter(|&(_, count)| count > 0).collect()
    }

    /// The largest energy, in units of T, by which rows ahead can tell two boundaries apart.
    fn spread(&self, temperature: f64) -> f64 {
        let sum = |values: &[f64]| values.iter().map(|w| w.abs()).sum::<f64>();
        let largest = self.right.iter().map(|w| w.abs()).fold(0.0, f64::max);
        let row = self.down.chunks_exact(self.width).map(sum).fold(0.0, f64::max);
        2.0 * (row + sum(self.closing()) + 2.0 * largest) / temperature
    }

    /// Row `l` takes its place in the boundary, site by site.
    fn add_row(&self, boundary: &mut Boundary, l: usize, temperature: f64) {
        for k in 0..self.width {
            self.add_site(boundary, l, k, temperature);
        }
        boundary.centre();
    }

    fn add_site(&self, boundary: &mut Boundary, l: usize, k: usize, temperature: f64) {
        let site = l * self.width + k;
        let up = if l > 0 { self.down[site - self.width] } else { 0.0 };
        let left = if k > 0 { self.right[site - 1] } else { 0.0 };
        let wraps = k + 1 == self.width && k > 1;
        let around = if wraps { self.right[site] } else { 0.0 };
        // Energies of the new spin for every value of its neighbours: left, around, old spin, new spin, one bit each.
        let mut energies = [0.0; 16];
        for (code, energy) in energies.iter_mut().enumerate() {
            let field = self.bias[site] + left * spin(code, 0) + around * spin(code, 1) + up * spin(code, 2);
            *energy = -spin(code, 3) * field;
        }
        let lowest = energies.iter().copied().fold(f64::INFINITY, f64::min);
        energies.iter_mut().for_each(|e| *e -= lowest);
        let factors = energies.map(|e| num::exp(-e / temperature));
        boundary.log_scale -= lowest / temperature;
        boundary.energy += lowest;

        let bit = 1usize << k;
        let (left_shift, around_mask) = (k.saturating_sub(1), usize::from(wraps));
        let mut largest = 0.0f64;
        for block in boundary.sums.chunks_exact_mut(2 * bit) {
            let (low, high) = block.split_at_mut(bit);
            // Blocks start at multiples of 2 · bit: the place in a block has all bits below k.
            for (x, (low, high)) in low.iter_mut().zip(high).enumerate() {
                let near = (x >> left_shift & 1) | (x & around_mask) << 1;
                let (minus, plus) = (*low, *high);
                let mut put = |new: usize| {
                    let (from_minus, from_plus) = (near | new << 3, near | 4 | new << 3);
                    let a = moved(minus, factors[from_minus], energies[from_minus]);
                    let b = moved(plus, factors[from_plus], energies[from_plus]);
                    let mut sums = [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
                    sums[3] += if new == 1 { sums[0] } else { -sums[0] };
                    largest = largest.max(sums[0]);
                    sums
                };
                (*low, *high) = (put(0), put(1));
            }
        }
        if !(1.0 / SCALE..=SCALE).contains(&largest) {
            boundary.scale(largest);
        }
    }

    /// From the boundary after the first row through all others; a ring closes on its first row.
    fn pass(&self, mut boundary: Boundary, first: Option<usize>, temperature: f64) -> Pass {
        for l in 1..self.length {
            self.add_row(&mut boundary, l, temperature);
        }
        if let Some(first) = first {
            let lowest: f64 = -self.closing().iter().map(|w| w.abs()).sum::<f64>();
            for (last, sums) in boundary.sums.iter_mut().enumerate() {
                let pairs = self.closing().iter().enumerate().map(|(k, w)| w * spin(first, k) * spin(last, k));
                let energy = -pairs.sum::<f64>() - lowest;
                *sums = moved(*sums, num::exp(-energy / temperature), energy);
            }
            boundary.log_scale -= lowest / temperature;
            boundary.energy += lowest;
        }
        boundary.centre();
        let [p, pe, pee, pm] = boundary.total();
        Pass {
            log_weight: num::ln(p) + boundary.log_scale,
            energy: boundary.energy + pe / p,
            variance: pee / p - pe / p * (pe / p),
            magnetization: pm / p,
        }
    }
}

impl Boundary {
    fn total(&self) -> Sums {
        let add = |a: Sums, b: &Sums| [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
        self.sums.iter().fold([0.0; 4], add)
    }

    /// Divides all weights by `factor`.
    fn scale(&mut self, factor: f64) {
        if factor > 0.0 {
            self.sums.iter_mut().flatten().for_each(|sum| *sum /= factor);
            self.log_scale += num::ln(factor);
        }
    }

    /// Takes energies about their mean, so that squares stay small.
    fn centre(&mut self) {
        let [p, pe, ..] = self.total();
        if p > 0.0 {
            let mean = pe / p;
            self.sums.iter_mut().for_each(|sums| *sums = moved(*sums, 1.0, -mean));
            self.energy += mean;
        }
    }

    /// The same with one configuration alone; `None` if it has no weight that counts.
    fn only(&self, configuration: usize) -> Option<Self> {
        let mut one = Self { sums: vec![[0.0; 4]; self.sums.len()], ..*self };
        one.sums[configuration] = self.sums[configuration];
        let weight = one.sums[configuration][0];
        one.scale(weight);
        (weight > 0.0).then_some(one)
    }
}

/// A lattice that transfer gets through, ready to be summed.
pub struct Transfer {
    lattice: Lattice,
    temperature: f64,
    /// First rows, each with how many it stands for; none where the lattice does not close into a ring.
    starts: Vec<(usize, u32)>,
}

/// Why transfer does not get through a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Misfit {
    /// It is no grid of spins of these sides with couplings of neighbours.
    NoGrid,
    /// Its shorter side has too many sites.
    TooWide,
    /// Its weights underflow below this temperature.
    TooCold(f64),
    /// Its longer side has more than so many sites; a ring takes a pass for every class of first rows.
    TooLong(usize),
}

impl Transfer {
    /// Prepares a model on a grid of `rows` × `cols` sites, or says what is in the way.
    pub fn new(model: &dyn Model, (rows, cols): (usize, usize), temperature: f64) -> Result<Self, Misfit> {
        let lattice = model.pairwise().and_then(|pairs| Lattice::of(pairs, rows, cols)).ok_or(Misfit::NoGrid)?;
        if lattice.width > WIDTH {
            return Err(Misfit::TooWide);
        }
        if lattice.spread(temperature) > SPREAD {
            return Err(Misfit::TooCold(lattice.spread(1.0) / SPREAD));
        }
        let starts = if lattice.is_ring() { lattice.starts() } else { Vec::new() };
        let of_row = (lattice.width as u64 * starts.len().max(1) as u64) << lattice.width;
        let most = (WORK / of_row) as usize;
        if lattice.length > most {
            return Err(Misfit::TooLong(most));
        }
        Ok(Self { lattice, temperature, starts })
    }

    /// The law. It has no correlations and no `|M|`, and marginals only where all sites are alike or none has a bias.
    pub fn law(&self) -> Law {
        let (lattice, temperature) = (&self.lattice, self.temperature);
        let mut first = Boundary { sums: vec![[0.0; 4]; 1 << lattice.width], log_scale: 0.0, energy: 0.0 };
        first.sums[0][0] = 1.0;
        lattice.add_row(&mut first, 0, temperature);
        let from = |&(row, count): &(usize, u32)| {
            let mut pass = lattice.pass(first.only(row)?, Some(row), temperature);
            pass.log_weight += num::ln(f64::from(count));
            Some(pass)
        };
        let mut passes: Vec<Pass> = self.starts.iter().filter_map(from).collect();
        if self.starts.is_empty() {
            passes.push(lattice.pass(first, None, temperature));
        }
        let log_z = num::log_sum_exp(&passes.iter().map(|p| p.log_weight).collect::<Vec<f64>>());
        let mean =
            |of: &dyn Fn(&Pass) -> f64| -> f64 { passes.iter().map(|p| num::exp(p.log_weight - log_z) * of(p)).sum() };
        let mean_energy = mean(&|p| p.energy);
        let variance = mean(&|p| p.variance + (p.energy - mean_energy) * (p.energy - mean_energy));
        let sites = lattice.bias.len();
        let n = sites as f64;
        let magnetization = if lattice.without_biases() { 0.0 } else { mean(&|p| p.magnetization) / n };
        let alike = lattice.without_biases() || lattice.is_uniform();
        Law {
            log_z,
            mean_energy,
            heat_capacity: variance / (n * temperature * temperature),
            magnetization,
            abs_magnetization: None,
            marginals: alike.then(|| vec![magnetization; sites]),
            correlations: None,
        }
    }
}
