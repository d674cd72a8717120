// @ts-check
// Sentences and labels of every figure that do not come from the registries; a figure's own are beside its view.

/** A whole number with its thousands apart. @param {number} x */
export const count = (x) => x.toLocaleString("en").replace("-", "−");
/** A number with so many digits after the point. @param {number} x @param {number} digits */
export const fixed = (x, digits) => x.toFixed(digits).replace("-", "−");
/** A number with so many digits in all. @param {number} x @param {number} digits */
export const number = (x, digits) => x.toPrecision(digits).replace(/-/g, "−");

export const STRINGS = {
  play: "Play",
  pause: "Pause",
  step: "Step",
  reset: "Reset",
  newSeed: "New seed",
  copy: "Copy link",
  copied: "Link copied",
  longLink: "The link is long; some programs cut it.",
  save: "Save it as a file",
  fullScreen: "Full screen",
  noFullScreen: "This browser does not let the figure fill the screen.",
  cancel: "Cancel",
  restart: "Restart this figure",
  dismiss: "Dismiss",
  speed: "Speed",
  digest: "digest",
  done: "Steps done",
  numbers: "The numbers as a table",
  native: "Run the same natively",
  crashed: "This figure stopped:",
  /** @type {Record<string, string>} */
  columns: { value: "value", error: "std. error", exact: "exact", ess: "ESS", rhat: "R-hat" },
};

/** Speeds: steps a second. */
export const SPEEDS = [["max", "As fast as it goes"], ["100", "100 steps/s"], ["10", "10 steps/s"], ["1", "1 step/s"]];
