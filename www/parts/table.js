// @ts-check
// The table of a figure's numbers: columns that no row has are left out.
import { el } from "../dom.js";
import { count, number, STRINGS as S } from "../strings.js";

const COLUMNS = /** @type {const} */ (["value", "error", "exact", "ess", "rhat"]);

/** @param {string} column @param {number | null | undefined} x */
function cell(column, x) {
  if (x == null || Number.isNaN(x)) return "";
  if (!Number.isFinite(x)) return "∞";
  if (column === "error") return `± ${x === 0 ? 0 : x < 100 ? number(x, 2) : count(Math.round(x))}`;
  if (column === "ess") return count(Math.round(x));
  if (column === "rhat") return number(x, 4);
  return Number.isInteger(x) ? count(x) : number(x, 6);
}

/** The table. */
export class Table {
  element = el("table", { class: "numbers" });

  /** @param {any[]} rows */
  show(rows) {
    const columns = COLUMNS.filter((c) => rows.some((row) => row[c] != null));
    const head = columns.length > 1
      ? [el("thead", {}, [el("tr", {}, [el("td"), ...columns.map((c) => el("th", { scope: "col", text: S.columns[c] }))])])]
      : [];
    const body = el("tbody", {}, rows.map((row) => el("tr", {}, [
      el("th", { scope: "row" }, [row.name, ...(row.unit ? [" ", el("span", { class: "unit", text: row.unit })] : [])]),
      ...columns.map((c) => el("td", { class: "number", text: cell(c, row[c]) })),
    ])));
    this.element.replaceChildren(...head, body);
  }
}
