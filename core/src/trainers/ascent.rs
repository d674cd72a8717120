//! Gradient ascent with momentum and weight decay, generic over models and sources: the reference for every engine.

use super::{Batch, Expectations, Learner, Settings};
use crate::{
    error::Error,
    models::{Model, copy_parameters},
    rng::Rng,
};

/// A model, where its expectations come from, and the last change of every parameter.
pub struct Ascent {
    model: Box<dyn Model>,
    source: Box<dyn Expectations>,
    changes: Vec<Vec<f32>>,
}

/// The single-precision factors of one update.
#[derive(Clone, Copy, Debug)]
pub struct Factors {
    /// `1/(n T)` of the data phase.
    pub data: f32,
    /// `1/(n T)` of the model phase.
    pub model: f32,
    /// Learning rate.
    pub rate: f32,
    /// Momentum.
    pub momentum: f32,
    /// Decay, 0 for biases.
    pub decay: f32,
}

impl Factors {
    /// From the rule's numbers and the sizes of the two phases.
    pub fn new(settings: &Settings, data: f32, model: f32, decays: bool) -> Self {
        let temperature = settings.temperature as f32;
        Self {
            data: 1.0 / (data * temperature),
            model: 1.0 / (model * temperature),
            rate: settings.rate as f32,
            momentum: settings.momentum as f32,
            decay: if decays { settings.decay as f32 } else { 0.0 },
        }
    }

    /// `Δ = m Δ + η (g − λ θ)`, `θ ← θ + Δ`, with `g` from the two phases' sums.
    #[inline(always)]
    pub fn apply(&self, value: &mut f32, change: &mut f32, data: f32, model: f32) {
        let gradient = data * self.data - model * self.model;
        *change = self.momentum * *change + self.rate * (gradient - self.decay * *value);
        *value += *change;
    }
}

impl Ascent {
    /// Starts with no change to carry on.
    pub fn new(model: Box<dyn Model>, source: Box<dyn Expectations>) -> Self {
        let changes = model.tensors().iter().map(|t| vec![0.0; t.values.len()]).collect();
        Self { model, source, changes }
    }

    /// A learner that starts from a copy of the model.
    pub fn learner(model: &dyn Model, source: impl Expectations + 'static) -> Box<dyn Learner> {
        Box::new(Self::new(model.copy(), Box::new(source)))
    }
}

impl Learner for Ascent {
    fn update(&mut self, batch: Batch<'_>, settings: &Settings, rng: &mut Rng) -> Result<(), Error> {
        let (data, model) = self.source.phases(&*self.model, batch, settings, rng)?;
        for (index, tensor) in self.model.tensors_mut().into_iter().enumerate() {
            let factors = Factors::new(settings, data.count, model.count, tensor.decays);
            let sums = data.sums[index].iter().zip(&model.sums[index]);
            for ((value, change), (&d, &m)) in tensor.values.iter_mut().zip(&mut self.changes[index]).zip(sums) {
                factors.apply(value, change, d, m);
            }
        }
        Ok(())
    }

    fn store(&self, model: &mut dyn Model) {
        copy_parameters(&*self.model, model);
    }

    fn chains(&self) -> Vec<Vec<f32>> {
        self.source.chains().to_vec()
    }
}
