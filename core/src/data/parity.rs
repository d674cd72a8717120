//! Parity: the `2ⁿ⁻¹` patterns of n bits with an even number of ones, each once.
//!
//! Any n − 1 of the bits are independent and even coins; only all n together hold the rule, so that no model with pair
//! couplings of visible units alone can learn it for n > 2.

use super::{Dataset, Source};
use crate::registry::{Entry, Param};

/// The registry's entry.
pub static ENTRY: Entry<Source> = Entry {
    id: "parity",
    title: "Even parity",
    help: "All patterns of n bits with an even number of ones, equally likely.",
    params: &[Param::int("n", "Bits n", 2, 10, 6)],
    build: Source {
        file: None,
        size: |values| (1, values.int("n") as usize),
        pictures: |values| 1 << (values.int("n") - 1),
        build: |values, _| Ok(patterns(values.int("n") as usize)),
    },
};

/// The patterns by the code of their first n − 1 bits; the last bit makes the number of ones even.
fn patterns(n: usize) -> Dataset {
    let mut pixels = Vec::new();
    for code in 0..1u32 << (n - 1) {
        pixels.extend((0..n - 1).map(|i| (code >> i & 1) as u8));
        pixels.push((code.count_ones() % 2) as u8);
    }
    Dataset::new(1, n, pixels, 1 << (n - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_even_pattern_once() {
        for n in 2..=10 {
            let data = patterns(n);
            let distinct: BTreeSet<&[u8]> = (0..data.len()).map(|e| data.example(e)).collect();
            assert_eq!((data.len(), distinct.len(), data.visible()), (1 << (n - 1), 1 << (n - 1), n));
            assert!(distinct.iter().all(|bits| bits.iter().sum::<u8>() % 2 == 0));
        }
    }
}
