//! A second experiment beside the first: it repeats the link with the differences `b.key=value`, on one clock.
//!
//! What a difference says is kept even where it is what the first experiment has, so that it stays when that one changes. Changes on
//! the way are repeated too, of keys that have no difference.

use super::{Experiment, all_params};
use crate::{
    error::Warning,
    figures,
    link::{self, Pairs},
};

/// What may differ between two trainings that are compared.
pub const COMPARED: &[&str] = &["hidden", "T", "trainer", "k", "lr", "batch", "momentum", "decay", "chains", "seed"];

/// What begins the key of a difference.
const PREFIX: &str = "b.";

/// Takes what a link says of a second experiment: keys without the prefix, values as written.
pub(super) fn take(pairs: &mut Pairs) -> Vec<(String, String)> {
    let mut taken = Vec::new();
    pairs.0.retain(|(key, value)| {
        let differs = key.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
        if differs {
            taken.push((key[PREFIX.len()..].to_string(), value.clone()));
        }
        !differs
    });
    taken
}

impl Experiment {
    /// The second experiment, if there is one.
    pub fn second(&self) -> Option<Self> {
        (!self.beside.is_empty()).then(|| self.with(&self.beside).0)
    }

    /// Changes what differs in the second experiment: a difference makes one, `trainer=none` takes it away.
    pub fn set_second(&mut self, key: &str, value: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let before = std::mem::take(&mut self.beside);
        if key != "trainer" || value != "none" {
            let others = before.into_iter().filter(|(k, _)| *k != key).map(|(k, v)| (k.to_string(), v));
            let given = others.chain([(key.to_string(), value.to_string())]).collect();
            self.read_second(given, &mut warnings);
        }
        warnings
    }

    /// Reads the differences; a warning for each that cannot be used as it stands.
    pub(super) fn read_second(&mut self, given: Vec<(String, String)>, warnings: &mut Vec<Warning>) {
        let compares =
            self.figure == figures::repair::ENTRY.id && self.model.build.is_restricted && self.data.is_some();
        let mut differing: Vec<(&'static str, String)> = Vec::new();
        for (key, value) in given {
            match COMPARED.iter().find(|k| k.eq_ignore_ascii_case(&key)) {
                Some(key) if compares && self.trainer.is_some() => differing.push((key, value)),
                _ => {
                    let known = all_params().any(|p| p.key.eq_ignore_ascii_case(&key));
                    let code = if known { "does-not-apply" } else { "unknown-key" };
                    warnings.push(Warning::new(code, &format!("{PREFIX}{key}"), &value, ""));
                }
            }
        }
        let (mut second, mut found) = self.with(&differing);
        if let (None, Some(trainer)) = (second.trainer, self.trainer) {
            // Without a rule there is nothing to compare with: the first one's is used.
            let given = differing.iter().find(|(k, _)| *k == "trainer").map_or("", |(_, value)| value);
            let refused = Warning::new("not-a-choice", "trainer", given, trainer.id);
            differing.retain(|(k, _)| *k != "trainer");
            (second, found) = self.with(&differing);
            found.push(refused);
        }
        let is_difference = |w: &&Warning| differing.iter().any(|(k, _)| *k == w.key) || w.key == "trainer";
        let named = |w: &Warning| Warning::new(w.code, &format!("{PREFIX}{}", w.key), &w.given, &w.used);
        warnings.extend(found.iter().filter(is_difference).map(named));
        let given = COMPARED.iter().filter(|key| differing.iter().any(|(k, _)| k == *key));
        self.beside = given.filter_map(|&key| Some((key, second.written(key)?))).collect();
    }

    /// A choice or a parameter as a link says it; nothing where it does not apply.
    fn written(&self, key: &str) -> Option<String> {
        if key == "trainer" {
            return self.trainer.map(|t| t.id.to_string());
        }
        self.param(key).and_then(|_| self.value(key)).map(|value| value.write())
    }

    /// The experiment with these differences, and what was wrong with them.
    fn with(&self, differing: &[(&'static str, String)]) -> (Self, Vec<Warning>) {
        let mut first = self.clone();
        first.beside.clear();
        first.log.retain(|act| differing.iter().all(|(key, _)| *key != act.key));
        let (mut pairs, _) = link::parse(&first.link());
        pairs.take("v");
        for (key, value) in differing {
            pairs.take(key);
            pairs.0.push((key.to_string(), value.clone()));
        }
        Self::read(&link::write(&pairs.0))
    }
}
