/** The way of a photo over the page: chosen, looked at, answered. */

import * as answers from "./answer.js";
import { keep, Problem } from "./api.js";
import { ask, firstStage, prepare } from "./asking.js";
import * as camera from "./camera.js";
import { base, facts } from "./facts.js";
import { askAll } from "./several.js";
import { problemText, share, text } from "./texts.js";

const STEPS = { choose: 0, look: 1, answer: 2, several: 2, problem: 2 };

const element = (id) => document.getElementById(id);

/** Of what is under way; a new question ends it. */
let underWay = new AbortController();
/** The picture of the photo that is asked about. */
let picture = null;
/** Asks the last question again. */
let again = () => {};

function show(section) {
  for (const id of Object.keys(STEPS)) {
    element(id).hidden = id !== section;
  }
  [...element("steps").children].forEach((step, index) => {
    if (index === STEPS[section]) {
      step.setAttribute("aria-current", "step");
    } else {
      step.removeAttribute("aria-current");
    }
  });
  element(section).querySelector("[tabindex='-1']").focus({ preventScroll: true });
  element("steps").scrollIntoView({ block: "nearest" });
}

/** Ends what is under way, and shows that something new is. */
function begin(stage) {
  underWay.abort();
  underWay = new AbortController();
  element("announcement").textContent = "";
  element("back").hidden = true;
  setPicture(null);
  onStage(stage);
  show("look");
  return underWay.signal;
}

function setPicture(blob) {
  URL.revokeObjectURL(picture);
  picture = blob ? URL.createObjectURL(blob) : null;
  element("look-photo").hidden = !picture;
  element("look-photo").src = picture ?? "";
}

function onStage(stage, value) {
  const progress = element("look-progress");
  element("look-status").textContent = text(`look.${stage}`, { seconds: value, percent: share(value ?? 0) });
  if ((stage === "sending" || stage === "loading") && value < 1) {
    progress.value = value;
  } else {
    progress.removeAttribute("value");
  }
}

/** Puts `work` between question and answer, and says what went wrong with it. */
async function answered(stage, question, work) {
  again = () => answered(stage, question, work);
  const begun = performance.now();
  const signal = begin(stage);
  try {
    const answer = await work(signal);
    answers.fill({ question, answer, picture, seconds: (performance.now() - begun) / 1000 });
    show("answer");
  } catch (problem) {
    if (problem instanceof Problem) {
      tell(problem);
    } else if (problem.name !== "AbortError") {
      throw problem;
    }
  }
}

function tell(problem) {
  element("problem-text").textContent = problemText(problem.type);
  element("problem-detail").textContent = problem.message;
  element("problem-more").hidden = !problem.message;
  element("key-form").hidden = problem.type !== "no-key";
  element("retry").hidden = !(problem.type === "offline" || problem.retryAfter);
  show("problem");
}

function askPhoto(file) {
  return answered(firstStage, { file }, async (signal) => {
    const small = await prepare(file, { signal });
    setPicture(small.preview);
    return ask({ photo: small.blob }, { signal, onStage });
  });
}

function askUrl(url) {
  remember(url);
  return answered("fetching", { url }, (signal) => ask({ url }, { signal, onStage: stageOfUrl }));
}

// Where a server answers, the photo is not sent but fetched, by it.
function stageOfUrl(stage, value) {
  onStage(stage === "waiting" || facts.device ? stage : "fetching", value);
}

async function askSample(button) {
  again = () => askSample(button);
  const name = `${button.value}.jpg`;
  let photo;
  try {
    photo = await (await fetch(button.querySelector("img").src)).blob();
  } catch {
    tell(new Problem("offline", ""));
    return;
  }
  askPhoto(new File([photo], name, { type: photo.type }));
}

async function askSeveral(files) {
  underWay.abort();
  underWay = new AbortController();
  show("several");
  await askAll(files, {
    signal: underWay.signal,
    onOpen: (chosen) => {
      answers.fill(chosen);
      show("answer");
      element("back").hidden = false;
    },
  });
}

function askFiles(list) {
  const files = [...list];
  if (files.length === 0) {
    return;
  }
  remember("");
  if (files.length === 1) {
    askPhoto(files[0]);
  } else {
    askSeveral(files);
  }
}

/**
 * Makes the way back lead to where the photo is chosen, and the address a link to the answer where it can be one. One
 * entry of the browser's history is ours, however many questions there are.
 */
