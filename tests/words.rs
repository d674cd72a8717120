//! The page in two languages: every sentence has its translation, with the same places for numbers, and none is left over.

use ebm::catalogue::{self, Control, Listing};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The literals that follow `call(` in a text.
fn literals(text: &str, call: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(call) {
        // `set(` is not a call of `t(`.
        if text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.' || c == '$') {
            continue;
        }
        let Some(rest) = text[at + call.len()..].trim_start().strip_prefix('"') else { continue };
        let mut literal = String::new();
        let mut chars = rest.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => break,
                '\\' => literal.extend(chars.next()),
                c => literal.push(c),
            }
        }
        found.push(literal);
    }
    found
}

/// Calls `visit` with every file of this ending below a folder.
fn files(folder: &Path, ending: &str, visit: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, visit);
        } else if path.extension().is_some_and(|e| e == ending) {
            visit(&path, &fs::read_to_string(&path).expect("a text"));
        }
    }
}

/// Every sentence for people, and a place where it stands.
fn sentences() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (folder, ending, call) in [
        ("src", "rs", "say!("),
        ("core/src", "rs", "say!("),
        ("src", "rs", "phrase!("),
        ("core/src", "rs", "phrase!("),
        ("www", "js", "t("),
    ] {
        files(Path::new(folder), ending, &mut |path, text| {
            // What tests say is said to nobody.
            let text = text.split("#[cfg(test)]").next().unwrap_or("");
            for line in literals(text, call) {
                // The macro's own example, in its documentation.
                if !path.ends_with("words.rs") || path.parent().is_some_and(|p| !p.ends_with("core/src")) {
                    all.insert(line, path.display().to_string());
                }
            }
        });
    }
    let catalogue = catalogue::catalogue();
    let mut add = |text: &str, place: &str| {
        if !text.is_empty() {
            all.insert(text.to_string(), place.to_string());
        }
    };
    let mut params = |controls: &[Control], place: &str| {
        for c in controls {
            [&c.title, &c.unit, &c.help].iter().for_each(|text| add(text, &format!("{place}, {}", c.key)));
            c.choices.iter().for_each(|choice| add(&choice.title, &format!("{place}, {}", c.key)));
        }
    };
    params(&catalogue.run, "run");
    params(&catalogue.picture, "picture");
    params(&catalogue.view, "view");
    let kinds: [&[Listing]; 5] =
        [&catalogue.models, &catalogue.samplers, &catalogue.trainers, &catalogue.data, &catalogue.figures];
    for entry in kinds.into_iter().flatten() {
        params(&entry.params, entry.id);
    }
    for entry in kinds.into_iter().flatten() {
        [&entry.title, &entry.help].iter().for_each(|text| add(text, entry.id));
    }
    all
}

fn dictionary() -> BTreeMap<String, String> {
    let path = "www/lang/zh.json";
    serde_json::from_str(&fs::read_to_string(path).expect("www/lang/zh.json")).expect("JSON")
}

/// The places `{0}`, `{1}` … of a sentence.
fn places(sentence: &str) -> BTreeSet<&str> {
    sentence.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(number, _)| number).collect()
}

#[test]
fn every_sentence_has_its_chinese() {
    let (wanted, known) = (sentences(), dictionary());
    let missing: Vec<_> = wanted.iter().filter(|(text, _)| !known.contains_key(*text)).collect();
    assert!(missing.is_empty(), "www/lang/zh.json lacks {}: {missing:#?}", missing.len());
    let unused: Vec<_> = known.keys().filter(|text| !wanted.contains_key(*text)).collect();
    assert!(unused.is_empty(), "www/lang/zh.json has what nothing says: {unused:#?}");
    for (english, chinese) in &known {
        assert_eq!(places(english), places(chinese), "{english}");
        assert!(!chinese.trim().is_empty(), "{english}");
    }
}
