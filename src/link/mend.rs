//! What chat programs, mails and browsers do to links, undone where only one meaning is possible; a warning for each.
//!
//! What is not so is left alone and told: a value that was cut, a character inside a value.

use super::{
    decode, ends_no_value,
    mark::{self, Hash, Mark},
};
use crate::{error::Warning, experiment::is_of_view};
use std::borrow::Cow;

/// Keys whose values are codes.
const CODES: [&str; 5] = ["log", "drawn", "mask", "cue", "memories"];
/// More often nothing is encoded in earnest.
const TIMES: usize = 3;

/// Changes of a whole fragment that are undone, in this order; each gives a warning's code if there is something to tell.
const UNDO: [fn(&mut String) -> Option<&'static str>; 10] = [
    wide,
    mail_encoding,
    foreign_characters,
    encoding,
    encoded_ands,
    html,
    second_link,
    quotation,
    counting,
    encoded_pairs,
];

/// The address that a mail filter hides in one of its own, with `-` for `%` and `_` for `/`.
pub(super) fn uncovered(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("://urldefense.proofpoint.com/v2/url?u=")?;
    let hidden = rest.split('&').next()?;
    Some(decode(&hidden.replace('-', "%").replace('_', "/")))
}

/// The state in a whole URL or in the link itself, as it stands there, and what its `#` has become.
pub(super) fn located(link: &str) -> (&str, Hash) {
    let link = link.trim();
    // A bare fragment may hold '#' and '://' in its values.
    if let Some(mark) = Mark::at(link, 0) {
        return (mark.state(link), Hash::There);
    }
    let marks = || mark::all(link);
    if let Some(mark) = marks().find(|mark| mark.hash != Hash::Missing) {
        return (mark.state(link), mark.hash);
    }
    if let Some((_, fragment)) = link.split_once('#') {
        return (fragment, Hash::There);
    }
    if let Some(mark) = marks().next() {
        return (mark.state(link), mark.hash);
    }
    match link.split_once('?') {
        Some((_, query)) if mark::begins(query) => (query, Hash::Missing),
        _ => (if link.contains("://") { "" } else { link }, Hash::There),
    }
}

/// A fragment as it was before.
pub(super) fn whole(text: &str, warnings: &mut Vec<Warning>) -> String {
    let mut text = text.to_string();
    warnings.extend(UNDO.iter().filter_map(|undo| Some(Warning::new(undo(&mut text)?, "", "", ""))));
    text
}

/// Characters without width, and those that turn the direction of writing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// What typography makes of hyphens and minus signs.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What keyboards for Chinese and Japanese write is twice as wide; our links are plain.
fn wide(text: &mut String) -> Option<&'static str> {
    // An address has them encoded; where one sign between keys is wide, values may have meant theirs.
    if !text.contains('=') && text.contains("%EF%BC%9D") {
        *text = decode(text);
    }
    let is_wide = |c: char| ('！'..='～').contains(&c);
    text.contains(is_wide).then(|| {
        let plain =
            |c: char| if is_wide(c) { char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c) } else { c };
        *text = text.chars().map(plain).collect();
        "foreign"
    })
}

/// A mail as it travels writes `=` as `=3D`, and ends its lines with another one.
fn mail_encoding(text: &mut String) -> Option<&'static str> {
    text.starts_with("v=3D").then(|| {
        *text = text.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
        "encoded"
    })
}

/// Our links are written without gaps, and without what command lines put before `&`.
fn foreign_characters(text: &mut String) -> Option<&'static str> {
    let foreign = |c: char| c.is_whitespace() || c == '\\' || c == '^' || is_invisible(c);
    text.contains(foreign).then(|| {
        text.retain(|c| !foreign(c));
        "foreign"
    })
}

/// `&` as HTML writes it.
fn html(text: &mut String) -> Option<&'static str> {
    for entity in ["&amp;", "&AMP;", "&amp%3B"].repeat(TIMES) {
        *text = text.replace(entity, "&");
    }
    None
}

/// `#`, `&` and `=` as JSON may write them, and any character as HTML writes it by its number: our links never have `\\u` nor `&#`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let json = [("\\u0026", "&"), ("\\u003d", "="), ("\\u003D", "="), ("\\u0023", "#")];
    let plain = json
        .iter()
        .filter(|(escape, _)| text.contains(escape))
        .fold(Cow::from(text), |text, (escape, sign)| text.replace(escape, sign).into());
    match plain {
        Cow::Borrowed(text) => numbered(text),
        Cow::Owned(text) => numbered(&text).into_owned().into(),
    }
}

/// Any character as HTML writes it by its number.
fn numbered(text: &str) -> Cow<'_, str> {
    let mut parts = text.split("&#");
    let Some(mut whole) = parts.next().filter(|first| first.len() < text.len()).map(str::to_string) else {
        return text.into();
    };
    for part in parts {
        let character = part.split_once(';').and_then(|(number, rest)| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            Some((char::from_u32(code)?, rest))
        });
        match character {
            Some((character, rest)) => {
                whole.push(character);
                whole += rest;
            }
            None => {
                whole += "&#";
                whole += part;
            }
        }
    }
    whole.into()
}

