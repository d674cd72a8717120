//! Entries and their parameters: the one description that feeds links, menus, controls, `ebm list` and tests.

use serde::Serialize;

/// One registered thing: a model, sampler, trainer, data set or figure, with how to build it.
pub struct Entry<B: 'static> {
    /// Its name in links, on the command line and in menus.
    pub id: &'static str,
    /// Its title in menus.
    pub title: &'static str,
    /// One sentence on what it is.
    pub help: &'static str,
    /// Its parameters, in the order of the controls.
    pub params: &'static [Param],
    /// Makes it from an experiment's values.
    pub build: B,
}

/// What a parameter holds, its bounds and its default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A whole number.
    Int {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
        /// Value when the link says nothing.
        default: i64,
    },
    /// A real number.
    Float {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Value when the link says nothing.
        default: f64,
    },
    /// Yes (1) or no (0).
    Bool {
        /// Value when the link says nothing.
        default: bool,
    },
    /// One of several words.
    Choice {
        /// The words.
        options: &'static [(&'static str, &'static str)],
        /// Value when the link says nothing.
        default: &'static str,
    },
    /// A compact code, such as a drawn picture; empty by default.
    Text,
}

/// One parameter of an entry: the link's key, the control's name and the tool's name at once.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// The key.
    pub key: &'static str,
    /// The control's label.
    pub title: &'static str,
    /// The unit behind the number, or empty.
    pub unit: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// Type, bounds, default.
    pub kind: Kind,
    /// True where a slider should be logarithmic.
    pub log: bool,
    /// True where it may change while a run goes on; the change is then logged with its step.
    pub live: bool,
    /// True where a slider is of no use, such as for a seed.
    pub typed: bool,
}

/// A parameter's value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A real number.
    Float(f64),
    /// A word or a code.
    Text(String),
}

impl Value {
    /// As the link writes it: floats in the shortest form that reads back to the same number.
    pub fn write(&self) -> String {
        match self {
            Self::Bool(b) => u8::from(*b).to_string(),
            Self::Int(i) => i.to_string(),
            // Far below one, an exponent is shorter than zeros.
            Self::Float(x) if *x != 0.0 && x.abs() < 1e-12 => format!("{x:e}"),
            Self::Float(x) => x.to_string(),
            Self::Text(t) => t.clone(),
        }
    }
}

impl Param {
    /// A whole number between bounds.
    pub const fn int(key: &'static str, title: &'static str, min: i64, max: i64, default: i64) -> Self {
        Self::of(key, title, Kind::Int { min, max, default })
    }

    /// A real number between bounds.
    pub const fn float(key: &'static str, title: &'static str, min: f64, max: f64, default: f64) -> Self {
        Self::of(key, title, Kind::Float { min, max, default })
    }

    /// A yes or no.
    pub const fn bool(key: &'static str, title: &'static str, default: bool) -> Self {
        Self::of(key, title, Kind::Bool { default })
    }

    /// One of several words, each with its title.
    pub const fn choice(
        key: &'static str,
        title: &'static str,
        options: &'static [(&'static str, &'static str)],
        default: &'static str,
    ) -> Self {
        Self::of(key, title, Kind::Choice { options, default })
    }

    /// A compact code.
    pub const fn text(key: &'static str, title: &'static str) -> Self {
        Self::of(key, title, Kind::Text)
    }

    const fn of(key: &'static str, title: &'static str, kind: Kind) -> Self {
        Self { key, title, unit: "", help: "", kind, log: false, live: false, typed: false }
    }

    /// With a unit behind the number.
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// With a sentence of help.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// With a logarithmic slider.
    pub const fn log(mut self) -> Self {
        self.log = true;
        self
    }

    /// Typed, without a slider.
    pub const fn typed(mut self) -> Self {
        self.typed = true;
        self
    }

    /// May change while a run goes on.
    pub const fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// The same whole number with another default.
    pub const fn with_default(mut self, value: i64) -> Self {
        if let Kind::Int { default, .. } = &mut self.kind {
            *default = value;
        }
        self
    }

