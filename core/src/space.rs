//! The space a model lives on: alphabets of units, layers, and their order.

use crate::rng::Rng;
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
    /// One of this many levels, `0, 1, 2 …`.
    Level(u8),
}

impl Alphabet {
    /// The name in links and in metadata of files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spin => "spin",
            Self::Bit => "bit",
            Self::Real => "real",
            Self::Level(_) => "level",
        }
    }

    /// `bit` or `spin` by its name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Bit, Self::Spin].into_iter().find(|a| a.name() == name)
    }

    /// How many values a discrete unit takes; 0 for real ones.
    pub fn values(self) -> u32 {
        match self {
            Self::Spin | Self::Bit => 2,
            Self::Level(n) => u32::from(n),
            Self::Real => 0,
        }
    }

    /// Value number `k` of a discrete unit, in ascending order.
    pub fn value(self, k: u32) -> f32 {
        match self {
            Self::Spin => k as f32 * 2.0 - 1.0,
            _ => k as f32,
        }
    }

    /// A value drawn evenly from all; 0 for real units.
    pub fn draw(self, rng: &mut Rng) -> f32 {
        match self.values() {
            0 => 0.0,
            2 => self.value(rng.word() >> 31),
            n => self.value(rng.below(n)),
        }
    }
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

    /// One layer of units.
    pub fn one_layer(len: usize, alphabet: Alphabet) -> Self {
        Self { layers: vec![Layer { name: "visible", len, alphabet }] }
    }

    /// The one alphabet that all units share, if they do.
    pub fn common_alphabet(&self) -> Option<Alphabet> {
        let first = self.layers.first()?.alphabet;
        self.layers.iter().all(|l| l.alphabet == first).then_some(first)
    }

    /// Whether every unit has finitely many values.
    pub fn is_discrete(&self) -> bool {
        self.layers.iter().all(|l| l.alphabet != Alphabet::Real)
    }

    /// The alphabets of all units in order.
    pub fn alphabets(&self) -> Vec<Alphabet> {
        self.layers.iter().flat_map(|l| std::iter::repeat_n(l.alphabet, l.len)).collect()
    }

    /// A state of independent, evenly drawn units.
    pub fn random_state(&self, rng: &mut Rng) -> Vec<f32> {
        self.alphabets().into_iter().map(|a| a.draw(rng)).collect()
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
