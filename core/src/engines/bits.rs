//! Random numbers against thresholds, and sums over many words, 256 lanes at once.

use super::word::{LANES, Word};
use crate::{num, rng::Planes};

/// Pairs of planes that are drawn before it is asked whether more are needed: fewer hardly ever decide all lanes.
const SURE: u32 = 5;
/// Pairs of planes that a word of [`Together`] draws by itself.
const EARLY: u32 = 4;
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
pub fn below<const K: usize>(planes: &mut Planes, open: Word, base: u32, masks: [(Word, u32); K]) -> Word {
    decide(planes, SURE, open, base, masks)
}

/// The same, with `sure` pairs of planes drawn before it is asked whether more are needed.
#[inline(always)]
fn decide<const K: usize>(planes: &mut Planes, sure: u32, open: Word, base: u32, masks: [(Word, u32); K]) -> Word {
    let mut digits = Digits { open, below: Word::all(false), base, masks };
    for pair in 1..=u32::BITS / 2 {
        digits.compare(planes);
        if pair >= sure && !digits.open.any() {
            break;
        }
    }
    digits.below
}

/// A comparison under way: the highest digits of what is left of the thresholds come next.
struct Digits<const K: usize> {
    open: Word,
    below: Word,
    base: u32,
    masks: [(Word, u32); K],
}

impl<const K: usize> Digits<K> {
    /// Compares two more digits.
    #[inline(always)]
    fn compare(&mut self, planes: &mut Planes) {
        for random in planes.pair() {
            let mut threshold = highest(self.base);
            for (mask, difference) in &mut self.masks {
                threshold ^= *mask & highest(*difference);
                *difference <<= 1;
            }
            self.base <<= 1;
            let decided = self.open & (Word::new(random) ^ threshold);
            self.below = self.below | (decided & threshold);
            self.open = self.open & !decided;
        }
    }
}

/// Comparisons of several words against the same thresholds, with the last digits drawn for all of them together.
///
/// Each word draws its first `EARLY` pairs of planes by itself, which leaves one lane in 256. Such a lane goes on in a word
/// that all share, where no lane is taken twice: so every lane has random bits of its own still, and fewer planes are drawn.
pub struct Together<const K: usize> {
    base: u32,
    differences: [u32; K],
    taken: Word,
    masks: [Word; K],
}

impl<const K: usize> Together<K> {
    /// Of thresholds `base`, or `base ^ difference` in the lanes of a mask, as in [`below`].
    pub fn new(base: u32, differences: [u32; K]) -> Self {
        Self { base, differences, taken: Word::all(false), masks: [Word::all(false); K] }
    }

    /// [`below`] for the lanes of `open`; and which of them are left to [`Together::finish`], with 0 in the result.
    #[inline(always)]
    pub fn begin(&mut self, planes: &mut Planes, open: Word, masks: [Word; K]) -> (Word, Word) {
        let thresholds: [(Word, u32); K] = std::array::from_fn(|k| (masks[k], self.differences[k]));
        let mut digits = Digits { open, below: Word::all(false), base: self.base, masks: thresholds };
        (0..EARLY).for_each(|_| digits.compare(planes));
        let left = digits.open & !self.taken;
        // Lanes that are taken go on by themselves.
        let alone = digits.open & self.taken;
        if alone.any() {
            digits.below = digits.below | decide(planes, 1, alone, digits.base, digits.masks);
        }
        self.taken = self.taken | left;
        (0..K).for_each(|k| self.masks[k] = self.masks[k] | (left & masks[k]));
        (digits.below, left)
    }

    /// Which of all the lanes that were left are below.
    #[inline(never)]
    pub fn finish(self, planes: &mut Planes) -> Word {
        let rest = |threshold: u32| threshold << (2 * EARLY);
        let masks: [(Word, u32); K] = std::array::from_fn(|k| (self.masks[k], rest(self.differences[k])));
        decide(planes, 1, self.taken, rest(self.base), masks)
    }
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
