//! The figure `repair`: an RBM learns pictures and repairs one that was damaged.
//!
//! It owns one run. Observers look at fixed steps (every five, later every twentieth of the steps done), each with a random
//! stream of its own. A repair clamps what is undamaged, runs block Gibbs from the damaged picture, and keeps every
//! half-step, so that it can be scrubbed. E(v,h) is shown for each half-step, F(v) for each full one.

use super::{Action, Figure, Number, RepairStatus, Size, Status};
use crate::{
    code,
    damage::Damage,
    data::Dataset,
    error::{Error, Warning},
    estimate,
    exact::{self, LogZ},
    experiment::{Experiment, PICTURE, SELECTORS, Then},
    models::Model,
    registry::{Entry, Value, find},
    rng::Rng,
    samplers::SAMPLERS,
    scene::{Chart, Content, Curve, Panel, Role, Scene, Shades},
    session::{Run, Session},
};
use std::rc::Rc;

/// The registry's entry.
pub static ENTRY: Entry<super::Build> = Entry {
    id: "repair",
    title: "Learn and repair",
    help: "A restricted Boltzmann machine learns pictures and repairs a damaged one.",
    params: &[],
    build: |experiment, data| Ok(Box::new(Repair::new(experiment, data)?)),
};

/// Pictures that observers look at.
const OBSERVED: usize = 100;
/// Work (states × units) up to which the exact log-likelihood is on the curve without being asked for.
const EXACT_WORK: u64 = 4_000_000;
/// Filters that are shown at most.
const FILTERS: usize = 100;

/// One look at the model.
struct Observation {
    images: f64,
    reconstruction_error: f64,
    pseudo_log_likelihood: f64,
    log_likelihood: Option<f64>,
}

/// A state of the repair.
struct HalfStep {
    part: &'static str,
    visible: Vec<u8>,
    energy: f64,
    free_energy: f64,
}

/// A repair that was run.
struct Trajectory {
    digest: String,
    step: u64,
    half_steps: Vec<HalfStep>,
    shown: usize,
}

/// The figure's state.
pub struct Repair {
    run: Run,
    data: Rc<Dataset>,
    damage: Damage,
    target: u64,
    observations: Vec<Observation>,
    next_look: u64,
    trajectory: Option<Trajectory>,
    repair_when_done: bool,
}

impl Repair {
    /// Prepares the run of an experiment with data.
    pub fn new(mut experiment: Experiment, data: Option<Rc<Dataset>>) -> Result<Self, Error> {
        let data = data.ok_or(Error::NotInExperiment("data to repair"))?;
        // A repair in the link runs once the steps are done; until then it is not part of the state.
        let repair_when_done = experiment.then.is_some() && experiment.text("init") == "damaged";
        if let Some(then) = experiment.then.take().filter(|_| repair_when_done) {
            experiment.set("sweeps", &then.sweeps.to_string());
            experiment.set("init", "random");
        }
        let damage = Damage::of(&experiment, &data);
        let target = experiment.int("steps") as u64;
        let run = Run::new(experiment, Some(data.clone()))?;
        let mut figure = Self {
            run,
            data,
            damage,
            target,
            observations: Vec::new(),
            next_look: 0,
            trajectory: None,
            repair_when_done,
        };
        figure.look();
        figure.repair_if_due()?;
        Ok(figure)
    }

    fn observed(&self) -> Vec<u32> {
        self.data.shown().take(OBSERVED).map(|i| i as u32).collect()
    }

