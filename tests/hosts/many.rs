//! Several frames: what is out of sight rests, and what is taken away leaves nothing behind.

use crate::{
    Outcome, engines::Browser, expect, frames::at_rest, golden, no_complaints, open, publish::Published,
    webdriver::Session,
};
use serde_json::Value;
use std::{fs, thread::sleep, time::Duration};

const FIGURE: &str = "document.querySelector('ebm-figure')";
const FIRST: &str = "iframe:first-of-type";
const LAST: &str = "iframe:last-of-type";

/// In a part of a page that scrolls, a figure plays while it is in sight; one far below is not even loaded.
pub fn in_a_scrolling_box(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/scroll.html")?;
    page.enter(FIRST)?;
    page.wait("some steps", &format!("return {FIGURE}?.playing && {FIGURE}.steps > 10"))?;
    page.leave()?;
    let loaded =
        "return performance.getEntriesByType('resource').filter((entry) => entry.initiatorType === 'iframe').length";
    expect("frames that are loaded", &page.run(loaded)?, &1.into())?;

    page.run("document.querySelector('.box').scrollTop = 1e6")?;
    page.enter(FIRST)?;
    page.wait("the stop", &format!("return !{FIGURE}.playing"))?;
    let stopped = page.run(&format!("return {FIGURE}.steps"))?;
    sleep(Duration::from_millis(700));
    expect("steps out of sight", &page.run(&format!("return {FIGURE}.steps"))?, &stopped)?;
    page.leave()?;
    let link =
        page.run(&format!("const {{ src }} = document.querySelector('{LAST}'); return src.slice(src.indexOf('#'))"))?;
    page.enter(LAST)?;
    expect("the other one", &at_rest(page, 200)?.into(), &golden::native(link.as_str().unwrap_or("")).into())?;
    page.leave()?;

    page.run("document.querySelector('.box').scrollTop = 0")?;
    page.enter(FIRST)?;
    page.wait("more steps", &format!("return {FIGURE}.playing && {FIGURE}.steps > {stopped}"))?;
    page.leave()?;
    no_complaints(page)
}

/// Times that ten figures are put there and taken away.
const ROUNDS: usize = 10;
/// Rounds after which what stays should no longer grow: caches are full, and code is compiled.
const SETTLED: usize = 3;
/// How much more a browser may hold in the end. A figure that stayed would be some 20 MB, and a hundred would have been there.
const GROWTH: f64 = 1.35;

/// Ten figures on a page, time and again: those out of sight rest, and memory comes back.
pub fn ten_on_a_page(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/ten.html")?;
    all_are_there(page)?;
    let with_ten = megabytes(page.driver.id());
    let frames = frame_times(page)?;
    println!("{}: ten figures: {with_ten:.0} MB; frames {frames}", page.engine);
    let mut held = Vec::new();
    for round in 1..=ROUNDS {
        page.run("remove()")?;
        // Longer than what browsers wait before they end what nobody uses.
        sleep(Duration::from_millis(1500));
        held.push(megabytes(page.driver.id()));
        page.run("times.length = 0; attach()")?;
        page.enter(FIRST)?;
        page.wait("a picture", &format!("return {FIGURE}?.steps > 0"))?;
        page.leave()?;
        println!(
            "{}: round {round}: {:.0} MB without figures; frames {}",
            page.engine,
            held[round - 1],
            frame_times(page)?
        );
    }
    let (settled, last) = (held[SETTLED - 1], held[ROUNDS - 1]);
    if last > settled * GROWTH {
        return Err(format!("{settled:.0} MB grew to {last:.0} MB: {held:.0?}"));
    }
    no_complaints(page)
}

/// Every figure is there; only those in sight play.
fn all_are_there(page: &Session) -> Outcome {
    for number in 1..=10 {
        page.enter(&format!("iframe:nth-of-type({number})"))?;
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

/// Memory of a process and all that descends from it, each shared page in parts, in MB.
fn megabytes(ancestor: u32) -> f64 {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // After the name, which may hold anything: state, parent.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((id, parent))
        })
        .collect();
    let mut family = vec![ancestor];
    let mut seen = 0;
    while seen < family.len() {
        let parent = family[seen];
        family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
        seen += 1;
    }
    let kilobytes = |id: &u32| {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0)
    };
    family.iter().map(kilobytes).sum::<f64>() / 1000.0
}
