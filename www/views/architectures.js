// @ts-check
// The face of the figure `architectures`: three networks side by side, what a flip does to each, and which flips change nothing.
import { button, el, hasFocus, setText } from "../dom.js";
import { ARCHITECTURES as A } from "./architectures-strings.js";

const NETWORKS = ["hopfield", "boltzmann", "rbm"];
const UNITS = [1, 2, 3, 4, 5, 6];
const PAIRS = UNITS.flatMap((i) => UNITS.filter((j) => j > i).map((j) => `${i}-${j}`));

/** What may be wider than the figure: it scrolls, by keyboard too. @param {string} name @param {Node[]} content */
const region = (name, content) => el("div", { class: "folded", role: "group", tabindex: "0", "aria-label": name }, content);

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = A;
  static rests = true;
  #detail = /** @type {any} */ (null);
  #pair;
  #value;
  #biases;
  #always;
  #energies = NETWORKS.map(() => el("p", { class: "energy-line" }));
  #frees = NETWORKS.map(() => el("p", { class: "energy-line" }));
  #cells = A.rows.map(() => NETWORKS.map(() => el("td")));
  #note = el("p", { class: "architectures-note" });

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, table }) {
    const flip = (/** @type {string} */ which) => () => intents.set("flip", which);
    const labelled = (/** @type {HTMLElement} */ control, /** @type {string} */ text) => el("span", { class: "labelled" }, [
      el("label", { for: control.id, text }), control,
    ]);
    this.#pair = el("select", { id: `${prefix}a-pair`, name: "pair" }, PAIRS.map((id) => el("option", { value: id, text: id.replace("-", " – ") })));
    this.#pair.addEventListener("change", () => intents.set("pair", this.#pair.value));
    this.#value = el("input", { id: `${prefix}a-w`, type: "number", step: "0.05", min: "-1000", max: "1000", name: "coupling", inputmode: "decimal" });
    this.#value.addEventListener("change", () => {
      const value = this.#value.valueAsNumber;
      const { couplings, pair } = this.#detail;
      if (Number.isNaN(value)) this.#fill();
      else intents.set("couplings", couplings.map((/** @type {number} */ w, /** @type {number} */ k) => (k === pair ? value : w)).join());
    });
    this.#biases = el("input", { id: `${prefix}a-biases`, type: "checkbox", name: "biased" });
    this.#biases.addEventListener("change", () => intents.set("biases", this.#biases.checked ? this.#detail.biases : ""));
    this.#always = el("input", { id: `${prefix}a-always`, type: "checkbox", name: "always", title: A.alwaysHelp });
    this.#always.addEventListener("change", () => intents.set("always", this.#always.checked));
    const one = el("span", { class: "units", role: "group", "aria-label": A.unit }, [
      el("span", { class: "unit", text: A.unit, "aria-hidden": "true" }),
      ...UNITS.map((i) => button(String(i), flip(String(i)), { "aria-label": A.flip(i), name: `flip-${i}` })),
    ]);
    const controls = el("div", { class: "bar architectures-bar" }, [
      button(A.flipAll, flip("all"), { name: "flip-all" }),
      button(A.flipVisible, flip("visible"), { name: "flip-visible", title: A.flipVisibleHelp }), one,
    ]);
    const more = el("div", { class: "bar architectures-bar" }, [
      labelled(this.#pair, A.pair), labelled(this.#value, A.value),
      labelled(this.#biases, A.biases), labelled(this.#always, A.always), button(A.newWeights, intents.newSeed, { name: "new-weights" }),
    ]);
    const columns = NETWORKS.map((name, k) => el("div", { class: "network" }, [
      el("p", { class: "network-name", text: A.names[name] }), panels.plot(name, A.captions[name]),
      el("div", { class: "energy-lines" }, [this.#energies[k], this.#frees[k]]),
      panels.plot(`${name}-energy`, A.captions[`${name}-energy`]),
    ]));
    const head = el("tr", {}, [el("td"), ...NETWORKS.map((name) => el("th", { scope: "col", text: A.names[name] }))]);
    const rows = A.rows.map((text, k) => el("tr", {}, [el("th", { scope: "row", text }), ...this.#cells[k]]));
    this.elements = [
      controls, more, el("div", { class: "networks" }, columns),
      region(A.symmetries, [
        el("table", { class: "symmetries" }, [el("caption", { text: A.symmetries }), el("thead", {}, [head]), el("tbody", {}, rows)]),
      ]),
      this.#note,
      el("details", {}, [el("summary", { text: A.numbers }), region(A.numbers, [table])]),
    ];
  }

  /** @param {any} status @param {string} forced */
  show({ detail, values }, forced) {
    const another = this.#detail?.pair !== detail.pair;
    this.#detail = detail;
    const { networks, flipped, biased, spins } = detail;
    this.#pair.value = values.pair;
    if (!hasFocus(this.#value) || another || forced === "couplings") this.#fill();
    this.#biases.checked = biased;
    this.#always.checked = values.always;
    networks.forEach((/** @type {any} */ network, /** @type {number} */ k) => {
      setText(this.#energies[k], A.energy(network, flipped));
      setText(this.#frees[k], A.free(network, flipped));
      [network.all, network.visible, network.marginal].forEach((most, row) => {
        const cell = this.#cells[row][k];
        setText(cell, most == null ? A.stays : A.changes(most));
        cell.className = most == null ? "stays" : "";
      });
    });
    setText(this.#note, !spins ? A.note.bits : biased ? A.note.biased : A.note.spins);
  }

  /** The coupling at hand, as it is: seven digits are all that it has. */
  #fill() {
    const { couplings, pair } = this.#detail;
    this.#value.value = String(Number(couplings[pair].toPrecision(7)));
  }

  /** @returns {import("../parts/groups.js").Group[]} */
  groups() {
    return [{ name: "model", title: A.model, keys: ["alphabet", "T", "state", "seed", "couplings", "biases"] }];
  }

  words() {
    return { progress: "", rate: "", beside: "" };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {}
}
