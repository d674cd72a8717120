//! The built folder as a package for npm, and as one file for a release.

use crate::{
    build::{files, name_in},
    run::say,
};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::{
    fs,
    io::Write,
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
pub fn manifest(stage: &Path) -> Result<()> {
    let mut exports = Map::new();
    let there = |name: &str| stage.join(name).exists();
    for (name, file) in [(".", "ebm"), ("./ebm.js", "ebm"), ("./ebm-figure.js", "ebm-figure")] {
        if there(&format!("{file}.js")) {
            // The condition for types comes first, as compilers want it.
            let mut entry = Map::new();
            if there(&format!("{file}.d.ts")) {
                entry.insert("types".into(), json!(format!("./{file}.d.ts")));
            }
            entry.insert("default".into(), json!(format!("./{file}.js")));
            exports.insert(name.into(), Value::Object(entry));
        }
    }
    for name in ["figure.html", "data/mnist.bin", "package.json"] {
        exports.insert(format!("./{name}"), json!(format!("./{name}")));
    }
    let mut package = json!({
        "name": NAME,
        "version": version()?,
        "description": "Energy-based models that compute in a browser tab and in Node: one link is one experiment",
        "keywords": ["boltzmann-machine", "rbm", "ising", "hopfield", "webassembly"],
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "main": "./ebm.js",
        "types": "./ebm.d.ts",
        "exports": exports,
        "sideEffects": ["./ebm-figure.js", "./build-*/www/**"],
        "files": ["*.js", "*.d.ts", "*.html", "custom-elements.json", "build-*", "data", "LICENSE-*"],
        "engines": {"node": ">=18"},
    });
    if there("custom-elements.json") {
        package["customElements"] = json!("custom-elements.json");
    }
    Ok(fs::write(stage.join("package.json"), serde_json::to_string_pretty(&package)? + "\n")?)
}

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
