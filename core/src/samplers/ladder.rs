//! A ladder of temperatures, from the run's `T` up to `hot` by equal factors.

use crate::{num, registry::Param};

/// The hottest temperature.
pub const HOT: Param = Param::float("hot", "Hottest temperature", 0.0, 1e6, 0.0)
    .help("0: the strongest field that a unit can feel, where units are nearly free.");
/// How many temperatures.
pub const LADDER: Param =
    Param::int("ladder", "Temperatures", 2, 64, 8).help("From T to the hottest, by equal factors.");

/// Temperatures of `rungs` rungs, coldest first; `hot` = 0 means `automatic`. Never falls below `T`.
pub fn temperatures(temperature: f64, hot: f64, automatic: f64, rungs: usize) -> Vec<f64> {
    let top = if hot > 0.0 { hot } else { automatic }.max(temperature * 1.001);
    let factor = num::ln(top / temperature);
    (0..rungs).map(|k| temperature * num::exp(factor * k as f64 / (rungs - 1) as f64)).collect()
}
