// @ts-check
// Opens the single file: unpacks what is in it, gives every file a blob: URL, and shows the page that the address asks for.
(async () => {
  /** @param {string} id */
  const text = (id) => document.getElementById(id)?.textContent ?? "";
  /** The address of this file; what it has in it must not end a string or begin an entity. */
  const here = location.href.replace(/[?#].*/s, "").replace(/'/g, "%27").replace(/&/g, "%26");
  /** @type {string[]} */
  const urls = [];
  /** Pages and style sheets. @type {Map<string, string>} */
  const texts = new Map();

  async function unpack() {
    const packed = Uint8Array.from(atob(text("packed")), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const all = new Uint8Array(await new Response(stream).arrayBuffer());
    let at = 0;
    for (const { path, type, length } of JSON.parse(text("files"))) {
      /** @type {BlobPart} */
      let content = all.subarray(at, at + length);
      at += length;
      if (/html|javascript|css/.test(type)) {
        content = new TextDecoder().decode(content)
          .replace(/ebm-file:(\d+)/g, (_, number) => urls[number])
          .replace(/ebm-page:/g, () => `${here}?`);
      }
      const url = URL.createObjectURL(new Blob([content], { type }));
      urls.push(url);
      if (typeof content === "string") texts.set(path, content).set(url, content);
    }
  }

  /** `?zh.html` asks for a page. A frame with a state, and a link that says what belongs to a figure, is for that figure alone. */
  function page() {
    const asked = location.search.slice(1);
    if (texts.has(asked)) return asked;
    const framed = parent !== window && location.hash.startsWith("#v=");
    return framed || /[#&]ui=/.test(location.hash) ? "figure.html" : "index.html";
  }

  async function show() {
    const parsed = new DOMParser().parseFromString(texts.get(page()) ?? "", "text/html");
    // A style sheet by URL would come a moment after the text.
    for (const link of parsed.querySelectorAll("link[rel=stylesheet]")) {
      const style = parsed.createElement("style");
      style.textContent = texts.get(link.getAttribute("href") ?? "") ?? "";
      link.replaceWith(style);
    }
    const scripts = [...parsed.querySelectorAll("script[src]")].map((script) => script.getAttribute("src") ?? "");
    document.replaceChild(document.adoptNode(parsed.documentElement), document.documentElement);
    // The engine looked for the place before there was one.
    if (location.hash && !location.hash.startsWith("#v=")) location.replace(location.href);
    for (const script of scripts) await import(script);
  }

  try {
    await unpack();
    await show();
  } catch (error) {
    const notice = document.createElement("p");
    notice.setAttribute("role", "alert");
    notice.textContent = `EBM Playground could not be opened here: ${error}`;
    document.body.prepend(notice);
  }
})();
