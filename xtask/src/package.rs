//! The built folder as a package for npm, and as one file for a release.

use crate::{
    build::{files, name_in},
    run::say,
};
use anyhow::{Context, Result};
use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};
use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

const NAME: &str = "ebm-playground";

/// The version of the crate.
fn version() -> Result<String> {
    let text = fs::read_to_string("Cargo.toml")?;
    let found = text.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(found.context("Cargo.toml has no version")?.to_string())
}

/// Writes `package.json`: what can be imported, with types.
pub fn manifest(stage: &Path, content: &str) -> Result<()> {
    let there = |name: &str| stage.join(name).exists();
    let mut exports = String::new();
    for (name, file) in [(".", "ebm"), ("./ebm.js", "ebm"), ("./ebm-figure.js", "ebm-figure")] {
        if there(&format!("{file}.js")) {
            // Whoever reads this takes the first condition that fits: types stand before what fits everybody.
            let types = format!("\"types\": \"./{file}.d.ts\", ");
            let types = if there(&format!("{file}.d.ts")) { &types } else { "" };
            writeln!(exports, "    \"{name}\": {{{types}\"default\": \"./{file}.js\"}},")?;
        }
    }
    for name in ["custom-elements.json", "figure.html", "data/mnist.bin", "package.json"] {
        if there(name) || name == "package.json" {
            writeln!(exports, "    \"./{name}\": \"./{name}\",")?;
        }
    }
    let exports = exports.trim_end().trim_end_matches(',');
    let elements = if there("custom-elements.json") { "\n  \"customElements\": \"custom-elements.json\"," } else { "" };
    let text = MANIFEST
        .replace("{name}", NAME)
        .replace("{version}", &version()?)
        .replace("{exports}", exports)
        .replace("{content}", content)
        .replace("{elements}", elements);
    Ok(fs::write(stage.join("package.json"), text)?)
}

const MANIFEST: &str = r#"{
  "name": "{name}",
  "version": "{version}",
  "description": "Energy-based models that compute in a browser tab and in Node: one link is one experiment",
  "keywords": ["boltzmann-machine", "rbm", "ising", "hopfield", "webassembly"],
  "license": "MIT OR Apache-2.0",
  "type": "module",
  "main": "./ebm.js",
  "types": "./ebm.d.ts",
  "exports": {
{exports}
  },{elements}
  "sideEffects": ["./ebm-figure.js", "./{content}/www/**"],
  "files": ["/*.js", "/*.d.ts", "/*.html", "/custom-elements.json", "/LICENSE-*", "{content}", "data"],
  "engines": {"node": ">=18"}
}
"#;

/// Packs `dist/` into one file: names in order and no times of day, so that the same sources give the same bytes.
pub fn archive() -> Result<()> {
    let (dist, top) = (Path::new("dist"), format!("{NAME}-{}", version()?));
    let path = PathBuf::from(format!("target/{top}.zip"));
    let mut zip = ZipWriter::new(fs::File::create(&path)?);
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    for file in files(dist)? {
        zip.start_file(format!("{top}/{}", name_in(dist, &file)?), options)?;
        zip.write_all(&fs::read(&file)?)?;
    }
    let size = zip.finish()?.metadata()?.len();
    say(&format!("Packed dist/ into {} ({} kB)", path.display(), size / 1000));
    Ok(())
}
