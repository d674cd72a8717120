//! A figure as the page makes and changes it.

use ebm::{
    experiment::Experiment,
    figures::{self, Figure, Given},
};
use std::rc::Rc;

/// The figure that an experiment names; its data need no file.
pub fn built(experiment: Experiment) -> Box<dyn Figure> {
    let data = experiment.dataset(None).expect("no file").map(Rc::new);
    let entry = figures::named(experiment.figure).expect("a figure");
    (entry.build.build)(experiment, Given { data, instance: None }).expect("it is built")
}

/// The figure `name` in the state of a link's start; nothing in the link is wrong.
pub fn figure(name: &str, link: &str) -> Box<dyn Figure> {
    let (experiment, warnings) = figures::read(name, link).expect("a figure");
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    assert_eq!(experiment.figure, name);
    built(experiment)
}

/// What the page does with a parameter.
pub fn set(figure: &mut Box<dyn Figure>, key: &str, value: &str) {
    if figure.change(key, value).is_none() {
        let mut experiment = figure.restart_here();
        let warnings = experiment.set(key, value);
        assert!(warnings.is_empty(), "{key}={value}: {warnings:?}");
        *figure = built(experiment);
    }
}
