//! The scene of the figure: digits, filters, and three charts.

use super::{Repair, trajectory::HalfStep};
use crate::observe::Observation;
use crate::scene::{Chart, Content, Curve, Panel, Role, Shades};

/// Filters that are shown at most.
const FILTERS: usize = 100;
/// A filter is drawn by its own largest weight, but one that is all below this is not blown up.
const FAINTEST: f32 = 0.05;

impl Repair {
    /// Original, damaged and repaired picture side by side; damaged pixels are tinted.
    pub(super) fn digits(&self) -> Panel {
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

    /// The weights of every hidden unit as a picture, up to a hundred of them.
    pub(super) fn filters(&mut self) -> Panel {
        let (rows, cols) = (self.data.rows as u32, self.data.cols as u32);
        let mut pixels = Vec::new();
        if let Some(layers) = self.run.model().two_layers() {
            let (n, m) = layers.sizes();
            for j in 0..m.min(FILTERS) {
                let filter: Vec<f32> = (0..n).map(|i| layers.weights()[i * m + j]).collect();
                let scale = filter.iter().fold(FAINTEST, |s, w| s.max(w.abs()));
                pixels.extend(filter.iter().map(|w| w / scale));
            }
        }
        let content = Content::Pictures { rows, cols, across: None, shades: Shades::Signed, pixels };
        Panel::pictures("filters", "Weights of the hidden units", content)
    }

    fn curve(&self, name: &str, role: Role, value: impl Fn(&Observation) -> Option<f64>) -> Curve {
        let point = |o: &Observation| Some((o.images as f32 / 1000.0, value(o)? as f32));
        Curve { name: name.into(), role, points: self.observations.iter().filter_map(point).collect() }
    }

    /// Likelihood and reconstruction error as it learns, and energies along the repair.
    pub(super) fn charts(&self) -> [Panel; 3] {
        let seen = "images seen (thousands)";
        let error = self.curve("reconstruction error", Role::Sample, |o| o.reconstruction_error);
        let mut likelihoods = vec![self.curve("pseudo-log-likelihood", Role::Energy, |o| o.pseudo_log_likelihood)];
        let exact = self.curve("exact log-likelihood", Role::Exact, |o| o.log_likelihood);
        if !exact.points.is_empty() {
            likelihoods.push(exact);
        }
        [
            Panel::chart("likelihood", "Likelihood", Chart::new(seen, "nats per image", likelihoods)),
            Panel::chart("error", "Reconstruction error", Chart::new(seen, "squared error per pixel", vec![error])),
            Panel::chart("energy", "Energies along the repair", self.energies()),
        ]
    }

    fn energies(&self) -> Chart {
        let mut chart = Chart::new("Gibbs sweeps", "energy (T's unit)", Vec::new());
        if let Some(t) = &self.trajectory {
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
}
