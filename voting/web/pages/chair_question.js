/**
 * One question, as the presiding officer leads it: text and rule, what is still
 * in the way, open, turnout, last call, close, count, declare, publish.
 */

import { el, mark } from "../dom.js";
import { actionButton, notice } from "../frame.js";
import { stageChip } from "../stage.js";
import { say } from "../words.js";
import { CHAIR } from "../words/chair.js";

const LAST_CALL_S = 10; /* from the last call to the close, at least */

/** @param {import("./chair.js").Chair} chair */
export async function questionScreen(chair, conference) {
  const paper = conference.papers.find((p) => p.id === chair.paper);
  const round = paper.round === null ? null : chair.log.round(paper.round);
  const texts = round ? await chair.hall.texts.ofRound(round) : new Map();
  const { sent } = chair;

  chair.frame.show(
    `question ${paper.id} ${chair.log.size} ${[...sent.keys()].length}`,
    () => [
      el("button.button.quiet", { type: "button",
        onclick: () => void chair.turnTo(null) }, say(CHAIR.back)),
      el("section.card",
        el("p", stageChip(paper.stage)),
        el("h1", chair.titleOf(paper.id)),
        round && el("ol.plain", round.rows.map((row) => rowLine(row, texts)))),
      ...steps(chair, paper, round),
    ]);
}

function rowLine(row, texts) {
  const text = texts.get(row.id);

  return el("li", el("h3", text ? say(text.title) : row.id),
    el("p.small.soft", say(row.rule)),
    row.sentence && el("p", say(row.sentence)));
}

function speech(words, values) {
  return el("p.speech", mark("next"), el("span", say(words, values)));
}

function steps(chair, paper, round) {
  switch (paper.stage) {
  case "ready":
    return [opening(chair, paper)];
  case "open":
    return [running(chair, paper, round)];
  case "closed":
    return [counting(chair, paper, round)];
  case "counted":
    return [counted(chair, paper, round)];
  case "declared":
    return [el("section.card", actionButton(".primary.large", CHAIR.publish,
      () => act(chair, "publish", paper)))];
  case "published":
    return [notice("good", "tick", el("p", say(CHAIR.done)))];
  default:
    return [];
  }
}

/* Each of these names only the paper and the time. */
async function act(chair, type, paper, more = {}) {
  await chair.decide(`${type}/${paper.id}/${chair.log.size}`,
    chair.log.draft[type]({ paper: paper.id, at: chair.hall.time(), ...more }));
}

/* ---- Opening -------------------------------------------------------------- */

/**
 * What the state machine would say to opening it now.
 *
 * @returns {import("../core.js").CoreError|null}
 */
function objection(chair, paper, shortNotice) {
  const { presiding } = chair.log.conference();
  const at = chair.hall.time();

  try {
    const draft = chair.log.draft.open({ paper: paper.id, at, shortNotice });

    chair.log.tryNote(chair.sign(draft, [presiding]).note, at);
    return null;
  } catch (error) {
    return error;
  }
}

function opening(chair, paper) {
  const why = objection(chair, paper);
  const typed = `${paper.id} reason`;
  /* The log grows while somebody types, and the screen is drawn anew. */
  const reason = el("input", { id: "reason", value: chair.typed.get(typed),
    oninput: () => chair.typed.set(typed, reason.value) });
  const text = () => reason.value.trim() === "" ? undefined
    : chair.hall.core.writeText({ zh: reason.value.trim() });

  if (why && why.code !== "short-notice")
    return el("section.card", notice("warn", "alert",
      el("p", say(why)), el("p.small.code", why.code)));
  return el("section.card",
    why ? el("div.field", el("label", { for: "reason" },
      say(CHAIR.shortNotice)), reason)
      : notice("good", "tick", el("p", say(CHAIR.ready))),
    speech(CHAIR.openSay, { title: chair.titleOf(paper.id) }),
    twice(CHAIR.open, CHAIR.openSure, async () => {
      const shortNotice = text();

      await chair.decide(`open/${paper.id}/${chair.log.size}`,
        chair.log.draft.open({ paper: paper.id, at: chair.hall.time(),
          shortNotice }), shortNotice ? [shortNotice] : []);
    }));
}

/* The first tap asks, the second does. */
function twice(words, sure, act) {
  const box = el("div");
  const first = el("button.button.primary.large", { type: "button",
    onclick: () => {
      box.replaceChildren(el("p", { role: "status" }, say(sure)),
        actionButton(".primary.large", words, act));
      box.querySelector("button").focus();
    } }, say(words));

  box.append(first);
  return box;
}

/* ---- While it is open ----------------------------------------------------- */

function running(chair, paper, round) {
  if (round.ballot === "hands")
    return el("section.card", notice("", "wait", el("p", say(CHAIR.handsNow))),
      actionButton(".primary", CHAIR.close, () => act(chair, "close", paper)));
  const left = round.last_call_at === 0 ? null
    : round.last_call_at + LAST_CALL_S - chair.hall.shownTime();

  return el("section.card",
    el("p.big.number", { role: "status" }, say(CHAIR.inTheBox,
      { n: round.returned, all: round.issued })),
    el("progress", { max: round.issued || 1, value: round.returned }),
    el("p.small.soft", say(CHAIR.noPartial)),
    el("p.small.soft", say(CHAIR.safe, { n: round.returned })),
    left === null ? lastCall(chair, paper) : closing(chair, paper, round, left));
}

function lastCall(chair, paper) {
  return [speech(CHAIR.lastCallSay),
    actionButton(".primary", CHAIR.lastCall, () => act(chair, "announce",
      paper, { what: "last-call" }))];
}

function closing(chair, paper, round, left) {
  if (left > 0) {
    setTimeout(() => {
      chair.frame.key = null;
      void chair.showNow();
    }, 1000 * Math.min(left, 1) + 50);
    return el("p", { role: "status" }, say(CHAIR.lastCallWait,
      { n: Math.ceil(left) }));
  }
  return [speech(CHAIR.closeSay, round),
    actionButton(".primary.large", CHAIR.close,
      () => act(chair, "close", paper)),
    actionButton("", CHAIR.extend, () => act(chair, "announce", paper,
      { what: "extended" }))];
}

/* ---- After it ------------------------------------------------------------- */

function counting(chair, paper, round) {
  return el("section.card", speech(CHAIR.closeSay, round),
    el("p", { role: "status" }, say(CHAIR.waitShares, { n: round.shares })),
    actionButton(".primary", CHAIR.result, () => act(chair, "result", paper)));
}

function counted(chair, paper, round) {
  if (paper.practice)
    return notice("good", "tick", el("p", say(CHAIR.practiceDone)));
  if (round.sign_offs < round.sign_offs_needed)
    return notice("", "wait", el("p", { role: "status" },
      say(CHAIR.waitSignOffs, { n: round.sign_offs,
        m: round.sign_offs_needed })));
  return el("section.card", round.rows.map((row) => row.sentence &&
    speech(row.sentence)), actionButton(".primary.large", CHAIR.declare,
    () => act(chair, "declare", paper)));
}
