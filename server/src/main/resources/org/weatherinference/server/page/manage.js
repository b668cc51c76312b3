/** The operator's page: nothing is shown before a key opens it, and all that is comes from the API. */

import { forgetKey, hasKey, keepKey } from "./manage-api.js";
import { showFeedback, wireFeedback } from "./manage-feedback.js";
import { leaveJobs, showJobs, wireJobs } from "./manage-jobs.js";
import { leaveKeys, showKeys, wireKeys } from "./manage-keys.js";
import { showModels } from "./manage-models.js";
import { attempt, element } from "./manage-parts.js";

const REFRESH_MILLIS = 5000;

let inside = false;

async function enter() {
  // Refused where the key does not manage.
  await showKeys().catch((problem) => {
    forgetKey();
    throw problem;
  });
  inside = true;
  element("enter").hidden = true;
  element("rooms").hidden = false;
  element("leave").hidden = false;
  await Promise.all([showModels(), showFeedback(), showJobs()]);
}

function leave() {
  inside = false;
  forgetKey();
  leaveJobs();
  leaveKeys();
  element("rooms").hidden = true;
  element("leave").hidden = true;
  element("enter").hidden = false;
  element("enter").reset();
  element("key").focus();
}

wireFeedback();
wireJobs(() => attempt(showModels));
wireKeys();
element("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  keepKey(element("key").value.trim());
  attempt(enter, event.submitter);
});
// Not before: the form would be sent by the browser itself.
element("enter-button").disabled = false;
element("leave").addEventListener("click", leave);
setInterval(() => {
  // Not while somebody is about to press one of the buttons that would be replaced.
  if (inside && !document.hidden && !element("models").contains(document.activeElement)) {
    Promise.all([showModels(), showJobs()]).catch(() => {});
  }
}, REFRESH_MILLIS);
if (hasKey()) {
  attempt(enter);
}
