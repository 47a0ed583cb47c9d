/** All sessions with their questions, and each question with its rounds. */

import { el } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { stageChip } from "../../screen/stage.js";
import { dayIn, say } from "../../screen/words.js";
import { RECORD, RECOUNT, SESSION } from "../../words/record.js";
import { patterns } from "./bars.js";
import { anchorOf, roundCard, verdictChip, verdictOf, waitingCard }
  from "./round.js";
import { titleOf } from "../../screen/prose.js";

/** @param {import("./record.js").Record} page */
export function resultsOf(page) {
  const { sessions } = page.conference;

  return [patterns(), page.report?.holds === false &&
    notice("bad", "alert", say(RECOUNT.unsure)), sessions.length === 0 && el("p.soft",
    say(RECORD.noSession)),
  sessions.map((session) => sessionOf(page, session))];
}

function sessionOf(page, session) {
  const rounds = page.rounds.filter((r) => r.round.session === session.id);
  const waiting = page.waiting.filter(({ paper }) =>
    paper.session === session.id);

  return el("section.session",
    el("div.session-head",
      el("h2", titleOf(page.sessionTitles.get(session.id), session.id)),
      el("p.small.soft", `${dayIn(session.date)} · ${say(SESSION[session.stage])}`)),
    rounds.length > 1 && contents(page, rounds),
    rounds.length === 0 && el("p.soft", say(RECORD.none)),
    inOrder(rounds).map((shown) => roundCard(page, shown)),
    waiting.length > 0 && page.fold(`waiting ${session.id}`,
      say(RECORD.waiting, { n: waiting.length }), () => el("div.place",
        waiting.map(({ paper, text }) => waitingCard(paper, text)))));
}

/* A later round stands behind the one that it follows. */
function inOrder(rounds) {
  const list = [];
  const put = (shown) => {
    list.push(shown);
    rounds.filter((r) => r.round.follows !== "nothing" &&
      r.round.followed === shown.round.round).forEach(put);
  };

  rounds.filter((r) => r.round.follows === "nothing" || !rounds.some((other) =>
    other.round.round === r.round.followed)).forEach(put);
  return list;
}

function contents(page, rounds) {
  return el("nav.card.contents", { "aria-label": say(RECORD.contents) },
    el("ol.plain", inOrder(rounds).map(({ round, texts }) => el("li",
      el("a", { href: `#${anchorOf(round)}` },
        titleOf(texts.get("title"), round.id)),
      el("span.small.soft.number", inShort(round)),
      chipOf(round)))));
}

/* Counts and the number needed, where they fit on a line. */
function inShort(round) {
  const [row] = round.rows;

  if (round.rows.length > 1 || !row.counts || round.kind !== "motion")
    return say(RECORD.turnout, { n: round.returned, all: round.roll });
  return say(RECORD.short, { n: row.counts[round.options[0]], roll: row.roll,
    needed: row.needed ?? "—" });
}

function chipOf(round) {
  const [row] = round.rows;

  if (["void", "uncountable"].includes(round.stage))
    return stageChip(round.stage);
  if (round.rows.length === 1 && row.outcome)
    return verdictChip(verdictOf(row));
  const adopted = round.rows.filter((r) => r.outcome === "adopted").length;

  if (round.election)
    return el("span.chip", say(RECORD.electedOf,
      { n: round.election.elected.length }));
  return round.kind === "motion" && row.counts
    ? el("span.chip", say(RECORD.adoptedOf, { n: adopted,
      all: round.rows.length })) : null;
}
