//! CD-k and PCD of a binary RBM, batch by batch, adding only what is on.
//!
//! - Fields of hidden units add the weight rows of the pixels that are on: no multiplication. Weights are tiled,
//!   `[tile of 16 hidden units][pixel][16]`, so that one tile stays in the first-level cache for a whole mini-batch.
//! - About half of the hidden units are on, so fields of pixels look sums up instead: for every group of four hidden units and
//!   tile of 16 pixels, a table holds the 16 subset sums. One addition serves four units, without a branch.
//! - The gradient gathers, pixel by pixel, the hidden means of the examples in which the pixel is on; it is never stored. The
//!   same pass updates the weights and rebuilds the tables.
//!
//! Everything is plain safe loops over `[f32; 16]`, which compile to vector code natively and in wasm.

mod lists;
mod update;

use super::lanes::{GROUPS_A_TILE, Lanes, Table, add, draw, lane_mask, means, padded, tiles};
use crate::{
    data::Dataset,
    error::Error,
    models::{Model, TwoLayers, rbm::GROUP},
    registry::Values,
    rng::Rng,
    trainers::{Batch, Learner, Settings, Start, chain::TILE},
};
use lists::{Columns, OnLists};

/// The engine for a model of two layers of bits; random numbers by hand are left to the reference.
pub fn learner(model: &dyn Model, data: &Dataset, start: &Start, values: &dyn Values) -> Option<Box<dyn Learner>> {
    if !values.code("draws").is_empty() {
        return None;
    }
    Some(Box::new(SparseRbm::new(model.two_layers()?, data, &start.chains)))
}

/// One phase: which pixels are on, and the hidden means, `[tile][example]`.
#[derive(Default)]
struct Side {
    lists: OnLists,
    columns: Columns,
    means: Vec<Lanes>,
}

/// Where the negative phase starts.
enum Chains {
    /// At the mini-batch: CD.
    AtData,
    /// Where it was left: PCD. The lists of visible units, the hidden bits live in `hidden_bits`.
    Kept,
}

/// An RBM with its chains, laid out for speed.
pub struct SparseRbm {
    visible: usize,
    hidden: usize,
    weights: Vec<Lanes>,
    changes: Vec<Lanes>,
    visible_bias: Vec<Lanes>,
    visible_changes: Vec<Lanes>,
    hidden_bias: Vec<Lanes>,
    hidden_changes: Vec<Lanes>,
    tables: Vec<Table>,
    data: OnLists,
    chains: Chains,
    positive: Side,
    negative: Side,
    /// Drawn hidden units, one nibble a group, `[example][group]`.
    hidden_bits: Vec<u8>,
    /// Drawn pixels, `[example][tile]`.
    visible_bits: Vec<u16>,
}

impl SparseRbm {
    /// Takes a model's parameters. `chains` are whole states to go on from (PCD), empty for CD.
    pub fn new(model: &dyn TwoLayers, data: &Dataset, chains: &[Vec<f32>]) -> Self {
        let (visible, hidden) = model.sizes();
        let mut weights = vec![[0.0; TILE]; tiles(hidden) * visible];
        for (i, row) in model.weights().chunks_exact(hidden).enumerate() {
            for (j, &w) in row.iter().enumerate() {
                weights[j / TILE * visible + i][j % TILE] = w;
            }
        }
        let mut engine = Self {
            visible,
            hidden,
            changes: vec![[0.0; TILE]; weights.len()],
            weights,
            visible_bias: padded(model.visible_bias()),
            visible_changes: vec![[0.0; TILE]; tiles(visible)],
            hidden_bias: padded(model.hidden_bias()),
            hidden_changes: vec![[0.0; TILE]; tiles(hidden)],
            tables: vec![[[0.0; TILE]; 1 << GROUP]; tiles(visible) * tiles(hidden) * GROUPS_A_TILE],
            data: OnLists::of_data(data),
            chains: if chains.is_empty() { Chains::AtData } else { Chains::Kept },
            positive: Side::default(),
            negative: Side::default(),
            hidden_bits: Vec::new(),
            visible_bits: Vec::new(),
        };
        for chain in chains {
            let on = chain[..visible].iter().enumerate().filter(|(_, v)| **v != 0.0);
            engine.negative.lists.extend(on.map(|(i, _)| i as u16));
            engine.negative.lists.close();
            let mut nibbles = vec![0; tiles(hidden) * GROUPS_A_TILE];
            for (j, _) in chain[visible..].iter().enumerate().filter(|(_, h)| **h != 0.0) {
                nibbles[j / GROUP] |= 1 << (j % GROUP);
            }
            engine.hidden_bits.extend(nibbles);
        }
        for hidden_tile in 0..tiles(hidden) {
            for visible_tile in 0..tiles(visible) {
                engine.build_tables(hidden_tile, visible_tile);
            }
        }
        engine
    }

