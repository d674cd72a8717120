//! Several frames: what is out of sight rests, and what is taken away leaves nothing behind.

use crate::{
    Outcome,
    engines::Browser,
    expect,
    frames::{at_rest, enter},
    golden, no_complaints, open,
    publish::Published,
    webdriver::Session,
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

const FIGURE: &str = "document.querySelector('ebm-figure')";
const FIRST: &str = "iframe:first-of-type";
const LAST: &str = "iframe:last-of-type";

/// In a part of a page that scrolls, a figure plays while it is in sight; one far below is not even loaded.
pub fn in_a_scrolling_box(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/scroll.html")?;
    enter(page, FIRST)?;
    page.wait("some steps", &format!("return {FIGURE}?.playing && {FIGURE}.steps > 10"))?;
    page.leave()?;
    let loaded =
        "return performance.getEntriesByType('resource').filter((entry) => entry.initiatorType === 'iframe').length";
    expect("frames that are loaded", &page.run(loaded)?, &1.into())?;

    page.run("document.querySelector('.box').scrollTop = 1e6")?;
    let link =
        page.run(&format!("const {{ src }} = document.querySelector('{LAST}'); return src.slice(src.indexOf('#'))"))?;
    enter(page, LAST)?;
    expect("the other one", &at_rest(page, 200)?.into(), &golden::native(link.as_str().unwrap_or("")).into())?;
    page.leave()?;
    // Now there is nothing to be done, once the engine has drawn what it likes after so long a way: WebKit does so for seconds,
    // whatever the page.
    enter(page, FIRST)?;
    let steps = format!("return {FIGURE}.steps");
    let mut seen = Vec::new();
    let stopped = loop {
        let (stopped, before) = (page.run(&steps)?, Family::of(page.driver.id()).seconds());
        sleep(AWAY);
        let busy = (Family::of(page.driver.id()).seconds() - before) / AWAY.as_secs_f64();
        seen.push(format!("{:.0}%", 100.0 * busy));
        if busy < BUSY && page.run(&steps)? == stopped {
            break stopped;
        }
        if seen.len() == LOOKS {
            return Err(format!("{} of a core are busy while the figure is out of sight", seen.join(", ")));
        }
    };
    println!("{}: {} of a core while the figure is out of sight", page.engine, seen.join(", "));
    page.leave()?;

    page.run("document.querySelector('.box').scrollTop = 0")?;
    enter(page, FIRST)?;
    page.wait("more steps", &format!("return {FIGURE}.playing && {FIGURE}.steps > {stopped}"))?;
    page.leave()?;
    no_complaints(page)
}

/// How long a figure is watched that should rest, and the part of a core that a resting browser may take: a figure takes a whole one.
const AWAY: Duration = Duration::from_secs(3);
const BUSY: f64 = 0.4;
/// How often it is looked at until it rests.
const LOOKS: usize = 6;

/// Times that ten figures are put there and taken away; `EBM_ROUNDS` may say more.
const ROUNDS: usize = 10;
/// Rounds after which what stays should no longer grow: caches are full, and code is compiled.
const SETTLED: usize = 3;
/// How much more a browser may hold in the end. A figure that stayed would be some 20 MB, and a hundred would have been there.
const GROWTH: f64 = 1.35;

/// Ten figures on a page, time and again: those out of sight rest, and memory comes back.
pub fn ten_on_a_page(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/ten.html")?;
    all_are_there(page)?;
    let with_ten = Family::of(page.driver.id()).megabytes();
    let frames = frame_times(page)?;
    println!("{}: ten figures: {with_ten:.0} MB; frames {frames}", page.engine);
    let rounds = std::env::var("EBM_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(ROUNDS).max(SETTLED);
    let mut held = Vec::new();
    for round in 1..=rounds {
        page.run("remove()")?;
        // Longer than what browsers wait before they end what nobody uses.
        sleep(Duration::from_millis(1500));
        held.push(Family::of(page.driver.id()).megabytes());
        page.run("times.length = 0; attach()")?;
        enter(page, FIRST)?;
        page.wait("a picture", &format!("return {FIGURE}?.steps > 0"))?;
        page.leave()?;
        println!(
            "{}: round {round}: {:.0} MB without figures; frames {}",
            page.engine,
            held[round - 1],
            frame_times(page)?
        );
    }
    let (settled, last) = (held[SETTLED - 1], held[rounds - 1]);
    if last > settled * GROWTH {
        return Err(format!("{settled:.0} MB grew to {last:.0} MB: {held:.0?}"));
    }
    no_complaints(page)
}

/// Every figure is there; only those in sight play.
fn all_are_there(page: &Session) -> Outcome {
    for number in 1..=10 {
        enter(page, &format!("iframe:nth-of-type({number})"))?;
        page.wait(&format!("figure {number}"), &format!("return {FIGURE}?.digest || {FIGURE}?.steps > 0"))?;
        if number > 3 {
            page.wait("the rest out of sight", &format!("return !{FIGURE}.playing"))?;
            let steps = page.run(&format!("return {FIGURE}.steps"))?;
            sleep(Duration::from_millis(200));
            expect(
                &format!("steps of figure {number}, out of sight"),
                &page.run(&format!("return {FIGURE}.steps"))?,
                &steps,
            )?;
        }
        page.leave()?;
    }
    Ok(())
}

/// Times between the page's frames so far, in words: the median, the 95th part of a hundred, and the longest.
fn frame_times(page: &Session) -> Result<String, String> {
    let times = page.run("return times.toSorted((a, b) => a - b)")?;
    let times: Vec<f64> = times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let at = |part: f64| times.get((times.len().saturating_sub(1) as f64 * part) as usize).copied().unwrap_or(f64::NAN);
    Ok(format!("{:.0} ms, 95% within {:.0} ms, the longest {:.0} ms", at(0.5), at(0.95), at(1.0)))
}

/// A process and all that descends from it.
struct Family(Vec<PathBuf>);

impl Family {
    fn of(ancestor: u32) -> Self {
        let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let id = entry.file_name().to_str()?.parse().ok()?;
                Some((id, fields(&entry.path()).get(1)?.parse().ok()?))
            })
            .collect();
        let mut family = vec![ancestor];
        let mut seen = 0;
        while seen < family.len() {
            let parent = family[seen];
            family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
            seen += 1;
        }
        Self(family.iter().map(|id| PathBuf::from(format!("/proc/{id}"))).collect())
    }

    /// Memory, each page that is shared in parts, in MB.
    fn megabytes(&self) -> f64 {
        let kilobytes = |process: &PathBuf| {
            let rollup = fs::read_to_string(process.join("smaps_rollup")).unwrap_or_default();
            let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
            line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0)
        };
        self.0.iter().map(kilobytes).sum::<f64>() / 1000.0
    }

    /// Time of processors that it has used, in seconds.
    fn seconds(&self) -> f64 {
        let ticks = |process: &PathBuf| {
            fields(process).get(11..13).map_or(0.0, |own| own.iter().flat_map(|t| t.parse::<f64>()).sum())
        };
        self.0.iter().map(ticks).sum::<f64>() / 100.0
    }
}

/// What Linux says of a process after its name, which may hold anything: state, parent, and so on.
fn fields(process: &Path) -> Vec<String> {
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().map(str::to_string).collect()).unwrap_or_default()
}
