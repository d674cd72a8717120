// Ten figures that can be taken away and put back, and the times between the page's frames.
const FIGURES = [
  "fig=teaser", "fig=repair&model=rbm&hidden=16&data=bars-and-stripes&n=4&trainer=pcd", "fig=chains&model=ising&rows=64&cols=64", "fig=boltzmann",
  "fig=architectures", "fig=sampling", "fig=forces", "fig=rbm-by-hand", "fig=cd-by-hand", "fig=unlearning",
];
const main = document.querySelector("main");

globalThis.attach = () => {
  for (const figure of FIGURES) {
    const frame = document.createElement("iframe");
    frame.src = `https://figures.example/figure.html#v=1&${figure}&autoplay=1`;
    frame.title = "A figure";
    frame.width = "100%";
    frame.height = "720";
    main.append(frame);
  }
};
globalThis.remove = () => main.replaceChildren();

globalThis.times = [];
let last = performance.now();
const tick = (now) => {
  globalThis.times.push(now - last);
  last = now;
  requestAnimationFrame(tick);
};

requestAnimationFrame(tick);
globalThis.attach();
