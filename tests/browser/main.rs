//! The page, end to end, as a user has it: three engines driven by WebDriver under a strict content security policy.

mod accessibility;
mod article;
mod chains;
mod element;
mod engines;
mod faults;
mod frame;
mod frameworks;
#[path = "../golden/mod.rs"]
mod golden;
mod host;
mod links;
mod looks;
mod module;
mod offline;
mod orders;
mod repair;
#[path = "../../xtask/src/server.rs"]
#[allow(dead_code)]
mod server;
mod share;
mod single;
#[allow(dead_code)]
mod webdriver;

use engines::Browsers;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Instant,
};
use webdriver::Session;

type Outcome = Result<(), String>;
const FIGURE: &str = "document.querySelector('ebm-figure')";

/// A test: what a user does in a browser, on the page at an address.
type Test = fn(&Session, &str) -> Outcome;

/// Tests under the names that they have in the code.
macro_rules! tests {
    ($($module:ident::$test:ident),* $(,)?) => { &[$((concat!(stringify!($module), "::", stringify!($test)), $module::$test)),*] };
}

/// Long ones first, so that no engine is left alone with one at the end.
const TESTS: &[(&str, Test)] = tests![
    accessibility::nothing_bars_the_way,
    offline::pages_stay_when_the_network_is_gone,
    offline::builds_never_mix,
    offline::below_a_folder_of_a_plain_server,
    module::the_example_in_a_page_of_someone_else,
    article::the_article_is_there_in_two_languages,
    article::a_rung_is_dragged,
    article::a_unit_is_flipped,
    article::an_update_by_hand,
    article::a_walk_goes_unit_by_unit,
    article::a_network_unlearns_forth_and_back,
    article::a_value_beyond_its_ends_is_told,
    chains::spins_run_as_natively_beside_the_exact_law,
    chains::a_link_opens_where_it_can_be_shown,
    chains::a_misfit_is_told_and_left,
    chains::an_edge_list_is_pasted,
    chains::two_figures_share_one_address,
    chains::a_large_lattice_plays_smoothly,
    frame::a_page_around_it_drives_it,
    frame::the_last_of_many_links_holds,
    frame::what_is_seen_changes_as_it_goes_on,
    frame::a_page_around_it_gives_it_the_height_it_asks_for,
    frame::hostile_messages_change_nothing,
    frame::only_allowed_origins_are_heard,
    looks::a_link_says_how_much_is_seen,
    links::a_mail_is_told_and_repaired,
    links::files_and_several_links,
    links::a_figure_leads_to_what_its_link_means,
    links::mangled_addresses_open,
    links::mangled_looks_hold,
    element::a_hundred_times_attached,
    faults::a_young_worker_reports,
    faults::a_lost_frame_is_asked_for_again,
    faults::a_worker_goes_on_by_its_clock,
    faults::what_cannot_be_painted_is_told,
    orders::many_steps_can_be_given_up,
    orders::what_comes_after_steps_waits_for_them,
    element::in_a_hidden_slide_it_rests,
    element::attributes_are_an_experiment,
    element::a_mangled_link_is_its_figure,
    element::from_another_origin,
    element::without_a_worker_it_is_a_frame,
    element::put_back_it_goes_on,
    element::set_while_away_it_holds,
    frameworks::what_is_done_at_once_holds,
    frameworks::in_another_document_it_is_dressed,
    frameworks::a_root_that_is_there_is_used,
    faults::a_panic_is_one_figure_s,
    element::out_of_sight_it_plays_later,
    element::keys_stay_where_they_are_meant,
    element::the_manifest_is_true,
    repair::links_have_the_same_digest_as_natively,
    repair::a_link_is_an_experiment,
    repair::changes_on_the_way_are_in_the_link,
    repair::a_broken_link_says_what_was_used,
    repair::controls_and_pen,
    repair::an_exact_sum_can_be_given_up,
    repair::a_figure_off_screen_stops,
    repair::the_pen_by_keyboard,
    repair::on_a_phone_nothing_is_cut,
    repair::pictures_for_the_eye,
    single::the_file_opens_from_a_disk,
    single::the_file_has_both_articles,
    single::a_sandboxed_frame_computes,
    single::without_a_worker_the_page_computes,
    share::a_link_is_copied,
    share::files_are_saved,
    share::it_opens_and_closes,
    share::a_long_link_is_a_file,
    share::on_a_phone_it_fits,
];

