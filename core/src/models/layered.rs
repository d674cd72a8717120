//! Two layers of binary units and what sums out of them: `E(v,h) = −b·v − c·h − vᵀWh − ½ vᵀLv − ½ hᵀJh`, bits or spins.
//!
//! Where a layer has no couplings inside, its units are independent given the other layer. A unit with the field `x` and the
//! values `low` and `low + step` (0 and 1 of bits, −1 and +1 of spins) sums out to
//! `Σ exp(s x/T) = exp(low x/T) (1 + exp(step x/T))`, and has the upper value with probability `sigmoid(step x/T)`.

use crate::{num, space::Alphabet};

/// The two values of a unit: `low` and `low + step`.
#[derive(Clone, Copy)]
pub struct Values {
    /// 0 of bits, −1 of spins.
    pub low: f64,
    /// 1 of bits, 2 of spins.
    pub step: f64,
}

impl Values {
    /// Those of binary units.
    pub fn of(alphabet: Alphabet) -> Self {
        let (low, high) = (f64::from(alphabet.value(0)), f64::from(alphabet.value(1)));
        Self { low, step: high - low }
    }

    /// `ln Σ_s exp(s·x/T)` over the states of independent units with these fields; `scaled` becomes their `step x/T`.
    pub fn log_sum(self, fields: &[f64], temperature: f64, scaled: &mut Vec<f64>) -> f64 {
        scaled.clear();
        scaled.extend(fields.iter().map(|x| x / temperature * self.step));
        let upper = num::softplus_sum(scaled);
        // The lower value of a bit adds nothing.
        if self.low == 0.0 { upper } else { upper + self.low * (fields.iter().sum::<f64>() / temperature) }
    }
}

/// A view of a model's parameters; index 0 of a pair is the visible layer, 1 the hidden one.
#[derive(Clone, Copy)]
pub struct Layered<'a> {
    /// What values all units take: two of them.
    pub alphabet: Alphabet,
    /// `W`, visible × hidden, row-major.
    pub weights: &'a [f32],
    /// `b` and `c`.
    pub biases: [&'a [f32]; 2],
    /// `L` and `J`, symmetric with zero diagonal; `None` where the model has no such parameters.
    pub inside: [Option<&'a [f32]>; 2],
    coupled: [bool; 2],
}

impl<'a> Layered<'a> {
    /// A view of these parameters.
    pub fn new(alphabet: Alphabet, weights: &'a [f32], biases: [&'a [f32]; 2], inside: [Option<&'a [f32]>; 2]) -> Self {
        let coupled = inside.map(|matrix| matrix.is_some_and(|w| w.iter().any(|&w| w != 0.0)));
        Self { alphabet, weights, biases, inside, coupled }
    }

    /// Visible units, hidden units.
    pub fn sizes(&self) -> (usize, usize) {
        (self.biases[0].len(), self.biases[1].len())
    }

    /// The two values.
    pub fn values(&self) -> Values {
        Values::of(self.alphabet)
    }

    /// The couplings inside a layer, unless all are 0.
    pub fn couplings(&self, layer: usize) -> Option<&'a [f32]> {
        self.inside[layer].filter(|_| self.coupled[layer])
    }

    /// Which layer sums out, 0 or 1: the larger, where both do; `None` where neither does.
    pub fn summed(&self) -> Option<usize> {
        self.larger_without(self.coupled)
    }

    /// The same once no parameter is 0 any more.
    pub fn summed_after_learning(&self) -> Option<usize> {
        self.larger_without(self.inside.map(|matrix| matrix.is_some_and(|w| w.len() > 1)))
    }

    fn larger_without(&self, coupled: [bool; 2]) -> Option<usize> {
        let (visible, hidden) = self.sizes();
        match coupled {
            [false, false] => Some(usize::from(hidden > visible)),
            [false, true] => Some(0),
            [true, false] => Some(1),
            [true, true] => None,
        }
    }

    /// `x_j = c_j + Σ_i v_i W_ij` of visible units `v`, in double precision.
    pub fn hidden_fields(&self, visible: &[f32]) -> Vec<f64> {
        let mut fields: Vec<f64> = self.biases[1].iter().map(|&c| f64::from(c)).collect();
        if fields.is_empty() {
            return fields;
        }
        for (&v, row) in visible.iter().zip(self.weights.chunks_exact(fields.len())) {
            if v != 0.0 {
                fields.iter_mut().zip(row).for_each(|(x, &w)| *x += f64::from(v) * f64::from(w));
            }
        }
        fields
    }

    /// `F_T(v) = −T ln Σ_h exp(−E(v,h)/T)`, in units of energy; `p(v) = exp(−F_T(v)/T)/Z`. Only
    /// where hidden units are not coupled. Of bits `F_T(v) = −b·v − ½ vᵀLv − T Σ_j softplus(x_j/T)`.
    pub fn free_energy(&self, visible: &[f32], temperature: f64) -> f64 {
        debug_assert!(!self.coupled[1], "coupled units do not sum out one by one");
        let mut own = 0.0;
        let n = visible.len();
        for (i, (&v, &b)) in visible.iter().zip(self.biases[0]).enumerate().filter(|(_, (v, _))| **v != 0.0) {
            let mut field = f64::from(b);
            if let Some(couplings) = self.couplings(0) {
                let before = couplings[i * n..i * n + i].iter().zip(visible);
                field += before.map(|(&w, &x)| f64::from(w) * f64::from(x)).sum::<f64>();
            }
            own += f64::from(v) * field;
        }
        let sum = self.values().log_sum(&self.hidden_fields(visible), temperature, &mut Vec::new());
        -own - temperature * sum
    }
}
