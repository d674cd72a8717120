//! Bars and stripes on an n × n grid: every pattern of whole columns (bars) or whole rows (stripes), each once.
//!
//! The `2ⁿ⁺¹ − 2` distinct patterns have equal weight; all empty and all full belong to both kinds and count once.
//! MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, §43.

use super::{Dataset, Source};
use crate::registry::{Entry, Param, Values};

/// The registry's entry.
pub static ENTRY: Entry<Source> = Entry {
    id: "bars-and-stripes",
    title: "Bars and stripes",
    help: "All pictures of whole rows or whole columns, equally likely.",
    params: &[Param::int("n", "Side n", 2, 8, 4).unit("pixels")],
    build: Source {
        file: None,
        size: |values| (side(values), side(values)),
        pictures: |values| count(side(values)),
        build: |values, _| Ok(patterns(side(values))),
    },
};

fn side(values: &dyn Values) -> usize {
    values.int("n") as usize
}

/// Distinct patterns.
fn count(n: usize) -> usize {
    (1 << (n + 1)) - 2
}

/// The patterns: stripes by their bit code, then the bars that are not stripes too.
fn patterns(n: usize) -> Dataset {
    let mut pixels = Vec::new();
    for code in 0..1usize << n {
        pixels.extend((0..n * n).map(|i| (code >> (i / n) & 1) as u8));
    }
    for code in 1..(1usize << n) - 1 {
        pixels.extend((0..n * n).map(|i| (code >> (i % n) & 1) as u8));
    }
    Dataset::new(n, n, pixels, count(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_pattern_once() {
        for n in 2..=5 {
            let data = patterns(n);
            let distinct: BTreeSet<&[u8]> = (0..data.len()).map(|e| data.example(e)).collect();
            assert_eq!(distinct.len(), (1 << (n + 1)) - 2);
            assert_eq!(data.len(), distinct.len());
        }
    }
}
