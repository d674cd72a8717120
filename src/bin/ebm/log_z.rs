//! `ebm logz`: `ln Z` alone, as a sum or as an estimate with an interval.

use super::{
    input::{Failure, Input, Opened, finish, link, named, open},
    output,
};
use ebm::{BUILD, estimate::ais::Ais, exact};
use indicatif::ProgressBar;
use serde_json::json;

/// The sum over all states, of the smaller layer where there are two.
pub(super) fn exactly(input: &Input) -> Result<(), Failure> {
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
    output::add_likelihood(&mut report, &mut run, value);
    output::report(&report, input.json);
    Ok(())
}

/// Annealed importance sampling.
pub(super) fn annealed(input: &Input) -> Result<(), Failure> {
    let Opened { mut run, warnings, .. } = open(input, None)?;
    finish(&mut run, input, None)?;
    let plan = run.annealing();
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
    output::add_likelihood(&mut report, &mut run, found.log_z);
    output::report(&report, input.json);
    Ok(())
}
