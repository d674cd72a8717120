//! The figure `repair`: what it says of likelihoods, against exact sums and the tool's numbers, and that looking changes nothing.

use ebm::{
    estimate::ais::{Ais, Plan},
    exact,
    experiment::Experiment,
    figures::{self, Detail, Figure, Given, Looked, Number, Status, repair::RepairStatus},
    scene::{Content, Form, Scene},
    session::{Run, Session},
    shelf,
};

const MNIST: &[u8] = include_bytes!("../data/mnist.bin");
const BARS: &str = "#v=1&fig=repair&model=rbm&hidden=12&data=bars-and-stripes&n=4&trainer=cd&lr=0.1&batch=10&seed=5";

fn figure(link: &str) -> Box<dyn Figure> {
    let (experiment, warnings) = figures::read("repair", link).expect("a figure");
    assert!(warnings.is_empty(), "{warnings:?}");
    let data = shelf::dataset(&experiment, Some(MNIST)).expect("data");
    let entry = figures::named("repair").expect("it is there");
    (entry.build.build)(experiment, Given { data, instance: None }).expect("it runs")
}

fn run(link: &str) -> Run {
    let (experiment, _) = Experiment::read(link);
    let data = shelf::dataset(&experiment, Some(MNIST)).expect("data");
    Run::new(experiment, data).expect("a run")
}

/// Looks until nothing is left; how many bites that took.
fn observe(figure: &mut dyn Figure) -> usize {
    (1..).find(|_| figure.observe().expect("it looks") == Looked::All).expect("an end")
}

fn own(status: &Status) -> &RepairStatus {
    match &status.detail {
        Detail::Repair(own) => own,
        _ => panic!("another figure"),
    }
}

fn row<'a>(status: &'a Status, name: &str) -> &'a Number {
    status.numbers.iter().find(|n| n.name == name).unwrap_or_else(|| panic!("no row {name}"))
}

fn chart<'a>(scene: &'a Scene, name: &str) -> &'a ebm::scene::Chart {
    match &scene.panels.iter().find(|p| p.name == name).expect("a panel").content {
        Content::Chart(chart) => chart,
        _ => panic!("no chart"),
    }
}

/// Sixteen hidden units learn digits: each estimate lies within its error of the exact value beside it, which is the run's own.
///
/// With 100 runs an error is itself known to 10%, and weights are nearly normal at this size: six standard errors are missed by
/// one estimate in 10⁷ or so.
#[test]
fn annealing_agrees_with_the_exact_sum() {
    let link = "#v=1&fig=repair&model=rbm&hidden=16&data=mnist&trainer=cd&lr=0.1&runs=100&betas=300";
    let mut figure = figure(&format!("{link}&steps=60"));
    figure.advance(60).expect("updates");
    figure.status(false);
    observe(&mut *figure);
    let (status, scene) = (figure.status(false), figure.scene());
    let mut run = run(link);
    run.advance(60).expect("updates");
    let data = run.data().cloned().expect("data");
    let log_z = exact::log_z(run.model(), 1.0).expect("16 units");
    let z = row(&status, "log Z");
    let (value, error, ess) = (z.value.expect("a value"), z.error.expect("an error"), z.ess.expect("an ESS"));
    assert!((z.exact.expect("exact") - log_z).abs() < 1e-9 * log_z.abs());
    assert!((value - log_z).abs() < 6.0 * error && error < 0.2 && ess > 30.0, "{z:?}");
    // The tool's own estimate, to the last digit.
    let plan = Plan { temperature: 1.0, runs: 100, betas: 300, seed: 42, step: 60 };
    let found =
        Ais::new(run.model(), Some(&data.marginals()), plan).expect("an RBM").advance(usize::MAX).expect("all runs");
    assert_eq!((value, error, ess), (found.log_z, found.stderr, found.ess));
    let expected = exact::log_likelihood(run.model(), &data, 1.0, log_z).expect("an RBM");
    let training = row(&status, "log-likelihood of training images").exact.expect("exact");
    assert!((training - expected).abs() < 1e-9 * expected.abs(), "{training} {expected}");
    let two = run.model().two_layers().expect("two layers");
    let held_out: Vec<u32> = (data.training() as u32..data.len() as u32).collect();
    let states = data.states(&held_out, data.visible());
    let mean = states.iter().map(|v| -two.free_energy(v, 1.0)).sum::<f64>() / states.len() as f64 - log_z;
    let shown = row(&status, "log-likelihood of held-out images").exact.expect("exact");
    assert!((shown - mean).abs() < 1e-9 * mean.abs(), "{shown} {mean}");
    // All looks on the way, and their errors, against the exact curve.
    let chart = chart(&scene, "likelihood");
    let lines: Vec<_> = chart.curves.iter().filter(|c| c.form == Form::Line).collect();
    let spans: Vec<_> = chart.curves.iter().filter(|c| c.form == Form::Spans).collect();
    assert_eq!((lines.len(), spans.len()), (4, 2));
    assert_eq!(lines[0].points.iter().map(|p| p.0).collect::<Vec<_>>(), [0.0, 25.0, 50.0, 60.0]);
    for (annealed, exactly) in [(lines[0], lines[2]), (lines[1], lines[3])] {
        for (k, (a, e)) in annealed.points.iter().zip(&exactly.points).enumerate() {
            let error = (spans[0].points[2 * k + 1].1 - spans[0].points[2 * k].1) / 2.0;
            assert!(a.0 == e.0 && (a.1 - e.1).abs() < 6.0 * error + 1e-3, "{a:?} {e:?} {error}");
        }
    }
}

