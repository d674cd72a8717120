// @ts-check
// The face of the figure `unlearning`: recall flip by flip, updates back and forth, and what the network remembers.
import { button, el, hasFocus, setText } from "../dom.js";
import { Pad } from "../pad.js";
import { UNLEARNING as U } from "./unlearning-strings.js";

/** Steps of the slider of damage. */
const NOISE_STEP = "0.01";

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = U;
  /** Slow enough to watch it rise and collapse. */
  static speed = "100";
  #status = /** @type {any} */ (null);
  #panels;
  #pad;
  #data;
  #memory;
  #noise;
  #noiseValue;
  #updates;
  #updatesValue = el("output", { class: "unit" });
  #forget;
  #lines = [0, 1, 2].map(() => el("p"));
  #outcome = el("p", { class: "outcome" });
  #looking = el("p", { class: "looking" });

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, table, controls }) {
    this.#panels = panels;
    const L = U.labels;
    const plot = (/** @type {string} */ name) => panels.plot(name, U.captions[name] ?? "");
    const labelled = (/** @type {HTMLElement} */ input, /** @type {string} */ text, /** @type {HTMLElement[]} */ row) =>
      el("div", { class: "control" }, [el("label", { for: input.id, text }), el("div", { class: "row" }, row)]);
    const input = (/** @type {string} */ name, /** @type {object} */ rest) => el("input", { id: `${prefix}u-${name}`, name, ...rest });

    this.#data = el("select", { id: `${prefix}u-data`, name: "data" }, U.data.map(([id, title]) => el("option", { value: id, text: title })));
    this.#data.addEventListener("change", () => intents.set("data", this.#data.value));
    this.#memory = input("start", { type: "number", min: "1", step: "1" });
    this.#memory.addEventListener("change", () => intents.set("start", this.#memory.value));
    const pick = (/** @type {number} */ by) => () => {
      const { patterns, cue } = this.#status.detail;
      intents.set("start", ((cue.memory - 1 + by + patterns) % patterns) + 1);
    };
    const spin = el("span", { class: "spin" }, [
      button("‹", pick(-1), { "aria-label": L.before }), this.#memory, button("›", pick(1), { "aria-label": L.after }),
    ]);
    // A slider shows its effect at once: a recall takes a fraction of a millisecond.
    this.#noise = input("noise", { type: "range", min: "0", max: "0.5", step: NOISE_STEP });
    this.#noiseValue = input("noise-value", { type: "number", min: "0", max: "1", step: NOISE_STEP, "aria-label": L.noise });
    this.#noise.addEventListener("input", () => intents.set("noise", this.#noise.value));
    this.#noiseValue.addEventListener("change", () => intents.set("noise", this.#noiseValue.value));
    this.#updates = input("updates", { type: "range", min: "0", step: "1" });
    this.#updates.addEventListener("input", () => setText(this.#updatesValue, this.#updates.value));
    this.#updates.addEventListener("change", () => {
      intents.pause();
      intents.set("steps", this.#updates.value);
    });

    const show = (/** @type {(cue: any) => number} */ to) => () => intents.show(Math.max(0, to(this.#status.detail.cue)));
    const next = (/** @type {any} */ { sweeps, shown, flips }) => sweeps.find((/** @type {number} */ s) => s > shown) ?? flips;
    const recall = el("div", { class: "bar", role: "group", "aria-label": L.recall }, [
      button(L.start, show(() => 0), { name: "recall-start" }), button(L.back, show(({ shown }) => shown - 1), { name: "recall-back" }),
      button(L.flip, show(({ shown }) => shown + 1), { name: "recall-flip" }), button(L.sweep, show(next), { name: "recall-sweep" }),
      button(L.end, intents.repair, { name: "recall-end" }),
    ]);
    this.#pad = new Pad(prefix, (_, pixels) => intents.edit("draw", pixels), ["draw", "erase"]);
    const press = (/** @type {string} */ handle) => () => intents.touch("recall", handle, [0, 0, 0, 0, 100], "press");
    this.#forget = button(L.forget, press("forget"), { name: "forget" });
    const drawing = el("details", {}, [
      el("summary", { text: L.draw }), this.#pad.element,
      el("div", { class: "bar below" }, [button(L.store, press("store"), { name: "store" }), this.#forget]),
    ]);
    const labels = el("div", { class: "labels", "aria-hidden": "true" }, U.pictures.map((text) => el("span", { text })));
    const left = el("div", { class: "walker" }, [
      el("div", { class: "rules" }, [
        labelled(this.#data, L.data, [this.#data]), labelled(this.#memory, L.memory, [spin]),
        labelled(this.#noise, L.noise, [this.#noise, this.#noiseValue]),
      ]),
      el("div", {}, [panels.canvas("recall"), labels]), recall, el("div", { class: "recalling" }, [...this.#lines, this.#outcome]), drawing,
    ]);
    const right = el("div", { class: "walker" }, [
      plot("history"), labelled(this.#updates, L.updates, [this.#updates, this.#updatesValue]), this.#looking, plot("memories"),
    ]);
    const numbers = el("div", { class: "folded", role: "region", tabindex: "0", "aria-label": L.numbers }, [table]);
    this.elements = [
      el("div", { class: "stage chains" }, [left, right]), controls,
      el("div", { class: "charts" }, ["stability", "basins", "load", "ends", "energies"].map(plot)), numbers,
    ];
  }

  /** @param {any} status @param {string} forced */
  show(status, forced) {
    this.#status = status;
    const { detail, values, step } = status;
    const { cue, patterns, drawn } = detail;
    const held = (/** @type {HTMLElement} */ control, key = "") => hasFocus(control) && forced !== key;
    this.#data.value = values.data;
    this.#memory.max = String(patterns);
    if (!held(this.#memory, "start")) this.#memory.value = String(cue.memory);
    if (!held(this.#noise)) this.#noise.value = String(values.noise);
    if (!held(this.#noiseValue, "noise")) this.#noiseValue.value = String(values.noise);
    this.#updates.max = String(detail.reach);
    if (!this.#updates.matches(":active")) {
      this.#updates.value = String(step);
      setText(this.#updatesValue, String(step));
    }
    U.cue(cue, detail.units).forEach((text, k) => setText(this.#lines[k], text));
    setText(this.#outcome, U.outcome(cue));
    setText(this.#looking, U.looking(detail));
    this.#forget.disabled = drawn === 0;
    this.#pad.show(cue.size, cue.pixels, cue.mask);
    for (const name of /** @type {const} */ (["history", "load", "ends"])) this.#panels.caption(name, U[name](detail));
  }

  /** @param {any} status @returns {import("../parts/groups.js").Group[]} */
  groups({ applicable, values, detail }) {
    const of = (/** @type {string[]} */ keys) => keys.filter((k) => applicable.includes(k));
    return [
      { name: "model", title: U.labels.network, keys: of(["patterns", "stored", "n", ...(values.data === "none" ? ["instance"] : [])]), most: { patterns: detail.most } },
      { name: "run", title: U.labels.unlearning, keys: of(["epsilon", "rounds", "quench", "seed", "steps"]) },
    ];
  }

  /** @param {any} status @param {number} rate steps a second */
  words({ step, digest, detail }, rate) {
    return { progress: U.progress(step, detail), rate: rate > 0 ? U.rate(rate) : "", beside: digest ? "" : U.paused };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {
    this.#pad.paint();
  }
}
