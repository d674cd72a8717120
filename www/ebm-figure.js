// @ts-check
// <ebm-figure name link>: one figure. It keeps the state, asks the worker to compute, and lets the view show it.
import { connect, figureOf } from "./client.js";
import { faceOf, figureNamed } from "./faces.js";
import { adopt, claim, hasSteps, holds, isOurs, isState, onChange, readView, setView, SHOWN, viewOf, write } from "./fragment.js";
import { watch, whenNear } from "./sight.js";
import { STRINGS as S } from "./strings.js";
import { inTurn, Turn } from "./turn.js";
import { View } from "./view.js";

/** Where Play goes on to once the planned steps are done. */
const UNLIMITED = 10_000_000;
let prefixes = 0;

/** Whether the reader asks for little motion. */
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What a page gave for a link; frameworks take one away by giving nothing. @param {unknown} value */
const textOf = (value) => (value == null ? "" : String(value));

/** The element. On our page the address is its state's; on someone else's it keeps to itself (`guest.js`). */
export class EbmFigure extends HTMLElement {
  static observedAttributes = ["name", "link"];
  #connection = /** @type {ReturnType<typeof connect> | null} */ (null);
  #view = /** @type {View | null} */ (null);
  #status = /** @type {any} */ (null);
  #catalogue = /** @type {any} */ (null);
  #playing = false;
  #wanted = false;
  #visible = true;
  #covered = false;
  #link = "";
  /** It was asked to show something, its own first state or a link's. */
  #opened = false;
  #rate = 0;
  #seconds = 0;
  /** Without a name of its own it is whatever figure the link names. */
  #adopts = false;
  /** The speed that this figure has unless the reader wants another. */
  #ownSpeed = "max";
  /** An address led here, and the figure comes into view. */
  #arrives = false;
  /** A handle is held. */
  #dragging = false;
  /** What the reader takes along stays as it is while they choose. */
  #sharing = false;
  /** What becomes of the run when the reader takes hold of something and when they let go, if the figure minds. */
  #hand = /** @type {import("./view.js").FaceClass["hand"]} */ (undefined);
  /** The state to come is one that the reader may want to come back from. */
  #deliberate = false;
  /** The control whose value was just answered: it shows the answer even while it has the focus. */
  #forced = "";
  /** The last report comes onto the page. */
  #report = new Turn(() => this.#show());
  #exactStep = /** @type {number | null} */ (null);
  #prefix = prefixes++ ? `f${prefixes}-` : "";
  #stops = /** @type {(() => void)[]} */ ([]);
  /** What it needs on someone else's page. */
  #guest = /** @type {import("./guest.js").Guest | null} */ (null);
  /** The worker has made what was asked for. */
  #ready = false;
  /** What was asked for so far, and what has overtaken what. */
  #openings = 0;
  /** A link that was set instead of what the attributes say. */
  #given = "";
  /** It was set while the element was on no page. */
  #due = false;
  /** What was asked before that. @type {(() => void)[]} */
  #later = [];
  /** How it was when it was taken off the page, until it is there again. @type {{ link: string, steps: number, playing: boolean, target: number, speed: string } | null} */
  #left = null;
  /** The figure that it shows. */
  #shown = "";
  /** What knows how to follow wishes. @type {typeof import("./parts/wishes.js") | null} */
  #follows = null;
  /** What was wished for last, of itself and of all on the page. @type {import("./parts/wishes.js").Wishes} */
  #wished = {};
  /** What the link that was opened says of its looks, once it was read. @type {Record<string, string> | null} */
  #said = null;
  /** What of its wishes cannot be. @type {any[]} */
  #complaints = [];
  /** What was wrong with the link that was opened. @type {any[]} */
  #warnings = [];
  /** Times that the address changed. */
  #turns = 0;

  /** The link to the present state. */
  get link() {
    return this.#dressed(this.#state);
  }
  set link(value) {
    this.#renew(textOf(value));
  }
  /** The digest of the state that the link leads to; empty while that would not be known. */
  get digest() {
    return this.#far?.state.digest ?? this.#status?.digest ?? "";
  }
  get steps() {
    return this.#far?.state.steps ?? this.#status?.step ?? 0;
  }
  get playing() {
    return this.#far?.state.playing ?? this.#playing;
  }

