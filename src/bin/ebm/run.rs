//! `ebm run`: the digest and the observables of a link's experiment.

use super::{
    files,
    input::{Failure, Input, Opened, advance, finish, link, open},
    output,
};
use ebm::{
    BUILD, digest,
    session::{Run, Session},
};
use serde_json::json;
use std::path::PathBuf;

/// Runs the steps and what follows them, and reports; with two experiments, both.
pub(super) fn run(input: &Input, steps: Option<u64>, export: Option<PathBuf>) -> Result<(), Failure> {
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
