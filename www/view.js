// @ts-check
// What a figure looks like: makes its elements once, shows reports on them, and says what the reader wants.
import { Scene } from "../ebm.js";
import { Control } from "./controls.js";
import { button, el, setText } from "./dom.js";
import { Pad } from "./pad.js";
import { count, number, SPEEDS, STRINGS as S } from "./strings.js";

const SELECTORS = ["model", "data", "trainer"];
/** Seconds between two sentences for screen readers while it computes. */
const SPEAK = 3;
const PANELS = ["digits", "filters", "likelihood", "error", "energy"];
/** Shapes to hold the place of pictures that come later. @type {Record<string, Record<string, string>>} */
const SHAPES = { digits: { width: "516", height: "168" } };

/**
 * @typedef {object} Intents What a reader may want.
 * @property {() => void} toggle play or pause
 * @property {() => void} step
 * @property {() => void} reset
 * @property {() => void} newSeed
 * @property {() => void} copy
 * @property {() => void} fullScreen
 * @property {() => void} exact start the exact sum, or give it up
 * @property {(speed: string) => void} speed
 * @property {(key: string, value: string) => void} set
 * @property {(kind: "draw" | "brush", pixels: Uint8Array) => void} edit
 * @property {() => void} repair
 * @property {(halfStep: number) => void} show
 * @property {() => void} restart after a crash
 */

/** The elements of one figure. */
export class View {
  #controls = /** @type {Map<string, Control>} */ (new Map());
  #shape = "";
  #status = /** @type {any} */ (null);
  #scene = /** @type {Scene | null} */ (null);
  #spoken = { time: -Infinity, summary: "" };
  #prefix;
  #intents;
  #ui;

  /** @param {string} prefix makes ids unique on the page @param {Intents} intents */
  constructor(prefix, intents) {
    this.#prefix = prefix;
    this.#intents = intents;
    this.#ui = this.#make(intents);
    this.elements = this.#arrange(intents);
  }

  /** @param {Intents} intents */
  #make(intents) {
    const text = (/** @type {string} */ name) => el("span", { class: name });
    const canvas = (/** @type {string} */ name) => [name, el("canvas", { class: name, role: "img", ...SHAPES[name] })];
    const at = (/** @type {number} */ by) => () => this.#status && intents.show(this.#status.repair.shown + by);
    const ui = {
      canvases: /** @type {Record<string, HTMLCanvasElement>} */ (Object.fromEntries(PANELS.map(canvas))),
      play: button(S.play, intents.toggle, { class: "primary", name: "play" }),
      speed: el("select", { name: "speed", "aria-label": S.speed }, SPEEDS.map(([id, title]) => el("option", { value: id, text: title }))),
      copied: text("copied"), progress: text("progress"), rate: text("rate"),
      digest: el("output", { class: "digest", "aria-label": S.digest }),
      bar: el("progress", { max: "1", value: "0", "aria-label": S.done }),
      warnings: el("div", { class: "warnings", role: "alert", hidden: true }),
      crash: el("div", { class: "crash", role: "alert", hidden: true }),
      learning: el("fieldset", { class: "controls learning" }),
      picture: el("fieldset", { class: "controls picture" }),
      pad: new Pad(this.#prefix, intents.edit),
      example: el("input", { type: "number", min: "0", step: "1", name: "example", id: `${this.#prefix}p-example` }),
      scrub: el("input", { type: "range", min: "0", max: "100", name: "scrub", "aria-label": S.scrub, disabled: true }),
      back: button("‹", at(-1), { "aria-label": S.scrubBack }), forward: button("›", at(1), { "aria-label": S.scrubOn }),
      halfStep: el("p", { class: "halfstep", text: S.waiting }), wrong: el("p", { class: "wrong" }),
      table: el("tbody"), command: el("code"),
      summary: el("p", { class: "visually-hidden", role: "status", "aria-live": "polite" }),
      exactButton: button(S.exact, intents.exact, { name: "exact" }),
      exactBar: el("progress", { hidden: true, "aria-label": S.exact }), exactText: el("p", { class: "exact", role: "status" }),
    };
    ui.scrub.addEventListener("input", () => intents.show(Number(ui.scrub.value)));
    ui.example.addEventListener("change", () => intents.set("example", ui.example.value));
    ui.speed.addEventListener("change", () => intents.speed(ui.speed.value));
    return ui;
  }

