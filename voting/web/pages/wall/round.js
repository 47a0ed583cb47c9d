/**
 * One round on the wall: question and rule, turnout, the count, the verdict. A
 * list that is too long for a screen has pages, of which one is shown.
 */

import { el, mark } from "../../screen/dom.js";
import { say } from "../../screen/words.js";
import { OPTION, OUTCOME } from "../../words/result.js";
import { WALL } from "../../words/wall.js";

const RULES_PAGE = 6; /* rows of a question, with what each needs */
const ROWS_PAGE = 6;
const CANDIDATES_PAGE = 10;
const DENSE_ABOVE = 4; /* rows */

let frame = null; /* what is drawn just now */
let turned = 0;

/**
 * @param {{texts: Map}} what  the wall's frame
 * @param {Object} round
 * @param {number} pages  how many have been turned
 */
export function roundSection(what, round, pages) {
  frame = what;
  turned = pages;
  return el(round.rows.length > DENSE_ABOVE ? "section.round.dense"
    : "section.round", heading(round), stage(round));
}

/* The rows of the page that is up, and a line that says which it is. */
function pageOf(rows, size) {
  const count = Math.max(1, Math.ceil(rows.length / size));
  const at = turned % count;

  return { rows: rows.slice(at * size, (at + 1) * size),
    line: count > 1 && el("p.pages", say(WALL.page, { n: at + 1, all: count }),
      Array.from({ length: count }, (_, i) => el(i === at ? "i.dot.now"
        : "i.dot", { "aria-hidden": "true" }))) };
}

function heading(round) {
  const kind = {secret: WALL.secret, named: WALL.named, hands: WALL.hands};
  const title = frame.texts.get("title");

  return el("div.heading",
    el("p.kind", say(kind[round.ballot]),
      round.practice && el("strong.practice", say(WALL.practice))),
    el("h2", title ? say(title.title) : round.id));
}

function stage(round) {
  switch (round.stage) {
  case "open":
    return round.ballot === "hands" ? hands(round) : turnout(round);
  case "closed":
    return counting(round, WALL.counting);
  case "counted":
    return round.ballot === "hands" || round.practice
      ? results(round) : counting(round, WALL.counted);
  case "void":
    return el("p.void", say(WALL.voided));
  case "uncountable":
    return el("p.void", say(WALL.uncountable));
  default:
    return results(round);
  }
}

function rule(round) {
  if (round.rows.length === 1)
    return el("p.rule", say(round.rows[0].rule));
  /* Names that are for members have no place here, and their ids say nothing. */
  const { rows, line } = pageOf(round.rows.filter((row) =>
    frame.texts.get(row.id)), RULES_PAGE);
  const words = new Set(round.rows.map((row) => say(row.rule)));
  const same = words.size === 1;

  return [same && el("p.rule", [...words][0]),
    el("ol.items", rows.map((row) => el("li", el("span", rowName(row)),
      !same && row.needed !== null &&
        el("span.needed", say(WALL.needed, {n: row.needed}))))), line];
}

function rowName(row) {
  const text = frame.texts.get(row.id);

  return text ? say(text.title) : row.id;
}

function hands(round) {
  return [rule(round), el("p.big", say(WALL.handsNow))];
}

function turnout(round) {
  const part = round.issued ? round.returned / round.issued : 0;

  return [rule(round), el("div.turnout",
    el("p", el("b", round.returned), " ",
      el("span", say(WALL.of, {n: round.issued}))),
    el("p.label", say(WALL.inTheBox)),
    bar(part), el("p.soft", say(WALL.noPartial),
      round.extended && el("strong.extended", say(WALL.extended))),
    el("p.last-call", {"data-called": round.last_call_at}))];
}

/* A rectangle of this share of its room, drawn without any style of its own. */
export function bar(part, tone = "plain") {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  const rect = document.createElementNS(NS, "rect");

  svg.setAttribute("class", `bar ${tone}`);
  svg.setAttribute("viewBox", "0 0 1000 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  rect.setAttribute("width", String(Math.round(1000 * part)));
  rect.setAttribute("height", "10");
  svg.append(rect);
  return svg;
}

function counting(round, words) {
  return [el("p.big", say(words)),
    round.shares > 0 && el("p", say(WALL.keysUsed, {n: round.shares}))];
}

function results(round) {
  const election = round.kind === "election";
  const { rows, line } = pageOf(round.rows,
    election ? CANDIDATES_PAGE : ROWS_PAGE);
  const many = round.rows.length > 1;

  return [election ? candidates(round, rows)
    : el(many ? "div.results.many" : "div.results",
      rows.map((row) => result(round, row, !many))),
  line, election && after(round)];
}

/* What an election leaves open. */
function after({election}) {
  if (election?.next === "revote")
    return el("p.soft", say(WALL.revote));
  return election?.next === "runoff" &&
    el("p.soft", say(WALL.runoff, {n: election.open_seats}));
}

/* A line for each candidate, in the order of the paper. */
function candidates(round, rows) {
  const elected = new Set(round.election?.elected ?? []);
  const first = round.options[0];

  return el("ol.candidates", rows.map((row) =>
    el(elected.has(row.id) ? "li.elected" : "li",
      el("span.name", rowName(row)),
      bar(share(row, first), first), el("b", row.counts?.[first] ?? ""),
      elected.has(row.id)
        ? el("strong.good", mark("tick"), say(OUTCOME.elected))
        : el("strong"))));
}

function share(row, option) {
  return row.roll && row.counts ? row.counts[option] / row.roll : 0;
}

function outcome(row) {
  const words = row.label ? OPTION[row.label] ?? [row.label, row.label]
    : OUTCOME[row.outcome];

  if (!words)
    return null;
  if (row.label)
    return el("strong.graded", say(words));
  return row.outcome === "adopted"
    ? el("strong.good", mark("tick"), say(words))
    : el("strong.not", mark("cross"), say(words));
}

function result(round, row, alone) {
  return el("article", el("div.verdict",
    !alone && el("h3", rowName(row)), outcome(row)),
  bars(round, row, alone),
  alone && row.sentence && el("p.sentence", say(row.sentence)));
}

function bars(round, row, alone) {
  return row.counts && el(alone ? "dl.bars" : "dl.bars.small",
    round.options.map((option, i) => [
      el("dt", say(OPTION[option] ?? [option, option])),
      el("dd", bar(share(row, option), toneOf(round, option, i)),
        el("b", row.counts[option]))]));
}

/* Grades have colours of their own, from the best to the worst. */
function toneOf(round, option, i) {
  return round.kind === "appraisal" && option !== "abstain"
    ? `grade-${Math.min(i, 3)}` : option;
}
