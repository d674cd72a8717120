// @ts-check
// A QR code as elements of the page: black on white in every theme, since few phones read it the other way round.

const SVG = "http://www.w3.org/2000/svg";
/** Squares around a code that must be empty. */
const MARGIN = 4;
/** Pixels a square where it is saved. */
const SAVED = 8;

/** @param {string} tag @param {Record<string, string | number>} attributes @param {Element[]} [children] */
function shape(tag, attributes, children = []) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** @param {{ size: number, path: string }} code @param {string} title */
export function drawing({ size, path }, title) {
  const whole = size + 2 * MARGIN;
  return shape("svg", {
    class: "code", role: "img", "aria-label": title, viewBox: `${-MARGIN} ${-MARGIN} ${whole} ${whole}`,
    width: whole * SAVED, height: whole * SAVED, "shape-rendering": "crispEdges",
  }, [shape("rect", { x: -MARGIN, y: -MARGIN, width: whole, height: whole, fill: "#fff" }), shape("path", { d: path, fill: "#000" })]);
}

/** The same as a file. @param {Element} svg */
export const written = (svg) => new XMLSerializer().serializeToString(svg);
