/** What the server says to the page's scripts. */

const { dataset } = document.getElementById("main");

/** In front of all paths; empty, or with a slash in front and none at the end. */
export const base = dataset.base;

/** Of the bundle that answers: `model`, `labels`, `threshold`, `shortSide`, `explains`; of how to be let in: `ticket`, `asksForKey`; and `drawn`, the drawings. */
export const facts = JSON.parse(dataset.facts);

/** Where the page's words are. */
export const textsAddress = dataset.texts;

/** The web address of a photo to begin with; empty where there is none. */
export const firstPhoto = dataset.photo;

/** Where the drawing of a verdict, or of a state of the page, is. */
export function drawing(name) {
  return `${dataset.drawings}#${facts.drawn.includes(name) ? name : "label"}`;
}
