//! What only the figure `sampling` says of itself.

use super::{Sampling, two};
use crate::{experiment::Experiment, models::hopfield, registry::Value, samplers::units::Rule, session::Session};
use serde::Serialize;

/// The walk, and the last single step.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SamplingStatus {
    /// Offers shown of the sweep that is gone through; `None` between sweeps.
    pub inside: Option<usize>,
    /// Offers of a sweep.
    pub offers: usize,
    /// The last one that is shown.
    pub offer: Option<OfferStatus>,
    /// Numbers of the training examples that are stored; `None` where they are not all examples.
    pub stored: Option<[usize; 2]>,
    /// How many training examples there are.
    pub examples: usize,
    /// Overlaps with A and with B.
    pub overlaps: [f64; 2],
    /// Where memories of so many units would be told apart no longer: `1 − q`.
    pub apart: f64,
    /// Where nothing of them would be kept: `1 + q`.
    pub kept: f64,
    /// Units in which they differ.
    pub differ: usize,
    /// Units of the twin.
    pub twin: usize,
    /// Counts and estimates are of the sweeps after this one.
    pub since: u64,
}

/// One offered move.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferStatus {
    /// Which unit, from 1.
    pub unit: usize,
    /// Its row in the picture, from 1.
    pub row: usize,
    /// Its column, from 1.
    pub col: usize,
    /// Its value before.
    pub old: f32,
    /// Its value after.
    pub new: f32,
    /// Its local field `x_i`.
    pub field: f64,
    /// `ΔE = 2σ_i x_i` of a flip.
    pub cost: f64,
    /// Metropolis: the probability of the flip. Gibbs: that of +1.
    pub probability: f64,
    /// The random number, if one was drawn.
    pub drawn: Option<f32>,
}

/// The rule of an experiment's sampler.
pub fn rule(experiment: &Experiment) -> Rule {
    if experiment.sampler.is_some_and(|s| s.id == "metropolis") { Rule::Metropolis } else { Rule::Gibbs }
}

impl Sampling {
    /// The last offer that is shown.
    pub(super) fn offer(&self) -> Option<OfferStatus> {
        let inside = self.inside.as_ref()?;
        let offer = inside.shown().last()?;
        let cols = self.data.as_ref().map_or_else(|| super::panels::side(self.pair.units()), |data| data.cols);
        let field = f64::from(offer.old) * offer.cost / 2.0;
        let probability = match rule(self.run.experiment()) {
            Rule::Metropolis => two::probability(offer.cost, inside.temperature, Rule::Metropolis),
            // That of +1, whatever the unit is: as if it were −1 and moved.
            rule => two::probability(-2.0 * field, inside.temperature, rule),
        };
        Some(OfferStatus {
            unit: offer.unit + 1,
            row: offer.unit / cols + 1,
            col: offer.unit % cols + 1,
            old: offer.old,
            new: offer.new,
            field,
            cost: offer.cost,
            probability,
            drawn: offer.drawn,
        })
    }

    pub(super) fn own_status(&mut self) -> SamplingStatus {
        let experiment = self.run.experiment();
        let examples = self.data.as_ref().map_or(0, |data| data.training());
        let list = match experiment.value("stored") {
            Some(Value::Text(list)) => hopfield::stored(&list, examples).unwrap_or_default(),
            _ => Vec::new(),
        };
        let drawn = experiment.is_given("memories");
        let stored = match list[..] {
            [a, b] if !drawn => Some([a, b]),
            [] if !drawn && examples > 1 => Some([0, 1]),
            _ => None,
        };
        let (a, b) = self.pair.overlaps(&self.state());
        let likeness = self.pair.likeness();
        SamplingStatus {
            inside: self.inside.as_ref().map(|inside| inside.shown),
            offers: self.inside.as_ref().map_or(self.pair.units(), |inside| inside.offers.len()),
            offer: self.offer(),
            stored,
            examples,
            overlaps: [a, b],
            apart: 1.0 - likeness.abs(),
            kept: 1.0 + likeness.abs(),
            differ: self.pair.differ.len(),
            twin: self.twin.model().space().units(),
            since: self.since.min(self.run.step()),
        }
    }
}
