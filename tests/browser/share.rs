//! The share dialog: what it gives away is the figure's state, in every form.

use super::{FIGURE, Outcome, expect, finished, golden, open};
use crate::webdriver::Session;
use base64::{Engine, engine::general_purpose::STANDARD};
use ebm::{
    figures::{self, Figure, Given},
    take,
};
use serde_json::{Value, json};

const LEVELS: &str = "#v=1&fig=boltzmann&model=levels&sampler=gibbs&chains=3&seed=4&steps=60";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// Opens the dialog of the first figure and waits until everything in it is there.
fn share(page: &Session) -> Outcome {
    page.run(&format!("{FIGURE}.querySelector('[name=share]').scrollIntoView({{block: 'center'}})"))?;
    page.click("[name=share]")?;
    page.wait(
        "the dialog",
        "return document.querySelector('dialog.share[open] .codebox svg, dialog.share[open] .codebox p:not(:empty)')",
    )?;
    page.wait("its files", "return document.querySelector('.files [name=csv]')").map(|_| ())
}

fn text(page: &Session, script: &str) -> Result<String, String> {
    Ok(page.run(script)?.as_str().unwrap_or_default().to_string())
}

/// The value of the field beside a button.
fn field(page: &Session, button: &str) -> Result<String, String> {
    text(
        page,
        &format!("return document.querySelector('.share [name={button}]').parentElement.firstElementChild.value"),
    )
}

/// It opens and closes by keyboard and by pointer, and leaves the focus where it was; a figure that plays waits meanwhile.
pub fn it_opens_and_closes(page: &Session, address: &str) -> Outcome {
    open(page, address, LEVELS, 60)?;
    page.run("document.querySelector('[name=share]').focus()")?;
    page.keys(ENTER)?;
    page.wait("the dialog", "return document.querySelector('dialog.share')?.matches(':modal')")?;
    page.wait("the focus on the first button", "return document.activeElement.name === 'copy'")?;
    page.keys(ESCAPE)?;
    page.wait("its end", "return !document.querySelector('dialog')")?;
    page.wait("the focus back", "return document.activeElement.name === 'share'")?;
    page.run(&format!("{FIGURE}.play()"))?;
    page.wait("more steps", &format!("return {FIGURE}.steps > 60"))?;
    share(page)?;
    page.wait("that it rests behind the dialog", &format!("return !{FIGURE}.playing"))?;
    let link = field(page, "copy")?;
    page.run("return new Promise(done => setTimeout(done, 300))")?;
    let steps = page.run(&format!("return {FIGURE}.steps"))?;
    if !link.contains(&format!("steps={steps}&")) {
        return Err(format!("the link is not of step {steps}: {link}"));
    }
    page.click(".share [name=close]")?;
    page.wait("its end", "return !document.querySelector('dialog')")?;
    page.wait("that it goes on", &format!("return {FIGURE}.playing && {FIGURE}.steps > {steps}")).map(|_| ())
}

