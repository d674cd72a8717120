//! From a link to an experiment. Whatever comes in, something that runs comes out, and a warning for every loss.

use super::{
    Act, Experiment, Then,
    params::{SELECTORS, VIEW, all_params},
    second,
};
use crate::{
    BUILD, code,
    data::{DATA, examples, table},
    error::Warning,
    figures,
    link::{self, Pairs},
    models::{MODELS, boltzmann, hopfield, levels, numbers, rbm, spin_glass},
    registry::{Value, find},
    samplers::SAMPLERS,
    series,
    trainers::{TRAINERS, cd},
};
use litemap::LiteMap;

/// Changes a log may hold.
const LOG_LIMIT: usize = 2_000;
/// Most units of a lattice.
const UNIT_LIMIT: usize = 1 << 20;
/// Most moves of single units that are done in one go: a minute or so.
const GO: u64 = 1 << 32;
/// Most units of all chains together.
pub const CHAIN_UNITS: usize = 1 << 25;
/// Most spins in terms of more than two, of all chains together.
const CHAIN_MEMBERS: usize = 1 << 27;
/// Characters that a view key or a build may hold; some view keys are lists. `www/fragment.js` has it too.
const WORD_LIMIT: usize = 500;

/// Cuts what is kept as it was written.
fn shorten(key: &str, value: String, warnings: &mut Vec<Warning>) -> String {
    match value.char_indices().nth(WORD_LIMIT) {
        Some((at, _)) => {
            #[cfg(feature = "all")]
            let at = value[..at].trim_end_matches(link::ends_no_value).len();
            let used = &value[..at];
            warnings.push(Warning::new("out-of-range", key, &value, used));
            used.to_string()
        }
        None => value,
    }
}

