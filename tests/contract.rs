//! One test for every pair of a model and a sampler in the registries: the chain's states against the enumerated law, at
//! T ≠ 1 and with biases; and for every misfit its error.

mod common;

use common::zoo;
use ebm::{
    error::Error,
    exact,
    experiment::Experiment,
    models::{MODELS, Model},
    rng::Rng,
    samplers::{Conditions, SAMPLERS, Sampler},
};

const TEMPERATURE: f64 = 1.6;
const CHAINS: u64 = 3_000;
/// Sweeps of every chain, and of those whose one sweep moves a whole ladder of temperatures.
const SWEEPS: usize = 60;
const LADDER_SWEEPS: usize = 15;
const LADDERS: &[&str] = &["simulated-tempering", "tempering", "houdayer"];
/// These look for states of low energy and have no law.
const LAWLESS: &[&str] = &["descent", "annealing"];

/// Makes samplers with parameters as a link gives them.
fn maker<'a>(id: &str, options: &str, model: &'a dyn Model) -> impl Fn() -> Result<Box<dyn Sampler>, Error> + use<'a> {
    let (experiment, warnings) = Experiment::read(&format!("v=1&model=rbm&sampler={id}{options}"));
    assert!(warnings.is_empty(), "{warnings:?}");
    let entry = experiment.sampler.expect("a sampler");
    move || (entry.build.make)(model, &experiment)
}

/// One of them.
fn build(id: &str, options: &str, model: &dyn Model) -> Result<Box<dyn Sampler>, Error> {
    maker(id, options, model)()
}

fn sweeps(id: &str) -> usize {
    if LADDERS.contains(&id) { LADDER_SWEEPS } else { SWEEPS }
}

/// The number of a state in the order of enumeration.
fn code(model: &dyn Model, state: &[f32]) -> usize {
    let (mut code, mut place) = (0, 1);
    for (alphabet, &x) in model.space().alphabets().iter().zip(state) {
        let value = (0..alphabet.values()).position(|k| alphabet.value(k) == x).expect("a value of the unit");
        code += value * place;
        place *= alphabet.values() as usize;
    }
    code
}

/// Independent chains, so that counts of their last states are multinomial: Pearson's χ² then has a known law.
/// The bound `d + 2 √(d x) + 2 x` is passed by chance with probability below 1e-6 (Laurent & Massart 2000, x = 14).
fn chi_square_fits(what: &str, counts: &[f64], law: &[f64], total: f64) {
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
    assert!(chi < bound, "{what}: χ² = {chi} with {freedom} degrees of freedom, bound {bound}");
    assert!(
        chi > freedom - 2.0 * (freedom * x).sqrt(),
        "{what}: χ² = {chi} is too good for {freedom} degrees of freedom"
    );
}

/// Counts of the last states of independent chains that start at `start`.
fn counts(
    model: &dyn Model,
    sampler: &dyn Fn() -> Box<dyn Sampler>,
    clamped: Option<&[bool]>,
    start: &[f32],
    (states, sweeps): (usize, usize),
) -> Vec<f64> {
    let conditions = Conditions { clamped, ..Conditions::at(TEMPERATURE) };
    let mut counts = vec![0.0; states];
    for chain in 0..CHAINS {
        let mut rng = Rng::stream(chain, "contract", 0);
        let (mut sampler, mut state) = (sampler(), start.to_vec());
        for _ in 0..sweeps {
            sampler.sweep(model, &conditions, &mut state, &mut rng, &mut |_, _| {});
        }
        counts[code(model, &state)] += 1.0;
    }
    counts
}

fn reaches_the_law(link: &str, id: &str, options: &str) {
    let model = zoo::model(link);
    if build(id, options, &*model).is_err() {
        return;
    }
    let law = exact::brute_force(&*model, TEMPERATURE).unwrap();
    let make = maker(id, options, &*model);
    let sampler = || make().unwrap();
    let counts = counts(&*model, &sampler, None, &exact::decode(&*model, 0), (law.len(), sweeps(id)));
    chi_square_fits(&format!("{link} {id}{options}"), &counts, &law, CHAINS as f64);
}

#[test]
fn the_zoo_holds_every_model() {
    assert!(zoo::is_complete());
}

#[test]
fn every_sampler_reaches_the_enumerated_law_of_every_model_that_fits() {
    for link in zoo::LINKS {
        for entry in SAMPLERS.iter().filter(|e| !LAWLESS.contains(&e.id)) {
            reaches_the_law(link, entry.id, "");
        }
    }
}

