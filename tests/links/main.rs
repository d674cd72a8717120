//! Links: one canonical form, old ones that keep their meaning, a place for every key.

mod arbitrary;
mod explained;
mod golden;
mod hostile;
mod mangled;

use ebm::{
    code,
    data::{DATA, examples, mnist, table},
    error::Warning,
    experiment::{Experiment, SELECTORS, VIEW, all_params},
    figures::{
        FIGURES,
        boltzmann::{maximum, read_axis},
    },
    models::{MODELS, boltzmann, hopfield, levels, numbers, rbm},
    registry::{Kind, Param, Value},
    samplers::SAMPLERS,
    session::{Run, Session},
    trainers::{TRAINERS, cd},
};
use std::{collections::BTreeSet, rc::Rc};

/// Parameters that are lists of numbers, as many as the model takes.
const LISTS: [&str; 2] = ["couplings", "biases"];

/// The log as text, as it stands in a link before it is packed.
fn log(experiment: &Experiment) -> String {
    let acts: Vec<String> =
        experiment.log.iter().map(|a| format!("{}:{}={}", a.step, a.key, a.value.write())).collect();
    acts.join(";")
}

/// Everything an experiment says, as text.
fn meaning(e: &Experiment) -> String {
    let values: Vec<String> = e.params().iter().map(|p| format!("{}={:?}", p.key, e.value(p.key))).collect();
    let ids = (e.figure, e.model.id, e.data.map(|d| d.id), e.trainer.map(|t| t.id), e.sampler.map(|s| s.id));
    let then = e.then.map(|t| (t.sampler.id, t.sweeps));
    format!("{ids:?} {then:?} {:?} {:?} {:?} {values:?}", e.log, e.build, e.view)
}

fn within(param: &Param, value: &Value, restricted: bool, (visible, units): (usize, usize)) -> bool {
    match (param.kind, value) {
        (Kind::Int { min, max, .. }, Value::Int(x)) => (min..=max).contains(x),
        (Kind::Float { min, max, .. }, Value::Float(x)) => (min..=max).contains(x),
        (Kind::Choice { options, .. }, Value::Text(t)) => options.iter().any(|(id, _)| id == t),
        (Kind::Text, Value::Text(t)) if param.key == "levels" => t.is_empty() || levels::read(t).is_ok(),
        (Kind::Text, Value::Text(t)) if param.key == "trial" => t.is_empty() || maximum::read(t).is_some(),
        (Kind::Text, Value::Text(t)) if param.key == "target" => t.is_empty() || table::read(t).is_some(),
        (Kind::Text, Value::Text(t)) if param.key == "examples" => t.is_empty() || examples::read(t).is_some(),
        (Kind::Text, Value::Text(t)) if param.key == "draws" => t.is_empty() || cd::draws(t).is_ok(),
        (Kind::Text, Value::Text(t)) if param.key == "axis" => t.is_empty() || read_axis(t).is_some(),
        (Kind::Text, Value::Text(t)) if param.key == "memories" => code::unpack_pictures(t, units).is_some(),
        (Kind::Text, Value::Text(t)) if param.key == "stored" => hopfield::stored(t, mnist::TRAINING).is_some(),
        (Kind::Text, Value::Text(t)) if param.key == "clamped" => {
            t.chars().all(|sign| "01_".contains(sign)) && (units == 0 || t.len() <= units)
        }
        (Kind::Text, Value::Text(t)) if param.key == "cue" => {
            // Only networks that store patterns have such a start, and these have no other visible units.
            t.is_empty() || visible > 0 || code::unpack_bits(t, units).is_some()
        }
        (Kind::Text, Value::Text(t)) if param.key == "state" => t.chars().all(|sign| "01".contains(sign)),
        (Kind::Text, Value::Text(t)) if LISTS.contains(&param.key) => {
            let listed = if restricted { rbm::listed } else { boltzmann::listed }(visible, units - visible);
            let count = listed.into_iter().find(|(key, _)| *key == param.key).unwrap().1;
            t.is_empty() || numbers::exactly(t, count, numbers::LARGEST).is_ok()
        }
        (Kind::Text, Value::Text(t)) => t.is_empty() || code::unpack_bits(t, visible).is_some(),
        (kind, value) => matches!((kind, value), (Kind::Bool { .. }, Value::Bool(_))),
    }
}

