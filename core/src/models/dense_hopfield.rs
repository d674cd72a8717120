//! The dense Hopfield network: `E(σ) = −N Σ_μ F(m_μ)` with the overlaps `m_μ = Σ_i ξ_i^μ σ_i / N`, `σ_i = ±1`.
//!
//! - Polynomial: `F(m) = m^k/k` for `degree` k. For k = 2 it is the Hopfield network, but for the constant `−P/2` that its
//!   zero diagonal leaves out. An odd degree tells a pattern from its negative. Krotov & Hopfield 2016, arXiv:1606.01164.
//! - Exponential: `F(m) = exp(N (m − 1))`, the energy of Demircigil et al. 2017 (doi:10.1007/s10955-017-1806-y) divided by
//!   `exp(N)/N`, so that a memory lies about N deep. This is the network on ±1; the attention update is that of real units.

use super::{Energy, Find, Model, hopfield};
use crate::{
    num,
    registry::{Entry, Param},
    space::{Alphabet, Space},
    tensor::Tensor,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "dense-hopfield",
    title: "Dense Hopfield network",
    help: "Stores many more patterns than units by an energy that grows faster than the square of the overlap.",
    params: &[
        hopfield::UNITS,
        hopfield::PATTERNS,
        hopfield::STORED,
        hopfield::MEMORIES,
        Param::choice(
            "separation",
            "Separation",
            &[("polynomial", "Polynomial: mᵏ/k"), ("exponential", "Exponential: exp(N(m − 1))")],
            "polynomial",
        ),
        Param::int("degree", "Degree k", 2, 10, 3).help("Of the polynomial."),
        hopfield::INSTANCE,
        hopfield::START,
        hopfield::NOISE,
    ],
    build: super::Recipe::new(|shape| {
        let (units, patterns) = (hopfield::units(&shape), hopfield::patterns(&shape));
        let exponential = shape.values.word("separation") == "exponential";
        let degree = (!exponential).then_some(shape.values.int("degree") as u32);
        Ok(Box::new(DenseHopfield::new(units, patterns, degree)))
    }),
};

/// Patterns and how sharply they are told apart.
#[derive(Clone, Debug)]
pub struct DenseHopfield {
    space: Space,
    patterns: Vec<Vec<i8>>,
    degree: Option<u32>,
    /// `ξ` once more, units × patterns: a field looks at one unit of every pattern.
    by_unit: Vec<i8>,
    /// `N F(m)` for the sums −N … N that states of spins can have.
    depths: Vec<f64>,
}

impl DenseHopfield {
    /// Patterns of `units` spins, ±1; a degree for the polynomial, none for the exponential.
    pub fn new(units: usize, patterns: Vec<Vec<i8>>, degree: Option<u32>) -> Self {
        let n = units as f64;
        let depths = (0..=2 * units).map(|k| depth(n, degree, k as f64 - n)).collect();
        let by_unit = (0..units).flat_map(|i| patterns.iter().map(move |p| p[i])).collect();
        Self { space: Space::one_layer(units, Alphabet::Spin), patterns, degree, by_unit, depths }
    }

    /// `N F(m)` for `Σ_i ξ_i σ_i = sum`.
    fn depth(&self, sum: f64) -> f64 {
        let n = self.space.units() as f64;
        let place = (sum + n) as usize;
        match self.depths.get(place) {
            Some(&known) if place as f64 == sum + n => known,
            _ => depth(n, self.degree, sum),
        }
    }
}

/// `N F(m)` of `n` units for `Σ_i ξ_i σ_i = sum`.
fn depth(n: f64, degree: Option<u32>, sum: f64) -> f64 {
    match degree {
        Some(degree) => n * (0..degree).fold(1.0, |power, _| power * sum / n) / f64::from(degree),
        None => n * num::exp(sum - n),
    }
}

impl Model for DenseHopfield {
    fn id(&self) -> &'static str {
        ENTRY.id
    }
    fn space(&self) -> &Space {
        &self.space
    }
    fn copy(&self) -> Box<dyn Model> {
        Box::new(self.clone())
    }
    /// `xi`: patterns × units.
    fn tensors(&self) -> Vec<Tensor<'_>> {
        let values: Vec<f32> = self.patterns.iter().flatten().map(|&x| f32::from(x)).collect();
        vec![Tensor { name: "xi", shape: vec![self.patterns.len(), self.space.units()], values: values.into() }]
    }
    fn load(&mut self, find: &Find<'_>) -> Result<(), String> {
        let (shape, values) = find("xi")?;
        let units = self.space.units();
        if !matches!(shape.as_slice(), [_, n] if *n == units) {
            return Err(format!("tensor 'xi' has shape {shape:?}, it must be patterns × {units}"));
        }
        if let Some(x) = values.iter().find(|x| x.abs() != 1.0) {
            return Err(format!("tensor 'xi' holds {x}, patterns are of +1 and -1"));
        }
        let patterns = values.chunks_exact(units).map(|row| row.iter().map(|&x| x as i8).collect()).collect();
        *self = Self::new(units, patterns, self.degree);
        Ok(())
    }
    fn energy(&self) -> Option<&dyn Energy> {
        Some(self)
    }
    fn patterns(&self) -> &[Vec<i8>] {
        &self.patterns
    }
}

impl DenseHopfield {
    /// Unit `i` of every pattern.
    fn unit(&self, i: usize) -> &[i8] {
        let patterns = self.patterns.len();
        &self.by_unit[i * patterns..(i + 1) * patterns]
    }
}

impl Energy for DenseHopfield {
    fn energy(&self, state: &[f32]) -> f64 {
        -self.memory(state).into_iter().map(|sum| self.depth(sum)).sum::<f64>()
    }

    fn local_field(&self, i: usize, state: &[f32]) -> f64 {
        self.field(i, state, &self.memory(state))
    }

    /// `Σ_i ξ_i σ_i`, one a pattern.
    fn memory(&self, state: &[f32]) -> Vec<f64> {
        let sum = |pattern: &Vec<i8>| state.iter().zip(pattern).map(|(&x, &p)| f64::from(x) * f64::from(p)).sum();
        self.patterns.iter().map(sum).collect()
    }

    fn field(&self, i: usize, state: &[f32], memory: &[f64]) -> f64 {
        let of = |(&xi, sum): (&i8, &f64)| {
            let xi = f64::from(xi);
            let others = sum - xi * f64::from(state[i]);
            self.depth(others + xi) - self.depth(others - xi)
        };
        self.unit(i).iter().zip(memory).map(of).sum::<f64>() / 2.0
    }

    fn moved(&self, i: usize, old: f32, state: &[f32], memory: &mut [f64]) {
        let change = f64::from(state[i] - old);
        memory.iter_mut().zip(self.unit(i)).for_each(|(sum, &xi)| *sum += change * f64::from(xi));
    }

    /// No flip changes one pattern's depth by more than its steepest step, at the full overlap.
    fn strongest_field(&self) -> f64 {
        let n = self.space.units() as f64;
        self.patterns.len() as f64 * (self.depth(n) - self.depth(n - 2.0)).abs() / 2.0
    }
}
