// @ts-check
// What every figure looks like: puts the common parts together around the face that only this figure has.
import { el, setText } from "./dom.js";
import { withoutView } from "./fragment.js";
import { Bar } from "./parts/bar.js";
import { Exact } from "./parts/exact.js";
import { Groups } from "./parts/groups.js";
import { Messages } from "./parts/messages.js";
import { Panels } from "./parts/panels.js";
import { Table } from "./parts/table.js";
import { STRINGS as S } from "./strings.js";

/** Seconds between two sentences for screen readers while it computes. */
const SPEAK = 3;

/**
 * @typedef {object} Intents What a reader may want.
 * @property {() => void} toggle play or pause
 * @property {() => void} pause
 * @property {() => void} step
 * @property {() => void} reset
 * @property {() => void} newSeed
 * @property {(opener: HTMLElement) => void} share
 * @property {() => void} fullScreen
 * @property {() => void} exact start the exact sum, or give it up
 * @property {(speed: string) => void} speed
 * @property {(key: string, value: string | number | boolean) => void} set
 * @property {(kind: "draw" | "brush", pixels: Uint8Array) => void} edit
 * @property {() => void} repair
 * @property {(index: number) => void} show a half-step of the repair, a chain
 * @property {(name: string, text: string) => void} instance couplings from an edge list; without text, none
 * @property {import("./parts/panels.js").Touch} touch a handle of a diagram is pressed or dragged
 * @property {() => void} restart after a crash
 * @property {() => void} painted there is something new to be seen
 * @property {(error: unknown) => void} failed something could not be painted
 */
/**
 * @typedef {object} Face What only one figure has.
 * @property {HTMLElement[]} elements between the bar and the controls
 * @property {(status: any, forced: string) => void} show
 * @property {(status: any, catalogue: any) => import("./parts/groups.js").Group[]} groups
 * @property {(status: any, rate: number, seconds: number) => { progress: string, rate: string, beside: string }} words
 * @property {(status: any) => { text: string, possible: boolean, state: string }} rest what is said of the exact sum
 * @property {(message: string) => void} refuse an edge list that cannot be read
 * @property {() => void} paint what is not in the scene
 */
/** @typedef {{ exact: string, exactDone: (logZ: number, likelihood: number | null, step: number) => string }} Words */
/** @typedef {{ panels: Panels, exact: HTMLElement, table: HTMLElement, controls: HTMLElement }} Parts Common parts that a face finds a place for. */
/** `hand`: what is dragged holds the run until it is let go; or whoever changes something stops it until it is played. */
/** `rests`: nothing runs in it; `certain`: nothing in it is random. */
/** @typedef {{ words: Words, rests?: boolean, certain?: boolean, speed?: string, hand?: "holds" | "leads", new (prefix: string, intents: Intents, parts: Parts): Face }} FaceClass */

/** The elements of one figure. */
export class View {
  #summary = el("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  #command = el("code");
  #table = new Table();
  #panels;
  #unfold = () => {};
  /** What has no control and was wrong. */
  #told = /** @type {string | null} */ (null);
  #spoken = { time: -Infinity, summary: "" };
  #next = "";
  #bar;
  #messages;
  #exact;
  #groups;
  #face;
  #native;
  #wishes = /** @type {import("./parts/wishes.js").Wishes} */ ({});
  /** What knows how to follow wishes, where there are some. @type {typeof import("./parts/wishes.js") | null} */
  #follows = null;

