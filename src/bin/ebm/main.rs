//! The command line tool: the same experiments as in the browser, from the same links.

mod files;
mod output;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ebm::{
    BUILD,
    data::Dataset,
    digest,
    error::{Error, Warning},
    estimate::ais::{Ais, Plan},
    exact,
    experiment::Experiment,
    instance::EdgeList,
    session::{Run, Session},
    trainers::hebb,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{path::PathBuf, process::ExitCode, rc::Rc};

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

#[derive(Args)]
struct Input {
    /// A whole URL or its fragment, with or without '#'.
    link: String,
    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
    /// Start from these parameters (safetensors).
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Couplings from an edge list ('n m', then lines 'i j w' from 1): those of Max-Cut, −w.
    #[arg(long, value_name = "FILE")]
    instance: Option<PathBuf>,
}

/// A failure in one line: what is wrong, and the argument it is about.
struct Failure(String);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure(format!("LINK: {error}"))
    }
}

/// Where the weights are to blame, the error names their file.
fn named(input: &Input, error: Error) -> Failure {
    match &input.weights {
        Some(path) => Failure(format!("--weights {}: {error}", path.display())),
        None => error.into(),
    }
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
        Command::Run { input, steps, export } => run(&input, steps, export),
        Command::Exact { input } => exact(&input),
        Command::Logz { input, method: Method::Exact } => log_z(&input),
        Command::Logz { input, method: Method::Ais } => annealed_log_z(&input),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            output::complain(&format!("error: {}", message.replace('\n', " ")));
            ExitCode::from(2)
        }
    }
}

fn warn(warnings: &[Warning]) {
    for warning in warnings {
        output::complain(&format!("warning: {}", warning.message));
    }
}

/// An experiment at its start, what was wrong with its link, and the couplings of a file.
struct Opened {
    run: Run,
    warnings: Vec<Warning>,
    instance: Option<EdgeList>,
}

/// The edge list of `--instance`.
fn instance(input: &Input, experiment: &Experiment) -> Result<Option<EdgeList>, Failure> {
    let Some(path) = &input.instance else { return Ok(None) };
    let named = |what: String| Failure(format!("--instance {}: {what}", path.display()));
    if !experiment.model.build.takes_instance {
        return Err(named(format!("the model '{}' has no couplings from a file", experiment.model.id)));
    }
    let text = files::read_text(path).map_err(named)?;
    EdgeList::parse(&text).map(Some).map_err(|e| named(e.to_string()))
}

/// An experiment that stands at its start, and what was wrong with its link.
fn open(input: &Input, steps: Option<u64>) -> Result<Opened, Failure> {
    let (mut experiment, mut warnings) = Experiment::read(&input.link);
    warn(&warnings);
    // A schedule follows the steps that will be done.
    if let Some(steps) = steps.filter(|_| experiment.is_scheduled())
        && let Some(warning) = experiment.set("steps", &steps.to_string()).first()
    {
        return Err(Failure(format!("--steps {steps}: {}", warning.message)));
    }
    let last_part = steps.and_then(|steps| experiment.check_record(steps));
    warn(last_part.as_slice());
    warnings.extend(last_part);
    if input.weights.is_some() && experiment.trainer.is_some_and(|t| t.id == hebb::ENTRY.id) {
        return Err(Failure("--weights: Hebb's rule starts from no couplings".into()));
    }
    let data = data(&experiment)?;
    let instance = instance(input, &experiment)?;
    let run = match &input.weights {
        Some(path) => {
            let weights =
                files::read_weights(path).map_err(|e| Failure(format!("--weights {}: {e}", path.display())))?;
            let mut differing = Vec::new();
            let model = weights
                .model(&mut experiment, data.as_deref(), instance.as_ref(), &mut differing)
                .map_err(|e| Failure(format!("--weights {}: {e}", path.display())))?;
            warn(&differing);
            warnings.extend(differing);
            Run::with_model(experiment, data, model)?
        }
        None => {
            let model = Run::initial_model(&experiment, data.as_deref(), instance.as_ref())?;
            Run::with_model(experiment, data, model)?
        }
    };
    Ok(Opened { run, warnings, instance })
}

