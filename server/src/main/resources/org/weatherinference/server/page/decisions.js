/**
 * Decisions on their way to the disk. Each is kept in the browser until the server has said that it is saved: neither a
 * killed browser nor a killed server loses one. They are sent one after the other, and told twice if need be: their ids
 * let the server take each once.
 */

import { base, facts } from "./facts.js";

const AGAIN_MILLIS = 2000;
const PATIENCE_MILLIS = 15_000;
const PREFIX = `weather-clean/${facts.dataset}/`;

const waiting = kept();
let count = 0;
let sending = false;
let told = { onState: () => {}, onRefused: () => {} };

// A browser may keep nothing, and says so by throwing; then decisions are only as safe as this page.
function storage(use) {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

/** What an earlier page, or another one that is open, has not got saved yet. */
function kept() {
  const keys = storage((store) => Object.keys(store)) ?? [];
  return keys
    .filter((key) => key.startsWith(PREFIX))
    .sort()
    .map((key) => ({ key, decision: JSON.parse(storage((store) => store.getItem(key)) ?? "null") }))
    .filter(({ decision }) => decision !== null);
}

/** The decisions that are not saved yet, in their order. */
export function unsaved() {
  return waiting.map(({ decision }) => decision);
}

/**
 * Begins to send.
 *
 * `onState` is told how many are not saved yet, and why not: null, or `{type, detail}` with the type "offline",
 * "unknown-browser", "another-dataset" or "failed". `onRefused` is told of a decision that cannot be saved since what
 * it is about has changed meanwhile, and why.
 */
export function start(listeners) {
  told = listeners;
  told.onState(waiting.length, null);
  send();
}

/** Has one more saved. */
export function save(decision) {
  const key = `${PREFIX}${String(Date.now()).padStart(15, "0")}-${String(count++).padStart(6, "0")}-${decision.id}`;
  storage((store) => store.setItem(key, JSON.stringify(decision)));
  waiting.push({ key, decision });
  told.onState(waiting.length, null);
  send();
}

async function send() {
  if (sending) {
    return;
  }
  sending = true;
  while (waiting.length > 0) {
    const { key, decision } = waiting[0];
    const problem = await ask(decision);
    if (problem && !isFinal(problem)) {
      told.onState(waiting.length, problem);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
      continue;
    }
    waiting.shift();
    storage((store) => store.removeItem(key));
    told.onState(waiting.length, null);
    if (problem) {
      await told.onRefused(decision, problem.detail);
    }
  }
  sending = false;
}

// To ask again would bring the same answer.
function isFinal({ type }) {
  return type === "changed-meanwhile" || type === "bad-request";
}

/** Null once it is saved. */
async function ask(decision) {
  try {
    const answer = await fetch(`${base}/clean/decisions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ dataset: facts.dataset, ...decision }),
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
    return answer.ok ? null : await problemOf(answer);
  } catch {
    return { type: "offline", detail: "" };
  }
}

async function problemOf(answer) {
  const { type, detail } = await answer.json();
  const known = ["unknown-browser", "another-dataset", "changed-meanwhile", "bad-request"].includes(type);
  return { type: known ? type : "failed", detail };
}
