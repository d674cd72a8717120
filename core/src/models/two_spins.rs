//! Two spins: `E(σ) = −b1 σ1 − b2 σ2 − w σ1 σ2`. With `b = 0`, `⟨σ1 σ2⟩ = tanh(w/T)`.
//!
//! Learning changes the coupling alone, `∂⟨ln p⟩/∂w = (⟨σ1 σ2⟩_data − ⟨σ1 σ2⟩_model)/T`; biases are a field from outside, as in the
//! Ising lattice. If biases learned too, steps too large for them (`η(1 + |c|)/T² > 2`) would blow up mere rounding errors.

use super::{
    Blocks, Energy, Find, Model, Statistics,
    couplings::{Couplings, Edge},
    moments::Moments,
    pairwise::Pairwise,
};
use crate::{
    registry::{Entry, Param},
    space::{Alphabet, Space},
    tensor::{Tensor, TensorMut},
};
use std::cell::OnceCell;

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "two-spins",
    title: "Two spins",
    help: "Two spins with one coupling: four states.",
    params: &[
        Param::float("w", "Coupling w", -100.0, 100.0, 1.0).help("Positive: equal spins have the lower energy."),
        Param::float("b1", "Bias of spin 1", -100.0, 100.0, 0.0),
        Param::float("b2", "Bias of spin 2", -100.0, 100.0, 0.0),
    ],
    build: super::Recipe::new(|shape| {
        let number = |key| shape.values.float(key) as f32;
        Ok(Box::new(TwoSpins::new(number("w"), [number("b1"), number("b2")])))
    }),
};

/// Two spins, single-precision parameters.
#[derive(Clone, Debug)]
pub struct TwoSpins {
    space: Space,
    /// `w`, 2 × 2, symmetric, zero diagonal.
    w: [f32; 4],
    b: [f32; 2],
    /// The same as spins with pair couplings; made when asked for, gone when parameters change.
    pairwise: OnceCell<Pairwise>,
}

impl TwoSpins {
    /// From the coupling and both biases.
    pub fn new(w: f32, b: [f32; 2]) -> Self {
        Self { space: Space::one_layer(2, Alphabet::Spin), w: [0.0, w, w, 0.0], b, pairwise: OnceCell::new() }
    }

    fn spins(&self) -> &Pairwise {
        let make = || {
            let couplings = Couplings::new(2, [Edge { i: 0, j: 1, w: self.w[1] }]);
            Pairwise::new(ENTRY.id, couplings, self.b.to_vec())
        };
        self.pairwise.get_or_init(make)
    }
}

impl Model for TwoSpins {
    fn id(&self) -> &'static str {
        ENTRY.id
    }
    fn space(&self) -> &Space {
        &self.space
    }
    fn copy(&self) -> Box<dyn Model> {
        Box::new(self.clone())
    }
    fn tensors(&self) -> Vec<Tensor<'_>> {
        vec![
            Tensor { name: "w", shape: vec![2, 2], values: (&self.w[..]).into() },
            Tensor { name: "b", shape: vec![2], values: (&self.b[..]).into() },
        ]
    }
    fn tensors_mut(&mut self) -> Vec<TensorMut<'_>> {
        self.pairwise = OnceCell::new();
        vec![
            TensorMut { name: "w", decays: true, values: &mut self.w },
            TensorMut { name: "b", decays: false, values: &mut self.b },
        ]
    }
    fn load(&mut self, find: &Find<'_>) -> Result<(), String> {
        let mut spins = self.spins().clone();
        spins.load(find)?;
        let w = spins.couplings().dense()[1];
        *self = Self::new(w, [spins.bias()[0], spins.bias()[1]]);
        Ok(())
    }
    fn energy(&self) -> Option<&dyn Energy> {
        Some(self.spins())
    }
    fn blocks(&self) -> Option<&dyn Blocks> {
        Model::blocks(self.spins())
    }
    fn pairwise(&self) -> Option<&Pairwise> {
        Some(self.spins())
    }
    fn statistics(&self) -> Option<&dyn Statistics> {
        Some(self)
    }
}

/// `σ1 σ2` of the coupling; nothing of the biases, which stay.
impl Statistics for TwoSpins {
    fn add_statistics(&self, state: &[f32], sums: &mut [Vec<f32>]) {
        sums[0][1] += state[0] * state[1];
        sums[0][2] += state[0] * state[1];
    }
    fn of_moments(&self, moments: &Moments) -> Vec<Vec<f32>> {
        let pair = moments.second(0, 1) as f32;
        vec![vec![0.0, pair, pair, 0.0], vec![0.0; 2]]
    }
}
