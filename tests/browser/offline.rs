//! Without network, and from any folder of any server.

use super::{
    FIGURE, Outcome, expect, finished, golden,
    server::{Manner, Server},
};
use crate::webdriver::Session;
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// Everything of one build is kept, and this page is answered for.
const KEPT: &str = "return navigator.serviceWorker.controller?.state === 'activated'";
/// Names of the builds that anything on this page was loaded from.
const BUILDS: &str = "return [...new Set(performance.getEntriesByType('resource').map(e => e.name.match(/build-\\w+/)?.[0]).filter(Boolean))].join()";

fn fine<T>(outcome: std::io::Result<T>) -> Result<T, String> {
    outcome.map_err(|e| e.to_string())
}

/// The article in both languages and the page of one figure, digits included, once their server is gone.
pub fn pages_stay_when_the_network_is_gone(page: &Session, _address: &str) -> Outcome {
    let server = fine(Server::start(super::folder(), 0))?;
    let address = server.address().to_string();
    page.go(&address)?;
    page.wait("the service worker", KEPT)?;
    server.stop();

    // A visit, not the driver's reload: in Firefox that one goes past service workers, though the reader's does not.
    revisit(page, &address)?;
    page.wait("the first figure", &format!("return {FIGURE}?.steps > 20 && document.documentElement.lang === 'en'"))?;
    for golden in &golden::LINKS[..2] {
        revisit(page, &format!("{address}figure.html{}", golden.link))?;
        let digest = finished(page, golden.steps)?;
        expect(golden.link, &digest.into(), &golden.digest.into())?;
    }
    page.go(&format!("{address}zh.html"))?;
    page.wait(
        "the article in Chinese",
        &format!("return {FIGURE}?.steps > 20 && document.documentElement.lang !== 'en'"),
    )?;
    // What only a figure further down needs: its view and the whole module.
    let below = "document.querySelector('ebm-figure[name=chains]')";
    page.run(&format!("{below}.scrollIntoView()"))?;
    page.wait("the last figure", &format!("return Boolean({below}.link.includes('model='))")).map(|_| ())
}

/// A newer build shows at the next visit, with nothing of the older one; without network it is the newest that was kept.
pub fn builds_never_mix(page: &Session, _address: &str) -> Outcome {
    let folder = fine(tempfile::tempdir())?;
    copy(&super::folder(), folder.path())?;
    let server = fine(Server::start(folder.path().into(), 0))?;
    let address = format!("{}figure.html{}", server.address(), golden::LINKS[1].link);
    page.go(&address)?;
    finished(page, golden::LINKS[1].steps)?;
    page.wait("the service worker", KEPT)?;
    let old = page.run(BUILDS)?.as_str().unwrap_or("").to_string();

    // The same files under another name are another build.
    let new = "build-00000000";
    fine(fs::rename(folder.path().join(&old), folder.path().join(new)))?;
    for entry in fine(fs::read_dir(folder.path()))?.flatten().filter(|e| e.path().is_file()) {
        if let Ok(text) = fs::read_to_string(entry.path()) {
            fine(fs::write(entry.path(), text.replace(&old, new).replace("const NAME=\"", "const NAME=\"new-")))?;
        }
    }
    page.reload()?;
    finished(page, golden::LINKS[1].steps)?;
    expect("builds on the page", &page.run(BUILDS)?, &new.into())?;
    let whole = "return (async () => {
        const name = (await caches.keys()).find(name => name.includes(' new-'));
        return Boolean(name && await (await caches.open(name)).match('figure.html'));
    })()";
    page.wait("the new build to be kept", whole)?;
    // The page of the old build is gone; so may be its worker.
    server.stop();
    revisit(page, &address)?;
    let digest = finished(page, golden::LINKS[1].steps)?;
    expect("digest", &digest.into(), &golden::LINKS[1].digest.into())?;
    expect("builds on the page without network", &page.run(BUILDS)?, &new.into())
}

/// Some folder of a server that sets no header and knows no type for wasm: nothing outside of the folder is asked for.
pub fn below_a_folder_of_a_plain_server(page: &Session, _address: &str) -> Outcome {
    let root = fine(tempfile::tempdir())?;
    fine(fs::create_dir_all(root.path().join("a/b")))?;
    fine(symlink(super::folder(), root.path().join("a/b/c")))?;
    let server = fine(Server::with(root.path().into(), 0, Manner::Plain))?;
    let address = format!("{}a/b/c/", server.address());
    let golden = &golden::LINKS[0];
    let outside = format!(
        "return performance.getEntriesByType('resource').map(e => e.name).filter(name => !name.startsWith('{address}')).join()"
    );
    page.go(&format!("{address}figure.html{}", golden.link))?;
    let digest = finished(page, golden.steps)?;
    expect(golden.link, &digest.into(), &golden.digest.into())?;
    expect("what was asked for outside", &page.run(&outside)?, &"".into())?;
    page.go(&address)?;
    page.wait("the first figure", &format!("return {FIGURE}?.steps > 20"))?;
    expect("what was asked for outside", &page.run(&outside)?, &"".into())?;
    page.wait("the service worker", KEPT)?;
    let scope = page.run("return navigator.serviceWorker.ready.then(found => found.scope)")?;
    expect("what the service worker answers for", &scope, &address.as_str().into())?;
    server.stop();
    revisit(page, &address)?;
    page.wait("the first figure without network", &format!("return {FIGURE}?.steps > 20")).map(|_| ())
}

fn revisit(page: &Session, address: &str) -> Outcome {
    page.go("about:blank")?;
    page.go(address)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fine(fs::create_dir_all(to))?;
    for entry in fine(fs::read_dir(from))?.flatten() {
        let (from, to): (PathBuf, PathBuf) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to)? } else { fine(fs::copy(from, to)).map(|_| ())? }
    }
    Ok(())
}
