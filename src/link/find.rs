//! Links in a text such as a whole mail: where each begins, and how far it goes where lines were broken.

use super::{
    mark::{self, Mark},
    mend::{is_dash, uncovered, unescaped},
};
use crate::experiment::Experiment;

/// More of a text is not looked at.
const TEXT_LIMIT: usize = 200_000;
/// Most links that are found.
const MOST: usize = 50;
/// Most words after a gap that may belong to one link.
const WORDS: usize = 64;
/// How long the lines are that mails break.
const LINE: std::ops::RangeInclusive<usize> = 60..=80;

/// Ends a link as no gap does.
fn stops(c: char) -> bool {
    matches!(c, '"' | '<' | '>' | '`' | '“' | '”' | '„' | '«' | '»')
}

/// What links are made of, and the full stop or bracket behind one.
fn may_belong(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.~:,%&=+;!?)]'*".contains(c) || is_dash(c)
}

/// Lines without the signs of a quoted mail before them.
fn unquoted(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let rest = line.trim_start_matches([' ', '>', '|']);
        if line[..line.len() - rest.len()].contains(['>', '|']) { rest } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The links in a text, each as it stands there but on one line. Where a pair is not at its end, the word after a gap belongs to it;
/// else the reading with fewer warnings holds.
pub fn find(text: &str) -> Vec<String> {
    let cut = (0..=TEXT_LIMIT.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let text = unquoted(&unescaped(&text[..cut]));
    let mut found: Vec<String> = Vec::new();
    let mut end = 0;
    let marks: Vec<Mark> = mark::all(&text).collect();
    for mark in &marks {
        if mark.at < end || found.len() == MOST {
            continue;
        }
        let begin = text[..mark.at].rfind(|c: char| c.is_whitespace() || stops(c) || c == '(' || c == '[');
        // The sign before it may be several bytes long.
        let begin = begin.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8)).max(end);
        let (link, after) = grown(&text, begin, mark.at);
        end = after;
        if !found.contains(&link) {
            found.push(link);
        }
    }
    if found.is_empty() {
        // Without its version, or without its beginning: pairs alone.
        let fragment = |word: &str| word.split_once('#').is_some_and(|(_, fragment)| mark::begins(fragment));
        let is_pairs = |word: &str| word.contains('&') && word.contains('=') && !word.contains("://");
        let is_hidden = |word: &str| uncovered(word).is_some();
        let word = text.split_whitespace().find(|word| fragment(word) || is_pairs(word) || is_hidden(word));
        found.extend(word.map(str::to_string));
    }
    found
}

/// How many warnings a link gives.
fn faults(link: &str) -> usize {
    Experiment::read(link).1.len()
}

/// A link from where it begins, and where in the text it ends.
fn grown(text: &str, begin: usize, mark: usize) -> (String, usize) {
    let word = |from: usize| {
        let rest = &text[from..];
        &rest[..rest.find(|c: char| c.is_whitespace() || stops(c)).unwrap_or(rest.len())]
    };
    let first = &text[begin..mark + word(mark).len()];
    let is_mail = text[mark..].starts_with("v=3D");
    let (mut best, mut best_end) = (first.to_string(), begin + first.len());
    let (mut joined, mut end) = (best.clone(), best_end);
    let mut least = faults(&best);
    for _ in 0..WORDS {
        let gap = text[end..].len() - text[end..].trim_start().len();
        let next = word(end + gap);
        let space = &text[end..end + gap];
        // A paragraph ends a link, and so does what is no part of one.
        if gap == 0 || next.is_empty() || space.matches('\n').count() > 1 {
            break;
        }
        if next.contains("://") || !next.chars().all(may_belong) || mark::all(next).next().is_some() {
            break;
        }
        if is_mail && joined.ends_with('=') {
            joined.pop();
        }
        let is_open = ["&", "=", "&amp;"].iter().any(|end| joined.ends_with(end)) || next.starts_with('&');
        let goes_on = is_open || next.contains(['&', '=']);
        // A bracket ends a link, and a sentence does; only a number is broken behind its point.
        let in_number = next.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if joined.ends_with([')', ']', '!', '?', '\'', '*'])
            || (joined.ends_with(['.', ',']) && !in_number && !goes_on)
            || (!space.contains('\n') && !goes_on)
        {
            break;
        }
        joined += next;
        end += gap + next.len();
        let found = faults(&joined);
        // A line that was full, and what is left of it alone on the next; a single word may be a greeting.
        let line = text[..end - next.len() - gap].rsplit('\n').next().map_or(0, str::len);
        let is_last = text[end..].chars().next().is_none_or(|c| c == '\n' || c == '\r');
        let is_word = next.bytes().all(|b| b.is_ascii_alphabetic()) && !text[begin..best_end].contains('\n');
        let is_rest = space.contains('\n') && LINE.contains(&line) && is_last && !is_word;
        let belongs = next.contains(['&', '=']) || is_rest;
        if is_open || found < least || (found == least && belongs) {
            (best, best_end, least) = (joined.clone(), end, found);
        }
    }
    (best, best_end)
}
