//! The inverse Ising problem: couplings recovered from samples of a known law.

use ebm::{
    data::DATA,
    experiment::Experiment,
    observe::Observation,
    registry::find,
    session::{Run, Session},
};
use std::rc::Rc;

/// How far the couplings are from the true ones after some updates.
fn error(trainer: &str, samples: usize, steps: u64, temperature: f64) -> f64 {
    let link = format!(
        "v=1&model=boltzmann&hidden=0&alphabet=spin&data=spins&n=8&samples={samples}&instance=3&trainer={trainer}&T={temperature}&spread=0"
    );
    let (experiment, warnings) = Experiment::read(&link);
    assert!(warnings.is_empty(), "{warnings:?}");
    let entry = find(DATA, "spins").unwrap();
    let data = Rc::new((entry.build.build)(&experiment, None).unwrap());
    let mut run = Run::new(experiment, Some(data)).unwrap();
    run.advance(steps).unwrap();
    Observation::of(&mut run).coupling_error.unwrap()
}

/// Exact learning and pseudo-likelihood are consistent: a hundred times as many samples bring the error down tenfold.
///
/// Both errors are sizes of vectors of 28 nearly normal components, which spread by about 1/√56 = 13%, so that the ratio of two
/// spreads by 19%; within a factor of 2.6 (five standard errors of its logarithm) is not left by chance but for 1e-6.
#[test]
fn couplings_are_recovered_from_samples() {
    for (trainer, temperature) in [("exact&lr=0.1", 1.0), ("pseudo-likelihood&lr=0.05", 1.0), ("exact&lr=0.2", 1.5)] {
        let (few, many) = (error(trainer, 500, 4000, temperature), error(trainer, 50_000, 4000, temperature));
        println!("{trainer} at T = {temperature}: {few} from 500 samples, {many} from 50,000");
        assert!(many < 0.1, "{trainer}: error {many} from 50,000 samples");
        assert!((10.0 / 2.6..10.0 * 2.6).contains(&(few / many)), "{trainer}: {few} from 500, {many} from 50,000");
    }
}
