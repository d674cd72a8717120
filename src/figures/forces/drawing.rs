//! Spring and coupling as diagrams, what pulls them as arrows, and their way so far; below, both pulls and the potential as curves.

use super::{Forces, TRAIL, law::Pulled, rates};
use crate::{
    figures::boltzmann::{
        marks::{Marks, PLAIN, SMALL},
        scale::{Scale, round_up},
    },
    numerals::{fixed, short, told},
    say,
    scene::{
        Chart, Curve, Form, Panel, Role,
        diagram::{Anchor, Diagram, Mark, Tone, Touch, WIDTH},
    },
};

/// Ends of the axis of places, and the height of the diagrams.
const TOP: f32 = 13.0;
const BOTTOM: f32 = 74.0;
const HEIGHT: f32 = 79.0;
/// The axis, the middle of what is pulled, its half width and half height.
const AXIS: f32 = 9.0;
const MIDDLE: f32 = 20.0;
const HALF: (f32, f32) = (6.0, 3.5);
/// Where the arrows of data, model and net force are.
const ARROWS: [f32; 3] = [30.5, 41.5, 50.5];
/// Where the way so far begins and ends.
const WAY: (f32, f32) = (57.0, 98.0);
/// The length of an arrow for the pull of the data, and the longest.
const PULL: f32 = 15.0;
const LONGEST: f32 = 30.0;
/// Points of a curve.
const POINTS: usize = 81;
/// Steps that are drawn on the potential.
const STEPS: usize = 12;

/// The axis of a system: around its rest, with 0 on it, at least so far either way.
pub fn scale(system: &dyn Pulled, least: f64) -> Scale {
    let rest = system.rest();
    let middle = if rest.is_finite() { rest } else { 1.5 * least * rest.signum() };
    let reach = round_up(1.25 * middle.abs()).max(least);
    Scale { low: middle - reach, high: middle + reach }
}

/// Where a value is, at the edge if it is beyond.
fn place(axis: &Scale, x: f64) -> f32 {
    TOP + axis.part(x).clamp(0.0, 1.0) as f32 * (BOTTOM - TOP)
}

/// The name of a handle that holds a value.
fn handle(name: &str, x: f64) -> String {
    format!("{name}@{}", x as f32)
}

/// The key of such a handle, and the value, as a link has it, that it was dragged to.
pub fn dragged(forces: &Forces, touch: Touch<'_>) -> Option<(&'static str, String)> {
    let (name, from) = touch.handle.split_once('@')?;
    let [spring, coupling] = forces.axes();
    let (key, axis) = match name {
        "y" => ("y", spring),
        "theta" => ("w", coupling),
        _ => return None,
    };
    let by = touch.at.1 - touch.from.1;
    let moved = |x: f64| short(axis.energy(f64::from((place(&axis, x) + by - TOP) / (BOTTOM - TOP))), 6);
    Some((key, if by == 0.0 { from.into() } else { moved(from.parse().ok()?) }))
}

/// What a system is called and drawn as.
struct Look {
    name: &'static str,
    title: String,
    symbol: &'static str,
    rest: &'static str,
    pulls: [String; 3],
}

impl Forces {
    fn looks(&self) -> [Look; 2] {
        [
            Look {
                name: "spring",
                title: say!("A spring under gravity"),
                symbol: "y",
                rest: "y* = mg/k",
                pulls: [say!("weight"), say!("spring"), say!("net")],
            },
            Look {
                name: "coupling",
                title: say!("A coupling between data and model"),
                symbol: "θ",
                rest: "θ* = T artanh c",
                pulls: [say!("data"), say!("model"), say!("net")],
            },
        ]
    }

    /// Where both would have a way to go: the spring below its rest, the coupling above.
    pub(super) fn aside(&self) -> [String; 2] {
        let [spring, coupling] = self.axes();
        [short(spring.energy(0.8), 6), short(coupling.energy(0.2), 6)]
    }

    fn axes(&self) -> [Scale; 2] {
        let coupling = self.coupling();
        [scale(&self.spring, 1.0), scale(&coupling, 2.0 * coupling.temperature)]
    }

    /// All panels.
    pub(super) fn panels(&self) -> Vec<Panel> {
        let coupling = self.coupling();
        let axes = self.axes();
        let [spring, theta] = self.looks();
        let ways: [Vec<f64>; 2] = [self.trail.iter().map(|t| t.0).collect(), self.trail.iter().map(|t| t.1).collect()];
        let mut panels = vec![rates::panel(self.rate(), self.spring.stiffness(), coupling.stiffness())];
        let systems: [(&dyn Pulled, Look); 2] = [(&self.spring, spring), (&coupling, theta)];
        for ((system, look), (axis, way)) in systems.into_iter().zip(axes.iter().zip(&ways)) {
            panels.push(diagram(system, &look, axis, way));
            panels.push(pulls(system, &look, axis, way));
            panels.push(potential(system, &look, axis, way));
        }
        panels
    }
}

