//! The scene of the figure: a chain's state, energies on the way, and the histogram with the exact law over it.

use super::Chains;
use crate::{
    figures::learning::{curves, filters},
    say,
    scene::{Chart, Curve, Form, Panel, Rise, Role, Scene},
    session::{Run, Session},
    tally::bars,
};

/// Steps that the trace goes back.
const TRACE: usize = 400;
/// Chains whose traces are drawn.
pub(super) const DRAWN: usize = 4;
/// Bars of a histogram, about.
const BARS: usize = 48;

fn curve(name: String, role: Role, form: Form, points: Vec<(f32, f32)>) -> Curve {
    Curve { name, role, form, points }
}

impl Chains {
    /// The chain that is shown, of so many.
    pub(super) fn shown(&self, chains: usize) -> usize {
        self.shown.min(chains.saturating_sub(1))
    }

    /// All panels of the present state.
    pub(super) fn panels(&mut self) -> Scene {
        let states = self.states();
        let shown = self.shown(states.len());
        let (data, lattice) = (self.given.data.clone(), self.lattice());
        let Ok(run) = &mut self.run else { return Scene::default() };
        let experiment = run.experiment().clone();
        let mut panels = Vec::new();
        if let Some(state) = states.get(shown) {
            let content = super::picture::picture(lattice, data.as_deref(), run.model(), state);
            panels.push(Panel::pictures("state", say!("The units of one chain"), content));
        }
        if experiment.trainer.is_some() {
            let hidden = run.model().space().units() > run.model().space().visible();
            if let Some(data) = data.filter(|_| hidden) {
                panels.push(filters(run.model(), (data.rows, data.cols)));
            }
            panels.extend(curves(self.look.observations()));
        } else if experiment.sampler.is_some() {
            let units = run.model().space().units();
            panels.push(trace(run, units, shown, self.law.exact().map(|e| e.mean_energy)));
            panels.push(self.histogram(units));
        }
        Scene { panels }
    }

    fn histogram(&self, units: usize) -> Panel {
        let mut chart = Chart::new("", say!("probability"), Vec::new());
        chart.rise = Rise::FromZero;
        if let Some(states) = self.law.few() {
            let met = states.counts.iter().sum::<u64>().max(1) as f32;
            let sampled = states.counts.iter().enumerate().map(|(k, &n)| (k as f32, n as f32 / met)).collect();
            let exact = states.exact.iter().enumerate().map(|(k, &p)| (k as f32, p as f32)).collect();
            chart.x = if units == 1 { say!("level") } else { say!("state") };
            chart.curves.push(curve(say!("met by the chains"), Role::Sample, Form::Bars(0.7), sampled));
            chart.curves.push(curve(say!("exact law"), Role::Exact, Form::Dashes(0.9), exact));
            chart.span = Some((-0.5, states.names.len() as f32 - 0.5));
            chart.places = states.names.clone();
            return Panel::chart("histogram", say!("States met"), chart);
        }
        chart.x = say!("energy per unit (T's unit)");
        let exact = self.law.exact().map(|e| &e.tally);
        let tallies: Vec<_> = [Some(self.law.sampled()), exact].into_iter().flatten().collect();
        if let Some(bars) = bars(&tallies, BARS) {
            let n = units as f64;
            let width = (bars.width / n) as f32;
            let points = |k: usize| -> Vec<(f32, f32)> {
                bars.centres.iter().zip(&bars.parts[k]).map(|(&x, &p)| ((x / n) as f32, p as f32)).collect()
            };
            let ends = (bars.centres[0], bars.centres[bars.centres.len() - 1]);
            chart.span = Some(((ends.0 / n) as f32 - width, (ends.1 / n) as f32 + width));
            chart.curves.push(curve(say!("met by the chains"), Role::Sample, Form::Bars(0.8 * width), points(0)));
            if exact.is_some() {
                chart.curves.push(curve(say!("exact law"), Role::Exact, Form::Dashes(width), points(1)));
            }
        }
        Panel::chart("histogram", say!("Energies met"), chart)
    }
}

/// Energies of a few chains over the last steps, the shown one before the others.
fn trace(run: &Run, units: usize, shown: usize, mean: Option<f64>) -> Panel {
    let (series, forgotten) = (run.series(), run.record().forgotten() as usize);
    let n = units as f64;
    let last = run.step() as usize;
    let first = last.saturating_sub(TRACE);
    let points = |chain: usize| -> Vec<(f32, f32)> {
        let energies = series[chain].energies.iter().enumerate().skip(first.saturating_sub(forgotten));
        energies.map(|(k, e)| ((forgotten + k + 1) as f32, (e / n) as f32)).collect()
    };
    let mut chart = Chart::new(say!("sweeps"), say!("energy per unit (T's unit)"), Vec::new());
    let others = (0..series.len()).filter(|&c| c != shown).take(DRAWN - 1);
    for (k, chain) in others.enumerate() {
        let name = if k == 0 { say!("other chains") } else { String::new() };
        chart.curves.push(curve(name, Role::Beside, Form::Line, points(chain)));
    }
    if shown < series.len() {
        chart.curves.push(curve(say!("chain {0}", shown + 1), Role::Sample, Form::Line, points(shown)));
    }
    let span = (first as f32, last.max(first + 1) as f32);
    if let Some(mean) = mean {
        let level = (mean / n) as f32;
        chart.curves.push(curve(say!("exact mean"), Role::Exact, Form::Line, vec![(span.0, level), (span.1, level)]));
    }
    chart.span = Some(span);
    Panel::chart("trace", say!("Energies on the way"), chart)
}