    /// Observes the model if it is time to.
    fn look(&mut self) {
        let step = self.run.step();
        if step < self.next_look {
            return;
        }
        self.next_look = step + 5.max(step / 20);
        let examples = self.observed();
        let (seed, temperature) = (self.run.experiment().int("seed") as u64, self.run.temperature());
        let images = self.run.examples_seen() as f64;
        let data = self.data.clone();
        let model = self.run.model();
        let stream = |name| Rng::stream(seed, name, step);
        let mut rng = stream("observe reconstruction error");
        let error = estimate::reconstruction_error(model, &data, &examples, temperature, &mut rng);
        let mut rng = stream("observe pseudo-log-likelihood");
        let pseudo = estimate::pseudo_log_likelihood(model, &data, &examples, temperature, &mut rng);
        let (Some(reconstruction_error), Some((pseudo_log_likelihood, _))) = (error, pseudo) else { return };
        let units = exact::check_size(model, exact::LIMIT).ok();
        let affordable = units.filter(|&u| (model.space().units() as u64) << u <= EXACT_WORK);
        let log_likelihood = affordable.and_then(|_| {
            let log_z = exact::log_z(model, temperature).ok()?;
            exact::log_likelihood(model, &data, temperature, log_z).ok()
        });
        self.observations.push(Observation { images, reconstruction_error, pseudo_log_likelihood, log_likelihood });
    }

    fn repair_if_due(&mut self) -> Result<(), Error> {
        if self.repair_when_done && self.run.step() >= self.target {
            self.repair_when_done = false;
            self.repair()?;
        }
        Ok(())
    }

    /// The experiment with the repair in it: what the link says, and what the command line runs.
    fn with_repair(&self) -> Experiment {
        let mut experiment = self.run.experiment().clone();
        let sweeps = experiment.int("sweeps") as u64;
        experiment.then = find(SAMPLERS, "block-gibbs").map(|sampler| Then { sampler, sweeps });
        experiment.set("init", "damaged");
        experiment
    }

