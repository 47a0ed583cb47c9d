/**
 * The waiting page: who this is, whether checked in, what there is to vote on
 * and what came of it. Nothing to press that a person could get wrong.
 */

import { namesUnder, recall } from "../../log/device.js";
import { el } from "../../screen/dom.js";
import { actionButton, failure, notice } from "../../screen/frame.js";
import { readText } from "../../log/server.js";
import { stageChip } from "../../screen/stage.js";
import { say, timeOf } from "../../screen/words.js";
import { PHONE } from "../../words/phone.js";
import { sentNotice } from "./done.js";
import { statementsCard } from "./statement.js";

/** Another window of this page is in use. */
export function tabScreen(phone) {
  phone.frame.show("elsewhere", () => [
    notice("", "alert", el("h1", say(PHONE.elsewhere)),
      el("p", say(PHONE.elsewhereHow))),
    actionButton(".primary.large", PHONE.useHere, () => phone.tab.choose()),
  ]);
}

/** Shows the waiting page, as it is now; what questions are called comes when
 *  it comes. */
export async function homeScreen(phone) {
  const conference = phone.log.conference();
  const titles = new Map();
  const show = () => phone.frame.show(`${homeKey(phone)} ${titles.size}`,
    () => [
      el("h1", say(PHONE.hello, { name: phone.me.name })),
      presence(phone, conference, phone.log.seat()),
      missed(phone.voting.missed),
      unsent(phone),
      papers(papersNow(conference), titles),
      ballots(phone),
      statementsCard(phone, conference, titles),
      help(),
    ]);

  if (!phone.frame.key?.startsWith("home "))
    show();
  await readTitles(phone, papersNow(conference), titles);
  show();
}

function homeKey(phone) {
  const sending = [...phone.sent.values()].map((i) => i.name + i.state);

  return `home ${phone.log.size} ${sending.join()} ${phone.voting.missed}`;
}

/* Those of the session that is on, else of the next one, else all. */
function papersNow({ sessions, papers: list }) {
  const session = sessions.find((s) => s.stage === "running") ??
    sessions.find((s) => s.stage === "planned");

  return session ? list.filter((p) => p.session === session.id) : list;
}

async function readTitles(phone, list, titles) {
  await Promise.all(list.map(async (paper) => {
    const text = await phone.hall.texts.read(paper.title).catch(() => null);

    if (text)
      titles.set(paper.id, text);
  }));
}

function presence(phone, conference, seat) {
  const running = conference.sessions.find((s) => s.stage === "running");

  if (!running)
    return notice("", "wait", el("p", say(PHONE.noSession)),
      el("p.small", say(PHONE.keepOpen)));
  if (seat.present)
    return notice("good", "tick", el("p", el("b", say(PHONE.checkedIn))),
      el("p.small", say(PHONE.waiting)));
  const last = [...phone.sent.values()].filter((item) =>
    item.name.startsWith("present/")).at(-1);

  if (last && ["sending", "waiting", "disputed"].includes(last.state))
    return notice("", "wait", el("p", say(last.state === "sending"
      ? PHONE.checkingIn : PHONE.checkInWaits)));
  return el("div.card", el("p", el("b", say(PHONE.notCheckedIn))),
    last?.state === "refused" && failure(last.answer.error),
    actionButton(".primary.large", PHONE.checkIn, () => checkIn(phone)));
}

async function checkIn(phone) {
  await phone.orAlarm(async () => {
    await phone.onFollowed(); /* for the time */
    phone.hall.loggedAt = phone.follower.time;
    const at = phone.hall.time();

    phone.send(`present/${at}`, await phone.follower.present(phone.key, at));
  });
}

/* Voting ended while a ballot was still being filled in here. */
function missed(title) {
  return title && notice("warn", "alert", el("p", say(PHONE.missed,
    { title })));
}

/* Ballots that this phone has signed and that are not in the box, also after
 * the voting has ended. */
function unsent(phone) {
  const waiting = phone.outbox.waiting().filter(({ about }) =>
    about.open !== undefined);
  const known = waiting.map((item) => phone.sent.get(item.name) ?? item);
  const refused = [...phone.sent.values()].filter((item) =>
    item.state === "refused" && item.about.open !== undefined);

  return [...known, ...refused].map((item) => el("section.card",
    el("h2", item.about.title), sentNotice(item)));
}

/* ---- Questions and results ------------------------------------------------ */

function papers(list, titles) {
  return list.length > 0 && el("section.card",
    el("h2", say(PHONE.agenda)),
    el("ul.plain", list.map((paper) => el("li.line",
      el("span", nameOf(paper, titles)),
      stageChip(paper.stage)))),
    el("a.button", { href: "/record" }, say(PHONE.results)));
}

function nameOf(paper, titles) {
  const text = titles.get(paper.id);

  return text ? say(text.title) : "…";
}

/* ---- My ballots ----------------------------------------------------------- */

function ballots(phone) {
  const receipts = namesUnder("receipt/").map((name) => recall(name))
    .filter((r) => r && r.origin === phone.me.origin);

  return receipts.length > 0 && el("section.card",
    el("h2", say(PHONE.myBallots)),
    receipts.map((receipt) => el("div.receipt",
      el("h3", receipt.title),
      el("p.small.soft", say(PHONE.receipt, { n: receipt.index,
        time: timeOf(receipt.time) })),
      actionButton("", PHONE.isItIn, () => look(phone, receipt)))));
}

/* Asks the log of now for the entry, has the core check what comes, and holds
 * it to what this phone has seen. */
async function look(phone, receipt) {
  await phone.refresh();
  if (phone.split)
    return;
  const text = await readText(`/proof/${receipt.index}`);
  const found = phone.hall.core.checkReceipt(phone.log.pin(), text,
    receipt.note);

  if (await phone.orAlarm(async () => {
    await phone.follower.hold({ ...found, text });
    return true;
  }) !== true)
    return;
  phone.frame.show(`mine ${found.size}`, () => [
    notice("good", "tick", el("p", say(PHONE.itIs,
      { n: found.index, code: found.code }))),
    el("button.button", { type: "button",
      onclick: () => void phone.showNow() }, say(PHONE.home)),
  ]);
}

/* ---- What if ... ---------------------------------------------------------- */

function help() {
  return el("details.small.soft", el("summary", say(PHONE.whatIf)),
    el("ul", PHONE.ifs.map((words) => el("li", say(words)))));
}
