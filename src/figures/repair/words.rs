//! The figure in words and numbers: what a table shows and a screen reader says.

use super::Repair;
use crate::{figures::Number, session::Session};

impl Repair {
    /// The rows of the table.
    pub(super) fn numbers(&self, epochs: f64) -> Vec<Number> {
        let mut numbers = Vec::new();
        let mut row = |name, value, unit| numbers.push(Number::plain(name, value, unit));
        row("updates", self.run.step() as f64, "");
        row("images seen", self.run.examples_seen() as f64, "images");
        row("epochs", epochs, "passes over the training images");
        if let Some(last) = self.observations.last() {
            let mut known = |name, value: Option<f64>, unit| {
                if let Some(value) = value {
                    row(name, value, unit);
                }
            };
            known("reconstruction error", last.reconstruction_error, "squared error per pixel, held-out images");
            known("pseudo-log-likelihood", last.pseudo_log_likelihood, "nats per held-out image");
            known("exact log Z", last.log_z, "nats");
            known("exact log-likelihood", last.log_likelihood, "nats per training image");
        }
        if let Some(repair) = self.trajectory_status() {
            row("damaged pixels", repair.damaged_pixels as f64, "pixels");
            row("wrong pixels", repair.wrong as f64, "pixels");
            row("energy E(v,h)", repair.energy, "T's unit");
            row("free energy F(v)", repair.free_energy, "T's unit");
        }
        numbers
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self, epochs: f64) -> String {
        let mut text = format!("After {} updates ({epochs:.1} epochs)", self.run.step());
        let last = self.observations.last();
        if let Some((likelihood, error)) = last.and_then(|o| o.pseudo_log_likelihood.zip(o.reconstruction_error)) {
            text += &format!(
                ", the pseudo-log-likelihood is {likelihood:.1} nats per image and the reconstruction error {error:.4} per pixel"
            );
        }
        text.push('.');
        if let Some(r) = self.trajectory_status() {
            let pixels = self.data.visible();
            text += &format!(" Shown: {}; {} of {pixels} pixels differ from the original.", r.label, r.wrong);
        }
        text
    }
}
