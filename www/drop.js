// @ts-check
// A saved link that is dropped on a figure: the page goes to it.
import { el } from "./dom.js";
import { goWithin } from "./fragment.js";
import { t } from "./words.js";

/** A link is never longer. */
const LIMIT = 100_000;
let said = /** @type {HTMLElement | undefined} */ (undefined);

/** The figure that a file is held over; fields for files take theirs themselves. @param {DragEvent} event */
function figureBelow(event) {
  const target = event.target instanceof Element ? event.target : null;
  const taken = !event.dataTransfer?.types.includes("Files") || target?.closest("input, textarea");
  return taken ? null : target?.closest("ebm-figure");
}

document.addEventListener("dragover", (event) => {
  if (figureBelow(event)) event.preventDefault();
});
document.addEventListener("drop", async (event) => {
  const figure = figureBelow(event);
  const file = event.dataTransfer?.files[0];
  if (!figure || !file) return;
  event.preventDefault();
  said?.remove();
  const link = /#v=\S+/i.exec(await file.slice(0, LIMIT).text())?.[0];
  // In a frame, Back and who may send are the surrounding page's.
  if (link && parent !== window) goWithin(link);
  else if (link) location.hash = link;
  else {
    said = el("p", { class: "trouble", role: "alert", text: t("There is no link in the file '{0}'.", file.name) });
    figure.before(said);
  }
});
