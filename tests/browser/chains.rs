//! The figure `chains` on the page, beside the other one.

use super::{Outcome, expect, finished_in, golden, open_in};
use crate::webdriver::Session;
use serde_json::{Value, json};

const CHAINS: &str = "document.querySelector('ebm-figure[name=chains]')";
const REPAIR: &str = "document.querySelector('ebm-figure[name=repair]')";

/// The number in a row and column of the table.
fn number(page: &Session, row: &str, column: &str) -> Result<f64, String> {
    let script = format!(
        "const t = {CHAINS}.querySelector('table'), heads = [...t.querySelectorAll('thead tr > *')].map(c => c.textContent),
            row = [...t.querySelectorAll('tbody tr')].find(r => r.firstChild.firstChild.textContent === '{row}');
        return Number(row.children[heads.indexOf('{column}')].textContent.replace('−', '-').replaceAll(/[ ,±]/g, ''))"
    );
    page.run(&script)?.as_f64().ok_or_else(|| format!("no number in row {row}, column {column}"))
}

/// A link to spins opens here, in sight, with the tool's digest; the table stands beside the tool's exact numbers.
pub fn spins_run_as_natively_beside_the_exact_law(page: &Session, address: &str) -> Outcome {
    for link in [
        "#v=1&model=ising&rows=4&cols=4&T=2.5&sampler=wolff&chains=3&burn=20&steps=300",
        "#v=1&model=spin-glass&graph=2d&rows=3&cols=4&T=0.9&sampler=tempering&chains=2&steps=120",
        "#v=1&model=rbm&visible=5&hidden=3&sampler=block-gibbs&chains=2&steps=80",
    ] {
        let steps = link.rsplit('=').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let digest = open_in(page, CHAINS, address, link, steps)?;
        expect(link, &digest.into(), &golden::native(link).into())?;
        let in_sight =
            format!("const b = {CHAINS}.getBoundingClientRect(); return b.top < innerHeight && b.bottom > 0");
        expect("the figure is in sight", &page.run(&in_sight)?, &true.into())?;
        let exact = golden::native_exact(link);
        for (row, name) in [
            ("energy", "mean_energy"),
            ("heat capacity per unit", "heat_capacity"),
            ("|magnetisation| per unit", "abs_magnetization"),
        ] {
            let (shown, known) = (number(page, row, "exact")?, exact[name].as_f64().unwrap_or(f64::NAN));
            // The table shows six digits.
            if (shown - known).abs() > 1e-5 * (1e-3 + known.abs()) {
                return Err(format!("{link}: {row} is {shown} on the page and {known} natively"));
            }
        }
    }
    // More states than come by themselves: the law is there after it was asked for.
    open_in(page, CHAINS, address, "#v=1&model=ising&rows=3&cols=6&T=2.5&sampler=gibbs&steps=50", 50)?;
    page.run(&format!("{CHAINS}.querySelector('[name=exact]').scrollIntoView({{block: 'center'}})"))?;
    page.click("ebm-figure[name=chains] [name=exact]")?;
    page.wait("the law", &format!("return {CHAINS}.querySelector('.exact').textContent.includes('drawn dashed')"))?;
    page.wait("its column", &format!("return {CHAINS}.querySelector('table').textContent.includes('exact')"))?;
    let exact = golden::native_exact("#v=1&model=ising&rows=3&cols=6&T=2.5&sampler=gibbs&steps=50");
    let (shown, known) = (number(page, "energy", "exact")?, exact["mean_energy"].as_f64().unwrap_or(f64::NAN));
    if (shown - known).abs() > 1e-5 * known.abs() { Err(format!("⟨E⟩ {shown}, natively {known}")) } else { Ok(()) }
}

/// A figure that cannot show a link's model warns, and the one that can opens it.
pub fn a_link_opens_where_it_can_be_shown(page: &Session, address: &str) -> Outcome {
    let link = "#v=1&fig=repair&model=ising&rows=8&cols=8&sampler=metropolis&steps=20";
    let digest = open_in(page, CHAINS, address, link, 20)?;
    expect("the digest", &digest.into(), &golden::native(link).into())?;
    let text = page.run(&format!("return {CHAINS}.querySelector('.warnings').innerText"))?;
    let text = text.as_str().unwrap_or("");
    if text.contains("repair") && text.contains("chains") { Ok(()) } else { Err(format!("no warning: {text}")) }
}

