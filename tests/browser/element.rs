//! The element on someone else's page: at the same origin, at another one, where no worker starts, taken off and put back.

use super::{
    Outcome, expect, finished_in, golden,
    host::{GUEST, Host, policy_with},
};
use crate::webdriver::Session;
use serde_json::{Value, json};

/// Puts figures on the page and takes them off, and asks the worker what it has. A script of the page: one that a driver runs may import
/// modules of its own.
const CHURN: &str = "window.count = async () => {
    const entry = await (await fetch('ebm/ebm-figure.js')).text();
    const { connect } = await import(new URL(`ebm/${entry.match(/build-\\w+/)[0]}/www/client.js`, location.href).href);
    return new Promise(done => { const c = connect(m => { c.close(); done([m.figures, m.opening]); }); c.send('count'); });
};
window.churn = async () => {
    const main = document.querySelector('main'), names = ['boltzmann', 'chains', 'forces', 'repair'], watched = new Set();
    for (const of of ['ResizeObserver', 'IntersectionObserver', 'MutationObserver']) {
        const { observe, disconnect } = window[of].prototype;
        window[of].prototype.observe = function (...all) { watched.add(this); return observe.apply(this, all); };
        window[of].prototype.disconnect = function () { watched.delete(this); return disconnect.call(this); };
    }
    for (let k = 0; k < 100; k++) {
        const f = document.createElement('ebm-figure');
        f.setAttribute('name', names[k % 4]);
        const ready = new Promise(done => f.addEventListener('ebm-ready', done));
        main.append(f);
        // Some go before they are there.
        if (k % 5) await ready; else await new Promise(done => setTimeout(done, k));
        f.remove();
    }
    await new Promise(done => setTimeout(done, 1000));
    // The figure that stays may have come to watch a panel of its own.
    return [...await count(), Math.max(0, watched.size - 1)];
};";

/// Whether a figure is what its only parameter is about.
fn two_spins(at: usize) -> String {
    format!(
        "(l => l?.includes('model=two-spins') && /[&]w=0.5(&|$)/.test(l))(document.querySelectorAll('ebm-figure')[{at}].link)"
    )
}

