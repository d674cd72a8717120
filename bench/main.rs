//! Speed as ratios in one run, the page's weight, and how it feels. `cargo xtask bench` sets up what this needs and calls it.
//!
//! Contestants take turns on the same core for some rounds; a ratio is taken within a round, and its median over the rounds is
//! what counts. Start-up, loading and compilation are left out: a warm-up comes before every turn.
//!
//! - RBM: everybody learns by CD-1 from the same 9,000 binary digits in batches of 100, with fresh weights in every turn.
//! - Lattice and glass: [`spins`].

#[path = "../tests/browser/engines.rs"]
#[allow(dead_code)]
mod engines;
mod play;
mod python;
#[path = "../xtask/src/server.rs"]
#[allow(dead_code)]
mod server;
mod spins;
mod vitals;
#[path = "../tests/browser/webdriver.rs"]
#[allow(dead_code)]
mod webdriver;
mod weight;

use ebm::{
    data::Dataset,
    experiment::Experiment,
    session::{Run, Session},
};
use engines::Browser;
use python::Python;
use serde_json::{Value, json};
use std::{
    error::Error,
    fmt::Write as _,
    rc::Rc,
    time::{Duration, Instant},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const HIDDEN: [u32; 3] = [64, 256, 500];
const CONTESTANTS: [&str; 4] = ["scikit-learn", "numpy", "native", "chromium"];
const WARM_UP: f64 = 0.3;

fn digits() -> Outcome<Rc<Dataset>> {
    let data = Experiment::read("v=1&data=mnist").0.dataset(Some(include_bytes!("../data/mnist.bin")))?;
    Ok(Rc::new(data.ok_or("no data set mnist")?))
}

/// Our own, natively: images a second.
fn native(data: &Rc<Dataset>, hidden: u32, seconds: f64) -> Outcome<f64> {
    let link = format!("#v=1&model=rbm&hidden={hidden}&data=mnist&trainer=cd&lr=0.05&batch=100");
    let mut run = Run::new(Experiment::read(&link).0, Some(data.clone()))?;
    let mut rate = 0.0;
    for duration in [WARM_UP, seconds] {
        let (start, seen) = (Instant::now(), run.examples_seen());
        while start.elapsed() < Duration::from_secs_f64(duration) {
            run.advance(20)?;
        }
        rate = (run.examples_seen() - seen) as f64 / start.elapsed().as_secs_f64();
    }
    Ok(rate)
}

/// The Python rivals, with the digits in a file.
fn rivals(data: &Dataset) -> Outcome<Python> {
    std::fs::create_dir_all("target/bench")?;
    let pixels: Vec<u8> = (0..data.training()).flat_map(|e| data.example(e).to_vec()).collect();
    std::fs::write("target/bench/digits.u8", pixels)?;
    Python::start(&["bench/rivals.py", "target/bench/digits.u8"])
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2.0
}

/// Prints images a second and ratios; returns every turn, by hidden units, contestant and round.
fn race(browser: &Browser, rounds: usize, seconds: f64) -> Outcome<Value> {
    let data = digits()?;
    let mut rivals = rivals(&data)?;
    let mut table = String::from("| hidden units |");
    CONTESTANTS.iter().for_each(|name| table += &format!(" {name} |"));
    table += " native / scikit-learn | chromium / scikit-learn | native / numpy | chromium / numpy |\n";
    table += &"|---".repeat(CONTESTANTS.len() + 5);
    table += "|\n";
    let mut turns = serde_json::Map::new();
    for hidden in HIDDEN {
        let mut rates: [Vec<f64>; 4] = Default::default();
        for round in 1..=rounds {
            for (name, rates) in CONTESTANTS.iter().zip(&mut rates) {
                rates.push(match *name {
                    "native" => native(&data, hidden, seconds)?,
                    "chromium" => {
                        let value = browser.run(&format!("return measure('rbm', {hidden}, {seconds})"))?;
                        value.as_f64().ok_or("no number from the page")?
                    }
                    rival => rivals.ask(&format!("{rival} {hidden} {seconds}"))?.parse()?,
                });
            }
            let last: Vec<String> =
                CONTESTANTS.iter().zip(&rates).map(|(n, r)| format!("{n} {:.0}", r[round - 1])).collect();
            println!("  {hidden} hidden units, round {round}: {}", last.join(", "));
        }
        write!(table, "| {hidden} |")?;
        for rates in &rates {
            let spread = rates.iter().fold((f64::MAX, 0f64), |(l, h), &r| (l.min(r), h.max(r)));
            write!(table, " {:.1} k ({:.1}–{:.1}) |", median(rates) / 1e3, spread.0 / 1e3, spread.1 / 1e3)?;
        }
        for (ours, rival) in [(2, 0), (3, 0), (2, 1), (3, 1)] {
            let ratios: Vec<f64> = rates[ours].iter().zip(&rates[rival]).map(|(a, b)| a / b).collect();
            write!(table, " {:.2} |", median(&ratios))?;
        }
        table += "\n";
        turns.insert(
            hidden.to_string(),
            CONTESTANTS.iter().copied().map(String::from).zip(rates.map(Value::from)).collect(),
        );
    }
    println!(
        "\nCD-1 on 9,000 binary digits, batch 100, images a second: median (lowest–highest of {rounds} rounds)\n{table}"
    );
    Ok(json!({"python": rivals.versions, "images_per_second": turns}))
}

/// Everything that is measured as a ratio, in one run.
fn speed(spins_only: bool, rounds: usize, seconds: f64) -> Outcome<Value> {
    let server = server::Server::start("target/bench/site".into(), 0)?;
    let browser = Browser::start("chromium");
    browser.go(server.address())?;
    browser.wait("the page", "return typeof measure === 'function'")?;
    let chromium = browser.run("return navigator.userAgent")?.as_str().unwrap_or("").to_string();
    println!("{chromium}");
    let lattice = spins::lattice(&browser, rounds, seconds)?;
    let glass = spins::glass(&browser, rounds, seconds)?;
    let rbm = if spins_only { Value::Null } else { race(&browser, rounds, seconds)? };
    Ok(json!({"chromium": chromium, "seconds": seconds, "rbm": rbm, "lattice": lattice, "glass": glass}))
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|a| a == option);
    let (rounds, seconds) = if has("--quick") { (3, 1.0) } else { (7, 2.0) };
    let option = |name: &str| arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1));
    if let Some(minutes) = option("--play") {
        let play = play::all(minutes.parse()?)?;
        return option("--json").map_or(Ok(()), |file| Ok(std::fs::write(file, serde_json::to_string_pretty(&play)?)?));
    }
    let page = !has("--spins-only");
    let speed = if has("--page-only") { Value::Null } else { speed(has("--spins-only"), rounds, seconds)? };
    let weight = if page { weight::page()? } else { Value::Null };
    let vitals = if page { vitals::page()? } else { Value::Null };
    if let Some(file) = option("--json") {
        std::fs::write(
            file,
            serde_json::to_string_pretty(&json!({"speed": speed, "weight": weight, "vitals": vitals}))?,
        )?;
    }
    if weight.is_null() { Ok(()) } else { weight::check(&weight) }
}
