//! Where chains start: coin flips, training examples, the damaged picture, a damaged memory; and which units stay clamped.

use crate::{
    damage::{self, Damage},
    data::Dataset,
    experiment::Experiment,
    models::Model,
    rng::Rng,
    space::Alphabet,
};

/// States that chains start from.
pub struct Starts {
    /// One whole state a chain.
    pub states: Vec<Vec<f32>>,
    /// Units that keep their value, by the picture and by the link's `clamped`; `None` if all are free.
    pub clamped: Option<Vec<bool>>,
}

/// Where the chains of an experiment start, at `init`.
pub fn of(experiment: &Experiment, model: &dyn Model, data: Option<&Dataset>, init: &str) -> Starts {
    let mut starts = free(experiment, model, data, init);
    let alphabets = model.space().alphabets();
    for (i, value) in experiment.clamped().into_iter().enumerate().take(alphabets.len()) {
        if let Some(value) = value {
            starts.clamped.get_or_insert_with(|| vec![false; alphabets.len()])[i] = true;
            starts.states.iter_mut().for_each(|state| state[i] = alphabets[i].value(value));
        }
    }
    starts
}

/// The same before units are clamped by the link. A damaged picture starts one chain.
fn free(experiment: &Experiment, model: &dyn Model, data: Option<&Dataset>, init: &str) -> Starts {
    let space = model.space();
    let (units, count) = (space.units(), experiment.int("chains") as usize);
    let stream = |chain: usize| Rng::stream(experiment.int("seed") as u64, "chains", chain as u64);
    match (init, data) {
        ("data", Some(data)) => {
            let examples: Vec<u32> = if data.is_weighted() {
                data.in_proportion(count, 0.5)
            } else {
                (0..count).map(|c| (c % data.training()) as u32).collect()
            };
            Starts { states: data.states_on(space, &examples), clamped: None }
        }
        ("damaged", Some(data)) => {
            let damage = Damage::of(experiment, data);
            let mut state = damage.state(units);
            // Pictures are bits; a model of spins takes them as σ = 2s − 1.
            if space.common_alphabet() == Some(Alphabet::Spin) {
                state.iter_mut().for_each(|x| *x = 2.0 * *x - 1.0);
            }
            Starts { states: vec![state], clamped: experiment.flag("clamp").then(|| damage.clamped(units)) }
        }
        ("memory", _) if !model.patterns().is_empty() => {
            let (patterns, noise) = (model.patterns(), experiment.float("noise"));
            let first = experiment.int("start").max(1) as usize - 1;
            let start = |c: usize| damage::flipped(&patterns[(first + c) % patterns.len()], noise, &mut stream(c));
            Starts { states: (0..count).map(start).collect(), clamped: None }
        }
        _ => Starts { states: (0..count).map(|c| space.random_state(&mut stream(c))).collect(), clamped: None },
    }
}
