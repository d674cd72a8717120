//! How a link is written: `#v=1&key=value&…`. What its keys mean is for [`crate::experiment`] to say.
//!
//! The version says by which grammar the rest is read. A grammar that links were once written in is read for ever: a new one gets a
//! line in [`GRAMMARS`], and `tests/golden/links-v….tsv` holds what each must give.

#[cfg(feature = "all")]
mod find;
mod mark;
#[cfg(feature = "all")]
mod mend;
mod v1;

#[cfg(feature = "all")]
pub use find::find;

use crate::error::Warning;
use mark::Mark;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A grammar: from a fragment to its pairs, every key once, and warnings for what was left out.
type Grammar = fn(&str, &mut Vec<Warning>) -> Vec<(String, String)>;

/// Grammars by version, the newest last.
const GRAMMARS: &[(&str, Grammar)] = &[("1", v1::read)];
/// The grammar's version that is written.
pub const VERSION: &str = GRAMMARS[GRAMMARS.len() - 1].0;
/// Longer links are cut.
pub const LENGTH_LIMIT: usize = 20_000;

/// What stands as itself in a value.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':').remove(b',');

/// Keys and values as written, in order; every key once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs(pub Vec<(String, String)>);

/// The state in a whole URL or in the link itself, as it stands there, and what its `#` has become.
fn located(link: &str) -> (&str, mark::Hash) {
    let link = link.trim();
    // A bare fragment may hold '#' and '://' in its values.
    if let Some(mark) = Mark::at(link, 0) {
        return (mark.state(link), mark::Hash::There);
    }
    let marks = || mark::all(link);
    if let Some(mark) = marks().find(|mark| mark.hash != mark::Hash::Missing) {
        return (mark.state(link), mark.hash);
    }
    match link.split_once('#') {
        Some((_, fragment)) => (fragment, mark::Hash::There),
        None => match marks().next() {
            Some(mark) => (mark.state(link), mark.hash),
            None => (if link.contains("://") { "" } else { link }, mark::Hash::There),
        },
    }
}

/// Whether a link is a state (its fragment starts with `v=`) and not an anchor in the text.
pub fn is_state(link: &str) -> bool {
    Mark::at(located(link).0, 0).is_some()
}

/// Whether a link can hold nothing but what this program writes, without anything percent-encoded.
pub fn is_plain(link: &str) -> bool {
    let text = link.strip_prefix('#').unwrap_or(link);
    let written = |b: u8| b.is_ascii_alphanumeric() || b"&=-_~:,.".contains(&b);
    (text.is_empty() || text.starts_with("v="))
        && text.bytes().all(written)
        && !text.split('&').any(|pair| pair.ends_with(['.', ',']) || pair.contains("..."))
}

/// Splits a link. Whatever comes in, something usable comes out, and warnings say what was left out.
pub fn parse(link: &str) -> (Pairs, Vec<Warning>) {
    let mut warnings = Vec::new();
    let (mut text, hash) = located(link);
    if hash != mark::Hash::There {
        warnings.push(Warning::new("no-hash", "", "", ""));
    }
    if text.len() > LENGTH_LIMIT {
        let cut = (0..=LENGTH_LIMIT).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        warnings.push(Warning::new("too-long", "", &text.len().to_string(), &cut.to_string()));
        text = &text[..cut];
    }
    #[cfg(feature = "all")]
    let text = mend::whole(text, &mut warnings);
    if !text.is_empty() && !text.starts_with("v=") {
        warnings.push(Warning::new("state-missing", "v", "", VERSION));
    }
    let version = text.strip_prefix("v=").and_then(|rest| rest.split('&').next());
    let (_, newest) = GRAMMARS[GRAMMARS.len() - 1];
    let known = GRAMMARS.iter().find(|(name, _)| version == Some(name));
    let pairs = known.map_or(newest, |(_, grammar)| *grammar)(&text, &mut warnings);
    if let Some((_, version)) = pairs.iter().find(|(key, _)| key == "v")
        && GRAMMARS.iter().all(|(name, _)| name != version)
    {
        warnings.push(Warning::new("version", "v", version, VERSION));
    }
    (Pairs(pairs), warnings)
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A value as it stands in a link.
pub fn encode(value: &str) -> String {
    utf8_percent_encode(value, ESCAPED).to_string()
}

/// Writes pairs as a fragment with `#` and the version in front.
pub fn write(pairs: &[(String, String)]) -> String {
    let mut link = format!("#v={VERSION}");
    for (key, value) in pairs {
        link.push('&');
        link.push_str(key);
        link.push('=');
        link.extend(utf8_percent_encode(value, ESCAPED));
    }
    link
}

/// Whether a character ends no value: what a sentence, a bracket or a quotation puts behind a link.
pub fn ends_no_value(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_whitespace() || ".,;!?()[]{}<>\"'`*|".contains(c)
}

impl Pairs {
    /// Takes a key out, ignoring case.
    pub fn take(&mut self, key: &str) -> Option<String> {
        let at = self.0.iter().position(|(k, _)| k.eq_ignore_ascii_case(key))?;
        Some(self.0.remove(at).1)
    }
}