/// What every link must give: an experiment inside its bounds, whose own link means the same and needs no warning.
fn sound(link: &str) -> (Experiment, Vec<Warning>) {
    let (experiment, warnings) = Experiment::read(link);
    for param in experiment.params() {
        let value = experiment.value(param.key).unwrap();
        assert!(
            within(&param, &value, experiment.model.build.is_restricted, (experiment.visible(), experiment.units())),
            "{} = {value:?} from {link:.200?}",
            param.key
        );
        // The last warning about a parameter tells what is used now.
        if let Some(last) = warnings.iter().rfind(|w| w.key.eq_ignore_ascii_case(param.key))
            && ["out-of-range", "not-a-number", "not-an-integer", "not-a-choice", "too-costly"].contains(&last.code)
        {
            assert_eq!(last.used, value.write(), "{last:?} from {link:.200?}");
        }
    }
    for act in &experiment.log {
        let param = experiment.param(act.key).filter(|p| p.live);
        assert!(param.is_some_and(|p| within(&p, &act.value, false, (0, 0))), "{act:?} from {link:.200?}");
    }
    assert!(experiment.log.is_sorted_by_key(|a| a.step), "{link:.200?}");
    let canonical = experiment.link();
    let (again, second) = Experiment::read(&canonical);
    // That another build made the link, or that it runs longer than is remembered, stays true.
    let second: Vec<&Warning> = second.iter().filter(|w| !["other-build", "last-part"].contains(&w.code)).collect();
    assert!(second.is_empty(), "{second:.200?} on second reading of {link:.200?}");
    assert_eq!(again.link(), canonical, "{link:.200?}");
    assert_eq!(meaning(&again), meaning(&experiment), "{link:.200?}");
    (experiment, warnings)
}

/// A link and its canonical form mean the same, and the canonical form stays as it is: no warnings anywhere.
#[test]
fn canonical_links_come_back() {
    let (drawn, mask) = (code::pack_bits(&[1, 0, 0, 1, 1, 1, 0, 1, 1]), code::pack_bits(&[0, 1, 0, 0, 1, 0, 0, 1, 0]));
    let log = code::pack(b"3:lr=0.2;3:T=2;17:momentum=0.5;200:k=4");
    let unsorted = code::pack(b"17:momentum=0.5;3:LR=0.20;200:k=4;3:t=2.0");
    let bars = "#v=1&fig=repair&model=rbm";
    for (given, canonical) in [
        ("v=1&model=rbm".into(), bars.to_string()),
        ("v=1&data=none&trainer=none&sampler=none".into(), bars.to_string()),
        ("v=1&%6Dodel=%72%62m&T=1%2E5&sampler=gibbs".into(), format!("{bars}&T=1.5&sampler=gibbs")),
        ("v=1&SaMpLeR=GIBBS&Seed=7&t=2.50&CHAINS=004".into(), format!("{bars}&T=2.5&sampler=gibbs&chains=4&seed=7")),
        ("v=1&seed=42&T=1e0&lr=5e-2&k=1&data=mnist&trainer=cd".into(), format!("{bars}&data=mnist&trainer=cd")),
        ("v=1&sampler=gibbs&then=block-gibbs".into(), format!("{bars}&sampler=gibbs&then=block-gibbs:50")),
        (
            format!(
                "v=1&mask={mask}&drawn={drawn}&n=3&damage=brush&clamp=no&data=bars-and-stripes&trainer=pcd&hidden=5"
            ),
            format!(
                "{bars}&hidden=5&n=3&data=bars-and-stripes&trainer=pcd&drawn={drawn}&damage=brush&mask={mask}&clamp=0"
            ),
        ),
        (
            format!("v=1&log={unsorted}&data=mnist&trainer=cd&lr=1e-7"),
            format!("{bars}&data=mnist&trainer=cd&lr=0.0000001&log={log}"),
        ),
        (
            "v=1&theme=DARK&HIDE=a%20%26%3D%23%25b&lang=zh-Hant&ui=story&sampler=gibbs&panels=1,2:3".into(),
            format!("{bars}&sampler=gibbs&lang=zh-Hant&ui=story&hide=a%20%26%3D%23%25b&theme=dark&panels=1,2:3"),
        ),
        (
            format!("v=1&sampler=gibbs&build={}", ebm::BUILD),
            format!("#v=1&build={}&fig=repair&model=rbm&sampler=gibbs", ebm::BUILD),
        ),
    ] {
        let (experiment, warnings) = sound(&given);
        assert!(warnings.is_empty(), "{given}: {warnings:?}");
        assert_eq!(experiment.link(), canonical, "{given}");
        assert_eq!(meaning(&sound(&canonical).0), meaning(&experiment), "{given}");
    }
    assert_eq!(self::log(&sound(&format!("v=1&trainer=cd&data=mnist&log={unsorted}")).0).split(';').count(), 4);
}

