//! An experiment: everything that decides a run, typed and checked. A link is one way to write it.

use crate::{
    BUILD, code,
    data::{self, DATA},
    error::Warning,
    exact,
    link::{self, Pairs},
    models::{self, MODELS},
    registry::{Entry, Kind, Param, Value, find},
    samplers::{self, SAMPLERS},
    trainers::{self, TRAINERS},
};
use std::{collections::BTreeMap, sync::LazyLock};

/// The order of keys in a canonical link.
const ORDER: &[&str] = &[
    "build", "fig", "model", "visible", "hidden", "n", "T", "instance", "data", "trainer", "k", "lr", "batch",
    "momentum", "decay", "sampler", "init", "example", "drawn", "damage", "amount", "mask", "clamp", "sweeps",
    "chains", "burn", "seed", "steps", "then", "log",
];
/// Keys that say how a page looks; they never reach the run.
pub const VIEW_KEYS: &[&str] = &["lang", "ui", "hide", "theme", "autoplay", "panels", "speed"];
const NONE: (&str, &str) = ("none", "None");
/// Changes a log may hold.
const LOG_LIMIT: usize = 2_000;

/// Which model, data, trainer and sampler: choices that come from the registries.
pub static SELECTORS: LazyLock<Vec<Param>> = LazyLock::new(|| {
    fn options<B>(entries: &'static [&'static Entry<B>], none: bool) -> &'static [(&'static str, &'static str)] {
        let mut options = if none { vec![NONE] } else { Vec::new() };
        options.extend(entries.iter().map(|e| (e.id, e.title)));
        options.leak()
    }
    vec![
        Param::choice("model", "Model", options(MODELS, false), "rbm"),
        Param::choice("data", "Data", options(DATA, true), "none"),
        Param::choice("trainer", "Learning rule", options(TRAINERS, true), "none"),
        Param::choice("sampler", "Sampler", options(SAMPLERS, true), "none"),
    ]
});

/// Parameters of every run.
pub static RUN: &[Param] = &[
    Param::float("T", "Temperature T", 0.05, 100.0, 1.0).log().live().help("p(x) = exp(−E(x)/T)/Z."),
    Param::int("seed", "Seed", 0, (1 << 53) - 1, 42).help("Restarts everything that is random."),
    Param::int("steps", "Steps", 0, 10_000_000, 900).unit("updates").help("Where the run stops."),
];
/// Parameters of chains that are kept: of samplers and of PCD.
pub static CHAINS: &[Param] = &[Param::int("chains", "Chains", 1, 1000, 1)];
/// Parameters of samplers: where chains start, and how many sweeps come before counting.
pub static SAMPLING: &[Param] = &[
    Param::choice(
        "init",
        "Chains start at",
        &[("random", "Coin flips"), ("data", "Training examples"), ("damaged", "The damaged picture")],
        "random",
    ),
    Param::int("burn", "Burn-in", 0, 1_000_000, 0).unit("sweeps"),
];
/// Parameters of the picture that is damaged and repaired.
pub static PICTURE: &[Param] = &[
    Param::int("example", "Example", 0, 9_999, 0).help("Which held-out picture."),
    Param::text("drawn", "Drawn picture"),
    Param::choice(
        "damage",
        "Damage",
        &[("block", "Block"), ("noise", "Noise"), ("brush", "Brush"), ("none", "None")],
        "block",
    ),
    Param::float("amount", "Damaged part", 0.0, 1.0, 0.25).help("Part of the pixels that noise or a block hits."),
    Param::text("mask", "Brushed pixels"),
    Param::bool("clamp", "Keep undamaged pixels", true).help("Clamp them; otherwise every pixel is drawn anew."),
    Param::int("sweeps", "Repair", 1, 1000, 50).log().unit("sweeps"),
    Param::int("instance", "Damage seed", 0, (1 << 53) - 1, 0).help("Fixes where and how the picture is damaged."),
];

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
    pub sampler: &'static Entry<samplers::Build>,
    /// How many sweeps.
    pub sweeps: u64,
}

