//! Simulated annealing: Metropolis sweeps in the order of the state, from `hot` down to `cold` over the steps of the run.
//!
//! Looks for states of low energy and samples no law; the run's `T` does not matter to it. Kirkpatrick, Gelatt & Vecchi
//! 1983, doi:10.1126/science.220.4598.671.

use super::{
    Conditions, Rate, Sampler, discrete,
    ladder::HOT,
    units::{Order, Rule, Units},
};
use crate::{
    models::{Energy, Model},
    num,
    registry::{Entry, Param, Values},
    rng::Rng,
};

/// The last temperature is this part of the first, unless the link says otherwise.
const COLD_PART: f64 = 0.02;

/// The registry's entry.
pub static ENTRY: Entry<super::Method> = Entry {
    id: "annealing",
    title: "Simulated annealing",
    help: "Cools from hot to cold over the steps of the run, in search of a state of low energy.",
    params: &[
        HOT,
        Param::float("cold", "Coldest temperature", 0.0, 1e6, 0.0)
            .help("Of the last sweep; 0: a fiftieth of the hottest."),
        Param::choice(
            "schedule",
            "Schedule",
            &[("geometric", "By equal factors of T"), ("linear", "By equal steps of 1/T")],
            "geometric",
        ),
    ],
    build: super::Method::new(|model, values| {
        let schedule = Schedule::new(discrete(ENTRY.id, model)?, values);
        Ok(Box::new(Annealing { units: Units::new(model), schedule }))
    })
    .without_law(),
};

/// How the temperature falls.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    hot: f64,
    cold: f64,
    linear: bool,
}

impl Schedule {
    /// As an experiment says.
    pub fn new(energy: &dyn Energy, values: &dyn Values) -> Self {
        let strongest = energy.strongest_field();
        let given = |key: &str, automatic: f64| Some(values.float(key)).filter(|t| *t > 0.0).unwrap_or(automatic);
        let hot = given("hot", if strongest > 0.0 { strongest } else { 1.0 });
        Self { hot, cold: given("cold", COLD_PART * hot), linear: values.word("schedule") == "linear" }
    }

    /// The temperature after this part of the run.
    pub fn temperature(&self, progress: f64) -> f64 {
        if self.linear {
            1.0 / (1.0 / self.hot + progress * (1.0 / self.cold - 1.0 / self.hot))
        } else {
            self.hot * num::exp(progress * num::ln(self.cold / self.hot))
        }
    }
}

/// Metropolis under a falling temperature.
pub struct Annealing {
    units: Units,
    schedule: Schedule,
}

impl Sampler for Annealing {
    fn sweep(
        &mut self,
        model: &dyn Model,
        conditions: &Conditions<'_>,
        state: &mut [f32],
        rng: &mut Rng,
        emit: &mut dyn FnMut(&'static str, &[f32]),
    ) {
        let Some(energy) = model.energy() else { return };
        let conditions = Conditions { temperature: self.schedule.temperature(conditions.progress), ..*conditions };
        self.units.sweep(Rule::Metropolis, &Order::Systematic, energy, &conditions, state, rng);
        emit("all", state);
    }

    fn rates(&self) -> Vec<Rate> {
        vec![self.units.rate("acceptance")]
    }

    fn recount(&mut self) {
        self.units.recount();
    }
}