    fn repair(&mut self) -> Result<(), Error> {
        let plain = self.run.experiment().clone();
        let temperature = self.run.temperature();
        *self.run.experiment_mut() = self.with_repair();
        let visible = self.data.visible();
        let mut states: Vec<(&'static str, Vec<f32>)> = Vec::new();
        let step = self.run.step();
        let outcome = self.run.run_then(&mut |part, state| states.push((part, state.to_vec())));
        let digest = self.run.digest();
        *self.run.experiment_mut() = plain;
        // Back to the state of learning, which the repair only looked at.
        self.run.advance(0)?;
        outcome?;
        let model = self.run.model();
        let start = self.damage.state(model.space().units());
        let mut half_steps: Vec<HalfStep> = Vec::with_capacity(states.len() + 1);
        for (part, state) in std::iter::once(("damaged", start)).chain(states) {
            let pixels = &state[..visible];
            let free_energy = match half_steps.last() {
                Some(last) if part == "hidden" => last.free_energy,
                _ => model.two_layers().map_or(f64::NAN, |m| m.free_energy(pixels, temperature)),
            };
            let energy =
                if part == "damaged" { f64::NAN } else { model.energy().map_or(f64::NAN, |m| m.energy(&state)) };
            half_steps.push(HalfStep { part, visible: pixels.iter().map(|&x| x as u8).collect(), energy, free_energy });
        }
        let shown = half_steps.len() - 1;
        self.trajectory = Some(Trajectory { digest, step, half_steps, shown });
        Ok(())
    }

    fn repair_is_current(&self) -> bool {
        self.trajectory.as_ref().is_some_and(|t| t.step == self.run.step())
    }

    /// After the picture or its damage changed: a repair of the old one says nothing any more.
    fn picture_changed(&mut self) {
        self.damage = Damage::of(self.run.experiment(), &self.data);
        self.trajectory = None;
    }

    fn shown_pixels(&self) -> &[u8] {
        match &self.trajectory {
            Some(t) => &t.half_steps[t.shown].visible,
            None => &self.damage.damaged,
        }
    }

    fn wrong_pixels(&self) -> usize {
        self.shown_pixels().iter().zip(&self.damage.original).filter(|(a, b)| a != b).count()
    }

    fn repair_status(&self) -> Option<RepairStatus> {
        let t = self.trajectory.as_ref()?;
        let half_step = &t.half_steps[t.shown];
        let label = match half_step.part {
            "damaged" => "the damaged picture".to_string(),
            "hidden" => format!("sweep {}: hidden units drawn", t.shown.div_ceil(2)),
            _ => format!("sweep {}: pixels drawn", t.shown.div_ceil(2)),
        };
        Some(RepairStatus {
            digest: t.digest.clone(),
            length: t.half_steps.len() - 1,
            shown: t.shown,
            label,
            wrong: self.wrong_pixels(),
            damaged_pixels: self.damage.mask.iter().filter(|&&m| m == 1).count(),
            energy: half_step.energy,
            free_energy: half_step.free_energy,
            step: t.step,
            current: self.repair_is_current(),
        })
    }

    fn numbers(&mut self, epochs: f64) -> Vec<Number> {
        let mut numbers = vec![
            Number { name: "updates", value: self.run.step() as f64, unit: "" },
            Number { name: "images seen", value: self.run.examples_seen() as f64, unit: "images" },
            Number { name: "epochs", value: epochs, unit: "passes over the training images" },
        ];
        if let Some(last) = self.observations.last() {
            let mut row = |name, value, unit| numbers.push(Number { name, value, unit });
            row("reconstruction error", last.reconstruction_error, "squared difference per pixel");
            row("pseudo-log-likelihood", last.pseudo_log_likelihood, "nats per image");
            if let Some(value) = last.log_likelihood {
                row("exact log-likelihood", value, "nats per image");
            }
        }
        if let Some(repair) = self.repair_status() {
            let mut row = |name, value, unit| numbers.push(Number { name, value, unit });
            row("damaged pixels", repair.damaged_pixels as f64, "pixels");
            row("wrong pixels", repair.wrong as f64, "pixels");
            row("energy E(v,h)", repair.energy, "");
            row("free energy F(v)", repair.free_energy, "");
        }
        numbers
    }

    fn summary(&self, epochs: f64) -> String {
        let mut text = format!("After {} updates ({epochs:.1} epochs)", self.run.step());
        if let Some(last) = self.observations.last() {
            text += &format!(
                ", the pseudo-log-likelihood is {:.1} nats per image and the reconstruction error {:.4} per pixel.",
                last.pseudo_log_likelihood, last.reconstruction_error
            );
        }
        if let Some(r) = self.repair_status() {
            text += &format!(
                " Shown: {}; {} of {} pixels differ from the original.",
                r.label,
                r.wrong,
                self.data.visible()
            );
        }
        text
    }

    fn digits(&self) -> Panel {
        let (rows, cols) = (self.data.rows as u32, self.data.cols as u32);
        let tinted = |pixels: &[u8]| -> Vec<f32> {
            pixels.iter().zip(&self.damage.mask).map(|(&p, &m)| f32::from(p + 2 * m)).collect()
        };
        let mut pixels: Vec<f32> = self.damage.original.iter().map(|&p| f32::from(p)).collect();
        pixels.extend(tinted(&self.damage.damaged));
        pixels.extend(tinted(self.shown_pixels()));
        let content = Content::Pictures { rows, cols, across: 3, shades: Shades::Ink, pixels };
        let aspect = (3 * cols + 2) as f32 / rows as f32;
        Panel { name: "digits".into(), title: "The picture: original, damaged, repaired".into(), aspect, content }
    }

    fn filters(&mut self) -> Panel {
        let (rows, cols) = (self.data.rows, self.data.cols);
        let model = self.run.model();
        let mut pixels = Vec::new();
        let mut shown = 1;
        if let Some(layers) = model.two_layers() {
            let (n, m) = layers.sizes();
            shown = m.min(FILTERS);
            for j in 0..shown {
                let filter: Vec<f32> = (0..n).map(|i| layers.weights()[i * m + j]).collect();
                // Each filter by its own largest weight, but never blown up from nothing.
                let scale = filter.iter().fold(0.05f32, |s, w| s.max(w.abs()));
                pixels.extend(filter.iter().map(|w| w / scale));
            }
        }
        let across = (1..=shown).find(|a| a * a >= shown).unwrap_or(1);
        let down = shown.div_ceil(across);
        let side = |count: usize, pixels: usize| (count * (pixels + 1) - 1) as f32;
        let aspect = side(across, cols) / side(down, rows);
        let (rows, cols, across) = (rows as u32, cols as u32, across as u32);
        let content = Content::Pictures { rows, cols, across, shades: Shades::Signed, pixels };
        Panel { name: "filters".into(), title: "Weights of the hidden units".into(), aspect, content }
    }

    fn curve(&self, name: &str, role: Role, value: impl Fn(&Observation) -> Option<f64>) -> Curve {
        let point = |o: &Observation| Some((o.images as f32 / 1000.0, value(o)? as f32));
        Curve { name: name.into(), role, points: self.observations.iter().filter_map(point).collect() }
    }

    fn charts(&self) -> Vec<Panel> {
        let chart = |name: &str, title: &str, x: &str, y: &str, curves: Vec<Curve>, mark| Panel {
            name: name.into(),
            title: title.into(),
            aspect: 1.6,
            content: Content::Chart(Chart { x: x.into(), y: y.into(), curves, mark }),
        };
        let seen = "images seen (thousands)";
        let error = self.curve("reconstruction error", Role::Sample, |o| Some(o.reconstruction_error));
        let mut likelihoods =
            vec![self.curve("pseudo-log-likelihood", Role::Energy, |o| Some(o.pseudo_log_likelihood))];
        let exact = self.curve("exact log-likelihood", Role::Exact, |o| o.log_likelihood);
        if !exact.points.is_empty() {
            likelihoods.push(exact);
        }
        let mut panels = vec![
            chart("error", "Reconstruction error", seen, "squared difference per pixel", vec![error], None),
            chart("likelihood", "Likelihood", seen, "nats per image", likelihoods, None),
        ];
        let mut energies = Vec::new();
        let mut mark = None;
        if let Some(t) = &self.trajectory {
            let points = |value: fn(&HalfStep) -> f64, step: usize| {
                t.half_steps.iter().enumerate().step_by(step).map(|(i, h)| (i as f32 / 2.0, value(h) as f32)).collect()
            };
            energies.push(Curve { name: "E(v,h)".into(), role: Role::Sample, points: points(|h| h.energy, 1) });
            energies.push(Curve { name: "F(v)".into(), role: Role::Energy, points: points(|h| h.free_energy, 2) });
            mark = Some(t.shown as f32 / 2.0);
        }
        panels.push(chart(
            "energy",
            "Energies along the repair",
            "Gibbs sweeps",
            "energy (units of T)",
            energies,
            mark,
        ));
        panels
    }
}

impl Figure for Repair {
    fn experiment(&self) -> Experiment {
        let mut experiment = if self.repair_is_current() { self.with_repair() } else { self.run.experiment().clone() };
        experiment.set("steps", &self.run.step().to_string());
        experiment
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        let start = self.run.step();
        let end = self.target.min(start + steps);
        while self.run.step() < end {
            let now = self.run.step();
            self.run.advance(end.min(self.next_look.max(now + 1)) - now)?;
            self.look();
        }
        self.repair_if_due()?;
        Ok(self.run.step() - start)
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn set_target(&mut self, target: u64) {
        self.target = target;
    }

    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let param = self.run.experiment().param(key)?;
        if param.key == "steps" {
            let warnings = self.run.experiment_mut().set(key, value);
            self.target = self.run.experiment().int("steps") as u64;
            return Some(warnings);
        }
        if PICTURE.iter().any(|p| p.key == param.key) {
            let mut warnings = Vec::new();
            // Picking an example puts a drawn picture away.
            if param.key == "example" {
                warnings.extend(self.run.experiment_mut().set("drawn", ""));
            }
            warnings.extend(self.run.experiment_mut().set(key, value));
            self.picture_changed();
            return Some(warnings);
        }
        if !param.live || self.run.step() == 0 {
            return None;
        }
        let mut warnings = Vec::new();
        let value = param.read(value).unwrap_or_else(|(code, used)| {
            warnings.push(Warning::new(code, param.key, value, &used.write()));
            used
        });
        if self.run.present(param.key).as_ref() != Some(&value) {
            self.run.change(param.key, value);
            self.trajectory = None;
        }
        Some(warnings)
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        match action {
            Action::Draw(pixels) if pixels.len() == self.data.visible() => {
                self.run.experiment_mut().set("drawn", &code::pack_bits(&pixels));
                self.picture_changed();
            }
            Action::Brush(mask) if mask.len() == self.data.visible() => {
                self.run.experiment_mut().set("mask", &code::pack_bits(&mask));
                self.run.experiment_mut().set("damage", "brush");
                self.picture_changed();
            }
            Action::Repair => self.repair()?,
            Action::Show(half_step) => {
                if let Some(t) = &mut self.trajectory {
                    t.shown = half_step.min(t.half_steps.len() - 1);
                }
            }
            Action::Draw(_) | Action::Brush(_) => return Err(Error::BadData("a picture of another size".into())),
        }
        Ok(())
    }

