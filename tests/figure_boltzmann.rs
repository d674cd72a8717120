//! The figure `boltzmann`: its numbers against independent arithmetic, what gestures mean, and links that want too much.

// What the figure says is held against the standard library's functions, not against the crate's own.
#![allow(clippy::disallowed_methods)]

use ebm::{
    exact,
    experiment::Experiment,
    figures::{self, Detail, Figure, Given, Number, Status, boltzmann::BoltzmannStatus},
    scene::{
        Content, Scene,
        diagram::{Diagram, Shape, Touch},
    },
    session::{Run, Session},
};
use std::process::Command;

fn figure(link: &str) -> Box<dyn Figure> {
    let (experiment, _) = figures::read("boltzmann", link).expect("a figure");
    assert_eq!(experiment.figure, "boltzmann");
    (figures::named("boltzmann").expect("a figure").build.build)(experiment, Given::default()).expect("a figure")
}

fn own(status: &Status) -> &BoltzmannStatus {
    if let Detail::Boltzmann(own) = &status.detail { own } else { panic!("another figure") }
}

fn row<'a>(status: &'a Status, name: &str) -> &'a Number {
    status.numbers.iter().find(|n| n.name == name).unwrap_or_else(|| panic!("no row {name}"))
}

fn exact_of(status: &Status, name: &str) -> f64 {
    row(status, name).exact.expect("an exact value")
}

fn diagram<'a>(scene: &'a Scene, name: &str) -> &'a Diagram {
    match &scene.panels.iter().find(|p| p.name == name).expect("a panel").content {
        Content::Diagram(diagram) => diagram,
        other => panic!("{other:?}"),
    }
}

/// Where the grip of a handle is.
fn grip(scene: &Scene, panel: &str, handle: &str) -> (f32, f32) {
    let is = |m: &&ebm::scene::diagram::Mark| m.handle.as_ref().is_some_and(|h| h.name == handle);
    let circle = diagram(scene, panel).marks.iter().filter(is).find_map(|m| match m.shape {
        Shape::Circle { at, .. } => Some(at),
        _ => None,
    });
    circle.unwrap_or_else(|| panic!("no grip {handle}"))
}

/// Sets what a drag means, as the page does.
fn drag(figure: &mut Box<dyn Figure>, panel: &str, handle: &str, at: (f32, f32)) -> Vec<(&'static str, String)> {
    let wanted = figure.touch(Touch { panel, handle, at, from: at });
    for (key, value) in &wanted {
        if figure.change(key, value).is_none() {
            let mut experiment = figure.restart();
            let warnings = experiment.set(key, value);
            assert!(warnings.is_empty(), "{key}={value}: {warnings:?}");
            *figure = self::figure(&experiment.link());
        }
    }
    wanted
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(',').map(|x| x.parse().expect("a number")).collect()
}

fn trial(status: &Status) -> Vec<f64> {
    numbers(&status.values[&"trial"].write())
}

/// Three levels against sums written out here; other slices of steps, and the tool, give the same digest.
#[test]
fn three_levels_are_what_arithmetic_says() {
    let link = "#v=1&fig=boltzmann&model=levels&levels=1,2,3&T=0.8&sampler=metropolis&chains=3&seed=7&steps=4000";
    let mut figure = figure(link);
    figure.advance(17).expect("steps");
    figure.status(true);
    figure.advance(10_000).expect("steps");
    let status = figure.status(false);
    let weights = [1.0, 2.0, 3.0].map(|e: f64| (-e / 0.8).exp());
    let z: f64 = weights.iter().sum();
    let p = weights.map(|w| w / z);
    let mean = p[0] + 2.0 * p[1] + 3.0 * p[2];
    let square = p[0] + 4.0 * p[1] + 9.0 * p[2];
    let entropy: f64 = p.iter().map(|p| -p * p.ln()).sum();
    for (name, value) in [
        ("Z", z),
        ("ln Z", z.ln()),
        ("mean energy ⟨E⟩", mean),
        ("entropy S", entropy),
        ("free energy F = −T ln Z", -0.8 * z.ln()),
        ("⟨E⟩ − T S", -0.8 * z.ln()),
        ("heat capacity per unit", (square - mean * mean) / 0.64),
        ("p(1)", p[0]),
        ("p(2)", p[1]),
        ("p(3)", p[2]),
    ] {
        assert!((exact_of(&status, name) - value).abs() < 1e-9, "{name}");
    }
    // Five standard errors: a false alarm in 1.7 million a number, by errors that know of autocorrelation.
    for name in ["mean energy ⟨E⟩", "p(1)", "p(2)", "p(3)"] {
        let n = row(&status, name);
        let (value, error, exact) = (n.value.expect("a mean"), n.error.expect("an error"), n.exact.expect("exact"));
        assert!(error > 0.0 && (value - exact).abs() < 5.0 * error, "{name}: {value} ± {error}, {exact}");
        assert!(n.ess.is_some_and(|e| e > 1000.0) && n.rhat.is_some(), "{name}");
    }
    let (experiment, warnings) = Experiment::read(&status.link);
    assert!(warnings.is_empty());
    let mut run = Run::new(experiment, None).expect("a run");
    run.advance(4000).expect("steps");
    assert_eq!((status.step, &status.digest), (4000, &run.digest()));
    let tool = Command::new(env!("CARGO_BIN_EXE_ebm")).args(["run", link, "--json"]).output().expect("the tool");
    assert!(String::from_utf8_lossy(&tool.stdout).contains(&status.digest));
    let names: Vec<_> = figure.scene().panels.iter().map(|p| p.name.clone()).collect();
    assert_eq!(names, ["ladder", "trial", "entropy"]);
    assert_eq!(Scene::from_bytes(&figure.scene().to_bytes()), Some(figure.scene()));
}

