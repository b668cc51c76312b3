/** What the rooms of the operator's page are made of. */

import { Problem } from "./api.js";
import { problemText, text } from "./texts.js";

export const element = (id) => document.getElementById(id);

/** A new element with text or other elements in it. */
export function make(tag, properties = {}, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

/** A small button that does something, once at a time. */
export function button(key, act) {
  const made = make("button", { type: "button", className: "button is-small", textContent: text(key) });
  made.addEventListener("click", () => attempt(act, made));
  return made;
}

/** The rows of a table: the first is its head. */
export function fill(table, [head, ...rows]) {
  table.replaceChildren(
    make("thead", {}, make("tr", {}, ...head.map((cell) => make("th", { scope: "col" }, cell)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))))),
  );
}

/** A time as the operator reads it. */
export function time(instant) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  return instant ? format.format(new Date(instant)) : "–";
}

/** Does something, and says what went wrong with it, in the server's words too. */
export async function attempt(act, busy) {
  element("trouble").hidden = true;
  if (busy) {
    busy.disabled = true;
  }
  try {
    await act();
  } catch (failure) {
    if (!(failure instanceof Problem)) {
      throw failure;
    }
    tell(failure);
  } finally {
    if (busy) {
      busy.disabled = false;
    }
  }
}

function tell({ type, message }) {
  element("trouble-text").textContent = message ? `${problemText(type)} (${message})` : problemText(type);
  element("trouble").hidden = false;
  element("trouble").scrollIntoView({ block: "nearest" });
}
