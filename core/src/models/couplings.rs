//! Symmetric couplings `w_ij = w_ji` without a diagonal, as a list of neighbours a unit (compressed rows).

/// One pair of units and their coupling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The smaller unit.
    pub i: u32,
    /// The larger unit.
    pub j: u32,
    /// `w_ij`.
    pub w: f32,
}

/// The entries in the order of their keys below `n`, those of one key as they stood.
fn bucketed(n: usize, entries: Vec<(u32, u32, f32)>, key: fn(&(u32, u32, f32)) -> u32) -> Vec<(u32, u32, f32)> {
    let mut places = vec![0; n + 1];
    entries.iter().for_each(|e| places[key(e) as usize + 1] += 1);
    for k in 0..n {
        places[k + 1] += places[k];
    }
    let mut sorted = vec![(0, 0, 0.0); entries.len()];
    for entry in entries {
        let place = &mut places[key(&entry) as usize];
        sorted[*place] = entry;
        *place += 1;
    }
    sorted
}

/// Couplings of `n` units; a pair that is given more than once has the sum of its couplings.
#[derive(Clone, Debug, PartialEq)]
pub struct Couplings {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f32>,
}

impl Couplings {
    /// From pairs in any order, `i ≠ j`, both below `n`.
    pub fn new(n: usize, edges: impl IntoIterator<Item = Edge>) -> Self {
        let mut both: Vec<(u32, u32, f32)> =
            edges.into_iter().flat_map(|e| [(e.i, e.j, e.w), (e.j, e.i, e.w)]).collect();
        // By (i, j), edges of one pair in the order given: counting sorts, the last by i.
        both = bucketed(n, both, |e| e.1);
        both = bucketed(n, both, |e| e.0);
        both.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 += next.2;
            }
            same
        });
        let mut starts = vec![0; n + 1];
        for &(i, _, _) in &both {
            starts[i as usize + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        Self { starts, neighbours: both.iter().map(|e| e.1).collect(), weights: both.iter().map(|e| e.2).collect() }
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.starts.len() - 1
    }

    /// Neighbours of unit `i`, ascending, with their couplings.
    #[inline]
    pub fn of(&self, i: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let range = self.starts[i]..self.starts[i + 1];
        self.neighbours[range.clone()].iter().zip(&self.weights[range]).map(|(&j, &w)| (j as usize, w))
    }

    /// Every pair once, `i < j`, ascending.
    pub fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        (0..self.units()).flat_map(move |i| {
            self.of(i).filter(move |&(j, _)| j > i).map(move |(j, w)| Edge { i: i as u32, j: j as u32, w })
        })
    }

    /// `n × n`, row-major.
    pub fn dense(&self) -> Vec<f32> {
        let n = self.units();
        let mut w = vec![0.0; n * n];
        for i in 0..n {
            self.of(i).for_each(|(j, value)| w[i * n + j] = value);
        }
        w
    }

    /// `Σ_j w_ij σ_j`.
    #[inline]
    pub fn field(&self, i: usize, state: &[f32]) -> f64 {
        self.of(i).map(|(j, w)| f64::from(w) * f64::from(state[j])).sum()
    }

    /// Two sets without couplings inside a set, the one with unit 0 first; `None` if there is an odd ring.
    pub fn two_colours(&self) -> Option<[Vec<usize>; 2]> {
        let n = self.units();
        let mut colour: Vec<Option<bool>> = vec![None; n];
        let mut stack = Vec::new();
        for first in 0..n {
            if colour[first].is_none() {
                colour[first] = Some(false);
                stack.push(first);
            }
            while let Some(i) = stack.pop() {
                let other = colour[i].map(|c| !c);
                for (j, _) in self.of(i).filter(|(_, w)| *w != 0.0) {
                    if colour[j].is_none() {
                        colour[j] = other;
                        stack.push(j);
                    } else if colour[j] != other {
                        return None;
                    }
                }
            }
        }
        let of = |wanted: bool| (0..n).filter(|&i| colour[i] == Some(wanted)).collect();
        Some([of(false), of(true)])
    }
}
