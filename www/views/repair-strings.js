// @ts-check
// Sentences and labels of the figure `repair`.
import { count, fixed } from "../strings.js";

export const REPAIR = {
  repair: "Repair",
  another: "Other damage",
  exact: "Exact log Z",
  learning: "Learning",
  picture: "Damage and repair",
  pictures: ["original", "damaged", "repaired"],
  waiting: "Loading…",
  example: "Picture",
  previous: "Previous picture",
  next: "Next picture",
  scrub: "Half-step of the repair",
  scrubBack: "One half-step back",
  scrubOn: "One half-step on",
  noRepair: "Not repaired yet: press Repair.",
  /** @type {Record<string, string>} */
  captions: {
    filters: "The weights of hidden units, up to 96 of them, each laid out as a picture: blue where a pixel switches the unit on, orange where it switches it off.",
    likelihood: "How likely pictures are: the pseudo-likelihood of held-out ones, and for small models the exact likelihood of the training ones.",
    error: "How well held-out pictures are reproduced. Learning does not aim at it.",
    energy: "Along the repair: E at every half-step, F at every full one. The line marks what is shown.",
  },
  /** @param {number} steps @param {number} images @param {number} epochs */
  progress: (steps, images, epochs) => `${count(steps)} updates · ${count(images)} images · ${epochs.toFixed(1)} epochs`,
  /** @param {number} rate */
  rate: (rate) => `${count(Math.round(rate / 100) * 100)} images/s`,
  /** @param {any} repair */
  halfStep: (repair) => `Half-step ${repair.shown} of ${repair.length}: ${repair.label}`
    + (repair.current ? "." : ` (by the model after ${count(repair.step)} updates).`),
  /** @param {any} repair @param {number} pixels */
  wrong: (repair, pixels) => `${repair.wrong} of ${pixels} pixels differ from the original; `
    + (Number.isFinite(repair.energy) ? `E(v,h) = ${fixed(repair.energy, 2)}, ` : "")
    + `F(v) = ${fixed(repair.freeEnergy, 2)}.`,
  /** @param {number} states */
  exactCost: (states) => `Sums over the ${count(states)} states of the smaller layer.`,
  exactTooLarge: "With more than 24 units in the smaller layer there are too many states to sum over.",
  /** @param {number} logZ @param {number | null} likelihood @param {number} step */
  exactDone: (logZ, likelihood, step) => `log Z = ${fixed(logZ, 4)} after ${count(step)} updates`
    + (likelihood == null ? "." : `; log-likelihood of the training images ${fixed(likelihood, 3)} nats per image.`),
};