/// Two spins: probabilities by name, and `tanh(w/T)` where no bias is.
#[test]
fn two_spins_are_what_arithmetic_says() {
    for (sampler, seed) in [("metropolis", 1), ("gibbs", 2)] {
        let link = format!(
            "#v=1&fig=boltzmann&model=two-spins&w=0.7&b1=0.4&b2=-0.3&T=1.5&sampler={sampler}&chains=2&seed={seed}&steps=4000"
        );
        let mut figure = figure(&link);
        figure.advance(4000).expect("steps");
        let status = figure.status(false);
        let states = [("p(+ +)", 1.0, 1.0), ("p(+ −)", 1.0, -1.0), ("p(− +)", -1.0, 1.0), ("p(− −)", -1.0, -1.0)];
        let weight = |s: f64, r: f64| ((0.4 * s - 0.3 * r + 0.7 * s * r) / 1.5).exp();
        let z: f64 = states.iter().map(|&(_, s, r)| weight(s, r)).sum();
        let product: f64 = states.iter().map(|&(_, s, r)| s * r * weight(s, r) / z).sum();
        let expected = states.iter().map(|&(name, s, r)| (name, weight(s, r) / z)).chain([("⟨σ1 σ2⟩", product)]);
        for (name, value) in expected {
            let n = row(&status, name);
            // Couplings and biases are single precision.
            assert!((n.exact.expect("exact") - value).abs() < 1e-6, "{name}");
            // Five standard errors, as above.
            let apart = (n.value.expect("a mean") - value).abs();
            assert!(apart < 5.0 * n.error.expect("an error"), "{sampler} {name}: {apart}");
        }
        assert!(!own(&status).beside.contains("tanh"));
    }
    let mut figure = figure("#v=1&fig=boltzmann&model=two-spins&w=0.7&T=1.4&sampler=gibbs&steps=100");
    let told = own(&figure.status(false)).beside.clone();
    assert!(told.contains(&format!("{:.4} = tanh(w/T) = {0:.4}", 0.5f64.tanh())), "{told}");
    let names: Vec<_> = figure.scene().panels.iter().map(|p| p.name.clone()).collect();
    assert_eq!(names, ["spins", "ladder"]);
}

