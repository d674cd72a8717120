//! Words for people: sentences with places for numbers, in English unless a dictionary of another language is there.
//!
//! The English sentence is the key: `say!("After {0} updates", n)`. A page in another language hands its dictionary over once
//! ([`install`]); the command line tool speaks English. What has no translation stays English; a test finds it.

use std::{cell::RefCell, fmt::Display};

thread_local! {
    static DICTIONARY: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Translations from now on: English sentences and what stands for them, in turns. An odd last one is left out.
pub fn install(words: Vec<String>) {
    let mut words = words.into_iter();
    let mut pairs = Vec::new();
    while let (Some(english), Some(other)) = (words.next(), words.next()) {
        pairs.push((english, other));
    }
    DICTIONARY.with(|dictionary| dictionary.replace(pairs));
}

/// A sentence in the page's language.
pub fn translated(english: &str) -> String {
    DICTIONARY.with(|dictionary| {
        let dictionary = dictionary.borrow();
        dictionary.iter().find(|(key, _)| key == english).map_or(english, |(_, other)| other).to_string()
    })
}

/// A sentence in the page's language with `{0}`, `{1}` … replaced by what is given; a place without anything stays as it is.
pub fn fill(english: &str, given: &[&dyn Display]) -> String {
    let template = translated(english);
    let mut text = String::with_capacity(template.len());
    let mut rest = template.as_str();
    while let Some(open) = rest.find('{') {
        text += &rest[..open];
        rest = &rest[open..];
        let close = rest.find('}');
        let number = close.and_then(|close| rest[1..close].parse::<usize>().ok());
        match (close, number.and_then(|k| given.get(k))) {
            (Some(close), Some(value)) => {
                text += &value.to_string();
                rest = &rest[close + 1..];
            }
            _ => {
                text.push('{');
                rest = &rest[1..];
            }
        }
    }
    text + rest
}

/// A sentence in the page's language: `say!("{0} of {1} pixels", wrong, all)`.
#[macro_export]
macro_rules! say {
    ($english:literal $(, $given:expr)* $(,)?) => {
        $crate::words::fill($english, &[$(&$given),*])
    };
}

/// Marks a phrase that is worded elsewhere, by [`translated`]: it is the literal itself.
#[macro_export]
macro_rules! phrase {
    ($english:literal) => {
        $english
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_any_language() {
        assert_eq!(say!("{0} of {1}", 3, 7.5), "3 of 7.5");
        assert_eq!(say!("{0} of {1} and {2} in {x}", 3, 4), "3 of 4 and {2} in {x}");
        install(vec!["{0} of {1}".into(), "{1} 中的 {0}".into(), "odd".into()]);
        assert_eq!(say!("{0} of {1}", 3, 7), "7 中的 3");
        assert_eq!(translated("odd"), "odd");
        install(Vec::new());
        assert_eq!(say!("{0} of {1}", "{1}", "b"), "{1} of b");
    }
}
