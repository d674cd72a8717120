// @ts-check
// What a figure becomes where no worker can be started: a frame with `figure.html`, driven by messages.
import { el } from "./dom.js";
import { t } from "./words.js";

/** Milliseconds after which a frame that has said nothing will not. */
const PATIENCE = 20_000;
/** CSS pixels of a frame until it says how high it is, and at most. */
const HEIGHT = 600;
const HIGHEST = 20_000;

/** The frame. */
export class Remote {
  #frame;
  #origin;
  #emit;
  #ready = false;
  #queue = /** @type {{ type: string, start?: boolean }[]} */ ([]);
  #patience = 0;
  #covered = false;
  alive = true;
  state;
  element;

  /**
   * @param {string} link @param {string} page the folder of figure.html @param {string} language of its words
   * @param {(type: string, detail: object) => void} emit
   */
  constructor(link, page, language, emit) {
    const url = new URL(`figure.html${link}`, page);
    const title = t("EBM Playground: one figure");
    this.#origin = url.origin;
    this.#emit = emit;
    this.language = language;
    this.state = { link, digest: "", steps: 0, playing: false };
    this.#frame = el("iframe", { src: url.href, title, allow: "fullscreen; clipboard-write" });
    Object.assign(this.#frame.style, { display: "block", width: "100%", height: `${HEIGHT}px`, border: "0" });
    this.element = el("div", { part: "frame" }, [this.#frame]);
    addEventListener("message", this.#hear);
    this.#patience = window.setTimeout(() => {
      const link = el("a", { href: url.href, target: "_blank", rel: "noopener", text: t("Open the figure on a page of its own") });
      this.element.replaceChildren(el("p", {}, [link]));
      // Another link makes another frame.
      this.alive = false;
      emit("ebm-error", { code: "unreachable", message: t("{0} does not answer", url.href) });
    }, PATIENCE);
  }

  /** @param {MessageEvent} event */
  #hear = ({ source, origin, data }) => {
    if (source !== this.#frame.contentWindow || origin !== this.#origin || data?.source !== "ebm") return;
    clearTimeout(this.#patience);
    const { type, source: _, ...detail } = data;
    // A link that was refused, or could not be opened, is not followed by readiness.
    if (type === "ready" || (type === "error" && !this.#ready)) {
      this.#ready = true;
      for (const { type: asked, ...content } of this.#queue.splice(0)) this.send(asked, content);
    }
    if (type === "ready") {
      if (this.#covered) this.cover(true);
      this.#emit("ebm-ready", {});
    }
    if (type === "state") {
      const { link, digest, steps, playing } = this.state;
      this.state = { link: data.link ?? link, digest: data.digest ?? digest, steps: data.steps ?? steps, playing: data.playing ?? playing };
      this.#emit("ebm-frame", { steps: this.state.steps });
    } else if (type === "resize") {
      this.#frame.style.height = `${Math.min(HIGHEST, Math.max(0, Number(data.height) || HEIGHT))}px`;
    } else if (type === "change" || type === "error") this.#emit(`ebm-${type}`, detail);
  };

  /** @param {object | string} message */
  #post(message) {
    this.#frame.contentWindow?.postMessage(message, this.#origin);
  }

  /** Whether it shows what it was led to. */
  get ready() {
    return this.#ready;
  }

  /** Asks something of the figure, as soon as it is there. @param {string} type @param {object} [content] */
  send(type, content = {}) {
    const message = { source: "ebm", type, ...content };
    if (this.#ready) this.#post(message);
    // What was asked for in the meantime is asked of what is opened last.
    else if (type === "link") this.#queue = [message, ...this.#queue.filter((asked) => asked.type !== "link" && !asked.start)];
    else this.#queue.push(message);
    // It says so again once it has opened another one.
    if (type === "link") this.#ready = false;
  }

  /** Whether it is in its place and not to be seen: then it rests. @param {boolean} covered */
  cover(covered) {
    this.#covered = covered;
    if (this.#ready) this.#post(covered ? "slide:stop" : "slide:start");
  }

  /** Stops listening, and the frame with all it computes. */
  end() {
    this.alive = false;
    clearTimeout(this.#patience);
    removeEventListener("message", this.#hear);
    this.element.replaceChildren();
  }
}
