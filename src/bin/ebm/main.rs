//! The command line tool: the same experiments as in the browser, from the same links.

mod exact;
mod files;
mod input;
mod log_z;
mod output;
mod run;

use clap::{Parser, Subcommand, ValueEnum};
use ebm::{BUILD, experiment::Experiment};
use input::{Failure, Input, warn};
use std::{path::PathBuf, process::ExitCode};

/// Energy-based models from a link: reproduce it, run it longer, ask for the exact answer.
#[derive(Parser)]
#[command(name = "ebm", version = BUILD)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List models, samplers, trainers, data sets and figures with their parameters.
    List {
        /// One JSON object instead of text.
        #[arg(long)]
        json: bool,
    },
    /// Print the canonical link; one warning a line on stderr.
    Check {
        /// A whole URL or its fragment, with or without '#'.
        link: String,
    },
    /// Run an experiment and print its digest and observables.
    Run {
        #[command(flatten)]
        input: Input,
        /// Steps, instead of the link's.
        #[arg(long)]
        steps: Option<u64>,
        /// Write the parameters as safetensors.
        #[arg(long, value_name = "FILE")]
        export: Option<PathBuf>,
    },
    /// Enumerate the model after the link's steps, or the weights of a file.
    Exact {
        #[command(flatten)]
        input: Input,
    },
    /// ln Z of the model after the link's steps, or of the weights of a file.
    Logz {
        #[command(flatten)]
        input: Input,
        /// How to get it.
        #[arg(long, value_enum)]
        method: Method,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Method {
    /// Sum over all states, of the smaller layer where there are two.
    Exact,
    /// Annealed importance sampling: an estimate with an interval, for models of any size.
    Ais,
}

/// What was wrong with the arguments, in one line; the usage below it is what --help prints.
fn one_line(error: &clap::Error) -> String {
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "error: COMMAND is missing; try --help".to_string();
    }
    let text = error.to_string();
    text.lines().take_while(|l| !l.is_empty()).map(str::trim).collect::<Vec<_>>().join(" ")
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            output::complain(&one_line(&error));
            return ExitCode::from(2);
        }
        Err(help) => {
            output::say(&help.to_string());
            return ExitCode::SUCCESS;
        }
    };
    let outcome = match cli.command {
        Command::List { json } => {
            output::say(&if json { format!("{:#}", output::catalogue()) } else { output::list() });
            Ok(())
        }
        Command::Check { link } => {
            let (experiment, warnings) = Experiment::read(&link);
            warn(&warnings);
            output::say(&experiment.link());
            Ok(())
        }
        Command::Run { input, steps, export } => run::run(&input, steps, export),
        Command::Exact { input } => exact::report(&input),
        Command::Logz { input, method: Method::Exact } => log_z::exactly(&input),
        Command::Logz { input, method: Method::Ais } => log_z::annealed(&input),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            output::complain(&format!("error: {}", message.replace('\n', " ")));
            ExitCode::from(2)
        }
    }
}
