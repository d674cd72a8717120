//! Descent, Metropolis at `T = 0`: every unit takes the value of lowest energy, and stays where no other is lower.
//!
//! Ends in a local minimum, which it never leaves; it samples no law. Recall of a Hopfield network is this rule.

use super::{
    discrete,
    gibbs::{OneByOne, SCAN},
    units::Rule,
};
use crate::registry::Entry;

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "descent",
    title: "Descent (T = 0)",
    help: "Every unit takes the value of lowest energy, until nothing changes.",
    params: &[SCAN],
    build: super::Method::new(|model, values| {
        discrete(ENTRY.id, model)?;
        Ok(Box::new(OneByOne::new(model, values.word("scan"), Rule::Descent)))
    })
    .without_law(),
};
