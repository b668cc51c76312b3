/** One answer, with its photo and its reason. */

import { curl } from "./api.js";
import { base, drawing, facts } from "./facts.js";
import { offer } from "./feedback.js";
import { labelText, number, percent, text, verdictText } from "./texts.js";

const element = (id) => document.getElementById(id);
const bar = element("bar").content.firstElementChild;

let link = "";

/**
 * Fills the answer's section.
 *
 * `question` has `url`, or the `file`; `picture` is the address of a picture that shows the photo, or null;
 * `seconds` is the time from the question to its answer.
 */
export function fill({ question, answer, picture, seconds }) {
  const heat = answer.explanation;
  showPicture(element("answer-photo"), heat?.preview ?? picture);
  showPicture(element("answer-heat"), heat?.heatmap);
  element("heat-choice").hidden = !heat;
  element("answer-drawing").setAttribute("href", drawing(answer.verdict));
  element("verdict").textContent = verdictText(answer.verdict);
  element("because").textContent = because(answer);
  element("bars").replaceChildren(...Object.entries(answer.probabilities).map(barOf));
  element("took").textContent = text("answer.took.all", {
    seconds: number(seconds),
    millis: number(answer.millis.decode + answer.millis.classify),
  });
  if (element("curl")) {
    element("curl").textContent = curl(question);
  }
  link = question.url ? linkTo(question.url) : "";
  element("copy-link").hidden = !link;
  offer({ answer, file: question.file ?? null });
  element("announcement").textContent = said(answer);
}

/** Where the same answer is given to anybody. */
export function linkTo(url) {
  return `${location.origin}${base}/?model=${encodeURIComponent(facts.model)}&photo=${encodeURIComponent(url)}`;
}

/** The link to the answer that is shown; empty where its photo is on this device only. */
export function shownLink() {
  return link;
}

function showPicture(image, source) {
  image.hidden = !source;
  if (source) {
    image.src = source;
  } else {
    image.removeAttribute("src");
  }
}

/** What a verdict is to be taken for. */
function because({ verdict, label, confidence }) {
  const kind = { unsure: "answer.unsure", other: "answer.other" }[verdict] ?? "answer.sure";
  return text(kind, {
    percent: percent(confidence),
    threshold: percent(facts.threshold),
    label: labelText(label),
  });
}

function said({ verdict, confidence }) {
  return text("answer.said", { verdict: verdictText(verdict), percent: percent(confidence) });
}

function barOf([label, probability]) {
  const row = bar.cloneNode(true);
  const progress = row.querySelector("progress");
  row.querySelector(".bar-label").textContent = labelText(label);
  row.querySelector(".bar-percent").textContent = percent(probability);
  progress.value = probability;
  progress.setAttribute("aria-label", labelText(label));
  return row;
}
