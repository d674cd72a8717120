//! Lattices in bits.

use crate::{fits_the_law, has_engine, kaufman, law_after, mean, measures_its_states, model, sweep};
use ebm::{
    engines::bit_lattice::{
        BitLattice,
        packing::{Lattice, Tiling},
        sweep::Rule,
    },
    models::Model,
    num,
    rng::Rng,
    samplers::population::Population,
};

const RULES: [Rule; 2] = [Rule::Metropolis, Rule::HeatBath];
/// Few and many tiles, oblong tiles, tiles across only and down only, unused lanes.
const SIDES: [[usize; 2]; 9] = [[2, 2], [2, 4], [4, 2], [6, 10], [4, 34], [34, 4], [20, 12], [100, 22], [64, 64]];

fn states(sites: usize, chains: u64) -> Vec<Vec<f32>> {
    let state = |chain| {
        let mut rng = Rng::stream(chain, "states", 0);
        (0..sites).map(|_| if rng.word() >> 31 == 1 { 1.0 } else { -1.0 }).collect()
    };
    (0..chains).map(state).collect()
}

fn engine([rows, cols]: [usize; 2], rule: Rule, model: &dyn Model, states: &[Vec<f32>]) -> BitLattice {
    let tiling = Tiling::new(rows, cols).expect("even sides");
    BitLattice::new(tiling, rule, model.pairwise().unwrap(), states).expect("a torus")
}

#[test]
fn states_come_back_and_lanes_are_used() {
    for [rows, cols] in SIDES {
        let tiling = Tiling::new(rows, cols).unwrap();
        assert!((1..=256).contains(&tiling.lanes()) && tiling.height().is_multiple_of(2));
        for state in states(rows * cols, 3) {
            assert_eq!(Lattice::pack(tiling.clone(), &state).unpack(), state, "{rows} × {cols}");
        }
    }
    let lanes = |rows, cols| Tiling::new(rows, cols).unwrap().lanes();
    assert_eq!([lanes(512, 512), lanes(32, 32), lanes(100, 100), lanes(48, 48)], [256, 256, 250, 192]);
    assert!(Tiling::new(3, 4).is_none() && Tiling::new(4, 5).is_none() && Tiling::new(0, 4).is_none());
}

#[test]
fn measures_are_those_of_the_states() {
    for sides in SIDES {
        for coupling in ["1", "-0.75"] {
            let model = model(&format!("v=1&model=ising&rows={}&cols={}&J={coupling}", sides[0], sides[1]));
            for rule in RULES {
                let mut population = engine(sides, rule, &*model, &states(sides[0] * sides[1], 3));
                measures_its_states(&population, &*model);
                sweep(&mut population, &*model, 2.0, 5, 1);
                measures_its_states(&population, &*model);
                population.keep(1);
                assert_eq!(population.kept().unwrap(), population.state(1));
            }
        }
    }
}

/// At a temperature where no cost is ever paid, a sweep is a rule without chance: even sites, then odd ones, each turns where
/// that lowers the energy, and Metropolis also where it changes nothing.
#[test]
fn cold_sweeps_are_the_plain_rule() {
    for sides in SIDES {
        for coupling in ["1", "-1"] {
            let model = model(&format!("v=1&model=ising&rows={}&cols={}&J={coupling}", sides[0], sides[1]));
            let energy = model.energy().unwrap();
            let start = states(sides[0] * sides[1], 4);
            for rule in RULES {
                let mut population = engine(sides, rule, &*model, &start);
                sweep(&mut population, &*model, 0.02, 1, 2);
                for (chain, start) in start.iter().enumerate() {
                    let (end, mut plain) = (population.state(chain), start.clone());
                    for colour in 0..2 {
                        for i in (0..plain.len()).filter(|i| (i / sides[1] + i % sides[1]) % 2 == colour) {
                            let field = energy.local_field(i, &plain) as f32 * plain[i];
                            match rule {
                                Rule::Metropolis if field <= 0.0 => plain[i] = -plain[i],
                                Rule::HeatBath if field < 0.0 => plain[i] = -plain[i],
                                // A coin decides; the rest of the sweep goes on from what it decided.
                                Rule::HeatBath if field == 0.0 => plain[i] = end[i],
                                _ => (),
                            }
                        }
                    }
                    assert!(plain == end, "{sides:?}, J = {coupling}, {rule:?}");
                }
            }
        }
    }
}

