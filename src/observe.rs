//! What the page's curves and the tool's report say about a run: the same numbers, from random streams of their own.

use crate::{
    estimate, exact, memory,
    models::Model,
    rng::Rng,
    session::{Run, Session},
};

/// Pictures that observers look at.
const PICTURES: usize = 100;
/// Pixels of each that the pseudo-likelihood looks at.
const PIXELS: usize = 49;
/// Work (units × states to sum over) up to which exact numbers come without being asked for.
const EXACT_WORK: u64 = 4_000_000;

/// Work (as [`memory::cost`] counts it) up to which every pattern is tried for stability.
const STABILITY_WORK: u64 = 50_000_000;

/// Mean over the chains of the largest `|Σ_i ξ_i σ_i|/N`.
pub fn overlap(model: &dyn Model, chains: &[Vec<f32>]) -> Option<f64> {
    let patterns = model.patterns();
    if patterns.is_empty() || chains.is_empty() {
        return None;
    }
    let with = |state: &[f32], pattern: &[i8]| {
        let sum: f64 = state.iter().zip(pattern).map(|(&x, &p)| f64::from(x) * f64::from(p)).sum();
        sum.abs() / state.len() as f64
    };
    let largest = |state: &Vec<f32>| patterns.iter().map(|p| with(state, p)).fold(0.0, f64::max);
    Some(chains.iter().map(largest).sum::<f64>() / chains.len() as f64)
}

/// Part of the stored patterns in which every unit agrees with its field, `ξ_i x_i ≥ 0`; of very many, the first tell.
pub fn stable_patterns(model: &dyn Model) -> Option<f64> {
    let (patterns, energy) = (model.patterns(), model.energy()?);
    let looked_at = &patterns[..patterns.len().min((STABILITY_WORK / memory::cost(model)).max(1) as usize)];
    let stable = |pattern: &&Vec<i8>| {
        let state: Vec<f32> = pattern.iter().map(|&x| f32::from(x)).collect();
        let memory = energy.memory(&state);
        (0..state.len()).all(|i| f64::from(state[i]) * energy.field(i, &state, &memory) >= 0.0)
    };
    let count = looked_at.iter().filter(stable).count();
    (!patterns.is_empty()).then(|| count as f64 / looked_at.len() as f64)
}

/// How far the couplings of spins are from known ones, relative to these; `T` scales what the couplings of a law are.
fn coupling_error(model: &dyn Model, truth: &[f32], temperature: f64) -> Option<f64> {
    let found = model.pairwise()?.couplings().dense();
    let square = |x: f64| x * x;
    let size: f64 = truth.iter().map(|&w| square(f64::from(w))).sum();
    let apart = found.iter().zip(truth).map(|(&w, &t)| square(f64::from(w) / temperature - f64::from(t)));
    (found.len() == truth.len() && size > 0.0).then(|| (apart.sum::<f64>() / size).sqrt())
}

/// One look at a run; `None` where the model or the experiment has no such number.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Steps done.
    pub step: u64,
    /// Training examples seen so far.
    pub images: u64,
    /// Of held-out pictures, or of all where none are held out: squared difference per pixel.
    pub reconstruction_error: Option<f64>,
    /// Its standard error over the pictures.
    pub reconstruction_stderr: Option<f64>,
    /// Of the same, nats per picture.
    pub pseudo_log_likelihood: Option<f64>,
    /// Its standard error over the pictures.
    pub pseudo_stderr: Option<f64>,
    /// Mean `F_T(v)` of the same; without data, of the chains' visible units.
    pub free_energy: Option<f64>,
    /// Mean over the chains of the largest overlap `|Σ_i ξ_i σ_i|/N` with a stored pattern.
    pub overlap: Option<f64>,
    /// Part of the stored patterns that no single flip lowers the energy of; of very many, of the first.
    pub stable_patterns: Option<f64>,
    /// Exact `ln Z`, of models small enough.
    pub log_z: Option<f64>,
    /// Exact log-likelihood of the training examples, nats per example, of models small enough.
    pub log_likelihood: Option<f64>,
    /// `√(Σ (w_ij/T − w*_ij)²/Σ w*_ij²)` where the couplings `w*` that the data were drawn with are known.
    pub coupling_error: Option<f64>,
    /// `KL(data ‖ model)` of the training examples' frequencies, nats, of models small enough.
    pub kl_exact: Option<f64>,
}

