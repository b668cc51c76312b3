/**
 * Keeps a site on the device that visited it, so that it answers offline. In front of it stands
 * `const SITE = {page, engine, files, engineFiles}`: the versions, by content, of the page and of model and runtime, and the
 * addresses of what belongs to either, below the site's root.
 */

const ROOT = registration.scope;
/** Other sites of this host have caches too. */
const PAGES = `${ROOT} page `;
const ENGINES = `${ROOT} engine `;
const PAGE = PAGES + SITE.page;
const ENGINE = ENGINES + SITE.engine;
/** What lets a page use several threads, also where its host sets no headers (HTML Standard, "cross-origin isolation"). */
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

const engineAddresses = new Set(SITE.engineFiles.map(addressOf));

function addressOf(file) {
  return new URL(file, ROOT).href;
}

// From the host itself: what the browser kept may be of the version before.
async function keepPage() {
  const cache = await caches.open(PAGE);
  await Promise.all(SITE.files.map(addressOf).map((url) => keep(cache, url)));
}

async function keep(cache, url) {
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status}`);
  }
  await cache.put(url, isolated(answer));
}

// The version before stays, for pages of it that are open: they may load more. Names come in the order of their making.
async function forgetOlder(kind, current) {
  const others = (await caches.keys()).filter((name) => name.startsWith(kind) && name !== current);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

/** A page is of this version; what a page of either loads has its version in its address. */
async function kept(request) {
  const ours = await caches.open(PAGE);
  return (await ours.match(pageOf(request.url))) ?? (request.mode === "navigate" ? undefined : caches.match(request.url));
}

/** Without what its address asks for, and without the name that a folder's page has as a file. */
function pageOf(address) {
  const url = new URL(address);
  return url.origin + url.pathname.replace(/index\.html$/, "");
}

/** Kept when first loaded: nobody who only looks at the page waits for it, or pays for it. */
async function fromEngine(event, url) {
  const cache = await caches.open(ENGINE);
  const had = await cache.match(url);
  if (had) {
    return had;
  }
  const answer = await fetch(url);
  if (answer.status === 200) {
    // Aside, so that the page sees it coming. A device that has no room left answers all the same, if not offline.
    event.waitUntil(cache.put(url, isolated(answer.clone())).catch(() => {}));
  }
  return isolated(answer);
}

function isolated(answer) {
  const headers = new Headers(answer.headers);
  Object.entries(ISOLATED).forEach(([name, value]) => headers.set(name, value));
  return new Response(answer.body, { status: answer.status, headers });
}

async function answerFor(event) {
  const { request } = event;
  return engineAddresses.has(request.url)
    ? fromEngine(event, request.url)
    : (await kept(request)) ?? fetch(request);
}

// At once: whoever opens a page after this has the new version.
addEventListener("install", (event) => event.waitUntil(keepPage().then(() => skipWaiting())));
addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([forgetOlder(PAGES, PAGE), forgetOlder(ENGINES, ENGINE), clients.claim()])),
);
addEventListener("message", (event) => {
  if (event.data === "keep the engine") {
    // It was loaded before anything was kept.
    event.waitUntil(Promise.all([...engineAddresses].map((url) => fromEngine(event, url))).catch(() => {}));
  }
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(ROOT)) {
    event.respondWith(answerFor(event));
  }
});
