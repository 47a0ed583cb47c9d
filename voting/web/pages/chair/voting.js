/**
 * While a question is open: turnout and the clock, more time, the last call and
 * the end it leads to; apart from them, what ends a round without a result.
 */

import { keep, recall } from "../../log/device.js";
import { el } from "../../screen/dom.js";
import { actionButton, failure, notice } from "../../screen/frame.js";
import { clockOf, say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { handsSteps } from "./hands.js";
import { voidCard } from "./void.js";
import { speech } from "./run.js";

const LAST_CALL_S = 30; /* as phones and the wall count it down */
const CLOSE_FROM_S = 10; /* the log takes a close no earlier */
const CLOSE_UNTIL_S = 300; /* and no later; then the call has lapsed */
const CLOSE_ALONE_S = 60; /* until then this page ends the vote by itself */

/** @param {import("./chair.js").Chair} chair */
export function votingSteps(chair, paper) {
  if (paper.ballot === "hands")
    return [...handsSteps(chair, paper), voidCard(chair, paper)];
  return [turnout(chair, paper), voidCard(chair, paper)];
}

function turnout(chair, paper) {
  const { living } = chair;
  const round = () => chair.log.round(paper.round);
  const bar = el("progress", { max: 1, value: 0,
    "aria-label": say(CHAIR.inTheBox, { n: "", all: "" }) });

  return el("section.card.act",
    el("p.turnout", living.text("b.number", () => round().returned),
      living.text("span.soft", () => say(CHAIR.ofAll,
        { all: round().issued })),
      living.text("span.clock.number", () => say(CHAIR.elapsed, { time:
        clockOf(chair.hall.shownTime() - round().opened_at) }))),
    living.follow(bar, () => {
      bar.max = round().issued || 1;
      bar.value = round().returned;
    }),
    el("p.small.soft", say(CHAIR.noPartial), " ",
      living.text("span", () => say(CHAIR.safe, { n: round().returned }),
        { role: "status" })),
    living.part("div.actions", () => [phase(chair, round()),
      round().extended], (inner) =>
      ending(chair, paper, round(), inner)));
}

/* How far the last call is. */
function phase(chair, round) {
  const since = sinceCall(chair, round);

  if (since === null || since > CLOSE_UNTIL_S)
    return round.all_voted ? "all" : since === null ? "open" : "lapsed";
  if (since < CLOSE_FROM_S && !round.all_voted)
    return "called";
  return since < LAST_CALL_S ? "may-close" : "over";
}

function sinceCall(chair, { last_call_at: at }) {
  return at === 0 ? null : chair.hall.shownTime() - at;
}

function ending(chair, paper, round, living) {
  switch (phase(chair, round)) {
  case "all":
    return [notice("good", "tick", el("p", say(CHAIR.allVoted))),
      close(chair, paper, ".primary.large"), lastCall(chair, paper, "")];
  case "called":
  case "may-close":
    return called(chair, paper, round, living);
  case "over":
    return [el("p", { role: "status" }, say(CHAIR.lastCallOver)),
      el("div.actions.row", close(chair, paper, ".primary.large"),
        extend(chair, paper)), alone(chair, paper, round)];
  default:
    return [phase(chair, round) === "lapsed" && el("p",
      say(CHAIR.lastCallLapsed)),
    round.extended && el("p.small.soft", say(CHAIR.extended)),
    speech(say(CHAIR.lastCallSay)),
    lastCall(chair, paper, ".primary.large"),
    el("p.small.soft", say(CHAIR.lastCallHow, { n: LAST_CALL_S }))];
  }
}

function lastCall(chair, paper, classes) {
  return actionButton(classes, CHAIR.lastCall, async () => {
    await chair.decideOn("announce", paper, { what: "last-call" });
    /* Who made the call ends the vote when it is over; nobody else's device. */
    keep(`called/${paper.id}`, { round: paper.round });
  });
}

function called(chair, paper, round, living) {
  const left = () => Math.max(0, Math.ceil(LAST_CALL_S -
    sinceCall(chair, chair.log.round(paper.round))));

  return [living.text("p.countdown", () => say(CHAIR.lastCallWait,
    { n: left() }), { role: "timer" }),
  el("div.actions.row", extend(chair, paper),
    phase(chair, round) === "may-close" && close(chair, paper, ""))];
}

function extend(chair, paper) {
  return actionButton("", CHAIR.extend, () => chair.decideOn("announce",
    paper, { what: "extended" }));
}

function close(chair, paper, classes) {
  return actionButton(classes, CHAIR.close, () =>
    chair.decideOn("close", paper));
}

/* The end that was announced, unless this page was away for longer. */
function alone(chair, paper, round) {
  const box = el("div", { role: "status" });
  const mine = recall(`called/${paper.id}`)?.round === paper.round;

  if (!mine || chair.ending === paper.round ||
      sinceCall(chair, round) > CLOSE_ALONE_S)
    return null;
  chair.ending = paper.round;
  box.textContent = say(CHAIR.closing);
  chair.decideOn("close", paper).catch((error) => {
    box.replaceChildren(failure(error));
  }).finally(() => {
    chair.ending = null;
  });
  return box;
}
