// @ts-check
// Couplings from an edge list: opened from a file or pasted.
import { button, el, setText } from "../dom.js";
import { CHAINS as C } from "./chains-strings.js";

/** The fold with the text, the file and what became of them. */
export class EdgeList {
  #text;
  #said = el("p", { class: "note", role: "status" });
  #loaded = el("p", { class: "loaded" });
  #remove;
  #name = C.pasted;

  /** @param {string} prefix makes ids unique on the page @param {(name: string, text: string) => void} use */
  constructor(prefix, use) {
    const [id, fileId] = [`${prefix}edges`, `${prefix}edges-file`];
    this.#text = el("textarea", { id, name: "edges", rows: "5", spellcheck: "false", autocomplete: "off", "aria-describedby": `${id}-note` });
    this.#said.id = `${id}-note`;
    this.#text.addEventListener("input", () => { this.#name = C.pasted; });
    const file = el("input", { type: "file", id: fileId, name: "edges-file", accept: ".txt,.rud,.mc,text/plain" });
    file.addEventListener("change", async () => {
      const chosen = file.files?.[0];
      if (!chosen) return;
      // A long list is read and not shown: a text box of a million lines would freeze the page.
      const text = await chosen.text();
      this.#name = chosen.name;
      this.#text.value = text.length < 100_000 ? text : "";
      setText(this.#said, "");
      use(chosen.name, text);
      file.value = "";
    });
    const useText = () => {
      setText(this.#said, "");
      use(this.#name, this.#text.value);
    };
    this.#remove = button(C.noEdges, () => use("", ""), { name: "no-edges" });
    this.element = el("details", { class: "edges" }, [
      el("summary", { text: C.edges }),
      el("p", { class: "help", text: C.edgesHelp }),
      el("label", { for: id, text: C.edgesText }), this.#text, this.#said,
      el("div", { class: "bar" }, [
        button(C.useEdges, useText, { name: "use-edges" }), el("label", { for: fileId, text: C.edgesFile }), file, this.#remove,
      ]),
      this.#loaded,
    ]);
  }

  /** @param {boolean} possible whether the model takes one @param {any} instance the one that it has */
  show(possible, instance) {
    this.element.hidden = !possible;
    this.#remove.hidden = !instance;
    setText(this.#loaded, instance ? C.loaded(instance) : "");
  }

  /** That it cannot be read, and why. @param {string} message */
  refuse(message) {
    setText(this.#said, message);
  }
}
