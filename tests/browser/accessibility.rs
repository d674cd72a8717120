//! What axe-core finds wrong with the pages: nothing, in either theme, wide and on a phone.

use super::{Outcome, engines::wanted};
use crate::webdriver::Session;

/// axe-core 4.14.1, as its package has it; its licence lies beside it.
const AXE: &str = include_str!("axe/axe.min.js");

/// Pages, and a script that is true when there is something on them to look at.
const PAGES: &[&str] = &[
    "index.html#v=1",
    "zh.html#v=1",
    "figure.html#v=1&fig=boltzmann&model=two-spins&sampler=gibbs&steps=50",
    "figure.html#v=1&fig=architectures",
    "figure.html#v=1&fig=sampling",
    "figure.html#v=1&fig=forces",
    "figure.html#v=1&fig=rbm-by-hand",
    "figure.html#v=1&fig=cd-by-hand&stage=11",
    "figure.html#v=1&fig=unlearning",
    "figure.html#v=1&model=ising&sampler=wolff&steps=50",
    "figure.html#v=1&fig=repair&hidden=8&steps=5",
    "figure.html#v=1&fig=chains&model=levels&sampler=wolff",
    "links.html#v=1&fig=repair&hidden=1e9&colour=red&b.lr=0.1&rows=3",
    "figure.html#v=1&fig=unlearning&ui=story",
    "figure.html#v=1&fig=repair&hidden=8&steps=5&ui=none",
];

/// The page whose share dialog is looked at too.
const SHARED: &str = "figure.html#v=1&fig=boltzmann";

/// What axe finds wrong with the page as it is.
fn look(page: &Session, place: &str) -> Outcome {
    let found = page.run(
        "return axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>
            `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join('; ')})`))",
    )?;
    if found.as_array().is_none_or(|found| !found.is_empty()) { Err(format!("{place}: {found}")) } else { Ok(()) }
}

/// Rules of WCAG 2.2 AA and of good practice. One engine tells: the rules look at the document, not at the browser.
pub fn nothing_bars_the_way(page: &Session, address: &str) -> Outcome {
    if wanted().first() != Some(&page.engine) {
        return Ok(());
    }
    for path in PAGES {
        for (theme, width) in [("light", 1280), ("dark", 390)] {
            page.resize(width, 900)?;
            page.go("about:blank")?;
            page.go(&format!("{address}{path}&theme={theme}"))?;
            page.wait(
                "something to look at",
                "return document.querySelector('ebm-figure.ready .bar, [data-ready] .answer table')",
            )?;
            page.run("return new Promise(done => setTimeout(done, 500))")?;
            page.run(AXE)?;
            look(page, &format!("{path}, {theme}, {width} wide"))?;
            if path.starts_with(SHARED) {
                page.wait("a state to share", "return document.querySelector('ebm-figure').digest")?;
                page.run("document.querySelector('[name=share]').click()")?;
                page.wait("the share dialog", "return document.querySelector('dialog .codebox svg')")?;
                page.run("document.querySelector('.choices details').open = true")?;
                look(page, &format!("the share dialog, {theme}, {width} wide"))?;
            }
        }
    }
    Ok(())
}
