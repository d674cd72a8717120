//! The figure in words and numbers: what a table shows and a screen reader says.

use super::Repair;
use crate::{figures::Number, say, session::Session};

impl Repair {
    /// The rows of the table.
    pub(super) fn numbers(&self, epochs: f64) -> Vec<Number> {
        let mut numbers = Vec::new();
        let mut row = |name: String, value: f64, unit: String| numbers.push(Number::plain(name, value, unit));
        row(say!("updates"), self.run.step() as f64, String::new());
        row(say!("images seen"), self.run.examples_seen() as f64, say!("images"));
        row(say!("epochs"), epochs, say!("passes over the training images"));
        if let Some(last) = self.observations.last() {
            let mut known = |name: String, value: Option<f64>, unit: String| {
                if let Some(value) = value {
                    row(name, value, unit);
                }
            };
            known(
                say!("reconstruction error"),
                last.reconstruction_error,
                say!("squared error per pixel, held-out images"),
            );
            known(say!("pseudo-log-likelihood"), last.pseudo_log_likelihood, say!("nats per held-out image"));
            known(say!("exact log Z"), last.log_z, say!("nats"));
            known(say!("exact log-likelihood"), last.log_likelihood, say!("nats per training image"));
        }
        if let Some(repair) = self.trajectory_status() {
            row(say!("damaged pixels"), repair.damaged_pixels as f64, say!("pixels"));
            row(say!("wrong pixels"), repair.wrong as f64, say!("pixels"));
            row(say!("energy E(v,h)"), repair.energy, say!("T's unit"));
            row(say!("free energy F(v)"), repair.free_energy, say!("T's unit"));
        }
        numbers
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self, epochs: f64) -> String {
        let (step, epochs) = (self.run.step(), format!("{epochs:.1}"));
        let last = self.observations.last();
        let learned = match last.and_then(|o| o.pseudo_log_likelihood.zip(o.reconstruction_error)) {
            Some((likelihood, error)) => {
                let (likelihood, error) = (format!("{likelihood:.1}"), format!("{error:.4}"));
                say!(
                    "After {0} updates ({1} epochs), the pseudo-log-likelihood is {2} nats per image and the reconstruction error {3} per pixel.",
                    step,
                    epochs,
                    likelihood,
                    error
                )
            }
            None => say!("After {0} updates ({1} epochs).", step, epochs),
        };
        match self.trajectory_status() {
            Some(r) => {
                let pixels = self.data.visible();
                say!("{0} Shown: {1}; {2} of {3} pixels differ from the original.", learned, r.label, r.wrong, pixels)
            }
            None => learned,
        }
    }
}
