// @ts-check
// Sentences of the share dialog.
import { t } from "../../words.js";

export const SHARE = {
  title: (/** @type {string} */ figure) => t("Share: {0}", figure),
  state: (/** @type {string} */ step, /** @type {string} */ digest) => (digest ? t("The state at step {0}, digest {1}", step, digest) : t("The state at step {0}", step)),
  edges: (/** @type {string} */ name) => t("The link cannot hold the edge list {0}: send its file along.", name),
  close: t("Close"),
  copy: t("Copy"),
  copied: t("Copied"),
  byHand: t("It is selected: copy it by keyboard or menu."),
  send: t("Send …"),
  link: t("Link"),
  long: t("The link is long; some programs cut it."),
  save: t("Save it as a file"),
  code: t("QR code of the link"),
  making: t("The code is being made …"),
  tooLong: (/** @type {number} */ length, /** @type {number} */ most) => t("The link is too long for a code that phones can read: {0} bytes, at most {1}.", length, most),
  saveCode: t("Save the code"),
  wishes: t("The link shows"),
  opens: t("Opens"),
  article: t("the article"),
  alone: t("the figure alone"),
  ui: t("Shows"),
  /** How much of a figure is shown. @type {[string, string][]} */
  levels: [["full", t("everything")], ["story", t("pictures and Play")], ["none", t("pictures only")]],
  theme: t("Colours"),
  /** @type {[string, string][]} */
  themes: [["", t("the reader’s own")], ["light", t("light")], ["dark", t("dark")]],
  language: t("Language"),
  waits: t("Waits for Play"),
  hidden: t("Left out"),
  /** Parts that can be left out, by the names that `hide` has for them. @type {[string, string][]} */
  parts: [["bar", t("buttons and digest")], ["controls", t("all controls")], ["table", t("table of numbers")], ["exact", t("exact sum")], ["native", t("native command")]],
  single: t("Single controls"),
  embed: t("Embed"),
  frame: t("As a frame"),
  element: t("As an element"),
  pictures: t("Pictures and data"),
  numbers: t("The table of numbers"),
  quantity: t("quantity"),
  unit: t("unit of measurement"),
  model: t("The model"),
  weights: t("All its parameters, for the tool ebm, Python and others"),
  saved: (/** @type {string} */ name) => t("Saved as {0}", name),
  failed: (/** @type {string} */ why) => t("That did not work: {0}", why),
  native: t("Run the same natively"),
};
