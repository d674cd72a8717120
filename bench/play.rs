//! Minutes of play with every figure of the article, in three engines: frames, long tasks and memory.

use crate::{
    Outcome,
    engines::{Browser, wanted},
    server,
    vitals::{numbers, quantile},
};
use serde_json::{Value, json};
use std::{
    fs,
    time::{Duration, Instant},
};

/// Seconds with one figure.
const VISIT: u64 = 6;

/// Notes the times between frames, and long tasks. An engine that does not tell those has a timer of 5 ms, and what keeps it silent for
/// 50 ms more counts as one: a task of the page, or the engine's own layout and painting.
const WATCH: &str = "
const seen = (window.seen = { tasks: [], frames: [], last: 0 });
if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => seen.tasks.push(entry.duration))).observe({ type: 'longtask' });
} else {
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (now - last > 55) seen.tasks.push(now - last - 5);
    last = now;
  }, 5);
}
const frame = (now) => { if (seen.last) seen.frames.push(now - seen.last); seen.last = now; requestAnimationFrame(frame); };
requestAnimationFrame(frame);";

/// Goes to figure number `n`, and does something there; a figure that has nothing to run is only looked at.
const VISIT_FIGURE: &str = "
const figures = [...document.querySelectorAll('ebm-figure')];
const figure = figures[arguments[0] % figures.length];
scrollTo({ top: figure.getBoundingClientRect().top + scrollY - 60, behavior: 'instant' });
if (!figure.querySelector('[name=play]')) return;
if (arguments[0] % 3 === 2 && figure.steps > 0) figure.reset();
figure.play();";

/// Bytes of the page's own heap, where the engine tells.
const HEAP: &str = "return performance.memory?.usedJSHeapSize ?? null";

/// Megabytes that a process and its descendants hold in memory.
fn resident(root: u32) -> f64 {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes: Vec<(u32, u32, f64)> = entries
        .filter_map(|entry| {
            let status = fs::read_to_string(entry.path().join("status")).ok()?;
            let field = |name: &str| -> Option<f64> {
                status.lines().find(|line| line.starts_with(name))?.split_whitespace().nth(1)?.parse().ok()
            };
            Some((field("Pid:")? as u32, field("PPid:")? as u32, field("VmRSS:")? / 1024.0))
        })
        .collect();
    let (mut family, mut known) = (vec![root], 0);
    while known < family.len() {
        let parent = family[known];
        family.extend(processes.iter().filter(|p| p.1 == parent).map(|p| p.0));
        known += 1;
    }
    processes.iter().filter(|p| family.contains(&p.0)).map(|p| p.2).sum()
}

/// Plays for so many minutes in each engine and prints what every minute was like.
pub fn all(minutes: u64) -> Outcome<Value> {
    let server = server::Server::start("dist".into(), 0)?;
    let mut results = Vec::new();
    for engine in wanted() {
        println!(
            "\n{engine}\n\n| minute | between frames (ms) | 95% within | longest | tasks over 50 ms | longest task | heap (MB) | all processes (MB) |\n|---|---|---|---|---|---|---|---|"
        );
        let browser = Browser::start(&engine);
        browser.go(server.address())?;
        browser.wait("the teaser's training", "return document.querySelector('ebm-figure')?.steps >= 1200")?;
        browser.run(WATCH)?;
        let (start, mut visit) = (Instant::now(), 0);
        for minute in 1..=minutes {
            while start.elapsed() < Duration::from_secs(60 * minute) {
                browser.run(&VISIT_FIGURE.replace("arguments[0]", &visit.to_string()))?;
                visit += 1;
                std::thread::sleep(Duration::from_secs(VISIT));
            }
            let frames = numbers(&browser.run("return window.seen.frames.splice(0)")?);
            let tasks = numbers(&browser.run("return window.seen.tasks.splice(0)")?);
            let heap = browser.run(HEAP)?.as_f64().map(|bytes| bytes / 1e6);
            let most = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
            let row = json!({"engine": engine, "minute": minute, "frame": quantile(&frames, 0.5), "most": quantile(&frames, 0.95),
                "longest": most(&frames), "tasks": tasks.len(), "task": most(&tasks), "heap": heap, "resident": resident(browser.driver.id())});
            let show = |key: &str| row[key].as_f64().map_or("?".into(), |x| format!("{x:.1}"));
            println!(
                "| {minute} | {} | {} | {} | {} | {} | {} | {} |",
                show("frame"),
                show("most"),
                show("longest"),
                tasks.len(),
                show("task"),
                show("heap"),
                show("resident")
            );
            results.push(row);
        }
    }
    Ok(results.into())
}
