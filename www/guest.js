// @ts-check
// A figure on someone else's page: its attributes make its link, and a shadow root keeps its looks and the page's apart.
import { figureOf } from "./client.js";
import { figureNamed, NAMES } from "./faces.js";
import { readView, SHOWN, VIEW_KEYS } from "./fragment.js";
import { withPair } from "./pairs.js";
import { sheetText, wear } from "./sheets.js";
import { language, spoken, t } from "./words.js";

/** Begins the attributes that are parameters. */
const PARAM = "p-";
/** Figures whose links mean an RBM that learns digits where they name no model; links of others change the figure's own first state. */
const OF_DIGITS = ["teaser", "repair", "chains"];
/** In the order that the painter wants. */
const COLORS = ["paper", "ink", "quiet", "rule", "energy", "data", "sample"];
/** What the page's own styles can reach. */
const PARTS = {
  bar: ":scope > .bar", status: ".status", digest: ".digest", warnings: ".warnings", crash: ".crash", panel: ".plot", controls: ".groups", table: ".numbers",
};

/** The language that an element is in, by the nearest `lang`. @param {Element} element @returns {string} */
export function languageOf(element) {
  const root = element.getRootNode();
  const said = element.closest("[lang]")?.getAttribute("lang");
  return said ?? (root instanceof ShadowRoot ? languageOf(root.host) : "");
}

