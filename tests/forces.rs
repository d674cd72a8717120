//! The figure `forces`: against arithmetic written out here, on both sides of the step size at which each system turns unstable.

// What the figure says is held against the standard library's functions, not against the crate's own.
#![allow(clippy::disallowed_methods)]

mod common;

use common::figure::{built, set};

use ebm::{
    experiment::Experiment,
    figures::{self, Detail, Figure, Status, forces::ForcesStatus},
    scene::{
        Content, Scene,
        diagram::{Diagram, Shape, Touch},
    },
    session::{Run, Session},
};
use std::{process::Command, rc::Rc};

fn figure(link: &str) -> Box<dyn Figure> {
    common::figure::figure("forces", link)
}

fn own(status: &Status) -> &ForcesStatus {
    if let Detail::Forces(own) = &status.detail { own } else { panic!("another figure") }
}

fn value(status: &Status, name: &str) -> f64 {
    status.numbers.iter().find(|n| n.name.starts_with(name)).unwrap_or_else(|| panic!("no row {name}")).value.unwrap()
}

fn exact(status: &Status, name: &str) -> f64 {
    status.numbers.iter().find(|n| n.name.starts_with(name)).unwrap().exact.expect("an exact value")
}

/// `c` of `target=(1+c)/4,(1−c)/4,(1−c)/4,(1+c)/4`.
fn link(c: f64, w: f64, temperature: f64, rate: f64, more: &str) -> String {
    let (equal, unequal) = ((1.0 + c) / 4.0, (1.0 - c) / 4.0);
    format!(
        "#v=1&fig=forces&model=two-spins&w={w}&T={temperature}&data=table&target={equal},{unequal},{unequal},{equal}\
         &trainer=exact&lr={rate}{more}"
    )
}

/// Where iteration in double precision leads.
fn iterated(c: f64, theta: f64, temperature: f64, rate: f64, steps: usize) -> f64 {
    (0..steps).fold(theta, |t, _| t + rate * (c - (t / temperature).tanh()) / temperature)
}

/// Every number, at T ≠ 1, after some steps; the digest is the run's and the tool's, whatever the slices.
#[test]
fn numbers_are_what_arithmetic_says() {
    let (c, t, rate) = (0.6, 1.4, 0.35);
    let link = link(c, -0.5, t, rate, "&y=2.2&stiffness=1.5&mass=2&gravity=0.75&steps=11");
    let mut figure = figure(&link);
    figure.advance(4).expect("steps");
    figure.status(true);
    assert_eq!(figure.advance(100).expect("steps"), 7);
    let status = figure.status(false);
    let theta = iterated(c, -0.5, t, rate, 11);
    let y = (0..11).fold(2.2, |y, _| y + rate * (1.5 - 1.5 * y));
    let x: f64 = theta / t;
    let closed = c * x - (4.0 * x.cosh()).ln();
    for (name, expected) in [
        ("end of the spring", y),
        ("weight", 1.5),
        ("pull of the spring", -1.5 * y),
        ("net force on the spring", 1.5 - 1.5 * y),
        ("ηk", rate * 1.5),
        ("coupling θ", theta),
        ("correlation c", c),
        ("correlation of the model", x.tanh()),
        ("pull of the data", c / t),
        ("pull of the model", -x.tanh() / t),
        ("net force on θ", (c - x.tanh()) / t),
        ("η(1−c²)/T²", rate * (1.0 - c * c) / (t * t)),
        ("log-likelihood", closed),
    ] {
        // The coupling is single precision: eleven roundings of at most 6e-8 each.
        assert!((value(&status, name) - expected).abs() < 2e-6, "{name}: {} {expected}", value(&status, name));
    }
    for (name, expected) in [
        ("end of the spring", 1.0),
        ("coupling θ", t * ((1.0 + c) / (1.0 - c)).ln() / 2.0),
        ("correlation of the model", x.tanh()),
        ("log-likelihood", closed),
    ] {
        assert!((exact(&status, name) - expected).abs() < 1e-6, "{name}");
    }
    // The force is the slope of the likelihood: by differences of the closed form.
    let likelihood = |theta: f64| c * theta / t - (4.0 * (theta / t).cosh()).ln();
    let slope = (likelihood(theta + 1e-5) - likelihood(theta - 1e-5)) / 2e-5;
    assert!((slope - value(&status, "net force on θ")).abs() < 1e-6);
    let (experiment, warnings) = Experiment::read(&status.link);
    assert!(warnings.is_empty());
    let data = experiment.dataset(None).unwrap().map(Rc::new);
    let mut run = Run::new(experiment, data).expect("a run");
    run.advance(11).expect("steps");
    assert_eq!((status.step, &status.digest), (11, &run.digest()));
    let tool = Command::new(env!("CARGO_BIN_EXE_ebm")).args(["run", &link, "--json"]).output().expect("the tool");
    assert!(String::from_utf8_lossy(&tool.stdout).contains(&status.digest), "{tool:?}");
    assert_eq!(Scene::from_bytes(&figure.scene().to_bytes()), Some(figure.scene()));
    // The biases have not moved by a bit.
    assert_eq!(run.model().tensors()[1].values[..], [0.0, 0.0]);
}

