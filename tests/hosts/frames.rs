//! A figure by the iframe snippet.

use crate::{Outcome, engines::Browser, expect, golden, no_complaints, open, publish::Published, webdriver::Session};
use std::time::{Duration, Instant};

/// Every frame asks its own host only, and is not wider than its window.
const WITHIN: &str = "
const own = (name) => name.startsWith(location.href.split(/[^/]*[?#]/)[0]) || /^(blob|data):/.test(name);
const foreign = performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => !own(name));
if (foreign.length) return `it asked for ${foreign}`;
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
return wide > 0 ? `it is ${wide} pixels too wide for ${innerWidth}` : '';";

/// The link in the snippet, once the frame is there.
const SNIPPET: &str = "const frame = document.querySelector('iframe[src]'); frame?.scrollIntoView({ block: 'center' });
return frame?.src.slice(frame.src.indexOf('#'))";

/// A slide with the snippet as it is: who turns the slides on a phone and comes back finds what they left.
pub fn reveal(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "reveal/index.html")?;
    page.wait("the deck", "return globalThis.deck?.isReady()")?;
    page.run("deck.next()")?;
    computes(page, 200)?;
    there_and_back(page)?;
    enter(page, "iframe")?;
    at_rest(page, 201)?;
    page.leave()?;
    no_complaints(page)
}

/// A slide whose figure is loaded when it is shown and unloaded when it is left. The window stays wide: where reveal.js turns slides into
/// a scrolled page, Chromium leaves a third of such frames empty, whatever page is in them.
pub fn reveal_unloaded(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "reveal/unloaded.html")?;
    page.wait("the deck", "return globalThis.deck?.isReady()")?;
    page.run("deck.next()")?;
    let link = page.wait("the frame", SNIPPET)?;
    let link = link.as_str().unwrap_or("");
    for _ in 0..2 {
        let digest = comes_to_rest(page, 200)?;
        expect(link, &digest.into(), &golden::native(link).into())?;
        page.leave()?;
        there_and_back(page)?;
    }
    no_complaints(page)
}

/// To the next slide, and back to the figure's.
fn there_and_back(page: &Session) -> Outcome {
    page.run("deck.next()")?;
    page.wait("the next slide", "return deck.getCurrentSlide().textContent.includes('Questions')")?;
    std::thread::sleep(Duration::from_secs(1));
    page.run("deck.prev()")?;
    page.wait("the slide", "return deck.getCurrentSlide().querySelector('iframe')").map(|_| ())
}

/// A page of Material for MkDocs.
pub fn mkdocs(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "mkdocs/index.html")?;
    computes(page, 150)
}

/// A page of Sphinx.
pub fn sphinx(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "sphinx/index.html")?;
    computes(page, 40)
}

/// A notebook's page.
pub fn jupyter(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "jupyter/index.html")?;
    computes(page, 100)
}

/// A page whose policy allows frames of the figures' origin and else only what is its own.
pub fn strict_policy(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/csp.html")?;
    computes(page, 200)
}

/// A browser where nothing can be stored.
pub fn storage_blocked(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/csp.html")?;
    page.wait("the frame", SNIPPET)?;
    enter(page, "iframe")?;
    let blocked = "try { localStorage.setItem('a', 'b'); return false; } catch { return true; }";
    page.wait("the block", blocked)?;
    page.leave()?;
    computes(page, 200)
}

/// A frame that may run scripts and nothing else has no origin: all that it needs is in one file.
pub fn sandboxed(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/sandbox.html")?;
    computes(page, 200)
}

/// The figure in the page's frame does what its link says, as natively, here and on a phone.
fn computes(page: &Session, steps: u64) -> Outcome {
    let link = page.wait("the frame", SNIPPET)?;
    let link = link.as_str().unwrap_or("");
    let digest = comes_to_rest(page, steps)?;
    expect(link, &digest.into(), &golden::native(link).into())?;
    within(page)?;
    page.leave()?;
    page.resize(390, 840)?;
    // Some hosts build the page anew for a narrow window, and the frame with it.
    std::thread::sleep(Duration::from_secs(1));
    page.wait("the frame", SNIPPET)?;
    // Where the host put it elsewhere it was loaded again.
    comes_to_rest(page, steps)?;
    page.click("button[name=step]")?;
    let digest = at_rest(page, steps + 1)?;
    let link = page.run("return document.querySelector('ebm-figure').link")?;
    expect("a step by hand", &digest.into(), &golden::native(link.as_str().unwrap_or("")).into())?;
    within(page)?;
    page.leave()?;
    no_complaints(page)
}

/// What drivers say of a frame that was loaded anew.
const GONE: [&str; 2] = ["no such window", "no such frame"];

/// Goes into the frame and waits for the figure's digest. A host that loads the frame anew, as slides do when they have come in, leaves
/// whoever was in it nowhere: then once more.
fn comes_to_rest(page: &Session, steps: u64) -> Result<String, String> {
    let mut tries = 0;
    loop {
        enter(page, "iframe")?;
        tries += 1;
        match at_rest(page, steps) {
            Err(error) if GONE.iter().any(|gone| error.contains(gone)) && tries < 5 => page.leave()?,
            outcome => return outcome,
        }
    }
}

/// Goes into a frame once its page is there: what is entered before would stay the empty page that a frame begins with.
pub fn enter(page: &Session, selector: &str) -> Outcome {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        page.enter(selector)?;
        if page.run("return document.querySelector('ebm-figure') !== null").is_ok_and(|there| there == true) {
            return Ok(());
        }
        let within = (Instant::now() > deadline).then(|| page.says());
        page.leave()?;
        if let Some(within) = within {
            let around = page.says();
            return Err(format!(
                "{}: no figure comes into {selector}; in it: {within}; around it: {around}",
                page.engine
            ));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn within(page: &Session) -> Outcome {
    let wrong = page.run(WITHIN)?;
    if wrong == "" { Ok(()) } else { Err(format!("the page in the frame: {wrong}")) }
}

/// The digest once so many steps are done.
pub fn at_rest(page: &Session, steps: u64) -> Result<String, String> {
    let done = format!(
        "const f = document.querySelector('ebm-figure'); return f?.steps === {steps} && !f.playing && f.digest"
    );
    Ok(page.wait(&format!("step {steps}"), &done)?.as_str().unwrap_or("").to_string())
}
