/**
 * The wall: what everybody in the hall sees. No controls. When the network goes
 * it keeps its last frame, and says from when that is.
 */

import { el, fill, mark } from "../dom.js";
import { Hall } from "../hall.js";
import { readView } from "../server.js";
import { clockOf, say, speak, timeOf } from "../words.js";
import { OPTION, OUTCOME } from "../words/result.js";
import { WALL } from "../words/wall.js";

const ROWS_SHOWN = 6;
const CANDIDATES_SHOWN = 10;
const DENSE_ABOVE = 4; /* rows */
const LAST_CALL_S = 30;

/** @type {{wall: Object, title: Object, texts: Map, now: Object}|null} */
let frame = null;
let root = null;
/** @type {Hall} */
let hall = null;
let asked = -1; /* the size that was fetched last */

export async function start(page) {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("lang");

  if (wanted === "en" || wanted === "zh")
    speak(wanted);
  document.body.classList.add("wall");
  document.head.append(el("link", {rel: "stylesheet",
    href: new URL("../wall.css", import.meta.url).pathname}));
  root = page;
  draw();
  hall = await Hall.open();
  hall.listen({ onNow: take, onConnection: draw });
  setInterval(tick, 1000);
}

/* Something is new: fetches what is shown, and shows it all at once. */
async function take(now) {
  if (now.size === asked)
    return;
  asked = now.size;
  try {
    const [wall, conference] = await Promise.all(
      [readView("wall"), readView("conference")]);

    const round = focusOf(wall.rounds);

    frame = { wall, now, title: await hall.texts.read(conference.title),
      texts: round ? await hall.texts.ofRound(round, CANDIDATES_SHOWN)
        : new Map() };
    draw();
  } catch {
    asked = -1; /* the next line tries again */
  }
}

