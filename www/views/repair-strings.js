// @ts-check
// Sentences and labels of the figure `repair`.
import { count, fixed } from "../strings.js";
import { t } from "../words.js";

export const REPAIR = {
  repair: t("Repair"),
  another: t("Other damage"),
  exact: t("Exact log Z"),
  learning: t("Learning"),
  annealing: t("Annealing"),
  second: t("Second training, B"),
  picture: t("Damage and repair"),
  pictures: [t("original"), t("damaged"), t("repaired")],
  /** Of two trainings. */
  repairs: [t("repaired by A"), t("repaired by B")],
  waiting: t("Loading…"),
  example: t("Picture"),
  previous: t("Previous picture"),
  next: t("Next picture"),
  scrub: t("Half-step of the repair"),
  scrubBack: t("One half-step back"),
  scrubOn: t("One half-step on"),
  noRepair: t("Not repaired yet: press Repair."),
  /** @type {Record<string, string>} */
  captions: {
    filters: t("The weights of hidden units, up to 96 of them, each laid out as a picture: blue where a pixel switches the unit on, orange where it switches it off."),
    fantasies: t("What the model draws by itself while it learns, nothing clamped. Of PCD these are the chains that it learns from; otherwise chains that only follow it, from coin flips on."),
    "filters-b": t("The weights of B. What you set above holds for both trainings, unless B differs in it."),
    "fantasies-b": t("What B draws by itself."),
    likelihood: t("Log-likelihood: how likely whole pictures are, by annealing, with a standard error; dashed: exact, with 16 hidden units or fewer."),
    pseudo: t("Pseudo-log-likelihood: how well one pixel follows from all others, in held-out pictures where there are some. Upright lines mark the best so far: compare where they stand."),
    error: t("Reconstruction error: how well pictures are reproduced in one step, held-out ones where there are some. The axis is logarithmic. Learning does not aim at it."),
    energy: t("Along the repair: E at every half-step, F at every full one. The line marks what is shown."),
  },
  /** @param {number} steps @param {number} images @param {number} epochs */
  progress: (steps, images, epochs) => t("{0} updates · {1} images · {2} epochs", count(steps), count(images), epochs.toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ",")),
  compared: t("Log-likelihood of held-out pictures, where there are some, by annealing, with a standard error: A solid, B dashed; thin: of training pictures."),
  /** @param {string} label @param {number} waiting */
  waitingFor: (label, waiting) => t("{0} Models that wait: {1}.", label, waiting),
  /** @param {number} rate */
  rate: (rate) => t("{0} images/s", count(Math.round(rate / 100) * 100)),
  /** @param {any} repair */
  halfStep: ({ shown, length, label, current, step }) => (current
    ? t("Half-step {0} of {1}: {2}.", shown, length, label)
    : t("Half-step {0} of {1}: {2} (by the model after {3} updates).", shown, length, label, count(step))),
  /** @param {any} repair @param {number} pixels */
  wrong: ({ wrong, energy, freeEnergy }, pixels) => (Number.isFinite(energy)
    ? t("{0} of {1} pixels differ from the original; E(v,h) = {2}, F(v) = {3}.", wrong, pixels, fixed(energy, 2), fixed(freeEnergy, 2))
    : t("{0} of {1} pixels differ from the original; F(v) = {2}.", wrong, pixels, fixed(freeEnergy, 2))),
  /** @param {number} states */
  exactCost: (states) => t("Sums over the {0} states of the smaller layer.", count(states)),
  exactTooLarge: t("With more than 24 units in the smaller layer there are too many states to sum over."),
  /** @param {number} logZ @param {number | null} likelihood @param {number} step */
  exactDone: (logZ, likelihood, step) => (likelihood == null
    ? t("log Z = {0} after {1} updates.", fixed(logZ, 4), count(step))
    : t("log Z = {0} after {1} updates; log-likelihood of the training images {2} nats per image.", fixed(logZ, 4), count(step), fixed(likelihood, 3))),
};
