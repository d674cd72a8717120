//! Figures, held against the runs that they own: what they show is what the run says, for every model and sampler.

#[path = "common/zoo.rs"]
mod zoo;

use ebm::{
    error::Error,
    exact::{self, Spectrum},
    experiment::Experiment,
    figures::{self, Action, Detail, Figure, Given, Instance, Number, Status, chains::ChainsStatus},
    instance::EdgeList,
    registry::Value,
    samplers::SAMPLERS,
    scene::{Content, Scene},
    series,
    session::{Run, Session},
};
use std::rc::Rc;

/// The figure `chains` of a link, without files.
fn chains(link: &str) -> Box<dyn Figure> {
    let (experiment, _) = figures::read("chains", link).expect("a figure");
    let data = experiment.dataset(None).expect("data without a file").map(Rc::new);
    let entry = figures::named("chains").expect("a figure");
    (entry.build.build)(experiment, Given { data, instance: None }).expect("a figure of any experiment")
}

fn own(status: &Status) -> &ChainsStatus {
    match &status.detail {
        Detail::Chains(own) => own,
        _ => panic!("another figure"),
    }
}

fn row<'a>(status: &'a Status, name: &str) -> Option<&'a Number> {
    status.numbers.iter().find(|n| n.name == name)
}

fn names(scene: &Scene) -> Vec<&str> {
    scene.panels.iter().map(|p| p.name.as_str()).collect()
}

/// What was changed on the way is how it begins when it starts again; an end that lies behind is a new start.
#[test]
fn a_new_start_keeps_what_was_changed() {
    let mut figure = chains("v=1&fig=chains&model=ising&rows=3&cols=3&T=2.5&sampler=gibbs&steps=40");
    figure.advance(20).expect("steps");
    assert_eq!(figure.change("T", "4"), Some(Vec::new()));
    figure.advance(5).expect("steps");
    for again in [figure.restart(), figure.restart_here()] {
        assert_eq!((again.float("T"), again.int("steps"), again.log.len()), (4.0, 40, 0));
    }
    assert_eq!(figure.change("steps", "60"), Some(Vec::new()));
    assert_eq!((figure.target(), figure.status(false).values.get("steps")), (60, Some(&Value::Int(60))));
    assert_eq!(figure.experiment().int("steps"), 25, "the link says where it is");
    assert_eq!(figure.change("steps", "10"), None);
}

/// A list that says nothing leaves the last good one, and says so under the code that it has in a link.
#[test]
fn what_cannot_be_read_changes_nothing() {
    let (mut experiment, _) = Experiment::read("v=1&model=rbm&visible=2&hidden=1&couplings=0.7,-0.5&sampler=gibbs");
    let before = experiment.link();
    let warnings = experiment.set("couplings", "99999999,-0.5");
    assert_eq!(experiment.link(), before);
    let [warning] = &warnings[..] else { panic!("{warnings:?}") };
    assert_eq!((warning.code, warning.used.as_str()), ("not-a-list", "0.7,-0.5"));
    assert!(warning.message.ends_with("it stays 0.7,-0.5."), "{}", warning.message);
}

