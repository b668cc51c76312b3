// Makes photos small before they are uploaded, beside the page where the browser can.
import { reencode } from "./shrink-worker.js";
import { turns } from "./turns.js";

/** One for all photos, started with the page so that the first one need not wait. */
const worker = startWorker();
const inTurn = turns();

/**
 * @param {Blob} file as the visitor gave it
 * @param {number} shortSide of the network's input, in pixels
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<{blob: Blob, preview: Blob | null, shrunk: boolean}>} what to upload; what an image element can show,
 *     null where the browser cannot read the file; whether it was encoded anew. Rejects only when given up.
 */
export function shrink(file, shortSide, { signal } = {}) {
  return inTurn(() => reencodeAside(file, shortSide), signal).then(({ blob, readable }) => {
    const small = blob ?? file;
    return { blob: small, preview: readable ? small : null, shrunk: blob !== null };
  });
}

function startWorker() {
  if (!globalThis.Worker || !globalThis.OffscreenCanvas?.prototype.convertToBlob) {
    return null;
  }
  try {
    const started = new Worker(new URL("./shrink-worker.js", import.meta.url), { type: "module" });
    const broken = new Promise((resolve) => started.addEventListener("error", () => resolve(null)));
    return { started, broken };
  } catch {
    return null;
  }
}

async function reencodeAside(file, shortSide) {
  return (worker && (await ask(worker, file, shortSide))) ?? reencode(file, shortSide);
}

/** Null when the worker is broken. */
function ask({ started, broken }, file, shortSide) {
  const answer = new Promise((resolve) => {
    started.onmessage = ({ data }) => resolve(data);
  });
  started.postMessage({ file, shortSide });
  return Promise.race([answer, broken]);
}
