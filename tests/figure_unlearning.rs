//! The figure `unlearning`: its run is the link's, its looks are what plain sums say, and recall rises before it collapses.

use ebm::{
    experiment::Experiment,
    figures::{
        self, Action, Detail, Figure, Given, Looked, Number, Status,
        unlearning::{Kind, Look, Minima, UnlearningStatus, kind},
    },
    memory::Memory,
    models::dense::Dense,
    rng::Rng,
    scene::{Content, Panel, Scene, diagram::Touch},
    session::{Run, Session},
};
use std::rc::Rc;

fn figure(link: &str) -> Box<dyn Figure> {
    let (experiment, warnings) = figures::read("unlearning", link).expect("a figure");
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    build(experiment)
}

fn build(experiment: Experiment) -> Box<dyn Figure> {
    let file = std::fs::read("data/mnist.bin").expect("the digits");
    let data = experiment.dataset(Some(&file)).expect("data").map(Rc::new);
    (figures::named("unlearning").expect("a figure").build.build)(experiment, Given { data, instance: None })
        .expect("a figure")
}

fn run(link: &str, steps: u64) -> Run {
    let (experiment, _) = Experiment::read(link);
    let data = experiment.dataset(None).expect("no file needed").map(Rc::new);
    let mut run = Run::new(experiment, data).expect("a run");
    run.advance(steps).expect("updates");
    run
}

fn own(status: &Status) -> &UnlearningStatus {
    match &status.detail {
        Detail::Unlearning(own) => own,
        _ => panic!("another figure"),
    }
}

fn row<'a>(status: &'a Status, name: &str) -> &'a Number {
    status.numbers.iter().find(|n| n.name == name).unwrap_or_else(|| panic!("no row {name}"))
}

/// Looks until there is nothing more to see.
fn settle(figure: &mut dyn Figure) {
    while figure.observe().expect("looks") != Looked::All {}
}

/// Whoever hears that all is looked at was told of the last look before: the page shows a state only when there is news.
#[test]
fn the_last_look_is_news() {
    let link = "v=1&fig=unlearning&model=hopfield&n=30&patterns=6&trainer=unlearn&steps=40";
    // Looks that come between the updates shift what the last call has left to do.
    for between in 0..24 {
        let mut figure = figure(link);
        for _ in 0..4 {
            figure.advance(10).expect("updates");
            for _ in 0..between {
                figure.observe().expect("a look");
            }
        }
        let mut seen = figure.scene().to_bytes();
        loop {
            let news = figure.observe().expect("a look") == Looked::New;
            let now = figure.scene().to_bytes();
            if !news {
                assert!(now == seen, "{between} looks between: the last one is never shown");
                break;
            }
            seen = now;
        }
        assert_eq!(own(&figure.status(false)).looked, Some(40), "{between}");
    }
}

fn touch(handle: &str) -> Touch<'_> {
    Touch { panel: "", handle, at: (0.0, 0.0), from: (0.0, 0.0) }
}

fn panel<'a>(scene: &'a Scene, name: &str) -> &'a Panel {
    scene.panels.iter().find(|p| p.name == name).unwrap_or_else(|| panic!("no panel {name}"))
}

/// The points of a chart's curve.
fn points(scene: &Scene, name: &str, curve: &str) -> Vec<(f32, f32)> {
    let Content::Chart(chart) = &panel(scene, name).content else { panic!("no chart") };
    chart.curves.iter().find(|c| c.name == curve).unwrap_or_else(|| panic!("no curve {curve}")).points.clone()
}

/// The network of a run, and its patterns.
fn network(run: &mut Run) -> (Rc<Dense>, Rc<Vec<Vec<i8>>>) {
    let model = run.model();
    (Rc::new(Dense::of(model.pairwise().expect("pairs"))), Rc::new(model.patterns().to_vec()))
}

/// A whole look at a run.
fn look(run: &mut Run) -> Look {
    let (network, patterns) = network(run);
    let mut look = Look::whole(network, patterns, (run.experiment().int("seed") as u64, run.step()));
    while look.advance() > 0 {}
    look
}

