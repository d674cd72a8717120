//! A static file server on localhost, with the content security policy that the page promises to work under.

use std::{
    io,
    path::{Component, Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
};
use tiny_http::{Header, Request, Response};

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/// A running server.
pub struct Server {
    server: Arc<tiny_http::Server>,
    threads: Vec<JoinHandle<()>>,
}

impl Server {
    /// Serves a folder on the first free port from `port` on; port 0 takes any.
    pub fn start(folder: PathBuf, port: u16) -> io::Result<Self> {
        let mut attempt = port;
        let server = loop {
            match tiny_http::Server::http(("127.0.0.1", attempt)) {
                Ok(server) => break Arc::new(server),
                Err(error) if attempt != 0 && attempt < port.saturating_add(20) => {
                    println!("port {attempt}: {error}; trying the next");
                    attempt += 1;
                }
                Err(error) => return Err(io::Error::other(error.to_string())),
            }
        };
        let threads = (0..4)
            .map(|_| {
                let (server, folder) = (server.clone(), folder.clone());
                std::thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        // A browser that hangs up in the middle is no failure of the server.
                        let _hung_up = answer(request, &folder);
                    }
                })
            })
            .collect();
        Ok(Self { server, threads })
    }

    /// Where it is, with a slash at the end.
    pub fn address(&self) -> String {
        self.server.server_addr().to_ip().map_or_else(String::new, |ip| format!("http://{ip}/"))
    }

    /// Serves until the process ends.
    pub fn wait(self) {
        for thread in self.threads {
            // A thread that panicked has printed why.
            let _printed = thread.join();
        }
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

fn answer(request: Request, folder: &Path) -> io::Result<()> {
    let bytes = file(folder, request.url()).and_then(|path| Some((std::fs::read(&path).ok()?, mime(&path))));
    let (body, status, kind) = match bytes {
        Some((bytes, kind)) => (bytes, 200, kind),
        None => (b"not found".to_vec(), 404, "text/plain"),
    };
    let headers = [("Content-Type", kind), ("Content-Security-Policy", POLICY), ("Cache-Control", "no-cache")];
    let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok());
    let mut response = Response::from_data(body).with_status_code(status);
    headers.for_each(|h| response.add_header(h));
    request.respond(response)
}
