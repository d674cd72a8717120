//! The tables beside the text: equations and references, as TOML.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A numbered equation: LaTeX and how it is spoken in each language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equation {
    /// LaTeX of the equation, without delimiters.
    pub tex: String,
    /// Spoken in English.
    pub en: String,
    /// Spoken in Chinese.
    pub zh: String,
}

/// A work that the article cites.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Authors as they are printed.
    pub authors: String,
    /// Year of publication.
    pub year: u16,
    /// Title of the work.
    pub title: String,
    /// Journal, book or publisher.
    pub venue: String,
    /// DOI without `https://doi.org/`.
    pub doi: Option<String>,
}

/// Equations by name.
pub type Equations = BTreeMap<String, Equation>;
/// References by key.
pub type References = BTreeMap<String, Reference>;

/// A term of the glossary.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term in English.
    pub en: String,
    /// The term in Chinese.
    pub zh: String,
    /// What it means, in English.
    pub en_text: String,
    /// What it means, in Chinese.
    pub zh_text: String,
}

/// Terms by key.
pub type Glossary = BTreeMap<String, Term>;
