//! A run that learns a small table exactly as its link says, and goes on from wherever the reader puts its parameters.

use super::{Detail, Number, Status, status::values};
use crate::{
    data::Dataset,
    error::{Error, Warning},
    experiment::Experiment,
    registry::Value,
    session::{Run, Session},
};
use litemap::LiteMap;
use std::rc::Rc;

/// A row of a table: a number, and the exact one beside it where there is a finite one.
#[inline(never)]
pub fn row(rows: &mut Vec<Number>, name: String, value: f64, exact: f64) {
    rows.push(Number { exact: Some(exact).filter(|x| x.is_finite()), ..Number::plain(name, value, "") });
}

/// The run and where it stops by itself.
pub struct Lesson {
    /// The run.
    pub run: Run,
    /// What it learns.
    pub data: Rc<Dataset>,
    /// Where it stops.
    pub target: u64,
    /// Where it stops when it is started again: as the link says, but not before it has had time to learn.
    planned: u64,
}

impl Lesson {
    /// Prepares an experiment that names data; `usual` steps are time enough to learn.
    pub fn new(experiment: Experiment, data: Option<Rc<Dataset>>, usual: u64) -> Result<Self, Error> {
        let data = data.ok_or(Error::NotInExperiment(crate::phrase!("data")))?;
        let target = experiment.int("steps") as u64;
        Ok(Self { run: Run::new(experiment, Some(data.clone()))?, data, target, planned: target.max(usual) })
    }

    /// A number as it is at the present step.
    pub fn float(&self, key: &str) -> f64 {
        match self.run.present(key) {
            Some(Value::Float(x)) => x,
            Some(Value::Int(x)) => x as f64,
            _ => 0.0,
        }
    }

    /// The experiment that leads here.
    pub fn experiment(&self) -> Experiment {
        let mut experiment = self.run.experiment().clone();
        experiment.set("steps", &self.run.step().to_string());
        experiment
    }

    /// The same start with what was changed on the way as it is now.
    pub fn restart(&self) -> Experiment {
        self.run.restart(self.planned)
    }

    /// A step, unless the target is reached.
    pub fn step(&mut self) -> Result<bool, Error> {
        let goes_on = self.run.step() < self.target;
        if goes_on {
            self.run.advance(1)?;
        }
        Ok(goes_on)
    }

    /// Sets where it stops.
    pub fn set_target(&mut self, target: u64) {
        self.target = target.max(self.run.step());
    }

    /// Changes where it stops, or what may change while it runs; `None` for what starts it again.
    pub fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let param = self.run.experiment().param(key)?;
        if param.key == "steps" {
            let warnings = self.run.experiment_mut().set(key, value);
            self.planned = self.run.experiment().int("steps") as u64;
            self.target = self.planned.max(self.run.step());
            return Some(warnings);
        }
        if !param.live || self.run.step() == 0 {
            return None;
        }
        Some(self.run.change_to(&param, value).1)
    }

    /// What all figures say; `own` are values that have moved on from where the link began.
    pub fn status(&mut self, own: &[(&'static str, Value)], detail: Detail) -> Status {
        let digest = self.run.digest();
        let experiment = self.experiment();
        let (mut values, applicable) = values(&experiment, |key| match key {
            "steps" => Some(Value::Int(self.target.min(self.planned) as i64)),
            _ => self.run.present(key),
        });
        values.extend(own.iter().cloned());
        Status {
            step: self.run.step(),
            target: self.target,
            digest,
            link: experiment.link(),
            values,
            applicable,
            selectors: &[],
            images_seen: self.run.examples_seen(),
            epochs: 0.0,
            observables: LiteMap::new(),
            summary: String::new(),
            numbers: Vec::new(),
            exact_states: None,
            detail,
        }
    }
}
