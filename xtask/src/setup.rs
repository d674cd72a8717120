//! Set-up: the wasm target, the pinned tools below `target/tools`, browsers and their drivers.

use crate::run::{command, output, run, say, which};
use anyhow::{Result, bail, ensure};
use std::path::{Path, PathBuf};

/// A tool that cargo installs, at a pinned version.
struct Tool {
    /// The crate's name.
    package: &'static str,
    /// The program's name.
    program: &'static str,
    version: &'static str,
    why: &'static str,
}

const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.128",
    why: "joins wasm and JavaScript; must match the crate wasm-bindgen",
};
const GECKODRIVER: Tool =
    Tool { package: "geckodriver", program: "geckodriver", version: "0.37.1", why: "drives Firefox in tests" };

/// Where the tools are.
pub fn tools() -> Result<PathBuf> {
    Ok(std::env::current_dir()?.join("target/tools/bin"))
}

/// What building the page needs.
pub fn for_building() -> Result<()> {
    let installed = output(&mut command("rustup", &["target", "list", "--installed"])).unwrap_or_default();
    if !installed.contains("wasm32-unknown-unknown") {
        say("Adding the target wasm32-unknown-unknown: the core is compiled to WebAssembly");
        run(&mut command("rustup", &["target", "add", "wasm32-unknown-unknown"]))?;
    }
    install(&[&WASM_BINDGEN])
}

fn install(tools_wanted: &[&Tool]) -> Result<()> {
    let folder = tools()?;
    let mut built = false;
    for tool in tools_wanted {
        let found = output(&mut command(folder.join(tool.program), &["--version"])).unwrap_or_default();
        if found.split_whitespace().any(|word| word == tool.version) {
            continue;
        }
        say(&format!("Installing {} {} below target/tools: {}", tool.package, tool.version, tool.why));
        // Unoptimised: these tools work for a second at a time, and compile in half the time.
        let arguments = ["install", tool.package, "--version", tool.version, "--locked", "--debug", "--force"];
        run(command("cargo", &arguments).args(["--root", "target/tools", "--target-dir", "target/tools/build"]))?;
        built = true;
    }
    if built && Path::new("target/tools/build").exists() {
        std::fs::remove_dir_all("target/tools/build")?;
    }
    Ok(())
}

/// Whether there is Node, and npm where it is asked for. With `CI=true` there must be.
pub fn node(with_npm: bool) -> Result<bool> {
    let programs: &[&str] = if with_npm { &["node", "npm"] } else { &["node"] };
    let missing = || programs.iter().any(|program| which(program).is_none());
    let is_root = output(&mut command("id", &["-u"])).is_some_and(|id| id.trim() == "0");
    if missing() && is_root && which("apt-get").is_some() {
        say("Installing Node: the module is tested outside of browsers too");
        run(&mut command("apt-get", &["update", "-qq"]))?;
        let packages = if with_npm { ["nodejs", "npm"].as_slice() } else { &["nodejs"] };
        run(command("apt-get", &["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    if missing() && std::env::var("CI").is_ok_and(|v| v == "true") {
        bail!("{} is missing; install Node 18 or newer", programs.join(" or "));
    }
    if missing() {
        say(&format!("WARNING: tests in Node are LEFT OUT; to run them install {}", programs.join(" and ")));
    }
    Ok(!missing())
}

/// Packages from PyPI, pinned, in an environment of their own; `why` is told when they are installed.
pub fn python(venv: &str, packages: &[&str], why: &str) -> Result<()> {
    let python = format!("{venv}/bin/python");
    let freeze = output(&mut command(&python, &["-m", "pip", "freeze"])).unwrap_or_default();
    if packages.iter().all(|package| freeze.lines().any(|line| line == *package)) {
        return Ok(());
    }
    say(&format!("Installing {} below {venv}: {why}", packages.join(", ")));
    ensure!(which("python3").is_some(), "python3 is needed for {}", packages.join(", "));
    run(&mut command("python3", &["-m", "venv", venv]))?;
    run(command(&python, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages))
}

/// A browser engine that tests drive.
pub struct Engine {
    /// `chromium`, `firefox`, `webkit`.
    pub name: &'static str,
    programs: &'static [&'static str],
    advice: &'static str,
}

const ENGINES: [Engine; 3] = [
    Engine { name: "chromium", programs: &["chromedriver"], advice: "Chromium and its chromedriver" },
    Engine { name: "firefox", programs: &["firefox|firefox-esr"], advice: "Firefox" },
    Engine {
        name: "webkit",
        programs: &["WebKitWebDriver", "xvfb-run"],
        advice: "WebKitGTK's driver (Debian: webkit2gtk-driver) and xvfb",
    },
];

fn is_there(engine: &Engine) -> bool {
    engine.programs.iter().all(|names| names.split('|').any(|name| which(name).is_some()))
}

/// Browsers and drivers; the names of those that are there. With `CI=true` all must be.
pub fn browsers() -> Result<Vec<&'static str>> {
    let missing = ENGINES.iter().any(|e| !is_there(e));
    let is_root = output(&mut command("id", &["-u"])).is_some_and(|id| id.trim() == "0");
    if missing && is_root && which("apt-get").is_some() {
        say("Installing Chromium, Firefox and WebKitGTK with their drivers: tests run in three engines");
        run(&mut command("apt-get", &["update", "-qq"]))?;
        run(command("apt-get", &["install", "-y", "-qq", "--no-install-recommends"])
            .args(["chromium", "chromium-driver", "firefox-esr", "webkit2gtk-driver", "xvfb"])
            .env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    let mut found = Vec::new();
    for engine in &ENGINES {
        if is_there(engine) {
            found.push(engine.name);
        } else if std::env::var("CI").is_ok_and(|v| v == "true") {
            bail!("{} is missing; install {}", engine.name, engine.advice);
        } else {
            say(&format!("WARNING: tests in {} are LEFT OUT; to run them install {}", engine.name, engine.advice));
        }
    }
    if found.contains(&"firefox") {
        install(&[&GECKODRIVER])?;
    }
    Ok(found)
}
