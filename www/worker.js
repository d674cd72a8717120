// @ts-check
// The worker: holds every figure of the page and computes in slices, so that messages get in between. Where no worker can be started,
// the page's own thread runs it, in shorter slices.
import { begin, figureOf, file, kitFor, whole } from "./kits.js";
import { Orders } from "./orders.js";
import { Pulse } from "./pulse.js";
import { t } from "./words.js";

/** Milliseconds of one slice, and of one slice of an exact sum. */
let sliceTime = 12;
let exactTime = 30;
/** Milliseconds that observers take of a slice while it plays. */
const OBSERVING = 4;
/** Milliseconds between two reports, at least and at most: six times as long as the page takes to come to paint one. */
const REPORT = 60;
const SELDOM = 240;
/** Milliseconds after which a report that nobody has painted says that nobody can see it. */
const UNSEEN = 1000;
/** Milliseconds that the page has to itself once a figure has come into sight: to lay it out and paint it takes a core. */
const SETTLING = 120;
/** What is asked in an order that matters: it waits for what was asked before it. */
const ORDERED = new Set(["set", "touch", "instance", "draw", "brush", "repair", "show", "exact", "exactCancel", "play", "step"]);

/**
 * @typedef {object} Seat A figure and how it is driven.
 * @property {import("../ebm.js").Figure} figure
 * @property {boolean} playing
 * @property {number} speed steps per second, or Infinity
 * @property {number} chunk steps tried at a time
 * @property {number} began when it began to play, for the speed limit
 * @property {number} done steps since then
 * @property {boolean} acknowledged the page has painted the last report
 * @property {boolean} urgent the reader holds something and wants to see it move
 * @property {boolean} stale something changed since the last report
 * @property {number} reported when
 * @property {number} pause milliseconds until the next report
 * @property {boolean} settled the page has had time for the first report since it came into sight
 * @property {Orders} orders
 * @property {number} left steps that were asked for and are still to be done, whatever the speed and seen or not; Infinity while it plays
 * @property {number} spent milliseconds spent on the steps since the start
 * @property {number} rate steps a second, smoothed
 * @property {{ step: number, time: number } | null} measured
 * @property {{ states: number } | null} exact
 * @property {boolean} observing observers may have something left to do
 * @property {number} nextLook when they may go on while it plays
 * @property {boolean} asleep it cannot be seen, so nothing is computed
 */

/** @type {Map<number, Seat>} */
const seats = new Map();
/** Figures that are being made. @type {Map<number, Promise<void>>} */
const opening = new Map();
/** Answers. @type {(message: object, options?: StructuredSerializeOptions) => void} */
let tell;
const pulse = new Pulse(work);

/** @param {number} id @param {Seat} seat */
function report(id, seat) {
  seat.stale = false;
  seat.urgent = false;
  seat.reported = performance.now();
  const status = seat.figure.status(seat.playing);
  if (!seat.playing) seat.measured = null;
  else if (!seat.measured || status.step < seat.measured.step) {
    seat.measured = { step: status.step, time: seat.reported };
  } else if (seat.reported - seat.measured.time > 500) {
    seat.rate = ((status.step - seat.measured.step) / (seat.reported - seat.measured.time)) * 1000;
    seat.measured = { step: status.step, time: seat.reported };
  }
  const scene = seat.figure.scene();
  tell({ id, type: "state", status, scene, playing: seat.playing, rate: seat.rate, seconds: seat.spent / 1000 }, { transfer: [scene.buffer] });
  seat.acknowledged = false;
}

/** Steps for one slice. @param {Seat} seat @returns {boolean} whether there is more to do now */
function slice(seat) {
  const start = performance.now();
  for (;;) {
    const before = performance.now();
    let steps = Math.min(seat.chunk, seat.left);
    if (seat.speed !== Infinity && seat.left === Infinity) {
      const allowed = Math.floor(((before - seat.began) / 1000) * seat.speed) - seat.done;
      if (allowed < 1) return false;
      steps = Math.min(steps, allowed);
    }
    let done;
    try {
      done = seat.figure.advance(steps);
    } catch (error) {
      // What is asked next may mend it.
      rest(seat);
      throw error;
    }
    seat.spent += performance.now() - before;
    seat.stale ||= done > 0;
    seat.observing = true;
    seat.done += done;
    seat.left -= done;
    if (done < steps || seat.left === 0) {
      rest(seat);
      return false;
    }
    const now = performance.now();
    if (now - before < sliceTime / 3 && steps === seat.chunk) seat.chunk = Math.min(seat.chunk * 2, 4096);
    else if (now - before > sliceTime && seat.chunk > 1) seat.chunk = Math.ceil(seat.chunk / 2);
    if (now - start > sliceTime) return true;
  }
}

