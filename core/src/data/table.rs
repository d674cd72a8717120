//! A table of probabilities over the `2ⁿ` states of n bits: every state is an example, weighted by its probability.
//!
//! States are in the order of their binary numbers, unit 1 first: 00, 01, 10, 11. Weights are `target` divided by its sum. Nothing is
//! drawn, so that rules that take all data have the target's exact expectations; mini-batches hold states in proportion.

use super::{Dataset, Source};
use crate::registry::{Entry, Param, Values};

/// Most bits.
const BITS: u32 = 8;
/// What an empty text means.
const DEFAULT: [f64; 4] = [1.0; 4];

/// The registry's entry.
pub static ENTRY: Entry<Source> = Entry {
    id: "table",
    title: "A table of probabilities",
    help: "All states of a few bits, each with the probability that you give it.",
    params: &[Param::text("target", "Target probabilities")
        .help("Of all states by their binary numbers, such as 00,01,10,11: 4, 8 … 256 numbers with commas between. Empty: two even bits.")],
    build: Source {
        file: None,
        size: |values| (1, bits(&weights(values))),
        pictures: |values| weights(values).len(),
        build: |values, _| Ok(table(&weights(values))),
    },
};

/// Numbers of states of whole bits, none negative and not all 0; `None` where that is not what the text is.
pub fn read(text: &str) -> Option<Vec<f64>> {
    let number = |part: &str| crate::num::read(part.trim()).filter(|x| (0.0..=1e6).contains(x));
    let numbers: Vec<f64> = text.split(',').take((1 << BITS) + 1).map(number).collect::<Option<_>>()?;
    let fits = numbers.len() > 1 && numbers.len() <= 1 << BITS && numbers.len().is_power_of_two();
    (fits && numbers.iter().sum::<f64>() > 0.0).then_some(numbers)
}

fn weights(values: &dyn Values) -> Vec<f64> {
    read(&values.code("target")).unwrap_or_else(|| DEFAULT.to_vec())
}

fn bits(weights: &[f64]) -> usize {
    weights.len().trailing_zeros() as usize
}

fn table(weights: &[f64]) -> Dataset {
    let n = bits(weights);
    let pixels = (0..weights.len() * n).map(|k| ((k / n) >> (n - 1 - k % n) & 1) as u8).collect();
    Dataset::new(1, n, pixels, weights.len()).weighted(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_come_by_their_binary_numbers_with_their_parts() {
        let data = table(&[1.0, 0.0, 2.0, 5.0, 0.0, 0.0, 0.0, 2.0]);
        let states: Vec<&[u8]> = (0..8).map(|e| data.example(e)).collect();
        assert_eq!(states[1..4], [[0, 0, 1], [0, 1, 0], [0, 1, 1]]);
        assert_eq!((data.part(0), data.part(1), data.part(3)), (0.1, 0.0, 0.5));
        assert_eq!(data.distinct().iter().map(|d| d.0).collect::<Vec<_>>().len(), 4);
        assert!((data.distinct().iter().map(|d| d.1).sum::<f64>() - 1.0).abs() < 1e-15);
        // Unit 1 is on in state 7 only, unit 2 in 2, 3, 7.
        let means = data.marginals();
        assert!(means.iter().zip([0.2, 0.9, 0.7]).all(|(m, p)| (m - p).abs() < 1e-15), "{means:?}");
    }

    /// Whatever the offset, each state comes a whole number of times next to its part of the batch.
    #[test]
    fn batches_are_in_proportion() {
        let data = table(&[0.375, 0.125, 0.0, 0.5]);
        for count in [1, 7, 8, 100] {
            for offset in [0.0, 0.3, 0.5, 0.999_999] {
                let batch = data.in_proportion(count, offset);
                assert_eq!(batch.len(), count);
                for e in 0..4 {
                    let met = batch.iter().filter(|b| **b == e).count() as f64;
                    assert!((met - data.part(e as usize) * count as f64).abs() < 1.0, "{count} {offset} {batch:?}");
                }
                assert!(!batch.contains(&2));
            }
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for text in ["", "1", "1,2,3", "0,0", "1,-1", "1,nan", "1,inf", "1,x", "1,,1,1", "1e7,1"] {
            assert_eq!(read(text), None, "{text}");
        }
        let long = vec!["1"; 512].join(",");
        assert_eq!(read(&long), None);
        assert_eq!(read(" 0.5, 0.5"), Some(vec![0.5, 0.5]));
    }
}
