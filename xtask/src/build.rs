//! Builds the static folder `dist/`: pages and entries with names that stay, and a folder named by its content with all they load, so
//! that what is cached of one build is never mixed with another.

use crate::{
    offline, package,
    run::{command, run, say},
    setup, styles,
};
use anyhow::{Context, Result, anyhow};
use std::{
    fs,
    path::{Path, PathBuf},
};
use xxhash_rust::xxh3::Xxh3Default;

/// A WebAssembly module of the page, with its glue and its types.
struct Module {
    /// The name of its files.
    name: &'static str,
    features: &'static str,
}

/// The published module has everything that computes; the other one what the page's first picture needs, and all painting.
const MODULES: [Module; 2] =
    [Module { name: "ebm", features: "web,all" }, Module { name: "first", features: "web,paint" }];

/// Where the folder grows until it is whole.
pub const STAGE: &str = "target/dist";
/// Where in it the content grows until it has a name.
const CONTENT: &str = "target/dist/content";

/// The folder of the built content, as pages name it.
pub fn content() -> Result<String> {
    let folders = fs::read_dir("dist").context("no dist/: cargo xtask dist builds it")?;
    let mut named = folders.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    named
        .find(|name| Path::new("dist").join(name).join("ebm_bg.wasm").exists())
        .context("dist/ has no folder with ebm_bg.wasm")
}

/// All files below a folder, in the order of their names.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { gather(&path, found)? } else { found.push(path) }
        }
        Ok(())
    }
    let mut found = Vec::new();
    gather(folder, &mut found)?;
    found.sort();
    Ok(found)
}

/// The name of a file below a folder, as an address has it.
pub fn name_in(folder: &Path, file: &Path) -> Result<String> {
    Ok(file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/"))
}

/// A name for what is in a folder, the same for the same content.
pub fn name_of(folder: &Path) -> Result<String> {
    let mut hash = Xxh3Default::new();
    for path in files(folder)? {
        hash.update(name_in(folder, &path)?.as_bytes());
        hash.update(&fs::read(&path)?);
    }
    Ok(format!("build-{:08x}", hash.digest() as u32))
}

/// A page that loads its scripts and styles from the content's folder.
fn page(name: &str, html: &str, content: &str) -> Result<()> {
    let html = html.replace("=\"www/", &format!("=\"{content}/www/"));
    Ok(fs::write(Path::new(STAGE).join(name), html)?)
}

/// The article in both languages.
fn article(content: &str) -> Result<()> {
    let pages = article::build(Path::new("post")).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow!("the article has errors:\n{}", lines.join("\n"))
    })?;
    pages.iter().try_for_each(|found| page(found.name, &found.html, content))
}

/// Entries whose names stay: each hands on what a module of this build has.
fn entries(content: &str) -> Result<()> {
    let stage = Path::new(STAGE);
    // Handles can be disposed of; a compiler for older scripts does not know the symbol.
    let types = format!(
        "/// <reference lib=\"esnext.disposable\" />\nexport * from \"./{content}/ebm.js\";\n\
         export {{ default }} from \"./{content}/ebm.js\";\n"
    );
    fs::write(stage.join("ebm.d.ts"), types)?;
    fs::write(stage.join("ebm.js"), EBM.replace("{content}", content))?;
    // Whoever imports the module fetches the digits from here.
    fs::create_dir_all(stage.join("data"))?;
    copy(Path::new("data/mnist.bin"), &stage.join("data/mnist.bin"))?;
    ["LICENSE-MIT", "LICENSE-APACHE"].iter().try_for_each(|name| copy(Path::new(name), &stage.join(name)))?;
    fs::write(stage.join("ebm-figure.js"), format!("export * from \"./{content}/www/element.js\";\n"))?;
    // What editors and tools read of the element.
    ["ebm-figure.d.ts", "custom-elements.json"]
        .iter()
        .try_for_each(|name| copy(&Path::new("embed").join(name), &stage.join(name)))
}

