// @ts-check
// The face of the figure `sampling`: the chain between two memories, single offers, the plane of overlaps, energies, the twin.
import { button, el, hasFocus, setText } from "../dom.js";
import { SAMPLING as W } from "./sampling-strings.js";

/** Where a chain can start, by the names of the plane's handles. */
const STARTS = ["A", "B", "−A", "−B"];

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = W;
  /** Slow enough to watch the walk. */
  static speed = "100";
  #detail = /** @type {any} */ (null);
  #panels;
  #sampler;
  #data;
  #memories = /** @type {HTMLInputElement[]} */ ([]);
  #picker;
  #back;
  #end;
  #none = el("p", { class: "wrong", text: W.noOffer });
  #rows = el("tbody");
  #offer = el("table", { class: "offer", hidden: true }, [this.#rows]);

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, table }) {
    this.#panels = panels;
    const L = W.labels;
    const plot = (/** @type {string} */ name) => panels.plot(name, W.captions[name] ?? "");
    const choice = (/** @type {string} */ key, /** @type {string} */ label, /** @type {[string, string][]} */ options) => {
      const select = el("select", { id: `${prefix}p-${key}`, name: key }, options.map(([id, title]) => el("option", { value: id, text: title })));
      const box = el("div", { class: "control choice" }, [el("label", { for: select.id, text: label }), el("div", { class: "row" }, [select])]);
      return { select, box };
    };
    const sampler = choice("sampler", L.sampler, W.samplers);
    this.#sampler = sampler.select;
    this.#sampler.addEventListener("change", () => intents.set("sampler", this.#sampler.value));
    const data = choice("data", L.data, W.data);
    this.#data = data.select;
    this.#data.addEventListener("change", () => {
      // Numbers of examples belong to the data.
      if (this.#detail.stored) intents.set("stored", "");
      intents.set("data", this.#data.value);
    });
    const pick = () => intents.set("stored", this.#memories.map((m) => m.value).join());
    this.#picker = el("div", { class: "pair" }, ["A", "B"].map((name) => {
      const input = el("input", { type: "number", min: "0", step: "1", name: `memory-${name}`, id: `${prefix}p-memory-${name}` });
      input.addEventListener("change", pick);
      this.#memories.push(input);
      return el("div", { class: "control int" }, [
        el("label", { for: input.id, text: L.memory(name) }), el("div", { class: "row" }, [input]),
      ]);
    }));
    // Single offers are looked at while nothing runs.
    const show = (/** @type {(inside: number) => number} */ to) => () => {
      intents.pause();
      intents.show(to(this.#detail?.inside ?? 0));
    };
    this.#back = button(L.back, show((inside) => Math.max(0, inside - 1)), { name: "offer-back" });
    this.#end = button(L.end, show(() => 0xffffffff), { name: "offer-end" });
    const offers = el("div", { class: "bar" }, [button(L.offer, show((inside) => inside + 1), { name: "offer" }), this.#back, this.#end]);
    const start = (/** @type {string} */ handle, /** @type {string} */ text) =>
      button(text, () => intents.touch("plane", handle, [0, 0, 0, 0, 100], "press"), { name: `start-${handle}` });
    const starts = el("div", { class: "bar starts", role: "group", "aria-label": L.start }, [
      el("span", { class: "unit", text: L.start }), ...STARTS.map((name) => start(name, name)), start("random", L.coins),
    ]);
    const controls = el("div", { class: "rules" }, [sampler.box, data.box, this.#picker]);
    const left = el("div", { class: "walker" }, [plot("state"), offers, this.#none, this.#offer]);
    const right = el("div", { class: "walker" }, [starts, plot("plane"), plot("memories")]);
    const numbers = el("div", { class: "folded", role: "group", tabindex: "0", "aria-label": L.numbers }, [table]);
    this.elements = [
      controls, el("div", { class: "stage chains" }, [left, right]),
      el("div", { class: "charts" }, ["path", "trace", "histogram"].map(plot)), numbers,
    ];
  }

  /** @param {any} status */
  show({ detail, values }) {
    this.#detail = detail;
    this.#panels.caption("plane", W.plane(detail));
    this.#panels.caption("path", W.path(detail));
    this.#panels.caption("histogram", W.histogram(detail));
    this.#sampler.value = values.sampler;
    this.#data.value = values.data;
    this.#picker.hidden = !detail.stored;
    this.#memories.forEach((input, k) => {
      input.max = String(detail.examples - 1);
      if (detail.stored && !hasFocus(input)) input.value = String(detail.stored[k]);
    });
    this.#back.disabled = this.#end.disabled = detail.inside == null;
    this.#none.hidden = detail.offer != null;
    this.#offer.hidden = detail.offer == null;
    if (!detail.offer) return;
    const rows = W.offer(detail.offer, values.sampler === "metropolis");
    const line = (/** @type {[string, string]} */ [name, value]) => el("tr", {}, [el("th", { scope: "row", text: name }), el("td", { class: "number", text: value })]);
    this.#rows.replaceChildren(...rows.map(line));
  }

  /** @param {any} status @returns {import("../parts/groups.js").Group[]} */
  groups({ applicable, values }) {
    const of = (/** @type {string[]} */ keys) => keys.filter((k) => applicable.includes(k));
    const noise = values.init === "memory" ? ["start", "noise"] : [];
    return [
      { name: "run", title: W.labels.walk, keys: of(["T", "scan", "init", ...noise, "burn", "seed", "steps"]) },
      { name: "model", title: W.labels.memories, keys: of(["n", "instance"]).filter(() => values.data === "none") },
    ];
  }

  /** @param {any} status @param {number} rate steps a second */
  words({ step, digest, detail }, rate) {
    return {
      progress: W.progress(step, detail), rate: rate > 0 ? W.rate(rate) : "",
      beside: digest ? "" : detail.inside == null ? W.paused : W.inside,
    };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {}
}
