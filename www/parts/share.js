// @ts-check
// The share dialog: a state of a figure as a link, a code, a piece of another page, pictures, numbers, a model and a command.
import { Scene } from "../../first.js";
import { button, el } from "../dom.js";
import { wear } from "../sheets.js";
import { count, STRINGS as S } from "../strings.js";
import { chosen } from "./groups.js";
import { drawing, written } from "./share/code.js";
import { png, save } from "./share/files.js";
import { made, present } from "./share/links.js";
import { SHARE as W } from "./share/strings.js";
import { leftOut } from "./wishes.js";

/**
 * @typedef {object} Shared What the dialog knows of a figure.
 * @property {HTMLElement} figure
 * @property {Element} box what its elements lie in
 * @property {string} name
 * @property {any} catalogue
 * @property {import("../view.js").View} view
 * @property {(type: string, content?: object) => Promise<any>} ask the worker
 * @property {(link: string) => string} dressed a link with what the page around wishes to be seen
 */

/** Longer links are cut by some programs: a file is offered. */
const LONG_LINK = 2_000;
/** Bytes of the longest code, as in `src/take/code.rs`. */
const LONGEST_CODE = 1273;
/** A figure that is narrower than this, in CSS pixels, has its parts one below the other, and says nothing of its shape in a wide page. */
const WIDE = 700;
const USUAL = { width: 960, height: 900 };

let ids = 0;

/** A label above an input. @param {string} text @param {HTMLElement} input */
function labelled(text, input) {
  input.id ||= `share-${ids++}`;
  return el("div", { class: "control" }, [el("label", { for: input.id, text }), input]);
}

/** A checkbox with its words. @param {string} name @param {string} value @param {string} text @param {boolean} checked */
function check(name, value, text, checked) {
  const input = el("input", { type: "checkbox", name, value, checked });
  return { input, element: el("label", { class: "check" }, [input, text]) };
}

/** A menu. @param {string} name @param {[string, string][]} choices @param {string} value */
function menu(name, choices, value) {
  const select = el("select", { name }, choices.map(([id, text]) => el("option", { value: id, text })));
  select.value = choices.some(([id]) => id === value) ? value : choices[0][0];
  return select;
}

/** Text that can be copied. @param {string} label @param {string} name of its button @param {number} [rows] */
function copyable(label, name, rows = 1) {
  const text = rows > 1
    ? el("textarea", { readonly: true, rows: String(rows), spellcheck: "false", id: `share-${ids++}` })
    : el("input", { type: "text", readonly: true, spellcheck: "false", id: `share-${ids++}` });
  const said = el("span", { class: "said", role: "status" });
  const copy = button(W.copy, async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = W.copied;
    } catch {
      // Pages without encryption have no clipboard but this one.
      said.textContent = document.execCommand("copy") ? W.copied : W.byHand;
    }
  }, { name, "aria-label": `${W.copy}: ${label}` });
  return {
    text, copy, said,
    element: el("div", { class: "copyable" }, [el("label", { for: text.id, text: label }), said, el("div", { class: "row" }, [text, copy])]),
    /** @param {string} value */
    show: (value) => {
      text.value = value;
      said.textContent = "";
    },
  };
}

/** About the size of a figure with less to be seen in it. @param {Shared} shared @param {import("./share/links.js").Wishes} wishes */
function sizeOf({ figure, view }, { ui, hide }) {
  const { width, height } = figure.getBoundingClientRect();
  if (width < WIDE) return USUAL;
  const off = leftOut(view.elements, view.parts, { ui, hide: hide.join() });
  const outermost = [...off].filter((part) => ![...off].some((other) => other !== part && other.contains(part)));
  const less = outermost.reduce((sum, part) => sum + part.getBoundingClientRect().height, 0);
  return { width: Math.round(width), height: Math.max(200, Math.round(height - less)) };
}

/** The dialog of one state. */
class Dialog {
  #figure;
  #status;
  #bytes;
  #scene;
  #wishes;
  #link = copyable(W.link, "copy");
  #note = el("p", { class: "advice", hidden: true });
  #code = el("div", { class: "codebox" });
  #frame = copyable(W.frame, "copy-frame", 4);
  #element = copyable(W.element, "copy-element", 4);
  #said = el("p", { class: "said", role: "status" });
  #asked = "";
  /** What the reader most likely wants. */
  first = this.#link.copy;
  element;

