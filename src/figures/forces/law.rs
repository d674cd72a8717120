//! Both systems as forces: a spring under gravity, and the coupling of two spins between the data and the model.
//!
//! Spring: `y' = y + η (m g − k y)`, the force `−dV/dy` of `V = ½ k y² − m g y`; it rests at `y* = m g/k`, and a step multiplies its
//! distance from there by `1 − ηk`. Coupling: `θ' = θ + η (c − tanh(θ/T))/T`, the slope of `Λ(θ) = ⟨ln p⟩ = cθ/T − ln(4 cosh(θ/T))`; it
//! rests at `θ* = T artanh c`, and near there a step multiplies the distance by `1 − η(1 − c²)/T²`.

use crate::num;

/// Beyond this a spring counts as gone.
pub const GONE: f64 = 1e9;

/// A system of one variable that is pulled two ways.
pub trait Pulled {
    /// What pulls the same everywhere: the weight, the data.
    fn data(&self) -> f64;
    /// What pulls back at a place: the spring, the model.
    fn model(&self, x: f64) -> f64;
    /// The slope of the pull back at rest.
    fn stiffness(&self) -> f64;
    /// Where both are equal; infinite where nothing holds the data's pull.
    fn rest(&self) -> f64;
    /// What the force is the slope of, as it is shown: `V` falls, `L` rises along it.
    fn potential(&self, x: f64) -> f64;

    /// The net force.
    fn force(&self, x: f64) -> f64 {
        self.data() - self.model(x)
    }
}

/// A mass on a linear spring under gravity; y grows downwards.
#[derive(Clone, Copy, Debug)]
pub struct Spring {
    /// `k`.
    pub k: f64,
    /// `m g`.
    pub weight: f64,
}

impl Pulled for Spring {
    fn data(&self) -> f64 {
        self.weight
    }
    fn model(&self, y: f64) -> f64 {
        self.k * y
    }
    fn stiffness(&self) -> f64 {
        self.k
    }
    fn rest(&self) -> f64 {
        self.weight / self.k
    }
    fn potential(&self, y: f64) -> f64 {
        0.5 * self.k * y * y - self.weight * y
    }
}

impl Spring {
    /// Where one step leads; from beyond [`GONE`], nowhere.
    pub fn step(&self, y: f64, rate: f64) -> f64 {
        if y.abs() > GONE { y } else { y + rate * self.force(y) }
    }
}

/// The coupling of two spins without biases, and data with the correlation `c`.
#[derive(Clone, Copy, Debug)]
pub struct Coupling {
    /// `⟨σ1 σ2⟩` of the data.
    pub c: f64,
    /// `T`.
    pub temperature: f64,
}

/// `tanh x = 2 sigmoid(2x) − 1`.
pub fn tanh(x: f64) -> f64 {
    2.0 * num::sigmoid64(2.0 * x) - 1.0
}

impl Coupling {
    /// `⟨σ1 σ2⟩` of the model.
    pub fn correlation(&self, theta: f64) -> f64 {
        tanh(theta / self.temperature)
    }
}

impl Pulled for Coupling {
    fn data(&self) -> f64 {
        self.c / self.temperature
    }
    fn model(&self, theta: f64) -> f64 {
        self.correlation(theta) / self.temperature
    }
    fn stiffness(&self) -> f64 {
        (1.0 - self.c * self.c) / (self.temperature * self.temperature)
    }
    fn rest(&self) -> f64 {
        if self.c.abs() >= 1.0 {
            return self.c * f64::INFINITY;
        }
        0.5 * self.temperature * num::ln((1.0 + self.c) / (1.0 - self.c))
    }
    /// `ln Z = ln 4 cosh(θ/T)`, without overflow.
    fn potential(&self, theta: f64) -> f64 {
        let x = theta / self.temperature;
        let log_z = x.abs() + num::ln_1p(num::exp(-2.0 * x.abs())) + std::f64::consts::LN_2;
        self.c * x - log_z
    }
}

/// What steps of a size do near rest, by `s = η × stiffness`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// `s = 0`: nothing moves, or ever more slowly.
    Still,
    /// `s < 1`: the rest is approached from one side.
    Creeps,
    /// `s = 1`: one step leads to the rest of a spring.
    Lands,
    /// `1 < s < 2`: each step overshoots, by less each time.
    Overshoots,
    /// `s = 2`: swings neither grow nor shrink, to first order.
    Edge,
    /// `s > 2`: the rest repels.
    Repels,
}

impl Regime {
    /// Of `s`.
    pub fn of(s: f64) -> Self {
        let is = |edge: f64| (s - edge).abs() < 1e-9;
        match s {
            _ if is(0.0) => Self::Still,
            _ if is(1.0) => Self::Lands,
            _ if is(2.0) => Self::Edge,
            _ if s < 1.0 => Self::Creeps,
            _ if s < 2.0 => Self::Overshoots,
            _ => Self::Repels,
        }
    }
}