/// The copied link, after a change on the way, is the state, for the page and natively; so are code and snippets; wishes are in all of them.
pub fn a_link_is_copied(page: &Session, address: &str) -> Outcome {
    open(
        page,
        address,
        "#v=1&model=rbm&hidden=16&data=bars-and-stripes&n=4&trainer=pcd&lr=0.1&steps=40&theme=dark",
        40,
    )?;
    page.run("document.getElementById('p-lr').scrollIntoView({block: 'center'})")?;
    page.fill("#p-lr", "0.02")?;
    page.wait("the change", &format!("return {FIGURE}.link.includes('log=')"))?;
    page.run(&format!("{FIGURE}.step(25)"))?;
    let digest = finished(page, 65)?;
    share(page)?;
    page.run(
        "Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: async text => { window.copied = text }}})",
    )?;
    page.click(".share [name=copy]")?;
    page.wait("the word", "return document.querySelector('.copyable .said').textContent")?;
    let link = text(page, "return window.copied")?;
    if !link.starts_with(address) || !link.contains("&build=") || !link.contains("&theme=dark") {
        return Err(format!("the link is {link}"));
    }
    expect("what its code says", &decoded(page)?.into(), &link.clone().into())?;
    expect("the digest of the link natively", &golden::native(&link).into(), &digest.clone().into())?;
    expect(
        "the command's digest",
        &golden::native(field(page, "copy-command")?.split('\'').nth(1).unwrap_or("")).into(),
        &digest.clone().into(),
    )?;

    page.click(".share [name=autoplay]")?;
    page.run("document.querySelector('.choices details').open = true")?;
    page.click(".share [name=hide][value=table]")?;
    page.click(".share [name=hide][value=lr]")?;
    page.run(
        "const s = document.querySelector('.share [name=theme]'); s.value = ''; s.dispatchEvent(new Event('change'))",
    )?;
    page.run(
        "const s = document.querySelector('.share [name=lang]'); s.value = 'zh'; s.dispatchEvent(new Event('change'))",
    )?;
    let wished = field(page, "copy")?;
    for (part, there) in [("&autoplay=0", true), ("&hide=table,lr", true), ("&lang=zh", true), ("theme=", false)] {
        if wished.contains(part) != there {
            return Err(format!("{part} in the link: {wished}"));
        }
    }
    page.wait(
        "the new code",
        &format!("return document.querySelector('.code path').getAttribute('d') !== {}", json!("")),
    )?;
    page.run("return new Promise(done => setTimeout(done, 300))")?;
    expect("what the new code says", &decoded(page)?.into(), &wished.clone().into())?;
    // Pasted into a page, the snippets mean the same.
    let pasted = page.run(
        "const text = name => document.querySelector(`.share [name=${name}]`).parentElement.firstElementChild.value;
         const parse = name => new DOMParser().parseFromString(text(name), 'text/html');
         const frame = parse('copy-frame').querySelector('iframe'), page = parse('copy-element'), element = page.querySelector('ebm-figure');
         return {src: frame.src, title: frame.title, loading: frame.loading, style: frame.getAttribute('style'),
                 script: page.querySelector('script').src, name: element.getAttribute('name'), link: element.getAttribute('link')}",
    )?;
    expect("the frame's address", &pasted["src"], &wished.clone().into())?;
    expect("the frame's loading", &pasted["loading"], &"lazy".into())?;
    if pasted["title"] == "" || !pasted["style"].as_str().unwrap_or_default().contains("aspect-ratio: ") {
        return Err(format!("the frame has no title or no shape: {pasted}"));
    }
    expect("the element's script", &pasted["script"], &format!("{address}ebm-figure.js").into())?;
    expect("the element's name", &pasted["name"], &"repair".into())?;
    expect("the element's link", &pasted["link"], &wished[wished.find('#').unwrap_or(0)..].into())?;
    page.go("about:blank")?;
    page.go(&wished.replace("&autoplay=0", ""))?;
    expect("the digest at the link", &finished(page, 65)?.into(), &digest.into())?;
    share(page)?;
    expect(
        "its title",
        &page.run("return document.querySelector('.share h2').textContent.startsWith('分享')")?,
        &true.into(),
    )
}

/// What the code on the page says to a camera.
fn decoded(page: &Session) -> Result<String, String> {
    // It is drawn anew whenever the link changes.
    page.wait("the code", "return document.querySelector('.share .code') !== null")?;
    let dots = page.run(
        "const svg = document.querySelector('.share .code'), [x, y, side] = svg.getAttribute('viewBox').split(' ').map(Number);
         const canvas = document.createElement('canvas'); canvas.width = canvas.height = side * 4;
         const context = canvas.getContext('2d'); context.scale(4, 4); context.translate(-x, -y);
         for (const shape of svg.children) {
             context.fillStyle = shape.getAttribute('fill');
             if (shape.tagName === 'rect') context.fillRect(...['x', 'y', 'width', 'height'].map(name => Number(shape.getAttribute(name))));
             else context.fill(new Path2D(shape.getAttribute('d')));
         }
         const {data, width} = context.getImageData(0, 0, canvas.width, canvas.height);
         let dots = ''; for (let k = 0; k < data.length; k += 4) dots += data[k] < 128 ? '#' : ' ';
         return [dots, width]",
    )?;
    let (bytes, side) = (dots[0].as_str().unwrap_or_default().as_bytes(), dots[1].as_u64().unwrap_or(1) as usize);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        if bytes.get(y * side + x) == Some(&b'#') { 0 } else { 255 }
    });
    let grids = picture.detect_grids();
    let found = grids.first().ok_or("there is no code in the picture")?;
    Ok(found.decode().map_err(|e| e.to_string())?.1)
}

