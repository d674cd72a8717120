//! Enumeration: the oracle that stands beside every sample.
//!
//! Where the units of a layer are independent given the other layer (RBMs; Boltzmann machines with `J = 0` or `L = 0`), that layer
//! sums out analytically and only the states of the other are visited (`Layers`); other models are summed over whole states.
//! States are visited in Gray-code order inside blocks of [`BLOCK`], each started afresh, so that long sums can be sliced, shown
//! and cancelled, and rounding does not build up. All sums are in double precision and in a fixed order.

mod conditional;
mod hidden;
pub mod kaufman;
mod layers;
mod spectrum;
mod states;
pub mod transfer;

use crate::{
    data::Dataset,
    error::Error,
    models::{Model, moments::Moments},
    num,
    space::Alphabet,
};
pub use conditional::Conditional;
pub use hidden::Hidden;
use layers::Layers;
pub use spectrum::{Energies, Spectrum};
use states::States;
use transfer::Misfit;

/// Most units that are summed over.
pub const LIMIT: usize = 24;
/// Most units that are summed over for a gradient, once an update.
pub const GRADIENT_LIMIT: usize = 16;
/// Most units for which pair correlations are listed.
pub const PAIRS_LIMIT: usize = 64;
/// States between fresh starts, a power of two.
pub const BLOCK: u64 = 1 << 10;

/// How many units are left to sum over once a layer whose units are independent given the other has summed out.
pub fn units_left(model: &dyn Model) -> Result<usize, Error> {
    match model.layered().and_then(|layers| Some((layers, layers.summed()?))) {
        Some((layers, summed)) => Ok(layers.biases[1 - summed].len()),
        None => states::bits(model),
    }
}

/// [`units_left`], or an error if they are more than `limit`.
pub fn check_size(model: &dyn Model, limit: usize) -> Result<usize, Error> {
    let units = units_left(model)?;
    if units > limit { Err(Error::TooLarge { units, limit }) } else { Ok(units) }
}

/// What is summed over: the states of one layer, or whole states.
enum Terms {
    Layers(Layers),
    States(States),
}

impl Terms {
    fn new(model: &dyn Model, temperature: f64) -> Self {
        match model.layered().and_then(|layers| Layers::new(layers, temperature)) {
            Some(layers) => Self::Layers(layers),
            None => Self::States(States::new(model, temperature)),
        }
    }

    fn count(&self) -> u64 {
        match self {
            Self::Layers(layers) => layers.states(),
            Self::States(states) => states.count(),
        }
    }
}

/// `ln Z` in slices: a sum that can be watched and given up.
pub struct LogZ {
    terms: Terms,
    done: u64,
    blocks: Vec<f64>,
}

impl LogZ {
    /// Prepares the sum over at most [`LIMIT`] units.
    pub fn new(model: &dyn Model, temperature: f64) -> Result<Self, Error> {
        check_size(model, LIMIT)?;
        Ok(Self { terms: Terms::new(model, temperature), done: 0, blocks: Vec::new() })
    }

    /// How many states there are to sum over.
    pub fn total(&self) -> u64 {
        self.terms.count()
    }

    /// How many are done.
    pub fn done(&self) -> u64 {
        (self.done * BLOCK).min(self.total())
    }

    /// Sums at least one block and at most about `states` states; `ln Z` once all are done.
    pub fn advance(&mut self, states: u64) -> Option<f64> {
        let all = self.total().div_ceil(BLOCK);
        let end = all.min(self.done + (states / BLOCK).max(1));
        let mut terms = Vec::with_capacity(BLOCK as usize);
        while self.done < end {
            self.blocks.push(match &self.terms {
                Terms::Layers(layers) => layers.log_block(self.done, &mut terms),
                Terms::States(states) => states.log_block(self.done, &mut terms),
            });
            self.done += 1;
        }
        (self.done == all).then(|| num::log_sum_exp(&self.blocks))
    }
}

/// `ln Z` of a model with at most [`LIMIT`] units to sum over.
pub fn log_z(model: &dyn Model, temperature: f64) -> Result<f64, Error> {
    let mut sum = LogZ::new(model, temperature)?;
    let all = sum.total();
    Ok(sum.advance(all).unwrap_or(f64::NAN))
}

/// What exact sums tell of a model; units in the conventions' order, energies in units of `T`'s.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// `ln Z`.
    pub log_z: f64,
    /// `⟨E⟩`, total.
    pub mean_energy: f64,
    /// `(⟨E²⟩ − ⟨E⟩²)/(N T²)`, per unit.
    pub heat_capacity: f64,
    /// `⟨Σ_i x_i⟩/N`, per unit.
    pub magnetization: f64,
    /// `⟨|Σ_i x_i|⟩/N`, per unit; `None` where it takes too long.
    pub abs_magnetization: Option<f64>,
    /// `⟨x_i⟩`; `None` where they take too long.
    pub marginals: Option<Vec<f64>>,
    /// `⟨x_i x_j⟩` for i < j, row by row; `None` above [`PAIRS_LIMIT`] units.
    pub correlations: Option<Vec<f64>>,
}