    /// Subset sums of the four groups of a hidden tile, for one tile of pixels.
    #[inline(always)]
    fn build_tables(&mut self, hidden_tile: usize, visible_tile: usize) {
        let first = visible_tile * TILE;
        let count = TILE.min(self.visible - first);
        let rows = &self.weights[hidden_tile * self.visible + first..][..count];
        let mut columns = [[0.0; TILE]; TILE];
        for (pixel, row) in rows.iter().enumerate() {
            for (column, &w) in columns.iter_mut().zip(row) {
                column[pixel] = w;
            }
        }
        let groups = tiles(self.hidden) * GROUPS_A_TILE;
        let start = visible_tile * groups + hidden_tile * GROUPS_A_TILE;
        for (table, group) in self.tables[start..start + GROUPS_A_TILE].iter_mut().zip(columns.chunks_exact(GROUP)) {
            for (unit, column) in group.iter().enumerate() {
                let (known, next) = table.split_at_mut(1 << unit);
                for (sum, from) in next.iter_mut().zip(known.iter()) {
                    for lane in 0..TILE {
                        sum[lane] = from[lane] + column[lane];
                    }
                }
            }
        }
    }

    /// Hidden means of every example of a side; draws hidden bits where `rng` is given.
    fn hidden_phase(&mut self, negative: bool, beta: f32, mut rng: Option<&mut Rng>) {
        let side = if negative { &mut self.negative } else { &mut self.positive };
        let examples = side.lists.len();
        let groups = tiles(self.hidden) * GROUPS_A_TILE;
        side.means.resize(tiles(self.hidden) * examples, [0.0; TILE]);
        self.hidden_bits.resize(if rng.is_some() { examples * groups } else { self.hidden_bits.len() }, 0);
        for (tile, bias) in self.hidden_bias.iter().enumerate() {
            let weights = &self.weights[tile * self.visible..(tile + 1) * self.visible];
            let valid = lane_mask(self.hidden, tile);
            for example in 0..examples {
                let mut fields = *bias;
                for &unit in side.lists.of(example) {
                    add(&mut fields, &weights[unit as usize]);
                }
                let means = means(&fields, beta);
                side.means[tile * examples + example] = means;
                if let Some(rng) = rng.as_deref_mut() {
                    let bits = draw(&means, rng) & valid;
                    let nibbles = &mut self.hidden_bits[example * groups + tile * GROUPS_A_TILE..][..GROUPS_A_TILE];
                    for (group, nibble) in nibbles.iter_mut().enumerate() {
                        *nibble = (bits >> (GROUP * group)) as u8 & 15;
                    }
                }
            }
        }
    }

