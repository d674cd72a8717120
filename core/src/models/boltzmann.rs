//! The general Boltzmann machine: `E(v,h) = −vᵀWh − ½ vᵀLv − ½ hᵀJh − b·v − c·h`, on bits or on spins.
//!
//! `L` and `J` are symmetric with zero diagonal; `L_ij = L_ji` is one parameter. `W` is visible × hidden. Without hidden
//! units it is the pairwise model of inverse Ising problems; with `L = J = 0` it is an RBM.
//! Ackley, Hinton & Sejnowski 1985, doi:10.1207/s15516709cog0901_7.
//!
//! **Both alphabets**: with `σ = 2s − 1`, couplings of bits are `4w` and biases `2b_i − 2 Σ_j w_ij`, and energies differ by the
//! constant `E₀ = Σ b − Σ_{i<j} w`; probabilities are equal ([`Boltzmann::to_alphabet`]).

use super::{
    Block, Blocks, Energy, Find, Model, Statistics,
    couplings::{Couplings, Edge},
    layered::Layered,
    moments::Moments,
    numbers,
    pairwise::Pairwise,
};
use crate::{
    error::Error,
    registry::{Entry, Param},
    rng::Rng,
    space::{Alphabet, Layer, Space},
    tensor::{Tensor, TensorMut, check_symmetric},
};
use std::cell::OnceCell;

/// Most units: couplings are dense.
const LIMIT: usize = 2048;

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "boltzmann",
    title: "Boltzmann machine",
    help: "Visible and hidden units, couplings between all of them.",
    params: &[
        Param::int("visible", "Visible units", 1, 1024, 4).help("Only where no data are named."),
        Param::int("hidden", "Hidden units", 0, 1024, 4),
        Param::choice("alphabet", "Values of a unit", &[("bit", "Bits, 0 and 1"), ("spin", "Spins, −1 and +1")], "bit"),
        Param::float("spread", "Spread of couplings", 0.0, 10.0, 0.01)
            .help("Standard deviation of the couplings that a run starts with."),
        Param::text("couplings", "Couplings")
            .help("Of all pairs, commas between: 1 with 2, 1 with 3 and so on, then 2 with 3; visible units first. Empty: drawn."),
        Param::text("biases", "Biases").help("Of all units, visible ones first, commas between. Empty: none."),
    ],
    build: super::Recipe::new(|shape| {
        let (visible, hidden) = (shape.visible, shape.values.int("hidden") as usize);
        if visible + hidden > LIMIT {
            let why = crate::say!("{0} visible and {1} hidden units are more than {2} in all", visible, hidden, LIMIT);
            return Err(Error::Value { key: "hidden", why });
        }
        let alphabet = Alphabet::named(shape.values.word("alphabet")).unwrap_or(Alphabet::Bit);
        let mut model = Boltzmann::zeros(visible, hidden, alphabet);
        let [pairs, units] = listed(visible, hidden);
        if let Some(couplings) = numbers::given(shape.values, pairs)? {
            model.set_couplings(&couplings);
        } else {
            let rng = &mut Rng::stream(shape.values.int("seed") as u64, "weights", 0);
            model.draw_couplings(shape.values.float("spread"), rng);
        }
        if let Some(biases) = numbers::given(shape.values, units)? {
            model.set_biases(&biases);
        } else if let Some(marginals) = shape.marginals {
            model.bias = super::independent_biases(marginals, alphabet, shape.values.float("T"));
        }
        Ok(Box::new(model))
    }),
};

