// @ts-check
// What a figure was asked to do, in its order: a script that steps and then sets something means it so, however long steps or files take.

/** One after another. */
export class Orders {
  #last = Promise.resolve();
  #waiting = 0;
  #ending = 0;
  #release = /** @type {(() => void) | null} */ (null);
  #held = /** @type {Promise<void> | null} */ (null);

  /** Orders that have not had their turn. */
  get waiting() {
    return this.#waiting;
  }

  /** Among those that have not had it is one that gives up what is under way. */
  get isEnding() {
    return this.#ending > 0;
  }

  /**
   * Does something once all that came before it is done, in the same task if that is so already.
   * @param {() => void | Promise<void>} action @param {boolean} ends whether it gives up what is under way
   */
  add(action, ends) {
    this.#waiting++;
    if (ends) this.#ending++;
    const turn = this.#last.then(() => {
      this.#waiting--;
      if (ends) this.#ending--;
      return action();
    });
    this.#last = turn.catch(() => {}).then(() => this.#held ?? undefined);
    return turn;
  }

  /** What comes waits: something is under way that takes long. */
  hold() {
    this.#held ??= new Promise((done) => { this.#release = done; });
  }

  /** It is over. */
  release() {
    this.#release?.();
    this.#release = this.#held = null;
  }
}
