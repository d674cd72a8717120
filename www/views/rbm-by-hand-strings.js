// @ts-check
// Sentences and labels of the figure `rbm-by-hand`.
import { count } from "../strings.js";
import { t } from "../words.js";

export const BY_HAND = {
  exact: "",
  exactDone: () => "",
  names: { parameters: t("Parameters"), target: t("Target"), learning: t("Learning rule") },
  symbols: [t("Weight W₁"), t("Weight W₂"), t("Bias b₁"), t("Bias b₂"), t("Bias c")],
  states: [t("p(00), target"), t("p(01), target"), t("p(10), target"), t("p(11), target")],
  help: t("Drag it, or type it."),
  /** @type {Record<string, string>} */
  captions: {
    machine: t("Drag a dot up or down to change a weight or a bias. Blue lines: above 0; dashed orange ones: below. A unit is the darker, the more often it is on."),
    joint: t("Filled where the hidden bit is on. Bars of the same v₁ v₂ together are the model’s bar beside the target."),
    kl: t("0 is where the two laws are the same. Play lets the rule go on from where you are."),
    numbers: t("The numbers as a table"),
  },
  /** @param {string} cd */
  parameters: (cd) => t("Arrows say where each parameter should go: dashed, the exact gradient; orange, what {0} does on average. Follow them by hand: when do the two disagree?", cd),
  /** @param {number} kl */
  visible: (kl) => (kl < 1e-3
    ? t("The two laws agree to within a thousandth of a nat. Drag a red bar for another target.")
    : t("Red: the target, to be dragged. Blue: the model. Move the parameters until they agree.")),
  /** @param {string} cd */
  phases: (cd) => t("Each gradient is a difference of two bars, over T: the data’s phase less the model’s. {0} puts what is left of the data after its sweeps in the place of the model’s.", cd),
  /** @param {number} updates */
  progress: (updates) => t("{0} updates", count(updates)),
};
