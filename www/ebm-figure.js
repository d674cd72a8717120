// @ts-check
// <ebm-figure name link>: one figure with its controls. It shows what the worker computes and says what the reader does.
import { paint, panels } from "../ebm.js";
import { connect, fail } from "./client.js";
import { Control } from "./controls.js";
import { button, el } from "./dom.js";
import { isState, onChange, setView, viewOf, withoutView, withView, write } from "./fragment.js";
import { Pad } from "./pad.js";
import { SPEEDS, STRINGS as S } from "./strings.js";

/** Parameters that are shown in the second group, about the picture. */
const PICTURE = ["damage", "amount", "instance", "clamp", "sweeps"];
/** Parameters with no input of their own: the link writes them from other acts. */
const HIDDEN = ["drawn", "mask", "init", "example"];
const SELECTORS = ["model", "data", "trainer"];
/** Where Play goes on to once the planned steps are done. */
const UNLIMITED = 10_000_000;
let prefixes = 0;

/** The element. */
export class EbmFigure extends HTMLElement {
  static observedAttributes = ["link"];
  #connection = /** @type {ReturnType<typeof connect> | null} */ (null);
  #status = /** @type {any} */ (null);
  #scene = /** @type {Uint8Array | null} */ (null);
  #catalogue = /** @type {any} */ (null);
  #controls = /** @type {Map<string, Control>} */ (new Map());
  #shape = "";
  #playing = false;
  #wanted = false;
  #visible = true;
  #link = "";
  #deliberate = false;
  #frame = 0;
  #spoken = 0;
  #lastSummary = "";
  #exactRunning = false;
  #exactStep = 0;
  #prefix = prefixes++ ? `f${prefixes}-` : "";
  #stops = /** @type {(() => void)[]} */ ([]);
  #ui = /** @type {any} */ (null);

  /** The link to the present state. */
  get link() {
    return this.#status?.link ?? this.#link;
  }
  set link(value) {
    this.#link = value;
    if (this.isConnected) this.#open(value);
  }
  /** The digest of the state that the link leads to: after the repair if the link has one. */
  get digest() {
    return this.#status ? (this.#status.repair?.current ? this.#status.repair.digest : this.#status.digest) : "";
  }
  get steps() {
    return this.#status?.step ?? 0;
  }
  get playing() {
    return this.#playing;
  }

