// @ts-check
// The page's language: English sentences are the keys, a file of another language says what stands for them.

/** @type {Record<string, string>} */
let dictionary = {};

/** The language of all figures of a page. */
export let language = "en";

/** One of the languages that there are words of. @param {string} tag such as `zh-Hans` */
export const spoken = (tag) => (/^zh\b/i.test(tag) ? "zh" : "en");

/**
 * Loads the words of the page's language; English needs none.
 * @param {string} tag such as `zh-Hans` @param {Element | null} [place] where to say that they are missing
 */
export async function loadWords(tag, place) {
  language = spoken(tag);
  if (language !== "zh") return;
  try {
    const response = await fetch(new URL("./lang/zh.json", import.meta.url));
    if (!response.ok) throw new Error(String(response.status));
    dictionary = await response.json();
  } catch (error) {
    // The page goes on in English, and says so in both.
    const notice = document.createElement("p");
    notice.setAttribute("role", "alert");
    notice.textContent = `图中的中文文字未能载入 (The Chinese words of the figures could not be loaded): ${error}`;
    place?.prepend(notice);
  }
}

/** Takes the words from another thread. @param {string[]} pairs in turns */
export function setDictionary(pairs) {
  for (let k = 0; k + 1 < pairs.length; k += 2) dictionary[pairs[k]] = pairs[k + 1];
}

/** All pairs in turns, as the core takes them. @returns {string[]} */
export const words = () => Object.entries(dictionary).flat();

/**
 * A sentence in the page's language, with `{0}`, `{1}` … replaced by what is given.
 * @param {string} english @param {...(string | number)} given
 */
export const t = (english, ...given) =>
  (dictionary[english] ?? english).replace(/\{(\d+)\}/g, (place, k) => String(given[Number(k)] ?? place));
