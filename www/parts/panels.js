// @ts-check
// The canvases of a figure, and how a scene gets onto them.
import { Scene } from "../../first.js";
import { el, setText } from "../dom.js";

/**
 * @callback Touch What the reader does to a handle of a diagram.
 * @param {string} panel @param {string} handle @param {number[]} place of the pointer, x and y, where it took the handle, and the
 * width of the diagram, in CSS pixels
 * @param {"press" | "begin" | "move" | "end"} phase
 */

/** @typedef {{ dark: boolean, colors: Uint8Array }} Look The theme, or colours of its own in the order that the painter wants. */

/** Milliseconds that one frame has for bringing a report onto the page; what is left to be painted then comes in the next one. */
const BUDGET = 5;
/** No colours but the theme's. */
const THEMED = new Uint8Array();

/** Canvases by the names of their panels, each with a caption. */
export class Panels {
  #scene = /** @type {Scene | null} */ (null);
  /** Names of the scene's panels. @type {string[]} */
  #names = [];
  #canvases = /** @type {Record<string, HTMLCanvasElement>} */ ({});
  #figures = /** @type {Record<string, HTMLElement>} */ ({});
  #captions = /** @type {Record<string, HTMLElement>} */ ({});

  /** Panels still to be painted. @type {string[]} */
  #due = [];
  #frame = 0;
  /** Panels that could not be painted. @type {Set<string>} */
  #broken = new Set();
  /** How each canvas was painted last, as long as its panel is the same. @type {Record<string, string>} */
  #painted = {};
  /** CSS pixels that each canvas has: to ask for them would lay out the page in the middle of a frame. @type {Record<string, number>} */
  #rooms = {};
  /** How much larger the page's styles make it. */
  #zoom = 1;
  #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      for (const [name, canvas] of Object.entries(this.#canvases)) {
        if (canvas.parentElement !== target || this.#rooms[name] === target.clientWidth) continue;
        this.#rooms[name] = target.clientWidth;
        // Pages that are set larger by their own styles, of which the pixels of the screen know nothing.
        this.#zoom = /** @type {any} */ (canvas).currentCSSZoom ?? 1;
        if (!this.#due.includes(name)) this.#due.push(name);
      }
    }
    // This frame was long enough: it laid out the page.
    this.#paintLater();
  });
  #touch;
  #done;
  #failed;
  /** How it looks now. @type {() => Look} */
  look = () => ({ dark: document.documentElement.dataset.theme === "dark", colors: THEMED });

  /** @param {Touch} touch @param {() => void} done a panel was painted @param {(error: unknown) => void} failed one could not be */
  constructor(touch, done, failed) {
    this.#touch = touch;
    this.#done = done;
    this.#failed = failed;
  }

  /** A canvas. @param {string} name @param {Record<string, string>} [attributes] such as a size that holds its place */
  canvas(name, attributes = {}) {
    return (this.#canvases[name] ??= this.#listen(name, this.#made(name, attributes)));
  }

  /** @param {string} name @param {Record<string, string>} attributes */
  #made(name, attributes) {
    const canvas = el("canvas", { class: name, role: "img", ...attributes });
    // In memory, not on the graphics card: many small pictures that change all the time come onto the page in half the time.
    canvas.getContext("2d", { willReadFrequently: true });
    return canvas;
  }

  /** Lets the handles of a diagram be pressed and dragged. @param {string} name @param {HTMLCanvasElement} canvas */
  #listen(name, canvas) {
    let held = "";
    let pressed = "";
    let from = { x: 0, y: 0 };
    const at = (/** @type {{ clientX: number, clientY: number }} */ event) => {
      const box = canvas.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top, width: box.width };
    };
    const place = (/** @type {MouseEvent} */ event) => {
      const { x, y, width } = at(event);
      return [x, y, from.x, from.y, width];
    };
    const hit = (/** @type {{ clientX: number, clientY: number }} */ event) => {
      const { x, y, width } = at(event);
      return this.#names.includes(name) ? (this.#scene?.hit(name, x, y, width) ?? null) : null;
    };
    canvas.addEventListener("pointerdown", (event) => {
      const handle = event.button === 0 && hit(event);
      pressed = "";
      if (!handle) return;
      const [id, drags] = handle;
      from = at(event);
      if (drags) {
        held = id;
        canvas.setPointerCapture(event.pointerId);
        this.#touch(name, id, place(event), "begin");
      } else pressed = id;
    });
    // What is only pressed answers when it is let go: a finger that scrolls on from there meant the page.
    canvas.addEventListener("click", (event) => {
      if (pressed && hit(event)?.[0] === pressed) this.#touch(name, pressed, place(event), "press");
      pressed = "";
    });
    canvas.addEventListener("pointermove", (event) => {
      if (held) this.#touch(name, held, place(event), "move");
      else if (event.pointerType !== "touch") {
        const handle = hit(event);
        canvas.style.cursor = !handle ? "" : handle[1] ? "grab" : "pointer";
        // A pen scrolls the page too, and there is no touch event that could say no.
        canvas.style.touchAction = handle?.[1] ? "none" : "";
      }
    });
    canvas.addEventListener("pointerleave", () => { canvas.style.touchAction = ""; });
    const drop = (/** @type {PointerEvent} */ event) => {
      if (held) this.#touch(name, held, place(event), "end");
      held = "";
    };
    canvas.addEventListener("pointerup", drop);
    canvas.addEventListener("pointercancel", drop);
    // A finger on a handle that can be dragged drags it; anywhere else it scrolls the page.
    canvas.addEventListener("touchstart", (event) => {
      if (hit(event.touches[0])?.[1]) event.preventDefault();
    }, { passive: false });
    return canvas;
  }

  /** A canvas with its caption. @param {string} name @param {string} caption */
  plot(name, caption) {
    this.#captions[name] = el("figcaption", { text: caption });
    return (this.#figures[name] = el("figure", { class: `plot ${name}` }, [this.canvas(name), this.#captions[name]]));
  }

  /** Another caption. @param {string} name @param {string} caption */
  caption(name, caption) {
    setText(this.#captions[name], caption);
  }

  /** Takes a scene to paint, in the place of the last. @param {Uint8Array} bytes */
  take(bytes) {
    const before = this.#scene;
    const scene = new Scene(bytes);
    for (const name of Object.keys(this.#painted)) if (!before || !scene.same(before, name)) delete this.#painted[name];
    before?.free();
    this.#scene = scene;
    this.#names = scene.names;
  }

  /**
   * Paints every panel that changed, or has another size now; those that the scene has not are hidden.
   * @param {number} [since] when this frame's work began
   */
  paint(since = performance.now()) {
    if (!this.#scene) return;
    const names = this.#names;
    for (const [name, figure] of Object.entries(this.#figures)) figure.hidden = !names.includes(name);
    // What waited longest comes first.
    this.#due = [...this.#due, ...names.filter((name) => !this.#due.includes(name))];
    if (performance.now() - since > BUDGET) this.#paintLater();
    else this.#paintDue(since);
  }

  /** Lets go of what a figure holds that is no longer on the page. What was painted stays. */
  rest() {
    this.#sizes.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#scene?.free();
    this.#scene = null;
    this.#names = [];
    this.#rooms = {};
    this.#painted = {};
  }

  #paintDue(start = performance.now()) {
    const scene = this.#scene;
    if (!scene) return;
    const look = this.look();
    const ratio = Math.min(3, Math.max(1, devicePixelRatio * this.#zoom));
    // What was left over of the last scene may be gone.
    this.#due = this.#due.filter((name) => this.#names.includes(name));
    const done = this.#due.findIndex((name) => {
      this.#tryOne(name, () => this.#paintOne(scene, name, this.#room(name), look, ratio));
      return performance.now() - start > BUDGET;
    });
    this.#due = done < 0 ? [] : this.#due.slice(done + 1);
    if (this.#due.length) this.#paintLater();
  }

  /** What fails is told once, and leaves the others to be painted. @param {string} name @param {() => void} paint */
  #tryOne(name, paint) {
    try {
      paint();
      this.#broken.delete(name);
    } catch (error) {
      if (!this.#broken.has(name)) this.#failed(error);
      this.#broken.add(name);
    }
  }

  /** Paints in the next frame. */
  #paintLater() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paintDue();
    });
  }

  /** CSS pixels that each panel has that was asked for. */
  get rooms() {
    return { ...this.#rooms };
  }

  /** CSS pixels that a panel has, none while it is hidden. @param {string} name */
  #room(name) {
    const box = this.#canvases[name]?.parentElement;
    if (!box) return 0;
    if (!(name in this.#rooms)) {
      this.#rooms[name] = 0;
      // It tells at the end of this frame, once the page is laid out, and whenever that changes.
      this.#sizes.observe(box);
    }
    return this.#rooms[name];
  }

  /**
   * @param {Scene} scene @param {string} name @param {number} room CSS pixels that the panel has @param {Look} look
   * @param {number} ratio device pixels a CSS pixel
   */
  #paintOne(scene, name, room, { dark, colors }, ratio) {
    if (room < 8) return;
    const canvas = this.#canvases[name];
    const [width, height] = scene.size(name, room, ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${width / ratio}px`;
      canvas.parentElement?.style.setProperty("--width", `${width / ratio}px`);
      canvas.setAttribute("aria-label", scene.title(name));
    }
    const how = [width, height, ratio, dark, colors].join();
    if (this.#painted[name] === how) return;
    scene.paint(canvas, name, room, dark, ratio, colors);
    this.#painted[name] = how;
    this.#done();
  }
}
