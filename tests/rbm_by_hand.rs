//! The figure `rbm-by-hand`: eight states, both phases, both gradients and the divergence against sums written out here.

// What the figure says is held against the standard library's functions, not against the crate's own.
#![allow(clippy::disallowed_methods)]
// Sums over states are written as sums over their bits.
#![allow(clippy::needless_range_loop)]

mod common;

use common::figure::{built, set};

use ebm::{
    experiment::Experiment,
    figures::{self, Detail, Figure, Number, Status, rbm_by_hand::RbmByHandStatus},
    scene::{
        Content, Scene,
        diagram::{Shape, Touch},
    },
    session::{Run, Session},
};
use std::{process::Command, rc::Rc};

const STATISTICS: [&str; 5] = ["⟨v₁ h⟩", "⟨v₂ h⟩", "⟨v₁⟩", "⟨v₂⟩", "⟨h⟩"];
const SYMBOLS: [&str; 5] = ["W₁", "W₂", "b₁", "b₂", "c"];

fn figure(link: &str) -> Box<dyn Figure> {
    common::figure::figure("rbm-by-hand", link)
}

fn own(status: &Status) -> &RbmByHandStatus {
    if let Detail::RbmByHand(own) = &status.detail { own } else { panic!("another figure") }
}

fn row<'a>(status: &'a Status, name: &str) -> &'a Number {
    status.numbers.iter().find(|n| n.name.starts_with(name)).unwrap_or_else(|| panic!("no row {name}"))
}

fn close(status: &Status, name: &str, value: Option<f64>, exact: Option<f64>) {
    let row = row(status, name);
    for (found, expected) in [(row.value, value), (row.exact, exact)] {
        if let Some(expected) = expected {
            let found = found.unwrap_or_else(|| panic!("{name} has no such number"));
            assert!((found - expected).abs() < 2e-7, "{name}: {found} {expected}");
        }
    }
}

/// `p(v1, v2, h)` by the eight energies.
fn joint(theta: [f64; 5], t: f64) -> [[[f64; 2]; 2]; 2] {
    let [w1, w2, b1, b2, c] = theta;
    let mut p = [[[0.0; 2]; 2]; 2];
    let mut z = 0.0;
    for v1 in 0..2 {
        for v2 in 0..2 {
            for h in 0..2 {
                let (x, y, k) = (v1 as f64, v2 as f64, h as f64);
                let energy = -b1 * x - b2 * y - c * k - w1 * x * k - w2 * y * k;
                p[v1][v2][h] = (-energy / t).exp();
                z += p[v1][v2][h];
            }
        }
    }
    p.iter_mut().flatten().flatten().for_each(|x| *x /= z);
    p
}

fn visible(theta: [f64; 5], t: f64) -> [f64; 4] {
    let p = joint(theta, t);
    [0, 1, 2, 3].map(|v| p[v >> 1][v & 1].iter().sum())
}

fn divergence(target: [f64; 4], theta: [f64; 5], t: f64) -> f64 {
    target.iter().zip(visible(theta, t)).filter(|(q, _)| **q > 0.0).map(|(q, p)| q * (q / p).ln()).sum()
}

/// `⟨v1 h⟩ …` where visible states have these probabilities and the hidden bit is drawn from `p(h given v)`.
fn statistics(law: [f64; 4], theta: [f64; 5], t: f64) -> [f64; 5] {
    let p = joint(theta, t);
    let mut sums = [0.0; 5];
    for v in 0..4 {
        let (x, y) = (v >> 1, v & 1);
        let on = p[x][y][1] / (p[x][y][0] + p[x][y][1]);
        let each = [x as f64 * on, y as f64 * on, x as f64, y as f64, on];
        (0..5).for_each(|i| sums[i] += law[v] * each[i]);
    }
    sums
}

