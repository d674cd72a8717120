//! The link's grammar, version 1: `#v=1&key=value&…`, percent-encoded, keys unique ignoring case.
//!
//! This file knows how a link is written, not what its keys mean: that is [`crate::experiment`].

use crate::error::Warning;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The grammar's version.
pub const VERSION: &str = "1";
/// Longer links are cut.
pub const LENGTH_LIMIT: usize = 20_000;

/// What stands as itself in a value.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':').remove(b',');

/// Keys and values as written, in order; every key once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs(pub Vec<(String, String)>);

/// The fragment of a whole URL, or the link itself, without `#`.
pub fn fragment(link: &str) -> &str {
    let link = link.trim();
    // A bare fragment may hold '#' and '://' in its values.
    if link.starts_with("v=") {
        return link;
    }
    match link.split_once('#') {
        Some((_, fragment)) => fragment,
        None if link.contains("://") => "",
        None => link,
    }
}

/// Whether a fragment is a state (it starts with `v=`) and not an anchor in the text.
pub fn is_state(link: &str) -> bool {
    fragment(link).starts_with("v=")
}

/// Splits a link. Whatever comes in, something usable comes out, and warnings say what was left out.
pub fn parse(link: &str) -> (Pairs, Vec<Warning>) {
    let mut warnings = Vec::new();
    let mut text = fragment(link);
    if text.len() > LENGTH_LIMIT {
        let cut = (0..=LENGTH_LIMIT).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        warnings.push(Warning::new("too-long", "", &text.len().to_string(), &cut.to_string()));
        text = &text[..cut];
    }
    // Programs that escape HTML turn & into &amp;
    let text = text.replace("&amp;", "&");
    if !text.is_empty() && !text.starts_with("v=") {
        warnings.push(Warning::new("state-missing", "v", "", VERSION));
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in text.split('&').filter(|p| !p.is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            warnings.push(Warning::new("no-equals", "", &decode(part), ""));
            continue;
        };
        let (key, value) = (decode(key), decode(value));
        match pairs.iter_mut().find(|(k, _)| k.eq_ignore_ascii_case(&key)) {
            Some((_, old)) => {
                warnings.push(Warning::new("repeated-key", &key, old, &value));
                *old = value;
            }
            None => pairs.push((key, value)),
        }
    }
    if let Some((_, version)) = pairs.iter().find(|(k, _)| k == "v")
        && version != VERSION
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

impl Pairs {
    /// Takes a key out, ignoring case.
    pub fn take(&mut self, key: &str) -> Option<String> {
        let at = self.0.iter().position(|(k, _)| k.eq_ignore_ascii_case(key))?;
        Some(self.0.remove(at).1)
    }
}
