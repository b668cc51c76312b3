/** Doubted labels one after the other, and near-duplicates side by side: seen, decided, saved. */

import { save, start, unsaved } from "./decisions.js";
import { base, facts } from "./facts.js";
import { labelText, percent, text } from "./texts.js";

const REJECTED = "rejected";
const AHEAD = 16;
const MOST_IMAGES = 60;
const TROUBLES = {
  offline: "clean.trouble.offline",
  "unknown-browser": "clean.trouble.restarted",
  "another-dataset": "clean.trouble.other",
  failed: "clean.trouble.failed",
};

const element = (id) => document.getElementById(id);
const copyOf = (id) => element(id).content.firstElementChild.cloneNode(true);

/** By their numbers: `{number, path, label, was, source, probabilities}`, `was` as recorded at the sitting's beginning. */
let photos = [];
let byPath = new Map();
/** Numbers of photos. */
let doubts = [];
/** Lists of numbers. */
let groups = [];
/** Decisions that stand, in their order: `{id, question, changes: [{path, from, to}], earlier}`. */
let decisions = [];
/** Those of this sitting, by question and path, the last last. */
let byQuestion = { label: new Map(), duplicates: new Map() };

let view = "doubts";
const position = { doubts: 0, duplicates: 0 };
let filter = "";
let keysOn = keptKeysOn();

// What there is to look at.

async function load() {
  const answer = await fetch(`${base}/clean/deck`);
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const deck = await answer.json();
  photos = deck.photos.map((photo, number) => ({ ...photo, number, was: photo.label }));
  byPath = new Map(photos.map((photo) => [photo.path, photo]));
  doubts = deck.doubts;
  groups = deck.groups;
  decisions = deck.decisions;
  for (const { earlier, changes } of [...decisions].reverse()) {
    if (!earlier) {
      changes.forEach(({ path, from }) => alter(path, { was: from }));
    }
  }
  byQuestion = { label: new Map(), duplicates: new Map() };
  decisions.forEach(remember);
  unsaved().forEach(applyUnsaved);
  fillFilter();
}

/** What the server does not know yet; what it does not know that it knows is there already. */
function applyUnsaved(decision) {
  if (decision.undoes) {
    takeBack(decision.undoes);
  } else if (!decisions.some(({ id }) => id === decision.id)) {
    apply(decision);
  }
}

function remember(decision) {
  if (!decision.earlier) {
    const known = byQuestion[decision.question];
    decision.changes.forEach(({ path }) => known.set(path, [...(known.get(path) ?? []), decision]));
  }
}

function forget(decision) {
  const known = byQuestion[decision.question];
  decision.changes.forEach(({ path }) => known.set(path, (known.get(path) ?? []).filter((other) => other !== decision)));
}

function apply(decision) {
  decision.changes.forEach(({ path, to }) => alter(path, { label: to }));
  decisions.push(decision);
  remember(decision);
}

function takeBack(id) {
  const index = decisions.findIndex((decision) => decision.id === id);
  if (index < 0) {
    return;
  }
  const [decision] = decisions.splice(index, 1);
  forget(decision);
  decision.changes.forEach(({ path, from }) => alter(path, { label: from }));
}

function alter(path, fields) {
  Object.assign(byPath.get(path) ?? {}, fields);
}

/** The numbers, or lists of numbers, that are gone through now. */
function list() {
  if (view === "duplicates") {
    return groups;
  }
  return filter ? doubts.filter((number) => photos[number].was === filter) : doubts;
}

function decisionOn({ path }) {
  return byQuestion.label.get(path)?.at(-1);
}

function isSettled(item) {
  if (Array.isArray(item)) {
    return item.filter((number) => photos[number].label !== REJECTED).length < 2 || Boolean(decisionOnGroup(item));
  }
  return photos[item].label === REJECTED || Boolean(decisionOn(photos[item]));
}

function decisionOnGroup(group) {
  const paths = group.map((number) => photos[number].path);
  return (byQuestion.duplicates.get(paths[0]) ?? []).findLast(({ changes }) =>
    paths.every((path) => changes.some((change) => change.path === path)),
  );
}

// Deciding.

