//! Pages of others with figures in them, each built by the program that its users build it with, from its registry, below
//! `target/hosts`; `tests/hosts` opens them.

use crate::{
    run::{command, run, say},
    setup,
};
use anyhow::{Context, Result};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// From PyPI, pinned: they want Python 3.11 or newer.
const PROGRAMS: [&str; 5] =
    ["mkdocs-material==9.8.2", "Sphinx==9.0.4", "nbconvert==7.17.2", "ipykernel==7.4.0", "ipython==9.18.1"];
/// From npm.
const REVEAL: (&str, &str) = ("reveal.js", "6.0.2");
const SOURCES: &str = "tests/hosts";
const VENV: &str = "target/hosts/python";
const SITE: &str = "target/hosts/site";

/// Builds all pages and opens them in browsers.
pub fn test() -> Result<()> {
    let engines = setup::browsers()?;
    setup::python(VENV, &PROGRAMS, "their pages have figures in them")?;
    let site = env::current_dir()?.join(SITE);
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    fs::create_dir_all(&site)?;
    copy(&Path::new(SOURCES).join("plain"), &site.join("plain"))?;
    if setup::node(true)? {
        reveal(&site)?;
    }
    written_in_python(&site)?;
    run(command("cargo", &["test", "--features", "browser-tests", "--test", "hosts", "--", "--test-threads=1"])
        .env("EBM_DIST", env::current_dir()?.join("dist"))
        .env("EBM_SITE", site)
        .env("EBM_TOOLS", setup::tools()?)
        .env("EBM_BROWSERS", engines.join(",")))
}

/// Copies what is in a folder.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// Slides: reveal.js beside a deck.
fn reveal(site: &Path) -> Result<()> {
    let (name, version) = REVEAL;
    let project = Path::new("target/hosts/reveal");
    let package = project.join("node_modules").join(name);
    let installed = fs::read_to_string(package.join("package.json")).unwrap_or_default();
    if !installed.contains(&format!("\"version\": \"{version}\"")) {
        say(&format!("Installing {name} {version} below {}: slides have figures in them", project.display()));
        fs::create_dir_all(project)?;
        fs::write(project.join("package.json"), "{\"name\": \"slides\", \"private\": true}\n")?;
        let quiet = ["install", "--silent", "--no-audit", "--no-fund", "--save-exact"];
        run(command("npm", &quiet).arg(format!("{name}@{version}")).current_dir(project))?;
    }
    copy(&Path::new(SOURCES).join("reveal"), &site.join("reveal"))?;
    // The same deck with a figure that is loaded when its slide is shown and unloaded when it is left.
    let deck = fs::read_to_string(site.join("reveal/index.html"))?;
    fs::write(site.join("reveal/unloaded.html"), deck.replace("<iframe src=", "<iframe data-src="))?;
    copy(&package.join("dist"), &site.join("reveal/reveal"))
}

/// MkDocs Material, Sphinx, and a notebook that is run and saved as a page.
fn written_in_python(site: &Path) -> Result<()> {
    let python = env::current_dir()?.join(VENV).join("bin/python");
    let module = |name: &str, arguments: &[&str]| -> Result<()> {
        say(&format!("Building a page by {name}"));
        run(command(&python, &["-m", name]).args(arguments).env("NO_MKDOCS_2_WARNING", "1"))
    };
    let [mkdocs, sphinx, jupyter]: [PathBuf; 3] = ["mkdocs", "sphinx", "jupyter"].map(|name| site.join(name));
    let [mkdocs, sphinx, jupyter] = [&mkdocs, &sphinx, &jupyter].map(|path| path.to_string_lossy());
    module(
        "mkdocs",
        &["build", "--quiet", "--strict", "--config-file", "tests/hosts/mkdocs/mkdocs.yml", "--site-dir", &mkdocs],
    )?;
    module("sphinx", &["-q", "-W", "-E", "-d", "target/hosts/doctrees", "tests/hosts/sphinx", &sphinx])?;
    for notebook in ["index", "element"] {
        let file = format!("tests/hosts/jupyter/{notebook}.ipynb");
        // The scripts that it would load from elsewhere are for formulas and widgets.
        let alone = ["--HTMLExporter.mathjax_url=", "--HTMLExporter.require_js_url=", "--log-level=WARN"];
        module("nbconvert", &[&["--execute", "--to", "html", "--output-dir", &jupyter, &file], &alone[..]].concat())?;
    }
    Ok(())
}
