/*
 * Goal: a vote that came to nothing, or left something open, leads to the next
 * one on everybody's page: the run-off for a seat that stayed open; the draft
 * of a question whose round was voided; and a round whose keys are lost, which
 * chair and scrutineers give up, and which is held in the next session.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { ACTS } from "../../voting/web/words/acts.js";
import { CHAIR, GATES } from "../../voting/web/words/chair.js";
import { AGAIN, LOST, VOID } from "../../voting/web/words/chair_again.js";
import { PEOPLE } from "../../voting/web/words/chair_people.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { RECORD } from "../../voting/web/words/record.js";
import { OUTCOME, STAGE } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { QUESTION } from "../../voting/web/words/setup_question.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect, inspectWall, photograph } from "./inspect.js";
import { laysSession, turnsTo } from "./secretary.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const PHONE_SEAT = 30;
const DAYS = " notice 0 publish 3 post 15";
const RULE = `motion pass for/roll>1/2${DAYS}`;
const motion = (id, ballot, zh, en) => ({ id, session: "7-1", kind: "motion",
  ballot, title: { zh, en }, rows: [{ id, text: { zh, en }, rule: RULE }] });
const NAMES = [["王书茵", "Wang Shuyin"], ["孔维嘉", "Kong Weijia"],
  ["杨柏年", "Yang Bonian"]];
const ELECTION = { id: "E1", session: "7-1", kind: "election", cap: 2,
  ballot: "secret",
  title: { zh: "选举调解委员会委员", en: "Elect the mediation committee" },
  rule: "election seats 2 tie revote shortfall runoff write-in none" +
    ` pass for/returned>1/2 runoff for/returned>1/2${DAYS}`,
  rows: NAMES.map(([zh, en], i) => ({ id: `C${i + 1}`, text: { zh, en } })) };
const SECRET = motion("Q1", "secret", "绩效分配办法", "Pay scheme");
const LATER = motion("Q2", "secret", "章程修正案", "Amend the constitution");
const VOIDED = { ...motion("V1", "named", "推选工作小组", "A working group"),
  recusals: [{ row: "V1", seat: seatOf(5) }] };

const congress = new Congress();
const story = new Story(congress);
const step = story.step.bind(story);
/** @type {import("./people.js").Person} */
let chair, wall, phone, first, fourth, reader, secretary;

async function officer(name, path, key, how) {
  const person = await story.people.person(name, how);

  await person.holds(key);
  await person.go(`${congress.address}/${path}`);
  return person;
}

async function turnTo({ zh, en }) {
  await chair.press([`${CHAIR.look[0]}: ${zh}`, `${CHAIR.look[1]}: ${en}`]);
  await chair.page.getByRole("heading", { level: 1, name: zh }).waitFor();
}

/* Pressed twice, as what cannot be taken back. */
async function twice(words) {
  await chair.press(words);
  await chair.press(words);
}

async function unfolds(words) {
  await chair.page.locator("summary", { hasText: chair.word(words) }).click();
}

const filled = (words, values) => words.map((sentence) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]));

/* What the record says of a question. */
async function tells(id, words) {
  await reader.page.locator(`article.question[data-paper="${id}"]`)
    .getByText(reader.word(words).split("{")[0]).first().waitFor();
}

/* All cast the same by ballotctl, but who has a phone. */
function allCast(id, choiceOf, but = 0) {
  congress.cast(id, Object.fromEntries(BY_CTL.filter((n) => n !== but)
    .map((n) => [n, choiceOf(n)])));
}

