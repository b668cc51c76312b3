/** The page's words, in its language. */

import { facts, textsAddress } from "./facts.js";

const texts = await (await fetch(textsAddress)).json();
const language = document.documentElement.lang;
const percentages = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const numbers = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
const LEAST = 0.001;

/** A text, with values in the place of names in braces. */
export function text(key, values = {}) {
  return Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), words(key) ?? key);
}

// A page that no server stands behind has some words of its own.
function words(key) {
  return (facts.site && texts[`site.${key}`]) || texts[key];
}

/** A label in words; one that the page does not know, as it is. */
export function labelText(label) {
  return texts[`label.${label}`] ?? label;
}

/** A verdict as a sentence. */
export function verdictText(verdict) {
  return texts[`verdict.${verdict}`] ?? text("verdict.label", { label: verdict });
}

/** A kind of problem, and what to do about it. */
export function problemText(type) {
  return words(`problem.${type}`) ?? text("problem.internal");
}

/** A probability; never as if it were certain. */
export function percent(probability) {
  return percentages.format(Math.min(Math.max(probability, LEAST), 1 - LEAST));
}

/** A share of things that were counted, where none and all are possible. */
export function share(value) {
  return percentages.format(value);
}

/** A number, rounded where its size allows: 0.14, 3.2, 17. */
export function number(value) {
  return numbers.format(value);
}
