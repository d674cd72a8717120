//! The shifter ensemble: n bits, the same bits shifted in a ring by −1, 0 or +1, and three label bits that say which.
//!
//! Every pair of a pattern and a shift once, `3 · 2ⁿ` examples of `2n + 3` units. Second-order statistics of the two
//! rows say nothing of the shift; hidden units must find it. Hinton & Sejnowski 1986, *Parallel Distributed
//! Processing*, ch. 7.

use super::{Dataset, Source};
use crate::registry::{Entry, Param};

/// The registry's entry.
pub static ENTRY: Entry<Source> = Entry {
    id: "shifter",
    title: "Shifter",
    help: "n bits, the same bits shifted in a ring by −1, 0 or +1, and three label bits for the shift.",
    params: &[Param::int("n", "Bits n", 3, 8, 8)],
    build: Source {
        file: None,
        size: |values| (1, 2 * values.int("n") as usize + 3),
        pictures: |values| 3 << values.int("n"),
        build: |values, _| Ok(patterns(values.int("n") as usize)),
    },
};

/// Bit `(i + shift) mod n` of the second row is bit i of the first; the labels are −1, 0, +1 in this order.
fn patterns(n: usize) -> Dataset {
    let mut pixels = Vec::new();
    for code in 0..1u32 << n {
        for label in 0..3 {
            let bit = |i: usize| (code >> (i % n) & 1) as u8;
            pixels.extend((0..n).map(bit));
            // The shift is label − 1.
            pixels.extend((0..n).map(|i| bit(i + n + 1 - label)));
            pixels.extend((0..3).map(|l| u8::from(l == label)));
        }
    }
    Dataset::new(1, 2 * n + 3, pixels, 3 << n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_pattern_with_every_shift_once() {
        for n in 3..=8 {
            let data = patterns(n);
            let distinct: BTreeSet<&[u8]> = (0..data.len()).map(|e| data.example(e)).collect();
            assert_eq!((data.len(), distinct.len(), data.visible()), (3 << n, 3 << n, 2 * n + 3));
            for bits in distinct {
                let (first, rest) = bits.split_at(n);
                let (second, label) = rest.split_at(n);
                assert_eq!(label.iter().sum::<u8>(), 1);
                let moved: Vec<u8> = match label {
                    [1, 0, 0] => (0..n).map(|i| first[(i + 1) % n]).collect(),
                    [0, 1, 0] => first.to_vec(),
                    _ => (0..n).map(|i| first[(i + n - 1) % n]).collect(),
                };
                assert_eq!(second, moved);
            }
        }
    }
}
