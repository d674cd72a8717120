//! The command line tool, driven as a user drives it: what it prints, and how it refuses.
#![cfg(feature = "cli")]

#[path = "../common/joint.rs"]
mod joint;
mod tool;
mod weights;

use ebm::{
    data::DATA,
    experiment::Experiment,
    figures::FIGURES,
    models::MODELS,
    samplers::SAMPLERS,
    session::{Run, Session},
    trainers::TRAINERS,
};
use serde_json::Value;
use std::{collections::BTreeSet, process::Stdio, rc::Rc};
use tool::{json, number, refused, run, tool};

/// Bars and stripes, a few steps: quick in every test.
const QUICK: &str = "v=1&data=bars-and-stripes&n=3&hidden=5&trainer=cd&batch=4&T=1.3&seed=11&steps=12";
/// A chain of a model without data.
const CHAIN: &str = "v=1&model=rbm&visible=6&hidden=4&sampler=block-gibbs&seed=3&steps=200";

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// The digest of a link after `steps` (its own, if none are given) by the library, without the tool.
fn digest(link: &str, steps: Option<u64>) -> String {
    let (experiment, _) = Experiment::read(link);
    let data = experiment.dataset(None).unwrap().map(Rc::new);
    let steps = steps.unwrap_or(experiment.int("steps") as u64);
    let mut run = Run::new(experiment, data).unwrap();
    run.advance(steps).unwrap();
    run.run_then(&mut |_, _| {}).unwrap();
    run.digest()
}

/// `list` names every entry of every registry with its parameters, as text and as one JSON object.
#[test]
fn list_names_every_entry() {
    let text = run(&["list"]);
    let list = json(&["list", "--json"]);
    let ids = |part: &str| -> Vec<String> {
        let entries = list[part].as_array().expect(part).iter();
        entries.map(|e| e["id"].as_str().expect("an id").to_string()).collect()
    };
    assert_eq!(ids("models"), MODELS.iter().map(|e| e.id).collect::<Vec<_>>());
    assert_eq!(ids("samplers"), SAMPLERS.iter().map(|e| e.id).collect::<Vec<_>>());
    assert_eq!(ids("trainers"), TRAINERS.iter().map(|e| e.id).collect::<Vec<_>>());
    assert_eq!(ids("data"), DATA.iter().map(|e| e.id).collect::<Vec<_>>());
    assert_eq!(ids("figures"), FIGURES.iter().map(|e| e.id).collect::<Vec<_>>());
    for part in ["models", "samplers", "trainers", "data", "figures"] {
        for (id, entry) in ids(part).iter().zip(list[part].as_array().unwrap()) {
            assert!(text.contains(id), "{id}");
            for param in entry["params"].as_array().expect("parameters") {
                assert!(text.contains(&format!(" {} ", param["key"].as_str().unwrap())), "{param}");
            }
        }
    }
    assert_eq!(list["build"], ebm::BUILD);
}

/// `check` prints the canonical link alone on stdout and succeeds, whatever comes in.
#[test]
fn check_prints_the_canonical_link() {
    for link in
        ["", "#", "#section-2", QUICK, CHAIN, "v=1&hidden=&x=1", "https://example.org/a?b#v=1&SEED=5", "v=1&=&&"]
    {
        let output = tool(&["check", link]);
        let (experiment, warnings) = Experiment::read(link);
        assert_eq!(output.code, Some(0), "{link}");
        assert_eq!(output.stdout, format!("{}\n", experiment.link()), "{link}");
        assert_eq!(output.stderr.lines().count(), warnings.len(), "{link}: {}", output.stderr);
        assert!(warnings.iter().all(|w| output.stderr.contains(&w.message)), "{link}: {}", output.stderr);
    }
}

