/** Bundles and their versions: which answers, which is tried out, and how they do. */

import { facts } from "./facts.js";
import { call } from "./manage-api.js";
import { button, element, fill, make, time } from "./manage-parts.js";
import { share, text } from "./texts.js";

const CANARY = "10%";

/** Shows all served bundles as they are now. */
export async function showModels() {
  const rooms = await Promise.all(facts.models.map((name) => call("GET", `/v1/models/${name}/live`).then(room)));
  element("models").replaceChildren(...rooms);
}

function room(model) {
  const table = make("table", { className: "table is-narrow" });
  fill(table, [
    ["manage.models.version", "manage.models.made", "manage.models.error", "manage.models.state", "manage.models.answers", "manage.models.unsure", "manage.models.agreement", "manage.models.actions"].map((key) => text(key)),
    ...model.bundles.map((bundle) => row(model, bundle)),
  ]);
  const scroll = make("div", { className: "manage-scroll", tabIndex: 0, role: "region" }, table);
  scroll.ariaLabel = model.name;
  return make("div", { className: "manage-model" }, make("h3", { className: "title is-6" }, model.name), scroll);
}

function row(model, { version, created, wrong, photos }) {
  const figures = model.figures.find((of) => of.model === `${model.name}:${version}`) ?? {};
  return [
    `${model.name}:${version}`,
    time(created),
    photos ? `${share(wrong / photos)} (${wrong} / ${photos})` : "–",
    state(model, version),
    String(figures.answers ?? "–"),
    known(figures.unsure),
    known(figures.agreement),
    make("div", { className: "buttons" }, ...actions(model, version)),
  ];
}

function known(value) {
  return value === undefined ? "–" : share(value);
}

function state({ live, trial, promoted }, version) {
  const words = version === live ? text(promoted ? "manage.live" : "manage.newest") : trialState(trial, version);
  return words ? make("span", { className: "tag is-info is-light" }, words) : "";
}

function trialState(trial, version) {
  if (trial?.version !== version) {
    return "";
  }
  return trial.canary ? text("manage.canary.of", { share: trial.canary }) : text("manage.shadow");
}

function actions({ name, live, previous, trial, promoted }, version) {
  const decide = (key, body) => button(key, () => call("POST", `/v1/models/${name}/live`, body).then(showModels));
  if (trial?.version === version) {
    return [decide("manage.promote", { version }), decide("manage.end", { trial: "end" })];
  }
  if (version === live) {
    const back = previous ? [decide("manage.rollback", { rollback: true })] : [];
    return promoted ? back : [decide("manage.hold", { version }), ...back];
  }
  return [
    decide("manage.promote", { version }),
    decide("manage.canary", { version, canary: CANARY }),
    decide("manage.shadow.start", { version, shadow: true }),
  ];
}