/// `k` sweeps by transition probabilities between all joint states, which come from the joint law alone.
fn swept(law: [f64; 4], theta: [f64; 5], t: f64, k: usize) -> [f64; 4] {
    let p = joint(theta, t);
    let mut law = law;
    for _ in 0..k {
        let mut next = [0.0; 4];
        for v in 0..4 {
            for h in 0..2 {
                let given_v = p[v >> 1][v & 1];
                let weight = law[v] * given_v[h] / (given_v[0] + given_v[1]);
                let given_h: f64 = (0..4).map(|u| p[u >> 1][u & 1][h]).sum();
                (0..4).for_each(|u| next[u] += weight * p[u >> 1][u & 1][h] / given_h);
            }
        }
        law = next;
    }
    law
}

const TARGET: [f64; 4] = [0.4, 0.1, 0.15, 0.35];
const THETA: [f64; 5] = [1.25, -0.75, 0.5, -0.25, 0.375];

fn link(theta: [f64; 5], more: &str) -> String {
    let list = |x: &[f64]| x.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
    format!(
        "#v=1&fig=rbm-by-hand&model=rbm&hidden=1&couplings={}&biases={}&data=table&target=0.4,0.1,0.15,0.35{more}",
        list(&theta[..2]),
        list(&theta[2..])
    )
}

/// All eight probabilities, the marginal, the divergence, both phases, CD-3's, and both gradients, at T ≠ 1.
#[test]
fn numbers_are_what_arithmetic_says() {
    let t = 1.3;
    let mut figure = figure(&link(THETA, "&trainer=cd&k=3&T=1.3&steps=10"));
    let status = figure.status(false);
    let (p, law) = (joint(THETA, t), visible(THETA, t));
    for k in 0..8 {
        let (v1, v2, h) = (k >> 2, k >> 1 & 1, k & 1);
        close(&status, &format!("p({v1}{v2}, {h})"), Some(p[v1][v2][h]), None);
    }
    for v in 0..4 {
        close(&status, &format!("p({}{}); target", v >> 1, v & 1), Some(law[v]), Some(TARGET[v]));
    }
    let kl = divergence(TARGET, THETA, t);
    close(&status, "KL(target", Some(kl), Some(kl));
    assert!(kl > 0.1 && (own(&status).kl - kl).abs() < 1e-9);
    let cd = swept(TARGET, THETA, t, 3);
    let phases = [TARGET, law, cd].map(|law| statistics(law, THETA, t));
    for i in 0..5 {
        close(&status, &format!("{} of the model", STATISTICS[i]), Some(phases[1][i]), Some(phases[0][i]));
        close(&status, &format!("{} at the end of the chain", STATISTICS[i]), Some(phases[2][i]), None);
        // The gradient of −KL by differences of the eight exponentials: their error is of the order of 1e-10.
        let moved = |by: f64| {
            let mut theta = THETA;
            theta[i] += by;
            divergence(TARGET, theta, t)
        };
        let gradient = (moved(-1e-5) - moved(1e-5)) / 2e-5;
        let expected = (phases[0][i] - phases[2][i]) / t;
        close(&status, &format!("update of {}", SYMBOLS[i]), Some(expected), Some(gradient));
        assert!((gradient - (phases[0][i] - phases[1][i]) / t).abs() < 1e-8);
    }
    // With many sweeps CD is the gradient.
    set(&mut figure, "k", "1000");
    for n in figure.status(false).numbers.iter().filter(|n| n.name.starts_with("update of")) {
        assert!((n.value.unwrap() - n.exact.unwrap()).abs() < 1e-9, "{}", n.name);
    }
}