/// Bars from minus to plus one standard error cover the exact curve as often as they should, at 16 hidden units and every look.
///
/// 160 estimates by 50 runs each: within t₄₉ = 2.01 errors lie Binomial(160, 0.95) of them, 136 or fewer with probability below 10⁻⁵.
#[test]
fn errors_are_as_large_as_they_say() {
    let (mut within, mut all) = (0, 0);
    for seed in 0..40 {
        let link =
            format!("{}&hidden=16&runs=50&betas=60&steps=90", BARS.replace("&hidden=12", "").replace("&seed=5", ""));
        let mut figure = figure(&format!("{link}&seed={seed}").replace("lr=0.1", "lr=0.5"));
        figure.advance(90).expect("updates");
        figure.status(false);
        observe(&mut *figure);
        let scene = figure.scene();
        let curves = &chart(&scene, "likelihood").curves;
        // Bars and stripes have no held-out pictures: training, its errors, exact.
        let [annealed, spans, exactly] = [0, 1, 2].map(|k| &curves[k].points);
        assert_eq!((curves.len(), curves[1].form, annealed.len()), (3, Form::Spans, 5));
        for (k, (a, e)) in annealed.iter().zip(exactly).enumerate().skip(1) {
            let error = (spans[2 * k + 1].1 - spans[2 * k].1) / 2.0;
            all += 1;
            within += usize::from((a.1 - e.1).abs() <= 2.01 * error);
        }
    }
    assert!(all == 160 && within > 136, "{within} of {all}");
}

/// Whoever looks, however often, and however the steps are cut: the digest is the run's, and the looks are the same.
#[test]
fn looking_changes_nothing() {
    for rule in ["", "&k=3", "&trainer=pcd&chains=7"] {
        let link = format!(
            "{}&runs=5&betas=20&steps=90{rule}",
            BARS.replace("&trainer=cd", if rule.contains("pcd") { "" } else { "&trainer=cd" })
        );
        let (mut whole, mut cut) = (figure(&link), figure(&link));
        whole.advance(90).expect("updates");
        whole.status(false);
        observe(&mut *whole);
        while cut.advance(7).expect("updates") > 0 {
            cut.status(true);
            cut.scene();
            cut.observe().expect("it looks");
        }
        cut.status(false);
        observe(&mut *cut);
        let mut run = run(&link);
        run.advance(90).expect("updates");
        assert_eq!(whole.status(false).digest, run.digest(), "{link}");
        assert_eq!(cut.status(false).digest, run.digest(), "{link}");
        assert_eq!(whole.scene(), cut.scene(), "{link}");
    }
}

