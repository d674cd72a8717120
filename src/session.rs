//! A session: an experiment that runs, step by counted step.
//!
//! Every update and every sweep has a random stream of its own, from (seed, name, step). So a run depends on the
//! experiment alone: not on how many steps are done at a time, nor on who looks in between.

use crate::{
    batches::Batches,
    data::Dataset,
    digest, engines,
    error::{Error, Warning},
    estimate::ais::Plan,
    experiment::{Act, CHAIN_UNITS, Experiment},
    instance::EdgeList,
    models::{Model, Shape},
    registry::{Param, Value},
    rng::Rng,
    samplers::{
        Conditions, Rate,
        population::{Measure, Population, Separate},
        units::Offer,
    },
    series::{self, Record, Series},
    starts::{self, Starts},
    trainers::{Batch, Learner, Settings, Start},
};
use std::rc::Rc;

/// What runs in counted steps and can be told apart by its digest.
pub trait Session {
    /// Steps done; burn-in does not count.
    fn step(&self) -> u64;
    /// Does `steps` steps.
    fn advance(&mut self, steps: u64) -> Result<(), Error>;
    /// The digest of the present state.
    fn digest(&mut self) -> String;
}

/// What the steps of a run are.
enum Work {
    /// Updates of the parameters.
    Learn(Box<dyn Learner>, Batches),
    /// Sweeps of all chains.
    Sample(Box<dyn Population>),
    /// Nothing: a model to look at.
    Rest,
}

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

/// A running experiment.
pub struct Run {
    experiment: Experiment,
    data: Option<Rc<Dataset>>,
    model: Box<dyn Model>,
    model_is_current: bool,
    work: Work,
    chains: Vec<Vec<f32>>,
    clamped: Option<Vec<bool>>,
    record: Record,
    measures: Vec<Measure>,
    lowest: Option<f64>,
    rates: Vec<Rate>,
    step: u64,
    then_sweeps: u64,
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
    fn start_states(&self, init: &str) -> Starts {
        starts::of(&self.experiment, &*self.model, self.data.as_deref(), init)
    }

    /// The engine for chains that start here, if there is one for this experiment.
    fn engine(&self, states: &[Vec<f32>]) -> Option<Box<dyn Population>> {
        let sampler = self.experiment.sampler.filter(|_| self.clamped.is_none())?;
        engines::population(sampler.id, &self.experiment, &*self.model, states)
    }

    /// The stream of this name and number.
    fn stream(&self, name: &str, index: u64) -> Rng {
        Rng::stream(self.experiment.int("seed") as u64, name, index)
    }

