// @ts-check
// Links to a state as the reader wants them, and what to paste into a page to have the figure there.
import { isOurs, viewOf, withoutView } from "../../fragment.js";
import { language } from "../../words.js";

/**
 * @typedef {object} Wishes What a link says besides the state.
 * @property {boolean} alone it leads to the page with nothing but the figure
 * @property {string} ui how much is shown
 * @property {string[]} hide what else is left out
 * @property {string} theme
 * @property {string} lang
 * @property {boolean} waits nothing runs before somebody presses Play
 */

/** View keys that the dialog has controls for. */
const BUILT = ["ui", "hide", "theme", "lang", "autoplay"];
/** View keys that are of the page that shows them, and not of what it shows. */
const OWN = ["allow"];

/** The page as it is, without a state and without a question. */
const here = location.href.split(/[?#]/)[0];
/** The folder with the pages: where this script comes from, or where the page is that has all scripts in it. */
const home = (() => {
  try {
    return new URL("../../../../", import.meta.url);
  } catch {
    return null;
  }
})();
/** A page or a script of ours. In the file that has all pages in it, the names of pages are whole addresses already. @param {string} name */
const address = (name) => new URL(name, home ?? here).href;

/** How it looks: as the address says, or on someone else's page the figure's link. @param {string} state */
const looks = (state) => viewOf(isOurs() ? location.hash : state);

/** What the reader sees now. @param {string} state the figure's link @returns {Wishes} */
export function present(state) {
  const { ui = "full", hide = "", theme = "", autoplay } = looks(state);
  return {
    alone: !isOurs() || document.body.classList.contains("alone"), ui, hide: hide.split(",").filter((name) => name !== ""), theme,
    lang: language === "zh" ? "zh" : "", waits: autoplay === "0",
  };
}

/** The fragment: the state, the build that it was made with, and the wishes. @param {string} state @param {string} build @param {Wishes} wishes @param {boolean} alone */
function fragment(state, build, wishes, alone) {
  const kept = Object.entries(looks(state)).filter(([key]) => !BUILT.includes(key) && !OWN.includes(key));
  const { autoplay } = looks(state);
  /** @type {[string, string][]} */
  const pairs = [
    ...kept, ["ui", wishes.ui === "full" ? "" : wishes.ui], ["hide", wishes.hide.join(",")], ["theme", wishes.theme],
    // The article has a page for each language.
    ["lang", alone ? wishes.lang : ""], ["autoplay", wishes.waits ? "0" : autoplay === "0" ? "" : (autoplay ?? "")],
  ];
  const written = pairs.filter(([, value]) => value !== "").map(([key, value]) => `&${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  return `${withoutView(state)}&build=${build}${written.join("")}`;
}

/** The page of the article. @param {string} lang */
function article(lang) {
  const same = home && isOurs() && !document.body.classList.contains("alone") && document.documentElement.lang.startsWith("zh") === (lang === "zh");
  return same ? new URL(location.pathname, location.href).href : address(lang === "zh" ? "zh.html" : "index.html");
}

/** @param {string} text */
const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/**
 * The link, and the code for a page around the figure.
 * @param {{ name: string, title: string, state: string, build: string }} figure
 * @param {Wishes} wishes
 * @param {{ width: number, height: number }} size about what the figure takes
 */
export function made(figure, wishes, size) {
  const hash = fragment(figure.state, figure.build, wishes, true);
  const frame = address("figure.html") + hash;
  const link = wishes.alone ? frame : article(wishes.lang) + fragment(figure.state, figure.build, wishes, false);
  // Where a policy allows no styles, the attributes are left.
  const shape = `width: 100%; height: auto; aspect-ratio: ${size.width} / ${size.height}; min-height: ${Math.min(600, size.height)}px; border: 0`;
  return {
    link,
    frame: `<iframe src="${quoted(frame)}" title="${quoted(figure.title)}" loading="lazy" allow="clipboard-write; fullscreen" `
      + `width="100%" height="${size.height}" style="${shape}"></iframe>`,
    // The file with everything in it is no script.
    element: home === null ? "" : `<script type="module" src="${quoted(address("ebm-figure.js"))}"></script>\n`
      + `<ebm-figure name="${quoted(figure.name)}" link="${quoted(hash)}"></ebm-figure>`,
  };
}
