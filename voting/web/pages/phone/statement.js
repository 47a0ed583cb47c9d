/**
 * What a representative puts on record besides ballots: an objection to a
 * result, or a complaint, which may quote the log's own refusal. It is public,
 * bears the seat's number, and whoever presides must answer it.
 */

import { namesUnder, recall } from "../../log/device.js";
import { submissionOf } from "../../log/submission.js";
import { mistake } from "../../post/press.js";
import { el, fill } from "../../screen/dom.js";
import { field, hiddenIn } from "../../screen/fields.js";
import { actionButton, failure, notice } from "../../screen/frame.js";
import { titleOf, wholeOf } from "../../screen/prose.js";
import { dateOf, language, say } from "../../screen/words.js";
import { PHONE } from "../../words/phone.js";
import { SAY } from "../../words/phone_say.js";

const MAX_LENGTH = 2000; /* characters; enough for reasons, and to be read */

/**
 * What is being written.
 *
 * @typedef {Object} Saying
 * @property {"objection"|"complaint"} type
 * @property {Object|null} paper  of the conference's view; of an objection
 * @property {{title: string, refusal: string}|null} refused  a ballot that the
 *   log refused, with its word; of a complaint
 * @property {string} title  what it is about, for the screen
 * @property {string} words  what was typed
 */

/* ---- On the waiting page -------------------------------------------------- */

/**
 * @param {import("./phone.js").Phone} phone
 * @param {Object} conference
 * @param {Map<string, import("../../log/texts.js").Text>} titles
 */
export function statementsCard(phone, conference, titles) {
  const mine = conference.statements.filter((s) => s.by === phone.me.post);
  const sending = sentBy(phone);

  return el("section.card",
    mine.length + sending.length > 0 && [el("h2", say(SAY.mine)),
      sending.map(sendingNotice),
      mine.map((said) => statement(phone, conference, said))],
    beginning(phone, conference, titles));
}

/* Folded, since most people never need it. */
function beginning(phone, { papers }, titles) {
  const counted = papers.filter((p) => p.result_entry !== null && !p.practice);
  const fold = el("details", { open: phone.unfolded, ontoggle: () => {
    phone.unfolded = fold.open;
  } }, el("summary", say(SAY.title)), el("p", say(SAY.how)),
  el("ul.plain",
    counted.map((paper) => begin(phone, SAY.objectTo, { type: "objection",
      paper, refused: null, title: titleOf(titles.get(paper.id), paper.id) })),
    refusals(phone).map((refused) => begin(phone, SAY.complainOf,
      { type: "complaint", paper: null, refused, title: refused.title })),
    begin(phone, SAY.complain, { type: "complaint", paper: null,
      refused: null, title: "" })));

  return fold;
}

/* What was signed and is not on record: it waits, or was refused. */
function sentBy(phone) {
  const waiting = phone.outbox.waiting().filter((i) => i.about.statement);
  const refused = [...phone.sent.values()].filter((item) =>
    item.about.statement && item.state === "refused");

  return [...waiting.map((item) => phone.sent.get(item.name) ?? item),
    ...refused];
}

/* Ballots that the log has refused, with its signed word. */
function refusals({ me }) {
  return namesUnder("refusal/").map((name) => recall(name)).filter((kept) =>
    kept?.refusal && kept.origin === me.origin);
}

function begin(phone, words, saying) {
  return el("li.line", el("span", say(words, { title: saying.title })),
    el("button.button", { type: "button",
      "aria-label": `${say(SAY.write)}: ${say(words, saying)}`,
      onclick: () => {
        phone.saying = { ...saying, words: "" };
        void phone.showNow();
      } }, say(SAY.write)));
}

function sendingNotice({ state, about, answer }) {
  if (state === "refused")
    return el("div", el("p", el("b", about.title)), failure(answer.error));
  return notice(state === "sending" ? "" : "warn",
    state === "sending" ? "wait" : "alert", el("p", el("b", about.title)),
    el("p", say(state === "sending" ? SAY.sending
      : state === "disputed" ? PHONE.disputed : SAY.waitingNet)));
}

/* Its words come when they come: they are public, and this phone knows them by
 * their hash. */
function statement(phone, conference, said) {
  const reply = conference.statements.find((s) => s.type === "reply" &&
    s.about === said.entry);
  const place = el("div");

  void showText(phone, place, said.text);
  return el("div.said", el("p.chips", el("span.chip", say(SAY[said.type])),
    el(reply ? "span.chip.good" : "span.chip.warn",
      say(reply ? SAY.answered : SAY.notAnswered)),
    el("span.small.soft", say(SAY.entry, { n: said.entry,
      date: dateOf(said.time) }))), place,
  reply && answer(phone, reply));
}

function answer(phone, reply) {
  const place = el("div");

  void showText(phone, place, reply.text);
  return el("div.said", el("p.small.soft", say(SAY.answer,
    { n: reply.entry, date: dateOf(reply.time) })), place);
}

async function showText(phone, place, blob) {
  const text = await phone.hall.texts.read(blob).catch(() => null);

  fill(place, wholeOf(text, SAY.noText));
}

/* ---- Writing -------------------------------------------------------------- */

/** @param {import("./phone.js").Phone} phone */
export function statementScreen(phone) {
  const { saying } = phone;
  const key = [saying.type, saying.paper?.id, saying.refused?.note];

  phone.frame.show(`statement ${key.join()}`, () => [
    el("h1", say(SAY[saying.type])),
    saying.title !== "" && el("p", el("b", saying.title)),
    saying.refused && el("p", say(SAY.quotes)),
    notice("warn", "alert", el("p", say(SAY.public))),
    field(SAY.words, { value: saying.words, area: true, rows: 7,
      maxlength: MAX_LENGTH, hint: SAY.wordsHint,
      onInput: (value) => {
        saying.words = value;
      } }),
    actionButton(".primary.large", SAY.sign, () => sign(phone, saying)),
    el("button.button", { type: "button", onclick: () => leave(phone) },
      say(PHONE.home)),
  ]);
}

function leave(phone) {
  phone.saying = null;
  void phone.showNow();
}

async function sign(phone, saying) {
  const words = saying.words.trim();

  if (words === "")
    throw mistake(SAY.empty);
  const hidden = hiddenIn(words);

  if (hidden)
    throw mistake(SAY.hidden, { code: hidden });
  const { core } = phone.hall;
  const text = core.writeText({ [language()]: words });
  const refusal = saying.refused &&
    core.blob(new TextEncoder().encode(saying.refused.refusal));

  await phone.orAlarm(async () => {
    const note = await phone.follower.statement(phone.key,
      { type: saying.type, paper: saying.paper, refusal, text });

    phone.send(`statement/${text.ref}`, submissionOf(note,
      refusal ? [refusal, text] : [text]),
    { statement: saying.type, title: words.split("\n", 1)[0] });
    leave(phone);
  });
}
