// Keeps the exam's page, and nothing else, so that a reload without a network opens it: the page as nobody in particular
// gets it, and the files it is made of. No paper, no answer, no other page ever lies here: the paper is sealed on the
// device under the sitting's own key (sealed-shelf.client.ts), and what the page asks for by POST passes by.

const PAGE = "/exam/sitting";
const KEPT = /^anding-sitting-/;
const PART = /^\/(assets|fonts)\/[^?#]+$/;
const PAGE_MS = 6_000;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep } = event.data ?? {};
  if (!Array.isArray(keep)) return;
  const parts = keep.filter((path) => typeof path === "string" && PART.test(path));
  // What was not kept is not there: the page looks for itself.
  event.waitUntil(keepPage(parts).catch(() => undefined));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(request));
  else if (PART.test(url.pathname)) event.respondWith(part(request, url.pathname));
});

/** The server's own page wherever it comes; the kept one when nothing comes, or the server is in trouble. */
async function page(request) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PAGE_MS);
  const fresh = await fetch(request, { signal: limit.signal }).catch(() => null);
  clearTimeout(timer);
  if (fresh && fresh.status < 500) return fresh;
  return (await kept(PAGE)) ?? fresh ?? Response.error();
}

/** A part's name carries its hash: the kept one is the one. */
const part = async (request, path) => (await kept(path)) ?? fetch(request);

/** From a shelf that was filled to its end: the page is put there last. */
async function kept(path) {
  for (const name of (await caches.keys()).filter((one) => KEPT.test(one))) {
    const shelf = await caches.open(name);
    if (await shelf.match(PAGE)) {
      const found = await shelf.match(path);
      if (found) return found;
    }
  }
  return null;
}

/** The page as a stranger gets it, with its parts, on a new shelf; then the shelves before it go. */
async function keepPage(loaded) {
  const fresh = await fetch(PAGE, { credentials: "omit", cache: "no-store" });
  if (!fresh.ok || fresh.redirected) throw new Error("page");
  const text = await fresh.clone().text();
  const named = [...text.matchAll(/"(\/(?:assets|fonts)\/[^"?#]+)"/g)].map(([, path]) => path);
  const parts = [...new Set([...loaded, ...named])].sort();
  const name = `anding-sitting-${await nameOf(parts)}`;
  const shelf = await caches.open(name);
  for (const path of parts) {
    if (await shelf.match(path)) continue;
    const response = (await kept(path)) ?? (await fetch(path, { credentials: "omit" }));
    if (!response.ok) throw new Error(path);
    await shelf.put(path, response);
  }
  await shelf.put(PAGE, fresh);
  for (const other of await caches.keys()) if (KEPT.test(other) && other !== name) await caches.delete(other);
}

async function nameOf(parts) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts.join("\n")));
  return [...new Uint8Array(hash).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
