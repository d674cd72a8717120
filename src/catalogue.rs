//! The registries as plain data: what menus, controls and `ebm list` show.

use crate::{
    BUILD,
    data::DATA,
    experiment::{ANNEALED, CHAINS, PICTURE, RUN, SAMPLING, SELECTORS, VIEW},
    figures::FIGURES,
    models::MODELS,
    registry::{Entry, Kind, Param, Value},
    samplers::SAMPLERS,
    trainers::TRAINERS,
    words::translated,
};
use serde::Serialize;

/// Everything that is registered.
#[derive(Clone, Debug, Serialize)]
pub struct Catalogue {
    /// The build.
    pub build: &'static str,
    /// Models.
    pub models: Vec<Listing>,
    /// Samplers.
    pub samplers: Vec<Listing>,
    /// Trainers.
    pub trainers: Vec<Listing>,
    /// Data sets.
    pub data: Vec<Listing>,
    /// Figures.
    pub figures: Vec<Listing>,
    /// Parameters that belong to the run and not to one entry.
    pub run: Vec<Control>,
    /// Those of the picture that is damaged and repaired.
    pub picture: Vec<Control>,
    /// Keys that say how a page looks.
    pub view: Vec<Control>,
}

/// An entry.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// What it is.
    pub help: String,
    /// Its parameters.
    pub params: Vec<Control>,
}

/// A parameter, flat, as controls need it.
#[derive(Clone, Debug, Serialize)]
pub struct Control {
    /// The key.
    pub key: &'static str,
    /// The label.
    pub title: String,
    /// The unit, or empty.
    pub unit: String,
    /// What it does.
    pub help: String,
    /// `int`, `float`, `choice`, `bool` or `text`.
    pub kind: &'static str,
    /// Smallest value of a number.
    pub min: Option<f64>,
    /// Largest value of a number.
    pub max: Option<f64>,
    /// Value when the link says nothing.
    pub default: Value,
    /// A choice's words and titles.
    pub choices: Vec<Choice>,
    /// `linear` or `log`.
    pub scale: &'static str,
    /// True if it may change while a run goes on.
    pub live: bool,
    /// True where a slider is of no use.
    pub typed: bool,
}

/// One of a choice's words.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The word in the link.
    pub id: &'static str,
    /// The title in the menu.
    pub title: String,
}

impl From<&Param> for Control {
    fn from(param: &Param) -> Self {
        let (kind, min, max, options): (_, _, _, &[_]) = match param.kind {
            Kind::Int { min, max, .. } => ("int", Some(min as f64), Some(max as f64), &[]),
            Kind::Float { min, max, .. } => ("float", Some(min), Some(max), &[]),
            Kind::Bool { .. } => ("bool", None, None, &[]),
            Kind::Choice { options, .. } => ("choice", None, None, options),
            Kind::Text => ("text", None, None, &[]),
        };
        Self {
            key: param.key,
            title: translated(param.title),
            unit: translated(param.unit),
            help: translated(param.help),
            kind,
            min,
            max,
            default: param.default(),
            choices: options.iter().map(|&(id, title)| Choice { id, title: translated(title) }).collect(),
            scale: if param.log { "log" } else { "linear" },
            live: param.live,
            typed: param.typed,
        }
    }
}

impl Control {
    /// One line for people.
    pub fn line(&self) -> String {
        let range = match (self.min, self.max) {
            (Some(min), Some(max)) => format!("{min} … {max}, default {}", self.default.write()),
            _ if self.kind == "choice" => {
                let ids: Vec<&str> = self.choices.iter().map(|c| c.id).collect();
                format!("{}, default {}", ids.join(" | "), self.default.write())
            }
            _ if self.kind == "bool" => format!("0 | 1, default {}", self.default.write()),
            _ => "a code that the page writes".to_string(),
        };
        format!("{:10} {} ({range}{}{})", self.key, self.title, if self.unit.is_empty() { "" } else { " " }, self.unit)
    }
}

fn listing<B>(entries: &[&Entry<B>]) -> Vec<Listing> {
    let of = |e: &&Entry<B>| Listing {
        id: e.id,
        title: translated(e.title),
        help: translated(e.help),
        params: e.params.iter().map(Control::from).collect(),
    };
    entries.iter().map(of).collect()
}

/// Everything that is registered.
pub fn catalogue() -> Catalogue {
    let run = SELECTORS.iter().chain(RUN).chain(CHAINS).chain(SAMPLING).chain(ANNEALED);
    Catalogue {
        build: BUILD,
        models: listing(MODELS),
        samplers: listing(SAMPLERS),
        trainers: listing(TRAINERS),
        data: listing(DATA),
        figures: listing(FIGURES),
        run: run.map(Control::from).collect(),
        picture: PICTURE.iter().map(Control::from).collect(),
        view: VIEW.iter().map(Control::from).collect(),
    }
}
