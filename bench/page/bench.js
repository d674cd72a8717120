// @ts-check
// Passes orders to the worker: window.measure(hidden, seconds) resolves to images a second.
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
Object.assign(globalThis, {
  measure: (/** @type {number} */ hidden, /** @type {number} */ seconds) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (typeof data === "number" ? resolve(data) : reject(new Error(data)));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ hidden, seconds });
  }),
});
