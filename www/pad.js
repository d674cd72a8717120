// @ts-check
// The editable picture: draw, erase, or brush damage, by pointer or by keyboard.
import { el, hasFocus } from "./dom.js";
import { t } from "./words.js";

/** @typedef {"draw" | "erase" | "brush" | "heal"} Tool */
const TOOLS = /** @type {[Tool, string][]} */ ([["draw", t("Draw")], ["erase", t("Erase")], ["brush", t("Damage")], ["heal", t("Undo damage")]]);

/** A canvas of pixels that the reader edits. */
export class Pad {
  #canvas = el("canvas", {
    tabindex: "0", role: "application", class: "pad",
    "aria-label": t("Editable picture. Arrow keys move, space applies the tool."),
  });
  #rows = 28;
  #cols = 28;
  #pixels = new Uint8Array(784);
  #mask = new Uint8Array(784);
  #tool = /** @type {Tool} */ ("brush");
  #cursor = { row: 14, col: 14 };
  #pointer = /** @type {{ row: number, col: number } | null} */ (null);
  #edited = "";
  #changed;

  /**
   * @param {string} prefix makes names unique on the page
   * @param {(kind: "draw" | "brush", pixels: Uint8Array) => void} changed called when a stroke ends
   * @param {Tool[]} [offered] the tools that there are; the first one is taken up
   */
  constructor(prefix, changed, offered) {
    this.#changed = changed;
    if (offered) this.#tool = offered[0];
    const choices = TOOLS.filter(([id]) => offered?.includes(id) ?? true).map(([id, title]) => {
      const input = el("input", { type: "radio", name: `${prefix}tool`, value: id, checked: id === this.#tool });
      input.addEventListener("change", () => { this.#tool = id; });
      return el("label", { class: "tool" }, [input, title]);
    });
    const tools = el("fieldset", { class: "tools" }, [el("legend", { text: t("Pen") }), ...choices]);
    const clear = el("button", { type: "button", text: t("Empty picture") });
    clear.addEventListener("click", () => {
      this.#pixels.fill(0);
      this.#changed("draw", this.#pixels.slice());
    });
    this.element = el("div", { class: "padbox" }, [this.#canvas, el("div", { class: "padside" }, [tools, clear])]);
    const canvas = this.#canvas;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#pointer = this.#at(event);
      this.#apply(this.#pointer);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.#pointer) return;
      for (const move of event.getCoalescedEvents?.() ?? [event]) {
        const to = this.#at(move);
        this.#line(this.#pointer, to);
        this.#pointer = to;
      }
    });
    const end = () => {
      this.#pointer = null;
      this.#commit();
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("focus", () => this.paint());
    canvas.addEventListener("blur", () => this.paint());
  }

  /** Shows a picture and its damage, unless a stroke is under way.
   * @param {{ rows: number, cols: number }} size @param {number[]} pixels @param {number[]} mask */
  show({ rows, cols }, pixels, mask) {
    if (this.#edited) return;
    const same = rows === this.#rows && cols === this.#cols
      && pixels.every((p, i) => p === this.#pixels[i]) && mask.every((m, i) => m === this.#mask[i]);
    if (same) return;
    this.#rows = rows;
    this.#cols = cols;
    this.#pixels = Uint8Array.from(pixels);
    this.#mask = Uint8Array.from(mask);
    this.paint();
  }

  /** @param {PointerEvent} event */
  #at(event) {
    const box = this.#canvas.getBoundingClientRect();
    const clamp = (/** @type {number} */ x, /** @type {number} */ n) => Math.max(0, Math.min(n - 1, Math.floor(x * n)));
    return {
      row: clamp((event.clientY - box.top) / box.height, this.#rows),
      col: clamp((event.clientX - box.left) / box.width, this.#cols),
    };
  }

  /** @param {{ row: number, col: number }} from @param {{ row: number, col: number }} to */
  #line(from, to) {
    const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.col - from.col), 1);
    for (let k = 1; k <= steps; k++) {
      const part = k / steps;
      this.#apply({
        row: Math.round(from.row + part * (to.row - from.row)),
        col: Math.round(from.col + part * (to.col - from.col)),
      });
    }
  }

  /** Applies the tool around a pixel. @param {{ row: number, col: number }} at */
  #apply({ row, col }) {
    const small = this.#rows < 12;
    const damage = this.#tool === "brush" || this.#tool === "heal";
    const value = this.#tool === "draw" || this.#tool === "brush" ? 1 : 0;
    const radius = small ? 0 : damage ? 2 : 1;
    const target = damage ? this.#mask : this.#pixels;
    for (let r = row - radius; r <= row + radius; r++) {
      for (let c = col - radius; c <= col + radius; c++) {
        if (r < 0 || c < 0 || r >= this.#rows || c >= this.#cols) continue;
        if ((r - row) ** 2 + (c - col) ** 2 > (radius + 0.3) ** 2) continue;
        target[r * this.#cols + c] = value;
      }
    }
    this.#edited = damage ? "brush" : "draw";
    this.paint();
  }

  #commit() {
    if (!this.#edited) return;
    const kind = /** @type {"draw" | "brush"} */ (this.#edited);
    this.#edited = "";
    this.#changed(kind, (kind === "brush" ? this.#mask : this.#pixels).slice());
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const move = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (move) {
      this.#cursor.row = Math.max(0, Math.min(this.#rows - 1, this.#cursor.row + move[0]));
      this.#cursor.col = Math.max(0, Math.min(this.#cols - 1, this.#cursor.col + move[1]));
      this.paint();
    } else if (event.key === " " || event.key === "Enter") {
      this.#apply(this.#cursor);
      this.#commit();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Paints the picture, in the colours of the theme. */
  paint() {
    const canvas = this.#canvas;
    const scale = Math.max(1, Math.floor((224 * Math.min(devicePixelRatio, 3)) / this.#cols));
    canvas.width = this.#cols * scale;
    canvas.height = this.#rows * scale;
    const context = canvas.getContext("2d");
    if (!context) return;
    const style = getComputedStyle(canvas);
    const color = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    const [paper, ink, data] = ["--paper", "--ink", "--data"].map(color);
    context.fillStyle = paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < this.#pixels.length; i++) {
      const x = (i % this.#cols) * scale;
      const y = Math.floor(i / this.#cols) * scale;
      if (this.#pixels[i]) {
        context.fillStyle = ink;
        context.fillRect(x, y, scale, scale);
      }
      if (this.#mask[i]) {
        context.globalAlpha = 0.45;
        context.fillStyle = data;
        context.fillRect(x, y, scale, scale);
        context.globalAlpha = 1;
      }
    }
    if (hasFocus(canvas) && canvas.matches(":focus-visible")) {
      context.strokeStyle = data;
      context.lineWidth = Math.max(2, scale / 5);
      context.strokeRect(this.#cursor.col * scale, this.#cursor.row * scale, scale, scale);
    }
  }
}