/// Every pair of a model and a sampler either runs and shows what its run says, or says why it cannot.
#[test]
fn every_pair_shows_its_run_or_says_why_not() {
    assert!(zoo::is_complete());
    let (mut fitting, mut refused) = (0, 0);
    for model in zoo::LINKS {
        for sampler in SAMPLERS {
            let link = format!("{model}&sampler={}&chains=3&burn=2&T=1.3&steps=40", sampler.id);
            let mut figure = chains(&link);
            figure.advance(17).expect("steps");
            figure.advance(100).expect("steps");
            let (status, scene) = (figure.status(false), figure.scene());
            let (experiment, _) = Experiment::read(&link);
            let mut run = match Run::new(experiment, None) {
                Ok(run) => run,
                Err(error) => {
                    assert_eq!(own(&status).trouble.as_deref(), Some(error.to_string().as_str()), "{link}");
                    assert!(scene.panels.is_empty() && status.step == 0, "{link}");
                    // The controls stay: the reader can pick another sampler.
                    assert!(status.applicable.contains(&"T") && status.values.contains_key("sampler"), "{link}");
                    refused += 1;
                    continue;
                }
            };
            fitting += 1;
            run.advance(40).expect("steps");
            assert_eq!(status.step, 40, "{link}");
            assert_eq!(status.digest, run.digest(), "{link}");
            assert_eq!(names(&scene), ["state", "trace", "histogram"], "{link}");
            assert_eq!(Scene::from_bytes(&scene.to_bytes()).as_ref(), Some(&scene), "{link}");
            let units = run.model().space().units();
            let estimates = series::estimates(run.series(), units, 1.3);
            for (id, name) in [
                ("energy", "energy"),
                ("energy_per_spin", "energy per unit"),
                ("heat_capacity", "heat capacity per unit"),
                ("abs_magnetization", "|magnetisation| per unit"),
            ] {
                let expected = estimates.iter().find(|e| e.0 == id).expect("an estimate").1;
                let single = (units == 1 && ["energy_per_spin", "abs_magnetization"].contains(&id))
                    || (id == "heat_capacity" && !run.follows_law());
                let Some(shown) = row(&status, name) else {
                    assert!(single, "{link}: no {name}");
                    continue;
                };
                let numbers = (shown.value, shown.error, shown.ess, shown.rhat);
                // Chains that never moved say nothing of their error.
                let moved = Some(expected).filter(|e| e.stderr > 0.0);
                let known =
                    (Some(expected.mean), moved.map(|e| e.stderr), moved.map(|e| e.ess), moved.and_then(|e| e.rhat));
                assert_eq!(numbers, known, "{link}");
            }
            assert_eq!(row(&status, "lowest energy met").and_then(|n| n.value), run.lowest().map(|l| l.0), "{link}");
            let law = exact::law(run.model(), 1.3).expect("a small model");
            let shown = row(&status, "energy").and_then(|n| n.exact);
            assert_eq!(shown.is_some(), run.follows_law(), "{link}");
            let Some(shown) = shown else { continue };
            assert!((shown - law.mean_energy).abs() < 1e-9 * (1.0 + law.mean_energy.abs()), "{link}: {shown} {law:?}");
        }
    }
    assert!(fitting > 40 && refused > 10, "{fitting} {refused}");
}

/// The law of energies, in slices, against the law by two passes and against brute force.
#[test]
fn the_law_of_energies_is_exact() {
    for link in zoo::LINKS {
        let model = zoo::model(link);
        let temperature = 0.7;
        let mut sum = Spectrum::new(&*model, temperature).expect("a small model");
        let found = loop {
            if let Some(found) = sum.advance(1) {
                break found;
            }
        };
        let law = exact::law(&*model, temperature).expect("a small model");
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * (1.0 + b.abs());
        assert!(close(found.log_z, law.log_z), "{link}: {} {}", found.log_z, law.log_z);
        assert!(close(found.mean_energy, law.mean_energy), "{link}");
        assert!(close(found.heat_capacity, law.heat_capacity), "{link}");
        assert!(close(found.abs_magnetization, law.abs_magnetization.expect("enumerated")), "{link}");
        let probabilities = exact::brute_force(&*model, temperature).expect("a small model");
        let energy = model.energy().expect("an energy");
        let entries = found.tally.entries();
        assert!((found.tally.total() - 1.0).abs() < 1e-12, "{link}");
        let width = entries.windows(2).map(|w| w[1].0 - w[0].0).fold(f64::INFINITY, f64::min);
        for &(value, weight) in &entries {
            let near = |code: &u32| (energy.energy(&exact::decode(&*model, *code)) - value).abs() <= width * 0.5001;
            let codes = (0..probabilities.len() as u32).filter(near);
            let expected: f64 = codes.map(|code| probabilities[code as usize]).sum();
            assert!(weight <= expected + 1e-9, "{link}: {value} {weight} {expected}");
        }
    }
}

