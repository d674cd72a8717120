//! Links that are broken, absurd or malicious: each gives an experiment, and warnings that name what was wrong.

use super::sound;
use ebm::{code, error::Warning, experiment::Experiment};
use std::collections::BTreeSet;

/// A name without case, control characters and replacement characters.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| !c.is_control() && *c != '\u{fffd}').collect()
}

/// Whatever is wrong with a link, the experiment runs and the warnings name exactly the keys that are wrong.
#[test]
fn hostile_links_warn_by_name() {
    let packed = |text: &[u8]| code::pack(text);
    let bomb = code::pack(&vec![b'1'; 8 << 20]);
    assert!(bomb.len() < 15_000, "short enough to be read at all");
    let mut cases: Vec<(String, Vec<&str>)> = vec![];
    for value in [
        "6%",
        "%",
        "%4",
        "%ZZ",
        "%FF%FE",
        "3%00",
        "%00",
        "",
        "NaN",
        "inf",
        "-inf",
        "1e999",
        "-1",
        "1e18",
        "0x10",
        "1_0",
        "%EF%BC%93",
        "3;4",
        "99999999999999999999",
        "-9223372036854775809",
        "1,5",
        "true",
        "8.5",
        "%E2%80%AE8",
        "0",
    ] {
        cases.push((format!("v=1&hidden={value}"), vec!["hidden"]));
        cases.push((format!("v=1&T={value}&Momentum=0.5"), if value == "8.5" { vec![] } else { vec!["T"] }));
    }
    for bad in ["%%%", "AAAA", "!", "%00", "%F0%9F%92%A9", "AAAA%3D%3D", &bomb, &"A".repeat(10_000), &"_".repeat(9_999)]
    {
        for key in ["log", "drawn", "mask"] {
            cases.push((format!("v=1&{key}={bad}"), vec![key]));
        }
        cases.push((format!("v=1&model=hopfield&memories={bad}"), vec!["memories"]));
    }
    for acts in
        [&b"rubbish"[..], b"1:hidden=5", b"x:lr=0.1", b"1:lr=1e9", b"-1:lr=0.1", b"1:lr=nan", b"1:lr", b";", b"\xff\0"]
    {
        cases.push((format!("v=1&log={}", packed(acts)), vec!["log"]));
    }
    cases.push((format!("v=1&drawn={}", code::pack_bits(&[1; 783])), vec![]));
    for short in [1, 700, 800] {
        cases.push((format!("v=1&mask={}", code::pack_bits(&vec![1; short])), vec!["mask"]));
    }
    for (bits, wrong) in [(100, false), (104, false), (96, true), (200, true), (8 * 13 * 2_001, true)] {
        let keys = if wrong { vec!["memories"] } else { vec![] };
        cases.push((format!("v=1&model=hopfield&n=100&memories={}", code::pack_bits(&vec![1; bits])), keys));
    }
    for then in
        ["", ":5", "gibbs:-1", "gibbs:1e3", "gibbs:", "nobody:5", "gibbs:1000001", "gibbs:99999999999999999999", "%00"]
    {
        cases.push((format!("v=1&then={then}"), vec!["then"]));
    }
    for (link, keys) in [
        ("", &[][..]),
        ("#", &[]),
        ("https://example.org/", &[""]),
        (" #v=1 ", &[]),
        ("v=1&&&hidden=8&", &[]),
        ("v=1&drawn=&mask=&log=", &[]),
        ("#section-2", &["v", "section-2"]),
        ("https://x.org/#a%00", &["v", "a"]),
        ("hidden=8", &["v"]),
        ("v=2&hidden=8", &["v"]),
        ("v=1&v=1", &["v"]),
        ("v=&hidden=8", &["v"]),
        ("v=1&hidden", &["hidden"]),
        ("v=1&hidden=8&lr=0.1&hidden=9&HIDDEN=10", &["hidden"]),
        ("v=1&lang=a&LANG=b", &["lang"]),
        ("v=1&nonsense=1&b.nonsense=0.1", &["nonsense", "b.nonsense"]),
        ("v=1&hi%00dden=3&x%FF=1", &["hidden", "x"]),
        ("v=1&=5", &["5"]),
        ("v=1&visible=5&chains=3&burn=1", &["visible", "chains", "burn"]),
        ("v=1&sampler=gibbs&k=2", &["k"]),
        ("v=1&sampler=gibbs&data=mnist&trainer=cd", &["sampler"]),
        ("v=1&trainer=exact&data=mnist", &["hidden"]),
        ("v=1&model=&data=x&trainer=%00&sampler=%FF", &["model", "data", "trainer", "sampler"]),
        ("v=1&trainer=cd", &["data"]),
        ("v=1&fig=x&build=%22%0A", &["fig", "build"]),
        ("v=1&clamp=maybe&damage=0&init=", &["clamp", "damage", "init"]),
        ("v=1&data=bars-and-stripes&trainer=cd&n=2&example=6", &["example"]),
        ("v=1&seed=9007199254740992", &["seed"]),
        ("v=1&model=spin-glass&order=3", &["order"]),
        ("v=1&model=spin-glass&graph=complete&order=5&n=4", &["order"]),
        ("v=1&model=spin-glass&graph=complete&order=3&n=122", &[]),
        ("v=1&model=spin-glass&graph=complete&order=6&n=1024", &["n"]),
        ("v=1&model=spin-glass&graph=complete&order=3&n=122&sampler=tempering&chains=1000", &["chains"]),
        ("v=1&model=hopfield&n=2048&patterns=2000", &[]),
        ("v=1&model=ising&rows=1024&cols=1024&sampler=gibbs&chains=1000", &["chains"]),
    ] {
        cases.push((link.into(), keys.to_vec()));
    }
    for (link, keys) in &cases {
        let (experiment, warnings) = sound(link);
        // Where a part of a link is no pair, the part itself is named. How control characters are shown is left open.
        let name = |w: &Warning| plain(if w.key.is_empty() { &w.given } else { &w.key });
        let named: BTreeSet<String> = warnings.iter().map(name).collect();
        assert_eq!(named, keys.iter().map(|k| plain(k)).collect(), "{link:.200?}: {warnings:.300?}");
        assert!(warnings.iter().all(|w| w.key.is_empty() || w.message.contains(&w.key)), "{warnings:.300?}");
        assert!(experiment.units() > 0);
    }
}

