//! What a figure shows, as plain data: pictures, charts and diagrams, a summary in words, a table of numbers.
//!
//! Figures make scenes; only `paint` knows how they get onto a canvas.

pub mod diagram;

use diagram::Diagram;
use serde::{Deserialize, Serialize};

/// Everything a figure shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// What there is to see, by name.
    pub panels: Vec<Panel>,
}

/// One picture, chart or diagram.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Stable name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Width over height of a chart or diagram; pictures have their own.
    pub aspect: f32,
    /// What is in it.
    pub content: Content,
}

impl Panel {
    /// A grid of pictures.
    pub fn pictures(name: &str, title: impl Into<String>, content: Content) -> Self {
        Self { name: name.into(), title: title.into(), aspect: 1.0, content }
    }

    /// A chart in the shape that all charts have.
    pub fn chart(name: &str, title: impl Into<String>, chart: Chart) -> Self {
        Self { name: name.into(), title: title.into(), aspect: 1.4, content: Content::Chart(chart) }
    }

    /// The same with a logarithmic vertical axis, if it is a chart.
    #[must_use]
    pub fn logarithmic(mut self) -> Self {
        if let Content::Chart(chart) = &mut self.content {
            chart.rise = Rise::Logarithmic;
        }
        self
    }

    /// A diagram of this width over height.
    pub fn diagram(name: &str, title: impl Into<String>, aspect: f32, diagram: Diagram) -> Self {
        Self { name: name.into(), title: title.into(), aspect, content: Content::Diagram(diagram) }
    }
}

/// What a panel holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Pictures of one size in a grid.
    Pictures {
        /// Height of a picture in pixels.
        rows: u32,
        /// Width of a picture in pixels.
        cols: u32,
        /// Pictures side by side; `None` for as many as there is room for.
        across: Option<u32>,
        /// How bytes become colours.
        shades: Shades,
        /// All pictures' pixels, row by row, one byte each.
        #[serde(with = "whole")]
        pixels: Vec<u8>,
    },
    /// Curves over one axis.
    Chart(Chart),
    /// Marks on a plane.
    Diagram(Diagram),
}

/// Bytes as one block, and not one after another: large lattices cross the worker's border with every report.
mod whole {
    use serde::{
        Deserializer, Serializer,
        de::{Error, Visitor},
    };

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("bytes")
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_bytes(Bytes)
    }
}

/// How a picture's bytes become colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shades {
    /// 0 paper, 1 ink; 2 and 3 are the same but damaged, tinted.
    Ink,
    /// Bytes of `i8`: −127 orange, 0 paper, +127 blue.
    Signed,
    /// Units: [`VISIBLE`] off white, on black; [`HIDDEN`] off grey, on red and smaller; [`NOTHING`] is no unit;
    /// [`OFFERED`] is a visible unit in a frame.
    Units,
}

/// The byte of a visible unit that is off; one more if it is on.
pub const VISIBLE: u8 = 0;
/// The byte of a hidden unit that is off; one more if it is on.
pub const HIDDEN: u8 = 2;
/// The byte of a place without a unit.
pub const NOTHING: u8 = 4;
/// The byte of a visible unit that is offered a move and is off, framed in the sampler's colour; one more if it is on.
pub const OFFERED: u8 = 5;

/// Curves with axes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Title and unit of the horizontal axis.
    pub x: String,
    /// Title and unit of the vertical axis.
    pub y: String,
    /// The curves.
    pub curves: Vec<Curve>,
    /// A vertical mark, such as the present position.
    pub mark: Option<f32>,
    /// Where the horizontal axis begins and ends; else it goes from 0 as far as there are points.
    pub span: Option<(f32, f32)>,
    /// How the vertical axis goes.
    pub rise: Rise,
    /// Whether names stand at the ends of the curves, and not above them all.
    pub direct: bool,
    /// Names of the places 0, 1, 2 … of the horizontal axis, where it counts things that have names.
    pub places: Vec<String>,
}

impl Chart {
    /// Curves over axes with these titles, without a mark.
    pub fn new(x: impl Into<String>, y: impl Into<String>, curves: Vec<Curve>) -> Self {
        Self {
            x: x.into(),
            y: y.into(),
            curves,
            mark: None,
            span: None,
            rise: Rise::Fitted,
            direct: false,
            places: Vec::new(),
        }
    }
}

/// How the vertical axis of a chart goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rise {
    /// From about the least value to about the largest.
    Fitted,
    /// From zero, as for bars it must.
    FromZero,
    /// By powers of ten; points that are not positive are left out.
    Logarithmic,
}

/// One curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Its name in the legend.
    pub name: String,
    /// What it means, which decides its colour.
    pub role: Role,
    /// How its points are drawn.
    pub form: Form,
    /// Points in order of x; points that are not finite are left out.
    pub points: Vec<(f32, f32)>,
}

/// How the points of a curve are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Form {
    /// A line through them.
    Line,
    /// A broken line through them.
    Broken,
    /// Points two by two, a stroke between: errors.
    Spans,
    /// A bar of this width from zero to each.
    Bars(f32),
    /// A dash of this width at each.
    Dashes(f32),
}

/// What a colour means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Energies and probabilities: blue.
    Energy,
    /// Data: red.
    Data,
    /// Samplers: orange.
    Sample,
    /// What is there beside: quiet and thin.
    Beside,
    /// Exact answers: ink, dashed.
    Exact,
}

impl Scene {
    /// As bytes that cross a worker's border.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// From such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}
