//! Numbers as CSV (RFC 4180): a row of names with their units, then the numbers, shortest digits that read back as the same.

use crate::scene::{Chart, Content, HIDDEN, NOTHING, OFFERED, Panel, Shades};
use csv::{Terminator, Writer, WriterBuilder};

/// A table that is being written; writing into memory cannot fail.
struct Table(Writer<Vec<u8>>);

impl Table {
    fn new() -> Self {
        Self(WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new()))
    }

    fn row<S: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let _always = self.0.write_record(cells);
    }

    fn text(self) -> String {
        String::from_utf8(self.0.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// Rows of cells, as they are.
pub fn rows(cells: &[String], columns: usize) -> String {
    let mut table = Table::new();
    cells.chunks(columns.max(1)).for_each(|row| table.row(row));
    table.text()
}

/// The data behind a panel; `None` where there are none but the marks.
pub fn panel(panel: &Panel) -> Option<String> {
    match &panel.content {
        Content::Chart(chart) => Some(points(chart)),
        Content::Pictures { rows, cols, shades, pixels, .. } => Some(pictures((*rows, *cols), *shades, pixels)),
        Content::Diagram(_) => None,
    }
}

/// All points of all curves, one a row: the curve's name, then both coordinates under the titles of the axes.
fn points(chart: &Chart) -> String {
    let mut table = Table::new();
    let named = !chart.places.is_empty();
    // Where places have names, the axis may have none.
    let head = ["curve", if chart.x.is_empty() { "x" } else { &chart.x }, &chart.y];
    table.row(head.into_iter().chain(named.then_some("place")));
    for curve in &chart.curves {
        for (x, y) in curve.points.iter().filter(|(x, y)| x.is_finite() && y.is_finite()) {
            let place = chart.places.get(x.round().max(0.0) as usize).cloned().unwrap_or_default();
            let cells = [curve.name.clone(), x.to_string(), y.to_string()];
            table.row(cells.into_iter().chain(named.then_some(place)));
        }
    }
    table.text()
}

/// All pictures, one row of pixels a row.
fn pictures((rows, cols): (u32, u32), shades: Shades, pixels: &[u8]) -> String {
    let mut table = Table::new();
    let names = (1..=cols).map(|column| format!("column {column}"));
    table.row(["picture".to_string(), "row".to_string()].into_iter().chain(names));
    let cols = cols.max(1) as usize;
    for (k, line) in pixels.chunks_exact(cols).enumerate() {
        let (picture, row) = (k / rows.max(1) as usize + 1, k % rows.max(1) as usize + 1);
        let values = line.iter().map(|&byte| value(shades, byte));
        table.row([picture.to_string(), row.to_string()].into_iter().chain(values));
    }
    table.text()
}

/// What a pixel stands for: a unit that is on is 1, one that is off 0; a weight is a part of the largest of its picture.
fn value(shades: Shades, byte: u8) -> String {
    match (shades, byte) {
        (Shades::Ink, _) => (byte % 2).to_string(),
        (Shades::Signed, _) => (f32::from(byte as i8) / 127.0).to_string(),
        (Shades::Units, NOTHING) => String::new(),
        (Shades::Units, OFFERED..) => (byte - OFFERED).to_string(),
        (Shades::Units, HIDDEN..) => (byte - HIDDEN).to_string(),
        (Shades::Units, _) => byte.to_string(),
    }
}
