/**
 * The strip of numbers, the run sheet, and the session itself: opening it, the
 * quorum, its end.
 */

import { el, mark } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { stageChip } from "../../screen/stage.js";
import { say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { AGAIN } from "../../words/chair_again.js";
import { leftOver } from "./again.js";
import { answersCard, answersKey } from "./answers.js";
import { boxCard, boxWords, isLost } from "./box.js";
import { peopleCard } from "./people.js";
import { twice } from "../../post/press.js";

/** A sentence to be spoken. */
export function speech(sentence) {
  return el("p.speech", mark("speak"), el("span", sentence));
}

/* ---- The strip ------------------------------------------------------------ */

/** @param {import("./chair.js").Chair} chair */
export function strip(chair) {
  const attendance = () => chair.conference.attendance;

  return el("section.pinned", { "aria-label": say(CHAIR.sessionCard) },
    fact(chair, CHAIR.due, () => attendance().due),
    fact(chair, CHAIR.present, () => attendance().present),
    fact(chair, CHAIR.quorum, () => quorumWords(attendance()),
      () => attendance().quorum !== null &&
        (attendance().present >= attendance().quorum ? "good" : "warn")),
    fact(chair, CHAIR.counted, () => attendance().counted ?? "—",
      () => attendance().counted !== null &&
        attendance().counted < attendance().present && "warn"),
    fact(chair, CHAIR.online, () => chair.hall.now?.phones ?? "—"),
    fact(chair, CHAIR.box, () => boxWords(chair, CHAIR.boxShut),
      () => isLost(chair) && "warn"));
}

function fact({ living }, words, value, tone = () => false) {
  const node = el("div.fact", el("span.soft", say(words)),
    living.text("b.number", value));

  return living.follow(node, () => {
    for (const one of ["good", "warn"])
      node.classList.toggle(one, tone() === one);
  });
}

function quorumWords({ present, quorum }) {
  if (quorum === null)
    return "—";
  return present >= quorum ? say(CHAIR.quorumMet, { n: quorum })
    : say(CHAIR.quorumShort, { n: quorum, left: quorum - present });
}

/* ---- The run sheet -------------------------------------------------------- */

/** @param {import("./chair.js").Chair} chair */
export function runSheet(chair) {
  const { living } = chair;
  const state = () => [...leftOver(chair), ...chair.agenda].map((p) => [p.id,
    p.stage, isReady(chair, p)]);

  return el("nav.run.card", { "aria-label": say(CHAIR.runSheet) },
    el("h2", say(CHAIR.runSheet)),
    el("button.item", { type: "button", "aria-current": chair.paper === null ? "true" : null,
      onclick: () => void chair.turnTo(null) }, say(CHAIR.sessionCard)),
    living.part("ol.plain", state, () => chair.agenda.length === 0
      ? el("li.soft", say(CHAIR.noPapers))
      : chair.agenda.map((paper) => el("li", item(chair, paper)))),
    living.part("div", state, () => leftOver(chair).length > 0 && [
      el("h3", say(AGAIN.earlier)), el("ol.plain", leftOver(chair)
        .map((paper) => el("li", item(chair, paper))))]));
}

/* It can be opened, and what is cast can be counted. */
function isReady(chair, paper) {
  return chair.mayOpen.get(paper.id) === null &&
    !(paper.ballot === "secret" && isLost(chair));
}

function item(chair, paper) {
  return el("button.item", { type: "button",
    "aria-current": chair.paper === paper.id ? "true" : null,
    "aria-label": `${say(CHAIR.look)}: ${chair.titleOf(paper.id)}`,
    onclick: () => void chair.turnTo(paper.id) },
  el("span", chair.titleOf(paper.id)),
  isReady(chair, paper)
    ? el("span.chip.good", say(CHAIR.mayOpen)) : stageChip(paper.stage));
}

/* ---- The session ---------------------------------------------------------- */

export function sessionKey(chair) {
  const { sessions, presiding, officers } = chair.conference;

  return `session ${presiding} ${JSON.stringify([officers,
    sessions.map((s) => [s.id, s.stage, s.ballot_box?.stage]),
    chair.agenda.map((p) => p.id), answersKey(chair.conference)])}`;
}

/** @param {import("./chair.js").Chair} chair */
export function sessionScreen(chair) {
  const { sessions } = chair.conference;
  const planned = sessions.filter((s) => s.stage === "planned");

  if (chair.session)
    return [...running(chair, chair.session), answersCard(chair),
      peopleCard(chair)];
  return [planned.length === 0 && notice("", "wait",
    el("p", say(CHAIR.noSession))),
  ...planned.map((session) => el("section.card",
    el("h1", chair.titleOf(session.id)), speech(say(CHAIR.startSay,
      { title: chair.titleOf(session.id) })),
    actionButton(".primary.large", CHAIR.start, () => chair.decide(
      `session-start/${session.id}`, chair.log.draft.sessionStart({
        session: session.id, at: chair.hall.time() }))))),
  answersCard(chair), peopleCard(chair)];
}

function running(chair, session) {
  return [
    el("section.card", el("h1", chair.titleOf(session.id)),
      chair.living.part("div", () => {
        const { due, present, quorum } = chair.conference.attendance;

        return [due, present, quorum];
      }, () => quorumSpeech(chair.conference.attendance)),
      next(chair)),
    boxCard(chair, session),
    ending(chair),
  ];
}

function quorumSpeech(attendance) {
  if (attendance.quorum === null || attendance.present >= attendance.quorum)
    return speech(say(CHAIR.quorumSay, attendance));
  return notice("warn", "wait", el("p", say(CHAIR.quorumWait, attendance)));
}

function next(chair) {
  const paper = chair.nextAfter(null);

  if (!paper)
    return chair.agenda.length > 0 && el("p.soft", say(CHAIR.finished));
  return el("div.actions",
    el("p.soft", say(CHAIR.following, { title: chair.titleOf(paper.id) })),
    el("button.button.primary", { type: "button",
      onclick: () => void chair.turnTo(paper.id) }, say(CHAIR.toNext)));
}

/** The posts of a kind that have a device. */
export function enrolled(chair, kind) {
  return chair.conference.officers.filter((o) => o.enrolled && !o.retired &&
    o.post.startsWith(`${kind}/`)).map((o) => o.post);
}

/* ---- The end -------------------------------------------------------------- */

function ending(chair) {
  const busy = () => chair.agenda.some((p) =>
    ["open", "closed"].includes(p.stage));

  return chair.fold("end", ".card.folded", CHAIR.end,
    chair.living.part("div.actions", busy, () => busy()
      ? notice("", "wait", el("p", say(CHAIR.endBusy)))
      : [speech(say(CHAIR.endSay)),
        twice(".danger", CHAIR.end, CHAIR.endSure, () => chair.decide(
          `session-end/${chair.session.id}`,
          chair.log.draft.sessionEnd({ at: chair.hall.time() })))]));
}
