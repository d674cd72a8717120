//! Unlearning: quench from a random state to a minimum `s`, then `w_ij ← w_ij − (ε/N) s_i s_j` off the diagonal; repeat.
//!
//! Minima of wide basins are met often and lose depth, spurious ones above all: a little unlearning raises the capacity, too
//! much destroys every memory. One update is `rounds` rounds. With `quench=together` the quenches of an update all see the
//! same couplings, which then take all the steps at once.
//! Hopfield, Feinstein & Palmer 1983, doi:10.1038/304158a0; van Hemmen et al. 1990, doi:10.1209/0295-5075/13/6/009.

use super::{Batch, Learner, Rule, Settings, hebb};
use crate::{
    error::Error,
    models::{Model, dense::Dense},
    registry::{Entry, Param},
    rng::Rng,
};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "unlearn",
    title: "Unlearning",
    help: "Quenches from random states and raises the energy of what it finds.",
    params: &[
        Param::float("epsilon", "Strength ε", 0.0, 1.0, 0.01).log().help("w loses (ε/N) s sᵀ a round."),
        Param::int("rounds", "Rounds per update", 1, 1000, 1).log().help("A round is one quench and one correction."),
        Param::choice(
            "quench",
            "Quenches run",
            &[("in-turn", "One after another"), ("together", "All from the same couplings")],
            "in-turn",
        ),
    ],
    build: Rule {
        learner: |model, _, values| {
            let network = hebb::stored(model, ENTRY.id)?;
            Ok(Box::new(Unlearning {
                network: Dense::of(network),
                strength: values.float("epsilon"),
                rounds: values.int("rounds").max(1) as usize,
                together: values.word("quench") == "together",
            }))
        },
        engine: None,
        needs_data: false,
        keeps_chains: false,
        whole_data: false,
        unit_limit: None,
    },
};

/// Couplings that forget.
struct Unlearning {
    network: Dense,
    strength: f64,
    rounds: usize,
    together: bool,
}

impl Unlearning {
    /// From a random state to one that no single flip lowers.
    fn quench(&self, rng: &mut Rng) -> Vec<f32> {
        let mut state = self.network.random_state(rng);
        self.network.descend(&mut state, rng, &mut |_, _| {});
        state
    }

    fn forget(&mut self, state: &[f32]) {
        let n = state.len();
        let part = (self.strength / n as f64) as f32;
        for (i, row) in self.network.couplings.chunks_exact_mut(n).enumerate() {
            row.iter_mut().zip(state).for_each(|(w, &s)| *w -= part * (state[i] * s));
            row[i] = 0.0;
        }
    }
}

impl Learner for Unlearning {
    fn update(&mut self, _batch: Batch<'_>, _settings: &Settings, rng: &mut Rng) -> Result<(), Error> {
        if self.together {
            let found: Vec<Vec<f32>> = (0..self.rounds).map(|_| self.quench(rng)).collect();
            found.iter().for_each(|state| self.forget(state));
        } else {
            for _ in 0..self.rounds {
                let state = self.quench(rng);
                self.forget(&state);
            }
        }
        Ok(())
    }

    fn store(&self, model: &mut dyn Model) {
        hebb::write(model, &self.network.couplings, &self.network.bias);
    }

    fn chains(&self) -> Vec<Vec<f32>> {
        Vec::new()
    }
}