/** A link as the page writes it, from a whole URL or its fragment, with or without `#`; the core reads what programs made of one. @param {string} text */
function fragment(text) {
  const link = text.trim();
  const plain = /^(?:[^#]*#)?(v=\d.*)$/s.exec(link);
  return plain ? `#${plain[1]}` : link;
}

/** What pages write for a yes or a no. @type {Record<string, string>} */
const BOOLEAN = { "": "1", true: "1", autoplay: "1", false: "0" };
/** View keys that name things, which have capitals. */
const LISTS = ["hide", "panels", "allow"];

/** Not where it is used: bundlers would take what is beside it for files of theirs. */
const HERE = import.meta.url;
/** The figures' styles. */
const STYLES = new URL("./figure.css", import.meta.url).href;

/** Milliseconds between two looks at whether a figure in its place is to be seen. */
const LOOK = 300;

const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** Whether what has the focus in a figure makes something of a key. @param {EventTarget | undefined} target @param {KeyboardEvent} event */
function takes(target, { key, ctrlKey, metaKey, altKey }) {
  if (!(target instanceof Element) || ctrlKey || metaKey || altKey) return false;
  if (target.closest("dialog")) return true;
  const moves = /^(Arrow|Home$|End$)/.test(key);
  if (target.matches("textarea, input:not([type=checkbox], [type=range], [type=radio])")) return moves || key.length === 1 || /^(Backspace|Delete|Enter)$/.test(key);
  if (target.matches("select, canvas")) return moves || key.length === 1 || key === "Enter";
  return key === " " || key === "Enter" || (moves && target.matches("input:is([type=range], [type=radio])"));
}

/** Three bytes of a colour; none of what is no plain colour. @param {string} text */
function bytes(text) {
  if (!pen || !text) return [];
  pen.fillStyle = "#000000";
  pen.fillStyle = text;
  // Engines name the newer colours in ways of their own: what it looks like says it in one.
  pen.clearRect(0, 0, 1, 1);
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

/**
 * @typedef {object} Inside What the element lets a guest do.
 * @property {() => string} given a link to open, if it is not the attributes'
 * @property {() => string} began the link that was set instead of the attributes', or none
 * @property {(link: string) => void} open a link
 * @property {(link: string) => void} renew opens another one; an empty one is the attributes'
 * @property {() => void} again opens the present state, which goes on as it was
 * @property {() => void} arrange shows as much of it as is wished for now
 * @property {(error: unknown) => void} fail nothing can be shown
 * @property {(link: string) => void} begin a frame has taken over
 * @property {(type: string, detail: object) => void} emit
 * @property {(covered: boolean) => void} cover the page around shows something else in its place, or shows it again
 * @property {() => void} shaded the theme changed, or the colours
 */

/** What an element needs as a guest. */
export class Guest {
  #host;
  #inside;
  #preference = matchMedia("(prefers-color-scheme: dark)");
  #root = /** @type {ShadowRoot | null} */ (null);
  #box = /** @type {HTMLElement | null} */ (null);
  #look = { dark: false, colors: new Uint8Array() };
  #asked = "";
  #covered = false;
  #entered = false;
  /** What its attributes said last. @type {Map<string, string>} */
  #said = new Map();
  /** The link that says what is other than in the figure's own first state, if it is such a one. */
  relative = "";
  /** The figure that the link names, where the element does not. */
  adopted = "";
  /** Where no worker can be started: the frame that it has become. @type {import("./remote.js").Remote | null} */
  remote = null;

  /** @param {HTMLElement & { link: string, set: (key: string, value: string) => void }} host @param {Inside} inside */
  constructor(host, inside) {
    this.#host = host;
    this.#inside = inside;
  }

  /** Opens what it should show: where it was left, a link that was set, or what its attributes say. */
  async visit() {
    // Before there is a report, what it was asked for is all that there is.
    const given = this.#inside.given() === this.relative ? "" : fragment(this.#inside.given());
    const isStart = !given && !this.#host.hasAttribute("link") && !this.#host.hasAttribute(`${PARAM}model`) && this.#parameters.length > 0;
    const name = this.#host.getAttribute("name") ?? OF_DIGITS[0];
    const isRelative = isStart && OF_DIGITS.includes(name);
    const link = given || (isStart && !isRelative ? withPair(this.link, "fig", name) : this.link);
    this.#asked = link;
    this.relative = isRelative ? link : "";
    const spoken = this.language(link);
    if (this.remote?.alive && this.remote.language === spoken) {
      this.remote.send("link", { link: this.whole(link) });
      this.#begin(this.remote);
      return;
    }
    this.adopted = "";
    if (!this.#host.hasAttribute("name") && link) {
      const named = await figureOf(link).catch(() => undefined);
      if (!this.#host.isConnected || this.#asked !== link) return;
      this.adopted = named ?? "";
    }
    // Words are one language's on a page. A frame with the page's own words is there because no worker starts.
    if (spoken !== language || this.remote?.language === language) {
      this.resort(link);
      return;
    }
    this.remote?.end();
    this.remote = null;
    this.#inside.open(link);
  }

  /** Leads a frame from a figure's own first state to what the attributes say, if they change it. @param {import("./remote.js").Remote} remote */
  #begin(remote) {
    if (this.relative) remote.send("set", { params: Object.fromEntries(this.#parameters), start: true });
  }

  /** Becomes a frame, which computes by itself. @param {string} link */
  async resort(link) {
    this.#asked = link;
    const parts = await Promise.all([import("./remote.js"), this.box()]).catch((error) => this.#inside.fail(error));
    if (!parts || !this.#host.isConnected || this.#asked !== link) return;
    const [{ Remote }, box] = parts;
    this.remote?.end();
    this.remote = new Remote(this.whole(link), this.page, this.language(link), this.#inside.emit);
    if (link === this.relative) this.#begin(this.remote);
    this.remote.cover(this.#covered);
    box.replaceChildren(this.remote.element);
    this.shown();
    this.#inside.begin(link);
  }

  /** Hears at once what was set so far, for what comes next in the same task. */
  catchUp = () => {};

  /** What is wrong with the element's name. @returns {{ message: string }[]} */
  complaints() {
    const name = this.#host.getAttribute("name");
    if (name === null || NAMES.includes(name)) return [];
    const message = t("There is no figure '{0}'; '{1}' was used. There are: {2}", name, figureNamed(name), NAMES.join(", "));
    this.#inside.emit("ebm-error", { code: "unknown-figure", message });
    return [{ message }];
  }

  /** Begins to watch what is around it. @returns {() => void} stops it */
  enter() {
    const shade = () => this.#shade();
    const hear = (/** @type {MutationRecord[]} */ records) => {
      const before = new Map([...records].reverse().map((record) => [record.attributeName ?? "", record.oldValue]));
      const names = [...before.keys()].filter((name) => before.get(name) !== this.#host.getAttribute(name));
      if (names.length) this.#changed(new Set(names));
    };
    const own = new MutationObserver(hear);
    this.catchUp = () => hear(own.takeRecords());
    own.observe(this.#host, { attributes: true, attributeOldValue: true });
    // What was set while it was on no page.
    const last = this.#said;
    this.#note();
    const names = new Set([...last.keys(), ...this.#said.keys()].filter((name) => last.get(name) !== this.#said.get(name)));
    if (this.#entered && names.size) this.#changed(names);
    this.#entered = true;
    // Pages change their theme by a class or an attribute there.
    const around = new MutationObserver(shade);
    for (const element of [document.documentElement, document.body]) around.observe(element, { attributes: true });
    this.#preference.addEventListener("change", shade);
    this.#shade();
    // Slides that are not shown may lie in their place without being seen, and nothing tells.
    const look = setInterval(() => {
      const covered = this.#host.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false;
      if (covered === this.#covered) return;
      this.#covered = covered;
      this.remote?.cover(covered);
      this.#inside.cover(covered);
    }, LOOK);
    return () => {
      clearInterval(look);
      own.disconnect();
      around.disconnect();
      this.#preference.removeEventListener("change", shade);
    };
  }

  /** Notes what the attributes say that changes a figure. */
  #note() {
    const said = [...this.#host.attributes].filter(({ name }) => name.startsWith(PARAM) || VIEW_KEYS.includes(name));
    this.#said = new Map(said.map(({ name, value }) => [name, value]));
  }

  /** @param {Set<string>} names of attributes that changed */
  #changed(names) {
    this.#note();
    const parameters = [...names].filter((name) => name.startsWith(PARAM));
    const spoken = names.has("lang");
    if (names.has("name") || names.has("link")) {
      // By themselves they were followed at once.
      if (spoken || parameters.length) this.#inside.renew("");
    }
    // What has no value any more, and how far it goes, takes a new start; so does a change of both what is run and its language.
    else if (parameters.some((name) => !this.#host.hasAttribute(name) || name === `${PARAM}steps`) || (spoken && parameters.length)) this.#anew(parameters);
    else if (spoken) this.#inside.again();
    else for (const name of parameters) this.#host.set(name.slice(PARAM.length), this.#host.getAttribute(name) ?? "");
    const shown = SHOWN.filter((key) => names.has(key));
    if (shown.length) this.#arrange(shown);
    this.#shade();
  }

  /** Shows as much as is wished for now. @param {string[]} keys that changed */
  #arrange(keys) {
    if (!this.remote?.alive) return this.#inside.arrange();
    const wishes = readView(this.withWishes(this.#asked));
    // A link that comes later brings them along.
    this.remote.send("set", { params: Object.fromEntries(keys.map((key) => [key, wishes[key] ?? ""])), start: true });
  }

  /** A new start: from what the attributes say, or from the link that was set with what they say now. @param {string[]} parameters that changed */
  #anew(parameters) {
    const began = this.#inside.began();
    const said = parameters.filter((name) => this.#host.hasAttribute(name));
    const put = (/** @type {string} */ link, /** @type {string} */ name) => withPair(link, name.slice(PARAM.length), this.#host.getAttribute(name) ?? "");
    this.#inside.renew(began ? said.reduce(put, fragment(began)) : "");
  }

  /** Dark or light: as its attribute says, or its link, else as the page around it is, else as the reader likes it. */
  #isDark() {
    const said = this.#host.getAttribute("theme")?.trim().toLowerCase() ?? readView(this.#asked || this.link).theme;
    if (said === "dark" || said === "light") return said === "dark";
    const page = getComputedStyle(this.#host.parentElement ?? document.documentElement).colorScheme.replace("only", "").trim();
    return page === "dark" || (page !== "light" && this.#preference.matches);
  }

  #shade() {
    const dark = this.#isDark();
    const theme = dark ? "dark" : "light";
    if (this.#host.dataset.ebmTheme !== theme) this.#host.dataset.ebmTheme = theme;
    const before = `${this.#look.dark},${this.#look.colors}`;
    const style = this.#box && getComputedStyle(this.#box);
    const colors = style ? COLORS.flatMap((name) => bytes(style.getPropertyValue(`--${name}`).trim())) : [];
    this.#look = { dark, colors: Uint8Array.from(colors) };
    if (`${dark},${this.#look.colors}` !== before) {
      this.#inside.shaded();
      if (this.remote?.alive) this.remote.send("set", { key: "theme", value: theme });
    }
  }

  /** The link that the attributes make. */
  get link() {
    const start = fragment(this.#host.getAttribute("link") ?? "");
    return this.#parameters.reduce((link, [key, value]) => withPair(link, key, value), start);
  }

  /** Keys with their values. @returns {[string, string][]} */
  get #parameters() {
    const found = [...this.#host.attributes].filter(({ name }) => name.startsWith(PARAM));
    return found.map(({ name, value }) => [name.slice(PARAM.length), value]);
  }

  /** A link with what the attributes say of the looks. @param {string} text */
  withWishes(text) {
    return VIEW_KEYS.reduce((link, key) => {
      const said = this.#host.getAttribute(key);
      if (said === null || (said === "" && key !== "autoplay")) return link;
      return withPair(link, key, key === "autoplay" ? (BOOLEAN[said.toLowerCase()] ?? said) : LISTS.includes(key) ? said : said.trim().toLowerCase());
    }, fragment(text));
  }

  /** The language that a figure with this link should have. @param {string} link */
  language(link) {
    return spoken(this.#host.getAttribute("lang") ?? readView(link).lang ?? languageOf(this.#host));
  }

  /** A link that says by itself what the element and the page around it say. @param {string} link */
  whole(link) {
    const said = this.#host.getAttribute("name");
    const name = said && figureNamed(said);
    // What is other than in a figure's own first state is set when it is there: no link says it by itself.
    const asked = this.withWishes(link === this.relative ? "" : link);
    const state = asked.startsWith("#") || !asked ? asked : `#${asked}`;
    const named = name ? withPair(state, "fig", name) : state;
    return withPair(withPair(named, "theme", this.#look.dark ? "dark" : "light"), "lang", this.language(link));
  }

  /** The folder that the script came from. */
  get page() {
    return new URL("../../", HERE).href;
  }

  /** Its shadow root. The page's own markup may have made one, to hold the place. */
  #shadow() {
    return (this.#root ??= this.#host.shadowRoot ?? this.#host.attachInternals().shadowRoot ?? this.#host.attachShadow({ mode: "open" }));
  }

  /** Where the figure goes. @returns {Promise<HTMLElement>} */
  async box() {
    // What stands between the tags is seen until then.
    await sheetText(STYLES);
    if (!this.#box) {
      // Names that are no element's: what styles them are the styles of figures alone.
      const room = document.createElement("ebm-room");
      this.#box = document.createElement("ebm-box");
      room.append(this.#box);
      // The page around sees only that the figure has the focus: a key that a field takes would turn its slides.
      for (const type of /** @type {const} */ (["keydown", "keypress", "keyup"])) {
        room.addEventListener(type, (event) => {
          if (takes(event.composedPath()[0], event)) event.stopPropagation();
        });
      }
      this.#shadow().replaceChildren(room);
    }
    await this.dress();
    return this.#box;
  }

  /** Wears the figures' styles, in whatever document it is. */
  async dress() {
    if (this.#root) await wear(this.#root, STYLES);
  }

  /** Makes a figure at home in it. @param {string} name @param {import("./view.js").View} view */
  furnish(name, view) {
    const box = /** @type {HTMLElement} */ (this.#box);
    box.setAttribute("name", name);
    box.lang = language === "zh" ? "zh-Hans" : "en";
    for (const [part, selector] of Object.entries(PARTS)) {
      for (const element of box.querySelectorAll(selector)) {
        const panel = part === "panel" ? [...element.classList].filter((own) => own !== "plot") : [];
        element.part.add(part, ...panel);
      }
    }
    this.#shade();
    view.look = () => this.#look;
  }

  /** Says why there is nothing to be seen, where nothing stands between the tags. @param {string} message */
  excuse(message) {
    if (this.#box || this.#host.textContent?.trim()) return;
    this.#shadow().replaceChildren(message);
  }

  /** There is something to be seen. */
  shown() {
    if (this.#box) this.#box.dataset.firstPicture ??= "";
  }
}