/// Everything that decides a run.
#[derive(Clone)]
pub struct Experiment {
    /// The model.
    pub model: &'static Entry<models::Build>,
    /// The data, if any.
    pub data: Option<&'static Entry<data::Source>>,
    /// The learning rule, if any.
    pub trainer: Option<&'static Entry<trainers::Build>>,
    /// The sampler that the steps run when nothing is learned.
    pub sampler: Option<&'static Entry<samplers::Build>>,
    /// What runs after the steps.
    pub then: Option<Then>,
    /// Changes made meanwhile, by step.
    pub log: Vec<Act>,
    /// The figure that shows it.
    pub figure: &'static str,
    /// The build that the link was made by, if it says so.
    pub build: Option<String>,
    /// View keys, as written.
    pub view: Vec<(&'static str, String)>,
    values: BTreeMap<&'static str, Value>,
}

impl Experiment {
    /// Reads a link, a whole URL or its fragment. Whatever comes in, an experiment comes out; warnings say what was wrong
    /// and what was used instead.
    pub fn read(link: &str) -> (Self, Vec<Warning>) {
        let (mut pairs, mut warnings) = link::parse(link);
        pairs.take("v");
        let figure = pairs.take("fig");
        let build = pairs.take("build");
        let mut view = Vec::new();
        for key in VIEW_KEYS {
            if let Some(value) = pairs.take(key) {
                view.push((*key, value));
            }
        }
        let mut experiment = Self::select(&mut pairs, &mut warnings);
        experiment.view = view;
        if let Some(build) = build {
            if build != BUILD {
                warnings.push(Warning::new("other-build", "build", &build, BUILD));
            }
            experiment.build = Some(build);
        }
        if let Some(figure) = figure {
            match find(crate::figures::FIGURES, &figure) {
                Some(entry) => experiment.figure = entry.id,
                None => warnings.push(Warning::new("not-a-choice", "fig", &figure, experiment.figure)),
            }
        }
        let (then, log) = (pairs.take("then"), pairs.take("log"));
        let params = experiment.params();
        for param in &params {
            if let Some(text) = pairs.take(param.key) {
                let value = param.read(&text).unwrap_or_else(|(code, used)| {
                    warnings.push(Warning::new(code, param.key, &text, &used.write()));
                    used
                });
                experiment.values.insert(param.key, value);
            }
        }
        for (key, value) in &pairs.0 {
            let known = all_params().any(|p| p.key.eq_ignore_ascii_case(key));
            let code = if known { "does-not-apply" } else { "unknown-key" };
            warnings.push(Warning::new(code, key, value, ""));
        }
        experiment.read_then(then, &mut warnings);
        experiment.read_log(log, &mut warnings);
        experiment.check_codes(&mut warnings);
        experiment.check_cost(&mut warnings);
        (experiment, warnings)
    }

    /// Model, data, trainer and sampler. A link that names none of them means the RBM that learns digits by CD.
    fn select(pairs: &mut Pairs, warnings: &mut Vec<Warning>) -> Self {
        let given: Vec<Option<String>> = SELECTORS.iter().map(|p| pairs.take(p.key)).collect();
        let mut choice = |i: usize| -> String {
            let param = &SELECTORS[i];
            let fallback = || param.default().write();
            given[i].as_ref().map_or_else(fallback, |text| match param.read(text) {
                Ok(value) => value.write(),
                Err((code, used)) => {
                    warnings.push(Warning::new(code, param.key, text, &used.write()));
                    used.write()
                }
            })
        };
        let (model, mut data, mut trainer, sampler) = (choice(0), choice(1), choice(2), choice(3));
        if given.iter().all(Option::is_none) {
            (data, trainer) = ("mnist".into(), "cd".into());
        } else if trainer != "none" && data == "none" {
            warnings.push(Warning::new("not-a-choice", "data", "none", "mnist"));
            data = "mnist".into();
        }
        if trainer != "none" && sampler != "none" {
            warnings.push(Warning::new("does-not-apply", "sampler", &sampler, ""));
        }
        let trainer = find(TRAINERS, &trainer);
        Self {
            model: find(MODELS, &model).unwrap_or(MODELS[0]),
            data: find(DATA, &data),
            sampler: if trainer.is_some() { None } else { find(SAMPLERS, &sampler) },
            trainer,
            then: None,
            log: Vec::new(),
            figure: crate::figures::FIGURES[0].id,
            build: None,
            view: Vec::new(),
            values: BTreeMap::new(),
        }
    }