  /** @param {Shared} figure @param {{ status: any, scene: Uint8Array }} state */
  constructor(figure, { status, scene }) {
    this.#figure = figure;
    this.#status = status;
    this.#wishes = present(figure.dressed(status.link));
    this.#bytes = scene;
    this.#scene = new Scene(scene);
    const title = el("h2", { id: `share-${ids++}`, text: W.title(this.#title) });
    const native = copyable(W.native, "copy-command", 2);
    native.show(figure.view.command(status));
    const edges = status.detail?.instance?.name;
    const close = button(W.close, () => this.element.close(), { name: "close" });
    // Telephones hand a link to whatever program the reader chooses.
    const send = button(W.send, () => navigator.share({ title: this.#title, url: this.#link.text.value }).catch(() => {}), { name: "send" });
    this.element = el("dialog", { class: "share", "aria-labelledby": title.id }, [
      el("header", {}, [title, close, this.#said]),
      el("div", { class: "body" }, [
        el("p", { class: "quiet", text: W.state(count(status.step), status.digest) }),
        ...(edges ? [el("p", { text: W.edges(edges) })] : []),
        el("div", { class: "ways" }, [
          el("div", {}, [this.#link.element, ...("share" in navigator ? [send] : []), this.#note, this.#choices()]),
          this.#code,
        ]),
        el("h3", { text: W.embed }), this.#frame.element, this.#element.element,
        el("h3", { text: W.pictures }), this.#files(),
        el("h3", { text: W.model }), el("div", { class: "row" }, [
          this.#file("safetensors", "", () => figure.ask("weights"), "application/octet-stream", W.model), el("span", { class: "quiet", text: W.weights }),
        ]),
        native.element,
      ]),
    ]);
    this.element.addEventListener("close", () => this.#scene.free());
    this.#build();
  }

  get #title() {
    const entry = this.#figure.catalogue.figures.find((/** @type {any} */ f) => f.id === this.#figure.name);
    return entry?.title ?? this.#figure.name;
  }

  /** The controls that build the link. */
  #choices() {
    const wishes = this.#wishes;
    const change = (/** @type {Partial<import("./share/links.js").Wishes>} */ wanted) => {
      this.#wishes = { ...this.#wishes, ...wanted };
      this.#build();
    };
    const opens = menu("opens", [["article", W.article], ["alone", W.alone]], wishes.alone ? "alone" : "article");
    opens.addEventListener("change", () => change({ alone: opens.value === "alone" }));
    const ui = menu("ui", W.levels, wishes.ui);
    ui.addEventListener("change", () => change({ ui: ui.value }));
    const theme = menu("theme", W.themes, wishes.theme);
    theme.addEventListener("change", () => change({ theme: theme.value }));
    const language = menu("lang", [["", "English"], ["zh", "中文"]], wishes.lang);
    language.addEventListener("change", () => change({ lang: language.value }));
    const waits = check("autoplay", "0", W.waits, wishes.waits);
    waits.input.addEventListener("change", () => change({ waits: waits.input.checked }));
    const hide = (/** @type {[string, string]} */ [name, text]) => {
      const { input, element } = check("hide", name, text, wishes.hide.includes(name));
      input.addEventListener("change", () => {
        const others = this.#wishes.hide.filter((other) => other !== name);
        change({ hide: input.checked ? [...others, name] : others });
      });
      return element;
    };
    return el("fieldset", { class: "choices" }, [
      el("legend", { text: W.wishes }),
      labelled(W.opens, opens), labelled(W.ui, ui), labelled(W.theme, theme), labelled(W.language, language), waits.element,
      el("details", {}, [
        el("summary", { text: W.hidden }),
        el("div", { class: "checks", role: "group", "aria-label": W.hidden }, W.parts.map(hide)),
        el("div", { class: "checks", role: "group", "aria-label": W.single }, this.#controls().map(hide)),
      ]),
    ]);
  }

  /** The figure's controls: key and label. @returns {[string, string][]} */
  #controls() {
    const { catalogue } = this.#figure;
    const params = [
      ...catalogue.run, ...chosen(this.#status, catalogue).flatMap((e) => e.params), ...catalogue.picture,
      ...catalogue.figures.flatMap((/** @type {any} */ f) => f.params),
    ];
    return [...new Set([...this.#status.selectors, ...this.#status.applicable])]
      .flatMap((key) => params.filter((p) => p.key === key).slice(0, 1)).map(({ key, title }) => [key, title]);
  }

  /** Shows link, code and snippets as they are wanted now. */
  #build() {
    const { name, catalogue } = this.#figure;
    const figure = { name, title: this.#title, state: this.#figure.dressed(this.#status.link), build: catalogue.build };
    const { link, frame, element } = made(figure, this.#wishes, sizeOf(this.#figure, this.#wishes));
    this.#link.show(link);
    this.#frame.show(frame);
    this.#element.show(element);
    this.#element.element.hidden = element === "";
    this.#note.hidden = link.length <= LONG_LINK;
    if (!this.#note.hidden) {
      const keep = button(W.save, () => this.#keep(`${link}\n`, "", "txt", "text/plain"), { name: "save-link" });
      this.#note.replaceChildren(`${W.long} `, keep);
    }
    this.#encode(link);
  }

  /** The code of a link, unless the link is another one by the time it is made. @param {string} link */
  async #encode(link) {
    this.#asked = link;
    const length = new TextEncoder().encode(link).length;
    if (length > LONGEST_CODE) {
      this.#code.replaceChildren(el("p", { class: "quiet", text: W.tooLong(length, LONGEST_CODE) }));
      return;
    }
    if (!this.#code.firstChild) this.#code.append(el("p", { class: "quiet", text: W.making }));
    try {
      const code = await this.#call("qrCode", link);
      if (this.#asked !== link || !code) return;
      const svg = drawing(code, W.code);
      this.#code.replaceChildren(svg, button(W.saveCode, () => this.#keep(written(svg), "link", "svg", "image/svg+xml"), { name: "save-code" }));
    } catch (error) {
      this.#code.replaceChildren(el("p", { text: W.failed(/** @type {Error} */ (error).message) }));
    }
  }

  /** Something that the whole module can do. @param {string} name @param {any[]} given */
  #call(name, ...given) {
    return this.#figure.ask("call", { name, given });
  }

  /** Saves under a name that says what it is. @param {BlobPart} content @param {string} part @param {string} ending @param {string} type */
  #keep(content, part, ending, type) {
    const name = ["ebm", this.#figure.name, ...(part ? [part] : []), `step${this.#status.step}`].join("-") + `.${ending}`;
    save(content, name, type);
    this.#said.textContent = W.saved(name);
  }

  /** A button that makes a file and saves it. @param {string} ending @param {string} part @param {() => Promise<BlobPart>} make @param {string} type @param {string} of */
  #file(ending, part, make, type, of) {
    const label = ending === "safetensors" ? ending : ending.toUpperCase();
    return button(label, async () => {
      try {
        this.#keep(await make(), part, ending, type);
      } catch (error) {
        this.#said.textContent = W.failed(/** @type {Error} */ (error).message);
      }
    }, { name: ending, "aria-label": `${label}: ${of}` });
  }

  /** A row of buttons for each picture that is shown, and for the table. */
  #files() {
    const { rooms, look } = this.#figure.view;
    const list = el("table", { class: "files" });
    const line = (/** @type {string} */ title, /** @type {HTMLElement[]} */ buttons, /** @type {string} */ panel) => el("tr", { "data-panel": panel }, [
      el("th", { scope: "row", text: title }), el("td", {}, [el("div", { class: "row" }, buttons)]),
    ]);
    const rows = this.#status.numbers;
    const table = line(W.numbers, [this.#file("csv", "numbers", () => this.#numbers(), "text/csv", W.numbers)], "");
    const empty = (/** @type {string} */ name) => this.#figure.box.querySelector(`canvas.${CSS.escape(name)}`)?.closest(".empty") != null;
    const shown = this.#scene.names.filter((name) => rooms[name] >= 8 && !empty(name));
    // Pictures of pixels need nothing but the painter; what else there is, the whole module knows.
    const put = (/** @type {{ name: string, vector: boolean, data: boolean }[]} */ panels) => list.replaceChildren(el("tbody", {}, [
      ...shown.map((name) => {
        const room = rooms[name];
        const title = this.#scene.title(name);
        const panel = panels.find((p) => p.name === name);
        return line(title, [
          this.#file("png", name, () => png(this.#scene, name, room, look(), this.#figure.box), "image/png", title),
          ...(panel?.vector ? [this.#file("svg", name, () => this.#call("panelSvg", this.#bytes, name, room, look().dark, look().colors), "image/svg+xml", title)] : []),
          ...(panel?.data ? [this.#file("csv", name, () => this.#call("panelCsv", this.#bytes, name), "text/csv", title)] : []),
        ], name);
      }),
      ...(rows.length ? [table] : []),
    ]));
    put([]);
    this.#call("panels", this.#bytes).then(put, () => {});
    return list;
  }

  /** The table of numbers as CSV. */
  #numbers() {
    const columns = Object.entries(S.columns);
    const written = (/** @type {any} */ x) => (x == null ? "" : String(x));
    const cells = [
      W.quantity, W.unit, ...columns.map(([, title]) => title),
      ...this.#status.numbers.flatMap((/** @type {any} */ row) => [row.name, row.unit, ...columns.map(([key]) => written(row[key]))]),
    ];
    return this.#call("csv", cells, columns.length + 2);
  }
}

/** Of our own pages, those that have the dialog's looks already. @type {WeakSet<Node>} */
const dressed = new WeakSet();

/** Its looks, once. @param {Node} root */
async function dress(root) {
  const { href } = new URL("./share/share.css", import.meta.url);
  if (root instanceof ShadowRoot) return wear(root, href);
  if (dressed.has(root)) return;
  const style = el("link", { rel: "stylesheet", href });
  const loaded = new Promise((resolve) => { style.onload = style.onerror = resolve; });
  document.head.append(style);
  await loaded;
  dressed.add(root);
}

/** Opens the dialog, and waits until the reader closes it. @param {Shared} figure */
export async function share(figure) {
  const [state] = await Promise.all([figure.ask("state"), dress(figure.box.getRootNode())]);
  const { element, first } = new Dialog(figure, state);
  figure.box.appendChild(element);
  element.showModal();
  first.focus();
  // Back leads to another state.
  const close = () => element.close();
  addEventListener("popstate", close);
  await new Promise((resolve) => element.addEventListener("close", resolve));
  removeEventListener("popstate", close);
  element.remove();
}