/// The keys of what is set by hand, and how many numbers each takes: couplings of all pairs, the upper triangle over all units row by
/// row, and biases of all units.
pub fn listed(visible: usize, hidden: usize) -> [(&'static str, usize); 2] {
    let units = visible + hidden;
    [("couplings", units * units.saturating_sub(1) / 2), ("biases", units)]
}

/// A Boltzmann machine, single-precision parameters, dense.
#[derive(Clone, Debug)]
pub struct Boltzmann {
    space: Space,
    alphabet: Alphabet,
    weights: Vec<f32>,
    bias: Vec<f32>,
    hidden_bias: Vec<f32>,
    visible_couplings: Vec<f32>,
    hidden_couplings: Vec<f32>,
    /// The same as spins with pair couplings, for cluster moves; made when asked for, gone when parameters change.
    pairwise: OnceCell<Pairwise>,
}

impl Boltzmann {
    /// All parameters zero.
    pub fn zeros(visible: usize, hidden: usize, alphabet: Alphabet) -> Self {
        let layer = |name, len| Layer { name, len, alphabet };
        Self {
            space: Space { layers: vec![layer("visible", visible), layer("hidden", hidden)] },
            alphabet,
            weights: vec![0.0; visible * hidden],
            bias: vec![0.0; visible],
            hidden_bias: vec![0.0; hidden],
            visible_couplings: vec![0.0; visible * visible],
            hidden_couplings: vec![0.0; hidden * hidden],
            pairwise: OnceCell::new(),
        }
    }

    /// Draws every coupling from `N(0, spread²)`: `W` first, then `L`, then `J`, upper triangles row by row.
    fn draw_couplings(&mut self, spread: f64, rng: &mut Rng) {
        self.weights.iter_mut().for_each(|w| *w = (spread * rng.normal()) as f32);
        for (matrix, n) in
            [(&mut self.visible_couplings, self.bias.len()), (&mut self.hidden_couplings, self.hidden_bias.len())]
        {
            for i in 0..n {
                for j in i + 1..n {
                    let w = (spread * rng.normal()) as f32;
                    (matrix[i * n + j], matrix[j * n + i]) = (w, w);
                }
            }
        }
    }

    /// Sets the couplings of all pairs: the upper triangle over all units, visible ones first, row by row.
    pub fn set_couplings(&mut self, upper: &[f32]) {
        self.pairwise = OnceCell::new();
        let units = self.space.units();
        let pairs = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j)));
        pairs.zip(upper).for_each(|((i, j), &w)| self.set_coupling(i, j, w));
    }

    /// Sets the biases of all units, visible ones first.
    pub fn set_biases(&mut self, biases: &[f32]) {
        self.pairwise = OnceCell::new();
        self.bias.iter_mut().chain(&mut self.hidden_bias).zip(biases).for_each(|(to, &b)| *to = b);
    }

    fn sizes(&self) -> (usize, usize) {
        (self.bias.len(), self.hidden_bias.len())
    }

    /// The coupling of two units.
    pub fn coupling(&self, i: usize, j: usize) -> f32 {
        let (n, m) = self.sizes();
        match (i.min(j), i.max(j)) {
            (i, j) if j < n => self.visible_couplings[i * n + j],
            (i, j) if i < n => self.weights[i * m + (j - n)],
            (i, j) => self.hidden_couplings[(i - n) * m + (j - n)],
        }
    }

    fn set_coupling(&mut self, i: usize, j: usize, w: f32) {
        let (n, m) = self.sizes();
        match (i.min(j), i.max(j)) {
            (i, j) if j < n => {
                (self.visible_couplings[i * n + j], self.visible_couplings[j * n + i]) = (w, w);
            }
            (i, j) if i < n => self.weights[i * m + (j - n)] = w,
            (i, j) => {
                let (i, j) = (i - n, j - n);
                (self.hidden_couplings[i * m + j], self.hidden_couplings[j * m + i]) = (w, w);
            }
        }
    }

    /// The bias of a unit.
    pub fn bias_of(&self, i: usize) -> f32 {
        if i < self.bias.len() { self.bias[i] } else { self.hidden_bias[i - self.bias.len()] }
    }

    /// Calls `visit(j, w_ij)` for every other unit `j`, ascending.
    #[inline]
    fn row(&self, i: usize, mut visit: impl FnMut(usize, f32)) {
        let (n, m) = self.sizes();
        if i < n {
            self.visible_couplings[i * n..(i + 1) * n].iter().enumerate().for_each(|(j, &w)| visit(j, w));
            self.weights[i * m..(i + 1) * m].iter().enumerate().for_each(|(j, &w)| visit(n + j, w));
        } else {
            let at = i - n;
            (0..n).for_each(|j| visit(j, self.weights[j * m + at]));
            self.hidden_couplings[at * m..(at + 1) * m].iter().enumerate().for_each(|(j, &w)| visit(n + j, w));
        }
    }

    /// The same law on the other alphabet, and the constant `E₀` by which `E` on spins exceeds `E` on bits:
    /// `w_bit = 4w`, `b_bit = 2b_i − 2 Σ_j w_ij`, `E_spin(2s − 1) = E_bit(s) + E₀`, `E₀ = Σ b − Σ_{i<j} w` of the spins.
    pub fn to_alphabet(&self, alphabet: Alphabet) -> (Self, f64) {
        let (n, m) = self.sizes();
        let mut other = Self::zeros(n, m, alphabet);
        // Forth: w → 4w, b → 2b − 2Σw. Back: w → w/4, b → b/2 + Σ w/4.
        let forth = match (self.alphabet, alphabet) {
            (Alphabet::Spin, Alphabet::Bit) => true,
            (Alphabet::Bit, Alphabet::Spin) => false,
            _ => return (self.clone(), 0.0),
        };
        let (mut biases, mut pairs) = (0.0, 0.0);
        for i in 0..n + m {
            let mut sum = 0.0;
            self.row(i, |_, w| sum += f64::from(w));
            let b = f64::from(self.bias_of(i));
            let bias = if forth { 2.0 * b - 2.0 * sum } else { 0.5 * b + 0.25 * sum };
            let place = if i < n { &mut other.bias[i] } else { &mut other.hidden_bias[i - n] };
            *place = bias as f32;
            // In terms of the spins' parameters: biases once, each pair half by each of its units.
            biases += if forth { b } else { bias };
            pairs += if forth { 0.5 * sum } else { 0.125 * sum };
            for j in 0..i {
                let w = self.coupling(i, j);
                other.set_coupling(i, j, if forth { 4.0 * w } else { 0.25 * w });
            }
        }
        (other, biases - pairs)
    }
}

