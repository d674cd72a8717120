// @ts-check
// The page that shows what a link means, key by key, and repairs it. Nothing runs here: the registry is asked.
import init, { checkLink, findLinks, setWords } from "../ebm.js";
import { button, el, setText } from "./dom.js";
import { inLanguage, isState, withoutView } from "./fragment.js";
import { t, words } from "./words.js";

/** @typedef {{ code: string, key: string, message: string }} Warning */
/** @typedef {{ key: string, control: import("./controls.js").Param | null, value: string, words: string, source: "given" | "implied" | "default" | "unused", warnings: Warning[] }} Key */

/** More of a file or a text is not read. */
const LIMIT = 200_000;
/** Longer values are codes: their beginning is enough. */
const LONG = 60;
/** Milliseconds without a change before the address follows. */
const PAUSE = 400;
const SOURCES = { given: t("in the link"), implied: t("follows from the rest"), default: t("default"), unused: t("left out") };
const chinese = document.documentElement.lang.startsWith("zh");
const article = chinese ? "zh.html" : "index.html";

const field = el("textarea", { id: "text", rows: "4", spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
const file = el("input", { id: "file", type: "file", accept: ".txt,.eml,.html,.md,text/*" });
const choice = el("select", { id: "which" });
const choiceBox = el("div", { hidden: true }, [el("label", { for: "which", text: t("Which link in the text") }), choice]);
const outcome = el("p", { class: "outcome", role: "status" });
const general = el("ul", { class: "general" });
const answer = el("section", { class: "answer", hidden: true });
let timer = 0;

/** How a control's values are bounded. @param {import("./controls.js").Param} control */
function range({ kind, min, max, unit, choices }) {
  if (kind === "choice") return choices.map((c) => c.id).join(" | ");
  if (kind === "bool") return "0 | 1";
  return min == null ? "" : `${min} … ${max}${unit ? ` ${unit}` : ""}`;
}

/** A value as links write them. @param {any} value */
const written = (value) => (typeof value === "boolean" ? (value ? "1" : "0") : String(value));

/** @param {Key} key */
function row({ key, control, value, words: inWords, source, warnings }) {
  const short = value.length > LONG ? `${value.slice(0, LONG)}…` : value;
  const says = [el("code", { text: short })];
  const quiet = (/** @type {string} */ text) => el("p", { class: "quiet-line", text });
  const shown = el("td", { class: "value" }, [
    ...(value ? says : []), ...(short !== value ? [quiet(t("{0} characters", value.length))] : []), ...(inWords ? [quiet(inWords)] : []),
  ]);
  const meaning = el("td", { class: "meaning" });
  if (control) {
    const fallback = written(control.default);
    const bounds = [range(control), fallback === "" || source === "default" ? "" : t("default {0}", fallback)].filter(Boolean);
    meaning.append(el("p", { class: "name-of", text: control.title }), ...(control.help ? [el("p", { text: control.help })] : []),
      ...(bounds.length ? [quiet(bounds.join("; "))] : []));
  }
  meaning.append(...warnings.map((warning) => el("p", { class: "fault", text: warning.message })));
  return el("tr", { class: source }, [el("th", { scope: "row" }, [el("code", { text: key })]), shown, meaning, el("td", { class: "source", text: SOURCES[source] })]);
}

/** @param {Key[]} keys @param {string} name */
function table(keys, name) {
  const heads = [t("Key"), t("Value"), t("What it means"), t("Where from")].map((text) => el("th", { scope: "col", text }));
  return el("table", { "aria-label": name }, [el("thead", {}, [el("tr", {}, heads)]), el("tbody", {}, keys.map(row))]);
}

/** A link's meaning. @param {string} link */
function show(link) {
  const { canonical, warnings, keys, general: whole, figure } = checkLink(link);
  setText(outcome, warnings.length === 0 ? t("This link has no faults.") : warnings.length === 1 ? t("This link has one fault.") : t("This link has {0} faults.", warnings.length));
  outcome.classList.toggle("faulty", warnings.length > 0);
  general.replaceChildren(...whole.map((/** @type {Warning} */ warning) => el("li", { text: warning.message })));
  const page = /figure\.html/.test(link) ? "figure.html" : article;
  const url = new URL(page + canonical, location.href).href;
  const code = el("code", { text: url });
  const copied = el("span", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      setText(copied, t("Link copied"));
    } catch {
      getSelection()?.selectAllChildren(code);
      setText(copied, t("It is selected: copy it by hand."));
    }
  };
  const alone = chinese && !/[&]lang=/.test(canonical) ? inLanguage(canonical, "zh") : canonical;
  const told = keys.filter((/** @type {Key} */ key) => key.source !== "default" || key.warnings.length);
  const silent = keys.filter((/** @type {Key} */ key) => !told.includes(key));
  answer.replaceChildren(
    el("h2", { text: warnings.length ? t("The repaired link") : t("The link as the playground writes it") }),
    el("pre", { class: "fixed", tabindex: "0", role: "group", "aria-label": t("Link") }, [code]),
    el("div", { class: "bar" }, [
      button(t("Copy link"), copy, { name: "copy" }),
      el("a", { class: "in-article", href: article + canonical, text: t("Open in the article") }),
      el("a", { class: "alone", href: `figure.html${alone}`, text: t("Open the figure alone") }), copied,
    ]),
    el("p", { class: "quiet-line", text: t("Its figure: {0}", figure) }),
    el("h2", { text: t("Key by key") }), table(told, t("Key by key")),
    ...(silent.length ? [el("details", {}, [el("summary", { text: t("Left to their defaults: {0} keys", silent.length) }), table(silent, t("Keys at their defaults"))])] : []),
    el("details", {}, [el("summary", { text: t("Run the same natively") }), el("pre", {}, [el("code", { class: "command", text: `ebm run '${withoutView(canonical)}'` })])]),
  );
  answer.hidden = false;
  clearTimeout(timer);
  timer = window.setTimeout(() => keep(link, canonical), PAUSE);
}

/** The address holds the link with its faults, so that another language or a reload shows them again. @param {string} link @param {string} canonical */
function keep(link, canonical) {
  const fragment = link.slice(Math.max(link.indexOf("#"), 0));
  const hash = isState(fragment) ? fragment : canonical;
  try {
    if (hash !== location.hash) history.replaceState(null, "", hash);
  } catch {
    // The engine's limit on history calls: the address stays behind.
  }
}

/** Looks for links in the field. */
function look() {
  const text = field.value.slice(0, LIMIT);
  const links = findLinks(text);
  const option = (/** @type {string} */ link, /** @type {number} */ at) => el("option", { value: String(at), text: `${at + 1}: ${link.slice(0, 80)}` });
  choice.replaceChildren(...links.map(option));
  choiceBox.hidden = links.length < 2;
  choice.onchange = () => show(links[Number(choice.value)]);
  if (links.length) {
    show(links[0]);
    return;
  }
  answer.hidden = true;
  general.replaceChildren();
  outcome.classList.toggle("faulty", text.trim() !== "");
  setText(outcome, text.trim() ? t("There is no link of the playground in this text.") : "");
}

/** @param {string} text */
function take(text) {
  field.value = text;
  look();
}

/** @param {File | undefined} saved */
async function open(saved) {
  if (saved) take(await saved.slice(0, LIMIT).text());
}

/** The address names a link to be shown. */
function follow() {
  if (isState(location.hash) && withoutView(location.hash) !== "#v=1") take(location.hash);
}

document.title = t("EBM Playground: what a link means");
document.querySelector("main")?.replaceChildren(
  el("h1", { text: t("What a link means") }),
  el("p", { class: "lead", text: t("A link of the playground holds a whole experiment. Paste one here, or a message with one in it, or open a saved file: every key is told, and what was damaged on the way is repaired as far as its meaning is clear.") }),
  el("section", { class: "ask" }, [
    el("label", { for: "text", text: t("A link, or a text with a link in it") }), field,
    el("div", { class: "row" }, [el("div", {}, [el("label", { for: "file", text: t("Or a saved file, chosen or dropped on this page") }), file]), choiceBox]),
    outcome, general,
  ]),
  answer,
);
await init();
setWords(words());
field.addEventListener("input", look);
file.addEventListener("change", () => open(file.files?.[0]));
const holds = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") && event.target !== file;
for (const type of /** @type {const} */ (["dragover", "dragleave", "drop"])) {
  document.addEventListener(type, (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    document.body.classList.toggle("over", type === "dragover");
    if (type === "drop") open(event.dataTransfer?.files[0]);
  });
}
addEventListener("hashchange", follow);
if (field.value) look();
else follow();
document.body.dataset.ready = "";
