//! An experiment: everything that decides a run, typed and checked. A link is one way to write it.

mod params;
mod read;
mod second;

pub use read::CHAIN_UNITS;

pub use params::{ANNEALED, CHAINS, PICTURE, RUN, SAMPLING, SELECTORS, VIEW, all_params, is_of_view};
#[cfg(feature = "all")]
pub use params::{NAMES, place};
pub use second::COMPARED;

use crate::{
    code,
    data::{self, Dataset, mnist},
    error::{Error, Warning},
    figures::FIGURES,
    link,
    models::{self, hopfield},
    registry::{Entry, Kind, Param, Value, Values, find},
    samplers, trainers,
};
use litemap::LiteMap;
use params::ORDER;

/// A change made while the run went on.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// It holds from after this many steps.
    pub step: u64,
    /// Which parameter.
    pub key: &'static str,
    /// Its value from then on.
    pub value: Value,
}

/// A sampler that runs after the steps.
#[derive(Clone, Copy)]
pub struct Then {
    /// Which.
    pub sampler: &'static Entry<samplers::Method>,
    /// How many sweeps.
    pub sweeps: u64,
}

/// Everything that decides a run.
#[derive(Clone)]
pub struct Experiment {
    /// The model.
    pub model: &'static Entry<models::Recipe>,
    /// The data, if any.
    pub data: Option<&'static Entry<data::Source>>,
    /// The learning rule, if any.
    pub trainer: Option<&'static Entry<trainers::Rule>>,
    /// The sampler that the steps run when nothing is learned.
    pub sampler: Option<&'static Entry<samplers::Method>>,
    /// What runs after the steps.
    pub then: Option<Then>,
    /// Changes made meanwhile, by step.
    pub log: Vec<Act>,
    /// What differs in a second experiment beside this one.
    pub beside: Vec<(&'static str, String)>,
    /// The figure that shows it.
    pub figure: &'static str,
    /// The build that the link was made by, if it says so.
    pub build: Option<String>,
    /// View keys, as written.
    pub view: Vec<(&'static str, String)>,
    values: LiteMap<&'static str, Value>,
}

impl Values for Experiment {
    fn int(&self, key: &str) -> i64 {
        Self::int(self, key)
    }
    fn float(&self, key: &str) -> f64 {
        Self::float(self, key)
    }
    fn word(&self, key: &str) -> &'static str {
        self.text(key)
    }
    fn code(&self, key: &str) -> String {
        match self.value(key) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    }
}

/// The values that data are made of: those of their own parameters alone, so that they may decide what others can be.
struct OfData<'a> {
    given: &'a LiteMap<&'static str, Value>,
    params: &'static [Param],
}

impl OfData<'_> {
    fn value(&self, key: &str) -> Option<Value> {
        let param = self.params.iter().find(|p| p.key == key)?;
        Some(self.given.get(key).cloned().unwrap_or_else(|| param.default()))
    }
}

impl Values for OfData<'_> {
    fn int(&self, key: &str) -> i64 {
        if let Some(Value::Int(x)) = self.value(key) { x } else { 0 }
    }
    fn float(&self, key: &str) -> f64 {
        if let Some(Value::Float(x)) = self.value(key) { x } else { 0.0 }
    }
    fn word(&self, _key: &str) -> &'static str {
        ""
    }
    fn code(&self, key: &str) -> String {
        if let Some(Value::Text(text)) = self.value(key) { text } else { String::new() }
    }
}

impl Experiment {
    /// The parameters that apply, in the order of the controls.
    pub fn params(&self) -> Vec<Param> {
        let learns = self.trainer.is_some();
        let keeps_chains = self.trainer.is_some_and(|t| t.build.keeps_chains);
        let mut params: Vec<Param> = Vec::new();
        // Data say how many visible units there are.
        let sized = |p: &&Param| match p.key {
            "visible" | "n" => self.data.is_none(),
            // Only data have examples to store.
            "stored" => self.data.is_some(),
            _ => true,
        };
        params.extend(self.model.params.iter().filter(sized));
        params.extend(self.data.iter().flat_map(|d| d.params));
        params.extend(self.trainer.iter().flat_map(|t| t.params));
        let samplers = self.sampler.into_iter().chain(self.then.map(|t| t.sampler));
        params.extend(samplers.flat_map(|s| s.params));
        params.extend(RUN);
        if keeps_chains || self.sampler.is_some() || self.then.is_some() {
            // A rule that keeps chains keeps as many as a mini-batch has examples, unless told otherwise.
            params.extend(CHAINS.iter().map(|p| if keeps_chains { p.with_default(100) } else { *p }));
            // Learning has no burn-in.
            params.extend(params::init(self.data.is_some(), self.model.params.iter().any(|p| p.key == "patterns")));
            params.extend(SAMPLING.iter().filter(|p| p.key != "init" && !learns));
        }
        if let Some(data) = self.data {
            let pictures = (data.build.pictures)(&self.of_data(data));
            params
                .extend(PICTURE.iter().map(|p| if p.key == "example" { p.with_max(pictures as i64 - 1) } else { *p }));
        }
        params.extend(find(FIGURES, self.figure).iter().flat_map(|f| f.params));
        params.extend(ANNEALED);
        // Two entries may share a parameter, such as two samplers: it stands once.
        let mut seen: Vec<&str> = Vec::new();
        params.retain(|p| {
            !seen.contains(&p.key) && {
                seen.push(p.key);
                true
            }
        });
        params
    }

