//! Mini-batches of training examples, in an order that depends on the seed alone.

use crate::{data::Dataset, rng::Rng};
use std::rc::Rc;

/// The examples of a data set, a mini-batch at a time. Where examples have weights, as often as those say; else in an endless
/// sequence of shuffled epochs.
pub struct Batches {
    data: Rc<Dataset>,
    seed: u64,
    epoch: u64,
    examples: Vec<u32>,
    next: usize,
}

impl Batches {
    /// The first epoch's order is the stream (seed, `order`, 0).
    pub fn new(data: Rc<Dataset>, seed: u64) -> Self {
        let mut batches = Self { examples: Vec::new(), data, seed, epoch: 0, next: 0 };
        batches.shuffle();
        batches
    }

    /// What the examples are of.
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    fn shuffle(&mut self) {
        self.examples = (0..self.data.training() as u32).collect();
        Rng::stream(self.seed, "order", self.epoch).shuffle(&mut self.examples);
    }

    /// The next `len` examples, for the update number `step`.
    pub fn next(&mut self, len: usize, step: u64) -> Vec<u32> {
        if self.data.is_weighted() {
            return self.data.in_proportion(len, f64::from(Rng::stream(self.seed, "order", step).uniform()));
        }
        let mut batch = Vec::with_capacity(len);
        while batch.len() < len && !self.examples.is_empty() {
            if self.next == self.examples.len() {
                self.epoch += 1;
                self.next = 0;
                self.shuffle();
            }
            let take = (len - batch.len()).min(self.examples.len() - self.next);
            batch.extend_from_slice(&self.examples[self.next..self.next + take]);
            self.next += take;
        }
        batch
    }
}
