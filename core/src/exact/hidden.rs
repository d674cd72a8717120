//! Hidden units given the visible ones: analytically where they are independent, else by enumeration.

use super::Conditional;
use crate::{
    error::Error,
    models::{Model, layered::Layered, moments::Moments},
    num,
};

/// The hidden units of a model.
pub struct Hidden<'a> {
    how: How<'a>,
    visible: usize,
    temperature: f64,
}

/// How they sum out.
enum How<'a> {
    Independent(Layered<'a>),
    Enumerated(Conditional<'a>),
}

impl<'a> Hidden<'a> {
    /// At most `limit` units are enumerated.
    pub fn new(model: &'a dyn Model, temperature: f64, limit: usize) -> Result<Self, Error> {
        let (visible, units) = (model.space().visible(), model.space().units());
        let how = match model.layered().filter(|layers| layers.couplings(1).is_none()) {
            Some(layers) => How::Independent(layers),
            None => How::Enumerated(Conditional::new(model, visible..units, temperature, limit)?),
        };
        Ok(Self { how, visible, temperature })
    }

    /// How many of them a model leaves to enumerate.
    pub fn left(model: &dyn Model) -> usize {
        let independent = model.layered().is_some_and(|layers| layers.couplings(1).is_none());
        if independent { 0 } else { model.space().units() - model.space().visible() }
    }

    /// `F_T(v) = −T ln Σ_h exp(−E(v,h)/T)` of the visible part of a state.
    pub fn free_energy(&self, state: &[f32]) -> f64 {
        match &self.how {
            How::Independent(layers) => layers.free_energy(&state[..self.visible], self.temperature),
            How::Enumerated(hidden) => -self.temperature * hidden.log_sum(state),
        }
    }

    /// Adds `weight` times the moments of all units given the visible ones to `sums`.
    pub fn add_moments(&self, state: &[f32], weight: f64, sums: &mut Moments) {
        match &self.how {
            How::Independent(layers) => {
                let (visible, values) = (&state[..self.visible], layers.values());
                let hidden = layers
                    .hidden_fields(visible)
                    .into_iter()
                    .map(|x| values.low + values.step * num::sigmoid64(x / self.temperature * values.step));
                let mean: Vec<f64> = visible.iter().map(|&x| f64::from(x)).chain(hidden).collect();
                sums.add(weight, &mean, |i, j| mean[i] * mean[j]);
            }
            How::Enumerated(hidden) => {
                hidden.add_moments(state, weight, sums);
            }
        }
    }
}
