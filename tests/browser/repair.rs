//! The figure `repair`: links, changes, damage, keyboard and phone.

use super::{FIGURE, Outcome, chains, expect, finished, golden, open};
use crate::webdriver::Session;

/// The golden digests, which the native test holds too.
pub fn links_have_the_same_digest_as_natively(page: &Session, address: &str) -> Outcome {
    for golden in golden::LINKS {
        let digest = open(page, address, golden.link, golden.steps)?;
        expect(golden.link, &digest.into(), &golden.digest.into())?;
    }
    Ok(())
}

/// Train, repair, scrub, copy the link, open it: same digest; Back and reload restore.
pub fn a_link_is_an_experiment(page: &Session, address: &str) -> Outcome {
    let link = "#v=1&model=rbm&hidden=32&data=mnist&trainer=cd&lr=0.1&seed=7&steps=60&example=3";
    let trained = open(page, address, link, 60)?;
    page.run("document.querySelector('[name=repair]').scrollIntoView({block: 'center'})")?;
    page.click("button[name=repair]")?;
    page.wait("the repair", &format!("return {FIGURE}.link.includes('then=')"))?;
    let repaired = page.run(&format!("return {FIGURE}.digest"))?;
    if repaired.as_str() == Some(&trained) {
        return Err("the repair did not change the digest".into());
    }
    page.run("const s = document.querySelector('[name=scrub]'); s.value = 7; s.dispatchEvent(new Event('input'))")?;
    page.wait("half-step 7", "return document.querySelector('.halfstep').textContent.includes('Half-step 7 of 100')")?;

    let link = page.run(&format!("return {FIGURE}.link"))?;
    let link = link.as_str().unwrap_or("");
    let again = open(page, address, link, 60)?;
    expect("digest of the copied link", &again.into(), &repaired)?;
    page.wait("its address", "return location.hash.includes('steps=60') && location.hash.includes('then=')")?;
    page.reload()?;
    finished(page, 60)?;
    page.wait("the same digest after a reload", &format!("return {FIGURE}?.digest === {repaired}"))?;

    // A restart leaves the old state behind for the Back button.
    page.run("document.getElementById('p-hidden').scrollIntoView({block: 'center'})")?;
    page.fill("#p-hidden", "20")?;
    page.wait("the restart in the address", "return /hidden=20(&|$)/.test(location.hash)")?;
    page.back()?;
    page.wait("the old state", &format!("return {FIGURE}?.digest === {repaired}")).map(|_| ())
}

/// What a native run of the page's own link says, after changes while it ran and a repair.
pub fn changes_on_the_way_are_in_the_link(page: &Session, address: &str) -> Outcome {
    open(page, address, "#v=1&model=rbm&hidden=16&data=bars-and-stripes&n=4&trainer=pcd&lr=0.1&steps=40", 40)?;
    page.run("document.getElementById('p-lr').scrollIntoView({block: 'center'})")?;
    page.fill("#p-lr", "0.02")?;
    page.wait("the change", &format!("return {FIGURE}.link.includes('log=')"))?;
    page.run(&format!("{FIGURE}.step(25)"))?;
    finished(page, 65)?;
    page.click("button[name=repair]")?;
    page.wait("the repair", &format!("return {FIGURE}.link.includes('then=')"))?;
    let (link, digest) = (page.run(&format!("return {FIGURE}.link"))?, page.run(&format!("return {FIGURE}.digest"))?);
    let native = golden::native(link.as_str().unwrap_or(""));
    expect("digest of the page against the tool", &digest, &native.into())
}

/// Broken links say what was wrong; the page works all the same.
pub fn a_broken_link_says_what_was_used(page: &Session, address: &str) -> Outcome {
    let link = "#v=1&model=rbm&hidden=1e9&data=bars-and-stripes&trainer=cd&lr=fast&colour=red&steps=3&drawn=@@@";
    open(page, address, link, 3)?;
    let text = page.run("return document.querySelector('.warnings').innerText")?;
    for key in ["hidden", "lr", "colour", "drawn"] {
        if !text.as_str().unwrap_or("").contains(key) {
            return Err(format!("no warning names {key}: {text}"));
        }
    }
    page.screenshot("broken-link")?;
    for hostile in [
        "#v=1",
        "#v=",
        "#v=2&model=%00",
        "#v=1&log=AAAA&then=x:y&mask=%F0%9F",
        "#v=1&&&=&==&steps=-1&T=0&model=rbm&data=mnist&trainer=exact",
    ] {
        page.go("about:blank")?;
        page.go(&format!("{address}figure.html{hostile}&autoplay=0"))?;
        page.wait(hostile, &format!("return {FIGURE}?.digest"))?;
    }
    Ok(())
}

/// A value out of range is replaced, and the control says so; the pointer damages the picture; exact log Z answers.
pub fn controls_and_pen(page: &Session, address: &str) -> Outcome {
    open(page, address, "#v=1&model=rbm&hidden=8&data=mnist&trainer=cd&steps=5", 5)?;
    page.run("document.getElementById('p-hidden').scrollIntoView({block: 'center'})")?;
    page.fill("#p-hidden", "99999")?;
    page.wait("the note", "return document.querySelector('#p-hidden-note').textContent.includes('2048')")?;
    page.wait("the value in the field", "return document.querySelector('#p-hidden').value === '2048'")?;
    page.fill("#p-hidden", "10")?;
    page.wait("ten hidden units", &format!("return {FIGURE}.link.includes('hidden=10&')"))?;
    page.drag("canvas.pad", &[(0.3, 0.3), (0.5, 0.5), (0.7, 0.6)])?;
    page.wait("the damage", &format!("return {FIGURE}.link.includes('mask=')"))?;
    page.click("button[name=exact]")?;
    let text = page
        .wait("log Z", "const t = document.querySelector('.exact').textContent; return t.includes('log Z =') && t")?;
    let shown: f64 =
        text.as_str().unwrap_or("").split_whitespace().nth(3).and_then(|x| x.parse().ok()).unwrap_or(f64::NAN);
    let link = page.run(&format!("return {FIGURE}.link"))?;
    let native = golden::native_log_z(link.as_str().unwrap_or(""));
    if (shown - native).abs() > 1e-4 {
        return Err(format!("log Z on the page {shown}, natively {native}"));
    }
    Ok(())
}

