//! What the figure `forces` says: two sentences on what its steps do, and the table of its numbers.

use super::{
    Forces,
    law::{GONE, Pulled, Regime},
};
use crate::{
    exact,
    figures::{Number, lesson::row},
    numerals::{fixed, told},
    say,
    session::Session,
};
use serde::Serialize;

/// The correlation of the data, and what stands below each diagram.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ForcesStatus {
    /// `c = ⟨σ1 σ2⟩` of the data.
    pub c: f64,
    /// What steps do to the spring.
    pub spring: String,
    /// What steps do to the coupling.
    pub coupling: String,
    /// Values of `y` and `w` from which both have a way to go.
    pub aside: [String; 2],
}

impl Forces {
    pub(super) fn own_status(&self) -> ForcesStatus {
        let c = (self.c * 1e9).round() / 1e9;
        ForcesStatus { c, spring: self.told_spring(), coupling: self.told_coupling(), aside: self.aside() }
    }

    fn told_spring(&self) -> String {
        let s = self.rate() * self.spring.stiffness();
        let (told_s, part) = (told(s, 3), fixed((1.0 - s).abs(), 2));
        match Regime::of(s) {
            Regime::Still => say!("η = 0: nothing moves."),
            Regime::Creeps => {
                say!("ηk = {0} is below 1: the spring creeps to its rest; a step leaves {1} of the way.", told_s, part)
            }
            Regime::Lands => say!("ηk = 1: one step leads to the rest."),
            Regime::Overshoots => say!(
                "ηk = {0} lies between 1 and 2: every step overshoots, and leaves {1} of the way on the other side.",
                told_s,
                part
            ),
            Regime::Edge => say!("ηk = 2, the edge: the spring swings for ever, no wider and no narrower."),
            Regime::Repels if self.y.abs() > GONE => say!("ηk = {0} is above 2: the spring has gone for good.", told_s),
            Regime::Repels => say!("ηk = {0} is above 2: it diverges, every swing {1} times the last.", told_s, part),
        }
    }

    fn told_coupling(&self) -> String {
        let coupling = self.coupling();
        let s = self.rate() * coupling.stiffness();
        let (told_s, part) = (told(s, 3), fixed((1.0 - s).abs(), 2));
        if !coupling.rest().is_finite() {
            return say!(
                "In the data σ1 σ2 is always {0}: θ* is infinite, and θ moves on for ever, but ever more slowly.",
                if self.c > 0.0 { "+1" } else { "−1" }
            );
        }
        match Regime::of(s) {
            Regime::Still => say!("η = 0: nothing moves."),
            Regime::Creeps => say!(
                "η(1−c²)/T² = {0} is below 1: near its rest the coupling creeps; a step leaves {1} of the way.",
                told_s,
                part
            ),
            Regime::Lands => say!("η(1−c²)/T² = 1: near its rest, one step leads almost there."),
            Regime::Overshoots => say!(
                "η(1−c²)/T² = {0} lies between 1 and 2: near its rest every step overshoots, and leaves {1} of the way.",
                told_s,
                part
            ),
            Regime::Edge => say!("η(1−c²)/T² = 2, the edge: to first order, swings about the rest stay as they are."),
            Regime::Repels => say!(
                "η(1−c²)/T² = {0} is above 2: unstable, the rest repels. But the model’s pull is never above 1/T, so that θ stays bounded and swings.",
                told_s
            ),
        }
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let coupling = self.coupling();
        let rest = super::drawing::told_rest;
        say!(
            "After {0} steps the spring is at y = {1}, its rest is {2}; the coupling is θ = {3}, its rest is {4}.",
            self.lesson.run.step(),
            fixed(self.y, 3),
            rest(self.spring.rest()),
            fixed(self.theta, 3),
            rest(coupling.rest())
        ) + " "
            + &self.told_spring()
            + " "
            + &self.told_coupling()
    }

    /// The rows of the table.
    pub(super) fn numbers(&mut self) -> Vec<Number> {
        let (coupling, rate, none) = (self.coupling(), self.rate(), f64::NAN);
        // By enumeration, beside the closed forms.
        let (model, t) = (self.lesson.run.model(), coupling.temperature);
        let met = exact::moments(model, t).map_or(none, |m| m.second(0, 1));
        let likelihood = exact::log_z(model, t).and_then(|z| exact::log_likelihood(model, &self.lesson.data, t, z));
        let (spring, y, theta) = (self.spring, self.y, self.theta);
        let mut rows = Vec::new();
        for (name, value, exact) in [
            (say!("end of the spring y; its rest y*"), y, spring.rest()),
            (say!("weight m g"), spring.data(), none),
            (say!("pull of the spring −k y"), -spring.model(y), none),
            (say!("net force on the spring"), spring.force(y), none),
            (say!("ηk, unstable above 2"), rate * spring.stiffness(), none),
            (say!("coupling θ; its rest θ*"), theta, coupling.rest()),
            (say!("correlation c of the data"), self.c, none),
            (say!("correlation of the model; tanh(θ/T)"), met, coupling.correlation(theta)),
            (say!("pull of the data c/T"), coupling.data(), none),
            (say!("pull of the model −tanh(θ/T)/T"), -coupling.model(theta), none),
            (say!("net force on θ: the gradient"), coupling.force(theta), none),
            (say!("η(1−c²)/T², unstable above 2"), rate * coupling.stiffness(), none),
            (
                say!("log-likelihood Λ (nats); by the closed form"),
                likelihood.unwrap_or(none),
                coupling.potential(theta),
            ),
        ] {
            row(&mut rows, name, value, exact);
        }
        rows
    }
}
