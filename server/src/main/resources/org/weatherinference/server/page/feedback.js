/** What a visitor says of the answer that is shown. */

import { authorization, Problem, problemOfAnswer } from "./api.js";
import { base } from "./facts.js";
import { shrink } from "./shrink.js";
import { labelText, problemText, text } from "./texts.js";

/** Of a photo that a visitor gives: enough to learn from, and no more. */
const SHORT_SIDE = 768;

const element = (id) => document.getElementById(id);

/** The answer that is shown, and its file; null where that is not on this device. */
let shown = { answer: null, file: null };
let receipt = null;

/** Asks anew, about an answer. Where the page takes no feedback, this does nothing. */
export function offer({ answer, file }) {
  if (!element("wrong")) {
    return;
  }
  shown = { answer, file };
  element("wrong").open = false;
  askAgain();
  for (const button of element("wrong-form").querySelectorAll("button")) {
    // Where it was unsure, the same label may be right.
    button.hidden = button.value === answer.verdict;
  }
}

function askAgain() {
  receipt = null;
  element("wrong-form").hidden = false;
  element("wrong-thanks").hidden = true;
  element("wrong-problem").hidden = true;
  if (element("consent")) {
    element("consent").checked = false;
    element("consent-choice").hidden = !shown.file;
  }
}

async function say(label) {
  const withPhoto = shown.file && element("consent")?.checked;
  receipt = await send("POST", "/v1/feedback", withPhoto ? await form(label) : words(label));
  element("wrong-form").hidden = true;
  element("wrong-thanks").hidden = false;
  element("wrong-said").textContent = text(withPhoto ? "wrong.thanks.photo" : "wrong.thanks", { label: labelText(label) });
  element("wrong-said").focus();
}

function words(label) {
  return {
    body: JSON.stringify({ id: shown.answer.id, label }),
    headers: { "Content-Type": "application/json" },
  };
}

async function form(label) {
  const small = await shrink(shown.file, SHORT_SIDE);
  const body = new FormData();
  body.append("id", shown.answer.id);
  body.append("label", label);
  body.append("photo", small.blob, "photo");
  return { body };
}

async function takeBack() {
  await send("DELETE", `/v1/feedback/${receipt.id}`, { headers: { Authorization: `Token ${receipt.token}` } });
  askAgain();
  element("wrong").querySelector("summary").focus();
}

async function send(method, path, { body, headers }) {
  let answer;
  try {
    answer = await fetch(base + path, { method, body, headers: { ...authorization(), ...headers } });
  } catch {
    throw new Problem("offline", "");
  }
  if (!answer.ok) {
    throw await problemOfAnswer(answer);
  }
  return answer.json();
}

/** Does one thing at a time, and says what went wrong with it. */
async function attempt(work) {
  const buttons = element("wrong").querySelectorAll("button");
  const problem = element("wrong-problem");
  problem.hidden = true;
  buttons.forEach((button) => (button.disabled = true));
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof Problem)) {
      throw failure;
    }
    problem.textContent = problemText(failure.type);
    problem.hidden = false;
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

if (element("wrong")) {
  element("wrong-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => say(event.submitter.value));
  });
  element("take-back").addEventListener("click", () => attempt(takeBack));
}
