// A restricted Boltzmann machine learns bars and stripes, then is sampled: the same file in a page and in Node.
import init, { Model, Sampler, Trainer } from "../dist/ebm.js"; // "ebm-playground", where the package is installed

await init();
export const model = new Model(
  "#v=1&model=rbm&hidden=12&data=bars-and-stripes&n=4&trainer=pcd&lr=0.05&seed=1&steps=4000&then=block-gibbs:200");
const trainer = new Trainer(model);
while (trainer.steps < 4000) {
  trainer.step(1000);
  console.log(`${trainer.steps} updates: ln Z = ${model.logZ().toFixed(2)}`);
}
const sampler = new Sampler(model);
sampler.runThen();
const pixels = [...sampler.states.slice(0, 16)].map((pixel) => (pixel ? "█" : "·"));
for (let row = 0; row < 4; row++) console.log(pixels.slice(4 * row, 4 * row + 4).join(" "));
console.log(`digest ${model.digest}`);
