/**
 * The waiting page: who this is, whether checked in, what there is to vote on
 * and what came of it. Nothing to press that a person could get wrong.
 */

import { namesUnder, recall } from "../device.js";
import { el } from "../dom.js";
import { actionButton, notice } from "../frame.js";
import { readBytes } from "../server.js";
import { stageChip } from "../stage.js";
import { say, timeOf } from "../words.js";
import { PHONE } from "../words/phone.js";

/** Shows the waiting page, as it is now. */
export async function homeScreen(phone) {
  const conference = phone.log.conference();
  const seat = phone.log.seat(phone.me.post);
  const titles = await titlesOf(phone, conference.papers);

  phone.frame.show(`home ${phone.log.size} ${sendingKey(phone)}`, () => [
    el("h1", say(PHONE.hello, { name: phone.me.name })),
    presence(phone, conference, seat),
    papers(papersNow(conference), titles),
    ballots(phone),
  ]);
}

/* Those of the session that is on, else of the next one, else all. */
function papersNow({ sessions, papers: list }) {
  const session = sessions.find((s) => s.stage === "running") ??
    sessions.find((s) => s.stage === "planned");

  return session ? list.filter((p) => p.session === session.id) : list;
}

function sendingKey(phone) {
  return [...phone.sent.values()].map((i) => i.name + i.state).join();
}

async function titlesOf(phone, list) {
  const titles = new Map();

  await Promise.all(list.map(async (paper) =>
    titles.set(paper.id, await phone.hall.texts.read(paper.title)
      .catch(() => null))));
  return titles;
}

function presence(phone, conference, seat) {
  const running = conference.sessions.find((s) => s.stage === "running");

  if (!running)
    return notice("", "wait", el("p", say(PHONE.noSession)),
      el("p.small", say(PHONE.keepOpen)));
  if (seat.present)
    return notice("good", "tick", el("p", say(PHONE.checkedIn)),
      el("p.small", say(PHONE.waiting)));
  return el("div.card", el("p", say(PHONE.notCheckedIn)),
    actionButton(".primary.large", PHONE.checkIn, () => checkIn(phone)));
}

async function checkIn(phone) {
  const at = phone.hall.time();
  const draft = phone.log.draft.present({ post: phone.me.post, how: "phone",
    at });

  draft.signedBy([phone.me.post]).sign(phone.me.post, phone.key);
  phone.send(`present/${at}`, draft.note, {});
}

/* ---- Questions and results ------------------------------------------------ */

function papers(list, titles) {
  return list.length > 0 && el("section.card",
    el("h2", say(PHONE.agenda)),
    el("ul.plain", list.map((paper) => el("li.line",
      el("span", nameOf(paper, titles)),
      stageChip(paper.stage)))));
}

function nameOf(paper, titles) {
  const text = titles.get(paper.id);

  return text ? say(text.title) : paper.id;
}

/* ---- My ballots ----------------------------------------------------------- */

function ballots(phone) {
  const receipts = namesUnder("receipt/").map((name) => recall(name))
    .filter((r) => r && r.origin === phone.me.origin);

  return receipts.length > 0 && el("section.card",
    el("h2", say(PHONE.myBallots)),
    receipts.map((receipt) => el("div",
      el("p", el("b", receipt.title), " ",
        el("span.soft", say(PHONE.receipt, { n: receipt.index,
          time: timeOf(receipt.time) }))),
      actionButton("", PHONE.isItIn, () => look(phone, receipt)))));
}

/* Asks the log of now for the entry, and has the core check what comes. */
async function look(phone, receipt) {
  await phone.refresh();
  if (phone.split)
    return;
  /* In the log that this phone follows, not only in some signed one. */
  if (!phone.follower.has(receipt))
    throw new Error("no-answer");
  const fresh = await readBytes(`/proof/${receipt.index}`);
  const found = phone.hall.core.checkReceipt(phone.log.pin(), fresh,
    receipt.note);

  phone.frame.show(`mine ${found.size}`, () => [
    notice("good", "tick", el("p", say(PHONE.itIs,
      { n: found.index, code: found.code }))),
    el("button.button", { type: "button",
      onclick: () => void phone.showNow() }, say(PHONE.back)),
  ]);
}