  /** @param {Intents} intents @returns {HTMLElement[]} */
  #arrange(intents) {
    const ui = this.#ui;
    const plot = (/** @type {string} */ name) =>
      el("figure", { class: `plot ${name}` }, [ui.canvases[name], el("figcaption", { text: S.captions[name] })]);
    const pick = (/** @type {number} */ by) => () => {
      const { values, pictures } = this.#status;
      intents.set("example", String((Number(values.example) + by + pictures) % pictures));
    };
    const another = () => intents.set("instance", String(Number(this.#status.values.instance) + 1));
    const run = el("div", { class: "bar" }, [
      ui.play, button(S.step, intents.step, { name: "step" }), button(S.reset, intents.reset, { name: "reset" }),
      button(S.newSeed, intents.newSeed, { name: "new-seed" }), ui.speed, button(S.copy, intents.copy, { name: "copy" }),
      button(S.fullScreen, intents.fullScreen, { name: "full-screen" }), ui.copied,
    ]);
    const picker = el("div", { class: "bar picker" }, [
      el("label", { for: ui.example.id, text: S.example }),
      el("span", { class: "spin" }, [
        button("‹", pick(-1), { "aria-label": S.previous }), ui.example, button("›", pick(1), { "aria-label": S.next }),
      ]),
      button(S.another, another, { name: "another" }), button(S.repair, intents.repair, { class: "primary", name: "repair" }),
    ]);
    const labels = el("div", { class: "labels", "aria-hidden": "true" }, S.pictures.map((p) => el("span", { text: p })));
    const repairing = el("div", { class: "repairing" }, [
      picker, el("div", { class: "digitbox" }, [ui.canvases.digits, labels]),
      el("div", { class: "bar scrubbing" }, [ui.back, ui.scrub, ui.forward]), ui.halfStep, ui.wrong,
    ]);
    const status = el("div", { class: "status" }, [ui.progress, ui.rate, el("span", { class: "digestbox" }, [`${S.digest} `, ui.digest])]);
    const exact = el("div", { class: "bar exactbar" }, [ui.exactButton, ui.exactBar, ui.exactText]);
    const fold = (/** @type {string} */ title, /** @type {Node} */ content) =>
      el("details", {}, [el("summary", { text: title }), content]);
    return [
      ui.warnings, ui.crash, run, ui.bar, status,
      el("div", { class: "stage" }, [repairing, ui.pad.element]), plot("filters"),
      el("div", { class: "charts" }, ["likelihood", "error", "energy"].map(plot)), exact,
      el("div", { class: "groups" }, [ui.learning, ui.picture]),
      fold(S.numbers, el("table", {}, [ui.table])), fold(S.native, el("pre", {}, [ui.command])), ui.summary,
    ];
  }

  /** Takes a scene to paint, in the place of the last. @param {Uint8Array} bytes */
  take(bytes) {
    this.#scene?.free();
    this.#scene = new Scene(bytes);
  }

  /**
   * Brings a report onto the page.
   * @param {any} status @param {any} catalogue @param {{ digest: string, rate: number, forced: string }} around
   */
  show(status, catalogue, { digest, rate, forced }) {
    const ui = this.#ui;
    this.#status = status;
    this.#shapeControls(status, catalogue);
    for (const [key, control] of this.#controls) {
      if (key === forced) control.answer(status.values[key]);
      else control.show(status.values[key]);
    }
    setText(ui.progress, S.progress(status.step, status.imagesSeen, status.epochs));
    setText(ui.rate, rate > 0 ? S.rate(rate) : "");
    ui.bar.value = Math.min(1, status.target > 0 ? status.step / status.target : 0);
    setText(ui.digest, digest);
    ui.example.max = String(status.pictures - 1);
    if (document.activeElement !== ui.example || forced === "example") ui.example.value = String(status.values.example);
    ui.pad.show(status.size, status.original, status.mask);
    this.#showRepair(status);
    this.#showExactCost(status);
    ui.table.replaceChildren(...status.numbers.map(row));
    setText(ui.command, `ebm run '${status.link}'`);
    this.paint();
  }

  /** @param {any} status */
  #showRepair({ repair, size }) {
    const { scrub, halfStep, wrong, back, forward } = this.#ui;
    for (const control of [scrub, back, forward]) control.disabled = !repair;
    if (!repair) {
      setText(halfStep, S.noRepair);
      setText(wrong, "");
      return;
    }
    scrub.max = String(repair.length);
    if (document.activeElement !== scrub || Number(scrub.value) !== repair.shown) scrub.value = String(repair.shown);
    setText(halfStep, S.halfStep(repair));
    setText(wrong, S.wrong(repair, size.rows * size.cols));
  }

  /** @param {any} status */
  #showExactCost(status) {
    const { exactButton, exactBar, exactText } = this.#ui;
    exactButton.disabled = status.exactStates == null;
    if (!exactBar.hidden || exactText.dataset.step === String(status.step)) return;
    setText(exactText, status.exactStates == null ? S.exactTooLarge : S.exactCost(status.exactStates));
    exactText.dataset.step = "";
  }

