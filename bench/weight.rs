//! What the page loads before its first picture, compressed as a static server would.

use crate::{Outcome, engines::Browser, server};

/// Bytes, gzipped, before the first picture.
const LIMIT: usize = 250_000;

/// Lists what a browser loaded before the first picture, and after it; fails above the limit.
pub fn page() -> Outcome<()> {
    let server = server::Server::start("dist".into(), 0)?;
    let browser = Browser::start("chromium");
    browser.go(server.address())?;
    let figure = "document.querySelector('ebm-figure')";
    let first = browser.wait("the first picture", &format!("return {figure}?.dataset.firstPicture"))?;
    browser.wait("the first step", &format!("return {figure}.steps > 0"))?;
    let first: f64 = first.as_str().and_then(|t| t.parse().ok()).ok_or("no time of the first picture")?;
    let entries = browser.run(
        "return performance.getEntriesByType('resource').map(e => [e.name, e.responseEnd]).concat([[location.href, 0]])",
    )?;
    let (mut total, mut raw) = (0, 0);
    println!("| loaded | bytes | gzip | |\n|---|---|---|---|");
    let mut names: Vec<(String, f64)> = Vec::new();
    for entry in entries.as_array().into_iter().flatten() {
        let name = entry[0].as_str().unwrap_or("").replace(server.address(), "");
        let name = name.split(['?', '#']).next().unwrap_or("").to_string();
        if !names.iter().any(|(n, _)| *n == name) {
            names.push((name, entry[1].as_f64().unwrap_or(0.0)));
        }
    }
    for (name, end) in names {
        let file = if name.is_empty() { "index.html" } else { &name };
        let bytes = std::fs::read(format!("dist/{file}"))?;
        // A gzip file has 18 bytes around its deflate stream.
        let packed = miniz_oxide::deflate::compress_to_vec(&bytes, 9).len() + 18;
        let before = end <= first;
        if before {
            total += packed;
            raw += bytes.len();
        }
        println!("| {file} | {} | {packed} | {} |", bytes.len(), if before { "" } else { "after the first picture" });
    }
    let digits = std::fs::metadata("dist/data/mnist.bin")?.len();
    println!("| data/mnist.bin | {digits} | {digits} | fetched by the worker after it sent the first picture |");
    println!("\nBefore the first picture, {first:.0} ms after the start: {raw} bytes, {total} gzipped (limit {LIMIT})");
    if total > LIMIT {
        Err(format!("the page is too heavy: {total} bytes, {LIMIT} are allowed").into())
    } else {
        Ok(())
    }
}
