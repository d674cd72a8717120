//! Numbers as text: for a link, and for people, who see a true minus sign where a link has a hyphen.

/// A number with at most so many digits after the point, without zeros at its end, as a link has it.
pub fn short(x: f64, digits: usize) -> String {
    let text = format!("{x:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

/// Numbers with commas between, as a link has them.
#[inline(never)]
pub fn list(numbers: &[f64], digits: usize) -> String {
    let mut text = String::new();
    for (k, &x) in numbers.iter().enumerate() {
        if k > 0 {
            text.push(',');
        }
        text += &short(x, digits);
    }
    text
}

/// The same as [`short`] for people.
pub fn told(x: f64, digits: usize) -> String {
    signed(&short(x, digits))
}

/// A number with just so many digits after the point, for people; what is zero then has no sign.
pub fn fixed(x: f64, digits: usize) -> String {
    let text = format!("{x:.digits$}");
    let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    signed(if zero { text.trim_start_matches('-') } else { &text })
}

/// A written number with a true minus sign.
pub fn signed(number: &str) -> String {
    number.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_asked_and_zero_has_no_sign() {
        assert_eq!([short(1.50, 4), short(-0.00001, 4), short(-120.0, 0)], ["1.5", "0", "-120"]);
        assert_eq!(list(&[-1.0, 0.25], 3), "-1,0.25");
        assert_eq!([told(-1.5, 2), fixed(-0.0001, 2), fixed(-1.0, 1)], ["−1.5", "0.00", "−1.0"]);
    }
}
