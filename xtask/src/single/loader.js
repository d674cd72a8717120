// @ts-check
// Opens the single file: unpacks what is in it, gives every file a blob: URL, and shows the page that the address asks for.
(async () => {
  /** @param {string} id */
  const text = (id) => document.getElementById(id)?.textContent ?? "";
  /** The address of this file. What it has in it must not end a string or begin an entity. */
  const here = location.href.replace(/[?#].*/s, "").replace(/'/g, "%27").replace(/&/g, "%26");
  /** @typedef {{ path: string, type: string, length: number, bytes: Uint8Array<ArrayBuffer>, url: string }} Packed */
  /** @type {Packed[]} */
  const files = JSON.parse(text("files"));

  async function unpack() {
    const packed = Uint8Array.from(atob(text("packed")), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const all = new Uint8Array(await new Response(stream).arrayBuffer());
    let at = 0;
    for (const file of files) {
      file.bytes = all.subarray(at, at + file.length);
      at += file.length;
      file.url = URL.createObjectURL(new Blob([filled(file, (other) => other.url)], { type: file.type }));
    }
  }

  /**
   * What is in a file, with addresses in the place of marks.
   * @param {Packed} file @param {(other: Packed) => string} address
   */
  function filled(file, address) {
    return /html|javascript|css/.test(file.type) ? written(file, address) : file.bytes;
  }

  /** The same of a text. @param {Packed} file @param {(other: Packed) => string} address */
  function written({ bytes }, address) {
    return new TextDecoder().decode(bytes)
      .replace(/ebm-file:(\d+)/g, (_, number) => address(files[number]))
      .replace(/ebm-page:/g, () => `${here}?`);
  }

  /** A file and all that it names as one address. @param {Packed} file @returns {string} */
  function whole(file) {
    const content = filled(file, whole);
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    let characters = "";
    for (let at = 0; at < bytes.length; at += 0x8000) characters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return `data:${file.type};base64,${btoa(characters)}`;
  }

  /**
   * A page from a disk has no origin, and a worker of it may load no blob: URLs in some engines, nor be a module. So it is a script
   * that imports one data: URL, which has everything in it. What arrives before the module is there waits for it.
   */
  function bringWorkers() {
    if (!self.Worker) return;
    self.Worker = class extends Worker {
      /** @param {string | URL} url */
      constructor(url) {
        const file = /** @type {Packed} */ (files.find((file) => file.url === String(url)));
        const script = `const early = [];
          onmessage = (event) => early.push(event);
          import("${whole(file)}").then(
            () => early.forEach((event) => onmessage(event)),
            (error) => setTimeout(() => { throw error; }),
          );`;
        super(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
      }
    };
  }

  /** `?zh.html` asks for a page. A frame with a state, and a link that says what belongs to a figure, is for that figure alone. */
  function page() {
    const asked = location.search.slice(1);
    const found = files.find(({ path, type }) => path === asked && type === "text/html");
    const framed = parent !== window && location.hash.startsWith("#v=");
    const name = framed || /[#&]ui=/.test(location.hash) ? "figure.html" : "index.html";
    return found ?? /** @type {Packed} */ (files.find(({ path }) => path === name));
  }

  async function show() {
    const parsed = new DOMParser().parseFromString(written(page(), ({ url }) => url), "text/html");
    // A style sheet by URL would come a moment after the text.
    for (const link of parsed.querySelectorAll("link[rel=stylesheet]")) {
      const sheet = files.find(({ url }) => url === link.getAttribute("href"));
      if (!sheet) continue;
      const style = parsed.createElement("style");
      style.textContent = written(sheet, ({ url }) => url);
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
    bringWorkers();
    await show();
  } catch (error) {
    const notice = document.createElement("p");
    notice.setAttribute("role", "alert");
    notice.textContent = `EBM Playground could not be opened here: ${error}`;
    document.body.prepend(notice);
  }
})();
