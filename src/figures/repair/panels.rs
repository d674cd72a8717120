//! The scene of the figure: digits, filters, and three charts.

use super::{
    Repair, curves, fantasies,
    trajectory::{HalfStep, Trajectory},
};
use crate::{
    experiment::Experiment,
    figures::learning::filters,
    say,
    scene::{Chart, Content, Curve, Form, Panel, Role, Scene, Shades},
    session::Run,
};

/// The weights that learning will start from, and empty charts: they need no data.
pub(super) fn outline(experiment: &Experiment) -> Scene {
    let Some(size) = experiment.picture_size() else { return Scene::default() };
    let Ok(model) = Run::initial_model(experiment, None, None) else { return Scene::default() };
    let mut panels = vec![filters(&*model, size), fantasies::outline(size)];
    panels.extend(curves::charts(&[]));
    panels.push(along(None));
    Scene { panels }
}

impl Repair {
    /// Original, damaged and repaired picture side by side, of two trainings both repairs; damaged pixels are tinted.
    fn digits(&self) -> Panel {
        let (rows, cols) = (self.data.rows as u32, self.data.cols as u32);
        let tinted =
            |pixels: &[u8]| -> Vec<u8> { pixels.iter().zip(&self.damage.mask).map(|(&p, &m)| p + 2 * m).collect() };
        let mut pixels = self.damage.original.clone();
        pixels.extend(tinted(&self.damage.damaged));
        let repairs = 1 + usize::from(self.second.is_some());
        for repair in 0..repairs {
            let repaired = self.trajectories.get(repair).map(|t| &t.present().visible);
            pixels.extend(tinted(repaired.unwrap_or(&self.damage.damaged)));
        }
        let content = Content::Pictures { rows, cols, across: Some(2 + repairs as u32), shades: Shades::Ink, pixels };
        Panel::pictures("digits", say!("The picture: original, damaged, repaired"), content)
    }

    /// All panels of the present state.
    pub(super) fn panels(&mut self) -> Scene {
        let size = (self.data.rows, self.data.cols);
        let mut panels = vec![self.digits()];
        let names = [("filters", "fantasies"), ("filters-b", "fantasies-b")];
        for (training, (weights, drawn)) in self.trainings().zip(names) {
            let mut panel = filters(training.run.model(), size);
            panel.name = weights.into();
            panels.push(panel);
            panels.extend(training.long().map(|long| long.fantasies.panel(&training.run, drawn, size)));
        }
        if self.training.long().is_some() {
            let trainings: Vec<_> = [&self.training].into_iter().chain(&self.second).collect();
            panels.extend(curves::charts(&trainings));
        }
        panels.push(along(self.trajectories.first()));
        Scene { panels }
    }
}

/// The chart of energies along the repair.
fn along(trajectory: Option<&Trajectory>) -> Panel {
    Panel::chart("energy", say!("Energies along the repair"), energies(trajectory))
}

fn energies(trajectory: Option<&Trajectory>) -> Chart {
    let mut chart = Chart::new(say!("Gibbs sweeps"), say!("energy (T's unit)"), Vec::new());
    if let Some(t) = trajectory {
        let curve = |name: &str, role, value: fn(&HalfStep) -> f64, step| {
            let points = t.half_steps.iter().enumerate().step_by(step);
            let points = points.map(|(i, h)| (i as f32 / 2.0, value(h) as f32)).collect();
            Curve { name: name.into(), role, form: Form::Line, points }
        };
        chart.curves.push(curve("E(v,h)", Role::Sample, |h| h.energy, 1));
        chart.curves.push(curve("F(v)", Role::Energy, |h| h.free_energy, 2));
        chart.mark = Some(t.shown as f32 / 2.0);
    }
    chart
}
