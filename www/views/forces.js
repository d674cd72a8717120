// @ts-check
// The face of the figure `forces`: the step size, then spring and coupling side by side, each with its pulls and its potential.
import { Control } from "../controls.js";
import { button, el, setText } from "../dom.js";
import { FORCES as F } from "./forces-strings.js";

const SYSTEMS = /** @type {const} */ (["spring", "coupling"]);

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = F;
  static certain = true;
  /** Slow enough to follow. */
  static speed = "10";
  /** What is dragged holds both until it is let go. */
  static hand = /** @type {const} */ ("holds");
  #told = SYSTEMS.map(() => el("p", { class: "told" }));
  #correlation;
  #aside = /** @type {string[]} */ ([]);

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, table }) {
    const param = {
      key: "c", title: F.c, unit: "", help: F.cHelp, kind: /** @type {const} */ ("float"), min: -1, max: 1, default: 0, choices: [],
      scale: /** @type {const} */ ("linear"), typed: false, bounded: true,
    };
    this.#correlation = new Control(param, prefix, (_, value) => {
      const [equal, unequal] = [1 + Number(value), 1 - Number(value)].map((x) => Number((x / 4).toPrecision(12)));
      intents.set("target", [equal, unequal, unequal, equal].join());
    });
    const columns = SYSTEMS.map((name, k) => el("div", { class: "system" }, [
      panels.plot(name, ""), this.#told[k], panels.plot(`${name}-pulls`, F.captions[`${name}-pulls`]),
      panels.plot(`${name}-potential`, F.captions[`${name}-potential`]),
    ]));
    const numbers = el("div", { class: "folded", role: "region", tabindex: "0", "aria-label": F.numbers }, [table]);
    this.elements = [el("div", { class: "forces" }, [
      panels.plot("rate", F.captions.rate),
      el("div", { class: "bar" }, [button(F.aside, () => {
        const [y, w] = this.#aside;
        intents.set("y", y);
        intents.set("w", w);
      }, { name: "aside" })]),
      el("div", { class: "stage chains" }, columns),
      el("details", {}, [el("summary", { text: F.numbers }), numbers]),
    ])];
    for (const name of SYSTEMS) panels.caption(name, F.hint);
  }

  /** @param {any} status */
  show({ detail }) {
    this.#correlation.show(detail.c);
    this.#aside = detail.aside;
    SYSTEMS.forEach((name, k) => setText(this.#told[k], detail[name]));
  }

  /** @returns {import("../parts/groups.js").Group[]} */
  groups() {
    return [
      { name: "run", title: F.names.both, keys: ["lr", "steps"] },
      { name: "model", title: F.names.spring, keys: ["y", "stiffness", "mass", "gravity"] },
      { name: "model coupling", title: F.names.coupling, keys: ["w", "T"], more: [this.#correlation.element] },
    ];
  }

  /** @param {any} status @param {number} _rate */
  words({ step }, _rate) {
    return { progress: F.progress(step), rate: "", beside: "" };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {}
}
