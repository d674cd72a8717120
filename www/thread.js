// @ts-check
// The thread that computes: a worker, or the page's own thread where the engine or a policy lets none start.
import { t } from "./words.js";

/** @typedef {Worker | MessagePort} Thread */

/**
 * A worker, once it has answered.
 * @param {object} first
 * @returns {Promise<Worker>}
 */
function worker(first) {
  return new Promise((resolve, reject) => {
    const started = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    started.onmessage = () => resolve(started);
    started.onerror = started.onmessageerror = reject;
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
 * @returns {Promise<Thread>}
 */
export async function startThread(first, hear, fail) {
  const thread = await worker(first).catch(() => here(first));
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
