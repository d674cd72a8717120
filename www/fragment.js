// @ts-check
// The page's address: one state in the fragment, written seldom enough for every engine's limit on history calls.

/** Keys that say how the page looks; the rest belongs to the experiment. */
export const VIEW_KEYS = ["lang", "ui", "hide", "theme", "autoplay", "panels", "speed", "allow"];
/** Those that are of one figure, and not of the page. */
const OF_FIGURE = ["ui", "hide", "panels"];
/** Those that a figure follows at once. */
export const SHOWN = [...OF_FIGURE, "speed"];
/** Characters of a view key's value; the core warns of longer ones. */
export const LONGEST_WISH = 500;
const PAUSE = 500;

/** Whether the address is ours to read and to write: on someone else's page it is not. */
let ours = false;
/** @type {Record<string, string>} */
let view = {};
let pending = "";
let timer = 0;
let lastWritten = "";
/** The figure whose state the address is. @type {object | null} */
let holder = null;
/** @type {Set<(link: string) => void>} */
const callbacks = new Set();

/** The page is ours, and so is its address. */
export function own() {
  ours = true;
  // Where a program turned the '#' into '?', the state goes back to where it belongs.
  const asked = /[?&](v(=|%3d)\d+(&|%26).*|(fig|model)(=|%3d).*)/i.exec(location.search);
  if (!isState(location.hash) && asked) history.replaceState(null, "", `${location.pathname}#${asked[1]}`);
  view = readView(location.hash);
  lastWritten = location.hash;
  addEventListener("popstate", changed);
  addEventListener("hashchange", changed);
}

/** Whether the page is ours. */
export const isOurs = () => ours;

/** From now on the address is this figure's. @param {object} figure @param {boolean} [acts] the reader turned to it from another one */
export function claim(figure, acts = false) {
  if (!ours || holder === figure) return;
  holder = figure;
  // The last state of the other one stays behind as it is, for the Back button.
  if (timer) flush(false);
  pending = "";
  if (acts) view = Object.fromEntries(Object.entries(view).filter(([key]) => !OF_FIGURE.includes(key)));
}

/** Whether the address is this figure's. @param {object} figure */
export function holds(figure) {
  return holder === figure;
}

/** The same state in another language. @param {string} hash @param {string} language empty for English */
export function inLanguage(hash, language) {
  const pairs = (isState(hash) ? hash : "#v=1").split("&").filter((pair) => !pair.startsWith("lang="));
  return [...pairs, ...(language ? [`lang=${language}`] : [])].join("&");
}

/** `&` as HTML and JSON write it. */
const AND = /&(amp;)+|&#0*38;|&#x0*26;|\\u0026/gi;

/** The view keys of a fragment, as far as can be seen before the core has read it. @param {string} hash @returns {Record<string, string>} */
export function readView(hash) {
  /** @type {Record<string, string>} */
  const found = {};
  if (!isState(hash)) return found;
  for (const [name, value] of new URLSearchParams(decoded(hash.slice(1)).replace(AND, "&"))) {
    const key = name.toLowerCase();
    // Of a list that is too long, the name that was cut is none.
    const kept = value.length <= LONGEST_WISH ? value : value.slice(0, LONGEST_WISH).replace(/,[^,]*$/, "");
    if (VIEW_KEYS.includes(key)) found[key] = kept;
  }
  return found;
}

/** A state that a program encoded as a whole, perhaps more than once. @param {string} state */
function decoded(state) {
  let text = state;
  try {
    for (let times = 0; times < 3 && /^v%/i.test(text); times++) text = decodeURIComponent(text);
  } catch {
    // It is read as it is.
  }
  return /^v=\d+%26/i.test(text) ? text.replaceAll("%26", "&") : text;
}

/** Whether a fragment is a state, whatever programs did to it, and no anchor in the text: those have no '='. @param {string} hash */
export function isState(hash) {
  return /^#(?![\w-]*:~:).*(=|＝|%ef%bc%9d|%(25)*3d|&#(0*61|x0*3d);|\\u003d)/i.test(hash);
}

