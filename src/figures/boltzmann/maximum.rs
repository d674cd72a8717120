//! Probabilities of a given mean energy, among which the Boltzmann law has the largest entropy.
//!
//! All `p` with `Σ p_k = 1` and `Σ p_k E_k = U` differ from the law `q` of that mean energy by vectors orthogonal to `(1, …, 1)` and
//! to `(E_1, …, E_n)`. On them `S(p) = −Σ p_k ln p_k` is largest at `q`, since `S(q) − S(p) = KL(p ‖ q)`.

use super::law::entropy;
use crate::numerals::list;

/// Most numbers that are read.
const LIMIT: usize = 32;

/// Numbers from 0 to 1 with commas between; `None` where that is not what the text is, or where there is nothing.
pub fn read(text: &str) -> Option<Vec<f64>> {
    let number = |part: &str| crate::num::read(part.trim()).filter(|x| (0.0..=1.0).contains(x));
    let numbers: Option<Vec<f64>> = text.split(',').take(LIMIT + 1).map(number).collect();
    numbers.filter(|n| n.len() <= LIMIT)
}

/// As a link has them.
pub fn write(p: &[f64]) -> String {
    list(p, 5)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// A point further along a direction.
pub fn along(p: &[f64], direction: &[f64], t: f64) -> Vec<f64> {
    // Zero by rounding is no negative probability.
    p.iter().zip(direction).map(|(p, d)| (p + t * d).max(0.0)).collect()
}

/// How far one can go from a point along a direction before a probability would be negative.
fn room(p: &[f64], direction: &[f64]) -> f64 {
    let until = |(p, d): (&f64, &f64)| if *d < -1e-12 { p / -d } else { f64::INFINITY };
    p.iter().zip(direction).map(until).fold(f64::INFINITY, f64::min)
}

/// The probabilities of the law's sum and mean energy.
pub struct Plane<'a> {
    /// The energies.
    pub energies: &'a [f64],
    /// The law `q`.
    pub law: &'a [f64],
    /// `E` less its mean, of length 1; zero where all energies are equal.
    slope: Vec<f64>,
    /// In how many directions probabilities can move.
    pub freedom: usize,
}

/// A line through the law.
pub struct Line {
    /// Where it leads.
    pub direction: Vec<f64>,
    /// How often that vector fits in before a probability would be negative, backwards.
    pub low: f64,
    /// The same forwards.
    pub high: f64,
    /// Whether it is drawn through the reader's probabilities, at 1.
    pub leads_to_p: bool,
}

impl<'a> Plane<'a> {
    /// Around the law of these energies.
    pub fn new(energies: &'a [f64], law: &'a [f64]) -> Self {
        let n = energies.len() as f64;
        let mean = energies.iter().sum::<f64>() / n;
        let mut slope: Vec<f64> = energies.iter().map(|e| e - mean).collect();
        let flat = energies.iter().all(|e| *e == energies[0]);
        let length = dot(&slope, &slope).sqrt();
        slope.iter_mut().for_each(|s| *s = if flat { 0.0 } else { *s / length });
        let held = if flat { 1 } else { 2 };
        Self { energies, law, slope, freedom: energies.len().saturating_sub(held) }
    }

    /// The part of a vector that changes neither the sum nor the mean energy.
    fn flat(&self, v: &[f64]) -> Vec<f64> {
        if self.freedom == 0 {
            return vec![0.0; v.len()];
        }
        let mean = v.iter().sum::<f64>() / v.len() as f64;
        let slope = dot(v, &self.slope);
        v.iter().zip(&self.slope).map(|(v, s)| v - mean - slope * s).collect()
    }

    /// The direction in which a bar moves: the flat part of its unit vector.
    pub fn direction(&self, k: usize) -> Vec<f64> {
        self.flat(&(0..self.law.len()).map(|j| f64::from(u8::from(j == k))).collect::<Vec<_>>())
    }

    /// Whether a bar can move at all.
    pub fn moves(&self, k: usize) -> bool {
        self.direction(k)[k] > 1e-9
    }

    /// The probabilities that a wish means: from the law along the flat part of the difference, as far as none is negative.
    /// Levels without a number have 0.
    pub fn nearest(&self, wish: &[f64]) -> Vec<f64> {
        let wished = |k: usize| wish.get(k).copied().unwrap_or(0.0);
        let difference: Vec<f64> = self.law.iter().enumerate().map(|(k, q)| wished(k) - q).collect();
        let direction = self.flat(&difference);
        along(self.law, &direction, room(self.law, &direction).min(1.0))
    }

    /// Where probabilities come to when bar `k` is dragged to a height: along its direction, until one would be negative.
    pub fn drag(&self, p: &[f64], k: usize, height: f64) -> Vec<f64> {
        let direction = self.direction(k);
        if direction[k] <= 1e-9 {
            return p.to_vec();
        }
        let t = (height - p[k]) / direction[k];
        let back: Vec<f64> = direction.iter().map(|d| -d).collect();
        along(p, &direction, t.clamp(-room(p, &back), room(p, &direction)))
    }

    /// The line through the law on which entropies are shown: to `p`, or, where there is one free direction only or `p` is the
    /// law, that of the first bar that moves.
    pub fn line(&self, p: &[f64]) -> Option<Line> {
        let to_p: Vec<f64> = p.iter().zip(self.law).map(|(p, q)| p - q).collect();
        let leads_to_p = self.freedom > 1 && to_p.iter().any(|d| d.abs() > 1e-4);
        let first = (0..p.len()).find(|&k| self.moves(k))?;
        let direction = if leads_to_p { to_p } else { self.direction(first) };
        let back: Vec<f64> = direction.iter().map(|d| -d).collect();
        let (low, high) = (-room(self.law, &back), room(self.law, &direction));
        (low.is_finite() && high.is_finite()).then_some(Line { direction, low, high, leads_to_p })
    }

    /// `S(p)` and `S(q)`, in nats.
    pub fn entropies(&self, p: &[f64]) -> (f64, f64) {
        (entropy(p), entropy(self.law))
    }
}
