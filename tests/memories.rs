//! What networks store and remember: below and above capacity, with patterns of every origin.

use ebm::{
    code,
    experiment::Experiment,
    memory::Memory,
    observe::Observation,
    session::{Run, Session},
};
use std::rc::Rc;

fn run(link: &str) -> Run {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    let data = experiment.dataset(Some(include_bytes!("../data/mnist.bin"))).unwrap().map(Rc::new);
    Run::new(experiment, data).expect("a run")
}

fn memory(link: &str) -> Memory {
    Memory::of(&mut run(link)).expect("a network with patterns")
}

/// At N = 100, P = 5 lies far below the capacity 0.138 N, P = 30 far above. Over 60 other instances (mean ± spread),
/// recall was 1.000 ± 0.000 at P = 5 and 0.017 ± 0.017 at P = 30, spurious ends 0.336 ± 0.060, 0.614 ± 0.162 and 1.000
/// ± 0.001 at P = 5, 10 and 30, minima 75 ± 20 at P = 10, the basin 0.380 ± 0.012 and 0.003 ± 0.005. Bounds on means of
/// eight lie nine standard errors away or more; only the order of P = 5 and 10 has 4.6, which chance passes with
/// probability 3e-6.
#[test]
fn recall_breaks_down_above_capacity_and_spurious_minima_take_over() {
    let mean = |patterns: u32, part: fn(&Memory) -> f64| {
        let link = |i: u32| format!("v=1&model=hopfield&n=100&patterns={patterns}&noise=0.1&instance={i}");
        (0..8).map(|i| part(&memory(&link(i)))).sum::<f64>() / 8.0
    };
    assert!(mean(5, |m| m.recall) > 0.97 && mean(5, |m| m.recall_overlap) > 0.98);
    assert!(mean(30, |m| m.recall) < 0.2 && mean(30, |m| m.recall_overlap) < 0.8);
    assert!(mean(5, |m| m.basin) > 0.25 && mean(30, |m| m.basin) < 0.1);
    let spurious = [1, 5, 10, 30].map(|p| mean(p, |m| m.spurious));
    assert!(spurious[0] < 0.02 && spurious[1] > 0.1 && spurious.is_sorted() && spurious[3] > 0.98, "{spurious:?}");
    // One pattern: two minima, it and its negative.
    assert_eq!(mean(1, |m| m.minima), 2.0);
    assert!(mean(10, |m| m.minima) > 10.0);
}

/// The dense network stores twice as many patterns as it has units, and all letters; the plain one does not.
#[test]
fn dense_networks_remember_more() {
    for (link, least) in
        [("n=100&patterns=200&degree=4", 0.98), ("data=letters&patterns=26&separation=exponential", 0.98)]
    {
        assert!(memory(&format!("v=1&model=dense-hopfield&{link}")).recall > least, "{link}");
    }
    assert!(memory("v=1&model=hopfield&n=100&patterns=200").recall < 0.02);
    assert!(memory("v=1&model=hopfield&data=letters&patterns=26").recall < 0.2);
}

/// Without biases and with pair couplings, a pattern and its negative have equal energy.
#[test]
fn a_pattern_and_its_negative_have_equal_energy() {
    for link in ["n=100&patterns=5", "n=100&patterns=30", "data=letters&patterns=5"] {
        let mut run = run(&format!("v=1&model=hopfield&{link}"));
        let model = run.model();
        for pattern in model.patterns() {
            let state: Vec<f32> = pattern.iter().map(|&x| f32::from(x)).collect();
            let negative: Vec<f32> = state.iter().map(|x| -x).collect();
            let energy = model.energy().unwrap();
            assert_eq!(energy.energy(&state), energy.energy(&negative), "{link}");
        }
    }
}

/// Looking draws from streams of its own: the run goes on as if nobody had looked, and a second look sees the same.
#[test]
fn looking_never_changes_the_run() {
    let link = "v=1&model=hopfield&n=60&patterns=6&sampler=metropolis&T=0.5&init=memory&chains=3";
    let (mut watched, mut alone) = (run(link), run(link));
    for _ in 0..5 {
        assert_eq!(Memory::of(&mut watched), Memory::of(&mut watched));
        watched.advance(3).unwrap();
    }
    alone.advance(15).unwrap();
    assert_eq!(watched.digest(), alone.digest());
    assert_eq!(Memory::of(&mut run("v=1&model=ising&rows=3&cols=3")), None);
    assert_eq!(Memory::of(&mut run("v=1&model=hopfield&n=9&patterns=0")), None);
}

/// Patterns come from coin flips, from data, and from the link; drawn ones come first.
#[test]
fn patterns_come_from_everywhere() {
    let stored = |link: &str| run(link).model().patterns().to_vec();
    let pixels: Vec<u8> = (0..2 * 13).map(|i| u8::from(i % 3 == 0 || i == 5)).collect();
    let memories = code::pack_pictures(&pixels, 13);
    let drawn: Vec<Vec<i8>> = pixels.chunks(13).map(|p| p.iter().map(|&x| 2 * x as i8 - 1).collect()).collect();
    for model in ["hopfield", "dense-hopfield"] {
        let random = stored(&format!("v=1&model={model}&n=13&patterns=3&instance=4"));
        assert_eq!((random.len(), random[0].len()), (3, 13));
        assert_ne!(random, stored(&format!("v=1&model={model}&n=13&patterns=3&instance=5")));
        let both = stored(&format!("v=1&model={model}&n=13&patterns=3&instance=4&memories={memories}"));
        assert_eq!(both, [&drawn[..], &random[..]].concat());
        assert_eq!(stored(&format!("v=1&model={model}&n=13&patterns=0&memories={memories}")), drawn);
        let letters = stored(&format!("v=1&model={model}&data=letters&patterns=26"));
        assert_eq!((letters.len(), letters[7].len()), (26, 100));
        let digits = stored(&format!("v=1&model={model}&data=mnist&patterns=4"));
        assert_eq!((digits.len(), digits[3].len()), (4, 784));
        assert_eq!(stored(&format!("v=1&model={model}&data=parity&n=4&patterns=99")).len(), 8);
    }
}

/// Hebb's rule as it is written, against couplings from words of 64 patterns.
#[test]
fn couplings_are_those_of_hebb() {
    for patterns in [1, 63, 64, 65, 130] {
        let mut run = run(&format!("v=1&model=hopfield&n=17&patterns={patterns}"));
        let model = run.model();
        let w = model.tensors()[0].values.to_vec();
        for i in 0..17 {
            for j in 0..17 {
                let sum: i32 = model.patterns().iter().map(|p| i32::from(p[i] * p[j])).sum();
                assert_eq!(w[i * 17 + j], if i == j { 0.0 } else { sum as f32 / 17.0 });
            }
        }
    }
}

/// Observers of the page look at as many patterns as there is time for; at all of these it would be minutes.
#[test]
fn a_look_at_a_large_network_ends() {
    let seen = Observation::of(&mut run("v=1&model=dense-hopfield&n=2048&patterns=2000"));
    assert_eq!(seen.stable_patterns, Some(1.0));
}
