//! A sweep that the reader goes through offer by offer: the run has done it, this is what it noted.

use crate::samplers::{Rate, units::Offer};

/// One sweep and where the reader is in it.
pub struct Inside {
    /// The state before it.
    pub start: Vec<f32>,
    /// Its offers, in order.
    pub offers: Vec<Offer>,
    /// How many of them are shown.
    pub shown: usize,
    /// Its temperature.
    pub temperature: f64,
    /// Offers and moves of the run before it.
    pub rate: Rate,
}

impl Inside {
    /// The offers shown so far.
    pub fn shown(&self) -> &[Offer] {
        &self.offers[..self.shown.min(self.offers.len())]
    }

    /// The state after them.
    pub fn state(&self) -> Vec<f32> {
        let mut state = self.start.clone();
        self.shown().iter().for_each(|offer| state[offer.unit] = offer.new);
        state
    }

    /// Offers and moves of the run so far.
    pub fn rate(&self) -> Rate {
        let moved = self.shown().iter().filter(|offer| offer.old != offer.new).count() as u64;
        Rate { hits: self.rate.hits + moved, of: self.rate.of + self.shown().len() as u64, ..self.rate.clone() }
    }
}
