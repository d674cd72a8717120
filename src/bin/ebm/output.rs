//! What the tool prints: the catalogue, observables, reports as text or JSON.

use ebm::{catalogue, exact, instance::EdgeList, memory::Memory, observe::Observation, series, session::Run};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Prints a line; a closed pipe is no error.
pub fn say(text: &str) {
    let _closed_pipe = writeln!(std::io::stdout(), "{text}");
}

/// Prints a line on stderr; a closed pipe is no error.
pub fn complain(text: &str) {
    let _closed_pipe = writeln!(std::io::stderr(), "{text}");
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
    catalogue.run.iter().chain(&catalogue.picture).for_each(|p| text += &format!("      {}\n", p.line()));
    text.trim_end().to_string()
}

/// Numbers about the state of a run, by name.
pub fn observables(run: &mut Run, instance: Option<&EdgeList>) -> Value {
    let seen = Observation::of(run);
    let mut numbers: Map<String, Value> = seen.named().map(|(name, value)| (name.to_string(), json!(value))).collect();
    if let Some(data) = run.data().filter(|_| seen.images > 0) {
        numbers.insert("images_seen".into(), json!(seen.images));
        numbers.insert("epochs".into(), json!(seen.images as f64 / data.training() as f64));
    }
    if let Some(memory) = Memory::of(run) {
        numbers.extend(memory.named().map(|(name, value)| (name.to_string(), json!(value))));
    }
    numbers.extend(run.rates().iter().filter_map(|rate| Some((rate.name.to_string(), json!(rate.part()?)))));
    if let Some((energy, state)) = run.lowest() {
        numbers.insert("lowest_energy".into(), json!(energy));
        numbers.extend(instance.map(|list| ("cut".to_string(), json!(list.cut(&state)))));
    }
    Value::Object(numbers)
}

/// Adds the numbers of a second run, with a prefix to their names.
pub fn join(numbers: &mut Value, prefix: &str, others: Value) {
    if let (Value::Object(numbers), Value::Object(others)) = (numbers, others) {
        numbers.extend(others.into_iter().map(|(name, value)| (format!("{prefix}{name}"), value)));
    }
}

/// Means over a sampler's chains after burn-in, with errors that know of autocorrelation.
pub fn estimates(run: &mut Run) -> Value {
    let (units, temperature) = (run.model().space().units(), run.temperature());
    let number = |e: ebm::estimate::Estimate| {
        // JSON has no infinity, and null means one chain: chains frozen apart get the largest number there is.
        let rhat = e.rhat.map(|r| r.min(f64::MAX));
        json!({"mean": e.mean, "stderr": e.stderr, "ess": e.ess, "rhat": rhat})
    };
    let estimates = series::estimates(&run.record().since(run.since()), units, temperature).into_iter();
    // A spread of energies is a heat capacity only where they have the law of T.
    let estimates = estimates.filter(|(name, _)| *name != "heat_capacity" || run.follows_law());
    Value::Object(estimates.map(|(name, e)| (name.to_string(), number(e))).collect())
}

/// Adds the mean log-likelihood of the training examples at this `ln Z`, where the run has data that the model can be asked about.
pub fn add_likelihood(report: &mut Value, run: &mut Run, log_z: f64) {
    let temperature = run.temperature();
    if let (Some(object), Some(data)) = (report.as_object_mut(), run.data().cloned())
        && let Ok(likelihood) = exact::log_likelihood(run.model(), &data, temperature, log_z)
    {
        object.insert("log_likelihood".into(), json!(likelihood));
    }
}
