/**
 * A question as a voter's phone shows it, before anybody has one. The buttons
 * do nothing and are no buttons.
 */

import { el, fill, mark } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { prose } from "../../screen/prose.js";
import { optionsOf, ruleIsGiven, rulesOf, textsOf } from "./question.js";
import { say } from "../../screen/words.js";
import { PHONE } from "../../words/phone.js";
import { OPTION } from "../../words/result.js";
import { QUESTION } from "../../words/setup_question.js";

const SIGN = { for: "tick", against: "cross", abstain: "dash" };
const EXAMPLE_ROLL = 40;

/* The lines in the language of now, or in the other if there are none. */
function linesIn({ zh, en }) {
  return say({ zh: zh || en, en: en || zh }).split("\n");
}

/**
 * One row a screen, as on the phone, with a way to the others beneath.
 *
 * @param {import("./setup.js").Setup} setup
 * @param {import("./question.js").Question} question
 */
export function previewOf(setup, conference, question) {
  const box = el("div.preview");
  const draw = (at) => fill(box, phoneOf(setup, conference, question, at),
    question.rows.length > 1 && el("div.preview-turn",
      turn(PHONE.back, at > 0, () => draw(at - 1)),
      turn(QUESTION.nextRow, at + 1 < question.rows.length,
        () => draw(at + 1))));

  draw(0);
  return box;
}

function turn(words, possible, act) {
  return el("button.button", { type: "button", disabled: !possible,
    onclick: act }, say(words));
}

function phoneOf(setup, conference, question, at) {
  let texts;

  try {
    texts = textsOf(question);
  } catch (mistake) {
    return notice("warn", "alert", el("p", say(mistake.words)));
  }
  const [title, ...intro] = linesIn(texts.title);
  const rules = ruleIsGiven(question) ? null
    : rulesOf(setup.hall.core, question);
  const roll = conference.attendance.due || EXAMPLE_ROLL;

  return el("div.phone", el("p.soft", say(question.ballot === "named"
    ? PHONE.named : question.ballot === "hands" ? QUESTION.hands
      : PHONE.secret)),
  el("p.phone-title", title || say(QUESTION.untitled)),
  intro.length > 0 && prose(intro),
  rowOf(setup, question, texts.rows[at],
    rules && wordsOf(setup, rules.rules[rules.numbers[at] - 1], roll), at));
}

function wordsOf(setup, rule, roll) {
  try {
    return say(setup.hall.core.ruleWords(rule, roll));
  } catch {
    return "";
  }
}

function rowOf(setup, question, row, rule, i) {
  const [title, ...lines] = linesIn(row);
  const many = question.rows.length > 0;

  return el("div.phone-row",
    many && el("p.soft.small", say(PHONE.rowOf, { n: i + 1,
      all: question.rows.length })),
    many && el("p.phone-row-title", title),
    lines.length > 0 && prose(lines),
    rule && el("p.small.soft", rule),
    el("ul.plain.choices", optionsOf(question).map((option) =>
      el(`li.choice.${option}`, SIGN[option] && mark(SIGN[option]),
        say(OPTION[option] ?? [option, option])))));
}
