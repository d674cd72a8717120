// @ts-check
// The face of the figure `boltzmann`: ladder and reader's probabilities, or pad and ladder, and the table of numbers.
import { button, el } from "../dom.js";
import { BOLTZMANN as B } from "./boltzmann-strings.js";

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = B;
  /** Slow enough to see shares fill in. */
  static speed = "100";
  #detail = /** @type {any} */ (null);
  #panels;
  #more;
  #fewer;
  #law;
  #levels;
  #trial;

  /**
   * @param {string} _prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(_prefix, intents, { panels, table }) {
    this.#panels = panels;
    this.#more = button(B.more(), () => intents.set("levels", this.#detail.more), { name: "more" });
    this.#fewer = button(B.fewer(), () => {
      // Probabilities that count the level that goes are given up first.
      intents.set("trial", "");
      intents.set("levels", this.#detail.fewer);
    }, { name: "fewer" });
    this.#law = button(B.toLaw(), () => intents.set("trial", ""), { name: "to-law" });
    this.#levels = el("div", { class: "bar below" }, [this.#more, this.#fewer]);
    this.#trial = el("div", {}, [panels.plot("trial", ""), el("div", { class: "bar below" }, [this.#law])]);
    const numbers = el("div", { class: "folded", role: "group", tabindex: "0", "aria-label": B.numbers() }, [table]);
    this.elements = [el("div", { class: "stage chains boltzmann" }, [
      panels.plot("spins", ""), el("div", {}, [panels.plot("ladder", ""), this.#levels]), this.#trial,
      panels.plot("entropy", B.entropy()), numbers,
    ])];
  }

  /** @param {any} status */
  show({ detail }) {
    this.#detail = detail;
    this.#levels.hidden = this.#trial.hidden = !detail.levels;
    this.#more.disabled = detail.more == null;
    this.#fewer.disabled = detail.fewer == null;
    this.#law.disabled = detail.atLaw;
    this.#panels.caption("ladder", detail.ladder);
    this.#panels.caption(detail.levels ? "trial" : "spins", detail.beside);
  }

  /** @param {any} status @returns {import("../parts/groups.js").Group[]} */
  groups({ applicable, detail }) {
    const here = (/** @type {string[]} */ keys) => keys.filter((key) => applicable.includes(key));
    const own = detail.levels ? ["levels", "T", "trial", "axis"] : ["w", "b1", "b2", "T"];
    const only = { model: detail.models, sampler: detail.samplers };
    return [
      { name: "model", title: B.model(), keys: ["model", ...here(own)], only },
      { name: "run", title: B.run(), keys: ["sampler", ...here(["chains", "burn", "seed", "steps"])], only },
    ];
  }

  /** @param {any} status @param {number} rate steps a second */
  words({ step, detail }, rate) {
    return {
      progress: B.progress(step, detail.chains),
      rate: rate > 0 ? B.rate(rate) : "",
      beside: "",
    };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {}
}
