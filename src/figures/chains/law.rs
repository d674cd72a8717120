//! What the chains meet, counted as they go, and the exact law beside it.

use crate::{
    error::Error,
    exact::{self, Energies, Spectrum},
    figures::Progress,
    models::Model,
    session::Run,
    space::Alphabet,
    tally::Tally,
};

/// Up to so many states the exact law comes by itself.
const BY_ITSELF: u64 = 1 << 16;
/// Models of at most so many states are counted state by state, not energy by energy; a single unit at all of its levels.
const FEW: u64 = 16;

/// Counts of a few states.
#[derive(Clone)]
pub struct States {
    /// How often each was met.
    pub counts: Vec<u64>,
    /// Its exact probability.
    pub exact: Vec<f64>,
    /// What it is called.
    pub names: Vec<String>,
}

/// Counts and law of one run at its present temperature.
#[derive(Default)]
pub struct Law {
    exact: Option<Energies>,
    sum: Option<Spectrum>,
    sampled: Tally,
    states: Option<States>,
    temperature: f64,
    since: u64,
    counted: usize,
}

/// The state as a name: arrows for spins, digits for bits, the level's number.
fn name(model: &dyn Model, state: &[f32]) -> String {
    let of = |(a, &x): (Alphabet, &f32)| match a {
        Alphabet::Spin => (if x > 0.0 { "↑" } else { "↓" }).to_string(),
        _ => x.to_string(),
    };
    model.space().alphabets().into_iter().zip(state).map(of).collect()
}

/// The number of a state: unit 0 varies fastest.
fn code(alphabets: &[Alphabet], state: &[f32]) -> usize {
    let digit = |(a, &x): (&Alphabet, &f32)| {
        (a.values() as usize, if *a == Alphabet::Spin { (x > 0.0).into() } else { x as usize })
    };
    alphabets.iter().zip(state).rev().map(digit).fold(0, |code, (values, digit)| code * values + digit)
}

impl Law {
    /// Nothing counted yet.
    pub fn new(run: &mut Run) -> Self {
        let mut law = Self { temperature: f64::NAN, ..Self::default() };
        law.count(run);
        law
    }

    /// How many states the exact law sums over; `None` where there are too many, or where nothing is sampled.
    pub fn states(run: &mut Run) -> Option<f64> {
        run.experiment().sampler.filter(|_| run.follows_law())?;
        let temperature = run.temperature();
        Spectrum::new(run.model(), temperature).ok().map(|s| s.total() as f64)
    }

    /// The step from which on it counts: where the temperature was last changed.
    pub fn since(&self) -> u64 {
        self.since
    }

    /// Whether single states are counted.
    pub fn counts_states(&self) -> bool {
        self.states.is_some()
    }

    /// Those counts.
    pub fn few(&self) -> Option<&States> {
        self.states.as_ref()
    }

    /// How often energies were met.
    pub fn sampled(&self) -> &Tally {
        &self.sampled
    }

    /// The exact law at the present temperature, if it has been summed.
    pub fn exact(&self) -> Option<&Energies> {
        self.exact.as_ref()
    }

    /// Counts what a run has met since the last time; starts again after a change of temperature.
    pub fn count(&mut self, run: &mut Run) {
        if run.experiment().sampler.is_none() {
            return;
        }
        let temperature = run.temperature();
        if temperature != self.temperature || self.since != run.since() {
            self.since = run.since();
            self.begin(run, temperature);
        }
        let (series, forgotten) = (run.series(), run.record().forgotten() as usize);
        let kept = series.iter().map(|s| s.energies.len()).min().unwrap_or(0);
        let length = forgotten + kept;
        for s in series {
            let new = self.counted.saturating_sub(forgotten).min(kept)..kept;
            s.energies[new].iter().for_each(|&e| self.sampled.add(e, 1.0));
        }
        if length > self.counted
            && let Some(states) = &mut self.states
        {
            let chains = run.chains();
            let alphabets = run.model().space().alphabets();
            for chain in &chains {
                if let Some(count) = states.counts.get_mut(code(&alphabets, chain)) {
                    *count += 1;
                }
            }
        }
        self.counted = length.max(self.counted);
    }

    fn begin(&mut self, run: &mut Run, temperature: f64) {
        self.temperature = temperature;
        (self.exact, self.sum, self.states, self.sampled) = (None, None, None, Tally::default());
        self.counted = self.since as usize;
        if !run.follows_law() {
            return;
        }
        let model = run.model();
        let Ok(mut sum) = Spectrum::new(model, temperature) else { return };
        let total = sum.total();
        if total <= BY_ITSELF {
            self.exact = sum.advance(total);
            self.use_exact_values();
        }
        if (total <= FEW || model.space().units() == 1)
            && let Ok(exact) = exact::brute_force(model, temperature)
        {
            let names = (0..total as u32).map(|code| name(model, &exact::decode(model, code))).collect();
            self.states = Some(States { counts: vec![0; total as usize], exact, names });
        }
    }

    /// What was counted goes into the values or bins of the exact law.
    fn use_exact_values(&mut self) {
        let Some(exact) = &self.exact else { return };
        let mut sampled = exact.tally.empty();
        self.sampled.entries().iter().filter(|e| e.1 > 0.0).for_each(|&(value, weight)| sampled.add(value, weight));
        self.sampled = sampled;
    }

    /// Prepares the sum over all states.
    pub fn start(&mut self, run: &mut Run) -> Result<Progress, Error> {
        let temperature = run.temperature();
        let sum = Spectrum::new(run.model(), temperature)?;
        let total = sum.total() as f64;
        self.sum = Some(sum);
        Ok(Progress { done: 0.0, total, log_z: None, log_likelihood: None })
    }

    /// Goes on with it.
    pub fn advance(&mut self, states: u64) -> Result<Progress, Error> {
        let sum = self.sum.as_mut().ok_or(Error::NotInExperiment(crate::phrase!("exact sum under way")))?;
        let found = sum.advance(states);
        let (done, total) = (sum.done() as f64, sum.total() as f64);
        let log_z = found.as_ref().map(|e| e.log_z);
        if found.is_some() {
            (self.exact, self.sum) = (found, None);
            self.use_exact_values();
        }
        Ok(Progress { done, total, log_z, log_likelihood: None })
    }

    /// Gives it up.
    pub fn cancel(&mut self) {
        self.sum = None;
    }
}
