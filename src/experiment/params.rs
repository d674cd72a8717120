//! Parameters that belong to a run and not to one registry entry, and the order of all keys in a link.

#[cfg(feature = "all")]
use crate::phrase;
use crate::{
    data::DATA,
    figures::FIGURES,
    models::MODELS,
    registry::{Entry, Param},
    samplers::SAMPLERS,
    trainers::TRAINERS,
};
use std::sync::LazyLock;

/// The order of keys in a canonical link.
pub(super) const ORDER: &[&str] = &[
    "build",
    "fig",
    "model",
    "visible",
    "hidden",
    "rows",
    "cols",
    "depth",
    "n",
    "levels",
    "boundary",
    "graph",
    "disorder",
    "order",
    "patterns",
    "stored",
    "memories",
    "separation",
    "degree",
    "start",
    "noise",
    "cue",
    "alphabet",
    "spread",
    "couplings",
    "biases",
    "J",
    "h",
    "b1",
    "b2",
    "w",
    "T",
    "instance",
    "data",
    "target",
    "samples",
    "strength",
    "examples",
    "trainer",
    "k",
    "lr",
    "batch",
    "momentum",
    "decay",
    "draws",
    "epsilon",
    "rounds",
    "quench",
    "sampler",
    "proposal",
    "scan",
    "ladder",
    "hot",
    "cold",
    "schedule",
    "init",
    "example",
    "drawn",
    "damage",
    "amount",
    "mask",
    "clamp",
    "sweeps",
    "chains",
    "burn",
    "clamped",
    "state",
    "flip",
    "pair",
    "always",
    "stage",
    "seed",
    "steps",
    "then",
    "runs",
    "betas",
    "trial",
    "axis",
    "y",
    "stiffness",
    "mass",
    "gravity",
    "log",
];
/// Keys that say how a page looks; they never reach the run.
pub static VIEW: &[Param] = &[
    Param::text("lang", "Language").help("zh: Chinese. Of a page with one figure."),
    Param::choice(
        "ui",
        "Surroundings",
        &[("full", "everything"), ("story", "pictures and Play"), ("none", "pictures only")],
        "full",
    )
    .help("How much is shown around the figure."),
    Param::text("hide", "Hidden controls").help("Keys of controls that are not shown."),
    Param::choice("theme", "Colours", &[("auto", "the reader’s own"), ("light", "light"), ("dark", "dark")], "auto")
        .help("light or dark; else as the system asks."),
    Param::choice("autoplay", "Plays by itself", &[("1", "yes"), ("0", "no")], "1")
        .help("0: not before somebody presses Play."),
    Param::text("panels", "Panels").help("Which pictures and charts are shown."),
    Param::choice(
        "speed",
        "Speed",
        &[("max", "As fast as it goes"), ("100", "100 steps/s"), ("10", "10 steps/s"), ("1", "1 step/s")],
        "max",
    )
    .help("Steps a second, or max."),
    Param::text("allow", "Allowed origins").help("Pages that may send messages to the framed figure."),
];

/// Whether a key says how a page looks.
pub fn is_of_view(key: &str) -> bool {
    VIEW.iter().any(|param| param.key.eq_ignore_ascii_case(key))
}

/// Keys of a link that are neither parameters nor of the view, in the words of parameters: for telling what a link means.
#[cfg(feature = "all")]
pub static NAMES: &[Param] = &[
    Param::text("v", phrase!("Grammar")).help(phrase!("The version of the rules by which the link is written.")),
    Param::text("build", phrase!("Build"))
        .help(phrase!("The build that the link was made by: digests hold within one.")),
    Param::text("fig", phrase!("Figure")).help(phrase!("Which figure opens the link.")),
    Param::text("then", phrase!("Afterwards"))
        .help(phrase!("A sampler that runs after the steps, and how many sweeps.")),
    Param::text("log", phrase!("Changes on the way"))
        .help(phrase!("What was changed while it ran, and after which step.")),
];