/// How far spring and coupling are from rest, at the start and after so many steps.
fn distances(link: &str, steps: u64) -> [(f64, f64); 2] {
    let mut figure = figure(&format!("{link}&steps={steps}"));
    let look = |figure: &mut Box<dyn Figure>| {
        let status = figure.status(false);
        ["end of the spring", "coupling θ"].map(|name| (value(&status, name) - exact(&status, name)).abs())
    };
    let before = look(&mut figure);
    figure.advance(steps).expect("steps");
    let after = look(&mut figure);
    [(before[0], after[0]), (before[1], after[1])]
}

/// The spring turns unstable where ηk = 2: just below it comes to rest, at 2 it swings for ever, just above it diverges.
#[test]
fn the_spring_turns_unstable_at_2() {
    let k = 0.8;
    let at = |s: f64, steps: u64| {
        let link = link(0.6, 0.0, 1.0, s / k, "&y=3&stiffness=0.8&mass=1.2");
        let words = own(&figure(&link).status(false)).spring.clone();
        (distances(&link, steps)[0], words)
    };
    let ((before, after), words) = at(1.99, 500);
    assert!((after / before - 0.99f64.powi(500)).abs() < 1e-9, "{before} {after}");
    assert!(words.contains("between 1 and 2"), "{words}");
    let ((before, after), words) = at(2.0, 501);
    assert!((after / before - 1.0).abs() < 1e-9 && words.contains("the edge"), "{before} {after} {words}");
    let ((before, after), words) = at(2.01, 500);
    assert!((after / before / 1.01f64.powi(500) - 1.0).abs() < 1e-9, "{before} {after}");
    assert!(words.contains("above 2") && words.contains("diverges"), "{words}");
    // Far beyond, it is gone, and every number stays a number.
    let mut gone = figure(&link(0.6, 0.0, 1.0, 10.0, "&y=3&stiffness=100&steps=1000"));
    gone.advance(1000).expect("steps");
    let status = gone.status(false);
    assert!(own(&status).spring.contains("gone for good") && value(&status, "end of the spring").is_finite());
    assert!(status.link.contains("y=3") && Experiment::read(&status.link).1.is_empty());
}

