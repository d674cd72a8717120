//! Diagrams: networks, ladders, pads and landscapes as marks on a plane, some of which the reader can press or drag.
//!
//! The plane is [`WIDTH`] wide, whatever the width of the page; y grows downwards. Sizes of text and the widths of lines are in
//! CSS pixels, so that both stay legible on a phone.

use super::Role;
use serde::{Deserialize, Serialize};

/// Width of every diagram in its own unit.
pub const WIDTH: f32 = 100.0;
/// How near to a handle a pointer must come, in CSS pixels: half of what a fingertip takes.
const REACH: f32 = 22.0;

/// Marks in the order in which they are painted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diagram {
    /// The marks.
    pub marks: Vec<Mark>,
}

/// Something on the plane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Its form and place.
    pub shape: Shape,
    /// How its inside is filled.
    pub fill: Option<Tone>,
    /// How its outline, or the line that it is, is drawn.
    pub stroke: Option<Tone>,
    /// The width of that line in CSS pixels.
    pub width: f32,
    /// Whether that line is dashed.
    pub dashed: bool,
    /// What the reader can do to it.
    pub handle: Option<Handle>,
}

/// Form and place of a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// A circle about a point.
    Circle {
        /// The centre.
        at: (f32, f32),
        /// The radius.
        radius: f32,
    },
    /// A rectangle by two opposite corners.
    Rectangle {
        /// One corner.
        from: (f32, f32),
        /// The other.
        to: (f32, f32),
    },
    /// A line through points.
    Line(Vec<(f32, f32)>),
    /// Words beside a point.
    Text {
        /// The point, at half the height of the words.
        at: (f32, f32),
        /// The words.
        text: String,
        /// Which side of the words the point is at.
        anchor: Anchor,
        /// Their size in CSS pixels.
        size: f32,
    },
}

/// Which side of words their point is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They are centred there.
    Middle,
    /// They end there.
    End,
}

/// A colour by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Tone {
    /// The page.
    Paper,
    /// Text and exact answers.
    Ink,
    /// What is beside.
    Quiet,
    /// Hairlines.
    Rule,
    /// The colour of a role.
    Of(Role),
    /// The same, mixed with so much of paper that this part is left.
    Faint(Role, f32),
}

/// What the reader can do to a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handle {
    /// The name that the figure knows it by.
    pub name: String,
    /// Whether it is dragged; else it is pressed.
    pub drags: bool,
}

/// What the reader did to a handle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touch<'a> {
    /// The panel's name.
    pub panel: &'a str,
    /// The handle's name.
    pub handle: &'a str,
    /// Where the pointer is, in the diagram's unit; it may be outside.
    pub at: (f32, f32),
    /// Where it was when it took the handle.
    pub from: (f32, f32),
}

// Marks are made in many places: none of these is worth being copied into them.
impl Mark {
    /// A mark of this form, neither filled nor drawn yet.
    pub fn new(shape: Shape) -> Self {
        Self { shape, fill: None, stroke: None, width: 1.0, dashed: false, handle: None }
    }

    /// A circle.
    #[inline(never)]
    pub fn circle(at: (f32, f32), radius: f32) -> Self {
        Self::new(Shape::Circle { at, radius })
    }

    /// A rectangle.
    #[inline(never)]
    pub fn rectangle(from: (f32, f32), to: (f32, f32)) -> Self {
        Self::new(Shape::Rectangle { from, to })
    }

    /// A line.
    #[inline(never)]
    pub fn line(points: Vec<(f32, f32)>) -> Self {
        Self::new(Shape::Line(points))
    }

    /// Words in ink, 13 CSS pixels high.
    #[inline(never)]
    pub fn text(at: (f32, f32), text: impl Into<String>, anchor: Anchor) -> Self {
        Self::new(Shape::Text { at, text: text.into(), anchor, size: 13.0 }).fill(Tone::Ink)
    }

    /// Filled.
    #[inline(never)]
    pub fn fill(mut self, tone: Tone) -> Self {
        self.fill = Some(tone);
        self
    }

    /// Drawn with a line of this width in CSS pixels.
    #[inline(never)]
    pub fn stroke(mut self, tone: Tone, width: f32) -> Self {
        self.stroke = Some(tone);
        self.width = width;
        self
    }

    /// With a dashed line.
    pub fn dashed(mut self) -> Self {
        self.dashed = true;
        self
    }

    /// Words of another size in CSS pixels.
    #[inline(never)]
    pub fn size(mut self, pixels: f32) -> Self {
        if let Shape::Text { size, .. } = &mut self.shape {
            *size = pixels;
        }
        self
    }

    /// That can be dragged.
    pub fn drags(self, name: impl Into<String>) -> Self {
        self.handled(name.into(), true)
    }

    /// That can be pressed.
    pub fn presses(self, name: impl Into<String>) -> Self {
        self.handled(name.into(), false)
    }

    #[inline(never)]
    fn handled(mut self, name: String, drags: bool) -> Self {
        self.handle = Some(Handle { name, drags });
        self
    }

    /// How far a point is from the mark; 0 inside.
    fn distance(&self, (x, y): (f32, f32)) -> f32 {
        let outside = |v: f32, a: f32, b: f32| (a.min(b) - v).max(v - a.max(b)).max(0.0);
        let length = |dx: f32, dy: f32| (dx * dx + dy * dy).sqrt();
        match &self.shape {
            Shape::Circle { at, radius } => (length(x - at.0, y - at.1) - radius).max(0.0),
            Shape::Rectangle { from, to } => length(outside(x, from.0, to.0), outside(y, from.1, to.1)),
            Shape::Line(points) => {
                let to_segment = |pair: &[(f32, f32)]| {
                    let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
                    let (dx, dy) = (bx - ax, by - ay);
                    let along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(1e-12);
                    let along = along.clamp(0.0, 1.0);
                    length(x - ax - along * dx, y - ay - along * dy)
                };
                points.windows(2).map(to_segment).fold(f32::INFINITY, f32::min)
            }
            Shape::Text { at, .. } => length(x - at.0, y - at.1),
        }
    }
}

impl Diagram {
    /// The handle at a point, in the diagram's unit, of a diagram that is `width` CSS pixels wide: the nearest within a fingertip,
    /// of several the one that was painted last.
    pub fn hit(&self, at: (f32, f32), width: f32) -> Option<&Handle> {
        let reach = REACH * WIDTH / width.max(1.0);
        let mut best = None;
        let mut nearest = reach;
        for mark in &self.marks {
            let Some(handle) = &mark.handle else { continue };
            let distance = mark.distance(at);
            if distance <= nearest {
                (best, nearest) = (Some(handle), distance);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_handle_within_reach_is_hit() {
        let line = Mark::line(vec![(10.0, 10.0), (90.0, 10.0)]).drags("line");
        let circle = Mark::circle((50.0, 12.0), 3.0).presses("circle");
        let plain = Mark::circle((80.0, 40.0), 5.0);
        let diagram = Diagram { marks: vec![line, circle, plain] };
        let hit = |at, width| diagram.hit(at, width).map(|h| h.name.as_str());
        assert_eq!(hit((50.0, 12.0), 400.0), Some("circle"));
        assert_eq!(hit((20.0, 12.0), 400.0), Some("line"));
        assert_eq!(hit((80.0, 40.0), 400.0), None);
        // A fingertip is a larger part of a narrow diagram.
        assert_eq!(hit((20.0, 18.0), 200.0), Some("line"));
        assert_eq!(hit((20.0, 18.0), 800.0), None);
    }
}
