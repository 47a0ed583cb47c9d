/**
 * The wall: what everybody in the hall sees. No controls. When the network goes
 * it keeps its last frame, and says from when that is. Lists that are too long
 * for a screen turn their pages by themselves.
 */

import { addStyle } from "../../assets.js";
import { fromBase64, namesUnder, recall } from "../../log/device.js";
import { el, fill, mark } from "../../screen/dom.js";
import { Hall } from "../../log/hall.js";
import { postName } from "../../post/posts.js";
import { askAsMember, readView } from "../../log/server.js";
import { clockOf, say, speak, timeOf } from "../../screen/words.js";
import { WALL } from "../../words/wall.js";
import { bar, roundSection } from "./round.js";

const LAST_CALL_S = 30;
const PAGE_S = 8; /* before a long list turns its page */

/** @type {{wall: Object, title: Object, texts: Map, now: Object}|null} */
let frame = null;
let root = null;
/** @type {Hall} */
let hall = null;
let asked = -1; /* the size that was fetched last */
let turned = 0; /* how many pages of a long list have been turned */
let seconds = 0;
let lately = null; /* the id of the round that has come further last */
let shown = null; /* and of the one on the wall */

export async function start(page) {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("lang");

  if (wanted === "en" || wanted === "zh")
    speak(wanted);
  document.body.classList.add("wall");
  addStyle("pages/wall/wall.css");
  addStyle("pages/wall/result.css");
  root = page;
  draw();
  hall = await Hall.open();
  hall.texts.asMember = readAsMember;
  hall.listen({ onNow: take, onConnection: draw });
  setInterval(second, 1000);
}

/*
 * Texts for members only, such as the names of those who are appraised, are on
 * the wall if an observer's or officer's card was used in this browser.
 */
async function readAsMember(sha256, length) {
  const [name] = namesUnder("keys/");
  const kept = name && recall(name);

  if (!kept)
    throw new Error("no card was used here");
  const key = hall.core.secretOf(fromBase64(kept.seed));

  try {
    return await askAsMember(hall.core.request(key, { origin: kept.origin,
      post: kept.post, at: hall.time(), want: "text", sha256, length }));
  } finally {
    key.close();
  }
}

/* Something is new: fetches what is shown, and shows it all at once. */
async function take(now) {
  if (now.size === asked)
    return;
  asked = now.size;
  try {
    const [wall, conference] = await Promise.all(
      [readView("wall"), readView("conference")]);

    notice(wall.rounds);
    const round = focusOf(wall.rounds);

    if (round?.id !== shown) {
      turned = 0;
      shown = round?.id;
    }
    frame = { wall, now, title: await hall.texts.read(conference.title),
      texts: round ? await textsOf(round) : new Map() };
    draw();
  } catch {
    asked = -1; /* the next line tries again */
  }
}

/* A text that is not there leaves its row with its number. */
async function textsOf(round) {
  const texts = new Map();
  const read = async (key, blob) => texts.set(key,
    await hall.texts.read(blob).catch(() => null));

  await Promise.all([read("title", round.title),
    ...round.rows.map((row) => read(row.id, row.text))]);
  return texts;
}

/* The round that the hall is busy with: one that is voted on or counted, else
 * the one that has come further last, as far as this wall has seen it. */
function focusOf(rounds) {
  const busy = rounds.filter((r) => ["open", "closed"].includes(r.stage));
  const moved = rounds.find((r) => r.id === lately);

  return busy.at(-1) ?? moved ?? rounds.at(-1) ?? null;
}

/* Which round has changed its stage since the last frame. */
function notice(rounds) {
  const before = new Map((frame?.wall.rounds ?? []).map((r) =>
    [r.id, r.stage]));
  const moved = frame && rounds.filter((r) => before.get(r.id) !== r.stage);

  lately = moved?.at(-1)?.id ?? lately;
}

function draw() {
  if (!frame) {
    fill(root, el("main.wall-wait", say(WALL.connecting)));
    return;
  }
  const {wall} = frame;

  fill(root, header(wall), el("main", middle(wall)), footer(wall));
  tick();
}

function header({attendance: {due, present, quorum}}) {
  const figure = (words, number) => el("div.figure",
    el("b", number), el("span", say(words)));
  const met = quorum !== null && present >= quorum;

  return el("header", el("h1", frame.title ? say(frame.title.title) : ""),
    figure(WALL.due, due), figure(WALL.present, present),
    quorum !== null && el(met ? "div.figure.met" : "div.figure.short",
      el("b", quorum, mark(met ? "tick" : "wait")),
      el("span", say(WALL.quorum)),
      el("span.unseen", say(met ? WALL.quorumMet : WALL.quorumShort))));
}

function footer({log}) {
  return el("footer",
    el("span.record", say(WALL.recordCode), " ",
      el("b.code", log.record_code)),
    hall.connected
      ? el("time.clock")
      : el("strong.offline", mark("alert"),
        say(WALL.offline, {time: timeOf(frame.now.time)})));
}

function middle(wall) {
  const round = focusOf(wall.rounds);
  const box = wall.ballot_box;
  const busy = round && ["open", "closed"].includes(round.stage);

  if (!wall.session)
    return el("section.plain", el("h2", say(WALL.noSession)));
  if (box?.stage === "dead" && !busy)
    return el("section.plain", el("h2", say(WALL.lockingEnded)),
      el("p", say(WALL.lockingAgain)));
  if (box && box.stage !== "ready" && !busy)
    return padlocks(box, WALL.locking);
  if (box?.stage === "ready" && !busy &&
      !wall.rounds.some((r) => r.ballot === "secret"))
    return padlocks(box, WALL.locked);
  return round ? roundSection(frame, round, turned) : checkIn(wall);
}

/* How full the hall is, and whether that is enough. */
function checkIn({attendance: {due, present, quorum}}) {
  return el("section.plain.check-in", el("h2", say(WALL.checkIn)),
    el("p", say(WALL.checkInHow)),
    el("p.hall", el("b", present), el("span", say(WALL.of, {n: due}))),
    bar(due ? present / due : 0),
    quorum !== null && el(present >= quorum ? "p.met" : "p.short",
      say(present >= quorum ? WALL.quorumIs : WALL.quorumNot,
        {n: quorum, left: quorum - present})));
}

/* Each padlock closes when its scrutineer has accepted. */
function padlocks(box, words) {
  return el("section.plain", el("h2", say(words)),
    el("ul.locks", box.locks.map(({post, shut}) =>
      el(shut ? "li.lock.shut" : "li.lock", mark(shut ? "lock" : "open"),
        el("span", postName(post)),
        el("span.unseen", say(shut ? WALL.shut : WALL.unshut))))),
    el("p", say(WALL.keys, {n: box.needed, m: box.scrutineers})));
}

function second() {
  seconds++;
  if (seconds % PAGE_S === 0 && root.querySelector(".pages")) {
    turned++;
    draw();
  } else {
    tick();
  }
}

/* Every second: the clock, and how long the last call still lasts. */
function tick() {
  const now = hall ? hall.shownTime() : Date.now() / 1000;
  const clock = root.querySelector(".clock");
  const call = root.querySelector(".last-call");

  if (clock)
    clock.textContent = timeOf(now);
  if (!call || call.dataset.called === "0")
    return;
  const left = Number(call.dataset.called) + LAST_CALL_S - now;

  call.textContent = left > 0
    ? `${say(WALL.lastCall)} ${clockOf(left)}` : say(WALL.lastCall);
}