    /// The parameters that apply, in the order of the controls.
    pub fn params(&self) -> Vec<Param> {
        let learns = self.trainer.is_some();
        let keeps_chains = !learns || self.trainer.is_some_and(|t| t.id == "pcd");
        let mut params: Vec<Param> = Vec::new();
        params.extend(self.model.params.iter().filter(|p| p.key != "visible" || self.data.is_none()));
        params.extend(self.data.iter().flat_map(|d| d.params));
        params.extend(self.trainer.iter().flat_map(|t| t.params));
        params.extend(self.sampler.iter().flat_map(|s| s.params));
        params.extend(RUN);
        // PCD keeps as many chains as examples in a batch unless told otherwise.
        params.extend(CHAINS.iter().map(|p| match (p.kind, learns && keeps_chains) {
            (Kind::Int { min, max, .. }, true) => Param { kind: Kind::Int { min, max, default: 100 }, ..*p },
            _ => *p,
        }));
        params.extend(SAMPLING.iter().filter(|p| p.key != "burn" || !learns));
        if self.data.is_some() {
            params.extend(PICTURE);
        }
        params
    }

    /// The parameter `key`, if it applies.
    pub fn param(&self, key: &str) -> Option<Param> {
        self.params().into_iter().find(|p| p.key.eq_ignore_ascii_case(key))
    }