/// A rung follows the pointer on a scale that the drag does not change; the run starts again.
#[test]
fn rungs_are_dragged() {
    let mut figure = figure("#v=1&fig=boltzmann&model=levels&levels=1,2,3&sampler=metropolis&steps=50");
    figure.advance(50).expect("steps");
    let scene = figure.scene();
    let (two, three) = (grip(&scene, "ladder", "level-1").1, grip(&scene, "ladder", "level-2").1);
    let unit = two - three;
    assert_eq!(drag(&mut figure, "ladder", "level-1", (20.0, two - 1.5 * unit)), [("levels", "1,3.5,3".to_string())]);
    assert_eq!(figure.status(false).step, 0);
    assert!((grip(&figure.scene(), "ladder", "level-1").1 - (two - 1.5 * unit)).abs() < 1e-4);
    // Beyond the axis it stays at its end.
    assert_eq!(drag(&mut figure, "ladder", "level-0", (20.0, -500.0)), [("levels", "5,3.5,3".to_string())]);
    // An axis that a typed energy has widened stays as wide while the level is dragged down.
    figure = self::figure("#v=1&fig=boltzmann&model=levels&levels=1,2,40&sampler=metropolis&steps=50");
    let scene = figure.scene();
    let (low, high) = (grip(&scene, "ladder", "level-1").1, grip(&scene, "ladder", "level-2").1);
    let middle = (low + high) / 2.0;
    for _ in 0..3 {
        drag(&mut figure, "ladder", "level-2", (20.0, middle));
        assert_eq!(figure.status(false).values[&"levels"].write(), "1,2,21");
    }
    let link = figure.status(false).link;
    assert!(link.contains("axis=0,50"), "{link}");
    assert_eq!(figures::read("boltzmann", &link).expect("a figure").0.link(), link);
    // Nonsense means nothing.
    for (panel, handle) in
        [("ladder", "level-9"), ("ladder", "level--1"), ("ladder", "x"), ("spins", "point-1"), ("", "")]
    {
        assert_eq!(figure.touch(Touch { panel, handle, at: (20.0, 30.0), from: (20.0, 30.0) }), []);
    }
    assert_eq!(figure.touch(Touch { panel: "ladder", handle: "level-0", at: (0.0, f32::NAN), from: (0.0, 0.0) }), []);
}

/// Bars keep the sum and the mean energy, no probability becomes negative, and the law's entropy is never reached by another.
#[test]
fn bars_keep_the_mean_energy() {
    let mut figure = figure("#v=1&fig=boltzmann&model=levels&levels=0.5,1,1,2.5,3&T=1.3&sampler=gibbs&steps=5");
    let energies = [0.5, 1.0, 1.0, 2.5, 3.0];
    let weights = energies.map(|e: f64| (-e / 1.3).exp());
    let z: f64 = weights.iter().sum();
    let law = weights.map(|w| w / z);
    let mean: f64 = law.iter().zip(energies).map(|(p, e)| p * e).sum();
    let entropy = |p: &[f64]| -> f64 { p.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum() };
    assert!(own(&figure.status(false)).at_law);
    let mut walls = 0;
    for (k, height) in [(0, 0.1), (3, 0.5), (4, 0.9), (2, 0.0), (1, 0.3), (0, 1.0), (2, 0.2)] {
        let before = trial(&figure.status(false));
        let y = grip(&figure.scene(), "trial", &format!("bar-{k}")).1;
        // The axis is as long as a bar says: 0 is at 49, 1 at 9 units.
        assert!((f64::from((49.0 - y) / 40.0) - before[k]).abs() < 1e-4);
        drag(&mut figure, "trial", &format!("bar-{k}"), (50.0, 49.0 - 40.0 * height as f32));
        let status = figure.status(false);
        let p = trial(&status);
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 5e-5, "{p:?}");
        assert!((p.iter().zip(energies).map(|(p, e)| p * e).sum::<f64>() - mean).abs() < 1e-4, "{p:?}");
        assert!(p.iter().all(|p| (0.0..=1.0).contains(p)) && entropy(&p) < entropy(&law), "{p:?}");
        assert!(!own(&status).at_law);
        // Where it wanted to go, or a probability is at its end.
        let arrived = (p[k] - height).abs() < 1e-4;
        walls += usize::from(!arrived);
        assert!(arrived || p.iter().any(|p| *p < 1e-4), "{k} to {height}: {p:?}");
        assert_eq!(figures::read("boltzmann", &status.link).expect("a figure").0.link(), status.link);
    }
    assert!(walls > 0);
    // It has not touched the run, and the law can be had back.
    assert_eq!(figure.change("trial", "").map(|w| w.len()), Some(0));
    let status = figure.status(false);
    assert!(own(&status).at_law && trial(&status).iter().zip(law).all(|(p, q)| (p - q).abs() < 1e-5));
}

