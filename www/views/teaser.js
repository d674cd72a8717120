// @ts-check
// The face of the figure `teaser`: how the training went, the picture, the pen, and the energies of the repair; the rest is folded.
import { el, setText } from "../dom.js";
import { Repairing } from "../parts/repairing.js";
import { STRINGS as S } from "../strings.js";
import { groups } from "./repair.js";
import { REPAIR as R } from "./repair-strings.js";
import { TEASER as T } from "./teaser-strings.js";

/** @import { Face as AnyFace } from "../view.js" */

/** @implements {AnyFace} */
export class Face {
  static words = R;
  groups = groups;
  #repairing;
  #training = el("p", { class: "training" });

  /**
   * @param {string} prefix @param {import("../view.js").Intents} intents
   * @param {import("../view.js").Parts} parts
   */
  constructor(prefix, intents, { panels, table, controls }) {
    this.#repairing = new Repairing(prefix, intents, panels);
    const { picture, pad } = this.#repairing;
    picture.prepend(this.#training);
    this.elements = [
      el("div", { class: "stage teaser" }, [picture, el("div", {}, [pad, panels.plot("energy", R.captions.energy)])]),
      el("details", {}, [el("summary", { text: T.controls }), controls]),
      el("details", {}, [el("summary", { text: S.numbers }), el("div", { class: "folded" }, [table])]),
    ];
  }

  /** @param {any} status @param {string} forced */
  show(status, forced) {
    this.#repairing.show(status, forced);
  }

  /** @param {any} status @param {number} rate steps a second @param {number} seconds spent on the steps */
  words({ step, target, imagesSeen, epochs }, rate, seconds) {
    setText(this.#training, step >= target && seconds > 0 ? T.trained(imagesSeen, seconds) : T.training(imagesSeen));
    const images = step > 0 ? (rate * imagesSeen) / step : 0;
    return {
      progress: R.progress(step, imagesSeen, epochs), rate: images > 0 ? R.rate(images) : "", beside: "",
    };
  }

  rest() {
    return { text: "", possible: false, state: "" };
  }

  refuse() {}

  paint() {
    this.#repairing.paint();
  }
}
