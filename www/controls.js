// @ts-check
// Native inputs for parameters, made from the registry: a label above, a unit behind, an exact typed value always.
import { el, hasFocus } from "./dom.js";
import { t } from "./words.js";

/**
 * @typedef {object} Param
 * @property {string} key
 * @property {string} title
 * @property {string} unit
 * @property {string} help
 * @property {"int" | "float" | "choice" | "bool" | "text"} kind
 * @property {number | null} min
 * @property {number | null} max
 * @property {any} default
 * @property {{ id: string, title: string }[]} choices
 * @property {"linear" | "log"} scale
 * @property {boolean} typed without a slider
 * @property {boolean} [bounded] the run does not know it: what lies beyond its ends is told and mended here
 */

const SLIDER_STEPS = 200;

/** A control: its element, how to show a value, and how to show what was wrong with one. */
export class Control {
  /** @type {HTMLInputElement | HTMLSelectElement} */ #input;
  /** @type {HTMLInputElement | undefined} */ #slider;
  #value = /** @type {any} */ ("");
  #sent = "";
  #note = el("p", { class: "note", role: "status" });
  /** What a bounded control took instead, while its note says so, and whether the run has come there. */
  #taken = /** @type {{ value: number, reached: boolean } | null} */ (null);

  /**
   * @param {Param} param
   * @param {string} prefix makes ids unique on the page
   * @param {(key: string, value: string) => void} change
   */
  constructor(param, prefix, change) {
    this.param = param;
    const id = `${prefix}p-${param.key}`;
    const common = { id, name: param.key, title: param.help || undefined, "aria-describedby": `${id}-note` };
    this.#note.id = `${id}-note`;
    const label = el("label", { for: id, text: param.title });
    const row = el("div", { class: "row" });
    if (param.kind === "choice") {
      const options = param.choices.map((c) => el("option", { value: c.id, text: c.title }));
      this.#input = el("select", common, options);
    } else if (param.kind === "bool") {
      this.#input = el("input", { ...common, type: "checkbox" });
    } else if (param.kind === "text") {
      this.#input = el("input", { ...common, type: "text", autocomplete: "off", spellcheck: "false", placeholder: param.help });
    } else {
      const number = { min: String(param.min), max: String(param.max), step: param.kind === "int" ? "1" : "any" };
      const mode = param.kind === "int" ? "numeric" : "decimal";
      const size = Number(param.max) > 1e9 ? "long" : undefined;
      this.#input = el("input", { ...common, class: size, type: "number", inputmode: mode, ...number, autocomplete: "off" });
      if (!param.typed) row.append(this.#addSlider(change));
    }
    if (this.#slider && param.kind === "float") this.#addArrows();
    row.append(this.#input);
    if (param.unit) row.append(el("span", { class: "unit", text: param.unit }));
    this.#input.addEventListener("change", () => {
      // An emptied field says nothing: the value stays as it was.
      if (this.#read() === "" && param.kind !== "text") {
        this.force(this.#value);
        this.warn("");
      } else {
        if (param.bounded) this.#bound();
        this.#sent = this.#read();
        change(param.key, this.#sent);
      }
    });
    this.element = el("div", { class: `control ${param.kind}` }, [label, row, this.#note]);
  }

  /** Takes the nearest value that can be, and says so. */
  #bound() {
    const { title, min, max } = this.param;
    const given = this.#read();
    const used = Math.max(Number(min), Math.min(Number(max), Number(given)));
    const isFine = used === Number(given);
    this.#taken = isFine ? null : { value: used, reached: false };
    if (!isFine) this.force(used);
    this.warn(isFine ? "" : t("'{0}' cannot be {1}; {2} was used.", title, given, used));
  }

  /** @param {(key: string, value: string) => void} change */
  #addSlider(change) {
    const slider = el("input", { type: "range", min: "0", max: String(SLIDER_STEPS), "aria-label": this.param.title });
    slider.addEventListener("input", () => {
      const input = /** @type {HTMLInputElement} */ (this.#input);
      input.value = String(this.#fromSlider(Number(slider.value)));
    });
    slider.addEventListener("change", () => {
      if (this.param.bounded) this.#bound();
      change(this.param.key, this.#read());
    });
    this.#slider = slider;
    return slider;
  }

  /** Arrow keys change the typed value by as much as the slider's: 1 is a long way for most. */
  #addArrows() {
    const input = this.#input;
    input.addEventListener("keydown", (event) => {
      const { key } = /** @type {KeyboardEvent} */ (event);
      const by = key === "ArrowUp" ? 1 : key === "ArrowDown" ? -1 : 0;
      if (by === 0) return;
      event.preventDefault();
      const position = Math.round(this.#toSlider(Number(input.value))) + by;
      input.value = String(this.#fromSlider(Math.max(0, Math.min(SLIDER_STEPS, position))));
      input.dispatchEvent(new Event("change"));
    });
  }

  /** Ends of the slider; a logarithmic one starts above zero, where typed values can still go. */
  #ends() {
    const { min, max, scale } = this.param;
    let low = Number(min);
    const high = Number(max);
    if (scale === "log" && low <= 0) low = high / 1e4;
    return { low, high };
  }

  /** @param {number} position */
  #fromSlider(position) {
    const { low, high } = this.#ends();
    const part = position / SLIDER_STEPS;
    const value = this.param.scale === "log" ? low * (high / low) ** part : low + part * (high - low);
    return this.param.kind === "int" ? Math.round(value) : Number(value.toPrecision(3));
  }

  /** @param {number} value */
  #toSlider(value) {
    const { low, high } = this.#ends();
    if (this.param.scale === "log") return (Math.log(Math.max(value, low) / low) / Math.log(high / low)) * SLIDER_STEPS;
    return ((value - low) / (high - low)) * SLIDER_STEPS;
  }

  #read() {
    const input = this.#input;
    return this.param.kind === "bool" ? (/** @type {HTMLInputElement} */ (input).checked ? "1" : "0") : input.value;
  }

  /** Shows a value, unless the reader is just typing one. @param {any} value */
  show(value) {
    this.#value = value;
    if (this.#taken && this.#taken.value === value) this.#taken.reached = true;
    else if (this.#taken?.reached) {
      // What was told is not so any more.
      this.#taken = null;
      this.warn("");
    }
    if (this.#slider && !hasFocus(this.#slider)) this.#slider.value = String(this.#toSlider(value));
    if (hasFocus(this.#input) && this.param.kind !== "choice" && this.param.kind !== "bool") return;
    if (hasFocus(this.#slider)) return;
    this.force(value);
  }

  /** Shows what became of a value that was sent, unless the reader has typed on since. @param {any} value */
  answer(value) {
    if (hasFocus(this.#input) && this.#read() !== this.#sent) this.#value = value;
    else this.force(value);
  }

  /** Shows a value whatever the reader does. @param {any} value */
  force(value) {
    this.#value = value;
    const input = this.#input;
    if (this.param.kind === "bool") /** @type {HTMLInputElement} */ (input).checked = value === true;
    else if (input.value !== String(value)) input.value = String(value);
  }

  /** Shows what was wrong with the last value, or nothing. @param {string} message */
  warn(message) {
    this.#note.textContent = message;
    this.element.classList.toggle("warned", message !== "");
  }
}
