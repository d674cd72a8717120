//! Spins with pair couplings and biases: `E(σ) = −Σ_i b_i σ_i − Σ_{i<j} w_ij σ_i σ_j`, `σ_i = ±1`.
//!
//! `p(σ_i = +1 given the rest) = sigmoid(2 x_i/T)` with `x_i = b_i + Σ_j w_ij σ_j`. The Ising lattice, the Hopfield network,
//! two spins and spin glasses with pair couplings are this one model; they differ in where `w` and `b` come from.

use super::{
    Block, Blocks, Energy, Find, Model,
    couplings::{Couplings, Edge},
};
use crate::{
    space::{Alphabet, Space},
    tensor::{Tensor, check_symmetric},
};

/// Units up to which `w` is written out as n × n; above, as a list of rows `i, j, w_ij`, one a pair, `i < j`.
pub const DENSE_LIMIT: usize = 1024;

/// Spins with pair couplings.
#[derive(Clone, Debug)]
pub struct Pairwise {
    id: &'static str,
    space: Space,
    couplings: Couplings,
    bias: Vec<f32>,
    blocks: Option<Vec<Block>>,
    patterns: Vec<Vec<i8>>,
}

impl Pairwise {
    /// The model `id` with these couplings and biases.
    pub fn new(id: &'static str, couplings: Couplings, bias: Vec<f32>) -> Self {
        let space = Space::one_layer(bias.len(), Alphabet::Spin);
        let block = |(name, units)| Block { name, units };
        let blocks = couplings.two_colours().map(|halves| ["even", "odd"].into_iter().zip(halves).map(block).collect());
        Self { id, space, couplings, bias, blocks, patterns: Vec::new() }
    }

    /// The same with the patterns that its couplings store, ±1.
    pub fn with_patterns(mut self, patterns: Vec<Vec<i8>>) -> Self {
        self.patterns = patterns;
        self
    }

    /// `w`.
    pub fn couplings(&self) -> &Couplings {
        &self.couplings
    }

    /// `b`, one a unit.
    pub fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Couplings from an n × n tensor or from a list of rows `i, j, w`.
    fn read(n: usize, shape: &[usize], values: &[f32]) -> Result<Couplings, String> {
        let mut edges = Vec::new();
        if shape == [n, n] {
            check_symmetric("w", n, values)?;
            let upper = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
            let edge = |(i, j)| Edge { i: i as u32, j: j as u32, w: values[i * n + j] };
            edges.extend(upper.map(edge).filter(|e| e.w != 0.0));
        } else if let &[_, 3] = shape {
            for row in values.chunks_exact(3) {
                let unit = |x: f32| (x >= 0.0 && (x as usize) < n && x.fract() == 0.0).then_some(x as u32);
                match (unit(row[0]), unit(row[1])) {
                    (Some(i), Some(j)) if i < j => edges.push(Edge { i, j, w: row[2] }),
                    _ => return Err(format!("tensor 'w' has a row {row:?}, it must be i, j, w with i < j < {n}")),
                }
            }
        } else {
            return Err(format!("tensor 'w' has shape {shape:?}, it must be [{n}, {n}] or [pairs, 3]"));
        }
        Ok(Couplings::new(n, edges))
    }
}

impl Model for Pairwise {
    fn id(&self) -> &'static str {
        self.id
    }
    fn space(&self) -> &Space {
        &self.space
    }
    fn copy(&self) -> Box<dyn Model> {
        Box::new(self.clone())
    }
    fn tensors(&self) -> Vec<Tensor<'_>> {
        let n = self.bias.len();
        let (shape, values) = if n <= DENSE_LIMIT {
            (vec![n, n], self.couplings.dense())
        } else {
            let rows: Vec<f32> = self.couplings.edges().flat_map(|e| [e.i as f32, e.j as f32, e.w]).collect();
            (vec![rows.len() / 3, 3], rows)
        };
        vec![
            Tensor { name: "w", shape, values: values.into() },
            Tensor { name: "b", shape: vec![n], values: (&self.bias).into() },
        ]
    }
    fn load(&mut self, find: &Find<'_>) -> Result<(), String> {
        let n = self.bias.len();
        let (shape, bias) = find("b")?;
        if shape != [n] {
            return Err(format!("tensor 'b' has shape {shape:?}, it must be [{n}]"));
        }
        let (shape, values) = find("w")?;
        let patterns = std::mem::take(&mut self.patterns);
        *self = Self::new(self.id, Self::read(n, &shape, &values)?, bias).with_patterns(patterns);
        Ok(())
    }
    fn energy(&self) -> Option<&dyn Energy> {
        Some(self)
    }
    fn blocks(&self) -> Option<&dyn Blocks> {
        self.blocks.is_some().then_some(self as &dyn Blocks)
    }
    fn patterns(&self) -> &[Vec<i8>] {
        &self.patterns
    }
    fn pairwise(&self) -> Option<&Pairwise> {
        Some(self)
    }
}

impl Energy for Pairwise {
    fn energy(&self, state: &[f32]) -> f64 {
        let of = |i: usize| {
            let later = self.couplings.of(i).filter(|&(j, _)| j > i);
            let pairs: f64 = later.map(|(j, w)| f64::from(w) * f64::from(state[j])).sum();
            -f64::from(state[i]) * (f64::from(self.bias[i]) + pairs)
        };
        (0..state.len()).map(of).sum()
    }

    fn local_field(&self, i: usize, state: &[f32]) -> f64 {
        f64::from(self.bias[i]) + self.couplings.field(i, state)
    }

    fn memory(&self, state: &[f32]) -> Vec<f64> {
        (0..state.len()).map(|i| self.local_field(i, state)).collect()
    }

    fn field(&self, i: usize, _state: &[f32], memory: &[f64]) -> f64 {
        memory[i]
    }

    fn moved(&self, i: usize, old: f32, state: &[f32], memory: &mut [f64]) {
        let change = f64::from(state[i] - old);
        for (j, w) in self.couplings.of(i) {
            memory[j] += change * f64::from(w);
        }
    }

    fn strongest_field(&self) -> f64 {
        let of = |i: usize| {
            let couplings: f64 = self.couplings.of(i).map(|(_, w)| f64::from(w.abs())).sum();
            f64::from(self.bias[i].abs()) + couplings
        };
        (0..self.bias.len()).map(of).fold(0.0, f64::max)
    }
}

impl Blocks for Pairwise {
    fn blocks(&self) -> Vec<Block> {
        self.blocks.clone().unwrap_or_default()
    }

    fn block_fields(&self, block: usize, state: &[f32], out: &mut [f32]) {
        let Some(blocks) = &self.blocks else { return };
        for (x, &i) in out.iter_mut().zip(&blocks[block].units) {
            *x = self.local_field(i, state) as f32;
        }
    }
}
