//! Swendsen–Wang: bonds between units that satisfy their coupling, `p = 1 − exp(−2 w_ij σ_i σ_j/T)`; every cluster is flipped
//! with probability ½.
//!
//! Biases couple to a ghost spin that never flips: a cluster that is bonded to it stays, as does one with a clamped unit. Valid
//! for every pairwise model of spins, fast for ferromagnets. Swendsen & Wang 1987, doi:10.1103/PhysRevLett.58.86.

use super::{Conditions, Rate, Sampler, clusters::Clusters, spins};
use crate::{models::Model, num, registry::Entry, rng::Rng};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "swendsen-wang",
    title: "Swendsen–Wang clusters",
    help: "Bonds satisfied pairs by chance and flips every cluster by a coin.",
    params: &[],
    build: super::Method::new(|model, _| {
        spins(ENTRY.id, model)?;
        Ok(Box::new(SwendsenWang { clusters: Clusters::default(), flipped: 0, of: 0 }))
    }),
};

/// One pass over all bonds and clusters a sweep.
pub struct SwendsenWang {
    clusters: Clusters,
    flipped: u64,
    of: u64,
}

/// Whether a bond forms: with probability `1 − exp(−2 gain/T)` where the pair gains energy by being as it is.
pub(super) fn bonded(gain: f64, temperature: f64, rng: &mut Rng) -> bool {
    gain > 0.0 && f64::from(rng.uniform()) >= num::exp(-2.0 * gain / temperature)
}

impl Sampler for SwendsenWang {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(model) = model.pairwise() else { return };
        let n = state.len();
        // Unit n is the ghost.
        self.clusters.reset(n + 1);
        for i in 0..n {
            let held = !conditions.free(i);
            let bias = f64::from(model.bias()[i] * state[i]);
            if held || bonded(bias, conditions.temperature, rng) {
                self.clusters.join(i, n);
            }
            for (j, w) in model.couplings().of(i).filter(|&(j, _)| j > i) {
                if bonded(f64::from(w * state[i] * state[j]), conditions.temperature, rng) {
                    self.clusters.join(i, j);
                }
            }
        }
        let still = self.clusters.root(n);
        let mut coins = vec![false; n];
        for i in 0..n {
            let root = self.clusters.root(i);
            if root == i {
                coins[i] = rng.word() >> 31 == 1 && root != still;
            }
            self.of += 1;
            // A root is the smallest unit of its cluster: its coin has been tossed.
            if root != n && coins[root] {
                state[i] = -state[i];
                self.flipped += 1;
            }
        }
        emit("clusters", state);
    }

    fn rates(&self) -> Vec<Rate> {
        vec![Rate { name: "flip_rate", hits: self.flipped, of: self.of }]
    }

    fn recount(&mut self) {
        (self.of, self.flipped) = (0, 0);
    }
}
