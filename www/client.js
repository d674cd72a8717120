// @ts-check
// The main thread's side of the one worker that computes for all figures of the page. Here the small module only paints.
import { initSync, setWords } from "../first.js";
import { isOurs } from "./fragment.js";
import { startThread, stopThread } from "./thread.js";
import { t, words } from "./words.js";

/** @typedef {{ id: number, type: string, [key: string]: any }} Message */

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;
/** @type {Promise<import("./thread.js").Thread> | undefined} */
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

function start() {
  starting ??= (async () => {
    const module = await compile();
    initSync({ module });
    setWords(words());
    const hear = (/** @type {Message} */ message) => {
      if (message.type === "panic") fail(message.message, message.id);
      else listeners.get(message.id)?.(message);
    };
    // Someone else's page has its own work to do: there a frame computes, where no worker can be started.
    return startThread({ type: "start", module, words: words() }, hear, fail, isOurs());
  })();
  return starting;
}

/**
 * The worker is lost, and the next figure that opens starts another. The one that took it along stops; the others go on where they
 * were. Where nobody knows which it was, it may be any.
 * @param {string} message @param {number} [culprit]
 */
function fail(message, culprit) {
  const worker = starting;
  starting = undefined;
  worker?.then(stopThread, () => {});
  for (const [id, listener] of [...listeners]) listener({ id, type: culprit === undefined || id === culprit ? "crash" : "lost", message });
}

/**
 * Opens a connection for one figure; what is asked is answered to who asked.
 * @param {(message: Message) => void} listener
 * @returns {{ send: (type: string, content?: object, transfer?: Transferable[]) => Promise<void>, ask: (type: string, content?: object) => Promise<any>, close: () => void }}
 */
export function connect(listener) {
  const id = nextId++;
  const asked = /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */ (new Map());
  const giveUp = (/** @type {string} */ why) => {
    for (const { reject } of asked.values()) reject(new Error(why));
    asked.clear();
  };
  const hear = (/** @type {Message} */ message) => {
    if (["crash", "lost", "unstarted"].includes(message.type)) giveUp(message.message);
    if (message.type !== "answer") return listener(message);
    const waiting = asked.get(message.ask);
    asked.delete(message.ask);
    if (!waiting) return;
    const { resolve, reject } = waiting;
    if ("message" in message) reject(new Error(message.message));
    else resolve(message.value);
  };
  listeners.set(id, hear);
  const send = async (/** @type {string} */ type, content = {}, /** @type {Transferable[]} */ transfer = []) => {
    try {
      const worker = await start();
      worker.postMessage({ ...content, id, type }, transfer);
    } catch (error) {
      starting = undefined;
      compiled = undefined;
      hear({ id, type: "unstarted", message: String(error instanceof Error ? error.message : error) });
    }
  };
  return {
    send,
    ask: (type, content) => new Promise((resolve, reject) => {
      const ask = nextId++;
      asked.set(ask, { resolve, reject });
      send(type, { ...content, ask });
    }),
    close: () => {
      giveUp(t("The figure is not there any more."));
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
