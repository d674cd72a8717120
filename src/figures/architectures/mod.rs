//! The figure `architectures`: a Hopfield network, a Boltzmann machine and an RBM of the same six units and couplings.
//!
//! Its run is the Boltzmann machine of its link, at rest; the other two have the same couplings and biases, as far as they couple
//! a pair at all. The reader flips units and sees which energies stay; everything is summed over all 64 states.

mod drawing;
mod landscape;
pub mod networks;
mod status;

use super::{Action, Detail, Figure, Given, Status, status::values};
use crate::{
    error::{Error, Warning},
    experiment::Experiment,
    models::{
        boltzmann,
        numbers::{self, LARGEST},
    },
    registry::{Entry, Param, Values},
    rng::Rng,
    scene::{Scene, diagram::Touch},
    session::{Run, Session},
    space::Alphabet,
};
use litemap::LiteMap;
use networks::{ALL, FIRST, KINDS, Network, PAIRS, UNITS, VISIBLE, is_up, pairs, parameters};
pub use status::ArchitecturesStatus;

/// Ids and titles of the pairs, row by row.
const PAIR_NAMES: [(&str, &str); PAIRS] = [
    ("1-2", "1 – 2"),
    ("1-3", "1 – 3"),
    ("1-4", "1 – 4"),
    ("1-5", "1 – 5"),
    ("1-6", "1 – 6"),
    ("2-3", "2 – 3"),
    ("2-4", "2 – 4"),
    ("2-5", "2 – 5"),
    ("2-6", "2 – 6"),
    ("3-4", "3 – 4"),
    ("3-5", "3 – 5"),
    ("3-6", "3 – 6"),
    ("4-5", "4 – 5"),
    ("4-6", "4 – 6"),
    ("5-6", "5 – 6"),
];

const FLIPS: &[(&str, &str)] = &[
    ("none", "None"),
    ("all", "All units"),
    ("visible", "Units 1 to 4"),
    ("1", "Unit 1"),
    ("2", "Unit 2"),
    ("3", "Unit 3"),
    ("4", "Unit 4"),
    ("5", "Unit 5"),
    ("6", "Unit 6"),
];

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "architectures",
    title: "Who is coupled to whom",
    help: "A Hopfield network, a Boltzmann machine and an RBM of the same units and couplings.",
    params: &[
        Param::text("state", "State of the units")
            .help("One sign a unit in their order: 1 on, 0 off (−1 of a spin); those that follow are off."),
        Param::choice("flip", "Flipped last", FLIPS, "none"),
        Param::choice("pair", "Coupling", &PAIR_NAMES, "1-5"),
        Param::bool("always", "Draw the always-on unit", false)
            .help("A bias is a coupling to a unit that is always on."),
    ],
    build: super::Source {
        link: "#v=1&fig=architectures&model=boltzmann&hidden=2&alphabet=spin\
               &couplings=0.6,-0.4,0.3,1.2,-0.7,0.5,-0.3,0.8,0.4,0.7,-0.9,1.1,0.5,0.9,-0.6&state=110110&steps=0",
        shows,
        outline: |_| Scene::default(),
        build: |experiment, _: Given| Ok(Box::new(Architectures::new(experiment)?)),
    },
};

/// Biases that are there to come back to before the reader has set any.
const BIASES: [f32; UNITS] = [0.8, -0.5, 0.3, -0.2, 0.6, -0.4];
/// Spread of new couplings and biases.
const SPREAD: f64 = 0.8;
/// Change of a coupling for a pointer that goes up by the diagram's unit; and the grid that it then falls on.
const PER_UNIT: f32 = 0.05;
const GRID: f32 = 0.05;
/// Couplings are not dragged beyond this.
const DRAGGED: f32 = 3.0;

fn shows(experiment: &Experiment) -> bool {
    let rests = experiment.sampler.is_none() && experiment.trainer.is_none() && experiment.then.is_none();
    let of_size = experiment.visible() == VISIBLE && experiment.int("hidden") as usize == UNITS - VISIBLE;
    experiment.model.id == boltzmann::ENTRY.id && experiment.data.is_none() && rests && of_size
}

