/**
 * Roll, rehearsal, and the last look: each thing that can be seen from here is
 * looked at anew, each other one is ticked by hand.
 */

import { keep, recall } from "../../log/device.js";
import { el, mark } from "../../screen/dom.js";
import { check } from "../../screen/fields.js";
import { actionButton, notice } from "../../screen/frame.js";
import { freeId, noticeOf, paperOf, rulesOf, ruleIsGiven } from
  "./question.js";
import { readText, ServerError } from "../../log/server.js";
import { stageChip } from "../../screen/stage.js";
import { dayIn, say } from "../../screen/words.js";
import { SETUP } from "../../words/setup.js";
import { READY, REHEARSAL, ROLL } from "../../words/setup_ready.js";
import { begin, draftsOf, dropDraft, openSessions } from
  "./questions.js";
import { titlesOf } from "./sessions.js";

const DAY_S = 86400;
const GAP = 50; /* numbers without a seat, and no more are looked for */
const CLOCK_FINE_S = 30;

/** Seats on the roll, and how many have used their cards. */
function cardsOf(setup, due) {
  let [all, used, gap] = [0, 0, 0];

  for (let n = 1; gap < GAP && all < due; n++) {
    const seat = setup.holder(`seat/${String(n).padStart(3, "0")}`);

    gap = seat ? 0 : gap + 1;
    if (seat?.voting && !seat.retired) {
      all++;
      used += seat.enrolled ? 1 : 0;
    }
  }
  return { all, used };
}

/* ---- Roll ----------------------------------------------------------------- */

/** @param {import("./setup.js").Setup} setup */
export async function rollStep(setup, conference) {
  const { due } = conference.attendance;
  const { all, used } = cardsOf(setup, due);

  setup.show(`roll ${due} ${used}`, () => [
    el("h1", say(ROLL.title)), el("p", say(ROLL.about)),
    setup.holder("desk/1") ? null
      : notice("warn", "alert", el("p", say(ROLL.noDesk))),
    el("section.card",
      due > 0 ? [el("p.big", say(ROLL.seats, { n: due })),
        el("p", say(ROLL.used, { n: used, all })),
        el("progress", { max: all || 1, value: used,
          "aria-label": say(ROLL.used, { n: used, all }) })]
        : el("p", say(ROLL.none)),
      el("p.small.soft", say(ROLL.freeze)),
      el("div.actions", el(due > 0 ? "a.button" : "a.button.primary",
        { href: "/desk" }, say(ROLL.open)))),
    setup.nextStep(),
  ]);
}

/* ---- Rehearsal ------------------------------------------------------------ */

/** @param {import("./setup.js").Setup} setup */
export async function rehearsalStep(setup, conference) {
  const papers = conference.papers.filter((p) => p.practice);
  const waiting = papers.some((p) => p.round === null);
  const titles = await titlesOf(setup, papers);

  setup.show(`rehearsal ${papers.map((p) => p.id + p.stage)}`, () => [
    el("h1", say(REHEARSAL.title)), el("p", say(REHEARSAL.about)),
    papers.length > 0 && el("section.card",
      el("p", say(waiting ? REHEARSAL.prepared : REHEARSAL.done)),
      el("ul.plain", papers.map((p) => el("li.line",
        el("span", titles.get(p.id)), stageChip(p.stage)))),
      waiting && [el("h2", say(REHEARSAL.how)),
        el("ol", say(REHEARSAL.steps).split("|").map((s) => el("li", s))),
        el("div.actions", el("a.button.primary", { href: "/chair" },
          say(REHEARSAL.chair)))]),
    el("section.card", el("p.small.soft", say(REHEARSAL.named)),
      actionButton(waiting ? "" : ".primary", papers.length > 0
        ? REHEARSAL.again : REHEARSAL.make, () => prepare(setup, conference)),
      openSessions(conference).length > 0 && actionButton("",
        REHEARSAL.secret, () => practice(setup, conference, "secret",
          openSessions(conference).at(-1).id))),
    setup.nextStep(),
  ]);
}