/// Which figure a link opens, and what is said when that is not the one it names.
#[test]
fn a_link_opens_in_a_figure_that_can_show_it() {
    for (link, figure, warned) in [
        ("", "repair", false),
        ("#v=1&theme=dark", "repair", false),
        ("#v=1&fig=chains", "chains", false),
        ("#v=1&model=rbm&data=mnist&trainer=cd", "repair", false),
        ("#v=1&model=rbm&data=mnist&init=damaged&then=block-gibbs:50", "repair", false),
        ("#v=1&model=rbm&data=mnist&trainer=cd&fig=chains", "chains", false),
        ("#v=1&model=rbm&data=bars-and-stripes&sampler=gibbs", "chains", false),
        ("#v=1&sampler=block-gibbs", "chains", false),
        ("#v=1&model=ising&sampler=wolff", "chains", false),
        ("#v=1&fig=repair&model=ising&sampler=wolff", "chains", true),
        ("#v=1&fig=repair&model=ising&rows=8&data=bars-and-stripes&trainer=cd", "chains", true),
    ] {
        assert_eq!(figures::of_link(link).unwrap_or("repair"), figure, "{link}");
        let (experiment, warnings) = figures::read(figure, link).expect("a figure");
        assert_eq!(warnings.iter().any(|w| w.code == "other-figure"), warned, "{link}: {warnings:?}");
        assert_eq!(experiment.figure, figure, "{link}");
        let (again, warnings) = figures::read(figure, &experiment.link()).expect("a figure");
        assert_eq!((again.link(), warnings.len()), (experiment.link(), 0), "{link}");
    }
    // A figure that cannot show a link shows its own first state, and says where the link belongs.
    let (experiment, warnings) = figures::read("repair", "#v=1&model=ising").expect("a figure");
    assert_eq!((experiment.model.id, warnings[0].code, warnings[0].used.as_str()), ("rbm", "other-figure", "chains"));
}

/// A pair that does not fit leaves the controls; the next choice goes on from there.
#[test]
fn a_misfit_can_be_left() {
    let mut figure = chains("#v=1&model=ising&rows=6&cols=5&T=2&sampler=wolff&steps=10");
    let (experiment, warnings) = figures::choose(&figure.restart(), "model", "levels");
    assert!(warnings.is_empty(), "{warnings:?}");
    figure = chains(&experiment.link());
    let status = figure.status(false);
    assert!(own(&status).trouble.as_deref().is_some_and(|t| t.contains("'wolff' does not fit")), "{status:?}");
    let (experiment, _) = figures::choose(&figure.restart(), "sampler", "metropolis");
    assert_eq!((experiment.model.id, experiment.float("T")), ("levels", 2.0));
    figure = chains(&experiment.link());
    assert_eq!(figure.advance(10), Ok(10));
    assert_eq!(own(&figure.status(false)).trouble, None);
    // A learning rule and a sampler take each other's place.
    let (learning, _) =
        figures::choose(&chains("#v=1&model=rbm&visible=9&hidden=3&sampler=gibbs").restart(), "trainer", "pcd");
    assert_eq!((learning.sampler.is_none(), learning.data.map(|d| d.id)), (true, Some("bars-and-stripes")));
    let (sampling, _) = figures::choose(&learning, "sampler", "gibbs");
    assert!(sampling.trainer.is_none() && sampling.sampler.is_some());
}

/// A rule shows the curves that it has, and no others.
#[test]
fn every_rule_shows_what_there_is() {
    for (link, panels, row_name) in [
        (
            "model=boltzmann&hidden=2&data=bars-and-stripes&n=2&trainer=exact",
            &["filters", "likelihood"][..],
            "KL(data ‖ model), exact",
        ),
        (
            "model=boltzmann&hidden=0&alphabet=spin&data=spins&n=4&trainer=pseudo-likelihood",
            &["likelihood", "couplings"],
            "error of the couplings",
        ),
        ("model=hopfield&n=40&patterns=8&trainer=unlearn", &["stable"], "stable patterns"),
        ("model=hopfield&n=40&patterns=8&trainer=hebb", &["stable"], "stable patterns"),
    ] {
        let mut figure = chains(&format!("#v=1&fig=chains&{link}&steps=20"));
        figure.advance(20).expect("updates");
        assert_eq!(names(&figure.scene()), panels, "{link}");
        assert!(row(&figure.status(false), row_name).is_some(), "{link}");
    }
}

