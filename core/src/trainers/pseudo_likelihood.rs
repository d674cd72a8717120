//! Maximum pseudo-likelihood: ascent on `⟨Σ_i ln p(x_i given all other units)⟩` over all training examples.
//!
//! With `m_i = ⟨x_i given the rest⟩` the gradient by `w_ij` is `⟨2 x_i x_j − m_i x_j − m_j x_i⟩/T`, by `b_i` `⟨x_i − m_i⟩/T`: no sum
//! over states, and consistent, so that it recovers the couplings of an inverse Ising problem as the examples grow many. For
//! models without hidden units. Besag 1975, doi:10.2307/2987782; Aurell & Ekeberg 2012, doi:10.1103/PhysRevLett.108.090201.

use super::{Batch, Expectations, Phase, Rule, Settings, ascent::Ascent, chain};
use crate::{
    error::Error,
    models::{Model, layered::Values, moments::Moments},
    num,
    registry::Entry,
    rng::Rng,
    space::Alphabet,
};

/// The registry's entry.
pub static ENTRY: Entry<Rule> = Entry {
    id: "pseudo-likelihood",
    title: "Pseudo-likelihood",
    help: "Makes every unit likely given the others: recovers couplings from samples without sums over states.",
    params: &[super::RATE, super::MOMENTUM, super::DECAY],
    build: Rule {
        learner: |model, _, _| {
            chain::check(model, ENTRY.id)?;
            if model.space().visible() < model.space().units() {
                let why = crate::phrase!("it has hidden units");
                return Err(Error::Misfit { method: ENTRY.id, model: model.id(), why });
            }
            Ok(Ascent::learner(model, Conditionals::default()))
        },
        engine: None,
        needs_data: true,
        keeps_chains: false,
        whole_data: true,
        unit_limit: None,
    },
};

/// Expectations under the conditionals of single units.
#[derive(Default)]
pub struct Conditionals {
    /// The data's phase, the same in every update of a run: found by the first.
    data: Option<Phase>,
}

/// Sums `Σ y_i` and `Σ y_i x_j` over examples: most pixels are off, so rows of `y` are added where `x_j` has its upper value.
struct Products {
    values: Values,
    first: Vec<f64>,
    /// Row `j`: the sum of `y` over the examples whose unit `j` has its upper value.
    upper: Vec<f64>,
}

impl Products {
    fn zeros(values: Values, units: usize) -> Self {
        Self { values, first: vec![0.0; units], upper: vec![0.0; units * units] }
    }

    /// Adds an example by its pixels.
    fn add(&mut self, pixels: &[u8], y: &[f64]) {
        let add = |sums: &mut [f64]| sums.iter_mut().zip(y).for_each(|(sum, y)| *sum += y);
        add(&mut self.first);
        for (row, _) in self.upper.chunks_exact_mut(y.len()).zip(pixels).filter(|(_, pixel)| **pixel == 1) {
            add(row);
        }
    }

    /// `Σ y_i x_j`.
    fn of(&self, i: usize, j: usize) -> f64 {
        self.values.low * self.first[i] + self.values.step * self.upper[j * self.first.len() + i]
    }

    /// A phase with `Σ y_i x_j + Σ y_j x_i` for each pair.
    fn phase(&self, model: &dyn Model) -> Result<Phase, Error> {
        let mut moments = Moments::zeros(self.first.len());
        moments.add(1.0, &self.first, |i, j| self.of(i, j) + self.of(j, i));
        Phase::of_moments(model, &moments)
    }
}

impl Expectations for Conditionals {
    fn phases(
        &mut self,
        model: &dyn Model,
        batch: Batch<'_>,
        settings: &Settings,
        _rng: &mut Rng,
    ) -> Result<(Phase, Phase), Error> {
        let (energy, _) = chain::capabilities(model, ENTRY.id)?;
        let units = model.space().units();
        let values = Values::of(model.space().common_alphabet().unwrap_or(Alphabet::Bit));
        let data = match &self.data {
            Some(data) => data.clone(),
            None => {
                let mut sums = Products::zeros(values, units);
                for &(example, part) in batch.data.distinct() {
                    let pixels = batch.data.example(example as usize);
                    let x: Vec<f64> =
                        pixels.iter().map(|&s| part * (values.low + values.step * f64::from(s))).collect();
                    sums.add(pixels, &x);
                }
                self.data.insert(sums.phase(model)?).clone()
            }
        };
        // Fields start from those of the state of all lowest values: only the units that are on are added.
        let lowest = vec![values.low as f32; units];
        let fields = energy.memory(&lowest);
        let (mut state, mut memory, mut means) = (Vec::new(), Vec::new(), vec![0.0; units]);
        let mut sums = Products::zeros(values, units);
        for &(example, part) in batch.data.distinct() {
            let pixels = batch.data.example(example as usize);
            state.clone_from(&lowest);
            memory.clone_from(&fields);
            for i in (0..units).filter(|&i| pixels[i] == 1) {
                state[i] = (values.low + values.step) as f32;
                energy.moved(i, lowest[i], &state, &mut memory);
            }
            for (i, mean) in means.iter_mut().enumerate() {
                let field = energy.field(i, &state, &memory) / settings.temperature;
                *mean = part * (values.low + values.step * num::sigmoid64(values.step * field));
            }
            sums.add(pixels, &means);
        }
        Ok((data, sums.phase(model)?))
    }
}
