//! What every command begins with: an experiment from a link, weights and couplings from files, and the steps up to where it asks.

use super::{files, output};
use clap::Args;
use ebm::{
    data::Dataset,
    error::{Error, Warning},
    experiment::Experiment,
    instance::EdgeList,
    session::{Run, Session},
    trainers::hebb,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::{path::PathBuf, rc::Rc};

#[derive(Args)]
pub(super) struct Input {
    /// A whole URL or its fragment, with or without '#'.
    pub link: String,
    /// One JSON object instead of text.
    #[arg(long)]
    pub json: bool,
    /// Start from these parameters (safetensors).
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Couplings from an edge list ('n m', then lines 'i j w' from 1): those of Max-Cut, −w.
    #[arg(long, value_name = "FILE")]
    pub instance: Option<PathBuf>,
}

/// A failure in one line: what is wrong, and the argument it is about.
pub(super) struct Failure(pub String);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure(format!("LINK: {error}"))
    }
}

/// Where the weights are to blame, the error names their file.
pub(super) fn named(input: &Input, error: Error) -> Failure {
    match &input.weights {
        Some(path) => Failure(format!("--weights {}: {error}", path.display())),
        None => error.into(),
    }
}

pub(super) fn warn(warnings: &[Warning]) {
    for warning in warnings {
        output::complain(&format!("warning: {}", warning.message));
    }
}

/// An experiment at its start, what was wrong with its link, and the couplings of a file.
pub(super) struct Opened {
    pub run: Run,
    pub warnings: Vec<Warning>,
    pub instance: Option<EdgeList>,
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
pub(super) fn open(input: &Input, steps: Option<u64>) -> Result<Opened, Failure> {
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
pub(super) fn advance(run: &mut Run, steps: u64) -> Result<(), Failure> {
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
pub(super) fn link(run: &Run, input: &Input) -> String {
    run.experiment().link_with(if input.weights.is_some() { &["T"] } else { &[] })
}

/// The link's steps — none if weights were given, unless asked for — and what runs after them.
pub(super) fn finish(run: &mut Run, input: &Input, steps: Option<u64>) -> Result<(), Failure> {
    let from_link = if input.weights.is_some() { 0 } else { run.experiment().int("steps") as u64 };
    advance(run, steps.unwrap_or(from_link))
}
