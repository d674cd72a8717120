// @ts-check
// The face of the figure `repair`: the picture, the pen, the half-steps of the repair, filters, fantasies and three measures.
import { el, setText } from "../dom.js";
import { Repairing } from "../parts/repairing.js";
import { STRINGS as S } from "../strings.js";
import { REPAIR as R } from "./repair-strings.js";

/** The groups of controls of a figure that learns and repairs. @param {any} status @param {any} catalogue */
export function groups({ selectors, applicable, values }, catalogue) {
  const ofPicture = new Set(catalogue.picture.map((/** @type {any} */ p) => p.key));
  // Codes are written by drawing, pictures are picked beside the picture, and lists of many numbers come with a link.
  const listed = (/** @type {string} */ k) => ["couplings", "biases", "draws"].includes(k) && !values[k];
  const shown = applicable.filter((/** @type {string} */ k) => !["example", "drawn", "mask"].includes(k) && !listed(k));
  const annealing = shown.filter((/** @type {string} */ k) => ["runs", "betas"].includes(k));
  const second = shown.filter((/** @type {string} */ k) => k.startsWith("b."));
  const learning = shown.filter((/** @type {string} */ k) => !ofPicture.has(k) && !annealing.includes(k) && !second.includes(k));
  return [
    { name: "learning", title: R.learning, keys: [...selectors, ...learning] },
    { name: "picture", title: R.picture, keys: shown.filter((/** @type {string} */ k) => ofPicture.has(k)) },
    { name: "second", title: R.second, keys: second },
    { name: "annealing", title: R.annealing, keys: annealing },
  ];
}

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = R;
  groups = groups;
  #repairing;
  #likelihood = el("p", { class: "estimate" });
  #panels;

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, exact, table }) {
    this.#panels = panels;
    this.#repairing = new Repairing(prefix, intents, panels);
    const plot = (/** @type {string} */ name) => panels.plot(name, R.captions[name]);
    const { picture, pad } = this.#repairing;
    picture.append(plot("energy"));
    this.elements = [
      el("div", { class: "stage learning" }, [picture, el("div", {}, [pad, plot("fantasies"), plot("fantasies-b")])]),
      plot("filters"), plot("filters-b"),
      el("div", { class: "charts" }, ["likelihood", "pseudo", "error"].map(plot)), this.#likelihood, exact,
      el("details", {}, [el("summary", { text: S.numbers }), el("div", { class: "folded" }, [table])]),
    ];
  }

  /** @param {any} status @param {string} forced */
  show(status, forced) {
    this.#repairing.show(status, forced);
    const { likelihood: { label, waiting }, compares } = status.detail;
    this.#panels.caption("likelihood", compares ? R.compared : R.captions.likelihood);
    setText(this.#likelihood, waiting > 0 ? R.waitingFor(label, waiting) : label);
  }

  /** @param {any} status @param {number} rate steps a second */
  words({ step, imagesSeen, epochs }, rate) {
    const images = step > 0 ? (rate * imagesSeen) / step : 0;
    return {
      progress: R.progress(step, imagesSeen, epochs), rate: images > 0 ? R.rate(images) : "", beside: "",
    };
  }

  /** @param {any} status */
  rest({ exactStates, step }) {
    return { text: exactStates == null ? R.exactTooLarge : R.exactCost(exactStates), possible: exactStates != null, state: String(step) };
  }

  refuse() {}

  paint() {
    this.#repairing.paint();
  }
}