/// Attributes are parameters, whatever their case; a change of one is a change of the run. The page around keeps its address, title
/// and looks, and the figure its own.
pub fn attributes_are_an_experiment(page: &Session, _address: &str) -> Outcome {
    let body = "<p id=\"text\">Text</p><ebm-figure name=\"chains\" link=\"v=1&amp;model=ising&amp;rows=4&amp;cols=4&amp;T=9&amp;sampler=gibbs&amp;steps=100\"
        p-t=\"2.5\" p-seed=\"7\" theme=\"light\">Wait.</ebm-figure><ebm-figure name=\"boltzmann\" p-trial=\"0.5,0.25,0.25\" autoplay=\"0\"></ebm-figure>
        <ebm-figure name=\"no-such\" autoplay=\"false\"></ebm-figure><ebm-figure name=\"boltzmann\" p-w=\"0.5\"></ebm-figure><script type=\"module\" src=\"ebm/ebm-figure.js?again\"></script>";
    let host = Host::plain(body)?;
    host.open(page)?;
    let digest = finished_in(page, GUEST, 100)?;
    let link = "#v=1&model=ising&rows=4&cols=4&T=2.5&sampler=gibbs&seed=7&steps=100";
    expect("the digest", &digest.into(), &golden::native(link).into())?;
    page.run(&format!(
        "window.changes = []; document.addEventListener('ebm-change', e => changes.push(e.detail.key)); {GUEST}.setAttribute('p-t', '3')"
    ))?;
    page.wait("the change", &format!("return changes.includes('T') && {GUEST}.link.includes('log=')"))?;
    page.run(&format!("{GUEST}.setAttribute('p-rows', '6')"))?;
    page.wait("more rows", &format!("return {GUEST}.link.includes('rows=6')"))?;
    // In the same task as it is put there.
    let script = "const f = document.createElement('ebm-figure'); f.id = 'late'; f.setAttribute('name', 'chains');
        f.setAttribute('p-model', 'ising'); f.setAttribute('p-sampler', 'gibbs'); document.querySelector('main').append(f); f.set('T', 3.5); f.pause(); f.step(5)";
    page.run(script)?;
    let late = "document.getElementById('late')";
    page.wait("five steps", &format!("return {late}.steps === 5 && {late}.link.includes('T=3.5')"))?;
    page.run(&format!("for (let k = 0; k < 3; k++) {late}.step(5)"))?;
    page.wait("all steps", &format!("return {late}.steps === 20"))?;
    // What is in sight goes on at once.
    page.run(&format!("{late}.scrollIntoView(); {late}.setAttribute('hide', 'table')"))?;
    page.wait("less to be seen", &format!("return {late}.steps === 20 && {late}.link.includes('hide=table')"))?;
    page.run(&format!("{late}.removeAttribute('hide')"))?;
    page.wait("all of it again", &format!("return {late}.steps === 20 && !{late}.link.includes('hide=')"))?;
    // Given a link before it is more than a name, in a place that asks how wide it would like to be.
    let script = "const early = document.implementation.createHTMLDocument().createElement('ebm-figure'); early.id = 'early';
        early.link = '#v=1&fig=boltzmann&levels=1,2&autoplay=0&theme=purple'; window.told = [];
        document.addEventListener('ebm-change', e => { if (e.target.id === 'early') told.push(...e.detail.warnings.map(w => w.key)); });
        const box = document.createElement('div'); box.style.display = 'inline-block'; box.append(early); document.querySelector('main').append(box)";
    page.run(script)?;
    let early = "document.getElementById('early')";
    page.wait("the early link", &format!("return {early}.link.includes('levels=1,2&')"))?;
    page.wait("what is wrong with it", "return told.includes('theme')")?;
    expect("room", &page.run(&format!("return {early}.getBoundingClientRect().width >= 300"))?, &true.into())?;
    page.run(&format!("{early}.parentNode.remove()"))?;
    let trial = "return document.querySelectorAll('ebm-figure')[1].link";
    page.wait(
        "a proposal",
        &format!("{trial}.includes('trial=') && !document.querySelectorAll('ebm-figure')[1].link.includes('0.075')"),
    )?;
    let warned = "const r = document.querySelectorAll('ebm-figure')[2].shadowRoot; return r?.querySelector('.warnings')?.textContent.includes('no-such')";
    page.wait("a warning of the name", warned)?;
    page.wait("two spins", &format!("return {}", two_spins(3)))?;
    let quiet = "return document.querySelectorAll('ebm-figure')[3].shadowRoot.querySelector('.warnings').hidden";
    expect("no warning where only one model is meant", &page.run(quiet)?, &true.into())?;
    let around = page.run("return [location.hash, document.title, history.length, getComputedStyle(document.getElementById('text')).marginTop]")?;
    expect("the page around", &json!([around[0], around[1], around[3]]), &json!(["#section", "Somebody", "150px"]))?;
    let inside = format!(
        "const r = {GUEST}.shadowRoot, of = (s, p) => getComputedStyle(r.querySelector(s))[p];
        return [of('.bar', 'display'), of('button', 'boxSizing'), of('button', 'width') !== '400px', of('.bar', 'letterSpacing'),
            of('ebm-box', 'backgroundColor'), of('canvas', 'display'), of('input[type=number]', 'fontSize'), of('.groups', 'textAlign')]"
    );
    let wanted = json!(["flex", "border-box", true, "normal", "rgb(253, 253, 251)", "block", "15px", "left"]);
    expect("the looks inside", &page.run(&inside)?, &wanted)?;
    // As dark as the page around, and in colours from outside.
    page.run(&format!("{GUEST}.removeAttribute('theme')"))?;
    let color = |of: &str| format!("return getComputedStyle({GUEST}.shadowRoot.querySelector('ebm-box')).{of}");
    page.wait("the dark theme", &format!("{} === 'rgb(21, 23, 26)'", color("backgroundColor")))?;
    page.run(&format!(
        "document.body.style.setProperty('--ebm-ink', '#0f0'); {GUEST}.style.setProperty('--paper', '#123456')"
    ))?;
    page.wait("its paper", &format!("{} === 'rgb(18, 52, 86)'", color("backgroundColor")))?;
    let painted = format!(
        "const c = {GUEST}.shadowRoot.querySelector('canvas:not(.state)'), at = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        return at.some((v, i) => i % 4 === 0 && v === 18 && at[i + 1] === 52 && at[i + 2] === 86) || at.every((v, i) => i % 4 !== 3 || v < 255)"
    );
    page.wait("it on the canvas", &painted)?;
    expect("its ink", &page.run(&color("color"))?, &"rgb(0, 255, 0)".into())
}