/// The figure's state.
pub struct Architectures {
    run: Run,
    networks: [Network; 3],
    /// Couplings of all pairs, and biases.
    parameters: (Vec<f32>, Vec<f32>),
    /// Biases to come back to when they are off.
    biases: Vec<f32>,
}

/// The run at rest and the three networks of an experiment.
fn settle(mut experiment: Experiment) -> Result<Architectures, Error> {
    experiment.set("steps", "0");
    let mut run = Run::new(experiment, None)?;
    // Nothing happens on the way, so T is what it was set to at the start.
    let temperature = run.temperature();
    run.experiment_mut().log.clear();
    run.experiment_mut().set("T", &temperature.to_string());
    let parameters = parameters(run.model());
    let alphabet = Alphabet::named(run.experiment().text("alphabet")).unwrap_or(Alphabet::Bit);
    let networks = KINDS.map(|kind| Network::new(kind, alphabet, &parameters, temperature));
    let biases = parameters.1.clone();
    Ok(Architectures { run, networks, parameters, biases })
}

/// Two lists of numbers of this seed, one decimal each: couplings and biases.
fn drawn(seed: u64) -> (Vec<f32>, Vec<f32>) {
    let mut rng = Rng::stream(seed, "architectures", 0);
    let mut draw = |n: usize| (0..n).map(|_| (SPREAD * 10.0 * rng.normal()).round() as f32 / 10.0 + 0.0).collect();
    (draw(PAIRS), draw(UNITS))
}

impl Architectures {
    /// The networks of an experiment that [`ENTRY`] shows.
    pub fn new(experiment: Experiment) -> Result<Self, Error> {
        let mut figure = settle(experiment)?;
        if !figure.has_biases() {
            figure.biases = BIASES.to_vec();
        }
        Ok(figure)
    }

    fn has_biases(&self) -> bool {
        self.parameters.1.iter().any(|&b| b != 0.0)
    }

    /// The number of the state that is shown.
    fn state(&self) -> usize {
        let signs = Values::code(self.run.experiment(), "state");
        let up = |i: usize| signs.as_bytes().get(i) == Some(&b'1');
        (0..UNITS).fold(0, |state, i| state << 1 | usize::from(!up(i)))
    }

    /// The units that were flipped last, as bits of a state's number.
    fn flip(&self) -> usize {
        flip(self.run.experiment().text("flip"))
    }

    /// The pair whose coupling is at hand.
    fn pair(&self) -> usize {
        let pair = self.run.experiment().text("pair");
        PAIR_NAMES.iter().position(|(id, _)| *id == pair).unwrap_or(0)
    }
}

/// The units of a flip by its id, as bits of a state's number.
fn flip(id: &str) -> usize {
    match id {
        "all" => ALL,
        "visible" => FIRST,
        unit => unit.parse::<usize>().ok().filter(|i| (1..=UNITS).contains(i)).map_or(0, |i| 1 << (UNITS - i)),
    }
}

fn signs(state: usize) -> String {
    (0..UNITS).map(|i| if is_up(state, i, UNITS) { '1' } else { '0' }).collect()
}

impl Figure for Architectures {
    fn experiment(&self) -> Experiment {
        self.run.experiment().clone()
    }

    fn main_run(&mut self) -> Result<&mut Run, Error> {
        Ok(&mut self.run)
    }

    /// Nothing runs.
    fn advance(&mut self, _steps: u64) -> Result<u64, Error> {
        Ok(0)
    }

    fn target(&self) -> u64 {
        0
    }

    fn set_target(&mut self, _target: u64) {}

