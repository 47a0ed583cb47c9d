/**
 * The round that follows another: after a void round the same question, after
 * a tie or a shortfall the candidates it is still about. And the way out of a
 * wrong roll, step by step.
 */

import { el } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { listOf, say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { AGAIN } from "../../words/chair_again.js";
import { mistake } from "../../post/press.js";
import { isLost } from "./box.js";

const ID_MAX = 32; /* bytes of a paper's id */

/**
 * After a round that came to nothing.
 *
 * @param {import("./chair.js").Chair} chair
 */
export function roundAgain(chair, paper, view) {
  const given = paper.stage === "uncountable";
  const later = followerOf(chair, paper);

  return [
    notice("warn", "alert", el("p", say(given ? CHAIR.uncountableSaid
      : CHAIR.voidSaid))),
    later ? already(chair, later) : newRound(chair, paper, view),
    !given && wrongRoll(chair),
  ];
}

function newRound(chair, paper, view) {
  const session = sessionFor(chair, paper);
  const lost = paper.ballot === "secret" && isLost(chair);

  return el("section.card.act", el("h2", say(AGAIN.title)),
    lost && [el("p", say(AGAIN.howLost)), el("ol", [!session && AGAIN.lost1,
      !session && AGAIN.lost2, session && AGAIN.lost0, AGAIN.lost3, AGAIN.lost4]
      .filter(Boolean).map((step) => el("li", say(step))))],
    session ? [el("p", say(AGAIN.how, { id: nextId(chair, paper) })),
      session.id !== paper.session && el("p", say(AGAIN.inSession,
        { title: chair.titleOf(session.id) })),
      recusals(chair, view),
      actionButton(".primary.large", AGAIN.make, () =>
        make(chair, paper, sameAgain(chair, paper, view)))]
      : !lost && notice("", "wait", el("p", say(AGAIN.noSession))));
}

/* Where it can be voted on: now, unless its box cannot be opened any more; else
 * in the session that comes next. */
function sessionFor(chair, paper) {
  const { sessions } = chair.conference;
  const next = sessions.find((s) => s.stage === "planned") ?? null;

  return paper.ballot === "secret" && isLost(chair) ? next
    : chair.session ?? next;
}

/** What says that the screen of such a round is another one. */
export function againKey(chair, paper) {
  return ["void", "uncountable"].includes(paper.stage)
    ? `${sessionFor(chair, paper)?.id} ${isLost(chair)} ${
      followerOf(chair, paper)?.id}` : "";
}

/** Questions of sessions that are over whose round came to nothing, and that
 *  nothing has taken the place of. */
export function leftOver(chair) {
  const { sessions, papers } = chair.conference;
  const over = new Set(sessions.filter((s) => s.stage === "ended")
    .map((s) => s.id));

  return papers.filter((p) => over.has(p.session) && !p.practice &&
    ["void", "uncountable"].includes(p.stage) && !followerOf(chair, p));
}

/** After an election that leaves seats open: what follows, or nothing. */
export function roundAfter(chair, paper, view, round) {
  const next = round.election?.next;

  if (!["revote", "runoff"].includes(next))
    return null;
  const later = followerOf(chair, paper);

  if (later)
    return already(chair, later);
  return next === "revote" ? revote(chair, paper, view, round)
    : runoff(chair, paper, view, round);
}

/* The question that takes this one's place, unless that came to nothing. */
function followerOf(chair, paper) {
  return chair.conference.papers.find((p) => p.followed === paper.round &&
    p.follows !== "nothing" && !["void", "uncountable"].includes(p.stage));
}

function already(chair, later) {
  return el("section.card.act", el("p", say(AGAIN.already,
    { title: chair.titleOf(later.id) })),
  el("button.button.primary", { type: "button",
    onclick: () => void chair.turnTo(later.id) }, say(AGAIN.toIt)));
}

/* ---- Making it ------------------------------------------------------------ */

/* P2, P2.2, P2.3: the first number that no question has. */
function nextId(chair, paper) {
  const base = paper.id.replace(/\.\d+$/, "").slice(0, ID_MAX - 4);
  const taken = new Set(chair.conference.papers.map((p) => p.id));
  let n = 2;

  while (taken.has(`${base}.${n}`))
    n++;
  return `${base}.${n}`;
}

/* A text that is on record already, as events name it. */
function onRecord(blob) {
  return { ref: `${blob.class} ${blob.length} ${blob.sha256}` };
}

/* The same title with the number of the round behind it. */
function titleAgain(chair, paper, id) {
  const text = chair.titles.get(paper.id);
  const n = id.split(".").at(-1);
  const titled = (tongue, i) => text.title[tongue].replace(/（第\d+轮）$/, "")
    .replace(/ \(round \d+\)$/, "") + AGAIN.suffix[i].replace("{n}", n);

  return text ? chair.hall.core.writeText({ zh: titled("zh", 0),
    en: titled("en", 1) }) : null;
}

function sameAgain(chair, paper, view) {
  const typed = chair.typed.has(`${paper.id} recusals`)
    ? readRecusals(chair.typedIn("recusals"), view) : view.recusals;

  return { follows: "void", cap: view.cap, rules: view.rules,
    rows: view.rows, recusals: typed };
}

async function make(chair, paper, what) {
  const id = nextId(chair, paper);
  const title = titleAgain(chair, paper, id);
  const session = sessionFor(chair, paper);
  const draft = chair.log.draft.paper({ ...what, id, followed: paper.id,
    session: session?.id ?? paper.session, at: chair.hall.time(),
    title: title ?? onRecord(paper.title), kind: paper.kind,
    ballot: paper.ballot, counts: paper.last_counts ? "last" : "first",
    filter: what.filter ?? chair.log.paper(paper.entry).filter ?? "none",
    power: paper.advise ? "advise" : "adopt", practice: paper.practice,
    settles: paper.settles, options: paper.options,
    rows: what.rows.map((row) => ({ id: row.id, rule: row.rule_number ?? 1,
      text: onRecord(row.text) })) });

  await chair.decide(`paper/${id}/${chair.log.size}`, draft,
    title ? [title] : []);
  await chair.refresh();
  await chair.turnTo(id);
}

/* ---- Recusals, and a wrong roll ------------------------------------------- */

function recusals(chair, view) {
  const field = chair.field("recusals", AGAIN.recusalsField, { long: true });
  const input = field.querySelector("textarea");

  if (!chair.typed.has(`${chair.paper} recusals`))
    input.value = view.recusals.map((r) => `${r.row} ${r.seat.slice(5)}`)
      .join("\n");
  return chair.fold("recusals", "", AGAIN.recusals,
    el("p.small.soft", say(AGAIN.recusalsHow)), field);
}

/** "1 036": seat 036 does not vote on row 1. */
function readRecusals(typed, view) {
  const found = typed.split("\n").map((line) => line.trim())
    .map((line, i) => [line, i]).filter(([line]) => line !== "")
    .map(([line, i]) => {
      const [, row, seat] = /^(\d{1,3})\s+(?:seat\/)?(\d{1,4})$/.exec(line) ??
        [];

      if (!row || Number(row) < 1 || Number(row) > view.rows.length)
        throw mistake(AGAIN.recusalsBad, { n: i + 1, line });
      return { row: Number(row), number: Number(seat),
        seat: `seat/${seat.padStart(3, "0")}` };
    });

  return found.sort((a, b) => a.row - b.row || a.number - b.number);
}

function wrongRoll(chair) {
  return chair.fold("wrong-roll", ".card.folded", AGAIN.wrongRoll,
    el("p", say(AGAIN.wrongRollHow)),
    el("ol", [AGAIN.step1, AGAIN.step2, AGAIN.step3, AGAIN.step4, AGAIN.step5]
      .map((step) => el("li", say(step)))));
}

/* ---- After a tie, after a shortfall --------------------------------------- */

function rowsOf(view, ids) {
  return view.rows.filter((row) => ids.includes(row.id));
}

function revote(chair, paper, view, round) {
  const rows = rowsOf(view, round.election.tied);

  return el("section.card.act", el("h2", say(AGAIN.tieTitle)),
    el("p", say(AGAIN.tie, { names: listOf(rows.map(
      (row) => chair.rowName(paper, row))) })),
    actionButton(".primary.large", AGAIN.tieMake, () => make(chair, paper,
      { follows: "tie", rows: rows.map((r) => ({ ...r, rule_number: 1 })),
        recusals: recusalsOf(view, rows) })));
}

function runoff(chair, paper, view, round) {
  const rows = rowsOf(view, round.election.below_threshold);
  const boxes = new Map(rows.map((row) => [row.id, el("input",
    { type: "checkbox", id: `stand-${row.id}`, checked: true })]));

  return el("section.card.act", el("h2", say(AGAIN.runoffTitle)),
    el("p", say(AGAIN.runoff, { n: round.election.open_seats,
      names: listOf(rows.map((row) => chair.rowName(paper, row))) })),
    el("fieldset.checks", el("legend", say(AGAIN.runoffPick)),
      rows.map((row) => el("label.check", boxes.get(row.id),
        chair.rowName(paper, row)))),
    actionButton(".primary.large", AGAIN.runoffMake, () => {
      const standing = rows.filter((row) => boxes.get(row.id).checked);

      if (standing.length === 0)
        throw mistake(AGAIN.runoffNobody);
      return make(chair, paper, { follows: "shortfall",
        rows: standing.map((r) => ({ ...r, rule_number: 1 })),
        recusals: recusalsOf(view, standing) });
    }));
}

/* Recusals name rows by their place, and these are other places. */
function recusalsOf(view, rows) {
  return rows.flatMap((row, i) => view.recusals
    .filter((r) => r.row === view.rows.indexOf(view.rows.find((v) =>
      v.id === row.id)) + 1)
    .map((r) => ({ row: i + 1, seat: r.seat })));
}
