//! Houdayer's cluster move: two replicas at one temperature exchange a connected cluster of the units in which they differ.
//!
//! The exchange leaves `E_a + E_b` unchanged and so is always accepted. It can't stand alone (it keeps the overlap's pairs), so
//! a sweep is Gibbs in every replica of two tempering ladders, one exchange at every temperature, then swaps. Clusters
//! percolate in three dimensions and where all are coupled: `cluster_size` shows it. Houdayer 2001, doi:10.1007/PL00011151.

use super::{
    Conditions, Rate, Sampler, discrete,
    ladder::{HOT, LADDER},
    spins,
    tempering::Replicas,
};
use crate::{
    models::{Model, pairwise::Pairwise},
    registry::Entry,
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "houdayer",
    title: "Houdayer clusters",
    help: "Two tempering ladders whose replicas exchange clusters of unequal units.",
    params: &[LADDER, HOT],
    build: super::Method::new(|model, values| {
        spins(ENTRY.id, model)?;
        let automatic = discrete(ENTRY.id, model)?.strongest_field();
        let (rungs, hot) = (values.int("ladder").max(2) as usize, values.float("hot"));
        let ladder = || Replicas::new(model, rungs, hot, automatic);
        Ok(Box::new(Houdayer { ladders: [ladder(), ladder()], twin: Vec::new(), moved: 0, of: 0 }))
    }),
};

/// Two ladders of replicas; the chain is the coldest of the first.
pub struct Houdayer {
    ladders: [Replicas; 2],
    /// The coldest replica of the second ladder.
    twin: Vec<f32>,
    moved: u64,
    of: u64,
}

/// Exchanges the cluster of a random unit in which `a` and `b` differ; returns its size.
fn exchange(model: &Pairwise, conditions: &Conditions<'_>, a: &mut [f32], b: &mut [f32], rng: &mut Rng) -> u64 {
    let different: Vec<usize> = (0..a.len()).filter(|&i| a[i] != b[i] && conditions.free(i)).collect();
    if different.is_empty() {
        return 0;
    }
    let seed = different[rng.below(different.len() as u32) as usize];
    let mut stack = vec![seed];
    std::mem::swap(&mut a[seed], &mut b[seed]);
    let mut inside = vec![false; a.len()];
    inside[seed] = true;
    let mut size = 0;
    while let Some(i) = stack.pop() {
        size += 1;
        for (j, _) in model.couplings().of(i).filter(|(_, w)| *w != 0.0) {
            if !inside[j] && a[j] != b[j] {
                inside[j] = true;
                std::mem::swap(&mut a[j], &mut b[j]);
                stack.push(j);
            }
        }
    }
    size
}

impl Sampler for Houdayer {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let (Some(energy), Some(pairwise)) = (model.energy(), model.pairwise()) else { return };
        if self.twin.is_empty() {
            self.twin = state.to_vec();
        }
        let [first, second] = &mut self.ladders;
        first.sweep(energy, conditions, state, rng);
        second.sweep(energy, conditions, &mut self.twin, rng);
        let mut size = exchange(pairwise, conditions, state, &mut self.twin, rng);
        let others = second.warm(&self.twin);
        for (a, b) in first.warm(state).iter_mut().zip(others.iter_mut()) {
            size += exchange(pairwise, conditions, a, b, rng);
        }
        self.moved += size;
        self.of += (1 + others.len() as u64) * state.len() as u64;
        first.swap(energy, conditions.temperature, state, rng);
        second.swap(energy, conditions.temperature, &mut self.twin, rng);
        emit("all", state);
    }

    fn rates(&self) -> Vec<Rate> {
        let mut rates = self.ladders[0].rates();
        rates.push(Rate { name: "cluster_size", hits: self.moved, of: self.of });
        rates
    }

    fn recount(&mut self) {
        (self.of, self.moved) = (0, 0);
        self.ladders.iter_mut().for_each(|ladder| ladder.recount());
    }
}
