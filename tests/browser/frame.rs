//! `figure.html` in a frame of a page from another origin: messages both ways, and its height.

use super::{FIGURE, Outcome, expect, finished_in, golden, server::Server};
use crate::webdriver::Session;
use serde_json::{Value, json};

/// A page around a figure: it keeps what the frame says, and gives the frame the height that it asks for.
const HOST: &str = r##"<!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title>
<link rel="stylesheet" href="host.css"><main><h1>A course</h1></main><script src="host.js"></script></html>"##;
const STYLE: &str = "iframe { display: block; width: 100%; height: 400px; border: 0 }";
const SCRIPT: &str = r#"
const frame = document.createElement("iframe");
window.seen = [];
addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow || event.data.source !== "ebm") return;
  seen.push({ ...event.data, origin: event.origin, time: performance.now() });
  if (event.data.type === "resize") frame.style.height = `${event.data.height}px`;
});
window.send = (message) => frame.contentWindow.postMessage(message, "*");
window.last = (type) => seen.findLast((message) => message.type === type);
frame.src = decodeURIComponent(location.hash.slice(1));
frame.title = "A figure";
document.querySelector("main").append(frame);
"#;
/// What such a page may have for a policy.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-src *";
const LEARNS: &str = "#v=1&model=rbm&hidden=16&data=bars-and-stripes&n=4&trainer=pcd&lr=0.1&steps=40";

