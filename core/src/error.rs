//! What can go wrong: errors that stop, warnings that say what was used instead. Both carry a stable code.

use serde::Serialize;

/// A failure. Its [`Error::code`] is stable; its text is one line in English.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Too many units to enumerate.
    #[error("{units} units would have to be summed over, at most {limit} can be")]
    TooLarge {
        /// The units left after analytic sums.
        units: usize,
        /// How many are possible.
        limit: usize,
    },
    /// A file the experiment needs was not provided.
    #[error("the data file '{0}' is needed and was not given")]
    MissingData(String),
    /// A data file that cannot be read.
    #[error("the data file is damaged: {0}")]
    BadData(String),
    /// The experiment has no such part.
    #[error("this experiment has no {0}")]
    NotInExperiment(&'static str),
    /// A weights file that does not fit.
    #[error("weights: {0}")]
    Weights(String),
    /// An edge list that cannot be read.
    #[error("the instance is damaged: {0}")]
    BadInstance(String),
    /// A parameter's value that no model can be made of.
    #[error("'{key}': {why}")]
    Value {
        /// The parameter.
        key: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// No figure or entry of that name.
    #[error("there is no {kind} '{name}'")]
    Unknown {
        /// What was looked for: `figure`, `model` …
        kind: &'static str,
        /// The name that is not registered.
        name: String,
    },
    /// A sampler or trainer that does not fit the model.
    #[error("'{method}' does not fit the model '{model}': {why}")]
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
    /// The sentence in English, ready to show.
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
            "unknown-key" => format!("'{key}' is not a key of this experiment; it was left out."),
            "repeated-key" => format!("'{key}' is given twice; '{used}' was used."),
            "not-a-number" => format!("'{key}' takes a number, not '{given}'; {used} was used."),
            "not-an-integer" => format!("'{key}' takes a whole number, not '{given}'; {used} was used."),
            "not-a-choice" => format!("'{key}' has no choice '{given}'; {used} was used."),
            "out-of-range" => format!("'{key}' cannot be {given}; {used} was used."),
            "too-costly" => format!("'{key}' = {given} would cost too much here; {used} was used."),
            "no-equals" => format!("'{given}' has no '='; it was left out."),
            "bad-encoding" => format!("'{key}' cannot be decoded; {used} was used."),
            "too-long" => format!("The link is too long ({given} characters); only its first {used} were read."),
            "version" => format!("The link's grammar version '{given}' is not known; it was read as version {used}."),
            "other-build" => format!("The link was made by build {given}, this is {used}: digests may differ."),
            "does-not-apply" => format!("'{key}' does not apply to this experiment; it was left out."),
            "other-figure" => format!("The figure '{given}' cannot show this experiment; '{used}' can."),
            "state-missing" => "The link does not begin with 'v='; it was read as version 1.".to_string(),
            other => format!("{other}: '{key}' = '{given}'; {used} was used."),
        };
        Self { code, key: key.clone(), given, used: used.to_string(), message }
    }
}
