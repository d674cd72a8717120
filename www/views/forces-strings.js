// @ts-check
// Sentences and labels of the figure `forces`.
import { count } from "../strings.js";
import { t } from "../words.js";

export const FORCES = {
  exact: "",
  exactDone: () => "",
  names: { spring: t("The spring"), coupling: t("The coupling"), both: t("Both") },
  /** @type {Record<string, string>} */
  captions: {
    rate: t("Both take steps of the same size η: drag it, then pull both aside. Which of the two turns unstable first, and what does the other do then?"),
    "spring-pulls": t("Gravity pulls the same everywhere, the spring the more, the longer it is. Where they cross, it rests."),
    "coupling-pulls": t("The data pull the same everywhere; the model pulls the other way as its own correlation grows, but never by more than 1/T."),
    "spring-potential": t("Every step goes downhill, by η times the slope: too large a step climbs the other side."),
    "coupling-potential": t("Every step goes uphill, by η times the slope. The slope is data minus model: learning is the same relaxation."),
  },
  hint: t("Drag the mass or the two spins, let go, and watch both come to rest."),
  aside: t("Pull both aside"),
  c: t("Correlation c of the data"),
  cHelp: t("⟨σ1σ2⟩ of the data: how often the spins agree, less how often they differ."),
  numbers: t("The numbers as a table"),
  /** @param {number} steps */
  progress: (steps) => t("{0} steps of both", count(steps)),
};
