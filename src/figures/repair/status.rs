//! What only the figure `repair` says of itself.

use serde::Serialize;

/// The picture, its damage, and the repair.
#[derive(Clone, Debug, Serialize)]
pub struct RepairStatus {
    /// The repair, if there is one.
    pub repair: Option<TrajectoryStatus>,
    /// Whether there is a second training.
    pub compares: bool,
    /// Pictures that may be picked.
    pub pictures: usize,
    /// Size of a picture.
    pub size: Size,
    /// The picture before damage.
    pub original: Vec<u8>,
    /// And after.
    pub damaged: Vec<u8>,
    /// 1 where a pixel is damaged.
    pub mask: Vec<u8>,
    /// The likelihood as it is known; nothing in the short form of the figure.
    pub likelihood: Option<LikelihoodStatus>,
}

/// How far the estimates of the likelihood are.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LikelihoodStatus {
    /// The last one in words.
    pub label: String,
    /// Models that wait for theirs.
    pub waiting: usize,
}

/// Size of a picture in pixels.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Size {
    /// Height.
    pub rows: usize,
    /// Width.
    pub cols: usize,
}

/// A repair and the half-step that is shown.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryStatus {
    /// The digest after the repair, as the command line gives it for the link.
    pub digest: String,
    /// Half-steps in all.
    pub length: usize,
    /// The one that is shown; 0 is the damaged picture.
    pub shown: usize,
    /// What it did, in words.
    pub label: String,
    /// Pixels that differ from the original.
    pub wrong: usize,
    /// Pixels that were damaged.
    pub damaged_pixels: usize,
    /// `E(v,h)` after this half-step.
    pub energy: f64,
    /// `F(v)` after the last full step.
    pub free_energy: f64,
    /// Training steps of the model that repaired.
    pub step: u64,
    /// True while model and picture are still those of the repair.
    pub current: bool,
}