/** No step is to be done any more. @param {Seat} seat */
function rest(seat) {
  seat.playing = false;
  seat.left = 0;
  seat.stale = true;
  seat.orders.release();
}

/** Part of what observers that take long have still to do. @param {Seat} seat */
function observe(seat) {
  const end = performance.now() + (seat.playing ? OBSERVING : sliceTime);
  while (seat.observing && performance.now() < end) {
    // Should it fail, it is not asked again before the next report.
    seat.observing = false;
    const found = seat.figure.observe();
    seat.observing = found > 0;
    seat.stale ||= found === 2;
  }
}

/** Part of an exact sum. @param {number} id @param {Seat} seat */
function exactSlice(id, seat) {
  if (!seat.exact) return;
  const start = performance.now();
  const progress = seat.figure.exactStep(seat.exact.states);
  const spent = performance.now() - start;
  if (spent < exactTime / 2) seat.exact.states *= 2;
  else if (spent > exactTime * 1.5) seat.exact.states = Math.max(1024, seat.exact.states / 2);
  if (progress.logZ != null) {
    seat.exact = null;
    seat.stale = true;
  }
  tell({ id, type: "exact", ...progress });
}

function work() {
  let more = false;
  let paced = false;
  for (const [id, seat] of seats) {
    guard(id, () => {
      // While the page paints a report, it has both cores of a small machine; and what nobody paints, nobody can see.
      const seen = seat.settled && seat.acknowledged;
      if (seat.playing && seen) {
        more = slice(seat) || more;
        paced ||= seat.playing;
      }
      // While it plays, observers get a quarter of the time at most: the page needs the rest to paint.
      if (seat.observing && seen && !seat.asleep && !(seat.playing && performance.now() < seat.nextLook)) {
        observe(seat);
        seat.nextLook = performance.now() + 3 * OBSERVING;
        more ||= seat.observing && !seat.playing;
      }
      if (seat.exact) {
        exactSlice(id, seat);
        more ||= seat.exact !== null;
      }
      const due = seat.urgent || performance.now() - seat.reported >= seat.pause || !(seat.playing || (seat.observing && !seat.asleep));
      if (seat.stale && seat.acknowledged) {
        if (due) {
          report(id, seat);
          // Where it rests, observers look at once.
          seat.observing = true;
          more ||= !seat.asleep;
        } else {
          paced = true;
        }
      }
    });
  }
  if (more) pulse.schedule();
  else if (paced) pulse.schedule(10);
}

/** Runs it; what it throws goes to the figure it belongs to. @param {number} id @param {() => void} action */
function guard(id, action) {
  try {
    action();
  } catch (error) {
    failed(id, error);
  }
}

/** @param {number} id @param {any} error */
function failed(id, error) {
  const message = String(error?.message ?? error);
  if (error instanceof WebAssembly.RuntimeError) {
    // A panic leaves the module in no state to go on: all figures start anew in a new worker.
    seats.clear();
    tell({ id, type: "panic", message });
  } else {
    tell({ id, type: "error", code: error?.code ?? "failed", message });
  }
}

/** @param {number} id @param {any} message */
async function open(id, { name, link: asked, speed, over }) {
  const { Figure, catalogue, startOf } = await kitFor(name, asked);
  // Of the figure's own first state, only some of it is another.
  const link = over ? (await import("./pairs.js")).over(startOf(name), asked) : asked;
  const needed = Figure.resources(name, link);
  if (needed.length) {
    // A first picture does not wait for the data.
    const scene = Figure.outline(name, link);
    tell({ id, type: "outline", scene }, { transfer: [scene.buffer] });
  }
  const bytes = needed.length ? await file(needed[0]) : undefined;
  // It may be closed by now.
  if (!opening.has(id)) return;
  const figure = new Figure(name, link, bytes);
  seats.get(id)?.figure.free();
  seats.set(id, {
    figure, playing: false, speed, chunk: 1, began: performance.now(), done: 0, acknowledged: true, urgent: false, stale: true,
    // The first report is always due: a new worker's clock has only begun.
    reported: -Infinity, pause: REPORT, settled: false, orders: new Orders(), left: 0, spent: 0, rate: 0, measured: null, exact: null, observing: true, nextLook: 0, asleep: false,
  });
  // That something of the start does not apply any more is no mistake of who changed the rest.
  const told = figure.warnings.filter((/** @type {any} */ w) => !over || w.code !== "does-not-apply" || `${asked}&`.toLowerCase().includes(`&${w.key.toLowerCase()}=`));
  tell({ id, type: "opened", catalogue: catalogue(), view: figure.view, warnings: told });
}

