/**
 * After "cast" or "test": what became of the ballot, in one of three sentences,
 * and a test ballot for another device to read.
 */

import { el } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { say, timeOf } from "../../screen/words.js";
import { PHONE } from "../../words/phone.js";

/** What is known of a ballot that this phone has signed. */
export function sentNotice(item) {
  switch (item.state) {
  case "accepted":
    return notice("good", "tick", el("h2", say(item.about.attempt > 1
      ? PHONE.changed : PHONE.inTheBox)),
    el("p", say(PHONE.receipt, { n: item.answer.index,
      time: timeOf(item.answer.time) })));
  case "refused":
    return notice("bad", "alert", el("h2", say(PHONE.refused)),
      el("p", say(item.answer.error)));
  case "disputed":
    return notice("bad", "alert", el("h2", say(PHONE.disputed)));
  case "waiting":
    return notice("warn", "alert", el("h2", say(PHONE.waitingNet)));
  default:
    return notice("", "wait", el("h2", say(PHONE.sending)));
  }
}

function again(voting, words) {
  return actionButton("", words, () => voting.begin());
}

/** @param {import("./vote.js").Voting} voting */
export function doneScreen(voting) {
  const item = voting.lastWord();
  const standing = voting.standing.standing;
  const settled = !item || item.state === "accepted";

  return [voting.heading(), item ? sentNotice(item) : standingNotice(standing),
    (standing === "may-change" || (item?.about?.again &&
      standing !== "voted")) && settled && again(voting, PHONE.changeVote),
    standing === "may-vote" && (!item || item.state === "refused") &&
      again(voting, PHONE.again),
    turnout(voting.view), others(voting)];
}

function standingNotice(standing) {
  switch (standing) {
  case "not-on-roll":
    return notice("", "dash", el("p", say(PHONE.notOnRoll)));
  case "has-sheet":
    return notice("", "dash", el("p", say(PHONE.hasSheet)));
  case "may-vote": /* the ballot could not be kept, so it was not sent */
    return notice("bad", "alert", el("h2", say(PHONE.refused)));
  default: /* voted: the server's word, for there is no receipt here */
    return notice("warn", "alert", el("p", say(PHONE.voted)));
  }
}

function turnout({ returned, issued }) {
  return el("p.soft", { role: "status" },
    say(PHONE.turnout, { n: returned, all: issued }));
}

/* Other questions that are open and not voted on. */
function others(voting) {
  return voting.waiting().map((r) => actionButton(".primary",
    PHONE.nextQuestion, () => voting.turnToRound(r)));
}

/** A show of hands: nothing to press. */
export function handsScreen(voting) {
  return [voting.heading(),
    notice("", "next", el("h2", say(PHONE.hands)))];
}

/* ---- A test ballot -------------------------------------------------------- */

/** @param {import("./vote.js").Voting} voting */
export function testScreen(voting) {
  const box = el("textarea", { readonly: true, rows: 6,
    "aria-label": say(PHONE.testContent) });

  box.value = voting.revealed.text;
  return [
    notice("warn", "alert", el("h2", say(PHONE.tested)),
      el("p", say(PHONE.testHow, { address: `${location.host}/test` }))),
    el("dl.facts", el("dt", say(PHONE.sealCode)),
      el("dd.code", voting.revealed.code)),
    voting.revealed.picture ?? el("p", say(PHONE.testLong)),
    el("details", el("summary", say(PHONE.testContent)),
      el("div.field", box),
      actionButton("", PHONE.copy,
        () => navigator.clipboard.writeText(voting.revealed.text))),
    actionButton(".primary.large", PHONE.again, () => voting.begin()),
  ];
}
