//! EBM Playground: energy-based models that compute, in a browser tab and on the command line.
//!
//! # One flow
//! ```text
//! link ──▶ Experiment ──▶ Run (a Session) ──▶ observers ──▶ Scene ──▶ paint
//! ```
//! The same [`experiment::Experiment`] runs in a web worker, in the tool `ebm` and in the tests, and gives the same
//! [`digest`] in all of them. Nothing below [`scene`] knows of a browser; nothing above [`session`] knows of a model.
//!
//! The signs, the alphabets and every other convention are stated once, in [`ebm_core`], whose modules are this crate's too.
//!
//! # Map
//! The science, from [`ebm_core`]: [`models`], [`samplers`], [`trainers`], [`data`], [`exact`], [`estimate`], [`engines`] and what they
//! stand on. An experiment from end to end: [`link`], [`experiment`], [`shelf`], [`session`], [`observe`], [`memory`], [`weights`]; `explain` says what a link means. Pictures:
//! [`figures`], [`scene`], `paint`; what a reader takes along: `take`; in the browser, `web`.

pub use ebm_core::{
    code, data, digest, engines, error, estimate, exact, instance, models, num, phrase, registry, rng, samplers, say,
    series, space, tally, tensor, trainers, words,
};

mod batches;
pub mod catalogue;
pub mod damage;
pub mod experiment;
#[cfg(feature = "all")]
pub mod explain;
pub mod figures;
pub mod link;
pub mod memory;
pub mod numerals;
pub mod observe;
pub mod scene;
pub mod session;
pub mod shelf;
mod starts;
pub mod weights;

#[cfg(any(feature = "paint", feature = "take"))]
pub mod paint;
#[cfg(feature = "take")]
pub mod take;
#[cfg(feature = "web")]
pub mod web;

/// Names this build: the crate's version and a fingerprint of its sources. A [`digest`] holds within a build.
pub const BUILD: &str = env!("EBM_BUILD");
