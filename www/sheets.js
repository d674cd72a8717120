// @ts-check
// Style sheets that a script makes, which pass every policy: one of each in a document, however many shadow roots wear it.

/** @type {Map<string, Promise<string>>} */
const texts = new Map();
/** @type {WeakMap<Document, Map<string, CSSStyleSheet>>} */
const made = new WeakMap();

/** What a sheet says; without it a figure is plain, and goes. @param {string} href @returns {Promise<string>} */
export function sheetText(href) {
  const found = texts.get(href) ?? fetch(href).then((response) => (response.ok ? response.text() : Promise.reject())).catch(() => {
    texts.delete(href);
    return "";
  });
  texts.set(href, found);
  return found;
}

/** Has a shadow root wear a sheet. One that was taken to another document has lost it, and needs one of that document's. @param {ShadowRoot} root @param {string} href */
export async function wear(root, href) {
  const text = await sheetText(href);
  if (!text) return;
  const { ownerDocument } = root;
  const { defaultView } = ownerDocument;
  if (!defaultView) return;
  const sheets = made.get(ownerDocument) ?? new Map();
  made.set(ownerDocument, sheets);
  if (!sheets.has(href)) {
    const sheet = new defaultView.CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(href, sheet);
  }
  const sheet = sheets.get(href);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
