//! The page that shows what a link means, and links as programs have left them.

use super::{FIGURE, Outcome, expect, finished, golden, open};
use crate::webdriver::Session;
use serde_json::json;

const MAIL: &str = "Hello,\\n> see <https://example.org/ebm/#v=1&amp;model=ising&amp;rows=6&amp;cols=6&amp;\\n> sampler=wolff&amp;T=2.5&amp;steps=40&amp;seed=9&amp;colour=red&amp;lr=1>.\\nBye";
/// What it means.
const MEANT: &str = "#v=1&fig=chains&model=ising&rows=6&cols=6&T=2.5&sampler=wolff&seed=9&steps=40";

fn go(page: &Session, address: &str, path: &str) -> Outcome {
    page.go("about:blank")?;
    page.go(&format!("{address}{path}"))?;
    page.wait("the page", "return 'ready' in document.body.dataset").map(|_| ())
}

/// Puts a text into the field as a paste does.
fn paste(page: &Session, text: &str) -> Outcome {
    page.run(&format!(
        "const field = document.querySelector('#text'); field.value = '{text}'; field.dispatchEvent(new Event('input'))"
    ))
    .map(|_| ())
}

/// A mail is pasted: its link is told key by key, each fault beside its key, and the repaired link runs as natively.
pub fn a_mail_is_told_and_repaired(page: &Session, address: &str) -> Outcome {
    for width in [1280, 390] {
        page.resize(width, 900)?;
        go(page, address, "links.html")?;
        paste(page, MAIL)?;
        let told = page.run(
            "const row = key => [...document.querySelectorAll('.answer tr')].find(r => r.querySelector('th code')?.textContent === key);
             const fault = key => row(key).querySelector('.fault')?.textContent ?? '';
             return [document.querySelector('.fixed').textContent.replace(/^.*#/, '#'), row('T').querySelector('.value').innerText.trim(),
                row('T').className, row('colour').className, fault('colour').includes('colour'), fault('lr').includes('does not apply'),
                fault('T'), row('sampler').textContent.includes('Wolff'), row('J').className,
                document.querySelector('.command').textContent, document.documentElement.scrollWidth <= innerWidth]",
        )?;
        let command = format!("ebm run '{MEANT}'");
        let wanted = json!([MEANT, "2.5", "given", "unused", true, true, "", true, "default", command, true]);
        expect(&format!("{width} wide"), &told, &wanted)?;
    }
    page.click(".answer a.alone")?;
    let digest = finished(page, 40)?;
    expect("its digest", &digest.into(), &golden::native(MEANT).into())
}

/// Several links in a text, none, a link by file; the address keeps the faults through a change of language.
pub fn files_and_several_links(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    go(page, address, "links.html")?;
    paste(page, "nothing here")?;
    let outcome = "return document.querySelector('.outcome').textContent";
    expect("no link", &page.run(outcome)?, &"There is no link of the playground in this text.".into())?;
    expect("no answer", &page.run("return document.querySelector('.answer').hidden")?, &true.into())?;
    paste(page, "a https://x.org/#v=1&model=levels&sampler=gibbs b https://x.org/#v=1&model=two-spins&sampler=gibbs")?;
    page.run(
        "const which = document.querySelector('#which'); which.value = '1'; which.dispatchEvent(new Event('change'))",
    )?;
    let fixed = "return document.querySelector('.fixed').textContent.replace(/^.*#/, '#')";
    expect("the second", &page.run(fixed)?, &"#v=1&fig=chains&model=two-spins&sampler=gibbs".into())?;
    let file = "const files = new DataTransfer();
        files.items.add(new File(['https://x.org/#v=1&model=ising&sampler=wolff&rows=1e9\\n'], 'experiment.txt', {type: 'text/plain'}));";
    page.run(&format!(
        "{file} const input = document.querySelector('#file'); input.files = files.files; input.dispatchEvent(new Event('change'))"
    ))?;
    page.wait("the file", "return document.querySelector('.answer .fault')?.textContent.includes('rows')")?;
    page.wait("the address", "return location.hash.includes('rows=1e9')")?;
    page.click("#language")?;
    page.wait("Chinese", "return document.documentElement.lang === 'zh-Hans' && 'ready' in document.body.dataset")?;
    let told = "return [document.querySelector('.answer .fault')?.textContent.includes('rows'), document.title.includes('链接')]";
    expect("in Chinese", &page.run(told)?, &json!([true, true]))
}

/// A figure whose link had faults leads to the page that tells them; a saved link is dropped on a figure.
pub fn a_figure_leads_to_what_its_link_means(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    let digest = open(page, address, "#v=1&model=ising&sampler=wolff&rows=8&cols=8&steps=20&colour=red", 20)?;
    page.wait("a link", "return document.querySelector('.warnings a.explained')")?;
    let drop = "const files = new DataTransfer();
        files.items.add(new File(['https://x.org/zh.html#v=1&model=two-spins&sampler=gibbs&steps=7'], 'experiment.txt', {type: 'text/plain'}));
        const figure = document.querySelector('ebm-figure');
        figure.dispatchEvent(new DragEvent('dragenter', {bubbles: true, dataTransfer: files}));
        return new Promise(done => setTimeout(() => {
            figure.dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: files}));
            done(files.types.includes('Files'));
        }, 1000))";
    page.click(".warnings a.explained")?;
    page.wait("the fault", "return document.querySelector('.unused .fault')?.textContent.includes('colour')")?;
    page.back()?;
    expect("the same again", &finished(page, 20)?.into(), &digest.into())?;
    // Not every engine lets a script make a drag that holds files.
    if page.run(drop)? == true {
        let dropped = finished(page, 7)?;
        expect(
            "what was dropped",
            &dropped.into(),
            &golden::native("#v=1&model=two-spins&sampler=gibbs&steps=7").into(),
        )?;
    }
    Ok(())
}

