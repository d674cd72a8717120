// @ts-check
// The face of the figure `cd-by-hand`: one update, step by step, what can be edited in it, and the matrices beside the exact gradient.
import { button, el, hasFocus, setText } from "../dom.js";
import { CD_BY_HAND as W } from "./cd-by-hand-strings.js";

const VISIBLE = ["v₁", "v₂", "v₃", "v₄"];
const HIDDEN = ["h₁", "h₂", "h₃"];
const DRAWN = [...HIDDEN, ...VISIBLE];
const WEIGHTS = VISIBLE.length * HIDDEN.length;
const MATRICES = ["weights", "positive", "negative", "estimate", "mean", "gradient", "change", "after"];

/** Seven digits are all that a parameter has. @param {number} x */
const written = (x) => String(Number(x.toPrecision(7)));

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = W;
  /** One update a second, to see what changes. */
  static speed = "1";
  #detail = /** @type {any} */ (null);
  #stage;
  #back;
  #next;
  #name = el("p", { class: "stage-name", "aria-live": "polite" });
  #what = el("p", { class: "stage-what" });
  #lines = el("ol", { class: "arithmetic" });
  #units;
  #draws;
  #parameters;
  #edited = el("p", { class: "edited", role: "status" });
  #compared = el("p", { class: "compared" });

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, table }) {
    const go = (/** @type {number} */ stage) => {
      intents.pause();
      intents.set("stage", String(stage));
    };
    this.#back = button(W.back, () => go(this.#detail.stage - 1), { name: "back" });
    this.#next = button(W.next, () => {
      const { stage, last } = this.#detail;
      if (stage < last) return go(stage + 1);
      intents.step();
      intents.set("stage", "0");
    }, { name: "next", class: "primary" });
    this.#stage = el("input", { id: `${prefix}c-stage`, type: "range", min: "0", max: "11", step: "1", name: "stage", "aria-label": W.stage });
    this.#stage.addEventListener("input", () => go(this.#stage.valueAsNumber));
    this.#units = VISIBLE.map((_, i) => button("", () => {
      intents.set("examples", this.#detail.example.map((/** @type {number} */ v, /** @type {number} */ k) => (k === i ? 1 - v : v)).join(""));
    }, { name: `flip-${i + 1}` }));
    /** Inputs for a list of numbers, of which one is typed. */
    const input = (/** @type {string} */ id, /** @type {string} */ label, /** @type {Record<string, string>} */ bounds, /** @type {(value: string) => void} */ set) => {
      const element = el("input", { id: `${prefix}c-${id}`, type: "number", name: id, inputmode: "decimal", "aria-label": label, ...bounds });
      element.addEventListener("change", () => (Number.isNaN(element.valueAsNumber) ? this.#fill(true) : set(element.value)));
      return element;
    };
    const put = (/** @type {number[]} */ list, /** @type {number} */ k, /** @type {string} */ value) => list.map((x, i) => (i === k ? value : written(x))).join();
    this.#draws = DRAWN.map((name, k) => input(`u-${k}`, W.draw(name), { min: "0", max: "0.999999", step: "0.01" }, (value) => {
      intents.set("draws", put(this.#detail.draws, k, value));
    }));
    const bounds = { min: "-1000", max: "1000", step: "0.05" };
    this.#parameters = Array.from({ length: WEIGHTS + DRAWN.length }, (_, k) => input(`w-${k}`, W.parameter(k), bounds, (value) => {
      const all = this.#detail.parameters;
      if (k < WEIGHTS) intents.set("couplings", put(all.slice(0, WEIGHTS), k, value));
      else intents.set("biases", put(all.slice(WEIGHTS), k - WEIGHTS, value));
    }));
    const small = (/** @type {HTMLElement} */ control, /** @type {string} */ text) => el("span", { class: "drawn" }, [
      el("label", { for: control.id, text }), control,
    ]);
    const cells = (/** @type {string} */ head, /** @type {HTMLElement[]} */ inputs) => el("tr", {}, [
      el("th", { scope: "row", text: head }), ...inputs.map((control) => el("td", {}, [control])),
    ]);
    const heads = el("tr", {}, [el("td"), ...[...HIDDEN, "b"].map((text) => el("th", { scope: "col", text }))]);
    const typed = el("table", { class: "typed" }, [el("thead", {}, [heads]), el("tbody", {}, [
      ...VISIBLE.map((name, i) => cells(name, [...this.#parameters.slice(3 * i, 3 * i + 3), this.#parameters[WEIGHTS + i]])),
      cells("c", this.#parameters.slice(WEIGHTS + VISIBLE.length)),
    ])]);
    const plot = (/** @type {string} */ name) => panels.plot(name, W.captions[name]);
    this.elements = [
      el("div", { class: "stage by-hand" }, [
        el("div", {}, [plot("update")]),
        el("div", { class: "walk" }, [
          el("div", { class: "bar" }, [this.#back, this.#next]), this.#stage,
          el("div", { class: "told" }, [this.#name, this.#what, this.#lines]),
          el("div", { class: "units", role: "group", "aria-label": W.example }, [
            el("span", { class: "unit", text: W.example, "aria-hidden": "true" }), ...this.#units,
          ]),
          el("fieldset", { class: "draws" }, [
            el("legend", { text: W.draws }), ...this.#draws.map((control, k) => small(control, DRAWN[k])),
            button(W.redraw, intents.newSeed, { name: "redraw" }),
          ]),
          this.#edited, this.#compared,
        ]),
      ]),
      el("div", { class: "matrices" }, [
        ...MATRICES.map((name) => el("div", { class: "matrix" }, [el("p", { class: "network-name", text: W.names[name] }), plot(name)])),
        el("div", { class: "matrix angle" }, [el("p", { class: "network-name", text: W.names.angles }), plot("angles")]),
      ]),
      el("details", {}, [el("summary", { text: W.type }), el("div", { class: "folded", role: "region", tabindex: "0", "aria-label": W.type }, [typed])]),
      el("details", {}, [el("summary", { text: W.numbers }), el("div", { class: "folded", role: "region", tabindex: "0", "aria-label": W.numbers }, [table])]),
    ];
  }

  /** @param {any} status @param {string} forced */
  show({ detail }, forced) {
    this.#detail = detail;
    const { stage, last } = detail;
    if (this.#stage.valueAsNumber !== stage) this.#stage.value = String(stage);
    this.#stage.setAttribute("aria-valuetext", W.stages[stage][0]);
    this.#back.disabled = stage === 0;
    setText(this.#next, stage === last ? W.another : W.next);
    setText(this.#name, W.named(stage, last, W.stages[stage][0]));
    setText(this.#what, W.stages[stage][1]);
    const lines = detail.lines.map((/** @type {string} */ text) => el("li", { text }));
    this.#lines.replaceChildren(...lines);
    setText(this.#edited, detail.edited);
    setText(this.#compared, detail.compared);
    this.#units.forEach((unit, i) => {
      setText(unit, String(detail.example[i]));
      unit.setAttribute("aria-label", W.unit(VISIBLE[i], detail.example[i]));
    });
    this.#fill(["draws", "couplings", "biases"].includes(forced));
  }

  /** The numbers as they are; one that is being typed stays. @param {boolean} all */
  #fill(all) {
    const { draws, parameters } = this.#detail;
    const fill = (/** @type {HTMLInputElement[]} */ inputs, /** @type {number[]} */ values) => inputs.forEach((input, k) => {
      if (all || !hasFocus(input)) input.value = written(values[k]);
    });
    fill(this.#draws, draws);
    fill(this.#parameters, parameters);
  }

  /** @returns {import("../parts/groups.js").Group[]} */
  groups() {
    return [{ name: "run", title: W.run, keys: ["lr", "T", "seed", "examples", "draws", "couplings", "biases"] }];
  }

  /** @param {any} status */
  words({ step }) {
    return { progress: W.progress(step), rate: "", beside: "" };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {}
}
