//! What a model is: parameters on a space of units, and small capabilities that say what can be computed.
//!
//! To add a model: one file here that implements [`Model`] and the capabilities it has, and one line in [`MODELS`].

pub mod boltzmann;
pub mod couplings;
pub mod dense;
pub mod dense_hopfield;
pub mod hopfield;
pub mod ising;
pub mod kbody;
pub mod layered;
pub mod levels;
pub mod moments;
pub mod numbers;
pub mod pairwise;
pub mod rbm;
pub mod spin_glass;
pub mod two_spins;

use crate::{
    data::Dataset,
    error::Error,
    instance::EdgeList,
    models::layered::Layered,
    registry::{Entry, Values, of_build},
    space::{Alphabet, Space},
    tensor::{Tensor, TensorMut},
};

/// What a model is built from: the experiment's values, and what the data say.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    /// The experiment's parameters.
    pub values: &'a dyn Values,
    /// Visible units: of the data, or as the link says; 0 where the model has another way to say it.
    pub visible: usize,
    /// The mean of each visible unit over the data, where there are data.
    pub marginals: Option<&'a [f64]>,
    /// The data, where there are any.
    pub data: Option<&'a Dataset>,
    /// Couplings from a file, where there are any.
    pub instance: Option<&'a EdgeList>,
}

/// How an entry makes its model.
pub type Build = fn(Shape<'_>) -> Result<Box<dyn Model>, Error>;

/// A model as its entry describes it.
pub struct Recipe {
    /// Makes it.
    pub make: Build,
    /// Whether it takes couplings from an edge list.
    pub takes_instance: bool,
    /// Whether it is two layers of bits without couplings inside: one that learns pictures and repairs them layer by layer.
    pub is_restricted: bool,
}

impl Recipe {
    /// One that needs no file.
    const fn new(make: Build) -> Self {
        Self { make, takes_instance: false, is_restricted: false }
    }
    /// It takes an edge list.
    const fn with_instance(self) -> Self {
        Self { takes_instance: true, ..self }
    }
    /// It is restricted.
    const fn restricted(self) -> Self {
        Self { is_restricted: true, ..self }
    }
}

/// All models.
pub static MODELS: &[&Entry<Recipe>] = of_build(
    &[&rbm::ENTRY],
    &[
        &rbm::ENTRY,
        &boltzmann::ENTRY,
        &levels::ENTRY,
        &two_spins::ENTRY,
        &ising::ENTRY,
        &hopfield::ENTRY,
        &dense_hopfield::ENTRY,
        &spin_glass::ENTRY,
    ],
);

/// Finds a tensor by its name: its shape and its values, row-major; or says why there is none.
pub type Find<'a> = dyn Fn(&str) -> Result<(Vec<usize>, Vec<f32>), String> + 'a;

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
    /// The same, to write to, for models that learn; empty for the others.
    fn tensors_mut(&mut self) -> Vec<TensorMut<'_>> {
        Vec::new()
    }
    /// Takes parameters from elsewhere, one tensor a name; says what does not fit.
    fn load(&mut self, find: &Find<'_>) -> Result<(), String>;

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
    /// Two layers of binary units of which at least one may sum out, as far as its own couplings are 0.
    fn layered(&self) -> Option<Layered<'_>> {
        None
    }
    /// Patterns of spins that it stores, ±1; empty where it stores none.
    fn patterns(&self) -> &[Vec<i8>] {
        &[]
    }
    /// Spins with pair couplings.
    fn pairwise(&self) -> Option<&pairwise::Pairwise> {
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

    /// Numbers that make [`Energy::field`] cheap, such as all local fields; empty where there is nothing to gain.
    fn memory(&self, _state: &[f32]) -> Vec<f64> {
        Vec::new()
    }
    /// The local field of unit `i`, with the help of the memory of this state.
    fn field(&self, i: usize, state: &[f32], _memory: &[f64]) -> f64 {
        self.local_field(i, state)
    }
    /// Brings the memory up to date after unit `i` went from `old` to its value in `state`.
    fn moved(&self, _i: usize, _old: f32, _state: &[f32], _memory: &mut [f64]) {}
    /// `E` with unit `i` at `value`, minus `E` of the state: linear in the value for spins and bits.
    fn change(&self, i: usize, value: f32, state: &[f32], memory: &[f64]) -> f64 {
        f64::from(state[i] - value) * self.field(i, state, memory)
    }
    /// The largest `|field|` a unit can have: above this temperature units are nearly free.
    fn strongest_field(&self) -> f64;
}

/// Units that are independent given the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What they are together: a layer, a half of a lattice.
    pub name: &'static str,
    /// Which units, ascending.
    pub units: Vec<usize>,
}

/// Capability: blocks of conditionally independent units.
pub trait Blocks {
    /// The blocks, in the order in which a sweep visits them.
    fn blocks(&self) -> Vec<Block>;
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

    /// The same for sums over states.
    fn layered(&self) -> Layered<'_> {
        Layered::new(Alphabet::Bit, self.weights(), [self.visible_bias(), self.hidden_bias()], [None, None])
    }
    /// [`Layered::hidden_fields`].
    fn hidden_fields(&self, visible: &[f32]) -> Vec<f64> {
        self.layered().hidden_fields(visible)
    }
    /// [`Layered::free_energy`].
    fn free_energy(&self, visible: &[f32], temperature: f64) -> f64 {
        self.layered().free_energy(visible, temperature)
    }
}

/// Capability: energies that are linear in the parameters, `E = −Σ_θ θ s_θ(x)`.
pub trait Statistics {
    /// Adds `s_θ(x) = −∂E/∂θ` to `sums`, one slice a tensor in the order of [`Model::tensors`]. Units that the energy is
    /// linear in may hold their conditional mean instead of a value.
    fn add_statistics(&self, state: &[f32], sums: &mut [Vec<f32>]);
    /// `⟨s_θ⟩` from the moments of a law, one vector a tensor.
    fn of_moments(&self, moments: &moments::Moments) -> Vec<Vec<f32>>;
}

/// Takes every tensor of a model from elsewhere, in its own shape.
pub fn load_tensors(model: &mut dyn Model, find: &Find<'_>) -> Result<(), String> {
    let shapes: Vec<Vec<usize>> = model.tensors().into_iter().map(|t| t.shape).collect();
    for (target, expected) in model.tensors_mut().into_iter().zip(shapes) {
        let (shape, values) = find(target.name)?;
        if shape != expected {
            return Err(format!("tensor '{}' has shape {shape:?}, it must be {expected:?}", target.name));
        }
        target.values.copy_from_slice(&values);
    }
    Ok(())
}

/// Biases of independent units with these means of pictures: `T logit(p)` of bits, half of it of spins.
///
/// Means are drawn towards ½ by one example in a hundred, so that a unit that never changes has a finite bias.
pub fn independent_biases(marginals: &[f64], alphabet: Alphabet, temperature: f64) -> Vec<f32> {
    let scale = if alphabet == Alphabet::Spin { 0.5 * temperature } else { temperature };
    let bias = |&p: &f64| {
        let p = 0.99 * p + 0.005;
        (scale * crate::num::ln(p / (1.0 - p))) as f32
    };
    marginals.iter().map(bias).collect()
}

/// Copies all parameters of `from` into `to`; both must be of one shape.
pub fn copy_parameters(from: &dyn Model, to: &mut dyn Model) {
    for (target, source) in to.tensors_mut().into_iter().zip(from.tensors()) {
        target.values.copy_from_slice(&source.values);
    }
}