fn data(experiment: &Experiment) -> Result<Option<Rc<Dataset>>, Failure> {
    Ok(experiment.dataset(Some(files::MNIST))?.map(Rc::new))
}

/// Steps with a progress bar on a terminal, for runs that take a while.
fn advance(run: &mut Run, steps: u64) -> Result<(), Failure> {
    let style = ProgressStyle::with_template("{pos}/{len} steps {wide_bar} {per_sec} {eta}");
    let bar = ProgressBar::new(steps).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let slice = (steps / 200).clamp(1, 100);
    let mut done = 0;
    while done < steps {
        let part = slice.min(steps - done);
        run.advance(part)?;
        done += part;
        bar.set_position(done);
    }
    bar.finish_and_clear();
    Ok(())
}

/// The link that leads to a report, with the same weights: it says `T` even at its default, or the file would.
fn link(run: &Run, input: &Input) -> String {
    run.experiment().link_with(if input.weights.is_some() { &["T"] } else { &[] })
}

/// The link's steps — none if weights were given, unless asked for — and what runs after them.
fn finish(run: &mut Run, input: &Input, steps: Option<u64>) -> Result<(), Failure> {
    let from_link = if input.weights.is_some() { 0 } else { run.experiment().int("steps") as u64 };
    advance(run, steps.unwrap_or(from_link))
}

fn run(input: &Input, steps: Option<u64>, export: Option<PathBuf>) -> Result<(), Failure> {
    let Opened { mut run, warnings, instance } = open(input, steps)?;
    let sampling = run.experiment().trainer.is_none() && input.weights.is_some();
    let steps = steps.or_else(|| sampling.then(|| run.experiment().int("steps") as u64));
    finish(&mut run, input, steps)?;
    if input.weights.is_none() {
        // The link in the report leads to the digest in the report.
        let done = run.step().to_string();
        run.experiment_mut().set("steps", &done);
    }
    run.run_then(&mut |_, _| {})?;
    let mut second = second(&run, input)?;
    if let Some(path) = &export {
        files::write_weights(path, &mut run).map_err(|e| Failure(format!("--export {}: {e}", path.display())))?;
    }
    let mut observables = output::observables(&mut run, instance.as_ref());
    let mut digest = run.digest();
    if let Some(second) = &mut second {
        output::join(&mut observables, "b.", output::observables(second, None));
        digest = digest::of_digests(&[digest, second.digest()]);
    }
    let report = json!({
        "link": link(&run, input),
        "build": BUILD,
        "steps": run.step(),
        "digest": digest,
        "warnings": warnings,
        "observables": observables,
        "estimates": output::estimates(&mut run),
    });
    output::report(&report, input.json);
    Ok(())
}

/// The second experiment of a link that compares two, after as many steps as the first.
fn second(run: &Run, input: &Input) -> Result<Option<Run>, Failure> {
    let Some(experiment) = run.experiment().second() else { return Ok(None) };
    if input.weights.is_some() {
        return Err(Failure("--weights: the link compares two trainings, each from its own start".into()));
    }
    let steps = run.experiment().int("steps") as u64;
    let mut second = Run::new(experiment, run.data().cloned())?;
    advance(&mut second, steps)?;
    second.run_then(&mut |_, _| {})?;
    Ok(Some(second))
}

