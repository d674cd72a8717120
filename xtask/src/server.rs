//! A static file server on localhost, with the content security policy that the page promises to work under.
//!
//! One thread and one connection a request: it cannot be starved by the idle connections that browsers hold open.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    thread::JoinHandle,
    time::Duration,
};

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/// What has everything inside has its own, stricter policy inside too.
const SINGLE: &str = "ebm-playground";
/// Longer requests are not ours.
const LONGEST_REQUEST: u64 = 1 << 16;

/// A running server.
pub struct Server {
    address: String,
    thread: JoinHandle<()>,
}

impl Server {
    /// Serves a folder on the first free port from `port` on; port 0 takes any.
    pub fn start(folder: PathBuf, port: u16) -> io::Result<Self> {
        let mut attempt = port;
        let listener = loop {
            match TcpListener::bind(("127.0.0.1", attempt)) {
                Ok(listener) => break listener,
                Err(error) if attempt != 0 && attempt < port.saturating_add(20) => {
                    println!("port {attempt}: {error}; trying the next");
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        };
        let address = format!("http://{}/", listener.local_addr()?);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let folder = folder.clone();
                // A browser that hangs up in the middle is no failure of the server.
                std::thread::spawn(move || answer(stream, &folder).unwrap_or_default());
            }
        });
        Ok(Self { address, thread })
    }

    /// Where it is, with a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Serves until the process ends.
    pub fn wait(self) {
        self.thread.join().unwrap_or_default();
    }
}

/// The file a URL names, unless it leads out of the folder.
fn file(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or("").trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    path.components().all(|c| matches!(c, Component::Normal(_))).then(|| folder.join(path))
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// Reads one GET, answers it, and closes.
fn answer(mut stream: TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut lines = BufReader::new(stream.try_clone()?.take(LONGEST_REQUEST)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for header in lines {
        if header?.is_empty() {
            break;
        }
    }
    let url = request.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()).unwrap_or("");
    let found = file(folder, url).and_then(|path| Some((std::fs::read(&path).ok()?, mime(&path))));
    let (status, body, kind) = match found {
        Some((body, kind)) => ("200 OK", body, kind),
        None => ("404 Not Found", b"not found".to_vec(), "text/plain"),
    };
    let policy = if url.trim_start_matches('/').starts_with(SINGLE) { "" } else { POLICY };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nContent-Security-Policy: {policy}\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}
