//! Glasses with couplings of one strength in bits: up to 256 replicas of one spin in a word.
//!
//! Takes experiments with the model `spin-glass` whose couplings are all `+w` or `−w`, at most six a spin, without fields, for
//! 64 chains or more, under `sampler=annealing` or `sampler=metropolis` with `scan=systematic`, and no clamped units. Each
//! chain is a lane; spins are offered flips in the order of the state, as in the reference. A spin with `d` couplings, `u`
//! of them unsatisfied, flips with `min(1, exp(−ΔE/T))`, `ΔE = 2w(d − 2u)`. Every chain has random bits of its own;
//! probabilities are rounded to multiples of 2⁻³² ([`crate::engines::bits`]). In law it equals the reference up to that.

mod replicas;

pub use replicas::{Graph, Replicas};

use super::word::LANES;
use crate::{
    models::Model,
    registry::Values,
    rng::{Planes, Rng},
    samplers::{
        Conditions, Rate, annealing,
        population::{Measure, Population},
    },
};

/// Fewer chains leave too much of a word unused.
const LEAST_CHAINS: usize = LANES / 4;

/// The temperature of a sweep.
#[derive(Clone, Copy, Debug)]
pub enum Course {
    /// That of the run.
    Constant,
    /// Falling over the run.
    Annealing(annealing::Schedule),
}

/// The engine for an experiment, if it is one of those above.
pub fn population(
    sampler: &str,
    values: &dyn Values,
    model: &dyn Model,
    states: &[Vec<f32>],
) -> Option<Box<dyn Population>> {
    if model.id() != "spin-glass" || states.len() < LEAST_CHAINS {
        return None;
    }
    let course = match sampler {
        "annealing" => Course::Annealing(annealing::Schedule::new(model.energy()?, values)),
        "metropolis" if values.word("scan") == "systematic" && values.word("proposal") == "flip" => Course::Constant,
        _ => return None,
    };
    Some(Box::new(BitGlass::new(Graph::new(model.pairwise()?)?, course, states)))
}

/// Chains, 256 to a block.
pub struct BitGlass {
    graph: Graph,
    course: Course,
    blocks: Vec<Replicas>,
    chains: usize,
    kept: Option<Vec<f32>>,
    flipped: u64,
    offered: u64,
}

impl BitGlass {
    /// Packs the states.
    pub fn new(graph: Graph, course: Course, states: &[Vec<f32>]) -> Self {
        let blocks = states.chunks(LANES).map(|states| Replicas::pack(states, graph.spins())).collect();
        Self { graph, course, blocks, chains: states.len(), kept: None, flipped: 0, offered: 0 }
    }
}

impl Population for BitGlass {
    fn sweep(&mut self, _model: &dyn Model, conditions: &Conditions<'_>, rng: &mut Rng) {
        let temperature = match &self.course {
            Course::Constant => conditions.temperature,
            Course::Annealing(schedule) => schedule.temperature(conditions.progress),
        };
        let thresholds = self.graph.thresholds(temperature);
        let mut planes = Planes::new(rng);
        for block in &mut self.blocks {
            self.flipped += block.sweep(&self.graph, &thresholds, &mut planes);
        }
        self.offered += (self.chains * self.graph.spins()) as u64;
    }

    fn chains(&self) -> usize {
        self.chains
    }

    fn state(&self, chain: usize) -> Vec<f32> {
        self.blocks[chain / LANES].unpack(chain % LANES)
    }

    fn measure(&self, _model: &dyn Model, measures: &mut Vec<Measure>) {
        let (spins, bonds) = (self.graph.spins() as f64, self.graph.bonds() as f64);
        for block in &self.blocks {
            let (unsatisfied, up) = block.count(&self.graph);
            measures.extend(unsatisfied.iter().zip(up).take(block.lanes()).map(|(&unsatisfied, up)| Measure {
                energy: -self.graph.strength() * (bonds - 2.0 * f64::from(unsatisfied)),
                magnetization: (2.0 * f64::from(up) - spins) / spins,
            }));
        }
    }

    fn keep(&mut self, chain: usize) {
        self.kept = Some(self.state(chain));
    }

    fn kept(&self) -> Option<Vec<f32>> {
        self.kept.clone()
    }

    fn rates(&self) -> Vec<Rate> {
        vec![Rate { name: "acceptance", hits: self.flipped, of: self.offered }]
    }

    fn recount(&mut self) {
        (self.flipped, self.offered) = (0, 0);
    }
}
