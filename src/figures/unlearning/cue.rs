//! The damaged memory that the reader recalls: where descent starts from, and every flip on its way.

use super::ends::overlap;
use crate::{code, damage, experiment::Experiment, models::dense::Dense, registry::Value, rng::Rng};

/// A start and the way from it.
pub struct Cue {
    /// Which pattern, from 0.
    pub memory: usize,
    /// The state that descent starts at.
    pub start: Vec<f32>,
    /// Whether the reader drew it.
    pub is_drawn: bool,
    /// Units in the order in which they flip.
    pub flips: Vec<usize>,
    /// How many flips there were after each pass over all units.
    pub passes: Vec<usize>,
    /// How many flips are shown.
    pub shown: usize,
}

impl Cue {
    /// The pattern that `start` names with the part `noise` of its units flipped, or what `cue` holds.
    pub fn of(experiment: &Experiment, patterns: &[Vec<i8>]) -> Self {
        let number = experiment.int("start").max(1) as usize;
        let memory = (number - 1) % patterns.len().max(1);
        let units = patterns.first().map_or(0, Vec::len);
        let drawn = match experiment.value("cue") {
            Some(Value::Text(code)) if !code.is_empty() => code::unpack_bits(&code, units),
            _ => None,
        };
        let is_drawn = drawn.is_some();
        let mut rng = Rng::stream(experiment.int("seed") as u64, "cue", number as u64);
        let damaged = || damage::flipped(&patterns[memory], experiment.float("noise"), &mut rng);
        let start = drawn.map_or_else(damaged, |pixels| pixels.iter().map(|&p| 2.0 * f32::from(p) - 1.0).collect());
        Self { memory, start, is_drawn, flips: Vec::new(), passes: Vec::new(), shown: 0 }
    }

    /// Descends in a network; all of it is shown. The order of the units is the same whatever the network.
    pub fn recall(&mut self, network: &Dense, seed: u64) {
        let (mut state, mut flips, mut passes) = (self.start.clone(), Vec::new(), Vec::<usize>::new());
        let mut rng = Rng::stream(seed, "cue recall", self.memory as u64);
        network.descend(&mut state, &mut rng, &mut |pass, unit| {
            passes.resize(pass + 1, flips.len());
            flips.push(unit);
            passes[pass] = flips.len();
        });
        (self.shown, self.flips, self.passes) = (flips.len(), flips, passes);
    }

    /// The state that is shown.
    pub fn state(&self) -> Vec<f32> {
        let mut state = self.start.clone();
        self.flips[..self.shown].iter().for_each(|&i| state[i] = -state[i]);
        state
    }

    /// Overlaps with its memory at the start and where descent ends.
    pub fn overlaps(&self, pattern: &[i8]) -> (f64, f64) {
        let mut end = self.start.clone();
        self.flips.iter().for_each(|&i| end[i] = -end[i]);
        (overlap(pattern, &self.start), overlap(pattern, &end))
    }
}
