//! The log-likelihood while a run learns: by annealing, with its error, and exactly where few units are left to sum over.
//!
//! `⟨ln p(v)⟩ = ⟨−F(v)/T⟩ − ln Z` over training and over held-out examples; the free energies are exact, so that the error is that of
//! `ln Z`. Models are looked at when the steps have grown by a third, and whenever the figure rests. A look takes long, so the model is
//! copied and the work is done in bites, oldest first, while the run goes on; of too many that wait, every other one is left out. Random streams come from (seed, step): an estimate is
//! the one that `ebm logz --method ais` makes at that step, and looking never changes the run.

use crate::{
    data::Dataset,
    error::Error,
    estimate::ais::{Ais, LogZEstimate, Plan},
    exact::{self, LogZ},
    figures::Looked,
    models::Model,
    session::{Run, Session},
};
use std::rc::Rc;

/// Steps between two looks at first.
const FIRST: u64 = 25;
/// Models that wait to be looked at; when more come, every other one is left out, so that a slow machine has fewer looks, not earlier ones.
const WAITING: usize = 8;
/// Looks that are kept: of more, every other one.
const KEPT: usize = 128;
/// Most units that are summed over without being asked.
const EXACT_UNITS: usize = 16;
/// Part of the runs that must carry an estimate.
const TRUSTED: f64 = 0.2;
/// Examples whose free energies are one bite.
const EXAMPLES: usize = 8;

/// What there is to know of a model's likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct Likelihood {
    /// Steps that the run had done.
    pub step: u64,
    /// Annealed runs.
    pub runs: usize,
    /// `ln Z` by annealing.
    pub log_z: LogZEstimate,
    /// `ln Z`, exactly.
    pub exact: Option<f64>,
    /// Mean `−F(v)/T` of the training examples.
    pub training: f64,
    /// And of the held-out ones, where there are some.
    pub held_out: Option<f64>,
}

impl Likelihood {
    /// The mean log-likelihood of examples with this mean of `−F(v)/T`, in nats: with the exact `ln Z` where it is known.
    pub fn log_likelihood(&self, minus_free_energy: Option<f64>) -> Option<f64> {
        Some(minus_free_energy? - self.exact.unwrap_or(self.log_z.log_z))
    }

    /// Whether too few runs carry the estimate for its error to be trusted.
    pub fn is_doubtful(&self) -> bool {
        self.log_z.ess < TRUSTED * self.runs as f64
    }
}

/// A model as it was, and what is known of it so far.
struct Job {
    step: u64,
    resting: bool,
    model: Box<dyn Model>,
    plan: Plan,
    /// Annealing, then the exact sum, while they are under way.
    ais: Option<Ais>,
    sum: Option<LogZ>,
    log_z: Option<LogZEstimate>,
    exact: Option<f64>,
    examples: usize,
    training: f64,
    held_out: f64,
}

/// All looks at a run.
pub struct Truth {
    data: Rc<Dataset>,
    marginals: Vec<f64>,
    /// What is known, by step.
    pub found: Vec<Likelihood>,
    jobs: Vec<Job>,
    next: u64,
}

impl Truth {
    /// Nothing is known yet.
    pub fn new(data: Rc<Dataset>) -> Self {
        Self { marginals: data.marginals(), data, found: Vec::new(), jobs: Vec::new(), next: 0 }
    }

    /// Takes the model to look at, if it is time to.
    pub fn look(&mut self, run: &mut Run) {
        let step = run.step();
        if step >= self.next {
            self.next = step + FIRST.max(step / 3);
            self.take(run, false);
        }
    }

    /// The step of the next look.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Takes the model on which the run rests. Of models that were rested on only the last counts, until it is begun.
    pub fn rest(&mut self, run: &mut Run) {
        let step = run.step();
        let known = self.found.iter().any(|l| l.step == step) || self.jobs.iter().any(|j| j.step == step);
        if !known {
            self.jobs.retain(|job| !job.resting || job.has_begun());
            self.take(run, true);
        }
    }