/// The digest is the run's, however the steps are cut and whatever is looked at in between; so it is after going back.
#[test]
fn digest_is_the_links() {
    for link in [
        "#v=1&fig=unlearning&model=hopfield&n=40&patterns=9&trainer=unlearn&epsilon=0.02&rounds=3&seed=5&steps=60",
        "#v=1&fig=unlearning&model=hopfield&patterns=6&data=letters&trainer=unlearn&quench=together&rounds=4&steps=60",
    ] {
        let expected = run(link, 60).digest();
        let mut figure = figure(link);
        assert_eq!(figure.advance(7), Ok(7));
        figure.observe().expect("looks");
        figure.act(Action::Show(2)).expect("a flip");
        figure.status(true);
        figure.scene();
        assert_eq!(figure.advance(30), Ok(30));
        settle(&mut *figure);
        assert_eq!(figure.advance(100), Ok(23));
        let status = figure.status(false);
        assert_eq!((status.step, &status.digest), (60, &expected), "{link}");
        let (again, warnings) = figures::read("unlearning", &status.link).expect("a figure");
        assert_eq!((again.link(), warnings.len()), (status.link.clone(), 0));
        // Back to a step and on again, without Play.
        for (to, digest) in [(20, run(link, 20).digest()), (60, expected)] {
            assert_eq!(figure.change("steps", &to.to_string()), Some(Vec::new()));
            settle(&mut *figure);
            let status = figure.status(false);
            assert_eq!((status.step, &status.digest, own(&status).looked), (to, &digest, Some(to)), "{link}");
        }
        assert_eq!(figure.restart().int("steps"), 60);
    }
}

/// Looks see the same whenever they are done: in one go at the end or cut in small parts on the way.
#[test]
fn looks_depend_on_the_step_alone() {
    let link = "#v=1&fig=unlearning&model=hopfield&n=50&patterns=9&trainer=unlearn&steps=90";
    let (mut often, mut late) = (figure(link), figure(link));
    while often.advance(1).expect("an update") > 0 {
        often.observe().expect("looks");
    }
    late.advance(90).expect("updates");
    settle(&mut *often);
    settle(&mut *late);
    assert_eq!(often.scene(), late.scene());
    assert_eq!(format!("{:?}", often.status(false).numbers), format!("{:?}", late.status(false).numbers));
}

/// Stability, energies and recall of a look against sums over the model's tensors and the tool's own look.
#[test]
fn a_look_is_what_plain_sums_say() {
    let mut run = run("v=1&model=hopfield&n=60&patterns=8&trainer=unlearn", 40);
    let look = look(&mut run);
    let w = run.model().tensors()[0].values.to_vec();
    for (k, pattern) in run.model().patterns().iter().enumerate() {
        let x = |i: usize| f64::from(pattern[i]);
        let aligned: Vec<f64> =
            (0..60).map(|i| x(i) * (0..60).map(|j| f64::from(w[i * 60 + j]) * x(j)).sum::<f64>()).collect();
        let least = aligned.iter().copied().fold(f64::INFINITY, f64::min);
        let part = aligned.iter().filter(|&&a| a > 0.0).count() as f64 / 60.0;
        assert!((look.stability[k].least - least).abs() < 1e-9 && look.stability[k].aligned == part, "{k}");
        assert!((look.energies[k] + 0.5 * aligned.iter().sum::<f64>()).abs() < 1e-6, "{k}");
    }
    let seen = Memory::of(&mut run).expect("patterns");
    let recall = look.tenth().expect("recall");
    assert_eq!(recall.overlaps.len(), 8 * 25);
    // Two estimates from about 200 and 80 tries with the same patterns, whose spread is at most a half: five standard errors.
    assert!((recall.recalled() - seen.recall).abs() < 5.0 * 0.5 * (1.0f64 / 200.0 + 1.0 / 80.0).sqrt());
    let spurious = 1.0 - look.ends.part(Kind::Memory).0 - look.ends.part(Kind::Mirror).0;
    assert!((spurious - seen.spurious).abs() < 5.0 * 0.5 * (2.0f64 / 200.0).sqrt(), "{spurious} {}", seen.spurious);
    // Without damage, stable memories stay; with half of all units flipped, nothing of them is left but chance.
    assert_eq!(look.recall.iter().map(|r| r.damage).collect::<Vec<_>>(), (0..=10).collect::<Vec<_>>());
    for (stability, tries) in look.stability.iter().zip(look.recall[0].overlaps.chunks(25)) {
        assert!(tries.iter().all(|&m| (m == 1.0) == (stability.least > 0.0)), "{stability:?} {tries:?}");
    }
    assert!(look.recall[10].overlap().0.abs() < 0.3);
}

