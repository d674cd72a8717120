// @ts-check
// What went wrong: warnings that can be dismissed, and why a figure stopped.
import { button, el } from "../dom.js";
import { inLanguage, isState } from "../fragment.js";
import { STRINGS as S } from "../strings.js";

/** The page that tells what a link means. @param {string} link */
function explained(link) {
  const hash = link.slice(Math.max(link.indexOf("#"), 0));
  const chinese = document.documentElement.lang.startsWith("zh") && isState(hash);
  return new URL("../../../links.html", import.meta.url).href + (chinese ? inLanguage(hash, "zh") : hash);
}

/** Warnings that are told one by one. */
const MOST = 12;

/** The two boxes above a figure. */
export class Messages {
  #warnings = el("div", { class: "warnings", role: "alert", hidden: true });
  #crash = el("div", { class: "crash", role: "alert", hidden: true });
  #restart;

  /** @param {() => void} restart after a crash */
  constructor(restart) {
    this.#restart = restart;
    this.elements = [this.#warnings, this.#crash];
  }

  /**
   * What could not be used, until it is dismissed.
   * @param {{ message: string }[]} warnings @param {string} [link] that they are about
   */
  warn(warnings, link) {
    const box = this.#warnings;
    box.hidden = warnings.length === 0;
    const dismiss = button(S.dismiss, () => { box.hidden = true; });
    const told = warnings.slice(0, MOST).map((w) => el("li", { text: w.message }));
    if (warnings.length > MOST) told.push(el("li", { text: S.more(warnings.length - MOST) }));
    box.replaceChildren(el("ul", {}, told), dismiss,
      ...(link ? [el("a", { class: "explained", href: explained(link), text: S.explained })] : []));
  }

  /** That the figure stopped and why; null when it goes again. @param {string | null} message */
  crash(message) {
    this.#crash.hidden = message === null;
    if (message !== null) this.#crash.replaceChildren(el("p", { text: `${S.crashed} ${message}` }), button(S.restart, this.#restart));
  }
}
