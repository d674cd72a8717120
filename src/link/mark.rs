//! Where in a text a state begins: at `#v=`, or at what programs make of that.

/// What has become of the `#` before a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    /// It is there.
    There,
    /// It was percent-encoded.
    Encoded,
    /// It was lost.
    Missing,
}

/// The place of a state's `v`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub at: usize,
    pub hash: Hash,
    /// Its `=` is percent-encoded too.
    encoded: bool,
}

/// The equals sign behind `v`, and what encoding once or twice, or a mail, makes of it.
const EQUALS: [&str; 4] = ["=", "%3D", "%253D", "%25253D"];

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

impl Mark {
    /// The mark at a byte, if there is one.
    pub(super) fn at(text: &str, at: usize) -> Option<Self> {
        let (before, after) = text.split_at_checked(at)?;
        let after = after.strip_prefix(['v', 'V'])?;
        let sign = EQUALS.iter().find(|sign| starts_with(after, sign))?;
        let hash = if before.is_empty() || before.ends_with('#') {
            Hash::There
        } else if before.ends_with("%23") || before.ends_with("%2523") {
            Hash::Encoded
        } else {
            // Other sites have a key of that name: only a number is a version.
            let rest = &after[sign.len()..];
            let end = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let apart = before.ends_with("html") || before.ends_with(|c: char| !c.is_alphanumeric());
            let whole = end.len() < rest.len() && (end.starts_with(['&', '%']) || end.trim_start().len() < end.len());
            (apart && whole).then_some(Hash::Missing)?
        };
        Some(Self { at, hash, encoded: *sign != "=" })
    }

    /// The state: up to the end, or where it is one value of another site's link, to the end of that.
    pub(super) fn state(self, text: &str) -> &str {
        let state = &text[self.at..];
        let is_value = self.hash == Hash::Encoded && self.encoded;
        if is_value { state.split('&').next().unwrap_or(state) } else { state }
    }
}

/// Whether a fragment begins as a state does: with its version or, where that was left out, with a figure or a model.
#[cfg(feature = "all")]
pub(super) fn begins(fragment: &str) -> bool {
    Mark::at(fragment, 0).is_some() || ["fig=", "model="].iter().any(|key| starts_with(fragment, key))
}

/// All marks of a text, in order.
pub(super) fn all(text: &str) -> impl Iterator<Item = Mark> {
    text.match_indices(['v', 'V']).filter_map(move |(at, _)| Mark::at(text, at))
}