/// Without a name it is the figure that the link names, whatever programs did to the link.
pub fn a_mangled_link_is_its_figure(page: &Session, _address: &str) -> Outcome {
    let links = [
        "#V=1&FIG=BOLTZMANN",
        "https://x.org/figure.html?fig=boltzmann&seed=7",
        "https://x.org/figure.html＃v=1&fig=boltzmann",
        "https://x.org/figure.htmlv=1&fig=boltzmann",
        "#v%3D1%26fig%3Dboltzmann%26seed%3D7",
        "https://away.example/l.php?u=https%3A%2F%2Fx.org%2F%23v%3D1%26fig%3Dboltzmann%26autoplay%3D0&h=AT0",
        "#v＝1＆fig＝boltzmann",
        "v\\u003d1\\u0026fig\\u003dboltzmann",
    ];
    let host = Host::plain("")?;
    host.open(page)?;
    page.wait("the script", "return customElements.get('ebm-figure')")?;
    for link in links {
        page.run(&format!(
            "window.f = document.createElement('ebm-figure'); f.setAttribute('link', '{link}'); f.setAttribute('ui', 'STORY');
             document.querySelector('main').replaceChildren(f)"
        ))?;
        page.wait(link, "return f.digest && f.link.includes('fig=boltzmann&') && f.link.endsWith('ui=story')")?;
        let warnings = page.run("return [...f.shadowRoot.querySelectorAll('.warnings li')].map(w => w.textContent)")?;
        let other = warnings.to_string().contains("teaser");
        expect(&format!("{link}: {warnings}"), &other.into(), &false.into())?;
    }
    Ok(())
}

/// From another origin the worker is started all the same, and what is typed stays while it computes.
pub fn from_another_origin(page: &Session, address: &str) -> Outcome {
    let body = "<ebm-figure name=\"repair\" p-data=\"bars-and-stripes\" p-n=\"3\" p-hidden=\"8\" p-steps=\"300\"></ebm-figure>";
    let policy = policy_with(address, &format!("worker-src blob: {}", address.trim_end_matches('/')));
    let host = Host::new(&policy, &format!("{address}ebm-figure.js"), body)?;
    host.open(page)?;
    let digest = finished_in(page, GUEST, 300)?;
    // The figure's own first state, but for what the attributes say.
    let link = page.run(&format!("return {GUEST}.link"))?;
    let link = link.as_str().unwrap_or("");
    for part in ["trainer=cd", "lr=0.1", "data=bars-and-stripes", "hidden=8"] {
        expect(part, &link.contains(part).into(), &true.into())?;
    }
    expect("the digest", &digest.into(), &golden::native(link).into())?;
    expect(
        "warnings",
        &page.run(&format!("return {GUEST}.shadowRoot.querySelectorAll('.warnings li').length"))?,
        &0.into(),
    )?;
    expect("frames", &page.run(&format!("return {GUEST}.shadowRoot.querySelectorAll('iframe').length"))?, &0.into())?;
    page.run(&format!("{GUEST}.set('hidden', 32)"))?;
    page.wait("another run", &format!("return {GUEST}.link.includes('hidden=32')"))?;
    page.wait("its end", &format!("return {GUEST}.steps === 300 && !{GUEST}.playing"))?;
    page.run(&format!("{GUEST}.play()"))?;
    page.wait("that plays on", &format!("return {GUEST}.playing"))?;
    let typed = "const i = r.querySelector('[name=batch]'); i.focus(); i.value = '7'";
    page.run(&format!(
        "const r = {GUEST}.shadowRoot; r.querySelectorAll('details').forEach(d => d.open = true); {typed}"
    ))?;
    page.run(&format!(
        "return new Promise(done => {{ let k = 0; {GUEST}.addEventListener('ebm-frame', () => ++k === 5 && done()); }})"
    ))?;
    let kept = page.run(&format!("return {GUEST}.shadowRoot.querySelector('[name=batch]').value"))?;
    expect("what is being typed", &kept, &"7".into())
}