/* A session of its own, and a question that decides nothing. */
async function prepare(setup, conference) {
  const { core } = setup.hall;
  const planned = conference.sessions.find((s) => s.stage === "planned" &&
    s.id.startsWith("rehearsal"));
  const number = 1 + conference.sessions.filter((s) =>
    s.id.startsWith("rehearsal")).length;
  const id = planned?.id ?? `rehearsal-${number}`;

  if (!planned) {
    const title = core.writeText({ zh: REHEARSAL.session[0],
      en: REHEARSAL.session[1] });
    const today = new Date(1000 * setup.hall.time()).toISOString()
      .slice(0, 10);

    await setup.decide(`session/${id}`, setup.log.draft.session({ id,
      term: Number(setup.founding.term()), number, title, date: today }),
    [title]);
  }
  await practice(setup, conference, "named", id);
}

async function practice(setup, conference, ballot, session) {
  const taken = new Set([...conference.papers.map((p) => p.id),
    ...draftsOf(setup).map((q) => q.id)]);
  const question = begin(setup, conference, "motion", {
    id: freeId("X", taken), session, ballot, practice: true,
    zh: REHEARSAL.question[0], en: REHEARSAL.question[1],
    textZh: REHEARSAL.questionHow[0], textEn: REHEARSAL.questionHow[1] });

  dropDraft(question); /* nothing of it is to be edited */
  const { paper, texts } = paperOf(setup.hall.core, question,
    setup.hall.time());

  await setup.decide(`paper/${question.id}/1`, setup.log.draft.paper(paper),
    texts);
  await setup.again();
}

/* ---- Ready for tomorrow? -------------------------------------------------- */

/** @param {import("./setup.js").Setup} setup */
export async function readyStep(setup, conference) {
  const lines = [...people(setup), ...await paperLines(setup, conference),
    ...await machine(setup), ...guests(setup, conference)];
  const left = lines.filter((line) => !line.fine).length +
    Object.keys(READY.hands).filter((name) => !ticked(name)).length;
  const key = lines.map((line) => say(line.words, line.values)).join();

  setup.show(`ready ${key} ${left}`, () => [
    el("h1", say(READY.title)),
    left === 0 ? notice("good", "tick", el("p", say(READY.all)))
      : notice("warn", "alert", el("p", { role: "status" },
        say(READY.left, { n: left }))),
    el("section.card", el("ul.plain", [...lines].sort((a, b) =>
      Number(a.fine) - Number(b.fine)).map((line) => readyLine(setup, line)))),
    el("section.card", el("h2", say(READY.hand)),
      Object.entries(READY.hands).map(([name, words]) =>
        check(words, { value: ticked(name), onInput: (value) => {
          keep(`setup/tick/${setup.log.pin().origin}/${name}`, value);
          void setup.stay(() => setup.again());
        } }))),
  ]);

  function ticked(name) {
    return recall(`setup/tick/${setup.log.pin().origin}/${name}`) === true;
  }
}

function readyLine(setup, { fine, words, values, step }) {
  return el("li.line.ready-line",
    el(fine ? "span.chip.good" : "span.chip.warn",
      mark(fine ? "tick" : "alert"), say(fine ? READY.fine : READY.todo)),
    el("span.ready-words", say(words, values)),
    !fine && step && el("button.button", { type: "button",
      "aria-label": say(READY.do) + say(SETUP.colon) + say(words, values),
      onclick: () => void setup.turnTo(step) }, say(READY.do)));
}

/* A line that is fine or not, in the words for each. */
function either(fine, [yes, no], step, values = {}) {
  return { fine: !!fine, words: fine ? yes : no, values, step };
}

