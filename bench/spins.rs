//! Spins in bits: a lattice against the loop that is usually written for it, a glass against dwave-samplers.

use crate::{Outcome, WARM_UP, engines::Browser, median, python::Python};
use ebm::{
    experiment::Experiment,
    session::{Run, Session},
};
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

const SIDE: u32 = 512;
const TEMPERATURE: f64 = 2.3;
const GLASS: &str =
    "#v=1&model=spin-glass&graph=3d&rows=8&cols=8&depth=8&sampler=annealing&hot=2&cold=0.3333333333333333";
/// The same range, as 1/T.
const BETAS: &str = "0.5,3";
const SPINS: u32 = 512;
const SWEEPS: u32 = 1000;
const CHAINS: u32 = 512;

fn lattice_link(sampler: &str) -> String {
    format!("#v=1&model=ising&rows={SIDE}&cols={SIDE}&T={TEMPERATURE}&sampler={sampler}")
}

fn run(link: &str) -> Outcome<Run> {
    let (experiment, warnings) = Experiment::read(link);
    match warnings.first() {
        Some(warning) => Err(warning.message.clone().into()),
        None => Ok(Run::new(experiment, None)?),
    }
}

/// Median of the rates, with the lowest and the highest.
fn spread(rates: &[f64]) -> String {
    let (low, high) = rates.iter().fold((f64::MAX, 0f64), |(l, h), &r| (l.min(r), h.max(r)));
    format!("{:.4} ({low:.4}–{high:.4})", median(rates))
}

/// Median over the rounds of the ratio within a round.
fn ratio(ours: &[f64], rival: &[f64]) -> f64 {
    median(&ours.iter().zip(rival).map(|(a, b)| a / b).collect::<Vec<f64>>())
}

/// Turns of a lattice in the time of one round of the others: short ones, so that all of a turn see the same machine.
const TURNS: usize = 8;

/// Our own lattice, natively: updates a nanosecond.
fn native_lattice(run: &mut Run, seconds: f64) -> Outcome<f64> {
    let (start, done) = (Instant::now(), run.step());
    while start.elapsed() < Duration::from_secs_f64(seconds) {
        run.advance(10)?;
    }
    Ok((run.step() - done) as f64 * f64::from(SIDE * SIDE) / start.elapsed().as_nanos() as f64)
}

/// 512 × 512 sites at T = 2.3, everybody in turn; prints updates a nanosecond and the ratios to the loop.
pub fn lattice(browser: &Browser, rounds: usize, seconds: f64) -> Outcome<Value> {
    let names = [
        "loop in Chromium",
        "Metropolis in Chromium",
        "heat bath in Chromium",
        "Metropolis, native",
        "heat bath, native",
    ];
    let links = [lattice_link("metropolis&scan=checkerboard"), lattice_link("block-gibbs")];
    let mut native = [run(&links[0])?, run(&links[1])?];
    let mut rates: [Vec<f64>; 5] = Default::default();
    let mut turn = |who: usize, seconds: f64| -> Outcome<f64> {
        let (task, link) = match who {
            0 => ("loop", &links[0]),
            1 | 2 => ("lattice", &links[who - 1]),
            _ => return native_lattice(&mut native[who - 3], seconds),
        };
        let script = format!("return measure('{task}', '{link}', {SIDE}, {TEMPERATURE}, {seconds})");
        Ok(browser.run(&script)?.as_f64().ok_or("no number from the page")?)
    };
    // The first turn of everyone warms up.
    for who in 0..rates.len() {
        turn(who, WARM_UP)?;
    }
    for _ in 0..rounds * TURNS {
        for (who, rates) in rates.iter_mut().enumerate() {
            rates.push(turn(who, seconds / TURNS as f64)?);
        }
    }
    let mut table = String::from("| | updates a nanosecond | times the loop |\n|---|---|---|\n");
    for (name, of) in names.iter().zip(&rates) {
        writeln!(table, "| {name} | {} | {:.1} |", spread(of), ratio(of, &rates[0]))?;
    }
    println!(
        "\nIsing lattice, {SIDE} × {SIDE}, T = {TEMPERATURE}: median (lowest–highest of {} turns)\n{table}",
        rounds * TURNS
    );
    let ratios: Vec<f64> = rates.iter().map(|of| ratio(of, &rates[0])).collect();
    Ok(json!({"contestants": names, "updates_per_ns": rates, "times_the_loop": ratios}))
}

/// Annealings of one contestant: updates a nanosecond in each round, mean final energy a spin and its standard error over all.
#[derive(Default)]
struct Annealings {
    rates: Vec<f64>,
    mean: f64,
    error: f64,
    count: f64,
}

