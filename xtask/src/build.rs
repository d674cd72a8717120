//! Builds the static folder `dist/`.

use crate::{
    run::{command, path_with, run, say},
    setup,
};
use anyhow::{Result, bail};
use std::path::Path;

/// Sets up what is missing and builds `dist/`.
pub fn dist() -> Result<()> {
    setup::for_building()?;
    say("Building the playground into dist/");
    let tools = setup::tools()?;
    // Trunk takes NO_COLOR=1 for a malformed boolean.
    run(command(tools.join("trunk"), &["build", "--release"]).env("PATH", path_with(&tools)?).env_remove("NO_COLOR"))?;
    for file in ["index.html", "figure.html", "ebm.js", "ebm_bg.wasm", "www/main.js", "data/mnist.bin"] {
        if !Path::new("dist").join(file).is_file() {
            bail!("the build left no dist/{file}");
        }
    }
    Ok(())
}
