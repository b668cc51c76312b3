/** Answers in the visitor's own browser, by the very bundle that a server would use: no photo leaves the device. */

import { turns } from "./turns.js";

/** More threads than this do not make so small a network quicker. */
const MOST_THREADS = 4;
/** After such a problem the next photo finds a fresh start. */
const NOT_THE_PHOTOS_FAULT = ["offline", "internal"];

/**
 * What answers on this device. Nothing is loaded before the first photo, and a load that failed is tried again with the
 * next one. It needs module workers, OffscreenCanvas and WebAssembly with SIMD: Chrome 91, Firefox 114, Safari 16.4 or
 * later.
 *
 * @param {object} options
 * @param {string | URL} options.bundle folder that holds `bundle.json` and `model.onnx`, with the page's own address as
 *     base
 * @param {string | URL} options.runtime folder that holds ONNX Runtime Web's `ort.wasm.bundle.min.js` and
 *     `ort-wasm-simd-threaded.wasm`
 * @param {number} [options.threads] of the network; only a page that is isolated from other origins gets more than one
 * @param {(progress: {loaded: number, total: number}) => void} [options.onProgress] told of the bytes that are there and
 *     of all that are needed, network and runtime together; `total` is 0 where the host does not tell
 * @returns {{classify: (photo: Blob, options?: {explain?: boolean, signal?: AbortSignal}) => Promise<object>}} `classify`
 *     resolves to an answer in the words of `POST /v1/classify`; it rejects with an Error that has the `type`, `title`,
 *     `status` and `detail` of a problem, or with the signal's reason once that says so. Photos take turns.
 */
export function createDevice({ bundle, runtime, threads = usualThreads(), onProgress = () => {} }) {
  const settings = { bundle: folder(bundle), runtime: folder(runtime), threads };
  const inTurn = turns();
  let worker = null;

  async function ask(photo, explain) {
    worker ??= new Worker(new URL("./device-worker.js", import.meta.url), { type: "module" });
    try {
      return await answer(worker, { settings, photo, explain }, onProgress);
    } catch (problem) {
      if (NOT_THE_PHOTOS_FAULT.includes(problem.type)) {
        worker.terminate();
        worker = null;
      }
      throw problem;
    }
  }

  return { classify: (photo, { explain = false, signal } = {}) => inTurn(() => ask(photo, explain), signal) };
}

function usualThreads() {
  return globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1;
}

function folder(url) {
  return new URL(String(url).replace(/\/?$/, "/"), document.baseURI).href;
}

function answer(worker, question, onProgress) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { progress, problem, answer } }) => {
      if (progress) {
        onProgress(progress);
      } else if (problem) {
        reject(failure(problem));
      } else {
        resolve(answer);
      }
    };
    worker.onerror = ({ message }) => reject(brokenWorker(message));
    worker.postMessage(question);
  });
}

function failure(problem) {
  return Object.assign(new Error(problem.detail), problem);
}

/** A worker whose script could not be fetched has no message to give. */
function brokenWorker(message) {
  return message
    ? failure({ type: "internal", title: "The program failed", status: 500, detail: message })
    : failure({ type: "offline", title: "The network could not be loaded", status: 503, detail: "device-worker.js" });
}
