//! What only the figure `cd-by-hand` says of itself, its table and its summary.

use super::{
    CdByHand, LAST,
    lines::{below, fixed, part},
    truth::{cosine, length},
    update::{HIDDEN, VISIBLE, WEIGHTS},
};
use crate::{figures::Number, numerals, say};
use serde::Serialize;

/// The stage, the arithmetic of it, what can be edited, and how the estimate lies to the gradient.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CdByHandStatus {
    /// How much is shown.
    pub stage: usize,
    /// The last stage.
    pub last: usize,
    /// Formulas in numbers.
    pub lines: Vec<String>,
    /// `v⁽⁰⁾`.
    pub example: Vec<f32>,
    /// `h⁽⁰⁾`.
    #[serde(skip)]
    pub hidden: Vec<f32>,
    /// `v⁽¹⁾`.
    #[serde(skip)]
    pub visible: Vec<f32>,
    /// The random numbers.
    pub draws: Vec<f32>,
    /// `W` row by row, `b`, `c`, before the update.
    pub parameters: Vec<f32>,
    /// The same after it.
    #[serde(skip)]
    pub after: Vec<f32>,
    /// The estimate, its mean, the gradient.
    #[serde(skip)]
    pub estimate: Vec<f64>,
    /// The mean of the estimate.
    #[serde(skip)]
    pub mean: Vec<f64>,
    /// The gradient.
    #[serde(skip)]
    pub gradient: Vec<f64>,
    /// How the estimate, and its mean, lie to the gradient, and how large bias and noise are.
    pub compared: String,
    /// What the last edit changed; empty where nothing was edited.
    pub edited: String,
}

/// The name of a parameter.
fn name(k: usize) -> String {
    match k {
        k if k < WEIGHTS => format!("W{}{}", below(k / HIDDEN), below(k % HIDDEN)),
        k if k < WEIGHTS + VISIBLE => format!("b{}", below(k - WEIGHTS)),
        k => format!("c{}", below(k - WEIGHTS - VISIBLE)),
    }
}

/// A cosine in words.
fn told(cosine: Option<f64>) -> String {
    match cosine {
        None => "–".into(),
        Some(x) if x.abs() < 0.995 => fixed(x),
        Some(x) if x.abs() > 0.99995 => (if x > 0.0 { ">0.9999" } else { "<−0.9999" }).into(),
        Some(x) => numerals::fixed(x, 4),
    }
}

impl CdByHand {
    pub(super) fn own_status(&self) -> CdByHandStatus {
        let update = &self.update;
        CdByHandStatus {
            stage: self.stage(),
            last: LAST,
            lines: self.lines(),
            example: update.visible[0].clone(),
            hidden: update.hidden.clone(),
            visible: update.visible[1].clone(),
            draws: update.draws.clone(),
            parameters: update.before.clone(),
            after: update.after.clone(),
            estimate: update.estimate(),
            mean: self.truth.mean.clone(),
            gradient: self.truth.gradient.clone(),
            compared: self.compared(),
            edited: self.edited_words(),
        }
    }

    /// The cosines of the estimate and of its mean with the gradient.
    fn cosines(&self) -> [Option<f64>; 2] {
        [&self.update.estimate(), &self.truth.mean].map(|g| cosine(g, &self.truth.gradient))
    }

    /// How the estimate and its mean lie to the gradient.
    fn compared(&self) -> String {
        let truth = &self.truth;
        let [one, mean] = self.cosines();
        let law = say!(
            "Averaged over all draws, CD-1 has cosine {0} with the gradient and {1} times its length: that is its bias, {2}. One draw is {3} away from the average: that is its noise. It points uphill with probability {4}.",
            told(mean),
            fixed(length(&truth.mean) / length(&truth.gradient).max(1e-12)),
            fixed(truth.bias()),
            fixed(truth.noise()),
            part(truth.uphill)
        );
        if self.stage() < 10 {
            return law;
        }
        let drawn = match one {
            Some(_) => say!("This estimate has cosine {0} with the exact gradient.", told(one)),
            None => say!("v⁽¹⁾ = v⁽⁰⁾: this estimate is 0, and nothing is learned."),
        };
        format!("{drawn} {law}")
    }

