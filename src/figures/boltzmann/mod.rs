//! The figure `boltzmann`: levels on a ladder, or two spins on a pad; exact probabilities, and a sampler whose shares come to meet them.
//!
//! It leaves its run to [`Chains`] and adds what only so few states allow: every probability, with its error. For levels
//! it also holds the reader's own probabilities of the same mean energy ([`maximum`]), whose entropy is never larger.

mod ladder;
mod law;
pub(super) mod marks;
pub mod maximum;
mod met;
mod pad;
pub(super) mod scale;
mod status;
mod trial;
mod words;

use super::{Action, Detail, Figure, Given, Status, chains::Chains};
use crate::{
    error::{Error, Warning},
    experiment::Experiment,
    numerals,
    registry::{Entry, Param, Value},
    scene::{Scene, diagram::Touch},
    session::Run,
};
use law::Law;
use maximum::Plane;
use met::Met;
pub use scale::read as read_axis;
pub use status::BoltzmannStatus;

/// Models that it shows.
const MODELS: &[&str] = &["levels", "two-spins"];
/// Samplers that it shows.
const SAMPLERS: &[&str] = &["metropolis", "gibbs"];

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "boltzmann",
    title: "Energy and probability",
    help: "Levels or two spins: exact probabilities, a sampler's shares, and the largest entropy at a given mean energy.",
    params: &[
        Param::text("trial", "Your probabilities p").help(
            "Numbers from 0 to 1 with commas between, one a level; moved to the same sum and mean energy as the law's.",
        ),
        Param::text("axis", "Ends of the energy axis")
            .help("Two numbers with a comma between, such as 0,5 (the default)."),
    ],
    build: super::Source {
        link: "#v=1&fig=boltzmann&model=levels&sampler=metropolis&steps=2000&trial=0.75,0.075,0.175",
        shows,
        outline: |_| Scene::default(),
        build: |experiment, given| Ok(Box::new(Boltzmann::new(experiment, given))),
    },
};

/// Few states, all of them free, sampled by a rule that keeps their law.
fn shows(experiment: &Experiment) -> bool {
    let sampled = experiment.sampler.is_some_and(|s| SAMPLERS.contains(&s.id));
    let plain = experiment.data.is_none() && experiment.then.is_none() && experiment.clamped().is_empty();
    MODELS.contains(&experiment.model.id) && sampled && plain
}

/// The figure's state.
pub struct Boltzmann {
    chains: Chains,
    /// Of every state: levels in their order, spins as ++, +−, −+, −−.
    energies: Vec<f64>,
    spins: bool,
    met: Met,
}

impl Boltzmann {
    /// Prepares the run of an experiment.
    pub fn new(experiment: Experiment, given: Given) -> Self {
        let spins = experiment.model.id != MODELS[0];
        let mut chains = Chains::new(experiment, given);
        let energies = chains.run_mut().map_or_else(Vec::new, |run| energies(run, spins));
        let met = Met::new(energies.len(), spins);
        Self { chains, energies, spins, met }
    }

    fn temperature(&self) -> f64 {
        self.chains.run().map_or(1.0, Run::temperature)
    }

    fn law(&self) -> Law {
        Law::new(&self.energies, self.temperature())
    }

    /// The value of a text parameter of its own.
    fn text(&self, key: &str) -> String {
        match self.chains.run().and_then(|run| run.experiment().value(key)) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    }

    /// The reader's probabilities: what was asked for, moved to the sum and the mean energy of the law.
    fn trial(&self, plane: &Plane<'_>) -> Vec<f64> {
        maximum::read(&self.text("trial")).map_or_else(|| plane.law.to_vec(), |wish| plane.nearest(&wish))
    }
}

/// The energies of all states.
fn energies(run: &mut Run, spins: bool) -> Vec<f64> {
    let model = run.model();
    let Some(energy) = model.energy() else { return Vec::new() };
    let count = if spins { 4 } else { model.space().alphabets()[0].values() as usize };
    let state = |k: usize| if spins { vec![1.0 - (k & 2) as f32, 1.0 - 2.0 * (k & 1) as f32] } else { vec![k as f32] };
    (0..count).map(|k| energy.energy(&state(k))).collect()
}

impl Figure for Boltzmann {
    fn experiment(&self) -> Experiment {
        self.chains.experiment()
    }

    /// With the temperature as it is now, should a link's log have changed it on the way.
    fn restart(&self) -> Experiment {
        let mut experiment = self.chains.restart();
        experiment.set("T", &self.temperature().to_string());
        experiment
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        self.chains.main_run()
    }

    fn advance(&mut self, steps: u64) -> Result<u64, Error> {
        for done in 0..steps {
            if self.chains.advance(1)? == 0 {
                return Ok(done);
            }
            if let Some(run) = self.chains.run() {
                self.met.note(run);
            }
        }
        Ok(steps)
    }

    fn target(&self) -> u64 {
        self.chains.target()
    }

