//! The article in both languages, and its figures as a reader plays with them.

use super::{FIGURE, Outcome, expect, finished, golden, open};
use crate::webdriver::Session;

/// The digest on the page is that of a native run of the page's own link.
pub fn as_natively(page: &Session) -> Outcome {
    let link = page.run(&format!("return {FIGURE}.link"))?;
    let digest = page.run(&format!("return {FIGURE}.digest"))?;
    expect(link.as_str().unwrap_or(""), &digest, &golden::native(link.as_str().unwrap_or("")).into())
}

/// Both pages have their text, their formulas and their figures, say which language they are in, and lead to each other.
pub fn the_article_is_there_in_two_languages(page: &Session, address: &str) -> Outcome {
    for (path, language, word, play) in
        [("index.html", "en", "temperature", "Play"), ("zh.html", "zh-Hans", "温度", "播放")]
    {
        page.resize(1280, 900)?;
        page.go("about:blank")?;
        page.go(&format!("{address}{path}#v=1&autoplay=0"))?;
        page.wait("the first figure", "return document.querySelector('ebm-figure.ready [name=play]')")?;
        let told = page.run(&format!(
            "return [document.documentElement.lang, document.querySelector('main').innerText.includes('{word}'),
                document.querySelectorAll('math').length > 100, document.querySelectorAll('ebm-figure').length,
                document.querySelector('ebm-figure [name=play]').textContent,
                document.documentElement.scrollWidth <= innerWidth]"
        ))?;
        expect(path, &told, &serde_json::json!([language, true, true, 10, play, true]))?;
        let numbered = "return [...document.querySelectorAll('main a[href^=\"#\"]')].every(a =>
            a.getAttribute('href').startsWith('#v=') || document.getElementById(a.getAttribute('href').slice(1)))";
        expect("every reference leads somewhere", &page.run(numbered)?, &true.into())?;
    }
    // The narrowest telephone, with the place in the contents told.
    for path in ["index.html", "zh.html"] {
        page.resize(375, 840)?;
        page.go("about:blank")?;
        page.go(&format!("{address}{path}#v=1&autoplay=0"))?;
        page.wait("the first figure", "return document.querySelector('ebm-figure.ready [name=play]')")?;
        let place = "document.querySelectorAll('h2')[1].scrollIntoView(); return document.querySelector('.contents .place')?.textContent";
        page.wait("the place", place)?;
        let wide = page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")?;
        expect("what is cut on a telephone", &wide, &0.into())?;
    }
    page.resize(1280, 900)?;
    page.click("#language")?;
    page.wait("the other page", "return document.documentElement.lang === 'en'")?;
    expect("the state comes along", &page.run("return location.hash.includes('autoplay=0')")?, &true.into())
}

/// Levels: the sampler's digest is the tool's; a rung that is dragged changes its energy.
pub fn a_rung_is_dragged(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    open(page, address, "#v=1&fig=boltzmann&model=levels&sampler=metropolis&burn=5&steps=300&speed=max", 300)?;
    as_natively(page)?;
    expect("the burn-in", &page.run(&format!("return {FIGURE}.link.includes('&burn=5&')"))?, &true.into())?;
    page.run("document.querySelector('canvas.ladder').scrollIntoView({block: 'center'})")?;
    // The middle one of three rungs, from E = 2 upwards.
    let place = page.run(
        "const c = document.querySelector('canvas.ladder'), b = c.getBoundingClientRect(); return b.height / b.width",
    )?;
    let aspect = place.as_f64().ok_or("no ladder")?;
    let (x, y) = (0.255, 0.375 / aspect);
    page.drag("canvas.ladder", &[(x, y), (x, y - 0.04), (x, y - 0.12)])?;
    page.wait("another energy", &format!("return {FIGURE}.link.includes('levels=1,')"))?;
    finished(page, 300)?;
    as_natively(page)
}

/// Networks: a unit that is pressed flips, and the link tells.
pub fn a_unit_is_flipped(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    open(page, address, "#v=1&fig=architectures", 0)?;
    let before = page.run(&format!("return {FIGURE}.digest"))?;
    as_natively(page)?;
    page.run("document.querySelector('canvas.hopfield').scrollIntoView({block: 'center'})")?;
    page.run("[...document.querySelectorAll('button')].find(b => b.textContent === 'Flip all').click()")?;
    page.wait("the flip", &format!("return {FIGURE}.link.includes('flip=')"))?;
    page.run(&format!("{FIGURE}.set('biases', '0.5,0,0,0,0,0')"))?;
    page.wait("other parameters", &format!("return {FIGURE}.digest !== {before} && {FIGURE}.digest"))?;
    as_natively(page)
}

