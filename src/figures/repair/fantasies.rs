//! Fantasies: what the model draws when nothing is clamped, while it learns.
//!
//! A rule that keeps chains (PCD) shows its own. For others, free chains follow the model: they start at coin flips and do a few
//! sweeps of block Gibbs whenever observers look, with random streams of their own, so that they never change the run.

use crate::{
    engines::annealed_rbm::AnnealedRbm,
    rng::Rng,
    say,
    scene::{Content, Panel, Shades},
    session::{Run, Session},
};

/// Chains that are shown.
const SHOWN: usize = 24;
/// Side by side.
const ACROSS: u32 = 6;
/// Sweeps of each chain at a look.
const SWEEPS: usize = 5;

/// Free chains of a run, each by the pixels that are on; none where the rule keeps chains of its own.
pub struct Fantasies(Vec<Vec<u16>>);

fn stream(run: &Run, chain: usize) -> Rng {
    let seed = run.experiment().int("seed") as u64;
    Rng::stream(seed, "observe fantasies", run.step() << 8 | chain as u64)
}

impl Fantasies {
    /// Coin flips.
    pub fn new(run: &mut Run) -> Self {
        if run.experiment().trainer.is_some_and(|rule| rule.build.keeps_chains) {
            return Self(Vec::new());
        }
        let pixels = run.model().space().visible() as u16;
        let flips = |chain: usize| {
            let mut coins = stream(run, 128 + chain);
            (0..pixels).filter(|_| coins.word() >> 31 == 1).collect()
        };
        Self((0..SHOWN).map(flips).collect())
    }

    /// Follows the model, which has changed.
    pub fn look(&mut self, run: &mut Run) {
        if self.0.is_empty() {
            return;
        }
        let streams: Vec<Rng> = (0..SHOWN).map(|chain| stream(run, chain)).collect();
        let temperature = run.temperature();
        let Some(model) = run.model().two_layers() else { return };
        let base: Vec<f64> = model.visible_bias().iter().map(|&b| f64::from(b)).collect();
        let mut chains = AnnealedRbm::new(model, &base, temperature, 1);
        chains.start_at(std::mem::take(&mut self.0), streams.into_iter());
        (0..SWEEPS).for_each(|_| chains.sweep());
        self.0 = chains.finish();
    }

    /// The chains as pictures of rows × cols pixels.
    pub fn panel(&self, run: &Run, name: &str, (rows, cols): (usize, usize)) -> Panel {
        let mut pixels = Vec::with_capacity(SHOWN * rows * cols);
        if self.0.is_empty() {
            for state in run.chains().iter().take(SHOWN) {
                pixels.extend(state.iter().take(rows * cols).map(|&x| x as u8));
            }
        }
        for on in &self.0 {
            let start = pixels.len();
            pixels.resize(start + rows * cols, 0);
            on.iter().for_each(|&i| pixels[start + usize::from(i)] = 1);
        }
        let title = if self.0.is_empty() { say!("Persistent chains") } else { say!("Free chains of the model") };
        pictures(name, title, (rows, cols), pixels)
    }
}

/// Empty pictures in their place.
pub fn outline((rows, cols): (usize, usize)) -> Panel {
    pictures("fantasies", say!("Free chains of the model"), (rows, cols), vec![0; SHOWN * rows * cols])
}

fn pictures(name: &str, title: String, (rows, cols): (usize, usize), pixels: Vec<u8>) -> Panel {
    let (rows, cols) = (rows as u32, cols as u32);
    Panel::pictures(name, title, Content::Pictures { rows, cols, across: Some(ACROSS), shades: Shades::Ink, pixels })
}
