// @ts-check
// Every sentence and label of the page that does not come from the registries.

export const STRINGS = {
  play: "Play",
  pause: "Pause",
  step: "Step",
  reset: "Reset",
  newSeed: "New seed",
  copy: "Copy link",
  copied: "Link copied",
  repair: "Repair",
  another: "Other damage",
  exact: "Exact log Z",
  cancel: "Cancel",
  restart: "Restart this figure",
  dismiss: "Dismiss",
  speed: "Speed",
  learning: "Learning",
  picture: "The picture and its damage",
  numbers: "The numbers as a table",
  native: "Run the same natively",
  pictures: ["original", "damaged", "repaired"],
  crashed: "This figure stopped:",
  waiting: "Loading…",
  example: "Previous and next held-out picture",
  scrub: "Half-step of the repair",
  noRepair: "Not repaired yet: press Repair.",
  /** @param {number} states */
  exactCost: (states) => `Sums over ${states.toLocaleString("en")} states of the smaller layer.`,
  /** @param {number} logZ @param {number | null} likelihood @param {number} step */
  exactDone: (logZ, likelihood, step) =>
    `log Z = ${logZ.toFixed(4)} after ${step} updates`
    + (likelihood == null ? "." : `; exact log-likelihood of the training images ${likelihood.toFixed(3)} nats per image.`),
};

/** Speeds: steps a second. */
export const SPEEDS = [["max", "As fast as it goes"], ["100", "100 steps/s"], ["10", "10 steps/s"], ["1", "1 step/s"]];