fn exact(input: &Input) -> Result<(), Failure> {
    let Opened { mut run, .. } = open(input, None)?;
    // Too large to enumerate, but perhaps a lattice that can be summed in another way.
    let too_large = exact::units_left(run.model()).map_err(|e| named(input, e))? > exact::LIMIT;
    let sides = (run.experiment().int("rows") as usize, run.experiment().int("cols") as usize);
    let lattice = |run: &mut Run| {
        let temperature = run.temperature();
        exact::lattice(run.model(), sides, temperature).map_err(|e| named(input, e))
    };
    if too_large {
        lattice(&mut run).map(drop)?;
    }
    finish(&mut run, input, None)?;
    let temperature = run.temperature();
    let law = if too_large { lattice(&mut run)?() } else { exact::law(run.model(), temperature)? };
    let units = run.model().space().units() as f64;
    let mut report = json!({
        "log_z": law.log_z,
        "mean_energy": law.mean_energy,
        "energy_per_spin": law.mean_energy / units,
        "heat_capacity": law.heat_capacity,
        "magnetization": law.magnetization,
        "abs_magnetization": law.abs_magnetization,
        "marginals": law.marginals,
    });
    if let (Some(object), Some(correlations)) = (report.as_object_mut(), law.correlations) {
        object.insert("correlations".into(), json!(correlations));
    }
    // A model of a few units is told state by state, unit 0 fastest.
    if let Some(object) = report.as_object_mut().filter(|_| units <= 4.0)
        && let Ok(probabilities) = exact::brute_force(run.model(), temperature)
    {
        object.insert("probabilities".into(), json!(probabilities));
    }
    if let (Some(object), Some(data)) = (report.as_object_mut(), run.data().cloned())
        && let Ok(likelihood) = exact::log_likelihood(run.model(), &data, temperature, law.log_z)
    {
        object.insert("log_likelihood".into(), json!(likelihood));
    }
    output::report(&report, input.json);
    Ok(())
}

fn log_z(input: &Input) -> Result<(), Failure> {
    let Opened { mut run, warnings, .. } = open(input, None)?;
    exact::check_size(run.model(), exact::LIMIT).map_err(|e| named(input, e))?;
    finish(&mut run, input, None)?;
    let temperature = run.temperature();
    let mut sum = exact::LogZ::new(run.model(), temperature)?;
    let bar = ProgressBar::new(sum.total());
    let value = loop {
        if let Some(value) = sum.advance(1 << 14) {
            break value;
        }
        bar.set_position(sum.done());
    };
    bar.finish_and_clear();
    let mut report = json!({
        "link": link(&run, input),
        "build": BUILD,
        "method": "exact",
        "log_z": value,
        "states": sum.total(),
        "warnings": warnings,
    });
    if let (Some(object), Some(data)) = (report.as_object_mut(), run.data().cloned())
        && let Ok(likelihood) = exact::log_likelihood(run.model(), &data, temperature, value)
    {
        object.insert("log_likelihood".into(), json!(likelihood));
    }
    output::report(&report, input.json);
    Ok(())
}

fn annealed_log_z(input: &Input) -> Result<(), Failure> {
    let Opened { mut run, warnings, .. } = open(input, None)?;
    finish(&mut run, input, None)?;
    let experiment = run.experiment();
    let plan = Plan {
        temperature: run.temperature(),
        runs: experiment.int("runs") as usize,
        betas: experiment.int("betas") as usize,
        seed: experiment.int("seed") as u64,
        step: run.step(),
    };
    let data = run.data().cloned();
    let marginals = data.as_ref().map(|d| d.marginals());
    let mut ais = Ais::new(run.model(), marginals.as_deref(), plan)?;
    let bar = ProgressBar::new(ais.total() as u64);
    let found = loop {
        if let Some(found) = ais.advance(256) {
            break found;
        }
        bar.set_position(ais.done() as u64);
    };
    bar.finish_and_clear();
    let mut report = json!({
        "link": link(&run, input),
        "build": BUILD,
        "method": "ais",
        "log_z": found.log_z,
        "stderr": found.stderr,
        "interval": found.interval,
        "ess": found.ess,
        "runs": plan.runs,
        "betas": plan.betas,
        "warnings": warnings,
    });
    if let (Some(object), Some(data)) = (report.as_object_mut(), data)
        && let Ok(likelihood) = exact::log_likelihood(run.model(), &data, plan.temperature, found.log_z)
    {
        object.insert("log_likelihood".into(), json!(likelihood));
    }
    output::report(&report, input.json);
    Ok(())
}
