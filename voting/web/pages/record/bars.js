/**
 * Counts as bars: each option has a colour, a pattern and its number, and the
 * whole length is everybody on the roll, so that absent and abstaining weigh
 * what they weigh in the rule. The line across is the number needed.
 */

import { el } from "../../screen/dom.js";
import { say } from "../../screen/words.js";
import { RECORD } from "../../words/record.js";
import { OPTION } from "../../words/result.js";

const SVG = "http://www.w3.org/2000/svg";
const GRADES = 4; /* that have a colour of their own */
const PATTERNS = { against: "hatch", abstain: "dots", "grade-1": "hatch",
  "grade-2": "dots", "grade-3": "lines", rest: "lines" };

function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);

  for (const [key, value] of Object.entries(attributes))
    node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** The patterns, once in a document. */
export function patterns() {
  const pattern = (id, size, path) => svg("pattern", { id, width: size,
    height: size, patternUnits: "userSpaceOnUse" }, svg("path", { d: path,
    class: "pattern" }));

  return svg("svg", { class: "patterns", "aria-hidden": "true" },
    svg("defs", {},
      pattern("hatch", "8", "M-2 2L2-2M0 8L8 0M6 10L10 6"),
      pattern("dots", "7", "M2 3.5h2.6"),
      pattern("lines", "6", "M0 3h6")));
}

/** How an option is called. */
export function optionName(option) {
  return say(OPTION[option] ?? [option, option]);
}

/** Grades have colours of their own, from the best to the worst. */
export function toneOf(round, option) {
  return round.kind === "appraisal" && option !== "abstain"
    ? `grade-${Math.min(round.options.indexOf(option), GRADES - 1)}` : option;
}

const percent = (part, whole) => `${whole ? 100 * part / whole : 0}%`;

/* Segments of [tone, count] one behind the other, and the line. */
function drawing(segments, whole, needed) {
  const parts = [];
  let at = 0;

  for (const [tone, count] of segments) {
    const place = { x: percent(at, whole), y: "0", height: "100%",
      width: percent(count, whole) };

    parts.push(svg("rect", { ...place, class: `tone ${tone}` }));
    if (PATTERNS[tone])
      parts.push(svg("rect", { ...place, fill: `url(#${PATTERNS[tone]})` }));
    at += count;
  }
  /* Light under dark, so that it shows on every colour. */
  for (const line of needed ? ["needed under", "needed"] : [])
    parts.push(svg("line", { x1: percent(needed, whole), y1: "0",
      x2: percent(needed, whole), y2: "100%", class: line }));
  return svg("svg", { class: "counts", "aria-hidden": "true" }, ...parts);
}

/* Where the rest of the roll is: only what is not nobody. */
function rest(row) {
  const there = ["invalid", "unreturned", "unissued", "absent"]
    .filter((bucket) => row.counts[bucket] > 0);

  return there.length > 0 && el("p.small.soft.rest", there.map((bucket) =>
    el("span", `${optionName(bucket)} ${row.counts[bucket]}`)),
  row.recused > 0 && el("span", say(RECORD.recused, { n: row.recused })));
}

/** A row alone: a bar an option. */
export function optionBars(round, row) {
  const [first] = round.options;

  return el("div.bars",
    el("dl", round.options.map((option) => [el("dt", optionName(option)),
      el("dd", drawing([[toneOf(round, option), row.counts[option]]], row.roll,
        option === first && round.kind === "motion" ? row.needed : null),
      el("b.number", row.counts[option]))])), rest(row));
}

/** A row among others: one bar, and its legend. */
export function stackedBar(round, row) {
  return el("div.bars", drawing(round.options.map((option) =>
    [toneOf(round, option), row.counts[option]]), row.roll,
  round.kind === "motion" ? row.needed : null),
  el("p.legend", round.options.map((option) => el("span",
    swatch(toneOf(round, option)), optionName(option), " ",
    el("b.number", row.counts[option])))), rest(row));
}

function swatch(tone) {
  const one = drawing([[tone, 1]], 1, null);

  one.setAttribute("class", "swatch");
  return one;
}

/** A candidate's votes in favour. */
export function candidateBar(round, row) {
  const [first] = round.options;

  return drawing([[first, row.counts[first]]], row.roll, row.needed);
}
