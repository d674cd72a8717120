//! One small model of every kind in the registry, with biases that are not zero wherever the kind has biases.
#![allow(dead_code)]

use ebm::{
    data::Dataset,
    experiment::Experiment,
    models::{MODELS, Model},
    registry::find,
    rng::Rng,
    session::Run,
};

/// Links of small models; every registered model is among them.
pub const LINKS: &[&str] = &[
    "v=1&model=rbm&visible=4&hidden=3",
    "v=1&model=boltzmann&visible=4&hidden=3&spread=0.8",
    "v=1&model=boltzmann&visible=5&hidden=2&spread=0.5&alphabet=spin",
    "v=1&model=levels&levels=1,2,3,2.5",
    "v=1&model=two-spins&w=0.7&b1=0.4&b2=-0.9",
    "v=1&model=ising&rows=2&cols=4&J=0.6&h=0.2",
    "v=1&model=ising&rows=3&cols=3&J=-0.5&h=0.3",
    "v=1&model=hopfield&n=7&patterns=2",
    "v=1&model=hopfield&n=6&patterns=1&memories=25ACAA",
    "v=1&model=dense-hopfield&n=7&patterns=3",
    "v=1&model=dense-hopfield&n=5&patterns=2&separation=exponential",
    "v=1&model=spin-glass&graph=2d&rows=2&cols=4&instance=3",
    "v=1&model=spin-glass&graph=complete&disorder=gaussian&n=7",
    "v=1&model=spin-glass&graph=complete&n=7&order=3&instance=1",
];

/// The model of a link, with normal parameters or biases where they would be too small to matter.
pub fn model(link: &str) -> Box<dyn Model> {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    let mut model = Run::initial_model(&experiment, None::<&Dataset>, None).expect("a model");
    let mut rng = Rng::stream(5, "zoo", 0);
    // Couplings that must be symmetric are drawn or given already.
    let drawn = link.contains("spread=") || link.contains("b1=");
    for tensor in model.tensors_mut().into_iter().filter(|t| !drawn || !t.decays) {
        tensor.values.iter_mut().for_each(|x| *x = rng.normal() as f32);
    }
    if model.pairwise().is_some() && !drawn && !link.contains("b1=") && !link.contains("h=") {
        let tensors: Vec<(String, Vec<usize>, Vec<f32>)> =
            model.tensors().into_iter().map(|t| (t.name.to_string(), t.shape, t.values.into_owned())).collect();
        let bias: Vec<f32> = (0..model.space().units()).map(|_| (0.5 * rng.normal()) as f32).collect();
        let find = |name: &str| {
            let (_, shape, values) = tensors.iter().find(|t| t.0 == name).ok_or("none")?;
            Ok((shape.clone(), if name == "b" { bias.clone() } else { values.clone() }))
        };
        model.load(&find).expect("its own tensors");
    }
    model
}

/// Every registered model has a link here.
pub fn is_complete() -> bool {
    let named = |id: &str| LINKS.iter().any(|l| l.contains(&format!("model={id}&")));
    MODELS.iter().all(|e| named(e.id) && find(MODELS, e.id).is_some())
}
