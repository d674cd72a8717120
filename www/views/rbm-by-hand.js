// @ts-check
// The face of the figure `rbm-by-hand`: network and parameters, target and law, phases and divergence; every number can be typed.
import { Control } from "../controls.js";
import { el } from "../dom.js";
import { BY_HAND as B } from "./rbm-by-hand-strings.js";

/** How many parameters are weights, the others biases. */
const WEIGHTS = 2;

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = B;
  static speed = "100";
  /** Whoever changes something stops the rule until it is played. */
  static hand = /** @type {const} */ ("leads");
  #detail = /** @type {any} */ (null);
  #panels;
  #parameters;
  #target;

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, table }) {
    this.#panels = panels;
    const control = (/** @type {string} */ key, /** @type {string} */ title, /** @type {[number, number]} */ [min, max], /** @type {(value: number) => void} */ change, bounded = false) => new Control({
      key, title, unit: "", help: B.help, kind: "float", min, max, default: 0, choices: [], scale: "linear", typed: false, bounded,
    }, prefix, (_, value) => change(Number(value)));
    this.#parameters = B.symbols.map((title, k) => control(`theta-${k}`, title, [-5, 5], (value) => {
      const theta = this.#detail.theta.map((/** @type {number} */ x, /** @type {number} */ i) => (i === k ? value : x));
      if (k < WEIGHTS) intents.set("couplings", theta.slice(0, WEIGHTS).join());
      else intents.set("biases", theta.slice(WEIGHTS).join());
    }));
    this.#target = B.states.map((title, k) => control(`target-${k}`, title, [0, 1], (p) => {
      /** @type {number[]} */
      const old = this.#detail.target;
      const rest = 1 - old[k];
      // The others share what is left as before.
      const moved = old.map((q, i) => (i === k ? p : rest > 1e-9 ? (q / rest) * (1 - p) : (1 - p) / (old.length - 1)));
      intents.set("target", moved.map((q) => Number(q.toFixed(6))).join());
    }, true));
    const numbers = el("div", { class: "folded", role: "region", tabindex: "0", "aria-label": B.captions.numbers }, [table]);
    this.elements = [el("div", { class: "by-hand" }, [
      el("div", { class: "stage chains" }, [
        panels.plot("machine", B.captions.machine), panels.plot("parameters", ""),
        panels.plot("visible", ""), panels.plot("joint", B.captions.joint),
        panels.plot("phases", ""), panels.plot("kl", B.captions.kl),
      ]),
      el("details", {}, [el("summary", { text: B.captions.numbers }), numbers]),
    ])];
  }

  /** @param {any} status */
  show({ detail }) {
    this.#detail = detail;
    this.#parameters.forEach((control, k) => control.show(Number(detail.theta[k].toFixed(3))));
    this.#target.forEach((control, k) => control.show(Number(detail.target[k].toFixed(4))));
    this.#panels.caption("parameters", B.parameters(detail.cd));
    this.#panels.caption("visible", B.visible(detail.kl));
    this.#panels.caption("phases", B.phases(detail.cd));
  }

  /** @param {any} status @returns {import("../parts/groups.js").Group[]} */
  groups({ applicable, detail }) {
    const here = (/** @type {string[]} */ keys) => keys.filter((key) => applicable.includes(key));
    return [
      { name: "model", title: B.names.parameters, keys: [], more: this.#parameters.map((c) => c.element) },
      { name: "model target", title: B.names.target, keys: ["T"], more: this.#target.map((c) => c.element) },
      {
        name: "run", title: B.names.learning, keys: ["trainer", ...here(["lr", "k", "batch", ...(applicable.includes("k") ? ["seed"] : []), "steps"])],
        only: { trainer: detail.trainers },
      },
    ];
  }

  /** @param {any} status */
  words({ step }) {
    return { progress: B.progress(step), rate: "", beside: "" };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {}
}
