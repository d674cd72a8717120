//! An RBM of two visible bits and one hidden bit, exactly: `E(v,h) = −b·v − c h − h (W·v)`, its eight states, both phases and CD's update.
//!
//! Parameters come as `θ = (W1, W2, b1, b2, c)`, with the statistics `(v1 h, v2 h, v1, v2, h)`; visible states as 00, 01, 10, 11. In both phases
//! the hidden bit is summed out given the visible ones. CD-k's expected update has, in the place of the model's law, what is left of
//! the target after `k` sweeps `h ~ p(h given v)`, `v ~ p(v given h)`.

use crate::num;

/// How many parameters there are.
pub const PARAMETERS: usize = 5;
/// Visible states.
pub const STATES: usize = 4;

/// One number a parameter.
pub type Five = [f64; PARAMETERS];
/// One number a visible state.
pub type Four = [f64; STATES];

/// The bits of a visible state.
pub fn bits(state: usize) -> [f64; 2] {
    [(state >> 1) as f64, (state & 1) as f64]
}

/// What the model says.
#[derive(Clone, Debug)]
pub struct Law {
    theta: Five,
    temperature: f64,
    /// `p(v, h)`, state by state, `h = 0` first.
    pub joint: [f64; 2 * STATES],
    /// `p(v)`.
    pub visible: Four,
    /// `p(h = 1 given v)`.
    pub on: Four,
    /// `ln Z`.
    pub log_z: f64,
}

impl Law {
    /// Of these parameters at a temperature.
    pub fn new(theta: Five, temperature: f64) -> Self {
        let [w1, w2, b1, b2, c] = theta;
        let minus_energy = |k: usize| {
            let ([v1, v2], h) = (bits(k / 2), (k % 2) as f64);
            b1 * v1 + b2 * v2 + h * (c + w1 * v1 + w2 * v2)
        };
        let logs: [f64; 2 * STATES] = std::array::from_fn(|k| minus_energy(k) / temperature);
        let log_z = num::log_sum_exp(&logs);
        let joint = logs.map(|l| num::exp(l - log_z));
        Self {
            theta,
            temperature,
            joint,
            visible: std::array::from_fn(|v| joint[2 * v] + joint[2 * v + 1]),
            on: std::array::from_fn(|v| num::sigmoid64(logs[2 * v + 1] - logs[2 * v])),
            log_z,
        }
    }

    /// `⟨v1 h⟩, ⟨v2 h⟩, ⟨v1⟩, ⟨v2⟩, ⟨h⟩` where visible states have these probabilities and the hidden bit follows them.
    pub fn statistics(&self, visible: &Four) -> Five {
        let mut sums = [0.0; PARAMETERS];
        for (v, &p) in visible.iter().enumerate() {
            let ([v1, v2], on) = (bits(v), self.on[v]);
            let each = [v1 * on, v2 * on, v1, v2, on];
            sums.iter_mut().zip(each).for_each(|(sum, x)| *sum += p * x);
        }
        sums
    }

    /// The law of the visible bits `k` sweeps after they had this one.
    pub fn swept(&self, from: &Four, k: usize) -> Four {
        let [w1, w2, b1, b2, _] = self.theta;
        // p(v given h): visible bits are independent.
        let given: [Four; 2] = [0.0, 1.0].map(|h| {
            let up = [b1 + w1 * h, b2 + w2 * h].map(|x| num::sigmoid64(x / self.temperature));
            std::array::from_fn(|v| {
                let part = |i: usize| if bits(v)[i] == 1.0 { up[i] } else { 1.0 - up[i] };
                part(0) * part(1)
            })
        });
        let mut law = *from;
        for _ in 0..k {
            let h: f64 = law.iter().zip(&self.on).map(|(p, on)| p * on).sum();
            law = std::array::from_fn(|v| (1.0 - h) * given[0][v] + h * given[1][v]);
        }
        law
    }

    /// `(⟨s⟩_target − ⟨s⟩_other)/T`: the gradient of `⟨ln p⟩` where `other` is the model's own law, CD's expected update where it is what sweeps
    /// have left of the target.
    pub fn ascent(&self, target: &Four, other: &Four) -> Five {
        let (data, model) = (self.statistics(target), self.statistics(other));
        std::array::from_fn(|i| (data[i] - model[i]) / self.temperature)
    }

    /// `KL(target ‖ model) = Σ q ln(q/p)`, in nats.
    pub fn divergence(&self, target: &Four) -> f64 {
        let term = |(q, p): (&f64, &f64)| if *q > 0.0 { q * (num::ln(*q) - num::ln(*p)) } else { 0.0 };
        // Zero by rounding is not below zero.
        target.iter().zip(&self.visible).map(term).sum::<f64>().max(0.0)
    }
}
