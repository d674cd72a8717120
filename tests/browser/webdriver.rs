//! A thin client of the W3C WebDriver protocol: just what the tests say to a browser.

use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What helps to see why nothing came: the state of every figure that was opened, the text on the page, frames inside of it, and
/// how many frames the engine draws in half a second.
const SAYS: &str = "const figures = [...document.querySelectorAll('ebm-figure')].filter((f) => f.link).map((f) =>
        [f.getAttribute('name'), f.steps, f.playing, f.digest, f.link, f.querySelector('.status')?.textContent]);
    const within = [...document.querySelectorAll('iframe')].map((f) => [f.src, f.dataset.src, f.loading, JSON.stringify(f.getBoundingClientRect())]);
    const text = document.querySelector('main')?.innerText.slice(0, 1000);
    const heard = window.seen?.slice(-8).map((m) => [m.type, m.steps, m.playing, m.height, m.code, m.message, Math.round(m.time)]);
    let drawn = 0;
    const draw = () => { drawn++; requestAnimationFrame(draw); };
    requestAnimationFrame(draw);
    return new Promise((done) => setTimeout(() => done({
        at: location.href, drawn, figures, heard, hidden: document.hidden, now: performance.now(), size: [innerWidth, innerHeight],
        within, text }), 500))";

/// A browser session; closed when dropped.
pub struct Session {
    agent: ureq::Agent,
    url: String,
    /// The engine's name, for messages.
    pub engine: String,
}

type Outcome<T> = Result<T, String>;

