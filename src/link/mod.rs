//! How a link is written: `#v=1&key=value&…`. What its keys mean is for [`crate::experiment`] to say.
//!
//! The version says by which grammar the rest is read. A grammar that links were once written in is read for ever: a new one gets a
//! line in `GRAMMARS`, and `tests/golden/links-v….tsv` holds what each must give.

#[cfg(feature = "all")]
mod find;
#[cfg(feature = "all")]
mod mark;
#[cfg(feature = "all")]
mod mend;
mod v1;

#[cfg(feature = "all")]
pub use find::find;

use crate::error::Warning;
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

/// Whether a link is a state (its fragment starts with `v=`, `fig=` or `model=`) and not an anchor in the text.
#[cfg(feature = "all")]
pub fn is_state(link: &str) -> bool {
    let link = mend::unescaped(link);
    mark::begins(mend::located(mend::uncovered(&link).as_deref().unwrap_or(&link)).0)
}

/// Whether a link has nothing but what this program writes, and nothing percent-encoded.
pub fn is_plain(link: &str) -> bool {
    let text = link.strip_prefix('#').unwrap_or(link);
    let bytes = text.as_bytes();
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || b"-_".contains(b);
    // A point at the end of a value is a sentence's, as other marks there are somebody's.
    let written = |(at, b): (usize, &u8)| match b {
        b if b"._,~:=".contains(b) => bytes.get(at + 1).is_some_and(is_word),
        b => is_word(b) || *b == b'&',
    };
    // A mail writes `=` as `=3D`.
    let begins = text.is_empty() || (text.starts_with("v=") && !text.starts_with("v=3D"));
    begins && text.len() < LENGTH_LIMIT && bytes.iter().enumerate().all(written)
}

/// The state in a whole URL or in the link itself, with what programs did to it undone.
#[cfg(feature = "all")]
fn state(link: &str, warnings: &mut Vec<Warning>) -> String {
    let mut link = mend::unescaped(link);
    if let Some(address) = mend::uncovered(&link) {
        warnings.push(Warning::new("encoded", "", "", ""));
        link = address.into();
    }
    let link = &link;
    let (mut text, hash) = mend::located(link);
    if hash != mark::Hash::There {
        warnings.push(Warning::new("no-hash", "", "", ""));
    }
    if text.is_empty() && link.contains("://") {
        warnings.push(Warning::new("no-state", "", "", ""));
    }
    if text.len() > LENGTH_LIMIT {
        let cut = (0..=LENGTH_LIMIT).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        warnings.push(Warning::new("too-long", "", &text.len().to_string(), &cut.to_string()));
        text = &text[..cut];
    }
    mend::whole(text, warnings)
}

/// The module of the page's first picture reads [plain](is_plain) links alone.
#[cfg(not(feature = "all"))]
fn state(link: &str, _warnings: &mut Vec<Warning>) -> String {
    link.strip_prefix('#').unwrap_or(link).to_string()
}

/// Splits a link. Whatever comes in, something usable comes out, and warnings say what was left out.
pub fn parse(link: &str) -> (Pairs, Vec<Warning>) {
    let mut warnings = Vec::new();
    let text = state(link, &mut warnings);
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
#[cfg(feature = "all")]
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
