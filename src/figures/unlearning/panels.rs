//! The scene of the figure: recall as pictures, all memories, and the charts of what was looked at.

use super::{
    Look, Unlearning,
    ends::{KINDS, Kind},
    look::{GRID, state},
    words::name,
};
use crate::{
    figures::chains::picture::grid,
    say,
    scene::{Chart, Content, Curve, Form, Panel, Rise, Role, Scene, Shades},
    session::Session,
};

/// Memories that are shown as pictures, and as bars, at most.
pub(super) const PICTURES: usize = 60;
const BARS: usize = 200;
/// Bars of the histogram of energies.
const BINS: usize = 20;
/// Where recall breaks down for many units: Amit, Gutfreund & Sompolinsky 1985, doi:10.1103/PhysRevLett.55.1530.
const CAPACITY: f32 = 0.138;

type Points = Vec<(f32, f32)>;

fn curve(name: String, role: Role, form: Form, points: Points) -> Curve {
    Curve { name, role, form, points }
}

/// Pixels of a state: 2 more where it differs from `right`.
fn pixels(state: &[f32], wrong: impl Fn(usize) -> bool, size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> =
        state.iter().enumerate().map(|(i, &x)| u8::from(x > 0.0) + 2 * u8::from(wrong(i))).collect();
    bytes.resize(size, 0);
    bytes
}

impl Unlearning {
    /// All panels of the present state.
    pub(super) fn panels(&mut self) -> Scene {
        let mut panels = vec![self.recall(), self.memories(), self.on_the_way(), self.stability()];
        if let Some(look) = &self.last {
            panels.extend([self.basins(look), self.ends(look), self.energies(look)]);
        }
        panels.extend(self.loads());
        Scene { panels }
    }

    /// The memory, its damage, and where recall is.
    fn recall(&self) -> Panel {
        let pattern = &self.patterns[self.cue.memory];
        let (rows, cols) = grid(self.data.as_deref(), pattern.len());
        let memory = state(pattern);
        let state = self.cue.state();
        let mut bytes = pixels(&memory, |_| false, rows * cols);
        bytes.extend(pixels(&self.cue.start, |i| self.cue.start[i] != memory[i], rows * cols));
        bytes.extend(pixels(&state, |i| state[i] != memory[i], rows * cols));
        let (rows, cols) = (rows as u32, cols as u32);
        let content = Content::Pictures { rows, cols, across: Some(3), shades: Shades::Ink, pixels: bytes };
        Panel::pictures("recall", say!("A memory, its damage, and recall"), content)
    }

    /// Every memory; tinted where a unit's field is against it.
    fn memories(&self) -> Panel {
        // A blank rim tells one from the next.
        let (rows, cols) = grid(self.data.as_deref(), self.now.network.units());
        let mut bytes = Vec::new();
        for (pattern, unstable) in self.patterns.iter().zip(&self.now.unstable) {
            bytes.resize(bytes.len() + cols + 2, 0);
            for row in pixels(&state(pattern), |i| unstable[i], rows * cols).chunks(cols) {
                bytes.push(0);
                bytes.extend(row);
                bytes.push(0);
            }
            bytes.resize(bytes.len() + cols + 2, 0);
        }
        let (rows, cols) = (rows as u32 + 2, cols as u32 + 2);
        let content = Content::Pictures { rows, cols, across: None, shades: Shades::Ink, pixels: bytes };
        Panel::pictures("memories", say!("All memories and their unstable units"), content)
    }

    /// Recall, stability and quenches against updates.
    fn on_the_way(&self) -> Panel {
        let points = |value: &dyn Fn(&Look) -> f64| -> Points {
            self.history.points().map(|look| (look.step as f32, value(look) as f32)).collect()
        };
        let memory = |look: &Look| look.ends.part(Kind::Memory).0 + look.ends.part(Kind::Mirror).0;
        let recall = |look: &Look| look.tenth().map_or(f64::NAN, |recall| recall.overlap().0);
        let mut chart = Chart::new(
            say!("updates of unlearning"),
            say!("overlap, or part"),
            vec![
                curve(say!("quenches"), Role::Beside, Form::Line, points(&memory)),
                curve(say!("stable"), Role::Exact, Form::Line, points(&|look| look.stable())),
                curve(say!("recall"), Role::Sample, Form::Line, points(&recall)),
            ],
        );
        chart.mark = Some(self.run.step() as f32);
        chart.span = Some((0.0, self.reach.max(self.run.step()).max(1) as f32));
        chart.rise = Rise::FromZero;
        Panel::chart("history", say!("Too little, enough, too much"), chart)
    }

    /// The smallest aligned field of every memory, now and before unlearning.
    fn stability(&self) -> Panel {
        let place = |k: usize, least: f64| ((k + 1) as f32, least as f32);
        let now = self.now.stability.iter().take(BARS).enumerate();
        let now: Points = now.map(|(k, s)| place(k, s.least)).collect();
        let before = self.first.iter().flat_map(|look| look.stability.iter().take(BARS).enumerate());
        let before: Points = before.map(|(k, s)| place(k, s.least)).collect();
        let last = now.len() as f32;
        let mut chart = Chart::new(say!("memory"), say!("smallest aligned field κ"), Vec::new());
        chart.curves.push(curve(say!("now"), Role::Data, Form::Bars(0.7), now));
        chart.curves.push(curve(say!("Hebb"), Role::Beside, Form::Dashes(0.9), before));
        chart.curves.push(curve(String::new(), Role::Exact, Form::Line, vec![(0.4, 0.0), (last + 0.6, 0.0)]));
        chart.span = Some((0.4, last + 0.6));
        Panel::chart("stability", say!("Stability of every memory"), chart)
    }

