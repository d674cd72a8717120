//! Serves the hosts' pages and the figures, each at an origin of its own: another name and another port.

use crate::server::{Manner, Server};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What stands in the sources for the address of the figures, and of the single file.
const FIGURES: &str = "https://figures.example";
const SINGLE: &str = "https://single.example";
/// Files that may hold it.
const TEXTS: [&str; 3] = ["html", "js", "css"];

/// All that is served.
pub struct Published {
    pages: tempfile::TempDir,
    built: PathBuf,
    hosts: Server,
}

impl Published {
    /// Serves the built folder, and copies of the pages that lead to it.
    pub fn new(site: &Path, built: PathBuf) -> Result<Self, String> {
        let told = |e: std::io::Error| format!("{}: {e}", site.display());
        let figures = Server::start(built.clone(), 0).map_err(told)?;
        // The single file has a policy of its own inside, and lies where people put a file.
        let single = Server::with(built.clone(), 0, Manner::Plain).map_err(told)?;
        let places = [(FIGURES, figures.address()), (SINGLE, single.address())]
            .map(|(place, address)| (place, address.trim_end_matches('/')));
        let pages = tempfile::tempdir().map_err(told)?;
        copy(site, pages.path(), &places).map_err(told)?;
        // Browsers ask for it, and complain.
        fs::write(pages.path().join("favicon.ico"), "").map_err(told)?;
        let hosts = Server::with(pages.path().into(), 0, Manner::Plain).map_err(told)?;
        Ok(Self { pages, built, hosts })
    }

    /// Where the pages are. By this name they are on another site than the figures, not only at another origin.
    pub fn site(&self) -> String {
        self.hosts.address().replace("127.0.0.1", "localhost")
    }

    /// What is not there of a folder with pages and a file that they load.
    pub fn lacks(&self, folder: &str, file: &str) -> Option<String> {
        let pages = self.pages.path().join(folder);
        if !pages.exists() {
            return Some(format!("page of {folder}"));
        }
        (!self.built.join(file).exists()).then(|| format!("dist/{file}"))
    }
}

fn copy(from: &Path, to: &Path, places: &[(&str, &str)]) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target, places)?;
        } else if path.extension().is_some_and(|e| TEXTS.iter().any(|text| e == *text)) {
            let text = fs::read_to_string(&path)?;
            fs::write(target, places.iter().fold(text, |text, (place, address)| text.replace(place, address)))?;
        } else {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}
