// @ts-check
// The thread that computes: a worker, or the page's own thread where the engine or a policy lets none start.
import { t } from "./words.js";

/** @typedef {Worker | MessagePort} Thread */

/** The worker's script. Where it comes from another origin than the page, one of the page's own imports it: engines want that. */
function hire() {
  const url = new URL("./worker.js", import.meta.url);
  if (url.protocol === "blob:" || url.origin === self.origin) return new Worker(url, { type: "module" });
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(script), { type: "module" });
}

/**
 * A worker, once it has answered.
 * @param {object} first
 * @returns {Promise<Worker>}
 */
function worker(first) {
  return new Promise((resolve, reject) => {
    const started = hire();
    started.onmessage = () => resolve(started);
    started.onmessageerror = reject;
    started.onerror = (event) => reject(new Error(event.message || t("the worker could not be started")));
    started.postMessage(first);
  });
}

/** The worker's module at the other end of a channel. @param {object} first @returns {Promise<MessagePort>} */
async function here(first) {
  const { serveHere } = await import("./worker.js");
  const { port1, port2 } = new MessageChannel();
  // A compiled module goes through no channel on a page from a disk.
  serveHere(port2, first);
  return port1;
}

/**
 * Starts a thread.
 * @param {object} first the message that it starts with
 * @param {(message: any) => void} hear
 * @param {(message: string) => void} fail the thread is lost
 * @param {boolean} anyway on the page's own thread, if need be
 * @returns {Promise<Thread>}
 */
export async function startThread(first, hear, fail, anyway) {
  const started = worker(first);
  const thread = await (anyway ? started.catch(() => here(first)) : started);
  // It has started: what it said of that is of no figure.
  thread.onmessage = (event) => hear(event.data);
  if (thread instanceof MessagePort) return thread;
  thread.onerror = (event) => fail(event.message || t("the worker could not be started"));
  return thread;
}

/** @param {Thread} thread */
export function stopThread(thread) {
  if (thread instanceof MessagePort) thread.close();
  else thread.terminate();
}