    /// Overlap after recall against damage.
    fn basins(&self, look: &Look) -> Panel {
        let points = |look: &Look| -> Points {
            look.recall.iter().map(|r| ((r.damage as f64 * GRID) as f32, r.overlap().0 as f32)).collect()
        };
        let mut chart = Chart::new(say!("damaged part at the start"), say!("overlap with the memory"), Vec::new());
        if let Some(first) = self.first.as_ref().filter(|first| first.step != look.step) {
            chart.curves.push(curve(say!("Hebb"), Role::Beside, Form::Line, points(first)));
        }
        chart.curves.push(curve(say!("start"), Role::Exact, Form::Line, vec![(0.0, 1.0), (0.5, 0.0)]));
        chart.curves.push(curve(say!("now"), Role::Sample, Form::Line, points(look)));
        chart.mark = Some((0.5 - 0.5 * self.cue.overlaps(&self.patterns[self.cue.memory]).0) as f32);
        chart.span = Some((0.0, 0.5));
        chart.rise = Rise::FromZero;
        Panel::chart("basins", say!("Basins: overlap after recall"), chart)
    }

    /// What quenches end in.
    fn ends(&self, look: &Look) -> Panel {
        let points = |look: &Look| -> Points {
            KINDS.iter().enumerate().map(|(k, &kind)| (k as f32, look.ends.part(kind).0 as f32)).collect()
        };
        let mut chart = Chart::new(String::new(), say!("part of the quenches"), Vec::new());
        chart.curves.push(curve(say!("now"), Role::Sample, Form::Bars(0.6), points(look)));
        if let Some(first) = self.first.as_ref().filter(|first| first.step != look.step) {
            chart.curves.push(curve(say!("Hebb"), Role::Beside, Form::Dashes(0.8), points(first)));
        }
        chart.places = KINDS.into_iter().map(name).collect();
        chart.span = Some((-0.6, KINDS.len() as f32 - 0.4));
        chart.rise = Rise::FromZero;
        Panel::chart("ends", say!("Where quenches from coin flips end"), chart)
    }

    /// Energies of these ends, and of the memories.
    fn energies(&self, look: &Look) -> Panel {
        let n = self.now.network.units() as f64;
        let met = || look.ends.met.iter().map(|(kind, energy)| (*kind, energy / n));
        let stored = || look.energies.iter().map(|energy| energy / n);
        let all = || met().map(|(_, energy)| energy).chain(stored());
        let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), e| (l.min(e), h.max(e)));
        let width = ((high - low) / BINS as f64).max(1e-6);
        let histogram = |energies: &mut dyn Iterator<Item = f64>, of: usize, shift: f64| -> Points {
            let mut counts = [0.0; BINS + 1];
            energies.for_each(|e| counts[(((e - low) / width) as usize).min(BINS)] += 1.0 / of.max(1) as f64);
            let bars = counts.iter().enumerate().filter(|(_, part)| **part > 0.0);
            bars.map(|(k, &part)| ((low + (k as f64 + 0.5 + shift) * width) as f32, part as f32)).collect()
        };
        let is_memory = |kind: Kind| matches!(kind, Kind::Memory | Kind::Mirror);
        let of = |memory: bool| met().filter(move |(kind, _)| is_memory(*kind) == memory).map(|(_, energy)| energy);
        let bar = Form::Bars(0.45 * width as f32);
        let count = look.ends.met.len();
        let mut chart = Chart::new(say!("energy per unit (T's unit)"), say!("part"), Vec::new());
        chart.curves.push(curve(say!("memories"), Role::Data, bar, histogram(&mut of(true), count, -0.23)));
        chart.curves.push(curve(say!("elsewhere"), Role::Sample, bar, histogram(&mut of(false), count, 0.23)));
        let exact = histogram(&mut stored(), look.energies.len(), 0.0);
        chart.curves.push(curve(say!("stored"), Role::Exact, Form::Dashes(width as f32), exact));
        chart.span = Some(((low - width) as f32, (high + 2.0 * width) as f32));
        chart.rise = Rise::FromZero;
        Panel::chart("energies", say!("Energies where quenches end"), chart)
    }

    /// Recall against the load.
    fn loads(&self) -> Option<Panel> {
        let (step, points) = self.load.curve.as_ref()?;
        let n = self.now.network.units() as f32;
        let of = |value: &dyn Fn(&super::LoadPoint) -> f64| -> Points {
            points.iter().map(|p| (p.patterns as f32 / n, value(p) as f32)).collect()
        };
        let mut chart = Chart::new(say!("load α = P/N"), say!("overlap with the memory"), Vec::new());
        chart.curves.push(curve(say!("Hebb"), Role::Beside, Form::Line, of(&|p| p.plain.0)));
        if *step > 0 {
            chart.curves.push(curve(say!("now"), Role::Sample, Form::Line, of(&|p| p.after.0)));
        }
        let capacity = vec![(CAPACITY, 0.0), (CAPACITY, 1.0)];
        chart.curves.push(curve("0.138".into(), Role::Exact, Form::Line, capacity));
        chart.mark = Some(self.patterns.len() as f32 / n);
        let most = points.last().map_or(1.0, |p| p.patterns as f32 / n).max(CAPACITY);
        chart.span = Some((0.0, 1.04 * most.max(self.patterns.len() as f32 / n)));
        chart.rise = Rise::FromZero;
        Some(Panel::chart("load", say!("Recall against the load"), chart))
    }
}
