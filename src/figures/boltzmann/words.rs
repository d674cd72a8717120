//! The figure in words and numbers: what a table shows and a screen reader says.

use super::{
    Boltzmann,
    law::{Law, entropy},
};
use crate::{
    figures::Number,
    num,
    numerals::{fixed, told},
    say,
    session::Session,
};

/// States of two spins.
const SPINS: [&str; 4] = ["p(+ +)", "p(+ −)", "p(− +)", "p(− −)"];

impl Law {
    /// `⟨σ1 σ2⟩` of the four states of two spins.
    pub fn product(&self) -> f64 {
        self.p.iter().zip([1.0, -1.0, -1.0, 1.0]).map(|(p, x)| p * x).sum()
    }
}

impl Boltzmann {
    /// The rows of the table.
    pub(super) fn numbers(&self, law: &Law) -> Vec<Number> {
        let exact = |name: String, value: f64, unit: String| Number::estimated(name, None, Some(value), unit);
        let sampled = |name: String, id: &str, value: f64, unit: String| {
            Number::estimated(name, self.chains.estimate(id), Some(value), unit)
        };
        let units = if self.spins { 2.0 } else { 1.0 };
        let capacity = law.variance / (units * law.temperature * law.temperature);
        let s = entropy(&law.p);
        let mut rows = vec![
            exact(say!("Z"), num::exp(law.log_z), String::new()),
            exact(say!("ln Z"), law.log_z, String::new()),
            sampled(say!("mean energy ⟨E⟩"), "energy", law.mean, say!("T's unit")),
            exact(say!("entropy S"), s, say!("nats")),
            exact(say!("free energy F = −T ln Z"), law.free_energy(), say!("T's unit")),
            exact(say!("⟨E⟩ − T S"), law.mean - law.temperature * s, say!("T's unit")),
            sampled(say!("heat capacity per unit"), "heat_capacity", capacity, String::new()),
        ];
        if self.spins {
            rows.push(Number::estimated(say!("⟨σ1 σ2⟩"), self.met.product(), Some(law.product()), String::new()));
        }
        rows.extend(law.p.iter().enumerate().map(|(k, &p)| {
            let name = if self.spins { SPINS[k].to_string() } else { format!("p({})", k + 1) };
            Number::estimated(name, self.met.probability(k), Some(p), String::new())
        }));
        rows
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self, law: &Law) -> String {
        let Some(run) = self.chains.run() else { return String::new() };
        let (step, temperature) = (run.step(), told(law.temperature, 3));
        let mut text = match self.chains.estimate("energy") {
            Some(e) => say!(
                "After {0} sweeps at T = {1} the mean energy is {2} ± {3}; exactly it is {4}.",
                step,
                temperature,
                fixed(e.mean, 3),
                fixed(e.stderr, 3),
                fixed(law.mean, 3)
            ),
            None => say!("At T = {0} the mean energy is exactly {1}.", temperature, fixed(law.mean, 3)),
        };
        let list: Vec<String> = law.p.iter().map(|&p| fixed(p, 3)).collect();
        text += " ";
        text += &if self.spins {
            say!("The states + +, + −, − +, − − have the probabilities {0}.", list.join(", "))
        } else {
            say!("The levels have the probabilities {0}.", list.join(", "))
        };
        text
    }
}