/* The round that the hall is busy with: the last one that is not through. */
function focusOf(rounds) {
  const busy = rounds.filter((r) => ["open", "closed"].includes(r.stage) ||
    (r.stage === "counted" && !r.practice));

  return busy.at(-1) ?? rounds.at(-1) ?? null;
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

function header({attendance}) {
  const figure = (words, number) => el("div.figure", el("b", number),
    el("span", say(words)));

  return el("header", el("h1", frame.title ? say(frame.title.title) : ""),
    figure(WALL.due, attendance.due),
    figure(WALL.present, attendance.present));
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

  if (!wall.session)
    return el("section.plain", el("h2", say(WALL.noSession)));
  if (box && !["ready", "dead"].includes(box.stage))
    return padlocks(box);
  if (!round)
    return el("section.plain", el("h2", say(WALL.checkIn)),
      el("p", say(WALL.checkInHow)));
  return el(round.rows.length > DENSE_ABOVE ? "section.round.dense"
    : "section.round", heading(round), stage(round));
}

/* Each padlock closes when its scrutineer has accepted. */
function padlocks(box) {
  const locks = Array.from({length: box.scrutineers}, (_, i) =>
    el(i < box.locked ? "span.lock.shut" : "span.lock",
      mark(i < box.locked ? "lock" : "open")));

  return el("section.plain", el("h2", say(WALL.locking)),
    el("div.locks", locks),
    el("p", say(WALL.keys, {n: box.needed, m: box.scrutineers})));
}

function heading(round) {
  const kind = {secret: WALL.secret, named: WALL.named, hands: WALL.hands};
  const title = frame.texts.get("title");

  return el("div.heading",
    el("p.kind", say(kind[round.ballot]),
      round.practice && el("strong.practice", say(WALL.practice))),
    el("h2", title ? say(title.title) : round.id));
}

function stage(round) {
  switch (round.stage) {
  case "open":
    return round.ballot === "hands" ? hands(round) : turnout(round);
  case "closed":
    return counting(round, WALL.counting);
  case "counted":
    return round.ballot === "hands" || round.practice
      ? results(round) : counting(round, WALL.counted);
  case "void":
    return el("p.void", say(WALL.voided));
  case "uncountable":
    return el("p.void", say(WALL.uncountable));
  default:
    return results(round);
  }
}

function rule(round) {
  return round.rows.length === 1
    ? el("p.rule", say(round.rows[0].rule))
    : el("ol.items", round.rows.slice(0, ROWS_SHOWN).map((row) =>
      el("li", el("span", rowName(row)), row.needed !== null &&
        el("span.needed", say(WALL.needed, {n: row.needed})))));
}

function rowName(row) {
  const text = frame.texts.get(row.id);

  return text ? say(text.title) : row.id;
}

function hands(round) {
  return [rule(round), el("p.big", say(WALL.handsNow))];
}

function turnout(round) {
  const part = round.issued ? round.returned / round.issued : 0;

  return [rule(round), el("div.turnout",
    el("p", el("b", round.returned), " ",
      el("span", say(WALL.of, {n: round.issued}))),
    el("p.label", say(WALL.inTheBox)),
    bar(part), el("p.soft", say(WALL.noPartial)),
    el("p.last-call", {"data-called": round.last_call_at}))];
}

/* A rectangle of this share of its room, drawn without any style of its own. */
function bar(part, tone = "plain") {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  const rect = document.createElementNS(NS, "rect");

  svg.setAttribute("class", `bar ${tone}`);
  svg.setAttribute("viewBox", "0 0 1000 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  rect.setAttribute("width", String(Math.round(1000 * part)));
  rect.setAttribute("height", "10");
  svg.append(rect);
  return svg;
}

function counting(round, words) {
  return [el("p.big", say(words)),
    round.shares > 0 && el("p", say(WALL.keysUsed, {n: round.shares}))];
}

function results(round) {
  const shown = round.kind === "election" ? CANDIDATES_SHOWN : ROWS_SHOWN;
  const rows = round.rows.slice(0, shown);
  const rest = round.rows.length - rows.length;

  return [round.kind === "election"
    ? candidates(round, rows)
    : el(rows.length > 1 ? "div.results.many" : "div.results",
      rows.map((row) => result(round, row, rows.length === 1))),
  rest > 0 && el("p.soft", say(WALL.more, {n: rest}))];
}

/* A line for each candidate, in the order of the paper. */
function candidates(round, rows) {
  const elected = new Set(round.election?.elected ?? []);
  const first = round.options[0];

  return el("ol.candidates", rows.map((row) =>
    el(elected.has(row.id) ? "li.elected" : "li",
      el("span.name", rowName(row)),
      bar(share(row, first), first), el("b", row.counts?.[first] ?? ""),
      elected.has(row.id)
        ? el("strong.good", mark("tick"), say(OUTCOME.elected))
        : el("strong"))));
}

function share(row, option) {
  return row.roll && row.counts ? row.counts[option] / row.roll : 0;
}

function outcome(row) {
  const words = row.label ? OPTION[row.label] ?? [row.label, row.label]
    : OUTCOME[row.outcome];

  if (!words)
    return null;
  if (row.label)
    return el("strong.graded", say(words));
  return row.outcome === "adopted"
    ? el("strong.good", mark("tick"), say(words))
    : el("strong.not", mark("cross"), say(words));
}

function result(round, row, alone) {
  return el("article", el("div.verdict",
    !alone && el("h3", rowName(row)), outcome(row)),
  bars(round, row, alone),
  alone && row.sentence && el("p.sentence", say(row.sentence)));
}

function bars(round, row, alone) {
  return row.counts && el(alone ? "dl.bars" : "dl.bars.small",
    round.options.map((option, i) => [
      el("dt", say(OPTION[option] ?? [option, option])),
      el("dd", bar(share(row, option), toneOf(round, option, i)),
        el("b", row.counts[option]))]));
}

/* Grades have colours of their own, from the best to the worst. */
function toneOf(round, option, i) {
  return round.kind === "appraisal" && option !== "abstain"
    ? `grade-${Math.min(i, 3)}` : option;
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
