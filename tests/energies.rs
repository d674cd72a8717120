//! Energies, local fields, what is remembered of them, and enumeration, for every model of the registry.

mod common;

use common::zoo;
use ebm::{exact, num, rng::Rng};

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9 * (1.0 + b.abs()), "{a} against {b}");
}

/// A state, every move of every unit, remembered or not: the energy's difference.
#[test]
fn changes_are_differences_of_energies_however_they_are_remembered() {
    for link in zoo::LINKS {
        let model = zoo::model(link);
        let energy = model.energy().unwrap();
        let alphabets = model.space().alphabets();
        let mut rng = Rng::stream(3, "changes", 0);
        let mut state = model.space().random_state(&mut rng);
        let mut memory = energy.memory(&state);
        for _ in 0..200 {
            let i = rng.below(state.len() as u32) as usize;
            let value = alphabets[i].draw(&mut rng);
            let before = energy.energy(&state);
            let change = energy.change(i, value, &state, &memory);
            close(change, energy.change(i, value, &state, &energy.memory(&state)));
            let old = std::mem::replace(&mut state[i], value);
            close(before + change, energy.energy(&state));
            if old != value {
                energy.moved(i, old, &state, &mut memory);
            }
            assert!(energy.local_field(i, &state).abs() <= energy.strongest_field() + 1e-6);
        }
    }
}

/// Enumeration by flips against plain sums over all states.
#[test]
fn the_law_is_that_of_plain_sums() {
    for link in zoo::LINKS {
        let model = zoo::model(link);
        let (energy, temperature) = (model.energy().unwrap(), 0.8);
        let units = model.space().units();
        let law = exact::law(&*model, temperature).unwrap();
        let states: Vec<Vec<f32>> = (0..exact::brute_force(&*model, temperature).unwrap().len())
            .map(|c| exact::decode(&*model, c as u32))
            .collect();
        let logs: Vec<f64> = states.iter().map(|s| -energy.energy(s) / temperature).collect();
        close(law.log_z, num::log_sum_exp(&logs));
        let mean = |f: &dyn Fn(&[f32]) -> f64| -> f64 {
            states.iter().zip(&logs).map(|(s, x)| num::exp(x - law.log_z) * f(s)).sum()
        };
        let total = |s: &[f32]| s.iter().map(|&x| f64::from(x)).sum::<f64>() / units as f64;
        close(law.mean_energy, mean(&|s| energy.energy(s)));
        let spread = mean(&|s| (energy.energy(s) - law.mean_energy) * (energy.energy(s) - law.mean_energy));
        close(law.heat_capacity, spread / (units as f64 * temperature * temperature));
        close(law.magnetization, mean(&total));
        close(law.abs_magnetization.unwrap(), mean(&|s| total(s).abs()));
        let (pairs, marginals) = (law.correlations.unwrap(), law.marginals.unwrap());
        let mut at = 0;
        for i in 0..units {
            close(marginals[i], mean(&|s| f64::from(s[i])));
            for j in i + 1..units {
                close(pairs[at], mean(&|s| f64::from(s[i] * s[j])));
                at += 1;
            }
        }
    }
}

/// More units than a block of the enumeration has: the products of sums over blocks, against fields summed by hand.
#[test]
fn a_lattice_of_more_than_one_block() {
    let model = zoo::model("v=1&model=ising&rows=3&cols=4&J=0.6&h=0.2");
    let law = exact::law(&*model, 1.3).unwrap();
    let probabilities = exact::brute_force(&*model, 1.3).unwrap();
    let pairs = law.correlations.unwrap();
    let mean = |i: usize, j: usize| -> f64 {
        let of = |(c, p): (usize, &f64)| {
            let state = exact::decode(&*model, c as u32);
            p * f64::from(state[i] * state[j])
        };
        probabilities.iter().enumerate().map(of).sum()
    };
    let mut at = 0;
    for i in 0..12 {
        for j in i + 1..12 {
            if (i, j) == (0, 1) || (i, j) == (2, 11) || (i, j) == (10, 11) {
                close(pairs[at], mean(i, j));
            }
            at += 1;
        }
    }
}

/// The Ising lattice's energy by its definition: bonds to the right and below, round the torus or not.
#[test]
fn a_lattice_has_its_bonds() {
    for (boundary, periodic) in [("periodic", true), ("open", false)] {
        let model = zoo::model(&format!("v=1&model=ising&rows=3&cols=5&J=0.7&h=-0.2&boundary={boundary}"));
        let state = model.space().random_state(&mut Rng::stream(9, "bonds", 0));
        let spin = |r: usize, c: usize| f64::from(state[r % 3 * 5 + c % 5]);
        let mut energy = 0.0;
        for r in 0..3 {
            for c in 0..5 {
                energy += 0.2 * spin(r, c);
                if periodic || c < 4 {
                    energy -= 0.7 * spin(r, c) * spin(r, c + 1);
                }
                if periodic || r < 2 {
                    energy -= 0.7 * spin(r, c) * spin(r + 1, c);
                }
            }
        }
        assert!((model.energy().unwrap().energy(&state) - energy).abs() < 1e-5);
    }
}

/// Degree 2 is the Hopfield network but for the constant −P/2.
#[test]
fn dense_of_degree_two_is_hopfield() {
    let of = |link: &str| {
        let (experiment, _) = ebm::experiment::Experiment::read(link);
        ebm::session::Run::initial_model(&experiment, None, None).unwrap()
    };
    let dense = of("v=1&model=dense-hopfield&n=20&patterns=3&degree=2&instance=4");
    let plain = of("v=1&model=hopfield&n=20&patterns=3&instance=4");
    for seed in 0..20 {
        let state = plain.space().random_state(&mut Rng::stream(seed, "states", 0));
        let energies = [&dense, &plain].map(|m| m.energy().unwrap().energy(&state));
        assert!((energies[0] + 1.5 - energies[1]).abs() < 1e-5, "{energies:?}");
    }
}
