//! A static file server on localhost, with the content security policy that the page promises to work under.
//!
//! One thread and one connection a request: it cannot be starved by the idle connections that browsers hold open.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/// The file that has everything inside.
const SINGLE: &str = "ebm-playground";
/// Longer requests are not ours.
const LONGEST_REQUEST: u64 = 1 << 16;

/// What is answered beside the files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// The content security policy, leave for the scripts of other origins, and a type for each kind of file.
    Strict,
    /// No header that can be left out, and no type for wasm, as some course servers have it.
    #[allow(dead_code)] // Tests have such a server.
    Plain,
}

/// A running server.
pub struct Server {
    address: String,
    thread: JoinHandle<()>,
    ends: Arc<AtomicBool>,
}

impl Server {
    /// Serves a folder on the first free port from `port` on; port 0 takes any.
    pub fn start(folder: PathBuf, port: u16) -> io::Result<Self> {
        Self::with(folder, port, Manner::Strict)
    }

    /// The same under another content security policy, such as someone else's server has.
    #[allow(dead_code)] // Tests have such a server.
    pub fn start_under(policy: &str, folder: PathBuf, port: u16) -> io::Result<Self> {
        Self::serve(folder, port, Manner::Strict, policy.into())
    }

    /// The same, in a manner of answering.
    pub fn with(folder: PathBuf, port: u16, manner: Manner) -> io::Result<Self> {
        Self::serve(folder, port, manner, POLICY.into())
    }

    fn serve(folder: PathBuf, port: u16, manner: Manner, policy: Arc<str>) -> io::Result<Self> {
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
        let ends = Arc::new(AtomicBool::new(false));
        let ended = ends.clone();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ended.load(Ordering::Acquire) {
                    break;
                }
                let (folder, policy) = (folder.clone(), policy.clone());
                // A browser that hangs up in the middle is no failure of the server.
                std::thread::spawn(move || answer(stream, &folder, manner, &policy).unwrap_or_default());
            }
        });
        Ok(Self { address, thread, ends })
    }

    /// Where it is, with a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Answers nobody any more.
    #[allow(dead_code)] // Tests take the network away.
    pub fn stop(self) {
        self.ends.store(true, Ordering::Release);
        // It looks when somebody calls.
        let _call = TcpStream::connect(self.address.trim_start_matches("http://").trim_end_matches('/'));
        self.thread.join().unwrap_or_default();
    }

    /// Serves until the process ends.
    pub fn wait(self) {
        self.thread.join().unwrap_or_default();
    }
}

/// The file a URL names, unless it leads out of the folder.
fn file(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or("").trim_start_matches('/');
    let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    let path = format!("{path}{index}");
    let inside = Path::new(&path).components().all(|c| matches!(c, Component::Normal(_)));
    inside.then(|| folder.join(&path))
}

fn mime(path: &Path, manner: Manner) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("wasm") if manner == Manner::Plain => "application/octet-stream",
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// Reads one GET, answers it, and closes.
fn answer(mut stream: TcpStream, folder: &Path, manner: Manner, policy: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut lines = BufReader::new(stream.try_clone()?.take(LONGEST_REQUEST)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for header in lines {
        if header?.is_empty() {
            break;
        }
    }
    let url = request.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()).unwrap_or("");
    let found = file(folder, url).and_then(|path| Some((std::fs::read(&path).ok()?, mime(&path, manner))));
    let (status, body, kind) = match found {
        Some((body, kind)) => ("200 OK", body, kind),
        None => ("404 Not Found", b"not found".to_vec(), "text/plain"),
    };
    // What has everything inside has its own, stricter policy inside too.
    let policy = if url.trim_start_matches('/').starts_with(SINGLE) { "" } else { policy };
    let strict = match manner {
        Manner::Strict => format!(
            "Content-Security-Policy: {policy}\r\nAccess-Control-Allow-Origin: *\r\nCache-Control: no-cache\r\n"
        ),
        Manner::Plain => String::new(),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{strict}Connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}