/// Independent chains on lattices of eight sites, at T ≠ 1 and both signs of J, after one sweep and after some.
#[test]
fn small_lattices_have_the_enumerated_law() {
    for (sides, coupling, temperature) in [([2, 4], "0.6", 1.6), ([4, 2], "-0.5", 1.3)] {
        let model = model(&format!("v=1&model=ising&rows={}&cols={}&J={coupling}", sides[0], sides[1]));
        for rule in RULES {
            for sweeps in [1, 5] {
                let mut population = engine(sides, rule, &*model, &states(8, 20_000));
                sweep(&mut population, &*model, temperature, sweeps, 3);
                let order: Vec<usize> = model.blocks().unwrap().blocks().into_iter().flat_map(|b| b.units).collect();
                let law = law_after(&*model, &order, sweeps as usize, |cost| match rule {
                    Rule::Metropolis => num::exp(-cost.max(0.0) / temperature),
                    Rule::HeatBath => num::sigmoid64(-cost / temperature),
                });
                fits_the_law(&format!("{sides:?} J = {coupling} {rule:?}"), &population, &law);
            }
        }
    }
}

/// Mean energy and heat capacity of 64 independent chains within 6.5 of their own standard errors of the exact ones: with 63
/// degrees of freedom Student's t exceeds that with probability below 2e-8, so a false alarm is below 1e-6 over all 20.
/// Chains start with all spins up, so that no stripes are left below T_c, and run 2,500 sweeps before counting.
#[test]
fn energies_and_heat_capacities_are_the_exact_ones() {
    for sides in [[16, 16], [12, 20]] {
        let [rows, cols] = sides;
        assert!(has_engine(&format!("v=1&model=ising&rows={rows}&cols={cols}&sampler=block-gibbs")) == (cols == 16));
        let model = model(&format!("v=1&model=ising&rows={rows}&cols={cols}"));
        let sites = (rows * cols) as f64;
        for temperature in [2.0, 2.269_185, 2.3, 3.0] {
            if cols == 20 && temperature != 2.3 {
                continue;
            }
            let (energy, heat) = kaufman::exact(rows, cols, temperature);
            for rule in RULES {
                let mut population = engine(sides, rule, &*model, &vec![vec![1.0; rows * cols]; 64]);
                sweep(&mut population, &*model, temperature, 2_500, 4);
                let (mut measures, sweeps) = (Vec::new(), 4_000);
                let mut energies = vec![Vec::new(); 64];
                for at in 0..sweeps {
                    sweep(&mut population, &*model, temperature, 1, 1_000 + at);
                    measures.clear();
                    population.measure(&*model, &mut measures);
                    energies.iter_mut().zip(&measures).for_each(|(e, measure)| e.push(measure.energy / sites));
                }
                let what = format!("{rows} × {cols}, T = {temperature}, {rule:?}");
                let means: Vec<f64> = energies.iter().map(|e| mean(e).0).collect();
                let (found, error) = mean(&means);
                assert!((found - energy).abs() < 6.5 * error, "{what}: energy {found} ± {error}, exactly {energy}");
                assert!(error < 3e-3 * energy.abs(), "{what}: an error of {error} tests nothing");
                // About the exact mean, so that chains stay independent.
                let square = |e: &Vec<f64>| e.iter().map(|e| (e - energy) * (e - energy)).sum::<f64>() / sweeps as f64;
                let scale = sites / (temperature * temperature);
                let heats: Vec<f64> = energies.iter().map(|e| scale * square(e)).collect();
                let (found, error) = mean(&heats);
                assert!((found - heat).abs() < 6.5 * error, "{what}: heat capacity {found} ± {error}, exactly {heat}");
                assert!(error < 0.05 * heat, "{what}: an error of {error} tests nothing");
            }
        }
    }
}