    /// The value of a parameter: as given, or its default.
    pub fn value(&self, key: &str) -> Option<Value> {
        self.values
            .get(key)
            .cloned()
            .or_else(|| all_params().find(|p| p.key == key).and(self.param(key)).map(|p| p.default()))
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

    /// Pixels from a code, if there is one of this length.
    pub fn bits(&self, key: &str, len: usize) -> Option<Vec<u8>> {
        match self.values.get(key) {
            Some(Value::Text(code)) if !code.is_empty() => code::unpack_bits(code, len),
            _ => None,
        }
    }

    /// How many visible units there are.
    pub fn visible(&self) -> usize {
        match self.data {
            Some(entry) => (entry.build.visible)(self.int("n") as usize),
            None => self.int("visible") as usize,
        }
    }

    /// Writes a value; out of range or of the wrong type, the nearest that can be used, with a warning. The log is kept:
    /// whoever changes what a run starts from clears it.
    pub fn set(&mut self, key: &str, text: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        match self.param(key) {
            Some(param) => {
                let value = param.read(text).unwrap_or_else(|(code, used)| {
                    warnings.push(Warning::new(code, param.key, text, &used.write()));
                    used
                });
                self.values.insert(param.key, value);
                self.check_codes(&mut warnings);
                self.check_cost(&mut warnings);
            }
            None => warnings.push(Warning::new("unknown-key", key, text, "")),
        }
        warnings
    }

    /// For a restart: stops where runs stop by default, and samples nothing afterwards.
    pub fn reset_to_start(&mut self) {
        self.values.remove("steps");
        self.log.clear();
        if self.then.take().is_some() {
            self.values.remove("init");
        }
    }

    /// The canonical link: every choice, and the parameters that are not at their defaults.
    pub fn link(&self) -> String {
        let mut pairs: Vec<(&str, String)> = vec![("fig", self.figure.into()), ("model", self.model.id.into())];
        pairs.extend(self.build.iter().map(|b| ("build", b.clone())));
        pairs.extend(self.data.iter().map(|e| ("data", e.id.to_string())));
        pairs.extend(self.trainer.iter().map(|e| ("trainer", e.id.to_string())));
        pairs.extend(self.sampler.iter().map(|e| ("sampler", e.id.to_string())));
        for param in self.params() {
            let value = self.values.get(param.key).filter(|v| **v != param.default());
            pairs.extend(value.map(|v| (param.key, v.write())));
        }
        pairs.extend(self.then.map(|t| ("then", format!("{}:{}", t.sampler.id, t.sweeps))));
        if !self.log.is_empty() {
            let acts: Vec<String> =
                self.log.iter().map(|a| format!("{}:{}={}", a.step, a.key, a.value.write())).collect();
            pairs.push(("log", code::pack(acts.join(";").as_bytes())));
        }
        let place = |key: &str| ORDER.iter().position(|k| *k == key).unwrap_or(ORDER.len());
        pairs.sort_by_key(|(key, _)| place(key));
        pairs.extend(self.view.iter().cloned());
        let pairs: Vec<(String, String)> = pairs.into_iter().map(|(k, v)| (k.to_string(), v)).collect();
        link::write(&pairs)
    }

    fn read_then(&mut self, text: Option<String>, warnings: &mut Vec<Warning>) {
        let Some(text) = text else { return };
        let (name, sweeps) = text.split_once(':').unwrap_or((&text, "50"));
        match (find(SAMPLERS, name), sweeps.parse::<u64>()) {
            (Some(sampler), Ok(sweeps)) if sweeps <= 1_000_000 => self.then = Some(Then { sampler, sweeps }),
            (Some(sampler), Ok(sweeps)) => {
                warnings.push(Warning::new("out-of-range", "then", &sweeps.to_string(), "1000000"));
                self.then = Some(Then { sampler, sweeps: 1_000_000 });
            }
            _ => warnings.push(Warning::new("not-a-choice", "then", &text, "nothing")),
        }
    }

    fn read_log(&mut self, text: Option<String>, warnings: &mut Vec<Warning>) {
        let Some(text) = text.filter(|t| !t.is_empty()) else { return };
        let Some(acts) = code::unpack(&text).and_then(|bytes| String::from_utf8(bytes).ok()) else {
            warnings.push(Warning::new("bad-encoding", "log", &text, "nothing"));
            return;
        };
        for act in acts.split(';').take(LOG_LIMIT) {
            let parsed = act.split_once(':').and_then(|(step, rest)| {
                let (key, value) = rest.split_once('=')?;
                let param = self.param(key).filter(|p| p.live)?;
                Some(Act { step: step.parse().ok()?, key: param.key, value: param.read(value).ok()? })
            });
            match parsed {
                Some(act) => self.log.push(act),
                None => warnings.push(Warning::new("bad-encoding", "log", act, "nothing for that change")),
            }
        }
        self.log.sort_by_key(|a| a.step);
    }

    /// Codes of pictures must hold as many pixels as the data have.
    fn check_codes(&mut self, warnings: &mut Vec<Warning>) {
        for key in ["drawn", "mask"] {
            if let Some(Value::Text(text)) = self.values.get(key)
                && !text.is_empty()
                && code::unpack_bits(text, self.visible()).is_none()
            {
                warnings.push(Warning::new("bad-encoding", key, text, "nothing"));
                self.values.remove(key);
            }
        }
    }

    /// What would take too long is replaced by what would not.
    fn check_cost(&mut self, warnings: &mut Vec<Warning>) {
        let units = self.visible().min(self.int("hidden") as usize);
        if self.trainer.is_some_and(|t| t.id == "exact") && units > exact::GRADIENT_LIMIT {
            let limit = exact::GRADIENT_LIMIT as i64;
            warnings.push(Warning::new("too-costly", "hidden", &self.int("hidden").to_string(), &limit.to_string()));
            self.values.insert("hidden", Value::Int(limit));
        }
    }
}

/// Every parameter of every entry, for asking whether a key exists at all.
pub fn all_params() -> impl Iterator<Item = &'static Param> {
    SELECTORS
        .iter()
        .chain(RUN)
        .chain(CHAINS)
        .chain(SAMPLING)
        .chain(PICTURE)
        .chain(MODELS.iter().flat_map(|e| e.params))
        .chain(DATA.iter().flat_map(|e| e.params))
        .chain(TRAINERS.iter().flat_map(|e| e.params))
        .chain(SAMPLERS.iter().flat_map(|e| e.params))
}