impl Experiment {
    /// Reads a link, a whole URL or its fragment. Whatever comes in, an experiment comes out; warnings say what was wrong
    /// and what was used instead.
    pub fn read(link: &str) -> (Self, Vec<Warning>) {
        let (mut pairs, told) = link::parse(link);
        let mut warnings = Vec::new();
        pairs.take("v");
        let figure = pairs.take("fig");
        let beside = second::take(&mut pairs);
        let added = Self::complete(&mut pairs, figure.as_deref());
        let build = pairs.take("build").map(|b| shorten("build", b, &mut warnings));
        let mut view = Vec::new();
        for param in VIEW {
            let Some(given) = pairs.take(param.key) else { continue };
            let given = shorten(param.key, given, &mut warnings);
            match param.read(&given) {
                Ok(value) => view.push((param.key, value.write())),
                Err((code, used)) => warnings.push(Warning::new(code, param.key, &given, &used.write())),
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
        experiment.figure = figures::by_default(&experiment);
        if let Some(figure) = figure {
            match find(figures::FIGURES, &figure) {
                Some(entry) => experiment.figure = entry.id,
                None => warnings.push(Warning::new("not-a-choice", "fig", &figure, experiment.figure)),
            }
        }
        let (then, log) = (pairs.take("then"), pairs.take("log"));
        experiment.read_then(then, &mut warnings);
        // One parameter after another: how large a data set is decides what the later ones may be.
        for key in experiment.params().iter().map(|p| p.key) {
            let Some(param) = experiment.param(key) else { continue };
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
        experiment.read_log(log, &mut warnings);
        experiment.check_cost(&mut warnings);
        experiment.check_codes(&mut warnings);
        warnings.extend(experiment.check_record(experiment.int("steps") as u64));
        if !beside.is_empty() {
            experiment.read_second(beside, &mut warnings);
        }
        // What nobody said is nobody's mistake: of the figure's first state, only some may go with the rest.
        warnings.retain(|w| !added.contains(&w.key));
        (experiment, [told, warnings].concat())
    }

    /// A link that names a figure and no model means the figure's own first state, and changes that, where the figure could not show
    /// the RBM that links without a model mean else. What only another of the figure's models has means that one. The keys that it
    /// adds to the link's.
    fn complete(pairs: &mut Pairs, figure: Option<&str>) -> Vec<String> {
        let Some(entry) = figure.and_then(|name| find(figures::FIGURES, name)) else { return Vec::new() };
        let has = |pairs: &Pairs, key: &str| pairs.0.iter().any(|(k, _)| k.eq_ignore_ascii_case(key));
        if SELECTORS.iter().any(|p| has(pairs, p.key)) || (entry.build.shows)(&Self::read("").0) {
            return Vec::new();
        }
        let start = link::parse(&figures::start_for(entry, pairs)).0.0;
        let rest: Vec<_> =
            start.into_iter().filter(|(key, _)| !["v", "fig"].contains(&key.as_str()) && !has(pairs, key)).collect();
        let added = rest.iter().map(|(key, _)| key.clone()).collect();
        pairs.0.extend(rest);
        added
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
        } else if data == "none" && find(TRAINERS, &trainer).is_some_and(|t| t.build.needs_data) {
            // Digits for a model that learns many pixels, else a data set that fits any.
            let restricted = find(MODELS, &model).is_some_and(|m| m.build.is_restricted);
            data = if restricted { "mnist" } else { "bars-and-stripes" }.into();
            warnings.push(Warning::new("not-a-choice", "data", "none", &data));
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
            beside: Vec::new(),
            figure: figures::FIGURES[0].id,
            build: None,
            view: Vec::new(),
            values: LiteMap::new(),
        }
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
        let count = acts.split(';').count();
        if count > LOG_LIMIT {
            warnings.push(Warning::new("out-of-range", "log", &format!("{count} changes"), &LOG_LIMIT.to_string()));
        }
        for act in acts.split(';').take(LOG_LIMIT) {
            let parsed = act.split_once(':').and_then(|(step, rest)| {
                let (key, value) = rest.split_once('=')?;
                let param = self.param(key).filter(|p| p.live)?;
                Some(Act { step: step.parse().ok()?, key: param.key, value: param.read(value).ok()? })
            });
            match parsed {
                Some(act) => self.log.insert(self.log.partition_point(|a| a.step <= act.step), act),
                None => warnings.push(Warning::new("bad-encoding", "log", act, "nothing for that change")),
            }
        }
    }

    /// Codes of pictures must hold as many pixels as the data have; energies of levels must be numbers.
    pub(super) fn check_codes(&mut self, warnings: &mut Vec<Warning>) {
        if let Some(Value::Text(text)) = self.values.get("levels")
            && !text.is_empty()
            && levels::read(text).is_err()
        {
            warnings.push(Warning::new("bad-encoding", "levels", text, "1,2,3"));
            self.values.remove("levels");
        }
        if let Some(Value::Text(text)) = self.values.get("target")
            && !text.is_empty()
            && table::read(text).is_none()
        {
            warnings.push(Warning::new("bad-encoding", "target", text, "1,1,1,1"));
            self.values.remove("target");
        }
        if let Some(Value::Text(text)) = self.values.get("examples")
            && !text.is_empty()
            && examples::read(text).is_none()
        {
            warnings.push(Warning::new("bad-encoding", "examples", text, "1011"));
            self.values.remove("examples");
        }
        if let Some(Value::Text(text)) = self.values.get("draws")
            && !text.is_empty()
            && cd::draws(text).is_err()
        {
            warnings.push(Warning::new("not-draws", "draws", text, &cd::MOST_DRAWS.to_string()));
            self.values.remove("draws");
        }
        let listed = if self.model.build.is_restricted { rbm::listed } else { boltzmann::listed };
        for (key, count) in listed(self.visible(), self.int("hidden") as usize) {
            if let Some(Value::Text(text)) = self.values.get(key)
                && !text.is_empty()
                && numbers::exactly(text, count, numbers::LARGEST).is_err()
            {
                warnings.push(Warning::new("not-a-list", key, text, &count.to_string()));
                self.values.remove(key);
            }
        }
        if let Some(Value::Text(text)) = self.values.get("state")
            && (text.chars().any(|sign| !"01".contains(sign)) || text.len() > self.units())
        {
            warnings.push(Warning::new("bad-encoding", "state", text, "nothing"));
            self.values.remove("state");
        }
        let levels = match self.values.get("levels") {
            Some(Value::Text(text)) if !text.is_empty() => text.split(',').count(),
            _ => 3,
        };
        if let Some(Value::Text(text)) = self.values.get("trial")
            && !text.is_empty()
            && figures::boltzmann::maximum::read(text).is_none_or(|p| self.model.id == "levels" && p.len() > levels)
        {
            warnings.push(Warning::new("bad-encoding", "trial", text, "nothing"));
            self.values.remove("trial");
        }
        if let Some(Value::Text(text)) = self.values.get("axis")
            && !text.is_empty()
            && figures::boltzmann::read_axis(text).is_none()
        {
            warnings.push(Warning::new("bad-encoding", "axis", text, "0,5"));
            self.values.remove("axis");
        }
        if let Some(Value::Text(text)) = self.values.get("memories")
            && !text.is_empty()
            && hopfield::drawn(text, self.units()).is_none()
        {
            warnings.push(Warning::new("not-of-size", "memories", text, &self.units().to_string()));
            self.values.remove("memories");
        }
        // A start of recall is a state of a network that stores patterns.
        if let Some(Value::Text(text)) = self.values.get("cue")
            && !text.is_empty()
            && self.param("memories").is_some()
            && code::unpack_bits(text, self.units()).is_none()
        {
            warnings.push(Warning::new("not-of-size", "cue", text, &self.units().to_string()));
            self.values.remove("cue");
        }
        if let Some(Value::Text(text)) = self.values.get("stored")
            && hopfield::stored(text, self.examples()).is_none()
        {
            warnings.push(Warning::new("bad-encoding", "stored", text, "nothing"));
            self.values.remove("stored");
        }
        // Numbers of patterns go round, so that an old link stays what it was.
        if let (Some(Value::Int(start)), count) = (self.values.get("start"), self.stored_patterns() as i64)
            && (1..*start).contains(&count)
        {
            let used = (start - 1) % count + 1;
            warnings.push(Warning::new("out-of-range", "start", &start.to_string(), &used.to_string()));
            self.values.insert("start", Value::Int(used));
        }
        // Couplings from a file say themselves how many units there are: the run looks at it then.
        let units = if self.units() == 0 || self.model.build.takes_instance { usize::MAX } else { self.units() };
        if let Some(Value::Text(text)) = self.values.get("clamped")
            && (text.chars().any(|sign| !"01_".contains(sign)) || text.len() > units)
        {
            warnings.push(Warning::new("bad-encoding", "clamped", text, "nothing"));
            self.values.remove("clamped");
        }
        for key in ["drawn", "mask"] {
            if let Some(Value::Text(text)) = self.values.get(key)
                && !text.is_empty()
                && code::unpack_bits(text, self.visible()).is_none()
            {
                warnings.push(Warning::new("not-of-size", key, text, &self.visible().to_string()));
                self.values.remove(key);
            }
        }
    }

    /// A warning where chains meet more in so many steps than is kept: estimates come from the last part alone.
    pub fn check_record(&self, steps: u64) -> Option<Warning> {
        let room = (series::ROOM / self.int("chains").max(1) as usize) as u64;
        let too_many = self.sampler.is_some() && steps > room;
        too_many.then(|| Warning::new("last-part", "steps", &steps.to_string(), &(room / 2).to_string()))
    }

    /// What would take too long to build is replaced by what takes about a second at most.
    pub(super) fn check_cost(&mut self, warnings: &mut Vec<Warning>) {
        let (visible, hidden) = (self.visible(), self.int("hidden") as usize);
        // Of an RBM the larger layer sums out; of other models nothing does.
        let sums_out = self.model.build.is_restricted;
        let units = if sums_out { visible.min(hidden) } else { visible + hidden };
        // Terms of more than two spins are those of all subsets: on a lattice there are none.
        if self.param("order").is_some() && self.text("graph") != "complete" && self.int("order") > 2 {
            warnings.push(Warning::new("does-not-apply", "order", &self.int("order").to_string(), ""));
            self.values.remove("order");
        }
        let mut shrink = |experiment: &mut Self, key: &'static str, most: usize| {
            let given = experiment.int(key);
            if given > most as i64 {
                warnings.push(Warning::new("too-costly", key, &given.to_string(), &most.to_string()));
                experiment.values.insert(key, Value::Int(most as i64));
            }
        };
        let mut chains = usize::MAX;
        if self.units() > UNIT_LIMIT && self.param("rows").is_some() {
            let of_row = self.units() / self.int("rows").max(1) as usize;
            shrink(self, "rows", (UNIT_LIMIT / of_row).max(1));
            if self.units() > UNIT_LIMIT {
                let of_layer = self.units() / self.int("depth").max(1) as usize;
                shrink(self, "depth", (UNIT_LIMIT / of_layer).max(1));
            }
        }
        if self.text("graph") == "complete" {
            shrink(self, "order", self.int("n") as usize);
            let order = self.int("order") as usize;
            if order > 2 {
                shrink(self, "n", spin_glass::most_spins(order));
                let members = order * spin_glass::terms(self.int("n") as usize, order) as usize;
                chains = chains.min(CHAIN_MEMBERS / members.max(1));
            }
        }
        if self.param("chains").is_some() {
            chains = chains.min(CHAIN_UNITS / self.units().max(1));
            shrink(self, "chains", chains.max(1));
        }
        // Burn-in and what runs afterwards are done in one go.
        let sweeps = GO / (self.units().max(1) as u64 * self.int("chains").max(1) as u64);
        if self.param("burn").is_some() {
            shrink(self, "burn", usize::try_from(sweeps).unwrap_or(usize::MAX));
        }
        if let Some(then) = self.then.as_mut().filter(|then| then.sweeps > sweeps) {
            warnings.push(Warning::new("too-costly", "then", &then.sweeps.to_string(), &sweeps.to_string()));
            then.sweeps = sweeps;
        }
        let limit = self.trainer.and_then(|t| t.build.unit_limit);
        if let Some(limit) = limit.filter(|&limit| units > limit && hidden > 0) {
            let limit = if sums_out { limit } else { limit.saturating_sub(visible) } as i64;
            warnings.push(Warning::new("too-costly", "hidden", &self.int("hidden").to_string(), &limit.to_string()));
            self.values.insert("hidden", Value::Int(limit));
        }
    }
}
