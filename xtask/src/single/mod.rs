//! Writes the playground as one HTML file, which opens from a disk without a network and in a frame that may load nothing.
//!
//! It holds every file of `dist/` that a page leads to, packed together. Where a file names another one, a mark says which;
//! `loader.js` puts the other's blob: URL in its place. So each file comes after all those that it names.

mod marks;

use crate::run::say;
use anyhow::{Context, Result, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use marks::Target;
use serde_json::json;
use std::{fs, path::Path};

/// Its name in `dist/`.
pub const NAME: &str = "ebm-playground.html";
/// As hard as the packing is worth.
const LEVEL: u8 = 9;

/// A file with the references in it marked.
struct Packed {
    path: String,
    kind: &'static str,
    content: Vec<u8>,
}

/// What the single file will hold.
struct Archive<'a> {
    dist: &'a Path,
    pages: Vec<String>,
    files: Vec<Packed>,
    /// Files that wait until all that they name are in.
    waiting: Vec<String>,
}

/// What a file is, by its name.
fn kind(path: &str) -> Result<&'static str> {
    Ok(match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html",
        "js" => "text/javascript",
        "css" => "text/css",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "bin" => "application/octet-stream",
        _ => bail!("xtask/src/single does not know what {path} is"),
    })
}

impl Archive<'_> {
    /// The number of a file, which is put in if it is not there yet.
    fn take(&mut self, path: &str) -> Result<usize> {
        if let Some(found) = self.files.iter().position(|file| file.path == path) {
            return Ok(found);
        }
        let waiting = self.waiting.join(", ");
        ensure!(!self.waiting.iter().any(|other| other == path), "{path} names itself, by way of {waiting}");
        self.waiting.push(path.into());
        let kind = kind(path)?;
        let mut content = fs::read(self.dist.join(path)).with_context(|| format!("cannot read {path}"))?;
        if matches!(kind, "text/html" | "text/javascript" | "text/css") {
            content = self.mark(path, kind, &String::from_utf8(content)?)?.into_bytes();
        }
        self.waiting.pop();
        self.files.push(Packed { path: path.into(), kind, content });
        Ok(self.files.len() - 1)
    }

    /// A text with marks in the place of what it names.
    fn mark(&mut self, path: &str, kind: &str, text: &str) -> Result<String> {
        let (dist, pages) = (self.dist, self.pages.clone());
        let is_file = |path: &str| dist.join(path).is_file();
        let mut marked = String::new();
        let mut end = 0;
        for found in marks::find(path, kind, text, &pages, is_file)? {
            marked += &text[end..found.place.start];
            marked += &match found.target {
                Target::Page { name, rest } => format!("ebm-page:{name}{rest}"),
                Target::File(path) => format!("ebm-file:{}", self.take(&path)?),
            };
            end = found.place.end;
        }
        Ok(marked + &text[end..])
    }
}

/// Writes the single file of a built `dist/` into it.
pub fn write(dist: &Path) -> Result<()> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name().into_string().unwrap_or_default();
        if name.ends_with(".html") && name != NAME {
            pages.push(name);
        }
    }
    pages.sort();
    let mut archive = Archive { dist, pages, files: Vec::new(), waiting: Vec::new() };
    for page in archive.pages.clone() {
        archive.take(&page)?;
    }
    let html = html(&archive)?;
    fs::write(dist.join(NAME), &html)?;
    say(&format!("{} has {} files in {} kB", dist.join(NAME).display(), archive.files.len(), html.len() / 1000));
    Ok(())
}

fn html(archive: &Archive) -> Result<String> {
    let of = |file: &Packed| json!({"path": file.path, "type": file.kind, "length": file.content.len()});
    let files: Vec<_> = archive.files.iter().map(of).collect();
    let contents: Vec<u8> = archive.files.iter().flat_map(|file| &file.content).copied().collect();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&contents, LEVEL);
    Ok(include_str!("page.html")
        .replace("{loader}", include_str!("loader.js"))
        .replace("{files}", &serde_json::to_string(&files)?)
        .replace("{packed}", &STANDARD.encode(packed)))
}
