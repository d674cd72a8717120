// @ts-check
// Sentences and labels of the figure `chains`.
import { count, fixed } from "../strings.js";

export const CHAINS = {
  exact: "Exact law",
  model: "Model",
  run: "Sampler, or learning",
  picture: "The damaged picture",
  numbers: "The numbers",
  chain: "Chain",
  previous: "Previous chain",
  next: "Next chain",
  edges: "Couplings from an edge list",
  edgesHelp: "Max-Cut in rudy form: a line 'n m', then m lines 'i j w' with units from 1. The cut is maximised: couplings are −w.",
  edgesText: "Edge list",
  edgesFile: "Open a file",
  useEdges: "Use this list",
  noEdges: "Take it away",
  pasted: "pasted.txt",
  /** @type {Record<string, string>} */
  captions: {
    histogram: "What all chains met, sweep by sweep. Where there are few enough states to sum over, dashes mark the exact law: do the bars come to meet them?",
    filters: "The weights of hidden units, each laid out as a picture.",
    likelihood: "How likely pictures are: of the training ones exactly where the model is small, of held-out ones by the pseudo-likelihood.",
    error: "How well held-out pictures are reproduced. Learning does not aim at it.",
    couplings: "How far the couplings are from those that the data were drawn with. More samples bring them closer: by how much?",
    stable: "Stored patterns in which no unit wants to flip. A little unlearning can raise their number past capacity; go on, and see what too much does.",
  },
  /** @param {any} detail */
  state: ({ hidden, levels, slices }) => (levels ? "The level that one chain is on, from the first to the last." : "Every unit of one chain: filled where it is up or on.")
    + (slices > 1 ? " The slices of the lattice stand side by side." : "")
    + (hidden ? " Hidden units are the small squares below, red where on and grey where off." : ""),
  /** @param {string} why */
  trouble: (why) => `${why}. Choose another sampler or another model below; everything else stays as it is.`,
  /** @param {any} detail */
  trace: ({ chains, drawn }) => "Energies over the last 400 sweeps"
    + (chains > drawn ? `, of ${drawn} chains; ${count(chains - drawn)} more are not drawn.` : chains > 1 ? ", of every chain." : ".")
    + " Chains that started apart should end up in the same band.",
  /** @param {number} steps @param {any} detail */
  progress: (steps, { samples, chains, since }) => (samples
    ? `${count(steps)} sweeps of ${count(chains)} ${chains === 1 ? "chain" : "chains"}` + (since ? `; counted since T changed after ${count(since)}` : "")
    : `${count(steps)} updates`),
  /** @param {number} rate @param {boolean} samples */
  rate: (rate, samples) => `${count(rate < 20 ? Math.round(rate * 10) / 10 : Math.round(rate))} ${samples ? "sweeps" : "updates"}/s`,
  /** @param {string} name */
  beside: (name) => `with the edge list ${name}, which the link cannot hold`,
  underWay: "comes when the schedule is over",
  paused: "comes when it pauses",
  /** @param {number} n */
  of: (n) => `of ${count(n)}`,
  /** @param {any} instance */
  loaded: ({ name, units, edges, cut }) => `${name}: ${count(units)} units, ${count(edges)} edges.`
    + (cut == null ? "" : ` Best cut so far, that of the lowest energy met: ${Number.isInteger(cut) ? count(cut) : cut.toPrecision(8)}.`),
  exactThere: "The exact law at this temperature is drawn dashed.",
  /** @param {number} states */
  exactCost: (states) => `Sums over all ${count(states)} states, for the law to stand over the bars.`,
  exactTooLarge: "No exact law: above 24 units there are too many states to sum over.",
  exactNoLaw: "No exact law: this sampler looks for low energies and follows no law, or units are clamped.",
  exactNotSampled: "While it learns, the law changes with every update.",
  /** @param {number} logZ */
  exactDone: (logZ) => `log Z = ${fixed(logZ, 4)}; the exact law is drawn dashed.`,
};
