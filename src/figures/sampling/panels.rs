//! The scene of the figure: the state and both memories, the plane of overlaps, the path of energies, the trace, the twin's histogram.

use super::{Sampling, TRAIL, pair::Pair, status::rule, two::TwoPatterns};
use crate::{
    figures::chains::picture::picture,
    say,
    scene::{
        Chart, Content, Curve, Form, OFFERED, Panel, Rise, Role, Scene,
        diagram::{Anchor, Diagram, Mark, Tone},
    },
    tally::bars,
};

/// Half of the plane's width, in the diagram's unit, that an overlap of one takes.
const UNIT: f32 = 41.0;
/// Bars of the histogram, about.
const BARS: usize = 40;

/// The smallest square's side that holds so many.
pub(super) fn side(count: usize) -> usize {
    (1..).find(|side| side * side >= count).unwrap_or(1)
}

fn curve(name: String, role: Role, form: Form, points: Vec<(f32, f32)>) -> Curve {
    Curve { name, role, form, points }
}

fn place((a, b): (f32, f32)) -> (f32, f32) {
    (50.0 + UNIT * a, 50.0 - UNIT * b)
}

impl Sampling {
    /// What the twin's law depends on.
    pub(super) fn twin_sizes(&self) -> TwoPatterns {
        let units = super::twin::units(&self.pair);
        let differ = units.iter().filter(|&&i| self.pair.patterns[0][i] != self.pair.patterns[1][i]).count();
        TwoPatterns { agree: units.len() - differ, differ }
    }

    /// All panels of the present state.
    pub(super) fn panels(&mut self) -> Scene {
        let state = self.state();
        let mut panels = self.pictures(&state);
        panels.extend([self.plane(&state), self.path(&state), self.trace(), self.histogram()]);
        Scene { panels }
    }

    fn pictures(&mut self, state: &[f32]) -> Vec<Panel> {
        let offered = self.inside.as_ref().and_then(|inside| inside.shown().last()).map(|offer| offer.unit);
        let (data, pair) = (self.data.clone(), &self.pair);
        let model = self.run.model();
        let memory = |k: usize| -> Vec<f32> { pair.patterns[k].iter().map(|&x| f32::from(x)).collect() };
        let mut now = picture(None, data.as_deref(), model, state);
        if let (Content::Pictures { pixels, .. }, Some(unit)) = (&mut now, offered) {
            pixels[unit] += OFFERED;
        }
        let mut memories = picture(None, data.as_deref(), model, &memory(0));
        if let (Content::Pictures { pixels, across, .. }, Content::Pictures { pixels: other, .. }) =
            (&mut memories, picture(None, data.as_deref(), model, &memory(1)))
        {
            pixels.extend(other);
            *across = Some(2);
        }
        vec![
            Panel::pictures("state", say!("The units of the chain"), now),
            Panel::pictures("memories", say!("Memory A and memory B"), memories),
        ]
    }

    /// The plane of overlaps: corners, what is most likely, the way so far.
    fn plane(&self, state: &[f32]) -> Panel {
        let q = self.pair.likeness() as f32;
        // The axes are named on the sides where the corners are not.
        let (by_a, by_b, side_of_b) = if q < 0.0 { (45.5, 52.0, Anchor::Start) } else { (54.5, 48.0, Anchor::End) };
        let mut marks = vec![
            Mark::line(vec![place((-1.12, 0.0)), place((1.12, 0.0))]).stroke(Tone::Rule, 1.0),
            Mark::line(vec![place((0.0, -1.12)), place((0.0, 1.12))]).stroke(Tone::Rule, 1.0),
            Mark::text((99.0, by_a), say!("overlap with A"), Anchor::End).fill(Tone::Quiet).size(12.0),
            Mark::text((by_b, 4.0), say!("overlap with B"), side_of_b).fill(Tone::Quiet).size(12.0),
        ];
        let corners = [("A", (1.0, q)), ("B", (q, 1.0)), ("−A", (-1.0, -q)), ("−B", (-q, -1.0))];
        let outline = corners.iter().chain(&corners[..1]).map(|(_, at)| place(*at)).collect();
        marks.push(Mark::line(outline).stroke(Tone::Quiet, 1.0));
        let present = self.pair.overlaps(state);
        let present = place((present.0 as f32, present.1 as f32));
        let way = self.trail.iter().map(|&at| place(at)).chain([present]).collect();
        marks.push(Mark::line(way).stroke(Tone::Of(Role::Sample), 1.5));
        // Twice the same ring where two of them have met.
        let [s, d] = self.pair.sizes().blocks(self.temperature(), rule(self.run.experiment()));
        let units = self.pair.units() as f64;
        let (s, d) = ((s.likely / units) as f32, (d.likely / units) as f32);
        for (s, d) in [(s, d), (s, -d), (-s, -d), (-s, d)] {
            marks.push(Mark::circle(place((s + d, s - d)), 3.4).stroke(Tone::Of(Role::Exact), 1.5).dashed());
        }
        marks.push(Mark::circle(place((0.0, 0.0)), 1.2).fill(Tone::Paper).stroke(Tone::Quiet, 1.5).presses("random"));
        for (name, at) in corners {
            let (x, y) = place(at);
            let outwards = if at.0 + at.1 > 0.0 { 1.0 } else { -1.0 };
            let anchor = if outwards > 0.0 { Anchor::Start } else { Anchor::End };
            marks.push(Mark::circle((x, y), 1.6).fill(Tone::Of(Role::Data)).presses(name));
            marks.push(Mark::text((x + 3.0 * outwards, y - 2.4 * outwards), name, anchor).fill(Tone::Of(Role::Data)));
        }
        if let Some(&start) = self.trail.first().filter(|_| self.trail.len() <= TRAIL) {
            marks.push(Mark::circle(place(start), 2.2).stroke(Tone::Of(Role::Sample), 1.5));
        }
        marks.push(Mark::circle(present, 2.0).fill(Tone::Of(Role::Sample)).stroke(Tone::Paper, 1.5));
        Panel::diagram("plane", say!("Overlaps with both memories"), 1.0, Diagram { marks })
    }