impl Model for Boltzmann {
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
            Tensor { name: "b", shape: vec![n], values: (&self.bias).into() },
            Tensor { name: "c", shape: vec![m], values: (&self.hidden_bias).into() },
            Tensor { name: "L", shape: vec![n, n], values: (&self.visible_couplings).into() },
            Tensor { name: "J", shape: vec![m, m], values: (&self.hidden_couplings).into() },
        ]
    }
    fn tensors_mut(&mut self) -> Vec<TensorMut<'_>> {
        self.pairwise = OnceCell::new();
        vec![
            TensorMut { name: "W", decays: true, values: &mut self.weights },
            TensorMut { name: "b", decays: false, values: &mut self.bias },
            TensorMut { name: "c", decays: false, values: &mut self.hidden_bias },
            TensorMut { name: "L", decays: true, values: &mut self.visible_couplings },
            TensorMut { name: "J", decays: true, values: &mut self.hidden_couplings },
        ]
    }
    fn load(&mut self, find: &Find<'_>) -> Result<(), String> {
        let (n, m) = self.sizes();
        for (name, side) in [("L", n), ("J", m)] {
            let (shape, values) = find(name)?;
            if shape == [side, side] {
                check_symmetric(name, side, &values)?;
            }
        }
        super::load_tensors(self, find)
    }
    fn energy(&self) -> Option<&dyn Energy> {
        Some(self)
    }
    fn blocks(&self) -> Option<&dyn Blocks> {
        let lateral = self.visible_couplings.iter().chain(&self.hidden_couplings).any(|&w| w != 0.0);
        (!lateral && !self.hidden_bias.is_empty()).then_some(self as &dyn Blocks)
    }
    fn layered(&self) -> Option<Layered<'_>> {
        let inside = [Some(&*self.visible_couplings), Some(&*self.hidden_couplings)];
        Some(Layered::new(self.alphabet, &self.weights, [&self.bias, &self.hidden_bias], inside))
    }
    fn pairwise(&self) -> Option<&Pairwise> {
        let make = || {
            let units = self.space.units();
            let pairs = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j)));
            let edge = |(i, j)| Edge { i: i as u32, j: j as u32, w: self.coupling(i, j) };
            let bias = (0..units).map(|i| self.bias_of(i)).collect();
            Pairwise::new(ENTRY.id, Couplings::new(units, pairs.map(edge).filter(|e| e.w != 0.0)), bias)
        };
        (self.alphabet == Alphabet::Spin).then(|| self.pairwise.get_or_init(make))
    }
    fn statistics(&self) -> Option<&dyn Statistics> {
        Some(self)
    }
}

impl Energy for Boltzmann {
    fn energy(&self, state: &[f32]) -> f64 {
        let mut energy = 0.0;
        for (i, &x) in state.iter().enumerate() {
            let x = f64::from(x);
            let mut pairs = 0.0;
            self.row(i, |j, w| pairs += f64::from(w) * f64::from(state[j]));
            energy -= x * (f64::from(self.bias_of(i)) + 0.5 * pairs);
        }
        energy
    }

    fn local_field(&self, i: usize, state: &[f32]) -> f64 {
        let mut field = f64::from(self.bias_of(i));
        self.row(i, |j, w| field += f64::from(w) * f64::from(state[j]));
        field
    }

    fn memory(&self, state: &[f32]) -> Vec<f64> {
        (0..state.len()).map(|i| self.local_field(i, state)).collect()
    }

    fn field(&self, i: usize, _state: &[f32], memory: &[f64]) -> f64 {
        memory[i]
    }

    fn moved(&self, i: usize, old: f32, state: &[f32], memory: &mut [f64]) {
        let by = f64::from(state[i] - old);
        let (n, m) = self.sizes();
        let (visible, hidden) = memory.split_at_mut(n);
        let add = |fields: &mut [f64], row: &[f32]| {
            fields.iter_mut().zip(row).for_each(|(x, &w)| *x += by * f64::from(w));
        };
        if i < n {
            add(visible, &self.visible_couplings[i * n..(i + 1) * n]);
            add(hidden, &self.weights[i * m..(i + 1) * m]);
        } else {
            let at = i - n;
            let column = self.weights[at..].iter().step_by(m);
            visible.iter_mut().zip(column).for_each(|(x, &w)| *x += by * f64::from(w));
            add(hidden, &self.hidden_couplings[at * m..(at + 1) * m]);
        }
    }

