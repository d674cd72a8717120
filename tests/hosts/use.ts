// What an engineer writes who installed the package.
import init, { Model, Sampler, Trainer, checkLink, type InitOutput } from "ebm-playground";

const loaded: InitOutput = await init();
const model = new Model("#v=1&model=rbm&hidden=8&data=bars-and-stripes&n=3&trainer=pcd&lr=0.05&steps=300&then=block-gibbs:20");
const trainer = new Trainer(model);
trainer.step(300);
const sampler: Sampler = new Sampler(model);
sampler.runThen();
const weights: Float32Array = model.tensor("W");
if (weights.length !== 72 || !(loaded.memory instanceof WebAssembly.Memory) || checkLink(model.link).warnings.length) throw new Error("not as expected");
console.log(`${model.link} ${model.digest}`);
