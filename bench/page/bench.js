// @ts-check
// Passes orders to the worker: window.measure(task, …numbers) resolves to what the worker's task of that name returns.
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
Object.assign(globalThis, {
  measure: (/** @type {string} */ task, /** @type {(number | string)[]} */ ...given) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => ("result" in data ? resolve(data.result) : reject(new Error(data.error)));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ task, given });
  }),
});