    fn strongest_field(&self) -> f64 {
        let size = |i: usize| {
            let mut sum = f64::from(self.bias_of(i).abs());
            self.row(i, |_, w| sum += f64::from(w.abs()));
            sum
        };
        (0..self.space.units()).map(size).fold(0.0, f64::max)
    }
}

/// Without couplings inside the layers, each layer is a block.
impl Blocks for Boltzmann {
    fn blocks(&self) -> Vec<Block> {
        let (n, m) = self.sizes();
        vec![Block { name: "hidden", units: (n..n + m).collect() }, Block { name: "visible", units: (0..n).collect() }]
    }

    fn block_fields(&self, block: usize, state: &[f32], out: &mut [f32]) {
        let first = if block == 0 { self.bias.len() } else { 0 };
        out.iter_mut().enumerate().for_each(|(k, x)| *x = self.local_field(first + k, state) as f32);
    }
}

impl Statistics for Boltzmann {
    /// `v hᵀ`, `v`, `h`, `v vᵀ` and `h hᵀ` off the diagonal.
    fn add_statistics(&self, state: &[f32], sums: &mut [Vec<f32>]) {
        let (n, m) = self.sizes();
        let (visible, hidden) = state.split_at(n);
        let outer = |sums: &mut [f32], left: &[f32], right: &[f32]| {
            for (row, &x) in sums.chunks_exact_mut(right.len().max(1)).zip(left) {
                row.iter_mut().zip(right).for_each(|(sum, &y)| *sum += x * y);
            }
        };
        outer(&mut sums[0], visible, hidden);
        sums[1].iter_mut().zip(visible).for_each(|(sum, &x)| *sum += x);
        sums[2].iter_mut().zip(hidden).for_each(|(sum, &x)| *sum += x);
        for (tensor, units, n) in [(3, visible, n), (4, hidden, m)] {
            outer(&mut sums[tensor], units, units);
            (0..n).for_each(|i| sums[tensor][i * n + i] = 0.0);
        }
    }

    fn of_moments(&self, moments: &Moments) -> Vec<Vec<f32>> {
        let (n, m) = self.sizes();
        let square = |from: usize, side: usize| {
            let entry = |k: usize| {
                let (i, j) = (k / side, k % side);
                if i == j { 0.0 } else { moments.second(from + i, from + j) as f32 }
            };
            (0..side * side).map(entry).collect()
        };
        vec![
            (0..n * m).map(|k| moments.second(k / m, n + k % m) as f32).collect(),
            moments.first[..n].iter().map(|&x| x as f32).collect(),
            moments.first[n..].iter().map(|&x| x as f32).collect(),
            square(0, n),
            square(n, m),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn couplings_and_biases_by_hand_are_where_they_belong() {
        let mut model = Boltzmann::zeros(2, 2, Alphabet::Spin);
        model.set_couplings(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        model.set_biases(&[7.0, 8.0, 9.0, 10.0]);
        let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
        for ((i, j), w) in pairs.into_iter().zip([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]) {
            assert_eq!((model.coupling(i, j), model.coupling(j, i)), (w, w));
        }
        assert_eq!((0..4).map(|i| model.bias_of(i)).collect::<Vec<_>>(), [7.0, 8.0, 9.0, 10.0]);
    }

    /// Energies of all states agree up to the constant, forth and back, with parameters that single precision holds exactly.
    #[test]
    fn both_alphabets_have_one_law() {
        let mut spins = Boltzmann::zeros(3, 2, Alphabet::Spin);
        let mut rng = Rng::stream(3, "alphabets", 0);
        for tensor in 0..2 {
            let n = spins.tensors()[tensor + 1].values.len();
            (0..n).for_each(|i| spins.tensors_mut()[tensor + 1].values[i] = rng.below(64) as f32 / 16.0 - 2.0);
        }
        for i in 0..5 {
            (0..i).for_each(|j| spins.set_coupling(i, j, rng.below(64) as f32 / 16.0 - 2.0));
        }
        let (bits, constant) = spins.to_alphabet(Alphabet::Bit);
        let (back, same) = bits.to_alphabet(Alphabet::Spin);
        assert_eq!((back.tensors(), same), (spins.tensors(), constant));
        for code in 0..32u32 {
            let s: Vec<f32> = (0..5).map(|i| (code >> i & 1) as f32).collect();
            let sigma: Vec<f32> = s.iter().map(|x| 2.0 * x - 1.0).collect();
            assert_eq!(Energy::energy(&spins, &sigma), Energy::energy(&bits, &s) + constant);
        }
    }
}
