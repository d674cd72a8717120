//! The restricted Boltzmann machine on bits: `E(v,h) = −b·v − c·h − vᵀWh`.
//!
//! Given one layer, the units of the other are independent: `p(h_j = 1 given v) = sigmoid((c_j + Σ_i v_i W_ij)/T)` and
//! likewise for `v`. Summing out `h` leaves the free energy of [`TwoLayers::free_energy`].
//! Smolensky 1986; Hinton 2012, doi:10.1007/978-3-642-35289-8_32.
//!
//! **Order of sums** (single precision; the engine keeps it too): a hidden field starts at `c_j` and adds the rows of
//! the visible units that are on, in ascending order. A visible field starts at `b_i` and adds the hidden units in
//! groups of [`GROUP`], each group summed by itself from zero.

use super::{Block, Blocks, Energy, Find, Model, Statistics, TwoLayers, layered::Layered, moments::Moments, numbers};
use crate::{
    registry::{Entry, Param},
    rng::Rng,
    space::{Alphabet, Space},
    tensor::{Tensor, TensorMut},
};

/// Hidden units whose contribution to a visible field is summed together.
pub const GROUP: usize = 4;

/// Standard deviation of the initial weights (Hinton's recipe).
const INITIAL_SPREAD: f64 = 0.01;

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "rbm",
    title: "RBM, restricted Boltzmann machine",
    help: "Visible and hidden bits, couplings only between the layers.",
    params: &[
        Param::int("visible", "Visible units", 1, 4096, 16)
            .help("Only where no data are named; otherwise the data say how many."),
        Param::int("hidden", "Hidden units", 1, 2048, 64).log(),
        Param::text("couplings", "Weights W")
            .help("Of every visible unit with every hidden one, row by row, commas between. Empty: drawn."),
        Param::text("biases", "Biases b, c")
            .help("Of all units, visible ones first, commas between. Empty: as learning starts."),
    ],
    build: super::Recipe::new(|shape| {
        let (visible, hidden) = (shape.visible, shape.values.int("hidden") as usize);
        let seed = shape.values.int("seed") as u64;
        let temperature = shape.values.float("T");
        let rng = &mut Rng::stream(seed, "weights", 0);
        let mut model = Rbm::initial(visible, hidden, shape.marginals, temperature, rng);
        let [weights, biases] = listed(visible, hidden);
        model.weights = numbers::given(shape.values, weights)?.unwrap_or(model.weights);
        if let Some(mut all) = numbers::given(shape.values, biases)? {
            model.hidden_bias = all.split_off(visible);
            model.visible_bias = all;
        }
        Ok(Box::new(model))
    })
    .restricted(),
};

/// The keys of what is set by hand, and how many numbers each takes: `W` row by row; `b`, then `c`.
pub fn listed(visible: usize, hidden: usize) -> [(&'static str, usize); 2] {
    [("couplings", visible * hidden), ("biases", visible + hidden)]
}

/// A restricted Boltzmann machine on bits, single-precision parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Rbm {
    space: Space,
    weights: Vec<f32>,
    visible_bias: Vec<f32>,
    hidden_bias: Vec<f32>,
}

impl Rbm {
    /// All parameters zero.
    pub fn zeros(visible: usize, hidden: usize) -> Self {
        Self {
            space: Space::two_layers_of_bits(visible, hidden),
            weights: vec![0.0; visible * hidden],
            visible_bias: vec![0.0; visible],
            hidden_bias: vec![0.0; hidden],
        }
    }

    /// Parameters given: `weights` is visible × hidden, row-major. Panics if the sizes do not agree.
    pub fn new(weights: Vec<f32>, visible_bias: Vec<f32>, hidden_bias: Vec<f32>) -> Self {
        assert_eq!(weights.len(), visible_bias.len() * hidden_bias.len(), "W must be visible × hidden");
        Self {
            space: Space::two_layers_of_bits(visible_bias.len(), hidden_bias.len()),
            weights,
            visible_bias,
            hidden_bias,
        }
    }

    /// The start of learning: `W ~ N(0, 0.01²)`, `c = 0`, and `b_i = T logit(p_i)` where data give the mean `p_i` of a
    /// unit (drawn towards ½ by one example in a hundred, so that a unit that never changes has a finite bias).
    pub fn initial(visible: usize, hidden: usize, marginals: Option<&[f64]>, temperature: f64, rng: &mut Rng) -> Self {
        let mut model = Self::zeros(visible, hidden);
        for w in &mut model.weights {
            *w = (INITIAL_SPREAD * rng.normal()) as f32;
        }
        if let Some(marginals) = marginals {
            model.visible_bias = super::independent_biases(marginals, Alphabet::Bit, temperature);
        }
        model
    }

    fn hidden_len(&self) -> usize {
        self.hidden_bias.len()
    }

    /// `x_j = c_j + Σ_i v_i W_ij` into `out`.
    fn hidden_fields(&self, visible: &[f32], out: &mut [f32]) {
        out.copy_from_slice(&self.hidden_bias);
        for (&v, row) in visible.iter().zip(self.weights.chunks_exact(self.hidden_len())) {
            if v != 0.0 {
                for (x, &w) in out.iter_mut().zip(row) {
                    *x += w;
                }
            }
        }
    }

    /// `x_i = b_i + Σ_j W_ij h_j` into `out`, in groups.
    fn visible_fields(&self, hidden: &[f32], out: &mut [f32]) {
        for ((x, &b), row) in out.iter_mut().zip(&self.visible_bias).zip(self.weights.chunks_exact(self.hidden_len())) {
            *x = b;
            for (weights, units) in row.chunks(GROUP).zip(hidden.chunks(GROUP)) {
                let mut sum = 0.0;
                for (&w, &h) in weights.iter().zip(units) {
                    if h != 0.0 {
                        sum += w;
                    }
                }
                *x += sum;
            }
        }
    }
}

