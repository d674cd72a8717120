//! Names the build by its sources, so that the same sources have the same name on every machine and target.

use std::{fs, path::Path, path::PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn main() {
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=core/src");
    println!("cargo:rerun-if-changed=Cargo.lock");
    let mut files = vec![PathBuf::from("Cargo.lock")];
    sources(Path::new("src"), &mut files);
    sources(Path::new("core/src"), &mut files);
    files.sort();
    let mut text = String::new();
    for file in &files {
        text += &file.to_string_lossy().replace('\\', "/");
        text += &fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    }
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let hash = xxhash_rust::xxh3::xxh3_64(text.as_bytes()) as u32;
    println!("cargo:rustc-env=EBM_BUILD={version}-{hash:08x}");
}