/// What is kept grows with the logarithm of the steps: ten times the steps, a few dozen points more.
#[test]
fn a_long_play_keeps_little() {
    let size = |steps: u64| {
        let mut figure = figure(&format!("{BARS}&hidden=2&runs=3&betas=2&steps={steps}").replace("hidden=12&", ""));
        while figure.advance(500).expect("updates") > 0 {
            observe(&mut *figure);
        }
        figure.scene().to_bytes().len()
    };
    let (short, long) = (size(2_000), size(20_000));
    // ln 10/ln (17/16) = 38 looks at two measures, ln 10/ln (4/3) = 8 at the likelihood and its exact value: 8 bytes a point.
    assert!(long - short < 9 * (2 * 40 + 3 * 10 + 2), "{short} {long}");
}

/// Another plan is looked by at once, and nothing restarts.
#[test]
fn a_plan_changes_while_it_rests() {
    let mut figure = figure(&format!("{BARS}&runs=5&betas=20&steps=30"));
    figure.advance(30).expect("updates");
    figure.status(false);
    observe(&mut *figure);
    let before = figure.status(false);
    assert_eq!(figure.change("betas", "400").map(|w| w.len()), Some(0));
    observe(&mut *figure);
    let after = figure.status(false);
    assert_eq!((before.digest, before.step), (after.digest.clone(), after.step));
    assert!(after.link.contains("betas=400"), "{}", after.link);
    assert!(after.applicable.contains(&"runs") && own(&after).likelihood.as_ref().is_some_and(|l| l.waiting == 0));
    let (error, exact) = (row(&after, "log Z").error.expect("an error"), row(&after, "log Z").exact.expect("12 units"));
    let value = row(&after, "log Z").value.expect("a value");
    // Five runs: Student's t with four degrees of freedom is beyond 22 once in 40,000.
    assert!((value - exact).abs() < 22.0 * error.max(1e-3), "{value} {exact} {error}");
}

/// Fantasies are pictures of the model: of PCD its own chains.
#[test]
fn fantasies_follow_the_model() {
    let pictures = |link: &str| {
        let mut figure = figure(link);
        figure.advance(2_000).expect("updates");
        let scene = figure.scene();
        match &scene.panels.iter().find(|p| p.name == "fantasies").expect("a panel").content {
            Content::Pictures { rows, cols, pixels, .. } => ((*rows * *cols) as usize, pixels.clone()),
            _ => panic!("no pictures"),
        }
    };
    let link = "#v=1&fig=repair&model=rbm&hidden=16&data=bars-and-stripes&n=3&trainer=pcd&lr=0.05&chains=30&steps=2000";
    let (size, pixels) = pictures(link);
    let mut run = run(link);
    run.advance(2_000).expect("updates");
    let own: Vec<u8> = run.chains()[..24].iter().flat_map(|c| c[..9].iter().map(|&x| x as u8)).collect();
    assert_eq!((size, pixels), (9, own));
    // Free chains of CD: bars and stripes are 14 of 512 pictures. A learned model draws them far more often than coins do, of
    // which 24 give four or more with probability 24!/(4! 20!) (14/512)⁴ < 0.6%; twelve or more, less than 10⁻¹².
    let (size, pixels) = pictures(&link.replace("trainer=pcd&lr=0.05&chains=30", "trainer=cd&k=5&lr=0.5"));
    let is_bar = |p: &[u8]| {
        let rows = p.chunks(3).all(|row| row.iter().all(|&x| x == row[0]));
        let columns = (0..3).all(|c| (0..3).all(|r| p[3 * r + c] == p[c]));
        rows || columns
    };
    let bars = pixels.chunks(size).filter(|p| is_bar(p)).count();
    assert!(pixels.len() == 24 * 9 && bars >= 12, "{bars} of 24 are bars or stripes");
}

