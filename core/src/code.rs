//! Compact codes in links: bytes, compressed by deflate, written in the URL-safe alphabet of base64.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// No code of ours unpacks to more.
const LIMIT: usize = 1 << 16;

/// Bytes to code; nothing to nothing.
pub fn pack(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(bytes, 10))
}

/// Code to bytes; `None` if it is not a code, or too large.
pub fn unpack(code: &str) -> Option<Vec<u8>> {
    if code.is_empty() {
        return Some(Vec::new());
    }
    let packed = URL_SAFE_NO_PAD.decode(code).ok()?;
    miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, LIMIT).ok()
}

/// Pixels to bytes, eight a byte, the first the highest.
fn bytes(pixels: &[u8]) -> impl Iterator<Item = u8> + '_ {
    pixels.chunks(8).map(|chunk| chunk.iter().enumerate().fold(0, |byte, (k, &p)| byte | p.min(1) << (7 - k)))
}

/// Pixel `i` of such bytes.
fn pixel(bytes: &[u8], i: usize) -> u8 {
    bytes[i / 8] >> (7 - i % 8) & 1
}

/// Pixels 0 or 1 to code, eight a byte, the first the highest.
pub fn pack_bits(pixels: &[u8]) -> String {
    pack(&bytes(pixels).collect::<Vec<u8>>())
}

/// Code to `len` pixels; `None` if it does not hold that many.
pub fn unpack_bits(code: &str, len: usize) -> Option<Vec<u8>> {
    let bytes = unpack(code)?;
    if bytes.len() != len.div_ceil(8) {
        return None;
    }
    Some((0..len).map(|i| pixel(&bytes, i)).collect())
}

/// Pictures of `len` pixels each, one after another, to code; every picture starts a byte.
pub fn pack_pictures(pixels: &[u8], len: usize) -> String {
    pack(&pixels.chunks(len.max(1)).flat_map(bytes).collect::<Vec<u8>>())
}

/// Code to pictures of `len` pixels each; `None` if it does not hold whole pictures.
pub fn unpack_pictures(code: &str, len: usize) -> Option<Vec<Vec<u8>>> {
    let bytes = unpack(code)?;
    let pictures = bytes.chunks_exact(len.div_ceil(8).max(1));
    let whole = pictures.remainder().is_empty() && len > 0;
    whole.then(|| pictures.map(|bytes| (0..len).map(|i| pixel(bytes, i)).collect()).collect())
}