/// A rest for people.
pub(super) fn told_rest(rest: f64) -> String {
    if rest.is_finite() {
        fixed(rest, 3)
    } else if rest > 0.0 {
        "∞".into()
    } else {
        "−∞".into()
    }
}

/// An arrow down from a point, or up where its length is negative; none where there is nothing to see.
fn arrow(marks: &mut Marks, (x, y): (f32, f32), length: f32, tone: Tone, dashed: bool) {
    if length.abs() < 0.4 {
        return;
    }
    let (end, head) = (y + length, (0.5 * length.abs()).min(2.0) * length.signum());
    let shaft = Mark::line(vec![(x, y), (x, end)]).stroke(tone, 2.5);
    marks.put(if dashed { shaft.dashed() } else { shaft });
    marks.put(Mark::line(vec![(x - 1.5, end - head), (x, end), (x + 1.5, end - head)]).stroke(tone, 2.5));
}

/// A coil from the ceiling to a height.
fn coil(marks: &mut Marks, y: f32) {
    let (from, turns) = (TOP - 3.5, 9);
    marks.put(Mark::line(vec![(MIDDLE - 8.0, from), (MIDDLE + 8.0, from)]).stroke(Tone::Ink, 2.0));
    let mut points = vec![(MIDDLE, from)];
    for k in 0..2 * turns {
        let side = if k % 2 == 0 { 3.5 } else { -3.5 };
        points.push((MIDDLE + side, from + (y - from) * (k as f32 + 0.5) / (2 * turns) as f32));
    }
    points.push((MIDDLE, y));
    marks.put(Mark::line(points).stroke(Tone::Of(Role::Energy), 1.5));
}

/// Two spins on a rail: equal ones where the coupling is positive.
fn pair(marks: &mut Marks, y: f32, theta: f64) {
    let bond = Mark::line(vec![(MIDDLE - HALF.0, y), (MIDDLE + HALF.0, y)]);
    let width = (1.0 + 2.5 * theta.abs() as f32).min(8.0);
    marks.put(if theta < 0.0 {
        bond.stroke(Tone::Of(Role::Sample), width).dashed()
    } else {
        bond.stroke(Tone::Of(Role::Energy), width)
    });
    for (side, up) in [(-1.0, true), (1.0, theta >= 0.0)] {
        let (fill, ink, sign) = if up { (Tone::Ink, Tone::Paper, "+") } else { (Tone::Paper, Tone::Ink, "−") };
        let at = (MIDDLE + side * HALF.0, y);
        marks.put(Mark::circle(at, HALF.1).fill(fill).stroke(Tone::Ink, 2.0).drags(handle("theta", theta)));
        marks.words(at, sign.into(), Anchor::Middle, (ink, PLAIN));
    }
}

/// The present, the last of the way.
fn last(way: &[f64]) -> f64 {
    way.last().copied().unwrap_or(0.0)
}

fn diagram(system: &dyn Pulled, look: &Look, axis: &Scale, way: &[f64]) -> Panel {
    let place = |x: f64| place(axis, x);
    let (x, rest, is_spring) = (last(way), system.rest(), look.name == "spring");
    let y = place(x);
    let mut marks = Marks::default();
    let digits = if x.abs() < 1e4 { 3 } else { 0 };
    marks.words((0.5, 3.5), format!("{} = {}", look.symbol, fixed(x, digits)), Anchor::Start, (Tone::Ink, PLAIN));
    marks.words((99.5, 3.5), format!("{} = {}", look.rest, told_rest(rest)), Anchor::End, (Tone::Ink, PLAIN));
    marks.hair(&[(AXIS, TOP), (AXIS, BOTTOM)], Tone::Quiet);
    for tick in axis.ticks() {
        marks.hair(&[(AXIS - 1.0, place(tick)), (AXIS, place(tick))], Tone::Quiet);
        marks.quiet((AXIS - 1.8, place(tick)), told(tick, 3), Anchor::End);
    }
    marks.hair(&[(WAY.0, TOP), (WAY.0, BOTTOM)], Tone::Rule);
    marks.quiet(((WAY.0 + WAY.1) / 2.0, HEIGHT - 1.5), say!("steps"), Anchor::Middle);
    if rest.is_finite() {
        let line = Mark::line(vec![(AXIS, place(rest)), (WAY.1, place(rest))]);
        marks.put(line.stroke(Tone::Ink, 1.5).dashed());
    }
    // The way: one dot a step, joined.
    let across = |k: usize| WAY.0 + 1.0 + (WAY.1 - WAY.0 - 2.0) * k as f32 / TRAIL as f32;
    let points: Vec<(f32, f32)> = way.iter().enumerate().map(|(k, &x)| (across(k), place(x))).collect();
    for &at in &points {
        marks.put(Mark::circle(at, 0.55).fill(Tone::Of(Role::Sample)));
    }
    marks.put(Mark::line(points).stroke(Tone::Of(Role::Sample), 1.5));
    if is_spring {
        coil(&mut marks, y - HALF.1);
        let (from, to) = ((MIDDLE - HALF.0, y - HALF.1), (MIDDLE + HALF.0, y + HALF.1));
        marks.put(Mark::rectangle(from, to).fill(Tone::Paper).stroke(Tone::Ink, 2.0).drags(handle("y", x)));
        marks.words((MIDDLE, y), "m".into(), Anchor::Middle, (Tone::Ink, PLAIN));
    } else {
        marks.hair(&[(MIDDLE, TOP), (MIDDLE, BOTTOM)], Tone::Quiet);
        pair(&mut marks, y, x);
    }
    // Out of sight, the place stands at the edge with its number above; arrows would run off.
    let unit = f64::from(PULL) / usual_pull(system);
    let forces = [system.data(), -system.model(x), system.force(x)];
    let tones = [Tone::Of(Role::Data), Tone::Of(Role::Energy), Tone::Ink];
    for k in 0..3 {
        let length = ((forces[k] * unit) as f32).clamp(-LONGEST, LONGEST);
        // What would leave the diagram is shorter.
        let length = length.clamp(TOP - y - 2.0, BOTTOM - y);
        arrow(&mut marks, (ARROWS[k], y), length, tones[k], k == 0);
        if length.abs() >= 0.4 {
            let end = (y + length + 3.2 * length.signum()).clamp(TOP - 5.0, HEIGHT - 1.5);
            marks.words((ARROWS[k], end), look.pulls[k].clone(), Anchor::Middle, (tones[k], SMALL));
        }
    }
    Panel::diagram(look.name, &look.title, WIDTH / HEIGHT, Diagram { marks: marks.0 })
}