/// Where the page allows no worker, the element is a frame with the same state.
pub fn without_a_worker_it_is_a_frame(page: &Session, address: &str) -> Outcome {
    let body = "<ebm-figure name=\"chains\" p-model=\"ising\" p-rows=\"4\" p-cols=\"4\" p-t=\"2.5\" p-sampler=\"gibbs\" p-steps=\"100\"></ebm-figure>
        <ebm-figure name=\"boltzmann\" p-w=\"0.5\"></ebm-figure>";
    let policy = policy_with(address, &format!("worker-src 'none'; frame-src {}", address.trim_end_matches('/')));
    let host = Host::new(&policy, &format!("{address}ebm-figure.js"), body)?;
    host.open(page)?;
    let source = page.wait("a frame", &format!("return {GUEST}.shadowRoot?.querySelector('iframe')?.src"))?;
    let source = source.as_str().unwrap_or("");
    for part in [&format!("{address}figure.html#v=1&"), "fig=chains", "t=2.5", "theme=dark", "lang=en"] {
        if !source.contains(part) {
            return Err(format!("{source} has no {part}"));
        }
    }
    page.wait("two spins in a frame", &format!("return {}", two_spins(1))).map(|_| ())
}

/// A hundred times on the page and off it again: nothing is left in the worker.
pub fn a_hundred_times_attached(page: &Session, _address: &str) -> Outcome {
    let host = Host::scripted(CHURN, "<ebm-figure name=\"boltzmann\"></ebm-figure>")?;
    host.open(page)?;
    page.wait("the first", &format!("return {GUEST}.steps > 0 || {GUEST}.digest"))?;
    expect("figures, figures to come, and observers", &page.run("return churn()")?, &json!([1, 0, 0]))?;
    page.run(&format!("{GUEST}.remove()"))?;
    expect("figures at last", &page.run("return count()")?, &json!([0, 0]))
}

/// In a slide that lies in its place and is not to be seen, a figure computes nothing, whether the element does it or a frame.
pub fn in_a_hidden_slide_it_rests(page: &Session, address: &str) -> Outcome {
    let body = "<section><ebm-figure name=\"chains\" p-model=\"ising\" p-rows=\"8\" p-cols=\"8\" p-steps=\"10000000\" autoplay=\"1\"></ebm-figure></section>";
    let origin = address.trim_end_matches('/');
    for workers in [&format!("blob: {origin}"), "'none'"] {
        let policy = policy_with(address, &format!("worker-src {workers}; frame-src {origin}"));
        let host = Host::new(&policy, &format!("{address}ebm-figure.js"), body)?;
        host.open(page)?;
        let further = |least: &str| page.wait("steps", &format!("return {GUEST}.steps > {least} && {GUEST}.steps"));
        further("0")?;
        page.run("document.querySelector('section').style.opacity = 0")?;
        let still = format!(
            "const now = {GUEST}.steps; if (now !== window.last) [window.last, window.since] = [now, performance.now()];
            return performance.now() - since > 2000"
        );
        page.wait("rest", &still)?;
        let there = further("0")?;
        page.run("document.querySelector('section').style.opacity = 1")?;
        further(&format!("{there} + 100"))?;
    }
    Ok(())
}

