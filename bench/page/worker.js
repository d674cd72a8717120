// @ts-check
// Computes through the published handles, as any other program would; and the loop that lattices are compared with.
import init, { Model, Sampler, Trainer } from "./ebm.js";
import { sweep } from "./loop.js";

const WARM_UP = 1;
const ready = Promise.all([init(), fetch("./data/mnist.bin").then((r) => r.arrayBuffer()).then((b) => new Uint8Array(b))]);

/**
 * Calls `work` for so many seconds, at least once; returns the amount it says it did, a second.
 * @param {number} seconds
 * @param {() => number} work
 */
function rate(seconds, work) {
  const start = performance.now();
  let done = 0;
  do done += work(); while (performance.now() - start < seconds * 1000);
  return (done / (performance.now() - start)) * 1000;
}

/** @type {Map<string, { model: Model, sampler: Sampler, spins: Int8Array }>} */
const lattices = new Map();

/**
 * A lattice that is warm, and a copy of its state for the loop; it stays, so that turns can be short.
 * @param {string} link
 */
function lattice(link) {
  let found = lattices.get(link);
  if (!found) {
    const model = new Model(link, undefined);
    const sampler = new Sampler(model);
    rate(WARM_UP, () => (sampler.step(10), 1));
    found = { model, sampler, spins: Int8Array.from(sampler.states) };
    lattices.set(link, found);
  }
  return found;
}

/** @type {Record<string, (digits: Uint8Array, ...given: any[]) => any>} */
const tasks = {
  /** Images a second of CD-1. */
  rbm(digits, hidden, seconds) {
    const model = new Model(`#v=1&model=rbm&hidden=${hidden}&data=mnist&trainer=cd&lr=0.05&batch=100`, digits);
    const trainer = new Trainer(model);
    const train = () => {
      const seen = trainer.examplesSeen;
      trainer.step(20);
      return trainer.examplesSeen - seen;
    };
    rate(WARM_UP, train);
    const result = rate(seconds, train);
    trainer.free();
    model.free();
    return result;
  },

  /** Updates a nanosecond of a lattice's link. */
  lattice(_, link, side, temperature, seconds) {
    const { sampler } = lattice(link);
    return rate(seconds, () => (sampler.step(10), 10 * side * side)) / 1e9;
  },

  /** The same of the loop, which goes on from a state that our sampler has brought to its warm-up's end. */
  loop(_, link, side, temperature, seconds) {
    const { spins } = lattice(link);
    return rate(seconds, () => (sweep(spins, side, side, temperature), side * side)) / 1e9;
  },

  /** Updates a nanosecond of whole annealings, from a link to their ends; and the energies a spin of those ends. */
  glass(_, link, chains, spins, sweeps, seconds, seed) {
    /** @type {number[]} */
    const energies = [];
    let spent = 0;
    const anneal = (/** @type {number} */ at) => {
      const start = performance.now();
      const model = new Model(`${link}&seed=${at}`, undefined);
      const sampler = new Sampler(model);
      sampler.step(sweeps);
      spent += performance.now() - start;
      const states = sampler.states;
      for (let chain = 0; chain < chains; chain++) {
        energies.push(model.energy(states.subarray(chain * spins, (chain + 1) * spins)) / spins);
      }
      sampler.free();
      model.free();
    };
    // The first one warms up.
    anneal(seed);
    energies.length = 0;
    spent = 0;
    do anneal(++seed); while (spent < seconds * 1000);
    const mean = energies.reduce((a, b) => a + b, 0) / energies.length;
    const square = energies.reduce((a, b) => a + (b - mean) ** 2, 0) / (energies.length - 1);
    return [(energies.length * spins * sweeps) / spent / 1e6, mean, Math.sqrt(square / energies.length), energies.length];
  },
};

addEventListener("message", async ({ data: { task, given } }) => {
  try {
    const [, digits] = await ready;
    postMessage({ result: tasks[task](digits, ...given) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
