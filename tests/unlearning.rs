//! Hebb's rule and unlearning of Hopfield networks: against their definitions, and what they do to memories.

use ebm::{
    experiment::Experiment,
    models::Model,
    session::{Run, Session},
};

fn run(link: &str) -> Run {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{warnings:?}");
    Run::new(experiment, None).unwrap()
}

fn couplings(model: &dyn Model) -> Vec<f32> {
    model.tensors()[0].values.to_vec()
}

/// After one update a pattern is stored; after as many as there are, the couplings are the model's own, and stay so.
#[test]
fn hebb_stores_pattern_by_pattern() {
    let mut plain = run("v=1&model=hopfield&n=12&patterns=3");
    let stored = couplings(plain.model());
    let patterns = plain.model().patterns().to_vec();
    let mut hebb = run("v=1&model=hopfield&n=12&patterns=3&trainer=hebb");
    assert!(couplings(hebb.model()).iter().all(|&w| w == 0.0));
    hebb.advance(1).unwrap();
    let first = couplings(hebb.model());
    for i in 0..12 {
        for j in 0..12 {
            let expected = if i == j { 0.0 } else { f32::from(patterns[0][i] * patterns[0][j]) / 12.0 };
            assert_eq!(first[i * 12 + j], expected);
        }
    }
    hebb.advance(2).unwrap();
    assert_eq!(couplings(hebb.model()), stored);
    hebb.advance(5).unwrap();
    assert_eq!(couplings(hebb.model()), stored);
}

/// One round subtracts `(ε/N) s sᵀ` of a state `s` that no flip lowers; rounds in turn are updates of one round each.
#[test]
fn unlearning_is_its_definition() {
    let n = 30;
    let link = "v=1&model=hopfield&n=30&patterns=4&trainer=unlearn&epsilon=0.3";
    let mut unlearn = run(link);
    let before = couplings(unlearn.model());
    unlearn.advance(1).unwrap();
    let after = couplings(unlearn.model());
    // The state, up to its sign, from the first row of what was subtracted.
    let lost = |i: usize, j: usize| (before[i * n + j] - after[i * n + j]) * n as f32 / 0.3;
    let state: Vec<f32> = (0..n).map(|j| if j == 0 { 1.0 } else { lost(0, j).round() }).collect();
    for i in 0..n {
        assert_eq!(after[i * n + i], 0.0);
        for j in (0..n).filter(|&j| j != i) {
            assert!((lost(i, j) - state[i] * state[j]).abs() < 1e-4, "{i}, {j}");
        }
        let field: f32 = (0..n).map(|j| before[i * n + j] * state[j]).sum();
        assert!(state[i] * field >= -1e-6, "unit {i} of the quenched state lowers the energy when it flips");
    }
}

/// Past capacity a mild unlearning makes memories stable that were not, and far too much destroys them all.
#[test]
fn mild_unlearning_helps_and_too_much_destroys() {
    let stable = |steps: u64| {
        let mut run = run("v=1&model=hopfield&n=100&patterns=25&trainer=unlearn&epsilon=0.01");
        run.advance(steps).unwrap();
        ebm::observe::Observation::of(&mut run).stable_patterns.unwrap()
    };
    let (none, mild, much) = (stable(0), stable(600), stable(20_000));
    println!("stable patterns: {none}, {mild}, {much}");
    assert!(mild > none + 0.4 && much < 0.1, "stable patterns: {none} before, {mild} mild, {much} after too much");
}

/// What does not fit is refused with a reason.
#[test]
fn other_models_are_refused() {
    for trainer in ["hebb", "unlearn"] {
        let (experiment, _) = Experiment::read(&format!("v=1&model=ising&rows=4&cols=4&trainer={trainer}"));
        let refused = Run::new(experiment, None).err().expect("a misfit");
        assert_eq!(refused.code(), "misfit");
    }
}
