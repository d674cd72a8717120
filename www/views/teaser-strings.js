// @ts-check
// Sentences of the figure `teaser`.
import { count, fixed } from "../strings.js";
import { t } from "../words.js";

export const TEASER = {
  controls: t("All controls"),
  /** @param {number} images @param {number} seconds */
  trained: (images, seconds) => t("Trained in your browser just now: {0} digits in {1} seconds.", count(images), fixed(seconds, 1)),
  /** @param {number} images */
  training: (images) => t("Learning in your browser, now: {0} digits seen so far.", count(images)),
};
