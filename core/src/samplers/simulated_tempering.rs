//! Simulated tempering: one chain walks over a ladder of temperatures, `p(x, k) ∝ exp(−E(x)/T_k + g_k)`.
//!
//! The weights `g_k` are learned first, so that every temperature is visited about as often (Robbins–Monro steps that
//! shrink as 1/t), and are then held. A sweep of the chain lasts until the walker is back at the run's `T`: states at
//! these returns have the law `exp(−E/T)/Z`, whatever the weights. Marinari & Parisi 1992, doi:10.1209/0295-5075/19/6/002.

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

/// Moves a rung by which weights are learned.
const LEARNING: u64 = 200;
/// Moves a rung after which a walk that does not return is given up; the chain then stays where it was.
const PATIENCE: u64 = 10_000;

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "simulated-tempering",
    title: "Simulated tempering",
    help: "One chain that walks over a ladder of temperatures and back.",
    params: &[LADDER, HOT],
    build: super::Method::new(|model, values| {
        let automatic = discrete(ENTRY.id, model)?.strongest_field();
        let rungs = values.int("ladder").max(2) as usize;
        Ok(Box::new(SimulatedTempering {
            units: Units::new(model),
            weights: vec![0.0; rungs],
            learned_at: 0.0,
            hot: values.float("hot"),
            automatic,
            steps: (0, 0),
            walks: (0, 0),
        }))
    }),
};

/// A walker on a ladder.
pub struct SimulatedTempering {
    units: Units,
    weights: Vec<f64>,
    /// The temperature that the weights were learned for.
    learned_at: f64,
    hot: f64,
    automatic: f64,
    steps: (u64, u64),
    walks: (u64, u64),
}

impl SimulatedTempering {
    /// A Gibbs sweep at rung `k`, then an offer to go one rung up or down; the rung after it.
    fn step(
        &mut self,
        energy: &dyn Energy,
        conditions: &Conditions<'_>,
        ladder: &[f64],
        k: usize,
        state: &mut [f32],
        rng: &mut Rng,
    ) -> usize {
        let here = Conditions { temperature: ladder[k], ..*conditions };
        self.units.sweep(Rule::Gibbs, &Order::Systematic, energy, &here, state, rng);
        let up = rng.word() >> 31 == 1;
        let next = if up { k + 1 } else { k.wrapping_sub(1) };
        self.steps.1 += 1;
        if next >= ladder.len() {
            return k;
        }
        let log = energy.energy(state) * (1.0 / ladder[k] - 1.0 / ladder[next]) + self.weights[next] - self.weights[k];
        if log >= 0.0 || f64::from(rng.uniform()) < num::exp(log) {
            self.steps.0 += 1;
            return next;
        }
        k
    }

    fn learn(
        &mut self,
        energy: &dyn Energy,
        conditions: &Conditions<'_>,
        ladder: &[f64],
        state: &mut [f32],
        rng: &mut Rng,
    ) {
        let rungs = ladder.len();
        self.weights.fill(0.0);
        let mut k = 0;
        // Where E is large, ln Z falls with T as −⟨E⟩ changes of 1/T: a first guess from the energy at every rung.
        for rung in (0..rungs - 1).rev() {
            let here = Conditions { temperature: ladder[rung + 1], ..*conditions };
            (0..5).for_each(|_| self.units.sweep(Rule::Gibbs, &Order::Systematic, energy, &here, state, rng));
            let mean = energy.energy(state);
            self.weights[rung] = self.weights[rung + 1] + mean * (1.0 / ladder[rung] - 1.0 / ladder[rung + 1]);
        }
        let moves = LEARNING * rungs as u64;
        for t in 0..moves {
            k = self.step(energy, conditions, ladder, k, state, rng);
            // Less for the rung it is on, by a step that shrinks once every rung may have been met.
            self.weights[k] -= rungs as f64 / (10 * rungs as u64).max(t) as f64;
        }
        self.learned_at = conditions.temperature;
        self.steps = (0, 0);
    }
}

impl Sampler for SimulatedTempering {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(energy) = model.energy() else { return };
        let rungs = self.weights.len();
        let ladder = temperatures(conditions.temperature, self.hot, self.automatic, rungs);
        let mut walker = state.to_vec();
        if self.learned_at != conditions.temperature {
            self.learn(energy, conditions, &ladder, &mut walker, rng);
            walker.copy_from_slice(state);
        }
        let mut k = 0;
        for _ in 0..PATIENCE * rungs as u64 {
            k = self.step(energy, conditions, &ladder, k, &mut walker, rng);
            if k == 0 {
                break;
            }
        }
        self.walks.1 += 1;
        if k == 0 {
            self.walks.0 += 1;
            state.copy_from_slice(&walker);
        }
        emit("all", state);
    }

    fn rates(&self) -> Vec<Rate> {
        vec![
            Rate { name: "ladder_rate", hits: self.steps.0, of: self.steps.1 },
            Rate { name: "return_rate", hits: self.walks.0, of: self.walks.1 },
        ]
    }

    fn recount(&mut self) {
        (self.steps, self.walks) = ((0, 0), (0, 0));
    }
}
