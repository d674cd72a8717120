//! How well a network remembers: recall from damage, spurious minima and basins of attraction, by descent at T = 0.
//!
//! Descent offers every unit in turn the value of lower energy, ties stay, until no unit moves. A pattern is *recalled*
//! if the overlap `m = Σ_i ξ_i σ_i/N` of the state where descent ends is at least [`RECALLED`]. All this takes
//! thousands of descents in small networks; in large ones, fewer patterns are looked at with fewer tries, so that a
//! look takes seconds at most.

use crate::{
    damage,
    models::{Energy, Model},
    rng::Rng,
    samplers::{
        Conditions,
        units::{Order, Rule, Units},
    },
    session::{Run, Session},
};

/// The overlap from which a pattern counts as recalled.
pub const RECALLED: f64 = 0.95;
/// Damaged parts at which basins are looked for: multiples of this, below a half, where nothing is left of a pattern.
const GRID: f64 = 0.05;
/// Work, as [`cost`] counts it, of one look.
const WORK: u64 = 500_000_000;
/// Fewest and most descents of one look.
const DESCENTS: (u64, u64) = (30, 3_000);
/// Most tries with one pattern at one damage.
const TRIES: usize = 10;
/// Most quenches from random states.
const QUENCHES: usize = 200;
/// Most patterns whose basins are looked for.
const BASINS: usize = 20;
/// Sweeps after which a descent is given up.
const SWEEPS: usize = 200;

/// About how many additions it takes to compute the field of every unit of a model with patterns.
pub fn cost(model: &dyn Model) -> u64 {
    let (units, patterns) = (model.space().units() as u64, model.patterns().len() as u64);
    // Without couplings of pairs, a field looks at every pattern each time that it is asked for.
    if model.pairwise().is_some() { (units * units).max(1) } else { (30 * units * patterns).max(1) }
}

/// `Σ_i ξ_i σ_i/N`.
fn overlap(state: &[f32], pattern: &[i8]) -> f64 {
    let sum: f64 = state.iter().zip(pattern).map(|(&x, &p)| f64::from(x) * f64::from(p)).sum();
    sum / state.len() as f64
}

/// Descents of one model, with the stream of one observer.
struct Descents<'a> {
    model: &'a dyn Model,
    energy: &'a dyn Energy,
    units: Units,
    rng: Rng,
}

impl Descents<'_> {
    /// From a state to where no unit moves.
    fn settle(&mut self, state: &mut [f32]) {
        for _ in 0..SWEEPS {
            let before = self.units.rate("").hits;
            self.units.sweep(
                Rule::Descent,
                &Order::Systematic,
                self.energy,
                &Conditions::at(1.0),
                state,
                &mut self.rng,
            );
            if self.units.rate("").hits == before {
                return;
            }
        }
    }

    /// The overlap with a pattern where descent ends that starts with this part of its units flipped.
    fn recall(&mut self, pattern: &[i8], damage: f64) -> f64 {
        let mut state = damage::flipped(pattern, damage, &mut self.rng);
        self.settle(&mut state);
        overlap(&state, pattern)
    }

    /// Where descent ends from coin flips.
    fn quench(&mut self) -> Vec<f32> {
        let mut state = self.model.space().random_state(&mut self.rng);
        self.settle(&mut state);
        state
    }

    /// The largest damage up to which a pattern comes back in at least half of the tries.
    fn basin(&mut self, pattern: &[i8], tries: usize) -> f64 {
        let mut basin = 0.0;
        for step in 1..10 {
            let damage = GRID * f64::from(step);
            let back = (0..tries).filter(|_| self.recall(pattern, damage) >= RECALLED).count();
            if 2 * back < tries {
                break;
            }
            basin = damage;
        }
        basin
    }
}

/// One look at what a network remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    /// Part of the tries that recall their pattern, from starts with the part `noise` of the units flipped.
    pub recall: f64,
    /// Mean final overlap with the pattern that a try started from.
    pub recall_overlap: f64,
    /// Part of the quenches from random states that end near no stored pattern nor its negative.
    pub spurious: f64,
    /// How many different states these quenches end in.
    pub minima: f64,
    /// Mean over patterns of the largest damaged part, on a grid of 0.05, up to which at least half of the tries recall
    /// it.
    pub basin: f64,
}

impl Memory {
    /// Looks at a run's model; `None` where it stores no patterns. The streams depend on (seed, name, step) alone.
    pub fn of(run: &mut Run) -> Option<Self> {
        let (seed, step, noise) = (run.experiment().int("seed") as u64, run.step(), run.experiment().float("noise"));
        let model = run.model();
        let (patterns, energy) = (model.patterns(), model.energy()?);
        if patterns.is_empty() {
            return None;
        }
        let descents = |name| Descents { model, energy, units: Units::new(model), rng: Rng::stream(seed, name, step) };
        let share = ((WORK / cost(model)).clamp(DESCENTS.0, DESCENTS.1) / 3) as usize;

        let tried = &patterns[..patterns.len().min(share)];
        let tries = (share / tried.len()).clamp(1, TRIES);
        let mut observer = descents("observe recall");
        let ends: Vec<f64> =
            tried.iter().flat_map(|p| (0..tries).map(|_| observer.recall(p, noise)).collect::<Vec<f64>>()).collect();
        let recalled = ends.iter().filter(|&&m| m >= RECALLED).count();

        let mut observer = descents("observe spurious");
        let mut states: Vec<Vec<f32>> = Vec::new();
        let (quenches, mut spurious) = (share.min(QUENCHES), 0);
        for _ in 0..quenches {
            let state = observer.quench();
            spurious += u32::from(patterns.iter().all(|p| overlap(&state, p).abs() < RECALLED));
            if !states.contains(&state) {
                states.push(state);
            }
        }

        let deep = &patterns[..patterns.len().min((share / 100).clamp(1, BASINS))];
        let tries = (share / (10 * deep.len())).clamp(2, TRIES);
        let mut observer = descents("observe basin");
        let basins: f64 = deep.iter().map(|p| observer.basin(p, tries)).sum();
        Some(Self {
            recall: recalled as f64 / ends.len() as f64,
            recall_overlap: ends.iter().sum::<f64>() / ends.len() as f64,
            spurious: f64::from(spurious) / quenches as f64,
            minima: states.len() as f64,
            basin: basins / deep.len() as f64,
        })
    }

    /// The numbers by name.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, f64)> {
        [
            ("recall", self.recall),
            ("recall_overlap", self.recall_overlap),
            ("spurious", self.spurious),
            ("minima", self.minima),
            ("basin", self.basin),
        ]
        .into_iter()
    }
}
