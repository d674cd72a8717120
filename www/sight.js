// @ts-check
// When a figure is in sight, and when what it looks like changes around it.

/** How far below or above the window a figure gets ready that is not yet to be seen. */
const NEAR = "300px";

/**
 * Watches an element until told to stop.
 * @param {HTMLElement} element
 * @param {object} hear
 * @param {(visible: boolean) => void} hear.seen it came into the window, or left it
 * @param {() => void} hear.hidden the page was hidden, or is shown again
 * @param {(covered: boolean) => void} hear.covered the page around shows something else in its place, or shows it again
 * @param {() => void} hear.changed its width or the page's colours are others
 * @param {(growth: number) => void} hear.grown above the window its height changed by so many pixels
 * @returns {() => void}
 */
export function watch(element, { seen, hidden, covered, changed, grown }) {
  // At once, for who prints; of many in one frame, the first and the last.
  let [shading, again] = [0, false];
  const shaded = () => {
    again = shading !== 0;
    if (again) return;
    changed();
    shading = requestAnimationFrame(() => {
      shading = 0;
      if (again) changed();
    });
  };
  let sizing = 0;
  let { width, height } = element.getBoundingClientRect();
  const size = new ResizeObserver(() => {
    const { bottom, width: wide, height: high } = element.getBoundingClientRect();
    // What is painted now would be another size again in the same frame.
    if (wide !== width) sizing ||= requestAnimationFrame(() => {
      sizing = 0;
      changed();
    });
    if (bottom <= high - height) grown(high - height);
    [width, height] = [wide, high];
  });
  // Several changes may come at once: the last one holds.
  const sight = new IntersectionObserver((entries) => seen(entries[entries.length - 1].isIntersecting));
  document.addEventListener("ebm-theme", shaded);
  document.addEventListener("visibilitychange", hidden);
  const cover = (/** @type {Event} */ event) => covered(/** @type {CustomEvent} */ (event).detail);
  document.addEventListener("ebm-covered", cover);
  size.observe(element);
  sight.observe(element);
  return () => {
    document.removeEventListener("ebm-theme", shaded);
    document.removeEventListener("visibilitychange", hidden);
    document.removeEventListener("ebm-covered", cover);
    size.disconnect();
    sight.disconnect();
    cancelAnimationFrame(sizing);
  };
}

/** Does something once an element is nearly in sight, unless told to stop. @param {HTMLElement} element @param {() => void} action @returns {() => void} */
export function whenNear(element, action) {
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    action();
  }, { rootMargin: NEAR });
  near.observe(element);
  return () => near.disconnect();
}