/// The walk over all states finds what trying every flip of every state finds, and every quench ends in one of these.
#[test]
fn minima_of_small_networks_are_all() {
    let mut met_all = 0;
    for instance in 0..4 {
        let link = format!("v=1&model=hopfield&n=11&patterns=3&trainer=unlearn&epsilon=0.03&instance={instance}");
        let mut run = run(&link, 5);
        let (network, patterns) = network(&mut run);
        let found = Minima::of(&network, &patterns).expect("small");
        let energy = run.model().energy().expect("an energy");
        let state = |bits: u32| -> Vec<f32> { (0..11).map(|i| if bits >> i & 1 == 1 { 1.0 } else { -1.0 }).collect() };
        let energies: Vec<f64> = (0..1 << 11).map(|bits| energy.energy(&state(bits))).collect();
        let minimum =
            |bits: &u32| (0..11).all(|i| energies[(bits ^ 1 << i) as usize] >= energies[*bits as usize] - 1e-12);
        let minima: Vec<u32> = (0..1 << 11).filter(minimum).collect();
        assert_eq!(found.total(), minima.len());
        for (k, wanted) in [Kind::Memory, Kind::Mirror, Kind::Mixture, Kind::Other].into_iter().enumerate() {
            let count = minima.iter().filter(|&&bits| kind(&patterns, &state(bits)) == wanted).count();
            assert_eq!(found.counts[k], count, "{wanted:?}");
        }
        let lowest = energies.iter().copied().fold(f64::INFINITY, f64::min);
        assert!((found.lowest - lowest).abs() < 1e-9);
        let look = look(&mut run);
        assert_eq!(look.minima.as_ref(), Some(&found));
        assert!(look.ends.different() <= found.total() && look.ends.lowest() > lowest - 1e-9);
        met_all += usize::from(look.ends.different() == found.total());
    }
    assert!(met_all > 0, "200 quenches of eleven units meet all minima of at least one network of four");
}

/// Memories, mirrors, mixtures of three and five are told apart.
#[test]
fn kinds_of_states() {
    let mut rng = Rng::stream(3, "kinds", 0);
    let coin = |rng: &mut Rng| if rng.word() >> 31 == 1 { 1 } else { -1 };
    let patterns: Vec<Vec<i8>> = (0..7).map(|_| (0..200).map(|_| coin(&mut rng)).collect()).collect();
    let vote = |signs: &[(usize, i32)]| -> Vec<f32> {
        (0..200)
            .map(|i| signs.iter().map(|&(p, s)| s * i32::from(patterns[p][i])).sum::<i32>().signum() as f32)
            .collect()
    };
    assert_eq!(kind(&patterns, &vote(&[(4, 1)])), Kind::Memory);
    assert_eq!(kind(&patterns, &vote(&[(2, -1)])), Kind::Mirror);
    assert_eq!(kind(&patterns, &vote(&[(0, 1), (3, -1), (5, 1)])), Kind::Mixture);
    assert_eq!(kind(&patterns, &vote(&[(0, 1), (1, 1), (3, -1), (5, 1), (6, -1)])), Kind::Mixture);
    let mut near = vote(&[(4, 1)]);
    near[..6].iter_mut().for_each(|x| *x = -*x);
    assert_eq!(kind(&patterns, &near), Kind::Other);
    near[0] = -near[0];
    assert_eq!(kind(&patterns, &near), Kind::Memory);
    let random: Vec<f32> = (0..200).map(|_| f32::from(coin(&mut rng))).collect();
    assert_eq!(kind(&patterns, &random), Kind::Other);
    assert_eq!(kind(&patterns[..2], &random), Kind::Other);
}

