//! The single file: opened from a disk, in a frame that may only run scripts, and where no worker may start.

use super::{FIGURE, Outcome, article::as_natively, expect, finished, golden};
use crate::webdriver::Session;
use serde_json::json;
use std::{fs, path::PathBuf};

/// The single file that was built.
fn file() -> PathBuf {
    std::env::var("EBM_SINGLE").expect("cargo xtask test sets EBM_SINGLE").into()
}

fn url(path: &std::path::Path) -> String {
    format!("file://{}", path.display())
}

/// A golden link that needs the digits, trains and repairs.
fn link() -> &'static golden::Golden {
    &golden::LINKS[4]
}

/// All that was loaded was inside.
fn nothing_else(page: &Session) -> Outcome {
    let script =
        "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !/^(blob|data):/.test(n))";
    expect("loaded from elsewhere", &page.run(script)?, &json!([]))
}

/// What the button copies, whether or not the engine lets it.
fn copied(page: &Session) -> Result<String, String> {
    page.run(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.copied = text; }}});
         document.querySelector('[name=share]').click()",
    )?;
    page.wait("the dialog", "return document.querySelector('dialog[open] [name=copy]')?.click() ?? window.copied")?;
    let copied = page.wait("the copied link", "return window.copied")?;
    Ok(copied.as_str().unwrap_or("").to_string())
}

/// From a disk, a figure has the tool's digest, its state is in the address, and the copied link leads back to it.
pub fn the_file_opens_from_a_disk(page: &Session, _address: &str) -> Outcome {
    let golden = link();
    page.go(&format!("{}?figure.html{}", url(&file()), golden.link))?;
    expect(golden.link, &finished(page, golden.steps)?.into(), &golden.digest.into())?;
    page.run(&format!("{FIGURE}.step(2)"))?;
    let digest = finished(page, golden.steps + 2)?;
    page.wait("the state in the address", "return location.hash.includes('steps=32')")?;
    let copied = copied(page)?;
    page.go("about:blank")?;
    page.go(&copied)?;
    expect("the copied link", &finished(page, golden.steps + 2)?.into(), &digest.into())?;
    nothing_else(page)
}

/// Without a state it is the article: text, formulas, fonts and figures, in one language and the other.
pub fn the_file_has_both_articles(page: &Session, _address: &str) -> Outcome {
    page.go(&format!("{}#v=1&autoplay=0", url(&file())))?;
    for (language, word, play) in [("en", "temperature", "Play"), ("zh-Hans", "温度", "播放")] {
        let ready = format!(
            "return document.documentElement.lang === '{language}' && document.querySelector('ebm-figure.ready [name=play]')?.textContent"
        );
        expect("the button", &page.wait("the first figure", &ready)?, &play.into())?;
        let told = page.run(&format!(
            "return [document.querySelector('main').innerText.includes('{word}'), document.querySelectorAll('math').length > 100,
                document.querySelectorAll('ebm-figure').length, getComputedStyle(document.querySelector('.masthead')).display]"
        ))?;
        expect(language, &told, &json!([true, true, 10, "flex"]))?;
        let fonts = "return document.fonts.load('16px \"EBM Maths\"').then(found => found.length && found[0].status)";
        expect("the font of formulas", &page.run(fonts)?, &"loaded".into())?;
        page.run("document.querySelector('ebm-figure[name=chains]').scrollIntoView()")?;
        page.wait("a figure further down", "return document.querySelector('ebm-figure[name=chains]').digest")?;
        nothing_else(page)?;
        page.screenshot(&format!("single-{language}"))?;
        page.click("#language")?;
    }
    page.wait("English again", "return document.documentElement.lang === 'en'")?;
    // Places in the text are found, though they were not there when the file was opened.
    let place = "[...document.querySelectorAll('.contents a')].at(-1)?.hash.slice(1)";
    let place = page.wait("the contents", &format!("return {place}"))?;
    page.go("about:blank")?;
    page.go(&format!("{}#{}", url(&file()), place.as_str().unwrap_or("")))?;
    page.wait("the place", "return scrollY > 1000").map(|_| ())
}

/// A sandboxed frame of another origin, which has no origin of its own: no storage, and all that computes is in it.
pub fn a_sandboxed_frame_computes(page: &Session, address: &str) -> Outcome {
    let golden = link();
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let name = file().file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
    let source = format!("{address}{name}{}", golden.link).replace('&', "&amp;");
    let host = folder.path().join("host.html");
    let html = format!(
        "<!doctype html><title>Course</title><iframe sandbox='allow-scripts' width=900 height=800 src='{source}'></iframe>"
    );
    fs::write(&host, html).map_err(|e| e.to_string())?;
    page.go(&url(&host))?;
    page.enter("iframe")?;
    expect(golden.link, &finished(page, golden.steps)?.into(), &golden.digest.into())?;
    let told = page.run(
        "let storage = 'open'; try { localStorage.length; } catch { storage = 'blocked'; }
         return [self.origin, storage, document.body.classList.contains('alone')]",
    )?;
    expect("the frame", &told, &json!(["null", "blocked", true]))?;
    page.run(&format!("{FIGURE}.set('lr', '0.1')"))?;
    page.run(&format!("{FIGURE}.step(2)"))?;
    finished(page, golden.steps + 2)?;
    as_natively(page)?;
    let copied = copied(page)?;
    expect(&copied, &copied.starts_with(&format!("{address}{name}?figure.html#v=1&")).into(), &true.into())?;
    nothing_else(page)
}

/// Where a policy lets no worker start, the page computes the same between two of its pictures. An address that cannot be written is no
/// matter either.
pub fn without_a_worker_the_page_computes(page: &Session, _address: &str) -> Outcome {
    let golden = &golden::LINKS[0];
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let html = fs::read_to_string(file()).map_err(|e| e.to_string())?;
    let strict = html.replacen("worker-src blob: data:", "worker-src 'none'", 1);
    expect("the policy has workers", &(html != strict).into(), &true.into())?;
    let copy = folder.path().join("strict.html");
    let refuses = "<script>history.replaceState = history.pushState = () => { throw new DOMException('', 'SecurityError'); };</script>";
    let strict = strict.replacen("<body>", &format!("<body>{refuses}"), 1);
    fs::write(&copy, strict).map_err(|e| e.to_string())?;
    page.go(&format!("{}?figure.html{}&autoplay=0", url(&copy), golden.link.replace("&steps=90", "")))?;
    page.wait("the figure", &format!("return {FIGURE}?.digest"))?;
    // Pictures that the page shows while it computes.
    page.run(&format!(
        "window.shown = 0; const count = () => {{ window.shown += {FIGURE}.playing; requestAnimationFrame(count); }}; count(); {FIGURE}.play()"
    ))?;
    page.wait("pictures in between", &format!("return window.shown > 20 && {FIGURE}.steps > 0"))?;
    page.run(&format!("{FIGURE}.pause()"))?;
    // The report of the last steps may still be under way.
    page.run("return new Promise((done) => setTimeout(done, 500))")?;
    page.wait("rest", &format!("return !{FIGURE}.playing && {FIGURE}.digest"))?;
    let told = page
        .run("return [location.hash.includes('seed=42&autoplay=0'), document.querySelector('.crash:not([hidden])')]")?;
    expect("address and message", &told, &json!([true, null]))?;
    as_natively(page)
}
