/** Training jobs: started, watched as they go, called off. */

import { call, events } from "./manage-api.js";
import { attempt, button, element, make, time } from "./manage-parts.js";
import { number, share, text } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 300;
const HEIGHT = 80;
const LISTED = 10;

/** Of the jobs whose events are followed: what stops that. */
const followed = new Map();
/** Called when a job has made a bundle. */
let onDone = () => {};

/** Shows the newest jobs and their curves, and follows those that go on. */
export async function showJobs() {
  const { jobs } = await call("GET", `/v1/training-jobs?limit=${LISTED}`);
  for (const job of jobs.toReversed()) {
    const known = element("jobs").querySelector(`[data-id="${job.id}"]`);
    const item = known ?? make("li", { className: "manage-job" });
    if (!known) {
      item.dataset.id = job.id;
      element("jobs").prepend(item);
    }
    draw(item, job);
    // What has ended is told once more from the start, for its curve.
    if (!followed.has(job.id) && (!job.ended || (job.progress && !known))) {
      follow(item, job);
    }
  }
}

function draw(item, job) {
  item.curve ??= curve();
  const words = [
    make("strong", {}, job.bundle),
    ` ${text(`manage.job.${job.state}`)} · ${time(job.created)}`,
    job.result ? ` · ${job.result}` : "",
    job.error ? ` · ${job.error}` : "",
  ];
  const stop = button("manage.job.cancel", () => call("DELETE", `/v1/training-jobs/${job.id}`).then(showJobs));
  item.progressText ??= make("p", { className: "quiet" });
  if (job.progress) {
    item.progressText.textContent = progressText(job.progress);
  }
  item.replaceChildren(
    make("p", {}, ...words),
    item.progressText,
    item.curve.svg,
    ...(job.ended || job.state === "stopping" ? [] : [stop]),
  );
}

function progressText({ epoch, epochs, loss, heldOutError, photosPerSecond, secondsLeft }) {
  return text("manage.job.progress", {
    epoch,
    epochs,
    loss: number(loss),
    error: heldOutError === undefined ? "–" : share(heldOutError),
    speed: number(photosPerSecond),
    left: secondsLeft ?? "–",
  });
}

/** Without end: what a stream leaves out when it is cut is asked for again. */
function follow(item, job) {
  const stop = new AbortController();
  followed.set(job.id, stop);
  const seen = (kind, { progress, state }) => {
    if (kind === "progress") {
      item.curve.add(progress);
      item.progressText.textContent = progressText(progress);
    } else if (kind === "state" && !job.ended) {
      attempt(async () => {
        draw(item, await call("GET", `/v1/training-jobs/${job.id}`));
        if (state === "done") {
          onDone();
        }
      });
    }
  };
  events(`/v1/training-jobs/${job.id}/events`, seen, stop.signal)
    .catch(() => {})
    .finally(() => followed.delete(job.id));
}

/** The loss, and where it is known the error of what was held out, over the training. */
function curve() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "manage-curve");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", text("manage.job.curve"));
  const lines = ["loss", "error"].map((name) => {
    const line = document.createElementNS(SVG, "polyline");
    line.setAttribute("class", `manage-${name}`);
    svg.append(line);
    return line;
  });
  const points = [[], []];
  svg.setAttribute("hidden", "");
  const add = ({ epoch, epochs, photos, photosAnEpoch, loss, heldOutError }) => {
    const x = ((epoch - 1 + photos / Math.max(1, photosAnEpoch)) / Math.max(1, epochs)) * WIDTH;
    svg.removeAttribute("hidden");
    points[0].push([x, loss]);
    if (heldOutError !== undefined) {
      points[1].push([x, heldOutError]);
    }
    lines.forEach((line, index) => line.setAttribute("points", scaled(points[index])));
  };
  return { svg, add };
}

function scaled(points) {
  const most = Math.max(...points.map(([, value]) => value), Number.EPSILON);
  return points.map(([x, value]) => `${x.toFixed(1)},${(HEIGHT - (value / most) * HEIGHT * 0.9).toFixed(1)}`).join(" ");
}

function order(form) {
  const value = (name) => form.elements[name].value.trim();
  const dataset = [];
  if (form.elements.feedback.checked) {
    dataset.push({ feedback: true });
  }
  if (value("folder")) {
    dataset.push({ folder: value("folder") });
  }
  return {
    bundle: value("bundle"),
    dataset,
    ...(value("from") && { from: value("from") }),
    ...(value("epochs") && { settings: { epochs: Number(value("epochs")) } }),
  };
}

/** Wires what is there from the start; `done` is told when a job has made a bundle. */
export function wireJobs(done) {
  onDone = done;
  element("job-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => call("POST", "/v1/training-jobs", order(event.target)).then(showJobs), event.submitter);
  });
}

/** Follows nothing any more. */
export function leaveJobs() {
  followed.forEach((stop) => stop.abort());
  element("jobs").replaceChildren();
}
