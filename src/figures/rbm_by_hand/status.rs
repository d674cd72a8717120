//! What the figure `rbm-by-hand` says of itself: its parameters, a summary, and the table of its numbers.

use super::{NAMES, RbmByHand, STATISTICS, SYMBOLS, TRAINERS};
use crate::{
    exact,
    figures::{Number, lesson::row},
    numerals::fixed,
    say,
    session::Session,
};
use serde::Serialize;

/// Parameters and choices.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RbmByHandStatus {
    /// `W1, W2, b1, b2, c`.
    pub theta: Vec<f32>,
    /// The target over 00, 01, 10, 11.
    pub target: Vec<f64>,
    /// `KL(target ‖ model)`, in nats.
    pub kl: f64,
    /// Learning rules that can be chosen here.
    pub trainers: &'static [&'static str],
    /// What CD is called with its sweeps.
    pub cd: String,
}

impl RbmByHand {
    pub(super) fn own_status(&self) -> RbmByHandStatus {
        RbmByHandStatus {
            theta: self.theta.iter().map(|&x| x as f32).collect(),
            target: self.target.to_vec(),
            kl: self.law.divergence(&self.target),
            trainers: TRAINERS,
            cd: self.cd(),
        }
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let list = |numbers: &[f64]| numbers.iter().map(|&x| fixed(x, 3)).collect::<Vec<_>>().join(", ");
        say!(
            "After {0} updates KL to the target is {1} nats. The states 00, 01, 10, 11 have the probabilities {2}; their targets are {3}.",
            self.lesson.run.step(),
            fixed(self.law.divergence(&self.target), 4),
            list(&self.law.visible),
            list(&self.target)
        )
    }

    /// The rows of the table.
    pub(super) fn numbers(&mut self) -> Vec<Number> {
        let temperature = self.lesson.run.temperature();
        // By the oracle for any model, beside the figure's own sums over eight states.
        let model = self.lesson.run.model();
        let (log_z, likelihood) = match exact::log_z(model, temperature) {
            Ok(z) => (z, exact::log_likelihood(model, &self.lesson.data, temperature, z).unwrap_or(f64::NAN)),
            Err(_) => (f64::NAN, f64::NAN),
        };
        let (law, none) = (&self.law, f64::NAN);
        let kl = -self.lesson.data.entropy() - likelihood;
        let mut rows = Vec::new();
        row(&mut rows, say!("KL(target ‖ model) in nats; by all eight states"), kl, law.divergence(&self.target));
        row(&mut rows, say!("ln Z; by all eight states"), log_z, law.log_z);
        for (k, &p) in law.joint.iter().enumerate() {
            row(&mut rows, format!("p({}, {})", NAMES[k / 2], k % 2), p, none);
        }
        for (v, name) in NAMES.iter().enumerate() {
            row(&mut rows, say!("p({0}); target", name), law.visible[v], self.target[v]);
        }
        let swept = self.swept();
        let [data, free, cd] = [&self.target, &law.visible, &swept].map(|visible| law.statistics(visible));
        for (i, name) in STATISTICS.iter().enumerate() {
            row(&mut rows, say!("{0} of the model; of the data", name), free[i], data[i]);
            row(&mut rows, say!("{0} at the end of the chain of {1}", name, self.cd()), cd[i], none);
        }
        let [exact, cd] = self.ascents();
        for (i, symbol) in SYMBOLS.iter().enumerate() {
            let name = say!("update of {0} by {1}, expected; exact gradient", symbol, self.cd());
            row(&mut rows, name, cd[i], exact[i]);
        }
        if let Some((made, expected)) = self.last {
            for (i, symbol) in SYMBOLS.iter().enumerate() {
                row(&mut rows, say!("last update of {0} over η; expected", symbol), made[i], expected[i]);
            }
        }
        rows
    }
}