/// Every pair of data and rule, and every sampler, each with a sampler afterwards and a log: links without warnings.
fn contexts() -> Vec<String> {
    let mut links = Vec::new();
    let log = code::pack(b"1:T=2");
    for data in DATA {
        links.extend(TRAINERS.iter().map(|t| format!("v=1&hidden=12&data={}&trainer={}", data.id, t.id)));
        links.extend(SAMPLERS.iter().map(|s| format!("v=1&hidden=12&data={}&sampler={}", data.id, s.id)));
    }
    links.extend(SAMPLERS.iter().map(|s| format!("v=1&hidden=12&sampler={}", s.id)));
    for model in MODELS.iter().filter(|m| m.id != "rbm") {
        links.extend(SAMPLERS.iter().map(|s| format!("v=1&model={}&sampler={}", model.id, s.id)));
    }
    links.push("v=1&fig=boltzmann&model=levels&sampler=metropolis".to_string());
    links.push("v=1&model=hopfield&data=bars-and-stripes&sampler=descent".to_string());
    let figures = FIGURES.iter().filter(|f| !f.params.is_empty());
    links.extend(figures.map(|f| format!("v=1&fig={}&model=boltzmann&sampler=gibbs", f.id)));
    links.iter().map(|link| format!("{link}&then=gibbs:5&log={log}")).collect()
}

/// Another value than the default.
fn other(param: &Param, experiment: &Experiment, hidden: usize) -> String {
    match param.kind {
        // Examples by hand are two then.
        Kind::Int { .. } if param.key == "example" => "1".to_string(),
        Kind::Int { max, default, .. } => (if default < max { default + 1 } else { default - 1 }).to_string(),
        Kind::Float { max, default, .. } => (0.5 * (default + max)).to_string(),
        Kind::Bool { default } => u8::from(!default).to_string(),
        // The one graph that has terms of more than two spins.
        Kind::Choice { .. } if param.key == "graph" => "complete".to_string(),
        Kind::Choice { options, default } => options.iter().find(|(id, _)| *id != default).unwrap().0.to_string(),
        Kind::Text if param.key == "stored" => "1,0".to_string(),
        Kind::Text if param.key == "clamped" => "1_0".to_string(),
        Kind::Text if param.key == "state" => "1".to_string(),
        Kind::Text if param.key == "trial" => "0.5,0.5".to_string(),
        Kind::Text if param.key == "axis" => "-1,4".to_string(),
        Kind::Text if param.key == "levels" => "1,2.5".to_string(),
        Kind::Text if param.key == "target" => "1,2,3,4".to_string(),
        Kind::Text if param.key == "examples" => "0110,1001".to_string(),
        Kind::Text if param.key == "draws" => "0.5,0.25".to_string(),
        Kind::Text if LISTS.contains(&param.key) => {
            // Without data there is one visible unit more than by default.
            let visible = experiment.visible() + usize::from(experiment.data.is_none());
            let listed = if experiment.model.build.is_restricted { rbm::listed } else { boltzmann::listed };
            let count = listed(visible, hidden).into_iter().find(|(key, _)| *key == param.key).unwrap().1;
            vec!["0.5"; count].join(",")
        }
        // One unit more, as n has, fills the same bytes.
        Kind::Text if param.key == "memories" => {
            code::pack_pictures(&vec![1; 2 * experiment.units()], experiment.units())
        }
        Kind::Text if param.key == "cue" => code::pack_bits(&vec![1; experiment.units()]),
        Kind::Text => code::pack_bits(&vec![1; experiment.visible()]),
    }
}

