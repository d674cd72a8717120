//! Things that take long are done in their order, and can be given up.

use super::{
    Outcome, expect, finished_in, golden,
    host::{GUEST, Host},
};
use crate::webdriver::Session;
use serde_json::json;

/// Somebody's page with the figure of a link, at its start.
fn resting(page: &Session, link: &str) -> Result<Host, String> {
    let host = Host::plain(&format!("<ebm-figure link=\"{link}\" autoplay=\"0\"></ebm-figure>"))?;
    host.open(page)?;
    page.wait("the figure", &format!("return {GUEST}?.digest"))?;
    Ok(host)
}

/// Steps that take long leave room for what is asked next, such as to stop.
pub fn many_steps_can_be_given_up(page: &Session, _address: &str) -> Outcome {
    let link = "#v=1&amp;fig=chains&amp;model=rbm&amp;hidden=1000&amp;data=mnist&amp;trainer=cd";
    let _host = resting(page, link)?;
    page.run(&format!("for (const n of [1000, 1000, 1000]) {GUEST}.step(n)"))?;
    page.wait("some of them", &format!("return {GUEST}.steps > 0"))?;
    page.run(&format!("{GUEST}.pause()"))?;
    let rest = format!("return !{GUEST}.playing && {GUEST}.digest && {GUEST}.steps");
    let steps = page.wait("rest", &rest)?.as_u64().unwrap_or(0);
    if steps >= 3000 {
        return Err("all of them were done".into());
    }
    page.run(&format!("{GUEST}.step(3)"))?;
    let digest = finished_in(page, GUEST, steps + 3)?;
    let link = page.run(&format!("return {GUEST}.link"))?;
    expect("the digest", &digest.into(), &golden::native(link.as_str().unwrap_or("")).into())
}

/// What is set after steps is set when they are done, however long they take.
pub fn what_comes_after_steps_waits_for_them(page: &Session, _address: &str) -> Outcome {
    let link = "#v=1&amp;model=ising&amp;rows=128&amp;cols=128&amp;sampler=metropolis&amp;chains=2";
    let _host = resting(page, link)?;
    // The figure is seen on its way.
    let script = "f.step(900); setTimeout(() => { f.set('T', 2); f.step(100); f.set('T', 3); f.step(50); }, 150)";
    page.run(&format!("const f = {GUEST}; {script}"))?;
    let digest = finished_in(page, GUEST, 1050)?;
    let link = page.run(&format!("return {GUEST}.link"))?;
    let link = link.as_str().unwrap_or("");
    let log = ebm::experiment::Experiment::read(link).0.log;
    let changes: Vec<_> = log.iter().map(|change| json!([change.step, change.key, change.value.write()])).collect();
    expect("the changes", &json!(changes), &json!([[900, "T", "2"], [1000, "T", "3"]]))?;
    expect("the digest", &digest.into(), &golden::native(link).into())
}
