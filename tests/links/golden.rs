//! Links of every grammar that was ever written keep their meaning: the lines of `tests/golden/links-v….tsv`.

use super::{log, meaning, sound};
use ebm::link;

/// One file a grammar, the newest last.
const FILES: &[(&str, &str)] = &[("1", include_str!("../golden/links-v1.tsv"))];

/// A line of such a file.
pub struct Golden {
    pub link: &'static str,
    pub canonical: &'static str,
    pub warnings: &'static str,
    values: &'static str,
}

/// All lines.
pub fn lines() -> Vec<Golden> {
    let rows = FILES.iter().flat_map(|(_, file)| file.lines()).filter(|line| !line.starts_with("--"));
    let golden = |line: &'static str| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        Golden { link: next(), canonical: next(), warnings: next(), values: next() }
    };
    rows.map(golden).collect()
}

#[test]
fn old_links_keep_their_meaning() {
    // Another version of the compressor may pack the same log differently: logs are compared unpacked.
    let plain = |link: &str| link.split('&').filter(|p| !p.starts_with("log=")).collect::<Vec<_>>().join("&");
    let lines = lines();
    assert!(lines.len() >= 136, "lines may be added, not taken away");
    for Golden { link, canonical, warnings, values } in lines {
        let (experiment, found) = sound(link);
        let found: Vec<String> = found.iter().map(|w| format!("{}:{}", w.code, w.key)).collect();
        assert_eq!(found.join(" "), warnings, "{link}");
        assert_eq!(plain(&experiment.link()), plain(canonical), "{link}");
        assert_eq!(meaning(&sound(canonical).0), meaning(&experiment), "{link}");
        for (key, value) in values.split(' ').filter_map(|word| word.split_once('=')) {
            let now = if key == "log" { log(&experiment) } else { experiment.value(key).unwrap().write() };
            assert_eq!(now, value, "{key} of {link}");
        }
    }
}

#[test]
fn every_grammar_has_its_golden_links() {
    let versions: Vec<usize> = FILES.iter().map(|(version, _)| version.parse().unwrap()).collect();
    assert_eq!(versions, (1..=versions.len()).collect::<Vec<_>>(), "old grammars stay");
    assert_eq!(FILES.last().map(|(version, _)| *version), Some(link::VERSION));
}

/// A version that is not known is read as the newest, and a warning says so; the link that is written has the newest.
#[test]
fn an_unknown_version_is_read_as_the_newest() {
    let rest = "model=ising&rows=8&cols=8&T=2.5&sampler=wolff";
    let (known, _) = sound(&format!("#v={}&{rest}", link::VERSION));
    for version in ["2", "99", "0", "1.5", "-1", "", "one", "%31%30", "18446744073709551616"] {
        let (experiment, warnings) = sound(&format!("https://example.org/#v={version}&{rest}"));
        assert_eq!(warnings.len(), 1, "{version}: {warnings:?}");
        assert_eq!((warnings[0].code, warnings[0].key.as_str()), ("version", "v"), "{version}");
        assert_eq!(warnings[0].used, link::VERSION);
        assert_eq!(meaning(&experiment), meaning(&known), "{version}");
        assert!(experiment.link().starts_with(&format!("#v={}&", link::VERSION)));
    }
}
