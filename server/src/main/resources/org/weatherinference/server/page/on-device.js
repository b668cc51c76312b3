/** Answers by this device alone: what api.js is to a server. */

import { Problem } from "./api.js";
import { facts } from "./facts.js";

const MOST_BYTES = 20 * 1024 * 1024;
const PATIENCE_MILLIS = 20_000;

/** The promise of what answers; null before the first photo, and after a failure. */
let device = null;
/** Takes how far the loading has come. */
let tell = () => {};
let keeping = false;

/**
 * Answers about `{photo}`, a Blob, or `{url}`, the web address of a photo whose host lets other pages read it.
 *
 * Resolves to an answer; rejects with a Problem, or an AbortError once `signal` says so. `onStage` is told of "fetching",
 * of "loading" with the part of model and runtime that is there, and of "thinking".
 */
export async function ask({ photo, url }, { signal, explain = true, onStage = () => {} } = {}) {
  const file = photo ?? (await fetched(url, signal, onStage));
  onStage("thinking");
  tell = onStage;
  device ??= start();
  try {
    const answer = await (await device).classify(file, { explain: explain && facts.explains, signal });
    keepForOffline();
    return answer;
  } catch (failure) {
    throw failure.type ? new Problem(failure.type, failure.message) : failure;
  }
}

async function start() {
  try {
    const { createDevice } = await import("./device.js");
    return createDevice({ bundle: facts.device.bundle, runtime: facts.device.runtime, onProgress });
  } catch {
    device = null;
    throw new Problem("offline", "");
  }
}

// A host that packs what it sends does not tell how long that will be.
function onProgress({ loaded }) {
  const part = loaded / facts.device.bytes;
  tell(part < 1 ? "loading" : "thinking", part);
}

// On a first visit all may have been loaded before there was anything to keep it.
function keepForOffline() {
  if (!keeping) {
    keeping = true;
    navigator.serviceWorker?.ready.then(({ active }) => active.postMessage("keep the engine"));
  }
}

async function fetched(address, signal, onStage) {
  onStage("fetching");
  if (!isReadable(address)) {
    throw new Problem("url-refused", address);
  }
  const patience = AbortSignal.timeout(PATIENCE_MILLIS);
  try {
    const answer = await fetch(address, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    if (!answer.ok) {
      throw new Problem("url-unreachable", `${address}: ${answer.status}`);
    }
    if (Number(answer.headers.get("Content-Length")) > MOST_BYTES) {
      throw new Problem("photo-too-large", address);
    }
    return await answer.blob();
  } catch (failure) {
    signal?.throwIfAborted();
    if (failure instanceof Problem) {
      throw failure;
    }
    throw new Problem(patience.aborted ? "url-timeout" : "url-unreachable", address);
  }
}

// The page's policy allows no more.
function isReadable(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && (url.protocol === "https:" || url.origin === location.origin);
}