function people(setup) {
  const own = (post) => setup.holder(post)?.enrolled && !setup.keys.has(post);
  let standIn = false;

  for (let n = 3; setup.holder(`chair/${n}`); n++)
    standIn ||= own(`chair/${n}`);
  return [
    either(own("chair/2"), [READY.second, READY.noSecond], "people"),
    either(standIn, [READY.standIn, READY.noStandIn], "people"),
    either(setup.holder("desk/1")?.enrolled, [READY.desk, READY.noDesk],
      "people"),
  ];
}

async function paperLines(setup, conference) {
  const session = openSessions(conference).find((s) => s.stage === "planned");
  const papers = conference.papers.filter((p) => p.session === session?.id &&
    !p.practice);
  const drafts = draftsOf(setup);
  const missing = await unreadable(setup, papers);
  const settled = new Set(drafts.filter((q) => q.laid &&
    q.session === session?.id).map((q) => q.settles));
  const late = session ? lateOn(setup, session.date, drafts) : [];
  const open = drafts.filter((q) => !q.laid).length;

  return [
    either(session, [READY.session, READY.noSession], "sessions",
      session && { date: dayIn(session.date) }),
    missing.length > 0
      ? either(false, [null, READY.missing], "questions",
        { ids: missing.join(say(READY.comma)) })
      : either(papers.length > 0, [READY.questions, READY.noQuestions],
        "questions", { n: papers.length }),
    ...(open > 0 ? [either(false, [null, READY.drafts], "questions",
      { n: open })] : []),
    either(["agenda", "scrutineers", "measures"].every((s) => settled.has(s)),
      [READY.procedure, READY.noProcedure], "questions"),
    either(late.length === 0, [READY.notice, READY.shortNotice], "questions",
      { ids: late.join(say(READY.comma)) }),
    either(conference.papers.some((p) => p.practice && p.round !== null),
      [READY.rehearsed, READY.noRehearsed], "rehearsal"),
  ];
}

/* Papers of which a title or a row's text cannot be fetched. */
async function unreadable(setup, papers) {
  const read = (blob) => setup.hall.texts.read(blob).then((text) =>
    text !== null, () => false);
  const found = await Promise.all(papers.map(async (paper) => {
    const { rows } = setup.log.paper(paper.entry);
    const all = await Promise.all([paper.title,
      ...rows.map((row) => row.text)].map(read));

    return all.every(Boolean) ? null : paper.id;
  }));

  return found.filter(Boolean);
}

/* Which questions have not had their notice at nine on that day. */
function lateOn(setup, date, drafts) {
  const day = new Date(`${date}T09:00`).getTime() / 1000;

  return drafts.filter((q) => q.laid && !ruleIsGiven(q) && q.laid.at + DAY_S *
    Math.max(0, ...rulesOf(setup.hall.core, q).rules.map(noticeOf)) > day)
    .map((q) => q.id);
}

async function machine(setup) {
  const apart = Math.round(Math.abs(setup.hall.skew));
  let why = "";

  try {
    await readText("/healthz");
  } catch (error) {
    why = error instanceof ServerError ? say(error.words) : String(error);
  }
  return [
    either(apart <= CLOCK_FINE_S, [READY.clock, READY.noClock], null,
      { n: apart }),
    either(location.protocol === "https:", [READY.https, READY.noHttps]),
    either(why === "", [READY.healthy, READY.noHealthy], null, { why }),
  ];
}

function guests(setup, { attendance }) {
  const { all, used } = cardsOf(setup, attendance.due);
  const phones = setup.hall.now?.phones ?? 0;

  return [
    either(attendance.due > 0, [READY.roll, READY.noRoll], "roll",
      { n: attendance.due }),
    ...(attendance.due > 0 ? [{ fine: used > 0, words: READY.cards,
      values: { n: used, all }, step: "roll" }] : []),
    either(phones > 0, [READY.phones, READY.phonesNone], "rehearsal",
      { n: phones }),
  ];
}
