//! Builds the static folder `dist/`: the article, the modules, scripts, styles, font and data.

use crate::{
    run::{command, run, say},
    setup,
};
use anyhow::{Context, Result, anyhow};
use std::{
    fs,
    path::{Path, PathBuf},
};

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
const STAGE: &str = "target/dist";

/// The article in both languages.
fn article() -> Result<()> {
    let pages = article::build(Path::new("post")).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow!("the article has errors:\n{}", lines.join("\n"))
    })?;
    for page in pages {
        fs::write(Path::new(STAGE).join(page.name), page.html)?;
    }
    Ok(())
}

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
    let arguments = ["--target", "web", "--remove-name-section", "--out-dir", STAGE, "--out-name", module.name];
    run(command(bindgen, &arguments).arg("target/wasm32-unknown-unknown/web/ebm.wasm"))?;
    let glue = Path::new(STAGE).join(module.name).with_extension("js");
    copy(&glue, &glue)
}

/// Copies a file, or a folder with what is in it; scripts leave their comments behind.
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
    } else {
        fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// Sets up what is missing and builds `dist/`.
pub fn dist() -> Result<()> {
    setup::for_building()?;
    say("Building the playground into dist/");
    let stage = Path::new(STAGE);
    if stage.exists() {
        fs::remove_dir_all(stage)?;
    }
    fs::create_dir_all(stage.join("data"))?;
    article()?;
    MODULES.iter().try_for_each(module)?;
    for path in ["www", "figure.html", "data/mnist.bin"] {
        copy(Path::new(path), &stage.join(path))?;
    }
    if Path::new("dist").exists() {
        fs::remove_dir_all("dist")?;
    }
    Ok(fs::rename(stage, "dist")?)
}
