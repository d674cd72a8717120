//! What a link means, key by key, in the registry's words.

use crate::{
    BUILD,
    catalogue::{Choice, Control},
    code,
    error::Warning,
    experiment::{Experiment, NAMES, SELECTORS, VIEW, place},
    figures::{self, FIGURES},
    link,
    registry::{Param, Value},
    say,
    words::translated,
};
use serde::Serialize;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The link says it.
    Given,
    /// It follows from the rest of the link.
    Implied,
    /// The link says nothing.
    Default,
    /// The link says it, and it was left out.
    Unused,
}

/// One key.
#[derive(Clone, Debug, Serialize)]
pub struct Key {
    /// The key, as links write it.
    pub key: String,
    /// Its label, help, unit and range; nothing where no such key exists.
    pub control: Option<Control>,
    /// The value that is used, as links write it before they encode it; what was given where it was left out.
    pub value: String,
    /// The value in words, where it is a word or a code.
    pub words: String,
    /// Where it comes from.
    pub source: Source,
    /// What was wrong with it.
    pub warnings: Vec<Warning>,
}

/// A whole link.
#[derive(Clone, Debug, Serialize)]
pub struct Meaning {
    /// The link that means the same without faults.
    pub canonical: String,
    /// Every warning.
    pub warnings: Vec<Warning>,
    /// Warnings about the link as a whole, which stand beside no key.
    pub general: Vec<Warning>,
    /// Every key that the link gives or leaves to its default, in the canonical order.
    pub keys: Vec<Key>,
    /// The figure that opens it.
    pub figure: String,
}

/// Reads a link and tells of each of its keys.
pub fn explain(text: &str) -> Meaning {
    let (experiment, warnings) = Experiment::read(text);
    let (pairs, _) = link::parse(text);
    let told = |key: &str| pairs.0.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, value)| value);
    let about =
        |key: &str| -> Vec<Warning> { warnings.iter().filter(|w| w.key.eq_ignore_ascii_case(key)).cloned().collect() };
    let mut keys: Vec<Key> = Vec::new();
    let mut add = |name: &str, control: Control, value: Option<String>, default: bool| {
        let source = match (&value, told(name)) {
            (Some(_), Some(_)) => Source::Given,
            (Some(_), None) if default => Source::Default,
            (Some(_), None) => Source::Implied,
            (None, Some(_)) => Source::Unused,
            (None, None) => return,
        };
        let value = value.or_else(|| told(name).cloned()).unwrap_or_default();
        let words =
            if source == Source::Unused { String::new() } else { in_words(&experiment, name, &control, &value) };
        keys.push(Key { key: name.to_string(), control: Some(control), value, words, source, warnings: about(name) });
    };
    let names = NAMES.iter().chain(VIEW).map(|param| {
        let value = match param.key {
            "v" => Some(link::VERSION.to_string()),
            "build" => experiment.build.clone(),
            "fig" => Some(experiment.figure.to_string()),
            "then" => experiment.then.map(|then| format!("{}:{}", then.sampler.id, then.sweeps)),
            "log" => (!experiment.log.is_empty()).then(|| told("log").cloned().unwrap_or_default()),
            key => experiment.view.iter().find(|(k, _)| *k == key).map(|(_, value)| value.clone()),
        };
        (param, value)
    });
    for (param, value) in names {
        let mut control = Control::from(param);
        if param.key == "fig" {
            control.kind = "choice";
            control.choices = FIGURES.iter().map(|f| Choice { id: f.id, title: translated(f.title) }).collect();
            control.default = Value::Text(figures::by_default(&experiment).to_string());
        }
        let default = value == Some(control.default.write()) || param.key == "v";
        add(param.key, control, value, default);
    }
    for param in SELECTORS.iter() {
        let id = match param.key {
            "model" => Some(experiment.model.id),
            "data" => experiment.data.map(|e| e.id),
            "trainer" => experiment.trainer.map(|e| e.id),
            _ => experiment.sampler.map(|e| e.id),
        };
        let value = id.unwrap_or("none").to_string();
        let default = value == param.default().write();
        add(param.key, Control::from(param), Some(value), default);
    }
    for param in &experiment.params() {
        let value = experiment.value(param.key).map(|value| value.write());
        add(param.key, Control::from(param), value, !experiment.is_given(param.key));
    }
    let named = |name: &str| keys.iter().any(|k| k.key.eq_ignore_ascii_case(name));
    let mut others: Vec<Key> = Vec::new();
    for (key, value) in pairs.0.iter().filter(|(key, _)| !named(key)) {
        let second = key.get(..2).filter(|start| start.eq_ignore_ascii_case("b.")).map(|_| &key[2..]);
        let used = second.and_then(|key| experiment.beside.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)));
        let param = known(&experiment, second.unwrap_or(key));
        others.push(Key {
            key: used.map_or(key.clone(), |(k, _)| format!("b.{k}")),
            value: used.map_or(value.clone(), |(_, value)| value.clone()),
            words: String::new(),
            source: if used.is_some() { Source::Given } else { Source::Unused },
            control: param.as_ref().map(Control::from),
            warnings: about(key),
        });
    }
    keys.extend(others);
    keys.sort_by_key(|key| place(&key.key));
    let general =
        warnings.iter().filter(|w| !keys.iter().any(|k| k.key.eq_ignore_ascii_case(&w.key))).cloned().collect();
    Meaning {
        canonical: experiment.link(),
        general,
        keys,
        figure: translated(figures::opening(&experiment).title),
        warnings,
    }
}

/// A parameter of this experiment, else of any, for telling what a key would be.
fn known(experiment: &Experiment, key: &str) -> Option<Param> {
    let all = || crate::experiment::all_params().find(|p| p.key.eq_ignore_ascii_case(key)).copied();
    experiment.param(key).or_else(all)
}

/// What a value says to people: a choice's title, what a code holds.
fn in_words(experiment: &Experiment, key: &str, control: &Control, value: &str) -> String {
    if let Some(choice) = control.choices.iter().find(|choice| choice.id == value) {
        return choice.title.clone();
    }
    let pixels = |len: usize| {
        let on = |bits: Vec<u8>| bits.iter().filter(|&&bit| bit == 1).count();
        code::unpack_bits(value, len).map(|bits| say!("{0} pixels, {1} of them on", len, on(bits)))
    };
    match key {
        _ if value.is_empty() => String::new(),
        "build" if value == BUILD => say!("this build"),
        "then" => {
            let Some(then) = experiment.then else { return String::new() };
            say!("{0}, {1} sweeps", translated(then.sampler.title), then.sweeps)
        }
        "log" => {
            let act = |act: &crate::experiment::Act| {
                let title = experiment.param(act.key).map_or(act.key, |p| p.title);
                say!("after step {0}: {1} = {2}", act.step, translated(title), act.value.write())
            };
            experiment.log.iter().map(act).collect::<Vec<_>>().join("; ")
        }
        "drawn" | "mask" => pixels(experiment.visible()).unwrap_or_default(),
        "cue" => pixels(experiment.units()).unwrap_or_default(),
        "memories" => code::unpack_pictures(value, experiment.units())
            .map(|pictures| say!("{0} pictures of {1} pixels", pictures.len(), experiment.units()))
            .unwrap_or_default(),
        _ => String::new(),
    }
}