/// From now on, what is saved stays in the page.
fn catch(page: &Session) -> Outcome {
    page.run(
        "window.saved = []; let last; const make = URL.createObjectURL;
         URL.createObjectURL = blob => { last = blob; return make.call(URL, blob) };
         HTMLAnchorElement.prototype.click = function () { const name = this.download, reader = new FileReader();
             reader.onload = () => window.saved.push([name, reader.result.split(',')[1]]); reader.readAsDataURL(last) }",
    )
    .map(|_| ())
}

/// The file that a button saves, and its name.
fn saved(page: &Session, button: &str) -> Result<(String, Vec<u8>), String> {
    page.run("window.saved = []")?;
    page.run(&format!("document.querySelector('{button}').scrollIntoView({{block: 'center'}})"))?;
    page.click(button)?;
    let file = page.wait(&format!("the file of {button}"), "return window.saved[0]")?;
    let text = |k: usize| file[k].as_str().unwrap_or_default();
    Ok((text(0).to_string(), STANDARD.decode(text(1)).map_err(|e| e.to_string())?))
}

fn parsed(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let rows: Result<Vec<_>, _> = reader.records().collect();
    let rows = rows.map_err(|e| e.to_string())?;
    Ok(rows.iter().map(|row| row.iter().map(str::to_string).collect()).collect())
}

/// Pictures have twice the page's pixels, numbers are the figure's, and the model is the tool's file.
pub fn files_are_saved(page: &Session, address: &str) -> Outcome {
    open(page, address, LEVELS, 60)?;
    share(page)?;
    catch(page)?;
    let link = field(page, "copy")?;
    let (name, weights) = saved(page, ".share [name=safetensors]")?;
    expect("the model's name", &name.into(), &"ebm-boltzmann-step60.safetensors".into())?;
    if weights != golden::native_export(&link) {
        return Err(format!("the model is not what the tool exports for {link}"));
    }

    let native = native_scene("boltzmann", &link)?;
    let rows = page.run("return [...document.querySelectorAll('.files [data-panel]')].map(row => [row.dataset.panel, row.querySelectorAll('button').length])")?;
    let mut kinds = [0, 0];
    for row in rows.as_array().into_iter().flatten() {
        let panel = row[0].as_str().unwrap_or_default();
        let Some(found) = native.panels.iter().find(|p| p.name == panel) else { continue };
        let of = |kind: &str| format!(".files [data-panel={panel}] [name={kind}]");
        let (name, png) = saved(page, &of("png"))?;
        expect("a picture's name", &name.into(), &format!("ebm-boltzmann-{panel}-step60.png").into())?;
        let side =
            |from: usize| i64::from(u32::from_be_bytes([png[from], png[from + 1], png[from + 2], png[from + 3]]));
        let shown = page.run(&format!(
            "const c = document.querySelector('canvas.{panel}'); return [c.clientWidth, c.clientHeight]"
        ))?;
        let shown = |k: usize| shown[k].as_i64().unwrap_or(0);
        if &png[..4] != b"\x89PNG" || (side(16) - 2 * shown(0)).abs() > 2 || (side(20) - 64 - 2 * shown(1)).abs() > 2 {
            return Err(format!("{panel}: {} × {} on the page, {} × {} saved", shown(0), shown(1), side(16), side(20)));
        }
        if let Some(table) = take::panel(found) {
            kinds[0] += 1;
            let (_, bytes) = saved(page, &of("csv"))?;
            expect(panel, &String::from_utf8_lossy(&bytes).into(), &table.into())?;
        }
        let (name, svg) = saved(page, &of("svg"))?;
        kinds[1] += 1;
        let known = page.run(&format!(
            "const svg = new DOMParser().parseFromString({}, 'image/svg+xml').documentElement;
             return svg.tagName === 'svg' && svg.querySelectorAll('text').length > 1 && svg.getAttribute('width')",
            json!(String::from_utf8_lossy(&svg))
        ))?;
        expect(&name, &known, &shown(0).to_string().into())?;
    }
    if kinds[0] == 0 || kinds[1] < 2 {
        return Err(format!("there are too few pictures with data, or that are vector: {rows}"));
    }

    let (name, numbers) = saved(page, ".files [data-panel=\"\"] [name=csv]")?;
    expect("the table's name", &name.into(), &"ebm-boltzmann-numbers-step60.csv".into())?;
    let numbers = parsed(&numbers)?;
    let shown = page.run(
        "return [...document.querySelectorAll('table.numbers tbody tr')].map(row => [row.cells[0].firstChild.textContent, row.cells[1].textContent])",
    )?;
    let shown = shown.as_array().ok_or("no table")?;
    expect("rows of numbers", &(numbers.len() - 1).into(), &shown.len().into())?;
    for (row, shown) in numbers[1..].iter().zip(shown) {
        expect("a number's name", &row[0].clone().into(), &shown[0])?;
        let written = shown[1].as_str().unwrap_or_default().replace('−', "-").replace(',', "");
        if let (Ok(written), Ok(saved)) = (written.parse::<f64>(), row[2].parse::<f64>())
            && (written - saved).abs() > 1e-5 * saved.abs()
        {
            return Err(format!("{}: {saved} saved, {written} shown", row[0]));
        }
    }
    Ok(())
}

