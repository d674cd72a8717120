// @ts-check
// A figure in a frame: it reports to the page around it, and does what that page asks for, which is no more than a link can say.
// The messages are described in docs/EMBED.md.
import { el } from "./dom.js";
import { goWithin, isState, LONGEST_WISH, setView, SHOWN, viewOf, withoutView } from "./fragment.js";
import { t } from "./words.js";

/** The number of this set of messages. */
const VERSION = 1;
/** Milliseconds after which a figure without a picture, such as one of a pair that does not fit, is all that it will be. */
const SETTLING = 500;
/** Milliseconds between two reports of the state. */
const REPORT = 100;
/** Characters of a link, of a parameter's value, and of a key. */
const LONGEST = 20_000;
const LONGEST_KEY = 64;
/** Parameters of one message. */
const MOST = 100;
/** Steps of one message. */
const MOST_STEPS = 10_000_000;
const THEMES = ["light", "dark", ""];
/** What a message may set of how the figure looks. */
const LOOKS = ["theme", ...SHOWN];

/** @typedef {import("./ebm-figure.js").EbmFigure} EbmFigure */

/** A message that asks for nothing that there is. */
class Refused extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const figure = /** @type {EbmFigure} */ (document.querySelector("ebm-figure"));
// The name and its menu are not shown here; who hears the page still hears where they are.
figure.before(el("h1", { class: "visually-hidden", text: document.title }));
let ready = false;
let failed = false;

/** The origin of an address, or none. @param {string | undefined} address */
function originOf(address) {
  try {
    const { origin } = new URL(address ?? "");
    return origin === "null" ? null : origin;
  } catch {
    return null;
  }
}

/** Origins that the link allows; without a word about them anybody may. @type {string[] | null} */
const allowed = (() => {
  const given = viewOf(location.hash).allow?.split(",").map((text) => text.trim()).filter((text) => text !== "");
  if (!given?.length) return null;
  const wrong = given.filter((text) => originOf(text) === null);
  if (wrong.length) {
    const notice = el("p", { class: "warnings", role: "alert", text: t("'allow' takes origins such as https://example.org, not '{0}'; it was left out.", wrong.join(", ").slice(0, 80)) });
    figure.before(notice);
  }
  return given.flatMap((text) => originOf(text) ?? []);
})();

/** Where messages go. Where the engine says who the parent is, none goes to anybody else, who would not get it either. */
const targets = (() => {
  if (!allowed) return ["*"];
  const host = originOf(location.ancestorOrigins?.[0] ?? document.referrer);
  return host ? allowed.filter((origin) => origin === host) : allowed;
})();

/** @param {{ type: string, [key: string]: any }} message */
function post(message) {
  for (const target of targets) parent.postMessage({ source: "ebm", ...message }, target);
}

/** The state's link without what is of this page. */
const state = () => withoutView(figure.link || location.hash || "#v=1");

// The corner link.

const page = document.documentElement.lang.startsWith("zh") ? "zh.html" : "index.html";
const corner = el("a", { class: "corner", target: "_blank", rel: "noopener", text: t("Open in the playground") });
figure.after(corner);

function lead() {
  const { theme } = viewOf("");
  corner.href = page + state() + (theme ? `&theme=${encodeURIComponent(theme)}` : "");
}
lead();

// Reports.

let height = 0;
let settling = 0;
let settled = false;
/** Tells how high the page is, once there is a figure: who follows it does not shrink the frame for a moment. */
function measure() {
  if (!(failed || settled || figure.dataset.firstPicture) || document.fullscreenElement) return;
  const now = Math.ceil(document.body.getBoundingClientRect().height);
  if (now === height) return;
  height = now;
  post({ type: "resize", height });
}
new ResizeObserver(measure).observe(document.body);

let reported = -Infinity;
let timer = 0;
function report() {
  const wait = reported + REPORT - performance.now();
  if (wait > 0) {
    timer ||= window.setTimeout(() => {
      timer = 0;
      report();
    }, wait);
    return;
  }
  reported = performance.now();
  lead();
  post({ type: "state", link: state(), digest: figure.digest, steps: figure.steps, playing: figure.playing });
}