/// A long exact sum announces its cost, can be given up, and leaves the figure as it was.
pub fn an_exact_sum_can_be_given_up(page: &Session, address: &str) -> Outcome {
    let digest = open(page, address, "#v=1&model=rbm&hidden=24&data=mnist&trainer=cd&steps=3", 3)?;
    let cost = "return document.querySelector('.exact').textContent.includes('16,777,216')";
    page.wait("the cost", cost)?;
    page.run("document.querySelector('[name=exact]').scrollIntoView({block: 'center'})")?;
    page.click("button[name=exact]")?;
    page.wait("progress", "return document.querySelector('.exactbar progress').value > 0")?;
    page.click("button[name=exact]")?;
    page.wait("the end", "return document.querySelector('.exactbar progress').hidden")?;
    page.wait("the cost again", cost)?;
    expect("the digest", &page.run(&format!("return {FIGURE}.digest"))?, &digest.into())?;
    page.run(&format!("{FIGURE}.step(2)"))?;
    finished(page, 5).map(|_| ())
}

/// What cannot be seen does not compute, and goes on when it is seen again; nothing of that is in the digest.
pub fn a_figure_off_screen_stops(page: &Session, address: &str) -> Outcome {
    page.resize(900, 500)?;
    page.go("about:blank")?;
    page.go(&format!(
        "{address}figure.html#v=1&model=rbm&hidden=8&data=bars-and-stripes&n=3&trainer=cd&steps=900&speed=100"
    ))?;
    page.run("document.querySelector('main').append(document.createElement('footer'));
        document.querySelector('footer').setAttribute('style', ''); document.querySelector('footer').style.height = '2000px'")?;
    page.run(&format!("{FIGURE}.scrollIntoView()"))?;
    page.wait("some steps", &format!("return {FIGURE}?.steps > 20"))?;
    page.run("scrollTo(0, document.documentElement.scrollHeight)")?;
    page.wait("the stop", &format!("return !{FIGURE}.playing"))?;
    let stopped = page.run(&format!("return {FIGURE}.steps"))?;
    page.run("return new Promise(done => setTimeout(done, 500))")?;
    expect("steps while off screen", &page.run(&format!("return {FIGURE}.steps"))?, &stopped)?;
    page.run(&format!("{FIGURE}.scrollIntoView()"))?;
    page.wait("more steps", &format!("return {FIGURE}.steps > {stopped}"))?;
    page.run(
        "const s = document.querySelector('[name=speed]'); s.value = 'max'; s.dispatchEvent(new Event('change'))",
    )?;
    let digest = finished(page, 900)?;
    let link = page.run(&format!("return {FIGURE}.link"))?;
    expect("the digest", &digest.into(), &golden::native(link.as_str().unwrap_or("")).into())
}

/// Everything by keyboard: the pen damages where the arrows lead it.
pub fn the_pen_by_keyboard(page: &Session, address: &str) -> Outcome {
    open(page, address, "#v=1&model=rbm&hidden=8&data=mnist&trainer=cd&steps=2&damage=none", 2)?;
    page.run("document.querySelector('canvas.pad').focus()")?;
    page.keys("\u{e012}\u{e013} ")?;
    page.wait("the damage", &format!("return {FIGURE}.link.includes('mask=')")).map(|_| ())
}

/// No part of the page is wider than a phone; the figure paints; nothing is asked of another host.
pub fn on_a_phone_nothing_is_cut(page: &Session, address: &str) -> Outcome {
    page.resize(390, 840)?;
    open(page, address, "#v=1&model=rbm&data=mnist&trainer=cd&lr=0.1&steps=30", 30)?;
    let wide = page.run("return document.documentElement.scrollWidth - innerWidth")?;
    if wide.as_f64().unwrap_or(1.0) > 0.0 {
        return Err(format!("the page is {wide} pixels too wide"));
    }
    let painted = "const c = document.querySelector('canvas.filters'); const d = c.getContext('2d')
        .getImageData(0, 0, c.width, c.height).data; return new Set(d).size > 10";
    // A frame paints for 5 ms at most: the last panels come a little later.
    page.wait("filters that are painted", painted)?;
    let hosts = "return performance.getEntriesByType('resource').every(e => e.name.startsWith(location.origin))";
    expect("only our own host", &page.run(hosts)?, &true.into())
}

/// Pictures for the eye, below target/screenshots: what a visitor sees first, wide and light, on a phone and dark.
pub fn pictures_for_the_eye(page: &Session, address: &str) -> Outcome {
    for (name, width, height, theme) in [("wide", 1280, 2300, "light"), ("phone", 390, 4200, "dark")] {
        page.resize(width, height)?;
        page.go("about:blank")?;
        page.go(&format!("{address}#v=1&theme={theme}"))?;
        page.wait("the repair", &format!("return {FIGURE}?.link?.includes('then=') && {FIGURE}.steps === 1200 && !{FIGURE}.playing && document.querySelector('.halfstep').textContent.includes('100')"))?;
        page.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")?;
        page.screenshot(&format!("{name}-{theme}"))?;
        chains::picture(page, address, &format!("chains-{name}-{theme}"), theme)?;
    }
    Ok(())
}