step("a conference with a locked box, an election and a voided round", async () => {
  congress.found([ELECTION, SECRET, LATER, VOIDED], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  congress.byTwo("headcount", "30");
  congress.gatherKeys("three", [["chair", "chair/1"], ["s1", "scrutineer/1"],
    ["s2", "scrutineer/2"]]);
  congress.by("chair", "open", "V1");
  congress.by("three", "void", "V1", "--reason", "名单有误", "--as",
    "chair/1,scrutineer/1,scrutineer/2");
  await congress.serve();
  await story.begin();
  chair = await officer("chair", "chair", congress.keyOf("chair", "chair/1"),
    { width: 820, height: 1180 });
  first = await officer("scrutineer-1", "scrutineer",
    congress.keyOf("s1", "scrutineer/1"), { language: "en" });
  phone = await officer("phone", "", congress.keyOf("seats",
    seatOf(PHONE_SEAT)));
  wall = await story.people.person("wall", { width: 1280, height: 720 });
  await wall.go(`${congress.address}/wall`);
});

/* ---- A seat that stays open ------------------------------------------------- */

step("fewer are elected than seats, and the chair makes the run-off", async () => {
  await turnTo(ELECTION.title);
  await twice(CHAIR.open);
  await chair.sees(CHAIR.noPartial);
  await phone.page.locator(".choices").waitFor();
  allCast("E1", (n) => ["for,for,against", "for,against,for",
    "for,against,against"][n % 3]);
  await chair.press(CHAIR.close);
  for (const [act, words] of [["share", CHAIR.waitShares],
    ["sign-off", CHAIR.waitSignOffs]]) {
    await chair.sees(words);
    for (const keys of ["s1", "s2"])
      congress.by(keys, act, "E1");
  }
  await chair.press(CHAIR.declare);
  await wall.sees(filled(WALL.runoff, { n: 1 }));
  await inspectWall(wall, "shortfall");
  await chair.press(CHAIR.publish);
  await chair.sees(filled(AGAIN.runoff, { n: 1, names: "孔维嘉、杨柏年" }));
  await inspect(chair, "chair-shortfall");
  await chair.press(AGAIN.runoffMake);
  await chair.heads([`${ELECTION.title.zh}（第2轮）`, ""]);
  await chair.sees(filled(CHAIR.seats, { n: 1 }));
});

step("phones vote in it for one, and the record links it with the first", async () => {
  await twice(CHAIR.open);
  await phone.sees(filled(PHONE.rowOf, { n: 1, all: 2 }));
  await phone.page.locator(".choices .choice.for").click();
  await phone.sees(filled(PHONE.rowOf, { n: 2, all: 2 }));
  await photograph(phone, "phone-runoff");
  await phone.page.locator(".choices .choice.against").click();
  await phone.press(PHONE.seal);
  await phone.press(PHONE.cast);
  await phone.heads(PHONE.inTheBox);
  allCast("E1.2", () => "for,against", PHONE_SEAT);
  await congress.finish("E1.2");
  await wall.sees(OUTCOME.elected);
  await inspectWall(wall, "runoff");
  reader = await story.people.person("reader", { width: 1280, height: 800 });
  await reader.go(`${congress.address}/record`);
  await tells("E1", RECORD.votedAgain);
  await tells("E1.2", RECORD.afterShortfall);
  await turnTo(ELECTION.title);
  await chair.sees([AGAIN.already[0], ""]);
});

/* ---- Keys that are lost ----------------------------------------------------- */

step("with two of three keys gone the chair is told what can be done", async () => {
  await turnTo(SECRET.title);
  await twice(CHAIR.open);
  await chair.sees(CHAIR.noPartial);
  allCast("Q1", () => "for");
  await chair.press(CHAIR.close);
  await unfolds(LOST.fold);
  await chair.sees(filled(LOST.why, { m: 2, n: 3 }));
  await chair.press(LOST.toSession);
  await unfolds(PEOPLE.retire);
  for (const name of ["周慕之", "许漫青"]) {
    await twice(filled(PEOPLE.retireOne, { name }));
    await first.press(ACTS.sign);
    await chair.page.locator(".people", { hasText: name })
      .waitFor({ state: "detached" });
  }
  await first.sees(filled(SCRUTINEER.lost, { n: 1, m: 2 }));
  await first.sees(SCRUTINEER.lostWait);
  await turnTo(LATER.title);
  await chair.sees(filled(GATES.boxLost, { n: 1, m: 2 }));
  assert.equal(await chair.page.getByRole("button",
    { name: CHAIR.open[0] }).count(), 0);
  await photograph(chair, "chair-gates-lost");
  await turnTo(SECRET.title);
  await chair.sees(filled(LOST.now, { n: 1, m: 2 }));
  await chair.sees(filled(LOST.signersFew, { n: 1 }));
  await photograph(chair, "chair-keys-lost-few");
});

step("it is given up by the chair and two scrutineers, one of them new", async () => {
  await chair.press(LOST.toSession);
  await unfolds(PEOPLE.appoint);
  await chair.page.locator("#name-zh").fill("顾清和");
  await chair.press(PEOPLE.invite);
  await first.press(ACTS.sign);
  await chair.page.locator(".invited").waitFor();
  fourth = await story.people.person("scrutineer-4");
  await fourth.enrol(`${congress.address}/scrutineer`,
    (await chair.kept("invited/scrutineer/4")).token);
  await fourth.sees(filled(SCRUTINEER.lost, { n: 1, m: 2 }));
  await turnTo(SECRET.title);
  await chair.sees(LOST.signers);
  await twice(LOST.act);
  await chair.sees(VOID.reasonMissing);
  await chair.page.locator("#lost-reason").fill("两部设备损坏，没有备份。");
  await inspect(chair, "chair-keys-lost");
  await twice(LOST.act);
  await first.sees(["", "Reason: "]);
  await inspect(first, "scrutineer-uncountable");
  /* Both at once: neither's signature is lost. */
  await fourth.sees(ACTS.asks);
  await Promise.all([first, fourth].map((person) => person.press(ACTS.sign)));
  await chair.sees(CHAIR.uncountableSaid);
  await chair.sees(AGAIN.howLost);
  assert.equal(await congress.countOf("uncountable"), 1);
  await inspect(chair, "chair-uncountable");
});

step("wall, phones and record say so, and that nothing was opened", async () => {
  await wall.sees(WALL.uncountable);
  await inspectWall(wall, "uncountable");
  await phone.sees(STAGE.uncountable);
  await inspect(phone, "phone-uncountable");
  await tells("Q1", RECORD.isUncountable);
  await inspect(reader, "record-uncountable");
});

/* ---- The round that follows ------------------------------------------------- */

async function valueOf(words) {
  return secretary.page.getByLabel(secretary.word(words), { exact: true })
    .first().inputValue();
}

/* Begins the draft that the list offers after a round. */
async function follows({ zh, en }) {
  await secretary.press(QUESTION.followUp.map((words, i) =>
    words.replace("{title}", [zh, en][i])));
  await secretary.page.locator(".notice", { hasText: zh }).first().waitFor();
}

step("the draft after a voided round has its words, its rule, and who is recused", async () => {
  secretary = await officer("secretary", "setup",
    congress.keyOf("chair", "chair/1"), { width: 1280, height: 800 });
  await turnsTo(secretary, "questions");
  await follows(VOIDED.title);
  await secretary.sees(filled(QUESTION.followOf.void,
    { title: VOIDED.title.zh, id: "V1" }));
  assert.equal(await valueOf(QUESTION.titleZh),
    `${VOIDED.title.zh}（第2轮）`);
  assert.equal(await valueOf(QUESTION.recused), "005");
  await inspect(secretary, "setup-follows-void");
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.frozen);
  const same = /^(rule|recusal|cap|filter|power|settles|ballot|counts|options) /;
  const of = async (id) => (await paperOf(id)).filter((l) => same.test(l));

  assert.deepEqual(await of("V1.2"), await of("V1"));
  assert.match((await paperOf("V1.2")).join("\n"), /^follows void$/m);
  await secretary.press(QUESTION.back);
});

