//! Sets up what the benchmark compares with, and runs it on one core.

use crate::{
    build,
    run::{command, run, say, which},
    setup,
};
use anyhow::{Context, Result, ensure};
use std::{fs, path::Path};

/// What we are compared with, pinned.
const RIVALS: [&str; 3] = ["numpy==2.3.5", "scikit-learn==1.7.2", "dwave-samplers==1.8.0"];
const VENV: &str = "target/bench-venv";
const SITE: &str = "target/bench/site";

/// What to measure, and how long.
#[derive(clap::Args)]
pub struct Options {
    /// Fewer and shorter rounds.
    #[arg(long)]
    quick: bool,
    /// The page alone: its weight, its first seconds, scrolling, drags.
    #[arg(long)]
    page_only: bool,
    /// Spins alone.
    #[arg(long)]
    spins_only: bool,
    /// So many minutes of play with all figures instead: frames, long tasks and memory in every engine there is.
    #[arg(long, value_name = "MINUTES")]
    play: Option<u64>,
    /// Writes every single result here; a relative path starts at the project's root.
    #[arg(long, value_name = "FILE")]
    json: Option<String>,
}

impl Options {
    /// As `bench/main.rs` takes them.
    fn arguments(&self) -> Vec<String> {
        let mut arguments: Vec<String> = Vec::new();
        arguments.extend(self.quick.then(|| "--quick".into()));
        arguments.extend(self.spins_only.then(|| "--spins-only".into()));
        arguments.extend(self.page_only.then(|| "--page-only".into()));
        arguments.extend(self.play.iter().flat_map(|minutes| ["--play".into(), minutes.to_string()]));
        arguments.extend(self.json.iter().flat_map(|file| ["--json".into(), file.clone()]));
        arguments
    }
}

/// Measures speed as ratios in one run, and the page.
pub fn all(options: &Options) -> Result<()> {
    build::dist()?;
    let engines = setup::browsers()?;
    ensure!(engines.contains(&"chromium"), "Chromium and its chromedriver are needed");
    let page_only = options.page_only || options.play.is_some();
    if !page_only {
        setup::python(VENV, &RIVALS, "what our speed is compared with")?;
        site()?;
    }
    say("Compiling the benchmark");
    let cargo = ["bench", "--quiet", "--features", "browser-tests", "--bench", "speed"];
    run(command("cargo", &cargo).arg("--no-run"))?;
    say("Measuring: leave the machine alone");
    // One core for all contestants, the last one, where the system can say so.
    let cores = std::thread::available_parallelism()?.get();
    let pin = ["-c".to_string(), (cores - 1).to_string(), "cargo".to_string()];
    let mut bench = match which("taskset") {
        _ if page_only => command("cargo", &[]),
        Some(taskset) => {
            say(&format!(
                "Everything runs on core {}: all of Chromium too, so its other threads cost it speed",
                cores - 1
            ));
            let mut pinned = command(taskset, &[]);
            pinned.args(pin);
            pinned
        }
        None => {
            say("taskset is missing: contestants are not pinned to one core");
            command("cargo", &[])
        }
    };
    let python = std::env::current_dir()?.join(VENV).join("bin/python");
    run(bench
        .args(cargo)
        .arg("--")
        .args(options.arguments())
        .env("EBM_PYTHON", python)
        .env("EBM_BROWSERS", engines.join(","))
        .env("EBM_TOOLS", setup::tools()?))
}

/// The built page's module beside the benchmark's own page.
fn site() -> Result<()> {
    fs::create_dir_all(Path::new(SITE).join("data"))?;
    let page = ["index.html", "bench.js", "worker.js", "loop.js"].map(|f| (format!("bench/page/{f}"), f));
    let content = build::content()?;
    let ours = ["ebm.js", "ebm_bg.wasm", "data/mnist.bin"].map(|f| (format!("dist/{content}/{f}"), f));
    for (from, to) in page.into_iter().chain(ours) {
        fs::copy(&from, Path::new(SITE).join(to)).with_context(|| from.clone())?;
    }
    Ok(())
}
