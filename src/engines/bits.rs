//! Spins as bits, 256 to a word: the comparison of random numbers with thresholds, and sums over many words, lane by lane.
//!
//! A lane is one bit of a word, `0` for −1 and `1` for +1. All is plain logic over `[u32; 8]`, which compilers turn into
//! vector code natively and in wasm, with the same bits.

use crate::{num, rng::Planes};

/// Bits of a word.
pub const LANES: usize = 256;
/// One bit for each of 256 lanes; lane `l` is bit `l % 32` of number `l / 32`.
pub type Word = [u32; 8];
/// No bit set.
pub const ZERO: Word = [0; 8];
/// Pairs of planes that are drawn before it is asked whether more are needed: fewer hardly ever decide all lanes.
const SURE: u32 = 4;
/// Binary digits of a sum of [`Tally`].
const DIGITS: usize = 28;

/// A probability as a threshold: `p ≈ t/2³²`, rounded to the nearest, so by at most 2⁻³³; 1 becomes 1 − 2⁻³².
pub fn threshold(p: f64) -> u32 {
    // Conversion saturates.
    (p * 4_294_967_296.0 + 0.5) as u32
}

/// `exp(−cost/T)` as a threshold.
pub fn boltzmann(cost: f64, temperature: f64) -> u32 {
    threshold(num::exp(-cost / temperature))
}

/// Whether no bit is set.
#[inline(always)]
fn is_zero(word: &Word) -> bool {
    word.iter().fold(0, |any, x| any | x) == 0
}

/// For every lane that is set in `open`: is a fresh random number of 32 bits below the lane's threshold?
///
/// The threshold is `base`, or, in a lane of a mask, `base ^ difference` of that mask; no lane is in two masks. Lanes that are
/// not open are 0. Bit planes of the random numbers are drawn from the highest on, 256 independent bits each, and compared
/// until every lane is decided: half of those left are decided by each plane, so that about ten planes do instead of 32. A
/// number is below its threshold exactly if, at the first digit where they differ, the threshold has the 1.
#[inline(always)]
pub fn below<const K: usize>(planes: &mut Planes, mut open: Word, mut base: u32, masks: [(Word, u32); K]) -> Word {
    let mut differences = masks.map(|(_, difference)| difference);
    let mut below = ZERO;
    for pair in 1..=u32::BITS / 2 {
        for random in planes.pair() {
            let digit = splat(base);
            let digits = differences.map(splat);
            for l in 0..8 {
                let mut threshold = digit;
                for k in 0..K {
                    threshold ^= masks[k].0[l] & digits[k];
                }
                let decided = open[l] & (random[l] ^ threshold);
                below[l] |= decided & threshold;
                open[l] &= !decided;
            }
            base <<= 1;
            differences = differences.map(|d| d << 1);
        }
        if pair >= SURE && is_zero(&open) {
            break;
        }
    }
    below
}

/// All bits equal to the highest of `x`.
#[inline(always)]
fn splat(x: u32) -> u32 {
    ((x as i32) >> 31) as u32
}

/// Counts set bits over many words, lane by lane: a binary number for each lane, digit by digit in a word.
///
/// Carry-save addition: a digit keeps a sum and, while an odd number of words has come in, one word that waits for its
/// partner; two words and the sum make a new sum and one word for the next digit. Which digits have a word waiting is the
/// binary form of how many words came in. Harley & Seal, in Warren 2012, *Hacker's Delight*, 5–1.
#[derive(Clone)]
pub struct Tally {
    words: u32,
    waiting: [Word; DIGITS],
    sums: [Word; DIGITS],
}

impl Tally {
    /// Nothing counted.
    pub fn new() -> Self {
        Self { words: 0, waiting: [ZERO; DIGITS], sums: [ZERO; DIGITS] }
    }

    /// Counts one word.
    #[inline(always)]
    pub fn add(&mut self, mut word: Word) {
        let mut digit = 0;
        while self.words >> digit & 1 == 1 {
            let (sum, waiting) = (&mut self.sums[digit], &self.waiting[digit]);
            for l in 0..8 {
                let (a, b, c) = (sum[l], waiting[l], word[l]);
                let either = a ^ b;
                sum[l] = either ^ c;
                word[l] = (a & b) | (either & c);
            }
            digit += 1;
        }
        self.waiting[digit] = word;
        self.words += 1;
    }

    /// The digits of every lane's count, the lowest first: as many words as a count may need.
    pub fn digits(&self) -> Vec<Word> {
        let needed = (u32::BITS - self.words.leading_zeros()) as usize;
        let mut digits = self.sums[..needed].to_vec();
        for digit in (0..needed).filter(|digit| self.words >> digit & 1 == 1) {
            // What waits is added with its carry; the count of a lane is at most `words`, so that no carry is left over.
            let mut carry = self.waiting[digit];
            for sum in &mut digits[digit..] {
                for l in 0..8 {
                    (sum[l], carry[l]) = (sum[l] ^ carry[l], sum[l] & carry[l]);
                }
            }
        }
        digits
    }

    /// The count of all lanes of `live` together.
    pub fn total(&self, live: &Word) -> u64 {
        let ones = |word: &Word| word.iter().zip(live).map(|(x, m)| u64::from((x & m).count_ones())).sum::<u64>();
        self.digits().iter().enumerate().map(|(digit, word)| ones(word) << digit).sum()
    }

    /// The counts lane by lane.
    pub fn counts(&self) -> [u32; LANES] {
        let mut counts = [0; LANES];
        for (digit, word) in self.digits().iter().enumerate() {
            for (part, &bits) in counts.chunks_exact_mut(32).zip(word) {
                for (bit, count) in part.iter_mut().enumerate() {
                    *count |= (bits >> bit & 1) << digit;
                }
            }
        }
        counts
    }
}

impl Default for Tally {
    fn default() -> Self {
        Self::new()
    }
}

/// The first `n` lanes.
pub fn first_lanes(n: usize) -> Word {
    std::array::from_fn(|k| (0..32).filter(|bit| k * 32 + bit < n).fold(0, |word, bit| word | 1 << bit))
}

/// Bit `lane` of a word.
pub fn lane(word: &Word, lane: usize) -> bool {
    word[lane / 32] >> (lane % 32) & 1 == 1
}

/// Lane `l` of the result is lane `l − by` of the word, 0 where there is none. `by < 256`.
pub fn up(word: &Word, by: usize) -> Word {
    let (numbers, bits) = (by / 32, by % 32);
    let at = |k: usize| if k >= numbers { u64::from(word[k - numbers]) } else { 0 };
    std::array::from_fn(|k| {
        let lower = if k > 0 { at(k - 1) } else { 0 };
        (((at(k) << 32 | lower) << bits) >> 32) as u32
    })
}

/// Lane `l` of the result is lane `l + by` of the word, 0 where there is none. `by < 256`.
pub fn down(word: &Word, by: usize) -> Word {
    let (numbers, bits) = (by / 32, by % 32);
    let at = |k: usize| if k + numbers < 8 { u64::from(word[k + numbers]) } else { 0 };
    std::array::from_fn(|k| ((at(k + 1) << 32 | at(k)) >> bits) as u32)
}
