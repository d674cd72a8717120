//! Gibbs: draws one unit after another from its exact conditional, in the order of the state.
//!
//! `p(s_i = 1 given the rest) = sigmoid(x_i/T)`. Leaves `p(x) ∝ exp(−E(x)/T)` unchanged for every model with local
//! fields, whatever its couplings.

use super::{Conditions, Sampler};
use crate::{error::Error, models::Model, num, registry::Entry, rng::Rng, space::Alphabet};

/// The registry's entry.
pub static ENTRY: Entry<super::Build> = Entry {
    id: "gibbs",
    title: "Gibbs",
    help: "One unit after another, each from its exact conditional.",
    params: &[],
    build: |model| match model.energy() {
        Some(_) if model.space().layers.iter().all(|l| l.alphabet == Alphabet::Bit) => Ok(Box::new(Gibbs)),
        _ => Err(Error::Misfit { method: "gibbs", model: model.id(), why: "it has no local fields on bits" }),
    },
};

/// Systematic single-unit Gibbs on bits.
pub struct Gibbs;

impl Sampler for Gibbs {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(energy) = model.energy() else { return };
        for i in 0..state.len() {
            let u = rng.uniform();
            if conditions.free(i) {
                let p = num::sigmoid64(energy.local_field(i, state) / conditions.temperature);
                state[i] = f32::from(u8::from(f64::from(u) < p));
            }
        }
        emit("all", state);
    }
}