/** A photo that could not be shown is at most rejected: nobody knows of what they did not see that it is right. */
function decide(question, changes, announcement) {
  const sightless = changes.some(({ path, to }) => to !== REJECTED && failed.has(byPath.get(path).number));
  if (sightless) {
    element("unseen").hidden = false;
    return;
  }
  const decision = { id: crypto.randomUUID(), question, changes };
  apply(decision);
  save(decision);
  goToNextOpen();
  show(announcement);
}

function keep() {
  if (view === "duplicates") {
    decideGroup(() => true, text("clean.said.all"));
  } else {
    const photo = currentPhoto();
    if (photo && photo.label !== REJECTED) {
      relabel(photo.label);
    }
  }
}

function relabel(label) {
  const photo = currentPhoto();
  if (photo) {
    decide("label", [{ path: photo.path, from: photo.label, to: label }], said(photo.label, label));
  }
}

function said(from, to) {
  if (to === REJECTED) {
    return text("clean.said.rejected");
  }
  return from === to ? text("clean.said.kept") : text("clean.said.label", { label: labelText(to) });
}

function stay(index) {
  const group = list()[position.duplicates];
  if (group && index < group.length) {
    decideGroup((number) => number === group[index], text("clean.said.one", { number: index + 1 }));
  }
}

function decideGroup(stays, announcement) {
  const group = list()[position.duplicates];
  if (group) {
    const changes = group.map((number) => {
      const { path, label } = photos[number];
      return { path, from: label, to: stays(number) ? label : REJECTED };
    });
    decide("duplicates", changes, announcement);
  }
}

async function undo() {
  const last = decisions.at(-1);
  if (!last) {
    return;
  }
  takeBack(last.id);
  save({ id: crypto.randomUUID(), undoes: last.id });
  if (!last.changes.every(({ path }) => byPath.has(path))) {
    // It is of an earlier sitting: the server brings its photos back.
    await saved();
    await load();
  }
  goTo(last);
  show(text("clean.said.undone"));
}

