//! What every figure that learns shows of it: weights as pictures, likelihoods and reconstruction error as curves.

use crate::{
    models::Model,
    observe::Observation,
    scene::{Chart, Content, Curve, Form, Panel, Role, Shades},
};

/// Filters that are shown at most.
const FILTERS: usize = 96;
/// A filter is drawn by its own largest weight, but one that is all below this is not blown up.
const FAINTEST: f32 = 0.05;

/// The weights `W` of every hidden unit as a picture of rows × cols pixels, up to 96 of them; none without hidden units.
pub fn filters(model: &dyn Model, (rows, cols): (usize, usize)) -> Panel {
    let mut pixels = Vec::new();
    let weights = model.tensors().into_iter().find(|t| t.name == "W" && t.shape[0] == rows * cols);
    if let Some(tensor) = weights {
        let (n, m) = (tensor.shape[0], tensor.shape[1]);
        for j in 0..m.min(FILTERS) {
            let filter: Vec<f32> = (0..n).map(|i| tensor.values[i * m + j]).collect();
            let scale = filter.iter().fold(FAINTEST, |s, w| s.max(w.abs()));
            pixels.extend(filter.iter().map(|w| (w / scale * 127.0).round() as i8 as u8));
        }
    }
    let (rows, cols) = (rows as u32, cols as u32);
    let content = Content::Pictures { rows, cols, across: None, shades: Shades::Signed, pixels };
    Panel::pictures("filters", "Weights of the hidden units", content)
}

fn curve(seen: &[Observation], name: &str, role: Role, value: impl Fn(&Observation) -> Option<f64>) -> Curve {
    let point = |o: &Observation| Some((o.images as f32 / 1000.0, value(o)? as f32));
    Curve { name: name.into(), role, form: Form::Line, points: seen.iter().filter_map(point).collect() }
}

/// Likelihoods and reconstruction error against the images seen.
pub fn charts(seen: &[Observation]) -> [Panel; 2] {
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
    ]
}

/// Curves of what there is to see of any rule against its updates; charts without a curve are left out.
pub fn curves(seen: &[Observation]) -> Vec<Panel> {
    type Look = fn(&Observation) -> Option<f64>;
    type Line = (&'static str, Role, Look);
    let charts: [(&str, &str, &str, &[Line]); 4] = [
        (
            "likelihood",
            "Likelihood",
            "nats per image",
            &[
                ("pseudo-log-likelihood", Role::Energy, |o| o.pseudo_log_likelihood),
                ("exact log-likelihood", Role::Exact, |o| o.log_likelihood),
            ],
        ),
        (
            "error",
            "Reconstruction error",
            "squared error per pixel",
            &[("reconstruction error", Role::Sample, |o| o.reconstruction_error)],
        ),
        (
            "couplings",
            "Error of the couplings",
            "error, relative to the true ones",
            &[("error of the couplings", Role::Sample, |o| o.coupling_error)],
        ),
        (
            "stable",
            "Stable patterns",
            "part of the stored patterns",
            &[("stable patterns", Role::Data, |o| o.stable_patterns)],
        ),
    ];
    let panel = |&(name, title, unit, lines): &(&'static str, &'static str, &'static str, &[Line])| {
        let line = |&(name, role, look): &Line| {
            let points: Vec<_> = seen.iter().filter_map(|o| Some((o.step as f32, look(o)? as f32))).collect();
            (!points.is_empty()).then(|| Curve { name: name.into(), role, form: Form::Line, points })
        };
        let curves: Vec<Curve> = lines.iter().filter_map(line).collect();
        (!curves.is_empty()).then(|| Panel::chart(name, title, Chart::new("updates", unit, curves)))
    };
    charts.iter().filter_map(panel).collect()
}
