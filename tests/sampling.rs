//! The figure `sampling`: its single steps are the sweep's own, its exact law is enumeration's, what is touched is what the link says.

use ebm::{
    exact,
    experiment::Experiment,
    figures::{
        self, Action, Detail, Figure, Given, Number, Status,
        sampling::{SamplingStatus, TwoPatterns},
    },
    num,
    samplers::units::Rule,
    scene::{Content, OFFERED, Scene, diagram::Touch},
    session::{Run, Session},
};
use std::rc::Rc;

/// Two letters, A and X, on 100 units.
const LETTERS: &str = "#v=1&fig=sampling&model=hopfield&patterns=2&stored=0,23&T=0.6&data=letters";

fn given(experiment: &Experiment) -> Given {
    let file = std::fs::read("data/mnist.bin").expect("the digits");
    Given { data: experiment.dataset(Some(&file)).expect("data").map(Rc::new), instance: None }
}

fn figure(link: &str) -> Box<dyn Figure> {
    let (experiment, warnings) = figures::read("sampling", link).expect("a figure");
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    let given = given(&experiment);
    (figures::named("sampling").expect("a figure").build.build)(experiment, given).expect("a figure")
}

fn run(link: &str) -> Run {
    let (experiment, _) = Experiment::read(link);
    let data = given(&experiment).data;
    Run::new(experiment, data).expect("a run")
}

fn own(status: &Status) -> &SamplingStatus {
    match &status.detail {
        Detail::Sampling(own) => own,
        _ => panic!("another figure"),
    }
}

fn row<'a>(status: &'a Status, name: &str) -> &'a Number {
    status.numbers.iter().find(|n| n.name == name).unwrap_or_else(|| panic!("no row {name}"))
}

/// The pixels of the chain's picture, without the mark of the offered unit.
fn shown(scene: &Scene) -> Vec<f32> {
    let panel = scene.panels.iter().find(|p| p.name == "state").expect("a picture");
    let Content::Pictures { pixels, .. } = &panel.content else { panic!("no picture") };
    pixels.iter().map(|&p| if p % OFFERED == 1 { 1.0 } else { -1.0 }).collect()
}

/// The digest is the run's, however the steps are cut and whatever is looked at in between.
#[test]
fn digest_is_the_links() {
    let links = [
        figures::named("sampling").expect("a figure").build.link.replace("steps=2000", "steps=12"),
        format!("{LETTERS}&sampler=gibbs&scan=random&init=memory&start=2&noise=0.2&steps=12&seed=5&burn=3"),
        "#v=1&fig=sampling&model=hopfield&n=40&patterns=2&T=0.7&sampler=metropolis&scan=systematic&steps=12".into(),
    ];
    for link in links {
        let mut whole = run(&link);
        whole.advance(12).expect("sweeps");
        let expected = whole.digest();
        let mut figure = figure(&link);
        assert_eq!(figure.advance(5), Ok(5), "{link}");
        figure.act(Action::Show(7)).expect("an offer");
        let status = figure.status(false);
        assert_eq!((status.step, status.digest.as_str(), own(&status).inside), (5, "", Some(7)), "{link}");
        // What is left of the sweep counts as one step.
        assert_eq!(figure.advance(3), Ok(3), "{link}");
        figure.scene();
        assert_eq!(figure.advance(100), Ok(4), "{link}");
        let status = figure.status(false);
        assert_eq!((status.step, &status.digest), (12, &expected), "{link}");
        let (again, warnings) = figures::read("sampling", &status.link).expect("a figure");
        assert_eq!((again.link(), warnings.len()), (status.link.clone(), 0));
        let mut again = run(&status.link);
        again.advance(12).expect("sweeps");
        assert_eq!(again.digest(), expected, "{link}");
        let names: Vec<String> = figure.scene().panels.into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["state", "memories", "plane", "path", "trace", "histogram"]);
    }
}