async function saved() {
  while (unsaved().length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Moving.

function goTo({ question, changes }) {
  const number = byPath.get(changes[0].path)?.number;
  view = question === "label" ? "doubts" : "duplicates";
  if (view === "doubts" && !list().includes(number)) {
    filter = "";
    element("filter").value = "";
  }
  const index = list().findIndex((item) => (Array.isArray(item) ? item.includes(number) : item === number));
  position[view] = Math.max(0, index);
}

function goToNextOpen() {
  const items = list();
  for (let step = 1; step <= items.length; step++) {
    const index = (position[view] + step) % items.length;
    if (!isSettled(items[index])) {
      position[view] = index;
      return;
    }
  }
}

function move(step) {
  position[view] = Math.min(Math.max(position[view] + step, 0), Math.max(0, list().length - 1));
  show("");
}

function change(to) {
  view = to;
  if (list().length > 0 && isSettled(list()[position[view]])) {
    goToNextOpen();
  }
  show("");
}

function currentPhoto() {
  return view === "doubts" ? photos[list()[position.doubts]] : undefined;
}

// Showing.

const images = new Map();
/** Numbers of photos that could not be shown when they were last asked for. */
const failed = new Set();

/** The same element for the same photo, so that one that was looked at ahead is there at once. */
function image(number) {
  const known = images.get(number);
  images.delete(number);
  const shown = known ?? newImage(number);
  images.set(number, shown);
  if (images.size > MOST_IMAGES) {
    images.delete(images.keys().next().value);
  }
  return shown;
}

function newImage(number) {
  const shown = new Image();
  shown.alt = text("clean.photo", { path: photos[number].path });
  shown.src = `${base}/clean/photos/${facts.sitting}/${number}`;
  // What failed while the server was away is asked for again when it is needed.
  shown.addEventListener("error", () => {
    images.delete(number);
    failed.add(number);
  });
  shown.addEventListener("load", () => failed.delete(number));
  return shown;
}

function lookAhead() {
  const items = list().slice(position[view] + 1, position[view] + 1 + AHEAD);
  items.flat().slice(0, AHEAD).forEach(image);
}

function show(announcement) {
  const items = list();
  const open = items.length > 0;
  element("doubts").hidden = view !== "doubts" || !open;
  element("duplicates").hidden = view !== "duplicates" || !open;
  element("actions").hidden = !open;
  element("empty").hidden = open;
  element("unseen").hidden = true;
  element("labels").hidden = view !== "doubts";
  element("reject").hidden = view !== "doubts";
  element("filter-field").hidden = view !== "doubts";
  element("keep-text").textContent = text(view === "doubts" ? "clean.keep" : "clean.stay.all");
  element("undo").disabled = decisions.length === 0;
  element("show-doubts").setAttribute("aria-pressed", String(view === "doubts"));
  element("show-duplicates").setAttribute("aria-pressed", String(view === "duplicates"));
  element("doubts-count").textContent = `${text("clean.doubts")} (${doubts.length})`;
  element("duplicates-count").textContent = `${text("clean.duplicates")} (${groups.length})`;
  showProgress(items);
  if (open && view === "doubts") {
    showPhoto(photos[items[position.doubts]]);
  } else if (open) {
    showGroup(items[position.duplicates]);
  }
  element("announcement").textContent = [announcement, open ? summary() : ""].join(" ").trim();
  lookAhead();
}

function showProgress(items) {
  const done = items.filter(isSettled).length;
  element("progress").value = items.length === 0 ? 1 : done / items.length;
  element("progress-text").textContent = text("clean.progress", { done, all: items.length });
  element("done").hidden = items.length === 0 || done < items.length;
}

function summary() {
  return element(view === "doubts" ? "card-title" : "group-title").textContent;
}

function showPhoto(photo) {
  element("photo").replaceChildren(image(photo.number));
  element("path").textContent = photo.source && photo.source !== "unknown" ? `${photo.path} · ${photo.source}` : photo.path;
  element("card-title").textContent = text("clean.recorded", { label: labelText(photo.was) });
  element("says").textContent = opinion(photo);
  showState(element("state"), decisionOn(photo), photo);
  const probabilities = Object.entries(photo.probabilities ?? {}).sort(([, one], [, other]) => other - one);
  element("bars").replaceChildren(...probabilities.map(([label, probability]) => bar(label, probability)));
  for (const button of element("labels").children) {
    button.classList.toggle("is-current", button.dataset.label === photo.label);
    button.setAttribute("aria-pressed", String(button.dataset.label === photo.label));
  }
}

function opinion({ probabilities, was }) {
  if (!probabilities) {
    return "";
  }
  const [label, probability] = Object.entries(probabilities).reduce((one, other) => (other[1] > one[1] ? other : one));
  const key = label === was ? "clean.agrees" : "clean.says";
  return text(key, { label: labelText(label), percent: percent(probability) });
}

function showState(tag, decision, photo) {
  const to = photo.label;
  tag.hidden = !decision && to !== REJECTED;
  if (!tag.hidden) {
    tag.textContent = said(decision?.changes.find(({ path }) => path === photo.path)?.from ?? photo.was, to);
  }
}

function bar(label, probability) {
  const copy = copyOf("bar");
  copy.querySelector(".bar-label").textContent = labelText(label);
  copy.querySelector("progress").value = probability;
  copy.querySelector("progress").setAttribute("aria-label", labelText(label));
  copy.querySelector(".bar-percent").textContent = percent(probability);
  return copy;
}

function showGroup(group) {
  const labels = new Set(group.map((number) => photos[number].was).filter((label) => label !== REJECTED));
  const key = labels.size > 1 ? "clean.group.labels" : "clean.group";
  element("group-title").textContent = text(key, { count: group.length });
  element("group").replaceChildren(...group.map(member));
  element("group-state").hidden = !isSettled(group);
  element("group-state").textContent = text("clean.group.done");
}

function member(number, index) {
  const copy = copyOf("member");
  const photo = photos[number];
  const picture = image(number);
  copy.querySelector(".clean-frame").append(picture);
  copy.querySelector(".clean-member-label").textContent =
    photo.label === REJECTED ? text("clean.said.rejected") : labelText(photo.label);
  copy.querySelector(".clean-member-path").textContent = photo.path;
  const size = copy.querySelector(".clean-member-size");
  const showSize = () => {
    size.textContent = `${picture.naturalWidth} × ${picture.naturalHeight}`;
  };
  if (picture.naturalWidth > 0) {
    showSize();
  } else {
    picture.addEventListener("load", showSize, { once: true });
  }
  copy.classList.toggle("is-rejected", photo.label === REJECTED);
  const button = copy.querySelector("button");
  button.addEventListener("click", () => stay(index));
  button.querySelector("kbd").textContent = index < 9 ? index + 1 : "";
  return copy;
}

function fillFilter() {
  const labels = [...new Set(doubts.map((number) => photos[number].was))].sort();
  const options = labels.map((label) => new Option(labelText(label), label, false, label === filter));
  element("filter").replaceChildren(element("filter").firstElementChild, ...options);
}

// What became of decisions.

function onState(count, problem) {
  element("saved").textContent = count === 0 ? text("clean.saved") : text("clean.unsaved", { count });
  element("saved").classList.toggle("is-unsaved", count > 0);
  if (problem || count === 0) {
    tellTrouble(problem, count);
  }
}

function tellTrouble(problem, count) {
  element("trouble").hidden = !problem;
  if (problem) {
    element("trouble-text").textContent = text(TROUBLES[problem.type], { count });
    element("trouble-detail").textContent = problem.type === "failed" ? problem.detail : "";
  }
}

/** Somebody else changed what this was about: shown as it is now, to be decided anew. */
async function onRefused(decision, detail) {
  const item = document.createElement("li");
  item.textContent = detail;
  element("changed-list").append(item);
  element("changed").hidden = false;
  try {
    await load();
    if (decision.changes) {
      goTo(decision);
    }
    show("");
  } catch {
    // The server is away; what is shown is told of above all the same.
  }
}

// Hands on the page.

function onKey(event) {
  const inField = event.target.matches("select, input, textarea");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !inField) {
    event.preventDefault();
    undo();
    return;
  }
  const onControl = event.target.closest("button, a, summary");
  const held = event.ctrlKey || event.metaKey || event.altKey;
  if (!keysOn || held || inField || (onControl && ["Enter", " "].includes(event.key))) {
    return;
  }
  if (act(event.key.length === 1 ? event.key.toLowerCase() : event.key, event.repeat)) {
    event.preventDefault();
  }
}

/** Whether the key means something; one that is held down decides only once. */
function act(key, repeated) {
  const moves = { ArrowLeft: () => move(-1), ArrowRight: () => move(1) };
  const acts = {
    k: keep,
    Enter: keep,
    x: reject,
    Delete: reject,
    z: undo,
    t: () => change(view === "doubts" ? "duplicates" : "doubts"),
  };
  const action = moves[key] ?? (repeated ? undefined : (acts[key] ?? numbered(key)));
  action?.();
  return Boolean(action);
}

function reject() {
  if (view === "doubts") {
    relabel(REJECTED);
  }
}

function numbered(key) {
  if (!/^[1-9]$/.test(key)) {
    return undefined;
  }
  const index = Number(key) - 1;
  if (view === "duplicates") {
    return () => stay(index);
  }
  return index < facts.labels.length ? () => relabel(facts.labels[index]) : undefined;
}

function keptKeysOn() {
  try {
    return localStorage.getItem("weather-clean-keys") !== "off";
  } catch {
    return true;
  }
}

function setKeysOn(on) {
  keysOn = on;
  try {
    localStorage.setItem("weather-clean-keys", on ? "on" : "off");
  } catch {
    // Then it is so for this page only.
  }
}

function wire() {
  element("keep").addEventListener("click", keep);
  element("reject").addEventListener("click", reject);
  element("undo").addEventListener("click", undo);
  element("previous").addEventListener("click", () => move(-1));
  element("next").addEventListener("click", () => move(1));
  element("show-doubts").addEventListener("click", () => change("doubts"));
  element("show-duplicates").addEventListener("click", () => change("duplicates"));
  for (const button of element("labels").children) {
    button.addEventListener("click", () => relabel(button.dataset.label));
  }
  element("filter").addEventListener("change", (event) => {
    filter = event.target.value;
    position.doubts = 0;
    event.target.blur();
    change("doubts");
  });
  element("changed-seen").addEventListener("click", () => {
    element("changed").hidden = true;
    element("changed-list").replaceChildren();
  });
  element("keys").checked = keysOn;
  element("keys").addEventListener("change", (event) => setKeysOn(event.target.checked));
  document.addEventListener("keydown", onKey);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length > 0) {
      event.preventDefault();
    }
  });
}

/** The token has done its duty; the address without it can be reloaded. */
function hideToken() {
  const query = new URLSearchParams(location.search);
  query.delete("token");
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
}

hideToken();
try {
  await load();
  wire();
  change(doubts.length === 0 && groups.length > 0 ? "duplicates" : "doubts");
  start({ onState, onRefused });
} catch {
  tellTrouble({ type: "offline" }, unsaved().length);
}
