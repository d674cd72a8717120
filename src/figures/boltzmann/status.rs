//! What only the figure `boltzmann` says of itself.

use super::{Boltzmann, MODELS, SAMPLERS, law::Law, maximum::Plane};
use crate::{
    num,
    numerals::{fixed, list, told},
    say,
    session::Run,
};
use serde::Serialize;

/// Most levels that a button adds up to; more can be typed.
const LEVELS: usize = 9;

/// Choices, what buttons set, captions.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BoltzmannStatus {
    /// Whether it is levels, not spins.
    pub levels: bool,
    /// How many chains there are.
    pub chains: usize,
    /// Models that can be chosen here.
    pub models: &'static [&'static str],
    /// Samplers that can be chosen here.
    pub samplers: &'static [&'static str],
    /// The energies with one level more, where that is possible.
    pub more: Option<String>,
    /// The energies without the last, where that is possible.
    pub fewer: Option<String>,
    /// Whether the reader's probabilities are the law's.
    pub at_law: bool,
    /// What stands below the ladder.
    pub ladder: String,
    /// What stands below the reader's probabilities, or below the pad.
    pub beside: String,
}

impl Boltzmann {
    pub(super) fn own_status(&self, law: &Law, plane: &Plane<'_>, trial: &[f64]) -> BoltzmannStatus {
        let temperature = told(law.temperature, 3);
        let ladder = say!(
            "Up by ΔE, a state is exp(−ΔE/T) times as probable; T = {0}. Dashed: the exact law. Filled: the sampler’s share. A dot marks where a chain is. When do the two agree?",
            temperature
        );
        let mut status = BoltzmannStatus {
            levels: !self.spins,
            chains: self.chains.run().map_or(0, |run: &Run| run.series().len()),
            models: MODELS,
            samplers: SAMPLERS,
            ladder,
            ..BoltzmannStatus::default()
        };
        if self.spins {
            status.beside = self.told_product(law);
            return status;
        }
        let energies = &self.energies;
        let count = energies.len();
        if let Some(&last) = energies.last().filter(|_| count < LEVELS) {
            let step = last - energies[count.saturating_sub(2)];
            let next = (last + if step > 0.0 { step } else { 1.0 }).min(1e6);
            status.more = Some(list(&[&energies[..], &[next]].concat(), 6));
        }
        if count > 2 {
            status.fewer = Some(list(&energies[..count - 1], 6));
        }
        let (own, largest) = plane.entropies(trial);
        status.at_law = largest - own < 1e-6;
        status.beside = if plane.freedom == 0 {
            say!("The sum and the mean energy fix both probabilities: nothing is left to choose. Add a level.")
        } else if status.at_law {
            say!(
                "At ⟨E⟩ = {0} these have the largest entropy: they are the Boltzmann law. Drag a bar away from it.",
                fixed(law.mean, 3)
            )
        } else {
            say!(
                "Drag a bar: the others move so that the sum stays 1 and ⟨E⟩ stays {0}. Where is the entropy largest?",
                fixed(law.mean, 3)
            )
        };
        status
    }

    /// `⟨σ1 σ2⟩` sampled, exactly, and by `tanh(w/T)` where no bias is.
    fn told_product(&self, law: &Law) -> String {
        let exact = law.product();
        let mut text = match self.met.product() {
            Some(e) => {
                say!("⟨σ1 σ2⟩: sampled {0} ± {1}, exactly {2}", fixed(e.mean, 3), fixed(e.stderr, 3), fixed(exact, 4))
            }
            None => say!("⟨σ1 σ2⟩: exactly {0}", fixed(exact, 4)),
        };
        let value = |key: &str| self.chains.run().map_or(0.0, |run| run.experiment().float(key));
        if value("b1") == 0.0 && value("b2") == 0.0 {
            // tanh x = 2 sigmoid(2x) − 1.
            let tanh = 2.0 * num::sigmoid64(2.0 * value("w") / law.temperature) - 1.0;
            text += &say!(" = tanh(w/T) = {0}", fixed(tanh, 4));
        }
        text + &say!(". Drag the point: where do the spins agree?")
    }
}