impl Annealings {
    /// Adds a round: rate, mean, standard error, count.
    fn add(&mut self, numbers: &[f64]) -> Outcome<()> {
        let &[rate, mean, error, count] = numbers else { return Err("four numbers were expected".into()) };
        self.rates.push(rate);
        let total = self.count + count;
        self.mean = (self.count * self.mean + count * mean) / total;
        let (before, now) = (self.count * self.error, count * error);
        self.error = (before * before + now * now).sqrt() / total;
        self.count = total;
        Ok(())
    }
}

/// Our own annealing, natively.
fn native_glass(seconds: f64, mut seed: usize) -> Outcome<[f64; 4]> {
    let (mut spent, mut energies) = (0.0, Vec::new());
    while spent < seconds {
        seed += 1;
        let start = Instant::now();
        let mut run = run(&format!("{GLASS}&chains={CHAINS}&steps={SWEEPS}&seed={seed}"))?;
        run.advance(u64::from(SWEEPS))?;
        spent += start.elapsed().as_secs_f64();
        let chains = run.chains();
        let energy = run.model().energy().ok_or("no energy")?;
        energies.extend(chains.iter().map(|state| energy.energy(state) / f64::from(SPINS)));
    }
    let n = energies.len() as f64;
    let mean = energies.iter().sum::<f64>() / n;
    let square = energies.iter().map(|e| (e - mean) * (e - mean)).sum::<f64>() / (n - 1.0);
    Ok([n * f64::from(SPINS * SWEEPS) / spent / 1e9, mean, (square / n).sqrt(), n])
}

/// Annealing of an 8³ ±J torus in 1,000 sweeps, everybody in turn, the same couplings: prints updates a nanosecond, mean final
/// energies and the ratios to dwave-samplers with its own range of temperatures and with ours.
pub fn glass(browser: &Browser, rounds: usize, seconds: f64) -> Outcome<Value> {
    let mut model = run(GLASS)?;
    let couplings = model.model().pairwise().ok_or("no couplings")?.couplings();
    let edges: String = couplings.edges().map(|e| format!("{} {} {}\n", e.i, e.j, e.w)).collect();
    std::fs::create_dir_all("target/bench")?;
    std::fs::write("target/bench/glass.txt", edges)?;
    let mut rival = Python::start(&["bench/annealer.py", "target/bench/glass.txt", &SWEEPS.to_string()])?;
    let names = ["dwave-samplers, its own range", "dwave-samplers, our range", "in Chromium", "native"];
    let mut found: [Annealings; 4] = Default::default();
    for round in 1..=rounds {
        for (turn, found) in found.iter_mut().enumerate() {
            let seed = round * 10_000 + turn * 1_000;
            let numbers: Vec<f64> = match turn {
                0 | 1 => {
                    let answer = rival.ask(&format!("{} {seconds} {seed}", if turn == 0 { "own" } else { BETAS }))?;
                    answer.split(' ').map(str::parse).collect::<Result<_, _>>()?
                }
                2 => {
                    let link = format!("{GLASS}&chains={CHAINS}&steps={SWEEPS}");
                    let numbers = browser.run(&format!(
                        "return measure('glass', '{link}', {CHAINS}, {SPINS}, {SWEEPS}, {seconds}, {seed})"
                    ))?;
                    numbers.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
                }
                _ => native_glass(seconds, seed)?.to_vec(),
            };
            found.add(&numbers)?;
        }
        let last: Vec<String> =
            names.iter().zip(&found).map(|(n, f)| format!("{n} {:.4}", f.rates[round - 1])).collect();
        println!("  glass, round {round}: {}", last.join(", "));
    }
    let ratios: Vec<[f64; 2]> =
        found.iter().map(|f| [0, 1].map(|rival: usize| ratio(&f.rates, &found[rival].rates))).collect();
    let mut table = String::from(
        "| | updates a nanosecond | mean final energy a spin | annealings | times dwave-samplers | … in our range |\n|---|---|---|---|---|---|\n",
    );
    for ((name, f), [own, same]) in names.iter().zip(&found).zip(&ratios) {
        let energy = format!("{:.5} ± {:.5}", f.mean, f.error);
        writeln!(table, "| {name} | {} | {energy} | {} | {own:.1} | {same:.1} |", spread(&f.rates), f.count)?;
    }
    println!("\n±J glass, 8 × 8 × 8, {SWEEPS} sweeps: median (lowest–highest of {rounds} rounds)\n{table}");
    let contestants: Vec<Value> = names
        .iter()
        .zip(&found)
        .map(|(name, f)| json!({"name": name, "updates_per_ns": f.rates, "mean_energy": f.mean, "stderr": f.error, "annealings": f.count}))
        .collect();
    Ok(json!({"python": rival.versions, "contestants": contestants, "times_dwave_own_and_our_range": ratios}))
}