/// Learning shows its curves and its chains.
#[test]
fn learning_shows_curves() {
    let mut figure =
        chains("#v=1&fig=chains&model=rbm&hidden=4&data=bars-and-stripes&n=3&trainer=pcd&lr=0.1&chains=5&steps=60");
    figure.advance(60).expect("updates");
    assert_eq!(names(&figure.scene()), ["state", "filters", "likelihood", "error"]);
    let status = figure.status(false);
    assert!(row(&status, "exact log-likelihood").is_some() && status.observables.contains_key("log_likelihood"));
    let (experiment, _) = Experiment::read(&status.link);
    let data = Rc::new(experiment.dataset(None).expect("no file").expect("data"));
    let mut run = Run::new(experiment, Some(data)).expect("a run");
    run.advance(60).expect("updates");
    assert_eq!(status.digest, run.digest());
}

/// A change of temperature on the way is in the link, and counting starts again.
#[test]
fn a_change_of_temperature_starts_counting_again() {
    let mut figure = chains("#v=1&model=ising&rows=3&cols=3&T=5&sampler=gibbs&steps=30");
    figure.advance(30).expect("sweeps");
    assert_eq!(figure.change("T", "1.5").map(|w| w.len()), Some(0));
    figure.set_target(70);
    figure.advance(100).expect("sweeps");
    let status = figure.status(false);
    assert_eq!(own(&status).since, 30);
    let (experiment, warnings) = Experiment::read(&status.link);
    assert!(warnings.is_empty());
    let mut run = Run::new(experiment, None).expect("a run");
    run.advance(70).expect("sweeps");
    assert_eq!(status.digest, run.digest());
    let energies = &run.series()[0].energies[30..];
    let mean = energies.iter().sum::<f64>() / energies.len() as f64;
    let shown = row(&status, "energy").expect("a row");
    assert!((shown.value.expect("a mean") - mean).abs() < 1e-9);
    let law = exact::law(run.model(), 1.5).expect("a law");
    assert!((shown.exact.expect("exact") - law.mean_energy).abs() < 1e-9);
}

/// A schedule that is cut is another one: there is a digest only once it is over, and then the tool's.
#[test]
fn a_schedule_is_told_when_it_is_over() {
    let link = "#v=1&fig=chains&model=spin-glass&rows=5&cols=5&graph=2d&sampler=annealing&chains=2&steps=50";
    let mut figure = chains(link);
    figure.advance(20).expect("sweeps");
    let status = figure.status(false);
    assert_eq!((status.digest.as_str(), status.link.as_str(), own(&status).under_way), ("", link, true));
    figure.set_target(1000);
    figure.advance(1000).expect("sweeps");
    let status = figure.status(false);
    let mut run = Run::new(Experiment::read(&status.link).0, None).expect("a run");
    run.advance(50).expect("sweeps");
    assert_eq!((status.step, status.digest), (50, run.digest()));
}

/// What `then` names runs after the steps, and belongs to the digest.
#[test]
fn what_comes_then_is_in_the_digest() {
    let link = "#v=1&fig=chains&model=rbm&hidden=4&n=3&data=bars-and-stripes&trainer=cd&init=data&chains=3&steps=20&then=gibbs:5";
    let mut figure = chains(link);
    figure.advance(10).expect("updates");
    assert!(!figure.status(false).link.contains("then="));
    figure.advance(10).expect("updates");
    let status = figure.status(false);
    assert_eq!(status.link, link);
    let (experiment, _) = Experiment::read(link);
    let data = Rc::new(experiment.dataset(None).expect("no file").expect("data"));
    let mut run = Run::new(experiment, Some(data)).expect("a run");
    run.advance(20).expect("updates");
    run.run_then(&mut |_, _| {}).expect("sweeps");
    assert_eq!(status.digest, run.digest());
}

