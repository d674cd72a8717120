// @ts-check
// The long exact sum of a figure: its cost, how far it is, what it gave.
import { button, el, setText } from "../dom.js";
import { STRINGS as S } from "../strings.js";

/** The bar of the sum. */
export class Exact {
  #button;
  #bar;
  #text = el("p", { class: "exact", role: "status" });
  #label;
  #done;
  /** What is said of which state: an answer stands until there is another state. */
  #said = "";
  #rest = { text: "", possible: false, state: "" };

  /**
   * @param {() => void} ask starts the sum, or gives it up
   * @param {string} label
   * @param {(logZ: number, likelihood: number | null, step: number) => string} done
   */
  constructor(ask, label, done) {
    this.#label = label;
    this.#done = done;
    this.#button = button(label, ask, { name: "exact" });
    // Without a value WebKit animates it, hidden or not, and draws the page without end.
    this.#bar = el("progress", { hidden: true, value: "0", "aria-label": label });
    this.element = el("div", { class: "bar exactbar" }, [this.#button, this.#bar, this.#text]);
  }

  /** What to say while nothing is summed, and of which state. @param {{ text: string, possible: boolean, state: string }} rest */
  rest(rest) {
    this.#rest = rest;
    this.#button.disabled = !rest.possible;
    if (this.#bar.hidden && this.#said !== rest.state) setText(this.#text, rest.text);
  }

  /** Under way, done, or given up. @param {{ done?: number, total?: number, logZ?: number | null, logLikelihood?: number | null, step?: number, message?: string }} sum */
  show({ done, total, logZ, logLikelihood, step, message }) {
    const running = total !== undefined && logZ == null;
    this.#bar.hidden = !running;
    setText(this.#button, running ? S.cancel : this.#label);
    this.#said = "";
    if (running) {
      this.#bar.max = total;
      this.#bar.value = done ?? 0;
    } else if (logZ != null) {
      setText(this.#text, this.#done(logZ, logLikelihood ?? null, step ?? 0));
      this.#said = String(step);
    } else {
      setText(this.#text, message ?? this.#rest.text);
      if (message) this.#said = this.#rest.state;
    }
  }
}
