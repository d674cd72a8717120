//! Levels: one unit that is on one of a few levels of given energies, `p(k) = exp(−E_k/T)/Z`.
//!
//! The smallest system with a Boltzmann law: three levels `E = 1, 2, 3` by default. Level `k` is the unit's value, from 0.

use super::{Energy, Find, Model};
use crate::{
    error::Error,
    registry::{Entry, Param},
    space::{Alphabet, Space},
    tensor::Tensor,
};

/// Most levels.
const LIMIT: usize = 32;

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "levels",
    title: "Levels of energy",
    help: "One unit on one of a few levels of given energies.",
    params: &[Param::text("levels", "Energies").help("Numbers with commas between, such as 1,2,3 (the default).")],
    build: super::Recipe::new(|shape| {
        let text = shape.values.code("levels");
        let energies = read(if text.is_empty() { "1,2,3" } else { &text });
        Ok(Box::new(Levels::new(energies.map_err(|why| Error::Value { key: "levels", why })?)))
    }),
};

/// Energies from text, or what is wrong with it.
pub fn read(text: &str) -> Result<Vec<f32>, String> {
    let energies = super::numbers::read(text, LIMIT, 1e6)?;
    if (2..=LIMIT).contains(&energies.len()) {
        Ok(energies)
    } else {
        Err(crate::say!("there must be 2 to {0} levels", LIMIT))
    }
}

/// A unit on levels.
#[derive(Clone, Debug)]
pub struct Levels {
    space: Space,
    energies: Vec<f32>,
}

impl Levels {
    /// Levels of these energies, at most 255.
    pub fn new(energies: Vec<f32>) -> Self {
        Self { space: Space::one_layer(1, Alphabet::Level(energies.len() as u8)), energies }
    }
}

impl Model for Levels {
    fn id(&self) -> &'static str {
        ENTRY.id
    }
    fn space(&self) -> &Space {
        &self.space
    }
    fn copy(&self) -> Box<dyn Model> {
        Box::new(self.clone())
    }
    fn tensors(&self) -> Vec<Tensor<'_>> {
        vec![Tensor { name: "E", shape: vec![self.energies.len()], values: (&self.energies).into() }]
    }
    fn load(&mut self, find: &Find<'_>) -> Result<(), String> {
        let (shape, energies) = find("E")?;
        if shape != [self.energies.len()] {
            return Err(format!("tensor 'E' has shape {shape:?}, it must be [{}]", self.energies.len()));
        }
        self.energies = energies;
        Ok(())
    }
    fn energy(&self) -> Option<&dyn Energy> {
        Some(self)
    }
}

impl Energy for Levels {
    fn energy(&self, state: &[f32]) -> f64 {
        f64::from(self.energies[state[0] as usize])
    }
    /// Half of `E(lowest level) − E(highest level)`: levels have no field that says more.
    fn local_field(&self, _i: usize, _state: &[f32]) -> f64 {
        let last = self.energies.len() - 1;
        f64::from(self.energies[0] - self.energies[last]) / 2.0
    }
    fn change(&self, _i: usize, value: f32, state: &[f32], _memory: &[f64]) -> f64 {
        f64::from(self.energies[value as usize]) - f64::from(self.energies[state[0] as usize])
    }
    fn strongest_field(&self) -> f64 {
        let highest = self.energies.iter().copied().fold(f32::MIN, f32::max);
        let lowest = self.energies.iter().copied().fold(f32::MAX, f32::min);
        f64::from(highest - lowest)
    }
}
