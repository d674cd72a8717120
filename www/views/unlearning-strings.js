// @ts-check
// Sentences and labels of the figure `unlearning`.
import { count, fixed } from "../strings.js";
import { t } from "../words.js";

export const UNLEARNING = {
  exact: "",
  exactDone: () => "",
  /** @type {Record<string, string>} */
  captions: {
    memories: t("Every memory; red where the field of a unit is against it. A memory without red is stable."),
    stability: t("The smallest aligned field of each memory, exact. Above zero it is a fixed point of recall; how high says how safe it is."),
    basins: t("Mean overlap after recall from more and more damage, from many starts. Below the dashes recall makes it worse. The line marks the damage above."),
    energies: t("Where these quenches end, by energy: in memories and their mirrors, or elsewhere. Dashes: the stored memories, exact."),
  },
  /** @param {any} detail */
  history: ({ best, reach }) => (best && best[0] < reach
    ? t("Measured on the way: overlap after recall from 10% damage, stable memories (exact), and quenches that end in a memory or its mirror. Best so far: {0}, after {1} updates. Go on: when does it collapse?", fixed(best[1], 2), count(best[0]))
    : t("Measured on the way: overlap after recall from 10% damage, stable memories (exact), and quenches that end in a memory or its mirror.")),
  /** @param {any} detail */
  load: ({ load, units }) => (load == null ? "" : t("Networks of {0} units with other numbers of patterns, before and after the same {1} updates, from 10% damage. Dashes: where Hebb's rule breaks down for many units.", count(units), count(load))),
  /** @param {any} detail */
  ends: ({ minima }) => (minima
    ? t("200 quenches from coin flips met {1} different minima; by enumeration there are {0}. Mixtures are majority votes of three or five memories.", count(minima[0]), count(minima[1]))
    : t("200 quenches from coin flips. Mixtures are majority votes of three or five memories, other ends are like none of them.")),
  /** What recall did. @param {any} cue @param {number} units */
  cue: ({ damaged, flips, shown, sweeps, wrong, overlap, energy, memoryEnergy }, units) => [
    t("{0} of {1} flips, sweep {2} of {3}", count(shown), count(flips), count(sweeps.filter((/** @type {number} */ s) => s < shown).length + (shown > 0 ? 1 : 0)), count(sweeps.length)),
    t("{0} of {1} units wrong, {2} at the start; overlap {3}", count(wrong), count(units), count(damaged), fixed(overlap, 2)),
    t("energy per unit {0}, of the memory {1}", fixed(energy, 3), fixed(memoryEnergy, 3)),
  ],
  /** @param {any} cue */
  outcome: ({ shown, flips, wrong, stable }) => (shown < flips ? t("Descent is on its way.")
    : wrong === 0 ? t("The memory is recalled.")
    : stable ? t("Descent ends elsewhere, though the memory is stable: the start lies outside its basin.")
    : t("Descent ends elsewhere: this memory is not even stable.")),
  /** @param {number} steps @param {any} detail */
  progress: (steps, { rounds, stable, patterns }) => (rounds === steps
    ? t("{0} updates; {1} of {2} memories stable", count(steps), count(stable), count(patterns))
    : t("{0} updates, {3} rounds; {1} of {2} memories stable", count(steps), count(stable), count(patterns), count(rounds))),
  /** @param {number} rate */
  rate: (rate) => t("{0} updates/s", count(rate < 20 ? Math.round(rate * 10) / 10 : Math.round(rate))),
  /** @param {any} detail */
  looking: ({ looking, looked }) => (looking != null
    ? t("measuring: {0}%", count(Math.floor(100 * looking)))
    : looked == null ? "" : t("measured after {0} updates", count(looked))),
  paused: t("comes when it pauses"),
  /** @type {[string, string][]} */
  data: [["none", t("Random")], ["letters", t("Letters")], ["mnist", t("MNIST digits")]],
  pictures: [t("memory"), t("damaged"), t("recall")],
  labels: {
    data: t("Patterns"), memory: t("Memory"), noise: t("Damaged part"), before: t("The memory before"), after: t("The next memory"),
    back: t("One back"), flip: t("One flip"), sweep: t("One sweep"), recall: t("Recall"), end: t("To the end"), start: t("To the start"), updates: t("Updates of unlearning"),
    draw: t("Draw a start, or a memory of your own"), store: t("Store what is shown"), forget: t("Forget the drawn ones"),
    numbers: t("The numbers"), network: t("What is stored"), unlearning: t("Unlearning"),
  },
};