/// Out of sight it does not play, whoever asks it to, and plays once it is seen; steps are done all the same.
pub fn out_of_sight_it_plays_later(page: &Session, _address: &str) -> Outcome {
    let text = "<p>Text</p>".repeat(60);
    let host = Host::plain(&format!("{text}<ebm-figure name=\"boltzmann\" autoplay=\"0\"></ebm-figure>"))?;
    host.open(page)?;
    page.wait("the figure", &format!("return {GUEST}?.digest"))?;
    page.run(&format!("{GUEST}.step(7); {GUEST}.play(); return new Promise(done => setTimeout(done, 1000))"))?;
    expect("out of sight", &page.run(&format!("return [{GUEST}.steps, {GUEST}.playing]"))?, &json!([7, false]))?;
    page.run(&format!("{GUEST}.scrollIntoView()"))?;
    page.wait("more steps", &format!("return {GUEST}.steps > 20 && {GUEST}.playing")).map(|_| ())
}

/// Of the keys that are pressed in a figure, the page around gets those that nothing in it takes.
pub fn keys_stay_where_they_are_meant(page: &Session, _address: &str) -> Outcome {
    let host = Host::plain("<ebm-figure name=\"chains\" autoplay=\"0\"></ebm-figure>")?;
    host.open(page)?;
    page.wait("the figure", &format!("return {GUEST}.shadowRoot?.querySelector('[name=T]')"))?;
    page.run("window.heard = []; document.addEventListener('keydown', (e) => heard.push(e.key))")?;
    // The arrows, Page down, and letters.
    let keys = "\u{e014}\u{e00f}3";
    for (control, wanted) in [
        ("[name=T]", json!(["PageDown"])),
        ("[name=sampler]", json!(["PageDown"])),
        ("[name=play]", json!(["ArrowRight", "PageDown", "3"])),
    ] {
        page.run(&format!("window.heard = []; {GUEST}.shadowRoot.querySelector('{control}').focus()"))?;
        page.keys(keys)?;
        expect(control, &page.run("return heard")?, &wanted)?;
    }
    Ok(())
}

/// What is taken off the page and put back is where it was; what is only moved never stops.
pub fn put_back_it_goes_on(page: &Session, _address: &str) -> Outcome {
    let body = "<div id=\"here\"></div><ebm-figure name=\"repair\" p-data=\"bars-and-stripes\" p-n=\"3\" p-hidden=\"8\" p-steps=\"200\"></ebm-figure>";
    let host = Host::plain(body)?;
    host.open(page)?;
    let digest = finished_in(page, GUEST, 200)?;
    page.run(&format!("window.f = {GUEST}; window.readies = 0; f.addEventListener('ebm-ready', () => window.readies++); document.getElementById('here').append(f)"))?;
    expect("the digest when moved", &page.run("return f.digest")?, &Value::from(digest.clone()))?;
    page.run("f.set('lr', 0.2); f.step(20)")?;
    let later = page.wait("20 more", "return f.steps === 220 && !f.playing && f.digest")?;
    page.run("f.remove(); return new Promise(done => setTimeout(done, 300))")?;
    expect("states off the page", &page.run("return [f.steps, f.playing, readies]")?, &json!([220, false, 0]))?;
    page.run("document.querySelector('main').append(f)")?;
    let again = page.wait("the same again", "return readies === 1 && f.steps === 220 && !f.playing && f.digest")?;
    expect("the digest when put back", &again, &later)?;
    page.run("f.play()")?;
    page.wait("more steps", "return f.steps > 300")?;
    page.run("f.remove(); window.left = f.steps; return new Promise(done => setTimeout(done, 300))")?;
    page.run("document.querySelector('main').append(f)")?;
    page.wait("that it plays on", "return f.playing && f.steps > left + 100")?;
    Ok(())
}

