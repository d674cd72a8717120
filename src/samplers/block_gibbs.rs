//! Block Gibbs: draws all units of a block at once from their exact conditional, block after block.
//!
//! `p(s_i = 1 given the rest) = sigmoid(x_i/T)`: a unit goes on when a uniform number is below that. For an RBM a sweep is
//! the hidden layer, then the visible one. Geman & Geman 1984, doi:10.1109/TPAMI.1984.4767596.

use super::{Conditions, Sampler};
use crate::{error::Error, models::Model, num, registry::Entry, rng::Rng, space::Alphabet};

/// The registry's entry.
pub static ENTRY: Entry<super::Build> = Entry {
    id: "block-gibbs",
    title: "Block Gibbs",
    help: "All units of a layer at once, layer after layer.",
    params: &[],
    build: |model| match model.blocks() {
        Some(_) if model.space().layers.iter().all(|l| l.alphabet == Alphabet::Bit) => {
            Ok(Box::new(BlockGibbs { fields: Vec::new(), uniforms: Vec::new() }))
        }
        _ => {
            Err(Error::Misfit { method: "block-gibbs", model: model.id(), why: "it has no independent blocks of bits" })
        }
    },
};

/// Block Gibbs on bits, with its scratch space.
pub struct BlockGibbs {
    fields: Vec<f32>,
    uniforms: Vec<f32>,
}

impl Sampler for BlockGibbs {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(blocks) = model.blocks() else { return };
        let beta = (1.0 / conditions.temperature) as f32;
        for (index, units) in blocks.blocks().into_iter().enumerate() {
            self.fields.resize(units.len(), 0.0);
            self.uniforms.resize(units.len(), 0.0);
            blocks.block_fields(index, state, &mut self.fields);
            rng.fill_uniform(&mut self.uniforms);
            let name = if units.start == 0 { "visible" } else { "hidden" };
            for ((i, &x), &u) in units.zip(&self.fields).zip(&self.uniforms) {
                if conditions.free(i) {
                    state[i] = f32::from(u8::from(u < num::sigmoid(x * beta)));
                }
            }
            emit(name, state);
        }
    }
}
