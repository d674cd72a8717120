//! Speed as ratios in one run, and the page's weight. `cargo xtask bench` sets up what this needs and calls it.
//!
//! All contestants train an RBM by CD-1 on the same 9,000 binary digits, batches of 100, on the same core. They take turns
//! for some rounds; a ratio is taken within a round, and its median over the rounds is what counts. Fresh weights in every
//! turn, a second of warm-up, then the measurement: start-up, loading and compilation are left out.

#[path = "../tests/browser/engines.rs"]
#[allow(dead_code)]
mod engines;
#[path = "../xtask/src/server.rs"]
#[allow(dead_code)]
mod server;
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
use serde_json::{Value, json};
use std::{
    error::Error,
    fmt::Write as _,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
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

/// The Python rivals, in a process that takes orders.
struct Rivals {
    process: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Rivals {
    /// The rivals and their versions.
    fn start(data: &Dataset) -> Outcome<(Self, String)> {
        std::fs::create_dir_all("target/bench")?;
        let pixels: Vec<u8> = (0..data.training()).flat_map(|e| data.example(e).to_vec()).collect();
        std::fs::write("target/bench/digits.u8", pixels)?;
        let mut command = Command::new(std::env::var("EBM_PYTHON")?);
        command.args(["bench/rivals.py", "target/bench/digits.u8"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
            command.env(threads, "1");
        }
        let mut process = command.spawn()?;
        let orders = process.stdin.take().ok_or("no stdin")?;
        let answers = BufReader::new(process.stdout.take().ok_or("no stdout")?);
        let mut rivals = Self { process, orders, answers };
        let versions = rivals.answer()?;
        println!("{versions}");
        Ok((rivals, versions))
    }

    fn answer(&mut self) -> Outcome<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        if line.is_empty() { Err("the rivals stopped".into()) } else { Ok(line.trim().to_string()) }
    }

    fn measure(&mut self, rival: &str, hidden: u32, seconds: f64) -> Outcome<f64> {
        writeln!(self.orders, "{rival} {hidden} {seconds}")?;
        Ok(self.answer()?.parse()?)
    }
}

impl Drop for Rivals {
    fn drop(&mut self) {
        // A process that is gone already is what we want.
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2.0
}

/// Prints images a second and ratios; returns every turn, by hidden units, contestant and round.
fn race(rounds: usize, seconds: f64) -> Outcome<Value> {
    let data = digits()?;
    let (mut rivals, python) = Rivals::start(&data)?;
    let server = server::Server::start("target/bench/site".into(), 0)?;
    let browser = Browser::start("chromium");
    browser.go(server.address())?;
    browser.wait("the page", "return typeof measure === 'function'")?;
    let chromium = browser.run("return navigator.userAgent")?.as_str().unwrap_or("").to_string();
    println!("{chromium}");
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
                        let value = browser.run(&format!("return measure({hidden}, {seconds})"))?;
                        value.as_f64().ok_or("no number from the page")?
                    }
                    rival => rivals.measure(rival, hidden, seconds)?,
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
    Ok(json!({"python": python, "chromium": chromium, "seconds": seconds, "images_per_second": turns}))
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|a| a == option);
    let (rounds, seconds) = if has("--quick") { (3, 1.0) } else { (7, 2.0) };
    let speed = if has("--weight-only") { Value::Null } else { race(rounds, seconds)? };
    let weight = weight::page()?;
    if let Some(file) = arguments.iter().position(|a| a == "--json").and_then(|i| arguments.get(i + 1)) {
        std::fs::write(file, serde_json::to_string_pretty(&json!({"speed": speed, "weight": weight}))?)?;
    }
    weight::check(&weight)
}
