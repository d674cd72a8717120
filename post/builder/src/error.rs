//! Errors of the text: file, line and what is wrong.

use std::fmt;

/// One error of the text, printed as `file:line: message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// The file, as it was named to the builder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and its name.
    pub message: String,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for TextError {}
