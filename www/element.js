// @ts-check
// The entry for someone else's page: defines the element once, in the page's language.
import { languageOf } from "./guest.js";
import { loadWords } from "./words.js";

/** The element that is there already, of whichever script, or ours. */
async function define() {
  const there = () => /** @type {typeof import("./ebm-figure.js").EbmFigure | undefined} */ (customElements.get("ebm-figure"));
  if (there()) return there();
  await loadWords(languageOf(document.querySelector("ebm-figure") ?? document.documentElement));
  const made = await import("./ebm-figure.js");
  if (!there()) customElements.define("ebm-figure", made.EbmFigure);
  return there();
}

export const EbmFigure = await define();
