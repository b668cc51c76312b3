/** What the page's markup says to its scripts. */

const { dataset } = document.getElementById("main");

/** In front of all paths; empty, or with a slash in front and none at the end. */
export const base = new URL(`${dataset.base}/`, location.href).pathname.slice(0, -1);

/**
 * Of the bundle that answers: `model`, `labels`, `threshold`, `shortSide`, `explains`; of how to be let in: `ticket`,
 * `asksForKey`; `drawn`, the drawings; `site`, whether no server is behind the page; and `device`, where this device finds
 * what it takes to answer by itself.
 */
export const facts = JSON.parse(dataset.facts);

/** Where the page's words are. */
export const textsAddress = dataset.texts;

/** Where the drawing of a verdict, or of a state of the page, is. */
export function drawing(name) {
  return `${dataset.drawings}#${facts.drawn.includes(name) ? name : "label"}`;
}
