//! Random numbers against thresholds, and sums over many words, 256 lanes at once.

use super::word::{LANES, Word};
use crate::{num, rng::Planes};

/// Pairs of planes that are drawn before it is asked whether more are needed: fewer hardly ever decide all lanes.
const SURE: u32 = 5;
/// Binary digits of a sum of [`Tally`].
const DIGITS: usize = 32;

/// A probability as a threshold: `p ≈ t/2³²`, rounded to the nearest, so by at most 2⁻³³; 1 becomes 1 − 2⁻³².
pub fn threshold(p: f64) -> u32 {
    // Conversion saturates.
    (p * 4_294_967_296.0 + 0.5) as u32
}

/// `exp(−cost/T)` as a threshold.
pub fn boltzmann(cost: f64, temperature: f64) -> u32 {
    threshold(num::exp(-cost / temperature))
}

/// For every lane that is set in `open`: is a fresh random number of 32 bits below the lane's threshold?
///
/// The threshold is `base`, or, in a lane of a mask, `base ^ difference` of that mask; no open lane is in two masks. Lanes that
/// are not open are 0. Bit planes of the random numbers are drawn from the highest on, 256 independent bits each, and compared
/// until every lane is decided: half of those left are decided by each plane, so that about ten planes do instead of 32. A
/// number is below its threshold exactly if, at the first digit where they differ, the threshold has the 1.
#[inline(always)]
pub fn below<const K: usize>(planes: &mut Planes, mut open: Word, mut base: u32, masks: [(Word, u32); K]) -> Word {
    let mut differences = masks.map(|(_, difference)| difference);
    let mut below = Word::all(false);
    for pair in 1..=u32::BITS / 2 {
        for random in planes.pair() {
            let mut threshold = highest(base);
            for k in 0..K {
                threshold ^= masks[k].0 & highest(differences[k]);
                differences[k] <<= 1;
            }
            base <<= 1;
            let decided = open & (Word::new(random) ^ threshold);
            below = below | (decided & threshold);
            open = open & !decided;
        }
        if pair >= SURE && !open.any() {
            break;
        }
    }
    below
}

/// All bits equal to the highest of `x`.
#[inline(always)]
fn highest(x: u32) -> Word {
    Word::all(x >> 31 == 1)
}

/// Adds three bits in every lane: the sum's lower digit and its upper one.
#[inline(always)]
pub fn add(a: Word, b: Word, c: Word) -> (Word, Word) {
    let either = a ^ b;
    (either ^ c, (a & b) | (either & c))
}

/// Words two by two, as [`Tally`] takes them; the last one of an odd number with zeros.
#[inline(always)]
pub fn pairs(words: &[Word]) -> impl Iterator<Item = (Word, Word)> + '_ {
    words.chunks(2).map(|pair| (pair[0], pair.get(1).copied().unwrap_or(Word::all(false))))
}

/// Counts set bits over many words, lane by lane: a binary number for each lane, digit by digit in a word.
///
/// Carry-save addition: a digit keeps a sum; with it, two words make a new sum and one word for the next digit, which waits
/// there until a second one comes. Which digits have a word waiting is the binary form of how many pairs came in. Harley &
/// Seal, in Warren 2012, *Hacker's Delight*, 5–1.
#[derive(Clone)]
pub struct Tally {
    pairs: u32,
    waiting: [Word; DIGITS],
    sums: [Word; DIGITS],
}

impl Tally {
    /// Nothing counted.
    pub fn new() -> Self {
        let nothing = [Word::all(false); DIGITS];
        Self { pairs: 0, waiting: nothing, sums: nothing }
    }

    /// Counts two words.
    #[inline(always)]
    pub fn add(&mut self, one: Word, other: Word) {
        let mut carry;
        (self.sums[0], carry) = add(self.sums[0], one, other);
        // Digit d + 1 has a word waiting where bit d of the number of pairs is 1.
        let mut digit = 1;
        while self.pairs >> (digit - 1) & 1 == 1 {
            (self.sums[digit], carry) = add(self.sums[digit], self.waiting[digit], carry);
            digit += 1;
        }
        self.waiting[digit] = carry;
        self.pairs += 1;
    }

    /// The digits of every lane's count, the lowest first: as many words as a count may need.
    pub fn digits(&self) -> Vec<Word> {
        let needed = (u32::BITS - self.pairs.leading_zeros()) as usize + 1;
        let mut digits = self.sums[..needed].to_vec();
        for digit in (1..needed).filter(|digit| self.pairs >> (digit - 1) & 1 == 1) {
            // What waits is added with its carry; the count of a lane is at most twice `pairs`: no carry is left over.
            let mut carry = self.waiting[digit];
            for sum in &mut digits[digit..] {
                (*sum, carry) = (*sum ^ carry, *sum & carry);
            }
        }
        digits
    }

    /// The count of all lanes of `live` together.
    pub fn total(&self, live: Word) -> u64 {
        let digits = self.digits().into_iter().enumerate();
        digits.map(|(digit, word)| u64::from((word & live).count()) << digit).sum()
    }

    /// The counts lane by lane.
    pub fn counts(&self) -> [u32; LANES] {
        let mut counts = [0; LANES];
        for (digit, word) in self.digits().into_iter().enumerate() {
            for (part, bits) in counts.chunks_exact_mut(32).zip(word.numbers()) {
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
