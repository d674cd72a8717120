// @ts-check
// Starts the page: its words, the theme, then the figures.
import { isState, viewOf, setView } from "./fragment.js";
import { loadWords, t } from "./words.js";

const preference = matchMedia("(prefers-color-scheme: dark)");
const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("theme"));

/** @returns {boolean} whether the page is dark now */
const isDark = () => {
  const theme = viewOf(location.hash).theme;
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
// The other language shows the same state.
const language = /** @type {HTMLAnchorElement | null} */ (document.getElementById("language"));
language?.addEventListener("click", () => { language.hash = isState(location.hash) ? location.hash : ""; });
applyTheme();
// Sentences are made when modules load: the words come first.
await loadWords(document.documentElement.lang);
applyTheme();
const { EbmFigure } = await import("./ebm-figure.js");
customElements.define("ebm-figure", EbmFigure);