/// One update by hand: what is shown goes on with the buttons, a random number that is dragged is in the link, and the digest is the tool's.
pub fn an_update_by_hand(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    open(page, address, "#v=1&fig=cd-by-hand&stage=10", 1)?;
    as_natively(page)?;
    page.run("[...document.querySelectorAll('button')].find(b => b.textContent === 'Next').click()")?;
    page.wait("the last stage", &format!("return {FIGURE}.link.includes('stage=11')"))?;
    page.run("document.querySelector('canvas.update').scrollIntoView({block: 'center'})")?;
    // The mark of v₃, from 0.86 on its scale to below its probability: the pixel is on then.
    let (x, y) = (0.29 + 0.37 * 0.86, 77.2 / 127.0);
    page.drag("canvas.update", &[(x, y), (x - 0.1, y), (x - 0.2, y)])?;
    page.wait("another number", &format!("return {FIGURE}.link.includes('draws=0.93,0.27,0.41,0.52,0.11,0.3')"))?;
    page.wait("what it changed", "return document.querySelector('.edited').textContent.includes('v₃')")?;
    as_natively(page)
}

/// The walk: single offers lead to the end of the sweep, and the digest is the tool's.
pub fn a_walk_goes_unit_by_unit(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    page.go("about:blank")?;
    page.go(&format!("{address}figure.html#v=1&fig=sampling&autoplay=0"))?;
    page.wait("the figure", &format!("return {FIGURE}?.digest"))?;
    page.run(&format!("{FIGURE}.step(3)"))?;
    page.wait("three sweeps", &format!("return {FIGURE}.steps === 3 && {FIGURE}.digest"))?;
    as_natively(page)?;
    page.run("[...document.querySelectorAll('button')].find(b => b.textContent === 'One unit').click()")?;
    page.wait("an offer", "return document.querySelector('table.offer')?.textContent.length > 20")?;
    page.run("[...document.querySelectorAll('button')].find(b => b.textContent === 'End of the sweep').click()")?;
    page.wait("the end of the sweep", &format!("return {FIGURE}.steps === 4 && {FIGURE}.digest"))?;
    as_natively(page)
}

/// Unlearning: forth by the link, back by the slider, a drawn start; the digest is the tool's each time, and the looks come to an end.
pub fn a_network_unlearns_forth_and_back(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    open(page, address, "#v=1&fig=unlearning&model=hopfield&n=30&patterns=6&trainer=unlearn&steps=40&speed=max", 40)?;
    as_natively(page)?;
    page.wait("all looks", "return document.querySelector('.looking').textContent === 'measured after 40 updates'")?;
    page.run(
        "const slider = document.querySelector('[name=updates]'); slider.value = 15;
         for (const type of ['input', 'change']) slider.dispatchEvent(new Event(type))",
    )?;
    finished(page, 15)?;
    as_natively(page)?;
    page.wait("all looks", "return document.querySelector('.looking').textContent === 'measured after 15 updates'")?;
    page.run("document.querySelector('.recalling + details').open = true")?;
    page.click("[name=store]")?;
    page.wait("one more", &format!("return {FIGURE}.link.includes('memories=') && {FIGURE}.digest"))?;
    finished(page, 0)?;
    as_natively(page)
}

/// What is typed beyond the ends that only the page knows is told, the field shows what was taken instead, and so does the link.
pub fn a_value_beyond_its_ends_is_told(page: &Session, address: &str) -> Outcome {
    for (link, field, typed, taken, told, linked) in [
        ("#v=1&fig=forces&steps=0", "[name=c]", "7", "1", "cannot be 7; 1 was used", "target=0.5,0,0,0.5"),
        ("#v=1&fig=rbm-by-hand&steps=0", "[name=target-0]", "-2", "0", "cannot be -2; 0 was used", "target=0,"),
        ("#v=1&fig=chains&model=ising&rows=4&cols=4&sampler=gibbs&chains=3&steps=0", "[name=chain]", "9", "3", "", ""),
    ] {
        open(page, address, link, 0)?;
        page.run("for (const d of document.querySelectorAll('details')) d.open = true")?;
        page.wait(field, &format!("return document.querySelector('{field}')"))?;
        page.fill(field, typed)?;
        page.wait(
            "what was taken",
            &format!(
                "const f = document.querySelector('{field}');
                return f.value === '{taken}' && (f.closest('.control')?.querySelector('.note').textContent ?? '').includes('{told}')
                    && {FIGURE}.link.includes('{linked}')"
            ),
        )?;
    }
    // Nothing but the field tells which chain it is: whoever goes on from it has seen it.
    std::thread::sleep(std::time::Duration::from_secs(1));
    page.click(".picker .spin button:last-child")?;
    page.wait("the chain after the third", "return document.querySelector('[name=chain]').value === '1'")?;
    // What was told goes with what it was about.
    open(page, address, "#v=1&fig=forces&steps=0", 0)?;
    page.fill("[name=c]", "7")?;
    let note = "document.querySelector('[name=c]').closest('.control').querySelector('.note').textContent";
    page.wait("the note", &format!("return {note} !== '' && {FIGURE}.link.includes('target=0.5,')"))?;
    page.run(&format!("{FIGURE}.set('target', '0.25,0.25,0.25,0.25')"))?;
    page.wait("no note", &format!("return {note} === '' && document.querySelector('[name=c]').value === '0'"))
        .map(|_| ())
}
