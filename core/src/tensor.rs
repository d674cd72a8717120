//! A model's parameters as named tensors: what digests, safetensors files and trainers share.

use std::borrow::Cow;

/// A parameter tensor, row-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor<'a> {
    /// The name in the conventions: `W`, `b`, `c`.
    pub name: &'static str,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its values, row-major.
    pub values: Cow<'a, [f32]>,
}

/// The same, to be written to.
#[derive(Debug)]
pub struct TensorMut<'a> {
    /// The name in the conventions.
    pub name: &'static str,
    /// True for couplings, which weight decay shrinks; false for biases.
    pub decays: bool,
    /// Its values, row-major.
    pub values: &'a mut [f32],
}