/// Of a link of a megabyte the beginning is read, a warning says so, and what was read makes a link again.
#[test]
fn a_link_of_a_megabyte_is_cut() {
    for filler in ["a", "%", "&", "=", "&x=1", "\u{1F4A9}", "&amp;", "%00"] {
        for start in
            ["v=1&hidden=8&lang=", "v=1&hidden=8&", "v=1&hidden=8&log=", "v=1&hidden=8&drawn=", "v=1&hidden=8&mask="]
        {
            let link = format!("{start}{}", filler.repeat((1 << 20) / filler.len()));
            let (experiment, warnings) = sound(&link);
            assert_eq!(experiment.int("hidden"), 8);
            assert!(warnings.iter().any(|w| w.code == "too-long"), "{start}{filler}…: {warnings:.300?}");
        }
    }
}

/// A link may be full of characters that percent-encoding makes three times as long; its canonical form is readable still.
#[test]
fn a_long_view_key_leaves_a_readable_link() {
    for key in ["lang", "build"] {
        sound(&format!("v=1&hidden=8&{key}={}", "\"".repeat(19_000)));
    }
}

/// Small numbers in a log do not make it longer than can be read again.
#[test]
fn a_log_of_small_numbers_comes_back() {
    let acts: Vec<String> = (0..300).map(|step| format!("{step}:lr=1e-300")).collect();
    let (experiment, warnings) = sound(&format!("v=1&log={}", code::pack(acts.join(";").as_bytes())));
    assert_eq!((experiment.log.len(), warnings.len()), (300, 0));
}

/// Changes that a log has too many of are left out with a warning, not silently.
#[test]
fn a_log_of_too_many_changes_says_so() {
    let acts = vec!["5:T=1.5"; 5_000].join(";");
    let (experiment, warnings) = sound(&format!("v=1&log={}", code::pack(acts.as_bytes())));
    assert!(experiment.log.len() == 5_000 || warnings.iter().any(|w| w.key == "log"), "{} kept", experiment.log.len());
}

/// A short code that unpacks to megabytes is refused as a whole, even if every change in it could be used.
#[test]
fn a_bomb_in_the_log_is_refused() {
    let bomb = code::pack("5:T=1.5;".repeat(1 << 19).as_bytes());
    assert!(bomb.len() < 15_000, "short enough to be read at all");
    let (experiment, warnings) = sound(&format!("v=1&log={bomb}"));
    assert!(experiment.log.is_empty() && warnings.len() == 1 && warnings[0].key == "log", "{warnings:.300?}");
}

/// `://` or `#` in a value does not make another URL of a fragment, whether it stands behind `#` or alone.
#[test]
fn a_fragment_may_hold_a_url() {
    for link in
        ["#v=1&hidden=8&lang=a://b#c", "v=1&hidden=8&lang=a%3A//b", "v=1&hidden=8&lang=a://b", "v=1&hidden=8&lang=a#b"]
    {
        assert_eq!(sound(link).0.int("hidden"), 8, "{link}");
    }
}

/// A value set later obeys what a link obeys: other values that it moves out of bounds follow.
#[test]
fn set_keeps_the_link_readable() {
    let (mut experiment, _) = Experiment::read("v=1&data=bars-and-stripes&n=4&trainer=cd&example=29");
    let warnings = experiment.set("n", "2");
    let (_, second) = Experiment::read(&experiment.link());
    assert!(second.is_empty(), "after n = 2 ({warnings:?}): {second:?}");
}

/// Drawn patterns that no longer fit the number of units are left out with a warning, and so are terms of a glass that
/// has none.
#[test]
fn set_drops_what_no_longer_fits() {
    let memories = code::pack_pictures(&[1; 200], 100);
    let (mut experiment, warnings) = Experiment::read(&format!("v=1&model=hopfield&n=100&memories={memories}"));
    assert!(warnings.is_empty() && experiment.set("patterns", "7").is_empty());
    let warnings = experiment.set("n", "50");
    assert!(warnings.len() == 1 && warnings[0].key == "memories", "{warnings:?}");
    let (mut glass, warnings) = Experiment::read("v=1&model=spin-glass&graph=complete&n=30&order=3");
    assert!(warnings.is_empty());
    let warnings = glass.set("graph", "2d");
    assert!(warnings.len() == 1 && warnings[0].key == "order", "{warnings:?}");
    for link in [experiment.link(), glass.link()] {
        assert!(sound(&link).1.is_empty(), "{link}");
    }
}
