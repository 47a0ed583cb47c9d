/**
 * Filling in: a row a screen, then all of them once more before the seal.
 */

import { el, fill, mark } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { prose } from "../../screen/prose.js";
import { language, say } from "../../screen/words.js";
import { PHONE } from "../../words/phone.js";
import { OPTION } from "../../words/result.js";

const SIGN = { for: "tick", against: "cross", abstain: "dash" };

/** @typedef {import("./vote.js").Voting} Voting */

function optionWords(option) {
  return say(OPTION[option] ?? [option, option]);
}

/** @param {Voting} voting */
export function fillScreen(voting) {
  const row = voting.paper.rows[voting.at];
  const text = voting.textOf(row.id);
  const many = voting.paper.rows.length > 1;

  return [
    voting.heading(),
    many && el("p.soft", say(PHONE.rowOf, { n: voting.at + 1,
      all: voting.paper.rows.length })),
    many && el("h2", say(text.title)),
    fullText(text),
    rule(voting, row),
    voting.cap > 0 && el("p", { role: "status" }, say(PHONE.capOf,
      { n: voting.cap, k: voting.marked() })),
    buttons(voting, many ? say(text.title) : say(PHONE.choose)),
    el("div.actions.row",
      voting.at > 0 && plain(PHONE.back, () => voting.turn(voting.at - 1)),
      voting.complete() && plain(PHONE.toReview, () => voting.review())),
  ];
}

function plain(words, act) {
  return el("button.button", { type: "button", onclick: act }, say(words));
}

/* Nothing is chosen beforehand; one touch chooses, and turns to the next. */
function buttons(voting, label) {
  const trouble = el("div", { role: "alert" });
  const choose = (choice) => {
    if (voting.wouldExceed(choice)) {
      fill(trouble, notice("warn", "alert", el("p", say(PHONE.capFull,
        { n: voting.cap }))));
      return;
    }
    voting.choose(choice);
  };

  return [trouble, el("div.choices", { role: "group", "aria-label": label },
    voting.paper.facts.options.map((option, i) => el(`button.choice.${option}`,
      { type: "button",
        "aria-pressed": String(voting.choices[voting.at] === i),
        onclick: () => choose(i) },
      SIGN[option] && mark(SIGN[option]),
      el("span", optionWords(option)))))];
}

/** @param {Voting} voting */
export function reviewScreen(voting) {
  const { rows, facts } = voting.paper;
  const single = rows.length === 1;

  return [
    voting.heading(),
    el("h2", say(PHONE.review)),
    single ? picked(facts.options[voting.choices[0]])
      : el("ol.plain", rows.map((row, i) => reviewLine(voting, row, i))),
    voting.cap > 0 && el("p", say(PHONE.capOf, { n: voting.cap,
      k: voting.marked() })),
    el("p", say(facts.last_counts ? PHONE.canChange : PHONE.cannotChange)),
    actionButton(".primary.large", voting.paper.secret ? PHONE.seal
      : PHONE.castNamed, () => voting.seal()),
    single && plain(PHONE.change, () => voting.turn(0)),
  ];
}

function reviewLine(voting, row, i) {
  const title = say(voting.textOf(row.id).title);
  const option = voting.paper.facts.options[voting.choices[i]];

  return el("li.line", el("span", title),
    el(`button.button.chosen.${option}`, { type: "button",
      onclick: () => voting.turn(i),
      "aria-label": `${title}: ${optionWords(option)}. ${say(PHONE.change)}` },
    SIGN[option] && mark(SIGN[option]), el("span", optionWords(option))));
}

function picked(option) {
  return el(`div.picked.${option}`, SIGN[option] && mark(SIGN[option]),
    optionWords(option));
}

/** @param {Voting} voting */
export function sealScreen(voting) {
  return [
    voting.heading(),
    notice("", "lock", el("h2", say(PHONE.sealed)),
      el("p.small", say(PHONE.sealCode)),
      el("p.code", voting.ballot.code)),
    actionButton(".primary.large", PHONE.cast, () => voting.cast()),
    el("p.small.soft", say(PHONE.sealHow)),
    actionButton(".quiet", PHONE.test, () => voting.test()),
  ];
}

/* The rule of a motion in two sentences; the long ones of elections and
 * appraisals, which are the same for each row, folded. */
function rule(voting, row) {
  const words = el("p.small.soft", say(voting.ruleOf(row)));

  return voting.paper.facts.kind === "motion" ? words
    : el("details", el("summary", say(PHONE.rule)), words);
}

/* The whole text, folded. */
function fullText(text) {
  const own = text.lines[language()];
  const lines = own.length > 0 ? own : [...text.lines.zh, ...text.lines.en];

  return lines.length > 0 && el("details", el("summary", say(PHONE.fullText)),
    prose(lines));
}