/// Every test in every engine that is wanted.
fn main() {
    let browsers = Arc::new(Browsers::default());
    let mut trials = Vec::new();
    for &(name, test) in TESTS {
        for engine in engines::wanted() {
            // Where nobody looks at its pictures, one engine is enough to see that they are made.
            let to_look_at = name.ends_with("for_the_eye") && engine != "chromium";
            let browsers = browsers.clone();
            let trial = Trial::test(format!("{name}::{engine}"), move || run(name, test, &engine, &browsers));
            trials.push(trial.with_ignored_flag(to_look_at && is_unattended()));
        }
    }
    // Without Node that is said in the list, unless it has to be there.
    let left_out = !module::node_is_there() && !is_unattended();
    let node = Trial::test("module::the_example_in_node", || Ok(module::the_example_in_node()?));
    trials.push(node.with_ignored_flag(left_out));
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    browsers.close();
    for failed in &*FAILED_ONCE.lock().expect("all tests are done") {
        println!("Failed, and was tried again: {failed}");
    }
    conclusion.exit()
}

/// Where nobody looks, and nothing may be missing.
fn is_unattended() -> bool {
    std::env::var("CI").is_ok_and(|v| v == "true")
}

/// The built folder.
fn folder() -> PathBuf {
    std::env::var("EBM_DIST").expect("cargo xtask test sets EBM_DIST").into()
}

/// Tests of one run that may fail once. Engines have faults of their own that come once in hundreds of pages; what is wrong with ours
/// fails again.
const SECOND_CHANCES: usize = 2;
/// What they failed with: it is printed after everything else.
static FAILED_ONCE: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Whether a test that failed is tried again, in a new browser.
fn has_a_second_chance(name: &str, engine: &str, error: &str) -> bool {
    let mut failed = FAILED_ONCE.lock().expect("no test panics while it holds the list");
    let granted = failed.len() < SECOND_CHANCES;
    if granted {
        failed.push(format!("{name}::{engine}: {error}"));
    }
    granted
}

/// Runs a test at a server of its own, which gives the pages an origin that has nothing stored.
fn run(name: &str, test: Test, engine: &str, browsers: &Browsers) -> Result<(), Failed> {
    let mut first = true;
    loop {
        let server = server::Server::start(folder(), 0).map_err(|e| e.to_string())?;
        let browser = browsers.lend(engine);
        let start = Instant::now();
        let Err(error) = test(&browser, server.address()) else {
            println!("{:7.1} s in {engine}", start.elapsed().as_secs_f64());
            browsers.take_back(browser);
            return Ok(());
        };
        // The message counts; the picture is a help. The browser goes: whatever is wrong with it is not the next test's.
        let _picture = browser.screenshot("failed");
        if !first || !has_a_second_chance(name, engine, &error) {
            return Err(error.into());
        }
        first = false;
    }
}

/// Opens a link afresh and waits until its steps are done in the first figure.
fn open(page: &Session, address: &str, link: &str, steps: u64) -> Result<String, String> {
    open_in(page, FIGURE, address, link, steps)
}

fn finished(page: &Session, steps: u64) -> Result<String, String> {
    finished_in(page, FIGURE, steps)
}

/// The same in a figure that a script names, on the page that holds nothing but a figure.
fn open_in(page: &Session, figure: &str, address: &str, link: &str, steps: u64) -> Result<String, String> {
    page.go("about:blank")?;
    page.go(&format!("{address}figure.html{link}"))?;
    finished_in(page, figure, steps)
}

fn finished_in(page: &Session, figure: &str, steps: u64) -> Result<String, String> {
    // A report that came to rest has the digest.
    let done = format!("const f = {figure}; return f?.steps === {steps} && !f.playing && f.digest");
    let digest = page.wait(&format!("step {steps}"), &done)?;
    // The report is in; the page shows it with the next frame.
    page.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")?;
    Ok(digest.as_str().unwrap_or("").to_string())
}

fn expect(what: &str, found: &Value, wanted: &Value) -> Outcome {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found} instead of {wanted}")) }
}