/* The lines of the entry that laid a question. */
async function paperOf(id) {
  const size = Number((await (await fetch(`${congress.address}/checkpoint`))
    .text()).split("\n")[1]);
  let found = [];

  for (let at = 0; at < size && found.length === 0; at += 256) {
    const part = size - at < 256 ? `.p/${size - at}` : "";
    const bytes = Buffer.from(await (await fetch(
      `${congress.address}/tile/entries/${String(at / 256).padStart(3, "0")}${
        part}`)).arrayBuffer()).toString("latin1");
    const from = bytes.indexOf(`\npaper ${id}\n`);

    if (from >= 0)
      found = bytes.slice(from, bytes.indexOf("\n\n", from)).split("\n");
  }
  return found;
}

step("what could not be counted is laid for the next session", async () => {
  await turnsTo(secretary, "sessions");
  await laysSession(secretary, "2036-06-12");
  await chair.sees(AGAIN.make);
  await photograph(chair, "chair-uncountable-next");
  await turnsTo(secretary, "questions");
  await follows(SECRET.title);
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.frozen);
  assert.match((await paperOf("Q1.2")).join("\n"), /^session 7-2$/m);
  await chair.sees([AGAIN.already[0], ""]);
});

/* ---- The next session ------------------------------------------------------- */

