//! How the page feels in Chromium: its first seconds, scrolling past all figures, and drags.

use crate::{Outcome, engines::Browser, median, server};
use serde_json::{Value, json};
use std::{thread::sleep, time::Duration};

const ROUNDS: usize = 3;

/// Collects long tasks, shifts of the layout and times between frames from now on, those of the load included.
const WATCH: &str = "
const seen = (globalThis.seen = { shift: 0, tasks: [], frames: [], last: 0 });
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
watch('longtask', (entry) => seen.tasks.push(entry.duration));
const frame = (now) => { if (seen.last) seen.frames.push(now - seen.last); seen.last = now; requestAnimationFrame(frame); };
requestAnimationFrame(frame);";

/// The page's first seconds in a window: first contentful paint, first picture, blocking time, longest task (ms), layout shift.
const FIRST: &str = "
const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
const blocking = seen.tasks.reduce((sum, task) => sum + task - 50, 0);
const figure = document.querySelector('ebm-figure');
return [paint, Number(figure.dataset.firstPicture), blocking, Math.max(0, ...seen.tasks), seen.shift];";

/// Scrolls from the first line to the last in ten seconds, by a little in every frame.
const SCROLL: &str = "
seen.frames.length = seen.tasks.length = 0;
const start = performance.now();
const end = document.documentElement.scrollHeight - innerHeight;
const go = (now) => { scrollTo({ top: (end * (now - start)) / 10000, behavior: 'instant' }); if (now - start < 10000) requestAnimationFrame(go); else globalThis.scrolled = true; };
requestAnimationFrame(go);";

/// From a pointer's move to its picture: since the hand moved, and since the browser said so, which it does once a frame.
const DRAG: &str = "
globalThis.waits = [];
let since = null;
addEventListener('pointermove', (event) => { since ??= [event.timeStamp, performance.now()]; }, true);
document.addEventListener('ebm-frame', () => { if (since) waits.push(since.map((then) => performance.now() - then)); since = null; });";

/// Small figures with handles that are dragged: their links.
const DRAGS: [&str; 3] = ["fig=boltzmann", "fig=boltzmann&model=two-spins&sampler=gibbs", "fig=architectures"];

/// The class of a canvas with a handle that can be dragged, and where, as parts of its sides: the pointer's form says so.
const HANDLE: &str = "
for (const canvas of document.querySelectorAll('ebm-figure canvas')) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  for (let y = 0.02; y < 1; y += 0.02) for (let x = 0.02; x < 1; x += 0.01) {
    const place = { clientX: left + x * width, clientY: top + y * height, pointerType: 'mouse' };
    canvas.dispatchEvent(new PointerEvent('pointermove', place));
    if (canvas.style.cursor === 'grab') return [canvas.className, x, y];
  }
}";

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// The part of sorted numbers below which so many of them are.
pub fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(((sorted.len().max(1) - 1) as f64 * part) as usize).copied().unwrap_or(f64::NAN)
}

/// From the page's start to the first repair, in milliseconds, once that is there.
const REPAIRED: &str = "
if (!document.querySelector('ebm-figure input[name=scrub]:enabled')) return null;
return (globalThis.repaired ??= performance.now());";

/// Measures and prints all three.
pub fn page() -> Outcome<Value> {
    let server = server::Server::start("dist".into(), 0)?;
    let (mut results, mut repairs) = (Vec::new(), Vec::new());
    println!(
        "\n| window | first paint (ms) | first picture (ms) | blocking (ms) | longest task (ms) | layout shift |\n|---|---|---|---|---|---|"
    );
    for (width, height) in [(1280, 900), (390, 840)] {
        let mut rounds: Vec<Vec<f64>> = Vec::new();
        for _ in 0..ROUNDS {
            let browser = Browser::start("chromium");
            browser.resize(width, height)?;
            browser.go(server.address())?;
            browser.run(WATCH)?;
            // On a phone the first figure is below the first screen, and waits.
            if width > 1000 {
                repairs.extend(browser.wait("the first repair", REPAIRED)?.as_f64());
            }
            sleep(Duration::from_secs(6));
            rounds.push(numbers(&browser.run(FIRST)?));
        }
        let of = |i: usize| median(&rounds.iter().filter_map(|r| r.get(i).copied()).collect::<Vec<_>>());
        let [paint, picture, blocking, task, shift] = std::array::from_fn(of);
        println!("| {width} × {height} | {paint:.0} | {picture:.0} | {blocking:.0} | {task:.0} | {shift:.4} |");
        results.push(json!({"width": width, "paint": paint, "picture": picture, "blocking": blocking, "task": task, "shift": shift}));
    }
    println!("\nThe first digit is repaired {:.1} s after the page opens.", median(&repairs) / 1000.0);
    let browser = Browser::start("chromium");
    browser.resize(1280, 900)?;
    browser.go(server.address())?;
    browser.wait("the teaser's training", "return document.querySelector('ebm-figure')?.steps >= 1200")?;
    browser.run(WATCH)?;
    browser.run(SCROLL)?;
    browser.wait("the last line", "return globalThis.scrolled")?;
    let frames = numbers(&browser.run("return seen.frames")?);
    let tasks = numbers(&browser.run("return seen.tasks")?);
    let (usual, late) = (median(&frames), frames.iter().filter(|f| **f > 25.0).count());
    let longest = frames.iter().copied().fold(0.0, f64::max);
    let task = tasks.iter().copied().fold(0.0, f64::max);
    println!(
        "\nScrolling past all figures in ten seconds: {} frames, {usual:.1} ms between two of them, {late} later than 25 ms, the longest {longest:.0} ms; \
         {} tasks over 50 ms, the longest {task:.0} ms.",
        frames.len(),
        tasks.len()
    );
    let mut drags = Vec::new();
    for link in DRAGS {
        browser.go("about:blank")?;
        browser.go(&format!("{}figure.html#v=1&{link}", server.address()))?;
        browser.wait("the figure", "return document.querySelector('ebm-figure')?.digest")?;
        browser.run("document.querySelector('ebm-figure').pause()")?;
        let found = browser.wait("a handle", HANDLE)?;
        let canvas = format!("canvas.{}", found[0].as_str().ok_or("no canvas has a handle")?);
        let (x, y) = (found[1].as_f64().unwrap_or(0.0), found[2].as_f64().unwrap_or(0.0));
        browser.run(DRAG)?;
        let path: Vec<(f64, f64)> =
            (0..100).map(|i| (x + f64::from(i % 20) * 0.004, y + f64::from(i % 13) * 0.008)).collect();
        browser.drag(&canvas, &path)?;
        let of = |i: usize| browser.run(&format!("return waits.map((wait) => wait[{i}])")).map(|waits| numbers(&waits));
        let [hand, told] = [of(0)?, of(1)?].map(|waits| [quantile(&waits, 0.5), quantile(&waits, 0.95)]);
        println!(
            "Dragging in `{link}`: {} frames, {:.1} ms from the event of a move to its picture, 95% within {:.1} ms; \
             from the move itself {:.1} and {:.1} ms.",
            of(0)?.len(),
            told[0],
            told[1],
            hand[0],
            hand[1]
        );
        drags.push(json!({"link": link, "frames": of(0)?.len(), "event": told, "hand": hand}));
    }
    Ok(
        json!({"first": results, "repair": median(&repairs), "scrolling": {"frame": usual, "late": late, "longest": longest, "task": task}, "drags": drags}),
    )
}
