//! The figure `architectures` against sums written out here, and against the run of its link.
#![allow(clippy::disallowed_methods)]

use ebm::{
    code,
    experiment::Experiment,
    figures::{self, Detail, Figure, Given, Status, architectures::ArchitecturesStatus},
    scene::{Content, Scene, diagram::Touch},
    session::{Run, Session},
};

fn figure(link: &str) -> Box<dyn Figure> {
    let (experiment, _) = figures::read("architectures", link).expect("a figure");
    let entry = figures::named("architectures").expect("a figure");
    (entry.build.build)(experiment, Given::default()).expect("it is built")
}

fn own(status: &Status) -> ArchitecturesStatus {
    match &status.detail {
        Detail::Architectures(own) => own.clone(),
        _ => panic!("another figure"),
    }
}

fn row(status: &Status, name: &str) -> f64 {
    status.numbers.iter().find(|n| n.name == name).and_then(|n| n.value).unwrap_or_else(|| panic!("no {name}"))
}

/// The six units of a state by its signs.
fn units(signs: &str, off: f64) -> Vec<f64> {
    signs.chars().map(|c| if c == '1' { 1.0 } else { off }).collect()
}

/// `E` of six units, couplings by rows of the upper triangle; an RBM has only those of the first four with the last two.
fn energy(x: &[f64], w: &[f64], b: &[f64], rbm: bool) -> f64 {
    let (mut energy, mut next) = (0.0, 0);
    for i in 0..6 {
        energy -= b[i] * x[i];
        for j in i + 1..6 {
            if !rbm || (i < 4 && j >= 4) {
                energy -= w[next] * x[i] * x[j];
            }
            next += 1;
        }
    }
    energy
}

fn free_energy(v: &[f64], off: f64, w: &[f64], b: &[f64], rbm: bool, t: f64) -> f64 {
    let mut sum = 0.0;
    for h in [[off, off], [off, 1.0], [1.0, off], [1.0, 1.0]] {
        let x: Vec<f64> = v[..4].iter().copied().chain(h).collect();
        sum += (-energy(&x, w, b, rbm) / t).exp();
    }
    -t * sum.ln()
}

const W: [f64; 15] = [0.6, -0.4, 0.3, 1.2, -0.7, 0.5, -0.3, 0.8, 0.4, 0.7, -0.9, 1.1, 0.5, 0.9, -0.6];
const B: [f64; 6] = [0.8, -0.5, 0.3, -0.2, 0.6, -0.4];

fn close(a: f64, b: f64) {
    // Parameters are single: a few parts in 10⁷ of sums of about 10.
    assert!((a - b).abs() < 3e-6, "{a} {b}");
}