/// The scene of a link's state, natively.
fn native_scene(name: &str, link: &str) -> Result<ebm::scene::Scene, String> {
    let (experiment, _) = figures::read(name, link).map_err(|e| e.to_string())?;
    let entry = figures::named(name).map_err(|e| e.to_string())?;
    let mut figure: Box<dyn Figure> = (entry.build.build)(experiment, Given::default()).map_err(|e| e.to_string())?;
    figure.advance(figure.target()).map_err(|e| e.to_string())?;
    figure.status(false);
    Ok(figure.scene())
}

/// A link that is too long for a code, or for some programs, says so and is saved; pictures of pixels have no SVG.
pub fn a_long_link_is_a_file(page: &Session, address: &str) -> Outcome {
    // Memories drawn by hand: random enough not to be compressed.
    let drawn = memories(3000);
    open(page, address, &format!("#v=1&fig=chains&model=hopfield&n=400&memories={drawn}&sampler=gibbs&steps=5"), 5)?;
    share(page)?;
    catch(page)?;
    let link = field(page, "copy")?;
    if link.len() < 2_000 {
        return Err(format!("a link of {} characters only", link.len()));
    }
    expect("a code", &page.run("return document.querySelector('.code')")?, &Value::Null)?;
    page.wait("the reason", "return document.querySelector('.codebox').textContent.includes('1273')")?;
    let (name, file) = saved(page, ".share [name=save-link]")?;
    expect("the link's file", &name.into(), &"ebm-chains-step5.txt".into())?;
    expect("its content", &String::from_utf8_lossy(&file).trim().into(), &link.into())?;
    expect(
        "an SVG of pixels",
        &page.run("return document.querySelector('.files [data-panel=state] [name=svg]')")?,
        &Value::Null,
    )
}

/// Packed bits as `memories` has them.
fn memories(bytes: usize) -> String {
    let mut state = 1_u32;
    let random = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    ebm::code::pack(&random.take(bytes).collect::<Vec<_>>())
}

/// On a phone, in the dark, nothing is cut.
pub fn on_a_phone_it_fits(page: &Session, address: &str) -> Outcome {
    let fits = |width| {
        page.resize(width, 844)?;
        open(page, address, &format!("{LEVELS}&theme=dark"), 60)?;
        share(page)?;
        page.screenshot(&format!("share-phone-{width}"))?;
        let cut = page.run(
            "const dialog = document.querySelector('.share'), right = dialog.getBoundingClientRect().right;
             return [innerWidth, dialog.scrollWidth - dialog.clientWidth, right - innerWidth, ...[...dialog.querySelectorAll('button, input, select, textarea, svg, th')]
                 .filter(e => e.getBoundingClientRect().right > right).map(e => e.name ?? e.tagName)]",
        )?;
        if cut[1].as_i64() != Some(0) || cut[2].as_f64() > Some(0.0) || cut.as_array().is_none_or(|cut| cut.len() > 3) {
            return Err(format!("the dialog is cut: {cut}"));
        }
        Ok(())
    };
    let outcome = [390, 320].into_iter().try_for_each(fits);
    page.resize(1280, 900)?;
    outcome
}
