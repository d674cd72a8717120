//! What a sampler is: a rule that moves chains towards a model's law `p(x) ∝ exp(−E(x)/T)`.
//!
//! To add a sampler: one file here and one line in [`SAMPLERS`]. The contract test runs every entry.

pub mod block_gibbs;
pub mod gibbs;

use crate::{error::Error, models::Model, registry::Entry, rng::Rng};

/// How an entry makes its sampler; it refuses a model that it does not fit.
pub type Build = fn(&dyn Model) -> Result<Box<dyn Sampler>, Error>;

/// All samplers.
pub static SAMPLERS: &[&Entry<Build>] = &[&block_gibbs::ENTRY, &gibbs::ENTRY];

/// What a sampler may look at while it moves a chain.
pub struct Conditions<'a> {
    /// Temperature, > 0.
    pub temperature: f64,
    /// Units that keep their value, one flag a unit of the state; `None` frees all.
    pub clamped: Option<&'a [bool]>,
}

impl Conditions<'_> {
    fn free(&self, i: usize) -> bool {
        self.clamped.is_none_or(|c| !c[i])
    }
}

/// A rule that moves chains.
pub trait Sampler {
    /// One sweep of one chain: as many offered moves as there are units, or one pass over all blocks. `emit` is told of
    /// every part of the sweep by its name and the state after it.
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    );
}
