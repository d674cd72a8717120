//! `ebm exact`: everything that a sum over all states gives.

use super::{
    input::{Failure, Input, Opened, finish, named, open},
    output,
};
use ebm::{exact, session::Run};
use serde_json::json;

/// Sums by enumeration, or, for a lattice, by transfer or in closed form.
pub(super) fn report(input: &Input) -> Result<(), Failure> {
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
    output::add_likelihood(&mut report, &mut run, law.log_z);
    output::report(&report, input.json);
    Ok(())
}
