// @ts-check
// The controls of a figure in groups, made from the registry for the parameters that apply.
import { Control } from "../controls.js";
import { el } from "../dom.js";

/** @typedef {{ name: string, title: string, keys: string[], only?: Record<string, string[]>, most?: Record<string, number>, more?: HTMLElement[] }} Group `only`: choices that a figure has of a menu; `most`: ends of its sliders; `more`: its own controls */

const KINDS = { data: "data", model: "models", trainer: "trainers", sampler: "samplers" };

/** The entries that are chosen. @param {any} status @param {any} catalogue @returns {any[]} */
export function chosen(status, catalogue) {
  return Object.entries(KINDS).flatMap(([key, kind]) => catalogue[kind].filter((/** @type {any} */ e) => e.id === status.values[key]));
}

/** The groups. */
export class Groups {
  #controls = /** @type {Map<string, Control>} */ (new Map());
  #shape = "";
  #prefix;
  #set;
  #made;
  element = el("div", { class: "groups" });

  /**
   * @param {string} prefix makes ids unique on the page @param {(key: string, value: string) => void} set
   * @param {() => void} made the controls are other ones now
   */
  constructor(prefix, set, made) {
    this.#prefix = prefix;
    this.#set = set;
    this.#made = made;
  }

  /**
   * Shows the present values; makes the controls anew when others apply than before.
   * @param {any} status @param {any} catalogue @param {Group[]} groups
   * @param {string} forced the control that shows its value even while it has the focus
   */
  show(status, catalogue, groups, forced) {
    const shape = groups.map((g) => `${g.name}:${g.keys.join()}${Object.values(g.most ?? {})}`).join(";") + status.values.model;
    if (shape !== this.#shape) this.#make(shape, status, catalogue, groups);
    for (const [key, control] of this.#controls) {
      if (key === forced) control.answer(status.values[key]);
      else control.show(status.values[key]);
    }
  }

  /** @param {string} shape @param {any} status @param {any} catalogue @param {Group[]} groups */
  #make(shape, status, catalogue, groups) {
    this.#shape = shape;
    this.#controls.clear();
    // Two entries may have a parameter of the same name: the chosen ones go first, then the picture's.
    const of = (/** @type {any[]} */ entries) => entries.flatMap((e) => e.params);
    const others = [...Object.values(KINDS), "figures"].flatMap((kind) => catalogue[kind]);
    const all = [...catalogue.run, ...of(chosen(status, catalogue)), ...catalogue.picture, ...of(others)];
    const root = /** @type {Document} */ (this.element.getRootNode());
    const focused = root.activeElement?.id ?? "";
    const fieldset = (/** @type {Group} */ { name, title, keys, only, most, more = [] }) => el("fieldset", { class: `controls ${name}` }, [
      el("legend", { text: title }),
      ...keys.map((key) => {
        // What differs in a second training is a parameter like the first one's.
        const param = { ...all.find((p) => p.key === key.replace(/^b\./, "")), key };
        const offered = only?.[key];
        const choices = param.choices.filter((/** @type {any} */ c) => !offered || offered.includes(c.id));
        const control = new Control({ ...param, choices, max: most?.[key] ?? param.max }, this.#prefix, this.#set);
        this.#controls.set(key, control);
        return control.element;
      }),
      ...more,
    ]);
    this.element.replaceChildren(...groups.filter((g) => g.keys.length || g.more).map(fieldset));
    this.#made();
    // Whoever chose another entry by keyboard goes on from where they were.
    if (focused.startsWith(`${this.#prefix}p-`)) root.getElementById(focused)?.focus();
  }

  /** Forgets what was wrong with values. */
  settle() {
    for (const control of this.#controls.values()) control.warn("");
  }

  /** Says below a control what was wrong with its value; false if there is no such control. @param {string} key @param {string} message */
  note(key, message) {
    const control = this.#controls.get(key);
    control?.warn(message);
    return control !== undefined;
  }
}
