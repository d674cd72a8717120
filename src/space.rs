//! The space a model lives on: alphabets of units, layers, and their order.

use serde::Serialize;

/// What values a unit takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alphabet {
    /// `−1` or `+1`.
    Spin,
    /// `0` or `1`.
    Bit,
    /// Any real number.
    Real,
}

/// A named group of units of one alphabet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// `visible` or `hidden`.
    pub name: &'static str,
    /// How many units.
    pub len: usize,
    /// What values they take.
    pub alphabet: Alphabet,
}

/// All units of a model, layer by layer in the order of its states: a state is a slice of `f32`, one number a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// The layers, visible first.
    pub layers: Vec<Layer>,
}

impl Space {
    /// A visible and a hidden layer of bits.
    pub fn two_layers_of_bits(visible: usize, hidden: usize) -> Self {
        let layer = |name, len| Layer { name, len, alphabet: Alphabet::Bit };
        Self { layers: vec![layer("visible", visible), layer("hidden", hidden)] }
    }

    /// How many units there are in all.
    pub fn units(&self) -> usize {
        self.layers.iter().map(|l| l.len).sum()
    }

    /// How many of them are visible.
    pub fn visible(&self) -> usize {
        self.layers.first().map_or(0, |l| l.len)
    }

    /// The alphabet of unit `i`, if there is such a unit.
    pub fn alphabet(&self, i: usize) -> Option<Alphabet> {
        let mut end = 0;
        self.layers.iter().find_map(|l| {
            end += l.len;
            (i < end).then_some(l.alphabet)
        })
    }
}
