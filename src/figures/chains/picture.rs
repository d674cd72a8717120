//! A state as a picture, one byte a unit: lattices in their shape, data in theirs, everything else as a compact grid.

use crate::{
    data::Dataset,
    models::Model,
    scene::{Content, HIDDEN, NOTHING, Shades, VISIBLE},
    space::Alphabet,
};

/// Rows, columns and number of the pictures that visible units fill.
struct Shape {
    rows: usize,
    cols: usize,
    pictures: usize,
}

/// The smallest square's side that holds so many.
fn side(count: usize) -> usize {
    let mut side = (count as f64).sqrt() as usize;
    while side * side < count {
        side += 1;
    }
    side.max(1)
}

fn shape(lattice: Option<[usize; 3]>, data: Option<&Dataset>, visible: usize) -> Shape {
    if let Some([depth, rows, cols]) = lattice.filter(|sides| sides.iter().product::<usize>() == visible) {
        return Shape { rows, cols, pictures: depth };
    }
    if let Some(data) = data.filter(|d| d.visible() == visible) {
        return Shape { rows: data.rows, cols: data.cols, pictures: 1 };
    }
    let cols = side(visible);
    Shape { rows: visible.div_ceil(cols), cols, pictures: 1 }
}

/// Rows and columns of the picture of visible units that are on no lattice.
pub fn grid(data: Option<&Dataset>, visible: usize) -> (usize, usize) {
    let Shape { rows, cols, .. } = shape(None, data, visible);
    (rows, cols)
}

/// The picture of a state, on a lattice of these sides (depth, rows, columns) if there is one; hidden units stand below the visible ones. A unit on levels stands as a bar on their row.
pub fn picture(lattice: Option<[usize; 3]>, data: Option<&Dataset>, model: &dyn Model, state: &[f32]) -> Content {
    let shades = Shades::Units;
    if let (Some(Alphabet::Level(levels)), &[level]) = (model.space().common_alphabet(), state) {
        let pixels = (0..levels).map(|k| VISIBLE + u8::from(k == level as u8)).collect();
        return Content::Pictures { rows: 1, cols: u32::from(levels), across: Some(1), shades, pixels };
    }
    let visible = model.space().visible();
    let hidden = state.len() - visible;
    let Shape { mut rows, mut cols, pictures } = shape(lattice, data, visible);
    let byte = |off: u8| move |x: &f32| off + u8::from(*x > 0.0);
    let mut pixels: Vec<u8> = Vec::with_capacity(state.len());
    if hidden == 0 {
        pixels.extend(state.iter().map(byte(VISIBLE)));
        pixels.resize(pictures * rows * cols, NOTHING);
    } else {
        let width = cols.max(side(hidden));
        for row in state[..visible].chunks(cols) {
            pixels.extend(row.iter().map(byte(VISIBLE)));
            pixels.resize(pixels.len().next_multiple_of(width), NOTHING);
        }
        pixels.resize(pixels.len() + width, NOTHING);
        pixels.extend(state[visible..].iter().map(byte(HIDDEN)));
        pixels.resize(pixels.len().next_multiple_of(width), NOTHING);
        (rows, cols) = (pixels.len() / width, width);
    }
    // Slices of a 3-D lattice stand in rows about twice as long as there are rows.
    let across = if pictures == 1 { 1 } else { side(2 * pictures).min(pictures) };
    Content::Pictures { rows: rows as u32, cols: cols as u32, across: Some(across as u32), shades, pixels }
}