/// A fragment that was percent-encoded as a whole.
fn encoding(text: &mut String) -> Option<&'static str> {
    Mark::at(text, 0)?;
    if text.starts_with('V') {
        text.replace_range(..1, "v");
    }
    (!text.starts_with("v=")).then(|| {
        for _ in 0..TIMES {
            if !text.starts_with("v=") {
                *text = decode(text);
            }
        }
        "encoded"
    })
}

/// Nothing but the `&` was encoded: no version has one.
fn encoded_ands(text: &mut String) -> Option<&'static str> {
    let version = text.strip_prefix("v=")?.split('&').next()?;
    version.contains("%26").then(|| {
        *text = text.replace("%26", "&");
        "encoded"
    })
}

/// The link once more, or another one, and the address before it.
fn second_link(text: &mut String) -> Option<&'static str> {
    let again = mark::all(text).find(|mark| mark.at > 0 && mark.hash != Hash::Missing)?.at;
    let before = &text[..again];
    let address = before.rfind("://").map_or(before, |at| before[..at].trim_end_matches('s').trim_end_matches("http"));
    text.truncate(address.trim_end_matches('#').len());
    Some("second-link")
}

/// The quotation that a browser is to look for in the page.
fn quotation(text: &mut String) -> Option<&'static str> {
    if let Some(at) = text.find(":~:") {
        text.truncate(text[..at].trim_end_matches('#').len());
    }
    None
}

/// What is counted of visitors may be appended as to a link without a fragment; its keys are told like any unknown ones.
fn counting(text: &mut String) -> Option<&'static str> {
    let is_word = |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let mut parts = text.split('?');
    let mut joined = parts.next().unwrap_or("").to_string();
    for part in parts {
        joined.push(if part.split_once('=').is_some_and(|(key, _)| is_word(key)) { '&' } else { '?' });
        joined.push_str(part);
    }
    *text = joined;
    None
}

/// Pairs in a row whose `=` and `&` were encoded.
fn encoded_pairs(text: &mut String) -> Option<&'static str> {
    let is_encoded = |part: &str| !part.contains('=') && (part.contains("%3D") || part.contains("%3d"));
    text.split('&').any(is_encoded).then(|| {
        let part = |part: &str| if is_encoded(part) { decode(part) } else { part.to_string() };
        *text = text.split('&').map(part).collect::<Vec<_>>().join("&");
        "encoded"
    })
}

/// A pair as it was before; none where its value was cut.
pub(super) fn pair(mut key: String, mut value: String, warnings: &mut Vec<Warning>) -> Option<(String, String)> {
    let mut warn = |code, key: &str, given: &str, used: &str| warnings.push(Warning::new(code, key, given, used));
    let foreign = |c: char| c.is_whitespace() || is_invisible(c);
    let in_key = key.contains(foreign);
    key.retain(|c| !foreign(c));
    if value.contains("...") || value.contains('…') {
        warn("cut", &key, &value, "");
        return None;
    }
    // A view key is for the page, and a build only a name: spaces inside stay.
    let is_name = key.eq_ignore_ascii_case("build") || is_of_view(&key);
    let given = value.trim().to_string();
    value = given.replace(|c: char| if is_name { is_invisible(c) } else { foreign(c) }, "");
    // Markup, a label, what mail filters append, and what ends a sentence or a path; of an address the slash is its own.
    let path = !value.contains("://");
    let mut markup = vec!["<", "|", "__;"];
    // Only an origin may have brackets.
    if !key.eq_ignore_ascii_case("allow") {
        markup.extend(["[", "]", "{", "}"]);
    }
    let ends = markup.iter().filter_map(|mark| value.find(mark)).min().unwrap_or(value.len());
    // In a code `_` is a digit.
    let is_code = CODES.contains(&&*key.to_ascii_lowercase());
    let emphasis = if is_code { "~:@=+" } else { "_~:@=+" };
    let closes = |c| ends_no_value(c) || (c == '/' && path) || emphasis.contains(c);
    let ends = value[..ends].trim_end_matches(closes).len();
    let junk = value.split_off(ends);
    // A quotation that begins here.
    let begins = value.len() - value.trim_start_matches(['"', '\'', '“', '‘', '„', '«']).len();
    let quotation: String = value.drain(..begins).collect();
    if in_key || quotation.len() + value.len() + junk.len() < given.len() {
        warn("foreign", &key, &given, &value);
    }
    // In a code each character counts, and two hyphens may have become one dash.
    if !is_name && !is_code && value.contains(is_dash) {
        let read = value.replace(is_dash, "-");
        warn("dashes", &key, &value, &read);
        value = read;
    }
    // Space alone is no news.
    let junk = format!("{quotation}{}", junk.trim());
    if !junk.is_empty() {
        warn("trailing", &key, &junk, &value);
    }
    Some((key, value))
}
