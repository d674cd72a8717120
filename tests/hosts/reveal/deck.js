import Reveal from "./reveal/reveal.mjs";

const deck = new Reveal({ hash: true, transition: "none" });
await deck.initialize();
globalThis.deck = deck;