/// Energies, effective energies, ln Z and p(v) of all three, on spins and bits, with and without biases.
#[test]
fn every_number_is_the_sum_that_it_says() {
    let start = figures::named("architectures").expect("a figure").build.link;
    let biased = "&biases=0.8,-0.5,0.3,-0.2,0.6,-0.4&T=1.7";
    for (link, off, b, t) in [
        (start.to_string(), -1.0, [0.0; 6], 1.0),
        (format!("{start}{biased}"), -1.0, B, 1.7),
        (format!("{start}{biased}&alphabet=bit"), 0.0, B, 1.7),
    ] {
        let link = link.replace("&alphabet=spin", if off == 0.0 { "" } else { "&alphabet=spin" });
        let mut figure = figure(&link);
        let status = figure.status(false);
        assert_eq!(status.values[&"state"], ebm::registry::Value::Text("110110".into()));
        let x = units("110110", off);
        close(row(&status, "E, Hopfield network"), energy(&x, &W, &b, false));
        close(row(&status, "E, Boltzmann machine"), energy(&x, &W, &b, false));
        close(row(&status, "E, RBM"), energy(&x, &W, &b, true));
        let states =
            |n: u32| (0..1 << n).map(move |k| (0..n).map(|i| if k >> i & 1 == 1 { 1.0 } else { off }).collect());
        for (name, rbm) in [("Boltzmann machine", false), ("RBM", true)] {
            let f = free_energy(&x, off, &W, &b, rbm, t);
            close(row(&status, &format!("F(v), {name}")), f);
            let z: f64 = states(4).map(|v: Vec<f64>| (-free_energy(&v, off, &W, &b, rbm, t) / t).exp()).sum();
            close(row(&status, &format!("ln Z, {name}")), z.ln());
            close(row(&status, &format!("p(v), {name}")), (-f / t).exp() / z);
            let flipped = |v: &[f64]| v.iter().map(|x| 1.0 + off - x).collect::<Vec<f64>>();
            let p = |v: &[f64]| (-free_energy(v, off, &W, &b, rbm, t) / t).exp() / z;
            let most = states(4).map(|v: Vec<f64>| (p(&v) - p(&flipped(&v))).abs()).fold(0.0, f64::max);
            close(row(&status, &format!("largest change of p(v), visible units flipped, {name}")), most);
            let turned = |x: &[f64], all: bool| {
                let turn = |(i, &x): (usize, &f64)| if all || i < 4 { 1.0 + off - x } else { x };
                x.iter().enumerate().map(turn).collect::<Vec<f64>>()
            };
            for (what, all) in [("all units", true), ("units 1 to 4", false)] {
                let change = |x: Vec<f64>| (energy(&turned(&x, all), &W, &b, rbm) - energy(&x, &W, &b, rbm)).abs();
                let most = states(6).map(change).fold(0.0, f64::max);
                close(row(&status, &format!("largest change of E, {what} flipped, {name}")), most);
            }
        }
        let z: f64 = states(6).map(|x: Vec<f64>| (-energy(&x, &W, &b, false) / t).exp()).sum();
        close(row(&status, "ln Z, Hopfield network"), z.ln());
        let p = |x: &[f64]| (-energy(x, &W, &b, false) / t).exp() / z;
        let turned = |x: &[f64]| x.iter().map(|x| 1.0 + off - x).collect::<Vec<f64>>();
        let most = states(6).map(|x: Vec<f64>| (p(&x) - p(&turned(&x))).abs()).fold(0.0, f64::max);
        close(row(&status, "largest change of p(v), visible units flipped, Hopfield network"), most);
        close(row(&status, "p(v), Hopfield network"), p(&x));
        // Without biases, spins keep both symmetries; biases break them, and so do bits.
        let kept = off == -1.0 && b == [0.0; 6];
        for network in own(&status).networks {
            assert_eq!((network.all.is_none(), network.marginal.is_none()), (kept, kept), "{link} {network:?}");
            assert!(network.visible.is_some(), "{link} {network:?}");
        }
    }
}

/// Joint, visible-only and marginal flips are told apart.
#[test]
fn a_flip_changes_what_it_must() {
    let mut figure = figure("");
    let state = |figure: &mut Box<dyn Figure>| figure.status(false).values[&"state"].write();
    assert_eq!(figure.change("flip", "all").map(|w| w.len()), Some(0));
    assert_eq!(state(&mut figure), "001001");
    for network in own(&figure.status(false)).networks {
        close(network.energy[0], network.energy[1]);
    }
    figure.change("flip", "visible").expect("at once");
    assert_eq!(state(&mut figure), "110101");
    for network in own(&figure.status(false)).networks {
        assert!((network.energy[0] - network.energy[1]).abs() > 0.1, "{network:?}");
        if let Some([before, after]) = network.free {
            close(before, after);
        }
    }
    let press = Touch { panel: "rbm", handle: "u5", at: (0.0, 0.0), from: (0.0, 0.0) };
    assert_eq!(figure.touch(press), [("flip", "5".to_string())]);
    figure.change("flip", "5").expect("at once");
    assert_eq!(state(&mut figure), "110111");
    // What a hidden unit does changes E and never F(v).
    for network in own(&figure.status(false)).networks {
        assert!(network.energy[0] != network.energy[1], "{network:?}");
        assert!(network.free.is_none_or(|[before, after]| before == after), "{network:?}");
    }
    // The link repeats the comparison.
    let status = figure.status(false);
    assert!(status.link.contains("&state=110111&flip=5"), "{}", status.link);
    let mut again = self::figure(&status.link);
    assert_eq!(again.status(false).summary, status.summary);
    assert_eq!(again.status(false).link, status.link);
    assert_eq!(again.scene(), figure.scene());
    assert_eq!(Scene::from_bytes(&figure.scene().to_bytes()), Some(figure.scene()));
}

