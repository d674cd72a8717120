//! The figure in words and numbers: what a table shows and a screen reader says.

use super::Chains;
use crate::{figures::Number, numerals::fixed, say, session::Session, words::translated};

/// How the table calls a rate of a sampler.
fn rate(name: &str) -> String {
    match name {
        "acceptance" => say!("acceptance rate"),
        "flip_rate" => say!("flipped units"),
        "swap_rate" => say!("swaps accepted"),
        "lowest_swap_rate" => say!("swaps accepted at the cold end"),
        "ladder_rate" => say!("steps on the ladder accepted"),
        "return_rate" => say!("walks that came back"),
        "cluster_size" => say!("size of a cluster"),
        other => other.to_string(),
    }
}

impl Chains {
    /// The rows of the table.
    pub(super) fn numbers(&self) -> Vec<Number> {
        let mut rows = Vec::new();
        let Ok(run) = &self.run else { return rows };
        let learns = run.experiment().trainer.is_some();
        rows.push(Number::plain(
            if learns { say!("updates") } else { say!("sweeps of every chain") },
            run.step() as f64,
            String::new(),
        ));
        let exact = self.law.exact();
        let units = run.lowest().map_or(1, |(_, state)| state.len()) as f64;
        let estimated = [
            ("energy", say!("energy"), say!("T's unit"), exact.map(|e| e.mean_energy)),
            ("energy_per_spin", say!("energy per unit"), say!("T's unit"), exact.map(|e| e.mean_energy / units)),
            ("heat_capacity", say!("heat capacity per unit"), String::new(), exact.map(|e| e.heat_capacity)),
            ("abs_magnetization", say!("|magnetisation| per unit"), String::new(), exact.map(|e| e.abs_magnetization)),
        ];
        // A single unit has its energy, and no magnetisation to speak of.
        let single = |id: &str| units == 1.0 && matches!(id, "energy_per_spin" | "abs_magnetization");
        for (id, name, unit, exact) in estimated.into_iter().filter(|e| !single(e.0)) {
            if let Some(e) = self.look.estimate(id) {
                rows.push(Number::estimated(name, Some(e), exact, unit));
            }
        }
        if let Some(exact) = exact {
            rows.push(Number {
                name: say!("log Z"),
                exact: Some(exact.log_z),
                unit: say!("nats"),
                ..Number::default()
            });
        }
        let mut known = |name: String, value: Option<f64>, unit: String| {
            if let Some(value) = value {
                rows.push(Number::plain(name, value, unit));
            }
        };
        known(say!("lowest energy met"), run.lowest().map(|(e, _)| e), say!("T's unit"));
        known(say!("cut of that state"), self.cut(), say!("sum of weights"));
        known(say!("overlap with the nearest pattern"), self.look.overlap(), say!("mean over the chains"));
        known(say!("stable patterns"), self.look.stable(), say!("part of those stored"));
        for r in run.rates() {
            known(rate(r.name), r.part(), String::new());
        }
        if let Some(last) = self.look.observation() {
            known(say!("images seen"), Some(run.examples_seen() as f64).filter(|n| *n > 0.0), String::new());
            known(say!("stable patterns"), last.stable_patterns, say!("part of those stored"));
            rows.extend(Number::of_fit(last));
            let mut known = |name: String, value: Option<f64>, unit: String| {
                rows.extend(value.map(|value| Number::plain(name, value, unit)));
            };
            known(say!("exact log Z"), last.log_z, say!("nats"));
            known(say!("exact log-likelihood"), last.log_likelihood, say!("nats per training image"));
            known(say!("KL(data ‖ model), exact"), last.kl_exact, say!("nats"));
            known(say!("error of the couplings"), last.coupling_error, say!("relative to the true ones"));
        }
        rows
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let run = match &self.run {
            Ok(run) => run,
            Err(error) => return say!("Nothing runs: {0}. Choose another pair.", error),
        };
        let (experiment, step) = (run.experiment(), run.step());
        let model = translated(experiment.model.title);
        if let Some(trainer) = experiment.trainer {
            let rule = translated(trainer.title);
            let last = self.look.observation();
            return if let Some(exact) = last.and_then(|o| o.log_likelihood) {
                let exact = fixed(exact, 3);
                say!(
                    "{0}, {1}: after {2} updates, the exact log-likelihood is {3} nats per training image.",
                    model,
                    rule,
                    step,
                    exact
                )
            } else if let Some(pseudo) = last.and_then(|o| o.pseudo_log_likelihood) {
                let pseudo = format!("{pseudo:.1}");
                say!(
                    "{0}, {1}: after {2} updates, the pseudo-log-likelihood is {3} nats per image.",
                    model,
                    rule,
                    step,
                    pseudo
                )
            } else {
                say!("{0}, {1}: after {2} updates.", model, rule, step)
            };
        }
        let Some(sampler) = experiment.sampler else {
            return say!("{0}: nothing runs. Choose a sampler, or a learning rule and data.", model);
        };
        let sampler = translated(sampler.title);
        let (chains, temperature) = (run.series().len(), run.temperature());
        let done = if chains == 1 {
            say!("{0}, {1}: {2} sweeps of one chain at T = {3}", model, sampler, step, temperature)
        } else {
            say!("{0}, {1}: {2} sweeps of {4} chains at T = {3}", model, sampler, step, temperature, chains)
        };
        let Some(e) = self.look.estimate("energy_per_spin") else { return say!("{0}.", done) };
        let (mean, error) = (format!("{:.4}", e.mean), format!("{:.4}", e.stderr));
        if let (Some(exact), Some((_, state))) = (self.law.exact(), run.lowest()) {
            let exact = format!("{:.4}", exact.mean_energy / state.len() as f64);
            say!("{0}; energy per unit {1} ± {2}, exactly {3}.", done, mean, error, exact)
        } else {
            say!("{0}; energy per unit {1} ± {2}.", done, mean, error)
        }
    }
}
