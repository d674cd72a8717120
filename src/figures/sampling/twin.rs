//! The small twin: some units of the network, with the same two pictures on them, small enough to sum over all states.

use super::pair::Pair;
use crate::{code, error::Error, experiment::Experiment, registry::Value, rng::Rng, session::Run};

/// Most units of a twin: 65,536 states.
const UNITS: usize = 16;

/// `count` of the units, evenly spread.
fn spread(units: &[usize], count: usize) -> impl Iterator<Item = usize> + '_ {
    (0..count).map(move |k| units[(2 * k + 1) * units.len() / (2 * count)])
}

/// The units that the twin takes: as large a part of those in which the memories differ as of the others, nearly.
pub fn units(pair: &Pair) -> Vec<usize> {
    let all = pair.units().min(UNITS);
    let differ = (all * pair.differ.len()).div_ceil(pair.units()).min(pair.differ.len());
    let mut taken = vec![false; pair.units()];
    spread(&pair.agree, all - differ).chain(spread(&pair.differ, differ)).for_each(|i| taken[i] = true);
    (0..pair.units()).filter(|&i| taken[i]).collect()
}

/// The twin's run: the same rule, temperature and start, random numbers of its own, and a link of its own.
pub fn twin(experiment: &Experiment, pair: &Pair) -> Result<Run, Error> {
    let units = units(pair);
    let pixels: Vec<u8> =
        pair.patterns.iter().flat_map(|pattern| units.iter().map(|&i| u8::from(pattern[i] > 0))).collect();
    let sampler = experiment.sampler.map_or("gibbs", |s| s.id);
    let link = format!(
        "#v=1&fig=chains&model=hopfield&n={}&patterns=0&memories={}&sampler={sampler}",
        units.len(),
        code::pack_pictures(&pixels, units.len())
    );
    let (mut twin, _) = Experiment::read(&link);
    for key in ["T", "scan", "init", "start", "noise", "burn", "steps"] {
        twin.set(key, &experiment.value(key).unwrap_or(Value::Int(0)).write());
    }
    let seed = Rng::stream(experiment.int("seed") as u64, "twin", 0).uniform64();
    twin.set("seed", &((seed * (1u64 << 53) as f64) as u64).to_string());
    twin.log.clone_from(&experiment.log);
    Run::new(twin, None)
}
