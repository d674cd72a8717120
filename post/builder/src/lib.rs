//! The article: Markdown and LaTeX become static pages with MathML, one a language, from one source of truth.
//!
//! # What the text may hold, beyond CommonMark
//! - `$x$`: a formula in a line. `![](eq:name)` as a paragraph: equation `name` of `equations.toml`, numbered.
//! - `## Title {#id}`: every heading has an anchor, the same in both languages.
//! - `> question`, then `![caption](fig:name)` as a paragraph: a figure, numbered, with the question that it answers.
//! - `[^name]`: a note in the margin, written as `[^name]: …` in the same file.
//! - `[@eq:name]`, `[@fig:name]`, `[@sec:id]`, `[@key]`: references to equations, figures, sections, and works of `references.toml`.
//!
//! Numbers are given in order of the text. Whatever leads nowhere, is there twice, is not used, or has no translation is an error
//! with its file and line.

mod error;
mod index;
mod lang;
mod page;
mod render;
mod tables;
#[cfg(test)]
mod tests;

pub use error::TextError;
pub use index::Source;
pub use lang::Lang;
pub use page::{Page, build};
pub use render::{Rendered, Shared, render};
pub use tables::{Equation, Equations, Glossary, Reference, References, Term};