    /// What holds at the present step, after this part of a schedule.
    fn conditions(&self, progress: f64) -> Conditions<'_> {
        Conditions { temperature: self.temperature(), clamped: self.clamped.as_deref(), progress }
    }

    /// Part of a schedule of `sweeps` sweeps that sweep number `index` stands for, from 0 to 1.
    fn progress(index: u64, sweeps: u64) -> f64 {
        if sweeps < 2 { 1.0 } else { (index as f64 / (sweeps - 1) as f64).min(1.0) }
    }

    /// One sweep of all chains; notes their energies and the lowest state met.
    fn sample(&mut self, population: &mut dyn Population) {
        let mut rng = self.stream("sample", self.step);
        let progress = Self::progress(self.step, self.experiment.int("steps") as u64);
        population.sweep(&*self.model, &self.conditions(progress), &mut rng);
        self.measures.clear();
        population.measure(&*self.model, &mut self.measures);
        self.record.push(&self.measures);
        for (chain, measure) in self.measures.iter().enumerate() {
            if self.lowest.is_none_or(|lowest| measure.energy < lowest) {
                self.lowest = Some(measure.energy);
                population.keep(chain);
            }
        }
    }

    /// What is running.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The experiment, to change what does not touch the steps: the picture, what runs afterwards, the view.
    pub fn experiment_mut(&mut self) -> &mut Experiment {
        &mut self.experiment
    }

    /// The data, if there are any.
    pub fn data(&self) -> Option<&Rc<Dataset>> {
        self.data.as_ref()
    }

    /// The model with its present parameters.
    pub fn model(&mut self) -> &dyn Model {
        if !self.model_is_current {
            if let Work::Learn(learner, _) = &self.work {
                learner.store(&mut *self.model);
            }
            self.model_is_current = true;
        }
        &*self.model
    }

    /// The chains as whole states: those of a sampler, of `then`, or of PCD.
    pub fn chains(&self) -> Vec<Vec<f32>> {
        match &self.work {
            Work::Learn(learner, _) if self.then_sweeps == 0 => learner.chains(),
            Work::Sample(population) if self.then_sweeps == 0 => {
                (0..population.chains()).map(|chain| population.state(chain)).collect()
            }
            _ => self.chains.clone(),
        }
    }

    /// What was met after each step of a sampler, one series a chain: as far as it is kept.
    pub fn series(&self) -> &[Series] {
        self.record.series()
    }

    /// The same with what was forgotten.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The lowest energy that a sampler has met, and the first state that had it.
    pub fn lowest(&self) -> Option<(f64, Vec<f32>)> {
        let Work::Sample(population) = &self.work else { return None };
        self.lowest.zip(population.kept())
    }

    /// Acceptance and swap rates of the sampler, over all chains.
    pub fn rates(&self) -> Vec<Rate> {
        match &self.work {
            Work::Sample(population) => population.rates(),
            _ => self.rates.clone(),
        }
    }

    /// Examples that learning has seen.
    pub fn examples_seen(&self) -> u64 {
        match (self.experiment.trainer, &self.data) {
            (Some(t), Some(data)) if t.build.whole_data => self.step * data.training() as u64,
            (Some(_), Some(_)) => self.step * self.experiment.int("batch") as u64,
            _ => 0,
        }
    }

    /// Changes a live parameter from the present step on, and logs it so that the link repeats it.
    pub fn change(&mut self, key: &'static str, value: Value) {
        let step = self.step;
        self.experiment.log.retain(|a| a.step < step || (a.step == step && a.key != key));
        self.experiment.log.push(Act { step, key, value });
    }

    /// The same to what a text says, if it says another value than the present one.
    pub fn change_to(&mut self, param: &Param, text: &str) -> (Option<Value>, Vec<Warning>) {
        let (present, mut warnings) = (self.present(param.key), Vec::new());
        let value = param.read_over(text, present.clone()).unwrap_or_else(|(code, used)| {
            warnings.push(Warning::new(code, param.key, text, &used.write()));
            used
        });
        let changed = Some(value).filter(|value| present.as_ref() != Some(value));
        if let Some(value) = &changed {
            self.change(param.key, value.clone());
        }
        (changed, warnings)
    }

    /// The value of a parameter at the present step: the last logged change, or as the experiment began.
    pub fn present(&self, key: &str) -> Option<Value> {
        let changed = self.experiment.log.iter().rev().find(|a| a.key == key && a.step <= self.step);
        changed.map(|a| a.value.clone()).or_else(|| self.experiment.value(key))
    }

    fn present_float(&self, key: &str) -> f64 {
        match self.present(key) {
            Some(Value::Float(x)) => x,
            Some(Value::Int(x)) => x as f64,
            _ => 0.0,
        }
    }

    /// Where the run is meant to end: as planned, or where it is if it has gone on.
    pub fn end(&self) -> u64 {
        (self.experiment.int("steps") as u64).max(self.step)
    }

    /// Changes where it is meant to end; `None` if it is beyond that already and would have to start again.
    pub fn change_end(&mut self, steps: &str) -> Option<Vec<Warning>> {
        let mut planned = self.experiment.clone();
        let warnings = planned.set("steps", steps);
        if (planned.int("steps") as u64) < self.step {
            return None;
        }
        self.experiment = planned;
        Some(warnings)
    }

    /// Whether nothing runs, and nothing did: there is a model to look at.
    pub fn is_idle(&self) -> bool {
        matches!(self.work, Work::Rest) && self.experiment.then.is_none()
    }

    /// The step of the last change of `T`: from there on chains have one law.
    pub fn since(&self) -> u64 {
        let changes = self.experiment.log.iter().rev();
        changes.filter(|a| a.step <= self.step && a.key == "T").map(|a| a.step).next().unwrap_or(0)
    }

    /// Whether its sampler draws from the model's law at `T`, all units free.
    pub fn follows_law(&self) -> bool {
        self.clamped.is_none() && self.experiment.sampler.is_none_or(|s| s.build.has_law)
    }

    /// The temperature at the present step.
    pub fn temperature(&self) -> f64 {
        self.present_float("T")
    }

    /// How annealed importance sampling asks for `ln Z` of the model as it is now.
    pub fn annealing(&self) -> Plan {
        Plan {
            temperature: self.temperature(),
            runs: self.experiment.int("runs") as usize,
            betas: self.experiment.int("betas") as usize,
            seed: self.experiment.int("seed") as u64,
            step: self.step(),
        }
    }

    fn settings(&self) -> Settings {
        Settings {
            rate: self.present_float("lr"),
            momentum: self.present_float("momentum"),
            decay: self.present_float("decay"),
            k: self.present_float("k").max(1.0) as usize,
            temperature: self.temperature(),
        }
    }

    fn learn(&mut self) -> Result<(), Error> {
        let settings = self.settings();
        let size = self.experiment.int("batch").max(1) as usize;
        let mut rng = self.stream("train", self.step);
        if let Work::Learn(learner, batches) = &mut self.work {
            let examples = batches.next(size, self.step);
            learner.update(Batch { data: batches.data(), examples: &examples }, &settings, &mut rng)?;
            self.model_is_current = false;
        }
        Ok(())
    }

    /// A run of its own that goes on from here with another experiment's `then`: what it does never touches this one.
    pub fn branch(&mut self, experiment: Experiment) -> Self {
        Self {
            experiment,
            data: self.data.clone(),
            model: self.model().copy(),
            model_is_current: true,
            work: Work::Rest,
            chains: self.chains(),
            clamped: self.clamped.clone(),
            record: Record::new(0, series::ROOM),
            measures: Vec::new(),
            lowest: None,
            rates: Vec::new(),
            step: self.step,
            then_sweeps: 0,
        }
    }

    fn note(&mut self, on: bool) -> Vec<Offer> {
        match &mut self.work {
            Work::Sample(population) => population.note(on),
            _ => Vec::new(),
        }
    }

    /// One step, and every offer that its sweep made to a single unit: the same step as without looking.
    pub fn step_and_note(&mut self) -> Result<Vec<Offer>, Error> {
        self.note(true);
        let done = self.advance(1);
        let offers = self.note(false);
        done.map(|()| offers)
    }

    /// Runs the sampler named by `then` from the experiment's `init`. `emit` is told of every part of every sweep.
    pub fn run_then(&mut self, emit: &mut dyn FnMut(&'static str, &[f32])) -> Result<(), Error> {
        let Some(then) = self.experiment.then else { return Ok(()) };
        self.model();
        // What a sampler or PCD has been running goes on, unless the link says where to start.
        let kept = self.chains();
        let states = if matches!(self.experiment.text("init"), "" | "random") && !kept.is_empty() {
            kept
        } else {
            let Starts { states, clamped } = self.start_states(self.experiment.text("init"));
            self.clamped = clamped;
            states
        };
        let mut population = Separate::new(then.sampler, &*self.model, &self.experiment, states)?;
        for sweep in 0..then.sweeps {
            let conditions = self.conditions(Self::progress(sweep, then.sweeps));
            population.sweep_and_tell(&*self.model, &conditions, &mut self.stream("then", sweep), emit);
        }
        self.rates = population.rates();
        self.chains = population.into_states();
        self.then_sweeps = then.sweeps;
        Ok(())
    }
}

impl Session for Run {
    fn step(&self) -> u64 {
        self.step + self.then_sweeps
    }

    fn advance(&mut self, steps: u64) -> Result<(), Error> {
        self.then_sweeps = 0;
        for _ in 0..steps {
            match std::mem::replace(&mut self.work, Work::Rest) {
                Work::Sample(mut population) => {
                    self.sample(&mut *population);
                    self.work = Work::Sample(population);
                }
                other => {
                    self.work = other;
                    self.learn()?;
                }
            }
            self.step += 1;
        }
        Ok(())
    }

    fn digest(&mut self) -> String {
        let (step, chains) = (Session::step(self), self.chains());
        digest::digest(step, self.model(), &chains)
    }
}
