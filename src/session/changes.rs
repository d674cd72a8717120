//! What holds at the present step: parameters as the experiment says, or as they were changed since.

use super::{Run, Session};
use crate::{
    error::Warning,
    estimate::ais::Plan,
    experiment::{Act, Experiment},
    registry::{Param, Value},
    trainers::Settings,
};

impl Run {
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

    /// The experiment that begins with what holds now and stops at a step.
    pub fn restart(&self, target: u64) -> Experiment {
        let mut experiment = self.experiment.clone();
        experiment.settle(self.step());
        experiment.set("steps", &target.to_string());
        experiment
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

    /// The step of the last change of `T`: from there on chains have one law.
    pub fn since(&self) -> u64 {
        let changes = self.experiment.log.iter().rev();
        changes.filter(|a| a.step <= self.step && a.key == "T").map(|a| a.step).next().unwrap_or(0)
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

    pub(super) fn settings(&self) -> Settings {
        Settings {
            rate: self.present_float("lr"),
            momentum: self.present_float("momentum"),
            decay: self.present_float("decay"),
            k: self.present_float("k").max(1.0) as usize,
            temperature: self.temperature(),
        }
    }
}
