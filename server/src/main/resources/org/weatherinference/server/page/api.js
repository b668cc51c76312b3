/** Questions to the server: the same HTTP interface that is open to everybody. */

import { base, facts } from "./facts.js";

const MOST_TURNS = 4;
const LONGEST_WAIT = 90;

/** Why there is no answer. */
export class Problem extends Error {
  /** `type` as the API names it, or `offline`; `retryAfter` in seconds where trying again helps. */
  constructor(type, detail, retryAfter) {
    super(detail);
    this.type = type;
    this.retryAfter = retryAfter;
  }
}

/** Keeps the visitor's key until the browser is closed. */
export function keep(key) {
  sessionStorage.setItem("key", key);
}

/** Who asks: a visitor with a key, or the page itself. */
export function authorization() {
  const key = sessionStorage.getItem("key");
  if (key) {
    return { Authorization: `Bearer ${key}` };
  }
  return facts.ticket ? { Authorization: `Page ${facts.ticket}` } : {};
}

/** Where to ask. */
export function address(explain) {
  return `${base}/v1/classify?model=${encodeURIComponent(facts.model)}${explain && facts.explains ? "&explain=true" : ""}`;
}

/**
 * Asks about `{photo}`, a Blob, or `{url}`, a web address, and waits and asks again where the server is busy.
 *
 * Resolves to an answer; rejects with a Problem, or an AbortError once `signal` says so. `onStage` is told of
 * "sending" with the part that is sent, "thinking", and "waiting" with the seconds that are left.
 */
export async function ask(question, { signal, explain = true, onStage = () => {} } = {}) {
  for (let turn = 1; ; turn++) {
    try {
      return await send(question, explain, signal, onStage);
    } catch (problem) {
      if (!(problem.retryAfter <= LONGEST_WAIT) || turn === MOST_TURNS) {
        throw problem;
      }
      await wait(problem.retryAfter, signal, onStage);
    }
  }
}

// Not fetch(), which does not tell how much of a body is sent.
function send({ photo, url }, explain, signal, onStage) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open("POST", address(explain));
    request.responseType = "json";
    request.upload.onprogress = (event) => onStage("sending", event.loaded / event.total);
    request.upload.onload = () => onStage("thinking");
    request.onload = () => {
      if (request.status === 200 && request.response) {
        resolve(request.response);
      } else {
        reject(problemOf(request));
      }
    };
    request.onerror = () => reject(new Problem("offline", ""));
    request.onabort = () => reject(new DOMException("given up", "AbortError"));
    request.onloadend = () => signal?.removeEventListener("abort", abort);
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) {
      reject(new DOMException("given up", "AbortError"));
      return;
    }
    onStage("sending", 0);
    for (const [name, value] of Object.entries(authorization())) {
      request.setRequestHeader(name, value);
    }
    request.setRequestHeader("Content-Type", photo ? typeOf(photo) : "application/json");
    request.send(photo ?? JSON.stringify({ url }));
  });
}

function typeOf(photo) {
  return photo.type.startsWith("image/") ? photo.type : "application/octet-stream";
}

function problemOf(request) {
  return problem(request.response, request.status, request.getResponseHeader("Retry-After"));
}

/** Why an answer of `fetch()` is none. */
export async function problemOfAnswer(answer) {
  const json = await answer.json().catch(() => null);
  return problem(json, answer.status, answer.headers.get("Retry-After"));
}

// Something between the server and us may answer in its place, in words of its own.
function problem(json, status, retryAfter) {
  const { type = "internal", detail = String(status) } = json ?? {};
  return new Problem(type, detail, Number(retryAfter) || undefined);
}

async function wait(seconds, signal, onStage) {
  for (let left = seconds; left > 0; left--) {
    onStage("waiting", left);
    await new Promise((resolve, reject) => {
      const abort = () => {
        clearTimeout(timer);
        reject(new DOMException("given up", "AbortError"));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", abort);
        resolve();
      }, 1000);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }
}

/** The same question for a command line. */
export function curl({ file, url }) {
  const where = quoted(location.origin + address(false));
  const who = facts.ticket || facts.asksForKey ? `-H "Authorization: Bearer $KEY" ` : "";
  return url
    ? `curl ${who}-H 'Content-Type: application/json' -d ${quoted(JSON.stringify({ url }))} ${where}`
    : `curl ${who}-F photo=@${quoted(file.name)} ${where}`;
}

function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
