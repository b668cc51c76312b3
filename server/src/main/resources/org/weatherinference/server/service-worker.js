/**
 * Keeps a site on the device that visited it, so that it answers offline. In front of it stands
 * `const SITE = {page, engine, files, engineFiles}`: the versions, by content, of the page and of model and runtime, and the
 * addresses of what belongs to either, below the site's root.
 */

const ROOT = registration.scope;
/** Other sites of this host have caches too. */
const OURS = `${ROOT} `;
const PAGE = `${OURS}page ${SITE.page}`;
const ENGINE = `${OURS}engine ${SITE.engine}`;
/** What lets a page use several threads, also where its host sets no headers (HTML Standard, "cross-origin isolation"). */
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** An empty page, which asks for no icon. */
const MEANWHILE = '<!doctype html><link rel="icon" href="data:,">';

const engineAddresses = new Set(SITE.engineFiles.map(addressOf));

function addressOf(file) {
  return new URL(file, ROOT).href;
}

// From the host itself: what the browser kept may be of the version before.
async function keepPage() {
  const cache = await caches.open(PAGE);
  await cache.addAll(SITE.files.map((file) => new Request(addressOf(file), { cache: "no-cache" })));
}

async function forgetOtherVersions() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(OURS) && name !== PAGE && name !== ENGINE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function open(request) {
  // A new version takes over as soon as no other page would lose the files of the old one under its feet.
  if (registration.waiting && (await clients.matchAll()).length <= 1) {
    registration.waiting.postMessage("take over");
    return new Response(MEANWHILE, { headers: { "Content-Type": "text/html", Refresh: "0" } });
  }
  return fromPage(request);
}

async function fromPage(request) {
  return (await (await caches.open(PAGE)).match(pageOf(request.url))) ?? fetch(request);
}

/** Without what its address asks for, and without the name that a folder's page has as a file. */
function pageOf(address) {
  const url = new URL(address);
  return url.origin + url.pathname.replace(/index\.html$/, "");
}

/** Kept when first loaded: nobody who only looks at the page waits for it, or pays for it. */
async function fromEngine(event, url) {
  const cache = await caches.open(ENGINE);
  const kept = await cache.match(url);
  if (kept) {
    return kept;
  }
  const answer = await fetch(url);
  if (answer.status === 200) {
    // Aside, so that the page sees it coming. A device that has no room left answers all the same, if not offline.
    event.waitUntil(cache.put(url, answer.clone()).catch(() => {}));
  }
  return answer;
}

function isolated(answer) {
  const headers = new Headers(answer.headers);
  Object.entries(ISOLATED).forEach(([name, value]) => headers.set(name, value));
  return new Response(answer.body, { status: answer.status, headers });
}

function answerFor(event) {
  const { request } = event;
  if (request.mode === "navigate") {
    return open(request);
  }
  return engineAddresses.has(request.url) ? fromEngine(event, request.url) : fromPage(request);
}

addEventListener("install", (event) => event.waitUntil(keepPage()));
addEventListener("activate", (event) => event.waitUntil(forgetOtherVersions().then(() => clients.claim())));
addEventListener("message", (event) => {
  if (event.data === "take over") {
    skipWaiting();
  } else if (event.data === "keep the engine") {
    // It was loaded before anything was kept.
    event.waitUntil(Promise.all([...engineAddresses].map((url) => fromEngine(event, url))).catch(() => {}));
  }
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(ROOT)) {
    event.respondWith(answerFor(event).then(isolated));
  }
});
