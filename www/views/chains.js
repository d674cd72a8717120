// @ts-check
// The face of the figure `chains`: a chain's state, the trace, the histogram with the exact law, and the edge list.
import { button, el, hasFocus, setText } from "../dom.js";
import { chosen } from "../parts/groups.js";
import { CHAINS as C } from "./chains-strings.js";
import { EdgeList } from "./edge-list.js";

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = C;
  #detail = /** @type {any} */ (null);
  #panels;
  #trouble = el("p", { class: "trouble", role: "alert", hidden: true });
  #chain;
  #of = el("span", { class: "unit" });
  #picker;
  #edges;

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, exact, table }) {
    this.#panels = panels;
    this.#edges = new EdgeList(prefix, intents.instance);
    const chain = el("input", { type: "number", min: "1", step: "1", name: "chain", id: `${prefix}p-chain` });
    this.#chain = chain;
    const show = (/** @type {number} */ index) => {
      const { chains } = this.#detail;
      intents.show((index + chains) % chains);
    };
    chain.addEventListener("change", () => {
      // There is no other number: the field shows the nearest.
      const given = chain.value === "" ? this.#detail.shown + 1 : Math.round(Number(chain.value));
      const number = Math.max(1, Math.min(this.#detail.chains, given));
      chain.value = String(number);
      show(number - 1);
    });
    this.#picker = el("div", { class: "bar picker" }, [
      el("label", { for: chain.id, text: C.chain }),
      el("span", { class: "spin" }, [
        button("‹", () => show(this.#detail.shown - 1), { "aria-label": C.previous }), chain,
        button("›", () => show(this.#detail.shown + 1), { "aria-label": C.next }),
      ]), this.#of,
    ]);
    const plot = (/** @type {string} */ name) => panels.plot(name, C.captions[name] ?? "");
    const numbers = el("div", { class: "folded", role: "group", tabindex: "0", "aria-label": C.numbers }, [table]);
    const state = el("div", { class: "one-chain" }, [this.#picker, plot("state"), numbers]);
    const beside = el("div", { class: "law" }, ["trace", "histogram", "likelihood", "error", "couplings", "stable"].map(plot));
    this.elements = [this.#trouble, el("div", { class: "stage chains" }, [state, beside]), plot("filters"), exact, this.#edges.element];
  }

  /** @param {any} status */
  show({ detail }) {
    this.#detail = detail;
    this.#trouble.hidden = detail.trouble == null;
    setText(this.#trouble, detail.trouble == null ? "" : C.trouble(detail.trouble));
    this.#picker.hidden = detail.chains < 2;
    this.#chain.max = String(detail.chains);
    if (!hasFocus(this.#chain)) this.#chain.value = String(detail.shown + 1);
    setText(this.#of, C.of(detail.chains));
    this.#panels.caption("state", C.state(detail));
    this.#panels.caption("trace", C.trace(detail));
    this.#edges.show(detail.takesInstance, detail.instance);
  }

  /** @param {any} status @param {any} catalogue @returns {import("../parts/groups.js").Group[]} */
  groups(status, catalogue) {
    const { applicable, values } = status;
    const keysOf = (/** @type {any[]} */ entries) => new Set(entries.flatMap((e) => e.params.map((/** @type {any} */ p) => p.key)));
    const isModel = (/** @type {any} */ e) => [values.model, values.data].includes(e.id);
    const ofModel = keysOf(chosen(status, catalogue).filter(isModel));
    const ofPicture = new Set(catalogue.picture.map((/** @type {any} */ p) => p.key));
    const is = (/** @type {string} */ group) => (/** @type {string} */ k) =>
      group === (ofModel.has(k) ? "model" : ofPicture.has(k) ? "picture" : "run");
    const of = (/** @type {string} */ group) => applicable.filter(is(group));
    // Codes of pictures are written by drawing, in the other figure; a damaged picture matters where chains start at it.
    const picture = values.init === "damaged" ? of("picture").filter((/** @type {string} */ k) => !["drawn", "mask", "sweeps"].includes(k)) : [];
    return [
      { name: "model", title: C.model, keys: ["model", "data", ...of("model")] },
      { name: "run", title: C.run, keys: ["sampler", "trainer", ...of("run")] },
      { name: "picture", title: C.picture, keys: picture },
    ];
  }

  /** @param {any} status @param {number} rate steps a second */
  words({ step, digest, detail }, rate) {
    const { instance, samples, trouble } = detail;
    const missing = trouble ? "" : detail.underWay ? C.underWay : C.paused;
    return {
      progress: trouble ? "" : C.progress(step, detail),
      rate: rate > 0 ? C.rate(rate, samples) : "",
      beside: digest ? (instance ? C.beside(instance.name) : "") : missing,
    };
  }

  /** @param {any} status */
  rest({ exactStates, detail, values }) {
    const text = detail.trouble ? "" : !detail.samples ? C.exactNotSampled
      : !detail.followsLaw ? C.exactNoLaw : exactStates == null ? C.exactTooLarge : detail.exact ? C.exactThere : C.exactCost(exactStates);
    return { text, possible: exactStates != null && !detail.exact && detail.samples, state: `${values.T} ${detail.exact}` };
  }

  /** @param {string} message */
  refuse(message) {
    this.#edges.refuse(message);
  }

  paint() {}
}
