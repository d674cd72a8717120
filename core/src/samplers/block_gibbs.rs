//! Block Gibbs: draws all units of a block at once from their exact conditional, block after block.
//!
//! `p(s_i = 1 given the rest) = sigmoid(x_i/T)` for bits, `sigmoid(2 x_i/T)` for spins: a unit goes on when a uniform number
//! is below that. For an RBM a sweep is the hidden layer, then the visible one; for a lattice one colour of the
//! checkerboard, then the other. Geman & Geman 1984, doi:10.1109/TPAMI.1984.4767596.

use super::{Conditions, Sampler};
use crate::{
    error::Error,
    models::{Block, Model},
    num,
    registry::Entry,
    rng::Rng,
    space::Alphabet,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "block-gibbs",
    title: "Block Gibbs",
    help: "All units of a layer, or of one colour of a checkerboard, at once.",
    params: &[],
    build: super::Method::new(|model, _| {
        let binary = matches!(model.space().common_alphabet(), Some(Alphabet::Bit | Alphabet::Spin));
        match model.blocks().filter(|_| binary) {
            Some(blocks) => Ok(Box::new(BlockGibbs {
                blocks: blocks.blocks(),
                spins: model.space().common_alphabet() == Some(Alphabet::Spin),
                fields: Vec::new(),
                uniforms: Vec::new(),
            })),
            None => Err(Error::Misfit {
                method: ENTRY.id,
                model: model.id(),
                why: crate::phrase!(
                    "its units do not fall into two independent blocks (couplings inside a layer, or a ring of odd length)"
                ),
            }),
        }
    }),
};

/// Block Gibbs on bits or spins, with its scratch space.
pub struct BlockGibbs {
    blocks: Vec<Block>,
    spins: bool,
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
        let Some(model) = model.blocks() else { return };
        let (gap, off) = if self.spins { (2.0, -1.0) } else { (1.0, 0.0) };
        let scale = (gap / conditions.temperature) as f32;
        for (index, block) in self.blocks.iter().enumerate() {
            self.fields.resize(block.units.len(), 0.0);
            self.uniforms.resize(block.units.len(), 0.0);
            model.block_fields(index, state, &mut self.fields);
            rng.fill_uniform(&mut self.uniforms);
            for ((&i, &x), &u) in block.units.iter().zip(&self.fields).zip(&self.uniforms) {
                if conditions.free(i) {
                    state[i] = if u < num::sigmoid(x * scale) { 1.0 } else { off };
                }
            }
            emit(block.name, state);
        }
    }
}