/** @param {Seat} seat @param {any} message @param {number} id */
async function change(seat, { key, value }, id) {
  let outcome;
  try {
    outcome = seat.figure.set(key, value);
  } catch (error) {
    const missing = /** @type {any} */ (error)?.file;
    if (!missing) throw error;
    const bytes = await file(missing);
    if (seats.get(id) !== seat) return;
    seat.figure.provide(bytes);
    outcome = seat.figure.set(key, value);
  }
  seat.figure.exactCancel();
  seat.exact = null;
  // What a step costs may be another now.
  seat.chunk = 1;
  if (outcome.restarted) restart(seat);
  tell({ id, type: "changed", key, ...outcome });
}

/** A handle of a diagram was pressed or dragged. @param {Seat} seat @param {any} message @param {number} id */
function touch(seat, { panel, handle, place }, id) {
  const outcome = seat.figure.touch(panel, handle, new Float32Array(place));
  seat.figure.exactCancel();
  seat.exact = null;
  if (outcome.restarted) restart(seat);
  seat.urgent = true;
  if (outcome.restarted || outcome.warnings.length) tell({ id, type: "changed", key: "", touched: true, ...outcome });
}

/** Couplings from an edge list. @param {Seat} seat @param {any} message @param {number} id */
function instance(seat, { name, text }, id) {
  seat.figure.setInstance(name, text);
  seat.exact = null;
  restart(seat);
  tell({ id, type: "changed", key: "", restarted: true, warnings: [] });
}

/** Starts counting for the speed limit. @param {Seat} seat */
function pace(seat) {
  seat.began = performance.now();
  seat.done = 0;
  seat.measured = null;
}

/** It may be seen again. @param {Seat} seat */
function rouse(seat) {
  if (!seat.asleep) return;
  seat.asleep = seat.settled = false;
  seat.urgent = true;
}

/** Whether steps are under way that were asked for. @param {Seat} seat */
function isStepping(seat) {
  return seat.left > 0 && seat.left !== Infinity;
}

/** Whether a message gives up what is left of the steps that were asked for. @param {any} message */
function endsSteps({ type, asleep, kept }) {
  return type === "reset" || (type === "pause" && !asleep && !kept);
}

/** The run is at its start again. @param {Seat} seat */
function restart(seat) {
  seat.spent = 0;
  pace(seat);
}

/** @type {Record<string, (seat: Seat, message: any, id: number) => void | Promise<void>>} */
const actions = {
  set: change,
  touch,
  instance,
  play: (seat, { target, further }) => {
    const now = seat.figure.status(true);
    if (target !== undefined) seat.figure.setTarget(target);
    else if (further !== undefined && now.step >= now.target) seat.figure.setTarget(further);
    // Out of sight it rests, and is asked again when it is back.
    if (seat.asleep) return;
    seat.playing = true;
    seat.left = Infinity;
    pace(seat);
  },
  pause: (seat, { asleep, kept }) => {
    seat.playing = isStepping(seat) && (asleep === true || kept === true);
    seat.asleep = asleep === true;
  },
  wake: rouse,
  step: (seat, { n }) => {
    const { step, target } = seat.figure.status(true);
    const more = isStepping(seat);
    seat.figure.setTarget(n + (more ? target : step));
    seat.left = n + (more ? seat.left : 0);
    seat.orders.hold();
    // A few are done at once; more go in slices, like play.
    seat.playing = true;
    slice(seat);
    if (seat.orders.isEnding) rest(seat);
  },
  reset: (seat) => {
    seat.figure.reset();
    seat.exact = null;
    restart(seat);
  },
  speed: (seat, { speed }) => {
    seat.speed = speed;
    pace(seat);
  },
  draw: (seat, { pixels }) => seat.figure.draw(pixels),
  brush: (seat, { mask }) => seat.figure.brush(mask),
  repair: (seat) => seat.figure.repair(),
  show: (seat, { index }) => seat.figure.show(index),
  exact: (seat, _message, id) => {
    const progress = seat.figure.exact();
    seat.exact = { states: 4096 };
    tell({ id, type: "exact", ...progress });
  },
  exactCancel: (seat) => {
    seat.figure.exactCancel();
    seat.exact = null;
  },
};

