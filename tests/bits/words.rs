//! Words of 256 lanes: comparison with early exit, counting, moving.

use ebm::{
    engines::{
        bits::{Tally, Together, below, pairs, threshold},
        word::{LANES, Word},
    },
    rng::{Planes, Rng},
};

fn word(rng: &mut Rng) -> Word {
    Word::new(std::array::from_fn(|_| rng.word()))
}

/// The comparison says the same as whole numbers made of the same bits do; and it stops before they are all drawn.
#[test]
fn early_exit_equals_a_plain_comparison_of_the_same_bits() {
    let mut rng = Rng::stream(1, "words", 0);
    let mut hits = 0;
    for case in 0..400 {
        let planes = Planes::new(&mut rng);
        let (open, first) = (word(&mut rng), word(&mut rng));
        let second = word(&mut rng) & !first;
        let mut thresholds = [rng.word(), rng.word() >> (case % 32), rng.word() << (case % 32)];
        // Numbers that begin like the threshold are what the comparison must get right: some thresholds are drawn ones.
        let mut numbers = [0u32; LANES];
        let mut all = planes.clone();
        for plane in (0..16).flat_map(|_| all.pair()) {
            numbers.iter_mut().enumerate().for_each(|(l, x)| *x = *x << 1 | u32::from(Word::new(plane).lane(l)));
        }
        if case % 2 == 0 {
            thresholds = [numbers[case % 256], numbers[(case + 77) % 256], numbers[(case + 154) % 256].wrapping_add(1)];
        }
        let masks = [(first, thresholds[0] ^ thresholds[1]), (second, thresholds[0] ^ thresholds[2])];
        let mut used = planes.clone();
        let result = below(&mut used, open, thresholds[0], masks);
        for (l, &number) in numbers.iter().enumerate() {
            let class = if first.lane(l) { 1 } else { 2 * usize::from(second.lane(l)) };
            assert_eq!(result.lane(l), open.lane(l) && number < thresholds[class], "case {case}, lane {l}");
            hits += u32::from(number == thresholds[class] && open.lane(l));
        }
    }
    assert!(hits > 50, "numbers that equal their threshold, which need all 32 bits: {hits}");
}

/// About ten planes of 32 are drawn: the generator stands where so many draws leave it.
#[test]
fn most_planes_are_never_drawn() {
    let mut rng = Rng::stream(2, "words", 0);
    let mut planes = Planes::new(&mut rng);
    let mut count = planes.clone();
    let rounds = 1_000;
    for _ in 0..rounds {
        below(&mut planes, Word::all(true), threshold(0.17), []);
    }
    let mut pairs = 0;
    while format!("{count:?}") != format!("{planes:?}") {
        count.pair();
        pairs += 1;
        assert!(pairs < 16 * rounds);
    }
    assert!(pairs < 6 * rounds, "{pairs} pairs of planes");
}

#[test]
fn thresholds_are_rounded_to_the_nearest() {
    assert_eq!((threshold(0.0), threshold(0.5), threshold(1.0)), (0, 1 << 31, u32::MAX));
    for p in [1e-9, 0.030_85, 0.1757, 0.99] {
        assert!((f64::from(threshold(p)) / 4_294_967_296.0 - p).abs() <= 0.5 / 4_294_967_296.0);
    }
}

/// Frequencies within 5 standard errors of the probability (false alarm below 1e-6 each), lanes independent of each other:
/// the number of lanes a draw hits has the binomial variance within 5 standard errors.
#[test]
fn chances_have_their_probability() {
    let mut planes = Planes::new(&mut Rng::stream(3, "words", 0));
    let draws = 40_000;
    for p in [0.030_85, 0.1757, 0.5, 0.85] {
        let (mut sum, mut square) = (0.0, 0.0);
        let expected = LANES as f64 * p;
        for _ in 0..draws {
            let hits = below(&mut planes, Word::all(true), threshold(p), []);
            let hits = hits.count();
            sum += f64::from(hits) - expected;
            square += (f64::from(hits) - expected) * (f64::from(hits) - expected);
        }
        let (n, variance) = (f64::from(draws), expected * (1.0 - p));
        assert!((sum / n).abs() < 5.0 * (variance / n).sqrt(), "p = {p}: mean off by {}", sum / n);
        // The variance of a squared deviation of a binomial number.
        let spread = variance * (2.0 * variance + 1.0 - 6.0 * p * (1.0 - p));
        assert!((square / n - variance).abs() < 5.0 * (spread / n).sqrt(), "p = {p}: variance {}", square / n);
    }
}

#[test]
fn tallies_count() {
    let mut rng = Rng::stream(4, "words", 0);
    for words in [0, 1, 2, 3, 31, 32, 1000] {
        let (mut tally, mut plain) = (Tally::new(), [0u32; LANES]);
        let words: Vec<Word> = (0..words).map(|_| word(&mut rng)).collect();
        pairs(&words).for_each(|(one, other)| tally.add(one, other));
        for word in &words {
            plain.iter_mut().enumerate().for_each(|(l, count)| *count += u32::from(word.lane(l)));
        }
        assert_eq!(tally.counts(), plain);
        let part = plain[..77].iter().map(|&x| u64::from(x)).sum::<u64>();
        assert_eq!(tally.total(Word::first_lanes(77)), part, "{} words", words.len());
    }
}

#[test]
fn words_move_by_lanes() {
    let word = word(&mut Rng::stream(5, "words", 0));
    for by in [0, 1, 31, 32, 33, 100, 224, 255] {
        for l in 0..LANES {
            assert_eq!(word.up(by).lane(l), l >= by && word.lane(l - by));
            assert_eq!(word.down(by).lane(l), l + by < LANES && word.lane(l + by));
        }
    }
}

/// Of words that decide their last lanes together: lanes hit have their probability within 5 standard errors (false alarm below
/// 1e-6 each) in either class, lanes not open none; and every lane's hits in two words agree as often as independent ones do.
#[test]
fn words_together_have_their_probability_and_stay_independent() {
    let mut planes = Planes::new(&mut Rng::stream(4, "words", 0));
    let first = word(&mut Rng::stream(5, "words", 0));
    let (chances, blocks) = ([0.030_85, 0.4], 2_000);
    let thresholds = chances.map(threshold);
    let (mut hits, mut both) = ([0u32; 2], [0u32; 2]);
    for _ in 0..blocks {
        let mut together = Together::new(thresholds[0], [thresholds[0] ^ thresholds[1]]);
        let words: Vec<_> = (0..16).map(|_| together.begin(&mut planes, Word::all(true), [first])).collect();
        let (none, left) = together.begin(&mut planes, Word::all(false), [first]);
        let found = together.finish(&mut planes);
        assert!(!(none | (left & found)).any());
        let words: Vec<Word> = words.into_iter().map(|(below, left)| below | (left & found)).collect();
        for (class, mask) in [!first, first].into_iter().enumerate() {
            hits[class] += words.iter().map(|word| (*word & mask).count()).sum::<u32>();
            both[class] += words.chunks(2).map(|pair| (pair[0] & pair[1] & mask).count()).sum::<u32>();
        }
    }
    for (class, mask) in [!first, first].into_iter().enumerate() {
        let lanes = f64::from(mask.count()) * f64::from(blocks);
        for (found, n, p) in
            [(hits[class], 16.0 * lanes, chances[class]), (both[class], 8.0 * lanes, chances[class] * chances[class])]
        {
            assert!(
                (f64::from(found) - n * p).abs() < 5.0 * (n * p * (1.0 - p)).sqrt(),
                "class {class}: {found} of {n}"
            );
        }
    }
}