/// A sampler that does not fit says so; the reader picks another and goes on.
pub fn a_misfit_is_told_and_left(page: &Session, address: &str) -> Outcome {
    page.go("about:blank")?;
    page.go(&format!("{address}figure.html#v=1&model=levels&levels=1,2,4&T=1.5&sampler=wolff&chains=2&steps=40"))?;
    let sentence = format!("return {CHAINS}?.querySelector('.trouble:not([hidden])')?.textContent");
    let text = page.wait("the sentence", &sentence)?;
    if !text.as_str().unwrap_or("").contains("'wolff' does not fit the model 'levels'") {
        return Err(format!("another sentence: {text}"));
    }
    page.run(&format!("{CHAINS}.set('sampler', 'gibbs')"))?;
    let digest = finished_in(page, CHAINS, 40)?;
    let link = page.run(&format!("return {CHAINS}.link"))?;
    let link = link.as_str().unwrap_or("");
    if !link.contains("levels=1,2,4&T=1.5") {
        return Err(format!("something was lost: {link}"));
    }
    expect("the digest", &digest.into(), &golden::native(link).into())?;
    let hidden = page.run(&format!("return {CHAINS}.querySelector('.trouble').hidden"))?;
    expect("the sentence is gone", &hidden, &true.into())
}

/// A pasted edge list runs as with the tool's `--instance`; a bad one names its line and leaves the run alone.
pub fn an_edge_list_is_pasted(page: &Session, address: &str) -> Outcome {
    let edges = "6 7\n1 2 1\n2 3 1\n3 1 1\n3 4 2\n4 5 1\n5 6 1\n6 4 1\n";
    let before = open_in(page, CHAINS, address, "#v=1&model=spin-glass&sampler=metropolis&chains=2&steps=50", 50)?;
    page.run(&format!(
        "const d = {CHAINS}.querySelector('.edges'); d.open = true; d.scrollIntoView({{block: 'center'}})"
    ))?;
    let paste = |text: &str| -> Outcome {
        let text = json!(text);
        page.run(&format!(
            "const t = {CHAINS}.querySelector('[name=edges]'); t.value = {text}; t.dispatchEvent(new Event('input'))"
        ))?;
        page.click("ebm-figure[name=chains] [name=use-edges]")
    };
    paste("6 2\n1 2 1\n1 9 1\n")?;
    page.wait("the line", &format!("return {CHAINS}.querySelector('.edges .note').textContent.includes('line 3')"))?;
    expect("the digest", &page.run(&format!("return {CHAINS}.digest"))?, &before.into())?;
    paste(edges)?;
    let told = page.wait("the list", &format!("return {CHAINS}.querySelector('.loaded').textContent"))?;
    if !told.as_str().unwrap_or("").contains("6 units, 7 edges") {
        return Err(format!("what was said: {told}"));
    }
    let digest = finished_in(page, CHAINS, 50)?;
    let link = page.run(&format!("return {CHAINS}.link"))?;
    let (native, cut) = golden::native_with_edges(link.as_str().unwrap_or(""), edges);
    expect("the digest", &digest.into(), &native.into())?;
    let shown = number(page, "cut of that state", "value")?;
    expect("the cut", &shown.into(), &cut.into())?;
    let beside = page.run(&format!("return {CHAINS}.querySelector('.beside').textContent"))?;
    if beside.as_str().unwrap_or("").contains("pasted.txt") { Ok(()) } else { Err(format!("beside: {beside}")) }
}