    /// Draws the pixels of every chain from its hidden bits, into the negative side's lists.
    fn visible_phase(&mut self, beta: f32, rng: &mut Rng) {
        let groups = tiles(self.hidden) * GROUPS_A_TILE;
        let tile_count = tiles(self.visible);
        let examples = self.hidden_bits.len() / groups;
        self.visible_bits.resize(examples * tile_count, 0);
        for (tile, (bias, tables)) in self.visible_bias.iter().zip(self.tables.chunks_exact(groups)).enumerate() {
            let valid = lane_mask(self.visible, tile);
            let mut pairs = self.hidden_bits.chunks_exact(2 * groups);
            let mut example = 0;
            // Two examples at a time: eight independent vector sums hide the latency of an addition.
            for pair in &mut pairs {
                let (first, second) = pair.split_at(groups);
                let (mut x, mut y) = (*bias, *bias);
                for ((table, &a), &b) in tables.iter().zip(first).zip(second) {
                    add(&mut x, &table[(a & 15) as usize]);
                    add(&mut y, &table[(b & 15) as usize]);
                }
                self.visible_bits[example * tile_count + tile] = draw(&means(&x, beta), rng) & valid;
                self.visible_bits[(example + 1) * tile_count + tile] = draw(&means(&y, beta), rng) & valid;
                example += 2;
            }
            let last = pairs.remainder();
            if !last.is_empty() {
                let mut x = *bias;
                for (table, &a) in tables.iter().zip(last) {
                    add(&mut x, &table[(a & 15) as usize]);
                }
                self.visible_bits[example * tile_count + tile] = draw(&means(&x, beta), rng) & valid;
            }
        }
        let lists = &mut self.negative.lists;
        lists.clear();
        for words in self.visible_bits.chunks_exact(tile_count) {
            for (tile, &word) in words.iter().enumerate() {
                let mut word = word;
                while word != 0 {
                    lists.extend([(tile * TILE) as u16 + word.trailing_zeros() as u16]);
                    word &= word - 1;
                }
            }
            lists.close();
        }
    }
}

impl Learner for SparseRbm {
    fn update(&mut self, batch: Batch<'_>, settings: &Settings, rng: &mut Rng) -> Result<(), Error> {
        let beta = (1.0 / settings.temperature) as f32;
        let lists = &mut self.positive.lists;
        lists.clear();
        for &example in batch.examples {
            lists.extend(self.data.of(example as usize).iter().copied());
            lists.close();
        }
        let persistent = matches!(self.chains, Chains::Kept);
        self.hidden_phase(false, beta, if persistent { None } else { Some(rng) });
        for sweep in 0..settings.k {
            if persistent || sweep > 0 {
                self.hidden_phase(true, beta, Some(rng));
            }
            self.visible_phase(beta, rng);
        }
        self.hidden_phase(true, beta, None);
        self.positive.columns.fill(&self.positive.lists, self.visible);
        self.negative.columns.fill(&self.negative.lists, self.visible);
        self.ascend(settings);
        Ok(())
    }

    fn store(&self, model: &mut dyn Model) {
        let mut tensors = model.tensors_mut().into_iter().map(|t| t.values);
        if let Some(weights) = tensors.next() {
            for (i, row) in weights.chunks_exact_mut(self.hidden).enumerate() {
                for (j, w) in row.iter_mut().enumerate() {
                    *w = self.weights[j / TILE * self.visible + i][j % TILE];
                }
            }
        }
        for bias in [&self.visible_bias, &self.hidden_bias] {
            if let Some(values) = tensors.next() {
                let len = values.len();
                values.copy_from_slice(&bias.as_flattened()[..len]);
            }
        }
    }

    fn chains(&self) -> Vec<Vec<f32>> {
        if matches!(self.chains, Chains::AtData) {
            return Vec::new();
        }
        let groups = tiles(self.hidden) * GROUPS_A_TILE;
        let state = |chain: usize| {
            let mut state = vec![0.0; self.visible + self.hidden];
            for &unit in self.negative.lists.of(chain) {
                state[unit as usize] = 1.0;
            }
            for (j, unit) in state[self.visible..].iter_mut().enumerate() {
                *unit = f32::from(self.hidden_bits[chain * groups + j / GROUP] >> (j % GROUP) & 1);
            }
            state
        };
        (0..self.negative.lists.len()).map(state).collect()
    }
}