    /// The parameter `key`, if it applies.
    pub fn param(&self, key: &str) -> Option<Param> {
        let called = |p: &&Param| p.key.eq_ignore_ascii_case(key);
        // Asked for in every step, and always there: found without making the whole list.
        RUN.iter().find(called).copied().or_else(|| self.params().iter().find(called).copied())
    }

    /// The value of a parameter: as given, or its default.
    pub fn value(&self, key: &str) -> Option<Value> {
        self.values.get(key).cloned().or_else(|| self.param(key).map(|p| p.default()))
    }

    /// Whether the link, or a change since, gave this parameter a value.
    pub fn is_given(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// A whole number; 0 where the key does not apply.
    pub fn int(&self, key: &str) -> i64 {
        match self.value(key) {
            Some(Value::Int(x)) => x,
            _ => 0,
        }
    }

    /// A real number; 0 where the key does not apply.
    pub fn float(&self, key: &str) -> f64 {
        match self.value(key) {
            Some(Value::Float(x)) => x,
            _ => 0.0,
        }
    }

    /// A yes or no.
    pub fn flag(&self, key: &str) -> bool {
        self.value(key) == Some(Value::Bool(true))
    }

    /// A choice's word, or "" where the key does not apply.
    pub fn text(&self, key: &str) -> &'static str {
        let Some(Param { kind: Kind::Choice { options, default }, .. }) = self.param(key) else { return "" };
        match self.values.get(key) {
            Some(Value::Text(t)) => options.iter().find(|(id, _)| id == t).map_or(default, |(id, _)| id),
            _ => default,
        }
    }

    /// Units that the link clamps, in their order: 1 on, 0 off, `None` free; those that follow are free.
    pub fn clamped(&self) -> Vec<Option<u32>> {
        match self.values.get("clamped") {
            Some(Value::Text(signs)) => signs.chars().map(|sign| sign.to_digit(2)).collect(),
            _ => Vec::new(),
        }
    }

    /// Pixels from a code, if there is one of this length.
    pub fn bits(&self, key: &str, len: usize) -> Option<Vec<u8>> {
        match self.values.get(key) {
            Some(Value::Text(code)) if !code.is_empty() => code::unpack_bits(code, len),
            _ => None,
        }
    }

