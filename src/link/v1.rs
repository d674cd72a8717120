//! Grammar 1: pairs `key=value` between `&`, percent-encoded, keys unique ignoring case; of a key that comes twice the last value counts.

use super::decode;
use crate::error::Warning;

/// From a fragment to its pairs.
pub(super) fn read(text: &str, warnings: &mut Vec<Warning>) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in text.split('&').filter(|p| !p.is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            warnings.push(Warning::new("no-equals", "", &decode(part), ""));
            continue;
        };
        let (key, value) = (decode(key), decode(value));
        #[cfg(feature = "all")]
        let Some((key, value)) = super::mend::pair(key, value, warnings) else { continue };
        match pairs.iter_mut().find(|(k, _)| k.eq_ignore_ascii_case(&key)) {
            Some((_, old)) => {
                warnings.push(Warning::new("repeated-key", &key, old, &value));
                *old = value;
            }
            None => pairs.push((key, value)),
        }
    }
    pairs
}
