//! Brief looks at many steps of one run: how recall, stability and the ends of quenches change with unlearning.

use super::look::Look;

/// Most points that are kept; when there are more, every second one goes.
const POINTS: u64 = 120;
/// Most bytes of networks that wait to be looked at.
const WAITING: usize = 32 << 20;

/// Looks by step, ascending.
pub struct History {
    points: Vec<Look>,
    stride: u64,
}

impl History {
    /// With about half of the points up to `reach` steps.
    pub fn new(reach: u64) -> Self {
        Self { points: Vec::new(), stride: (reach / (POINTS / 2)).max(1) }
    }

    /// The first step after this one at which a look is wanted.
    pub fn after(&self, step: u64) -> u64 {
        (step / self.stride + 1) * self.stride
    }

    /// Whether a look at this step is wanted, and there is room for it.
    pub fn wants(&self, step: u64) -> bool {
        let waiting: usize = self.points.iter().map(Look::bytes).sum();
        step.is_multiple_of(self.stride) && waiting < WAITING && self.points.iter().all(|look| look.step != step)
    }

    /// Takes a look that is to be done.
    pub fn add(&mut self, look: Look) {
        let at = self.points.partition_point(|other| other.step < look.step);
        self.points.insert(at, look);
        if self.points.len() as u64 > POINTS {
            self.stride *= 2;
            let stride = self.stride;
            self.points.retain(|look| look.step.is_multiple_of(stride));
        }
    }

    /// One part of the first look that is not over; 0 if all are.
    pub fn advance(&mut self) -> u64 {
        self.points.iter_mut().find(|look| !look.is_over()).map_or(0, Look::advance)
    }

    /// Looks that are over.
    pub fn points(&self) -> impl Iterator<Item = &Look> {
        self.points.iter().filter(|look| look.is_over())
    }

    /// Parts done and in all of those that are not.
    pub fn waiting(&self) -> (usize, usize) {
        let open = self.points.iter().filter(|look| !look.is_over());
        open.fold((0, 0), |(done, all), look| (done + look.done(), all + look.parts()))
    }

    /// Where recall from a tenth of damage was largest; where several are equal, where the memories were most stable.
    pub fn best(&self) -> Option<&Look> {
        let rank = |look: &Look| (look.tenth().map_or(0.0, |r| r.overlap().0), look.mean_least());
        self.points().reduce(|best, look| if rank(look) > rank(best) { look } else { best })
    }
}
