//! Data sets: what a link makes of them, and that drawn spins have the law they claim.

use ebm::{
    data::{DATA, Dataset},
    exact,
    experiment::Experiment,
    models::{
        couplings::{Couplings, Edge},
        pairwise::Pairwise,
    },
    session::{Run, Session},
};
use std::rc::Rc;

fn data(link: &str) -> Dataset {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    experiment.dataset(None).expect("no file is needed").expect("data")
}

/// What is told before the data are made is true of them, at the default and at both ends of their sizes.
#[test]
fn sizes_and_numbers_are_those_told() {
    for entry in DATA.iter().filter(|e| e.build.file.is_none()) {
        for n in [None, Some(0), Some(99)] {
            let link = format!("v=1&model=rbm&data={}{}", entry.id, n.map_or(String::new(), |n| format!("&n={n}")));
            let (experiment, _) = Experiment::read(&link);
            let data = experiment.dataset(None).unwrap().unwrap();
            assert_eq!(experiment.picture_size(), Some((data.rows, data.cols)), "{link}");
            assert_eq!(experiment.visible(), data.visible(), "{link}");
            let (far, warnings) = Experiment::read(&format!("{}&example=9999999", experiment.link()));
            assert_eq!(far.int("example") as usize + 1, data.shown().len(), "{link}");
            assert!(warnings.len() == 1 && warnings[0].key == "example", "{warnings:?}");
            assert!((0..data.len()).flat_map(|e| data.example(e)).all(|&p| p <= 1));
        }
    }
}

/// Every set that needs no file teaches an RBM and starts the chains of a spin model.
#[test]
fn every_set_learns_and_starts_chains() {
    for entry in DATA.iter().filter(|e| e.build.file.is_none()) {
        for link in ["model=rbm&hidden=5&trainer=cd&batch=7", "model=hopfield&sampler=descent&init=data&patterns=2"] {
            let (experiment, warnings) = Experiment::read(&format!("v=1&{link}&data={}&steps=3", entry.id));
            assert!(warnings.is_empty(), "{warnings:?}");
            let data = experiment.dataset(None).unwrap().map(Rc::new);
            let mut run = Run::new(experiment, data).unwrap();
            run.advance(3).unwrap();
            assert_eq!(run.step(), 3);
        }
    }
}

#[test]
fn bars_and_stripes_from_two_to_four() {
    for (n, count) in [(2, 6), (3, 14), (4, 30)] {
        assert_eq!(data(&format!("v=1&data=bars-and-stripes&n={n}")).len(), count);
    }
}

/// Pearson's χ² of the counts of all states against the enumerated law. It passes `d + 2 √(d x) + 2 x` by chance with
/// probability below 1e-6, and falls below `d − 2 √(d x)` as rarely (Laurent & Massart 2000, x = 14).
#[test]
fn spins_have_the_law_of_their_truth() {
    for (n, strength, instance) in [(3, 1.0, 0), (5, 1.5, 1), (6, 0.5, 2)] {
        let link = format!("v=1&data=spins&n={n}&strength={strength}&instance={instance}&samples=100000");
        let data = data(&link);
        let truth = data.truth.as_ref().expect("the law is known");
        let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let edges = pairs.map(|(i, j)| Edge { i: i as u32, j: j as u32, w: truth.w[i * n + j] });
        let model = Pairwise::new("spins", Couplings::new(n, edges), truth.b.clone());
        let law = exact::brute_force(&model, 1.0).unwrap();
        let mut counts = vec![0.0; law.len()];
        for e in 0..data.len() {
            let code: usize = data.example(e).iter().enumerate().map(|(i, &p)| usize::from(p) << i).sum();
            counts[code] += 1.0;
        }
        let expected: Vec<f64> = law.iter().map(|p| p * data.len() as f64).collect();
        assert!(expected.iter().all(|&e| e >= 5.0), "{link}: a state too rare for χ²");
        let chi: f64 = counts.iter().zip(&expected).map(|(c, e)| (c - e) * (c - e) / e).sum();
        let (freedom, x) = (law.len() as f64 - 1.0, 14.0_f64);
        assert!(chi < freedom + 2.0 * (freedom * x).sqrt() + 2.0 * x, "{link}: χ² = {chi}");
        assert!(chi > freedom - 2.0 * (freedom * x).sqrt(), "{link}: χ² = {chi} is too good");
    }
}

/// Couplings have the spread that is asked for, whatever the instance, and a symmetric matrix without a diagonal.
#[test]
fn the_truth_is_normal_with_the_strength_asked_for() {
    let (mut couplings, mut biases) = (Vec::new(), Vec::new());
    for instance in 0..40 {
        let data = data(&format!("v=1&data=spins&n=10&samples=1&strength=2&instance={instance}"));
        let truth = data.truth.unwrap();
        for i in 0..10 {
            assert_eq!(truth.w[i * 10 + i], 0.0);
            for j in i + 1..10 {
                assert_eq!(truth.w[i * 10 + j], truth.w[j * 10 + i]);
                couplings.push(f64::from(truth.w[i * 10 + j]));
            }
        }
        biases.extend(truth.b.iter().map(|&b| f64::from(b)));
    }
    // Mean squares of m normal numbers spread by √(2/m); five standard errors are passed with probability 6e-7.
    for (values, variance) in [(couplings, 4.0 / 10.0), (biases, 0.09)] {
        let square = values.iter().map(|x| x * x).sum::<f64>() / values.len() as f64;
        let tolerance = 5.0 * (2.0 / values.len() as f64).sqrt();
        assert!((square / variance - 1.0).abs() < tolerance, "{square} instead of {variance}");
    }
}