/** What the reader takes along, by what is asked for. @type {Record<string, (seat: Seat, message: any) => any>} */
const answers = {
  state: ({ figure }) => ({ status: figure.status(false), scene: figure.scene() }),
  weights: ({ figure }) => figure.weights(),
  /** Something that the whole module can do with what is given. */
  call: async (_seat, { name, given }) => /** @type {any} */ (await whole())[name](...given),
};

/** Does what was asked of a figure. @param {number} id @param {Seat} seat @param {any} message */
async function perform(id, seat, message) {
  // It may be closed by now.
  if (seats.get(id) !== seat) return;
  await actions[message.type](seat, message, id);
  seat.stale = true;
}

/** The page has painted the last report. @param {Seat} seat */
function acknowledge(seat) {
  // What rested unseen does not hurry after the time that it lost.
  const now = performance.now();
  if (now - seat.reported >= UNSEEN) pace(seat);
  seat.pause += 0.3 * (Math.min(SELDOM, Math.max(REPORT, 6 * (now - seat.reported))) - seat.pause);
  seat.acknowledged = true;
  if (!seat.settled) setTimeout(() => { seat.settled = true; pulse.schedule(); }, SETTLING);
}

/** @param {number} id @param {Seat} seat @param {any} message */
async function attend(id, seat, message) {
  const { type } = message;
  if (message.ask) {
    tell({ id, type: "answer", ask: message.ask, value: await answers[type](seat, message) });
  } else if (type === "ack") {
    acknowledge(seat);
  } else if (type === "close") {
    seat.figure.free();
    seats.delete(id);
  } else {
    const ends = endsSteps(message);
    if (ends && (type === "pause" || isStepping(seat))) rest(seat);
    const joins = type === "step" && isStepping(seat) && seat.orders.waiting === 0;
    const ordered = (ends || ORDERED.has(type)) && !joins;
    const action = () => perform(id, seat, message);
    await (ordered ? seat.orders.add(action, ends) : action());
  }
}

/** @param {any} message */
async function handle(message) {
  const { id, type } = message;
  if (type === "open") {
    const opened = open(id, message);
    opening.set(id, opened);
    return opened.finally(() => opening.delete(id));
  }
  if (type === "name") {
    tell({ id, type: "named", name: await figureOf(message.link) });
    return;
  }
  if (type === "count") {
    tell({ id, type, figures: seats.size, opening: opening.size });
    return;
  }
  if (type === "close") opening.delete(id);
  // What is asked of a figure waits until it is there.
  else if (opening.has(id)) await opening.get(id)?.catch(() => {});
  const seat = seats.get(id);
  if (seat) await attend(id, seat, message);
  else if (message.ask) throw new Error(t("The figure is not there any more."));
}

/** Takes what the page has already. @param {any} start */
function start({ module, words }) {
  begin(module, words);
  tell({ type: "started" });
}

/** @param {{ data: any }} event */
async function hear({ data }) {
  if (data.type === "start") {
    start(data);
    return;
  }
  try {
    await handle(data);
  } catch (error) {
    if (data.ask) tell({ id: data.id, type: "answer", ask: data.ask, message: String(/** @type {any} */ (error)?.message ?? error) });
    if (!data.ask || error instanceof WebAssembly.RuntimeError) failed(data.id, error);
  }
  pulse.schedule();
}

/**
 * Serves whoever is at the other end; a new one takes the place of the last.
 * @param {Pick<MessagePort, "postMessage" | "onmessage">} end
 */
function serve(end) {
  seats.clear();
  tell = (message, options) => end.postMessage(message, options);
  end.onmessage = hear;
}

/** On the page's own thread, which has to paint in between. @param {MessagePort} port @param {object} first its first message */
export function serveHere(port, first) {
  sliceTime = exactTime = 8;
  serve(port);
  start(first);
}

if (!globalThis.document) serve(/** @type {any} */ (globalThis));