/// The coupling turns unstable where η(1−c²)/T² = 2: below, small distances shrink by the factor that the slope says; above, they grow, but
/// θ stays bounded.
#[test]
fn the_coupling_turns_unstable_at_2() {
    let (c, t): (f64, f64) = (0.5, 1.3);
    let rest = t * c.atanh();
    let limit = 2.0 * t * t / (1.0 - c * c);
    let near = |s: f64, steps: u64| {
        let link = link(c, rest + 1e-3, t, s / 2.0 * limit, "");
        let words = own(&figure(&link).status(false)).coupling.clone();
        (distances(&link, steps)[1], words)
    };
    // To first order: the slope changes by about 1e-3 of itself over such distances, single precision adds 1e-4 of them.
    let ((before, after), words) = near(1.9, 20);
    assert!((after / before / 0.9f64.powi(20) - 1.0).abs() < 0.05, "{before} {after}");
    assert!(words.contains("between 1 and 2"), "{words}");
    let ((before, after), words) = near(2.1, 20);
    assert!((after / before / 1.1f64.powi(20) - 1.0).abs() < 0.05, "{before} {after}");
    assert!(words.contains("above 2") && words.contains("bounded"), "{words}");
    // Just beside the edge, over many steps, both ways; small swings neither settle nor blow up at once.
    for (s, shrinks) in [(1.98, true), (2.02, false)] {
        let ((before, after), _) = near(s, 200);
        assert_eq!(after < before, shrinks, "s = {s}: {before} {after}");
    }
    // One step moves θ by at most η(1 + |c|)/T: from then on it stays within twice that of the rest.
    let rate = 1.5 * limit;
    let link = link(c, rest + 0.2, t, rate, "&steps=3000");
    let mut figure = figure(&link);
    let mut farthest: f64 = 0.0;
    for _ in 0..3000 {
        figure.advance(1).expect("a step");
        let status = figure.status(true);
        farthest = farthest.max((value(&status, "coupling θ") - rest).abs());
    }
    assert!(farthest > 0.2 && farthest < 2.0 * rate * (1.0 + c) / t, "{farthest}");
}

