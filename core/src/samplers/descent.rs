//! Descent, Metropolis at `T = 0`: every unit takes the value of lowest energy, and stays where no other is lower.
//!
//! Ends in a local minimum, which it never leaves; it samples no law. Recall of a Hopfield network is this rule.

use super::{
    Conditions, Rate, Sampler, discrete,
    gibbs::{SCAN, order},
    units::{Order, Rule, Units},
};
use crate::{models::Model, registry::Entry, rng::Rng};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "descent",
    title: "Descent (T = 0)",
    help: "Every unit takes the value of lowest energy, until nothing changes.",
    params: &[SCAN],
    build: super::Method::new(|model, values| {
        discrete(ENTRY.id, model)?;
        Ok(Box::new(Descent { units: Units::new(model), order: order(values.word("scan")) }))
    })
    .without_law(),
};

/// Zero-temperature dynamics.
pub struct Descent {
    units: Units,
    order: Order,
}

impl Sampler for Descent {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(energy) = model.energy() else { return };
        self.units.sweep(Rule::Descent, &self.order, energy, conditions, state, rng);
        emit("all", state);
    }

    fn rates(&self) -> Vec<Rate> {
        vec![self.units.rate("flip_rate")]
    }
}