/// Two trainings on one clock: each is the run of its own link, and the digest hashes theirs in order, as the tool's does.
#[test]
fn two_trainings_share_a_clock() {
    let a = format!("{BARS}&runs=4&betas=10&init=damaged&instance=3");
    let differing = "&hidden=8&trainer=pcd&lr=0.02";
    let link = format!("{a}{}&steps=70&then=block-gibbs:6", differing.replace('&', "&b."));
    let mut figure = figure(&link);
    figure.advance(40).expect("updates");
    // A change on the way: of what differs, only the first training's.
    figure.change("lr", "0.2").expect("it is live");
    figure.change("decay", "0.01").expect("it is live");
    while figure.advance(11).expect("updates") > 0 {
        figure.observe().expect("it looks");
    }
    observe(&mut *figure);
    let status = figure.status(false);
    let (experiment, warnings) = Experiment::read(&status.link);
    assert!(warnings.is_empty() && status.link.contains("&b.hidden=8&b.trainer=pcd&b.lr=0.02"), "{}", status.link);
    let second = experiment.second().expect("a second experiment");
    assert!(second.link().contains("trainer=pcd") && second.second().is_none(), "{}", second.link());
    let digests: Vec<String> = [experiment, second]
        .into_iter()
        .map(|experiment| {
            let mut run = run(experiment.link().split("&b.").next().expect("a link"));
            run.advance(70).expect("updates");
            run.run_then(&mut |_, _| {}).expect("it repairs");
            run.digest()
        })
        .collect();
    assert_ne!(digests[0], digests[1]);
    assert_eq!(status.digest, ebm::digest::of_digests(&digests));
    let scene = figure.scene();
    for name in ["filters", "fantasies", "filters-b", "fantasies-b"] {
        assert!(scene.panels.iter().any(|p| p.name == name), "{name}");
    }
    for name in ["likelihood", "pseudo", "error"] {
        let chart = chart(&scene, name);
        let named: Vec<_> = chart.curves.iter().filter(|c| !c.name.is_empty()).map(|c| (&*c.name, c.form)).collect();
        assert_eq!(named, [("A", Form::Line), ("B", Form::Broken)], "{name}");
    }
    assert!(row(&status, "B: log Z").exact.is_some());
    assert!(own(&status).compares && status.values[&"b.trainer"].write() == "pcd");
    assert!(row(&status, "B: log Z").exact.is_some());
    assert!(own(&status).compares && status.values[&"b.trainer"].write() == "pcd");
}

/// What cannot differ, or is no value, is named; what is left runs.
#[test]
fn differences_that_cannot_be_are_named() {
    for (beside, code, key, left) in [
        ("b.data=mnist", "does-not-apply", "b.data", ""),
        ("b.nonsense=1", "unknown-key", "b.nonsense", ""),
        ("b.trainer=none&b.lr=0.3", "not-a-choice", "b.trainer", "&b.lr=0.3"),
        ("b.trainer=magic&b.lr=0.3", "not-a-choice", "b.trainer", "&b.lr=0.3"),
        ("b.lr=lots", "not-a-number", "b.lr", "&b.lr=0.05"),
        ("b.hidden=99999", "out-of-range", "b.hidden", "&b.hidden=2048"),
        ("b.chains=7", "does-not-apply", "b.chains", ""),
        ("b.=7", "unknown-key", "b.", ""),
        ("b.b.lr=7", "unknown-key", "b.b.lr", ""),
    ] {
        let (experiment, warnings) = Experiment::read(&format!("{BARS}&{beside}"));
        let told: Vec<_> = warnings.iter().map(|w| (w.code, &*w.key)).collect();
        assert_eq!(told, [(code, key)], "{beside}");
        let link = experiment.link();
        assert_eq!(link.split_once("&b.").map_or(String::new(), |(_, rest)| format!("&b.{rest}")), left, "{beside}");
        assert_eq!(Experiment::read(&link).0.link(), link);
    }
    // Other figures compare nothing, and a model without a rule has nothing to compare.
    for link in [
        "#v=1&fig=chains&model=ising&sampler=gibbs&b.lr=0.1",
        "#v=1&fig=teaser&b.lr=0.1",
        "#v=1&b.k=3&model=rbm&visible=4",
    ] {
        let (experiment, warnings) = Experiment::read(link);
        assert_eq!((warnings.len(), warnings[0].code), (1, "does-not-apply"), "{link}");
        assert!(experiment.second().is_none());
    }
    let (mut experiment, _) = Experiment::read(BARS);
    assert!(experiment.set_second("trainer", "pcd").is_empty() && experiment.set_second("lr", "0.3").is_empty());
    assert!(experiment.link().ends_with("&b.trainer=pcd&b.lr=0.3"), "{}", experiment.link());
    experiment.set_second("trainer", "none");
    assert_eq!(experiment.link(), Experiment::read(BARS).0.link());
}