  connectedCallback() {
    this.#build();
    const listen = (/** @type {EventTarget} */ target, /** @type {string} */ type, /** @type {() => void} */ action) => {
      target.addEventListener(type, action);
      this.#stops.push(() => target.removeEventListener(type, action));
    };
    listen(document, "ebm-theme", () => { this.#ui.pad.paint(); this.#schedule(); });
    listen(document, "visibilitychange", () => this.#attend());
    listen(window, "resize", () => this.#schedule());
    const observer = new IntersectionObserver(([entry]) => {
      this.#visible = entry.isIntersecting;
      this.#attend();
    });
    observer.observe(this);
    this.#stops.push(() => observer.disconnect(), onChange((link) => this.#open(link)));
    const own = this.getAttribute("link");
    this.#open(own ?? (isState(location.hash) ? location.hash : ""));
  }

  disconnectedCallback() {
    for (const stop of this.#stops.splice(0)) stop();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#connection?.close();
    this.#connection = null;
  }

  /** @param {string} _name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(_name, old, value) {
    if (this.isConnected && old !== value && value !== null) this.#open(value);
  }

  play() {
    this.#wanted = true;
    const done = this.#status && this.#status.step >= this.#status.target;
    this.#connection?.send("play", done ? { target: UNLIMITED } : {});
    this.#setPlaying(true);
  }
  pause() {
    this.#wanted = false;
    this.#connection?.send("pause");
    this.#setPlaying(false);
  }
  /** @param {number} [n] */
  step(n = 1) {
    this.#wanted = false;
    this.#connection?.send("step", { n, step: this.steps });
  }
  reset() {
    this.#deliberate = true;
    this.#connection?.send("reset");
  }
  /** @param {string} key @param {string | number | boolean} value */
  set(key, value) {
    this.#connection?.send("set", { key, value: typeof value === "boolean" ? (value ? "1" : "0") : String(value) });
  }

  /** Starts anew from a link. @param {string} link */
  #open(link) {
    this.#link = link;
    this.#ui.crash.hidden = true;
    this.#connection?.close();
    const connection = connect((message) => this.#hear(message, connection));
    this.#connection = connection;
    const view = viewOf(link);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#wanted = view.autoplay !== "0" && !calm;
    this.#ui.speed.value = SPEEDS.some(([id]) => id === view.speed) ? view.speed : "max";
    const name = this.getAttribute("name") ?? "repair";
    connection.send("open", { name, link, playing: false, speed: this.#speed() });
  }

  #speed() {
    const value = this.#ui.speed.value;
    return value === "max" ? Infinity : Number(value);
  }

  /** @param {any} message @param {any} from */
  #hear(message, from) {
    if (from !== this.#connection) return;
    switch (message.type) {
      case "opened":
        this.#catalogue = message.catalogue;
        this.#warn(message.warnings);
        this.#attend();
        this.#emit("ebm-ready");
        break;
      case "state":
        this.#status = message.status;
        this.#scene = message.scene;
        this.#setPlaying(message.playing);
        if (!message.playing && message.status.step >= message.status.target) this.#wanted = false;
        this.#ui.rate.textContent = message.playing && message.rate > 0
          ? `${(Math.round(message.rate / 100) * 100).toLocaleString("en")} images/s` : "";
        this.#schedule();
        break;
      case "changed": {
        const text = message.warnings.map((/** @type {any} */ w) => w.message).join(" ");
        this.#controls.get(message.key)?.warn(text);
        if (message.restarted) {
          this.#deliberate = true;
          this.#wanted = this.#wanted || this.#playing;
          this.#attend();
        }
        this.#forced = message.key;
        this.#emit("ebm-change", { key: message.key, warnings: message.warnings });
        break;
      }
      case "exact":
        this.#showExact(message);
        break;
      case "panic":
        fail(message.message);
        break;
      case "error":
        if (this.#exactRunning) this.#endExact(message.message);
        else if (!this.#status) this.#crash(message.message);
        else this.#warn([{ message: message.message }]);
        this.#emit("ebm-error", { code: message.code, message: message.message });
        break;
      case "crash":
        this.#crash(message.message);
        this.#emit("ebm-error", { code: "crash", message: message.message });
    }
  }
  #forced = "";

  /** @param {string} type @param {object} [detail] */
  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /** Computes only while it can be seen. */
  #attend() {
    const seen = this.#visible && !document.hidden;
    if (seen && this.#wanted) this.#connection?.send("play", {});
    else if (!seen) this.#connection?.send("pause");
  }

  /** @param {boolean} playing */
  #setPlaying(playing) {
    this.#playing = playing;
    this.#ui.play.textContent = playing ? S.pause : S.play;
  }

  #schedule() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#show());
  }

  /** Brings the last report onto the page. */
  #show() {
    this.#frame = 0;
    const status = this.#status;
    if (!status || !this.#scene) return;
    this.#shapeControls(status);
    for (const [key, control] of this.#controls) {
      if (key === this.#forced) control.force(status.values[key]);
      else control.show(status.values[key]);
    }
    this.#forced = "";
    const ui = this.#ui;
    ui.progress.textContent = `${status.step.toLocaleString("en")} updates · `
      + `${status.imagesSeen.toLocaleString("en")} images · ${status.epochs.toFixed(1)} epochs`;
    ui.bar.value = Math.min(1, status.target > 0 ? status.step / status.target : 0);
    ui.digest.textContent = this.digest;
    ui.example.value = document.activeElement === ui.example ? ui.example.value : String(status.values.example);
    ui.pad.show(status.size, status.original, status.mask);
    this.#showRepair(status);
    this.#showNumbers(status);
    ui.command.textContent = `ebm run '${status.link}'`;
    this.#paintPanels();
    const now = performance.now();
    if ((now - this.#spoken > 3000 || !this.#playing) && status.summary !== this.#lastSummary) {
      this.#spoken = now;
      this.#lastSummary = status.summary;
      ui.summary.textContent = status.summary;
    }
    if (!this.hasAttribute("link")) write(status.link, this.#deliberate);
    this.#deliberate = false;
    this.#connection?.send("ack");
    this.#emit("ebm-frame", { steps: status.step });
  }

  /** @param {any} status */
  #showRepair(status) {
    const { scrub, halfStep, wrong, back, forward } = this.#ui;
    const repair = status.repair;
    for (const control of [scrub, back, forward]) control.disabled = !repair;
    if (!repair) {
      halfStep.textContent = S.noRepair;
      wrong.textContent = "";
      return;
    }
    scrub.max = String(repair.length);
    if (document.activeElement !== scrub || Number(scrub.value) !== repair.shown) scrub.value = String(repair.shown);
    halfStep.textContent = `Half-step ${repair.shown} of ${repair.length}: ${repair.label}`
      + (repair.current ? "." : ` (by the model after ${repair.step} updates).`);
    const energy = Number.isFinite(repair.energy) ? `E(v,h) = ${repair.energy.toFixed(2)}, ` : "";
    wrong.textContent = `${repair.wrong} of ${status.size.rows * status.size.cols} pixels differ from the original; `
      + `${energy}F(v) = ${repair.freeEnergy.toFixed(2)}.`;
  }

  /** @param {any} status */
  #showNumbers(status) {
    const rows = status.numbers.map((/** @type {any} */ n) => {
      const value = n.value == null ? "–" : Number.isInteger(n.value) ? n.value.toLocaleString("en") : n.value.toPrecision(6);
      return el("tr", {}, [el("th", { scope: "row", text: n.name }), el("td", { text: value }), el("td", { text: n.unit })]);
    });
    this.#ui.table.replaceChildren(...rows);
  }

  #paintPanels() {
    const scene = /** @type {Uint8Array} */ (this.#scene);
    const dark = document.documentElement.dataset.theme === "dark";
    const ratio = Math.min(3, Math.max(1, devicePixelRatio));
    for (const { name, title, aspect } of panels(scene)) {
      const canvas = this.#ui.canvases[name];
      if (!canvas) continue;
      const width = Math.round(canvas.clientWidth * ratio);
      if (width < 8) continue;
      canvas.style.aspectRatio = String(aspect);
      const height = Math.round(width / aspect);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      canvas.setAttribute("aria-label", title);
      paint(canvas, scene, name, dark, ratio);
    }
  }

  /** Makes the controls that apply, when they are others than before. @param {any} status */
  #shapeControls(status) {
    const shape = status.applicable.join();
    if (shape === this.#shape) return;
    this.#shape = shape;
    const entries = ["models", "samplers", "trainers", "data"].flatMap((kind) => this.#catalogue[kind]);
    const all = [...this.#catalogue.run, ...entries.flatMap((e) => e.params)];
    const of = (/** @type {string} */ key) => all.find((p) => p.key === key);
    const make = (/** @type {string} */ key) => {
      const control = new Control(of(key), this.#prefix, (k, value) => this.set(k, value));
      this.#controls.set(key, control);
      return control.element;
    };
    this.#controls.clear();
    const shown = status.applicable.filter((/** @type {string} */ key) => !HIDDEN.includes(key) && of(key));
    const pcd = status.values.trainer === "pcd";
    const learning = shown.filter((/** @type {string} */ k) => !PICTURE.includes(k) && (k !== "chains" || pcd));
    this.#ui.learning.replaceChildren(el("legend", { text: S.learning }), ...[...SELECTORS, ...learning].map(make));
    const picture = PICTURE.filter((k) => shown.includes(k));
    this.#ui.picture.replaceChildren(el("legend", { text: S.picture }), ...picture.map(make));
  }

  /** @param {{ message: string }[]} warnings */
  #warn(warnings) {
    const { warnings: box } = this.#ui;
    box.hidden = warnings.length === 0;
    const items = warnings.map((w) => el("li", { text: w.message }));
    const dismiss = button(S.dismiss, () => { box.hidden = true; });
    box.replaceChildren(el("ul", {}, items), dismiss);
  }

  /** @param {string} message */
  #crash(message) {
    this.#setPlaying(false);
    const { crash } = this.#ui;
    crash.hidden = false;
    const restart = button(S.restart, () => this.#open(this.link));
    crash.replaceChildren(el("p", { text: `${S.crashed} ${message}` }), restart);
  }

  /** @param {any} message */
  #showExact(message) {
    const { exactBar, exactText, exactButton } = this.#ui;
    this.#exactRunning = message.logZ == null;
    exactBar.hidden = !this.#exactRunning;
    exactButton.textContent = this.#exactRunning ? S.cancel : S.exact;
    if (this.#exactRunning) {
      exactBar.max = message.total;
      exactBar.value = message.done;
      exactText.textContent = S.exactCost(message.total);
    } else {
      exactText.textContent = S.exactDone(message.logZ, message.logLikelihood, this.#exactStep);
    }
  }

  /** @param {string} message */
  #endExact(message) {
    this.#exactRunning = false;
    this.#ui.exactBar.hidden = true;
    this.#ui.exactButton.textContent = S.exact;
    this.#ui.exactText.textContent = message;
  }

  #exact() {
    if (this.#exactRunning) {
      this.#connection?.send("exactCancel");
      this.#endExact("");
    } else {
      this.pause();
      this.#exactStep = this.steps;
      this.#exactRunning = true;
      this.#connection?.send("exact");
    }
  }

  async #copy() {
    const link = withView(`${withoutView(this.link)}&build=${this.#catalogue?.build ?? ""}`);
    const url = new URL(link, location.href).href;
    const { copied } = this.#ui;
    try {
      await navigator.clipboard.writeText(url);
      copied.replaceChildren(S.copied);
    } catch {
      const field = el("input", { type: "text", readonly: true, value: url, "aria-label": S.copy });
      copied.replaceChildren(field);
      field.select();
    }
  }

  #newSeed() {
    const words = crypto.getRandomValues(new Uint32Array(2));
    this.set("seed", (words[0] & 0x1fffff) * 2 ** 32 + words[1]);
  }

  /** Shows a half-step. @param {number} by */
  #scrub(by) {
    const repair = this.#status?.repair;
    if (repair) this.#connection?.send("show", { halfStep: Math.max(0, Math.min(repair.length, repair.shown + by)) });
  }

  /** @param {number} by */
  #pick(by) {
    this.set("example", Math.max(0, Number(this.#status?.values.example ?? 0) + by));
  }

  /** Makes the element's content, once. */
  #build() {
    if (this.#ui) return;
    const canvas = (/** @type {string} */ name) => el("canvas", { class: name, role: "img" });
    const canvases = Object.fromEntries(["digits", "filters", "likelihood", "error", "energy"].map((n) => [n, canvas(n)]));
    const plot = (/** @type {string} */ name, /** @type {string} */ caption) =>
      el("figure", { class: `plot ${name}` }, [canvases[name], el("figcaption", { text: caption })]);
    const text = (/** @type {string} */ name) => el("span", { class: name });
    const ui = {
      canvases,
      progress: text("progress"), rate: text("rate"), copied: text("copied"),
      digest: el("output", { class: "digest", "aria-label": "digest" }),
      bar: el("progress", { max: "1", value: "0", "aria-label": "Steps done" }),
      play: button(S.play, () => (this.#playing ? this.pause() : this.play()), { class: "primary", name: "play" }),
      speed: el("select", { name: "speed", "aria-label": S.speed }, SPEEDS.map(([id, title]) => el("option", { value: id, text: title }))),
      warnings: el("div", { class: "warnings", role: "alert", hidden: true }),
      crash: el("div", { class: "crash", role: "alert", hidden: true }),
      learning: el("fieldset", { class: "controls" }),
      picture: el("fieldset", { class: "controls" }),
      pad: new Pad((kind, pixels) => this.#connection?.send(kind, kind === "draw" ? { pixels } : { mask: pixels })),
      scrub: el("input", { type: "range", min: "0", max: "100", name: "scrub", "aria-label": S.scrub, disabled: true }),
      back: button("‹", () => this.#scrub(-1), { "aria-label": "One half-step back" }),
      forward: button("›", () => this.#scrub(1), { "aria-label": "One half-step on" }),
      halfStep: el("p", { class: "halfstep", text: S.waiting }), wrong: el("p", { class: "wrong" }),
      example: el("input", { type: "number", min: "0", step: "1", name: "example", id: `${this.#prefix}p-example` }),
      table: el("tbody"), command: el("code"),
      summary: el("p", { class: "visually-hidden", role: "status", "aria-live": "polite" }),
      exactButton: button(S.exact, () => this.#exact(), { name: "exact" }),
      exactBar: el("progress", { hidden: true, "aria-label": S.exact }), exactText: el("p", { class: "exact", role: "status" }),
    };
    this.#ui = ui;
    ui.scrub.addEventListener("input", () => this.#connection?.send("show", { halfStep: Number(ui.scrub.value) }));
    ui.example.addEventListener("change", () => this.set("example", ui.example.value));
    ui.speed.addEventListener("change", () => {
      this.#connection?.send("speed", { speed: this.#speed() });
      setView("speed", ui.speed.value === "max" ? "" : ui.speed.value);
    });
    const fullScreen = button("Full screen", () => {
      const leave = document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen?.();
      leave?.catch(() => this.#warn([{ message: "This browser does not let the figure fill the screen." }]));
    });
    const run = el("div", { class: "bar" }, [
      ui.play, button(S.step, () => this.step(), { name: "step" }), button(S.reset, () => this.reset(), { name: "reset" }),
      button(S.newSeed, () => this.#newSeed(), { name: "new-seed" }), ui.speed,
      button(S.copy, () => this.#copy(), { name: "copy" }), fullScreen, ui.copied,
    ]);
    const picker = el("div", { class: "bar" }, [
      el("label", { for: `${this.#prefix}p-example`, text: "Held-out picture" }),
      button("‹", () => this.#pick(-1), { "aria-label": "Previous picture" }), ui.example,
      button("›", () => this.#pick(1), { "aria-label": "Next picture" }),
      button(S.another, () => this.set("instance", Number(this.#status?.values.instance ?? 0) + 1), { name: "another" }),
      button(S.repair, () => this.#connection?.send("repair"), { class: "primary", name: "repair" }),
    ]);
    const labels = el("div", { class: "labels", "aria-hidden": "true" }, S.pictures.map((p) => el("span", { text: p })));
    const digits = el("div", { class: "repairing" }, [
      picker, el("div", { class: "digitbox" }, [canvases.digits, labels]),
      el("div", { class: "bar scrubbing" }, [ui.back, ui.scrub, ui.forward]), ui.halfStep, ui.wrong, ui.pad.element,
    ]);
    const side = el("div", { class: "side" }, [
      plot("filters", "Weights of the hidden units: blue where a pixel switches the unit on, orange where off."),
    ]);
    const charts = el("div", { class: "charts" }, [
      plot("likelihood", "How likely held-out pictures are."), plot("error", "How well pictures are reproduced: no measure of the model."),
      plot("energy", "Along the repair: E at every half-step, F at every full one."),
    ]);
    const exact = el("div", { class: "bar" }, [ui.exactButton, ui.exactBar, ui.exactText]);
    const status = el("div", { class: "status" }, [ui.progress, ui.rate, el("span", { class: "digestbox" }, ["digest ", ui.digest])]);
    this.replaceChildren(
      ui.warnings, ui.crash, run, ui.bar, status, el("div", { class: "stage" }, [digits, side]), charts, exact,
      el("div", { class: "groups" }, [ui.learning, ui.picture]),
      el("details", {}, [el("summary", { text: S.numbers }), el("table", {}, [ui.table])]),
      el("details", {}, [el("summary", { text: S.native }), el("pre", {}, [ui.command])]), ui.summary,
    );
  }
}
