//! The scene of the figure: digits, filters, and three charts.

use super::{
    Repair,
    trajectory::{HalfStep, Trajectory},
};
use crate::{
    experiment::Experiment,
    models::Model,
    observe::Observation,
    scene::{Chart, Content, Curve, Panel, Role, Scene, Shades},
    session::Run,
};

/// Filters that are shown at most.
const FILTERS: usize = 96;
/// A filter is drawn by its own largest weight, but one that is all below this is not blown up.
const FAINTEST: f32 = 0.05;

/// The weights that learning will start from, and empty charts: they need no data.
pub(super) fn outline(experiment: &Experiment) -> Scene {
    let Some(size) = experiment.picture_size() else { return Scene::default() };
    let Ok(model) = Run::initial_model(experiment, None, None) else { return Scene::default() };
    let mut panels = vec![filters(&*model, size)];
    panels.extend(charts(&[], None));
    Scene { panels }
}

impl Repair {
    /// Original, damaged and repaired picture side by side; damaged pixels are tinted.
    fn digits(&self) -> Panel {
        let (rows, cols) = (self.data.rows as u32, self.data.cols as u32);
        let tinted = |pixels: &[u8]| -> Vec<f32> {
            pixels.iter().zip(&self.damage.mask).map(|(&p, &m)| f32::from(p + 2 * m)).collect()
        };
        let mut pixels: Vec<f32> = self.damage.original.iter().map(|&p| f32::from(p)).collect();
        pixels.extend(tinted(&self.damage.damaged));
        pixels.extend(tinted(self.shown_pixels()));
        let content = Content::Pictures { rows, cols, across: Some(3), shades: Shades::Ink, pixels };
        Panel::pictures("digits", "The picture: original, damaged, repaired", content)
    }

    /// All panels of the present state.
    pub(super) fn panels(&mut self) -> Scene {
        let size = (self.data.rows, self.data.cols);
        let mut panels = vec![self.digits(), filters(self.run.model(), size)];
        panels.extend(charts(&self.observations, self.trajectory.as_ref()));
        Scene { panels }
    }
}

/// The weights of every hidden unit as a picture, up to 96 of them.
fn filters(model: &dyn Model, (rows, cols): (usize, usize)) -> Panel {
    let mut pixels = Vec::new();
    if let Some(layers) = model.two_layers() {
        let (n, m) = layers.sizes();
        for j in 0..m.min(FILTERS) {
            let filter: Vec<f32> = (0..n).map(|i| layers.weights()[i * m + j]).collect();
            let scale = filter.iter().fold(FAINTEST, |s, w| s.max(w.abs()));
            pixels.extend(filter.iter().map(|w| w / scale));
        }
    }
    let (rows, cols) = (rows as u32, cols as u32);
    let content = Content::Pictures { rows, cols, across: None, shades: Shades::Signed, pixels };
    Panel::pictures("filters", "Weights of the hidden units", content)
}

fn curve(seen: &[Observation], name: &str, role: Role, value: impl Fn(&Observation) -> Option<f64>) -> Curve {
    let point = |o: &Observation| Some((o.images as f32 / 1000.0, value(o)? as f32));
    Curve { name: name.into(), role, points: seen.iter().filter_map(point).collect() }
}

/// Likelihood and reconstruction error as it learns, and energies along the repair.
fn charts(seen: &[Observation], trajectory: Option<&Trajectory>) -> [Panel; 3] {
    let images = "images seen (thousands)";
    let error = curve(seen, "reconstruction error", Role::Sample, |o| o.reconstruction_error);
    let mut likelihoods = vec![curve(seen, "pseudo-log-likelihood", Role::Energy, |o| o.pseudo_log_likelihood)];
    let exact = curve(seen, "exact log-likelihood", Role::Exact, |o| o.log_likelihood);
    if !exact.points.is_empty() {
        likelihoods.push(exact);
    }
    [
        Panel::chart("likelihood", "Likelihood", Chart::new(images, "nats per image", likelihoods)),
        Panel::chart("error", "Reconstruction error", Chart::new(images, "squared error per pixel", vec![error])),
        Panel::chart("energy", "Energies along the repair", energies(trajectory)),
    ]
}

fn energies(trajectory: Option<&Trajectory>) -> Chart {
    let mut chart = Chart::new("Gibbs sweeps", "energy (T's unit)", Vec::new());
    if let Some(t) = trajectory {
        let curve = |name: &str, role, value: fn(&HalfStep) -> f64, step| {
            let points = t.half_steps.iter().enumerate().step_by(step);
            let points = points.map(|(i, h)| (i as f32 / 2.0, value(h) as f32)).collect();
            Curve { name: name.into(), role, points }
        };
        chart.curves.push(curve("E(v,h)", Role::Sample, |h| h.energy, 1));
        chart.curves.push(curve("F(v)", Role::Energy, |h| h.free_energy, 2));
        chart.mark = Some(t.shown as f32 / 2.0);
    }
    chart
}
