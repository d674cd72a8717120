//! Couplings written out, n × n, and descent in them: at `T = 0`, units in random order take the sign of their field, `σ_i ← sign(x_i)`.
//!
//! `x_i = b_i + Σ_j w_ij σ_j`. A field of zero keeps the unit as it is, so that every flip lowers the energy and descent ends: in a
//! state that no single flip lowers. Fields that Hebb's rule makes zero are zero up to the rounding of `w` only: such units go either
//! way. One descent takes about n² additions for the first fields and n for each flip.

use super::pairwise::Pairwise;
use crate::rng::Rng;

/// Passes over all units after which a descent is given up; as every flip lowers the energy, it ends far earlier.
const PASSES: usize = 10_000;

/// Spins with pair couplings, every row in one piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    /// `w`, row-major, symmetric, zero diagonal.
    pub couplings: Vec<f32>,
    /// `b`, one a unit.
    pub bias: Vec<f32>,
}

impl Dense {
    /// The couplings of a model of pairs.
    pub fn of(model: &Pairwise) -> Self {
        Self { couplings: model.couplings().dense(), bias: model.bias().to_vec() }
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.bias.len()
    }

    fn row(&self, i: usize) -> &[f32] {
        &self.couplings[i * self.units()..(i + 1) * self.units()]
    }

    /// `x_i` of every unit of a state.
    pub fn fields(&self, state: &[f32]) -> Vec<f64> {
        let dot = |row: &[f32]| -> f64 { row.iter().zip(state).map(|(&w, &s)| f64::from(w * s)).sum() };
        (0..self.units()).map(|i| f64::from(self.bias[i]) + dot(self.row(i))).collect()
    }

    /// `E = −Σ_i b_i σ_i − Σ_{i<j} w_ij σ_i σ_j`, from the state's fields: `−½ Σ_i σ_i (b_i + x_i)`.
    pub fn energy(&self, state: &[f32], fields: &[f64]) -> f64 {
        let of = |i: usize| f64::from(state[i]) * (f64::from(self.bias[i]) + fields[i]);
        -0.5 * (0..state.len()).map(of).sum::<f64>()
    }

    /// Flips a unit, and brings all fields up to date.
    pub fn flip(&self, i: usize, state: &mut [f32], fields: &mut [f64]) {
        state[i] = -state[i];
        let by = 2.0 * f64::from(state[i]);
        fields.iter_mut().zip(self.row(i)).for_each(|(x, &w)| *x += by * f64::from(w));
    }

    /// A state of coin flips.
    pub fn random_state(&self, rng: &mut Rng) -> Vec<f32> {
        (0..self.units()).map(|_| if rng.word() >> 31 == 1 { 1.0 } else { -1.0 }).collect()
    }

    /// Descends from a state, every pass in a new random order, to where no unit moves. `moved` is told the pass, from 0, and the
    /// unit of every flip. The energy at the end.
    pub fn descend(&self, state: &mut [f32], rng: &mut Rng, moved: &mut dyn FnMut(usize, usize)) -> f64 {
        let mut fields = self.fields(state);
        let mut order: Vec<usize> = (0..self.units()).collect();
        for pass in 0..PASSES {
            let mut still = true;
            rng.shuffle(&mut order);
            for &i in &order {
                if f64::from(state[i]) * fields[i] < 0.0 {
                    self.flip(i, state, &mut fields);
                    moved(pass, i);
                    still = false;
                }
            }
            if still {
                break;
            }
        }
        self.energy(state, &fields)
    }
}
