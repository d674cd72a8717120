// @ts-check
// Trains through the published handles, as any other program would.
import init, { Model, Trainer } from "./ebm.js";

const WARM_UP = 1;
const ready = Promise.all([init(), fetch("./data/mnist.bin").then((r) => r.arrayBuffer()).then((b) => new Uint8Array(b))]);

addEventListener("message", async ({ data: { hidden, seconds } }) => {
  try {
    const [, digits] = await ready;
    const model = new Model(`#v=1&model=rbm&hidden=${hidden}&data=mnist&trainer=cd&lr=0.05&batch=100`, digits);
    const trainer = new Trainer(model);
    const train = (/** @type {number} */ duration) => {
      const start = performance.now();
      const seen = trainer.examplesSeen;
      do trainer.step(20); while (performance.now() - start < duration * 1000);
      return ((trainer.examplesSeen - seen) / (performance.now() - start)) * 1000;
    };
    train(WARM_UP);
    postMessage(train(seconds));
    trainer.free();
    model.free();
  } catch (error) {
    postMessage(String(error));
  }
});
