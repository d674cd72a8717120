//! Spins with terms of any order: `E(σ) = −Σ J_{i1…ik} σ_i1 … σ_ik`.

use super::{Energy, Find, Model};
use crate::{
    space::{Alphabet, Space},
    tensor::Tensor,
};

/// Spins in terms of one order k.
#[derive(Clone, Debug)]
pub struct KBody {
    id: &'static str,
    space: Space,
    order: usize,
    terms: Vec<(Vec<u32>, f32)>,
    /// Which terms a unit is in.
    of_unit: Vec<Vec<u32>>,
}

impl KBody {
    /// Terms: distinct units and their coupling.
    pub fn new(id: &'static str, units: usize, order: usize, terms: Vec<(Vec<u32>, f32)>) -> Self {
        let mut of_unit = vec![Vec::new(); units];
        for (index, (members, _)) in terms.iter().enumerate() {
            members.iter().for_each(|&i| of_unit[i as usize].push(index as u32));
        }
        Self { id, space: Space::one_layer(units, Alphabet::Spin), order, terms, of_unit }
    }

    fn term(&self, index: usize, state: &[f32]) -> f64 {
        let (units, coupling) = &self.terms[index];
        units.iter().fold(f64::from(*coupling), |product, &i| product * f64::from(state[i as usize]))
    }
}

impl Model for KBody {
    fn id(&self) -> &'static str {
        self.id
    }
    fn space(&self) -> &Space {
        &self.space
    }
    fn copy(&self) -> Box<dyn Model> {
        Box::new(self.clone())
    }
    /// `w`: one row `i1 … ik, J` a term.
    fn tensors(&self) -> Vec<Tensor<'_>> {
        let row = |(units, w): &(Vec<u32>, f32)| units.iter().map(|&i| i as f32).chain([*w]).collect::<Vec<f32>>();
        let values: Vec<f32> = self.terms.iter().flat_map(row).collect();
        vec![Tensor { name: "w", shape: vec![self.terms.len(), self.order + 1], values: values.into() }]
    }
    fn load(&mut self, _find: &Find<'_>) -> Result<(), String> {
        Err(format!("a '{}' of order {} takes no weights from a file", self.id, self.order))
    }
    fn energy(&self) -> Option<&dyn Energy> {
        Some(self)
    }
}

impl Energy for KBody {
    fn energy(&self, state: &[f32]) -> f64 {
        -(0..self.terms.len()).map(|t| self.term(t, state)).sum::<f64>()
    }

    /// `Σ` of the terms with unit `i`, without its own factor.
    fn local_field(&self, i: usize, state: &[f32]) -> f64 {
        let sum: f64 = self.of_unit[i].iter().map(|&t| self.term(t as usize, state)).sum();
        sum * f64::from(state[i])
    }

    fn memory(&self, state: &[f32]) -> Vec<f64> {
        (0..state.len()).map(|i| self.local_field(i, state)).collect()
    }

    fn field(&self, i: usize, _state: &[f32], memory: &[f64]) -> f64 {
        memory[i]
    }

    fn moved(&self, i: usize, old: f32, state: &[f32], memory: &mut [f64]) {
        // Every term with the unit changes sign, and with it what it adds to its other units' fields.
        let changed = f64::from(state[i] - old) / f64::from(state[i]);
        for &t in &self.of_unit[i] {
            let term = self.term(t as usize, state) * changed;
            for &j in self.terms[t as usize].0.iter().filter(|&&j| j as usize != i) {
                memory[j as usize] += term * f64::from(state[j as usize]);
            }
        }
    }

    fn strongest_field(&self) -> f64 {
        let of = |terms: &Vec<u32>| terms.iter().map(|&t| f64::from(self.terms[t as usize].1.abs())).sum::<f64>();
        self.of_unit.iter().map(of).fold(0.0, f64::max)
    }
}