document.addEventListener("ebm-ready", () => {
  ready = true;
  post({ type: "ready", version: VERSION, figure: figure.getAttribute("name") });
});
document.addEventListener("ebm-frame", () => {
  report();
  measure();
  settling ||= window.setTimeout(() => {
    settled = true;
    measure();
  }, SETTLING);
});
document.addEventListener("ebm-change", (event) => {
  const { key, warnings } = /** @type {CustomEvent} */ (event).detail;
  post({ type: "change", key, warnings });
});
document.addEventListener("ebm-error", (event) => {
  const { code, message } = /** @type {CustomEvent} */ (event).detail;
  post({ type: "error", code, message });
  // A figure that cannot be made has a height too, and takes another link.
  ready = failed = true;
  measure();
});

// What the page around asks for.

/** @param {unknown} key @param {unknown} value */
function check(key, value) {
  if (typeof key !== "string" || key === "" || key.length > LONGEST_KEY) throw new Refused("bad-key", t("A key is a text of at most {0} characters.", LONGEST_KEY));
  const isValue = typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) || (typeof value === "string" && value.length <= LONGEST);
  if (!isValue) throw new Refused("bad-value", t("The value of '{0}' is neither a number, a text of at most {1} characters, true nor false.", key, LONGEST));
  const name = key.toLowerCase();
  if (SHOWN.includes(name) && String(value).length > LONGEST_WISH) throw new Refused("bad-value", t("The value of '{0}' has more than {1} characters.", key, LONGEST_WISH));
  if (name === "theme" && !THEMES.includes(String(value))) throw new Refused("bad-value", t("'{0}' has no choice '{1}'; {2} was used.", key, String(value).slice(0, 40), viewOf("").theme ?? "auto"));
}

/** Sets one parameter, or several; if one of them is no parameter at all, none. @param {any} message */
function set({ key, value, params }) {
  const isPlain = (/** @type {unknown} */ given) => Object.prototype.toString.call(given) === "[object Object]";
  if (params !== undefined && !isPlain(params)) throw new Refused("bad-value", t("'params' takes keys with their values."));
  const pairs = params === undefined ? [[key, value]] : Object.entries(params);
  if (pairs.length > MOST) throw new Refused("bad-value", t("A message sets at most {0} parameters.", MOST));
  for (const pair of pairs) check(pair[0], pair[1]);
  const look = (/** @type {string} */ name) => LOOKS.find((key) => key === name.toLowerCase());
  for (const [name, given] of pairs) {
    const key = look(name);
    if (key) setView(key, String(given));
    else figure.set(name, given);
  }
  if (pairs.some(([name]) => look(name))) {
    document.dispatchEvent(new Event("ebm-look"));
    lead();
  }
}

/** Opens another link. @param {any} message */
function open({ link }) {
  const wrong = () => new Refused("bad-link", t("A link is a text of at most {0} characters with '#v='.", LONGEST));
  if (typeof link !== "string" || link.length > LONGEST) throw wrong();
  const hash = link.includes("#") ? link.slice(link.indexOf("#")) : `#${link}`;
  if (!isState(hash)) throw wrong();
  goWithin(hash);
  ready = false;
}

/** What slides of reveal.js say to their frames when they go and when they come. @type {Map<unknown, boolean>} */
const COVERED = new Map([["slide:stop", true], ["slide:start", false]]);
/** @type {Map<string, (message: any) => void>} */
const actions = new Map(Object.entries({
  set,
  link: open,
  play: () => figure.play(),
  pause: () => figure.pause(),
  reset: () => figure.reset(),
  step: ({ n = 1 }) => {
    if (!Number.isInteger(n) || n < 1 || n > MOST_STEPS) throw new Refused("bad-value", t("'n' is a whole number from 1 to {0}.", MOST_STEPS));
    figure.step(n);
  },
}));

addEventListener("message", (event) => {
  if (event.source !== parent || (allowed && !allowed.includes(event.origin))) return;
  const message = event.data;
  const covered = COVERED.get(message);
  if (covered !== undefined) document.dispatchEvent(new CustomEvent("ebm-covered", { detail: covered }));
  // Whatever is no message to a figure is somebody else's.
  if (typeof message !== "object" || message === null || typeof message.type !== "string") return;
  try {
    const action = actions.get(message.type);
    if (!action) throw new Refused("unknown-type", t("There is no message '{0}'.", message.type.slice(0, LONGEST_KEY)));
    if (!ready) throw new Refused("not-ready", t("The figure is not ready yet."));
    action(message);
  } catch (error) {
    post({ type: "error", code: error instanceof Refused ? error.code : "failed", message: String(/** @type {any} */ (error)?.message) });
  }
});
