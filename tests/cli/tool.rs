//! Runs the tool `ebm` and reads what it prints.
#![allow(dead_code)]

use serde_json::Value;
use std::process::Command;

/// What a call of the tool left.
pub struct Output {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A call that is still to be made.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ebm"));
    command.args(arguments).env_remove("RUST_BACKTRACE");
    command
}

/// Calls the tool.
pub fn tool(arguments: &[&str]) -> Output {
    let output = command(arguments).output().expect("the tool starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Output { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Calls the tool, which must succeed, and gives its stdout.
pub fn run(arguments: &[&str]) -> String {
    let output = tool(arguments);
    assert_eq!(output.code, Some(0), "{arguments:?}: {}", output.stderr);
    output.stdout
}

/// The one JSON object that a successful call prints.
pub fn json(arguments: &[&str]) -> Value {
    let value: Value = serde_json::from_str(&run(arguments)).expect("JSON");
    assert!(value.is_object(), "{value}");
    value
}

/// A number, or a failed test.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

/// Calls the tool, which must refuse: exit code 2, nothing on stdout, one line on stderr that holds `named`.
pub fn refused(arguments: &[&str], named: &str) {
    let output = tool(arguments);
    let said = &output.stderr;
    assert_eq!((output.code, output.stdout.as_str()), (Some(2), ""), "{arguments:?}: {said}");
    // Warnings about the link may come first.
    let errors: Vec<&str> = said.lines().filter(|l| !l.starts_with("warning: ")).collect();
    assert!(errors.len() == 1 && said.ends_with('\n'), "{arguments:?}: not one line: {said}");
    assert!(errors[0].contains(named) && !said.contains("panicked"), "{arguments:?}: {named} is not in: {said}");
}
