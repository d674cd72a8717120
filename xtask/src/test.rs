//! Every test, stage by stage, with the time each takes.

use crate::{
    run::{Beside, command, run, say, which},
    setup, single,
};
use anyhow::{Context, Result};
use std::time::Instant;

/// Which tests to run.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// All that a change must pass.
    All,
    /// Statistics over many seeds and long chains, which take minutes.
    Long,
    /// Packages and pages of others that use the built folder.
    Hosts,
}

/// Passes the statistics that take too long for every change.
pub fn long() -> Result<()> {
    say("Long statistics: every sampler on every model over many seeds");
    run(&mut command("cargo", &["test", "--workspace", "--", "--ignored"]))
}

/// Sets up what is missing and passes every test.
pub fn all() -> Result<()> {
    let mut times = Vec::new();
    let mut stage = |name: &'static str, work: &mut dyn FnMut() -> Result<()>| -> Result<()> {
        say(name);
        let start = Instant::now();
        work()?;
        times.push((name, start.elapsed().as_secs_f64()));
        Ok(())
    };
    let mut engines = Vec::new();
    stage("Set-up: tools for building", &mut setup::for_building)?;
    // Its last step of compilation takes one core and a few minutes: it goes on beside what comes next.
    say("Building the page beside the next stages");
    let page = command(std::env::current_exe()?, &["dist", "--single-file"]);
    let mut page = Some(Beside::start(page, "target/page.log")?);
    stage("Set-up: browsers and Node", &mut || {
        engines = setup::browsers()?;
        setup::node(false)?;
        Ok(())
    })?;
    stage("Formatting", &mut || run(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    stage("Lints, native", &mut || {
        let all = ["clippy", "--quiet", "--workspace", "--all-targets", "--features", "browser-tests"];
        run(command("cargo", &all).args(["--", "-D", "warnings"]))
    })?;
    stage("Lints, wasm", &mut || {
        run(command("cargo", &["clippy", "--quiet", "--lib"]).args(WASM).args(["--", "-D", "warnings"]))
    })?;
    stage("Native tests", &mut || run(&mut command("cargo", &["test", "--workspace"])))?;
    stage("Documentation", &mut || {
        run(command(
            "cargo",
            &[
                "doc",
                "--quiet",
                "--no-deps",
                "--lib",
                "--package",
                "ebm",
                "--package",
                "ebm-core",
                "--package",
                "article",
            ],
        )
        .env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    if engines.contains(&"chromium") {
        stage("The JavaScript handles in Chromium", &mut || {
            let runner = setup::tools()?.join("wasm-bindgen-test-runner");
            let driver = which("chromedriver").context("chromedriver was there a moment ago")?;
            run(command("cargo", &["test", "--test", "handles"])
                .args(WASM)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
                .env("CHROMEDRIVER", driver))
        })?;
    }
    stage("The page, as far as it is not built yet", &mut || page.take().map_or(Ok(()), Beside::wait))?;
    stage("The page in browsers, the module in Node", &mut || {
        run(command("cargo", &["test", "--features", "browser-tests", "--test", "browser"])
            .args(["--", "--test-threads=2"])
            .env("EBM_DIST", std::env::current_dir()?.join("dist"))
            .env("EBM_SINGLE", std::env::current_dir()?.join("dist").join(single::NAME))
            .env("EBM_TOOLS", setup::tools()?)
            .env("EBM_BROWSERS", engines.join(",")))
    })?;
    println!("\nAll tests passed.");
    for (name, seconds) in times {
        println!("{seconds:8.1} s  {name}");
    }
    Ok(())
}

const WASM: [&str; 5] = ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "web,paint,all"];
