//! The figure `cd-by-hand` against an update, an expectation and a gradient written out here in double precision, and its run against
//! the engine's.
// Sums are written as in the formulas, index by index.
#![allow(clippy::disallowed_methods, clippy::needless_range_loop)]

use ebm::{
    experiment::Experiment,
    figures::{self, Detail, Figure, Given, Status, cd_by_hand::CdByHandStatus},
    rng::Rng,
    scene::{Content, Scene, diagram::Touch},
    session::{Run, Session},
};
use std::rc::Rc;

const BASE: &str = "#v=1&fig=cd-by-hand&model=rbm&hidden=3&data=examples&examples=1011&trainer=cd&batch=1&steps=1";
const W: [f64; 12] = [0.8, -0.25, 0.9, 0.45, -0.6, -0.39, -0.35, 0.75, 0.34, 0.84, -0.3, 0.61];
const BIASES: [f64; 7] = [0.2, -0.4, 0.3, 0.1, 0.1, -0.2, 0.35];
const DRAWS: [f64; 7] = [0.93, 0.27, 0.41, 0.52, 0.11, 0.86, 0.33];

fn data(experiment: &Experiment) -> Option<Rc<ebm::data::Dataset>> {
    experiment.dataset(None).expect("no file is needed").map(Rc::new)
}

fn figure(link: &str) -> Box<dyn Figure> {
    let (experiment, _) = figures::read("cd-by-hand", link).expect("a figure");
    let entry = figures::named("cd-by-hand").expect("a figure");
    let data = data(&experiment);
    (entry.build.build)(experiment, Given { data, instance: None }).expect("it is built")
}

fn own(status: &Status) -> CdByHandStatus {
    match &status.detail {
        Detail::CdByHand(own) => own.clone(),
        _ => panic!("another figure"),
    }
}

fn row(status: &Status, name: &str) -> f64 {
    status.numbers.iter().find(|n| n.name == name).and_then(|n| n.value).unwrap_or_else(|| panic!("no {name}"))
}

/// What a run of the link comes to, all steps at once or one at a time.
fn digest(link: &str, slices: &[u64]) -> String {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    let data = data(&experiment);
    let mut run = Run::new(experiment, data).expect("a run");
    slices.iter().for_each(|&n| run.advance(n).expect("steps"));
    run.digest()
}