/** Whether a link's state lies after its start; programs may have encoded it. @param {string} link */
export const hasSteps = (link) => /(?:[#&;]|\\u0026|%(?:25)*26)steps(?:=|%(?:25)*3d)0*[1-9]/i.test(link);

/** The core has read a link with all that can be mended; where that is the address, it holds. @param {object} figure @param {string} link @param {Record<string, string>} read */
export function adopt(figure, link, read) {
  const seen = readView(link);
  // What was set since then stays.
  const mended = holds(figure) ? VIEW_KEYS.filter((key) => read[key] !== seen[key]) : [];
  if (!mended.length) return;
  for (const key of mended) {
    if (read[key] === undefined) delete view[key];
    else view[key] = read[key];
  }
  document.dispatchEvent(new Event("ebm-look"));
}

/** The view keys of a fragment, and those set since. @param {string} hash */
export function viewOf(hash) {
  return { ...readView(hash), ...view };
}

/** @param {string} link without view keys @returns {string} */
export function withView(link) {
  const pairs = Object.entries(view).map(([key, value]) => `&${key}=${encodeURIComponent(value)}`);
  return link + pairs.join("");
}

/** Sets a view key; an empty value removes it. @param {string} key @param {string} value */
export function setView(key, value) {
  if (!ours) return;
  view = { ...view, [key]: value };
  if (value === "") delete view[key];
  if (pending || isState(location.hash)) write(withoutView(pending || location.hash), false);
}

/** @param {string} link @returns {string} the link less its view keys */
export function withoutView(link) {
  return link.split("&").filter((pair) => !VIEW_KEYS.includes(pair.split("=")[0].toLowerCase())).join("&");
}

/**
 * Writes the state into the address: at once where it came to rest, else soon, and at most twice a second.
 * @param {string} link without view keys
 * @param {boolean} deliberate true to leave the old state behind for the Back button
 * @param {boolean} [resting] whether there is no other state to come by itself
 */
export function write(link, deliberate, resting = false) {
  if (!ours) return;
  // Who came to a section or an equation is still there after a reload, until they do something.
  if (!deliberate && location.hash.length > 1 && !isState(location.hash)) return;
  pending = withView(withoutView(link));
  if (deliberate || resting) {
    flush(deliberate);
  } else if (!timer) {
    timer = window.setTimeout(() => flush(false), PAUSE);
  }
}

/** @param {boolean} push */
function flush(push) {
  clearTimeout(timer);
  timer = 0;
  if (!pending || pending === location.hash) return;
  try {
    // In a frame, Back is the surrounding page's.
    // In a state's own entry of the history, which is no link from somewhere else, something stands.
    if (push && parent === window) history.pushState(true, "", pending);
    else history.replaceState(true, "", pending);
    lastWritten = pending;
  } catch {
    // The engine's limit on history calls: try again later.
    timer = window.setTimeout(() => flush(push), 10_000);
  }
}

/**
 * Calls back when the reader went back, forward, followed a link, or pasted another state.
 * @param {(link: string) => void} callback
 * @returns {() => void} stops it
 */
export function onChange(callback) {
  callbacks.add(callback);
  return () => { callbacks.delete(callback); };
}

/** Goes to another state, in the place of this one, though it be the same again: it has gone on from there. @param {string} hash */
export function go(hash) {
  try {
    history.replaceState(null, "", hash);
  } catch {
    // The engine's limit on history calls: the address stays behind, as where the engine only ignores the call.
  }
  arrive(hash);
}

/** View keys that nobody changes from outside: who may send is not up to who sends, and the words of a language are loaded once. */
const FIXED = ["allow", "lang"];

/** Goes to a state of which only that is taken which does not belong to this page; where it says nothing of its looks, they stay. @param {string} hash */
export function goWithin(hash) {
  const brought = Object.entries(readView(hash)).filter(([key]) => !FIXED.includes(key));
  const wishes = Object.entries({ ...viewOf(""), ...Object.fromEntries(brought) });
  go(withoutView(hash) + wishes.map(([key, value]) => `&${key}=${encodeURIComponent(value)}`).join(""));
  document.dispatchEvent(new Event("ebm-look"));
}

function changed() {
  if (location.hash !== lastWritten && isState(location.hash)) arrive(location.hash);
}

/** @param {string} hash */
function arrive(hash) {
  clearTimeout(timer);
  timer = 0;
  lastWritten = location.hash;
  pending = "";
  view = readView(hash);
  for (const callback of [...callbacks]) callback(hash);
}