    fn of_data(&self, data: &'static Entry<data::Source>) -> OfData<'_> {
        OfData { given: &self.values, params: data.params }
    }

    /// The data set that is named, from the file it needs if it needs one.
    pub fn dataset(&self, file: Option<&[u8]>) -> Result<Option<Dataset>, Error> {
        self.data.map(|data| (data.build.build)(&self.of_data(data), file)).transpose()
    }

    /// Rows and columns of a picture of the data; `None` without data.
    pub fn picture_size(&self) -> Option<(usize, usize)> {
        self.data.map(|data| (data.build.size)(&self.of_data(data)))
    }

    /// How many training examples the data will have; 0 without data.
    pub fn examples(&self) -> usize {
        self.data.map_or(0, |data| match data.build.file {
            Some(_) => mnist::TRAINING,
            // Data that are made have none that are held out.
            None => (data.build.pictures)(&self.of_data(data)),
        })
    }

    /// How many visible units there are.
    pub fn visible(&self) -> usize {
        match self.picture_size() {
            Some((rows, cols)) => rows * cols,
            None => self.int("visible") as usize,
        }
    }

    /// The sides of the model's lattice, depth, rows and columns; `None` where it has none.
    pub fn lattice(&self) -> Option<[usize; 3]> {
        let side = |key: &str| self.int(key).max(1) as usize;
        match self.text("graph") {
            "2d" => Some([1, side("rows"), side("cols")]),
            // A lattice that has no choice of graphs.
            "" if self.param("rows").is_some() => Some([1, side("rows"), side("cols")]),
            "3d" => Some([side("depth"), side("rows"), side("cols")]),
            _ => None,
        }
    }

    /// How many patterns the model stores: those that are drawn, then the chosen or the first examples, or random ones.
    pub fn stored_patterns(&self) -> usize {
        let list = |key: &str| if self.param(key).is_some() { Values::code(self, key) } else { String::new() };
        let (examples, count) = (self.examples(), self.int("patterns").max(0) as usize);
        let chosen = hopfield::stored(&list("stored"), examples).map_or(0, |chosen| chosen.len());
        let others = match (chosen, self.data) {
            (0, None) => count,
            (0, Some(_)) => count.min(examples),
            (chosen, _) => chosen,
        };
        others + hopfield::drawn(&list("memories"), self.units()).map_or(0, |drawn| drawn.len())
    }

    /// About how many units the model has; 0 where its file says it.
    pub fn units(&self) -> usize {
        match self.lattice() {
            Some(sides) => sides.iter().product(),
            None => self.visible().max(self.int("n") as usize) + self.int("hidden") as usize,
        }
    }

    /// Whether what a step does depends on how many there will be: a schedule that is cut is another one.
    pub fn is_scheduled(&self) -> bool {
        self.sampler.is_some_and(|s| s.params.iter().any(|p| p.key == "schedule"))
    }

    /// Writes a value; out of range, the nearest that can be used, with a warning. Of what says nothing the old one stays. The log
    /// is kept: whoever changes what a run starts from clears it.
    pub fn set(&mut self, key: &str, text: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        match self.param(key) {
            Some(param) => {
                let value = param.read_over(text, self.value(param.key)).unwrap_or_else(|(code, used)| {
                    warnings.push(Warning::new(code, param.key, text, &used.write()));
                    used
                });
                let old = self.values.insert(param.key, value);
                // What was possible before may not be now: a picture's number depends on the size of the data.
                for other in self.params() {
                    if let Some(old) = self.values.get(other.key).cloned()
                        && let Err((code, used)) = other.read(&old.write())
                    {
                        warnings.push(Warning::new(code, other.key, &old.write(), &used.write()));
                        self.values.insert(other.key, used);
                    }
                }
                self.check_cost(&mut warnings);
                self.check_codes(&mut warnings);
                if let Some(old) = old.filter(|_| !self.values.contains_key(param.key)) {
                    let kept = old.write();
                    for warning in warnings.iter_mut().filter(|w| w.key == param.key) {
                        let kept = Warning::new("refused", param.key, &warning.given, &kept);
                        *warning = Warning { code: warning.code, ..kept };
                    }
                    self.values.insert(param.key, old);
                }
                if matches!(param.key, "steps" | "chains") {
                    warnings.extend(self.check_record(self.int("steps") as u64));
                }
            }
            None => warnings.push(Warning::new("unknown-key", key, text, "")),
        }
        warnings
    }

    /// For a restart: what was changed up to this step is how it begins, and nothing is logged.
    pub fn settle(&mut self, step: u64) {
        for act in std::mem::take(&mut self.log).into_iter().filter(|act| act.step <= step) {
            self.values.insert(act.key, act.value);
        }
    }

    /// For a restart: begins with what holds now, stops where runs stop by default, and samples nothing afterwards.
    pub fn reset_to_start(&mut self) {
        self.settle(self.int("steps") as u64);
        self.values.remove("steps");
        if self.then.take().is_some() {
            self.values.remove("init");
        }
    }

    /// The canonical link: every choice, and the parameters that are not at their defaults.
    pub fn link(&self) -> String {
        self.link_with(&[])
    }

    /// The same with the values of these parameters even at their defaults, for who would take them from elsewhere.
    pub fn link_with(&self, always: &[&str]) -> String {
        let mut pairs: Vec<(&str, String)> = vec![("fig", self.figure.into()), ("model", self.model.id.into())];
        pairs.extend(self.build.iter().map(|b| ("build", b.clone())));
        pairs.extend(self.data.iter().map(|e| ("data", e.id.to_string())));
        pairs.extend(self.trainer.iter().map(|e| ("trainer", e.id.to_string())));
        pairs.extend(self.sampler.iter().map(|e| ("sampler", e.id.to_string())));
        for param in self.params() {
            let value = self.values.get(param.key);
            let told = |v: &&Value| **v != param.default() || always.contains(&param.key);
            pairs.extend(value.filter(told).map(|v| (param.key, v.write())));
        }
        pairs.extend(self.then.map(|t| ("then", format!("{}:{}", t.sampler.id, t.sweeps))));
        if !self.log.is_empty() {
            let acts: Vec<String> =
                self.log.iter().map(|a| format!("{}:{}={}", a.step, a.key, a.value.write())).collect();
            pairs.push(("log", code::pack(acts.join(";").as_bytes())));
        }
        let ordered = ORDER.iter().flat_map(|key| pairs.iter().filter(move |(k, _)| k == key));
        let mut pairs: Vec<(String, String)> = ordered.map(|(k, v)| (k.to_string(), v.clone())).collect();
        pairs.extend(self.beside.iter().map(|(k, v)| (format!("b.{k}"), v.clone())));
        pairs.extend(self.view.iter().map(|(k, v)| (k.to_string(), v.clone())));
        link::write(&pairs)
    }
}
