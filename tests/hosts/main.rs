//! Figures in other people's pages, in browsers: the pages that `cargo xtask test hosts` built, at another origin than the figures.

mod elements;
#[path = "../browser/engines.rs"]
#[allow(dead_code)]
mod engines;
mod frames;
#[path = "../golden/mod.rs"]
mod golden;
mod many;
mod publish;
#[path = "../../xtask/src/server.rs"]
#[allow(dead_code)]
mod server;
#[path = "../browser/webdriver.rs"]
#[allow(dead_code)]
mod webdriver;

use engines::Browser;
use libtest_mimic::{Arguments, Failed, Trial};
use publish::Published;
use serde_json::Value;
use std::{path::PathBuf, sync::Arc, time::Instant};
use webdriver::Session;

type Outcome = Result<(), String>;

/// A test in a browser of its own.
type Test = fn(&Browser, &Published) -> Outcome;

/// What a test wants to be there, and the browser to be like.
#[derive(Clone, Copy, PartialEq)]
enum Needs {
    /// A folder of the pages.
    Site(&'static str),
    /// The same in a browser that stores nothing.
    NoStorage(&'static str),
    /// A folder of the pages, and a file beside figure.html.
    File(&'static str, &'static str),
}

const ELEMENT: &str = "ebm-figure.js";
const SINGLE: &str = "ebm-playground.html";

const TESTS: &[(&str, Test, Needs)] = &[
    ("frame::reveal", frames::reveal, Needs::Site("reveal")),
    ("frame::reveal_unloaded", frames::reveal_unloaded, Needs::Site("reveal")),
    ("frame::mkdocs", frames::mkdocs, Needs::Site("mkdocs")),
    ("frame::sphinx", frames::sphinx, Needs::Site("sphinx")),
    ("frame::jupyter", frames::jupyter, Needs::Site("jupyter")),
    ("frame::strict_policy", frames::strict_policy, Needs::Site("plain")),
    ("frame::storage_blocked", frames::storage_blocked, Needs::NoStorage("plain")),
    ("frame::sandboxed", frames::sandboxed, Needs::File("plain", SINGLE)),
    ("frame::in_a_scrolling_box", many::in_a_scrolling_box, Needs::Site("plain")),
    ("frame::ten_on_a_page", many::ten_on_a_page, Needs::Site("plain")),
    ("element::reveal", elements::reveal, Needs::File("reveal", ELEMENT)),
    ("element::mkdocs", elements::mkdocs, Needs::File("mkdocs", ELEMENT)),
    ("element::sphinx", elements::sphinx, Needs::File("sphinx", ELEMENT)),
    ("element::jupyter", elements::jupyter, Needs::File("jupyter", ELEMENT)),
    ("element::strict_policy", elements::strict_policy, Needs::File("plain", ELEMENT)),
];

fn folder(variable: &str) -> PathBuf {
    std::env::var(variable).unwrap_or_else(|_| panic!("cargo xtask test hosts sets {variable}")).into()
}

/// Every test in every engine that is wanted.
fn main() {
    let published = Published::new(&folder("EBM_SITE"), folder("EBM_DIST")).unwrap_or_else(|e| panic!("{e}"));
    let published = Arc::new(published);
    let mut trials = Vec::new();
    for &(name, test, needs) in TESTS {
        let missing = match needs {
            Needs::Site(folder) | Needs::NoStorage(folder) => published.lacks(folder, ""),
            Needs::File(folder, file) => published.lacks(folder, file),
        };
        if let Some(missing) = &missing {
            println!("{name} is LEFT OUT: there is no {missing}");
        }
        for engine in engines::wanted() {
            // Its driver cannot take the room away.
            if needs == Needs::NoStorage("plain") && engine == "webkit" {
                continue;
            }
            let published = published.clone();
            let trial = Trial::test(format!("{name}::{engine}"), move || run(test, &engine, needs, &published));
            trials.push(trial.with_ignored_flag(missing.is_some()));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit()
}

fn run(test: Test, engine: &str, needs: Needs, published: &Published) -> Result<(), Failed> {
    let browser = Browser::with(engine, !matches!(needs, Needs::NoStorage(_)));
    let start = Instant::now();
    let outcome = test(&browser, published);
    if outcome.is_err() {
        let _picture = browser.screenshot("failed-host");
    }
    outcome?;
    println!("{:7.1} s in {engine}", start.elapsed().as_secs_f64());
    Ok(())
}

fn expect(what: &str, found: &Value, wanted: &Value) -> Outcome {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found} instead of {wanted}")) }
}

/// Opens a page of a host in a fresh window.
fn open(page: &Session, published: &Published, path: &str) -> Outcome {
    page.go("about:blank")?;
    page.complaints()?;
    page.go(&format!("{}{path}", published.site()))
}

/// Nothing went wrong that the console would tell.
fn no_complaints(page: &Session) -> Outcome {
    let complaints = page.complaints()?;
    if complaints.is_empty() { Ok(()) } else { Err(format!("the console: {}", complaints.join("\n"))) }
}
