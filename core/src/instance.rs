//! Instances from outside: edge lists in `rudy` form, as published for Max-Cut.
//!
//! `n m`, then `m` lines `i j w` with units from 1; a line without `w` means `w = 1`, one that begins with `#` is a remark; edges that
//! are there twice add up. The cut `Σ_{cut edges} w_ij` is
//! maximised: couplings are `−w`, so that `cut(σ) = (Σ w − E(σ))/2` without biases.

use crate::{
    error::Error,
    models::couplings::{Couplings, Edge},
};

/// Most units.
const UNITS: usize = 1 << 18;
/// Most edges.
const EDGES: usize = 1 << 22;

/// Weighted edges between units.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeList {
    /// How many units.
    pub units: usize,
    /// Edges by their weights `w` in single precision, the units from 0.
    pub edges: Vec<Edge>,
    /// The same weights as the file has them: cuts are sums of these.
    weights: Vec<f64>,
}

impl EdgeList {
    /// Reads the text of a file; an error names the line.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = |line: usize, why: &str| Error::BadInstance(crate::say!("line {0}: {1}", line + 1, why));
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let (at, first) = lines.next().ok_or_else(|| bad(0, &crate::say!("there is no 'n m'")))?;
        let sizes: Vec<usize> = first.split_whitespace().map_while(|w| w.parse().ok()).collect();
        let &[units, count] = sizes.as_slice() else {
            return Err(bad(at, &crate::say!("it must be 'n m', two whole numbers")));
        };
        if !(1..=UNITS).contains(&units) || count > EDGES {
            return Err(bad(at, &crate::say!("at most {0} units and {1} edges can be read", UNITS, EDGES)));
        }
        let (mut edges, mut weights) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (at, line) in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            if !(2..=3).contains(&words.len()) {
                return Err(bad(at, &crate::say!("it must be 'i j w'")));
            }
            let unit = |word: &str| match word.parse::<usize>() {
                Ok(i) if (1..=units).contains(&i) => Ok(i as u32 - 1),
                _ => Err(bad(
                    at,
                    &crate::say!("'{0}' is not a unit from 1 to {1}", word.chars().take(20).collect::<String>(), units),
                )),
            };
            let (a, b) = (unit(words[0])?, unit(words[1])?);
            let w = match words.get(2).copied().map(crate::num::read) {
                None => 1.0,
                Some(Some(w)) if w.abs() <= 1e9 => w,
                _ => return Err(bad(at, &crate::say!("the weight is not a number of at most 1e9"))),
            };
            if a == b {
                return Err(bad(at, &crate::say!("an edge must join two units")));
            }
            edges.push(Edge { i: a.min(b), j: a.max(b), w: w as f32 });
            weights.push(w);
        }
        if edges.len() != count {
            return Err(Error::BadInstance(crate::say!("there are {0} edges, line 1 says {1}", edges.len(), count)));
        }
        Ok(Self { units, edges, weights })
    }

    /// Couplings `−w`.
    pub fn couplings(&self) -> Couplings {
        Couplings::new(self.units, self.edges.iter().map(|e| Edge { w: -e.w, ..*e }))
    }

    /// The cut of a state of spins: the sum of the weights of edges between unequal spins.
    pub fn cut(&self, state: &[f32]) -> f64 {
        let cut = |e: &Edge| state[e.i as usize] != state[e.j as usize];
        self.edges.iter().zip(&self.weights).filter(|(e, _)| cut(e)).map(|(_, w)| w).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_cuts_two_edges() {
        let list = EdgeList::parse("3 3\n1 2 1\n2 3 2.5\n1 3\n").unwrap();
        assert_eq!(list.cut(&[1.0, -1.0, 1.0]), 3.5);
        assert_eq!(list.couplings().dense(), [0.0, -1.0, -1.0, -1.0, 0.0, -2.5, -1.0, -2.5, 0.0]);
    }

    /// Couplings are in single precision, which holds no such number; the cut is of the file's own.
    #[test]
    fn large_weights_are_cut_exactly() {
        let list = EdgeList::parse("# three edges\n4 3\n1 2 123456789\n2 3 16777217\n3 4 16777217\n").unwrap();
        assert_eq!(list.cut(&[1.0, -1.0, 1.0, -1.0]), 123_456_789.0 + 2.0 * 16_777_217.0);
    }

    #[test]
    fn errors_name_their_line() {
        let why = |text: &str| EdgeList::parse(text).unwrap_err().to_string();
        assert!(why("").contains("line 1"));
        assert!(why("2 1\n\n1 3 1").contains("line 3"));
        assert!(why("2 1\n1 1 1").contains("line 2"));
        assert!(why("2 1\n1 2 x").contains("line 2"));
        assert!(why("2 2\n1 2 1").contains("line 1 says 2"));
    }
}