/// Every offer is what the rule says of the state before it, and together they are the sweep.
#[test]
fn single_steps_are_the_sweep() {
    for (rest, rule) in [
        ("&sampler=metropolis", Rule::Metropolis),
        ("&sampler=metropolis&scan=systematic&T=0.3", Rule::Metropolis),
        ("&sampler=gibbs&T=0.9", Rule::Gibbs),
        ("&sampler=gibbs&scan=random", Rule::Gibbs),
    ] {
        let link =
            format!("{}{rest}&steps=50", LETTERS.replace("&T=0.6", if rest.contains("T=") { "" } else { "&T=0.6" }));
        let mut reference = run(&link);
        let temperature = reference.temperature();
        reference.advance(3).expect("sweeps");
        let mut figure = figure(&link);
        figure.advance(3).expect("sweeps");
        let mut state = reference.chains().swap_remove(0);
        let (mut moved, mut drawn_sum, mut drawn_count) = (0, 0.0, 0.0);
        for k in 1..100 {
            figure.act(Action::Show(k)).expect("an offer");
            let status = figure.status(false);
            let offer = own(&status).offer.clone().expect("an offer");
            let i = offer.unit - 1;
            assert_eq!((offer.row, offer.col), (i / 10 + 1, i % 10 + 1));
            assert_eq!(offer.old, state[i]);
            let energy = reference.model().energy().expect("an energy");
            let before = energy.energy(&state);
            assert!((offer.field - energy.local_field(i, &state)).abs() < 1e-12, "{link} {k}");
            let mut other = state.clone();
            other[i] = -other[i];
            assert!((offer.cost - (energy.energy(&other) - before)).abs() < 1e-9, "{link} {k}");
            let expected = match rule {
                Rule::Metropolis => num::exp(-offer.cost / temperature).min(1.0),
                _ => 1.0 / (1.0 + num::exp(-2.0 * offer.field / temperature)),
            };
            assert!((offer.probability - expected).abs() < 1e-12, "{link} {k}: {offer:?} {expected}");
            let up = offer.drawn.is_none_or(|u| f64::from(u) < offer.probability);
            let new = match rule {
                Rule::Metropolis if up => -offer.old,
                Rule::Metropolis => offer.old,
                _ if up => 1.0,
                _ => -1.0,
            };
            assert_eq!(offer.new, new, "{link} {k}: {offer:?}");
            assert!(offer.drawn.is_some() || (rule == Rule::Metropolis && offer.cost <= 0.0));
            if let Some(u) = offer.drawn {
                (drawn_sum, drawn_count) = (drawn_sum + f64::from(u), drawn_count + 1.0);
            }
            state[i] = offer.new;
            moved += u32::from(offer.old != offer.new);
            assert_eq!(shown(&figure.scene()), state, "{link} {k}");
            assert!(
                (row(&status, "energy").value.expect("energy")
                    - reference.model().energy().expect("an energy").energy(&state))
                .abs()
                    < 1e-9
            );
        }
        // Going back shows what was there.
        figure.act(Action::Show(1)).expect("an offer");
        assert_eq!(own(&figure.status(false)).inside, Some(1));
        figure.act(Action::Show(100)).expect("the end");
        reference.advance(1).expect("a sweep");
        assert_eq!(shown(&figure.scene()), reference.chains()[0], "{link}");
        let status = figure.status(false);
        assert_eq!((status.step, &status.digest), (4, &reference.digest()), "{link}");
        assert!(moved > 0, "{link}");
        // Uniform numbers: within five standard errors of one half, a false alarm in a million.
        assert!((drawn_sum / drawn_count - 0.5f64).abs() < 5.0 * (1.0 / 12.0 / drawn_count).sqrt());
    }
}

/// The law of two patterns against enumeration, and the rates against a sum over all states and units.
#[test]
fn two_patterns_are_exact() {
    for (link, temperature) in [
        ("v=1&model=hopfield&n=10&patterns=2&sampler=gibbs&instance=3", 0.5),
        ("v=1&model=hopfield&n=11&patterns=2&sampler=gibbs&instance=4", 1.3),
        ("v=1&model=hopfield&n=3&patterns=2&sampler=gibbs&instance=1", 0.8),
    ] {
        let mut run = run(link);
        let model = run.model();
        let [a, b] = model.patterns() else { panic!("two patterns") };
        let differ = a.iter().zip(b).filter(|(x, y)| x != y).count();
        let sizes = TwoPatterns { agree: a.len() - differ, differ };
        let law = exact::law(model, temperature).expect("a small model");
        assert!((sizes.mean_energy(temperature) - law.mean_energy).abs() < 1e-6, "{link}");
        let probabilities = exact::brute_force(model, temperature).expect("a small model");
        for rule in [Rule::Metropolis, Rule::Gibbs] {
            let mut rate = 0.0;
            for (code, p) in probabilities.iter().enumerate() {
                let state = exact::decode(model, code as u32);
                for (i, x) in state.iter().enumerate() {
                    let field = model.energy().expect("an energy").local_field(i, &state);
                    let flip = num::exp(-2.0 * f64::from(*x) * field / temperature);
                    rate += p * if rule == Rule::Metropolis { flip.min(1.0) } else { flip / (1.0 + flip) };
                }
            }
            rate /= a.len() as f64;
            assert!((sizes.rate(temperature, rule) - rate).abs() < 1e-6, "{link}: {rule:?}");
        }
    }
}