  /** @param {string} prefix makes ids unique on the page @param {Intents} intents @param {FaceClass} Face */
  constructor(prefix, intents, Face) {
    this.#panels = new Panels(intents.touch, intents.painted, intents.failed);
    this.#bar = new Bar(intents, Face);
    this.#messages = new Messages(intents.restart);
    this.#exact = new Exact(intents.exact, Face.words.exact, Face.words.exactDone);
    this.#groups = new Groups(prefix, intents.set, () => this.#arrange());
    this.#face = new Face(prefix, intents, { panels: this.#panels, exact: this.#exact.element, table: this.#table.element, controls: this.#groups.element });
    this.#native = el("details", {}, [el("summary", { text: S.native }), el("pre", {}, [this.#command])]);
    this.elements = [
      ...this.#messages.elements, ...this.#bar.elements, ...this.#face.elements,
      // Controls that the face has no place for come last.
      ...(this.#face.elements.some((e) => e.contains(this.#groups.element)) ? [] : [this.#groups.element]),
      this.#native, this.#summary,
    ];
    this.#groups.element.closest("details")?.addEventListener("toggle", () => this.#unfold());
  }

  /** Shows as much as a link asks for. @param {import("./parts/wishes.js").Wishes} wishes @param {typeof import("./parts/wishes.js") | null} follows */
  arrange(wishes, follows) {
    this.#wishes = wishes;
    this.#follows = follows;
    this.#arrange();
  }

  /** Parts that only it knows. @returns {Record<string, HTMLElement[]>} */
  get parts() {
    return { bar: this.#bar.elements, native: [this.#native] };
  }

  #arrange() {
    this.#follows?.arrange(this.elements, this.parts, this.#wishes);
  }

  /** What in the link's wishes could not be done. @param {any} catalogue */
  complaints(catalogue) {
    return this.#follows?.complaints(this.elements, catalogue, this.#wishes) ?? [];
  }

  /** Takes a scene to paint, in the place of the last. @param {Uint8Array} bytes */
  take(bytes) {
    this.#panels.take(bytes);
  }

  /**
   * Brings a report onto the page.
   * @param {any} status @param {any} catalogue @param {{ rate: number, seconds: number, forced: string }} around steps a second, seconds spent on the steps so far, and the
   * control that shows its value even while it has the focus
   */
  show(status, catalogue, { rate, seconds, forced }) {
    const since = performance.now();
    const words = this.#face.words(status, rate, seconds);
    this.#next = status.summary;
    const controls = () => this.#groups.show(status, catalogue, this.#face.groups(status, catalogue), forced);
    // Folded controls are made when somebody unfolds them.
    this.#unfold = controls;
    if (!this.#groups.element.closest("details:not([open])")) controls();
    this.#bar.show(status, { ...words, digest: status.digest });
    this.#face.show(status, forced);
    this.#exact.rest(this.#face.rest(status));
    this.#table.show(status.numbers);
    setText(this.#command, this.command(status));
    this.#face.paint();
    this.#panels.paint(since);
  }

  /** The exact sum: under way, done, or given up. @param {Parameters<Exact["show"]>[0]} sum */
  showExact(sum) {
    this.#exact.show(sum);
  }

  /** Paints everything at the size it has now. */
  paint() {
    this.#face.paint();
    this.#panels.paint();
  }

  /** Lets go of what it holds, until the next scene comes. */
  rest() {
    this.#panels.rest();
  }

  /** How it looks where it is not the page that says so. @param {() => import("./parts/panels.js").Look} look */
  set look(look) {
    this.#panels.look = look;
  }
  get look() {
    return this.#panels.look;
  }

  /** Tells screen readers, not too often. @param {boolean} playing */
  speak(playing) {
    const now = performance.now();
    if ((playing && now - this.#spoken.time < SPEAK * 1000) || this.#next === this.#spoken.summary) return;
    this.#spoken = { time: now, summary: this.#next };
    setText(this.#summary, this.#next);
  }

  /** Says below a control what was wrong with its value; above the figure where it has none, until it is mended. @param {string} key @param {string} message */
  note(key, message) {
    if (this.#groups.note(key, message) || (!message && key !== this.#told)) return;
    this.#told = message ? key : null;
    this.warn(message ? [{ message }] : []);
  }

  /** Forgets what was wrong with values that the reader has left behind. */
  settle() {
    this.#groups.settle();
  }

  /** @param {{ message: string }[]} warnings @param {string} [link] that they are about */
  warn(warnings, link) {
    this.#messages.warn(warnings, link);
  }

  /** @param {string | null} message */
  crash(message) {
    this.#messages.crash(message);
  }

  /** An edge list that cannot be read, and why. @param {string} message */
  refuse(message) {
    this.#face.refuse(message);
  }

  /** @param {boolean} playing */
  playing(playing) {
    this.#bar.playing(playing);
  }

  get speed() {
    return this.#bar.speed;
  }
  set speed(value) {
    this.#bar.speed = value;
  }

  /** CSS pixels that each panel has. */
  get rooms() {
    return this.#panels.rooms;
  }

  /** What runs the same natively. @param {any} status @returns {string} */
  command(status) {
    const edges = status.detail?.instance?.name;
    return `ebm run '${withoutView(status.link)}'${edges ? ` --instance '${edges}'` : ""}`;
  }
}