/// Couplings from an edge list: the digest and the cut are the run's own.
#[test]
fn an_edge_list_gives_its_cut() {
    let text = "5 6\n1 2 1\n2 3 1\n3 4 2\n4 5 1\n5 1 1\n1 3 3\n";
    let link = "#v=1&fig=chains&model=spin-glass&sampler=metropolis&chains=2&steps=60";
    let (experiment, _) = figures::read("chains", link).expect("a figure");
    let list = EdgeList::parse(text).expect("a list");
    let instance = Some(Rc::new(Instance { name: "five.txt".into(), list: list.clone() }));
    let entry = figures::named("chains").expect("a figure");
    let mut figure = (entry.build.build)(experiment.clone(), Given { data: None, instance }).expect("a figure");
    figure.advance(60).expect("sweeps");
    let status = figure.status(false);
    let model = Run::initial_model(&experiment, None, Some(&list)).expect("a model");
    let mut run = Run::with_model(experiment, None, model).expect("a run");
    run.advance(60).expect("sweeps");
    assert_eq!(status.digest, run.digest());
    let told = own(&status).instance.as_ref().expect("the list");
    assert_eq!((told.units, told.edges, told.cut), (5, 6, run.lowest().map(|(_, state)| list.cut(&state))));
    assert_eq!(told.cut, Some(8.0));
}

/// States that are few are counted one by one, and the long sum gives the law where it does not come by itself.
#[test]
fn few_states_and_many() {
    let mut figure = chains("#v=1&model=two-spins&w=0.5&T=1&sampler=gibbs&chains=4&steps=2000");
    figure.advance(2000).expect("sweeps");
    let scene = figure.scene();
    let Content::Chart(chart) = &scene.panels[2].content else { panic!("no chart") };
    assert_eq!(chart.places, ["↓↓", "↑↓", "↓↑", "↑↑"]);
    let (met, law) = (&chart.curves[0].points, &chart.curves[1].points);
    for (a, b) in met.iter().zip(law) {
        // 8,000 draws by Gibbs sampling are worth more than 2,000 independent ones here: five standard errors, a false alarm
        // in a million.
        let error = (b.1 * (1.0 - b.1) / 2000.0).sqrt();
        assert!((a.1 - b.1).abs() < 5.0 * error, "{met:?} {law:?}");
    }
    let mut figure = chains("#v=1&model=ising&rows=3&cols=6&T=2.5&sampler=gibbs&steps=20");
    figure.advance(20).expect("sweeps");
    assert!(row(&figure.status(false), "energy").is_some_and(|n| n.exact.is_none()));
    let start = figure.start_exact().expect("18 units");
    assert_eq!(start.total, f64::from(1 << 18));
    let mut slices = 0;
    while figure.advance_exact(1 << 15).expect("a sum").log_z.is_none() {
        slices += 1;
    }
    assert_eq!(slices, 7);
    let status = figure.status(false);
    let mut run = Run::new(Experiment::read(&status.link).0, None).expect("a run");
    let law = exact::law(run.model(), 2.5).expect("a law");
    let shown = row(&status, "heat capacity per unit").and_then(|n| n.exact).expect("exact");
    assert!((shown - law.heat_capacity).abs() < 1e-9 * law.heat_capacity);
    let mut large = chains("#v=1&model=ising&rows=5&cols=5&sampler=gibbs&steps=5");
    assert!(matches!(large.start_exact(), Err(Error::TooLarge { .. })));
    assert_eq!(large.act(Action::Repair), Err(Error::NotInExperiment("picture to change")));
}

/// A large lattice takes a byte a site, and the trace no more than its last steps.
#[test]
fn a_scene_stays_small() {
    let mut figure = chains("#v=1&model=ising&rows=256&cols=256&sampler=swendsen-wang&chains=2&steps=3");
    figure.advance(3).expect("sweeps");
    assert!(figure.scene().to_bytes().len() < 256 * 256 + 2_000);
    let mut figure = chains("#v=1&model=ising&rows=4&cols=4&sampler=metropolis&chains=8&steps=20000");
    figure.advance(20_000).expect("sweeps");
    assert!(figure.scene().to_bytes().len() < 20_000);
}