  /** The exact sum: under way, done, or given up. @param {{ done?: number, total?: number, logZ?: number, logLikelihood?: number, step?: number, message?: string }} exact */
  showExact({ done, total, logZ, logLikelihood, step, message }) {
    const { exactBar, exactText, exactButton } = this.#ui;
    const running = total !== undefined && logZ == null;
    exactBar.hidden = !running;
    setText(exactButton, running ? S.cancel : S.exact);
    if (running) {
      exactBar.max = total;
      exactBar.value = done ?? 0;
    } else if (logZ != null) {
      setText(exactText, S.exactDone(logZ, logLikelihood ?? null, step ?? 0));
      exactText.dataset.step = String(step);
    } else {
      setText(exactText, message ?? "");
      exactText.dataset.step = message ? String(this.#status?.step) : "";
      if (!message && this.#status) this.#showExactCost(this.#status);
    }
  }

  /** Paints every panel at the size it has now. */
  paint() {
    const scene = this.#scene;
    if (!scene) return;
    this.#ui.pad.paint();
    const dark = document.documentElement.dataset.theme === "dark";
    const ratio = Math.min(3, Math.max(1, devicePixelRatio));
    for (const name of scene.names) {
      const canvas = this.#ui.canvases[name];
      const room = canvas?.parentElement?.clientWidth ?? 0;
      if (room < 8) continue;
      const [width, height] = scene.size(name, room, ratio);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      canvas.style.width = `${width / ratio}px`;
      canvas.setAttribute("aria-label", scene.title(name));
      scene.paint(canvas, name, dark, ratio);
      if (name === "digits") this.#ui.canvases.digits.parentElement?.style.setProperty("--width", `${width / ratio}px`);
    }
  }

  /** Tells screen readers, not too often. @param {boolean} playing */
  speak(playing) {
    const { time, summary } = this.#spoken;
    const now = performance.now();
    const next = this.#status?.summary ?? "";
    if ((playing && now - time < SPEAK * 1000) || next === summary) return;
    this.#spoken = { time: now, summary: next };
    setText(this.#ui.summary, next);
  }

  /** Makes the controls that apply, when they are others than before. @param {any} status @param {any} catalogue */
  #shapeControls(status, catalogue) {
    const shape = status.applicable.join();
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#controls.clear();
    // Two entries may have a parameter of the same name: the chosen ones go first.
    const kinds = { data: "data", model: "models", trainer: "trainers", sampler: "samplers" };
    const chosen = Object.entries(kinds).flatMap(([key, kind]) =>
      catalogue[kind].filter((/** @type {any} */ e) => e.id === status.values[key]));
    const entries = [...chosen, ...Object.values(kinds).flatMap((kind) => catalogue[kind])];
    const all = [...catalogue.run, ...catalogue.picture, ...entries.flatMap((e) => e.params)];
    // Codes are written by drawing, and pictures are picked beside the picture.
    const shown = status.applicable.filter((/** @type {string} */ k) => k !== "example" && all.find((p) => p.key === k)?.kind !== "text");
    const ofPicture = new Set(catalogue.picture.map((/** @type {any} */ p) => p.key));
    const make = (/** @type {string} */ key) => {
      const control = new Control(all.find((p) => p.key === key), this.#prefix, this.#intents.set);
      this.#controls.set(key, control);
      return control.element;
    };
    const selectors = SELECTORS.filter((k) => k !== "model" || status.models.length > 1);
    const learning = [...selectors, ...shown.filter((/** @type {string} */ k) => !ofPicture.has(k))];
    const picture = shown.filter((/** @type {string} */ k) => ofPicture.has(k));
    this.#ui.learning.replaceChildren(el("legend", { text: S.learning }), ...learning.map(make));
    this.#ui.picture.replaceChildren(el("legend", { text: S.picture }), ...picture.map(make));
  }

  /** Says below a control what was wrong with its value. @param {string} key @param {string} message */
  note(key, message) {
    const control = this.#controls.get(key);
    if (control) control.warn(message);
    else if (message) this.warn([{ message }]);
  }

  /** What in a link could not be used, until it is dismissed. @param {{ message: string }[]} warnings */
  warn(warnings) {
    const { warnings: box } = this.#ui;
    box.hidden = warnings.length === 0;
    const dismiss = button(S.dismiss, () => { box.hidden = true; });
    box.replaceChildren(el("ul", {}, warnings.map((w) => el("li", { text: w.message }))), dismiss);
  }

  /** That the figure stopped and why; null when it goes again. @param {string | null} message */
  crash(message) {
    const { crash } = this.#ui;
    crash.hidden = message === null;
    if (message !== null) crash.replaceChildren(el("p", { text: `${S.crashed} ${message}` }), button(S.restart, this.#intents.restart));
  }

  /** @param {boolean} playing */
  playing(playing) {
    setText(this.#ui.play, playing ? S.pause : S.play);
  }

  /** The chosen speed. */
  get speed() {
    return this.#ui.speed.value;
  }
  set speed(value) {
    this.#ui.speed.value = SPEEDS.some(([id]) => id === value) ? value : "max";
  }

  /** What became of copying the link: a word, or the link to be copied by hand or saved. @param {(Node | string)[]} content */
  copied(content) {
    this.#ui.copied.replaceChildren(...content);
    content.find((c) => c instanceof HTMLInputElement)?.select();
  }
}

/** A row of the table of numbers. @param {{ name: string, value: number | null, unit: string }} n */
function row({ name, value, unit }) {
  const shown = value == null ? "–" : Number.isInteger(value) ? count(value) : number(value, 6);
  return el("tr", {}, [el("th", { scope: "row", text: name }), el("td", { text: shown }), el("td", { text: unit })]);
}
