// @ts-check
// Starts the page: its words, the theme, then the figures.
import { inLanguage, isState, own, viewOf, setView } from "./fragment.js";
import "./contents.js";
import { loadWords, t } from "./words.js";

own();
/** A figure alone is in the language that its link asks for; an article has a page for each. */
const alone = document.body.classList.contains("alone");
if (alone && viewOf("").lang?.startsWith("zh")) document.documentElement.lang = "zh-Hans";
/** In a frame there is nothing but the figure. */
const framed = alone && parent !== window;
document.documentElement.classList.toggle("framed", framed);
const chinese = document.documentElement.lang.startsWith("zh");
/** Paper is light. */
let printing = false;
const preference = matchMedia("(prefers-color-scheme: dark)");
const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("theme"));

/** @returns {boolean} whether the page is dark now */
const isDark = () => {
  if (printing) return false;
  const theme = viewOf("").theme;
  return theme === "dark" || (theme !== "light" && preference.matches);
};

const applyTheme = () => {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  if (button) {
    button.textContent = isDark() ? t("Light") : t("Dark");
    button.setAttribute("aria-label", isDark() ? t("Use light colours") : t("Use dark colours"));
  }
  document.dispatchEvent(new CustomEvent("ebm-theme"));
};

button?.addEventListener("click", () => {
  setView("theme", isDark() ? "light" : "dark");
  applyTheme();
});
preference.addEventListener("change", applyTheme);
addEventListener("hashchange", applyTheme);
document.addEventListener("ebm-look", applyTheme);
// The other language shows the same state.
const language = /** @type {HTMLAnchorElement | null} */ (document.getElementById("language"));
if (alone && language) {
  language.textContent = chinese ? "English" : "中文";
  language.lang = chinese ? "en" : "zh-Hans";
}
language?.addEventListener("click", (event) => {
  if (!alone) {
    language.hash = isState(location.hash) ? location.hash : "";
    return;
  }
  event.preventDefault();
  location.hash = inLanguage(location.hash, chinese ? "" : "zh");
  location.reload();
});
for (const [type, now] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
  addEventListener(type, () => {
    printing = now;
    if (document.documentElement.dataset.theme !== (isDark() ? "dark" : "light")) applyTheme();
  });
}
applyTheme();
// Figures above a section get their heights after the engine went there: back to it, unless the reader has moved since.
const place = isState(location.hash) ? null : document.getElementById(location.hash.slice(1));
if (place) {
  const stop = new AbortController();
  for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(type, () => stop.abort(), { signal: stop.signal, passive: true });
  }
  document.addEventListener("ebm-ready", () => place.scrollIntoView(), { signal: stop.signal });
}
// Sentences are made when modules load: the words come first.
await loadWords(document.documentElement.lang, document.querySelector("main"));
if (alone && chinese) {
  document.title = t("EBM Playground: one figure");
  document.querySelector(".name a")?.setAttribute("href", "zh.html");
}
applyTheme();
// What is kept for a time without network is fetched when the figure has its picture and its data.
const keep = () => import("./offline.js").then(({ keepOffline }) => keepOffline(), () => {});
document.addEventListener("ebm-frame", () => setTimeout(keep, 2000), { once: true });
if (document.body.classList.contains("links")) {
  await import("./links.js");
} else {
  if (framed) await import("./frame.js");
  const { EbmFigure } = await import("./ebm-figure.js");
  if (!customElements.get("ebm-figure")) customElements.define("ebm-figure", EbmFigure);
  // A saved link may be dropped on a figure.
  addEventListener("dragenter", () => import("./drop.js"), { once: true });
}