/// Before, at the best, and after too much: the overlap after recall from a tenth of damage, the recalled and the stable part, and the
/// part of the quenches that end in a memory or its mirror, at `N = 100`, `P = 20`, `ε = 0.01`.
///
/// An independent program (Python, other random numbers, units in other orders) gave REFERENCE over 24 networks or more, mean and spread
/// from network to network. Like this one it lets rounding decide about fields that Hebb's rule makes zero; where such units
/// stay as they are, the first overlap is 0.805.
/// Means of eight networks lie within five standard errors of the difference, `5 s √(1/8 + 1/24)`: a false alarm has a
/// probability of about 6e-7 for each of twelve numbers. Where the spread was nearly zero, a hundredth is allowed.
#[test]
fn recall_rises_and_collapses() {
    const REFERENCE: [(u64, [(f64, f64); 4]); 3] = [
        (0, [(0.7852, 0.0784), (0.3956, 0.1138), (0.3961, 0.1213), (0.0112, 0.0138)]),
        (1000, [(1.0000, 0.0001), (0.9998, 0.0010), (1.0000, 0.0000), (0.2383, 0.0295)]),
        (3000, [(0.1700, 0.0173), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)]),
    ];
    let networks = 8;
    let mut means = [[0.0; 4]; 3];
    for instance in 0..networks {
        let link =
            format!("v=1&model=hopfield&patterns=20&trainer=unlearn&instance={instance}&seed={}", 100 + instance);
        let mut run = run(&link, 0);
        for (mean, (step, _)) in means.iter_mut().zip(REFERENCE) {
            run.advance(step - run.step()).expect("updates");
            let look = look(&mut run);
            let recall = look.tenth().expect("recall");
            let memory = look.ends.part(Kind::Memory).0 + look.ends.part(Kind::Mirror).0;
            let seen = [recall.overlap().0, recall.recalled(), look.stable(), memory];
            mean.iter_mut().zip(seen).for_each(|(m, x)| *m += x / f64::from(networks));
        }
    }
    println!("{means:?}");
    for (mean, (step, reference)) in means.iter().zip(REFERENCE) {
        for (m, (expected, spread)) in mean.iter().zip(reference) {
            let allowed = (5.0 * spread * (1.0f64 / 8.0 + 1.0 / 24.0).sqrt()).max(0.01);
            assert!((m - expected).abs() < allowed, "after {step}: {m} instead of {expected} ± {allowed}");
        }
    }
    // The shape itself: little, all, nothing.
    assert!(means[0][1] < 0.7 && means[1][1] > 0.98 && means[2][1] < 0.02, "{means:?}");
}

/// A start that is drawn is in the link; storing what is shown makes a memory of it; the run starts again with one more.
#[test]
fn drawn_starts_and_memories() {
    let mut figure = figure("#v=1&fig=unlearning&model=hopfield&n=30&patterns=4&trainer=unlearn&start=3&steps=5");
    let before = own(&figure.status(false)).cue.clone();
    assert_eq!((before.memory, before.damaged, before.drawn, before.pixels.len()), (3, 3, false, 30));
    let pixels: Vec<u8> = (0..30).map(|i| u8::from(i % 4 == 0)).collect();
    figure.advance(5).expect("updates");
    let digest = figure.status(false).digest;
    figure.act(Action::Draw(pixels.clone())).expect("a start");
    let status = figure.status(false);
    // Recall is looked at, the run is not touched.
    assert_eq!((&status.digest, &own(&status).cue.pixels, own(&status).cue.drawn), (&digest, &pixels, true));
    let mut again = build(figures::read("unlearning", &status.link).expect("a figure").0);
    again.advance(5).expect("updates");
    assert_eq!(format!("{:?}", own(&again.status(false)).cue), format!("{:?}", own(&status).cue));
    assert!(figure.act(Action::Draw(vec![1; 29])).is_err() && figure.act(Action::Brush(vec![])).is_err());
    // Flip by flip from the start: every flip lowers the energy, the last state is the end.
    let (mut energies, cue) = (Vec::new(), own(&status).cue.clone());
    for k in 0..=cue.flips {
        figure.act(Action::Show(k)).expect("a flip");
        energies.push(own(&figure.status(false)).cue.energy);
    }
    assert!(energies.windows(2).all(|pair| pair[1] < pair[0]), "{energies:?}");
    assert_eq!((energies[cue.flips], cue.shown, cue.sweeps.last()), (cue.energy, cue.flips, Some(&cue.flips)));
    figure.act(Action::Show(0)).expect("the start");
    // The start itself is stored, as the first of the drawn memories.
    let mut experiment = figure.restart();
    for (key, value) in figure.touch(touch("store")) {
        assert!(experiment.set(key, &value).is_empty());
    }
    experiment.set("cue", "");
    let mut more = build(experiment);
    let status = more.status(false);
    assert_eq!((own(&status).patterns, own(&status).drawn, own(&status).cue.memory, status.step), (5, 1, 1, 0));
    let scene = more.scene();
    let Content::Pictures { pixels: shown, cols, .. } = &panel(&scene, "recall").content else { panic!("no picture") };
    assert_eq!((&shown[..30], *cols), (&pixels[..], 6));
    assert_eq!(more.touch(touch("forget")), [("start", "1".to_string()), ("memories", String::new())]);
    assert!(more.touch(touch("elsewhere")).is_empty());
    // Another memory or another damage puts the drawn start away.
    assert_eq!(figure.change("noise", "0.2"), Some(Vec::new()));
    let cue = own(&figure.status(false)).cue.clone();
    assert_eq!((cue.drawn, cue.memory, cue.damaged, figure.status(false).digest), (false, 3, 6, digest));
    assert!(figure.change("epsilon", "0.1").is_none() && figure.change("nothing", "1").is_none());
}