  /** The link to the present state, without what a page wishes to be seen of it. */
  get #state() {
    return this.#far?.state.link ?? this.#status?.link ?? this.#link;
  }

  /** A link with what the page around wishes to be seen. @param {string} link @returns {string} */
  #dressed(link) {
    return this.#guest?.withWishes(link) ?? link;
  }

  /** What is wished to be seen of it, and how: by the address, or by its link and the page around. @returns {import("./parts/wishes.js").Wishes} */
  get #wishes() {
    return holds(this) ? viewOf("") : { ...(this.#said ?? readView(this.#link)), ...readView(this.#dressed("")) };
  }

  /** The frame that computes for it, if it has become one. */
  get #far() {
    return this.#guest?.remote;
  }

  /** Opens another link; on someone else's page an empty one is what the attributes say. @param {string} link */
  #renew(link) {
    this.#left = null;
    this.#link = this.#given = link;
    // What is asked from now on is asked of what comes.
    this.#ready = false;
    this.#openings++;
    this.#due = !this.isConnected;
    if (this.#due) return;
    if (isOurs()) this.#open(link);
    else if (this.#opened) this.#settle();
  }

  connectedCallback() {
    // It was only moved; what was set on the way holds. A frame begins anew wherever it is put.
    if (this.#stops.length) {
      const far = this.#far;
      if (far) {
        this.#keep();
        far.end();
      }
      if (this.#due) this.#renew(this.#link);
      else if (far) this.#settle();
      return;
    }
    this.#due = false;
    // What a page gave it before this script was there.
    if (Object.hasOwn(this, "link")) {
      this.#link = this.#given = textOf(this.link);
      Reflect.deleteProperty(this, "link");
    }
    if (isOurs()) this.#adopts ||= !this.hasAttribute("name");
    this.#stops.push(watch(this, {
      seen: (visible) => {
        this.#visible = visible;
        this.#attend();
      },
      hidden: () => this.#attend(),
      covered: (covered) => this.#cover(covered),
      changed: () => this.#paint(),
      // What the reader looks at below stays where it is; some engines see to that themselves.
      grown: (growth) => { if (isOurs() && !CSS.supports("overflow-anchor", "auto")) scrollBy(0, growth); },
    }));
    if (!isOurs()) {
      this.#visit();
      return;
    }
    // Other figures of the page keep what they show, and the speed that they have.
    const look = () => { if (holds(this)) this.#arrange(); };
    document.addEventListener("ebm-look", look);
    this.#stops.push(() => document.removeEventListener("ebm-look", look));
    const own = this.getAttribute("link");
    if (own === null) this.#stops.push(onChange((link) => this.#follow(link, true)));
    if (this.#left) this.#open(this.#left.link);
    else if (own !== null) this.#open(own);
    else this.#follow(isState(location.hash) ? location.hash : "", false);
  }

  /** Settles on someone else's page. */
  async #visit() {
    const stop = this.#stops.at(-1);
    const { Guest } = await import("./guest.js");
    // It may have been taken off, and even put back.
    if (!stop || this.#stops.at(-1) !== stop) return;
    this.#guest ??= new Guest(this, {
      given: () => this.#left?.link ?? this.#link,
      began: () => this.#given,
      open: (link) => this.#open(link),
      renew: (link) => this.#renew(link),
      again: () => {
        this.#keep();
        this.#settle();
      },
      arrange: () => this.#arrange(),
      fail: (error) => this.#fail(error),
      begin: (link) => {
        this.#close();
        this.#view = this.#left = null;
        this.#link = link;
        this.#begin();
      },
      emit: (type, detail) => this.#emit(type, detail),
      shaded: () => this.#paint(),
      cover: (covered) => this.#cover(covered),
    });
    this.#stops.push(this.#guest.enter());
    if (this.getAttribute("loading") === "lazy" && !this.#later.length && !this.#left) this.#whenNear(() => this.#settle());
    else if (!this.#opened) this.#settle();
  }

  #settle() {
    this.#opened = true;
    this.#guest?.visit();
  }

  /** Does what was asked before. */
  #begin() {
    for (const action of this.#later.splice(0)) action();
  }

  /**
   * Leaves to the frame, or to later, what cannot be done here and now; true if so.
   * @param {() => void} action @param {string} type @param {object} [content]
   */
  #defer(action, type, content) {
    this.#guest?.catchUp();
    if (this.#far?.alive) this.#far.send(type, content);
    else if (this.#connection && this.#ready) return false;
    else {
      this.#later.push(action);
      // Whoever asks something of it does not wait until it is seen.
      if (this.#guest && this.isConnected && !this.#opened) this.#settle();
    }
    return true;
  }

  /** Does something once it is nearly in sight, unless it was opened before. @param {() => void} action */
  #whenNear(action) {
    this.#stops.push(whenNear(this, () => { if (!this.#opened) action(); }));
  }

  /** The figure's name, which is the link's `fig`. */
  get #name() {
    return figureNamed(this.getAttribute("name") ?? this.#guest?.adopted ?? "");
  }

  /**
   * The address changed: the figure that it names takes it and comes into view; another one keeps what it shows, or waits with
   * its own first state until it is nearly in sight.
   * @param {string} link @param {boolean} later whether the page was there before
   */
  async #follow(link, later) {
    // An address that names no experiment is the first figure's.
    const first = document.querySelector("ebm-figure")?.getAttribute("name") ?? this.#name;
    const turn = ++this.#turns;
    const name = (link && (await figureOf(link).catch(() => this.#name))) || first;
    if (!this.isConnected || turn !== this.#turns) return;
    if (this.#adopts) this.setAttribute("name", name);
    if (name === this.#name) {
      claim(this);
      // Who goes back has been there: the state comes at once.
      if (later && history.state) {
        const steps = Number(/&steps=(\d+)/.exec(link)?.[1] ?? 0);
        this.#left = { link, steps, playing: false, target: steps, speed: "" };
      }
      // A page around this one scrolls where it likes.
      this.#arrives = parent === window && Boolean(later || (link && document.querySelector("ebm-figure") !== this));
      await this.#open(link);
      if (this.#arrives) this.scrollIntoView();
    } else if (!this.#opened) this.#whenNear(() => this.#open(""));
  }

  /** The reader does something here: from now on the address is this figure's, and Back leads to what it was. */
  #act() {
    if (this.#left) this.#connection?.send("speed", { speed: this.#stepsPerSecond() });
    this.#left = null;
    if (this.hasAttribute("link") || holds(this)) return;
    claim(this, true);
    // What it was is one more state to come back to.
    if (this.#status && holds(this)) write(this.#status.link, true);
    this.#deliberate = true;
  }

  adoptedCallback() {
    this.#guest?.dress();
  }

  disconnectedCallback() {
    // What is taken off and put elsewhere at once goes on as it is.
    queueMicrotask(() => { if (!this.isConnected) this.#leave(); });
  }

  /** Lets go of everything that only a figure on the page needs. */
  #leave() {
    for (const stop of this.#stops.splice(0)) stop();
    this.#keep();
    this.#far?.end();
    this.#close();
    this.#playing = false;
    this.#dragging = false;
    this.#opened = false;
    this.#sharing = false;
  }

  /** Notes where it is, to go on from there when it is made anew. */
  #keep() {
    // What was asked for and is not there yet stays asked for.
    if (this.#left || this.#due || !(this.#far ? this.#far.ready : this.#ready && this.#status)) return;
    const target = this.#status?.target ?? 0;
    const playing = this.#wanted && this.steps < target;
    const speed = this.#view?.speed ?? "";
    this.#left = { link: this.#state, steps: this.steps, playing, target, speed: speed === (this.#wished.speed ?? this.#ownSpeed) ? "" : speed };
  }

  /** It is where it was, and goes on as it did. */
  #resume() {
    const { playing, target } = /** @type {{ playing: boolean, target: number }} */ (this.#left);
    this.#left = null;
    this.#wanted = playing;
    this.#connection?.send("speed", { speed: this.#stepsPerSecond() });
    if (playing) this.#connection?.send("play", { target });
    this.#attend();
  }

  #close() {
    this.#report.drop();
    this.#connection?.close();
    this.#connection = null;
    this.#view?.rest();
  }

  /** @param {string} name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    if (!isOurs()) this.#renew("");
    else if (name === "link" && value !== null && this.isConnected) this.#open(value);
  }

  play() {
    if (this.#defer(() => this.play(), "play")) return;
    this.#act();
    this.#wanted = true;
    // A state at its start, such as a reset one that was loaded again, goes on as far as others do.
    const further = this.#status?.target === 0 ? this.#catalogue.run.find((/** @type {any} */ p) => p.key === "steps").default : UNLIMITED;
    this.#connection?.send("play", { further });
    this.#setPlaying(this.#isSeen);
  }
  pause() {
    if (this.#defer(() => this.pause(), "pause")) return;
    this.#act();
    this.#wanted = false;
    this.#connection?.send("pause");
    this.#setPlaying(false);
  }
  /** @param {number} [n] */
  step(n = 1) {
    n = Math.min(UNLIMITED, Math.max(0, Math.trunc(Number(n)) || 0));
    if (!n || this.#defer(() => this.step(n), "step", { n })) return;
    this.#act();
    this.#wanted = false;
    this.#connection?.send("step", { n });
  }
  reset() {
    if (this.#defer(() => this.reset(), "reset")) return;
    this.#act();
    this.#wanted &&= this.#playing || !this.#isSeen;
    this.#deliberate = true;
    this.#view?.settle();
    this.#connection?.send("reset");
  }
  /** @param {string} key @param {string | number | boolean} value */
  set(key, value) {
    key = String(key);
    const text = typeof value === "boolean" ? (value ? "1" : "0") : String(value);
    if (this.#defer(() => this.set(key, value), "set", { key, value: text })) return;
    this.#act();
    this.#connection?.send("set", { key: this.#keyOf(key), value: text });
  }

  /** A parameter's key as the registry writes it: attributes are in lower case. @param {string} key */
  #keyOf(key) {
    const lower = key.toLowerCase();
    return Object.keys(this.#status?.values ?? {}).find((known) => known.toLowerCase() === lower) ?? key;
  }

  /** @returns {import("./view.js").Intents} */
  #intents() {
    const send = (/** @type {string} */ type, /** @type {object} */ content = {}) => {
      this.#act();
      this.#connection?.send(type, content);
    };
    return {
      toggle: () => (this.#playing ? this.pause() : this.play()),
      pause: () => this.pause(),
      step: () => this.step(),
      reset: () => this.reset(),
      newSeed: () => {
        const words = crypto.getRandomValues(new Uint32Array(2));
        this.#view?.settle();
        this.set("seed", (words[0] & 0x1fffff) * 2 ** 32 + words[1]);
      },
      share: (opener) => this.#share(opener),
      fullScreen: () => {
        const refused = () => this.#view?.warn([{ message: S.noFullScreen }]);
        // Slides around it may fill the screen themselves.
        const fills = /** @type {Document} */ (this.getRootNode()).fullscreenElement === this;
        const asked = fills ? document.exitFullscreen() : this.requestFullscreen?.();
        if (asked) asked.catch(refused);
        else refused();
      },
      exact: () => this.#exact(),
      speed: (speed) => {
        send("speed", { speed: this.#stepsPerSecond() });
        setView("speed", speed === this.#ownSpeed ? "" : speed);
        this.#heed();
      },
      set: (key, value) => this.set(key, value),
      edit: (kind, pixels) => {
        send(kind, kind === "draw" ? { pixels } : { mask: pixels });
        this.#deliberate = true;
      },
      repair: () => send("repair"),
      show: (index) => send("show", { index }),
      instance: (name, text) => send("instance", { name, text }),
      touch: (panel, handle, place, phase) => {
        this.#act();
        // The state before the drag is one to come back to; those on the way are not, and the address waits for the last.
        this.#deliberate ||= phase === "press" || phase === "begin";
        this.#dragging = phase === "begin" || phase === "move";
        this.#connection?.send("touch", { panel, handle, place });
        if (this.#hand === "holds") {
          if (phase === "end") this.#wanted ||= !isCalm();
          this.#attend();
        }
      },
      restart: () => this.#open(this.#state),
      failed: (error) => this.#fail(error),
      // `cargo xtask bench` weighs what came before the first picture.
      painted: () => {
        if (isOurs()) this.dataset.firstPicture ??= String(performance.now());
        this.#guest?.shown();
      },
    };
  }

  /** Starts anew from a link. @param {string} link */
  async #open(link) {
    this.#link = link;
    this.#opened = true;
    this.#ready = false;
    this.#said = null;
    this.#wanted = false;
    const opening = ++this.#openings;
    // What stood in a field that has the focus is of the state before.
    const held = /** @type {Document} */ (this.#view?.elements[0].getRootNode())?.activeElement;
    if (held instanceof HTMLInputElement && this.#view?.elements.some((part) => part.contains(held))) held.blur();
    const name = this.#name;
    const parts = await Promise.all([faceOf(name), this.#guest?.box() ?? this, this.#learn()]).catch((error) => {
      if (opening === this.#openings) this.#fail(error);
    });
    if (!parts) return;
    const [Face, box] = parts;
    if (this.#shown !== name) await inTurn();
    if (!this.isConnected || opening !== this.#openings) return;
    if (!this.#view || this.#shown !== name) {
      this.#view?.rest();
      this.#shown = name;
      this.#view = new View(this.#prefix, this.#intents(), Face);
      box.replaceChildren(...this.#view.elements);
      if (isOurs()) this.classList.add("ready");
      this.#guest?.furnish(this.#shown, this.#view);
    }
    const view = this.#view;
    this.#heed();
    view.arrange(this.#wished, this.#follows);
    const left = this.#left;
    this.#report.drop();
    this.#status = null;
    this.#exactStep = null;
    view.crash(null);
    view.showExact({});
    // What is shared is of the state before.
    box.querySelector("dialog")?.close();
    this.#connection?.close();
    // What was asked since then is no more asked of this one.
    const connection = connect((message) => { if (message.type !== "opened" || opening === this.#openings) this.#hear(message, connection); });
    this.#connection = connection;
    this.#hand = Face.hand;
    this.#ownSpeed = Face.speed ?? "max";
    view.speed = left?.speed || (this.#wished.speed ?? this.#ownSpeed);
    const speed = left ? Infinity : this.#stepsPerSecond();
    connection.send("open", { name, link, speed, over: link !== "" && link === this.#guest?.relative });
  }

  /** Takes note of what is wished for; the keys that say something else than before. */
  #heed() {
    const [before, { speed, autoplay }] = [this.#wished, viewOf("")];
    // These two go for all figures of a page.
    this.#wished = { ...this.#wishes, ...(speed && { speed }), ...(autoplay && { autoplay }) };
    return SHOWN.filter((key) => this.#wished[key] !== before[key]);
  }

  /** Learns how wishes are followed. Most links leave nothing out, and need not know. */
  async #learn() {
    if (Object.keys(this.#wishes).length) this.#follows ??= await import("./parts/wishes.js");
  }

  /** Shows as much of it as is wished for now; what it computes goes on. */
  #arrange() {
    // Before it is there, whatever holds then is heeded then.
    const keys = this.#ready ? this.#heed() : [];
    if (keys.length) this.#apply(keys).catch((error) => this.#fail(error));
  }

  /** @param {string[]} keys that say something else than before */
  async #apply(keys) {
    await this.#learn();
    const view = this.#view;
    if (!view || this.#far) return;
    view.arrange(this.#wished, this.#follows);
    this.#paint();
    if (keys.includes("speed")) {
      view.speed = this.#wished.speed ?? this.#ownSpeed;
      // Who comes back to where it was takes no time for that.
      if (!this.#left) this.#connection?.send("speed", { speed: this.#stepsPerSecond() });
    }
    const before = this.#complaints;
    if (JSON.stringify(this.#complain()) === JSON.stringify(before)) return;
    view.warn([...this.#warnings, ...this.#complaints], this.#link);
    if (this.#complaints.length) this.#emit("ebm-change", { key: "", warnings: this.#complaints });
  }

  /** What of its wishes cannot be. */
  #complain() {
    return (this.#complaints = this.#view?.complaints(this.#catalogue) ?? []);
  }

  /** Whether it goes by itself, once it is there. */
  #goes() {
    // Who left it comes back to where it was.
    if (this.#left) return hasSteps(this.#link);
    const { autoplay } = this.#wished;
    // A figure that waits for the hand goes by itself only to where a link says that it was.
    return autoplay ? autoplay !== "0" : !isCalm() && (this.#hand !== "leads" || hasSteps(this.#link));
  }

  #stepsPerSecond() {
    const speed = this.#view?.speed ?? "max";
    return speed === "max" ? Infinity : Number(speed);
  }

  /** @param {any} message @param {any} from */
  #hear(message, from) {
    const view = this.#view;
    if (from !== this.#connection || !view) return;
    switch (message.type) {
      case "outline":
        this.#try(() => {
          view.take(message.scene);
          view.paint();
        });
        break;
      case "opened": {
        this.#catalogue = message.catalogue;
        // What was wrong with its looks was mended where it was read.
        this.#said = message.view;
        adopt(this, this.#link, message.view);
        const mended = this.#heed();
        view.arrange(this.#wished, this.#follows);
        this.#wanted = this.#goes();
        this.#warnings = [...(this.#guest?.complaints() ?? []), ...message.warnings];
        const warnings = [...this.#warnings, ...this.#complain()];
        view.warn(warnings, this.#link);
        // What was wrong with the link that led here stands above the figure, and should be seen.
        if (this.#arrives && warnings.length) this.scrollIntoView();
        this.#arrives = false;
        this.#ready = true;
        this.#begin();
        this.#attend();
        this.#emit("ebm-ready");
        if (warnings.length) this.#emit("ebm-change", { key: "", warnings });
        if (mended.length) this.#apply(mended).catch((error) => this.#fail(error));
        break;
      }
      case "state":
        this.#status = message.status;
        if (this.#left && this.#status.step >= this.#left.steps) this.#resume();
        this.#rate = message.playing ? message.rate : 0;
        this.#seconds = message.seconds;
        this.#try(() => view.take(message.scene));
        this.#setPlaying(message.playing);
        // What is dragged follows the hand at once: the worker waits with the next state until this one is shown. What is out of
        // sight may have no frames, and WebKit draws the page around without end while it waits for one.
        if (this.#dragging || document.hidden) this.#report.now();
        else if (!this.#isSeen) this.#report.later();
        else this.#report.next();
        break;
      case "changed":
        view.note(message.key, message.warnings.map((/** @type {any} */ w) => w.message).join(" "));
        this.#forced = message.key;
        if (this.#exactStep !== null) this.#endExact();
        // What a reader typed or chose, they may want to take back.
        this.#deliberate ||= !message.touched;
        if (message.restarted) {
          if (this.#hand === "leads") this.#stop();
          this.#attend();
        }
        this.#emit("ebm-change", { key: message.key, warnings: message.warnings });
        break;
      case "exact":
        // What was still under way when the sum was given up says nothing any more.
        if (this.#exactStep === null) break;
        view.showExact({ ...message, step: this.#exactStep });
        if (message.logZ != null) this.#exactStep = null;
        break;
      case "error":
        if (message.code === "bad-instance") view.refuse(message.message);
        else if (this.#exactStep !== null) this.#endExact(message.message);
        else if (!this.#status) view.crash(message.message);
        else view.warn([{ message: message.message }]);
        this.#emit("ebm-error", { code: message.code, message: message.message });
        break;
      case "lost":
        // Another figure took the worker with it.
        this.#keep();
        this.#open(this.#left?.link ?? this.#link);
        break;
      case "unstarted":
        if (this.#guest) {
          this.#close();
          this.#guest.resort(this.#link);
          break;
        }
      // Our own page has nothing to fall back on. falls through
      case "crash":
        this.#setPlaying(false);
        view.crash(message.message);
        this.#emit("ebm-error", { code: "crash", message: message.message });
    }
  }

  /** Does something to what is seen; should it fail, that is told, and the run goes on. @param {() => void} action */
  #try(action) {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Something on the way to what is seen failed. @param {unknown} error */
  #fail(error) {
    const message = String(error instanceof Error ? error.message : error);
    if (this.#view) this.#view.warn([{ message }]);
    else if (this.#guest) this.#guest.excuse(message);
    else this.append(message);
    this.#emit("ebm-error", { code: "failed", message });
  }

  /** Paints all of it as it is. */
  #paint() {
    this.#try(() => this.#view?.paint());
  }

  /** @param {string} type @param {object} [detail] */
  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /** The hand takes over from the run. */
  #stop() {
    this.#wanted = false;
    this.#connection?.send("pause", { kept: true });
    this.#setPlaying(false);
  }

  get #isSeen() {
    return this.#visible && !this.#covered && !document.hidden;
  }

  /** The page around shows something else in its place, or shows it again. @param {boolean} covered */
  #cover(covered) {
    this.#covered = covered;
    this.#attend();
  }

  /** Computes only while it can be seen, and is not held. */
  #attend() {
    const held = this.#sharing || (this.#dragging && this.#hand === "holds");
    if (!this.#isSeen) {
      this.#connection?.send("pause", { asleep: true });
      if (this.#report.comes) this.#report.later();
    }
    else if (held) this.#connection?.send("pause", { kept: true });
    else {
      this.#connection?.send("wake");
      if (this.#wanted) this.#connection?.send("play");
    }
  }

  /** @param {boolean} playing */
  #setPlaying(playing) {
    this.#playing = playing;
    this.#view?.playing(playing);
  }

  /** Brings the last report onto the page and into the address. */
  #show() {
    const view = /** @type {View} */ (this.#view);
    this.#try(() => {
      view.show(this.#status, this.#catalogue, { rate: this.#rate, seconds: this.#seconds, forced: this.#forced });
      view.speak(this.#playing);
    });
    this.#forced = "";
    const resting = !this.#dragging && !this.#playing && (!this.#wanted || this.#status.step >= this.#status.target);
    // Who asked for little motion is still at the start of what the address leads to: it stays.
    const waits = this.#status.step === 0 && !this.#wanted && !this.#playing && !this.#deliberate && hasSteps(this.#link);
    if (holds(this) && !waits) write(this.#status.link, this.#deliberate, resting);
    this.#deliberate = false;
    this.#connection?.send("ack");
    this.#emit("ebm-frame", { steps: this.#status.step });
  }

  #exact() {
    if (this.#exactStep !== null) {
      this.#connection?.send("exactCancel");
      this.#endExact();
    } else {
      this.pause();
      this.#exactStep = this.steps;
      this.#connection?.send("exact");
    }
  }

  /** @param {string} [message] */
  #endExact(message) {
    this.#exactStep = null;
    this.#view?.showExact({ message });
  }

  /** @param {HTMLElement} opener the button that has the focus again afterwards */
  async #share(opener) {
    const [connection, view] = [this.#connection, this.#view];
    if (!connection || !view || !this.#status || this.#sharing) return;
    this.#sharing = true;
    this.#attend();
    try {
      const { share } = await import("./parts/share.js");
      await share({
        figure: this, box: /** @type {HTMLElement} */ (opener.closest(".bar")?.parentNode), name: this.#name, catalogue: this.#catalogue, view,
        ask: connection.ask, dressed: (link) => this.#dressed(link),
      });
    } catch (error) {
      view.warn([{ message: String(error instanceof Error ? error.message : error) }]);
    }
    this.#sharing = false;
    this.#attend();
    opener.focus();
  }
}