    /// What the last edit changed.
    fn edited_words(&self) -> String {
        let Some(edit) = &self.edit else { return String::new() };
        let (old, new) = (&edit.before, &self.update);
        let mut flips = Vec::new();
        for (letter, was, is) in [('h', &old.hidden, &new.hidden), ('v', &old.visible[1], &new.visible[1])] {
            let sign = if letter == 'h' { "⁽⁰⁾" } else { "⁽¹⁾" };
            for (k, (a, b)) in was.iter().zip(is.iter()).enumerate().filter(|(_, (a, b))| a != b) {
                flips.push(format!("{letter}{}{sign}: {a} → {b}", below(k)));
            }
        }
        let before = told(edit.cosine);
        let after = told(self.cosines()[0]);
        if flips.is_empty() {
            return say!("Your last edit changed no drawn bit; the cosine went from {0} to {1}.", before, after);
        }
        say!("Your last edit changed {0}; the cosine went from {1} to {2}.", flips.join(", "), before, after)
    }

    /// The rows of the table.
    pub(super) fn numbers(&self) -> Vec<Number> {
        let (update, truth) = (&self.update, &self.truth);
        let [one, mean] = self.cosines();
        let plain = [
            (say!("cosine, CD-1 estimate with the gradient"), one),
            (say!("cosine, mean of CD-1 with the gradient"), mean),
            (say!("length of the gradient"), Some(length(&truth.gradient))),
            (say!("bias of CD-1"), Some(truth.bias())),
            (say!("noise of CD-1"), Some(truth.noise())),
            (say!("probability that CD-1 points uphill"), Some(truth.uphill)),
            (say!("probability that v⁽¹⁾ = v⁽⁰⁾"), Some(truth.nothing)),
            (say!("ln p(v⁽⁰⁾) before the update"), Some(self.log_p[0])),
            (say!("ln p(v⁽⁰⁾) after the update"), Some(self.log_p[1])),
        ];
        let nats = plain.len() - 2;
        let mut rows = Vec::new();
        for (k, (name, value)) in plain.into_iter().enumerate() {
            let unit = if k < nats { String::new() } else { say!("nats") };
            rows.push(Number { name, value, unit, ..Number::default() });
        }
        let estimate = update.estimate();
        for (k, &estimate) in estimate.iter().enumerate() {
            rows.push(Number {
                name: say!("CD-1 estimate, {0}", name(k)),
                value: Some(estimate),
                error: Some(truth.spread[k]),
                exact: Some(truth.gradient[k]),
                ..Number::default()
            });
        }
        for (k, &mean) in truth.mean.iter().enumerate() {
            let name = say!("mean of CD-1, {0}", name(k));
            rows.push(Number { name, value: Some(mean), exact: Some(truth.gradient[k]), ..Number::default() });
        }
        rows
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let bits = |state: &[f32]| state.iter().map(|x| x.to_string()).collect::<Vec<_>>().join(", ");
        let update = &self.update;
        let shown = match self.stage() {
            0..=2 => say!("v⁽⁰⁾ = {0}.", bits(&update.visible[0])),
            3..=5 => say!("v⁽⁰⁾ = {0}; drawn h⁽⁰⁾ = {1}.", bits(&update.visible[0]), bits(&update.hidden)),
            _ => say!(
                "v⁽⁰⁾ = {0}; drawn h⁽⁰⁾ = {1}, v⁽¹⁾ = {2}.",
                bits(&update.visible[0]),
                bits(&update.hidden),
                bits(&update.visible[1])
            ),
        };
        format!("{shown} {}", self.compared())
    }
}
