//! Annealed runs of an RBM, several side by side, adding only what is on: what [`crate::estimate::ais`] weighs. At `β = 1` they are
//! plain chains of the model ([`AnnealedRbm::sweep`]).
//!
//! At `β` a run has the law `∝ exp(((1−β) b₀·v + β b·v)/T) Π_j (1 + exp(β x_j/T))` of its visible units, hidden ones summed out. A step
//! draws hidden units, then pixels, at `β_k`, and adds `ln` of the ratio of the weights at `β_{k+1}` and `β_k` of the new pixels.
//! Fields are single precision sums over units that are on, in tiles of 16 that stay in the first-level cache for all runs; weights
//! of runs are double precision. Every run has a random stream of its own, so that results do not depend on how many go together.

use super::lanes::{Lanes, add, draw, lane_mask, means, padded, tiles};
use crate::{models::TwoLayers, num, rng::Rng, trainers::chain::TILE};

/// Runs that go side by side.
pub const TOGETHER: usize = 8;

/// One run.
struct Walk {
    rng: Rng,
    log_weight: f64,
    /// Units that are on: hidden ones, then pixels, in turns.
    on: Vec<u16>,
    /// The fields `x_j` of the hidden units.
    fields: Vec<Lanes>,
}

/// An RBM laid out for annealing, and the runs that are under way.
pub struct AnnealedRbm {
    visible: usize,
    hidden: usize,
    /// `W`, `[tile of hidden units][pixel]`.
    rows: Vec<Lanes>,
    /// `Wᵀ`, `[tile of pixels][hidden unit]`.
    columns: Vec<Lanes>,
    bias: Vec<Lanes>,
    hidden_bias: Vec<Lanes>,
    base: Vec<Lanes>,
    /// `b − b₀`, one a pixel.
    gap: Vec<f64>,
    temperature: f64,
    betas: usize,
    walks: Vec<Walk>,
    /// Steps of `β` that the present runs have done.
    done: usize,
}

impl AnnealedRbm {
    /// For `betas` steps from independent units with biases `base` to the model at temperature `T`.
    pub fn new(model: &dyn TwoLayers, base: &[f64], temperature: f64, betas: usize) -> Self {
        let (visible, hidden) = model.sizes();
        let mut rows = vec![[0.0; TILE]; tiles(hidden) * visible];
        let mut columns = vec![[0.0; TILE]; tiles(visible) * hidden];
        for (i, row) in model.weights().chunks_exact(hidden.max(1)).enumerate() {
            for (j, &w) in row.iter().enumerate() {
                rows[j / TILE * visible + i][j % TILE] = w;
                columns[i / TILE * hidden + j][i % TILE] = w;
            }
        }
        let base: Vec<f32> = base[..visible].iter().map(|&b| b as f32).collect();
        let gap = |(&b, &b0): (&f32, &f32)| f64::from(b) - f64::from(b0);
        Self {
            visible,
            hidden,
            rows,
            columns,
            bias: padded(model.visible_bias()),
            hidden_bias: padded(model.hidden_bias()),
            gap: model.visible_bias().iter().zip(&base).map(gap).collect(),
            base: padded(&base),
            temperature,
            betas,
            walks: Vec::new(),
            done: 0,
        }
    }

    /// Steps that the runs under way have done together.
    pub fn steps(&self) -> usize {
        self.done * self.walks.len()
    }

    /// Whether no run is under way.
    pub fn is_idle(&self) -> bool {
        self.walks.is_empty()
    }

    /// Starts runs with these random streams.
    pub fn start(&mut self, streams: impl Iterator<Item = Rng>) {
        self.done = 0;
        let fields = vec![[0.0; TILE]; tiles(self.hidden)];
        let walk = |rng| Walk { rng, log_weight: 0.0, on: Vec::new(), fields: fields.clone() };
        self.walks.extend(streams.map(walk));
    }

    /// Starts runs at the model itself, from these pixels that are on, with these random streams.
    pub fn start_at(&mut self, pixels: Vec<Vec<u16>>, streams: impl Iterator<Item = Rng>) {
        self.start(streams);
        self.walks.iter_mut().zip(pixels).for_each(|(walk, on)| walk.on = on);
    }

