/** An operator's questions to the HTTP interface, each with the operator's key. */

import { Problem, problemOfAnswer } from "./api.js";
import { base } from "./facts.js";

const KEPT = "operator-key";

/** Keeps the key until the browser is closed. */
export function keepKey(key) {
  sessionStorage.setItem(KEPT, key);
}

export function forgetKey() {
  sessionStorage.removeItem(KEPT);
}

export function hasKey() {
  return sessionStorage.getItem(KEPT) !== null;
}

async function ask(method, path, { body, signal } = {}) {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(KEPT)}` };
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(base + path, { method, headers, signal, body: body && JSON.stringify(body) });
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : new Problem("offline", "");
  }
  if (!answer.ok) {
    throw await problemOfAnswer(answer);
  }
  return answer;
}

/** The JSON of an answer; rejects with a Problem. */
export async function call(method, path, body) {
  return (await ask(method, path, { body })).json();
}

/** A picture of an answer, as an address for an image element. */
export async function picture(path) {
  return URL.createObjectURL(await (await ask("GET", path)).blob());
}

/**
 * Server-sent events, told one by one, until the stream ends or `signal` says so. Not an EventSource, which can bring no
 * key along.
 */
export async function events(path, onEvent, signal) {
  const answer = await ask("GET", path, { signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const blocks = (rest + piece.value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/s)));
      if (fields.event) {
        onEvent(fields.event, JSON.parse(fields.data));
      }
    }
  }
}
