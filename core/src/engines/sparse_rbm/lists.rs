//! What is on, as lists of indices: by example, and transposed.

use crate::data::Dataset;

/// For each example, the units that are on, ascending.
#[derive(Default, Clone)]
pub(super) struct OnLists {
    units: Vec<u16>,
    ends: Vec<u32>,
}

impl OnLists {
    pub(super) fn clear(&mut self) {
        self.units.clear();
        self.ends.clear();
    }

    /// Adds units to the example that is being written.
    pub(super) fn extend(&mut self, units: impl IntoIterator<Item = u16>) {
        self.units.extend(units);
    }

    /// Ends the example that is being written.
    pub(super) fn close(&mut self) {
        self.ends.push(self.units.len() as u32);
    }

    pub(super) fn of(&self, example: usize) -> &[u16] {
        let start = if example == 0 { 0 } else { self.ends[example - 1] as usize };
        &self.units[start..self.ends[example] as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All training examples.
    pub(super) fn of_data(data: &Dataset) -> Self {
        let mut lists = Self::default();
        for e in 0..data.training() {
            lists.units.extend(data.example(e).iter().enumerate().filter(|(_, p)| **p == 1).map(|(i, _)| i as u16));
            lists.close();
        }
        lists
    }
}

/// For each unit, the examples in which it is on, ascending: the lists transposed.
#[derive(Default)]
pub(super) struct Columns {
    stride: usize,
    examples: Vec<u16>,
    lens: Vec<u16>,
}

impl Columns {
    pub(super) fn fill(&mut self, lists: &OnLists, units: usize) {
        self.stride = lists.len();
        self.examples.resize(units * self.stride, 0);
        self.lens.clear();
        self.lens.resize(units, 0);
        for example in 0..lists.len() {
            for &unit in lists.of(example) {
                let len = &mut self.lens[unit as usize];
                self.examples[unit as usize * self.stride + *len as usize] = example as u16;
                *len += 1;
            }
        }
    }

    /// In how many examples a unit is on.
    pub(super) fn count(&self, unit: usize) -> f32 {
        f32::from(self.lens[unit])
    }

    pub(super) fn of(&self, unit: usize) -> &[u16] {
        &self.examples[unit * self.stride..][..self.lens[unit] as usize]
    }
}
