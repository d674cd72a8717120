//! What can go wrong: errors that stop, warnings that say what was used instead. Both carry a stable code.

use crate::{say, words::translated};
use serde::Serialize;

/// A failure. Its [`Error::code`] is stable; its text is one line.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Too many units to enumerate.
    #[error("{}", say!("{0} units would have to be summed over, at most {1} can be", units, limit))]
    TooLarge {
        /// The units left after analytic sums.
        units: usize,
        /// How many are possible.
        limit: usize,
    },
    /// A file the experiment needs was not provided.
    #[error("{}", say!("the data file '{0}' is needed and was not given", .0))]
    MissingData(String),
    /// A data file that cannot be read.
    #[error("{}", say!("the data file is damaged: {0}", .0))]
    BadData(String),
    /// The experiment has no such part.
    #[error("{}", say!("this experiment has no {0}", translated(.0)))]
    NotInExperiment(&'static str),
    /// A weights file that does not fit.
    #[error("{}", say!("weights: {0}", .0))]
    Weights(String),
    /// An edge list that cannot be read.
    #[error("{}", say!("the instance is damaged: {0}", .0))]
    BadInstance(String),
    /// A parameter's value that no model can be made of.
    #[error("{}", say!("'{0}': {1}", key, why))]
    Value {
        /// The parameter.
        key: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// What a program calls a function with is not what it takes.
    #[error("{}", say!("this was called with something else than it takes: {0}", .0))]
    Argument(String),
    /// No figure or entry of that name.
    #[error("{}", say!("there is no {0} '{1}'", translated(kind), name))]
    Unknown {
        /// What was looked for: `figure`, `model` …
        kind: &'static str,
        /// The name that is not registered.
        name: String,
    },
    /// A sampler or trainer that does not fit the model.
    #[error("{}", say!("'{0}' does not fit the model '{1}': {2}", method, model, translated(why)))]
    Misfit {
        /// The sampler or trainer.
        method: &'static str,
        /// The model.
        model: &'static str,
        /// What is missing.
        why: &'static str,
    },
}

impl Error {
    /// The stable code of this failure, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::MissingData(_) => "missing-data",
            Self::BadData(_) => "bad-data",
            Self::NotInExperiment(_) => "not-in-experiment",
            Self::Weights(_) => "weights",
            Self::BadInstance(_) => "bad-instance",
            Self::Value { .. } => "value",
            Self::Argument(_) => "bad-argument",
            Self::Unknown { .. } => "unknown",
            Self::Misfit { .. } => "misfit",
        }
    }
}

/// Something in a link that could not be used as it stood, and what was used instead. Nothing is lost silently.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warning {
    /// The stable code; pages word it in their language.
    pub code: &'static str,
    /// The key in the link, or empty where the whole link is meant.
    pub key: String,
    /// What was given.
    pub given: String,
    /// What was used instead.
    pub used: String,
    /// The sentence, ready to show.
    pub message: String,
}

impl Warning {
    /// Builds a warning and words it; unknown codes are worded by their name.
    pub fn new(code: &'static str, key: &str, given: &str, used: &str) -> Self {
        // Warnings are single lines for terminals and pages, however long or odd the link was.
        let clean = |text: &str| -> String {
            text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
        };
        let (given, used) = (clean(given), &clean(used));
        let key = &clean(key);
        let message = match code {
            "unknown-key" => say!("'{0}' is not a key of this experiment; it was left out.", key),
            "repeated-key" => say!("'{0}' is given twice; '{1}' was used.", key, used),
            "not-a-number" => say!("'{0}' takes a number, not '{1}'; {2} was used.", key, given, used),
            "not-an-integer" => say!("'{0}' takes a whole number, not '{1}'; {2} was used.", key, given, used),
            "not-a-choice" => say!("'{0}' has no choice '{1}'; {2} was used.", key, given, used),
            "refused" if used.is_empty() => say!("'{0}' cannot be '{1}'; it stays as it was.", key, given),
            "refused" => say!("'{0}' cannot be '{1}'; it stays {2}.", key, given, used),
            "out-of-range" => say!("'{0}' cannot be {1}; {2} was used.", key, given, used),
            "too-costly" => say!("'{0}' = {1} would cost too much here; {2} was used.", key, given, used),
            "not-a-list" => {
                say!("'{0}' takes {1} numbers, commas between, not '{2}'; it was left out.", key, used, given)
            }
            "last-part" => say!(
                "'{0}' = {1} of all chains are more than memory should hold; estimates come from the last {2} or more.",
                key,
                given,
                used
            ),
            "link-over-file" => say!("'{0}' is {1} in the file and {2} in the link; {2} was used.", key, given, used),
            "file-over-link" => say!("'{0}' is {2} in the file and {1} in the link; {2} was used.", key, given, used),
            "no-equals" => say!("'{0}' has no '='; it was left out.", given),
            "bad-encoding" if used == "nothing" => say!("'{0}' cannot be decoded; it was left out.", key),
            "not-of-size" => say!("'{0}' does not hold pictures of {1} pixels; it was left out.", key, used),
            "not-draws" => {
                say!("'{0}' takes at most {1} numbers, each from 0 to below 1; it was left out.", key, used)
            }
            "bad-encoding" => say!("'{0}' cannot be decoded; {1} was used.", key, used),
            #[cfg(feature = "all")]
            "cut" => say!("'{0}' was cut off by a program on its way ('{1}'); it was left out.", key, given),
            #[cfg(feature = "all")]
            "trailing" => say!("'{0}' = '{1}' stands beside {2}, which is no part of it.", key, used, given),
            #[cfg(feature = "all")]
            "foreign" if key.is_empty() => {
                say!("Spaces, line breaks or invisible characters in the link were taken out.")
            }
            #[cfg(feature = "all")]
            "foreign" => say!("'{0}' has spaces or invisible characters, which were taken out.", key),
            #[cfg(feature = "all")]
            "dashes" => say!("'{0}' has typographic dashes; they were read as '-'.", key),
            #[cfg(feature = "all")]
            "encoded" => say!("The link had been encoded once more by a program on its way; that was undone."),
            #[cfg(feature = "all")]
            "no-state" => say!("There is no experiment in this address; the first one was used."),
            "no-hash" => say!("The '#' before 'v=' had been lost or encoded; the link was read as if it were there."),
            #[cfg(feature = "all")]
            "second-link" => say!("Another link, or the same again, follows in the text; it was left out."),
            "too-long" => say!("The link is too long ({0} characters); only its first {1} were read.", given, used),
            "version" => {
                say!("The link's grammar version '{0}' is not known; it was read as version {1}.", given, used)
            }
            "other-build" => say!("The link was made by build {0}, this is {1}: digests may differ.", given, used),
            "does-not-apply" => say!("'{0}' does not apply to this experiment; it was left out.", key),
            "other-figure" => say!("The figure '{0}' cannot show this experiment; '{1}' can.", given, used),
            "state-missing" => say!("The link does not begin with 'v='; it was read as version 1."),
            other => say!("{0}: '{1}' = '{2}'; {3} was used.", other, key, given, used),
        };
        Self { code, key: key.clone(), given, used: used.to_string(), message }
    }
}
