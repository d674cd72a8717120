//! Two spins: `E(σ) = −b1 σ1 − b2 σ2 − w σ1 σ2`. With `b = 0`, `⟨σ1 σ2⟩ = tanh(w/T)`.

use super::{
    couplings::{Couplings, Edge},
    pairwise::Pairwise,
};
use crate::registry::{Entry, Param};

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "two-spins",
    title: "Two spins",
    help: "Two spins with one coupling: four states.",
    params: &[
        Param::float("w", "Coupling w", -100.0, 100.0, 1.0).help("Positive: equal spins have the lower energy."),
        Param::float("b1", "Bias of spin 1", -100.0, 100.0, 0.0),
        Param::float("b2", "Bias of spin 2", -100.0, 100.0, 0.0),
    ],
    build: super::Recipe::new(|shape| {
        let number = |key| shape.values.float(key) as f32;
        let couplings = Couplings::new(2, [Edge { i: 0, j: 1, w: number("w") }]);
        Ok(Box::new(Pairwise::new(ENTRY.id, couplings, vec![number("b1"), number("b2")])))
    }),
};
