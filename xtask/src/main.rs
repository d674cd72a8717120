//! `cargo xtask serve | test | dist | bench | data`: all set-up and all chores, each step announced.

mod bench;
mod build;
mod data;
mod hosts;
mod offline;
mod package;
mod run;
mod server;
mod setup;
mod single;
mod sites;
mod styles;
mod test;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use std::path::Path;

/// Build, serve, test and measure EBM Playground.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up what is missing, build the playground and serve it on localhost.
    Serve {
        /// The port to try first.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Set up what is missing, browsers included, and pass every test; `long`: the statistics that take minutes instead; `hosts`: what
    /// others put the playground into.
    Test {
        /// Which tests.
        #[arg(value_enum, default_value_t = test::Kind::All)]
        kind: test::Kind,
    },
    /// Build a static folder for any server: dist/.
    Dist {
        /// Also pack it into one file below target/, the same bytes for the same sources.
        #[arg(long)]
        archive: bool,
        /// Also write dist/ebm-playground.html, one file with everything: it opens from a disk without a network.
        #[arg(long)]
        single_file: bool,
    },
    /// Measure speed as ratios in one run, and the page's weight.
    Bench(bench::Options),
    /// Make data/mnist.bin again from its source package.
    Data,
}

fn main() -> Result<()> {
    // Every task works from the project's root, wherever it was called from, and wherever the project was when this was compiled.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    if let Some(root) = Path::new(&package).parent() {
        std::env::set_current_dir(root).with_context(|| root.display().to_string())?;
    }
    match Cli::parse().task {
        Task::Serve { port } => {
            build::dist()?;
            let server = server::Server::start("dist".into(), port)?;
            println!("\nEBM Playground is at {}\n(stop with Ctrl-C)", server.address());
            server.wait();
            Ok(())
        }
        Task::Test { kind: test::Kind::All } => test::all(),
        Task::Test { kind: test::Kind::Long } => test::long(),
        Task::Test { kind: test::Kind::Hosts } => hosts::all(),
        Task::Dist { archive, single_file } => {
            build::dist()?;
            if single_file {
                single::write(Path::new("dist"))?;
            }
            if archive { package::archive() } else { Ok(()) }
        }
        Task::Bench(options) => bench::all(&options),
        Task::Data => data::pack(),
    }
}