/// A coupling is dragged from where it was taken, and its link is one that the tool builds the same model of.
#[test]
fn a_dragged_coupling_is_in_the_link() {
    let mut figure = figure("#v=1&fig=architectures&model=boltzmann&hidden=2&alphabet=spin&spread=0.5&seed=3");
    let handles = |figure: &mut Box<dyn Figure>| {
        let scene = figure.scene();
        let panel = scene.panels.iter().find(|p| p.name == "boltzmann").expect("a diagram");
        let Content::Diagram(diagram) = &panel.content else { panic!("no diagram") };
        let name = |m: &ebm::scene::diagram::Mark| m.handle.clone().filter(|h| h.drags).map(|h| h.name);
        diagram.marks.iter().filter_map(name).collect::<Vec<String>>()
    };
    let before = own(&figure.status(false)).couplings;
    let taken = &handles(&mut figure)[7];
    let drag = |from: (f32, f32), at: (f32, f32)| Touch { panel: "boltzmann", handle: taken, at, from };
    // Taking it changes nothing but which coupling is at hand.
    for (key, value) in figure.touch(drag((40.0, 40.0), (40.0, 40.0))) {
        assert_eq!(figure.change(key, &value).map(|w| w.len()), Some(0), "{key} {value}");
    }
    let status = figure.status(false);
    assert_eq!((own(&status).couplings, own(&status).pair), (before.clone(), 7));
    for (key, value) in figure.touch(drag((40.0, 60.0), (44.0, 36.0))) {
        assert_eq!(figure.change(key, &value).map(|w| w.len()), Some(0), "{key} {value}");
    }
    let status = figure.status(false);
    let after = own(&status).couplings;
    assert!((after[7] - (before[7] + 24.0 * 0.05)).abs() <= 0.026, "{} {}", before[7], after[7]);
    for k in (0..15).filter(|&k| k != 7) {
        assert_eq!(before[k], after[k]);
    }
    assert_eq!(own(&self::figure(&status.link).status(false)).couplings, after);
    // However far, a coupling stays where it can be drawn.
    let far = figure.touch(drag((40.0, 60.0), (44.0, -1e9)));
    figure.change("couplings", &far[1].1).expect("at once");
    assert_eq!(own(&figure.status(false)).couplings[7], 3.0);
    for handle in ["", "w", "w@", "w99@1", "w7@nan", "w7@", "u", "u9", "v1", "w-1@0"] {
        for (key, value) in figure.touch(Touch { panel: "", handle, at: (f32::NAN, f32::INFINITY), from: (0.0, 1.0) }) {
            figure.change(key, &value);
        }
    }
    assert!(own(&figure.status(false)).couplings.iter().all(|w| w.is_finite()));
}