    /// Draws hidden units and pixels anew, by the law of the model.
    pub fn sweep(&mut self) {
        self.fields();
        self.draw_hidden(1.0);
        self.draw_visible(1.0);
    }

    /// Ends all runs: the pixels of each that are on.
    pub fn finish(&mut self) -> Vec<Vec<u16>> {
        self.walks.drain(..).map(|walk| walk.on).collect()
    }

    /// One step of all runs; their `ln w` once they are at the model.
    pub fn step(&mut self) -> Option<Vec<f64>> {
        let (beta, next) = (self.beta(self.done), self.beta(self.done + 1));
        self.draw_hidden(beta);
        self.draw_visible(beta);
        self.fields();
        self.weigh(beta, next);
        self.done += 1;
        (self.done == self.betas).then(|| self.walks.drain(..).map(|walk| walk.log_weight).collect())
    }

    fn beta(&self, k: usize) -> f64 {
        k as f64 / self.betas as f64
    }

    fn draw_hidden(&mut self, beta: f64) {
        let scale = (beta / self.temperature) as f32;
        for walk in &mut self.walks {
            walk.on.clear();
            for (tile, fields) in walk.fields.iter().enumerate() {
                list(fields, scale, &mut walk.rng, (self.hidden, tile), &mut walk.on);
            }
        }
    }

    /// Draws pixels from the hidden units that are on; the lists hold pixels then.
    fn draw_visible(&mut self, beta: f64) {
        let (beta, rest) = (beta as f32, (1.0 - beta) as f32);
        let scale = (1.0 / self.temperature) as f32;
        let mut drawn: Vec<Vec<u16>> = self.walks.iter().map(|_| Vec::with_capacity(self.visible)).collect();
        for (tile, (bias, base)) in self.bias.iter().zip(&self.base).enumerate() {
            let columns = &self.columns[tile * self.hidden..(tile + 1) * self.hidden];
            for (walk, drawn) in self.walks.iter_mut().zip(&mut drawn) {
                let mut fields = gather(bias, &walk.on, columns);
                for (field, b) in fields.iter_mut().zip(base) {
                    *field = beta * *field + rest * b;
                }
                list(&fields, scale, &mut walk.rng, (self.visible, tile), drawn);
            }
        }
        self.walks.iter_mut().zip(drawn).for_each(|(walk, drawn)| walk.on = drawn);
    }

    /// The hidden fields of the pixels that are on.
    fn fields(&mut self) {
        for (tile, bias) in self.hidden_bias.iter().enumerate() {
            let rows = &self.rows[tile * self.visible..(tile + 1) * self.visible];
            for walk in &mut self.walks {
                walk.fields[tile] = gather(bias, &walk.on, rows);
            }
        }
    }

    /// What the pixels that are on add to the weights.
    fn weigh(&mut self, beta: f64, next: f64) {
        let mut scaled = vec![0.0; self.hidden];
        for walk in &mut self.walks {
            let mut change = 0.0;
            for (sign, beta) in [(-1.0, beta), (1.0, next)] {
                let scale = beta / self.temperature;
                let fields = walk.fields.as_flattened();
                scaled.iter_mut().zip(fields).for_each(|(s, &x)| *s = f64::from(x) * scale);
                change += sign * num::softplus_sum(&scaled);
            }
            let linear: f64 = walk.on.iter().map(|&i| self.gap[usize::from(i)]).sum();
            walk.log_weight += change + (next - beta) * linear / self.temperature;
        }
    }
}

/// The fields of a tile: biases and the rows of the units that are on.
#[inline(never)]
fn gather(bias: &Lanes, on: &[u16], rows: &[Lanes]) -> Lanes {
    let mut fields = *bias;
    on.iter().for_each(|&unit| add(&mut fields, &rows[usize::from(unit)]));
    fields
}

/// Draws a tile of a layer of so many units from their fields, and appends those that are on.
#[inline(never)]
fn list(fields: &Lanes, scale: f32, rng: &mut Rng, (units, tile): (usize, usize), on: &mut Vec<u16>) {
    let mut bits = draw(&means(fields, scale), rng) & lane_mask(units, tile);
    while bits != 0 {
        on.push((tile * TILE) as u16 + bits.trailing_zeros() as u16);
        bits &= bits - 1;
    }
}
