//! `cargo xtask test hosts`: the built folder where others use it, each set up from the registry that its users have it from.

use crate::{
    build,
    run::{command, output, run, say},
    setup, single, sites,
};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// What uses the folder, and a test of it.
type Host = (&'static str, fn() -> Result<()>);

const HOSTS: [Host; 3] = [
    ("A project that installs the package from npm", npm_project),
    ("The types that the page's own scripts state", own_types),
    ("Pages with figures in them", sites::test),
];

const TYPESCRIPT: &str = "typescript@5.9.3";

/// Builds the folder and tries every host.
pub fn all() -> Result<()> {
    build::dist()?;
    single::write(Path::new("dist"))?;
    let mut times = Vec::new();
    for (name, test) in HOSTS {
        say(name);
        let start = Instant::now();
        test().context(name)?;
        times.push((name, start.elapsed().as_secs_f64()));
    }
    println!("\nThe folder works in all hosts.");
    for (name, seconds) in times {
        println!("{seconds:8.1} s  {name}");
    }
    Ok(())
}

/// Holds the last line of what a script printed, a link and a digest, against the tool.
fn same_as_the_tool(printed: &str) -> Result<()> {
    let (link, digest) = printed.lines().last().and_then(|line| line.split_once(' ')).context("nothing printed")?;
    let report = output(&mut command("cargo", &["run", "--quiet", "--bin", "ebm", "--", "run", link, "--json"]));
    let report: serde_json::Value = serde_json::from_str(&report.context("the tool failed")?)?;
    let native = report["digest"].as_str().unwrap_or("");
    ensure!(native == digest, "{link}: digest {digest} instead of the tool's {native}");
    println!("{link}: digest {digest} in Node and in the tool");
    Ok(())
}

/// An empty folder for a host.
fn folder(name: &str) -> Result<PathBuf> {
    let path = env::current_dir()?.join("target/hosts").join(name);
    if path.exists() {
        fs::remove_dir_all(&path)?;
    }
    fs::create_dir_all(&path)?;
    Ok(path)
}

/// Runs the compiler that the project above has.
fn compile(folder: &Path, arguments: &[&str]) -> Result<()> {
    let compiler = env::current_dir()?.join("target/hosts/npm/node_modules/typescript/bin/tsc");
    run(command("node", &[]).arg(compiler).arg("--strict").args(arguments).current_dir(folder))
}

/// Packs the folder, installs the package, compiles a script against its types in both ways that compilers resolve them, and runs it.
fn npm_project() -> Result<()> {
    if !setup::node(true)? {
        return Ok(());
    }
    let project = folder("npm")?;
    let packed = output(command("npm", &["pack", "--silent", "--pack-destination"]).arg(&project).current_dir("dist"));
    let packed = packed.context("npm pack failed")?;
    let tarball = format!("./{}", packed.lines().last().unwrap_or("").trim());
    fs::write(project.join("package.json"), r#"{"name": "host", "private": true, "type": "module"}"#)?;
    fs::copy("tests/hosts/use.ts", project.join("use.ts"))?;
    let quiet = ["install", "--silent", "--no-audit", "--no-fund", TYPESCRIPT];
    run(command("npm", &quiet).arg(&tarball).current_dir(&project))?;
    for (module, resolution) in [("es2022", "bundler"), ("node16", "node16")] {
        compile(&project, &["--target", "es2022", "--module", module, "--moduleResolution", resolution, "use.ts"])?;
    }
    same_as_the_tool(&output(command("node", &["use.js"]).current_dir(&project)).context("the script failed")?)
}

/// Holds the scripts in `www/` against what their comments say of them and against the modules' types.
fn own_types() -> Result<()> {
    if !setup::node(true)? {
        return Ok(());
    }
    let room = folder("types")?;
    sites::copy(Path::new("www"), &room.join("www"))?;
    let built = Path::new("dist").join(build::content()?);
    for name in ["ebm.d.ts", "first.d.ts"] {
        fs::copy(built.join(name), room.join(name))?;
    }
    let scripts =
        build::files(&room.join("www"))?.into_iter().filter(|file| file.extension().is_some_and(|end| end == "js"));
    let scripts = scripts.map(|script| build::name_in(&room, &script)).collect::<Result<Vec<_>>>()?;
    // The service worker has a world of its own.
    let (alone, pages): (Vec<&str>, Vec<&str>) =
        scripts.iter().map(String::as_str).partition(|&name| name == "www/sw.js");
    for (world, scripts) in [("esnext,dom,dom.iterable", pages), ("esnext", alone)] {
        let options =
            ["--noEmit", "--checkJs", "--target", "esnext", "--module", "esnext", "--moduleResolution", "bundler"];
        compile(&room, &[&options[..], &["--lib", world], &scripts].concat())?;
    }
    Ok(())
}
