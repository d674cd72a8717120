//! What a link leaves out of a figure, on a page with nothing else and in the article.

use super::{FIGURE, Outcome, expect, finished_in, open, open_in};
use crate::webdriver::Session;
use serde_json::json;

/// `ui` and `hide`: what is to be seen, and what a link says that is nothing.
pub fn a_link_says_how_much_is_seen(page: &Session, address: &str) -> Outcome {
    // Which of these can be seen in a figure.
    let seen = |figure: &str, selectors: &[&str]| {
        let script = format!(
            "return {}.filter((s) => [...{figure}.querySelectorAll(s)].some((e) => e.checkVisibility?.() ?? e.offsetParent !== null))",
            json!(selectors)
        );
        page.run(&script)
    };
    let all = [
        "[name=play]",
        "[name=speed]",
        "[name=new-seed]",
        "[name=share]",
        ".status",
        ".groups",
        "#p-T",
        ".numbers",
        "pre, details:last-of-type",
        "canvas",
    ];
    let link = "#v=1&fig=boltzmann&model=levels&sampler=metropolis&speed=max&steps=20";
    for (wishes, left) in [
        ("", &all[..]),
        ("&ui=story", &["[name=play]", "[name=speed]", ".status", "canvas"][..]),
        ("&ui=none", &["canvas"][..]),
        (
            "&hide=T,share,table,native",
            &["[name=play]", "[name=speed]", "[name=new-seed]", ".status", ".groups", "canvas"][..],
        ),
        ("&ui=story&hide=bar", &["canvas"][..]),
        (
            "&hide=controls,play",
            &[
                "[name=speed]",
                "[name=new-seed]",
                "[name=share]",
                ".status",
                ".numbers",
                "pre, details:last-of-type",
                "canvas",
            ][..],
        ),
    ] {
        open(page, address, &format!("{link}{wishes}"), 20)?;
        expect(wishes, &seen(FIGURE, &all)?, &json!(left))?;
        expect("no warning", &page.run(&format!("return {FIGURE}.querySelector('.warnings').hidden"))?, &true.into())?;
        let summary = page.wait(
            "the summary",
            &format!("return {FIGURE}.querySelector('.visually-hidden[role=status]').textContent"),
        )?;
        expect("the summary is there", &summary.as_str().unwrap_or("").is_empty().into(), &false.into())?;
    }
    // Every figure has pictures left, and warnings where they are due.
    for name in [
        "teaser",
        "boltzmann",
        "architectures",
        "sampling",
        "forces",
        "unlearning",
        "rbm-by-hand",
        "cd-by-hand",
        "repair",
        "chains",
    ] {
        page.go("about:blank")?;
        page.go(&format!("{address}figure.html#v=1&fig={name}&ui=none&autoplay=0"))?;
        page.wait(name, &format!("return {FIGURE}?.dataset?.firstPicture"))?;
        expect(name, &seen(FIGURE, &["canvas", "button", "table", "select", "summary"])?, &json!(["canvas"]))?;
    }
    open(page, address, &format!("{link}&ui=none&PANELS=ladder,entropy,none"), 20)?;
    let pictures = ["canvas.ladder", "canvas.entropy", "canvas.trial"];
    expect("the pictures", &seen(FIGURE, &pictures)?, &json!(pictures[..2]))?;
    let text = page.run(&format!("return {FIGURE}.querySelector('.warnings').innerText"))?;
    if !text.as_str().unwrap_or("").contains("'none'") {
        return Err(format!("no warning of a picture that is not there: {text}"));
    }
    open(page, address, &format!("{link}&ui=most&hide=T,colour,__proto__,%3Cb%3E"), 20)?;
    let text = page.run(&format!("return {FIGURE}.querySelector('.warnings').innerText"))?;
    for word in ["'ui'", "most", "full", "colour, __proto'", "__,<b>"] {
        if !text.as_str().unwrap_or("").contains(word) {
            return Err(format!("no warning says {word}: {text}"));
        }
    }
    // On the article's page it is the link's figure that is meant, and stays so until another one is used.
    page.go("about:blank")?;
    page.go(&format!("{address}{link}&ui=story"))?;
    let figure = "document.querySelector('ebm-figure[name=boltzmann]')";
    finished_in(page, figure, 20)?;
    expect("the link's figure", &seen(figure, &[".groups", "canvas"])?, &json!(["canvas"]))?;
    let other = "document.querySelector('ebm-figure[name=architectures]')";
    page.run(&format!("{other}.scrollIntoView()"))?;
    page.wait("another figure", &format!("return {other}.dataset.firstPicture && {other}.querySelector('.groups')"))?;
    expect("another figure", &seen(other, &[".groups", "canvas"])?, &json!([".groups", "canvas"]))?;
    page.run(&format!("{other}.set('T', 2)"))?;
    page.wait("its address", "return location.hash.includes('architectures')")?;
    expect("its wishes", &page.run("return location.hash.includes('ui=')")?, &false.into())?;
    open_in(page, FIGURE, address, link, 20).map(|_| ())
}