/// Both figures keep their states; the address is that of the one acted on last; Back and reload restore.
pub fn two_figures_share_one_address(page: &Session, address: &str) -> Outcome {
    let link = "#v=1&model=rbm&hidden=8&data=bars-and-stripes&n=3&trainer=cd&steps=30";
    page.go("about:blank")?;
    page.go(&format!("{address}{link}"))?;
    let learned = finished_in(page, REPAIR, 30)?;
    page.wait("its address", "return location.hash.includes('fig=repair') && location.hash.includes('steps=30')")?;
    page.run(&format!("{CHAINS}.scrollIntoView()"))?;
    finished_in(page, CHAINS, 2000)?;
    page.run("return new Promise(done => setTimeout(done, 700))")?;
    expect("the address as it was", &page.run("return location.hash.includes('fig=repair')")?, &true.into())?;
    // A click and no script: engines pass over entries of their history that no reader asked for.
    page.run(&format!("{CHAINS}.querySelector('[name=new-seed]').scrollIntoView({{block: 'center'}})"))?;
    page.click("ebm-figure[name=chains] [name=new-seed]")?;
    page.wait("another seed", &format!("return {CHAINS}.link.includes('seed=')"))?;
    let sampled = finished_in(page, CHAINS, 2000)?;
    page.wait("its address", "return location.hash.includes('fig=chains') && location.hash.includes('seed=')")?;
    expect("what the other shows", &page.run(&format!("return {REPAIR}.digest"))?, &Value::from(learned.clone()))?;
    page.wait("the end in the address", "return location.hash.includes('steps=2000')")?;
    page.reload()?;
    expect("after a reload", &finished_in(page, CHAINS, 2000)?.into(), &Value::from(sampled))?;
    // Its own state before, and what the address was before that.
    page.back()?;
    page.wait(
        "the seed it had",
        &format!("return {CHAINS}?.link?.includes('fig=chains') && !{CHAINS}.link.includes('seed=')"),
    )?;
    finished_in(page, CHAINS, 2000)?;
    page.back()?;
    page.wait("the other link", &format!("return {REPAIR}?.link?.includes('hidden=8')"))?;
    expect("after Back", &finished_in(page, REPAIR, 30)?.into(), &Value::from(learned))?;
    page.wait("its address after Back", "return location.hash.includes('fig=repair')")?;
    // A link in the text leads to a state of the figure below it.
    page.run("document.querySelector('a[href*=\"sampler=wolff\"]').click()")?;
    page.wait("the lattice", &format!("return {CHAINS}.link.includes('sampler=wolff') && {CHAINS}.steps > 0"))?;
    Ok(())
}

/// A lattice of 512 × 512 sites plays without long tasks on the main thread.
pub fn a_large_lattice_plays_smoothly(page: &Session, address: &str) -> Outcome {
    page.go("about:blank")?;
    page.go(&format!("{address}#v=1&model=ising&rows=512&cols=512&T=2.27&sampler=metropolis&steps=100000"))?;
    page.wait("some steps", &format!("return {CHAINS}?.steps > 2"))?;
    // Where an engine does not report long tasks, frames tell.
    let longest = page.run(
        "return new Promise(done => {
            let last = performance.now(), worst = 0, left = 120;
            const tasks = [];
            try { new PerformanceObserver(l => tasks.push(...l.getEntries().map(e => e.duration))).observe({type: 'longtask'}) } catch {}
            const tick = now => { worst = Math.max(worst, now - last); last = now; if (--left) requestAnimationFrame(tick); else done([worst, ...tasks]) };
            requestAnimationFrame(tick);
        })",
    )?;
    println!("    longest frame and long tasks, ms: {longest}");
    let playing = page.run(&format!("return {CHAINS}.playing"))?;
    expect("it plays", &playing, &true.into())?;
    page.run(&format!("{CHAINS}.pause()"))?;
    page.wait("the digest", &format!("return {CHAINS}.digest")).map(|_| ())
}

/// Pictures for the eye: a lattice, at a window's present size.
pub fn picture(page: &Session, address: &str, name: &str, theme: &str) -> Outcome {
    let link = "#v=1&model=ising&rows=48&cols=48&T=2.27&sampler=swendsen-wang&chains=3&burn=50&steps=400";
    page.go("about:blank")?;
    page.go(&format!("{address}{link}&theme={theme}"))?;
    page.wait("the figure", &format!("return {CHAINS}?.steps >= 0 && {CHAINS}.classList.contains('ready')"))?;
    // In a window this high the other figure comes up too, and may move this one.
    page.run(&format!("return new Promise(done => setTimeout(() => {{ {CHAINS}.scrollIntoView(); done() }}, 1000))"))?;
    finished_in(page, CHAINS, 400)?;
    page.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")?;
    page.screenshot(name)
}
