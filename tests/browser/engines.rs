//! Starts the drivers of three browser engines, and ends them.

use crate::webdriver::Session;
use serde_json::{Value, json};
use std::{
    net::TcpListener,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::Mutex,
};

/// A running driver with one open browser.
pub struct Browser {
    /// The browser's session. Closed before the driver is ended.
    session: Option<Session>,
    /// The process that everything of this browser descends from.
    pub driver: Child,
}

/// Browsers that wait for their next test: to start one takes seconds.
#[derive(Default)]
pub struct Browsers(Mutex<Vec<Browser>>);

impl Browsers {
    /// A browser of an engine, with one empty page of the usual size.
    pub fn lend(&self, engine: &str) -> Browser {
        let mut waiting = self.0.lock().expect("no test panics while it holds the list");
        let found = waiting.iter().position(|browser| browser.engine == engine);
        let browser = found.map(|place| waiting.swap_remove(place));
        drop(waiting);
        browser.unwrap_or_else(|| Browser::start(engine))
    }

    /// Takes a browser back that is as good as new: what the page stored belongs to an address that no other test has.
    pub fn take_back(&self, browser: Browser) {
        if browser.go("about:blank").and_then(|()| browser.resize(WIDTH, HEIGHT)).is_ok() {
            self.0.lock().expect("no test panics while it holds the list").push(browser);
        }
    }

    /// Ends those that wait.
    pub fn close(&self) {
        self.0.lock().expect("all tests are done").clear();
    }
}

/// The window that a test begins with, in CSS pixels.
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 900;

/// The engines named in `EBM_BROWSERS`.
pub fn wanted() -> Vec<String> {
    let names = std::env::var("EBM_BROWSERS").expect("cargo xtask test sets EBM_BROWSERS");
    names.split(',').filter(|n| !n.is_empty()).map(str::to_string).collect()
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).expect("a free port").local_addr().expect("its number").port()
}

fn firefox() -> &'static str {
    if std::path::Path::new("/usr/bin/firefox-esr").exists() { "/usr/bin/firefox-esr" } else { "firefox" }
}

fn webkit_browser() -> String {
    let folders = [
        "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1",
        "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1",
        "/usr/libexec/webkit2gtk-4.1",
    ];
    let found = folders.iter().map(|f| format!("{f}/MiniBrowser")).find(|p| std::path::Path::new(p).exists());
    found.expect("WebKitGTK's MiniBrowser")
}

impl Browser {
    /// Starts an engine's driver and opens a browser in it.
    pub fn start(engine: &str) -> Self {
        Self::with(engine, true)
    }

    /// The same with or without room for what sites store, as some readers have it; WebKit's driver always has room.
    pub fn with(engine: &str, storage: bool) -> Self {
        let port = free_port();
        let tools = std::env::var("EBM_TOOLS").unwrap_or_default();
        let (mut command, capabilities): (Command, Value) = match engine {
            "chromium" => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}"));
                let flags = [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ];
                // 1 allows, 2 blocks cookies and all else that is stored.
                let prefs = json!({"profile.default_content_setting_values.cookies": if storage { 1 } else { 2 }});
                let options = json!({"args": flags, "prefs": prefs});
                let logs = json!({"browser": "SEVERE"});
                (command, json!({"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": logs}))
            }
            "firefox" => {
                let mut command = Command::new(format!("{tools}/geckodriver"));
                command.args(["--port", &port.to_string()]);
                let prefs = if storage { json!({}) } else { json!({"network.cookie.cookieBehavior": 2}) };
                let options = json!({"args": ["-headless"], "binary": firefox(), "prefs": prefs});
                (command, json!({"browserName": "firefox", "moz:firefoxOptions": options}))
            }
            "webkit" => {
                let mut command = Command::new("xvfb-run");
                command.args(["-a", "WebKitWebDriver", &format!("--port={port}"), "--host=127.0.0.1"]);
                command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
                let options = json!({"binary": webkit_browser(), "args": ["--automation"]});
                (command, json!({"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}))
            }
            other => panic!("no engine '{other}'"),
        };
        // A group of its own, so that whatever the driver started ends with it.
        let driver = command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let driver = driver.unwrap_or_else(|e| panic!("{engine}: its driver cannot be started: {e}"));
        let mut browser = Self { session: None, driver };
        let session = Session::open(&format!("http://127.0.0.1:{port}"), engine, &capabilities);
        let session = session.unwrap_or_else(|e| panic!("{engine}: {e}"));
        session.resize(WIDTH, HEIGHT).unwrap_or_else(|e| panic!("{engine}: {e}"));
        browser.session = Some(session);
        browser
    }
}

impl std::ops::Deref for Browser {
    type Target = Session;
    fn deref(&self) -> &Session {
        self.session.as_ref().expect("open until dropped")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session = None;
        let group = format!("-{}", self.driver.id());
        // Ended groups are fine.
        let _ended = Command::new("kill").args(["-TERM", "--", &group]).stderr(Stdio::null()).status();
        let _reaped = self.driver.wait();
    }
}
