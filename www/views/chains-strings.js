// @ts-check
// Sentences and labels of the figure `chains`.
import { count, fixed, together } from "../strings.js";
import { t } from "../words.js";

export const CHAINS = {
  exact: t("Exact law"),
  model: t("Model"),
  run: t("Sampler, or learning"),
  picture: t("The damaged picture"),
  numbers: t("The numbers"),
  chain: t("Chain"),
  previous: t("Previous chain"),
  next: t("Next chain"),
  edges: t("Couplings from an edge list"),
  edgesHelp: t("Max-Cut in rudy form: a line 'n m', then m lines 'i j w' with units from 1. The cut is maximised: couplings are −w."),
  edgesText: t("Edge list"),
  edgesFile: t("Open a file"),
  useEdges: t("Use this list"),
  noEdges: t("Take it away"),
  pasted: "pasted.txt",
  /** @type {Record<string, string>} */
  captions: {
    histogram: t("What all chains met, sweep by sweep. Where there are few enough states to sum over, dashes mark the exact law: do the bars come to meet them?"),
    filters: t("The weights of hidden units, each laid out as a picture."),
    likelihood: t("How likely pictures are: of the training ones exactly where the model is small; by the pseudo-likelihood, of held-out ones where there are some."),
    error: t("How well pictures are reproduced, held-out ones where there are some. The axis is logarithmic. Learning does not aim at it."),
    couplings: t("How far the couplings are from those that the data were drawn with. More samples bring them closer: by how much?"),
    stable: t("Stored patterns in which no unit wants to flip. A little unlearning can raise their number past capacity; go on, and see what too much does."),
  },
  /** @param {any} detail */
  state: ({ hidden, levels, slices }) => together([
    levels ? t("The level that one chain is on, from the first to the last.") : t("Every unit of one chain: filled where it is up or on."),
    ...(slices > 1 ? [t("The slices of the lattice stand side by side.")] : []),
    ...(hidden ? [t("Hidden units are the small squares below, red where on and grey where off.")] : []),
  ]),
  /** @param {string} why */
  trouble: (why) => t("{0}. Choose another sampler or another model below; everything else stays as it is.", why),
  /** @param {any} detail */
  trace: ({ chains, drawn }) => together([chains > drawn
    ? t("Energies over the last 400 sweeps, of {0} chains; {1} more are not drawn.", drawn, count(chains - drawn))
    : chains > 1 ? t("Energies over the last 400 sweeps, of every chain.") : t("Energies over the last 400 sweeps."),
  t("Chains that started apart should end up in the same band.")]),
  /** @param {number} steps @param {any} detail */
  progress: (steps, { samples, chains, since }) => (!samples ? t("{0} updates", count(steps))
    : (chains === 1 ? t("{0} sweeps of one chain", count(steps)) : t("{0} sweeps of {1} chains", count(steps), count(chains)))
      + (since ? t("; counted since T changed after {0}", count(since)) : "")),
  /** @param {number} rate @param {boolean} samples */
  rate: (rate, samples) => {
    const shown = count(rate < 20 ? Math.round(rate * 10) / 10 : Math.round(rate));
    return samples ? t("{0} sweeps/s", shown) : t("{0} updates/s", shown);
  },
  /** @param {string} name */
  beside: (name) => t("with the edge list {0}, which the link cannot hold", name),
  underWay: t("comes when the schedule is over"),
  paused: t("comes when it pauses"),
  /** @param {number} n */
  of: (n) => t("of {0}", count(n)),
  /** @param {any} instance */
  loaded: ({ name, units, edges, cut }) => t("{0}: {1} units, {2} edges.", name, count(units), count(edges))
    + (cut == null ? "" : " " + t("Best cut so far, that of the lowest energy met: {0}.", Number.isInteger(cut) ? count(cut) : cut.toPrecision(8))),
  exactThere: t("The exact law at this temperature is drawn dashed."),
  /** @param {number} states */
  exactCost: (states) => t("Sums over all {0} states, for the law to stand over the bars.", count(states)),
  exactTooLarge: t("No exact law: above 24 units there are too many states to sum over."),
  exactNoLaw: t("No exact law: this sampler looks for low energies and follows no law, or units are clamped."),
  exactNotSampled: t("While it learns, the law changes with every update."),
  /** @param {number} logZ */
  exactDone: (logZ) => t("log Z = {0}; the exact law is drawn dashed.", fixed(logZ, 4)),
};