/// With three levels the entropy along the one direction has its top at the law.
#[test]
fn entropy_is_largest_at_the_law() {
    let mut figure = figure("#v=1&fig=boltzmann&model=levels&T=1&sampler=metropolis&steps=5&trial=0.75,0.075,0.175");
    let scene = figure.scene();
    let Content::Chart(chart) = &scene.panels[2].content else { panic!("no chart") };
    let weights = [1.0f64, 2.0, 3.0].map(|e| (-e).exp());
    let z: f64 = weights.iter().sum();
    let law = weights.map(|w| w / z);
    let largest: f64 = law.iter().map(|p| -p * p.ln()).sum();
    let top = chart.curves[0].points.iter().fold((0.0, 0.0f32), |a, &b| if b.1 > a.1 { b } else { a });
    // One point in 80 of a range of 0.42.
    assert!((f64::from(top.0) - law[1]).abs() < 0.006 && (f64::from(top.1) - largest).abs() < 1e-3, "{top:?}");
    let span = chart.span.expect("a span");
    assert!(span.0.abs() < 1e-6 && (f64::from(span.1) - (law[1] + 2.0 * law[2])).abs() < 1e-6, "{span:?}");
    assert!((chart.mark.expect("a mark") - 0.075).abs() < 1e-3);
    // What is shown is the part of the wish along (1, −2, 1) from the law on.
    let t = ((0.75 - law[0]) - 2.0 * (0.075 - law[1]) + (0.175 - law[2])) / 6.0;
    let shown = trial(&figure.status(false));
    assert!(
        shown.iter().zip([law[0] + t, law[1] - 2.0 * t, law[2] + t]).all(|(p, q)| (p - q).abs() < 6e-6),
        "{shown:?}"
    );
}

/// Where nothing is free the figure says so, and no bar has a grip; equal energies leave something free.
#[test]
fn what_is_free_depends_on_the_energies() {
    for (levels, grips, curve) in
        [("1,2", 0, false), ("2,2", 2, true), ("1,1,2", 2, true), ("1,1,1", 3, true), ("1,2,3,4", 4, true)]
    {
        let link = format!("#v=1&fig=boltzmann&model=levels&levels={levels}&sampler=metropolis&steps=5");
        let mut figure = figure(&link);
        let scene = figure.scene();
        let handles = diagram(&scene, "trial").marks.iter().filter_map(|m| m.handle.as_ref());
        // A bar has two marks to hold: its end and a grip.
        assert_eq!(handles.count(), 2 * grips, "{levels}");
        assert_eq!(scene.panels.iter().any(|p| p.name == "entropy"), curve, "{levels}");
        assert_eq!(own(&figure.status(false)).beside.contains("nothing is left"), levels == "1,2", "{levels}");
    }
}

/// The pad sets coupling and bias; the point stands at the edge where typed values are beyond.
#[test]
fn the_pad_is_dragged() {
    let mut figure = figure("#v=1&fig=boltzmann&model=two-spins&sampler=gibbs&steps=5");
    let at = grip(&figure.scene(), "spins", "point");
    let wanted = drag(&mut figure, "spins", "point", (at.0 + 21.0 * 0.5, at.1 - 12.0 * 1.5));
    assert_eq!(wanted, [("w", "1.5".to_string()), ("b1", "1.5".to_string())]);
    let wanted = drag(&mut figure, "spins", "point", (1e9, 1e9));
    assert_eq!(wanted, [("w", "2".to_string()), ("b1", "-2".to_string())]);
    let mut beyond = self::figure("#v=1&fig=boltzmann&model=two-spins&w=50&b1=-9&sampler=gibbs&steps=5");
    assert_eq!(grip(&beyond.scene(), "spins", "point"), grip(&figure.scene(), "spins", "point"));
}

/// A change of the temperature starts again, also where the link's log had changed it on the way.
#[test]
fn the_temperature_starts_again() {
    let mut figure = figure("#v=1&fig=boltzmann&model=levels&sampler=metropolis&steps=20");
    figure.advance(20).expect("steps");
    assert!(figure.change("T", "2").is_none());
    let link = {
        let chains = figures::named("chains").expect("a figure");
        let mut other = (chains.build.build)(figure.restart(), Given::default()).expect("a figure");
        other.advance(10).expect("steps");
        other.change("T", "3").expect("live");
        other.advance(10).expect("steps");
        other.experiment().link().replace("fig=chains", "fig=boltzmann")
    };
    let mut logged = self::figure(&link);
    logged.advance(20).expect("steps");
    let status = logged.status(false);
    let model = Run::new(Experiment::read(&link).0, None).expect("a run").model().copy();
    let law = exact::law(&*model, 3.0).expect("a law");
    assert!((exact_of(&status, "mean energy ⟨E⟩") - law.mean_energy).abs() < 1e-9);
    assert_eq!(logged.restart().float("T"), 3.0);
}

