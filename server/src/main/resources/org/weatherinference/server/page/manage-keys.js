/** Keys: made, listed, revoked. */

import { call } from "./manage-api.js";
import { attempt, button, element, fill, time } from "./manage-parts.js";
import { text } from "./texts.js";

/** Shows all keys, the newest first. */
export async function showKeys() {
  const { keys } = await call("GET", "/v1/keys");
  fill(element("keys"), [
    ["manage.keys.name", "manage.keys.can", "manage.keys.rate", "manage.keys.used", "manage.keys.expires", "manage.keys.actions"].map((key) => text(key)),
    ...keys.map((key) => [
      key.name,
      key.can.join(", "),
      key.rate ?? "–",
      time(key.lastUsed),
      key.revoked ? text("manage.keys.revoked") : time(key.expires),
      key.revoked ? "" : button("manage.keys.revoke", () => call("DELETE", `/v1/keys/${key.id}`).then(showKeys)),
    ]),
  ]);
}

async function create(form) {
  const value = (name) => form.elements[name].value.trim();
  const can = [...form.querySelectorAll("[name=can]:checked")].map((box) => box.value);
  const made = await call("POST", "/v1/keys", {
    name: value("name"),
    can,
    ...(value("expires") && { expires: value("expires") }),
    ...(value("rate") && { rate: value("rate") }),
  });
  form.reset();
  element("new-key").textContent = text("manage.keys.made", { name: made.name, key: made.key });
  element("new-key").hidden = false;
  await showKeys();
}

/** Wires what is there from the start. */
export function wireKeys() {
  element("keys-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => create(event.target), event.submitter);
  });
}

/** Shows no key any more. */
export function leaveKeys() {
  element("new-key").hidden = true;
  element("new-key").textContent = "";
}
