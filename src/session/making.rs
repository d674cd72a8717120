//! How a run begins: the model, what its steps are, where its chains start, burn-in.

use super::{Run, Work};
use crate::{
    batches::Batches,
    data::Dataset,
    engines,
    error::Error,
    experiment::{CHAIN_UNITS, Experiment},
    instance::EdgeList,
    models::{Model, Shape},
    samplers::population::{Population, Separate},
    series::{self, Record},
    starts::{self, Starts},
    trainers::{Learner, Start},
};
use std::rc::Rc;

/// Whether data, model, clamped units and chains go together.
fn fits(experiment: &Experiment, data: Option<&Dataset>, model: &dyn Model) -> Result<(), Error> {
    let (units, visible) = (model.space().units(), model.space().visible());
    if let Some(pixels) = data.map(Dataset::visible).filter(|pixels| *pixels != visible) {
        let why = crate::say!("its pictures have {0} pixels, the model has {1} visible units", pixels, visible);
        return Err(Error::Value { key: "data", why });
    }
    if experiment.clamped().len() > units {
        let why = crate::say!("it has {0} signs, the model has {1} units", experiment.clamped().len(), units);
        return Err(Error::Value { key: "clamped", why });
    }
    let chains = if experiment.param("chains").is_some() { experiment.int("chains") as usize } else { 1 };
    if units.saturating_mul(chains) > CHAIN_UNITS {
        let why = crate::say!(
            "{0} chains of {1} units do not fit into memory, at most {2} do",
            chains,
            units,
            CHAIN_UNITS / units
        );
        return Err(Error::Value { key: "chains", why });
    }
    Ok(())
}

impl Run {
    /// Prepares an experiment: data, initial weights, chains, burn-in. `data` is the data set that the experiment names.
    pub fn new(experiment: Experiment, data: Option<Rc<Dataset>>) -> Result<Self, Error> {
        let model = Self::initial_model(&experiment, data.as_deref(), None)?;
        Self::with_model(experiment, data, model)
    }

    /// The model that an experiment starts from; without the data, as if they said nothing about its biases.
    pub fn initial_model(
        experiment: &Experiment,
        data: Option<&Dataset>,
        instance: Option<&EdgeList>,
    ) -> Result<Box<dyn Model>, Error> {
        let marginals = data.map(Dataset::marginals);
        let visible = experiment.visible();
        let shape = Shape { values: experiment, visible, marginals: marginals.as_deref(), data, instance };
        (experiment.model.build.make)(shape)
    }

    /// The same with a model that is already there, such as loaded weights.
    pub fn with_model(experiment: Experiment, data: Option<Rc<Dataset>>, model: Box<dyn Model>) -> Result<Self, Error> {
        fits(&experiment, data.as_deref(), &*model)?;
        let mut run = Self {
            experiment,
            data,
            model,
            model_is_current: true,
            work: Work::Rest,
            chains: Vec::new(),
            clamped: None,
            record: Record::new(0, series::ROOM),
            measures: Vec::new(),
            lowest: None,
            rates: Vec::new(),
            step: 0,
            then_sweeps: 0,
        };
        run.work = run.start_work()?;
        Ok(run)
    }

    fn start_work(&mut self) -> Result<Work, Error> {
        let experiment = self.experiment.clone();
        let Some(trainer) = experiment.trainer else {
            let Some(sampler) = experiment.sampler else { return Ok(Work::Rest) };
            let Starts { states, clamped } = self.start_states(experiment.text("init"));
            self.clamped = clamped;
            let mut population: Box<dyn Population> = match self.engine(&states) {
                Some(engine) => engine,
                None => Box::new(Separate::new(sampler, &*self.model, &experiment, states)?),
            };
            for burn in 0..experiment.int("burn") as u64 {
                let mut rng = self.stream("burn", burn);
                population.sweep(&*self.model, &self.conditions(0.0), &mut rng);
            }
            self.record = Record::new(population.chains(), series::ROOM);
            return Ok(Work::Sample(population));
        };
        let rule = &trainer.build;
        let data = match &self.data {
            Some(data) => data.clone(),
            None if rule.needs_data => return Ok(Work::Rest),
            None => Rc::new(Dataset::empty()),
        };
        let init = if experiment.text("init") == "data" { "data" } else { "random" };
        let start = Start { chains: if rule.keeps_chains { self.start_states(init).states } else { Vec::new() } };
        let learner = match rule.engine.and_then(|engine| engine(&*self.model, &data, &start, &experiment)) {
            Some(learner) => learner,
            None => Self::reference(&experiment, &*self.model, &start)?,
        };
        // What a rule does before its first update, such as putting old couplings away, shows at once.
        self.model_is_current = false;
        Ok(Work::Learn(learner, Batches::new(data, experiment.int("seed") as u64)))
    }

    /// The generic learner of an experiment: what engines are held equal to.
    pub fn reference(experiment: &Experiment, model: &dyn Model, start: &Start) -> Result<Box<dyn Learner>, Error> {
        let trainer = experiment.trainer.ok_or(Error::NotInExperiment(crate::phrase!("trainer")))?;
        (trainer.build.learner)(model, start, experiment)
    }

    /// States that chains start from, and the units that are clamped.
    pub(super) fn start_states(&self, init: &str) -> Starts {
        starts::of(&self.experiment, &*self.model, self.data.as_deref(), init)
    }

    /// The engine for chains that start here, if there is one for this experiment.
    fn engine(&self, states: &[Vec<f32>]) -> Option<Box<dyn Population>> {
        let sampler = self.experiment.sampler.filter(|_| self.clamped.is_none())?;
        engines::population(sampler.id, &self.experiment, &*self.model, states)
    }
}
