//! What a reader takes along: the data behind a picture, tables of numbers, and links as codes for a phone's camera. Pictures
//! themselves are [`crate::paint`]'s, parameters are [`crate::weights`]'s.

mod code;
mod table;

pub use code::{Code, LONGEST, code};
pub use table::{panel, rows};
