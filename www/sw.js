// @ts-check
/// <reference lib="webworker" />
// The service worker: keeps the pages and the folder of one build for when the network is gone.
//
// Builds never mix. A page names the folder of its build, that folder is named by its content, and a page is kept only beside all
// files of its folder. A page comes from the network while that answers, so that a new build shows at the next visit, and whatever else
// this address serves one day is not hidden; without network it is the newest that was kept whole. A newer worker waits until the
// pages of the older one are closed, and only then drops their files.

/** What is kept, by a hash of all of it. `cargo xtask dist` fills in this and the lists. */
const NAME = "{name}";
/** The folder with what pages load. */
const FOLDER = "{folder}";
/** @type {string[]} */
const FILES = ["{files}"];
/** @type {string[]} */
const PAGES = ["{pages}"];
/** A network that is silent for so long, in milliseconds, counts as gone where a page was kept. */
const PATIENCE = 4000;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** Below this address everything lies. */
const SCOPE = worker.registration.scope;
/** Other playgrounds of this origin have caches too: ours begin so. */
const OURS = `ebm ${SCOPE} `;

/** Names of our caches, oldest first. */
const ours = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

/** A file as the server has it now. @param {string} name @param {RequestCache} cache */
async function take(name, cache) {
  const response = await fetch(SCOPE + name, { cache });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  // What a page is answered with must not have been redirected, as servers do that hide the ending .html.
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
}

/** Keeps all of this build, or fails. Pages come last: where there is a page, all it needs is there. */
async function keep() {
  const cache = await caches.open(OURS + NAME);
  await Promise.all(FILES.map(async (name) => cache.put(SCOPE + name, await take(name, "default"))));
  const pages = await Promise.all(PAGES.map(async (name) => {
    const response = await take(name, "no-cache");
    // The server may have gone on to the next build meanwhile.
    if (!(await response.clone().text()).includes(`"${FOLDER}/`)) throw new Error(`${name} is of another build`);
    return { name, response };
  }));
  await Promise.all(pages.map(({ name, response }) => cache.put(SCOPE + name, response)));
}

/** Drops what older workers kept, and answers for the pages that are open. */
async function begin() {
  for (const name of await ours()) if (name !== OURS + NAME) await caches.delete(name);
  await worker.clients.claim();
}

/** A page of the newest build that is kept whole. @param {string} page */
async function kept(page) {
  for (const name of (await ours()).reverse()) {
    const found = await (await caches.open(name)).match(SCOPE + page, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/**
 * No navigation preload: Firefox shows its error page where that request fails, whatever is answered.
 * @param {Request} request @param {string} page
 */
async function visit(request, page) {
  const network = fetch(request);
  network.catch(() => {});
  const known = await kept(page);
  if (!known) return network;
  const patience = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([network, patience]).catch(() => undefined);
  return answer && answer.status < 500 ? answer : known;
}

/** What lies in a build's folder never changes. @param {Request} request */
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keep()));
worker.addEventListener("activate", (event) => event.waitUntil(begin()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const name = request.url.slice(SCOPE.length).split(/[?#]/)[0];
  if (request.mode === "navigate") {
    const page = PAGES.find((page) => page === (name || "index.html") || page === `${name}.html`);
    if (page) event.respondWith(visit(request, page));
  } else if (name.startsWith("build-")) {
    event.respondWith(file(request));
  }
});