/* What others do there: everybody is present, the three procedural questions
 * are adopted, and the hall is counted. */
function prepareNext() {
  congress.gatherKeys("both", [["s1", "scrutineer/1"], ["s5", "scrutineer/5"]]);
  for (const n of BY_CTL)
    congress.later("seats", `present ${seatOf(n)}`);
  for (const id of ["M1", "M2", "M3"]) {
    const paper = { ...JSON.parse(readFileSync(`voting/demo/papers/${id}.json`,
      "utf8")), id: `${id}.2`, session: "7-2" };

    congress.later("chair", `paper ${congress.json(`${paper.id}.json`, paper)}`);
    congress.later("chair", `open ${paper.id}`);
    congress.later("both", `hands ${paper.id} 30,0,0`);
    for (const act of ["close", "result"])
      congress.later("chair", `${act} ${paper.id}`);
    for (const keys of ["s1", "s5"])
      congress.later(keys, `sign-off ${paper.id}`);
    congress.later("chair", `declare ${paper.id}`);
  }
  congress.later("both", "headcount 30");
  congress.batch();
}

step("in the next session the box is locked anew, and the new round is opened", async () => {
  await chair.press(CHAIR.sessionCard);
  await unfolds(CHAIR.end);
  await twice(CHAIR.end);
  await chair.page.getByRole("button", { name: CHAIR.start[0] }).waitFor();
  congress.later("chair", "post scrutineer/5 --name-zh 林秀竹 --tokens " +
    congress.file("five.tokens"));
  congress.later("s5", `enrol scrutineer/5 --token-file ${
    congress.file("five.tokens")}`);
  congress.batch();
  await chair.press(CHAIR.start);
  await chair.page.locator("summary", { hasText: CHAIR.end[0] }).waitFor();
  prepareNext();
  await chair.press(CHAIR.lock);
  for (const person of [first, fourth])
    await person.press(SCRUTINEER.lock);
  /* The first box was locked by three who had no page. */
  for (const word of ["commit", "deal", "accept"]) {
    while (await congress.countOf(`key-${word}`) < 5)
      await new Promise((resolve) => setTimeout(resolve, 100));
    congress.by("s5", "key", word);
  }
  await turnTo({ zh: `${SECRET.title.zh}（第2轮）`,
    en: `${SECRET.title.en} (round 2)` });
  await twice(CHAIR.open);
  await phone.sees(`${SECRET.title.zh}（第2轮）`);
  await phone.page.locator(".choices").waitFor();
  await wall.sees(WALL.noPartial);
  await tells("Q1", RECORD.votedAgain);
});

step("nothing grave was found, and no page complained", () => {
  assert.deepEqual(findings, []);
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
});
