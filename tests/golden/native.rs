//! What the native tool says of a link.

use std::process::Command;

fn tool(arguments: &[&str]) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_ebm")).args(arguments).output().expect("the tool starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

/// The digest that the native tool gives.
pub fn native(link: &str) -> String {
    tool(&["run", link, "--json"])["digest"].as_str().expect("a digest").to_string()
}

/// The exact log Z that the native tool gives.
pub fn native_log_z(link: &str) -> f64 {
    tool(&["logz", link, "--method", "exact", "--json"])["log_z"].as_f64().expect("a number")
}
