//! One test for every sampler in the registry: its chain's states against the enumerated law, at T ≠ 1 with biases.

mod common;

use common::random_rbm;
use ebm::{
    exact,
    models::Model,
    rng::Rng,
    samplers::{Conditions, SAMPLERS},
};

const TEMPERATURE: f64 = 1.6;
const CHAINS: u64 = 4_000;
const SWEEPS: usize = 60;

fn code(state: &[f32]) -> usize {
    state.iter().enumerate().map(|(i, &x)| usize::from(x == 1.0) << i).sum()
}

/// Independent chains, so that counts of their last states are multinomial: Pearson's χ² then has a known law.
/// The bound `d + 5 √(2d) + 10` is passed by chance with probability below 1e-6 (Laurent & Massart 2000, x = 14).
fn chi_square_fits(counts: &[f64], law: &[f64], total: f64) {
    let (mut chi, mut cells) = (0.0, 0.0);
    let (mut rest, mut rest_expected) = (0.0, 0.0);
    for (&count, &p) in counts.iter().zip(law) {
        let expected = p * total;
        if expected < 5.0 {
            rest += count;
            rest_expected += expected;
        } else {
            chi += (count - expected) * (count - expected) / expected;
            cells += 1.0;
        }
    }
    if rest_expected > 1.0 {
        chi += (rest - rest_expected) * (rest - rest_expected) / rest_expected;
        cells += 1.0;
    }
    let freedom: f64 = cells - 1.0;
    let x = 14.0;
    let bound = freedom + 2.0 * (freedom * x).sqrt() + 2.0 * x;
    assert!(chi < bound, "χ² = {chi} with {freedom} degrees of freedom, bound {bound}");
    assert!(chi > freedom - 2.0 * (freedom * x).sqrt(), "χ² = {chi} is too good for {freedom} degrees of freedom");
}

#[test]
fn every_sampler_reaches_the_enumerated_law() {
    let model = random_rbm(4, 3, 1.0, 21);
    let law = exact::brute_force(&model, TEMPERATURE).unwrap();
    for entry in SAMPLERS {
        let mut sampler = (entry.build)(&model).unwrap();
        let conditions = Conditions { temperature: TEMPERATURE, clamped: None };
        let mut counts = vec![0.0; law.len()];
        for chain in 0..CHAINS {
            let mut rng = Rng::stream(chain, entry.id, 0);
            let mut state = vec![0.0; 7];
            for _ in 0..SWEEPS {
                sampler.sweep(&model, &conditions, &mut state, &mut rng, &mut |_, _| {});
            }
            counts[code(&state)] += 1.0;
        }
        chi_square_fits(&counts, &law, CHAINS as f64);
    }
}

#[test]
fn clamped_units_keep_their_value_and_the_rest_its_conditional_law() {
    let model = random_rbm(4, 3, 1.0, 22);
    let joint = exact::brute_force(&model, TEMPERATURE).unwrap();
    let clamped = [true, false, false, true, false, false, false];
    let fits = |code: usize| code & 1 == 1 && code >> 3 & 1 == 0;
    let total: f64 = joint.iter().enumerate().filter(|(c, _)| fits(*c)).map(|(_, p)| p).sum();
    let law: Vec<f64> = joint.iter().enumerate().map(|(c, p)| if fits(c) { p / total } else { 0.0 }).collect();
    for entry in SAMPLERS {
        let mut sampler = (entry.build)(&model).unwrap();
        let conditions = Conditions { temperature: TEMPERATURE, clamped: Some(&clamped) };
        let mut counts = vec![0.0; law.len()];
        for chain in 0..CHAINS {
            let mut rng = Rng::stream(chain, entry.id, 1);
            let mut state = vec![0.0; 7];
            state[0] = 1.0;
            for _ in 0..SWEEPS {
                sampler.sweep(&model, &conditions, &mut state, &mut rng, &mut |_, _| {});
            }
            assert!(fits(code(&state)), "{} moved a clamped unit", entry.id);
            counts[code(&state)] += 1.0;
        }
        chi_square_fits(&counts, &law, CHAINS as f64);
    }
}

#[test]
fn one_seed_is_one_chain() {
    let model = random_rbm(6, 5, 1.0, 1);
    for entry in SAMPLERS {
        let run = || {
            let mut sampler = (entry.build)(&model).unwrap();
            let mut rng = Rng::stream(5, "same", 0);
            let mut state = vec![0.0; model.space().units()];
            let conditions = Conditions { temperature: TEMPERATURE, clamped: None };
            (0..20).for_each(|_| sampler.sweep(&model, &conditions, &mut state, &mut rng, &mut |_, _| {}));
            state
        };
        assert_eq!(run(), run());
    }
}
