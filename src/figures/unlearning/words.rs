//! The figure in words and numbers: what a table shows and a screen reader says.

use super::{Unlearning, ends::Kind, look::GRID};
use crate::{figures::Number, say, session::Session};

fn estimate(name: String, (value, error): (f64, f64), ess: Option<usize>) -> Number {
    Number { name, value: Some(value), error: Some(error), ess: ess.map(|n| n as f64), ..Number::default() }
}

/// The name of a kind of end.
pub(super) fn name(kind: Kind) -> String {
    match kind {
        Kind::Memory => say!("memory"),
        Kind::Mirror => say!("mirror"),
        Kind::Mixture => say!("mixture"),
        Kind::Other => say!("other"),
    }
}

impl Unlearning {
    /// The rows of the table. Estimates are those of the last whole look.
    pub(super) fn numbers(&self) -> Vec<Number> {
        let (n, p) = (self.now.network.units() as f64, self.patterns.len() as f64);
        let exact = |name: String, value: f64| Number { name, exact: Some(value), ..Number::default() };
        let mut rows = vec![
            Number::plain(say!("updates"), self.run.step() as f64, ""),
            Number::plain(say!("load α = P/N"), p / n, ""),
            exact(say!("stable memories"), self.stable() as f64),
        ];
        let Some(look) = &self.last else { return rows };
        rows.push(Number::plain(say!("looked at after updates"), look.step as f64, ""));
        rows.push(exact(say!("mean of the smallest aligned fields κ"), look.mean_least()));
        let aligned = look.stability.iter().map(|s| s.aligned).sum::<f64>() / p;
        rows.push(exact(say!("aligned units of the memories"), aligned));
        if let Some(recall) = look.tenth() {
            let patterns = recall.overlaps.len() / recall.tries;
            rows.push(estimate(say!("overlap after recall from 10% damage"), recall.overlap(), Some(patterns)));
            rows.push(Number::plain(say!("recalled from 10% damage"), recall.recalled(), ""));
        }
        let basin = look.recall.iter().take_while(|recall| recall.recalled() >= 0.5).last();
        let basin = basin.map_or(0.0, |recall| recall.damage as f64 * GRID);
        rows.push(Number::plain(say!("damage from which half are recalled"), basin, ""));
        let count = look.ends.met.len();
        for kind in super::ends::KINDS {
            rows.push(estimate(say!("quenches that end: {0}", name(kind)), look.ends.part(kind), Some(count)));
        }
        let minima = look.minima.as_ref();
        rows.push(Number {
            name: say!("different minima met"),
            value: Some(look.ends.different() as f64),
            exact: minima.map(|m| m.total() as f64),
            ..Number::default()
        });
        rows.push(Number {
            name: say!("lowest energy per unit met"),
            value: Some(look.ends.lowest() / n),
            exact: minima.map(|m| m.lowest / n),
            unit: say!("T's unit"),
            ..Number::default()
        });
        let energy = look.energies.iter().sum::<f64>() / (n * p);
        rows.push(Number { unit: say!("T's unit"), ..exact(say!("mean energy per unit of the memories"), energy) });
        rows
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let (step, stable, all) = (self.run.step(), self.stable(), self.patterns.len());
        let mut text = say!("After {0} updates {1} of {2} memories are stable.", step, stable, all);
        let (start, end) = self.cue.overlaps(&self.patterns[self.cue.memory]);
        let (number, start, end) = (self.cue.memory + 1, format!("{start:.2}"), format!("{end:.2}"));
        text += " ";
        text += &say!("Recall takes memory {0} from overlap {1} to {2}.", number, start, end);
        if let Some(recall) = self.last.as_ref().and_then(|look| look.tenth()) {
            let overlap = format!("{:.2}", recall.overlap().0);
            text += " ";
            text += &say!("From 10% damage the mean overlap after recall is {0}.", overlap);
        }
        text
    }
}