/// Serves the page around the figure at an origin of its own.
fn host() -> Result<Server, String> {
    let folder = std::env::temp_dir().join(format!("ebm-host-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    for (name, text) in [("index.html", HOST), ("host.css", STYLE), ("host.js", SCRIPT)] {
        // Tests at the same time write the same: a file is whole at any moment.
        let part = folder.join(format!("{name}-{:?}", std::thread::current().id()));
        std::fs::write(&part, text)
            .and_then(|()| std::fs::rename(&part, folder.join(name)))
            .map_err(|e| e.to_string())?;
    }
    Server::start_under(POLICY, folder, 0).map_err(|e| e.to_string())
}

/// Opens the page of another origin with a figure's link in its frame.
fn open_around(page: &Session, host: &Server, address: &str, link: &str) -> Outcome {
    let figure = format!("{address}figure.html{link}").replace('%', "%25").replace('#', "%23").replace('&', "%26");
    page.go("about:blank")?;
    page.go(&format!("{}#{figure}", host.address()))
}

/// Waits until the frame reports a state at rest after so many steps.
fn reported(page: &Session, steps: u64) -> Result<Value, String> {
    let state = format!("const s = last('state'); return s && s.steps === {steps} && !s.playing && s.digest && s");
    page.wait(&format!("a report of step {steps}"), &state)
}

/// The digest that the frame reports is that of a native run of the link that it reports.
fn as_natively(state: &Value) -> Outcome {
    let link = state["link"].as_str().unwrap_or("");
    expect(link, &state["digest"], &golden::native(link).into())
}

fn send(page: &Session, message: &Value) -> Outcome {
    page.run(&format!("send({message})")).map(|_| ())
}

/// However many links it is sent: engines take only so many changes of an address.
pub fn the_last_of_many_links_holds(page: &Session, address: &str) -> Outcome {
    let host = host()?;
    let link = "#v=1&fig=boltzmann&model=two-spins&sampler=gibbs&steps=0&w=";
    open_around(page, &host, address, link)?;
    page.wait("readiness", "return last('ready')")?;
    page.run(&format!(
        "let k = 0;
        return new Promise(done => {{
            const timer = setInterval(() => {{ send({{ type: 'link', link: `{link}${{++k / 100}}` }}); if (k === 400) done(clearInterval(timer)); }}, 15);
        }})"
    ))?;
    // A link that comes while another one is opened is refused, and that is told.
    page.wait(
        "the last one",
        &format!("send({{ type: 'link', link: '{link}4.5' }}); return last('state').link.includes('w=4.5')"),
    )?;
    let failed =
        page.run("return seen.filter(m => m.type === 'error' && m.code !== 'not-ready').map(m => m.message)")?;
    expect("what failed", &failed, &json!([]))
}

/// A course page sets, steps, plays, pauses, resets and opens another link.
pub fn a_page_around_it_drives_it(page: &Session, address: &str) -> Outcome {
    let host = host()?;
    open_around(page, &host, address, LEARNS)?;
    let ready = page.wait("readiness", "return last('ready')")?;
    expect("the figure", &json!([ready["figure"], ready["version"]]), &json!(["repair", 1]))?;
    expect("its origin", &format!("{}/", ready["origin"].as_str().unwrap_or("")).into(), &address.into())?;
    as_natively(&reported(page, 40)?)?;

    send(page, &json!({"type": "set", "key": "lr", "value": 0.02}))?;
    page.wait("the change", "return last('change')?.key === 'lr' && last('change').warnings.length === 0")?;
    send(page, &json!({"type": "step", "n": 25}))?;
    as_natively(&reported(page, 65)?)?;
    send(page, &json!({"type": "set", "params": {"hidden": 12, "k": 2, "seed": 9}}))?;
    page.wait("the last change", "return last('change')?.key === 'seed'")?;
    page.wait("the new start", "return last('state').link.includes('seed=9')")?;
    send(page, &json!({"type": "reset"}))?;
    reported(page, 0)?;
    send(page, &json!({"type": "play"}))?;
    let state = reported(page, 65)?;
    as_natively(&state)?;
    for part in ["hidden=12", "k=2", "seed=9"] {
        if !state["link"].as_str().unwrap_or("").contains(part) {
            return Err(format!("{part} is not in {state}"));
        }
    }
    // A value out of range is what it would be in a link.
    send(page, &json!({"type": "set", "key": "hidden", "value": 1e9}))?;
    page.wait("the warning", "return last('change')?.warnings[0]?.code === 'out-of-range'")?;

    send(
        page,
        &json!({"type": "link", "link": "#v=1&model=ising&rows=16&cols=16&sampler=metropolis&steps=10000000&seed=4"}),
    )?;
    page.wait("the other figure", "return last('ready').figure === 'chains'")?;
    page.wait("some sweeps", "return last('state').link.includes('ising') && last('state').steps > 50")?;
    // Slides say when they are left, and when they are shown again.
    send(page, &json!("slide:stop"))?;
    page.wait("the rest", "return performance.now() - last('state').time > 1000")?;
    let steps = page.run("return last('state').steps")?;
    send(page, &json!("slide:start"))?;
    page.wait("more sweeps", &format!("return last('state').steps > {steps} + 100"))?;
    send(page, &json!({"type": "pause"}))?;
    let state = page.wait("the pause", "const s = last('state'); return !s.playing && s.digest && s")?;
    as_natively(&state)?;
    let often = "const times = seen.filter((m) => m.type === 'state').map((m) => m.time);
        return times.filter((t) => t > times.at(-1) - 1000).length";
    if page.run(often)?.as_u64().unwrap_or(99) > 11 {
        return Err("the state is reported more than ten times a second".into());
    }

    // The corner link opens that state in the article.
    page.enter("iframe")?;
    let link = page.run("return document.querySelector('.corner').href")?;
    expect("the name and the menu", &page.run("return document.querySelector('.masthead').offsetHeight")?, &0.into())?;
    page.leave()?;
    let link = link.as_str().unwrap_or("").to_string();
    page.go("about:blank")?;
    page.go(&link.replace("figure.html", "index.html"))?;
    let steps = state["steps"].as_u64().unwrap_or(0);
    let digest = finished_in(page, "document.querySelector('ebm-figure[name=chains]')", steps)?;
    expect(&link, &digest.into(), &state["digest"])
}

/// More or less of a figure is shown while it goes on.
pub fn what_is_seen_changes_as_it_goes_on(page: &Session, address: &str) -> Outcome {
    let host = host()?;
    let link =
        "#v=1&fig=chains&model=ising&rows=16&cols=16&sampler=metropolis&steps=10000000&autoplay=1&hide=table&speed=max";
    open_around(page, &host, address, link)?;
    let parts = ["[name=play]", ".groups", ".numbers", "canvas"];
    let mut steps = page.wait("some sweeps", "return last('state')?.steps > 50 && last('state').steps")?;
    for (wishes, left) in [
        (json!({"ui": "none", "hide": ""}), &["canvas"][..]),
        (json!({"ui": ""}), &parts[..]),
        (json!({"ui": "story", "speed": 10}), &["[name=play]", "canvas"]),
    ] {
        send(page, &json!({"type": "set", "params": wishes}))?;
        page.enter("iframe")?;
        page.wait(
            &format!("what is left with {wishes}"),
            &format!(
                "const seen = {}.filter((s) => [...{FIGURE}.querySelectorAll(s)].some((e) => e.getClientRects().length));
                return JSON.stringify(seen) === '{}'",
                json!(parts),
                json!(left)
            ),
        )?;
        page.leave()?;
        steps = page.wait("more sweeps", &format!("return last('state').steps > {steps} && last('state').steps"))?;
    }
    expect("how often it was opened", &page.run("return seen.filter(m => m.type === 'ready').length")?, &1.into())?;
    let slow = "return new Promise(done => { const before = last('state').steps; setTimeout(() => done(last('state').steps - before), 1500); })";
    let sweeps = page.run(slow)?;
    if !(5..=20).contains(&sweeps.as_u64().unwrap_or(0)) {
        return Err(format!("{sweeps} sweeps in a second and a half"));
    }
    send(page, &json!({"type": "set", "key": "ui", "value": "most"}))?;
    page.wait("the warning", "return last('change')?.warnings[0]?.code === 'not-a-choice'")?;
    send(page, &json!({"type": "set", "key": "hide", "value": "T,".repeat(400)}))?;
    page.wait("the refusal", "return last('error')?.code === 'bad-value'").map(|_| ())
}

/// The frame gets the height that it reports, at any width, and that is the end of it.
pub fn a_page_around_it_gives_it_the_height_it_asks_for(page: &Session, address: &str) -> Outcome {
    let host = host()?;
    for (link, widths) in
        [("#v=1&fig=boltzmann&autoplay=0", ["100%", "380px"]), ("#v=1&fig=architectures&ui=none", ["640px", "100%"])]
    {
        open_around(page, &host, address, link)?;
        for (k, width) in widths.into_iter().enumerate() {
            let since = page.run(&format!(
                "document.querySelector('iframe').style.width = '{width}'; return {k} && performance.now()"
            ))?;
            let rest =
                format!("const r = last('resize'); return r?.time > {since} && performance.now() - r.time > 1000");
            page.wait("a height", &rest)?;
            let count = page.run("return seen.filter((m) => m.type === 'resize').length")?;
            if count.as_u64().unwrap_or(999) > 40 {
                return Err(format!("{link} reported {count} heights"));
            }
            page.enter("iframe")?;
            let beyond = page.run("return document.documentElement.scrollHeight - innerHeight")?;
            let least =
                page.run("return document.querySelector('ebm-figure').offsetHeight > 0.9 * innerHeight - 60")?;
            page.leave()?;
            expect(&format!("{link} {width}: what is cut"), &beyond, &0.into())?;
            expect(&format!("{link} {width}: no more than needed"), &least, &true.into())?;
        }
        // As low again as it was at first, when something is folded: unfold, fold.
        let height = page.run("return last('resize').height")?;
        page.enter("iframe")?;
        let folded = page.run("const d = document.querySelector('ebm-figure > details:not([data-off])'); if (d) d.open = true; return Boolean(d)")?;
        page.leave()?;
        if folded == Value::Bool(true) {
            page.wait("more height", &format!("return last('resize').height > {height}"))?;
            page.enter("iframe")?;
            page.run("document.querySelector('ebm-figure > details[open]').open = false")?;
            page.leave()?;
            page.wait("the old height", &format!("return last('resize').height === {height}"))?;
        }
    }
    // A pair that does not fit has words and no picture, and a height all the same.
    open_around(page, &host, address, "#v=1&model=levels&levels=1,2,4&sampler=wolff&steps=40")?;
    page.wait("the height of a figure without a picture", "return last('resize')?.height > 100").map(|_| ())
}

/// Messages of any shape: an answer or none, and the figure goes on.
pub fn hostile_messages_change_nothing(page: &Session, address: &str) -> Outcome {
    let host = host()?;
    open_around(page, &host, address, LEARNS)?;
    let before = reported(page, 40)?;
    page.enter("iframe")?;
    page.run("window.broken = []; addEventListener('error', (e) => broken.push(e.message)); addEventListener('unhandledrejection', (e) => broken.push(String(e.reason)))")?;
    // Whoever is not the page around it.
    page.run("postMessage({ type: 'step' }, '*')")?;
    page.leave()?;
    let count = page.run("return seen.filter((m) => m.type === 'error').length")?;
    page.run(
        "const evil = JSON.parse('{\"__proto__\": {\"polluted\": 1}, \"constructor\": {\"prototype\": {\"polluted\": 1}}}');
        for (const m of [null, 1, 'play', [], {}, new Map(), new ArrayBuffer(8), new Date(), { type: 1 }, { type: {} }, { type: ['play'] },
          { source: 'react-devtools' }]) send(m);
        const huge = 'x'.repeat(1e6);
        window.bad = [
          { type: '' }, { type: 'eval' }, { type: '__proto__' }, { type: 'constructor' }, { type: 'toString' }, { type: huge },
          { type: 'set' }, { type: 'set', key: {} , value: 1 }, { type: 'set', key: 'lr' }, { type: 'set', key: 'lr', value: {} }, { type: 'set', key: 'lr', value: NaN },
          { type: 'set', key: 'lr', value: huge }, { type: 'set', key: huge, value: 1 }, { type: 'set', params: null }, { type: 'set', params: [1] },
          { type: 'set', params: { lr: 0.5, k: {} } }, { type: 'set', params: Object.fromEntries(Array.from({ length: 1000 }, (_, k) => [k, k])) },
          { type: 'set', params: evil }, { type: 'set', key: 'theme', value: 'red; background: url(x)' },
          { type: 'step', n: 1e9 }, { type: 'step', n: -1 }, { type: 'step', n: 1.5 }, { type: 'step', n: '7' }, { type: 'step', n: Infinity },
          { type: 'link' }, { type: 'link', link: 7 }, { type: 'link', link: 'javascript:alert(1)' }, { type: 'link', link: 'https://example.org/' },
          { type: 'link', link: '#fig-teaser' }, { type: 'link', link: '#v=1&' + huge },
        ];
        for (const m of bad) send(m)",
    )?;
    let answers = format!("return seen.filter((m) => m.type === 'error').length === {count} + bad.length");
    page.wait("an answer to each", &answers)?;
    // A key that is none is what it would be in a link.
    for key in ["__proto__", "constructor", "toString", "fig", "colour"] {
        send(page, &json!({"type": "set", "key": key, "value": "1"}))?;
        page.wait(
            key,
            &format!("return last('change')?.key === '{key}' && last('change').warnings[0].code === 'unknown-key'"),
        )?;
    }
    page.enter("iframe")?;
    let state = format!("return [{FIGURE}.digest, {FIGURE}.steps, broken, ({{}}).polluted ?? null]");
    let after = page.run(&state)?;
    page.leave()?;
    expect("all as before", &after, &json!([before["digest"], 40, [], null]))?;
    // A link with mistakes opens with warnings, and says nothing of who may send.
    send(
        page,
        &json!({"type": "link", "link": "#v=1&model=rbm&hidden=-5&data=bars-and-stripes&trainer=cd&colour=%3Cb%3E&allow=https://example.org&steps=7"}),
    )?;
    as_natively(&reported(page, 7)?)?;
    send(page, &json!({"type": "step"}))?;
    reported(page, 8).map(|_| ())
}

/// Where a link lists origins, no other one hears or says anything.
pub fn only_allowed_origins_are_heard(page: &Session, address: &str) -> Outcome {
    let host = host()?;
    let origin = host.address().trim_end_matches('/').replace(':', "%3A").replace('/', "%2F");
    open_around(page, &host, address, &format!("{LEARNS}&allow=https%3A%2F%2Fexample.org,{origin}"))?;
    reported(page, 40)?;
    send(page, &json!({"type": "step"}))?;
    reported(page, 41)?;
    open_around(page, &host, address, &format!("{LEARNS}&allow=https%3A%2F%2Fexample.org,rubbish"))?;
    page.enter("iframe")?;
    finished_in(page, FIGURE, 40)?;
    let text = page.run("return document.querySelector('main > .warnings').innerText")?;
    if !text.as_str().unwrap_or("").contains("rubbish") {
        return Err(format!("no warning: {text}"));
    }
    page.leave()?;
    send(page, &json!({"type": "step"}))?;
    send(page, &json!({"type": "eval"}))?;
    page.run("return new Promise(done => setTimeout(done, 500))")?;
    expect("what was heard", &page.run("return seen")?, &json!([]))?;
    page.enter("iframe")?;
    let steps = page.run(&format!("return {FIGURE}.steps"))?;
    page.leave()?;
    expect("steps", &steps, &40.into())
}
