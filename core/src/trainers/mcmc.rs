//! The learning rule of Boltzmann machines: both phases by Gibbs sampling from random starts.
//!
//! Clamped phase: the visible units hold an example, the hidden ones start at random. Free phase: all units start at random,
//! as many chains as the mini-batch has examples. Either runs `k` sweeps; statistics are averaged over the second half of
//! them. As `k` grows the update approaches the gradient, whatever the couplings are.
//! Ackley, Hinton & Sejnowski 1985, doi:10.1207/s15516709cog0901_7.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{
    error::Error,
    models::Model,
    registry::{Entry, Param},
    rng::Rng,
    samplers::{
        Conditions,
        units::{Order, Rule as Move, Units},
    },
};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "mcmc",
    title: "Both phases by Gibbs sampling",
    help: "Clamped, then free chains from random starts: the rule of Boltzmann machines.",
    params: &[
        Param::int("k", "Gibbs sweeps k", 1, 1000, 20)
            .log()
            .live()
            .help("Sweeps of each phase; the second half is averaged."),
        super::RATE,
        super::BATCH,
        super::MOMENTUM,
        super::DECAY,
    ],
    build: Rule {
        learner: |model, _, _| {
            chain::check(model, ENTRY.id)?;
            Ok(Ascent::learner(model, FreshChains))
        },
        engine: None,
        needs_data: true,
        keeps_chains: false,
        whole_data: false,
        unit_limit: None,
    },
};

/// Expectations of chains that start anew in every update.
pub struct FreshChains;

impl Expectations for FreshChains {
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let (energy, statistics) = chain::capabilities(model, ENTRY.id)?;
        let visible = chain::visible_units(model);
        let none = vec![false; visible.len()];
        let mut phase = |clamped: &[bool]| {
            let mut phase = Phase::zeros(model);
            let conditions = Conditions { clamped: Some(clamped), ..Conditions::at(settings.temperature) };
            for mut state in batch.data.states_on(model.space(), batch.examples) {
                chain::randomise(model, clamped, &mut state, rng);
                let mut units = Units::new(model);
                for sweep in 0..settings.k {
                    units.sweep(Move::Gibbs, &Order::Systematic, energy, &conditions, &mut state, rng);
                    if sweep >= settings.k / 2 {
                        statistics.add_statistics(&state, &mut phase.sums);
                        phase.count += 1.0;
                    }
                }
            }
            phase
        };
        Ok((phase(&visible), phase(&none)))
    }
}