    /// Looks again at this step, by another plan; what was under way is given up.
    pub fn again(&mut self, run: &mut Run) {
        let step = run.step();
        self.jobs.clear();
        self.found.retain(|l| l.step != step);
        self.rest(run);
    }

    /// The step of the model that has waited longest.
    pub fn oldest(&self) -> Option<u64> {
        self.jobs.first().map(|job| job.step)
    }

    /// Models that wait or are being looked at.
    pub fn waiting(&self) -> usize {
        self.jobs.len()
    }

    fn take(&mut self, run: &mut Run, resting: bool) {
        if self.jobs.len() >= WAITING {
            // The oldest may be under way, and the newest says most.
            let mut behind = self.jobs.len();
            self.jobs.retain(|job| {
                behind -= 1;
                job.has_begun() || behind.is_multiple_of(2)
            });
        }
        let plan = run.annealing();
        let model = run.model().copy();
        self.jobs.push(Job {
            step: plan.step,
            resting,
            plan,
            ais: None,
            sum: None,
            log_z: None,
            exact: None,
            examples: 0,
            training: 0.0,
            held_out: 0.0,
            model,
        });
    }

    /// A bite of the oldest look.
    pub fn observe(&mut self) -> Result<Looked, Error> {
        let Some(job) = self.jobs.first_mut() else { return Ok(Looked::All) };
        let Some(found) = job.advance(&self.data, &self.marginals)? else { return Ok(Looked::Part) };
        self.jobs.remove(0);
        let at = self.found.iter().take_while(|l| l.step < found.step).count();
        self.found.insert(at, found);
        if self.found.len() > KEPT {
            // One more than an even number: the first and the last stay.
            let mut stays = false;
            self.found.retain(|_| {
                stays = !stays;
                stays
            });
        }
        Ok(Looked::New)
    }
}

impl Job {
    fn has_begun(&self) -> bool {
        self.ais.is_some() || self.log_z.is_some()
    }

    /// A bite of work; what there is to know once all is done.
    fn advance(&mut self, data: &Dataset, marginals: &[f64]) -> Result<Option<Likelihood>, Error> {
        let Some(log_z) = self.log_z else {
            if self.ais.is_none() {
                self.ais = Some(Ais::new(&*self.model, Some(marginals), self.plan)?);
            }
            self.log_z = self.ais.as_mut().and_then(|ais| ais.advance(1));
            if self.log_z.is_some() {
                self.ais = None;
                if exact::check_size(&*self.model, EXACT_UNITS).is_ok() {
                    self.sum = Some(LogZ::new(&*self.model, self.plan.temperature)?);
                }
            }
            return Ok(None);
        };
        if let Some(sum) = &mut self.sum {
            self.exact = sum.advance(1);
            if self.exact.is_some() {
                self.sum = None;
            }
            return Ok(None);
        }
        let (distinct, held_out) = (data.distinct(), data.len() - data.training());
        let all = distinct.len() + held_out;
        let end = all.min(self.examples + EXAMPLES);
        while self.examples < end {
            let (example, part) = match distinct.get(self.examples) {
                Some(&known) => known,
                None => ((data.training() + self.examples - distinct.len()) as u32, 1.0 / held_out as f64),
            };
            let minus = self.minus_free_energy(data.example(example as usize)) * part;
            if self.examples < distinct.len() {
                self.training += minus;
            } else {
                self.held_out += minus;
            }
            self.examples += 1;
        }
        Ok((self.examples == all).then(|| Likelihood {
            step: self.step,
            runs: self.plan.runs,
            log_z,
            exact: self.exact,
            training: self.training,
            held_out: (held_out > 0).then_some(self.held_out),
        }))
    }

    /// `−F(v)/T` of a picture.
    fn minus_free_energy(&self, pixels: &[u8]) -> f64 {
        let visible: Vec<f32> = pixels.iter().map(|&p| f32::from(p)).collect();
        let temperature = self.plan.temperature;
        self.model.two_layers().map_or(f64::NAN, |m| -m.free_energy(&visible, temperature) / temperature)
    }
}
