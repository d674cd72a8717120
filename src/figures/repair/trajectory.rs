//! A repair that was run: every half-step of block Gibbs from the damaged picture, so that it can be scrubbed.

use super::status::TrajectoryStatus;
use crate::{
    damage::Damage,
    error::Error,
    experiment::{Experiment, Then},
    registry::find,
    samplers::SAMPLERS,
    say,
    session::{Run, Session},
};

/// A state on the way.
pub struct HalfStep {
    /// `damaged` at the start, then `hidden` and `visible` in turn.
    part: &'static str,
    /// Pixels.
    pub visible: Vec<u8>,
    /// `E(v,h)`; NaN for the damaged picture, which has no hidden units yet.
    pub energy: f64,
    /// `F(v)` of the pixels.
    pub free_energy: f64,
}

/// All half-steps, and the one that is shown.
pub struct Trajectory {
    /// The digest after the repair.
    pub digest: String,
    /// Steps of learning that the model had done.
    pub step: u64,
    /// The damaged picture, then every half-step.
    pub half_steps: Vec<HalfStep>,
    /// Which of them is shown.
    pub shown: usize,
}

/// The experiment with its repair: what the link says, and what the command line runs.
pub fn with_repair(plain: &Experiment) -> Experiment {
    let mut experiment = plain.clone();
    let sweeps = experiment.int("sweeps") as u64;
    experiment.then = find(SAMPLERS, "block-gibbs").map(|sampler| Then { sampler, sweeps });
    experiment.set("init", "damaged");
    experiment
}

impl Trajectory {
    /// Repairs with the run's present model; the run itself is left as it is.
    pub fn record(run: &mut Run, damage: &Damage) -> Result<Self, Error> {
        let step = run.step();
        let experiment = with_repair(run.experiment());
        let mut branch = run.branch(experiment);
        let temperature = branch.temperature();
        let model = branch.model().copy();
        let visible = model.space().visible();
        let free_energy = |state: &[f32]| model.two_layers().map(|m| m.free_energy(&state[..visible], temperature));
        let pixels = |state: &[f32]| state[..visible].iter().map(|&x| x as u8).collect();
        let start = damage.state(model.space().units());
        let mut half_steps = vec![HalfStep {
            part: "damaged",
            visible: pixels(&start),
            energy: f64::NAN,
            free_energy: free_energy(&start).unwrap_or(f64::NAN),
        }];
        branch.run_then(&mut |part, state| {
            // Drawing hidden units leaves the picture, and so F, as it was.
            let known = half_steps.last().filter(|_| part == "hidden").map(|last| last.free_energy);
            half_steps.push(HalfStep {
                part,
                visible: pixels(state),
                energy: model.energy().map_or(f64::NAN, |m| m.energy(state)),
                free_energy: known.or_else(|| free_energy(state)).unwrap_or(f64::NAN),
            });
        })?;
        Ok(Self { digest: branch.digest(), step, shown: half_steps.len() - 1, half_steps })
    }

    /// The half-step that is shown.
    pub fn present(&self) -> &HalfStep {
        &self.half_steps[self.shown]
    }

    /// Shows another half-step, the last one if there are not so many.
    pub fn show(&mut self, half_step: usize) {
        self.shown = half_step.min(self.half_steps.len() - 1);
    }

    /// The state in words and numbers. `current` says whether model and picture are still those of the repair.
    pub fn status(&self, damage: &Damage, current: bool) -> TrajectoryStatus {
        let half_step = self.present();
        let sweep = self.shown.div_ceil(2);
        let label = match half_step.part {
            "damaged" => say!("the damaged picture"),
            "hidden" => say!("sweep {0}, hidden units drawn", sweep),
            _ => say!("sweep {0}, pixels drawn", sweep),
        };
        TrajectoryStatus {
            digest: self.digest.clone(),
            length: self.half_steps.len() - 1,
            shown: self.shown,
            label,
            wrong: half_step.visible.iter().zip(&damage.original).filter(|(a, b)| a != b).count(),
            damaged_pixels: damage.mask.iter().filter(|&&m| m == 1).count(),
            energy: half_step.energy,
            free_energy: half_step.free_energy,
            step: self.step,
            current,
        }
    }
}
