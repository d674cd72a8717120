// @ts-check
// Links with other values for some of their keys.

/** @param {string} pair */
const keyOf = (pair) => pair.split("=")[0].toLowerCase();

/** A link with this value for a key, in whatever case the key was; without one, less the key. @param {string} link @param {string} key @param {string | undefined} value */
export function withPair(link, key, value) {
  if (value === undefined) return link.split("&").filter((pair) => keyOf(pair) !== key.toLowerCase()).join("&");
  return over(link, `#v=1&${key}=${encodeURIComponent(value)}`);
}

/** A link with all that another one says in its place. @param {string} start @param {string} link */
export function over(start, link) {
  const pairs = link.split("&").slice(1);
  const said = new Set(pairs.map(keyOf));
  return [...(start || "#v=1").split("&").filter((pair) => !said.has(keyOf(pair))), ...pairs].join("&");
}