impl Session {
    /// Opens a browser at a driver with these capabilities, waiting until the driver is up.
    pub fn open(driver: &str, engine: &str, capabilities: &Value) -> Outcome<Self> {
        let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build();
        let agent = ureq::Agent::new_with_config(config);
        let mut session = Self { agent, url: driver.to_string(), engine: engine.to_string() };
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let deadline = Instant::now() + Duration::from_secs(60);
        let opened = loop {
            match session.post("/session", &body) {
                Ok(value) => break value,
                Err(error) if Instant::now() > deadline => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(200)),
            }
        };
        let id = opened["sessionId"].as_str().ok_or_else(|| format!("{engine}: no session: {opened}"))?;
        session.url = format!("{driver}/session/{id}");
        session.post("/timeouts", &json!({"script": 120_000, "pageLoad": 60_000}))?;
        Ok(session)
    }

    fn read(&self, path: &str, response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Outcome<Value> {
        let mut response = response.map_err(|e| format!("{} {path}: {e}", self.engine))?;
        let status = response.status();
        let value: Value = response.body_mut().read_json().map_err(|e| format!("{} {path}: {e}", self.engine))?;
        if status.is_success() {
            Ok(value["value"].clone())
        } else {
            Err(format!("{} {path}: {}", self.engine, value["value"]))
        }
    }

    fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.read(path, self.agent.post(format!("{}{path}", self.url)).send_json(body))
    }

    fn get(&self, path: &str) -> Outcome<Value> {
        self.read(path, self.agent.get(format!("{}{path}", self.url)).call())
    }

    /// Opens an address.
    pub fn go(&self, url: &str) -> Outcome<()> {
        self.post("/url", &json!({"url": url})).map(|_| ())
    }

    /// The Back button.
    pub fn back(&self) -> Outcome<()> {
        self.post("/back", &json!({})).map(|_| ())
    }

    /// Reloads the page.
    pub fn reload(&self) -> Outcome<()> {
        self.post("/refresh", &json!({})).map(|_| ())
    }

    /// Size of the window.
    pub fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        self.post("/window/rect", &json!({"width": width, "height": height})).map(|_| ())
    }

    /// The value of a script's `return`.
    pub fn run(&self, script: &str) -> Outcome<Value> {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Waits until a script returns something true, and returns it.
    pub fn wait(&self, what: &str, script: &str) -> Outcome<Value> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            // An element that is found is there, and may be gone before it could be sent.
            let value = self
                .run(&format!("const found = (() => {{ {script} }})(); return found instanceof Node ? true : found"))?;
            if !matches!(value, Value::Null | Value::Bool(false)) && value != json!("") {
                return Ok(value);
            }
            if Instant::now() > deadline {
                return Err(format!("{}: waited in vain for {what}; the page says {}", self.engine, self.says()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// What the page has to say where a test fails, and the page in its first frame.
    pub fn says(&self) -> String {
        let page = || self.run(SAYS).map_or_else(|error| error, |page| page.to_string());
        let outside = page();
        if self.enter("iframe").is_err() {
            return outside;
        }
        let inside = page();
        let _outside = self.leave();
        format!("{outside}; in its frame {inside}")
    }

    fn element(&self, selector: &str) -> Outcome<String> {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}))?;
        let id = found.as_object().and_then(|o| o.values().next()).and_then(Value::as_str);
        id.map(str::to_string).ok_or_else(|| format!("{}: no element {selector}", self.engine))
    }

    /// From now on the page is the one in a frame of this page.
    pub fn enter(&self, selector: &str) -> Outcome<()> {
        // The name that the protocol gives to references of elements.
        let element = json!({"element-6066-11e4-a52e-4f735466cecf": self.element(selector)?});
        self.post("/frame", &json!({"id": element})).map(|_| ())
    }

    /// From now on the page is the one that holds all frames.
    pub fn leave(&self) -> Outcome<()> {
        self.post("/frame", &json!({"id": null})).map(|_| ())
    }

    /// Clicks an element as a user would.
    pub fn click(&self, selector: &str) -> Outcome<()> {
        let element = self.element(selector)?;
        self.post(&format!("/element/{element}/click"), &json!({})).map(|_| ())
    }

    /// Replaces the text of an input and leaves it by Tab.
    pub fn fill(&self, selector: &str, text: &str) -> Outcome<()> {
        let element = self.element(selector)?;
        // Typing over a selected value; a driver leaves the selection of a focused element alone.
        self.run(&format!("const i = document.querySelector('{selector}'); i.focus(); i.select()"))?;
        let keys = format!("{text}\u{e004}");
        self.post(&format!("/element/{element}/value"), &json!({"text": keys})).map(|_| ())
    }

    /// Presses and releases keys, one after another, for whatever has the focus.
    pub fn keys(&self, keys: &str) -> Outcome<()> {
        let press = |key: char| [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        let actions: Vec<Value> = keys.chars().flat_map(press).collect();
        self.post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})).map(|_| ())
    }

    /// Drags the pointer over an element, between points given as parts of its width and height.
    pub fn drag(&self, selector: &str, points: &[(f64, f64)]) -> Outcome<()> {
        self.run(&format!("document.querySelector('{selector}').scrollIntoView({{block: 'center'}})"))?;
        // Where it is once it stays there: what comes into sight may still be given its height.
        let script = format!(
            "return new Promise(done => {{
                let last = '', same = 0;
                const look = () => {{
                    const b = document.querySelector('{selector}').getBoundingClientRect(), now = [b.left, b.top, b.width, b.height];
                    same = String(now) === last ? same + 1 : 0;
                    last = String(now);
                    if (same === 5) done(now); else requestAnimationFrame(look);
                }};
                look();
            }})"
        );
        let bounds = self.run(&script)?;
        let side = |i: usize| bounds[i].as_f64().unwrap_or(0.0);
        let at = |&(x, y): &(f64, f64)| {
            json!({"type": "pointerMove", "duration": 20, "origin": "viewport",
            "x": (side(0) + x * side(2)).round() as i64, "y": (side(1) + y * side(3)).round() as i64})
        };
        let mut actions: Vec<Value> = points.iter().map(at).collect();
        actions.insert(1, json!({"type": "pointerDown", "button": 0}));
        actions.push(json!({"type": "pointerUp", "button": 0}));
        let pointer =
            json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions});
        self.post("/actions", &json!({"actions": [pointer]})).map(|_| ())
    }

    /// What went wrong since the last question, as the browser's console has it, where its driver tells.
    pub fn complaints(&self) -> Outcome<Vec<String>> {
        if self.engine != "chromium" {
            return Ok(Vec::new());
        }
        let log = self.post("/se/log", &json!({"type": "browser"}))?;
        let text = |entry: &Value| entry["message"].as_str().unwrap_or("").to_string();
        Ok(log.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE").map(text).collect())
    }

    /// What the window shows, as PNG below target/screenshots.
    pub fn screenshot(&self, name: &str) -> Outcome<()> {
        use base64::Engine;
        let data = self.get("/screenshot")?;
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(data.as_str().unwrap_or("")).map_err(|e| e.to_string())?;
        let folder = std::path::Path::new("target/screenshots");
        std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
        std::fs::write(folder.join(format!("{}-{name}.png", self.engine)), bytes).map_err(|e| e.to_string())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver is ended right after; a browser that is gone already is what we want.
        let _gone = self.agent.delete(&self.url).call();
    }
}