/// Keys are unique ignoring case, and every parameter has its place in the canonical order, which is before the log.
#[test]
fn every_parameter_has_one_key_and_one_place() {
    let mut met: BTreeSet<&str> = SELECTORS.iter().map(|p| p.key).collect();
    let mut order: Vec<(String, String)> = Vec::new();
    for context in contexts() {
        let (experiment, _) = Experiment::read(&context);
        let params = experiment.params();
        let keys: BTreeSet<String> = params.iter().map(|p| p.key.to_lowercase()).collect();
        assert_eq!(keys.len(), params.len(), "a key twice in {context}");
        // `hidden` is in the context already, and n of data changes how many pixels a code must have.
        let hidden = experiment.int("hidden") as usize + usize::from(!context.contains("hidden="));
        let fixed = |p: &&Param| {
            // No link holds the weights of a digit's pixels.
            (p.key == "hidden" && context.contains("hidden="))
                || (p.key == "n" && experiment.data.is_some())
                || (LISTS.contains(&p.key) && experiment.visible() * hidden > 1000)
        };
        let others = params.iter().filter(|p| !fixed(p));
        let text: String = others.map(|p| format!("&{}={}", p.key, other(p, &experiment, hidden))).collect();
        let (full, warnings) = sound(&format!("{context}{text}"));
        assert!(warnings.is_empty(), "{context}{text:.300}: {warnings:?}");
        let link = full.link();
        let written: Vec<&str> = link.split('&').skip(1).map(|p| p.split_once('=').unwrap().0).collect();
        assert_eq!(written.last(), Some(&"log"), "{link}");
        for param in params.iter().filter(|p| p.key != "n" && !(LISTS.contains(&p.key) && fixed(p))) {
            assert_eq!(written.iter().filter(|k| **k == param.key).count(), 1, "{} in {link}", param.key);
        }
        met.extend(params.iter().map(|p| p.key));
        order.extend(written.windows(2).map(|w| (w[0].into(), w[1].into())));
    }
    assert!(order.iter().all(|(a, b)| !order.contains(&(b.clone(), a.clone()))), "one order in all links");
    let all: BTreeSet<&str> = all_params().map(|p| p.key).collect();
    assert_eq!(all, met, "every parameter applies somewhere");
    let reserved = ["v", "build", "fig", "then", "log"];
    let names = all.iter().copied().chain(VIEW.iter().map(|p| p.key)).chain(reserved).map(|k| k.to_lowercase());
    assert_eq!(names.collect::<BTreeSet<_>>().len(), all.len() + VIEW.len() + reserved.len());
}

/// View keys stay in the link and never reach the run: the digest is the same with and without them.
#[test]
fn view_keys_never_reach_the_run() {
    let digest = |link: &str| {
        let (experiment, warnings) = Experiment::read(link);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert!(VIEW.iter().all(|p| experiment.value(p.key).is_none() && experiment.param(p.key).is_none()));
        let data = experiment.dataset(None).unwrap().map(Rc::new);
        let mut run = Run::new(experiment, data).unwrap();
        run.advance(20).unwrap();
        run.run_then(&mut |_, _| {}).unwrap();
        run.digest()
    };
    let link = "v=1&data=bars-and-stripes&n=3&hidden=5&trainer=pcd&chains=3&batch=4&then=gibbs:3";
    let plain = digest(link);
    for param in VIEW {
        let value = if let Kind::Choice { options, .. } = param.kind { options[1].0 } else { "7" };
        assert_eq!(digest(&format!("{link}&{}={value}", param.key)), plain, "{}", param.key);
    }
    assert_ne!(digest(&format!("{link}&seed=7")), plain);
}

/// Steps are not cut where their draws outgrow what is kept: a warning says what estimates come from.
#[test]
fn long_runs_of_many_chains_say_that_their_last_part_is_kept() {
    let said = |link: &str| -> Vec<(&'static str, String, String)> {
        let (experiment, warnings) = sound(link);
        assert!(experiment.link().contains("steps="), "{link}");
        warnings.into_iter().map(|w| (w.code, w.key, w.used)).collect()
    };
    let link = "v=1&model=two-spins&sampler=gibbs&chains=4096";
    assert_eq!(said(&format!("{link}&steps=1024")), []);
    assert_eq!(said(&format!("{link}&steps=1025")), [("last-part", "steps".to_string(), "512".to_string())]);
    assert_eq!(said("v=1&model=two-spins&sampler=gibbs&steps=4194304"), []);
    assert_eq!(said("v=1&data=bars-and-stripes&trainer=pcd&chains=4096&steps=10000000"), []);
    let (mut experiment, _) = Experiment::read("v=1&model=two-spins&sampler=gibbs&steps=4000000");
    assert_eq!(experiment.set("chains", "2").first().map(|w| w.code), Some("last-part"));
    assert!(experiment.set("seed", "3").is_empty(), "nothing new about the steps");
}
