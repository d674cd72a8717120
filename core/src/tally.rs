//! Histograms that grow with what is met, at a cost that does not depend on how much that was.
//!
//! Up to 64 different values stand for themselves. With more there are bins: on the grid of the values where they lie
//! on one, as the energies of a lattice do, else of equal width; they become twice as wide when there would be too many.

/// Different values that are told apart.
const DISTINCT: usize = 64;
/// Most bins.
const BINS: usize = 1024;
/// Bars leave out what has less than this part of the whole at either end.
const TAIL: f64 = 1e-4;

/// Weights of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    total: f64,
    /// In ascending order, until there are bins.
    values: Vec<(f64, f64)>,
    grid: Option<Grid>,
}

/// Bins of equal width; the first is centred at `origin`.
#[derive(Clone, Debug, PartialEq)]
struct Grid {
    origin: f64,
    width: f64,
    weights: Vec<f64>,
}

/// Several tallies in bars of one width at the same places.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// Width of a bar.
    pub width: f64,
    /// Where each is.
    pub centres: Vec<f64>,
    /// For each tally, the part of its whole in each bar.
    pub parts: Vec<Vec<f64>>,
}

/// How far two values may be apart by rounding.
fn close(value: f64) -> f64 {
    1e-8 * (1.0 + value.abs())
}

/// The smallest distance of neighbours in ascending values; 0 with fewer than two.
fn gap(values: &[(f64, f64)]) -> f64 {
    let least = values.windows(2).map(|w| w[1].0 - w[0].0).fold(f64::INFINITY, f64::min);
    if least.is_finite() { least } else { 0.0 }
}

impl Grid {
    /// Bins for these values, on their own grid if they have one.
    fn of(values: &[(f64, f64)]) -> Self {
        let (first, last) = (values[0].0, values[values.len() - 1].0);
        let quantum = gap(values);
        let steps = |v: &(f64, f64)| (v.0 - first) / quantum;
        let regular =
            (last - first) / quantum < BINS as f64 && values.iter().all(|v| (steps(v) - steps(v).round()).abs() < 1e-4);
        let width = if regular { quantum } else { (last - first) / (BINS / 4) as f64 };
        let mut grid = Self { origin: first, width, weights: vec![0.0] };
        values.iter().for_each(|&(value, weight)| grid.add(value, weight));
        grid
    }

    fn add(&mut self, value: f64, weight: f64) {
        loop {
            let place = ((value - self.origin) / self.width + 0.5).floor();
            let end = (self.weights.len() as f64).max(place + 1.0);
            if end - place.min(0.0) > BINS as f64 {
                let pair = |p: &[f64]| p.iter().sum();
                self.weights = self.weights.chunks(2).map(pair).collect();
                self.origin += self.width / 2.0;
                self.width *= 2.0;
                continue;
            }
            if place < 0.0 {
                self.weights.splice(0..0, std::iter::repeat_n(0.0, -place as usize));
                self.origin += place * self.width;
            }
            let place = place.max(0.0) as usize;
            if place >= self.weights.len() {
                self.weights.resize(place + 1, 0.0);
            }
            self.weights[place] += weight;
            return;
        }
    }
}

impl Tally {
    /// Adds a weight to a value; values that are not finite are left out.
    pub fn add(&mut self, value: f64, weight: f64) {
        if !value.is_finite() {
            return;
        }
        self.total += weight;
        if let Some(grid) = &mut self.grid {
            return grid.add(value, weight);
        }
        let place = self.values.partition_point(|v| v.0 < value - close(value));
        match self.values.get_mut(place) {
            Some(found) if (found.0 - value).abs() <= close(value) => found.1 += weight,
            _ => self.values.insert(place, (value, weight)),
        }
        if self.values.len() > DISTINCT {
            self.grid = Some(Grid::of(&self.values));
            self.values.clear();
        }
    }

    /// Multiplies all weights.
    pub fn scale(&mut self, factor: f64) {
        self.total *= factor;
        self.values.iter_mut().for_each(|v| v.1 *= factor);
        if let Some(grid) = &mut self.grid {
            grid.weights.iter_mut().for_each(|w| *w *= factor);
        }
    }

