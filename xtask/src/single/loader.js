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

  /** A script with all scripts that it names, as one address. @param {Packed} file @returns {string} */
  function whole(file) {
    if (file.type !== "text/javascript") return `ebm:${files.indexOf(file)}`;
    const bytes = new TextEncoder().encode(written(file, whole));
    return `data:text/javascript;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
  }

  /**
   * A page from a disk has no origin, and a worker of it may load no blob: URL in some engines, nor be a module. So it is a script
   * that imports one data: URL with all scripts in it. The other files are handed to it, and messages wait until the module is there.
   */
  function bringWorkers() {
    if (!self.Worker) return;
    /** @param {Packed} file */
    const script = (file) => `const early = [];
      onmessage = ({ data }) => {
        const found = (url) => data.get(String(url));
        self.fetch = async (url) => new Response(found(url).bytes, { headers: { "content-type": found(url).type } });
        onmessage = (event) => early.push(event);
        import("${whole(file)}").then(
          () => early.forEach((event) => onmessage(event)),
          (error) => setTimeout(() => { throw error; }),
        );
      };`;
    self.Worker = class extends Worker {
      /** @param {string | URL} url @param {WorkerOptions} [options] */
      constructor(url, options) {
        const file = files.find((file) => file.url === String(url));
        if (!file) {
          super(url, options);
          return;
        }
        super(URL.createObjectURL(new Blob([script(file)], { type: "text/javascript" })));
        const others = files.filter(({ type }) => /wasm|octet-stream/.test(type));
        this.postMessage(new Map(others.map((file) => [whole(file), { type: file.type, bytes: file.bytes.slice() }])));
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
