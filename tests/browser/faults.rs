//! What engines and code do wrong: frames that never come, workers with odd clocks and dead channels, pictures that fail, panics.

use super::{
    Outcome, expect, finished_in,
    host::{GUEST, Host},
};
use crate::webdriver::Session;
use serde_json::Value;

/// Keeps the workers that are started, and which figure has which number in them, so that a test can speak as a worker would.
const HIRE: &str = "window.hired = []; window.numbers = {};
window.Worker = class extends Worker {
    constructor(...all) { super(...all); hired.push(this); }
    postMessage(message, ...rest) { if (message.type === 'open') numbers[message.name] = message.id; super.postMessage(message, ...rest); }
};";

/// A clock that begins with the first look at it, and goes slowly.
const CLOCK: &str = "const now = performance.now.bind(performance);
let begun;
performance.now = () => (now() - (begun ??= now())) / 1000;";

/// Channels that lead nowhere, as WebKit's do once its network process is gone.
const MUTE: &str = "MessagePort.prototype.postMessage = () => {};";

/// Can write nothing onto a canvas the first times.
const BLANK: &str = "const write = CanvasRenderingContext2D.prototype.fillText;
let fails = 5;
CanvasRenderingContext2D.prototype.fillText = function (...all) { if (fails-- > 0) throw new Error('no room'); write.apply(this, all); };
window.told = []; document.addEventListener('ebm-error', (event) => told.push(event.detail.message));";

/// Loses all calls for a frame at first, as WebKit loses some.
const LOSE: &str = "const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (call) => (performance.now() < 2000 ? 1 : request(call));";

/// A frame of the page that was asked for and never came is asked for again.
pub fn a_lost_frame_is_asked_for_again(page: &Session, _address: &str) -> Outcome {
    let body = "<ebm-figure name=\"chains\" p-steps=\"300\"></ebm-figure>";
    let host = Host::scripted(LOSE, body)?;
    host.open(page)?;
    let shown = format!("return {GUEST}?.shadowRoot?.querySelector('.status')?.textContent.includes('300 sweeps')");
    page.wait("the last report", &shown).map(|_| ())
}

/// A worker that hears nothing of what it sends itself goes on by its clock.
pub fn a_worker_goes_on_by_its_clock(page: &Session, _address: &str) -> Outcome {
    let body = "<ebm-figure name=\"chains\" p-steps=\"300\"></ebm-figure>";
    let host = Host::with_workers(MUTE, body)?;
    host.open(page)?;
    finished_in(page, GUEST, 300).map(|_| ())
}

/// What cannot be painted is told, and the run goes on.
pub fn what_cannot_be_painted_is_told(page: &Session, _address: &str) -> Outcome {
    let body = "<ebm-figure name=\"chains\" p-steps=\"300\"></ebm-figure>";
    let host = Host::scripted(BLANK, body)?;
    host.open(page)?;
    finished_in(page, GUEST, 300)?;
    page.wait("what was told", "return told[0]?.includes('Canvas Error')").map(|_| ())
}

/// A worker's first report waits for nothing, however little time the worker has seen.
pub fn a_young_worker_reports(page: &Session, _address: &str) -> Outcome {
    let body = "<ebm-figure name=\"boltzmann\" autoplay=\"0\"></ebm-figure>";
    let host = Host::with_workers(CLOCK, body)?;
    host.open(page)?;
    page.wait("the first report", &format!("return {GUEST}.digest")).map(|_| ())
}

/// A figure whose code panics says so, alone: the others are made anew and are where they were.
pub fn a_panic_is_one_figure_s(page: &Session, _address: &str) -> Outcome {
    let body = "<ebm-figure name=\"chains\" p-steps=\"300\" p-t=\"3\"></ebm-figure>
        <ebm-figure name=\"boltzmann\" p-steps=\"200\"></ebm-figure>";
    let host = Host::scripted(HIRE, body)?;
    host.open(page)?;
    let other = "document.querySelectorAll('ebm-figure')[1]";
    let digest = finished_in(page, GUEST, 300)?;
    // What is out of sight does not compute.
    let look_at = |figure: &str| page.run(&format!("{figure}.scrollIntoView()"));
    look_at(other)?;
    finished_in(page, other, 200)?;
    look_at(GUEST)?;
    page.run(&format!("{GUEST}.set('T', 2.5); {GUEST}.step(2000)"))?;
    let later = finished_in(page, GUEST, 2300)?;
    page.run("hired[0].onmessage({ data: { id: numbers.boltzmann, type: 'panic', message: 'it broke' } })")?;
    let crash = format!("return {other}.shadowRoot.querySelector('.crash')?.textContent.includes('it broke')");
    page.wait("what happened", &crash)?;
    expect("workers", &page.wait("another worker", "return hired.length > 1 && hired.length")?, &2.into())?;
    expect("the digest", &finished_in(page, GUEST, 2300)?.into(), &later.clone().into())?;
    expect("another than before", &Value::from(digest == later), &false.into())?;
    let whole = format!("const c = {GUEST}.shadowRoot.querySelector('.crash'); return !c || c.hidden");
    expect("the other goes on", &page.run(&whole)?, &true.into())?;
    look_at(other)?;
    page.run(&format!("{other}.shadowRoot.querySelector('.crash button').click()"))?;
    finished_in(page, other, 200).map(|_| ())
}
