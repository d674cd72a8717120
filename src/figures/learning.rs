//! What every figure that learns shows of it: weights as pictures, likelihoods and reconstruction error as curves.

use crate::{
    models::Model,
    observe::Observation,
    say,
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
    Panel::pictures("filters", say!("Weights of the hidden units"), content)
}

/// A number of an observation.
type Look = fn(&Observation) -> Option<f64>;

/// Curves of what there is to see of any rule against its updates; charts without a curve are left out.
pub fn curves(seen: &[Observation]) -> Vec<Panel> {
    let chart = |name: &str, title: String, unit: String, lines: Vec<(String, Role, Look)>| {
        let line = |(name, role, look): (String, Role, Look)| {
            let points: Vec<_> = seen.iter().filter_map(|o| Some((o.step as f32, look(o)? as f32))).collect();
            (!points.is_empty()).then_some(Curve { name, role, form: Form::Line, points })
        };
        let curves: Vec<Curve> = lines.into_iter().filter_map(line).collect();
        (!curves.is_empty()).then(|| Panel::chart(name, title, Chart::new(say!("updates"), unit, curves)))
    };
    let likelihood = chart(
        "likelihood",
        say!("Likelihood"),
        say!("nats per image"),
        vec![
            (say!("pseudo-log-likelihood"), Role::Energy, |o| o.pseudo_log_likelihood),
            (say!("exact log-likelihood"), Role::Exact, |o| o.log_likelihood),
        ],
    );
    let error = chart(
        "error",
        say!("Reconstruction error"),
        say!("squared error per pixel"),
        vec![(say!("reconstruction error"), Role::Sample, |o| o.reconstruction_error)],
    );
    let couplings = chart(
        "couplings",
        say!("Error of the couplings"),
        say!("error, relative to the true ones"),
        vec![(say!("error of the couplings"), Role::Sample, |o| o.coupling_error)],
    );
    let stable = chart(
        "stable",
        say!("Stable patterns"),
        say!("part of the stored patterns"),
        vec![(say!("stable patterns"), Role::Data, |o| o.stable_patterns)],
    );
    [likelihood, error.map(Panel::logarithmic), couplings, stable].into_iter().flatten().collect()
}