impl Model for Rbm {
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
        let (n, m) = self.sizes();
        vec![
            Tensor { name: "W", shape: vec![n, m], values: (&self.weights).into() },
            Tensor { name: "b", shape: vec![n], values: (&self.visible_bias).into() },
            Tensor { name: "c", shape: vec![m], values: (&self.hidden_bias).into() },
        ]
    }
    fn tensors_mut(&mut self) -> Vec<TensorMut<'_>> {
        vec![
            TensorMut { name: "W", decays: true, values: &mut self.weights },
            TensorMut { name: "b", decays: false, values: &mut self.visible_bias },
            TensorMut { name: "c", decays: false, values: &mut self.hidden_bias },
        ]
    }
    fn load(&mut self, find: &Find<'_>) -> Result<(), String> {
        super::load_tensors(self, find)
    }
    fn energy(&self) -> Option<&dyn Energy> {
        Some(self)
    }
    fn blocks(&self) -> Option<&dyn Blocks> {
        Some(self)
    }
    fn two_layers(&self) -> Option<&dyn TwoLayers> {
        Some(self)
    }
    fn layered(&self) -> Option<Layered<'_>> {
        Some(TwoLayers::layered(self))
    }
    fn statistics(&self) -> Option<&dyn Statistics> {
        Some(self)
    }
}

impl Energy for Rbm {
    fn energy(&self, state: &[f32]) -> f64 {
        let (n, m) = self.sizes();
        let (visible, hidden) = state.split_at(n);
        let mut energy = 0.0;
        for (i, &v) in visible.iter().enumerate() {
            if v != 0.0 {
                let row = &self.weights[i * m..(i + 1) * m];
                let field: f64 = row.iter().zip(hidden).map(|(&w, &h)| f64::from(w) * f64::from(h)).sum();
                energy -= f64::from(v) * (f64::from(self.visible_bias[i]) + field);
            }
        }
        energy - self.hidden_bias.iter().zip(hidden).map(|(&c, &h)| f64::from(c) * f64::from(h)).sum::<f64>()
    }

    fn strongest_field(&self) -> f64 {
        let (n, m) = self.sizes();
        let size = |x: &f32| f64::from(x.abs());
        let rows = (0..n)
            .map(|i| size(&self.visible_bias[i]) + self.weights[i * m..(i + 1) * m].iter().map(size).sum::<f64>());
        let columns =
            (0..m).map(|j| size(&self.hidden_bias[j]) + self.weights[j..].iter().step_by(m).map(size).sum::<f64>());
        rows.chain(columns).fold(0.0, f64::max)
    }

    fn local_field(&self, i: usize, state: &[f32]) -> f64 {
        let (n, m) = self.sizes();
        let (visible, hidden) = state.split_at(n);
        if i < n {
            let row = &self.weights[i * m..(i + 1) * m];
            let sum: f64 = row.iter().zip(hidden).map(|(&w, &h)| f64::from(w) * f64::from(h)).sum();
            f64::from(self.visible_bias[i]) + sum
        } else {
            let column = self.weights.iter().skip(i - n).step_by(m);
            let sum: f64 = column.zip(visible).map(|(&w, &v)| f64::from(w) * f64::from(v)).sum();
            f64::from(self.hidden_bias[i - n]) + sum
        }
    }
}

impl Blocks for Rbm {
    /// Hidden first: a chain that starts from a picture keeps it for the first half-step.
    fn blocks(&self) -> Vec<Block> {
        let (n, m) = self.sizes();
        vec![Block { name: "hidden", units: (n..n + m).collect() }, Block { name: "visible", units: (0..n).collect() }]
    }

    fn block_fields(&self, block: usize, state: &[f32], out: &mut [f32]) {
        let (visible, hidden) = state.split_at(self.visible_bias.len());
        if block == 0 { self.hidden_fields(visible, out) } else { self.visible_fields(hidden, out) }
    }
}

impl TwoLayers for Rbm {
    fn sizes(&self) -> (usize, usize) {
        (self.visible_bias.len(), self.hidden_bias.len())
    }
    fn weights(&self) -> &[f32] {
        &self.weights
    }
    fn visible_bias(&self) -> &[f32] {
        &self.visible_bias
    }
    fn hidden_bias(&self) -> &[f32] {
        &self.hidden_bias
    }
}

impl Statistics for Rbm {
    /// `v hᵀ`, `v`, `h`.
    fn add_statistics(&self, state: &[f32], sums: &mut [Vec<f32>]) {
        let (visible, hidden) = state.split_at(self.visible_bias.len());
        for (&v, row) in visible.iter().zip(sums[0].chunks_exact_mut(hidden.len())) {
            if v != 0.0 {
                for (sum, &h) in row.iter_mut().zip(hidden) {
                    *sum += h;
                }
            }
        }
        for (sum, &v) in sums[1].iter_mut().zip(visible) {
            *sum += v;
        }
        for (sum, &h) in sums[2].iter_mut().zip(hidden) {
            *sum += h;
        }
    }
    fn of_moments(&self, moments: &Moments) -> Vec<Vec<f32>> {
        let (n, m) = self.sizes();
        vec![
            (0..n * m).map(|k| moments.second(k / m, n + k % m) as f32).collect(),
            moments.first[..n].iter().map(|&x| x as f32).collect(),
            moments.first[n..].iter().map(|&x| x as f32).collect(),
        ]
    }
}
