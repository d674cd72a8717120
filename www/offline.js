// @ts-check
// Lets the engine keep this page for when the network is gone.

/**
 * Registers the service worker beside the pages. Only where the reader opened the page itself: a figure inside someone else's page
 * leaves nothing behind. Where there are no service workers, or none are allowed, the page works while the network does.
 */
export async function keepOffline() {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (parent !== window || connection?.saveData) return;
  try {
    await navigator.serviceWorker.register(new URL("../../sw.js", import.meta.url));
  } catch {
    // Nothing is lost.
  }
}
