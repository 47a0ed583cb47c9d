/**
 * Objections and complaints that are on record: whoever presides answers them,
 * once each, within thirty days. An answer is public and cannot be taken back.
 */

import { el, fill, mark } from "../../screen/dom.js";
import { actionButton } from "../../screen/frame.js";
import { wholeOf } from "../../screen/prose.js";
import { dateOf, say } from "../../screen/words.js";
import { mistake } from "../../post/press.js";
import { ANSWERS } from "../../words/chair_answers.js";
import { STATEMENT } from "../../words/record.js";

const DAY_S = 86400;
const ANSWER_DAYS = 30;

function waitingIn({ statements }) {
  const answered = new Set(statements.filter((s) => s.type === "reply")
    .map((s) => s.about));

  return statements.filter((s) => !answered.has(s.entry) &&
    ["objection", "complaint"].includes(s.type));
}

/** What of this changes the screen. @param {Object} conference */
export function answersKey(conference) {
  return waitingIn(conference).map((s) => s.entry).join();
}

/** @param {import("./chair.js").Chair} chair */
export function answersCard(chair) {
  const waiting = waitingIn(chair.conference);

  return waiting.length > 0 && el("section.card",
    el("h2", say(ANSWERS.title, { n: waiting.length })),
    el("p.small.soft", say(ANSWERS.how)),
    waiting.map((said) => statement(chair, said)));
}

function statement(chair, said) {
  const until = said.time + ANSWER_DAYS * DAY_S;
  const late = chair.hall.time() > until;
  const field = `answer-${said.entry}`;

  return el("div.said", el("p.chips",
    el("span.chip", say(STATEMENT[said.type])), el("b",
      chair.names.of(said.by)),
    el(late ? "span.chip.bad" : "span.chip.warn", mark(late ? "alert" : "wait"),
      say(late ? STATEMENT.overdue : ANSWERS.until,
        { date: dateOf(until) }))),
  aboutWhat(chair, said), textOf(chair, said.text),
  chair.field(field, ANSWERS.answer, { long: true }),
  actionButton("", ANSWERS.sign, () => reply(chair, said, field)));
}

function aboutWhat(chair, { about }) {
  const paper = about !== null &&
    chair.conference.papers.find((p) => p.result_entry === about);

  return paper && el("p.small.soft", say(ANSWERS.result,
    { title: chair.titleOf(paper.id) }));
}

/* It comes when it comes; it is held to its hash. */
function textOf(chair, blob) {
  const place = el("div");

  void chair.hall.texts.read(blob).catch(() => null).then((text) =>
    fill(place, wholeOf(text, ANSWERS.noText)));
  return place;
}

async function reply(chair, said, field) {
  const text = chair.textIn(field);

  if (!text)
    throw mistake(ANSWERS.empty);
  await chair.decide(`reply/${said.entry}/${text.ref}`,
    chair.log.draft.statement("reply", { about: said.entry, text }), [text]);
}
