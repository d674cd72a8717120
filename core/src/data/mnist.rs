//! MNIST: the first 10,000 training images, binarised at one half, in a fixed order of 9,000 and 1,000 held out.
//!
//! The packed file (see `data/README.md`) holds the images sorted by class; `SHUFFLE` orders them once and for ever.
//! LeCun, Bottou, Bengio & Haffner 1998, doi:10.1109/5.726791.

use super::{Dataset, Source};
use crate::{error::Error, registry::Entry, rng::Rng};

/// The seed of the fixed order; changing it changes every digest on MNIST.
const SHUFFLE: u64 = 1998;
/// Images in the file.
const IMAGES: usize = 10_000;
/// Images for training; the rest are held out.
pub const TRAINING: usize = 9_000;
/// The file below `data/`.
pub const FILE: &str = "mnist.bin";
/// No packed file of ours is larger than this when unpacked.
const UNPACKED_LIMIT: usize = 4 << 20;
/// Rows and columns of a packed byte: the first pixel is its highest bit.
const BYTE: (usize, usize) = (4, 2);

/// The registry's entry.
pub static ENTRY: Entry<Source> = Entry {
    id: "mnist",
    title: "MNIST digits",
    help: "10,000 handwritten digits, 28 × 28 black and white pixels; 1,000 are held out.",
    params: &[],
    build: Source {
        file: Some(FILE),
        size: |_| (28, 28),
        pictures: |_| IMAGES - TRAINING,
        build: |_, file| unpack(file.ok_or_else(|| Error::MissingData(FILE.into()))?),
    },
};

fn unpack(file: &[u8]) -> Result<Dataset, Error> {
    let bad = |why: &str| Error::BadData(why.to_string());
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(file, UNPACKED_LIMIT)
        .map_err(|_| bad("it does not decompress"))?;
    let header = bytes.get(..50).ok_or_else(|| bad("it is too short"))?;
    let word = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
    let (rows, cols, classes) = (word(4), word(6), word(8));
    if &header[..4] != b"EBMD" || rows % BYTE.0 != 0 || cols % BYTE.1 != 0 || classes != 10 {
        return Err(bad("its header is not of packed digits"));
    }
    let size = rows * cols;
    let packed = &bytes[50..];
    let count = packed.len() * 8 / size.max(1);
    if packed.len() * 8 != count * size || count != IMAGES {
        return Err(bad("it has another number of images"));
    }
    let mut order: Vec<u32> = (0..count as u32).collect();
    Rng::stream(SHUFFLE, "mnist order", 0).shuffle(&mut order);
    let mut pixels = vec![0; count * size];
    for (image, &source) in pixels.chunks_exact_mut(size).zip(&order) {
        let tiles = &packed[source as usize * size / 8..];
        for (i, pixel) in image.iter_mut().enumerate() {
            let (row, col) = (i / cols, i % cols);
            let tile = row / BYTE.0 * (cols / BYTE.1) + col / BYTE.1;
            let bit = row % BYTE.0 * BYTE.1 + col % BYTE.1;
            *pixel = tiles[tile] >> (7 - bit) & 1;
        }
    }
    Ok(Dataset::new(rows, cols, pixels, TRAINING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_file_unpacks() {
        let data = unpack(include_bytes!("../../../data/mnist.bin")).unwrap();
        assert_eq!((data.len(), data.training(), data.visible()), (10_000, 9_000, 784));
        let on: usize = (0..data.len()).map(|e| data.example(e).iter().filter(|&&p| p == 1).count()).sum();
        assert_eq!(on, 1_039_729, "pixels that are on at one half");
    }

    #[test]
    fn damaged_files_are_refused() {
        let file = include_bytes!("../../../data/mnist.bin");
        assert!(unpack(&file[..1000]).is_err());
        assert!(unpack(b"").is_err());
        assert!(unpack(&[0; 100]).is_err());
    }
}
