//! What the tool prints: the catalogue, observables, reports as text or JSON.

use ebm::{catalogue, estimate, exact, rng::Rng, session::Run, session::Session};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Examples that observables look at.
const OBSERVED: usize = 1_000;
/// Work (states × units) up to which a run's report has the exact log-likelihood.
const EXACT_WORK: u64 = 1 << 24;

/// Prints a line; a closed pipe is no error.
pub fn say(text: &str) {
    let _closed_pipe = writeln!(std::io::stdout(), "{text}");
}

/// One JSON object, or `name  value` lines.
pub fn report(report: &Value, json: bool) {
    if json {
        return say(&report.to_string());
    }
    for (name, value) in report.as_object().into_iter().flatten() {
        match value {
            Value::Object(inner) => inner.iter().for_each(|(k, v)| say(&format!("{k:24} {v}"))),
            Value::String(text) => say(&format!("{name:24} {text}")),
            Value::Array(items) if items.is_empty() => {}
            other => say(&format!("{name:24} {other}")),
        }
    }
}

/// Every entry with its parameters.
pub fn catalogue() -> Value {
    serde_json::to_value(catalogue::catalogue()).unwrap_or(Value::Null)
}

/// The same as text.
pub fn list() -> String {
    let mut text = String::new();
    let catalogue = catalogue::catalogue();
    let parts = [
        ("models", &catalogue.models),
        ("samplers", &catalogue.samplers),
        ("trainers", &catalogue.trainers),
        ("data", &catalogue.data),
        ("figures", &catalogue.figures),
    ];
    for (name, entries) in parts {
        text += &format!("{name}\n");
        for entry in entries {
            text += &format!("  {:18} {} {}\n", entry.id, entry.title, entry.help);
            entry.params.iter().for_each(|p| text += &format!("      {}\n", p.line()));
        }
    }
    text += "every run\n";
    catalogue.run.iter().for_each(|p| text += &format!("      {}\n", p.line()));
    text.trim_end().to_string()
}

/// Numbers about the state of a run, by name.
pub fn observables(run: &mut Run) -> Value {
    let mut numbers = Map::new();
    let (seed, step, temperature) = (run.experiment().int("seed") as u64, run.step(), run.temperature());
    let data = run.data().cloned();
    let learned = run.examples_seen();
    let model = run.model();
    if let Some(data) = data {
        let examples: Vec<u32> = data.shown().take(OBSERVED).map(|i| i as u32).collect();
        let mut rng = Rng::stream(seed, "observe reconstruction error", step);
        let error = estimate::reconstruction_error(model, &data, &examples, temperature, &mut rng);
        numbers.extend(error.map(|x| ("reconstruction_error".into(), json!(x))));
        let mut rng = Rng::stream(seed, "observe pseudo-log-likelihood", step);
        let pseudo = estimate::pseudo_log_likelihood(model, &data, &examples, temperature, &mut rng);
        numbers.extend(pseudo.map(|(x, _)| ("pseudo_log_likelihood".into(), json!(x))));
        if let Some(layers) = model.two_layers() {
            let energies = data.states(&examples, data.visible());
            let sum: f64 = energies.iter().map(|v| layers.free_energy(v, temperature)).sum();
            numbers.insert("free_energy".into(), json!(sum / examples.len() as f64));
        }
        let units = model.space().units() as u64;
        if exact::check_size(model, exact::LIMIT).is_ok_and(|u| units << u <= EXACT_WORK)
            && let Ok(log_z) = exact::log_z(model, temperature)
        {
            numbers.insert("log_z".into(), json!(log_z));
            let likelihood = exact::log_likelihood(model, &data, temperature, log_z);
            numbers.extend(likelihood.ok().map(|x| ("log_likelihood".into(), json!(x))));
        }
        if learned > 0 {
            numbers.insert("images_seen".into(), json!(learned));
            numbers.insert("epochs".into(), json!(learned as f64 / data.training() as f64));
        }
    }
    Value::Object(numbers)
}

/// Means over a sampler's chains after burn-in, with errors that know of autocorrelation.
pub fn estimates(run: &Run) -> Value {
    match estimate::of_chains(run.energies()) {
        Some(e) => json!({"energy": {"mean": e.mean, "stderr": e.stderr, "ess": e.ess, "rhat": e.rhat}}),
        None => json!({}),
    }
}
