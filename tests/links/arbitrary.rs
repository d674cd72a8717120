//! Properties of every link: sound whatever it holds. The cases are drawn from a fixed seed.

use super::{meaning, sound};
use ebm::{
    code,
    experiment::{VIEW, all_params},
    registry::{Kind, Param},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Percent-encodes every byte.
fn encode(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// The same cases in every run.
pub fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Arbitrary text, as a link or after a link's beginning, gives an experiment whose own link is canonical.
#[test]
fn arbitrary_text_is_sound() {
    let text =
        prop_oneof![any::<String>(), "[v=1&%#a-zA-Z0-9:;.,_ /-]{0,200}", "(v=1&)?([a-zA-Z]{1,8}=[^&]{0,9}&){0,9}"];
    let start = select(vec!["", "v=1&", "#v=1&", "https://x.org/#v=1&hidden="]);
    runner(4_000)
        .run(&(start, text), |(start, text)| {
            sound(&format!("{start}{text}"));
            Ok(())
        })
        .unwrap();
}

/// Arbitrary values, sensible or not, for the keys that there are, percent-encoded or not.
fn pair() -> impl Strategy<Value = (String, String)> {
    let mut keys: Vec<&str> = all_params().map(|p| p.key).chain(VIEW.iter().map(|p| p.key)).collect();
    keys.extend(["v", "build", "fig", "then", "log", "model", "data", "trainer", "sampler", "nonsense"]);
    let key = (select(keys), any::<bool>()).prop_map(|(k, upper)| if upper { k.to_uppercase() } else { k.into() });
    let choices = |p: &Param| if let Kind::Choice { options, .. } = p.kind { options } else { &[] };
    let mut words: Vec<String> = all_params().flat_map(choices).map(|(id, _)| id.to_string()).collect();
    words.extend(["repair", "gibbs:5", "block-gibbs:0", "1", "0", "NaN", "inf", ebm::BUILD].map(String::from));
    let act = ("[0-9]{1,6}", select(vec!["T", "lr", "k", "momentum", "hidden"]), -1.0..20.0_f64);
    let acts = vec(act.prop_map(|(step, key, x)| format!("{step}:{key}={x}")), 0..5);
    let value = prop_oneof![
        any::<i64>().prop_map(|x| x.to_string()),
        any::<f64>().prop_map(|x| format!("{x:e}")),
        (-2_i64..40).prop_map(|x| x.to_string()),
        (-1.0..2.0_f64).prop_map(|x| x.to_string()),
        select(words.clone()),
        select(words),
        any::<String>(),
        "[ -~]{0,12}",
        Just(String::new()),
        (select(vec![4, 9, 16, 25, 64, 784]), any::<u8>()).prop_map(|(n, x)| code::pack_bits(&vec![x % 3; n])),
        acts.prop_map(|acts| code::pack(acts.join(";").as_bytes())),
    ];
    (key, value, any::<bool>()).prop_map(|(key, value, raw)| (key, if raw { value } else { encode(&value) }))
}

/// Arbitrary values of real keys are sound, and the order in which a link gives its keys means nothing.
#[test]
fn arbitrary_values_are_sound_in_any_order() {
    runner(6_000)
        .run(&vec(pair(), 0..12), |pairs| {
            let parts: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let (experiment, warnings) = sound(&format!("#v=1&{}", parts.join("&")));
            if warnings.iter().all(|w| !["repeated-key", "no-equals"].contains(&w.code)) {
                let backwards: Vec<String> = parts.into_iter().rev().collect();
                let (other, _) = sound(&format!("#v=1&{}", backwards.join("&")));
                assert_eq!(meaning(&other), meaning(&experiment));
            }
            Ok(())
        })
        .unwrap();
}
