//! The only place with exponentials and logarithms: pure Rust, the same bits on every target.
//!
//! The double-precision functions come from the `libm` crate (a port of musl in plain Rust). The single-precision
//! [`sigmoid`] is our own polynomial of `+ − × ÷`, so that loops over it vectorise, natively and in wasm alike.

/// `exp(x)`, double precision.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// `ln(x)`, double precision; `−∞` at 0, NaN below.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `ln(1 + x)`, double precision, accurate near 0.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// `cos(x)`, double precision.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// `softplus(x) = ln(1 + exp(x))`, without overflow: about `x` for large `x`, about `exp(x)` for very negative `x`.
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + ln_1p(exp(-x.abs()))
}

/// `sigmoid(x) = 1/(1 + exp(−x))`, double precision, for estimates and exact work.
pub fn sigmoid64(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// `ln Σ_i exp(x_i)`, shifted by the largest term; `−∞` for an empty slice.
pub fn log_sum_exp(terms: &[f64]) -> f64 {
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + ln(terms.iter().map(|x| exp(x - largest)).sum())
}

/// `Σ_i softplus(x_i)`, double precision: `Σ max(x_i, 0) + ln Π (1 + exp(−|x_i|))`, one logarithm for 512 units.
///
/// Each factor lies in (1, 2], so that the product of 512 stays below 2⁵¹². Accurate to about 1e-13 of the sum.
pub fn softplus_sum(fields: &[f64]) -> f64 {
    let mut sum = 0.0;
    for chunk in fields.chunks(512) {
        // Four partial products and sums, so that the loop vectorises.
        let (mut positive, mut product) = ([0.0; 4], [1.0; 4]);
        let mut quads = chunk.chunks_exact(4);
        for quad in &mut quads {
            for lane in 0..4 {
                positive[lane] += quad[lane].max(0.0);
                product[lane] *= 1.0 + exp_negative(-quad[lane].abs());
            }
        }
        for &x in quads.remainder() {
            positive[0] += x.max(0.0);
            product[0] *= 1.0 + exp_negative(-x.abs());
        }
        sum += (positive[0] + positive[1]) + (positive[2] + positive[3]);
        sum += ln((product[0] * product[1]) * (product[2] * product[3]));
    }
    sum
}

/// `exp(x)` for `x ≤ 0` by `+ − ×` alone, relative error below 1e-14 (below −700: that of `exp(−700)`, about 0).
#[inline(always)]
fn exp_negative(x: f64) -> f64 {
    const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5 × 2⁵²
    let x = x.max(-700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * 0.693_147_180_369_123_8) - n * 1.908_214_929_270_587_7e-10;
    let mut p = 1.0 / 479_001_600.0;
    for factorial in [39_916_800.0, 3_628_800.0, 362_880.0, 40_320.0, 5_040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0] {
        p = p * r + 1.0 / factorial;
    }
    p * f64::from_bits((shifted.to_bits() << 52).wrapping_add(0x3ff0_0000_0000_0000))
}

/// Adding this to a small float rounds it to an integer and leaves that integer in the low mantissa bits.
const ROUND: f32 = 12_582_912.0; // 1.5 × 2²³

/// `exp(x)`, single precision, for `|x| ≤ 87` (clamped beyond); relative error below 3e-7.
///
/// `x = n ln 2 + r` with `|r| ≤ ½ ln 2`; a polynomial of degree 6 gives `exp(r)`, the exponent's bits give `2ⁿ`.
#[inline(always)]
fn exp_f32(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    // ln 2 in two parts, so that r is accurate.
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let p = 1.0 / 720.0;
    let p = p * r + 1.0 / 120.0;
    let p = p * r + 1.0 / 24.0;
    let p = p * r + 1.0 / 6.0;
    let p = p * r + 0.5;
    let p = p * r + 1.0;
    let p = p * r + 1.0;
    let exponent = (shifted.to_bits() << 23).wrapping_add(0x3f80_0000);
    p * f32::from_bits(exponent)
}

/// `sigmoid(x) = 1/(1 + exp(−x))`, single precision; relative error below 5e-7, never 0, at most 1.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp_f32(-x))
}

/// The number that a text says, rounded correctly; the same on every target. (The standard library's reader brings a table of 10 kB into
/// the page.)
pub fn read(text: &str) -> Option<f64> {
    lexical_parse_float::FromLexical::from_lexical(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_agrees_with_double_precision() {
        for step in -100_000..=100_000 {
            let x = step as f32 * 9e-4;
            let exact = sigmoid64(f64::from(x));
            let error = (f64::from(sigmoid(x)) - exact).abs() / exact;
            assert!(error < 5e-7 || exact < 2e-38, "x = {x}: relative error {error}");
        }
        assert_eq!(sigmoid(f32::INFINITY), 1.0);
        assert!(sigmoid(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn softplus_at_the_ends() {
        assert_eq!(softplus(0.0), std::f64::consts::LN_2);
        assert_eq!(softplus(800.0), 800.0);
        assert!(softplus(-800.0) < 1e-300);
    }

    #[test]
    fn softplus_sum_is_the_sum_of_softplus() {
        for len in [0, 1, 3, 4, 511, 513, 1200] {
            let fields: Vec<f64> = (0..len).map(|i| f64::from(i * 37 % 997) * 0.11 - 50.0).collect();
            let plain: f64 = fields.iter().map(|&x| softplus(x)).sum();
            assert!((softplus_sum(&fields) - plain).abs() <= 1e-12 * plain.max(1.0), "{len} fields");
        }
        assert_eq!(softplus_sum(&[-1e9, 1e9]), 1e9);
    }

    #[test]
    fn log_sum_exp_does_not_overflow() {
        assert!((log_sum_exp(&[1000.0, 1000.0]) - 1000.0 - std::f64::consts::LN_2).abs() < 1e-12);
        assert_eq!(log_sum_exp(&[]), f64::NEG_INFINITY);
    }
}
