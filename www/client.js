// @ts-check
// The main thread's side of the one worker that computes for all figures of the page. Here the small module only paints.
import { initSync, setWords } from "../first.js";
import { t, words } from "./words.js";

/** @typedef {{ id: number, type: string, [key: string]: any }} Message */

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;
/** @type {Promise<Worker> | undefined} */
let starting;
/** @type {Map<number, (message: Message) => void>} */
const listeners = new Map();
let nextId = 1;

/** Compiles the module once; where the server names a wrong type for wasm, from its bytes. */
function compile() {
  compiled ??= (async () => {
    const url = new URL("../first_bg.wasm", import.meta.url);
    try {
      return await WebAssembly.compileStreaming(fetch(url));
    } catch {
      const response = await fetch(url);
      if (!response.ok) throw new Error(t("{0} cannot be loaded ({1})", String(url), response.status));
      return WebAssembly.compile(await response.arrayBuffer());
    }
  })();
  return compiled;
}

/** The worker's script. Where it comes from another origin than the page, one of the page's own imports it: engines want that. */
function hire() {
  const url = new URL("./worker.js", import.meta.url);
  if (url.origin === self.origin) return new Worker(url, { type: "module" });
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(script), { type: "module" });
}

function start() {
  starting ??= (async () => {
    const module = await compile();
    initSync({ module });
    setWords(words());
    const worker = hire();
    let runs = false;
    worker.addEventListener("message", ({ data }) => {
      runs = true;
      if (data.type === "panic") fail(data.message);
      else listeners.get(data.id)?.(data);
    });
    worker.addEventListener("error", (event) => {
      fail(event.message || t("the worker could not be started"), runs ? "crash" : "unstarted");
    });
    worker.postMessage({ type: "start", module, words: words() });
    return worker;
  })();
  return starting;
}

/**
 * The worker is lost: every figure is told, and the next one that opens starts another.
 * @param {string} message @param {"crash" | "unstarted"} [type] whether it ever ran
 */
function fail(message, type = "crash") {
  const worker = starting;
  starting = undefined;
  worker?.then((w) => w.terminate(), () => {});
  for (const listener of [...listeners.values()]) listener({ id: 0, type, message });
}

/**
 * Opens a connection for one figure.
 * @param {(message: Message) => void} listener
 * @returns {{ send: (type: string, content?: object, transfer?: Transferable[]) => Promise<void>, close: () => void }}
 */
export function connect(listener) {
  const id = nextId++;
  listeners.set(id, listener);
  const send = async (/** @type {string} */ type, content = {}, /** @type {Transferable[]} */ transfer = []) => {
    try {
      const worker = await start();
      worker.postMessage({ ...content, id, type }, transfer);
    } catch (error) {
      starting = undefined;
      compiled = undefined;
      listener({ id, type: "unstarted", message: String(error instanceof Error ? error.message : error) });
    }
  };
  return {
    send,
    close: () => {
      listeners.delete(id);
      starting?.then((worker) => worker.postMessage({ id, type: "close" }), () => {});
    },
  };
}

/** The name of the figure that a link opens, if it says. @param {string} link @returns {Promise<string | undefined>} */
export function figureOf(link) {
  return new Promise((resolve, reject) => {
    const connection = connect((message) => {
      connection.close();
      if (message.type === "named") resolve(message.name);
      else reject(new Error(message.message));
    });
    connection.send("name", { link });
  });
}
