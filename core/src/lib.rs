//! The science of EBM Playground: models, samplers, learning rules, and the truth beside them; no links, no browser.
//!
//! # Conventions (stated here once, kept everywhere)
//! | symbol | meaning |
//! | --- | --- |
//! | `T` | temperature, > 0; `β = 1/T`. Boltzmann's constant is 1; energies and `T` share one arbitrary unit |
//! | `p(x) = exp(−E(x)/T) / Z` | every model; `E` never contains `T` |
//! | `E(σ) = −Σ b_i σ_i − Σ_{i<j} w_ij σ_i σ_j` | spins with pair couplings; `w > 0` favours equal units |
//! | spin ±1 | `p(σ_i = +1 given the rest) = sigmoid(2 x_i / T)`, `x_i = b_i + Σ_j w_ij σ_j` |
//! | bit 0/1 | `p(s_i = 1 given the rest) = sigmoid(x_i / T)`, with the local field `x_i = E(s_i = 0) − E(s_i = 1)` |
//! | RBM (bits) | `E(v,h) = −b·v − c·h − vᵀWh`; `F_T(v) = −b·v − T Σ_j softplus((c_j + (Wᵀv)_j)/T)`, `p(v) = exp(−F_T(v)/T)/Z` |
//! | learning | gradient ascent on the mean log-likelihood: `g = (⟨−∂E/∂θ⟩_data − ⟨−∂E/∂θ⟩_model)/T`; `Δ_t = m Δ_{t−1} + η (g − λ θ)`, decay `λ` on weights only |
//! | order of units | visible units first, then the hidden ones; pictures row by row; `W` is visible × hidden, row-major |
//!
//! # Map
//! Foundations: [`num`], [`rng`], [`space`], [`tensor`], [`digest`], [`code`], [`words`]. Registries: [`registry`], [`models`], [`samplers`],
//! [`trainers`], [`data`]. Truth: [`exact`], [`estimate`], [`series`], [`tally`]. Speed: [`engines`].

pub mod code;
pub mod data;
pub mod digest;
pub mod engines;
pub mod error;
pub mod estimate;
pub mod exact;
pub mod instance;
pub mod models;
pub mod num;
pub mod registry;
pub mod rng;
pub mod samplers;
pub mod series;
pub mod space;
pub mod tally;
pub mod tensor;
pub mod trainers;
pub mod words;