    /// An empty tally of the same values or bins.
    pub fn empty(&self) -> Self {
        let mut empty = self.clone();
        empty.scale(0.0);
        empty
    }

    /// The sum of all weights.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Values or centres of bins, with their weights, in ascending order.
    pub fn entries(&self) -> Vec<(f64, f64)> {
        match &self.grid {
            Some(g) => g.weights.iter().enumerate().map(|(k, &w)| (g.origin + k as f64 * g.width, w)).collect(),
            None => self.values.clone(),
        }
    }

    /// First and last value that are not tails.
    fn ends(&self) -> Option<(f64, f64)> {
        let entries = self.entries();
        let counts = |&&(_, w): &&(f64, f64)| w > TAIL * self.total;
        Some((entries.iter().find(counts)?.0, entries.iter().rfind(counts)?.0))
    }
}

/// Tallies of the same quantity in at most about `most` bars; `None` where there is nothing.
pub fn bars(tallies: &[&Tally], most: usize) -> Option<Bars> {
    let ends = tallies.iter().filter_map(|t| t.ends());
    let (low, high) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let span = high - low;
    // What bars must not be finer than: the coarsest tally's values.
    let finest = tallies.iter().map(|t| t.grid.as_ref().map_or_else(|| gap(&t.values), |g| g.width));
    let quantum = finest.fold(0.0, f64::max);
    let quantum = if quantum > 0.0 { quantum.max(span / (4 * most) as f64) } else { 1.0 };
    let width = quantum * ((span / quantum + 1.0) / most as f64).ceil().max(1.0);
    let count = (span / width + 0.5 * quantum / width) as usize + 1;
    let centre = |k: usize| low + k as f64 * width + (width - quantum) / 2.0;
    let parts = |tally: &&Tally| {
        let mut parts = vec![0.0; count];
        for (value, weight) in tally.entries() {
            let place = ((value - low + quantum / 2.0) / width).floor();
            if (0.0..count as f64).contains(&place) {
                parts[place as usize] += weight / tally.total.max(f64::MIN_POSITIVE);
            }
        }
        parts
    };
    Some(Bars { width, centres: (0..count).map(centre).collect(), parts: tallies.iter().map(parts).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn values_on_a_grid_keep_their_own_bars() {
        let mut tally = Tally::default();
        (0..200).for_each(|k| tally.add(f64::from(k % 100) * 4.0 - 60.0, 1.0));
        let entries = tally.entries();
        assert_eq!(entries.len(), 100);
        assert!(entries.iter().enumerate().all(|(k, e)| *e == (k as f64 * 4.0 - 60.0, 2.0)));
        let bars = bars(&[&tally], 48).expect("bars");
        assert!(bars.centres.len() <= 48 && (bars.parts[0].iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_lost_however_far_values_run() {
        let mut rng = Rng::stream(1, "tally", 0);
        let mut tally = Tally::default();
        for k in 0..20_000 {
            tally.add(rng.normal() * f64::from(1 + k / 100), 1.0);
        }
        tally.add(f64::NAN, 1.0);
        tally.add(1e300, 1.0);
        assert_eq!(tally.total(), 20_001.0);
        assert_eq!(tally.entries().iter().map(|e| e.1).sum::<f64>(), 20_001.0);
        assert!(tally.entries().len() <= BINS);
    }

    #[test]
    fn two_tallies_share_their_bars() {
        let (mut a, mut b) = (Tally::default(), Tally::default());
        [1.0, 2.0, 3.0, 2.5].iter().for_each(|&e| a.add(e, 0.25));
        [2.0 + 1e-12, 3.0 - 1e-12].iter().for_each(|&e| b.add(e, 1.0));
        let bars = bars(&[&a, &b], 48).expect("bars");
        assert_eq!(bars.width, 1.0f64.min(bars.width));
        let at = |e: f64| bars.centres.iter().position(|c| (c - e).abs() <= bars.width / 2.0).expect("a bar");
        assert_eq!(bars.parts[1][at(2.0)], 0.5);
        assert_eq!(bars.parts[1][at(3.0)], 0.5);
        assert_eq!(bars.parts[0].iter().sum::<f64>(), 1.0);
    }
}
