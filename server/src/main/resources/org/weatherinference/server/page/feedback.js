/** What a visitor says of the answer that is shown. */

import { authorization, Problem, problemOfAnswer } from "./api.js";
import { base } from "./facts.js";
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
  element("wrong-said").textContent = "";
  setDisabled(false);
  element("wrong-form").hidden = false;
  element("wrong-thanks").hidden = true;
  element("wrong-problem").hidden = true;
  if (element("consent")) {
    element("consent").checked = false;
    element("consent-choice").hidden = !shown.file;
  }
}

async function say(label) {
  const { answer, file } = shown;
  const withPhoto = file && element("consent")?.checked;
  const said = await send("POST", "/v1/feedback", withPhoto ? await form(answer, label, file) : words(answer, label));
  if (shown.answer !== answer) {
    // Another is shown by now, of which nothing was said yet.
    return;
  }
  receipt = said;
  element("wrong-form").hidden = true;
  element("wrong-thanks").hidden = false;
  element("wrong-said").textContent = text(withPhoto ? "wrong.thanks.photo" : "wrong.thanks", { label: labelText(label) });
  element("wrong-said").focus();
}

function words(answer, label) {
  return {
    body: JSON.stringify({ id: answer.id, label }),
    headers: { "Content-Type": "application/json" },
  };
}

async function form(answer, label, file) {
  const { shrink } = await import("./shrink.js");
  const small = await shrink(file, SHORT_SIDE);
  const body = new FormData();
  body.append("id", answer.id);
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
  const { answer } = shown;
  const problem = element("wrong-problem");
  problem.hidden = true;
  setDisabled(true);
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof Problem)) {
      throw failure;
    }
    problem.textContent = problemText(failure.type);
    problem.hidden = shown.answer !== answer;
  } finally {
    if (shown.answer === answer) {
      setDisabled(false);
    }
  }
}

function setDisabled(disabled) {
  for (const button of element("wrong").querySelectorAll("button")) {
    button.disabled = disabled;
  }
}

if (element("wrong")) {
  element("wrong-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => say(event.submitter.value));
  });
  element("take-back").addEventListener("click", () => attempt(takeBack));
}
