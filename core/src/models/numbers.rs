//! Lists of numbers as links hold them: `0.5,-1,2`.

use crate::{error::Error, num, registry::Values, say};

/// No coupling and no bias that is set by hand is larger in size.
pub const LARGEST: f32 = 1000.0;

/// Reads at most `most` numbers, none larger in size than `size`; says what is wrong with the text.
pub fn read(text: &str, most: usize, size: f32) -> Result<Vec<f32>, String> {
    let number = |part: &str| match num::read(part.trim()).map(|x| x as f32) {
        Some(x) if x.abs() <= size => Ok(x + 0.0),
        _ => Err(say!("'{0}' is not a number of at most {1}", part.trim().chars().take(20).collect::<String>(), size)),
    };
    text.split(',').take(most + 1).map(number).collect()
}

/// Reads exactly `count` numbers.
pub fn exactly(text: &str, count: usize, size: f32) -> Result<Vec<f32>, String> {
    let numbers = read(text, count, size)?;
    if numbers.len() == count { Ok(numbers) } else { Err(say!("there must be {0} numbers, commas between", count)) }
}

/// The numbers that are set by hand under a key; `None` where nothing is.
pub fn given(values: &dyn Values, (key, count): (&'static str, usize)) -> Result<Option<Vec<f32>>, Error> {
    let text = values.code(key);
    let read = || exactly(&text, count, LARGEST).map_err(|why| Error::Value { key, why });
    if text.is_empty() { Ok(None) } else { read().map(Some) }
}

/// Writes them, each in the shortest form that reads back to the same number.
pub fn write(numbers: &[f32]) -> String {
    numbers.iter().map(f32::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_round_trip() {
        let numbers = vec![0.1, -2.0, 0.0, 1e-7, 3.25];
        assert_eq!(exactly(&write(&numbers), 5, 10.0), Ok(numbers));
        assert_eq!(read(" 1 , -0", 5, 10.0).map(|x| write(&x)), Ok("1,0".into()));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for text in ["", "1,", ",1", "1;2", "1,nan", "inf,1", "1,11", "0x1,2", "1,2,3", "1"] {
            assert!(exactly(text, 2, 10.0).is_err(), "{text}");
        }
    }
}
