//! Glasses in bits.

use crate::{experiment, fits_the_law, law_after, mean, measures_its_states, model, sweep};
use ebm::{
    engines::{
        bit_glass::{BitGlass, Course, Graph},
        population,
    },
    num,
    rng::Rng,
    samplers::{
        Conditions,
        population::{Population, Separate},
    },
};

fn states(spins: usize, chains: u64) -> Vec<Vec<f32>> {
    let state = |chain| {
        let mut rng = Rng::stream(chain, "states", 0);
        (0..spins).map(|_| if rng.word() >> 31 == 1 { 1.0 } else { -1.0 }).collect()
    };
    (0..chains).map(state).collect()
}

/// Spins with two to six couplings, blocks that are full and one that is not, at T ≠ 1, after one sweep and after some.
#[test]
fn small_glasses_have_the_enumerated_law() {
    let kinds = [
        "graph=complete&n=3",
        "graph=complete&n=4",
        "graph=2d&rows=3&cols=3",
        "graph=complete&n=6",
        "graph=complete&n=7",
    ];
    for kind in kinds {
        let link = format!("v=1&model=spin-glass&{kind}&instance=2");
        let model = model(&link);
        let spins = model.space().units();
        let temperature = 1.7 * Graph::new(model.pairwise().unwrap()).expect("couplings of one strength").strength();
        let order: Vec<usize> = (0..spins).collect();
        for sweeps in [1, 5] {
            let graph = Graph::new(model.pairwise().unwrap()).unwrap();
            let mut population = BitGlass::new(graph, Course::Constant, &states(spins, 20_100));
            sweep(&mut population, &*model, temperature, sweeps, 6);
            let metropolis = |cost: f64| num::exp(-cost.max(0.0) / temperature);
            fits_the_law(kind, &population, &law_after(&*model, &order, sweeps as usize, metropolis));
        }
    }
}

#[test]
fn measures_are_those_of_the_states() {
    for kind in ["graph=2d&rows=5&cols=4", "rows=4&cols=5&depth=3"] {
        let model = model(&format!("v=1&model=spin-glass&{kind}"));
        let graph = Graph::new(model.pairwise().unwrap()).unwrap();
        let mut population = BitGlass::new(graph, Course::Constant, &states(model.space().units(), 300));
        measures_its_states(&population, &*model);
        sweep(&mut population, &*model, 1.5, 5, 7);
        measures_its_states(&population, &*model);
        population.keep(299);
        assert_eq!(population.kept().unwrap(), population.state(299));
        let rate = &population.rates()[0];
        assert!(rate.of == 5 * 300 * model.space().units() as u64 && rate.hits > 0 && rate.hits < rate.of);
    }
}

/// Annealing by the engine and by the reference: mean final energies of independent chains agree within 5 standard errors of
/// their difference (false alarm below 1e-6), for both schedules.
#[test]
fn annealing_ends_at_the_energies_of_the_reference() {
    for schedule in ["geometric&hot=3", "linear"] {
        let link = format!(
            "v=1&model=spin-glass&rows=5&cols=4&depth=4&instance=1&sampler=annealing&schedule={schedule}&chains=1000"
        );
        let (experiment, model) = (experiment(&link), model(&link));
        let start = states(80, 1000);
        let engine = population("annealing", &experiment, &*model, &start).expect("an engine");
        let reference = Separate::new(experiment.sampler.unwrap(), &*model, &experiment, start).unwrap();
        let ends = [engine, Box::new(reference)].map(|mut population: Box<dyn Population>| {
            for sweep in 0..60 {
                let conditions = Conditions { progress: sweep as f64 / 59.0, ..Conditions::at(1.0) };
                population.sweep(&*model, &conditions, &mut Rng::stream(8, "anneal", sweep));
            }
            let mut measures = Vec::new();
            population.measure(&*model, &mut measures);
            let energies: Vec<f64> = measures.iter().map(|m| m.energy / 80.0).collect();
            mean(&energies)
        });
        let [(a, a_error), (b, b_error)] = ends;
        let error = (a_error * a_error + b_error * b_error).sqrt();
        assert!((a - b).abs() < 5.0 * error && error < 0.003, "{schedule}: {a} against {b}, error {error}");
    }
}
