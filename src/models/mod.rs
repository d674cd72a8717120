//! What a model is: parameters on a space of units, and small capabilities that say what can be computed.
//!
//! To add a model: one file here that implements [`Model`] and the capabilities it has, and one line in [`MODELS`].

pub mod rbm;

use crate::{
    registry::Entry,
    rng::Rng,
    space::Space,
    tensor::{Tensor, TensorMut},
};
use std::ops::Range;

/// What a model is built from: sizes, and what the data say about them.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// Visible units.
    pub visible: usize,
    /// Hidden units.
    pub hidden: usize,
    /// The mean of each visible unit over the data, where there are data.
    pub marginals: Option<&'a [f64]>,
    /// Temperature.
    pub temperature: f64,
}

/// How an entry makes its model; `rng` draws the initial weights.
pub type Build = fn(Shape<'_>, &mut Rng) -> Box<dyn Model>;

/// All models.
pub static MODELS: &[&Entry<Build>] = &[&rbm::ENTRY];

/// Parameters on a space of units. What can be computed beyond that, a model says by its capabilities.
pub trait Model {
    /// The entry's id.
    fn id(&self) -> &'static str;
    /// The units.
    fn space(&self) -> &Space;
    /// A model of its own with the same parameters.
    fn copy(&self) -> Box<dyn Model>;
    /// The parameters, in the order of the conventions.
    fn tensors(&self) -> Vec<Tensor<'_>>;
    /// The same, to write to.
    fn tensors_mut(&mut self) -> Vec<TensorMut<'_>>;

    /// An energy for every state, and the local field of every unit.
    fn energy(&self) -> Option<&dyn Energy> {
        None
    }
    /// Groups of units that are independent given the rest.
    fn blocks(&self) -> Option<&dyn Blocks> {
        None
    }
    /// Two layers without couplings inside a layer: each sums out analytically.
    fn two_layers(&self) -> Option<&dyn TwoLayers> {
        None
    }
    /// Sufficient statistics `−∂E/∂θ`.
    fn statistics(&self) -> Option<&dyn Statistics> {
        None
    }
}

/// Capability: an energy for every state.
pub trait Energy {
    /// `E(x)` of a whole state.
    fn energy(&self, state: &[f32]) -> f64;
    /// The local field of unit `i`: `E(off) − E(on)` for a bit, half of it for a spin.
    fn local_field(&self, i: usize, state: &[f32]) -> f64;
}

/// Capability: blocks of conditionally independent units.
pub trait Blocks {
    /// The blocks, as ranges of units, in the order in which a sweep visits them.
    fn blocks(&self) -> Vec<Range<usize>>;
    /// Local fields of the units of block `block` given the rest of `state`; `out` has one place a unit.
    fn block_fields(&self, block: usize, state: &[f32], out: &mut [f32]);
}

/// Capability: bits in two layers, couplings only between them, `E(v,h) = −b·v − c·h − vᵀWh`.
pub trait TwoLayers {
    /// Visible units, hidden units.
    fn sizes(&self) -> (usize, usize);
    /// `W`, visible × hidden, row-major.
    fn weights(&self) -> &[f32];
    /// `b`, one a visible unit.
    fn visible_bias(&self) -> &[f32];
    /// `c`, one a hidden unit.
    fn hidden_bias(&self) -> &[f32];

    /// `x_j = c_j + Σ_i v_i W_ij` of bits `v`, in double precision.
    fn hidden_fields(&self, visible: &[f32]) -> Vec<f64> {
        let mut fields: Vec<f64> = self.hidden_bias().iter().map(|&c| f64::from(c)).collect();
        for (&v, row) in visible.iter().zip(self.weights().chunks_exact(fields.len())) {
            if v != 0.0 {
                fields.iter_mut().zip(row).for_each(|(x, &w)| *x += f64::from(w));
            }
        }
        fields
    }

    /// `F_T(v) = −b·v − T Σ_j softplus((c_j + (Wᵀv)_j)/T)`, in units of energy; `p(v) = exp(−F_T(v)/T)/Z`.
    fn free_energy(&self, visible: &[f32], temperature: f64) -> f64 {
        let bias = visible.iter().zip(self.visible_bias()).filter(|(v, _)| **v != 0.0);
        let bias: f64 = bias.map(|(_, &b)| f64::from(b)).sum();
        let scaled: Vec<f64> = self.hidden_fields(visible).into_iter().map(|x| x / temperature).collect();
        -bias - temperature * crate::num::softplus_sum(&scaled)
    }
}

/// Capability: energies that are linear in the parameters, `E = −Σ_θ θ s_θ(x)`.
pub trait Statistics {
    /// Adds `s_θ(x) = −∂E/∂θ` to `sums`, one slice a tensor in the order of [`Model::tensors`]. Units that the energy is
    /// linear in may hold their conditional mean instead of a value.
    fn add_statistics(&self, state: &[f32], sums: &mut [Vec<f32>]);
}

/// Copies all parameters of `from` into `to`; both must be of one shape.
pub fn copy_parameters(from: &dyn Model, to: &mut dyn Model) {
    for (target, source) in to.tensors_mut().into_iter().zip(from.tensors()) {
        target.values.copy_from_slice(source.values);
    }
}
