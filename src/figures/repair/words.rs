//! The figure in words and numbers: what a table shows and a screen reader says.

use super::{
    Repair, curves,
    status::LikelihoodStatus,
    training::Training,
    truth::{Likelihood, Truth},
};
use crate::{
    figures::Number,
    numerals::{fixed, signed},
    say,
    session::Session,
};

impl Repair {
    /// The rows of the table.
    pub(super) fn numbers(&self, epochs: f64) -> Vec<Number> {
        let Training { run, .. } = &self.training;
        let mut numbers = Vec::new();
        let mut row = |name: String, value: f64, unit: String| numbers.push(Number::plain(name, value, unit));
        row(say!("updates"), run.step() as f64, String::new());
        row(say!("images seen"), run.examples_seen() as f64, say!("images"));
        row(say!("epochs"), epochs, say!("passes over the training images"));
        let truth = self.truth();
        if let Some(last) = self.training.latest() {
            numbers.extend(Number::of_fit(last));
            if truth.is_none() {
                let mut known = |name: String, value: Option<f64>, unit: String| {
                    numbers.extend(value.map(|value| Number::plain(name, value, unit)));
                };
                known(say!("exact log Z"), last.log_z, say!("nats"));
                known(say!("exact log-likelihood"), last.log_likelihood, say!("nats per training image"));
            }
        }
        numbers.extend(truth.and_then(|t| t.found.last()).into_iter().flat_map(annealed));
        numbers.extend(self.second.iter().flat_map(beside));
        let mut row = |name: String, value: f64, unit: String| numbers.push(Number::plain(name, value, unit));
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
        let (step, epochs) = (self.training.run.step(), format!("{epochs:.1}"));
        let last = self.training.latest();
        let learned = match last.and_then(|o| o.pseudo_log_likelihood.zip(o.reconstruction_error)) {
            Some((likelihood, error)) => {
                let likelihood = fixed(likelihood, 2);
                let error = if error > 0.0 && error < 0.001 { format!("{error:.1e}") } else { format!("{error:.4}") };
                let error = signed(&error);
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
        let learned = match curves::best(&self.training) {
            [Some(likelihood), Some(pseudo), Some(error)] if self.truth().is_some() => say!(
                "{0} Best so far: the log-likelihood after {1} updates, the pseudo-log-likelihood after {2}, the reconstruction error after {3}.",
                learned,
                likelihood,
                pseudo,
                error
            ),
            _ => learned,
        };
        let learned = match self.second.as_ref().map(curves::best) {
            Some([Some(likelihood), Some(pseudo), Some(error)]) => {
                say!("{0} Of B: after {1}, {2} and {3}.", learned, likelihood, pseudo, error)
            }
            _ => learned,
        };
        match self.trajectory_status() {
            Some(r) => {
                let pixels = self.data.visible();
                say!("{0} Shown: {1}; {2} of {3} pixels differ from the original.", learned, r.label, r.wrong, pixels)
            }
            None => learned,
        }
    }

    fn truth(&self) -> Option<&Truth> {
        self.training.long().map(|long| &long.truth)
    }

    /// What the page says of the last estimate of the likelihood.
    pub(super) fn likelihood_status(&self) -> Option<LikelihoodStatus> {
        let truth = self.truth()?;
        let label = match truth.found.last() {
            Some(last) => estimated(last),
            None => say!("No model has been looked at yet."),
        };
        Some(LikelihoodStatus { label, waiting: truth.waiting() })
    }
}

/// The rows of an estimate of the likelihood.
fn annealed(l: &Likelihood) -> Vec<Number> {
    let row = |name: String, value: f64, exact: Option<f64>, unit: String| Number {
        error: Some(l.log_z.stderr),
        ess: Some(l.log_z.ess),
        exact,
        ..Number::plain(name, value, unit)
    };
    let of = |mean: f64| (mean - l.log_z.log_z, l.exact.map(|z| mean - z));
    let mut rows = vec![Number::plain(say!("updates at the last annealing"), l.step as f64, String::new())];
    rows.push(row(say!("log Z"), l.log_z.log_z, l.exact, say!("nats")));
    let (value, exact) = of(l.training);
    rows.push(row(say!("log-likelihood of training images"), value, exact, say!("nats per image")));
    if let Some(mean) = l.held_out {
        let (value, exact) = of(mean);
        rows.push(row(say!("log-likelihood of held-out images"), value, exact, say!("nats per image")));
    }
    rows
}

/// The rows of the second training.
fn beside(training: &Training) -> Vec<Number> {
    let mut rows = Vec::new();
    if let Some(last) = training.latest() {
        rows.extend(Number::of_fit(last));
    }
    rows.extend(training.long().and_then(|long| long.truth.found.last()).into_iter().flat_map(annealed));
    rows.iter_mut().for_each(|row| row.name = say!("B: {0}", row.name));
    rows
}

/// An estimate of the likelihood in words.
fn estimated(l: &Likelihood) -> String {
    let [log_z, error] = [l.log_z.log_z, l.log_z.stderr].map(|x| fixed(x, 2));
    let ess = fixed(l.log_z.ess, 1);
    let found = say!(
        "After {0} updates, {1} annealed runs give log Z = {2} ± {3}; effectively {4} runs.",
        l.step,
        l.runs,
        log_z,
        error,
        ess
    );
    let found = match l.exact {
        Some(exact) => say!("{0} Exactly it is {1}.", found, fixed(exact, 2)),
        None => found,
    };
    if l.is_doubtful() {
        say!("{0} So few carry the mean that the error may be larger than that: more temperatures help.", found)
    } else {
        found
    }
}
