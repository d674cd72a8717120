//! Parallel tempering: one replica a temperature, Gibbs sweeps in each, then swaps of neighbours with
//! `min(1, exp((1/T_a − 1/T_b)(E_a − E_b)))`.
//!
//! The chain is the coldest replica, at the run's `T`; the others belong to the sampler. Even and odd pairs take turns.
//! Hukushima & Nemoto 1996, doi:10.1143/JPSJ.65.1604.

use super::{
    Conditions, Rate, Sampler, discrete,
    ladder::{HOT, LADDER, temperatures},
    units::{Order, Rule, Units},
};
use crate::{
    models::{Energy, Model},
    num,
    registry::Entry,
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "tempering",
    title: "Parallel tempering",
    help: "Replicas at a ladder of temperatures that swap places.",
    params: &[LADDER, HOT],
    build: super::Method::new(|model, values| {
        let automatic = discrete(ENTRY.id, model)?.strongest_field();
        let (rungs, hot) = (values.int("ladder").max(2) as usize, values.float("hot"));
        Ok(Box::new(Tempering { replicas: Replicas::new(model, rungs, hot, automatic) }))
    }),
};

/// Replicas at a ladder of temperatures; the coldest is kept outside.
pub(super) struct Replicas {
    units: Vec<Units>,
    /// States of the rungs above the first.
    warm: Vec<Vec<f32>>,
    hot: f64,
    automatic: f64,
    odd: bool,
    swaps: Vec<(u64, u64)>,
}

impl Replicas {
    pub(super) fn new(model: &dyn Model, rungs: usize, hot: f64, automatic: f64) -> Self {
        let units = (0..rungs).map(|_| Units::new(model)).collect();
        Self { units, warm: Vec::new(), hot, automatic, odd: false, swaps: vec![(0, 0); rungs - 1] }
    }

    /// The temperatures, coldest first.
    pub(super) fn temperatures(&self, temperature: f64) -> Vec<f64> {
        temperatures(temperature, self.hot, self.automatic, self.units.len())
    }

    /// All states, the coldest last taken from `cold`: warm ones start as copies of it.
    pub(super) fn warm(&mut self, cold: &[f32]) -> &mut Vec<Vec<f32>> {
        if self.warm.is_empty() {
            self.warm = vec![cold.to_vec(); self.units.len() - 1];
        }
        &mut self.warm
    }

    /// A Gibbs sweep at every temperature.
    pub(super) fn sweep(&mut self, energy: &dyn Energy, conditions: &Conditions<'_>, cold: &mut [f32], rng: &mut Rng) {
        let temperatures = self.temperatures(conditions.temperature);
        self.warm(cold);
        for (rung, (units, &temperature)) in self.units.iter_mut().zip(&temperatures).enumerate() {
            let conditions = Conditions { temperature, ..*conditions };
            let state = if rung == 0 { &mut *cold } else { &mut self.warm[rung - 1] };
            units.sweep(Rule::Gibbs, &Order::Systematic, energy, &conditions, state, rng);
        }
    }

    /// Offers swaps to the even or odd pairs of neighbours.
    pub(super) fn swap(&mut self, energy: &dyn Energy, temperature: f64, cold: &mut [f32], rng: &mut Rng) {
        let temperatures = self.temperatures(temperature);
        let mut energies: Vec<f64> = vec![energy.energy(cold)];
        energies.extend(self.warm(cold).iter().map(|s| energy.energy(s)));
        for a in (usize::from(self.odd)..energies.len() - 1).step_by(2) {
            let b = a + 1;
            let log = (1.0 / temperatures[a] - 1.0 / temperatures[b]) * (energies[a] - energies[b]);
            self.swaps[a].1 += 1;
            if log >= 0.0 || f64::from(rng.uniform()) < num::exp(log) {
                self.swaps[a].0 += 1;
                if a == 0 {
                    cold.swap_with_slice(&mut self.warm[0]);
                } else {
                    self.warm.swap(a - 1, b - 1);
                }
                // The remembered fields belong to the states, not to the rungs.
                self.units.swap(a, b);
            }
        }
        self.odd = !self.odd;
    }

    /// The rates of all pairs, and the lowest of them.
    pub(super) fn rates(&self) -> Vec<Rate> {
        let all = self.swaps.iter().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
        let worst = self.swaps.iter().min_by(|a, b| (a.0 * b.1.max(1)).cmp(&(b.0 * a.1.max(1)))).copied();
        let (hits, of) = worst.unwrap_or_default();
        vec![Rate { name: "swap_rate", hits: all.0, of: all.1 }, Rate { name: "lowest_swap_rate", hits, of }]
    }

    /// Counts swaps anew.
    pub(super) fn recount(&mut self) {
        self.swaps.fill((0, 0));
    }
}

/// Parallel tempering.
pub struct Tempering {
    replicas: Replicas,
}

impl Sampler for Tempering {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(energy) = model.energy() else { return };
        self.replicas.sweep(energy, conditions, state, rng);
        self.replicas.swap(energy, conditions.temperature, state, rng);
        emit("all", state);
    }

    fn rates(&self) -> Vec<Rate> {
        self.replicas.rates()
    }

    fn recount(&mut self) {
        self.replicas.recount();
    }
}
