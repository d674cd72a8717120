// @ts-check
// What leads the worker from slice to slice: a message to itself, so that those that wait are heard in between. Timers would come
// milliseconds later, and where such a message does not come they do.

/** Milliseconds after which a ping has gone astray: WebKit's channels lead through its network process, and end with it. */
const ASTRAY = 500;

/** Work that comes again and again. */
export class Pulse {
  #ping = new MessageChannel();
  #beat;
  #scheduled = false;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  /** When a ping was sent that has not come yet. */
  #pinged = 0;
  /** The timer that looks after it. */
  #watch = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  /** One never came. */
  #astray = false;

  /** @param {() => void} beat the work */
  constructor(beat) {
    this.#beat = beat;
    this.#ping.port1.onmessage = () => {
      // It was only late.
      this.#astray = false;
      this.#goOn();
    };
  }

  /** The work is to come, once: at once, or after so many milliseconds. */
  schedule(delay = 0) {
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (delay > 0 || this.#astray) this.#timer = setTimeout(() => this.#goOn(), delay);
    else {
      this.#pinged = performance.now();
      this.#ping.port2.postMessage(0);
      this.#watch ??= setTimeout(() => this.#look(), ASTRAY);
    }
  }

  #goOn() {
    if (!this.#scheduled) return;
    this.#scheduled = false;
    clearTimeout(this.#timer);
    this.#pinged = 0;
    this.#beat();
  }

  #look() {
    this.#watch = undefined;
    if (!this.#pinged) return;
    this.#astray = performance.now() - this.#pinged >= ASTRAY;
    if (this.#astray) this.#goOn();
    else this.#watch = setTimeout(() => this.#look(), ASTRAY);
  }
}
