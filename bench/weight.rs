//! What the page loads before its first picture, compressed as a static server would.

use crate::{Outcome, engines::Browser, server};
use serde_json::{Value, json};
use std::process::Command;

/// Bytes, gzipped: the article, wasm, scripts, styles and font.
const LIMIT: u64 = 350_000;

/// Prints what a browser loaded before the first picture and after it, and returns it with the totals.
pub fn page() -> Outcome<Value> {
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
    let mut names: Vec<(String, f64)> = Vec::new();
    for entry in entries.as_array().into_iter().flatten() {
        let name = entry[0].as_str().unwrap_or("").replace(server.address(), "");
        let name = name.split(['?', '#']).next().unwrap_or("").to_string();
        let name = if name.is_empty() { "index.html".to_string() } else { name };
        if !names.iter().any(|(n, _)| *n == name) {
            names.push((name, entry[1].as_f64().unwrap_or(0.0)));
        }
    }
    println!("| loaded | bytes | gzip | brotli | |\n|---|---|---|---|---|");
    let mut files = Vec::new();
    let mut totals = [Some(0u64); 3];
    for (name, end) in names {
        let path = format!("dist/{name}");
        let bytes = std::fs::read(&path)?;
        // A gzip file has 18 bytes around its deflate stream.
        let gzip = miniz_oxide::deflate::compress_to_vec(&bytes, 9).len() as u64 + 18;
        let sizes = [Some(bytes.len() as u64), Some(gzip), brotli(&path)];
        let before = end <= first;
        if before {
            totals = std::array::from_fn(|i| Some(totals[i]? + sizes[i]?));
        }
        println!("| {name} {}| {} |", row(&sizes), if before { "" } else { "after the first picture" });
        files.push(json!({"name": name, "bytes": sizes[0], "gzip": sizes[1], "brotli": sizes[2], "before": before}));
    }
    println!("| **before the first picture** {}| {first:.0} ms after the start |", row(&totals));
    let digits = std::fs::metadata("data/mnist.bin")?.len();
    println!(
        "\nNot counted: data/mnist.bin, {digits} bytes, packed already; the worker fetches it after the first picture."
    );
    Ok(json!({"files": files, "bytes": totals[0], "gzip": totals[1], "brotli": totals[2], "digits": digits}))
}

/// Fails if the page is too heavy.
pub fn check(weight: &Value) -> Outcome<()> {
    let total = weight["gzip"].as_u64().ok_or("the page was not weighed")?;
    println!("{total} bytes gzipped before the first picture, {LIMIT} are allowed");
    if total > LIMIT { Err("the page is too heavy".into()) } else { Ok(()) }
}

/// Bytes as brotli's best, if that program is there: told for comparison, gzip decides.
fn brotli(path: &str) -> Option<u64> {
    let output = Command::new("brotli").args(["-q", "11", "--stdout", path]).output().ok()?;
    output.status.success().then_some(output.stdout.len() as u64)
}

fn row(sizes: &[Option<u64>]) -> String {
    sizes.iter().map(|size| format!("| {} ", size.map_or("?".to_string(), |s| s.to_string()))).collect()
}
