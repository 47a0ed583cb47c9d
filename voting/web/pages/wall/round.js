/**
 * One round on the wall: question and rule, turnout, the count, the verdict. A
 * list that is too long for a screen has pages, of which one is shown.
 */

import { el, mark } from "../../screen/dom.js";
import { say } from "../../screen/words.js";
import { OPTION, OUTCOME } from "../../words/result.js";
import { WALL } from "../../words/wall.js";

const SVG = "http://www.w3.org/2000/svg";
const RULES_PAGE = 6; /* rows of a question, with what each needs */
const ROWS_PAGE = 6;
const CANDIDATES_PAGE = 10;
const DENSE_ABOVE = 4; /* rows */
const ROOMY_CANDIDATES = 8; /* on a page, in larger letters */
const ROOMY_ROWS = 2; /* beside each other */

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
  const listed = showsResult(round) || namedRows(round).length > 0;

  return el(round.rows.length > DENSE_ABOVE && listed ? "section.round.dense"
    : "section.round", heading(round), stage(round));
}

function showsResult({ stage: at, ballot, practice }) {
  return at === "declared" || at === "published" ||
    (at === "counted" && (ballot === "hands" || practice));
}

/* Names that are for members have no place here, and their ids say nothing. */
function namedRows(round) {
  return round.rows.filter((row) => frame.texts.get(row.id));
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
      round.practice && el("strong.practice", say(WALL.practice)),
      showsResult(round) && legend(round)),
    el("h2", title ? say(title.title) : round.id));
}

/* What the line through the bars means, and where the names are. */
function legend(round) {
  const needed = new Set(round.rows.map((row) => row.needed));
  const [n] = needed;

  return [needed.size > 1 ? el("span.legend", say(WALL.lineIsEach))
    : n > 0 && el("span.legend", say(WALL.lineIs, { n })),
  round.rows.length > 1 && namedRows(round).length === 0 &&
    el("span", say(WALL.namesElsewhere))];
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
    return [el("p.void", say(WALL.uncountable)),
      el("p", say(WALL.uncountableWhy))];
  default:
    return results(round);
  }
}

function rule(round) {
  if (round.rows.length === 1)
    return el("p.rule", say(round.rows[0].rule));
  const { rows, line } = pageOf(namedRows(round), RULES_PAGE);
  const words = new Set(round.rows.map((row) => say(row.rule)));
  const same = words.size === 1;

  return [same && el("p.rule", [...words][0]),
    rows.length === 0 ? el("p.rule", say(WALL.items,
      { n: round.rows.length }))
      : el("ol.items", rows.map((row) => el("li",
        el("span", rowName(round, row)), !same && row.needed !== null &&
          el("span.needed", say(WALL.needed, {n: row.needed}))))), line];
}

function rowName(round, row) {
  const text = frame.texts.get(row.id);

  return text ? say(text.title)
    : say(WALL.item, { n: round.rows.indexOf(row) + 1 });
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

/* A rectangle of this share of its room, drawn without any style of its own,
 * and a line at the share that is needed, if any. */
export function bar(part, tone = "plain", needed = 0) {
  const svg = document.createElementNS(SVG, "svg");

  svg.setAttribute("class", `bar ${tone}`);
  svg.setAttribute("viewBox", "0 0 1000 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.append(rectangle("part", 0, 1000 * part));
  if (needed > 0)
    svg.append(rectangle("gap", 1000 * needed - 7, 14),
      rectangle("line", 1000 * needed - 3, 6));
  return svg;
}

function rectangle(name, x, width) {
  const rect = document.createElementNS(SVG, "rect");

  rect.setAttribute("class", name);
  rect.setAttribute("x", String(Math.round(x)));
  rect.setAttribute("width", String(Math.round(width)));
  rect.setAttribute("height", "10");
  return rect;
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
    : el(!many ? "div.results" : round.rows.length > ROOMY_ROWS
      ? "div.results.many" : "div.results.many.roomy",
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

  return el(rows.length > ROOMY_CANDIDATES ? "ol.candidates"
    : "ol.candidates.roomy", rows.map((row) =>
    el(elected.has(row.id) ? "li.elected" : "li",
      el("span.name", rowName(round, row)),
      bar(share(row, first), first, neededShare(row)), el("b", row.counts?.[first] ?? ""),
      elected.has(row.id)
        ? el("strong.good", mark("tick"), say(OUTCOME.elected))
        : el("strong"))));
}

function share(row, option) {
  return row.roll && row.counts ? row.counts[option] / row.roll : 0;
}

function neededShare({ roll, needed }) {
  return roll && needed ? needed / roll : 0;
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
    !alone && el("h3", rowName(round, row)), outcome(row)),
  bars(round, row, alone),
  alone && row.sentence && el("p.sentence", say(row.sentence)));
}

function bars(round, row, alone) {
  return row.counts && el(alone ? "dl.bars" : "dl.bars.small",
    round.options.map((option, i) => [
      el("dt", say(OPTION[option] ?? [option, option])),
      el("dd", bar(share(row, option), toneOf(round, option, i),
        i === 0 ? neededShare(row) : 0),
        el("b", row.counts[option]))]));
}

/* Grades have colours of their own, from the best to the worst. */
function toneOf(round, option, i) {
  return round.kind === "appraisal" && option !== "abstain"
    ? `grade-${Math.min(i, 3)}` : option;
}
