//! A figure by the custom element, whose script is of another origin.

use crate::{Outcome, engines::Browser, expect, frames::at_rest, golden, no_complaints, open, publish::Published};

/// A slide.
pub fn reveal(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "reveal/element.html")?;
    page.wait("the deck", "return globalThis.deck?.isReady()")?;
    page.run("deck.next()")?;
    computes(page, 200)
}

/// A page of Material for MkDocs.
pub fn mkdocs(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "mkdocs/element/")?;
    computes(page, 150)
}

/// A page of Sphinx.
pub fn sphinx(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "sphinx/element.html")?;
    computes(page, 40)
}

/// A notebook's page.
pub fn jupyter(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "jupyter/element.html")?;
    computes(page, 100)
}

/// A page whose policy names the figures' origin for scripts, for what they fetch, and for frames.
pub fn strict_policy(page: &Browser, published: &Published) -> Outcome {
    open(page, published, "plain/csp-element.html")?;
    computes(page, 200)
}

/// The element does what its attributes say, as natively.
fn computes(page: &Browser, steps: u64) -> Outcome {
    page.wait("the element", "return document.querySelector('ebm-figure')")?;
    page.run("document.querySelector('ebm-figure').scrollIntoView({ block: 'center' })")?;
    let digest = at_rest(page, steps)?;
    let link = page.run("return document.querySelector('ebm-figure').link")?;
    expect("the element", &digest.into(), &golden::native(link.as_str().unwrap_or("")).into())?;
    page.resize(390, 840)?;
    let wide = "const { right } = document.querySelector('ebm-figure').getBoundingClientRect();
        return right <= document.documentElement.clientWidth + 1";
    page.wait("the element within the window", wide)?;
    no_complaints(page)
}
