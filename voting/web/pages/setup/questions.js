/**
 * The questions: drafts on this device and what is laid, in one list. Laying a
 * draft puts it on record, as it is.
 */

import { forget, keep, namesUnder, recall } from "../../log/device.js";
import { el, mark } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { Mistake } from "./mistake.js";
import { freeId, newQuestion, paperOf } from "./question.js";
import { fromRecord, idAfter, titledAgain } from "./follow.js";
import { stageChip } from "../../screen/stage.js";
import { say } from "../../screen/words.js";
import { QUESTION, THREE } from "../../words/setup_question.js";
import { editorScreen } from "./edit.js";
import { titlesOf } from "./sessions.js";

const DRAFTS = "setup/question/";
const DIGITS = 6; /* of a draft's number, so that names sort */

/** The drafts of this log that are kept here, in the order they were begun. */
export function draftsOf(setup) {
  const { origin } = setup.log.pin();

  return namesUnder(DRAFTS).map((name) => recall(name))
    .filter((question) => question?.origin === origin);
}

export function keepDraft(question) {
  keep(DRAFTS + question.uid, question);
}

export function dropDraft(question) {
  forget(DRAFTS + question.uid);
}

function nextUid() {
  const last = namesUnder(DRAFTS).at(-1)?.slice(DRAFTS.length) ?? "0";

  return String(Number(last) + 1).padStart(DIGITS, "0");
}

/** A draft of this log; changes are over what is new by itself. */
export function begin(setup, conference, kind, changes = {}) {
  const taken = new Set([...conference.papers.map((p) => p.id),
    ...draftsOf(setup).map((q) => q.id)]);
  const question = { ...newQuestion(kind, { uid: nextUid(), taken,
    session: openSessions(conference).at(-1)?.id ?? "" }),
  origin: setup.log.pin().origin, ...changes };

  keepDraft(question);
  return question;
}

/** Sessions in which something can still be voted on. */
export function openSessions({ sessions }) {
  return sessions.filter((s) => s.stage !== "ended" &&
    !s.id.startsWith("rehearsal"));
}

/** The version that the log has of a draft's paper, or 0. */
export function versionOf(conference, question) {
  return question.laid === null ? 0
    : conference.papers.find((p) => p.id === question.id)?.version ?? 0;
}

/** @param {import("./setup.js").Setup} setup */
export async function questionsStep(setup, conference) {
  const drafts = draftsOf(setup);
  const open = drafts.find((q) => q.uid === setup.shown);

  if (open) {
    await editorScreen(setup, conference, open);
    return;
  }
  const titles = await titlesOf(setup, conference.papers);
  const key = [...conference.sessions.map((s) => s.id + s.stage),
    ...conference.papers.map((p) => p.id + p.stage + p.version),
    ...drafts.map((q) => q.uid + (q.laid?.version ?? 0))];

  setup.show(`list ${key}`, () => [
    el("h1", say(QUESTION.title)),
    el("p.soft", say(QUESTION.about)),
    openSessions(conference).length === 0
      ? notice("warn", "alert", el("p", say(QUESTION.needSession)))
      : [list(setup, conference, drafts, titles),
        adding(setup, conference), followUps(setup, conference, titles)],
    setup.nextStep(),
  ]);
}

function list(setup, conference, drafts, titles) {
  const mine = new Set(drafts.filter((q) => q.laid).map((q) => q.id));
  const elsewhere = conference.papers.filter((p) => !mine.has(p.id) &&
    !p.practice);

  if (drafts.length + elsewhere.length === 0)
    return el("p", say(QUESTION.none));
  return el("section.card", el("ol.plain",
    drafts.map((q) => draftLine(setup, conference, q)),
    elsewhere.map((p) => el("li.line",
      el("span", el("b", titles.get(p.id)), el("br"),
        el("span.soft.small", `${p.id} · ${say(QUESTION.notHere)}`)),
      stageChip(p.stage)))));
}

function draftLine(setup, conference, question) {
  const paper = conference.papers.find((p) => p.id === question.id);
  const title = titleOf(question);
  const laid = question.laid !== null && paper;

  return el("li.line",
    el("span", el("b", title), el("br"), el("span.soft.small", laid
      ? `${question.id} · ${say(QUESTION.laid, { n: question.laid.version })}`
      : question.id)),
    laid ? stageChip(paper.stage)
      : el("span.chip.warn", say(QUESTION.draft)),
    el("button.button", { type: "button",
      "aria-label": `${say(laid ? QUESTION.look : QUESTION.edit)}: ${title}`,
      onclick: () => void setup.look(question.uid) },
    say(laid ? QUESTION.look : QUESTION.edit)));
}

/** A draft's title, in the language of now if it has one in it. */
export function titleOf({ zh, en }) {
  return say({ zh: zh || en, en: en || zh }) || say(QUESTION.untitled);
}

/* ---- Something new -------------------------------------------------------- */

