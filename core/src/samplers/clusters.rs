//! Sets of units that belong together: union–find, for moves of whole clusters.

/// Disjoint sets of `n` units.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    parents: Vec<u32>,
}

impl Clusters {
    /// Every unit by itself.
    pub fn reset(&mut self, n: usize) {
        self.parents.clear();
        self.parents.extend(0..n as u32);
    }

    /// The unit that stands for the set of `i`.
    pub fn root(&mut self, i: usize) -> usize {
        let mut i = i as u32;
        while self.parents[i as usize] != i {
            let up = self.parents[self.parents[i as usize] as usize];
            self.parents[i as usize] = up;
            i = up;
        }
        i as usize
    }

    /// Makes one set of two; the smaller root stands for it, so that the result does not depend on the order.
    pub fn join(&mut self, i: usize, j: usize) {
        let (a, b) = (self.root(i), self.root(j));
        self.parents[a.max(b)] = a.min(b) as u32;
    }
}
