// @ts-check
// The picture, the pen and the half-steps of the repair: what the figures `teaser` and `repair` share.
import { button, el, hasFocus, setText } from "../dom.js";
import { Pad } from "../pad.js";
import { REPAIR as R } from "../views/repair-strings.js";

/** Shape of the digits before they are there: it holds their place. */
const PLACE = { width: "516", height: "168" };

/** A picture that is damaged and repaired. */
export class Repairing {
  #status = /** @type {any} */ (null);
  #pad;
  #example;
  #scrub = el("input", { type: "range", min: "0", max: "100", value: "0", name: "scrub", "aria-label": R.scrub, disabled: true });
  #back;
  #forward;
  #halfStep = el("p", { class: "halfstep", text: R.waiting });
  #wrong = el("p", { class: "wrong" });
  #panels;
  #labels = el("div", { class: "labels", "aria-hidden": "true" });

  /** @param {string} prefix @param {import("../view.js").Intents} intents @param {import("./panels.js").Panels} panels */
  constructor(prefix, intents, panels) {
    this.#panels = panels;
    this.#pad = new Pad(prefix, intents.edit);
    this.#example = el("input", { type: "number", min: "0", step: "1", name: "example", id: `${prefix}p-example` });
    const at = (/** @type {number} */ by) => () => this.#status && intents.show(Math.max(0, this.#status.detail.repair.shown + by));
    this.#back = button("‹", at(-1), { "aria-label": R.scrubBack });
    this.#forward = button("›", at(1), { "aria-label": R.scrubOn });
    this.#scrub.addEventListener("input", () => intents.show(Number(this.#scrub.value)));
    this.#example.addEventListener("change", () => intents.set("example", this.#example.value));
    const pick = (/** @type {number} */ by) => () => {
      const { values, detail: { pictures } } = this.#status;
      intents.set("example", String((Number(values.example) + by + pictures) % pictures));
    };
    const another = () => intents.set("instance", String(Number(this.#status.values.instance) + 1));
    const picker = el("div", { class: "bar picker" }, [
      el("label", { for: this.#example.id, text: R.example }),
      el("span", { class: "spin" }, [
        button("‹", pick(-1), { "aria-label": R.previous }), this.#example, button("›", pick(1), { "aria-label": R.next }),
      ]),
      button(R.another, another, { name: "another" }), button(R.repair, intents.repair, { class: "primary", name: "repair" }),
    ]);
    this.picture = el("div", { class: "repairing" }, [
      picker, el("div", { class: "digitbox" }, [panels.canvas("digits", PLACE), this.#labels]),
      el("div", { class: "bar scrubbing" }, [this.#back, this.#scrub, this.#forward]), this.#halfStep, this.#wrong,
    ]);
    /** The pen and its tools. */
    this.pad = this.#pad.element;
  }

  /** @param {any} status @param {string} forced */
  show(status, forced) {
    this.#status = status;
    const { pictures, size, original, mask, repair, compares } = status.detail;
    const labels = compares ? [...R.pictures.slice(0, 2), ...R.repairs] : R.pictures;
    if (this.#labels.children.length !== labels.length) this.#labels.replaceChildren(...labels.map((text) => el("span", { text })));
    this.#example.max = String(pictures - 1);
    if (!hasFocus(this.#example) || forced === "example") this.#example.value = String(status.values.example);
    this.#pad.show(size, original, mask);
    for (const control of [this.#scrub, this.#back, this.#forward]) control.disabled = !repair;
    // Without a repair its chart has no values and no scale: its place stays empty.
    this.#panels.canvas("energy").parentElement?.classList.toggle("empty", !repair);
    if (!repair) {
      setText(this.#halfStep, R.noRepair);
      setText(this.#wrong, "");
      return;
    }
    this.#scrub.max = String(repair.length);
    if (!hasFocus(this.#scrub) || Number(this.#scrub.value) !== repair.shown) this.#scrub.value = String(repair.shown);
    setText(this.#halfStep, R.halfStep(repair));
    setText(this.#wrong, R.wrong(repair, size.rows * size.cols));
  }

  paint() {
    this.#pad.paint();
  }
}