/// Sampled means and rates of the network and of its twin agree with what is exact, and the twin's histogram with its law.
#[test]
fn what_is_sampled_is_what_is_exact() {
    for sampler in ["metropolis", "gibbs"] {
        let link = format!("{LETTERS}&sampler={sampler}&burn=100&steps=6000");
        let mut figure = figure(&link);
        figure.advance(6000).expect("sweeps");
        let status = figure.status(false);
        for name in ["mean energy per unit", "mean energy per unit of the twin"] {
            let n = row(&status, name);
            let (value, error, exact) = (n.value.expect("a mean"), n.error.expect("an error"), n.exact.expect("exact"));
            // Five standard errors: a false alarm in a million.
            assert!((value - exact).abs() < 5.0 * error && error < 0.01, "{link}: {n:?}");
            assert!(n.ess.is_some_and(|ess| ess > 100.0), "{n:?}");
        }
        let names = if sampler == "gibbs" {
            ["flipped units", "flipped units of the twin"]
        } else {
            ["acceptance rate", "acceptance rate of the twin"]
        };
        for (name, units) in names.into_iter().zip([100.0f64, 16.0]) {
            let n = row(&status, name);
            let (value, exact) = (n.value.expect("a rate"), n.exact.expect("exact"));
            // Offers are correlated like energies are: a hundred effective sweeps at least, of so many offers each; a sweep's own rate
            // varies by less than one half.
            assert!((value - exact).abs() < 5.0 * 0.5 / 100f64.sqrt() / units.sqrt(), "{link}: {n:?}");
        }
        let scene = figure.scene();
        let Content::Chart(chart) = &scene.panels[5].content else { panic!("no chart") };
        let [met, law] = &chart.curves[..] else { panic!("no law") };
        let ess = row(&status, "mean energy per unit of the twin").ess.expect("ESS");
        for (m, l) in met.points.iter().zip(&law.points) {
            let error = f64::from(l.1 * (1.0 - l.1)).max(1e-4) / ess;
            assert!(f64::from((m.1 - l.1).abs()) < 5.0 * error.sqrt(), "{link}: {m:?} {l:?} {ess}");
        }
        assert!((law.points.iter().map(|p| p.1).sum::<f32>() - 1.0).abs() < 1e-3);
    }
}

/// A change of temperature inside a sweep holds from the next one on, in the link as in the figure, and the twin goes along.
#[test]
fn temperature_changes_between_sweeps() {
    let mut figure = figure(&format!("{LETTERS}&sampler=metropolis&steps=30"));
    figure.advance(10).expect("sweeps");
    figure.act(Action::Show(5)).expect("an offer");
    assert_eq!(figure.change("T", "1.5").map(|w| w.len()), Some(0));
    assert_eq!(row(&figure.status(false), "temperature T").value, Some(0.6));
    figure.advance(100).expect("sweeps");
    let status = figure.status(false);
    assert_eq!((status.step, own(&status).since), (30, 11));
    assert_eq!(row(&status, "temperature T").value, Some(1.5));
    let mut again = run(&status.link);
    again.advance(30).expect("sweeps");
    assert_eq!((again.digest(), again.temperature()), (status.digest.clone(), 1.5));
    // A figure that replays the link has counted the same.
    let mut replayed = self::figure(&status.link);
    replayed.advance(30).expect("sweeps");
    let second = replayed.status(false);
    assert_eq!(format!("{:?}", second.numbers), format!("{:?}", status.numbers));
}

