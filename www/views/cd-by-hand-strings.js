// @ts-check
// Sentences and labels of the figure `cd-by-hand`.
import { t } from "../words.js";

export const CD_BY_HAND = {
  exact: "",
  exactDone: () => "",
  back: t("Back"),
  next: t("Next"),
  another: t("Next update"),
  stage: t("Step of the update"),
  /** @param {number} stage @param {number} last @param {string} name */
  named: (stage, last, name) => t("{0} of {1}: {2}", stage, last, name),
  /** The name of a stage, and what happens in it. */
  stages: [
    [t("The example"), t("The visible units are clamped to v⁽⁰⁾. Press one to flip it, then go on with Next.")],
    [t("Fields of the hidden units"), t("Each adds its bias and the weights of all visible units that are on.")],
    [t("Their probabilities"), t("The sigmoid of the field over T; all three are independent given v⁽⁰⁾.")],
    [t("h⁽⁰⁾ is drawn"), t("A unit is on if its random number is below its probability. Drag an orange mark across the end of a bar.")],
    [t("Fields of the visible units"), t("The same weights the other way, with the drawn bits of h⁽⁰⁾.")],
    [t("Their probabilities"), t("Independent given h⁽⁰⁾.")],
    [t("v⁽¹⁾ is drawn"), t("The reconstruction. CD does not aim at making it equal to v⁽⁰⁾.")],
    [t("The hidden units given v⁽¹⁾"), t("Nothing more is drawn: the probabilities themselves enter the update.")],
    [t("The data's phase"), t("Outer product of v⁽⁰⁾ and p(h = 1 | v⁽⁰⁾); beside it v⁽⁰⁾ for b, below it the probabilities for c.")],
    [t("The model's phase"), t("The same of v⁽¹⁾: after one sweep, which is not yet the model's equilibrium.")],
    [t("The difference"), t("Data's phase less model's phase, over T. Compare it with the exact gradient, on one colour scale.")],
    [t("The update"), t("Add η times the difference: gradient ascent, so the sign is plus.")],
  ],
  /** @param {string} name @param {number} bit */
  unit: (name, bit) => t("{0} = {1}: flip it", name, bit),
  example: "v⁽⁰⁾",
  draws: t("Random numbers"),
  /** @param {string} name */
  draw: (name) => t("Random number of {0}", name),
  redraw: t("New random numbers"),
  /** @param {number} k */
  parameter: (k) => {
    if (k < 12) return t("Weight between v{0} and h{1}", Math.floor(k / 3) + 1, (k % 3) + 1);
    return k < 16 ? t("Bias of v{0}", k - 11) : t("Bias of h{0}", k - 15);
  },
  /** @type {Record<string, string>} */
  names: {
    weights: t("W, b, c before"), positive: t("Data's phase"), negative: t("Model's phase"), estimate: t("CD-1 estimate"),
    mean: t("CD-1, mean of all draws"), gradient: t("Exact gradient"), change: t("Change"), after: t("W, b, c after"),
    angles: t("All estimates"),
  },
  /** @type {Record<string, string>} */
  captions: {
    update: t("x is the field, the blue bar the probability p, the orange mark the random number u. Weights and random numbers of the first state are chosen so that p comes out round. A ring marks a unit that your last edit changed, a dark frame a number, a dashed line where p was."),
    weights: t("Drag a number up or down. Blue is positive, orange negative."),
    positive: "v⁽⁰⁾ p(h | v⁽⁰⁾)ᵀ",
    negative: "v⁽¹⁾ p(h | v⁽¹⁾)ᵀ",
    estimate: t("Data's phase less model's phase, over T: one draw."),
    mean: t("Exactly, over all h⁽⁰⁾ and v⁽¹⁾. How it differs from the gradient is CD's bias."),
    gradient: t("Of ln p(v⁽⁰⁾), by enumeration of all 2⁷ states; on one colour scale with the estimate and its mean."),
    change: t("η times the estimate, on a scale of its own."),
    after: t("On the scale of those before."),
    angles: t("Distance is length, angle that to the gradient (dashed), area probability. Filled: this draw; blue ring: the mean. Enlarge weights or lower T: does the ring fall short?"),
  },
  type: t("Type weights and biases"),
  numbers: t("The numbers as a table"),
  run: t("All parameters"),
  /** @param {number} step */
  progress: (step) => t("update {0}", step),
};