    /// The same whole number with another largest value.
    pub const fn with_max(mut self, value: i64) -> Self {
        if let Kind::Int { max, .. } = &mut self.kind {
            *max = value;
        }
        self
    }

    /// The value when the link says nothing.
    pub fn default(&self) -> Value {
        match self.kind {
            Kind::Int { default, .. } => Value::Int(default),
            Kind::Float { default, .. } => Value::Float(default),
            Kind::Bool { default } => Value::Bool(default),
            Kind::Choice { default, .. } => Value::Text(default.to_string()),
            Kind::Text => Value::Text(String::new()),
        }
    }

    /// Reads a value, or says by a warning's code why not and gives the nearest value that can be used.
    pub fn read(&self, text: &str) -> Result<Value, (&'static str, Value)> {
        let text = text.trim();
        match self.kind {
            Kind::Int { min, max, .. } => match text.parse::<i64>() {
                Ok(x) if (min..=max).contains(&x) => Ok(Value::Int(x)),
                Ok(x) => Err(("out-of-range", Value::Int(x.clamp(min, max)))),
                Err(_) => match crate::num::read(text) {
                    Some(x) if x.fract() == 0.0 && !(min as f64..=max as f64).contains(&x) => {
                        Err(("out-of-range", Value::Int(if x > max as f64 { max } else { min })))
                    }
                    Some(x) if x.is_finite() => Err(("not-an-integer", Value::Int((x.round() as i64).clamp(min, max)))),
                    _ => Err(("not-an-integer", self.default())),
                },
            },
            Kind::Float { min, max, .. } => match crate::num::read(text) {
                Some(x) if x.is_finite() && (min..=max).contains(&x) => Ok(Value::Float(x + 0.0)),
                Some(x) if x.is_finite() => Err(("out-of-range", Value::Float(x.clamp(min, max)))),
                _ => Err(("not-a-number", self.default())),
            },
            Kind::Bool { .. } => match text {
                "1" | "true" | "yes" => Ok(Value::Bool(true)),
                "0" | "false" | "no" => Ok(Value::Bool(false)),
                _ => Err(("not-a-choice", self.default())),
            },
            Kind::Choice { options, .. } => match options.iter().find(|(id, _)| id.eq_ignore_ascii_case(text)) {
                Some((id, _)) => Ok(Value::Text((*id).to_string())),
                None => Err(("not-a-choice", self.default())),
            },
            Kind::Text => Ok(Value::Text(text.to_string())),
        }
    }

    /// The same for a value that is there already: what says nothing leaves it.
    pub fn read_over(&self, text: &str, old: Option<Value>) -> Result<Value, (&'static str, Value)> {
        self.read(text).map_err(|(code, used)| {
            let is_number = code != "not-a-choice" && crate::num::read(text.trim()).is_some_and(f64::is_finite);
            (code, old.filter(|_| !is_number).unwrap_or(used))
        })
    }
}

/// Values by key: how an entry reads the experiment that it is built for.
pub trait Values {
    /// A whole number; 0 where the key does not apply.
    fn int(&self, key: &str) -> i64;
    /// A real number; 0 where the key does not apply.
    fn float(&self, key: &str) -> f64;
    /// A choice's word, or "" where the key does not apply.
    fn word(&self, key: &str) -> &'static str;
    /// A text, or "" where the key does not apply.
    fn code(&self, key: &str) -> String;
}

/// What is registered in this build: everything, or without the feature `all` only what the first picture of a page needs.
pub const fn of_build<T>(first: &'static [T], all: &'static [T]) -> &'static [T] {
    if cfg!(feature = "all") { all } else { first }
}

/// The entry named `id`, ignoring case.
pub fn find<B>(entries: &'static [&'static Entry<B>], id: &str) -> Option<&'static Entry<B>> {
    entries.iter().find(|e| e.id.eq_ignore_ascii_case(id)).copied()
}
