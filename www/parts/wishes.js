// @ts-check
// What a link wants to be seen of a figure: `ui` says how much, `hide` names what else is left out, `panels` which pictures stay.
import { isOurs } from "../fragment.js";
import { t } from "../words.js";

/** How much of a figure there is, and the parts that are left out then. @type {Record<string, string[]>} */
const LEVELS = { full: [], story: ["controls", "table", "native", "exact", ...["new-seed", "full-screen", "share"]], none: [] };
/** Parts and what belongs to them, besides what the view itself names. @type {Record<string, string>} */
const PARTS = {
  bar: "",
  // All that sets a parameter by a number or a choice.
  controls: ".groups, .rules, .control, .labelled, .typed, .edges",
  table: "table",
  native: "",
  exact: ".exactbar",
};
/** Buttons that one or another figure does without: to hide them is no mistake. */
const BUTTONS = ["play", "step", "reset", "new-seed", "speed", "full-screen", "share"];
/** What stays of a figure that is nothing but pictures: they, what is written under them, and what is said when something is wrong. */
const PICTURES = "canvas, .labels, .network-name, .warnings, .crash, [role=status].visually-hidden";
/** What may fold a part, or scroll it: without the part there is no use for it. */
const AROUND = "details, .folded";
/** Keys whose choices are the registries themselves. */
const SELECTORS = ["model", "data", "trainer", "sampler"];
/** Names in a sentence, and characters of one. */
const NAMED = 8;
const LONGEST = 40;

/** @typedef {Record<string, string | undefined>} Wishes `ui`, `hide`, `panels`, and the other keys that say how the page looks. */

/** The level of a link. @param {Wishes} wishes */
const level = ({ ui = "" }) => (Object.hasOwn(LEVELS, ui) ? ui : "full");

/** Names with commas between. @param {string} [list] */
const names = (list = "") => [...new Set(list.split(",").map((name) => name.trim()))].filter((name) => name !== "");

/** @param {HTMLElement[]} roots @param {string} selector @returns {HTMLElement[]} */
const within = (roots, selector) =>
  roots.flatMap((root) => [...(root.matches(selector) ? [root] : []), .../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))]);

/** The controls that have this name, each with its label. @param {HTMLElement[]} roots @param {string} name */
function controls(roots, name) {
  const found = within(roots, "[name]").filter((control) => control.getAttribute("name") === name);
  const labels = within(roots, "label").filter((label) => found.some((control) => control.id !== "" && control.id === label.getAttribute("for")));
  return [...found.map((control) => control.closest(".control, .labelled") ?? control), ...labels];
}

/** A part with all that is around nothing but it. @param {Element} part */
function whole(part) {
  let found = part;
  while (found.parentElement?.matches(AROUND)) found = found.parentElement;
  return found;
}

/** The pictures of a figure by their names, each with what is written under it. @param {HTMLElement[]} roots @returns {[string, Element][]} */
function pictures(roots) {
  return within(roots, "canvas").map((canvas) => {
    const box = canvas.parentElement;
    const alone = box && !roots.includes(box) && box.querySelectorAll("canvas").length === 1;
    return [canvas.classList[0], canvas.closest("figure") ?? (alone ? box : canvas)];
  });
}

/** All that is no picture and holds none. @param {Element[]} elements @returns {Element[]} */
function beside(elements) {
  return elements.flatMap((element) => {
    if (element.matches(PICTURES)) return [];
    const holds = !element.matches("details") && element.querySelector("canvas") !== null;
    return holds ? beside([...element.children]) : [element];
  });
}

/**
 * What of a figure a link does not want to be seen.
 * @param {HTMLElement[]} roots the elements of the figure
 * @param {Record<string, HTMLElement[]>} parts that the view names itself
 * @param {Wishes} wishes
 * @returns {Set<Element>}
 */
export function leftOut(roots, parts, wishes) {
  const chosen = level(wishes);
  const named = (/** @type {string} */ name) =>
    !Object.hasOwn(PARTS, name) ? controls(roots, name)
      : [...(parts[name] ?? []), ...(PARTS[name] ? within(roots, PARTS[name]).map(whole) : [])];
  const off = new Set([...LEVELS[chosen], ...names(wishes.hide)].flatMap(named));
  const wanted = names(wishes.panels);
  const panels = pictures(roots);
  // Where none of them is there, all are.
  if (panels.some(([name]) => wanted.includes(name))) for (const [name, picture] of panels) if (!wanted.includes(name)) off.add(picture);
  if (chosen === "none") for (const element of beside(roots)) off.add(element);
  return off;
}

/**
 * Leaves it out, and shows the rest.
 * @param {HTMLElement[]} roots @param {Record<string, HTMLElement[]>} parts @param {Wishes} wishes
 */
export function arrange(roots, parts, wishes) {
  const off = leftOut(roots, parts, wishes);
  for (const element of within(roots, "[data-off]")) if (!off.has(element)) element.removeAttribute("data-off");
  for (const element of off) element.setAttribute("data-off", "");
}

/**
 * What in a link's wishes could not be done.
 * @param {HTMLElement[]} roots @param {any} catalogue @param {Wishes} wishes
 * @returns {{ code: string, key: string, given: string, used: string, message: string }[]}
 */
export function complaints(roots, catalogue, wishes) {
  const clean = (/** @type {string} */ text) => [...text].slice(0, LONGEST).join("");
  const { view, ...registries } = catalogue;
  const found = [];
  for (const { key, choices, default: used } of view) {
    const given = clean(wishes[key] ?? "");
    if (given && choices.length && !choices.some((/** @type {any} */ choice) => choice.id === given)) {
      found.push({ code: "not-a-choice", key, given, used, message: t("'{0}' has no choice '{1}'; {2} was used.", key, given, used) });
    }
  }
  // A link may ask for any language; a page around has its own.
  if (isOurs() && wishes.lang && !/^(en|zh)(-|$)/i.test(wishes.lang)) {
    const given = clean(wishes.lang);
    found.push({ code: "not-a-choice", key: "lang", given, used: "en", message: t("'{0}' has no choice '{1}'; {2} was used.", "lang", given, "en") });
  }
  const kinds = Object.values(registries).filter(Array.isArray).flat();
  const keys = new Set([...SELECTORS, ...kinds.flatMap((entry) => [entry.key, ...(entry.params ?? []).map((/** @type {any} */ p) => p.key)])]);
  const isKnown = (/** @type {string} */ name) => Object.hasOwn(PARTS, name) || BUTTONS.includes(name)
    || keys.has(name.replace(/^b\./, "")) || within(roots, "[name]").some((control) => control.getAttribute("name") === name);
  const panels = pictures(roots).map(([name]) => name);
  /** @type {[string, string[], (given: string) => string][]} */
  const unknown = [
    ["hide", names(wishes.hide).filter((name) => !isKnown(name)), (given) => t("There is nothing to hide that is called '{0}'.", given)],
    ["panels", names(wishes.panels).filter((name) => !panels.includes(name)), (given) => t("There is no picture '{0}'; there are: {1}", given, panels.join(", "))],
  ];
  for (const [key, listed, say] of unknown.filter(([, listed]) => listed.length)) {
    const given = listed.slice(0, NAMED).map(clean).join(", ") + (listed.length > NAMED ? " …" : "");
    found.push({ code: "unknown-name", key, given, used: "", message: say(given) });
  }
  return found;
}
