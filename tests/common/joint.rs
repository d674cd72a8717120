//! The law of a small RBM by plain sums over all joint states: shares nothing with the library but what `W b c` mean.
//!
//! Exponentials come from the standard library, so that an error in `ebm::num` shows too.
#![allow(dead_code, clippy::disallowed_methods)]

use ebm::rng::Rng;

/// The parameters of an RBM, `W` visible × hidden, row by row.
pub struct Parameters {
    pub w: Vec<f32>,
    pub b: Vec<f32>,
    pub c: Vec<f32>,
}

impl Parameters {
    /// Normal parameters of standard deviation `spread`, biases included.
    pub fn random(visible: usize, hidden: usize, spread: f64, seed: u64) -> Self {
        let mut rng = Rng::stream(seed, "test parameters", 0);
        let mut draw = |n: usize| (0..n).map(|_| (spread * rng.normal()) as f32).collect::<Vec<f32>>();
        Self { w: draw(visible * hidden), b: draw(visible), c: draw(hidden) }
    }

    /// `E(v,h) = −b·v − c·h − vᵀWh` of a state, visible units first.
    fn energy(&self, x: &[f64]) -> f64 {
        let (v, h) = x.split_at(self.b.len());
        let mut energy = 0.0;
        for (i, vi) in v.iter().enumerate() {
            energy -= f64::from(self.b[i]) * vi;
            for (j, hj) in h.iter().enumerate() {
                energy -= f64::from(self.w[i * h.len() + j]) * vi * hj;
            }
        }
        energy - h.iter().zip(&self.c).map(|(hj, &c)| f64::from(c) * hj).sum::<f64>()
    }
}

/// One joint state, its energy and its probability.
pub struct State {
    pub x: Vec<f64>,
    pub energy: f64,
    pub p: f64,
}

/// Every joint state; unit `i` of state `code` is bit `i` of the code.
pub struct Joint {
    pub states: Vec<State>,
    pub log_z: f64,
}

impl Joint {
    /// Sums over all `2^(visible + hidden)` states.
    pub fn of(parameters: &Parameters, temperature: f64) -> Self {
        let units = parameters.b.len() + parameters.c.len();
        let state = |code: usize| -> State {
            let x: Vec<f64> = (0..units).map(|i| (code >> i & 1) as f64).collect();
            let energy = parameters.energy(&x);
            State { x, energy, p: (-energy / temperature).exp() }
        };
        let mut states: Vec<State> = (0..1 << units).map(state).collect();
        let z: f64 = states.iter().map(|s| s.p).sum();
        states.iter_mut().for_each(|s| s.p /= z);
        Self { states, log_z: z.ln() }
    }

    /// The mean of `f` under the law.
    pub fn mean(&self, f: impl Fn(&State) -> f64) -> f64 {
        self.states.iter().map(|s| s.p * f(s)).sum()
    }

    /// The probability of an event.
    pub fn p(&self, event: impl Fn(&[f64]) -> bool) -> f64 {
        self.mean(|s| f64::from(u8::from(event(&s.x))))
    }

    /// `ln p(v)` of a picture on the visible units.
    pub fn log_p(&self, v: &[f64]) -> f64 {
        self.p(|x| x[..v.len()] == *v).ln()
    }
}
