// @ts-check
// The table of a figure's numbers: columns that no row has are left out.
import { el, setText } from "../dom.js";
import { count, number, STRINGS as S } from "../strings.js";

const COLUMNS = /** @type {const} */ (["value", "error", "exact", "ess", "rhat"]);

/** @param {string} column @param {number | null | undefined} x */
function written(column, x) {
  if (x == null || Number.isNaN(x)) return "";
  if (!Number.isFinite(x)) return "∞";
  if (column === "error") return `± ${x === 0 ? 0 : x < 100 ? number(x, 2) : count(Math.round(x))}`;
  if (column === "ess") return count(Math.round(x));
  if (column === "rhat") return number(x, 4);
  return Number.isInteger(x) ? count(x) : number(x, 6);
}

/** The table. */
export class Table {
  #shape = "";
  #cells = /** @type {HTMLElement[]} */ ([]);
  // The roles are said because a narrow page lays it out as a grid, where some engines forget them.
  element = el("table", { class: "numbers", role: "table" });

  /** @param {any[]} rows */
  show(rows) {
    const columns = COLUMNS.filter((c) => rows.some((row) => row[c] != null));
    const shape = [...columns, ...rows.map((row) => row.name + row.unit)].join("|");
    if (shape !== this.#shape) this.#make(shape, columns, rows);
    let next = 0;
    for (const row of rows) for (const c of columns) setText(this.#cells[next++], written(c, row[c]));
  }

  /** @param {string} shape @param {(typeof COLUMNS)[number][]} columns @param {any[]} rows */
  #make(shape, columns, rows) {
    this.#shape = shape;
    this.#cells = rows.flatMap(() => columns.map(() => el("td", { class: "number", role: "cell" })));
    const head = el("tr", { role: "row" }, [el("td", { role: "cell" }), ...columns.map((c) => el("th", { scope: "col", role: "columnheader", text: S.columns[c] }))]);
    const line = (/** @type {any} */ { name, unit }, /** @type {number} */ index) => el("tr", { role: "row" }, [
      el("th", { scope: "row", role: "rowheader" }, [name, ...(unit ? [" ", el("span", { class: "unit", text: unit })] : [])]),
      ...this.#cells.slice(index * columns.length, (index + 1) * columns.length),
    ]);
    this.element.classList.toggle("wide", columns.length > 2);
    this.element.style.setProperty("--columns", String(columns.length));
    this.element.replaceChildren(...(columns.length > 1 ? [el("thead", { role: "rowgroup" }, [head])] : []), el("tbody", { role: "rowgroup" }, rows.map(line)));
  }
}
