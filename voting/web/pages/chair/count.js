/**
 * From the end of voting to the published result. The result is worked out
 * here as soon as enough scrutineers have used their keys; to be pressed are
 * only "declare" and "publish".
 */

import { el, mark } from "../../screen/dom.js";
import { actionButton, failure, notice } from "../../screen/frame.js";
import { dateOf, listOf, say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { OPTION, OUTCOME } from "../../words/result.js";
import { roundAfter } from "./again.js";
import { lostKeys, voidCard } from "./void.js";
import { isUncountable } from "./box.js";
import { speech } from "./run.js";

/** @param {import("./chair.js").Chair} chair */
export function countSteps(chair, paper, view) {
  const round = chair.log.round(paper.round);

  switch (paper.stage) {
  case "closed":
    return counting(chair, paper, round);
  case "counted":
    return [verdict(chair, paper, round), counted(chair, paper)];
  case "declared":
    return [verdict(chair, paper, round), publishing(chair, paper, round)];
  default:
    return [verdict(chair, paper, round),
      notice("good", "tick", el("p", say(CHAIR.done))),
      ...after(chair, paper, view, round)];
  }
}

/* What follows from an election comes before what follows in the list. */
function after(chair, paper, view, round) {
  const more = roundAfter(chair, paper, view, round);

  return [more, onwards(chair, paper, more ? "" : ".primary")];
}

/* ---- Waiting for the keys, then working it out ---------------------------- */

/* Where too many keys are lost nothing is waited for, and it cannot be voided
 * either, since that would take those who had them. */
function counting(chair, paper, round) {
  const lost = () => isUncountable(chair, paper);

  return [
    chair.living.part("div", lost, (living) => !lost() &&
      waiting(chair, paper, round, living)),
    paper.ballot === "secret" && lostKeys(chair, paper),
    chair.living.part("div", lost, () => !lost() && voidCard(chair, paper))];
}

function waiting(chair, paper, round, living) {
  const secret = paper.ballot === "secret";
  const needed = chair.session?.ballot_box?.needed ?? 0;
  const now = () => chair.log.round(paper.round);

  return el("section.card.act",
    speech(say(secret ? CHAIR.closeSay : CHAIR.closeSayNamed, round)),
    secret && living.part("ul.padlocks.small", () => now().shares, () =>
      Array.from({ length: needed }, (_, i) => el(i < now().shares
        ? "li.padlock.shut" : "li.padlock",
      mark(i < now().shares ? "open" : "lock")))),
    secret && living.text("p", () => say(CHAIR.waitShares,
      { n: now().shares, m: needed }), { role: "status" }),
    secret && el("p.small.soft", say(CHAIR.waitSharesHow)),
    living.part("div", () => now().shares, () => work(chair, paper)));
}

/* The sums are searched through in this page, so the words come first. */
function work(chair, paper) {
  const box = el("div", { role: "status" });

  async function attempt() {
    let draft;

    try {
      draft = chair.log.draft.result({ paper: paper.id });
    } catch {
      return; /* not enough keys yet */
    }
    box.replaceChildren(el("progress"), el("p", say(CHAIR.working)));
    try {
      await chair.decide(`result/${paper.id}/${paper.round}`, draft);
    } catch (error) {
      box.replaceChildren(failure(error),
        actionButton("", CHAIR.again, attempt));
    }
  }

  setTimeout(() => void attempt(), 0);
  return box;
}

/* ---- Declaring ------------------------------------------------------------ */

function counted(chair, paper) {
  const { living } = chair;
  const now = () => chair.log.round(paper.round);
  const signed = () => now().sign_offs >= now().sign_offs_needed;

  if (paper.practice)
    return el("section.card", notice("good", "tick",
      el("p", say(CHAIR.practiceDone))), onwards(chair, paper));
  return el("section.card.act", living.part("div.actions",
    () => [signed(), now().sign_offs], () => signed()
      ? [actionButton(".primary.large", CHAIR.declare, () =>
        chair.decideOn("declare", paper)),
      el("p.small.soft", say(CHAIR.declareHow))]
      : notice("", "wait", el("p", { role: "status" },
        say(CHAIR.waitSignOffs, { n: now().sign_offs,
          m: now().sign_offs_needed })),
      el("p.small", say(CHAIR.waitSignOffsHow)))));
}

function publishing(chair, paper, round) {
  return el("section.card.act",
    actionButton(".primary.large", CHAIR.publish, async () => {
      const title = chair.titleOf(paper.id);

      await chair.decideOn("publish", paper);
      await chair.refresh();
      chair.published = title;
      await moveOn(chair, paper);
    }),
    round.publish_by > 0 && el("p.small.soft",
      say(CHAIR.publishBy, { date: dateOf(round.publish_by) })));
}

/* What is published leaves the screen to the next question, unless a further
 * round of its own follows from it, or the chair has turned away meanwhile. */
async function moveOn(chair, paper) {
  const next = chair.nextAfter(paper.id);
  const more = chair.log.round(paper.round).election?.next ?? "nothing";

  if (chair.paper === paper.id && next &&
      !["revote", "runoff"].includes(more))
    await chair.turnTo(next.id);
}

function onwards(chair, paper, classes = ".primary") {
  const next = chair.nextAfter(paper.id);

  return next ? el("div.actions",
    el("p.soft", say(CHAIR.following, { title: chair.titleOf(next.id) })),
    el(`button.button${classes}`, { type: "button",
      onclick: () => void chair.turnTo(next.id) }, say(CHAIR.toNext)))
    : el("p.soft", say(CHAIR.finished));
}

/* ---- The verdict ---------------------------------------------------------- */

function verdict(chair, paper, round) {
  return el("section.card", election(chair, paper, round),
    round.rows.length === 1 || round.kind === "election" ? null
      : table(chair, paper, round),
    round.kind !== "election" && round.rows.map((row) => row.sentence &&
      speech(spoken(chair, paper, round, row))),
    round.rows.length === 1 && outcomeOf(round.rows[0]));
}

/* A row of several is named before its sentence. */
function spoken(chair, paper, round, row) {
  const sentence = say(row.sentence);

  return round.rows.length === 1 ? sentence
    : say(CHAIR.rowSay, { name: chair.rowName(paper, row), sentence });
}

function outcomeOf(row) {
  const words = row.label ? OPTION[row.label] ?? [row.label, row.label]
    : OUTCOME[row.outcome];

  return words && el("p.outcome", mark(row.outcome === "rejected" ? "cross"
    : "tick"), say(words));
}

function table(chair, paper, round, elected = new Set()) {
  return el("div.scroll.figures", { tabindex: "0", role: "region",
    "aria-label": chair.titleOf(paper.id) }, el("table",
    el("thead", el("tr", el("td"),
      round.options.map((o) => el("th.count", { scope: "col" },
        say(OPTION[o] ?? [o, o]))), el("td"))),
    el("tbody", round.rows.map((row) => el("tr",
      el("th", { scope: "row" }, chair.rowName(paper, row)),
      round.options.map((o) => el("td.count", row.counts?.[o] ?? "—")),
      el("td", elected.has(row.id) ? say(OUTCOME.elected)
        : outcomeOf(row)?.textContent ?? ""))))));
}

function election(chair, paper, round) {
  if (!round.election)
    return null;
  const { elected, tied, open_seats: n, next } = round.election;
  const names = (ids) => listOf(ids.map((id) => chair.rowName(paper,
    round.rows.find((row) => row.id === id))));

  return [
    speech(elected.length > 0 ? say(CHAIR.electedSay, { names: names(elected) })
      : say(CHAIR.nobodySay)),
    next === "revote" && speech(say(CHAIR.tiedSay, { names: names(tied) })),
    next === "runoff" && speech(say(CHAIR.openSeatsSay, { n })),
    table(chair, paper, round, new Set(elected)),
  ];
}
