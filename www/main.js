// @ts-check
// Starts the page: theme, then the figures.
import { viewOf, setView } from "./fragment.js";
import { EbmFigure } from "./ebm-figure.js";

const button = /** @type {HTMLButtonElement} */ (document.getElementById("theme"));
const preference = matchMedia("(prefers-color-scheme: dark)");

/** @returns {boolean} whether the page is dark now */
const isDark = () => {
  const theme = viewOf(location.hash).theme;
  return theme === "dark" || (theme !== "light" && preference.matches);
};

const applyTheme = () => {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  button.textContent = isDark() ? "Light" : "Dark";
  button.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
  document.dispatchEvent(new CustomEvent("ebm-theme"));
};

button.addEventListener("click", () => {
  setView("theme", isDark() ? "light" : "dark");
  applyTheme();
});
preference.addEventListener("change", applyTheme);
addEventListener("hashchange", applyTheme);
applyTheme();
customElements.define("ebm-figure", EbmFigure);