/// One exact update is η times the gradient; it finishes at the target; the digest is the run's and the tool's, whatever the slices.
#[test]
fn the_exact_gradient_finishes() {
    let link = link(THETA, "&trainer=exact&lr=0.5&steps=6000");
    let mut figure = figure(&link);
    let gradient: Vec<f64> =
        SYMBOLS.map(|s| row(&figure.status(false), &format!("update of {s}")).exact.unwrap()).to_vec();
    figure.advance(1).expect("a step");
    let status = figure.status(false);
    for i in 0..5 {
        let made = f64::from(own(&status).theta[i]) - THETA[i];
        assert!((made - 0.5 * gradient[i]).abs() < 3e-7, "{}: {made} {}", SYMBOLS[i], gradient[i]);
        assert!((row(&status, &format!("last update of {}", SYMBOLS[i])).value.unwrap() - gradient[i]).abs() < 1e-6);
    }
    figure.advance(100).expect("steps");
    let before = own(&figure.status(true)).kl;
    figure.advance(10_000).expect("steps");
    let status = figure.status(false);
    assert!(own(&status).kl < before && own(&status).kl < 1e-3, "{before} {}", own(&status).kl);
    let (experiment, warnings) = Experiment::read(&status.link);
    assert!(warnings.is_empty());
    let data = experiment.dataset(None).unwrap().map(Rc::new);
    let mut run = Run::new(experiment, data).expect("a run");
    run.advance(6000).expect("steps");
    assert_eq!((status.step, &status.digest), (6000, &run.digest()));
    let tool = Command::new(env!("CARGO_BIN_EXE_ebm")).args(["run", &link, "--json"]).output().expect("the tool");
    assert!(String::from_utf8_lossy(&tool.stdout).contains(&status.digest), "{tool:?}");
    assert_eq!(Scene::from_bytes(&figure.scene().to_bytes()), Some(figure.scene()));
}

/// The mean of CD's sampled updates is the expected one. All start from the same parameters, with other seeds.
#[test]
fn sampled_updates_scatter_about_the_expected_one() {
    const SEEDS: u32 = 400;
    let mut made: Vec<[f64; 5]> = Vec::new();
    let mut expected = [0.0; 5];
    for seed in 0..SEEDS {
        let mut figure = figure(&link(THETA, &format!("&trainer=cd&k=2&batch=20&lr=0.1&seed={seed}&steps=1")));
        figure.advance(1).expect("a step");
        let status = figure.status(false);
        let last = SYMBOLS.map(|s| row(&status, &format!("last update of {s}")).clone());
        made.push(std::array::from_fn(|i| last[i].value.unwrap()));
        expected = std::array::from_fn(|i| last[i].exact.unwrap());
    }
    let by_hand = statistics(swept(TARGET, THETA, 1.0, 2), THETA, 1.0);
    let data = statistics(TARGET, THETA, 1.0);
    for i in 0..5 {
        assert!((expected[i] - (data[i] - by_hand[i])).abs() < 1e-7);
        let mean = made.iter().map(|m| m[i]).sum::<f64>() / f64::from(SEEDS);
        let variance = made.iter().map(|m| (m[i] - mean) * (m[i] - mean)).sum::<f64>() / f64::from(SEEDS - 1);
        // Six standard errors: a false alarm below 1e-8 each; rounding to single precision adds up to 1e-5.
        let error = (variance / f64::from(SEEDS)).sqrt();
        assert!(error > 1e-4 && (mean - expected[i]).abs() < 6.0 * error + 1e-5, "{}: {mean} ± {error}", SYMBOLS[i]);
    }
}

fn grip(scene: &Scene, panel: &str, handle: &str) -> ((f32, f32), String) {
    let Content::Diagram(diagram) = &scene.panels.iter().find(|p| p.name == panel).expect("a panel").content else {
        panic!("no diagram")
    };
    let mut found = diagram.marks.iter().filter_map(|m| match (&m.handle, &m.shape) {
        (Some(h), Shape::Circle { at, .. }) if h.drags && h.name.starts_with(handle) => Some((*at, h.name.clone())),
        _ => None,
    });
    found.next_back().unwrap_or_else(|| panic!("no grip {handle}"))
}

fn drag(figure: &mut Box<dyn Figure>, panel: &str, handle: &str, by: f32) {
    let (from, handle) = grip(&figure.scene(), panel, handle);
    let wanted = figure.touch(Touch { panel, handle: &handle, at: (from.0, from.1 + by), from });
    assert_eq!(wanted.len(), 1, "{panel} {handle}");
    wanted.iter().for_each(|(key, value)| set(figure, key, value));
}

