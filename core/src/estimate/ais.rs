//! Annealed importance sampling: `ln Z` of a model too large to enumerate, with an interval.
//!
//! Runs start at independent units, `E₀(x) = −b₀·x` with `b₀` from the data's marginals (0 without data, and on hidden units),
//! and pass the energies `(1−β) E₀ + β E` for `β = 1/K, 2/K … 1`, one sweep of Gibbs sampling at each. The weight of a run,
//! `ln w = Σ_k (β_k − β_{k−1}) (E₀ − E)(x_k)/T`, has `⟨w⟩ = Z/Z₀` exactly. In two layers of bits the hidden units are summed
//! out of every weight: `ln w` then adds the change of `Σ_j softplus(β x_j/T)`, and spreads less.
//! Neal 2001, doi:10.1023/A:1008923215028; Salakhutdinov & Murray 2008, doi:10.1145/1390156.1390266.

use crate::{
    engines::annealed_rbm::{AnnealedRbm, TOGETHER},
    error::Error,
    models::{Energy, Model, independent_biases},
    num,
    rng::Rng,
    samplers::{
        Conditions,
        units::{Order, Rule, Units},
    },
    space::Alphabet,
};

/// How to anneal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Temperature of the model.
    pub temperature: f64,
    /// Independent runs.
    pub runs: usize,
    /// Steps `K` of β from 0 to 1.
    pub betas: usize,
    /// Where every run's own random stream comes from: the seed, and the step that the model has come to.
    pub seed: u64,
    /// The step.
    pub step: u64,
}

impl Plan {
    /// The random stream of run number `run`.
    fn stream(&self, run: usize) -> Rng {
        Rng::stream(self.seed, "ais", self.step << 20 | run as u64)
    }
}

/// What the runs say of `ln Z`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogZEstimate {
    /// `ln Z₀ + ln (mean weight)`.
    pub log_z: f64,
    /// Its standard error, `sd(w)/(⟨w⟩ √runs)`.
    pub stderr: f64,
    /// A 95% interval for `ln Z`. It holds what it says where `ess` is a good part of the runs; where few runs carry the
    /// mean, weights are too skew for it, and more `betas` help.
    pub interval: [f64; 2],
    /// Effective number of runs, `(Σ w)²/Σ w²`.
    pub ess: f64,
}

/// Annealed runs of a model, done step by step, so that they can be watched and given up.
pub struct Ais {
    model: Box<dyn Model>,
    plan: Plan,
    /// `b₀`, one a unit.
    base: Vec<f64>,
    log_z0: f64,
    /// The runs of two layers of bits; of other models they are done one by one.
    layers: Option<AnnealedRbm>,
    log_weights: Vec<f64>,
}

/// `(1−β) E₀ + β E`.
struct Bridge<'a> {
    target: &'a dyn Energy,
    base: &'a [f64],
    beta: f64,
}

impl Energy for Bridge<'_> {
    fn energy(&self, state: &[f32]) -> f64 {
        let base: f64 = self.base.iter().zip(state).map(|(b, &x)| b * f64::from(x)).sum();
        self.beta * self.target.energy(state) - (1.0 - self.beta) * base
    }
    fn local_field(&self, i: usize, state: &[f32]) -> f64 {
        (1.0 - self.beta) * self.base[i] + self.beta * self.target.local_field(i, state)
    }
    fn memory(&self, state: &[f32]) -> Vec<f64> {
        self.target.memory(state)
    }
    fn moved(&self, i: usize, old: f32, state: &[f32], memory: &mut [f64]) {
        self.target.moved(i, old, state, memory);
    }
    fn change(&self, i: usize, value: f32, state: &[f32], memory: &[f64]) -> f64 {
        let base = (1.0 - self.beta) * self.base[i] * f64::from(state[i] - value);
        base + self.beta * self.target.change(i, value, state, memory)
    }
    fn strongest_field(&self) -> f64 {
        self.target.strongest_field()
    }
}

