//! Data that were unpacked stay for whoever starts again on them, and say what freshly unpacked ones say.

use ebm::{experiment::Experiment, shelf};
use std::rc::Rc;

const MNIST: &[u8] = include_bytes!("../data/mnist.bin");

fn experiment(link: &str) -> Experiment {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{warnings:?}");
    experiment
}

#[test]
fn the_same_file_is_unpacked_once() {
    let first = experiment("v=1&model=rbm&data=mnist&trainer=cd");
    let again = experiment("v=1&model=rbm&hidden=16&data=mnist&trainer=pcd&seed=7");
    let held = shelf::dataset(&first, Some(MNIST)).unwrap().unwrap();
    assert!(Rc::ptr_eq(&held, &shelf::dataset(&again, Some(MNIST)).unwrap().unwrap()), "another seed, the same digits");
    assert_eq!(*held, first.dataset(Some(MNIST)).unwrap().unwrap(), "as freshly unpacked");
    // Data that are made are not kept, and put nothing away.
    let made = experiment("v=1&model=rbm&data=bars-and-stripes&n=3&trainer=cd");
    let bars = shelf::dataset(&made, Some(MNIST)).unwrap().unwrap();
    assert_eq!((bars.rows, bars.len()), (3, 14));
    assert!(Rc::ptr_eq(&held, &shelf::dataset(&first, Some(MNIST)).unwrap().unwrap()));
}

#[test]
fn a_file_is_known_by_its_bytes() {
    let experiment = experiment("v=1&model=rbm&data=mnist&trainer=cd");
    let held = shelf::dataset(&experiment, Some(MNIST)).unwrap().unwrap();
    assert!(shelf::dataset(&experiment, None).is_err(), "no file, no data");
    assert!(shelf::dataset(&experiment, Some(&MNIST[..1000])).is_err(), "half a file is another file");
    // One that cannot be read does not take the place of the one that was.
    assert!(Rc::ptr_eq(&held, &shelf::dataset(&experiment, Some(MNIST)).unwrap().unwrap()));
    let without = self::experiment("v=1&model=ising&sampler=gibbs");
    assert!(shelf::dataset(&without, Some(MNIST)).unwrap().is_none());
}
