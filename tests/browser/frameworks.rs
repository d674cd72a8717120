//! What frameworks do to the element: several things in one task, nothing in the place of something, another document, a root that is there.

use super::{
    Outcome, expect, golden,
    host::{GUEST, Host, policy_with},
};
use crate::webdriver::Session;
use serde_json::json;

/// What is done to a figure `f` that shows three levels, in `main`; what its link says then, and its steps.
const IN_ONE_TASK: &[(&str, &str, u64)] = &[
    ("attribute('link', LINK + 3); attribute('ui', 'story')", "fig=boltzmann&T=3", 0),
    ("attribute('hide', 'table'); attribute('link', LINK + 3)", "fig=boltzmann&T=3", 0),
    ("f.link = LINK + 3; attribute('ui', 'story')", "fig=boltzmann&T=3", 0),
    ("f.link = LINK + 3; attribute('p-t', '5'); attribute('ui', 'story')", "fig=boltzmann&T=5", 0),
    ("f.link = LINK + 3; attribute('p-steps', '50'); f.play()", "fig=boltzmann&T=3", 50),
    ("attribute('name', 'chains'); attribute('hide', 'table')", "fig=chains&model=ising&hide=table", 0),
    ("attribute('name', 'chains')", "fig=chains&model=ising", 0),
    ("attribute('name', 'chains'); attribute('p-t', '2')", "fig=chains&model=ising&T=2", 0),
    ("attribute('name', 'chains'); f.set('T', 2); f.step(7)", "fig=chains&model=ising&T=2", 7),
    ("f.set('T', 2); attribute('ui', 'story'); f.step(3)", "fig=boltzmann&T=2&ui=story", 3),
    ("attribute('p-t', '2'); attribute('name', 'chains'); f.step('7')", "fig=chains&model=ising&T=2", 7),
    (
        "attribute('p-t', '2'); setTimeout(() => { attribute('p-steps', '50'); f.play(); }, 300)",
        "fig=boltzmann&T=2",
        50,
    ),
    ("f.link = LINK + 4; f.link = LINK + 6; f.step(3); f.step(2)", "fig=boltzmann&T=6", 5),
    ("f.link = LINK + 4; f.link = undefined; f.step(3)", "fig=boltzmann&model=levels", 3),
    ("f.remove(); f.link = LINK + 4; main.append(f)", "fig=boltzmann&T=4", 0),
    ("f.remove(); attribute('name', 'chains'); attribute('p-t', '2'); main.append(f)", "fig=chains&model=ising&T=2", 0),
    ("f.remove(); attribute('link', LINK + 4); setTimeout(() => main.append(f), 300)", "fig=boltzmann&T=4", 0),
];

const HELPERS: &str = "window.LINK = '#v=1&fig=boltzmann&T='; window.main = document.querySelector('main');
window.attribute = (name, value) => f.setAttribute(name, value);
window.anew = () => {
    window.f = document.createElement('ebm-figure');
    f.setAttribute('name', 'boltzmann');
    f.setAttribute('autoplay', '0');
    main.replaceChildren(f);
};
window.says = (...pairs) => pairs.every((pair) => `${f.link}&`.includes(`${pair}&`));";

/// Keeps what goes wrong.
const TOLD: &str = "window.told = []; document.addEventListener('ebm-error', (event) => told.push(event.detail.code));";

/// Whatever is done in one task holds, all of it, whether the element computes or a frame does.
pub fn what_is_done_at_once_holds(page: &Session, address: &str) -> Outcome {
    let origin = address.trim_end_matches('/');
    for workers in [&format!("blob: {origin}"), "'none'"] {
        let policy = policy_with(address, &format!("worker-src {workers}; frame-src {origin}"));
        let host = Host::new(&policy, &format!("{address}ebm-figure.js"), "")?;
        host.open(page)?;
        page.run(HELPERS)?;
        // A frame opens a page for each: every third one will do.
        let each = if workers == "'none'" { 3 } else { 1 };
        for (what, said, steps) in IN_ONE_TASK.iter().step_by(each) {
            page.run("anew()")?;
            page.wait("the figure", "return f.digest && f.steps === 0")?;
            page.run(what)?;
            let pairs = said.split('&').collect::<Vec<_>>();
            let there = format!("return says(...{}) && f.steps === {steps} && !f.playing && f.digest", json!(pairs));
            page.wait(&format!("'{what}' with workers from {workers}"), &there)?;
            let frames = page.run("return f.shadowRoot.querySelectorAll('iframe').length")?;
            expect("frames", &frames, &u32::from(workers == "'none'").into())?;
            // Nothing comes after it.
            page.run("return new Promise(done => setTimeout(done, 200))")?;
            let digest = page.wait(what, &there)?;
            let link = page.run("return f.link")?;
            expect(what, &digest, &golden::native(link.as_str().unwrap_or("")).into())?;
        }
    }
    Ok(())
}

/// In another document, and back, a figure wears that document's sheets.
pub fn in_another_document_it_is_dressed(page: &Session, _address: &str) -> Outcome {
    let host = Host::plain("<ebm-figure name=\"boltzmann\"></ebm-figure><iframe></iframe>")?;
    host.open(page)?;
    page.wait("the figure", &format!("return {GUEST}.digest"))?;
    page.run(&format!("window.f = {GUEST}"))?;
    let dressed = "return getComputedStyle(f.shadowRoot.querySelector('.bar')).display === 'flex'";
    page.wait("its looks", dressed)?;
    for place in ["document.querySelector('iframe').contentDocument.body", "document.querySelector('main')"] {
        page.run(&format!("{place}.append(f)"))?;
        page.wait(&format!("its looks in {place}"), dressed)?;
    }
    Ok(())
}

/// What a page's own markup put into a shadow root holds the place until the figure is there, in an open root or a closed one.
pub fn a_root_that_is_there_is_used(page: &Session, _address: &str) -> Outcome {
    for mode in ["open", "closed"] {
        let body = format!(
            "<ebm-figure name=\"boltzmann\" autoplay=\"0\"><template shadowrootmode=\"{mode}\"><p>wait</p></template></ebm-figure>"
        );
        let host = Host::scripted(TOLD, &body)?;
        host.open(page)?;
        page.wait("the figure", &format!("return {GUEST}.digest"))?;
        if mode == "open" {
            let left = format!("return {GUEST}.shadowRoot.textContent.includes('wait')");
            expect("what held the place is there", &page.run(&left)?, &false.into())?;
        }
        // A name of what every object has is no figure's.
        page.run(&format!("{GUEST}.setAttribute('name', 'constructor')"))?;
        page.wait("the error", "return told.includes('unknown-figure')")?;
    }
    Ok(())
}
