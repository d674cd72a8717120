// @ts-check
// Sentences and labels of the figure `architectures`.
import { fixed } from "../strings.js";
import { t } from "../words.js";

/** A change with its sign. @param {number} x */
const signed = (x) => (x > 0 ? "+" : "") + fixed(x, 2);

/** A quantity before and after a flip. @param {string} name @param {number[]} values @param {boolean} flipped */
const told = (name, [before, after], flipped) => {
  if (!flipped) return t("{0} = {1}", name, fixed(after, 2));
  const change = after - before;
  return Math.abs(change) < 1e-9 ? t("{0} = {1}, as before", name, fixed(after, 2))
    : t("{0}: {1} → {2} ({3})", name, fixed(before, 2), fixed(after, 2), signed(change));
};

export const ARCHITECTURES = {
  exact: "",
  exactDone: () => "",
  names: /** @type {Record<string, string>} */ ({
    hopfield: t("Hopfield network"), boltzmann: t("Boltzmann machine"), rbm: t("RBM"),
  }),
  /** @type {Record<string, string>} */
  captions: {
    hopfield: t("All six units are visible, and each is coupled to every other: blue lines for w > 0, dashed orange ones for w < 0."),
    boltzmann: t("The same couplings, but units 5 and 6 are hidden (squares). Drag a dot up or down to change its coupling in all three."),
    rbm: t("What is left when only a visible and a hidden unit are coupled."),
    "hopfield-energy": t("E of all 64 visible states; ink below marks the units that are up. Is the right half the mirror image of the left?"),
    "boltzmann-energy": t("Effective energy of the 16 visible states, the hidden units summed out."),
    "rbm-energy": t("The same of the RBM: it couples no visible units, yet its F(v) does."),
  },
  flipAll: t("Flip all"),
  flipVisible: t("Flip 1 to 4"),
  flipVisibleHelp: t("The visible units of the Boltzmann machine and the RBM."),
  /** @param {number} unit */
  flip: (unit) => t("Flip unit {0}", unit),
  unit: t("Flip one"),
  newWeights: t("New weights"),
  biases: t("Biases"),
  always: t("As an always-on unit"),
  alwaysHelp: t("A bias is a coupling to a unit that is always on."),
  pair: t("Coupling"),
  value: t("Value"),
  /** @param {any} network @param {boolean} flipped */
  energy: ({ energy }, flipped) => told("E", energy, flipped),
  /** @param {any} network @param {boolean} flipped */
  free: ({ free }, flipped) => (free ? told("F(v)", free, flipped) : t("F(v) = E: nothing is hidden")),
  symmetries: t("What a flip changes, over all states"),
  rows: [t("E, all six flipped"), t("E, only 1 to 4 flipped"), t("p(v), visible ones flipped")],
  stays: t("nothing"),
  /** @param {number} most */
  changes: (most) => t("up to {0}", most >= 0.01 ? fixed(most, 2) : most.toPrecision(1)),
  note: {
    spins: t("Hidden units do not break the symmetry: without biases p(v) = p(−v) in all three, though flipping only the visible units changes E(v, h). Switch the biases on, and see which rows change."),
    biased: t("Biases break the symmetry, in all three networks: hidden units have nothing to do with it. Switch them off again."),
    bits: t("On bits, 0 and 1, couplings without biases are not symmetric: w of spins is 4w of bits with biases 2b − 2Σw, so that zero biases of bits are biases of spins."),
  },
  model: t("All parameters"),
  numbers: t("The numbers as a table"),
};
