//! Three measures of one training against its updates, each with its own axis: they need not agree on which model was best.

use super::{training::Training, truth::Likelihood};
use crate::{
    observe::Observation,
    say,
    scene::{Chart, Curve, Form, Panel, Role},
    session::Session,
};

/// Steps and values.
type Points = Vec<(f32, f32)>;

/// The three charts, in the order of [`best`], of one training or of two.
pub(super) fn charts(trainings: &[&Training]) -> Vec<Panel> {
    let last = trainings.iter().map(|t| t.run.step()).max().unwrap_or(0);
    let span = Some((0.0, last.max(1) as f32));
    let compared = trainings.len() > 1;
    let best = trainings.first().map_or([None; 3], |a| best(a));
    let chart = |name: &str, title: String, unit: String, best: Option<u64>, curves: Vec<Curve>| {
        let curves = curves.into_iter().filter(|c| !c.points.is_empty()).collect();
        let mut chart = Chart::new(say!("updates"), unit, curves);
        chart.span = span;
        chart.direct = true;
        chart.mark = best.map(|step| step as f32);
        Panel { aspect: 1.2, ..Panel::chart(name, title, chart) }
    };
    let line = |name: String, role, form, points| Curve { name, role, form, points };
    let mut likelihoods = Vec::new();
    let (mut pseudo, mut errors) = (Vec::new(), Vec::new());
    for (t, (name, form)) in trainings.iter().zip([("A", Form::Line), ("B", Form::Broken)]) {
        let found = t.long().map_or(&[][..], |long| &long.truth.found);
        let named = |other: String| if compared { name.to_string() } else { other };
        let held_out = found.iter().any(|l| l.held_out.is_some());
        if compared {
            likelihoods.push(line(String::new(), Role::Beside, form, of(found, seen)));
        } else {
            likelihoods.push(line(say!("training"), Role::Data, Form::Line, of(found, seen)));
            likelihoods.push(line(String::new(), Role::Data, Form::Spans, spans(found, seen)));
        }
        let shown = if held_out { unseen } else { seen };
        if held_out || compared {
            likelihoods.push(line(named(say!("held-out")), Role::Energy, form, of(found, shown)));
            likelihoods.push(line(String::new(), Role::Energy, Form::Spans, spans(found, shown)));
        }
        if !compared {
            likelihoods.push(line(say!("exact"), Role::Exact, Form::Line, of(found, |l| exactly(l, seen(l)))));
            let exact = if held_out { of(found, |l| exactly(l, unseen(l))) } else { Vec::new() };
            likelihoods.push(line(String::new(), Role::Exact, Form::Line, exact));
        }
        let look = |value: fn(&Observation) -> Option<f64>| -> Points {
            t.observations.iter().filter_map(|o| Some((o.step as f32, value(o)? as f32))).collect()
        };
        pseudo.push(line(named(String::new()), Role::Energy, form, look(|o| o.pseudo_log_likelihood)));
        errors.push(line(named(String::new()), Role::Sample, form, look(|o| o.reconstruction_error)));
    }
    vec![
        chart("likelihood", say!("Log-likelihood"), say!("nats per image"), best[0], likelihoods),
        chart("pseudo", say!("Pseudo-log-likelihood"), say!("nats per image"), best[1], pseudo),
        // It falls over orders of magnitude, and where it goes on falling is the point.
        chart("error", say!("Reconstruction error"), say!("squared error per pixel"), best[2], errors).logarithmic(),
    ]
}

/// The updates after which each measure was best so far, of held-out images where there are some; `None` before a second look.
pub(super) fn best(training: &Training) -> [Option<u64>; 3] {
    fn largest(values: impl Iterator<Item = (u64, f64)>) -> Option<u64> {
        let (mut best, mut looks) = ((0, f64::NEG_INFINITY), 0);
        for (step, value) in values {
            looks += 1;
            if value > best.1 {
                best = (step, value);
            }
        }
        (looks > 1).then_some(best.0)
    }
    let found = training.long().map_or(&[][..], |long| &long.truth.found);
    let likelihood = |l: &Likelihood| Some((l.step, l.log_likelihood(l.held_out.or(Some(l.training)))?));
    let look = |value: fn(&Observation) -> Option<f64>, sign: f64| {
        largest(training.observations.iter().filter_map(|o| Some((o.step, sign * value(o)?))))
    };
    [
        largest(found.iter().filter_map(likelihood)),
        look(|o| o.pseudo_log_likelihood, 1.0),
        look(|o| o.reconstruction_error, -1.0),
    ]
}

fn seen(l: &Likelihood) -> Option<f64> {
    Some(l.training - l.log_z.log_z)
}

fn unseen(l: &Likelihood) -> Option<f64> {
    Some(l.held_out? - l.log_z.log_z)
}

/// The exact value beside an estimate.
fn exactly(l: &Likelihood, estimate: Option<f64>) -> Option<f64> {
    Some(estimate? + l.log_z.log_z - l.exact?)
}

fn of(found: &[Likelihood], value: impl Fn(&Likelihood) -> Option<f64>) -> Points {
    found.iter().filter_map(|l| Some((l.step as f32, value(l)? as f32))).collect()
}

/// Values plus and minus one standard error of `ln Z`, in turns.
fn spans(found: &[Likelihood], value: impl Fn(&Likelihood) -> Option<f64>) -> Points {
    let ends = |l: &Likelihood| {
        let (x, middle, error) = (l.step as f32, value(l)? as f32, l.log_z.stderr as f32);
        Some([(x, middle - error), (x, middle + error)])
    };
    found.iter().filter_map(ends).flatten().collect()
}
