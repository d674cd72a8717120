// @ts-check
// The faces of all figures: what only one of them has, fetched when it is there.

/** @type {Record<string, () => Promise<{ Face: import("./view.js").FaceClass }>>} */
const FACES = {
  teaser: () => import("./views/teaser.js"),
  repair: () => import("./views/repair.js"),
  chains: () => import("./views/chains.js"),
  architectures: () => import("./views/architectures.js"),
  boltzmann: () => import("./views/boltzmann.js"),
  sampling: () => import("./views/sampling.js"),
  forces: () => import("./views/forces.js"),
  "rbm-by-hand": () => import("./views/rbm-by-hand.js"),
  "cd-by-hand": () => import("./views/cd-by-hand.js"),
  unlearning: () => import("./views/unlearning.js"),
};

/** Names of all figures; the first is shown where neither page nor link names one. */
export const NAMES = Object.keys(FACES);

/** The name, if it is a figure's; else the first. @param {string} name */
export function figureNamed(name) {
  return NAMES.includes(name) ? name : NAMES[0];
}

/** What a figure has of its own. @param {string} name */
export async function faceOf(name) {
  return (await FACES[name]()).Face;
}