fn grip(scene: &Scene, panel: &str, handle: &str) -> ((f32, f32), String) {
    let Content::Diagram(Diagram { marks }) = &scene.panels.iter().find(|p| p.name == panel).expect("a panel").content
    else {
        panic!("no diagram")
    };
    let mut places = marks.iter().filter_map(|m| {
        let name = m.handle.as_ref().filter(|h| h.name.starts_with(handle) && h.drags)?.name.clone();
        match m.shape {
            Shape::Circle { at, .. } => Some((at, name)),
            Shape::Rectangle { from, to } => Some((((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0), name)),
            _ => None,
        }
    });
    places.next_back().unwrap_or_else(|| panic!("no grip {handle}"))
}

fn drag(figure: &mut Box<dyn Figure>, panel: &str, handle: &str, by: (f32, f32)) {
    let (from, handle) = grip(&figure.scene(), panel, handle);
    let wanted = figure.touch(Touch { panel, handle: &handle, at: (from.0 + by.0, from.1 + by.1), from });
    assert_eq!(wanted.len(), 1);
    wanted.iter().for_each(|(key, value)| set(figure, key, value));
}

/// What is dragged begins again from there, what is not goes on from where it was; a change of η is logged.
#[test]
fn both_go_on_from_where_they_are_put() {
    let mut figure = figure("#v=1&fig=forces");
    figure.advance(5).expect("steps");
    let before = figure.status(false);
    let y = value(&before, "end of the spring");
    drag(&mut figure, "coupling", "theta", (0.0, 20.0));
    let dragged = figure.status(false);
    assert_eq!(dragged.step, 0);
    assert!(value(&dragged, "coupling θ") > value(&before, "coupling θ") + 0.3);
    assert_eq!(value(&dragged, "end of the spring"), y);
    // Taken and not moved, it stays; the pointer holds it where it took it.
    let (at, _) = grip(&figure.scene(), "coupling", "theta");
    drag(&mut figure, "coupling", "theta", (0.0, 0.0));
    assert_eq!(value(&figure.status(false), "coupling θ"), value(&dragged, "coupling θ"));
    drag(&mut figure, "coupling", "theta", (3.0, -7.0));
    assert!((grip(&figure.scene(), "coupling", "theta").0.1 - at.1 + 7.0).abs() < 0.5);
    figure.advance(3).expect("steps");
    let theta = value(&figure.status(false), "coupling θ");
    drag(&mut figure, "spring", "y", (0.0, -15.0));
    let again = figure.status(false);
    assert!(value(&again, "end of the spring") < y - 0.2);
    assert!((value(&again, "coupling θ") - theta).abs() < 1e-12, "single precision comes back from the link");
    figure.advance(2).expect("steps");
    drag(&mut figure, "rate", "rate", (30.0, 0.0));
    assert_eq!(figure.status(false).step, 2, "a change of η does not start again");
    figure.advance(4).expect("steps");
    let last = figure.status(false);
    assert!(last.link.contains("log="));
    // Another slicing, from the link alone.
    let mut other = self::figure(&last.link);
    other.advance(6).expect("steps");
    let other = other.status(false);
    assert_eq!((other.digest, other.link), (last.digest.clone(), last.link.clone()));
    assert_eq!(
        other.numbers.iter().map(|n| n.value).collect::<Vec<_>>(),
        last.numbers.iter().map(|n| n.value).collect::<Vec<_>>()
    );
    // Reset: back to where it was let go, with η as it is now.
    let restart = figure.restart();
    assert!(restart.log.is_empty() && restart.float("lr") > 1.0 && restart.int("steps") == 60);
}

/// A rest at infinity, no weight, hostile values: warnings with the key's name, finite scenes, no panic.
#[test]
fn whatever_comes_in() {
    for (more, key) in [
        ("&target=1,0,0,1", None),
        ("&target=0,1,1,0&w=100", None),
        ("&target=0.7,0.1,0.1,0.1", None),
        ("&mass=0", None),
        ("&stiffness=0.01&mass=20&gravity=20&y=1000", None),
        ("&T=0.05&w=-100&lr=10", None),
        ("&T=100", None),
        ("&lr=0", None),
        ("&target=1,x", Some("target")),
        ("&target=0,0,0,0", Some("target")),
        ("&target=1,2,3", Some("target")),
        ("&y=nan", Some("y")),
        ("&y=1e99", Some("y")),
        ("&stiffness=0", Some("stiffness")),
        ("&gravity=inf", Some("gravity")),
        ("&target=1,1", Some("fig")),
        ("&b1=0.5", Some("fig")),
        ("&momentum=0.5", Some("fig")),
    ] {
        let link = format!("#v=1&fig=forces&model=two-spins&data=table&trainer=exact&steps=200{more}");
        let (experiment, warnings) = figures::read("forces", &link).expect("a figure");
        assert_eq!(warnings.first().map(|w| w.key.as_str()), key, "{link}: {warnings:?}");
        let mut figure = built(experiment);
        figure.advance(200).expect("steps");
        let status = figure.status(false);
        assert!(!status.summary.contains("NaN") && !status.summary.contains("= inf"), "{link}: {}", status.summary);
        for panel in figure.scene().panels {
            match panel.content {
                Content::Chart(chart) => {
                    let finite =
                        chart.curves.iter().flat_map(|c| &c.points).all(|p| p.0.is_finite() && p.1.is_finite());
                    assert!(finite && chart.span.is_some_and(|(a, b)| a < b), "{link}, {}", panel.name);
                }
                Content::Diagram(diagram) => {
                    for mark in &diagram.marks {
                        if let Shape::Circle { at, .. } = mark.shape {
                            assert!(
                                at.0.is_finite() && (0.0..=100.0).contains(&at.1),
                                "{link}, {}: {at:?}",
                                panel.name
                            );
                        }
                    }
                }
                Content::Pictures { .. } => panic!("no pictures"),
            }
        }
        assert!(Experiment::read(&figure.restart_here().link()).1.is_empty(), "{link}");
    }
}
