// @ts-check
// Makes elements without markup in strings.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | boolean | undefined>} [attributes] `text` sets the content
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = String(value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** A quiet button. @param {string} text @param {() => void} action @param {Record<string, string>} [attributes] */
export function button(text, action, attributes = {}) {
  const element = el("button", { type: "button", text, ...attributes });
  element.addEventListener("click", action);
  return element;
}

/**
 * Sets an element's text if it is another one: a button whose text is replaced under the pointer loses its click.
 * @param {HTMLElement} element @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Whether an element has the focus of the page, or of the shadow root that it is in. @param {Element | undefined} element */
export const hasFocus = (element) => element !== undefined && /** @type {Document} */ (element.getRootNode()).activeElement === element;
