//! Examples by hand: each a word of signs, one a visible unit, `1011,0110`; all for training.

use super::{Dataset, Source};
use crate::registry::{Entry, Param, Values};

/// Most visible units.
const LONGEST: usize = 1024;
/// Most examples.
const MOST: usize = 1024;
/// What there is where none is given.
const ONE: &str = "1011";

/// The registry's entry.
pub static ENTRY: Entry<Source> = Entry {
    id: "examples",
    title: "Examples by hand",
    help: "One or a few examples, written out.",
    params: &[Param::text("examples", "Examples")
        .help("One sign a unit, 1 on, 0 off, commas between examples, all of one length. Empty: 1011.")],
    build: Source {
        file: None,
        size: |values| (1, given(values)[0].len()),
        pictures: |values| given(values).len(),
        build: |values, _| {
            let examples = given(values);
            Ok(Dataset::new(1, examples[0].len(), examples.concat(), examples.len()))
        },
    },
};

/// The examples of a text, pixels 0 and 1; `None` if it is no such list: a sign that is neither, lengths that differ, too many.
pub fn read(text: &str) -> Option<Vec<Vec<u8>>> {
    let example = |word: &str| word.bytes().map(|sign| (sign | 1 == b'1').then(|| sign - b'0')).collect::<Option<_>>();
    let examples: Vec<Vec<u8>> = text.split(',').take(MOST + 1).map(example).collect::<Option<_>>()?;
    let length = examples[0].len();
    let fits = (1..=LONGEST).contains(&length) && examples.len() <= MOST && examples.iter().all(|e| e.len() == length);
    fits.then_some(examples)
}

/// The examples of an experiment; never empty.
fn given(values: &dyn Values) -> Vec<Vec<u8>> {
    read(&values.code("examples")).or_else(|| read(ONE)).unwrap_or_else(|| vec![vec![1]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_list_of_examples_is_refused() {
        assert_eq!(read("10,01"), Some(vec![vec![1, 0], vec![0, 1]]));
        for text in
            ["", ",", "1,", "10,1", "12", "1 0", "10;01", "−1", &"1".repeat(LONGEST + 1), &["1"; MOST + 1].join(",")]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
