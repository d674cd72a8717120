//! Fused fast paths: a (model, trainer) pair in a memory layout of its own.
//!
//! Which engine runs is decided by the experiment alone. An engine equals the generic reference bit for bit: both keep the
//! order of sums of [`crate::models::rbm`] and the order of random numbers of [`crate::trainers::chain`].

pub mod sparse_rbm;
