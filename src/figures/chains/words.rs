//! The figure in words and numbers: what a table shows and a screen reader says.

use super::Chains;
use crate::{figures::Number, session::Session};

/// How the table calls a rate of a sampler.
fn rate(name: &'static str) -> &'static str {
    match name {
        "flip_rate" => "flipped units",
        "swap_rate" => "swaps accepted",
        "lowest_swap_rate" => "swaps accepted at the cold end",
        "ladder_rate" => "steps on the ladder accepted",
        "return_rate" => "walks that came back",
        "cluster_size" => "size of a cluster",
        other => other,
    }
}

impl Chains {
    /// The rows of the table.
    pub(super) fn numbers(&self) -> Vec<Number> {
        let mut rows = Vec::new();
        let Ok(run) = &self.run else { return rows };
        let learns = run.experiment().trainer.is_some();
        rows.push(Number::plain(if learns { "updates" } else { "sweeps of every chain" }, run.step() as f64, ""));
        let exact = self.law.exact();
        let units = run.lowest().map_or(1, |(_, state)| state.len()) as f64;
        let estimated = [
            ("energy", "energy", "T's unit", exact.map(|e| e.mean_energy)),
            ("energy_per_spin", "energy per unit", "T's unit", exact.map(|e| e.mean_energy / units)),
            ("heat_capacity", "heat capacity per unit", "", exact.map(|e| e.heat_capacity)),
            ("abs_magnetization", "|magnetisation| per unit", "", exact.map(|e| e.abs_magnetization)),
        ];
        // A single unit has its energy, and no magnetisation to speak of.
        let single = |id: &str| units == 1.0 && matches!(id, "energy_per_spin" | "abs_magnetization");
        for (id, name, unit, exact) in estimated.into_iter().filter(|e| !single(e.0)) {
            if let Some(e) = self.look.estimate(id) {
                let (value, error, ess) = (Some(e.mean), Some(e.stderr), Some(e.ess));
                rows.push(Number { name, value, error, exact, ess, rhat: e.rhat, unit });
            }
        }
        if let Some(exact) = exact {
            rows.push(Number { name: "log Z", exact: Some(exact.log_z), unit: "nats", ..Number::default() });
        }
        let mut known = |name, value: Option<f64>, unit| {
            if let Some(value) = value {
                rows.push(Number::plain(name, value, unit));
            }
        };
        known("lowest energy met", run.lowest().map(|(e, _)| e), "T's unit");
        known("cut of that state", self.cut(), "sum of weights");
        known("overlap with the nearest pattern", self.look.overlap(), "mean over the chains");
        known("stable patterns", self.look.stable(), "part of those stored");
        for r in run.rates() {
            known(rate(r.name), (r.of > 0).then(|| r.hits as f64 / r.of as f64), "");
        }
        if let Some(last) = self.look.observation() {
            known("images seen", Some(run.examples_seen() as f64).filter(|n| *n > 0.0), "");
            known("stable patterns", last.stable_patterns, "part of those stored");
            known("reconstruction error", last.reconstruction_error, "squared error per pixel, held-out images");
            known("pseudo-log-likelihood", last.pseudo_log_likelihood, "nats per held-out image");
            known("exact log Z", last.log_z, "nats");
            known("exact log-likelihood", last.log_likelihood, "nats per training image");
            known("KL(data ‖ model), exact", last.kl_exact, "nats");
            known("error of the couplings", last.coupling_error, "relative to the true ones");
        }
        rows
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let run = match &self.run {
            Ok(run) => run,
            Err(error) => return format!("Nothing runs: {error}. Choose another pair."),
        };
        let (experiment, step) = (run.experiment(), run.step());
        let model = experiment.model.title;
        if let Some(trainer) = experiment.trainer {
            let mut text = format!("{model}, {}: after {step} updates", trainer.title);
            let last = self.look.observation();
            if let Some(exact) = last.and_then(|o| o.log_likelihood) {
                text += &format!(", the exact log-likelihood is {exact:.3} nats per training image");
            } else if let Some(pseudo) = last.and_then(|o| o.pseudo_log_likelihood) {
                text += &format!(", the pseudo-log-likelihood is {pseudo:.1} nats per image");
            }
            return text + ".";
        }
        let Some(sampler) = experiment.sampler else {
            return format!("{model}: nothing runs. Choose a sampler, or a learning rule and data.");
        };
        let chains = run.series().len();
        let plural = if chains == 1 { "chain" } else { "chains" };
        let mut text =
            format!("{model}, {}: {step} sweeps of {chains} {plural} at T = {}", sampler.title, run.temperature());
        if let Some(e) = self.look.estimate("energy_per_spin") {
            text += &format!("; energy per unit {:.4} ± {:.4}", e.mean, e.stderr);
            if let (Some(exact), Some((_, state))) = (self.law.exact(), run.lowest()) {
                text += &format!(", exactly {:.4}", exact.mean_energy / state.len() as f64);
            }
        }
        text + "."
    }
}