/// Corners of the plane are places to start at; the state is then that memory, or its mirror.
#[test]
fn corners_are_starts() {
    let figure_of = |keys: &[(&str, String)]| {
        let mut experiment =
            figures::read("sampling", &format!("{LETTERS}&sampler=gibbs&steps=9")).expect("a figure").0;
        for (key, value) in keys {
            assert!(experiment.set(key, value).is_empty());
        }
        figure(&experiment.link())
    };
    let touched = figure_of(&[]);
    for (handle, overlap, sign) in [("A", 0, 1.0), ("B", 1, 1.0), ("−A", 0, -1.0), ("−B", 1, -1.0)] {
        let keys = touched.touch(Touch { panel: "plane", handle, at: (0.0, 0.0), from: (0.0, 0.0) });
        let mut figure = figure_of(&keys);
        let status = figure.status(false);
        assert!((own(&status).overlaps[overlap] - sign).abs() < 1e-12, "{handle}: {:?}", own(&status).overlaps);
        assert_eq!(status.step, 0);
        // The same again starts again, by one key.
        assert_eq!(figure.touch(Touch { panel: "plane", handle, at: (0.0, 0.0), from: (0.0, 0.0) }).len(), 1);
    }
    let keys = touched.touch(Touch { panel: "plane", handle: "random", at: (0.0, 0.0), from: (0.0, 0.0) });
    let overlaps = own(&figure_of(&keys).status(false)).overlaps;
    // A hundred coin flips: five standard deviations.
    assert!(overlaps.iter().all(|m| m.abs() < 0.5), "{overlaps:?}");
    assert!(touched.touch(Touch { panel: "plane", handle: "elsewhere", at: (0.0, 0.0), from: (0.0, 0.0) }).is_empty());
}

/// Which examples are stored is in the link; what cannot be is a warning, and what the figure cannot show goes elsewhere.
#[test]
fn hostile_links_warn() {
    let stored = |list: &str| Experiment::read(&format!("v=1&model=hopfield&data=letters&sampler=gibbs&stored={list}"));
    for (list, fine) in [("3,4", true), ("25", true), ("26,1", false), ("a,b", false), ("-1,2", false), ("1,,2", false)]
    {
        let (experiment, warnings) = stored(list);
        assert_eq!(warnings.is_empty(), fine, "{list}: {warnings:?}");
        assert_eq!(experiment.is_given("stored"), fine, "{list}");
        assert!(fine || (warnings[0].code, warnings[0].key.as_str()) == ("bad-encoding", "stored"), "{warnings:?}");
    }
    let (experiment, _) = stored("3,4");
    let letters = experiment.dataset(None).expect("no file").expect("letters");
    let model = Run::initial_model(&experiment, Some(&letters), None).expect("a model");
    let pattern = |e: usize| -> Vec<i8> { letters.example(e).iter().map(|&p| 2 * p as i8 - 1).collect() };
    assert_eq!(model.patterns(), [pattern(3), pattern(4)]);
    let many = vec!["1"; 5000].join(",");
    assert!(!stored(&many).1.is_empty());
    for other in [
        "model=hopfield&n=20&patterns=3&sampler=gibbs",
        "model=hopfield&n=20&patterns=2&sampler=wolff",
        "model=hopfield&n=20&patterns=2&sampler=metropolis&proposal=independent",
        "model=hopfield&n=20&patterns=2&sampler=metropolis&scan=checkerboard",
        "model=hopfield&n=20&patterns=2&sampler=gibbs&chains=2",
        "model=hopfield&n=20&patterns=2&sampler=gibbs&clamped=11",
        "model=hopfield&n=20&patterns=2&trainer=hebb",
        "model=ising&sampler=gibbs",
    ] {
        let (experiment, warnings) = figures::read("sampling", &format!("v=1&fig=sampling&{other}")).expect("a figure");
        assert!(warnings.iter().any(|w| w.code == "other-figure"), "{other}: {warnings:?}");
        assert_eq!(experiment.int("patterns"), 2);
    }
    // The smallest networks, and memories that are equal or opposite.
    for small in
        ["n=2&patterns=2&instance=1", "n=2&patterns=2&instance=2", "n=2&patterns=2&instance=3", "n=17&patterns=2"]
    {
        let mut figure = figure(&format!("v=1&fig=sampling&model=hopfield&{small}&sampler=metropolis&steps=20"));
        figure.act(Action::Show(1)).expect("an offer");
        figure.act(Action::Show(usize::MAX)).expect("the end");
        figure.advance(20).expect("sweeps");
        let status = figure.status(false);
        assert_eq!(status.step, 20);
        assert!(status.numbers.iter().all(|n| n.exact.is_none_or(f64::is_finite)), "{small}: {:?}", status.numbers);
        assert!(!figure.scene().to_bytes().is_empty());
        assert!(figure.act(Action::Repair).is_err() && figure.start_exact().is_err());
    }
    let mut same = figure("v=1&fig=sampling&model=hopfield&data=letters&stored=4,4&patterns=2&sampler=gibbs&steps=3");
    same.advance(3).expect("sweeps");
    assert_eq!(own(&same.status(false)).differ, 0);
    assert!(!same.scene().to_bytes().is_empty());
}