/// The curve over the load is made of runs of links of their own.
#[test]
fn loads_are_runs_of_their_own() {
    let mut figure = figure("#v=1&fig=unlearning&model=hopfield&n=40&patterns=7&trainer=unlearn&steps=30");
    figure.advance(30).expect("updates");
    settle(&mut *figure);
    let scene = figure.scene();
    let (plain, after) = (points(&scene, "load", "Hebb"), points(&scene, "load", "now"));
    assert_eq!((plain.len(), after.len(), after[2].0), (12, 12, 0.15));
    for (points, step) in [(plain, 0), (after, 30)] {
        let mut other = run("v=1&model=hopfield&n=40&patterns=6&trainer=unlearn", step);
        assert_eq!(points[2].1, look(&mut other).tenth().expect("recall").overlap().0 as f32, "{step}");
    }
    // The figure's own network is one of those: 7 is no multiple of 2, but 20% of 40 is 8.
    assert_eq!(own(&figure.status(false)).load, Some(30));
    let status = figure.status(false);
    assert_eq!(row(&status, "load α = P/N").value, Some(7.0 / 40.0));
    assert_eq!(row(&status, "stable memories").exact, Some(own(&status).stable as f64));
}

/// Values out of range, of other kinds and of other sizes are warnings that name the key; what is too large opens elsewhere.
#[test]
fn hostile_links_warn() {
    for (rest, key) in [
        ("cue=%21%21", "cue"),
        ("cue=AAAA", "cue"),
        ("noise=7", "noise"),
        ("epsilon=-1", "epsilon"),
        ("rounds=0", "rounds"),
        ("start=zero", "start"),
        ("start=4000", "start"),
        ("memories=%F0", "memories"),
        ("patterns=9999999", "patterns"),
    ] {
        let link = format!("#v=1&fig=unlearning&model=hopfield&n=12&trainer=unlearn&{rest}&steps=3");
        let (experiment, warnings) = figures::read("unlearning", &link).expect("a figure");
        assert!(warnings.iter().any(|w| w.key == key), "{link}: {warnings:?}");
        let mut figure = build(experiment);
        figure.advance(3).expect("updates");
        settle(&mut *figure);
        assert_eq!(figure.status(false).step, 3, "{link}");
    }
    for other in [
        "model=hopfield&n=2000&trainer=unlearn",
        "model=hopfield&n=1000&patterns=2000&trainer=unlearn",
        "model=hopfield&patterns=0&trainer=unlearn",
        "model=hopfield&trainer=hebb",
        "model=hopfield&sampler=gibbs",
        "model=ising&sampler=gibbs",
    ] {
        let (experiment, warnings) = figures::read("unlearning", &format!("v=1&fig=unlearning&{other}")).expect("one");
        assert!(warnings.iter().any(|w| w.code == "other-figure"), "{other}: {warnings:?}");
        assert_eq!(experiment.int("patterns"), 20);
    }
    // The smallest networks; memories that are equal; no damage at all and nothing but damage; a rule that changes nothing.
    for small in [
        "n=2&patterns=1",
        "n=2&patterns=3&epsilon=1&rounds=1000",
        "n=16&patterns=30&epsilon=0",
        "n=9&patterns=2&noise=1",
        "n=17&patterns=2&noise=0&start=2",
        "data=letters&patterns=2&stored=4,4",
        "data=parity&patterns=2",
    ] {
        let mut figure = figure(&format!("v=1&fig=unlearning&model=hopfield&{small}&trainer=unlearn&steps=20"));
        figure.advance(20).expect("updates");
        settle(&mut *figure);
        figure.act(Action::Show(usize::MAX)).expect("the end");
        let status = figure.status(false);
        assert_eq!((status.step, own(&status).looking, own(&status).looked), (20, None, Some(20)), "{small}");
        let finite = |n: &Number| [n.value, n.error, n.exact].into_iter().flatten().all(f64::is_finite);
        assert!(status.numbers.iter().all(finite), "{small}: {:?}", status.numbers);
        assert!(figure.act(Action::Repair).is_ok() && figure.start_exact().is_err());
        assert!(Scene::from_bytes(&figure.scene().to_bytes()).is_some());
    }
}
