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

/// The file that the native tool exports for a link.
pub fn native_export(link: &str) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    tool(&["run", link, "--json", "--export", file.path().to_str().expect("a path")]);
    std::fs::read(file.path()).expect("the export")
}

/// The digest and the cut that it gives for a link with an edge list.
pub fn native_with_edges(link: &str, edges: &str) -> (String, f64) {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), edges).expect("room for it");
    let report = tool(&["run", link, "--instance", file.path().to_str().expect("a path"), "--json"]);
    let cut = report["observables"]["cut"].as_f64().expect("a cut");
    (report["digest"].as_str().expect("a digest").to_string(), cut)
}

/// What enumeration says of a link.
pub fn native_exact(link: &str) -> serde_json::Value {
    tool(&["exact", link, "--json"])
}

/// The exact log Z that the native tool gives.
pub fn native_log_z(link: &str) -> f64 {
    tool(&["logz", link, "--method", "exact", "--json"])["log_z"].as_f64().expect("a number")
}