    fn set_target(&mut self, target: u64) {
        self.chains.set_target(target);
    }

    /// What is not sampled changes at once; all else, the temperature too, starts the run again.
    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        match key {
            "steps" => self.chains.change(key, value),
            "axis" => Some(self.chains.run_mut()?.experiment_mut().set(key, value)),
            "trial" => {
                let law = self.law();
                let plane = Plane::new(&self.energies, &law.p);
                let wish = maximum::read(value);
                let used = wish.as_ref().map(|wish| plane.nearest(wish));
                let text = used.as_ref().map_or_else(String::new, |p| maximum::write(p));
                // What is close is as good as what was asked for: nobody types all digits.
                let apart = wish.iter().flatten().zip(used.iter().flatten()).any(|(w, u)| (w - u).abs() > 2e-3);
                let missed = apart || (wish.is_none() && !value.trim().is_empty());
                let shown = maximum::write(used.as_deref().unwrap_or(plane.law));
                self.chains.run_mut()?.experiment_mut().set(key, &text);
                Some(if missed { vec![Warning::new("out-of-range", key, value, &shown)] } else { Vec::new() })
            }
            _ => None,
        }
    }

    fn act(&mut self, action: Action) -> Result<(), Error> {
        self.chains.act(action)
    }

    fn touch(&self, touch: Touch<'_>) -> Vec<(&'static str, String)> {
        let Some(run) = self.chains.run().filter(|_| touch.at.0.is_finite() && touch.at.1.is_finite()) else {
            return Vec::new();
        };
        let number = |name: &str| touch.handle.strip_prefix(name)?.parse::<usize>().ok();
        let number = number("level-").or_else(|| number("bar-")).filter(|&k| k < self.energies.len());
        match (touch.panel, number) {
            ("ladder", Some(k)) if !self.spins => {
                let scale = scale::Scale::of(&self.energies, scale::read(&self.text("axis")));
                let mut energies = self.energies.clone();
                energies[k] = ladder::energy_at(&scale, energies.len(), touch.at.1);
                let mut set = vec![("levels", numerals::list(&energies, 6))];
                // What is dragged must not change the scale that it is dragged on.
                if !scale.is_default() {
                    set.insert(0, ("axis", scale.write()));
                }
                set
            }
            ("trial", Some(k)) if !self.spins => {
                let law = self.law();
                let plane = Plane::new(&self.energies, &law.p);
                let moved = plane.drag(&self.trial(&plane), k, trial::probability_at(touch.at.1));
                vec![("trial", maximum::write(&moved))]
            }
            ("spins", _) if touch.handle == "point" => {
                let (w, b) = pad::values_at(touch.at);
                let changed = |(key, value): &(&'static str, f64)| run.experiment().float(key) != *value;
                let set: Vec<_> = [("w", w), ("b1", b)].into_iter().filter(changed).collect();
                set.into_iter().map(|(key, value)| (key, numerals::short(value, 4))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn status(&mut self, playing: bool) -> Status {
        if let Some(run) = self.chains.run() {
            self.met.look(run, !playing);
        }
        let mut status = self.chains.status(playing);
        status.selectors = &["model", "sampler"];
        status.exact_states = None;
        if self.chains.run().is_none() {
            // The reason is the summary.
            status.detail = Detail::Boltzmann(BoltzmannStatus::default());
            return status;
        }
        let law = self.law();
        let plane = Plane::new(&self.energies, &law.p);
        let trial = self.trial(&plane);
        if !self.spins {
            status.values.insert("levels", Value::Text(numerals::list(&self.energies, 6)));
            status.values.insert("trial", Value::Text(maximum::write(&trial)));
            let scale = scale::Scale::of(&self.energies, scale::read(&self.text("axis")));
            status.values.insert("axis", Value::Text(scale.write()));
        }
        status.numbers = self.numbers(&law);
        status.summary = self.summary(&law);
        status.detail = Detail::Boltzmann(self.own_status(&law, &plane, &trial));
        status
    }

    fn scene(&mut self) -> Scene {
        let Some(run) = self.chains.run() else { return Scene::default() };
        let law = self.law();
        let mut panels = Vec::new();
        if self.spins {
            panels.push(pad::panel(run.experiment()));
        }
        let axis = if self.spins {
            scale::Scale::around(&self.energies)
        } else {
            scale::Scale::of(&self.energies, scale::read(&self.text("axis")))
        };
        panels.push(ladder::panel(&ladder::Ladder {
            energies: &self.energies,
            law: &law,
            shares: self.met.shares(),
            chains: self.met.occupied(run),
            scale: &axis,
            spins: self.spins,
        }));
        if !self.spins {
            let plane = Plane::new(&self.energies, &law.p);
            let trial = self.trial(&plane);
            panels.push(trial::bars(&plane, &trial));
            panels.extend(trial::curve(&plane, &trial));
        }
        Scene { panels }
    }
}
