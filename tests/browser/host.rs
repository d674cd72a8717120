//! Somebody else's server, with a page that has figures in it.

use super::{Outcome, server::Server};
use crate::webdriver::Session;
use std::fs;

pub const GUEST: &str = "document.querySelector('ebm-figure')";
/// The policy that the element promises to work under at its own origin.
const STRICT: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/// A page whose styles mean well.
const STYLES: &str = "html { font-size: 62.5%; color-scheme: dark; } body { background: #111; color: #eee; font: 30px/3 fantasy; letter-spacing: 4px; text-align: right; }
* { box-sizing: content-box; } p { margin: 5em; } button, select, input { all: unset; background: red; width: 400px; display: block; } canvas { display: none; } figure { margin: 50px; }
.bar { display: none; } table { width: 2000px; }";

/// Somebody's server, with one page and `dist/` below `ebm/`.
pub struct Host {
    folder: tempfile::TempDir,
    server: Server,
}

impl Host {
    /// A page with the element at its own origin, under the strict policy.
    pub fn plain(body: &str) -> Result<Self, String> {
        Self::new(STRICT, "ebm/ebm-figure.js", body)
    }

    /// The same with a script that runs before the element is there.
    pub fn scripted(script: &str, body: &str) -> Result<Self, String> {
        let host = Self::plain(&format!("<script src=\"own.js\"></script>{body}"))?;
        host.write("own.js", script)?;
        Ok(host)
    }

    /// The same with workers in which something is done before they hear anything.
    pub fn with_workers(that: &str, body: &str) -> Result<Self, String> {
        let own = "window.Worker = class extends Worker { constructor(_url, how) { super('worker.js', how); } };";
        let host = Self::scripted(own, body)?;
        let entry = fs::read_to_string(host.folder.path().join("ebm/ebm-figure.js")).map_err(|e| e.to_string())?;
        let worker = entry.replace("element.js", "worker.js").replace("./", "./ebm/");
        host.write("worker.js", &format!("{worker}\n{that}"))?;
        Ok(host)
    }

    /// `script`: where the element comes from.
    pub fn new(policy: &str, script: &str, body: &str) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let html = format!(
            "<!doctype html><html lang=\"de\"><head><meta charset=\"utf-8\"><title>Somebody</title>
            <link rel=\"stylesheet\" href=\"host.css\"><script type=\"module\" src=\"{script}\"></script></head><body><main>{body}</main></body></html>"
        );
        let dist = std::env::var("EBM_DIST").map_err(|e| e.to_string())?;
        std::os::unix::fs::symlink(dist, folder.path().join("ebm")).map_err(|e| e.to_string())?;
        let server = Server::start_under(policy, folder.path().into(), 0).map_err(|e| e.to_string())?;
        let host = Self { folder, server };
        host.write("index.html", &html)?;
        host.write("host.css", STYLES)?;
        Ok(host)
    }

    fn write(&self, name: &str, text: &str) -> Outcome {
        fs::write(self.folder.path().join(name), text).map_err(|e| e.to_string())
    }

    pub fn open(&self, page: &Session) -> Outcome {
        page.go("about:blank")?;
        page.go(&format!("{}#section", self.server.address()))
    }
}

/// What a page that loads from another origin must allow.
pub fn policy_with(origin: &str, more: &str) -> String {
    let origin = origin.trim_end_matches('/');
    format!("default-src 'self'; script-src 'self' {origin} 'wasm-unsafe-eval'; connect-src {origin}; {more}")
}
