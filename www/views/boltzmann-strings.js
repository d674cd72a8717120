// @ts-check
// Sentences and labels of the figure `boltzmann`.
import { count } from "../strings.js";
import { t } from "../words.js";

export const BOLTZMANN = {
  exact: "",
  exactDone: () => "",
  model: () => t("Energies"),
  run: () => t("Sampler"),
  numbers: () => t("The numbers"),
  more: () => t("Add a level"),
  fewer: () => t("Remove a level"),
  toLaw: () => t("Go to the Boltzmann law"),
  entropy: () => t("The entropy of probabilities with this mean energy. The mark is at yours; the dashed line is the law’s, and none is above it."),
  /** @param {number} steps @param {number} chains */
  progress: (steps, chains) => (chains === 1 ? t("{0} sweeps of one chain", count(steps)) : t("{0} sweeps of {1} chains", count(steps), count(chains))),
  /** @param {number} rate */
  rate: (rate) => t("{0} sweeps/s", count(rate < 20 ? Math.round(rate * 10) / 10 : Math.round(rate))),
};
