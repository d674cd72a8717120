//! The engines for spins in bits: in law equal to the reference, their numbers equal to those of their states.

#[path = "../golden/mod.rs"]
mod golden;
mod kaufman;
mod lattice;
mod replicas;
mod words;

use ebm::{
    experiment::Experiment,
    models::Model,
    samplers::{
        Conditions,
        population::{Measure, Population},
    },
    session::{Run, Session},
};

fn experiment(link: &str) -> Experiment {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    experiment
}

fn model(link: &str) -> Box<dyn Model> {
    Run::initial_model(&experiment(link), None, None).expect("a model")
}

/// Whether a link's chains are run by an engine.
fn has_engine(link: &str) -> bool {
    let experiment = experiment(link);
    let model = model(link);
    let states = vec![vec![1.0; model.space().units()]; experiment.int("chains") as usize];
    experiment.sampler.is_some_and(|s| ebm::engines::population(s.id, &experiment, &*model, &states).is_some())
}

/// Mean and its standard error, over independent numbers.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (square / n).sqrt())
}

/// What a population measures is what its states say, exactly: all energies are multiples of couplings that are dyadic.
fn measures_its_states(population: &dyn Population, model: &dyn Model) {
    let mut measures = Vec::new();
    population.measure(model, &mut measures);
    assert_eq!(measures.len(), population.chains());
    for (chain, measure) in measures.into_iter().enumerate() {
        let state = population.state(chain);
        let magnetization = state.iter().map(|&x| f64::from(x)).sum::<f64>() / state.len() as f64;
        assert_eq!(measure, Measure { energy: model.energy().unwrap().energy(&state), magnetization }, "chain {chain}");
    }
}

/// The exact law of a chain that starts at any state alike, after `sweeps` sweeps in this order: by enumeration of all
/// states, flip by flip. `flips` gives the probability of a flip of energy ΔE.
fn law_after(model: &dyn Model, order: &[usize], sweeps: usize, flips: impl Fn(f64) -> f64) -> Vec<f64> {
    let states: usize = 1 << model.space().units();
    let decode =
        |code: usize| -> Vec<f32> { (0..model.space().units()).map(|i| (code >> i & 1) as f32 * 2.0 - 1.0).collect() };
    let energy = model.energy().unwrap();
    let energies: Vec<f64> = (0..states).map(|code| energy.energy(&decode(code))).collect();
    let mut law = vec![1.0 / states as f64; states];
    for &i in (0..sweeps).flat_map(|_| order) {
        let mut next = vec![0.0; states];
        for (code, p) in law.iter().enumerate() {
            let other = code ^ 1 << i;
            let flipped = p * flips(energies[other] - energies[code]);
            next[other] += flipped;
            next[code] += p - flipped;
        }
        law = next;
    }
    law
}

/// Pearson's χ² of the states of independent chains against their law; passed by chance with probability below 1e-6
/// (Laurent & Massart 2000, x = 14). States that are expected fewer than five times are one cell together.
fn fits_the_law(what: &str, population: &dyn Population, law: &[f64]) {
    let total = population.chains();
    let mut counts = vec![0.0; law.len()];
    for state in (0..total).map(|chain| population.state(chain)) {
        let code: usize = state.iter().enumerate().map(|(i, &x)| usize::from(x > 0.0) << i).sum();
        counts[code] += 1.0;
    }
    let (mut chi, mut cells, mut rest, mut rest_expected) = (0.0, 0.0, 0.0, 0.0);
    for (count, p) in counts.into_iter().zip(law) {
        let expected = p * total as f64;
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
    assert!(cells > 2.0, "{what}: too few chains");
    let (freedom, x): (f64, f64) = (cells - 1.0, 14.0);
    let bound = freedom + 2.0 * (freedom * x).sqrt() + 2.0 * x;
    assert!(chi < bound, "{what}: χ² = {chi} with {freedom} degrees of freedom, bound {bound}");
    assert!(
        chi > freedom - 2.0 * (freedom * x).sqrt(),
        "{what}: χ² = {chi} is too good for {freedom} degrees of freedom"
    );
}

/// Sweeps at one temperature.
fn sweep(population: &mut dyn Population, model: &dyn Model, temperature: f64, sweeps: u64, seed: u64) {
    for sweep in 0..sweeps {
        let mut rng = ebm::rng::Rng::stream(seed, "bits", sweep);
        population.sweep(model, &Conditions::at(temperature), &mut rng);
    }
}

/// Which experiments the engines take.
#[test]
fn the_experiment_decides_which_engine_runs() {
    let lattice = "v=1&model=ising&rows=64&cols=48&sampler=block-gibbs";
    let glass = "v=1&model=spin-glass&rows=4&cols=4&depth=4&sampler=annealing&chains=64";
    for taken in [
        lattice.to_string(),
        lattice.replace("block-gibbs", "metropolis&scan=checkerboard"),
        format!("{lattice}&J=-0.7"),
        lattice.replace("cols=48", "cols=4"),
        glass.to_string(),
        glass.replace("annealing", "metropolis&scan=systematic"),
        glass.replace("rows=4", "graph=2d&rows=7"),
        glass.replace("rows=4&cols=4&depth=4", "graph=complete&n=7"),
    ] {
        assert!(has_engine(&taken), "{taken}");
    }
    for left in [
        lattice.replace("block-gibbs", "metropolis"),
        lattice.replace("block-gibbs", "gibbs"),
        lattice.replace("block-gibbs", "metropolis&scan=checkerboard&proposal=independent"),
        format!("{lattice}&h=0.1"),
        format!("{lattice}&J=0"),
        format!("{lattice}&boundary=open"),
        lattice.replace("cols=48", "cols=47"),
        lattice.replace("rows=64&cols=48", "rows=14&cols=14"),
        glass.replace("chains=64", "chains=63"),
        glass.replace("annealing", "gibbs"),
        glass.replace("rows=4", "rows=2"),
        glass.replace("rows=4", "disorder=gaussian&rows=4"),
        glass.replace("rows=4&cols=4&depth=4", "graph=complete&n=8"),
    ] {
        assert!(!has_engine(&left), "{left}");
    }
}

/// Frozen digests, the same in browsers (`tests/handles.rs`), however many steps are done at a time.
#[test]
fn digests_are_frozen_and_independent_of_slices() {
    for golden in golden::SPINS {
        assert!(has_engine(golden.link), "{}", golden.link);
        let digest = |slice: u64| {
            let mut run = Run::new(experiment(golden.link), None).unwrap();
            while run.step() < golden.steps {
                run.advance(slice.min(golden.steps - run.step())).unwrap();
            }
            run.digest()
        };
        assert_eq!(digest(1), digest(7), "{}", golden.link);
        assert_eq!(digest(golden.steps), golden.digest, "{}", golden.link);
    }
}

/// The lowest energy that a run tells is the least of its series, and that of the state it tells with it.
#[test]
fn the_lowest_state_is_kept() {
    for golden in golden::SPINS {
        let mut run = Run::new(experiment(golden.link), None).unwrap();
        run.advance(golden.steps).unwrap();
        let (lowest, state) = run.lowest().unwrap();
        let least = run.series().iter().flat_map(|s| &s.energies).copied().fold(f64::MAX, f64::min);
        assert_eq!((lowest, run.model().energy().unwrap().energy(&state)), (least, least), "{}", golden.link);
    }
}
