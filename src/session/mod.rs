//! A session: an experiment that runs, step by counted step.
//!
//! Every update and every sweep has a random stream of its own, from (seed, name, step). So a run depends on the
//! experiment alone: not on how many steps are done at a time, nor on who looks in between.

mod changes;
mod making;

use crate::{
    batches::Batches,
    data::Dataset,
    digest,
    error::Error,
    experiment::Experiment,
    models::Model,
    rng::Rng,
    samplers::{
        Conditions, Rate,
        population::{Measure, Population, Separate},
        units::Offer,
    },
    series::{self, Record, Series},
    starts::Starts,
    trainers::{Batch, Learner},
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
        // Neither burn-in nor another temperature counts.
        if self.since() == self.step {
            population.recount();
        }
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

    /// Acceptance and swap rates of the sampler, over all chains: burn-in and earlier temperatures do not count.
    pub fn rates(&self) -> Vec<Rate> {
        match &self.work {
            Work::Sample(_) if self.since() == self.step => Vec::new(),
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

    /// Whether nothing runs, and nothing did: there is a model to look at.
    pub fn is_idle(&self) -> bool {
        matches!(self.work, Work::Rest) && self.experiment.then.is_none()
    }

    /// Whether its sampler draws from the model's law at `T`, all units free.
    pub fn follows_law(&self) -> bool {
        self.clamped.is_none() && self.experiment.sampler.is_none_or(|s| s.build.has_law)
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
