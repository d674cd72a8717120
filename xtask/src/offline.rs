//! Writes into the service worker what it keeps: the pages of a build and the files that they may load.

use crate::build::{files, name_in, name_of};
use anyhow::{Result, ensure};
use std::{fs, path::Path};

/// Fills in `www/sw.js`, which lies among the built files already.
pub fn worker(stage: &Path, content: &str, script: &Path) -> Result<()> {
    let mut pages = Vec::new();
    let mut kept = Vec::new();
    for file in files(stage)? {
        let name = name_in(stage, &file)?;
        if name.starts_with(content) {
            // Types and licences are for people and compilers.
            if !name.ends_with(".d.ts") && !name.ends_with(".txt") {
                kept.push(name);
            }
        } else if name.ends_with(".html") && fs::read_to_string(&file)?.contains(&format!("\"{content}/")) {
            // A page that has all inside is no page of the folder.
            pages.push(name);
        }
    }
    let mut text = fs::read_to_string(script)?;
    // All that is served is in the name: an article that changed is a new one too.
    for (place, value) in [
        ("\"{name}\"", serde_json::to_string(&name_of(stage)?)?),
        ("\"{folder}\"", serde_json::to_string(content)?),
        ("[\"{files}\"]", serde_json::to_string(&kept)?),
        ("[\"{pages}\"]", serde_json::to_string(&pages)?),
    ] {
        ensure!(text.matches(place).count() == 1, "www/sw.js has no place for {place}");
        text = text.replace(place, &value);
    }
    Ok(fs::write(script, text)?)
}
