//! 256 lanes of one bit: the logic that the engines for spins are written in.
//!
//! The same bits everywhere. In wasm with simd128 a word is two vectors, since that compiler does not find them by itself;
//! elsewhere plain numbers, of which compilers make vector code.

use std::ops::{BitAnd, BitOr, BitXor, BitXorAssign, Not};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use std::arch::wasm32::{u32x4, u32x4_extract_lane, v128, v128_and, v128_any_true, v128_not, v128_or, v128_xor};

    pub type Inner = [v128; 2];

    #[inline(always)]
    pub fn from(x: [u32; 8]) -> Inner {
        [u32x4(x[0], x[1], x[2], x[3]), u32x4(x[4], x[5], x[6], x[7])]
    }

    #[inline(always)]
    pub fn to([a, b]: Inner) -> [u32; 8] {
        [
            u32x4_extract_lane::<0>(a),
            u32x4_extract_lane::<1>(a),
            u32x4_extract_lane::<2>(a),
            u32x4_extract_lane::<3>(a),
            u32x4_extract_lane::<0>(b),
            u32x4_extract_lane::<1>(b),
            u32x4_extract_lane::<2>(b),
            u32x4_extract_lane::<3>(b),
        ]
    }

    #[inline(always)]
    pub fn and(a: Inner, b: Inner) -> Inner {
        [v128_and(a[0], b[0]), v128_and(a[1], b[1])]
    }

    #[inline(always)]
    pub fn or(a: Inner, b: Inner) -> Inner {
        [v128_or(a[0], b[0]), v128_or(a[1], b[1])]
    }

    #[inline(always)]
    pub fn xor(a: Inner, b: Inner) -> Inner {
        [v128_xor(a[0], b[0]), v128_xor(a[1], b[1])]
    }

    #[inline(always)]
    pub fn not(a: Inner) -> Inner {
        [v128_not(a[0]), v128_not(a[1])]
    }

    #[inline(always)]
    pub fn any(a: Inner) -> bool {
        v128_any_true(v128_or(a[0], a[1]))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod vectors {
    use std::array::from_fn;

    pub type Inner = [u32; 8];

    #[inline(always)]
    pub fn from(x: [u32; 8]) -> Inner {
        x
    }

    #[inline(always)]
    pub fn to(a: Inner) -> [u32; 8] {
        a
    }

    #[inline(always)]
    pub fn and(a: Inner, b: Inner) -> Inner {
        from_fn(|l| a[l] & b[l])
    }

    #[inline(always)]
    pub fn or(a: Inner, b: Inner) -> Inner {
        from_fn(|l| a[l] | b[l])
    }

    #[inline(always)]
    pub fn xor(a: Inner, b: Inner) -> Inner {
        from_fn(|l| a[l] ^ b[l])
    }

    #[inline(always)]
    pub fn not(a: Inner) -> Inner {
        from_fn(|l| !a[l])
    }

    #[inline(always)]
    pub fn any(a: Inner) -> bool {
        a != [0; 8]
    }
}

/// Bits of a word.
pub const LANES: usize = 256;

/// One bit for each of 256 lanes; lane `l` is bit `l % 32` of number `l / 32`.
#[derive(Clone, Copy, Debug)]
pub struct Word(vectors::Inner);

impl Word {
    /// From its numbers.
    #[inline(always)]
    pub fn new(numbers: [u32; 8]) -> Self {
        Self(vectors::from(numbers))
    }

    /// All bits equal to `bit`.
    #[inline(always)]
    pub fn all(bit: bool) -> Self {
        Self::new([0u32.wrapping_sub(u32::from(bit)); 8])
    }

    /// The first `n` lanes.
    pub fn first_lanes(n: usize) -> Self {
        let number = |k: usize| (0..32).filter(|bit| k * 32 + bit < n).fold(0, |word, bit| word | 1 << bit);
        Self::new(std::array::from_fn(number))
    }

    /// Its numbers.
    #[inline(always)]
    pub fn numbers(self) -> [u32; 8] {
        vectors::to(self.0)
    }

    /// The bit of a lane.
    pub fn lane(self, lane: usize) -> bool {
        self.numbers()[lane / 32] >> (lane % 32) & 1 == 1
    }

    /// Sets the bit of a lane.
    pub fn set(&mut self, lane: usize) {
        let mut numbers = self.numbers();
        numbers[lane / 32] |= 1 << (lane % 32);
        *self = Self::new(numbers);
    }

    /// Whether any bit is set.
    #[inline(always)]
    pub fn any(self) -> bool {
        vectors::any(self.0)
    }

    /// How many bits are set.
    pub fn count(self) -> u32 {
        self.numbers().iter().map(|x| x.count_ones()).sum()
    }

    /// Lane `l` of the result is lane `l − by` of the word, 0 where there is none. `by < 256`.
    pub fn up(self, by: usize) -> Self {
        let (word, numbers, bits) = (self.numbers(), by / 32, by % 32);
        let at = |k: usize| if k >= numbers { u64::from(word[k - numbers]) } else { 0 };
        Self::new(std::array::from_fn(|k| {
            let lower = if k > 0 { at(k - 1) } else { 0 };
            (((at(k) << 32 | lower) << bits) >> 32) as u32
        }))
    }

    /// Lane `l` of the result is lane `l + by` of the word, 0 where there is none. `by < 256`.
    pub fn down(self, by: usize) -> Self {
        let (word, numbers, bits) = (self.numbers(), by / 32, by % 32);
        let at = |k: usize| if k + numbers < 8 { u64::from(word[k + numbers]) } else { 0 };
        Self::new(std::array::from_fn(|k| ((at(k + 1) << 32 | at(k)) >> bits) as u32))
    }
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.numbers() == other.numbers()
    }
}

impl BitAnd for Word {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(vectors::and(self.0, other.0))
    }
}

impl BitOr for Word {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(vectors::or(self.0, other.0))
    }
}

impl BitXor for Word {
    type Output = Self;
    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self(vectors::xor(self.0, other.0))
    }
}

impl BitXorAssign for Word {
    #[inline(always)]
    fn bitxor_assign(&mut self, other: Self) {
        *self = *self ^ other;
    }
}

impl Not for Word {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(vectors::not(self.0))
    }
}