    /// Energies from A to B, and where the chain is.
    fn path(&mut self, state: &[f32]) -> Panel {
        let energy = self.run.model().energy().map_or(f64::NAN, |e| e.energy(state));
        let Pair { path, .. } = &self.pair;
        let units = self.pair.units() as f64;
        let per_unit = |e: f64| (e / units) as f32;
        let points = path.iter().enumerate().map(|(k, &e)| (k as f32, per_unit(e))).collect();
        let progress = self.pair.progress(state) as f32;
        let mut chart = Chart::new(
            say!("units taken from B, of those that differ"),
            say!("energy per unit (T's unit)"),
            Vec::new(),
        );
        chart.curves.push(curve(say!("path from A to B"), Role::Energy, Form::Line, points));
        let here = vec![(progress, per_unit(energy))];
        chart.curves.push(curve(say!("the chain"), Role::Sample, Form::Line, here));
        let most = (path.len() - 1).max(1) as f32;
        chart.span = Some((-0.02 * most, 1.02 * most));
        Panel::chart("path", say!("Energies on the path between the memories"), chart)
    }

    fn trace(&self) -> Panel {
        let units = self.pair.units() as f64;
        let last = self.step() as usize;
        let first = last.saturating_sub(TRAIL);
        let energies = self.run.series()[0].energies[first..last].iter().enumerate();
        let points = energies.map(|(k, e)| ((first + k + 1) as f32, (e / units) as f32)).collect();
        let span = (first as f32, last.max(first + 1) as f32);
        let level = (self.pair.sizes().mean_energy(self.temperature()) / units) as f32;
        let curves = vec![
            curve(say!("the chain"), Role::Sample, Form::Line, points),
            curve(say!("exact mean"), Role::Exact, Form::Line, vec![(span.0, level), (span.1, level)]),
        ];
        let mut chart = Chart::new(say!("sweeps"), say!("energy per unit (T's unit)"), curves);
        chart.span = Some(span);
        Panel::chart("trace", say!("Energies on the way"), chart)
    }

    fn histogram(&self) -> Panel {
        let mut chart = Chart::new(say!("energy per unit (T's unit)"), say!("probability"), Vec::new());
        chart.rise = Rise::FromZero;
        let exact = self.law.exact().map(|e| &e.tally);
        let tallies: Vec<_> = [Some(self.law.sampled()), exact].into_iter().flatten().collect();
        if let Some(bars) = bars(&tallies, BARS) {
            let n = self.twin_sizes().units() as f64;
            let width = (bars.width / n) as f32;
            let points = |k: usize| -> Vec<(f32, f32)> {
                bars.centres.iter().zip(&bars.parts[k]).map(|(&x, &p)| ((x / n) as f32, p as f32)).collect()
            };
            let ends = (bars.centres[0], bars.centres[bars.centres.len() - 1]);
            chart.span = Some(((ends.0 / n) as f32 - width, (ends.1 / n) as f32 + width));
            chart.curves.push(curve(say!("met by the twin"), Role::Sample, Form::Bars(0.8 * width), points(0)));
            if exact.is_some() {
                chart.curves.push(curve(say!("exact law"), Role::Exact, Form::Dashes(width), points(1)));
            }
        }
        Panel::chart("histogram", say!("Energies that the small twin met"), chart)
    }
}