/// An endless run ends where memory should, a link's own plan does not, and single steps always go on.
#[test]
fn endless_runs_end() {
    let mut figure = chains("#v=1&fig=chains&model=two-spins&sampler=gibbs&chains=1000&steps=10");
    figure.set_target(10_000_000);
    assert_eq!(figure.target(), (1 << 22) / 1000);
    let mut planned = chains("#v=1&fig=chains&model=two-spins&sampler=gibbs&chains=1000&steps=5000");
    planned.set_target(5_000);
    assert_eq!(planned.target(), 5_000);
    planned.advance(5_000).expect("sweeps");
    planned.set_target(5_001);
    assert_eq!(planned.advance(1).expect("a sweep"), 1);
}

/// No exact law stands beside samplers that follow none, nor beside clamped units; one link has one digest with `then` too.
#[test]
fn the_exact_law_is_of_what_is_sampled() {
    for (link, has_law) in [
        ("model=two-spins&sampler=gibbs", true),
        ("model=two-spins&sampler=gibbs&clamped=1", false),
        ("model=ising&rows=3&cols=3&sampler=descent", false),
    ] {
        let mut figure = chains(&format!("#v=1&fig=chains&{link}&steps=20"));
        figure.advance(20).expect("sweeps");
        let status = figure.status(false);
        assert_eq!((own(&status).exact, own(&status).follows_law), (has_law, has_law), "{link}");
        assert_eq!(row(&status, "heat capacity per unit").is_some(), has_law, "{link}");
    }
    let link = "#v=1&fig=chains&model=ising&rows=4&cols=4&sampler=gibbs&clamped=1111&steps=20&then=metropolis:5";
    let mut figure = chains(link);
    figure.advance(20).expect("sweeps");
    let (experiment, _) = Experiment::read(link);
    let mut run = Run::new(experiment, None).expect("a run");
    run.advance(20).expect("sweeps");
    run.run_then(&mut |_, _| {}).expect("sweeps");
    assert!(run.chains()[0][..4].iter().all(|&x| x == 1.0));
    assert_eq!(figure.status(false).digest, run.digest());
}

/// A learning rule without data keeps the network that it is chosen for; one with data gets some.
#[test]
fn choosing_a_rule_keeps_the_network() {
    let (hopfield, _) = Experiment::read("v=1&model=hopfield&n=100&patterns=25&sampler=descent");
    let (chosen, _) = figures::choose(&hopfield, "trainer", "unlearn");
    assert_eq!((chosen.int("n"), chosen.data.is_some()), (100, false));
    let (rbm, _) = Experiment::read("v=1&model=rbm&visible=9&hidden=4&sampler=gibbs");
    assert!(figures::choose(&rbm, "trainer", "cd").0.data.is_some());
}

/// Whoever names a figure and changes one thing gets that figure with that change, in the tool too.
#[test]
fn a_link_without_a_model_changes_its_figure() {
    for (link, figure, model) in [
        ("#v=1&fig=sampling&T=0.6&steps=5", "sampling", "hopfield"),
        ("#v=1&fig=boltzmann&levels=1,2,5&steps=5", "boltzmann", "levels"),
        ("#v=1&fig=architectures&state=1", "architectures", "boltzmann"),
        ("#v=1&fig=cd-by-hand&stage=4", "cd-by-hand", "rbm"),
        ("#v=1&fig=repair&hidden=16&steps=5", "repair", "rbm"),
        ("#v=1&fig=chains&hidden=16&steps=5", "chains", "rbm"),
    ] {
        let (experiment, warnings) = Experiment::read(link);
        assert_eq!((experiment.model.id, warnings.len()), (model, 0), "{link}: {warnings:?}");
        assert_eq!(figures::of_link(link), Some(figure), "{link}");
        let own = Experiment::read(&format!("#v=1&fig={figure}")).0;
        let given = link.split('&').nth(2).and_then(|pair| pair.split_once('=')).expect("a change");
        assert!(experiment.link().contains(&format!("{}={}", given.0, given.1)), "{}", experiment.link());
        assert_eq!(own.model.id, model, "{link}");
    }
    let (changed, own) = (Experiment::read("#v=1&fig=sampling&T=0.6").0, Experiment::read("#v=1&fig=sampling").0);
    assert_eq!(changed.link().replace("T=0.6", "T=0.44"), own.link());
}

