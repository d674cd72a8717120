// @ts-check
// What the worker computes with: the small module, the whole one, and files.
//
// The small module `first` makes the page's first figure in its own first state; the whole one is fetched as soon as there is more
// to do. Both are one build of one source: same link, same digest.
import * as first from "../first.js";
import { setDictionary, t } from "./words.js";

/** @typedef {typeof import("../ebm.js")} Kit One of the two modules. */

/** What every figure may need, by name. */
const DATA = new Map([["mnist.bin", new URL("../data/mnist.bin", import.meta.url)]]);

/** @type {Map<string, Promise<Uint8Array>>} */
const files = new Map();
/** @type {Promise<Kit> | undefined} */
let fetched;
/** Figures that the small module has. @type {string[]} */
let early = [];
/** @type {string[]} */
let words = [];

/** Takes what the page has already: the small module, compiled, and its words. @param {WebAssembly.Module} module @param {string[]} pageWords */
export function begin(module, pageWords) {
  words = pageWords;
  first.initSync({ module });
  first.setWords(words);
  early = first.catalogue().figures.map((/** @type {{ id: string }} */ figure) => figure.id);
  setDictionary(words);
}

/** @param {string} name */
export function file(name) {
  let found = files.get(name);
  if (!found) {
    found = (async () => {
      const response = await fetch(DATA.get(name) ?? name);
      if (!response.ok) throw new Error(t("{0} cannot be loaded ({1})", `data/${name}`, response.status));
      return new Uint8Array(await response.arrayBuffer());
    })();
    found.catch(() => files.delete(name));
    files.set(name, found);
  }
  return found;
}

/** The module that has everything. */
export function whole() {
  fetched ??= (async () => {
    const kit = await import("../ebm.js");
    await kit.default();
    kit.setWords(words);
    return kit;
  })();
  fetched.catch(() => { fetched = undefined; });
  return fetched;
}

/** The module for a figure and its link. @param {string} name @param {string} link @returns {Promise<Kit>} */
export async function kitFor(name, link) {
  const enough = early.includes(name) && first.figureOf(link) === undefined;
  return enough ? /** @type {any} */ (first) : whole();
}

/** The figure that a link names. @param {string} link @returns {Promise<string | undefined>} */
export async function figureOf(link) {
  return first.figureOf(link) === undefined ? undefined : (await whole()).figureOf(link);
}
