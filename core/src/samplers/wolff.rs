//! Wolff: grows one cluster from a random unit by bonds of `p = 1 − exp(−2 w_ij σ_i σ_j/T)`, and flips it.
//!
//! A cluster that bonds to the ghost spin of the biases, or that holds a clamped unit, stays as it is. Valid for every pairwise
//! model of spins. Wolff 1989, doi:10.1103/PhysRevLett.62.361.

use super::{Conditions, Rate, Sampler, spins, swendsen_wang::bonded};
use crate::{models::Model, registry::Entry, rng::Rng};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "wolff",
    title: "Wolff cluster",
    help: "Grows one cluster from a random unit and flips it.",
    params: &[],
    build: super::Method::new(|model, _| {
        spins(ENTRY.id, model)?;
        Ok(Box::new(Wolff { inside: Vec::new(), stack: Vec::new(), clusters: 0, flipped: 0 }))
    }),
};

/// One cluster a sweep.
pub struct Wolff {
    inside: Vec<bool>,
    stack: Vec<usize>,
    clusters: u64,
    flipped: u64,
}

impl Sampler for Wolff {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(model) = model.pairwise() else { return };
        self.inside.clear();
        self.inside.resize(state.len(), false);
        let seed = rng.below(state.len() as u32) as usize;
        self.inside[seed] = true;
        self.stack.clear();
        self.stack.push(seed);
        let mut cluster = Vec::new();
        let mut held = false;
        while let Some(i) = self.stack.pop() {
            cluster.push(i);
            // The whole cluster is grown even when it cannot flip: the work, not the law, would differ.
            let bias = f64::from(model.bias()[i] * state[i]);
            held |= !conditions.free(i) || bonded(bias, conditions.temperature, rng);
            for (j, w) in model.couplings().of(i) {
                let gain = f64::from(w * state[i] * state[j]);
                if !self.inside[j] && bonded(gain, conditions.temperature, rng) {
                    self.inside[j] = true;
                    self.stack.push(j);
                }
            }
        }
        self.clusters += 1;
        if !held {
            self.flipped += 1;
            cluster.into_iter().for_each(|i| state[i] = -state[i]);
        }
        emit("cluster", state);
    }

    fn rates(&self) -> Vec<Rate> {
        vec![Rate { name: "acceptance", hits: self.flipped, of: self.clusters }]
    }

    fn recount(&mut self) {
        (self.clusters, self.flipped) = (0, 0);
    }
}