/// Every parameter is dragged on both panels and alone changes; a bar of the target moves, the others share the rest.
#[test]
fn what_is_dragged_changes() {
    let mut figure = figure("#v=1&fig=rbm-by-hand");
    figure.advance(40).expect("steps");
    for panel in ["parameters", "machine"] {
        for (i, symbol) in SYMBOLS.iter().enumerate() {
            let before = own(&figure.status(false)).theta.clone();
            drag(&mut figure, panel, &format!("p{i}@"), -6.0);
            let status = figure.status(false);
            assert_eq!(status.step, 0);
            for (j, (a, b)) in before.iter().zip(&own(&status).theta).enumerate() {
                assert_eq!(b > &(a + 0.3), i == j, "{panel} {symbol}: {before:?} {:?}", own(&status).theta);
                assert!(i == j || a == b);
            }
        }
    }
    let theta = own(&figure.status(false)).theta.clone();
    let target = own(&figure.status(false)).target.clone();
    drag(&mut figure, "visible", "t2", -10.0);
    let status = figure.status(false);
    let moved = &own(&status).target;
    assert!(moved[2] > target[2] + 0.1 && (moved.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{moved:?}");
    assert!((moved[0] / moved[3] - target[0] / target[3]).abs() < 1e-2, "{moved:?}");
    assert_eq!(own(&status).theta, theta, "parameters stay where they were");
    // To the top and back: whoever had nothing shares equally.
    drag(&mut figure, "visible", "t2", -100.0);
    assert_eq!(own(&figure.status(false)).target, [0.0, 0.0, 1.0, 0.0]);
    assert!(own(&figure.status(false)).kl.is_finite());
    drag(&mut figure, "visible", "t2", 20.0);
    let moved = own(&figure.status(false)).target.clone();
    assert!(moved[0] == moved[1] && moved[1] == moved[3] && moved[0] > 0.1, "{moved:?}");
    // The link says it all.
    figure.advance(7).expect("steps");
    let status = figure.status(false);
    let mut other = self::figure(&status.link);
    other.advance(7).expect("steps");
    assert_eq!(other.status(false).digest, status.digest);
}

/// Lists that do not fit, tables that are none, large parameters: warnings with the key's name, no panic, finite scenes.
#[test]
fn whatever_comes_in() {
    for (more, key) in [
        ("&couplings=1000,-1000&biases=1000,1000,-1000", None),
        ("&target=1,0,0,0&couplings=0,0&biases=0,0,0", None),
        ("&T=0.05&lr=10&couplings=5,5", None),
        ("", None),
        ("&couplings=1,2,3", Some("couplings")),
        ("&couplings=1,x", Some("couplings")),
        ("&biases=1,2,3,4,5", Some("biases")),
        ("&biases=1,2,1e9", Some("biases")),
        ("&target=0.5,0.5,-1,1", Some("target")),
        ("&hidden=2", Some("fig")),
        ("&target=1,1", Some("fig")),
        ("&momentum=0.9", Some("fig")),
    ] {
        let hidden = if more.contains("hidden") { "" } else { "&hidden=1" };
        let link = format!("#v=1&fig=rbm-by-hand&model=rbm{hidden}&data=table&trainer=exact&steps=50{more}");
        let (experiment, warnings) = figures::read("rbm-by-hand", &link).expect("a figure");
        assert_eq!(warnings.first().map(|w| w.key.as_str()), key, "{link}: {warnings:?}");
        let mut figure = built(experiment);
        figure.advance(50).expect("steps");
        assert!(own(&figure.status(false)).theta.iter().all(|x| x.is_finite()), "{link}");
        for panel in figure.scene().panels {
            if let Content::Diagram(diagram) = panel.content {
                for mark in &diagram.marks {
                    if let Shape::Rectangle { from, to } = mark.shape {
                        let inside = |(x, y): (f32, f32)| (0.0..=100.0).contains(&x) && (0.0..=100.0).contains(&y);
                        assert!(inside(from) && inside(to), "{link}, {}: {from:?} {to:?}", panel.name);
                    }
                }
            }
        }
        assert!(Experiment::read(&figure.restart_here().link()).1.is_empty(), "{link}");
    }
}
