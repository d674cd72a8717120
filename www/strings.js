// @ts-check
// Sentences and labels of every figure that do not come from the registries; a figure's own are beside its view.
import { t } from "./words.js";

/** A whole number with its thousands apart. @param {number} x */
export const count = (x) => String(x).replace(/\B(?=(\d{3})+$)/g, ",").replace("-", "−");
/** Sentences one after another; Chinese ones have no space between them. @param {string[]} sentences */
export const together = (sentences) => sentences.join(" ").replace(/([。！？；]) /g, "$1");
/** A number with so many digits after the point. @param {number} x @param {number} digits */
export const fixed = (x, digits) => x.toFixed(digits).replace("-", "−");
/** A number with so many digits in all. @param {number} x @param {number} digits */
export const number = (x, digits) => x.toPrecision(digits).replace(/-/g, "−");

export const STRINGS = {
  play: t("Play"),
  pause: t("Pause"),
  step: t("Step"),
  reset: t("Reset"),
  newSeed: t("New seed"),
  share: t("Share"),
  fullScreen: t("Full screen"),
  noFullScreen: t("This browser does not let the figure fill the screen."),
  cancel: t("Cancel"),
  restart: t("Restart this figure"),
  dismiss: t("Dismiss"),
  /** @param {number} n */
  more: (n) => t("and {0} more", n),
  explained: t("What this link means"),
  speed: t("Speed"),
  digest: t("digest"),
  done: t("Steps done"),
  numbers: t("The numbers as a table"),
  native: t("Run the same natively"),
  crashed: t("This figure stopped:"),
  /** @type {Record<string, string>} */
  columns: { value: t("value"), error: t("std. error"), exact: t("exact"), ess: t("ESS"), rhat: t("R-hat") },
};

/** Speeds: steps a second. */
export const SPEEDS = [["max", t("As fast as it goes")], ["100", t("100 steps/s")], ["10", t("10 steps/s")], ["1", t("1 step/s")]];
