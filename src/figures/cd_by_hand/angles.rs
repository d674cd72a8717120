//! Every estimate that CD-1 may come to as a dot: its distance is its length, its angle that to the exact gradient.

use super::{
    CdByHand,
    drawing::{line, words},
    truth::{cosine, length},
};
use crate::{
    say,
    scene::{
        Panel, Role,
        diagram::{Anchor, Diagram, Mark, Tone},
    },
};

/// Where an estimate of length 0 is, and how far the longest one is from there.
const ORIGIN: (f32, f32) = (50.0, 52.0);
const REACH: f32 = 44.0;
/// Radius of the dot of an outcome that is certain; areas are probabilities.
const CERTAIN: f32 = 9.0;

impl CdByHand {
    /// The half-plane of lengths and angles.
    pub(super) fn angles(&self) -> Panel {
        let truth = &self.truth;
        let gradient = length(&truth.gradient);
        let longest = truth.outcomes.iter().fold(gradient, |r, o| r.max(o.length)).max(1e-12);
        let at = |length: f64, cosine: f64| {
            let r = REACH * (length / longest) as f32;
            let cosine = cosine as f32;
            (ORIGIN.0 + r * cosine, ORIGIN.1 - r * (1.0 - cosine * cosine).max(0.0).sqrt())
        };
        let mut marks = Vec::new();
        let arc = (0..=48).map(|k| {
            let x = k as f64 / 24.0 - 1.0;
            // Closer together where the arc is steep.
            at(longest, x * (1.5 - 0.5 * x * x))
        });
        marks.push(Mark::line(arc.collect()).stroke(Tone::Rule, 1.0));
        line(&mut marks, at(longest, -1.0), at(longest, 1.0), Tone::Rule, 1.0);
        line(&mut marks, ORIGIN, at(longest, 0.0), Tone::Rule, 1.0);
        for outcome in &truth.outcomes {
            let radius = CERTAIN * (outcome.p as f32).sqrt();
            let dot = Mark::circle(at(outcome.length, outcome.cosine), radius.max(0.4));
            marks.push(dot.fill(Tone::Faint(Role::Sample, 0.35)).stroke(Tone::Of(Role::Sample), 1.0));
        }
        let tip = at(gradient, 1.0);
        marks.push(Mark::line(vec![ORIGIN, tip]).stroke(Tone::Ink, 2.0).dashed());
        line(&mut marks, (tip.0, tip.1 - 3.0), (tip.0, tip.1 + 3.0), Tone::Ink, 2.0);
        let lies = |g: &[f64]| at(length(g), cosine(g, &truth.gradient).unwrap_or(0.0));
        marks.push(Mark::circle(lies(&truth.mean), 2.0).fill(Tone::Paper).stroke(Tone::Of(Role::Energy), 2.0));
        if self.stage() >= 10 {
            marks.push(
                Mark::circle(lies(&self.update.estimate()), 2.2).fill(Tone::Of(Role::Sample)).stroke(Tone::Ink, 1.5),
            );
        }
        for (at, text, anchor) in [
            ((0.0, 6.0), say!("downhill"), Anchor::Start),
            ((100.0, 6.0), say!("uphill"), Anchor::End),
            ((50.0, 4.0), "90°".into(), Anchor::Middle),
            ((0.0, ORIGIN.1 + 6.0), "180°".into(), Anchor::Start),
            ((100.0, ORIGIN.1 + 6.0), "0°".into(), Anchor::End),
        ] {
            words(&mut marks, at, &text, anchor, (Tone::Quiet, 12.0));
        }
        Panel::diagram("angles", say!("All estimates by length and angle"), 100.0 / 62.0, Diagram { marks })
    }
}
