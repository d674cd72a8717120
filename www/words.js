// @ts-check
// The page's language: English sentences are the keys, a file of another language says what stands for them.

/** @type {Record<string, string>} */
let dictionary = {};

/** Loads the words of the page's language; English needs none. @param {string} language such as `zh-Hans` */
export async function loadWords(language) {
  if (!language.startsWith("zh")) return;
  const response = await fetch(new URL("./lang/zh.json", import.meta.url));
  if (!response.ok) throw new Error(`www/lang/zh.json cannot be loaded (${response.status})`);
  dictionary = await response.json();
}

/** All pairs in turns, as the core takes them. @returns {string[]} */
export const words = () => Object.entries(dictionary).flat();

/**
 * A sentence in the page's language, with `{0}`, `{1}` … replaced by what is given.
 * @param {string} english @param {...(string | number)} given
 */
export const t = (english, ...given) =>
  (dictionary[english] ?? english).replace(/\{(\d+)\}/g, (place, k) => String(given[Number(k)] ?? place));