    fn status(&mut self) -> Status {
        let epochs = self.run.examples_seen() as f64 / self.data.training() as f64;
        let experiment = self.run.experiment();
        let params = experiment.params();
        let mut values: std::collections::BTreeMap<&'static str, Value> = std::collections::BTreeMap::new();
        for param in &params {
            values.extend(self.run.present(param.key).map(|v| (param.key, v)));
        }
        let chosen = [
            Some(experiment.model.id),
            experiment.data.map(|e| e.id),
            experiment.trainer.map(|e| e.id),
            experiment.sampler.map(|e| e.id),
        ];
        for (param, id) in SELECTORS.iter().zip(chosen) {
            values.insert(param.key, Value::Text(id.unwrap_or("none").to_string()));
        }
        let mut observables = std::collections::BTreeMap::new();
        if let Some(last) = self.observations.last() {
            observables.insert("reconstruction_error", last.reconstruction_error);
            observables.insert("pseudo_log_likelihood", last.pseudo_log_likelihood);
            observables.extend(last.log_likelihood.map(|x| ("log_likelihood", x)));
        }
        Status {
            step: self.run.step(),
            target: self.target,
            digest: self.run.digest(),
            link: self.experiment().link(),
            values,
            applicable: params.iter().map(|p| p.key).collect(),
            images_seen: self.run.examples_seen(),
            epochs,
            examples: self.data.training(),
            observables,
            summary: self.summary(epochs),
            numbers: self.numbers(epochs),
            repair: self.repair_status(),
            size: Size { rows: self.data.rows, cols: self.data.cols },
            original: self.damage.original.clone(),
            damaged: self.damage.damaged.clone(),
            mask: self.damage.mask.clone(),
        }
    }

    fn scene(&mut self) -> Scene {
        let mut panels = vec![self.digits(), self.filters()];
        panels.extend(self.charts());
        Scene { panels }
    }

    fn log_z(&mut self) -> Result<LogZ, Error> {
        let temperature = self.run.temperature();
        LogZ::new(self.run.model(), temperature)
    }

    fn log_likelihood(&mut self, log_z: f64) -> Result<f64, Error> {
        let (temperature, data) = (self.run.temperature(), self.data.clone());
        let model: &dyn Model = self.run.model();
        exact::log_likelihood(model, &data, temperature, log_z)
    }
}
