/** What visitors said: counted, and to be looked through before anything learns from it. */

import { facts } from "./facts.js";
import { call, picture } from "./manage-api.js";
import { attempt, button, element, fill, make, time } from "./manage-parts.js";
import { labelText, text } from "./texts.js";

const PAGE = 24;

let next = null;

/** Shows the newest from the start. */
export async function showFeedback() {
  element("remarks").replaceChildren();
  next = null;
  await Promise.all([showStats(), showMore()]);
}

async function showStats() {
  const { tallies } = await call("GET", "/v1/feedback/stats");
  fill(element("stats"), [
    ["manage.stats.bundle", "manage.stats.answered", "manage.stats.given", "manage.stats.count"].map((key) => text(key)),
    ...tallies.map(({ bundle, answered, given, count }) => [
      bundle,
      labelText(answered),
      labelText(given),
      String(count),
    ]),
  ]);
}

async function showMore() {
  const page = await call("GET", `/v1/feedback?limit=${PAGE}${next ? `&after=${next}` : ""}`);
  next = page.next;
  element("more").hidden = !next;
  element("remarks").append(...page.feedback.map(tile));
}

function tile(remark) {
  const item = make("li", { className: "manage-tile" });
  if (remark.photo) {
    const image = make("img", { alt: text("manage.photo", { label: labelText(remark.given) }), loading: "lazy" });
    item.append(image);
    attempt(async () => {
      image.src = await picture(`/v1/feedback/${remark.id}/photo`);
    });
  }
  item.append(
    make("p", {}, text("manage.said", { answered: labelText(remark.answered), bundle: remark.bundle })),
    make("p", { className: "quiet" }, time(remark.givenAt)),
    choice(remark),
    button("manage.delete", async () => {
      await call("DELETE", `/v1/feedback/${remark.id}`);
      item.remove();
      await showStats();
    }),
  );
  return item;
}

function choice({ id, given }) {
  const labels = [...new Set([...facts.labels, given])].sort();
  const select = make(
    "select",
    { ariaLabel: text("manage.label") },
    ...labels.map((label) => make("option", { value: label, selected: label === given }, labelText(label))),
  );
  select.addEventListener("change", () =>
    attempt(async () => {
      await call("PATCH", `/v1/feedback/${id}`, { label: select.value });
      await showStats();
    }, select),
  );
  return make("div", { className: "select is-small" }, select);
}

/** Wires what is there from the start. */
export function wireFeedback() {
  element("more").addEventListener("click", () => attempt(showMore, element("more")));
}
