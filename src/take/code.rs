//! Links as QR codes.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use serde::Serialize;

/// The largest code that phones still read from a slide: 117 squares wide.
const LARGEST: u8 = 25;
/// Bytes that it holds.
pub const LONGEST: usize = 1273;

/// A code as a drawing.
#[derive(Debug, Serialize)]
pub struct Code {
    /// Squares on a side, without the margin of four that it needs.
    pub size: u32,
    /// Its dark squares as the data of an SVG path, one unit a square.
    pub path: String,
}

/// The code of a text; `None` where it has more than [`LONGEST`] bytes.
pub fn code(text: &str) -> Option<Code> {
    let segments = QrSegment::make_segments(text);
    // Where there is room, more squares may be wrong.
    let sizes = (Version::new(1), Version::new(LARGEST));
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Low, sizes.0, sizes.1, None, true).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|&x| code.get_module(x, y)).count() as i32;
            if run > 0 {
                path += &format!("M{x} {y}h{run}v1h-{run}z");
            }
            x += run + 1;
        }
    }
    Some(Code { size: code.size() as u32, path })
}