/// A warning is one line, and keeps control characters from the terminal, whatever the link holds.
#[test]
fn a_warning_is_one_line() {
    for link in
        ["v=1&hidden=a%0Ab%0D%0Ac", "v=1&foo%0Abar=1", "v=1&foo%0A%1B%5B2J=1&foo%0a%1b%5b2J=2", "v=1&a%0Ab", "v=%0A"]
    {
        let output = tool(&["check", link]);
        let warnings = Experiment::read(link).1;
        assert_eq!(output.stderr.lines().count(), warnings.len(), "{link}: {:?}", output.stderr);
        assert!(!output.stderr.chars().any(|c| c.is_control() && c != '\n'), "{link}: {:?}", output.stderr);
    }
    let long = tool(&["check", &format!("v=1&{}=1", "key".repeat(5_000))]);
    assert!(long.stderr.len() < 500, "a warning of {} bytes", long.stderr.len());
}

/// `run --json` is one object with the fields that are promised, and its digest is the library's.
#[test]
fn run_reports_what_is_promised() {
    let report = json(&["run", QUICK, "--json"]);
    let fields = ["link", "build", "steps", "digest", "warnings", "observables", "estimates"];
    assert_eq!(keys(&report), BTreeSet::from(fields));
    assert_eq!(report["link"], Experiment::read(QUICK).0.link());
    assert_eq!(report["build"], ebm::BUILD);
    assert_eq!(report["steps"], 12);
    assert_eq!(report["digest"], digest(QUICK, None));
    assert_eq!(report["warnings"], serde_json::json!([]));
    assert_eq!(report["estimates"], serde_json::json!({}));
    assert!(report["observables"].as_object().unwrap().values().all(Value::is_number), "{report}");
    let warned = json(&["run", &format!("{QUICK}&hidden=0"), "--json"]);
    assert!(warned["warnings"].as_array().unwrap().iter().all(|w| w["key"] == "hidden" && w["code"].is_string()));
}

/// A whole URL, a fragment with `#` and one without are one link.
#[test]
fn every_form_of_a_link_is_accepted() {
    let expected = digest(QUICK, None);
    for form in
        [format!("#{QUICK}"), format!("https://example.org/figure.html?x=1#{QUICK}"), QUICK.replace('&', "&amp;")]
    {
        assert_eq!(json(&["run", &form, "--json"])["digest"], expected, "{form}");
    }
}

/// `--steps` goes before the link's steps, 0 included; the link that is printed gives the digest that is printed.
#[test]
fn steps_can_be_given() {
    for steps in [0, 7, 30] {
        let report = json(&["run", QUICK, "--json", "--steps", &steps.to_string()]);
        assert_eq!(report["steps"], steps);
        assert_eq!(report["digest"], digest(QUICK, Some(steps)));
        let again = json(&["run", report["link"].as_str().unwrap(), "--json"]);
        assert_eq!(again["digest"], report["digest"], "the printed link {}", report["link"]);
    }
}

/// A sampler that runs afterwards is part of the digest.
#[test]
fn what_runs_afterwards_counts() {
    for link in [format!("{QUICK}&then=gibbs:9&init=damaged"), format!("{CHAIN}&chains=3&then=gibbs:9")] {
        let report = json(&["run", &link, "--json"]);
        assert_eq!(report["digest"], digest(&link, None));
        assert_ne!(report["digest"], digest(link.split("&then").next().unwrap(), None));
    }
}

/// Sampling reports the mean energy with its error; R-hat is a number with several chains and null with one.
#[test]
fn sampling_reports_estimates() {
    for (chains, sampler) in [(1, "block-gibbs"), (4, "block-gibbs"), (4, "gibbs")] {
        let link = format!("{}&chains={chains}&burn=20&T=1.4", CHAIN.replace("block-gibbs", sampler));
        let report = json(&["run", &link, "--json"]);
        assert_eq!(report["digest"], digest(&link, None));
        let energy = &report["estimates"]["energy"];
        assert_eq!(keys(energy), BTreeSet::from(["mean", "stderr", "ess", "rhat"]));
        assert!(number(&energy["stderr"]) > 0.0 && number(&energy["ess"]) > 0.0 && energy["mean"].is_number());
        assert_eq!((energy["rhat"].is_number(), energy["rhat"].is_null()), (chains > 1, chains == 1), "{energy}");
    }
}

