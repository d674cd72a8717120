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

/// Checks that an n × n tensor is symmetric with zero diagonal.
pub fn check_symmetric(name: &str, n: usize, values: &[f32]) -> Result<(), String> {
    for i in 0..n {
        if values[i * n + i] != 0.0 {
            return Err(format!("tensor '{name}' has {} at ({i}, {i}), its diagonal must be 0", values[i * n + i]));
        }
        for j in i + 1..n {
            let (w, mirrored) = (values[i * n + j], values[j * n + i]);
            if w != mirrored {
                return Err(format!("tensor '{name}' must be symmetric: {w} at ({i}, {j}), {mirrored} at ({j}, {i})"));
            }
        }
    }
    Ok(())
}
