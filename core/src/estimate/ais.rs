//! Annealed importance sampling: `ln Z` of a model too large to enumerate, with an interval.
//!
//! Runs start at independent units, `E₀(x) = −b₀·x` with `b₀` from the data's marginals (0 without data, and on hidden units),
//! and pass the energies `(1−β) E₀ + β E` for `β = 1/K, 2/K … 1`, one sweep of Gibbs sampling at each. The weight of a run,
//! `ln w = Σ_k (β_k − β_{k−1}) (E₀ − E)(x_k)/T`, has `⟨w⟩ = Z/Z₀` exactly. In two layers of bits the hidden units are summed
//! out of every weight: `ln w` then adds the change of `Σ_j softplus(β x_j/T)`, and spreads less.
//! Neal 2001, doi:10.1023/A:1008923215028; Salakhutdinov & Murray 2008, doi:10.1145/1390156.1390266.

use crate::{
    error::Error,
    models::{Energy, Model, TwoLayers, independent_biases},
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
    /// Where every run's own random stream comes from.
    pub seed: u64,
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

/// Annealed runs of a model, done one by one, so that they can be watched and given up.
pub struct Ais {
    model: Box<dyn Model>,
    plan: Plan,
    /// `b₀`, one a unit.
    base: Vec<f64>,
    log_z0: f64,
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
        Ok(Self { model: model.copy(), plan, base, log_z0, log_weights: Vec::new() })
    }

    /// Runs in all.
    pub fn total(&self) -> usize {
        self.plan.runs
    }

    /// Runs done.
    pub fn done(&self) -> usize {
        self.log_weights.len()
    }

    /// Does `runs` more; the estimate once all are done.
    pub fn advance(&mut self, runs: usize) -> Option<LogZEstimate> {
        let end = self.total().min(self.done() + runs);
        let layers = self.model.two_layers().map(Layers::new);
        while self.done() < end {
            let mut rng = Rng::stream(self.plan.seed, "ais", self.done() as u64);
            let log_weight = match &layers {
                Some(layers) => layers.run(&self.base, &self.plan, &mut rng),
                None => self.run(&mut rng),
            };
            self.log_weights.push(log_weight);
        }
        (self.done() == self.total()).then(|| estimate(self.log_z0, &self.log_weights))
    }

    fn beta(plan: &Plan, k: usize) -> f64 {
        k as f64 / plan.betas as f64
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
            let bridge = Bridge { target, base: &self.base, beta: Self::beta(&self.plan, k) };
            units.sweep(Rule::Gibbs, &Order::Systematic, &bridge, &conditions, &mut state, rng);
            let base: f64 = self.base.iter().zip(&state).map(|(b, &x)| b * f64::from(x)).sum();
            log_weight -= base + target.energy(&state);
        }
        log_weight / (self.plan.betas as f64 * self.plan.temperature)
    }
}

/// Two layers of bits, laid out for sums over the units that are on.
struct Layers<'a> {
    model: &'a dyn TwoLayers,
    /// `Wᵀ`, hidden × visible.
    columns: Vec<f32>,
}

impl<'a> Layers<'a> {
    fn new(model: &'a dyn TwoLayers) -> Self {
        let (n, m) = model.sizes();
        Self { model, columns: (0..n * m).map(|k| model.weights()[k % n * m + k / n]).collect() }
    }

    /// `ln w` of one run over the visible units, the hidden ones summed out.
    fn run(&self, base: &[f64], plan: &Plan, rng: &mut Rng) -> f64 {
        let (n, m) = self.model.sizes();
        let mut visible = vec![0.0; n];
        let mut log_weight = 0.0;
        let mut scaled = vec![0.0; m];
        let mut fields = vec![0.0f32; n];
        // No hidden unit has a say at β = 0.
        let mut hidden_fields = vec![0.0; m];
        for k in 0..plan.betas {
            let (beta, next) = (Ais::beta(plan, k), Ais::beta(plan, k + 1));
            fields.copy_from_slice(self.model.visible_bias());
            for (x, column) in hidden_fields.iter().zip(self.columns.chunks_exact(n)) {
                if f64::from(rng.uniform()) < num::sigmoid64(beta * x / plan.temperature) {
                    fields.iter_mut().zip(column).for_each(|(field, w)| *field += w);
                }
            }
            for ((v, &x), b) in visible.iter_mut().zip(&fields).zip(base) {
                let field = (1.0 - beta) * b + beta * f64::from(x);
                *v = f32::from(u8::from(f64::from(rng.uniform()) < num::sigmoid64(field / plan.temperature)));
            }
            hidden_fields = self.model.hidden_fields(&visible);
            let mut softplus = |beta: f64| {
                scaled.iter_mut().zip(&hidden_fields).for_each(|(s, x)| *s = beta * x / plan.temperature);
                num::softplus_sum(&scaled)
            };
            log_weight += softplus(next) - softplus(beta);
            let biases = visible.iter().zip(self.model.visible_bias()).zip(base);
            let linear: f64 = biases.map(|((&v, &b), b0)| f64::from(v) * (f64::from(b) - b0)).sum();
            log_weight += (next - beta) * linear / plan.temperature;
        }
        log_weight
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