impl Observation {
    /// Looks at a run. The streams depend on (seed, name, step) alone: looking never changes what it looks at.
    pub fn of(run: &mut Run) -> Self {
        let images = run.examples_seen();
        let (seed, step, temperature) = (run.experiment().int("seed") as u64, run.step(), run.temperature());
        let data = run.data().cloned();
        let chains = run.chains();
        let model = run.model();
        let units = model.space().units() as u64;
        let affordable = exact::check_size(model, exact::LIMIT).is_ok_and(|u| units << u <= EXACT_WORK);
        let log_z = if affordable { exact::log_z(model, temperature).ok() } else { None };
        let mut seen = Self {
            step,
            images,
            reconstruction_error: None,
            reconstruction_stderr: None,
            pseudo_log_likelihood: None,
            pseudo_stderr: None,
            free_energy: None,
            overlap: overlap(model, &chains),
            stable_patterns: stable_patterns(model),
            log_z,
            log_likelihood: None,
            kl_exact: None,
            coupling_error: None,
        };
        let Some(data) = data else {
            let visible = model.space().visible();
            seen.free_energy = model.two_layers().filter(|_| !chains.is_empty()).map(|layers| {
                let sum: f64 = chains.iter().map(|state| layers.free_energy(&state[..visible], temperature)).sum();
                sum / chains.len() as f64
            });
            return seen;
        };
        let examples: Vec<u32> = if data.is_weighted() {
            data.in_proportion(PICTURES, 0.5)
        } else {
            data.shown().take(PICTURES).map(|i| i as u32).collect()
        };
        let mut rng = Rng::stream(seed, "observe reconstruction error", step);
        let reconstruction = estimate::reconstruction_error(model, &data, &examples, temperature, &mut rng);
        (seen.reconstruction_error, seen.reconstruction_stderr) = reconstruction.unzip();
        let mut rng = Rng::stream(seed, "observe pseudo-log-likelihood", step);
        let pseudo = estimate::pseudo_log_likelihood(model, &data, &examples, PIXELS, temperature, &mut rng);
        (seen.pseudo_log_likelihood, seen.pseudo_stderr) = pseudo.unzip();
        seen.free_energy = model.two_layers().map(|layers| {
            let pictures = data.states(&examples, data.visible());
            pictures.iter().map(|v| layers.free_energy(v, temperature)).sum::<f64>() / examples.len() as f64
        });
        // Hidden units that do not sum out analytically are summed over for every example.
        let hidden = exact::Hidden::left(model);
        let affordable = |_: &f64| hidden < 24 && (data.training() as u64 * units) << hidden <= EXACT_WORK;
        seen.log_likelihood =
            log_z.filter(affordable).and_then(|z| exact::log_likelihood(model, &data, temperature, z).ok());
        seen.coupling_error = data.truth.as_ref().and_then(|truth| coupling_error(model, &truth.w, temperature));
        seen.kl_exact = seen.log_likelihood.map(|l| -data.entropy() - l);
        seen
    }

    /// The numbers that there are, by name.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let numbers = [
            ("reconstruction_error", self.reconstruction_error),
            ("pseudo_log_likelihood", self.pseudo_log_likelihood),
            ("free_energy", self.free_energy),
            ("overlap", self.overlap),
            ("stable_patterns", self.stable_patterns),
            ("log_z", self.log_z),
            ("log_likelihood", self.log_likelihood),
            ("kl_exact", self.kl_exact),
            ("coupling_error", self.coupling_error),
        ];
        numbers.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}
