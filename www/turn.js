// @ts-check
// When something comes onto the page: a report with the next frame, at once, or a little later; figures one after another.

/** Milliseconds until what is out of sight shows what it was told. */
const LATER = 150;
/** Milliseconds after which a frame that has not come is asked for once more: WebKit may lose the first call in a frame of another page. */
const LOST = 400;
/** How often it is asked for. Out of sight none comes, and that is how it is known; but WebKit may hold back what is in sight too. */
const ASKED = 40;

/** One action that waits for its turn; asked for again meanwhile, it is done once. */
export class Turn {
  #frame = 0;
  #timer = 0;
  #watch = 0;
  #asked = 0;

  /** @param {() => void} action */
  constructor(action) {
    this.action = action;
  }

  /** Whether it waits for the next frame. */
  get comes() {
    return this.#frame !== 0;
  }

  now() {
    this.drop();
    this.action();
  }

  /** With the next frame. */
  next() {
    this.#frame ||= requestAnimationFrame(() => this.now());
    this.#watch ||= setTimeout(() => {
      this.#watch = 0;
      if (!this.comes) return;
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      if (++this.#asked < ASKED) this.next();
      else this.now();
    }, LOST);
  }

  /** What has just gone out of sight makes room for what has come in. */
  later() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#timer ||= setTimeout(() => this.now(), LATER);
  }

  /** It is not done any more. */
  drop() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#frame = this.#timer = this.#watch = this.#asked = 0;
  }
}

/** Whoever came before has had a task of its own. */
let before = Promise.resolve();

/** Lets the page paint and hear between the many that come at once. @returns {Promise<void>} */
export function inTurn() {
  return (before = before.then(() => new Promise((done) => { setTimeout(done); })));
}