function adding(setup, conference) {
  const settled = new Set(draftsOf(setup).map((q) => q.settles));
  const one = (kind) => el("button.button", { type: "button",
    onclick: () => void setup.look(begin(setup, conference, kind).uid) },
  say(QUESTION[kind]));

  return el("section.card", el("h2", say(QUESTION.add)),
    THREE.some((t) => !settled.has(t.settles)) && [
      actionButton(".primary", QUESTION.three, async () => {
        draftThree(setup, conference, settled);
        await setup.again();
      }), el("p.small.soft", say(QUESTION.threeHow))],
    el("div.actions.row", one("motion"), one("election"), one("appraisal")));
}

function draftThree(setup, conference, settled) {
  for (const { settles, zh, en } of THREE)
    if (!settled.has(settles)) {
      const taken = new Set([...conference.papers.map((p) => p.id),
        ...draftsOf(setup).map((q) => q.id)]);

      begin(setup, conference, "motion", { id: freeId("M", taken), zh, en,
        settles, ballot: "hands", counts: "first", preset: "procedural.open" });
    }
}

/* ---- After a round -------------------------------------------------------- */

/* Why a paper's round is to be voted on again, or null. */
function whyAgain(setup, paper) {
  if (paper.round === null || paper.practice)
    return null;
  if (["void", "uncountable"].includes(paper.stage))
    return "void";
  if (paper.kind !== "election")
    return null;
  const next = setup.log.round(paper.round).election?.next;

  return { revote: "tie", runoff: "shortfall" }[next] ?? null;
}

/* The question that takes the place of a round that came to nothing. */
function isFollowed({ papers }, paper) {
  return papers.some((p) => p.followed === paper.round &&
    p.follows !== "nothing" && !["void", "uncountable"].includes(p.stage));
}

function followUps(setup, conference, titles) {
  const begun = new Set(draftsOf(setup).map((q) => q.follows?.paper));
  const due = conference.papers.filter((p) => !begun.has(p.id) &&
    !isFollowed(conference, p))
    .map((paper) => ({ paper, why: whyAgain(setup, paper) }))
    .filter(({ why }) => why !== null);

  return due.map(({ paper, why }) => el("section.card",
    el("p", say(QUESTION.followWhy[paper.stage] ?? QUESTION.followWhy[why])),
    actionButton("", [QUESTION.followUp[0].replace("{title}",
      titles.get(paper.id)), QUESTION.followUp[1].replace("{title}",
      titles.get(paper.id))], async () => {
      const question = await follow(setup, conference, paper, why);

      await setup.look(question.uid);
    })));
}

/* The session that the same question can be voted on in: its own, unless that
 * has ended, or its ballot box could not be opened. */
function sessionOf(conference, paper) {
  const open = openSessions(conference).map((s) => s.id);

  return open.includes(paper.session) && paper.stage !== "uncountable"
    ? paper.session : open.at(-1) ?? "";
}

/* The same question again, or what is left of an election. */
async function follow(setup, conference, paper, why) {
  const { core, texts } = setup.hall;
  const taken = new Set([...conference.papers, ...draftsOf(setup)]
    .map((p) => p.id));
  const draft = draftsOf(setup).find((q) => q.id === paper.id);
  const about = { id: idAfter(paper.id, taken),
    session: sessionOf(conference, paper),
    follows: { paper: paper.id, why } };

  if (why === "void" && draft) {
    const { uid: _, ...rest } = draft;

    return begin(setup, conference, paper.kind, { ...titledAgain(rest,
      about.id), ...about, laid: null });
  }
  const round = setup.log.round(paper.round);
  const again = fromRecord(core, { paper, round, why,
    view: setup.log.paper(paper.entry), texts: await texts.ofRound(round) });

  return begin(setup, conference, paper.kind, { ...titledAgain(again,
    about.id), ...about });
}

/* ---- Laying --------------------------------------------------------------- */

/* A seat can be recused once it is on the roll. */
function checkRecused(setup, paper) {
  const known = new Set(setup.log.seats().map(({ post }) => post));
  const missing = paper.recusals.find(({ seat }) => !known.has(seat));

  if (missing)
    throw new Mistake(QUESTION.recusedNobody, { n: missing.seat.slice(5) });
}

/**
 * Puts a draft on record.
 *
 * @param {import("./setup.js").Setup} setup
 */
export async function lay(setup, question) {
  const { paper, texts } = paperOf(setup.hall.core, question,
    setup.hall.time());

  checkRecused(setup, paper);
  const version = 1 + (setup.log.conference().papers
    .find((p) => p.id === question.id)?.version ?? 0);

  /* Before it is sent: whatever comes between, it is not laid twice. */
  question.laid = { version, at: paper.at };
  keepDraft(question);
  try {
    await setup.decide(`paper/${question.id}/${version}`,
      setup.log.draft.paper(paper), texts);
  } catch (error) {
    question.laid = null;
    keepDraft(question);
    throw error;
  }
}