/// What an arrow of [`PULL`] is: the pull of the data, but not too little of it.
fn usual_pull(system: &dyn Pulled) -> f64 {
    if system.rest().is_finite() { system.data().abs().max(0.3 * system.stiffness()) } else { system.data().abs() }
        .max(1e-9)
}

fn line(name: String, role: Role, points: Vec<(f32, f32)>) -> Curve {
    Curve { name, role, form: Form::Line, points }
}

/// A function over the axis.
fn curve(axis: &Scale, f: &dyn Fn(f64) -> f64) -> Vec<(f32, f32)> {
    let at = |k: usize| axis.low + (axis.high - axis.low) * k as f64 / (POINTS - 1) as f64;
    (0..POINTS).map(|k| (at(k) as f32, f(at(k)) as f32)).collect()
}

/// Whether a place can be seen.
fn seen(axis: &Scale, x: f64) -> bool {
    (axis.low..=axis.high).contains(&x)
}

fn framed(axis: &Scale, way: &[f64], mut chart: Chart) -> Chart {
    chart.span = Some((axis.low as f32, axis.high as f32));
    chart.mark = Some(last(way) as f32).filter(|_| seen(axis, last(way)));
    chart
}

/// Both pulls: they cross at rest.
fn pulls(system: &dyn Pulled, look: &Look, axis: &Scale, way: &[f64]) -> Panel {
    let curves = vec![
        line(look.pulls[0].clone(), Role::Data, curve(axis, &|_| system.data())),
        line(look.pulls[1].clone(), Role::Energy, curve(axis, &|x| system.model(x))),
    ];
    let chart = framed(axis, way, Chart::new(look.symbol, say!("pull"), curves));
    Panel::chart(&format!("{}-pulls", look.name), say!("The two pulls"), chart)
}

/// The potential with the last steps on it.
fn potential(system: &dyn Pulled, look: &Look, axis: &Scale, way: &[f64]) -> Panel {
    let (title, unit, name) = if look.name == "spring" {
        (say!("Energy of the spring"), say!("energy V"), "V(y)")
    } else {
        (say!("Log-likelihood of the coupling"), say!("log-likelihood Λ (nats)"), "Λ(θ)")
    };
    let of = |x: f64| (x as f32, system.potential(x) as f32);
    let steps = &way[way.len().saturating_sub(STEPS)..];
    let steps: Vec<(f32, f32)> = steps.iter().filter(|x| seen(axis, **x)).map(|&x| of(x)).collect();
    let mut curves = vec![line(name.into(), Role::Energy, curve(axis, &|x| system.potential(x)))];
    if system.rest().is_finite() {
        let best = of(system.rest()).1;
        curves.push(line(say!("at rest"), Role::Exact, vec![(axis.low as f32, best), (axis.high as f32, best)]));
    }
    if steps.len() > 1 {
        curves.push(line(say!("last steps"), Role::Sample, steps));
    }
    if seen(axis, last(way)) {
        curves.push(line(String::new(), Role::Sample, vec![of(last(way))]));
    }
    let chart = framed(axis, way, Chart::new(look.symbol, unit, curves));
    Panel::chart(&format!("{}-potential", look.name), title, chart)
}