    /// Everything changes at once. `flip` flips units; `seed` draws couplings, and biases where there are some.
    fn change(&mut self, key: &str, value: &str) -> Option<Vec<Warning>> {
        let mut experiment = self.experiment();
        let key = experiment.param(key)?.key;
        let mut warnings = experiment.set(key, value);
        match key {
            "flip" => {
                let flipped = self.state() ^ flip(experiment.text("flip"));
                experiment.set("state", &signs(flipped));
            }
            "state" => {
                experiment.set("flip", "none");
            }
            "seed" => {
                let (couplings, biases) = drawn(experiment.int("seed") as u64);
                experiment.set("couplings", &numbers::write(&couplings));
                if self.has_biases() {
                    experiment.set("biases", &numbers::write(&biases));
                } else {
                    self.biases = biases;
                }
            }
            // As they are read, without spaces.
            "couplings" | "biases" => {
                let count = if key == "biases" { UNITS } else { PAIRS };
                match numbers::exactly(&Values::code(&experiment, key), count, LARGEST) {
                    Ok(list) => warnings.extend(experiment.set(key, &numbers::write(&list))),
                    // A list that is refused changes nothing.
                    Err(_) if !warnings.is_empty() => return Some(warnings),
                    Err(_) => {}
                }
            }
            _ => {}
        }
        if !shows(&experiment) {
            return None;
        }
        let next = settle(experiment).ok()?;
        let biases = if next.has_biases() { next.biases.clone() } else { std::mem::take(&mut self.biases) };
        *self = Self { biases, ..next };
        Some(warnings)
    }

    fn act(&mut self, _action: Action) -> Result<(), Error> {
        Err(Error::NotInExperiment(crate::phrase!("picture or chain")))
    }

    /// A unit is flipped; a coupling follows the pointer up and down from where it was taken.
    fn touch(&self, touch: Touch<'_>) -> Vec<(&'static str, String)> {
        if let Some(unit) = touch.handle.strip_prefix('u') {
            return vec![("flip", unit.to_string())];
        }
        let Some((pair, from)) = drawing::taken(touch.handle).filter(|(pair, _)| *pair < PAIRS) else {
            return Vec::new();
        };
        let wanted = from + (touch.from.1 - touch.at.1) * PER_UNIT;
        let mut couplings = self.parameters.0.clone();
        if touch.from != touch.at {
            let reach = from.abs().max(DRAGGED);
            couplings[pair] = ((wanted / GRID).round() / (1.0 / GRID)).clamp(-reach, reach) + 0.0;
        }
        vec![("pair", PAIR_NAMES[pair].0.into()), ("couplings", numbers::write(&couplings))]
    }

    fn status(&mut self, _playing: bool) -> Status {
        let digest = self.run.digest();
        let experiment = self.run.experiment();
        let (values, applicable) = values(experiment, |key| experiment.value(key));
        Status {
            step: 0,
            target: 0,
            digest,
            link: experiment.link(),
            values,
            applicable,
            selectors: &[],
            images_seen: 0,
            epochs: 0.0,
            observables: LiteMap::new(),
            summary: self.summary(),
            numbers: self.numbers(),
            exact_states: None,
            detail: Detail::Architectures(self.own_status()),
        }
    }

    fn scene(&mut self) -> Scene {
        let mut panels = Vec::new();
        for network in &self.networks {
            panels.push(self.diagram(network.kind));
            panels.push(self.landscape(network));
        }
        Scene { panels }
    }
}

/// The coupled units of a pair by its number.
fn units_of(pair: usize) -> (usize, usize) {
    pairs().nth(pair).unwrap_or((0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_named_as_they_are_counted() {
        for (k, (i, j)) in pairs().enumerate() {
            assert_eq!(PAIR_NAMES[k].0, format!("{}-{}", i + 1, j + 1));
            assert_eq!(units_of(k), (i, j));
        }
        assert_eq!((flip("all"), flip("visible"), flip("none")), (0b111111, 0b111100, 0));
        assert_eq!((1..=6).map(|i| flip(&i.to_string())).fold(0, |all, unit| all | unit), ALL);
    }
}