function remember(url) {
  if (history.state?.asked) {
    history.replaceState({ asked: true }, "", addressWith(url));
  } else if (!url || url !== photoOfAddress()) {
    history.pushState({ asked: true }, "", addressWith(url));
  }
}

function leave() {
  history.replaceState(history.state, "", addressWith(""));
  choose();
}

function addressWith(url) {
  const query = new URLSearchParams(location.search);
  query.delete("photo");
  if (url) {
    query.set("photo", url);
  }
  return `${location.pathname}${query.size ? `?${query}` : ""}`;
}

function photoOfAddress() {
  return new URLSearchParams(location.search).get("photo") ?? "";
}

function choose() {
  underWay.abort();
  element("photo-form").reset();
  element("capture").value = "";
  show("choose");
}

function askAddress() {
  const url = photoOfAddress();
  if (url) {
    element("url").value = url;
    askUrl(url);
  } else {
    choose();
  }
}

async function copy(words, button) {
  const label = button.querySelector("span:last-child");
  label.dataset.words ??= label.textContent;
  try {
    await navigator.clipboard.writeText(words);
    label.textContent = text("copy.done");
  } catch {
    label.textContent = text("copy.failed");
  }
  element("announcement").textContent = label.textContent;
  setTimeout(() => {
    label.textContent = label.dataset.words;
  }, 3000);
}

function embedSnippet() {
  const address = `${location.origin}${base}/embed?model=${encodeURIComponent(facts.model)}&theme=light`;
  return (
    `<iframe src="${address.replaceAll("&", "&amp;")}" title="Weather Inference"` +
    ' width="100%" height="720" loading="lazy" allow="camera; clipboard-write"></iframe>'
  );
}

function wireWaysIn() {
  for (const id of ["photo", "capture"]) {
    element(id).addEventListener("change", (event) => askFiles(event.target.files));
  }
  element("camera-button").addEventListener("click", () => {
    if (camera.hasLiveView()) {
      camera.open((photo) => askFiles([photo]));
    } else {
      element("capture").click();
    }
  });
  element("url-form").addEventListener("submit", (event) => {
    event.preventDefault();
    askUrl(element("url").value.trim());
  });
  element("samples-form").addEventListener("submit", (event) => {
    event.preventDefault();
    remember("");
    askSample(event.submitter);
  });
  element("photo-form").addEventListener("submit", (event) => event.preventDefault());
  element("model")?.addEventListener("change", () => element("model-form").requestSubmit());
}

/** Files, or the address of a picture dragged or copied out of another page. */
function take(data) {
  if (data.files.length > 0) {
    askFiles(data.files);
    return true;
  }
  const url = (data.getData("text/uri-list") || data.getData("text/plain")).trim();
  if (/^https?:\/\/\S+$/i.test(url)) {
    element("url").value = url;
    askUrl(url);
    return true;
  }
  return false;
}

function wireDropAndPaste() {
  const drop = element("drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    drop.hidden = event.relatedTarget === null;
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.hidden = true;
    take(event.dataTransfer);
  });
  document.addEventListener("paste", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.clipboardData.files.length === 0;
    if (!typing && take(event.clipboardData)) {
      event.preventDefault();
    }
  });
}

function wireTheRest() {
  element("look-photo").addEventListener("error", (event) => {
    event.currentTarget.hidden = true;
  });
  element("cancel").addEventListener("click", leave);
  element("stop").addEventListener("click", () => underWay.abort());
  element("retry").addEventListener("click", () => again());
  element("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    keep(element("key").value.trim());
    again();
  });
  element("back").addEventListener("click", () => show("several"));
  for (const id of ["again", "several-again", "problem-again"]) {
    element(id).addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
  }
  element("copy-link").addEventListener("click", (event) => copy(answers.shownLink(), event.currentTarget));
  element("copy-curl")?.addEventListener("click", (event) => copy(element("curl").textContent, event.currentTarget));
  const snippet = element("embed-snippet");
  if (snippet) {
    snippet.textContent = embedSnippet();
    element("copy-embed").addEventListener("click", (event) => copy(snippet.textContent, event.currentTarget));
  }
  window.addEventListener("popstate", askAddress);
  const tellOffline = () => {
    element("offline").hidden = navigator.onLine;
  };
  window.addEventListener("offline", tellOffline);
  window.addEventListener("online", tellOffline);
  tellOffline();
}

wireWaysIn();
wireDropAndPaste();
wireTheRest();
element("main").inert = false;
if (photoOfAddress()) {
  askAddress();
} else {
  // Somebody may have been quicker than the scripts.
  askFiles(element("photo").files);
}
