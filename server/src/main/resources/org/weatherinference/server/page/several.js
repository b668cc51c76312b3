/** Several photos at once: a tile each, a summary, and a table to take home. */

import { Problem } from "./api.js";
import { ask, prepare } from "./asking.js";
import { drawing, facts } from "./facts.js";
import { labelText, percent, problemText, share, text } from "./texts.js";

const AT_ONCE = 2;

const element = (id) => document.getElementById(id);
const tile = element("tile").content.firstElementChild;

/**
 * Asks about files, and shows each answer as it comes. Resolves when all are done, or `signal` said to stop.
 *
 * `onOpen` is told of an answer that somebody wants to see whole: `{question, answer, picture, seconds}`.
 */
export async function askAll(files, { signal, onOpen }) {
  const photos = files.map((file) => ({ file, tile: tileOf(file), outcome: null }));
  element("tiles").replaceChildren(...photos.map((photo) => photo.tile));
  element("csv").hidden = true;
  element("stop").hidden = false;
  tell(photos);
  const rest = photos.values();
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(rest, photos, signal, onOpen)));
  element("stop").hidden = true;
  offerTable(photos);
}

async function work(rest, photos, signal, onOpen) {
  for (const photo of rest) {
    if (signal.aborted) {
      photo.tile.querySelector(".tile-verdict").textContent = text("several.stopped");
      continue;
    }
    const begun = performance.now();
    try {
      const small = await prepare(photo.file, { signal });
      const picture = small.preview ? URL.createObjectURL(small.preview) : null;
      showPicture(photo.tile, picture);
      const answer = await ask({ photo: small.blob }, { signal, onStage: tellOfLoading });
      photo.outcome = { answer };
      const seconds = (performance.now() - begun) / 1000;
      showAnswer(photo, () => onOpen({ question: { file: photo.file }, answer, picture, seconds }));
    } catch (problem) {
      if (problem instanceof Problem) {
        photo.outcome = { problem };
        showProblem(photo);
      } else if (problem.name !== "AbortError") {
        throw problem;
      }
    }
    tell(photos);
  }
}

// All wait for the same model, and tiles have no room to say how far it has come.
function tellOfLoading(stage, value) {
  if (stage === "loading") {
    element("several-status").textContent = text("look.loading", { percent: share(value) });
  }
}

function tileOf(file) {
  const copy = tile.cloneNode(true);
  copy.querySelector(".tile-name").textContent = file.name;
  copy.querySelector(".tile-verdict").textContent = text("several.waiting");
  copy.querySelector("use").setAttribute("href", drawing("empty"));
  const image = copy.querySelector(".tile-image");
  image.hidden = true;
  image.addEventListener("error", () => {
    image.hidden = true;
  });
  return copy;
}

function showPicture(copy, picture) {
  const image = copy.querySelector(".tile-image");
  image.hidden = !picture;
  if (picture) {
    image.src = picture;
  }
}

function showAnswer({ tile: copy, file, outcome }, open) {
  const { verdict, confidence } = outcome.answer;
  copy.querySelector("use").setAttribute("href", drawing(verdict));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tile-open";
  button.textContent = `${labelText(verdict)}, ${percent(confidence)}`;
  button.title = text("several.open", { photo: file.name });
  button.addEventListener("click", open);
  copy.querySelector(".tile-verdict").replaceChildren(button);
}

function showProblem({ tile: copy, outcome }) {
  copy.querySelector("use").setAttribute("href", drawing("problem"));
  copy.querySelector(".tile-verdict").textContent = "";
  copy.querySelector(".tile-reason").textContent = problemText(outcome.problem.type);
}

function tell(photos) {
  const done = photos.filter((photo) => photo.outcome).length;
  const all = photos.length;
  element("several-progress").value = done / all;
  element("several-progress").hidden = done === all;
  element("several-status").textContent = text(done < all ? "several.progress" : "several.done", { done, all });
  element("summary").replaceChildren(...summary(photos));
}

function summary(photos) {
  const counts = new Map();
  for (const { outcome } of photos) {
    if (outcome?.answer) {
      counts.set(outcome.answer.verdict, (counts.get(outcome.answer.verdict) ?? 0) + 1);
    }
  }
  const tags = [...counts].map(([verdict, count]) => tag(`${count} × ${labelText(verdict)}`));
  const failed = photos.filter((photo) => photo.outcome?.problem).length;
  return failed ? [...tags, tag(text("several.failed", { count: failed }))] : tags;
}

function tag(words) {
  const item = document.createElement("li");
  item.className = "tag is-medium";
  item.textContent = words;
  return item;
}

function offerTable(photos) {
  const link = element("csv");
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([table(photos)], { type: "text/csv" }));
  link.hidden = !photos.some((photo) => photo.outcome);
}

/** In the columns of the command `weather classify --format csv`. */
function table(photos) {
  const rows = photos
    .filter((photo) => photo.outcome)
    .map(({ file, outcome: { answer, problem } }) =>
      answer
        ? [
            file.name,
            answer.verdict,
            answer.label,
            answer.confidence,
            ...facts.labels.map((label) => answer.probabilities[label]),
            answer.model,
            answer.applied.join(" "),
            "",
            "",
          ]
        : [file.name, "", "", "", ...facts.labels.map(() => ""), "", "", problem.type, problem.message],
    );
  const head = ["photo", "verdict", "label", "confidence", ...facts.labels, "model", "applied", "error", "detail"];
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

// What a spreadsheet would take for a formula gets an apostrophe in front.
function cell(value) {
  const word = typeof value === "string" && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word;
}