/// Above 24 units, `exact` sums lattices that are narrow, or tori without a field; what it cannot give is null.
#[test]
fn exact_sums_lattices() {
    for (link, known) in
        [("rows=16&cols=16", true), ("rows=5&cols=7&h=0.2", true), ("rows=5&cols=7&h=0.2&boundary=open", false)]
    {
        let report = json(&["exact", &format!("v=1&model=ising&T=2.5&{link}"), "--json"]);
        for name in ["log_z", "mean_energy", "energy_per_spin", "heat_capacity", "magnetization"] {
            assert!(report[name].is_number(), "{link}: {name} in {report}");
        }
        assert!(report["abs_magnetization"].is_null() && report.get("correlations").is_none());
        assert_eq!((report["marginals"].is_array(), report["marginals"].is_null()), (known, !known), "{link}");
    }
    refused(&["exact", "v=1&model=ising&rows=20&cols=20&h=0.1"], "LINK: 'cols': 20 × 20 spins");
    refused(&["exact", "v=1&model=ising&rows=9&cols=9&h=0.1&T=0.05"], "LINK: 'T': 9 × 9 spins");
    refused(&["exact", "v=1&model=spin-glass&graph=2d&rows=20&cols=20"], "LINK: 'cols'");
    refused(&["exact", "v=1&model=hopfield&n=36&sampler=gibbs"], "LINK");
}

/// The report of a network with patterns says what it remembers.
#[test]
fn run_reports_memories() {
    let link = "v=1&model=hopfield&data=letters&patterns=5&sampler=descent&init=memory&noise=0.1&chains=5&steps=20";
    let report = json(&["run", link, "--json"]);
    for name in ["recall", "recall_overlap", "spurious", "minima", "basin", "overlap", "stable_patterns"] {
        assert!(report["observables"][name].is_number(), "{name} in {report}");
    }
    assert_eq!(report["warnings"], serde_json::json!([]));
}

/// What cannot be done is refused in one line on stderr that names the argument, with exit code 2 and an empty stdout.
#[test]
fn refusals_name_the_argument() {
    for (arguments, named) in [
        (&["frobnicate"][..], "frobnicate"),
        (&["run", QUICK, "--nonsense"], "--nonsense"),
        (&["run", QUICK, "--steps", "many"], "--steps"),
        (&["run", QUICK, "--steps", "-1"], "-1"),
        (&["run", QUICK, "--steps"], "--steps"),
        (&["run", QUICK, "--export", "/nowhere/at/all"], "--export"),
        (&["run", QUICK, "another"], "another"),
        (&["logz", QUICK, "--method", "guess"], "--method"),
        (&["logz", "v=1&model=rbm&visible=25&hidden=30", "--method", "exact"], "LINK"),
        (&["exact", "v=1&model=rbm&visible=25&hidden=30", "--json"], "LINK"),
    ] {
        refused(arguments, named);
    }
}

/// What is missing on the command line is named too, in one line.
#[test]
fn refusals_name_what_is_missing() {
    refused(&["logz", QUICK], "--method");
    refused(&["run"], "LINK");
    refused(&["check", "--json"], "--json");
    refused(&[], "error: ");
}

