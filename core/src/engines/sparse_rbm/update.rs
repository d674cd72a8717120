//! The update: gathers the gradient pixel by pixel, moves every parameter, rebuilds the tables.

use super::{SparseRbm, lists::Columns};
use crate::{
    engines::lanes::{Lanes, add, tiles},
    trainers::{Settings, ascent::Factors, chain::TILE},
};

impl SparseRbm {
    /// Gathers the gradient, updates every parameter and rebuilds the tables.
    pub(super) fn ascend(&mut self, settings: &Settings) {
        let counts = (self.positive.lists.len(), self.negative.lists.len());
        let factors = Factors::new(settings, counts.0 as f32, counts.1 as f32, true);
        for tile in 0..tiles(self.hidden) {
            for visible_tile in 0..tiles(self.visible) {
                let data = &self.positive.means[tile * counts.0..(tile + 1) * counts.0];
                let model = &self.negative.means[tile * counts.1..(tile + 1) * counts.1];
                for pixel in visible_tile * TILE..self.visible.min((visible_tile + 1) * TILE) {
                    let (mut d, mut m) = ([0.0; TILE], [0.0; TILE]);
                    for &example in self.positive.columns.of(pixel) {
                        add(&mut d, &data[example as usize]);
                    }
                    for &example in self.negative.columns.of(pixel) {
                        add(&mut m, &model[example as usize]);
                    }
                    let at = tile * self.visible + pixel;
                    apply(&factors, &mut self.weights[at], &mut self.changes[at], &d, &m);
                }
                self.build_tables(tile, visible_tile);
            }
        }
        let factors = Factors::new(settings, counts.0 as f32, counts.1 as f32, false);
        for (tile, (bias, change)) in self.visible_bias.iter_mut().zip(&mut self.visible_changes).enumerate() {
            let count = |columns: &Columns| {
                let mut lanes = [0.0; TILE];
                for (unit, lane) in (tile * TILE..self.visible).zip(&mut lanes) {
                    *lane = columns.count(unit);
                }
                lanes
            };
            apply(&factors, bias, change, &count(&self.positive.columns), &count(&self.negative.columns));
        }
        for (tile, (bias, change)) in self.hidden_bias.iter_mut().zip(&mut self.hidden_changes).enumerate() {
            let sum = |means: &[Lanes], count: usize| {
                let mut lanes = [0.0; TILE];
                means[tile * count..(tile + 1) * count].iter().for_each(|row| add(&mut lanes, row));
                lanes
            };
            let (d, m) = (sum(&self.positive.means, counts.0), sum(&self.negative.means, counts.1));
            apply(&factors, bias, change, &d, &m);
        }
    }
}

#[inline(always)]
fn apply(factors: &Factors, values: &mut Lanes, changes: &mut Lanes, data: &Lanes, model: &Lanes) {
    for lane in 0..TILE {
        factors.apply(&mut values[lane], &mut changes[lane], data[lane], model[lane]);
    }
}
