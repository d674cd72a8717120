//! What only the figure `unlearning` says of itself.

use super::{Unlearning, WORK, ends::overlap, look};
use crate::{figures::chains::picture::grid, session::Session};
use serde::Serialize;

/// The network, the recall, and how far the looks are.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlearningStatus {
    /// `N`.
    pub units: usize,
    /// `P`.
    pub patterns: usize,
    /// How many of them were drawn.
    pub drawn: usize,
    /// Where the slider of patterns ends.
    pub most: usize,
    /// How many memories are stable now, exactly.
    pub stable: usize,
    /// Rounds of unlearning so far.
    pub rounds: u64,
    /// How far the step's slider goes.
    pub reach: u64,
    /// What the reader recalls.
    pub cue: CueStatus,
    /// The step of the last whole look.
    pub looked: Option<u64>,
    /// The step of the curve over the load.
    pub load: Option<u64>,
    /// Whether there is such a curve for so many units.
    pub has_load: bool,
    /// Part done of the looks under way.
    pub looking: Option<f64>,
    /// Where recall was best so far, and how large.
    pub best: Option<(u64, f64)>,
    /// All minima and those that quenches met, of small networks.
    pub minima: Option<(usize, usize)>,
}

/// Recall of one damaged memory.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CueStatus {
    /// Which memory, from 1.
    pub memory: usize,
    /// Whether the start was drawn.
    pub drawn: bool,
    /// Units that the start has wrong.
    pub damaged: usize,
    /// Flips until nothing moves.
    pub flips: usize,
    /// Flips shown.
    pub shown: usize,
    /// Flips after each sweep.
    pub sweeps: Vec<usize>,
    /// Units that the state shown has wrong.
    pub wrong: usize,
    /// Its overlap with the memory.
    pub overlap: f64,
    /// Its energy per unit.
    pub energy: f64,
    /// The same of the memory.
    pub memory_energy: f64,
    /// Whether the memory is stable.
    pub stable: bool,
    /// Rows and columns of the picture.
    pub size: Size,
    /// The start's pixels, 0 or 1.
    pub pixels: Vec<u8>,
    /// 1 where they differ from the memory's.
    pub mask: Vec<u8>,
}

/// Rows and columns.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Size {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
}

impl Unlearning {
    /// How many memories are stable in the present network.
    pub(super) fn stable(&self) -> usize {
        self.now.stability.iter().filter(|s| s.least > 0.0).count()
    }

    fn cue_status(&self) -> CueStatus {
        let (cue, network) = (&self.cue, &self.now.network);
        let pattern = &self.patterns[cue.memory];
        let memory = look::state(pattern);
        let state = cue.state();
        let energy = |state: &[f32]| network.energy(state, &network.fields(state)) / state.len() as f64;
        let differ = |a: &[f32]| a.iter().zip(&memory).filter(|(x, y)| x != y).count();
        let (rows, cols) = grid(self.data.as_deref(), state.len());
        CueStatus {
            memory: cue.memory + 1,
            drawn: cue.is_drawn,
            damaged: differ(&cue.start),
            flips: cue.flips.len(),
            shown: cue.shown,
            sweeps: cue.passes.clone(),
            wrong: differ(&state),
            overlap: overlap(pattern, &state),
            energy: energy(&state),
            memory_energy: energy(&memory),
            stable: self.now.stability[cue.memory].least > 0.0,
            size: Size { rows, cols },
            pixels: cue.start.iter().map(|&x| u8::from(x > 0.0)).collect(),
            mask: cue.start.iter().zip(&memory).map(|(x, y)| u8::from(x != y)).collect(),
        }
    }

    pub(super) fn own_status(&self, playing: bool) -> UnlearningStatus {
        let experiment = self.run.experiment();
        let units = self.now.network.units();
        let data = experiment.data.map(|_| experiment.examples());
        UnlearningStatus {
            units,
            patterns: self.patterns.len(),
            drawn: self.drawn().len() / units,
            most: [units, WORK / (units * units)].into_iter().chain(data).min().unwrap_or(units),
            stable: self.stable(),
            rounds: self.run.step() * experiment.int("rounds").max(1) as u64,
            reach: self.reach.max(self.run.step()),
            cue: self.cue_status(),
            looked: self.last.as_ref().map(|look| look.step),
            load: self.load.curve.as_ref().map(|curve| curve.0),
            has_load: !self.load.is_empty(),
            // While it plays there is always something under way.
            looking: self.looking().filter(|_| !playing || self.last.is_none()),
            best: self.history.best().and_then(|look| Some((look.step, look.tenth()?.overlap().0))),
            minima: self.last.as_ref().and_then(|look| Some((look.minima.as_ref()?.total(), look.ends.different()))),
        }
    }
}
