//! Gibbs: draws one unit after another from its exact conditional.
//!
//! `p(σ_i = +1 given the rest) = sigmoid(2 x_i/T)` for spins, `sigmoid(x_i/T)` for bits, `∝ exp(−E/T)` over the values of a
//! unit on levels. Leaves `p(x) ∝ exp(−E(x)/T)` unchanged for every model of discrete units, whatever its couplings.
//! Geman & Geman 1984, doi:10.1109/TPAMI.1984.4767596.

use super::{
    Conditions, Rate, Sampler, discrete,
    units::{Offer, Order, Rule, Units},
};
use crate::{
    models::Model,
    registry::{Entry, Param},
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "gibbs",
    title: "Gibbs",
    help: "One unit after another, each from its exact conditional.",
    params: &[SCAN],
    build: super::Method::new(|model, values| {
        discrete(ENTRY.id, model)?;
        Ok(Box::new(OneByOne::new(model, values.word("scan"), Rule::Gibbs)))
    }),
};

/// In which order units are offered a move.
pub const SCAN: Param =
    Param::choice("scan", "Order of units", &[("systematic", "As they stand"), ("random", "At random")], "systematic");

/// Units that are offered one move after another by a rule, in an order of [`SCAN`].
pub struct OneByOne {
    units: Units,
    order: Order,
    rule: Rule,
}

impl OneByOne {
    /// For a model; `scan` is a word of [`SCAN`].
    pub fn new(model: &dyn Model, scan: &str, rule: Rule) -> Self {
        let order = if scan == "random" { Order::Random } else { Order::Systematic };
        Self { units: Units::new(model), order, rule }
    }
}

impl Sampler for OneByOne {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(energy) = model.energy() else { return };
        self.units.sweep(self.rule, &self.order, energy, conditions, state, rng);
        emit("all", state);
    }

    fn rates(&self) -> Vec<Rate> {
        vec![self.units.rate("flip_rate")]
    }

    fn recount(&mut self) {
        self.units.recount();
    }

    fn note(&mut self, on: bool) -> Vec<Offer> {
        self.units.note(on)
    }
}
