//! Turns the article's Markdown and LaTeX into static HTML with MathML, one language at a time.

mod error;
mod render;
mod tables;

pub use error::TextError;
pub use render::{Lang, Page, Source, compare, render};
pub use tables::{Equation, Equations, Reference, References};
