// @ts-check
// The bar of every figure: play, step, reset and so on, how far it is, and the digest.
import { button, el, setText } from "../dom.js";
import { SPEEDS, STRINGS as S } from "../strings.js";

/** @typedef {import("../view.js").Intents} Intents */

/** The bar and the line below it. */
export class Bar {
  #intents;
  #play;
  #speed = el("select", { name: "speed", "aria-label": S.speed }, SPEEDS.map(([id, title]) => el("option", { value: id, text: title })));
  #share = button(S.share, () => this.#intents.share(this.#share), { name: "share", "aria-haspopup": "dialog" });
  #progress = el("span", { class: "progress" });
  #rate = el("span", { class: "rate" });
  #digest = el("output", { class: "digest", "aria-label": S.digest });
  #beside = el("span", { class: "beside" });
  #digestBox = el("span", { class: "digestbox" }, [el("span", { text: S.digest }), this.#digest, this.#beside]);
  #done = el("progress", { max: "1", value: "0", "aria-label": S.done });

  /** @param {Intents} intents @param {{ rests?: boolean, certain?: boolean }} face whether nothing runs in it, whether nothing is random */
  constructor(intents, { rests = false, certain = false }) {
    this.#intents = intents;
    this.#play = button(S.play, intents.toggle, { class: "primary", name: "play" });
    this.#speed.addEventListener("change", () => intents.speed(this.#speed.value));
    this.elements = [
      el("div", { class: "bar" }, [
        ...(rests ? [] : [
          this.#play, button(S.step, intents.step, { name: "step" }), button(S.reset, intents.reset, { name: "reset" }),
          ...(certain ? [] : [button(S.newSeed, intents.newSeed, { name: "new-seed" })]), this.#speed,
        ]), this.#share,
        button(S.fullScreen, intents.fullScreen, { name: "full-screen" }), ...(rests ? [this.#digestBox] : []),
      ]),
      ...(rests ? [] : [this.#done, el("div", { class: "status" }, [this.#progress, this.#rate, this.#digestBox])]),
    ];
  }

  /** @param {any} status @param {{ progress: string, rate: string, digest: string, beside: string }} words */
  show(status, { progress, rate, digest, beside }) {
    setText(this.#progress, progress);
    setText(this.#rate, rate);
    setText(this.#digest, digest);
    setText(this.#beside, beside);
    this.#digestBox.hidden = !digest && !beside;
    this.#done.value = Math.min(1, status.target > 0 ? status.step / status.target : 0);
  }

  /** @param {boolean} playing */
  playing(playing) {
    setText(this.#play, playing ? S.pause : S.play);
  }

  /** The chosen speed. */
  get speed() {
    return this.#speed.value;
  }
  set speed(value) {
    this.#speed.value = SPEEDS.some(([id]) => id === value) ? value : "max";
  }
}
