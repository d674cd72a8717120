//! Builds the static folder `dist/`.

use crate::{
    run::{command, path_with, run, say},
    setup,
};
use anyhow::{Result, anyhow, bail};
use std::path::Path;

/// What Trunk, which takes the English page as its template, brings into `dist/`; paths are seen from `target/post`.
const ASSETS: &str = r#"    <link data-trunk rel="rust" href="../../Cargo.toml" data-target-name="ebm" data-type="main" data-cargo-no-default-features data-cargo-features="web" data-cargo-profile="web" data-wasm-opt="0" data-typescript>
    <link data-trunk rel="copy-dir" href="../../www">
    <link data-trunk rel="copy-file" href="../../figure.html">
    <link data-trunk rel="copy-file" href="zh.html">
    <link data-trunk rel="copy-file" href="../../data/mnist.bin" data-target-path="data">
"#;

/// Sets the article in both languages below `target/post`.
fn article() -> Result<()> {
    let pages = article::build(Path::new("post"), ASSETS).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow!("the article has errors:\n{}", lines.join("\n"))
    })?;
    std::fs::create_dir_all("target/post")?;
    for page in pages {
        std::fs::write(Path::new("target/post").join(page.name), page.html)?;
    }
    Ok(())
}

/// Sets up what is missing and builds `dist/`.
pub fn dist() -> Result<()> {
    setup::for_building()?;
    say("Building the playground into dist/");
    article()?;
    let tools = setup::tools()?;
    // Trunk takes NO_COLOR=1 for a malformed boolean.
    run(command(tools.join("trunk"), &["build", "--release"]).env("PATH", path_with(&tools)?).env_remove("NO_COLOR"))?;
    for file in ["index.html", "zh.html", "figure.html", "ebm.js", "ebm_bg.wasm", "www/main.js", "data/mnist.bin"] {
        if !Path::new("dist").join(file).is_file() {
            bail!("the build left no dist/{file}");
        }
    }
    Ok(())
}
