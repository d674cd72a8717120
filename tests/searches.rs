//! Rules that look for low energies: descent ends in local minima, annealing in ground states, memories are recalled.

mod common;

use common::zoo;
use ebm::{
    experiment::Experiment,
    instance::EdgeList,
    observe::Observation,
    session::{Run, Session},
};

fn run(link: &str) -> Run {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    let steps = experiment.int("steps") as u64;
    let mut run = Run::new(experiment, None).expect("a run");
    run.advance(steps).expect("steps");
    run
}

/// The lowest energy of all states, by plain enumeration.
fn ground_state(link: &str) -> f64 {
    let (experiment, _) = Experiment::read(link);
    let model = Run::initial_model(&experiment, None, None).unwrap();
    let energy = model.energy().unwrap();
    let states = 0..1u32 << model.space().units();
    states.map(|c| energy.energy(&ebm::exact::decode(&*model, c))).fold(f64::MAX, f64::min)
}

#[test]
fn descent_ends_where_no_flip_lowers_the_energy() {
    for link in zoo::LINKS {
        let mut run = run(&format!("{link}&sampler=descent&steps=200&chains=20&seed=3"));
        let chains = run.chains();
        let model = run.model();
        let energy = model.energy().unwrap();
        let alphabets = model.space().alphabets();
        for state in &chains {
            for (i, alphabet) in alphabets.iter().enumerate() {
                for k in 0..alphabet.values() {
                    assert!(energy.change(i, alphabet.value(k), state, &energy.memory(state)) > -1e-9, "{link}");
                }
            }
        }
    }
}

#[test]
fn annealing_finds_the_ground_states_of_small_glasses() {
    let mut found = 0;
    for instance in 0..6 {
        for kind in ["graph=2d&rows=4&cols=4", "graph=complete&disorder=gaussian&n=14", "graph=complete&n=9&order=3"] {
            let link = format!("v=1&model=spin-glass&{kind}&instance={instance}");
            let run = run(&format!("{link}&sampler=annealing&steps=300&chains=20"));
            let (lowest, state) = run.lowest().unwrap();
            assert!(lowest >= ground_state(&link) - 1e-6 && !state.is_empty());
            found += u32::from(lowest < ground_state(&link) + 1e-6);
        }
    }
    assert_eq!(found, 18, "20 slow coolings of at most 16 spins");
}

/// Five patterns in 200 units are far below capacity: from a tenth of the units flipped, every one comes back.
#[test]
fn memories_come_back_from_noise() {
    let link = "v=1&model=hopfield&n=200&patterns=5&sampler=descent&init=memory&noise=0.1&chains=20&steps=20";
    let seen = Observation::of(&mut run(link));
    assert!(seen.overlap.unwrap() > 0.99 && seen.stable_patterns == Some(1.0));
    // Far above capacity they do not.
    let seen = Observation::of(&mut run(&link.replace("patterns=5", "patterns=80")));
    assert!(seen.overlap.unwrap() < 0.9 && seen.stable_patterns.unwrap() < 0.1);
}

/// A ring of five with weights 1 to 5: the best cut leaves the lightest edge uncut.
#[test]
fn an_edge_list_is_cut_as_well_as_it_can_be() {
    let list = EdgeList::parse("5 5\n1 2 1\n2 3 2\n3 4 3\n4 5 4\n5 1 5\n").unwrap();
    let (experiment, _) = Experiment::read("v=1&model=spin-glass&sampler=annealing&steps=100&chains=4");
    let model = Run::initial_model(&experiment, None, Some(&list)).unwrap();
    let mut run = Run::with_model(experiment, None, model).unwrap();
    run.advance(100).unwrap();
    let (energy, state) = run.lowest().unwrap();
    assert_eq!(list.cut(&state), 14.0);
    assert_eq!(energy, 15.0 - 2.0 * 14.0);
}
