//! The Ising torus without a field in closed form, `n` sites around and `m` along, `K = J/T` (Kaufman 1949,
//! doi:10.1103/PhysRev.76.1232):
//!
//! `Z = ½ (2 sinh 2K)^{mn/2} [Π 2cosh(mγ_{2r+1}/2) + Π 2sinh(mγ_{2r+1}/2) + Π 2cosh(mγ_{2r}/2) + Π 2sinh(mγ_{2r}/2)]`,
//! products over r = 0 … n − 1, with `cosh γ_q = cosh 2K coth 2K − cos(πq/n)`, `γ_q > 0`, but `γ_0 = 2K + ln tanh K`,
//! which is negative above the critical temperature. Energy and heat capacity are its exact first and second
//! derivatives.

use super::{Law, transfer::Lattice};
use crate::{models::Model, num};
use std::ops::{Add, Mul, Sub};

/// `K` for which the hyperbolic functions neither overflow nor cancel.
pub(super) const RANGE: std::ops::RangeInclusive<f64> = 1e-3..=50.0;

/// A number with its first and second derivative.
#[derive(Clone, Copy)]
struct Jet(f64, f64, f64);

impl Add for Jet {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1, self.2 + other.2)
    }
}

impl Sub for Jet {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + other * -1.0
    }
}

impl Mul for Jet {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let second = self.2 * other.0 + 2.0 * self.1 * other.1 + self.0 * other.2;
        Self(self.0 * other.0, self.1 * other.0 + self.0 * other.1, second)
    }
}

impl Mul<f64> for Jet {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor, self.1 * factor, self.2 * factor)
    }
}

impl Jet {
    const ONE: Self = Self(1.0, 0.0, 0.0);

    /// A function of the number, by its value and derivatives there.
    fn map(self, value: f64, first: f64, second: f64) -> Self {
        Self(value, first * self.1, second * self.1 * self.1 + first * self.2)
    }

    fn exp(self) -> Self {
        let e = num::exp(self.0);
        self.map(e, e, e)
    }

    fn ln(self) -> Self {
        let inverse = 1.0 / self.0;
        self.map(num::ln(self.0), inverse, -inverse * inverse)
    }

    fn sqrt(self) -> Self {
        let root = self.0.sqrt();
        self.map(root, 0.5 / root, -0.25 / (root * self.0))
    }

    fn inverse(self) -> Self {
        let inverse = 1.0 / self.0;
        self.map(inverse, -inverse * inverse, 2.0 * inverse * inverse * inverse)
    }

    fn abs(self) -> Self {
        if self.0 < 0.0 { self * -1.0 } else { self }
    }
}

/// `ln Z` and its derivatives by K.
fn log_z(n: usize, m: usize, coupling: f64) -> Jet {
    let k = Jet(coupling, 1.0, 0.0);
    let (up, down) = ((k * 2.0).exp(), (k * -2.0).exp());
    let (cosh, sinh) = ((up + down) * 0.5, (up - down) * 0.5);
    let around = cosh * cosh * sinh.inverse();
    // m γ_q/2
    let halves: Vec<Jet> = (0..2 * n)
        .map(|q| {
            let gamma = if q == 0 {
                k * 2.0 + ((up - Jet::ONE) * (up + Jet::ONE).inverse()).ln()
            } else {
                let c = around - Jet::ONE * num::cos(std::f64::consts::PI * q as f64 / n as f64);
                (c + ((c - Jet::ONE) * (c + Jet::ONE)).sqrt()).ln()
            };
            gamma * (m as f64 / 2.0)
        })
        .collect();
    let of = |first: usize| halves.iter().copied().skip(first).step_by(2);
    let scale = |first: usize| of(first).fold(Jet::ONE * 0.0, |sum, g| sum + g.abs());
    let leading = scale(1);
    // Products relative to exp(leading).
    let product = |first: usize, sign: f64| {
        let factor = |g: Jet| {
            let factor = Jet::ONE + (g.abs() * -2.0).exp() * sign;
            if sign < 0.0 && g.0 < 0.0 { factor * -1.0 } else { factor }
        };
        of(first).map(factor).fold((scale(first) - leading).exp(), |product, x| product * x)
    };
    let sum = product(1, 1.0) + product(1, -1.0) + product(0, 1.0) + product(0, -1.0);
    (sinh * 2.0).ln() * ((m * n) as f64 / 2.0) + leading + (sum * 0.5).ln()
}

/// The law of an Ising torus of `rows` × `cols` sites, all couplings alike, no biases; `None` if the model is none, or
/// K is out of range. An antiferromagnet needs even sides: flipping every other spin makes it the ferromagnet. No
/// correlations, no `|M|`.
pub fn law(model: &dyn Model, (rows, cols): (usize, usize), temperature: f64) -> Option<Law> {
    let coupling = Lattice::of(model.pairwise()?, rows, cols)?.torus()?;
    if coupling < 0.0 && (rows % 2 == 1 || cols % 2 == 1) {
        return None;
    }
    let k = coupling.abs() / temperature;
    if !RANGE.contains(&k) {
        return None;
    }
    let Jet(log_z, first, second) = log_z(rows.min(cols), rows.max(cols), k);
    let sites = rows * cols;
    Some(Law {
        log_z,
        mean_energy: -coupling.abs() * first,
        heat_capacity: k * k * second / sites as f64,
        magnetization: 0.0,
        abs_magnetization: None,
        marginals: Some(vec![0.0; sites]),
        correlations: None,
    })
}