/// The teaser is a repair with another first state: the digest is that of a native run of its link, and an address that names nothing
/// leaves the choice to the page.
#[test]
fn the_teaser_is_a_run_of_its_link() {
    assert_eq!(figures::of_link("#v=1&lang=en"), None);
    assert_eq!(figures::of_link("#v=1&fig=teaser"), Some("teaser"));
    let (mut experiment, warnings) = figures::read("teaser", "#v=1&theme=dark").expect("a figure");
    assert_eq!((experiment.figure, warnings.len()), ("teaser", 0));
    experiment.set("steps", "20");
    let link = experiment.link();
    let data = Rc::new(experiment.dataset(Some(include_bytes!("../data/mnist.bin"))).expect("a file").expect("data"));
    let given = Given { data: Some(data.clone()), instance: None };
    let mut figure = (figures::named("teaser").expect("it is there").build.build)(experiment, given).expect("it runs");
    while figure.advance(7).expect("it learns") > 0 {}
    let mut run = Run::new(Experiment::read(&link).0, Some(data)).expect("it runs");
    run.advance(20).expect("it learns");
    run.run_then(&mut |_, _| {}).expect("it repairs");
    assert_eq!(figure.status(false).digest, run.digest());
    assert_eq!(figure.status(false).link, link);
}

/// A run that outgrows its record goes on: the figure counts every step, and estimates come from what is kept.
#[test]
fn a_long_run_of_many_chains_forgets_its_beginning() {
    let link = "#v=1&model=two-spins&w=0.7&T=1.3&sampler=gibbs&chains=4096&steps=4200";
    let steps = 4200;
    let mut figure = chains(link);
    figure.advance(steps).expect("sweeps");
    let status = figure.status(false);
    let mut run = Run::new(Experiment::read(link).0, None).expect("a run");
    run.advance(steps).expect("sweeps");
    let record = run.record();
    let kept = record.series()[0].energies.len() as u64;
    assert!(record.forgotten() + kept == steps && (512..=1024).contains(&kept), "{kept} steps are kept");
    assert_eq!(status.digest, run.digest());
    let estimates = series::estimates(run.series(), 2, 1.3);
    let mean = estimates.iter().find(|e| e.0 == "energy").expect("an estimate").1.mean;
    let shown = row(&figure.status(false), "energy").and_then(|n| n.value).expect("a mean");
    assert!((shown - mean).abs() < 1e-12, "{shown} against {mean}");
    let scene = figure.scene();
    let trace = scene.panels.iter().find(|p| p.name == "trace").expect("a trace");
    let Content::Chart(chart) = &trace.content else { panic!("a chart") };
    let line = chart.curves.iter().find(|c| c.name == "chain 1").expect("the shown chain");
    assert_eq!((line.points.len(), line.points[0].0, line.points[399].0), (400, 3801.0, 4200.0));
}

/// A link that names a figure and no model is about the model that has what it says.
#[test]
fn a_figure_s_link_is_of_the_model_that_is_meant() {
    for (said, wanted, faults) in [
        ("", "levels", 0),
        ("&w=0.5", "two-spins", 0),
        ("&W=0.5&T=2&steps=7", "two-spins", 0),
        ("&T=2&levels=0,1", "levels", 0),
        // What the link names stays, and what nobody knows means nothing.
        ("&model=levels&w=0.5", "levels", 1),
        ("&colour=red", "levels", 1),
        // No model of the figure has both.
        ("&w=0.5&levels=0,1", "levels", 1),
        ("&hidden=12", "levels", 1),
    ] {
        let (experiment, warnings) = Experiment::read(&format!("#v=1&fig=boltzmann{said}"));
        assert_eq!((experiment.model.id, warnings.len()), (wanted, faults), "{said}: {warnings:?}");
    }
}