/// What is set, by an attribute or a call, while it is on no page or just put back, is done.
pub fn set_while_away_it_holds(page: &Session, _address: &str) -> Outcome {
    let body = "<ebm-figure name=\"boltzmann\" p-w=\"0.5\" p-steps=\"300\" speed=\"max\"></ebm-figure>";
    for (what, steps) in [
        ("f.setAttribute('p-w', '1.5'); put()", 300),
        ("put(); f.setAttribute('p-w', '1.5')", 300),
        ("put(); f.set('w', 1.5)", 300),
        ("f.set('w', 1.5); put(); f.reset(); f.step(5)", 5),
    ] {
        let host = Host::plain(body)?;
        host.open(page)?;
        finished_in(page, GUEST, 300)?;
        page.run(&format!(
            "window.f = {GUEST}; window.put = () => document.querySelector('main').append(f); f.remove()"
        ))?;
        page.run("return new Promise(done => setTimeout(done, 300))")?;
        page.run(what)?;
        let there = format!("return f.link.includes('w=1.5') && f.steps === {steps} && !f.playing && f.digest");
        let digest = page.wait(what, &there)?;
        let link = page.run("return f.link")?;
        expect(what, &digest, &golden::native(link.as_str().unwrap_or("")).into())?;
    }
    Ok(())
}

/// The manifest names what the class has, no more and no less.
pub fn the_manifest_is_true(page: &Session, _address: &str) -> Outcome {
    let host = Host::plain("<ebm-figure name=\"boltzmann\" autoplay=\"0\"></ebm-figure>")?;
    host.open(page)?;
    page.wait("the figure", &format!("return {GUEST}.digest"))?;
    let script = "return (async () => {
        const { EbmFigure } = await import(new URL('ebm/ebm-figure.js', location.href).href);
        const manifest = await (await fetch('ebm/custom-elements.json')).json(), told = manifest.modules[0].declarations[0];
        const types = await (await fetch('ebm/ebm-figure.d.ts')).text();
        const names = list => list.map(one => one.name).sort().join();
        const own = Object.getOwnPropertyNames(EbmFigure.prototype).filter(n => n !== 'constructor' && !n.endsWith('Callback'));
        const style = getComputedStyle(document.querySelector('ebm-figure'));
        const faults = [];
        if (customElements.get(told.tagName) !== EbmFigure) faults.push('not the class that is defined');
        if (names(told.members) !== own.sort().join()) faults.push('members ' + own);
        for (const m of told.members) {
            const { get, set, value } = Object.getOwnPropertyDescriptor(EbmFigure.prototype, m.name) ?? {};
            if (m.kind === 'method' ? !value : !get || !!set === !!m.readonly) faults.push(m.name);
            if (!new RegExp('^  (readonly )?' + m.name + '\\\\b', 'm').test(types)) faults.push(m.name + ' has no type');
        }
        for (const e of told.events) if (!types.includes('\"' + e.name + '\"')) faults.push(e.name + ' has no type');
        for (const a of EbmFigure.observedAttributes) if (!told.attributes.some(t => t.name === a)) faults.push('attribute ' + a);
        for (const p of told.cssProperties) if (!style.getPropertyValue(p.name)) faults.push(p.name);
        const parts = [...document.querySelector('ebm-figure').shadowRoot.querySelectorAll('[part]')].flatMap(e => [...e.part]);
        for (const p of told.cssParts) if (p.name !== 'frame' && !parts.includes(p.name)) faults.push('part ' + p.name);
        return faults;
    })()";
    expect("faults", &page.run(script)?, &json!([]))
}