fn list(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(",")
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn close(a: f64, b: f64, within: f64) {
    assert!((a - b).abs() < within, "{a} {b}");
}

/// `p(h = 1 given v)`.
fn up(w: &[f64], bias: &[f64], v: [f64; 4], t: f64) -> [f64; 3] {
    let mut p = [0.0; 3];
    for j in 0..3 {
        let mut x = bias[4 + j];
        for i in 0..4 {
            x += v[i] * w[3 * i + j];
        }
        p[j] = sigmoid(x / t);
    }
    p
}

/// `p(v = 1 given h)`.
fn down(w: &[f64], bias: &[f64], h: [f64; 3], t: f64) -> [f64; 4] {
    let mut p = [0.0; 4];
    for i in 0..4 {
        let mut x = bias[i];
        for j in 0..3 {
            x += w[3 * i + j] * h[j];
        }
        p[i] = sigmoid(x / t);
    }
    p
}

/// `(v⁽⁰⁾ p⁽⁰⁾ᵀ − v⁽¹⁾ p⁽¹⁾ᵀ)/T` and the same of the biases.
fn estimate(v: [[f64; 4]; 2], p: [[f64; 3]; 2], t: f64) -> Vec<f64> {
    let mut g = Vec::new();
    for i in 0..4 {
        for j in 0..3 {
            g.push((v[0][i] * p[0][j] - v[1][i] * p[1][j]) / t);
        }
    }
    (0..4).for_each(|i| g.push((v[0][i] - v[1][i]) / t));
    (0..3).for_each(|j| g.push((p[0][j] - p[1][j]) / t));
    g
}

fn bits<const N: usize>(k: usize) -> [f64; N] {
    std::array::from_fn(|i| (k >> i & 1) as f64)
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    product(a, b) / (product(a, a) * product(b, b)).sqrt()
}

/// The first state is the example with round probabilities, and every number of its update is the one written out here: also at T ≠ 1,
/// from another example, with other random numbers.
#[test]
fn the_update_is_the_one_by_hand() {
    let start = figures::named("cd-by-hand").expect("a figure").build.link;
    for (rest, v, t, draws) in [
        ("", [1.0, 0.0, 1.0, 1.0], 1.0, DRAWS),
        ("&T=1.7", [1.0, 0.0, 1.0, 1.0], 1.7, DRAWS),
        (
            "&examples=0110&T=0.6&draws=0.1,0.9,0.5,0.75,0.05,0.4,0.99",
            [0.0, 1.0, 1.0, 0.0],
            0.6,
            [0.1, 0.9, 0.5, 0.75, 0.05, 0.4, 0.99],
        ),
    ] {
        let mut link = start.to_string();
        for pair in rest.split('&').skip(1) {
            let key = pair.split('=').next().expect("a key");
            link = link.split('&').filter(|p| !p.starts_with(&format!("{key}="))).collect::<Vec<_>>().join("&");
            link += &format!("&{pair}");
        }
        let mut figure = figure(&link);
        let status = figure.status(false);
        let own = own(&status);
        let p0 = up(&W, &BIASES, v, t);
        let h: [f64; 3] = std::array::from_fn(|j| f64::from(u8::from(draws[j] < p0[j])));
        let down = down(&W, &BIASES, h, t);
        let end: [f64; 4] = std::array::from_fn(|i| f64::from(u8::from(draws[3 + i] < down[i])));
        let p1 = up(&W, &BIASES, end, t);
        let g = estimate([v, end], [p0, p1], t);
        let double = |all: &[f32]| all.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>();
        assert_eq!((double(&own.hidden), double(&own.visible)), (h.to_vec(), end.to_vec()), "{rest}");
        if rest.is_empty() {
            for (p, told) in p0.iter().chain(&down).zip([0.8, 0.5, 0.9, 0.7, 0.2, 0.8, 0.6]) {
                close(*p, told, 0.002);
            }
            assert_eq!((h, end), ([0.0, 1.0, 1.0], [1.0, 1.0, 0.0, 1.0]));
        }
        for (k, (&g, &told)) in g.iter().zip(&own.estimate).enumerate() {
            // Single precision: a few parts in 10⁷ of numbers below 2.
            close(g, told, 2e-6);
            let before = W.iter().chain(&BIASES).nth(k).expect("a parameter");
            close(before + 0.1 * g, f64::from(own.after[k]), 1e-6);
        }
        close(row(&status, "cosine, CD-1 estimate with the gradient"), cosine(&g, &own.gradient), 1e-5);
        // The run of the link comes to the same weights.
        assert_eq!(digest(&status.link, &[1]), status.digest);
        let (experiment, warnings) = Experiment::read(&status.link);
        assert!(warnings.is_empty(), "{warnings:?}");
        let data = data(&experiment);
        let mut run = Run::new(experiment, data).expect("a run");
        run.advance(1).expect("a step");
        let after: Vec<f32> = run.model().tensors().iter().flat_map(|t| t.values.to_vec()).collect();
        assert_eq!(after, own.after);
    }
}

/// The gradient is the slope of `ln p(v⁽⁰⁾)`, a sum over all 128 states, by central differences; and the mean, the spread and the
/// probabilities of the estimate are sums over all of `h⁽⁰⁾` and `v⁽¹⁾`.
#[test]
fn gradient_and_mean_are_exact() {
    let (v, t) = ([1.0, 0.0, 1.0, 1.0], 1.3);
    let log_p = |all: &[f64]| {
        let (w, bias) = all.split_at(12);
        let (mut with, mut z) = (0.0, 0.0);
        for k in 0..128 {
            let (x, h): ([f64; 4], [f64; 3]) = (bits(k), bits(k >> 4));
            let mut energy = 0.0;
            for i in 0..4 {
                energy -= bias[i] * x[i];
                for j in 0..3 {
                    energy -= x[i] * w[3 * i + j] * h[j];
                }
            }
            for j in 0..3 {
                energy -= bias[4 + j] * h[j];
            }
            let weight = (-energy / t).exp();
            z += weight;
            with += if x == v { weight } else { 0.0 };
        }
        f64::ln(with / z)
    };
    let link = format!("{BASE}&couplings={}&biases={}&draws={}&T={t}", list(&W), list(&BIASES), list(&DRAWS));
    let status = figure(&link).status(false);
    let own = own(&status);
    let all: Vec<f64> = own.parameters.iter().map(|&x| f64::from(x)).collect();
    for k in 0..19 {
        let slope = |by: f64| {
            let mut moved = all.clone();
            moved[k] += by;
            log_p(&moved)
        };
        // Central differences: the error is of the order of the step squared.
        close((slope(1e-4) - slope(-1e-4)) / 2e-4, own.gradient[k], 1e-7);
    }
    let p0 = up(&all, &all[12..], v, t);
    let of = |p: f64, bit: f64| if bit > 0.0 { p } else { 1.0 - p };
    let (mut mean, mut square, mut uphill, mut nothing) = ([0.0; 19], [0.0; 19], 0.0, 0.0);
    for k in 0..128 {
        let (end, h): ([f64; 4], [f64; 3]) = (bits(k), bits(k >> 4));
        let down = down(&all, &all[12..], h, t);
        let mut p = 1.0;
        (0..3).for_each(|j| p *= of(p0[j], h[j]));
        (0..4).for_each(|i| p *= of(down[i], end[i]));
        let g = estimate([v, end], [p0, up(&all, &all[12..], end, t)], t);
        for i in 0..19 {
            mean[i] += p * g[i];
            square[i] += p * g[i] * g[i];
        }
        let along: f64 = g.iter().zip(&own.gradient).map(|(a, b)| a * b).sum();
        nothing += if end == v { p } else { 0.0 };
        uphill += if end != v && along > 0.0 { p } else { 0.0 };
    }
    let (mut bias, mut noise) = (0.0, 0.0);
    for k in 0..19 {
        close(mean[k], own.mean[k], 1e-12);
        bias += (mean[k] - own.gradient[k]) * (mean[k] - own.gradient[k]);
        noise += square[k] - mean[k] * mean[k];
    }
    close(row(&status, "bias of CD-1"), bias.sqrt(), 1e-12);
    close(row(&status, "noise of CD-1"), noise.sqrt(), 1e-12);
    close(row(&status, "probability that CD-1 points uphill"), uphill, 1e-12);
    close(row(&status, "probability that v⁽¹⁾ = v⁽⁰⁾"), nothing, 1e-12);
    close(row(&status, "cosine, mean of CD-1 with the gradient"), cosine(&mean, &own.gradient), 1e-12);
    close(row(&status, "ln p(v⁽⁰⁾) before the update"), log_p(&all), 1e-12);
    let after: Vec<f64> = own.after.iter().map(|&x| f64::from(x)).collect();
    close(row(&status, "ln p(v⁽⁰⁾) after the update"), log_p(&after), 1e-12);
    // CD is biased: there is something to tell apart.
    assert!(bias.sqrt() > 0.01 && noise > bias, "{bias} {noise}");
}

/// Numbers by hand that are the generator's own change nothing: the reference with them comes to what the engine comes to without, over
/// several updates, sweeps and examples; and where they end, the generator's go on.
#[test]
fn numbers_by_hand_stand_in_for_the_generators() {
    let base = "v=1&model=rbm&hidden=5&data=examples&examples=110100,001011,111000&trainer=cd&k=2&batch=3&seed=9";
    let mut draws: Vec<String> = Vec::new();
    for step in 0..4 {
        let mut rng = Rng::stream(9, "train", step);
        for _ in 0..2 {
            for units in [5, 6] {
                // Tiles of sixteen, of which a layer takes what it needs.
                for _ in 0..3 {
                    let mut tile = [0.0f32; 16];
                    rng.fill_uniform(&mut tile);
                    draws.extend(tile[..units].iter().map(f32::to_string));
                }
            }
        }
    }
    assert_eq!(draws.len(), 4 * 2 * 3 * 11);
    let own = digest(base, &[6]);
    for some in [draws.len(), 100, 7] {
        assert_eq!(digest(&format!("{base}&draws={}", draws[..some].join(",")), &[2, 4]), own, "{some}");
    }
    // The last number of the first update is a pixel's: its other end of the scale is another bit.
    let last = 2 * 3 * 11 - 1;
    let turned = if draws[last].parse::<f32>().expect("a number") < 0.5 { "0.9999" } else { "0" };
    let other = draws.iter().enumerate().map(|(k, u)| if k == last { turned } else { u }).collect::<Vec<_>>().join(",");
    assert_ne!(digest(&format!("{base}&draws={other}"), &[6]), own);
}

/// The figure steps as its link's run does, however it is sliced, and draws what the run draws.
#[test]
fn the_digest_is_that_of_its_link() {
    let link = format!("{BASE}&couplings={}&seed=5", list(&W)).replace("steps=1", "steps=40");
    let mut sliced = Vec::new();
    for slices in [vec![39], vec![1; 39], vec![3, 20, 100]] {
        let mut figure = figure(&link);
        assert_eq!(figure.status(false).step, 1);
        slices.iter().for_each(|&n| assert!(figure.advance(n).expect("steps") <= n));
        let status = figure.status(false);
        assert_eq!((status.step, status.target), (40, 40));
        assert_eq!(digest(&status.link, &[40]), status.digest);
        let own = own(&status);
        let p = up(
            &own.parameters.iter().map(|&x| f64::from(x)).collect::<Vec<_>>(),
            &own.parameters[12..].iter().map(|&x| f64::from(x)).collect::<Vec<_>>(),
            [1.0, 0.0, 1.0, 1.0],
            1.0,
        );
        for j in 0..3 {
            assert_eq!(f64::from(own.draws[j]) < p[j], own.hidden[j] == 1.0);
        }
        sliced.push((status.digest, status.link, figure.scene()));
    }
    assert!(sliced.windows(2).all(|pair| pair[0] == pair[1]));
    // An edit starts from the weights of the update that is shown.
    let mut figure = figure(&link);
    figure.advance(39).expect("steps");
    let before = own(&figure.status(false));
    let mut draws = before.draws.clone();
    draws[2] = if before.hidden[2] > 0.0 { 0.9999 } else { 0.0 };
    let written = draws.iter().map(f32::to_string).collect::<Vec<_>>().join(", ");
    assert_eq!(figure.change("draws", &written).map(|w| w.len()), Some(0));
    let status = figure.status(false);
    let after = own(&status);
    assert_eq!((status.step, &after.parameters, &after.draws), (1, &before.parameters, &draws));
    assert_ne!(after.hidden[2], before.hidden[2]);
    assert!(after.edited.contains("h₃⁽⁰⁾"), "{}", after.edited);
    assert_eq!(digest(&status.link, &[1]), status.digest);
    // A new seed draws anew from the same weights.
    assert_eq!(figure.change("seed", "77").map(|w| w.len()), Some(0));
    let again = own(&figure.status(false));
    assert_eq!(again.parameters, before.parameters);
    assert!(again.draws.iter().zip(&draws).all(|(a, b)| a != b));
    let status = figure.status(false);
    assert!(!status.link.contains("draws") && digest(&status.link, &[1]) == status.digest, "{}", status.link);
    assert_eq!(figures::of_link(&status.link), Some("cd-by-hand"));
}

/// Handles of a scene by their names.
fn handles(scene: &Scene) -> Vec<String> {
    let diagrams = scene.panels.iter().filter_map(|p| match &p.content {
        Content::Diagram(diagram) => Some(diagram),
        _ => None,
    });
    diagrams.flat_map(|d| &d.marks).filter_map(|m| m.handle.as_ref()).map(|h| h.name.clone()).collect()
}

/// What is dragged is in the link, and is one edit from its begin.
#[test]
fn drags_are_parameters() {
    let mut figure = figure("#v=1&fig=cd-by-hand&stage=11");
    let names = handles(&figure.scene());
    assert_eq!(names.iter().filter(|n| n.starts_with('u')).count(), 7);
    assert_eq!(names.iter().filter(|n| n.starts_with('w')).count(), 19);
    assert_eq!(names.iter().filter(|n| n.starts_with('v')).count(), 4);
    let drag = |figure: &mut Box<dyn Figure>, handle: &str, from: (f32, f32), at: (f32, f32)| {
        for (key, value) in figure.touch(Touch { panel: "", handle, at, from }) {
            assert_eq!(figure.change(key, &value).map(|w| w.len()), Some(0), "{key} {value}");
        }
        own(&figure.status(false))
    };
    let start = own(&figure.status(false));
    // Taking changes nothing.
    assert_eq!(drag(&mut figure, "u1", (40.0, 50.0), (40.0, 50.0)).draws, start.draws);
    // The scale goes from 29 to 66.
    let there = drag(&mut figure, "u1", (40.0, 50.0), (29.0 + 37.0 * 0.66, 90.0));
    assert_eq!(there.draws[1], 0.66);
    assert_eq!((start.hidden[1], there.hidden[1]), (1.0, 0.0));
    assert!(there.edited.contains("h₂⁽⁰⁾: 1 → 0"), "{}", there.edited);
    // The pointer rests before it lets go.
    let held = drag(&mut figure, "u1", (40.0, 50.0), (29.0 + 37.0 * 0.66, 50.0));
    assert_eq!(held.edited, there.edited);
    let back = drag(&mut figure, "u1", (40.0, 50.0), (29.0 + 37.0 * 0.27, 50.0));
    assert_eq!((&back.draws, &back.visible), (&start.draws, &start.visible));
    assert!(!back.edited.is_empty() && !back.edited.contains("h₂"), "{}", back.edited);
    assert_eq!(drag(&mut figure, "u6", (0.0, 0.0), (1e9, 0.0)).draws[6], 0.99);
    assert_eq!(drag(&mut figure, "u6", (0.0, 0.0), (-1e9, 0.0)).draws[6], 0.0);
    // A weight goes up with the pointer; a bias is in a list of its own.
    let up = drag(&mut figure, "w4@-0.6", (40.0, 60.0), (40.0, 50.0));
    assert!((up.parameters[4] + 0.3).abs() < 1e-6, "{}", up.parameters[4]);
    assert_eq!(drag(&mut figure, "w4@-0.6", (40.0, 60.0), (40.0, -1e9)).parameters[4], 5.0);
    let bias = drag(&mut figure, "w17@-0.2", (40.0, 60.0), (40.0, 70.0));
    assert!((bias.parameters[17] + 0.5).abs() < 1e-6, "{}", bias.parameters[17]);
    assert_eq!(drag(&mut figure, "v1", (1.0, 1.0), (1.0, 1.0)).example, [1.0, 1.0, 1.0, 1.0]);
    let status = figure.status(false);
    let mut again = self::figure(&status.link);
    assert_eq!((again.status(false).link, own(&again.status(false)).after), (status.link.clone(), own(&status).after));
    assert_eq!(Scene::from_bytes(&figure.scene().to_bytes()), Some(figure.scene()));
    for handle in ["", "u", "u7", "u-1", "w19@1", "w3@nan", "w@", "v4", "−", "w3@1@2", "x1"] {
        for at in [(f32::NAN, f32::NAN), (f32::INFINITY, f32::INFINITY), (3.0, 3.0)] {
            for (key, value) in figure.touch(Touch { panel: "", handle, at, from: (0.0, 1.0) }) {
                figure.change(key, &value);
            }
        }
    }
    for handle in ["u2", "w3@0.1", "w12@0"] {
        for at in [(f32::NAN, f32::NAN), (f32::INFINITY, f32::NEG_INFINITY)] {
            figure.touch(Touch { panel: "", handle, at, from: (0.0, 1.0) }).into_iter().for_each(|(key, value)| {
                figure.change(key, &value);
            });
        }
    }
    let last = own(&figure.status(false));
    assert!(last.parameters.iter().chain(&last.draws).all(|x| x.is_finite()));
}

/// Stage by stage more is shown, and nothing else changes.
#[test]
fn stages_show_more() {
    let mut figure = figure("");
    let digest = figure.status(false).digest;
    let mut marks = 0;
    for stage in 0..12 {
        assert_eq!(figure.change("stage", &stage.to_string()).map(|w| w.len()), Some(0));
        let status = figure.status(false);
        assert_eq!((status.digest.as_str(), own(&status).stage), (digest.as_str(), stage));
        assert_eq!(own(&status).lines.len(), [0, 3, 3, 3, 4, 4, 4, 3, 3, 3, 3, 3][stage]);
        let now: usize = figure
            .scene()
            .panels
            .iter()
            .map(|p| match &p.content {
                Content::Diagram(d) => d.marks.len(),
                _ => 0,
            })
            .sum();
        assert!(now > marks, "{stage}");
        marks = now;
        assert_eq!(self::figure(&status.link).scene(), figure.scene());
    }
    let lines = |figure: &mut Box<dyn Figure>, stage: &str| {
        figure.change("stage", stage);
        own(&figure.status(false)).lines
    };
    assert_eq!(lines(&mut figure, "1")[0], "x₁ = 0.10 + 0.80·1 + 0.45·0 − 0.35·1 + 0.84·1 = 1.39");
    assert_eq!(lines(&mut figure, "3")[0], "u = 0.93 ≥ 0.80 → h₁ = 0");
    assert_eq!(lines(&mut figure, "4")[0], "x₁ = 0.20 + 0.80·0 − 0.25·1 + 0.90·1 = 0.85");
    assert_eq!(figure.change("stage", "12").map(|w| w[0].key.clone()), Some("stage".into()));
}

/// Whatever a link says, there is a figure, or another one shows it, and the warnings name the keys.
#[test]
fn hostile_links_are_named() {
    for (rest, key) in [
        ("couplings=1,2", "couplings"),
        ("couplings=1,2,3,4,5,6,7,8,9,10,11,x", "couplings"),
        ("biases=1,2,3,4,5,6,1e9", "biases"),
        ("draws=0.5,1", "draws"),
        ("draws=-0.1", "draws"),
        ("draws=nan", "draws"),
        ("draws=0.5;0.5", "draws"),
        ("examples=10a1", "examples"),
        ("examples=1011,101", "examples"),
        ("examples=%00", "examples"),
        ("stage=12", "stage"),
        ("stage=-1", "stage"),
        ("T=0", "T"),
        ("lr=-1", "lr"),
    ] {
        let base = BASE.replace("&examples=1011", if key == "examples" { "" } else { "&examples=1011" });
        let link = format!("{base}&{rest}");
        let (experiment, warnings) = figures::read("cd-by-hand", &link).expect("a figure");
        assert_eq!(warnings.iter().map(|w| w.key.as_str()).collect::<Vec<_>>(), [key], "{link}: {warnings:?}");
        assert!(!warnings[0].message.contains(": '"), "worded: {}", warnings[0].message);
        let mut figure = figure(&link);
        assert_eq!(figure.status(false).link, experiment.link());
        figure.scene();
    }
    let many = vec!["0.5"; 4097].join(",");
    assert_eq!(Experiment::read(&format!("v=1&data=examples&trainer=cd&draws={many}")).1.len(), 1);
    for (from, to) in [
        ("hidden=3", "hidden=4"),
        ("batch=1", "batch=2"),
        ("steps=1", "steps=0"),
        ("examples=1011", "examples=1011,0000"),
        ("examples=1011", "examples=10110"),
        ("trainer=cd", "trainer=pcd"),
        ("steps=1", "steps=1&momentum=0.5"),
        ("steps=1", "steps=1&decay=0.1"),
        ("steps=1", "steps=1&k=2"),
    ] {
        let link = BASE.replace(from, to);
        assert_eq!(figures::of_link(&link), Some("repair"), "{link}");
    }
    // A list that is refused leaves what was there; the largest weights at the lowest temperature are still numbers.
    let mut figure = figure(&format!("{BASE}&couplings={}&T=0.05&stage=11", ["1000"; 12].join(",")));
    let before = figure.status(false);
    for (key, value) in [("couplings", "1,2,3"), ("draws", "2"), ("examples", "1"), ("biases", "x")] {
        match figure.change(key, value) {
            Some(warnings) => assert_eq!((warnings.len(), warnings[0].key.as_str()), (1, key)),
            None => panic!("{key} restarts"),
        }
        assert_eq!(figure.status(false).link, before.link, "{key}");
    }
    assert!(before.numbers.iter().all(|n| n.value.is_none_or(f64::is_finite)), "{:?}", before.numbers);
    assert!(own(&before).lines.iter().all(|l| !l.contains("NaN")));
    // Random numbers by hand are for two layers of bits.
    let (experiment, _) = Experiment::read("v=1&model=boltzmann&data=parity&trainer=cd&draws=0.5");
    let data = data(&experiment);
    let error = Run::new(experiment, data).err().expect("no such run").to_string();
    assert!(error.contains("draws"), "{error}");
}

/// The tool comes to the digest that the figure shows.
#[test]
#[cfg(feature = "cli")]
fn the_tool_agrees() {
    for rest in ["", "&stage=11&T=1.4&draws=", "&steps=25&seed=8&examples=0110"] {
        let mut figure = figure(&format!("#v=1&fig=cd-by-hand{rest}"));
        figure.advance(100).expect("steps");
        let status = figure.status(false);
        let mut tool = std::process::Command::new(env!("CARGO_BIN_EXE_ebm"));
        let output = tool.args(["run", &status.link, "--json"]).output().expect("the tool starts");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        assert_eq!(report["digest"].as_str(), Some(status.digest.as_str()), "{}", status.link);
        assert_eq!(report["warnings"].as_array().map(Vec::len), Some(0), "{report}");
    }
}