impl Ais {
    /// Prepares the runs; `marginals` are the data's means of the visible units.
    pub fn new(model: &dyn Model, marginals: Option<&[f64]>, plan: Plan) -> Result<Self, Error> {
        if model.energy().is_none() || !model.space().is_discrete() {
            let why = crate::phrase!("it needs an energy of discrete units");
            return Err(Error::Misfit { method: "ais", model: model.id(), why });
        }
        let alphabets = model.space().alphabets();
        let mut base = vec![0.0; alphabets.len()];
        if let (Some(marginals), Some(alphabet)) = (marginals, model.space().alphabet(0)) {
            let biases = independent_biases(marginals, alphabet, plan.temperature);
            base.iter_mut().zip(biases).for_each(|(place, b)| *place = f64::from(b));
        }
        let of_unit = |(&b, alphabet): (&f64, &Alphabet)| {
            let terms: Vec<f64> =
                (0..alphabet.values()).map(|k| b * f64::from(alphabet.value(k)) / plan.temperature).collect();
            num::log_sum_exp(&terms)
        };
        let log_z0 = base.iter().zip(&alphabets).map(of_unit).sum();
        let layers = model.two_layers().map(|m| AnnealedRbm::new(m, &base, plan.temperature, plan.betas));
        Ok(Self { model: model.copy(), plan, base, log_z0, layers, log_weights: Vec::new() })
    }

    /// Steps of β in all, those of all runs together.
    pub fn total(&self) -> usize {
        self.plan.runs * self.plan.betas
    }

    /// Steps done.
    pub fn done(&self) -> usize {
        self.log_weights.len() * self.plan.betas + self.layers.as_ref().map_or(0, AnnealedRbm::steps)
    }

    /// Does at least `steps` steps more, and as few as it can; the estimate once all are done. What it finds does not depend on
    /// how many are done at a time.
    pub fn advance(&mut self, steps: usize) -> Option<LogZEstimate> {
        let end = self.total().min(self.done().saturating_add(steps));
        while self.done() < end {
            let next = self.log_weights.len();
            let Some(layers) = &mut self.layers else {
                self.log_weights.push(self.run(&mut self.plan.stream(next)));
                continue;
            };
            if layers.is_idle() {
                layers.start((next..self.plan.runs.min(next + TOGETHER)).map(|run| self.plan.stream(run)));
            }
            self.log_weights.extend(layers.step().into_iter().flatten());
        }
        (self.log_weights.len() == self.plan.runs).then(|| estimate(self.log_z0, &self.log_weights))
    }

    /// `ln w` of one run over whole states.
    fn run(&self, rng: &mut Rng) -> f64 {
        let Some(target) = self.model.energy() else { return f64::NAN };
        let conditions = Conditions::at(self.plan.temperature);
        let mut state = self.model.space().random_state(rng);
        let mut units = Units::new(&*self.model);
        let mut log_weight = 0.0;
        for k in 0..self.plan.betas {
            // At β = 0 one sweep draws all units independently.
            let bridge = Bridge { target, base: &self.base, beta: k as f64 / self.plan.betas as f64 };
            units.sweep(Rule::Gibbs, &Order::Systematic, &bridge, &conditions, &mut state, rng);
            let base: f64 = self.base.iter().zip(&state).map(|(b, &x)| b * f64::from(x)).sum();
            log_weight -= base + target.energy(&state);
        }
        log_weight / (self.plan.betas as f64 * self.plan.temperature)
    }
}

/// `ln Z` from the runs' weights.
fn estimate(log_z0: f64, log_weights: &[f64]) -> LogZEstimate {
    let runs = log_weights.len() as f64;
    let shift = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = log_weights.iter().map(|w| num::exp(w - shift)).collect();
    let (mean, error) = super::mean_and_error(&weights);
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    let log_z = log_z0 + shift + num::ln(mean);
    let stderr = error / mean;
    // Student's t at 97.5%, to 1% from three runs on.
    let part = 1.0 / (runs - 1.0);
    let t = 1.96 + part * (2.372 + part * (2.823 + part * 3.6));
    LogZEstimate {
        log_z,
        stderr,
        interval: [log_z - t * stderr, log_z + t * stderr],
        ess: mean * mean * runs * runs / squares,
    }
}
