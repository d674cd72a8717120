//! The figure in words and numbers: what a table shows and a screen reader says.

use super::{Inside, Sampling, rate, status::rule};
use crate::{figures::Number, samplers::units::Rule, say};

impl Sampling {
    /// Part of the offers since the temperature was last changed that moved a unit, of the run and of the twin.
    pub(super) fn moved(&self) -> [Option<f64>; 2] {
        let now = [self.inside.as_ref().map_or_else(|| rate(&self.run), Inside::rate), rate(&self.twin)];
        now.map(|rate| rate.part())
    }

    /// The rows of the table.
    pub(super) fn numbers(&mut self) -> Vec<Number> {
        let (state, temperature, rule) = (self.state(), self.temperature(), rule(self.run.experiment()));
        let units = self.pair.units() as f64;
        let energy = self.run.model().energy().map_or(f64::NAN, |e| e.energy(&state));
        let (a, b) = self.pair.overlaps(&state);
        let (sizes, twin) = (self.pair.sizes(), self.twin_sizes());
        let exact = self.law.exact().map(|e| e.mean_energy / twin.units() as f64);
        let names = match rule {
            Rule::Metropolis => [say!("acceptance rate"), say!("acceptance rate of the twin")],
            _ => [say!("flipped units"), say!("flipped units of the twin")],
        };
        let mean = |temperature: f64| sizes.mean_energy(temperature) / units;
        let mean_energy = |name: String, found, exact| Number::estimated(name, found, exact, say!("T's unit"));
        let mut rows = vec![
            Number::plain(say!("sweeps"), self.step() as f64, ""),
            Number::plain(say!("temperature T"), temperature, ""),
            Number::plain(say!("energy"), energy, say!("T's unit")),
            Number::plain(say!("energy per unit"), energy / units, say!("T's unit")),
            Number::plain(say!("overlap with A"), a, ""),
            Number::plain(say!("overlap with B"), b, ""),
            Number::plain(say!("overlap of A with B"), self.pair.likeness(), ""),
            mean_energy(say!("mean energy per unit"), self.look.estimate("energy_per_spin"), Some(mean(temperature))),
            mean_energy(say!("mean energy per unit of the twin"), self.twin_look.estimate("energy_per_spin"), exact),
        ];
        for ((name, value), sizes) in names.into_iter().zip(self.moved()).zip([sizes, twin]) {
            rows.push(Number { name, value, exact: Some(sizes.rate(temperature, rule)), ..Number::default() });
        }
        rows
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let (a, b) = self.pair.overlaps(&self.state());
        let (step, t) = (self.step(), self.temperature());
        let (a, b) = (format!("{a:.2}"), format!("{b:.2}"));
        let mut text =
            say!("After {0} sweeps at T = {1} the chain overlaps with A by {2} and with B by {3}.", step, t, a, b);
        if let (Some(inside), Some(offer)) = (&self.inside, self.offer()) {
            let outcome = if offer.old == offer.new {
                say!("it stays {0}", offer.old)
            } else {
                say!("it becomes {0}", offer.new)
            };
            let cost = format!("{:.4}", offer.cost);
            text += " ";
            text += &say!(
                "Offer {0} of the next sweep is to unit {1}, a flip costs {2}: {3}.",
                inside.shown,
                offer.unit,
                cost,
                outcome
            );
        }
        text
    }
}