#[test]
fn so_does_every_variant_of_a_sampler() {
    for link in ["v=1&model=levels&levels=1,2,3,2.5", "v=1&model=ising&rows=2&cols=4&J=0.6&h=0.2"] {
        reaches_the_law(link, "gibbs", "&scan=random");
        reaches_the_law(link, "metropolis", "&scan=systematic");
        reaches_the_law(link, "metropolis", "&scan=checkerboard");
        reaches_the_law(link, "tempering", "&ladder=3&hot=5");
        reaches_the_law(link, "simulated-tempering", "&ladder=3&hot=5");
    }
    for link in ["v=1&model=levels&levels=1,2,3,2.5", "v=1&model=two-spins&w=0.7&b1=0.4&b2=-0.9"] {
        reaches_the_law(link, "metropolis", "&proposal=independent");
    }
}

#[test]
fn clamped_units_keep_their_value_and_the_rest_its_conditional_law() {
    for link in zoo::LINKS {
        let model = zoo::model(link);
        let units = model.space().units();
        let joint = exact::brute_force(&*model, TEMPERATURE).unwrap();
        let mut clamped = vec![false; units];
        clamped[0] = true;
        if units > 3 {
            clamped[3] = true;
        }
        let start = exact::decode(&*model, 1);
        let fits = |c: usize| {
            let state = exact::decode(&*model, c as u32);
            (0..units).all(|i| !clamped[i] || state[i] == start[i])
        };
        let total: f64 = joint.iter().enumerate().filter(|(c, _)| fits(*c)).map(|(_, p)| p).sum();
        let law: Vec<f64> = joint.iter().enumerate().map(|(c, p)| if fits(c) { p / total } else { 0.0 }).collect();
        for entry in SAMPLERS.iter().filter(|e| build(e.id, "", &*model).is_ok()) {
            let make = maker(entry.id, "", &*model);
            let sampler = || make().unwrap();
            let counts = counts(&*model, &sampler, Some(&clamped), &start, (law.len(), sweeps(entry.id)));
            let moved = counts.iter().enumerate().any(|(c, &n)| n > 0.0 && !fits(c));
            assert!(!moved, "{link} {} moved a clamped unit", entry.id);
            if !LAWLESS.contains(&entry.id) && units > 1 {
                chi_square_fits(&format!("{link} {} clamped", entry.id), &counts, &law, CHAINS as f64);
            }
        }
    }
}

/// Which samplers refuse which model, and that they say why.
#[test]
fn every_misfit_is_refused_with_a_reason() {
    let misfits: &[(&str, &[&str])] = &[
        ("model=rbm&", &["swendsen-wang", "wolff", "houdayer"]),
        ("alphabet=spin", &["block-gibbs"]),
        ("model=boltzmann", &["block-gibbs", "swendsen-wang", "wolff", "houdayer"]),
        ("model=levels&", &["block-gibbs", "swendsen-wang", "wolff", "houdayer"]),
        ("rows=3&cols=3", &["block-gibbs"]),
        ("model=dense-hopfield", &["block-gibbs", "swendsen-wang", "wolff", "houdayer"]),
        ("model=hopfield", &["block-gibbs"]),
        ("disorder=gaussian", &["block-gibbs"]),
        ("order=3", &["block-gibbs", "swendsen-wang", "wolff", "houdayer"]),
    ];
    for link in zoo::LINKS {
        let model = zoo::model(link);
        let expected = misfits.iter().find(|(part, _)| link.contains(part)).map_or(&[][..], |(_, ids)| ids);
        for entry in SAMPLERS {
            match build(entry.id, "", &*model) {
                Ok(_) => assert!(!expected.contains(&entry.id), "{link} {} was not refused", entry.id),
                Err(error) => {
                    assert!(expected.contains(&entry.id), "{link} {}: {error}", entry.id);
                    assert!(error.code() == "misfit" && error.to_string().contains(entry.id), "{error}");
                }
            }
        }
    }
    assert_eq!(MODELS.len(), 8, "a new model needs a line here if a sampler refuses it");
}

#[test]
fn a_checkerboard_needs_two_colours() {
    for link in ["v=1&model=ising&rows=3&cols=4", "v=1&model=hopfield&n=7&patterns=2", "v=1&model=levels&levels=1,2,3"]
    {
        let error = build("metropolis", "&scan=checkerboard", &*zoo::model(link)).err().expect("a refusal");
        assert!(error.code() == "value" && error.to_string().contains("'scan'"), "{error}");
    }
}

#[test]
fn one_seed_is_one_chain() {
    for link in zoo::LINKS {
        let model = zoo::model(link);
        for entry in SAMPLERS.iter().filter(|e| build(e.id, "", &*model).is_ok()) {
            let run = || {
                let mut sampler = build(entry.id, "", &*model).unwrap();
                let mut rng = Rng::stream(5, "same", 0);
                let mut state = exact::decode(&*model, 0);
                let conditions = Conditions::at(TEMPERATURE);
                (0..20).for_each(|_| sampler.sweep(&*model, &conditions, &mut state, &mut rng, &mut |_, _| {}));
                state
            };
            assert_eq!(run(), run());
        }
    }
}
