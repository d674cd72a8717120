//! What a link means, key by key: everything in it is told, in the registry's words, and every warning has its place.

use super::{golden::lines, sound};
use ebm::{
    experiment::{NAMES, VIEW},
    explain::{Source, explain},
    link,
};
use std::collections::BTreeSet;

#[test]
fn every_key_and_every_warning_is_told() {
    for golden in lines() {
        let (experiment, warnings) = sound(golden.link);
        let told = explain(golden.link);
        assert_eq!(told.canonical, experiment.link());
        assert_eq!(told.warnings, warnings);
        let keys: BTreeSet<String> = told.keys.iter().map(|k| k.key.to_lowercase()).collect();
        assert_eq!(keys.len(), told.keys.len(), "a key twice: {}", golden.link);
        // What the canonical link says is said with the same value.
        for (key, value) in link::parse(&told.canonical).0.0 {
            let found = told.keys.iter().find(|k| k.key == key).unwrap_or_else(|| panic!("{key} of {}", golden.link));
            assert!(key == "log" || found.value == value, "{key} of {}: {}", golden.link, found.value);
            assert!(found.source != Source::Unused, "{key} of {}", golden.link);
            assert!(found.control.is_some(), "{key} of {}", golden.link);
        }
        // What the link gives is given, or left out with a warning that says so.
        for (key, _) in link::parse(golden.link).0.0 {
            let found = told.keys.iter().find(|k| k.key.eq_ignore_ascii_case(&key)).unwrap();
            match found.source {
                Source::Given => {}
                Source::Unused => {
                    assert!(!found.warnings.is_empty() || found.value.is_empty(), "{key} of {}", golden.link)
                }
                other => panic!("{key} of {} is {other:?}", golden.link),
            }
        }
        let placed = told.keys.iter().flat_map(|k| &k.warnings).chain(&told.general).count();
        assert_eq!(placed, warnings.len(), "{}", golden.link);
    }
}

#[test]
fn values_are_told_in_words() {
    let told =
        explain("#v=1&data=mnist&trainer=cd&hidden=1e9&log=Mza3yimyNdAzsjY0MLAKsTXUMwUA&b.lr=0.1&colour=red&rows=3");
    let words =
        |key: &str| told.keys.iter().find(|k| k.key == key).map(|k| (k.source, k.value.as_str(), k.words.as_str()));
    assert_eq!(words("model"), Some((Source::Default, "rbm", "RBM, restricted Boltzmann machine")));
    assert_eq!(words("trainer"), Some((Source::Given, "cd", "CD-k, contrastive divergence")));
    assert_eq!(words("hidden"), Some((Source::Given, "2048", "")));
    assert_eq!(words("lr"), Some((Source::Default, "0.05", "")));
    assert_eq!(words("b.lr"), Some((Source::Given, "0.1", "")));
    assert_eq!(words("colour"), Some((Source::Unused, "red", "")));
    assert_eq!(words("rows"), Some((Source::Unused, "3", "")));
    assert!(
        words("log").unwrap().2.starts_with("after step 37: Learning rate = 0.2; after step 100"),
        "{:?}",
        words("log")
    );
    let title = |key: &str| told.keys.iter().find(|k| k.key == key)?.control.as_ref().map(|c| c.title.clone());
    assert_eq!(title("rows").as_deref(), Some("Rows"), "a key that exists elsewhere is known");
    assert_eq!(title("b.lr").as_deref(), Some("Learning rate"));
    assert_eq!(title("colour"), None);
}

/// Every key that a link can have besides parameters has words.
#[test]
fn keys_that_are_no_parameters_have_words() {
    let named: Vec<&str> = NAMES.iter().map(|p| p.key).collect();
    assert_eq!(named, ["v", "build", "fig", "then", "log"]);
    assert!(NAMES.iter().chain(VIEW).all(|p| !p.title.is_empty() && !p.help.is_empty()));
}