/// The digest is that of a run of the link, whatever was done on the way, and the figure never steps.
#[test]
fn the_digest_is_that_of_its_link() {
    let mut figure = figure("");
    for (key, value) in [
        ("flip", "all"),
        ("biases", " 0.8, -0.5,0.3,-0.2,0.6,-0.4 "),
        ("T", "1.3"),
        ("pair", "4-6"),
        ("always", "1"),
        ("seed", "77"),
        ("alphabet", "bit"),
    ] {
        assert_eq!(figure.change(key, value).map(|w| w.len()), Some(0), "{key}");
        assert_eq!(figure.advance(5), Ok(0));
        let status = figure.status(false);
        let (experiment, warnings) = Experiment::read(&status.link);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!((experiment.link(), experiment.int("steps")), (status.link.clone(), 0));
        assert_eq!(Run::new(experiment, None).expect("a run").digest(), status.digest, "{key}");
        assert_eq!(figures::of_link(&status.link).unwrap_or(""), "architectures");
    }
    // New weights are one decimal each, and biases stay biases.
    let status = figure.status(false);
    assert!(own(&status).biased && own(&status).couplings.iter().all(|w| (w * 10.0 - (w * 10.0).round()).abs() < 1e-5));
    // Biases that are switched off are there to come back to.
    let kept = own(&status).biases;
    figure.change("biases", "").expect("at once");
    assert!(!own(&figure.status(false)).biased);
    assert_eq!(own(&figure.status(false)).biases, kept);
    figure.change("biases", &kept).expect("at once");
    assert_eq!(figure.status(false).digest, status.digest);
}

/// Whatever a link says, there is a figure, or another one shows it, and the warnings name the keys.
#[test]
fn hostile_links_are_named() {
    let base = "#v=1&fig=architectures&model=boltzmann&hidden=2&alphabet=spin&steps=0";
    for (rest, key) in [
        ("couplings=1,2", "couplings"),
        ("couplings=1,2,3,4,5,6,7,8,9,10,11,12,13,14,x", "couplings"),
        ("couplings=1,2,3,4,5,6,7,8,9,10,11,12,13,14,1e30", "couplings"),
        ("couplings=%00", "couplings"),
        ("biases=1,2,3,4,5,6,7", "biases"),
        ("biases=nan,0,0,0,0,0", "biases"),
        ("state=2", "state"),
        ("state=1111111", "state"),
        ("state=%E2%88%92", "state"),
        ("flip=7", "flip"),
        ("flip=-1", "flip"),
        ("pair=2-1", "pair"),
        ("always=perhaps", "always"),
        ("T=0", "T"),
    ] {
        let link = format!("{base}&{rest}");
        let (experiment, warnings) = figures::read("architectures", &link).expect("a figure");
        assert_eq!(warnings.iter().map(|w| w.key.as_str()).collect::<Vec<_>>(), [key], "{link}: {warnings:?}");
        assert!(!warnings[0].message.contains(": '"), "worded: {}", warnings[0].message);
        let mut figure = figure(&link);
        assert_eq!(figure.status(false).link, experiment.link());
        figure.scene();
    }
    for rest in ["hidden=3", "visible=5", "sampler=gibbs", "data=parity&trainer=mcmc", "then=gibbs:5"] {
        let link = format!("#v=1&fig=architectures&model=boltzmann&{rest}");
        assert_eq!(figures::of_link(&link).unwrap_or(""), "chains", "{link}");
    }
    // A list that is refused leaves what was there; the shortest temperature and the largest couplings still sum.
    let mut figure = figure(&format!("{base}&couplings={}&T=0.05", ["1000"; 15].join(",")));
    let before = figure.status(false);
    let warnings = figure.change("couplings", "1,2,3").expect("no restart");
    assert_eq!((warnings.len(), warnings[0].code), (1, "not-a-list"));
    assert_eq!(figure.status(false).link, before.link);
    assert!(before.numbers.iter().all(|n| n.value.is_some_and(f64::is_finite)), "{:?}", before.numbers);
    // T that was logged at the start is T.
    let logged = self::figure(&format!("{base}&log={}", code::pack(b"0:T=2"))).status(false);
    assert!(logged.link.contains("&T=2&"), "{}", logged.link);
}