/// Whatever a link asks for, the figure shows something and nothing panics; what it cannot show goes elsewhere.
#[test]
fn hostile_links_are_shown_or_warned_of() {
    let many = vec!["1"; 32].join(",");
    let far = "-1000000,1000000,0,1e-30";
    for (query, code) in [
        ("model=levels&levels=1,x&sampler=metropolis", Some("bad-encoding")),
        ("model=levels&levels=1&sampler=metropolis", Some("bad-encoding")),
        (&format!("model=levels&levels={many}&sampler=gibbs&chains=4096"), None),
        (&format!("model=levels&levels={far}&T=0.05&sampler=metropolis&trial=1,1,1,1"), None),
        (&format!("model=levels&levels={far}&T=100&sampler=gibbs&trial=0,0,0,1"), None),
        ("model=levels&sampler=metropolis&trial=1,2,3", Some("bad-encoding")),
        ("model=levels&sampler=metropolis&trial=nan,0,0", Some("bad-encoding")),
        ("model=levels&sampler=metropolis&trial=0,0,0,1", Some("bad-encoding")),
        ("model=levels&sampler=metropolis&trial=0.5", None),
        ("model=levels&sampler=metropolis&axis=5,0", Some("bad-encoding")),
        ("model=levels&sampler=metropolis&axis=-1e7,1e7", None),
        ("model=levels&sampler=metropolis&axis=7,7.001", None),
        ("model=two-spins&w=100&b1=-100&b2=100&T=0.05&sampler=gibbs", None),
        ("model=two-spins&w=1e9&sampler=gibbs", Some("out-of-range")),
        ("model=ising&sampler=wolff", Some("other-figure")),
        ("model=levels", Some("other-figure")),
        ("model=levels&sampler=descent", Some("other-figure")),
        ("model=two-spins&sampler=gibbs&clamped=1", Some("other-figure")),
    ] {
        let link = format!("#v=1&fig=boltzmann&{query}&steps=12");
        let (experiment, warnings) = figures::read("boltzmann", &link).expect("a figure");
        assert_eq!(warnings.first().map(|w| w.code), code, "{link}: {warnings:?}");
        let mut figure = figure(&link);
        figure.advance(12).expect("steps");
        let (status, scene) = (figure.status(false), figure.scene());
        assert!(scene.panels.len() >= 2 && !status.numbers.is_empty(), "{link}");
        for panel in &scene.panels {
            let Content::Diagram(diagram) = &panel.content else { continue };
            let finite = |m: &ebm::scene::diagram::Mark| match &m.shape {
                Shape::Circle { at, .. } | Shape::Text { at, .. } => at.0.is_finite() && at.1.is_finite(),
                Shape::Rectangle { from, to } => [from.0, from.1, to.0, to.1].iter().all(|x| x.is_finite()),
                Shape::Line(points) => points.iter().all(|p| p.0.is_finite() && p.1.is_finite()),
            };
            assert!(diagram.marks.iter().all(finite) && diagram.marks.len() < 1000, "{link}: {}", panel.name);
        }
        if experiment.model.id == "levels" {
            let sum: f64 = trial(&status).iter().sum();
            assert!((sum - 1.0).abs() < 5e-4, "{link}: {sum}");
        }
    }
    // What is typed is moved to what is possible, and the note says so; an empty text is the law.
    let mut figure = figure("#v=1&fig=boltzmann&model=levels&sampler=metropolis&steps=5");
    for (text, warned) in [("0.75,0.075,0.175", false), ("0.9,0.05,0.05", true), ("1,2,3", true), ("", false)] {
        let warnings = figure.change("trial", text).expect("at once");
        assert_eq!(
            warnings.iter().map(|w| w.code).collect::<Vec<_>>(),
            vec!["out-of-range"; usize::from(warned)],
            "{text}"
        );
    }
}

/// The two models change into each other; menus offer no others.
#[test]
fn models_change_into_each_other() {
    let mut figure = figure(figures::named("boltzmann").expect("a figure").build.link);
    let status = figure.status(false);
    assert_eq!(
        (own(&status).models, own(&status).samplers),
        (&["levels", "two-spins"][..], &["metropolis", "gibbs"][..])
    );
    assert_eq!((own(&status).more.as_deref(), own(&status).fewer.as_deref()), (Some("1,2,3,4"), Some("1,2")));
    for value in ["two-spins", "levels"] {
        let (chosen, warnings) = figures::choose(&figure.restart(), "model", value);
        let shows = figures::named("boltzmann").expect("a figure").build.shows;
        assert!(warnings.is_empty() && shows(&chosen), "{warnings:?}");
        assert_eq!(figures::of_link(&chosen.link()), Some("boltzmann"));
        figure = self::figure(&chosen.link());
        assert_eq!(own(&figure.status(false)).levels, value == "levels");
    }
}
