/**
 * What is looked at before a question is opened: each line in order, or the
 * reason in words with the way to mend it. The list explains; whether it can be
 * opened is the state machine's own word.
 */

import { el, mark } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { dateOf, listOf, say } from "../../screen/words.js";
import { CHAIR, GATES } from "../../words/chair.js";
import { twice } from "../../post/press.js";
import { isLost, keysLeft } from "./box.js";
import { enrolled, speech } from "./run.js";

const DAY_S = 86400;
const SCRUTINEERS_MIN = 3;

/* Which line stands for what the machine refuses. */
const LINE_OF = { "session-not-running": "session", "short-notice": "notice",
  "no-quorum": "quorum", headcount: "headcount", procedure: "procedure",
  "key-not-ready": "box" };

const SIGN = { good: "tick", bad: "cross", warn: "alert", wait: "wait" };

/**
 * @typedef {{id: string, state: "good"|"bad"|"warn"|"wait", words: string,
 *   recommended?: boolean, more?: string[], paper?: string}} Line
 *   more: names behind a fold; paper: where it is mended
 *
 * @param {import("./chair.js").Chair} chair
 */
export function openingSteps(chair, paper, view) {
  const { living } = chair;
  const short = () => chair.textShort?.id === paper.id;

  return [
    el("section.card", el("h2", say(GATES.title)),
      living.part("ul.gates", () => lines(chair, paper),
        () => lines(chair, paper).map((line) => gate(chair, line)))),
    el("section.card.act",
      living.part("div", () => [refusal(chair, paper)?.code ?? null,
        short()], () => noticeField(chair, paper)),
      living.part("div.actions", () => [refusal(chair, paper)?.code ?? null,
      isLost(chair)],
        () => open(chair, paper, view))),
  ];
}

/* A short notice can be mended by a reason, and by nothing else. */
function refusal(chair, paper) {
  const why = chair.mayOpen.get(paper.id) ?? null;

  return why?.code === "short-notice" && chair.typedIn("reason") !== ""
    ? withReason(chair, paper) : why;
}

/* The machine's word on it with the reason, asked once for each state. */
function withReason(chair, paper) {
  const key = `${chair.looked} ${paper.id}`;

  if (chair.reasoned?.key !== key)
    chair.reasoned = { key, why: chair.objection(paper,
      chair.hall.core.writeText({ zh: "—" })) };
  return chair.reasoned.why;
}

function noticeField(chair, paper) {
  return chair.mayOpen.get(paper.id)?.code === "short-notice" &&
    chair.field("reason", CHAIR.shortNotice);
}

function open(chair, paper, view) {
  const why = refusal(chair, paper);

  if (!chair.session)
    return notice("", "wait", el("p", say(GATES.sessionNot)));
  if (why?.code === "short-notice")
    return el("p.soft", say(GATES.giveReason));
  if (paper.ballot === "secret" && isLost(chair))
    return notice("", "wait", el("p", say(GATES.mendFirst)));
  if (why)
    return LINE_OF[why.code] ? notice("", "wait", el("p", say(GATES.mendFirst)))
      : notice("warn", "alert", el("p", say(why)),
        el("p.small.code", why.code));
  return [
    speech(openSentence(chair, paper, view)),
    el("p.small.soft", say(CHAIR.openHow)),
    twice(".primary.large", CHAIR.open, CHAIR.openSure, async () => {
      const reason = chair.mayOpen.get(paper.id)?.code === "short-notice"
        ? chair.textIn("reason") : null;

      await chair.decide(`open/${paper.id}/${chair.log.size}`,
        chair.log.draft.open({ paper: paper.id, at: chair.hall.time(),
          shortNotice: reason ?? undefined }), reason ? [reason] : []);
    })];
}

function openSentence(chair, paper, view) {
  const needed = new Set(view.rows.map((r) => r.needed));
  const [n] = needed;
  const words = { secret: CHAIR.openSaySecret, named: CHAIR.openSayNamed,
    hands: CHAIR.openSayHands }[paper.ballot];

  return say(words, { title: chair.titleOf(paper.id),
    rule: needed.size === 1 && n !== null ? say(CHAIR.needSay, { n }) : "" });
}

/* ---- The lines ------------------------------------------------------------ */

/** @returns {Line[]} */
function lines(chair, paper) {
  const view = chair.log.paper(paper.entry);
  const real = !paper.practice;
  const secret = paper.ballot === "secret";

  return [
    session(chair), real && noticeLine(chair, paper), texts(chair, view),
    quorum(paper, view), secret && real && headcount(chair),
    secret && real && procedure(chair), secret && scrutineers(chair),
    secret && box(chair), standIn(chair),
    secret && real && practice(chair), paper.ballot !== "hands" && phones(chair),
  ].filter(Boolean);
}

const line = (id, good, words, more = {}) =>
  ({ id, state: good ? "good" : "bad", words, ...more });

const advice = (id, good, words, more = {}) =>
  ({ id, state: good ? "good" : "warn", words, recommended: true, ...more });