/// Nobody needs to read to the end: a closed pipe on stdout is no error, one on stderr no panic.
#[test]
fn closed_pipes_are_no_errors() {
    let closed = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        Stdio::from(writer)
    };
    for arguments in [&["list"][..], &["list", "--json"], &["check", QUICK], &["run", QUICK]] {
        let output = tool::command(arguments).stdout(closed()).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    for (arguments, code) in
        [(&["check", "v=1&x=1"][..], 0), (&["run", "v=1", "--weights", "/nowhere"], 2), (&["what"], 2)]
    {
        let output = tool::command(arguments).stderr(closed()).stdout(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

/// Estimates are of the steps since the last change of T; a schedule follows `--steps`, so that the link leads to the digest.
#[test]
fn reports_are_of_one_law_and_one_link() {
    let log = ebm::code::pack(b"200:T=20");
    let link = format!("v=1&model=ising&rows=4&cols=4&T=2&sampler=gibbs&steps=4000&log={log}");
    let energy = number(&json(&["run", &link, "--json"])["estimates"]["energy"]["mean"]);
    let exact = number(&json(&["exact", "v=1&model=ising&rows=4&cols=4&T=20", "--json"])["mean_energy"]);
    // The energy spreads by about 5.6; thousands of nearly independent sweeps leave less than 0.2.
    assert!((energy - exact).abs() < 1.0, "{energy}, exactly {exact}");
    let link = "v=1&model=spin-glass&graph=2d&rows=8&cols=8&sampler=annealing&steps=900";
    let cut = json(&["run", link, "--json", "--steps", "100"]);
    let again = json(&["run", cut["link"].as_str().expect("a link"), "--json"]);
    assert_eq!((&cut["digest"], cut["steps"].as_u64()), (&again["digest"], Some(100)));
    assert!(cut["estimates"]["energy"].is_object() && cut["estimates"]["heat_capacity"].is_null());
}

/// Sizes that do not fit are refused by name, and nothing is silently cut.
#[test]
fn sizes_that_do_not_fit_are_refused() {
    refused(&["run", "v=1&model=ising&rows=3&cols=3&data=letters&sampler=gibbs&init=data&steps=1"], "data");
    refused(&["run", "v=1&model=ising&rows=2&cols=2&sampler=gibbs&clamped=11111&steps=1"], "clamped");
}

/// An edge list whose units times the link's chains outgrow memory is refused, and it is `chains` that is named.
#[test]
fn too_many_chains_of_a_large_instance_are_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "200000 1\n1 2 1\n").unwrap();
    let path = file.path().to_str().unwrap();
    let link = |chains: usize| format!("v=1&model=spin-glass&sampler=metropolis&steps=1&chains={chains}");
    refused(&["run", &link(4096), "--instance", path], "'chains': 4096 chains of 200000 units");
    run(&["run", &link(3), "--instance", path]);
}

/// `--steps` can outgrow what is kept as a link can.
#[test]
fn steps_beyond_what_is_kept_are_said() {
    let link = "v=1&model=two-spins&sampler=gibbs&chains=4096&steps=10";
    assert_eq!(tool(&["run", link]).stderr, "");
    let output = tool(&["run", link, "--steps", "4100"]);
    assert!(output.code == Some(0) && output.stderr.starts_with("warning: 'steps' = 4100"), "{}", output.stderr);
}

/// A link that compares two trainings: the digest hashes theirs in order, and the second one's numbers have its prefix.
#[test]
fn a_link_may_compare_two_trainings() {
    let link = "v=1&fig=repair&model=rbm&data=bars-and-stripes&n=3&hidden=5&trainer=cd&batch=4&seed=11&steps=12&init=damaged&then=block-gibbs:3";
    let both = format!("{link}&b.trainer=pcd&b.hidden=4&b.chains=6");
    let second = link.replace("trainer=cd", "trainer=pcd&chains=6").replace("hidden=5", "hidden=4");
    for steps in [None, Some(7)] {
        let mut arguments = vec!["run", both.as_str(), "--json"];
        let text = steps.unwrap_or(0).to_string();
        arguments.extend(steps.iter().flat_map(|_| ["--steps", text.as_str()]));
        let report = json(&arguments);
        let digests = [digest(link, steps), digest(&second, steps)];
        assert_eq!(report["digest"], ebm::digest::of_digests(&digests), "{steps:?}");
        assert_ne!(report["observables"]["b.log_z"], report["observables"]["log_z"]);
        assert!(report["link"].as_str().expect("a link").contains("&b.hidden=4&b.trainer=pcd&b.chains=6"));
        let again = json(&["run", report["link"].as_str().expect("a link"), "--json"]);
        assert_eq!(again["digest"], report["digest"], "{steps:?}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("w.safetensors").display().to_string();
    run(&["run", QUICK, "--export", &file]);
    refused(&["run", &both, "--weights", &file], "--weights");
}