/// Enumerates a model: two passes, `ln Z` first, then expectations.
pub fn law(model: &dyn Model, temperature: f64) -> Result<Law, Error> {
    let log_z = log_z(model, temperature)?;
    Ok(match Terms::new(model, temperature) {
        Terms::Layers(layers) => layers.law(log_z),
        Terms::States(states) => states.law(log_z),
    })
}

/// A law that is ready to be computed.
pub type Ready = Box<dyn FnOnce() -> Law>;

/// How to get the law of a grid of `rows` × `cols` spins that is too large to enumerate: in closed form or by transfer. Where no
/// way ends soon, the error says what can be summed; of a model that is no grid, that it is too large.
pub fn lattice(model: &dyn Model, sides: (usize, usize), temperature: f64) -> Result<Ready, Error> {
    if let Some(law) = kaufman::law(model, sides, temperature) {
        return Ok(Box::new(move || law));
    }
    let (rows, cols) = sides;
    let (shorter, longer) = if rows < cols { ("rows", "cols") } else { ("cols", "rows") };
    let (key, why) = match transfer::Transfer::new(model, sides, temperature) {
        Ok(transfer) => return Ok(Box::new(move || transfer.law())),
        Err(Misfit::NoGrid) => return Err(Error::TooLarge { units: units_left(model)?, limit: LIMIT }),
        Err(Misfit::TooWide) => (shorter, format!("the shorter side must have at most {} sites", transfer::WIDTH)),
        Err(Misfit::TooCold(least)) => ("T", format!("T must be at least {:.3}", (least * 1000.0).ceil() / 1000.0)),
        Err(Misfit::TooLong(most)) if most > rows.min(cols) => {
            (longer, format!("the longer side must have at most {most} sites here"))
        }
        Err(Misfit::TooLong(_)) => (shorter, "the lattice must be narrower, or open".to_string()),
    };
    let why = format!(
        "{rows} × {cols} spins are too many to enumerate, and for sums by transfer {why}; a torus without a field, with \
         equal couplings (even sides if J < 0), has a closed form for |J|/T from {} to {}",
        kaufman::RANGE.start(),
        kaufman::RANGE.end()
    );
    Err(Error::Value { key, why })
}

/// `⟨x_i⟩` and `⟨x_i x_j⟩` of a model with at most [`GRADIENT_LIMIT`] units to sum over: what the model's phase of learning needs.
/// Pairs inside a layer are left at 0 where the model has no parameters for them.
pub fn moments(model: &dyn Model, temperature: f64) -> Result<Moments, Error> {
    if let Terms::Layers(layers) = Terms::new(model, temperature) {
        check_size(model, GRADIENT_LIMIT)?;
        return Ok(layers.moments(log_z(model, temperature)?));
    }
    let units = model.space().units();
    let mut moments = Moments::zeros(units);
    let free = Conditional::new(model, 0..units, temperature, GRADIENT_LIMIT)?;
    free.add_moments(&vec![0.0; units], 1.0, &mut moments);
    Ok(moments)
}

/// The mean log-likelihood `⟨−F(v)/T⟩ − ln Z` of the training examples, in nats per example.
///
/// Hidden units sum out analytically where they are independent given the visible ones, else by enumeration.
pub fn log_likelihood(model: &dyn Model, data: &Dataset, temperature: f64, log_z: f64) -> Result<f64, Error> {
    if model.space().visible() != data.visible() {
        let why = crate::phrase!("its visible units are not those of the data");
        return Err(Error::Misfit { method: "exact", model: model.id(), why });
    }
    let hidden = Hidden::new(model, temperature, GRADIENT_LIMIT)?;
    let state = |example: u32| data.states_on(model.space(), &[example]).swap_remove(0);
    let examples = data.distinct().iter();
    let mean: f64 = examples.map(|&(e, part)| -part * hidden.free_energy(&state(e)) / temperature).sum();
    Ok(mean - log_z)
}

/// Every state's probability by brute force over the energies alone, for at most 20 bits: the oracle of the oracle.
///
/// State `code` is [`decode`]'s.
pub fn brute_force(model: &dyn Model, temperature: f64) -> Result<Vec<f64>, Error> {
    let units = states::bits(model)?;
    if units > 20 {
        return Err(Error::TooLarge { units, limit: 20 });
    }
    Ok(States::new(model, temperature).probabilities())
}

/// State number `code`: unit 0 varies fastest, each from its lowest value.
pub fn decode(model: &dyn Model, code: u32) -> Vec<f32> {
    let mut rest = code;
    let digit = |a: Alphabet| {
        let value = a.value(rest % a.values().max(1));
        rest /= a.values().max(1);
        value
    };
    model.space().alphabets().into_iter().map(digit).collect()
}
