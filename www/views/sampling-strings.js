// @ts-check
// Sentences and labels of the figure `sampling`.
import { count, fixed } from "../strings.js";
import { t } from "../words.js";

/** @param {number} value */
const sign = (value) => (value > 0 ? "+1" : "−1");

export const SAMPLING = {
  exact: "",
  exactDone: () => "",
  /** @type {Record<string, string>} */
  captions: {
    state: t("Every unit of the network: filled where it is +1."),
    memories: t("The two memories, A and B."),
    trace: t("Energies of the chain over the last 400 sweeps, and the exact mean at this temperature: as long as it is in equilibrium, it varies about the dashes."),
  },
  /** @param {any} detail */
  plane: ({ apart, kept }) => t("Where the chain is: its overlap with A to the right, with B upwards. Every state lies in the rectangle; its corners are the memories and their mirrors. Press one to start there. Dashed rings: where states are most likely at this temperature, exactly. Near T = {0} they meet in pairs, and two memories have become one; near T = {1} all meet, and nothing is left of either. Find both.",
    fixed(apart, 2), fixed(kept, 2)),
  /** @param {any} detail */
  path: ({ differ }) => t("The real energies when the {0} units that tell A from B are flipped one after another, and the chain over its own place between them. How low must T be for the hill to hold it back?", count(differ)),
  /** @param {any} detail */
  histogram: ({ twin, since }) => (since
    ? t("A small twin, {0} of the units, is moved by the same rule. Bars: energies that it met since T was changed; dashes: the exact law, summed over all its states.", count(twin))
    : t("A small twin, {0} of the units, is moved by the same rule. Bars: energies that it met; dashes: the exact law, summed over all its states.", count(twin))),
  /** @param {number} steps @param {any} detail */
  progress: (steps, { inside, offers, since }) => (inside != null
    ? t("{0} sweeps, and {1} of {2} offers of the next", count(steps), count(inside), count(offers))
    : since ? t("{0} sweeps; counted since T changed after {1}", count(steps), count(since)) : t("{0} sweeps", count(steps))),
  /** @param {number} rate */
  rate: (rate) => t("{0} sweeps/s", count(rate < 20 ? Math.round(rate * 10) / 10 : Math.round(rate))),
  inside: t("comes when the sweep is over"),
  paused: t("comes when it pauses"),
  labels: {
    offer: t("One unit"), back: t("One back"), end: t("End of the sweep"), start: t("Start at"), coins: t("Coin flips"),
    memory: (/** @type {string} */ name) => t("Memory {0}: example", name),
    sampler: t("Rule"), data: t("Patterns"), numbers: t("The numbers"), walk: t("The walk"), memories: t("The memories"),
  },
  /** @type {[string, string][]} */
  samplers: [["metropolis", t("Metropolis")], ["gibbs", t("Gibbs")]],
  /** @type {[string, string][]} */
  data: [["mnist", t("MNIST digits")], ["letters", t("Letters")], ["none", t("Random")]],
  noOffer: t("A sweep offers as many units a flip as there are. Look at single offers: which unit, what a flip costs, the random number that decides."),
  /** Rows of one offer. @param {any} offer @param {boolean} metropolis @returns {[string, string][]} */
  offer: ({ unit, row, col, old, new: next, field, cost, probability, drawn }, metropolis) => [
    [t("unit"), t("{0} (row {1}, column {2})", count(unit), row, col)],
    [t("σ before"), sign(old)],
    [t("local field x"), fixed(field, 4)],
    [t("ΔE = 2σx of a flip"), fixed(cost, 4)],
    metropolis ? [t("accepted with min(1, exp(−ΔE/T))"), fixed(probability, 4)] : [t("becomes +1 with sigmoid(2x/T)"), fixed(probability, 4)],
    [t("random number"), drawn == null ? t("none needed") : fixed(drawn, 4)],
    [t("σ after"), `${sign(next)} ${old === next ? t("(stays)") : t("(flipped)")}`],
  ],
};