/// The module for pages and for Node, whose `fetch` reads no files. The name of Node's module is no literal, so that whatever bundles
/// scripts for a page does not look for it.
const EBM: &str = r#"import start from "./{content}/ebm.js";
export * from "./{content}/ebm.js";
export default async function init(source) {
  if (source === undefined && import.meta.url.startsWith("file:") && globalThis.process?.versions?.node) {
    const files = "node:fs/promises";
    const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ files);
    source = { module_or_path: await readFile(new URL("./{content}/ebm_bg.wasm", import.meta.url)) };
  }
  return start(source);
}
"#;

/// Compiles a module and writes its glue. Paths of this machine stay out of it.
fn module(module: &Module) -> Result<()> {
    let arguments =
        ["build", "--quiet", "--locked", "--lib", "--profile", "web", "--no-default-features", "--features"];
    let mut cargo = command("cargo", &arguments);
    cargo.args([module.features, "--target", "wasm32-unknown-unknown"]);
    if let Some(home) = std::env::home_dir() {
        let home = std::env::var_os("CARGO_HOME").map_or(home.join(".cargo"), PathBuf::from);
        let flag = format!("--remap-path-prefix={}=", home.join("registry/src").display());
        cargo.args(["--config", &format!("target.wasm32-unknown-unknown.rustflags=['{flag}']")]);
    }
    run(&mut cargo)?;
    let bindgen = setup::tools()?.join("wasm-bindgen");
    let arguments = ["--target", "web", "--remove-name-section", "--out-dir", CONTENT, "--out-name", module.name];
    run(command(bindgen, &arguments).arg("target/wasm32-unknown-unknown/web/ebm.wasm"))?;
    let glue = Path::new(CONTENT).join(module.name).with_extension("js");
    copy(&glue, &glue)
}

/// Copies a file, or a folder with what is in it; scripts and styles leave their comments behind.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    } else if from.extension().is_some_and(|e| e == "js") {
        let script = fs::read_to_string(from).with_context(|| format!("cannot read {}", from.display()))?;
        let script = minifier::js::minify(&script).map_err(|error| anyhow!("{}: {error}", from.display()))?;
        fs::write(to, script.to_string())?;
    } else if from.extension().is_some_and(|e| e == "css") {
        let sheet = fs::read_to_string(from).with_context(|| format!("cannot read {}", from.display()))?;
        style(&sheet, to).with_context(|| from.display().to_string())?;
    } else {
        fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// Writes a style sheet without its comments.
fn style(sheet: &str, to: &Path) -> Result<()> {
    let sheet = minifier::css::minify(sheet).map_err(|error| anyhow!("a style sheet: {error}"))?;
    Ok(fs::write(to, sheet.to_string())?)
}

/// Sets up what is missing and builds `dist/`.
pub fn dist() -> Result<()> {
    setup::for_building()?;
    say("Building the playground into dist/");
    let stage = Path::new(STAGE);
    if stage.exists() {
        fs::remove_dir_all(stage)?;
    }
    let inside = Path::new(CONTENT);
    fs::create_dir_all(inside.join("data"))?;
    MODULES.iter().try_for_each(module)?;
    for path in ["www", "data/mnist.bin"] {
        copy(Path::new(path), &inside.join(path))?;
    }
    // The worker that keeps all this is not part of it.
    let worker = stage.join("sw.js");
    fs::rename(inside.join("www/sw.js"), &worker)?;
    let looks = |name: &str| fs::read_to_string(Path::new("www").join(name));
    style(&styles::of_figures(&looks("styles.css")?, &looks("shadow.css")?), &inside.join("www/figure.css"))?;
    let content = name_of(inside)?;
    fs::rename(inside, stage.join(&content))?;
    article(&content)?;
    for name in ["figure.html", "links.html"] {
        page(name, &fs::read_to_string(name)?, &content)?;
    }
    entries(&content)?;
    package::manifest(stage, &content)?;
    offline::worker(stage, &content, &worker)?;
    if Path::new("dist").exists() {
        fs::remove_dir_all("dist")?;
    }
    Ok(fs::rename(stage, "dist")?)
}
