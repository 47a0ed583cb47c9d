/**
 * One question, as the presiding officer leads it: what voters see, the rule,
 * and the step that comes now.
 */

import { fromBase64 } from "../../log/device.js";
import { el } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { stageChip } from "../../screen/stage.js";
import { hexOf } from "../../log/texts.js";
import { language, listOf, say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { OPTION } from "../../words/result.js";
import { againKey, roundAgain } from "./again.js";
import { countSteps } from "./count.js";
import { openingSteps } from "./gates.js";
import { votingSteps } from "./voting.js";

const CODE_SHOWN = 16; /* hexadecimal digits of a hash */

/* The screen is drawn anew when the question itself has come further. */
export function questionKey(chair, paper) {
  const round = paper.round === null ? null : chair.log.round(paper.round);

  return `question ${paper.entry} ${paper.stage} ${
    round?.hands_recorded ?? false} ${againKey(chair, paper)}`;
}

/** @param {import("./chair.js").Chair} chair */
export function questionScreen(chair, paper) {
  const view = chair.log.paper(paper.entry);
  const { published } = chair;

  chair.published = null;
  return [
    el("button.button.quiet.back", { type: "button",
      onclick: () => void chair.turnTo(null) }, say(CHAIR.back)),
    published && notice("good", "tick",
      el("p", say(CHAIR.doneOf, { title: published }))),
    el("section.card.question", el("div.chips", chips(paper, view)),
      el("h1", chair.titleOf(paper.id)), rows(chair, view)),
    ...steps(chair, paper, view),
  ];
}

function steps(chair, paper, view) {
  switch (paper.stage) {
  case "ready":
    return openingSteps(chair, paper, view);
  case "open":
    return votingSteps(chair, paper);
  case "void":
  case "uncountable":
    return roundAgain(chair, paper, view);
  default:
    return countSteps(chair, paper, view);
  }
}

/* ---- The card ------------------------------------------------------------- */

function chips(paper, view) {
  const chip = (words, values) => el("span.chip.plain", say(words, values));
  const secret = paper.ballot === "secret";

  return [stageChip(paper.stage), chip(CHAIR[paper.kind]),
    chip(CHAIR[paper.ballot]),
    paper.ballot !== "hands" && chip(paper.last_counts ? CHAIR.lastCounts
      : CHAIR.firstCounts),
    paper.practice && el("span.chip.warn", say(CHAIR.practice)),
    paper.advise && chip(CHAIR.advise),
    paper.cap > 0 && chip(CHAIR.seats, { n: paper.cap }),
    view.filter && chip(CHAIR.filter, { tag: view.filter }),
    secret && view.rows.length > 0 &&
      chip(CHAIR.rollOf, { n: Math.max(...view.rows.map((r) => r.roll)) })];
}

/* One rule for all rows is said once. */
function rows(chair, view) {
  const texts = chair.texts.get(view.id);
  const one = new Set(view.rows.map((r) => say(r.rule))).size === 1;

  return [
    one && el("p.rule", say(view.rows[0].rule)),
    el("p.small.soft", view.options.map((o) =>
      say(OPTION[o] ?? [o, o])).join(" · ")),
    el("ol.plain.rows", view.rows.map((row) => el("li",
      view.rows.length > 1 && el("h3", chair.rowName(view, row)),
      !one && el("p.small", say(row.rule)),
      recusals(chair, view, row),
      fullText(texts?.get(row.id), row)))),
  ];
}

function recusals(chair, view, row) {
  const number = view.rows.indexOf(row) + 1;
  const seats = view.recusals.filter((r) => r.row === number);

  return seats.length > 0 && el("p.small.soft", say(CHAIR.recused,
    { names: listOf(seats.map((r) => chair.names.of(r.seat))) }));
}

/* A name alone needs no unfolding. */
function fullText(text, row) {
  if (!text)
    return null;
  if (text.lines.zh.length + text.lines.en.length === 0)
    return el("p.small.soft", text.title.zh !== text.title.en &&
      `${text.title[language() === "zh" ? "en" : "zh"]} · `, code(row));
  const other = language() === "zh" ? "en" : "zh";
  const lines = (tongue) => el("div.text", { lang: tongue === "zh" ? "zh-CN"
    : "en" }, el("p", el("b", text.title[tongue])),
  text.lines[tongue].map((line) => el("p", line)));

  return el("details", el("summary", say(CHAIR.fullText)),
    lines(language()),
    (text.lines[other].length > 0 ||
      text.title[other] !== text.title[language()]) && lines(other),
    el("p.small.soft", code(row)));
}

function code({ text }) {
  return [`${say(CHAIR.code)} `, el("span.code", codeOf(text)),
    text.class === "members" && ` · ${say(CHAIR.members)}`];
}

/* The beginning of a text's hash, four digits at a time. */
function codeOf({ sha256 }) {
  return hexOf(fromBase64(sha256)).slice(0, CODE_SHOWN)
    .replace(/(.{4})(?=.)/g, "$1 ");
}