function session(chair) {
  return chair.session ? line("session", true, say(GATES.session))
    : line("session", false, say(GATES.sessionNot));
}

function noticeLine(chair, { notice_days: n, made_at: made }) {
  const date = dateOf(made);

  if (n === 0)
    return line("notice", true, say(GATES.noticeNone));
  if (chair.hall.time() - made >= n * DAY_S)
    return line("notice", true, say(GATES.notice, { date, n }));
  return { id: "notice", words: say(GATES.noticeShort, { date, n }),
    state: chair.typedIn("reason") === "" ? "bad" : "warn" };
}

function texts(chair, view) {
  const read = chair.texts.get(view.id) ?? new Map();
  const missing = view.rows.filter((row) => !read.get(row.id));

  if (missing.length === 0 && chair.titles.get(view.id))
    return line("texts", true, say(GATES.texts, { n: view.rows.length + 1 }));
  return line("texts", false, say(GATES.textsNot,
    { names: listOf(missing.map((row) => row.id)) || view.id }));
}

function quorum(paper, view) {
  if (paper.practice)
    return line("quorum", true, say(GATES.quorumPractice));
  const short = view.rows.filter((r) => r.quorum !== null &&
    r.present < r.quorum);
  const { present, quorum: n } = short[0] ?? view.rows[0];

  if (n === null)
    return null;
  return line("quorum", short.length === 0, say(short.length === 0
    ? GATES.quorum : GATES.quorumNot, { present, n, left: n - present }));
}

function headcount(chair) {
  const { counted, present } = chair.conference.attendance;

  if (counted === null)
    return line("headcount", false, say(GATES.headcountNot));
  return line("headcount", present <= counted, say(present <= counted
    ? GATES.headcount : GATES.headcountLow, { n: counted, present }));
}

function procedure(chair) {
  const settled = chair.session?.settled ?? {};
  const names = { agenda: GATES.agenda, scrutineers: GATES.scrutineersItem,
    measures: GATES.measures };
  const missing = Object.keys(names).filter((key) => !settled[key]);
  const paper = chair.agenda.find((p) => missing.includes(p.settles) &&
    !["published", "void"].includes(p.stage));

  if (missing.length === 0)
    return line("procedure", true, say(GATES.procedure));
  return line("procedure", false, say(GATES.procedureNot,
    { names: listOf(missing.map((key) => say(names[key]))) }),
  { paper: paper?.id });
}

function scrutineers(chair) {
  const n = enrolled(chair, "scrutineer").length;

  return line("scrutineers", n >= SCRUTINEERS_MIN,
    say(n >= SCRUTINEERS_MIN ? GATES.scrutineers : GATES.scrutineersNot,
      { n }));
}

function box(chair) {
  const now = chair.session?.ballot_box;

  if (isLost(chair))
    return line("box", false, say(GATES.boxLost, { n: keysLeft(chair),
      m: now.needed }));
  if (now?.stage === "ready")
    return line("box", true, say(GATES.box, { n: now.needed }));
  if (now && now.stage !== "dead")
    return { id: "box", state: "wait", words: say(GATES.boxLocking,
      { n: now.locked, m: now.scrutineers }) };
  return line("box", false, say(GATES.boxNot), { paper: null });
}

function standIn(chair) {
  const other = enrolled(chair, "chair").find((post) =>
    post !== chair.conference.presiding);

  return other ? advice("stand-in", true, say(GATES.standIn,
    { name: chair.names.of(other) }))
    : advice("stand-in", false, say(GATES.standInNot));
}

function practice(chair) {
  const held = chair.conference.papers.some((p) => p.practice &&
    p.stage === "counted");
  const ready = chair.agenda.find((p) => p.practice && p.stage === "ready");

  return advice("practice", held, say(held ? GATES.practice
    : GATES.practiceNot), { paper: held ? undefined : ready?.id });
}

function phones(chair) {
  const count = chair.phones.count();

  if (!count)
    return { id: "phones", state: "wait", recommended: true,
      words: say(GATES.phonesUnknown) };
  const { present, offline } = count;

  if (offline.length === 0)
    return advice("phones", true, say(GATES.phones, { n: present.length }));
  return advice("phones", false, say(GATES.phonesNot, { n: offline.length,
    present: present.length }), { more: offline.map((post) =>
    chair.names.of(post)) });
}

/* ---- How a line looks ----------------------------------------------------- */

function gate(chair, { id, state, words, recommended, more, paper }) {
  return el(`li.gate.${state}`, mark(SIGN[state]),
    el("div", el("span.unseen", say(GATES[state === "wait" ? "warn" : state])),
      el("p", words),
      recommended && state !== "good" &&
        el("p.small.soft", say(GATES.recommended)),
      more && [el("details", el("summary", say(GATES.phonesWho)),
        el("p.small", listOf(more))),
      el("p.small.soft", say(GATES.phonesHow))]),
    paper !== undefined && el("button.button", { type: "button",
      id: `mend-${id}`, onclick: () => void chair.turnTo(paper) },
    say(GATES.mend)));
}
