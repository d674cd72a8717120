// @ts-check
// Files that the reader saves: pictures by the painter of the page, and whatever else is made of a figure.
import { el } from "../../dom.js";

/** @typedef {import("../../../first.js").Scene} Scene */

/** Device pixels a CSS pixel in a saved picture. */
const RATIO = 2;
/** CSS pixels of a title above a picture, and from its left; the size of its letters. As in the SVG. */
const TITLE = { height: 32, left: 4, base: 21, size: 15 };

/** Saves content under a name. @param {BlobPart} content @param {string} name @param {string} type */
export function save(content, name, type) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * A panel with its title as PNG, as it is on the page but twice as sharp.
 * @param {Scene} scene @param {string} name @param {number} room CSS pixels that the panel has on the page
 * @param {import("../panels.js").Look} look @param {Element} box what has the colours of the figure
 * @returns {Promise<Blob>}
 */
export async function png(scene, name, room, { dark, colors: own }, box) {
  const [width, height] = scene.size(name, room, RATIO);
  const panel = el("canvas", { width: String(width), height: String(height) });
  scene.paint(panel, name, room, dark, RATIO, own);
  const canvas = el("canvas", { width: String(width), height: String(height + RATIO * TITLE.height) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const colors = getComputedStyle(box);
  context.fillStyle = colors.getPropertyValue("--paper");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(panel, 0, RATIO * TITLE.height);
  context.fillStyle = colors.getPropertyValue("--ink");
  const title = scene.title(name);
  const write = (/** @type {number} */ size) => { context.font = `600 ${RATIO * size}px system-ui, sans-serif`; };
  write(TITLE.size);
  const most = width - 2 * RATIO * TITLE.left;
  // Words that are wider than the picture become smaller.
  write(TITLE.size * Math.min(1, most / context.measureText(title).width));
  context.fillText(title, RATIO * TITLE.left, RATIO * TITLE.base);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("PNG"))), "image/png");
  });
}
