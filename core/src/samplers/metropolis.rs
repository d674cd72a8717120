//! Metropolis: proposes a change and accepts it with `min(1, exp(−ΔE/T))`.
//!
//! Flips propose another value of one unit, evenly. Independent proposals draw a whole state evenly, whatever the present
//! one is (Metropolis–Hastings with a constant proposal); one proposal is one sweep.
//! Metropolis et al. 1953, doi:10.1063/1.1699114; Hastings 1970, doi:10.1093/biomet/57.1.97.

use super::{
    Conditions, Rate, Sampler, discrete,
    units::{Offer, Order, Rule, Units},
};
use crate::{
    error::Error,
    models::{Energy, Model},
    num,
    registry::{Entry, Param},
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "metropolis",
    title: "Metropolis",
    help: "Proposes a change, accepts it if the energy falls, otherwise with exp(−ΔE/T).",
    params: &[
        Param::choice(
            "proposal",
            "Proposal",
            &[("flip", "Another value of one unit"), ("independent", "A new state, whatever the present one")],
            "flip",
        ),
        // A fixed order could repeat itself where every move is accepted, so chance decides.
        Param::choice(
            "scan",
            "Order of units",
            &[
                ("random", "At random"),
                ("systematic", "As they stand"),
                ("checkerboard", "One colour of a checkerboard, then the other"),
            ],
            "random",
        ),
    ],
    build: super::Method::new(|model, values| {
        discrete(ENTRY.id, model)?;
        Ok(Box::new(Metropolis {
            units: Units::new(model),
            order: order(model, values.word("scan"))?,
            independent: values.word("proposal") == "independent",
            proposed: 0,
            accepted: 0,
        }))
    }),
};

/// What a word of `scan` means: a checkerboard's colours are the blocks of independent units.
fn order(model: &dyn Model, scan: &str) -> Result<Order, Error> {
    match (scan, model.blocks()) {
        ("checkerboard", Some(blocks)) => {
            Ok(Order::Listed(blocks.blocks().into_iter().flat_map(|block| block.units).collect()))
        }
        ("checkerboard", None) => Err(Error::Value {
            key: "scan",
            why: crate::say!(
                "a checkerboard needs units of two colours, coupled only with the other colour; a ring of odd length has none"
            ),
        }),
        ("systematic", _) => Ok(Order::Systematic),
        _ => Ok(Order::Random),
    }
}

/// Metropolis with single flips or independent proposals.
pub struct Metropolis {
    units: Units,
    order: Order,
    independent: bool,
    proposed: u64,
    accepted: u64,
}

impl Metropolis {
    fn propose(
        &mut self,
        model: &dyn Model,
        energy: &dyn Energy,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
    ) {
        let mut proposal = model.space().random_state(rng);
        for (i, value) in proposal.iter_mut().enumerate().filter(|(i, _)| !conditions.free(*i)) {
            *value = state[i];
        }
        let cost = energy.energy(&proposal) - energy.energy(state);
        self.proposed += 1;
        if cost <= 0.0 || f64::from(rng.uniform()) < num::exp(-cost / conditions.temperature) {
            self.accepted += 1;
            state.copy_from_slice(&proposal);
        }
    }
}

impl Sampler for Metropolis {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(energy) = model.energy() else { return };
        if self.independent {
            self.propose(model, energy, conditions, state, rng);
        } else {
            self.units.sweep(Rule::Metropolis, &self.order, energy, conditions, state, rng);
        }
        emit("all", state);
    }

    fn rates(&self) -> Vec<Rate> {
        let whole = Rate { name: "acceptance", hits: self.accepted, of: self.proposed };
        vec![if self.independent { whole } else { self.units.rate("acceptance") }]
    }

    fn recount(&mut self) {
        (self.proposed, self.accepted) = (0, 0);
        self.units.recount();
    }

    fn note(&mut self, on: bool) -> Vec<Offer> {
        self.units.note(on)
    }
}
