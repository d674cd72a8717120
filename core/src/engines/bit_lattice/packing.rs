//! How a periodic lattice with even sides lies in words: as a grid of equal tiles, one tile a lane.
//!
//! The lattice is cut into `down × across` tiles of `R × C` sites, `R` and `C` even. Bit `l` of every word belongs to tile
//! `l = x · down + y`, tile row `y`, tile column `x`; so that up to 256 sites at the same place of their tiles share a word,
//! and their neighbours share words too. Sites of either colour of the checkerboard, `(row + column) mod 2`, have their own
//! words: in row `r` of the tile there are `C/2` of each colour, number `i` in column `2i + (r + colour) mod 2`. Only across
//! the edge of a tile does a neighbour lie in another lane: a frame of words around each colour holds those, moved into place.

use crate::engines::word::{LANES, Word};

/// Sides of the lattice and of its tiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiling {
    /// Rows of the lattice.
    pub rows: usize,
    /// Its columns.
    pub cols: usize,
    /// Tiles one below another.
    pub down: usize,
    /// Tiles side by side.
    pub across: usize,
}

impl Tiling {
    /// As many tiles as fit into a word, and of those the least frame; `None` for odd sides.
    pub fn new(rows: usize, cols: usize) -> Option<Self> {
        if rows == 0 || cols == 0 || !rows.is_multiple_of(2) || !cols.is_multiple_of(2) {
            return None;
        }
        let parts = |side: usize| (1..=LANES.min(side / 2)).filter(move |parts| (side / 2).is_multiple_of(*parts));
        let tilings = parts(rows).flat_map(|down| parts(cols).map(move |across| (down, across)));
        let fitting = tilings.filter(|(down, across)| down * across <= LANES);
        let frame = |(down, across): (usize, usize)| rows / down + cols / across;
        let (down, across) = fitting.reduce(|a, b| {
            let better = a.0 * a.1 < b.0 * b.1 || (a.0 * a.1 == b.0 * b.1 && frame(b) < frame(a));
            if better { b } else { a }
        })?;
        Some(Self { rows, cols, down, across })
    }

    /// Tiles, and so lanes that are used.
    pub fn lanes(&self) -> usize {
        self.down * self.across
    }

    /// Rows of a tile.
    pub fn height(&self) -> usize {
        self.rows / self.down
    }

    /// Words of one colour in a row of a tile.
    pub fn width(&self) -> usize {
        self.cols / self.across / 2
    }

    /// Where a site lies: colour, row of the tile, word in that row, lane.
    fn place(&self, row: usize, col: usize) -> (usize, usize, usize, usize) {
        let (height, breadth) = (self.height(), 2 * self.width());
        let lane = col / breadth * self.down + row / height;
        ((row + col) % 2, row % height, col % breadth / 2, lane)
    }
}

/// The sites of one colour, with their frame: `height + 2` rows of `width + 2` words.
#[derive(Clone)]
pub struct Colour {
    words: Vec<Word>,
    stride: usize,
}

impl Colour {
    /// One row of the tiles with its two words of frame; row 0 is the frame above.
    pub fn row(&self, row: usize) -> &[Word] {
        &self.words[row * self.stride..(row + 1) * self.stride]
    }

    /// The same without the frame's words, to write to.
    pub fn inner_mut(&mut self, row: usize) -> &mut [Word] {
        &mut self.words[row * self.stride + 1..(row + 1) * self.stride - 1]
    }
}

/// A lattice of spins in bits. Lanes without a tile are 0.
#[derive(Clone)]
pub struct Lattice {
    tiling: Tiling,
    colours: [Colour; 2],
    /// Tiles of the uppermost row, and of the lowest.
    ends: [Word; 2],
}

impl Lattice {
    /// Packs a state of ±1, row by row.
    pub fn pack(tiling: Tiling, state: &[f32]) -> Self {
        let (height, stride) = (tiling.height(), tiling.width() + 2);
        let colour = || Colour { words: vec![Word::all(false); (height + 2) * stride], stride };
        let mut colours = [colour(), colour()];
        for (site, _) in state.iter().enumerate().filter(|(_, x)| **x > 0.0) {
            let (colour, row, word, lane) = tiling.place(site / tiling.cols, site % tiling.cols);
            colours[colour].inner_mut(row + 1)[word].set(lane);
        }
        let mut ends = [Word::all(false); 2];
        for x in 0..tiling.across {
            for (end, y) in ends.iter_mut().zip([0, tiling.down - 1]) {
                end.set(x * tiling.down + y);
            }
        }
        let mut lattice = Self { tiling, colours, ends };
        (0..2).for_each(|colour| lattice.frame(colour));
        lattice
    }

    /// The state, ±1, row by row.
    pub fn unpack(&self) -> Vec<f32> {
        let site = |site: usize| {
            let (colour, row, word, at) = self.tiling.place(site / self.tiling.cols, site % self.tiling.cols);
            if self.colours[colour].row(row + 1)[word + 1].lane(at) { 1.0 } else { -1.0 }
        };
        (0..self.tiling.rows * self.tiling.cols).map(site).collect()
    }

    /// Its shape.
    pub fn tiling(&self) -> &Tiling {
        &self.tiling
    }

    /// The lanes that hold tiles.
    pub fn live(&self) -> Word {
        Word::first_lanes(self.tiling.lanes())
    }

    /// The sites of a colour, to write to, and of the other one, to read.
    pub fn split(&mut self, colour: usize) -> (&mut Colour, &Colour) {
        let [even, odd] = &mut self.colours;
        if colour == 0 { (even, odd) } else { (odd, even) }
    }

    /// The sites of a colour.
    pub fn colour(&self, colour: usize) -> &Colour {
        &self.colours[colour]
    }

    /// Brings the frame of a colour up to date.
    pub fn frame(&mut self, colour: usize) {
        let (height, width) = (self.tiling.height(), self.tiling.width());
        let (tiles, lanes) = (self.tiling.down, self.tiling.lanes());
        let [first, last] = self.ends;
        let Colour { words, stride } = &mut self.colours[colour];
        let choose = |mask: Word, a: Word, b: Word| (a & mask) | (b & !mask);
        for word in 1..=width {
            // Above the uppermost row of a tile lies the lowest row of the tile above, and the other way round.
            let (lowest, uppermost) = (words[height * *stride + word], words[*stride + word]);
            words[word] = choose(first, lowest.down(tiles - 1), lowest.up(1));
            words[(height + 1) * *stride + word] = choose(last, uppermost.up(tiles - 1), uppermost.down(1));
        }
        for row in 1..=height {
            // Beyond the left edge lies the tile column before, beyond the first one the last.
            let (left, right) = (words[row * *stride + 1], words[row * *stride + width]);
            words[row * *stride] = rotate(right, tiles, lanes);
            words[row * *stride + width + 1] = rotate(left, lanes - tiles, lanes);
        }
    }
}

/// Lane `l` of the result is lane `(l − by) mod lanes`, of a word that is 0 beyond its first `lanes`.
fn rotate(word: Word, by: usize, lanes: usize) -> Word {
    if by.is_multiple_of(lanes) { word } else { word.up(by) | word.down(lanes - by) }
}