/// Addresses as programs leave them open the same figure: encoded once more, without '#', with what is appended and inserted.
pub fn mangled_addresses_open(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    let native = golden::native(MEANT);
    for link in [
        "#v%3D1%26model%3Dising%26rows%3D6%26cols%3D6%26sampler%3Dwolff%26T%3D2.5%26steps%3D40%26seed%3D9",
        "?v=1&model=ising&rows=6&cols=6&sampler=wolff&T=2.5&steps=40&seed=9",
        "#v=1&amp;model=ising&amp;rows=6&amp;cols=6&amp;sampler=wolff&amp;T=2.5&amp;steps=40&amp;seed=9%E2%80%9D.",
        "?fbclid=x#V=1&MODEL=ising&ROWS=6&COLS=6&SAMPLER=wolff&t=2.5%E2%80%8B&STEPS=4%200&SEED=9&utm_source=chat",
        "#v=1&model=ising&rows=6&cols=6&sampler=wolff&T=2.5&steps=40&seed=9%3E)?fbclid=1",
        "#model=ising&rows=6&cols=6&sampler=wolff&T=2.5&steps=40&seed=9/",
        "#/v=1&model=ising&rows=6&cols=6&sampler=wolff&T=2.5&steps=40&seed=9",
        "#%20%22v=1&model=ising&rows=6&cols=6&sampler=wolff&T=2.5&steps=40&seed=9",
        "#v＝1&model=ising&rows=6&cols=6&sampler=wolff&T=2.5&steps=40&seed=9",
        "#rows=6&v=1&model=ising&cols=6&sampler=wolff&T=2.5&steps=40&seed=9",
        "#https://x.org/%23v=1&model=ising&rows=6&cols=6&sampler=wolff&T=2.5&steps=40&seed=9~",
        "?v%3D1%26model%3Dising%26rows%3D6%26cols%3D6%26sampler%3Dwolff%26T%3D2.5%26steps%3D40%26seed%3D9",
        "#v=1&#038;model=ising&#038;rows=6&#038;cols=6&#038;sampler=wolff&#038;T=2.5&#038;steps=40&#038;seed=9",
        "#v=1%26amp;model=ising%26amp;rows=6%26amp;cols=6%26amp;sampler=wolff%26amp;T=2.5%26amp;steps=40%26amp;seed=%E2%80%9C9",
    ] {
        let digest = open(page, address, link, 40)?;
        expect(link, &digest.into(), &native.clone().into())?;
        page.wait("the canonical address", &format!("return location.hash.startsWith({})", json!(MEANT)))?;
    }
    page.run(&format!("return {FIGURE}.pause()")).map(|_| ())
}

/// What a link says of how the figure looks is mended with the rest, and told once.
pub fn mangled_looks_hold(page: &Session, address: &str) -> Outcome {
    page.resize(1280, 900)?;
    for (link, told) in [
        ("#v=1&fig=chains&seed=7&autoplay=0&ui=none)", 1),
        ("#v=1&fig=chains&seed=7&UI=None&autoplay=0%E2%80%9D.", 1),
        ("#v=1&#038;fig=chains&#038;ui=none&#038;autoplay=0", 0),
        ("#v=1&fig=chains&autoplay%3D0&ui%3Dnone", 1),
        ("#v\\u003d1\\u0026fig\\u003dchains\\u0026ui\\u003dnone\\u0026autoplay\\u003d0", 0),
        ("#v＝1＆fig＝chains＆ui＝none＆autoplay＝0", 1),
        ("#v%3D1%26fig%3Dchains%26ui%3Dnone%26autoplay%3D0", 1),
        ("#v=1&fig=chains&theme=blue&speed=7&ui=none&autoplay=0", 2),
    ] {
        page.go("about:blank")?;
        page.go(&format!("{address}figure.html{link}"))?;
        page.wait(link, &format!("return {FIGURE}?.digest"))?;
        page.wait(link, &format!("return !{FIGURE}.querySelector('[name=play]').getClientRects().length"))?;
        page.run("return new Promise(done => setTimeout(done, 200))")?;
        let now = page.run(&format!(
            "return [{FIGURE}.getAttribute('name'), {FIGURE}.steps, {FIGURE}.querySelectorAll('.warnings li').length]"
        ))?;
        expect(link, &now, &json!(["chains", 0, told]))?;
    }
    // What was mended is not in the way of what is set later, though the figure is made anew.
    page.go("about:blank")?;
    page.go(&format!("{address}figure.html#v=1&fig=chains&autoplay=0&theme=light)"))?;
    page.wait("the figure", &format!("return {FIGURE}?.digest && document.documentElement.dataset.theme === 'light'"))?;
    let script = "document.getElementById('theme').click(); const main = f.parentNode; f.remove();
        return new Promise(done => setTimeout(() => { f.addEventListener('ebm-ready', () => setTimeout(done, 100)); main.append(f); }, 100))";
    page.run(&format!("const f = {FIGURE}; {script}"))?;
    let now = page.run("return [document.documentElement.dataset.theme, location.hash.includes('theme=dark')]")?;
    expect("the theme", &now, &json!(["dark", true]))
}
