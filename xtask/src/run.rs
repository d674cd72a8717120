//! Runs commands, says what runs and why.

use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Says what happens now.
pub fn say(text: &str) {
    println!("==> {text}");
}

/// A command from a program and its arguments.
pub fn command(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// Runs it to its end; a failure is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let name = format!("{command:?}");
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    if status.success() { Ok(()) } else { bail!("{name} failed: {status}") }
}

/// A command that runs beside others; what it says waits in a file.
pub struct Beside {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Beside {
    /// Starts it.
    pub fn start(mut command: Command, log: impl AsRef<Path>) -> Result<Self> {
        let (name, log) = (format!("{command:?}"), log.as_ref().to_owned());
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        Ok(Self { name, child, log })
    }

    /// Waits for its end and prints what it said; a failure is an error that names it.
    pub fn wait(mut self) -> Result<()> {
        let status = self.child.wait()?;
        print!("{}", fs::read_to_string(&self.log)?);
        if status.success() { Ok(()) } else { bail!("{} failed: {status}", self.name) }
    }
}

impl Drop for Beside {
    /// Where another stage fails first, it starts nothing more.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What it prints on stdout, if it can be started and succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok().filter(|o| o.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Where a program is on the PATH, if it is.
pub fn which(program: &str) -> Option<std::path::PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(program)).find(|path| path.is_file())
}
