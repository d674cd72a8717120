//! `ebm.js` in a page that is not ours, and in Node.

use super::{Outcome, expect, golden, server::Server};
use crate::webdriver::Session;
use std::{fs, os::unix::fs::symlink, process::Command};

/// The example trains and samples as the tool does, and a figure in a frame leaves no service worker behind.
pub fn the_example_in_a_page_of_someone_else(page: &Session, _address: &str) -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let root = std::env::current_dir().map_err(|e| e.to_string())?;
    let host = |name: &str, text: &str| fs::write(folder.path().join(name), text).map_err(|e| e.to_string());
    host(
        "index.html",
        "<!doctype html><title>A course</title><script type=\"module\" src=\"page.js\"></script>\
         <iframe src=\"dist/figure.html#v=1&amp;model=rbm&amp;hidden=4&amp;data=bars-and-stripes&amp;n=2&amp;trainer=cd&amp;steps=3\"></iframe>",
    )?;
    host("page.js", "import { model } from \"./examples/learn.mjs\"; globalThis.model = model;")?;
    symlink(root.join("examples"), folder.path().join("examples")).map_err(|e| e.to_string())?;
    symlink(super::folder(), folder.path().join("dist")).map_err(|e| e.to_string())?;

    let server = Server::start(folder.path().into(), 0).map_err(|e| e.to_string())?;
    page.go(server.address())?;
    let found = page.wait("the digest", "return globalThis.model && [model.link, model.digest]")?;
    let native = golden::native(found[0].as_str().unwrap_or(""));
    expect("digest in the page against the tool", &found[1], &native.into())?;
    page.wait("the figure in its frame", "return frames[0].document.querySelector('ebm-figure')?.steps === 3")?;
    // A page of ours would have asked by now.
    std::thread::sleep(std::time::Duration::from_secs(3));
    let workers = page.run("return navigator.serviceWorker.getRegistrations().then(found => found.length)")?;
    expect("service workers", &workers, &0.into())
}

pub fn node_is_there() -> bool {
    Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The same file without a browser.
pub fn the_example_in_node() -> Outcome {
    let script =
        "const { model } = await import('./examples/learn.mjs'); console.log(model.link); console.log(model.digest)";
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", script]);
    let output = node.output().map_err(|e| format!("node: {e}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = printed.lines().rev();
    match (lines.next(), lines.next()) {
        (Some(digest), Some(link)) if output.status.success() => {
            expect("digest in Node against the tool", &digest.into(), &golden::native(link).into())
        }
        _ => Err(format!("node: {printed}{}", String::from_utf8_lossy(&output.stderr))),
    }
}