/// Where a key stands in a canonical link: the version first, a second experiment and what is for the page last.
#[cfg(feature = "all")]
pub fn place(key: &str) -> usize {
    let view = |key: &str| VIEW.iter().position(|param| param.key == key).map(|at| ORDER.len() + 2 + at);
    match key {
        "v" => 0,
        _ if key.starts_with("b.") => ORDER.len() + 1,
        _ => ORDER.iter().position(|k| *k == key).map(|at| at + 1).or_else(|| view(key)).unwrap_or(usize::MAX),
    }
}
const NONE: (&str, &str) = ("none", "None");

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
    Param::int("seed", "Seed", 0, (1 << 53) - 1, 42).typed().help("Restarts everything that is random."),
    Param::int("steps", "Steps", 0, 10_000_000, 900).typed().help("Updates or sweeps: where the run stops."),
];
/// Parameters of annealed importance sampling, which estimates `ln Z` of what a run has come to; they never change a run.
pub static ANNEALED: &[Param] = &[
    Param::int("runs", "Annealed runs", 3, 100_000, 100).typed().help("Of annealed importance sampling."),
    Param::int("betas", "Temperatures of a run", 1, 1_000_000, 1000)
        .typed()
        .help("Steps from independent units to the model."),
];
/// Parameters of chains that are kept: of samplers and of PCD.
pub static CHAINS: &[Param] = &[Param::int("chains", "Chains", 1, 4096, 1)];
/// Where chains start: at random; where there are data, or stored patterns, there too.
const STARTS: &[(&str, &str)] = &[
    ("random", "Coin flips"),
    ("data", "Training examples"),
    ("damaged", "The damaged picture"),
    ("memory", "A stored pattern, damaged"),
];
const STARTS_OF_DATA: &[(&str, &str)] = &[STARTS[0], STARTS[1], STARTS[2]];
const STARTS_OF_MEMORY: &[(&str, &str)] = &[STARTS[0], STARTS[3]];

/// Parameters of samplers: where chains start, and how many sweeps come before counting.
pub static SAMPLING: &[Param] = &[
    Param::choice("init", "Chains start at", STARTS, "random"),
    Param::int("burn", "Burn-in", 0, 1_000_000, 0).unit("sweeps"),
    Param::text("clamped", "Clamped units")
        .help("One sign a unit in their order: 1 on, 0 off (−1 of a spin), _ free; those that follow are free."),
];

/// Where chains can start, with or without data and stored patterns; `None` if there is one place only.
pub(super) fn init(data: bool, memory: bool) -> Option<Param> {
    let starts = match (data, memory) {
        (false, false) => return None,
        (true, false) => STARTS_OF_DATA,
        (false, true) => STARTS_OF_MEMORY,
        (true, true) => STARTS,
    };
    Some(Param::choice("init", "Chains start at", starts, "random"))
}
/// Parameters of the picture that is damaged and repaired.
pub static PICTURE: &[Param] = &[
    Param::int("example", "Example", 0, 9_999, 0).typed().help("Which held-out picture."),
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
    Param::int("sweeps", "Repair sweeps", 1, 1000, 50).log(),
    Param::int("instance", "Damage seed", 0, (1 << 53) - 1, 0)
        .typed()
        .help("Fixes where and how the picture is damaged."),
];

/// Every parameter of every entry, for asking whether a key exists at all.
pub fn all_params() -> impl Iterator<Item = &'static Param> {
    SELECTORS
        .iter()
        .chain(RUN)
        .chain(ANNEALED)
        .chain(CHAINS)
        .chain(SAMPLING)
        .chain(PICTURE)
        .chain(MODELS.iter().flat_map(|e| e.params))
        .chain(DATA.iter().flat_map(|e| e.params))
        .chain(TRAINERS.iter().flat_map(|e| e.params))
        .chain(SAMPLERS.iter().flat_map(|e| e.params))
        .chain(FIGURES.iter().flat_map(|e| e.params))
}
