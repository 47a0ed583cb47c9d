/*
 * Goal: the sample's whole first session is held through the pages, from an
 * empty server to the audit, and every number of it is the expected one. The
 * secretary founds the conference with the server's code, gives out cards and
 * lays nine questions; the desk imports the roll; the chair opens the session,
 * invites scrutineers and leads ten questions, the last of them a tie voted on
 * again; the desk signs in who has no phone; three scrutineers lock the box,
 * count the hall and open each vote; twelve representatives vote on phones; the
 * wall shows it all, and an auditor recounts it on the public record; in
 * Chinese, one question of it in English.
 *
 * By ballotctl, with the tokens of the desk's cards: the other 26 seats. All on
 * one day, so each secret ballot has a reason for its short notice.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

import { ACTS } from "../../voting/web/words/acts.js";
import { AGAIN, HANDS } from "../../voting/web/words/chair_again.js";
import { CHAIR } from "../../voting/web/words/chair.js";
import { PEOPLE as INVITE } from "../../voting/web/words/chair_people.js";
import { CARDS, DESK, PEOPLE, ROLL } from "../../voting/web/words/desk.js";
import { FOUND, PEOPLE as STAFF } from "../../voting/web/words/setup.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { RECOUNT } from "../../voting/web/words/record.js";
import { OPTION, OUTCOME } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { photograph, spill } from "./inspect.js";
import { dealt, EXPECTED, expected, nameOf, PAPERS, titleOf }
  from "./sample_numbers.js";
import { compareRecord } from "./sample_record.js";
import { founds, lays, laysSession, laysThree, makesCard, tokenShown, turnsTo }
  from "./secretary.js";
import { Story } from "./story.js";

const CONFERENCE = { origin: "tingsong.example/congress-7", term: "7",
  name: "第七届教职工代表大会", school: "听松小学",
  english: "Seventh Staff Representative Conference",
  conveners: ["沈知微", "方立诚"] };
const ROLL_LINES = 45; /* 40 representatives, and five who observe */
const SCRUTINEERS = ["郭雅楠", "周慕之", "许漫青"];
const PHONES = [1, 2, 5, 8, 12, 17, 19, 25, 34, 36, 38, 39];
const ABSENT = [15, 40];
const BY_DESK = new Map([[30, "彭树森"], [31, "白露薇"], [33, "金海燕"]]);
const BY_CTL = Array.from({ length: 40 }, (_, i) => i + 1)
  .filter((n) => !PHONES.includes(n) && !ABSENT.includes(n));
const ENGLISH = "P4"; /* the question that is held in English */
const REASON = "会前已送达代表，今日录入系统";

const congress = new Congress();
const story = new Story(congress);
/** @type {Map<number, import("./people.js").Person>} by seat */
const phones = new Map();
/** @type {import("./people.js").Person[]} */
const scrutineers = [];
/** @type {import("./people.js").Person} */
let chair, desk, wall, auditor;
/* By post, what the desk's cards say. */
let tokens = {};
let taps = 0;

async function tap(words) {
  taps += 1;
  await chair.press(words);
}

const everybody = (act) => Promise.all([...phones.values()].map(act));

/* ---- Before the day ------------------------------------------------------- */

story.step("the secretary founds the conference on an empty server", async () => {
  await congress.serve();
  await story.begin();
  /* The device of the first convener, who presides afterwards. */
  chair = await story.people.person("chair", { width: 1280, height: 800 });
  await chair.go(`${congress.address}/setup`);
  await chair.heads(FOUND.code);
  await founds(chair, readFileSync(congress.file("log.db.set-up-code"), "utf8")
    .trim(), CONFERENCE);
});

/* Who scans the card that the secretary's screen shows, and what they see. */
async function scans(post, how, words) {
  const person = await story.people.person(post.replace("/", "-"), how);

  await person.enrol(`${congress.address}/${post.split("/")[0]}`,
    await tokenShown(chair, post));
  await person.sees(words);
  await chair.heads(STAFF.title);
  return person;
}

story.step("the second convener, a stand-in and the desk have a device each", async () => {
  await turnsTo(chair, "people");
  await chair.press(STAFF.handOver);
  const second = await scans("chair/2", {}, CHAIR.notPresiding);

  await makesCard(chair, "chair", "顾清和");
  const standIn = await scans("chair/3", {}, CHAIR.notPresiding);

  await makesCard(chair, "desk", "签到处");
  desk = await scans("desk/1", { width: 1280, height: 800 }, PEOPLE.empty);
  await Promise.all([second, standIn].map(({ context }) => context.close()));
});

story.step("the desk imports the roll, and has a card for everybody on it", async () => {
  await desk.press(DESK.roll);
  await desk.page.locator("#file").setInputFiles(congress.roll);
  await desk.press(ROLL.import.map((words) => words.replace("{n}",
    String(ROLL_LINES))));
  await desk.sees(ROLL.done);
  await desk.press(ROLL.toCards);
  await desk.sees(CARDS.here.map((words) => words.replace("{n}",
    String(ROLL_LINES))));
  await desk.page.locator(".voting-card").nth(ROLL_LINES - 1).waitFor();
  tokens = await desk.kept(`cards/${CONFERENCE.origin}`);
  assert.equal(Object.keys(tokens).length, ROLL_LINES);
  await desk.press(DESK.people);
});

/* After the roll, since the appraisal names seats that do not vote on it. */
story.step("a session is put on record, and nine questions as they stand in their files", async () => {
  await laysSession(chair, new Date().toISOString().slice(0, 10));
  await turnsTo(chair, "questions");
  await laysThree(chair);
  for (const paper of PAPERS.values())
    if (paper.ballot === "secret" && !paper.follows)
      await lays(chair, paper);
  const { papers } = await (await fetch(
    `${congress.address}/view/conference`)).json();

  assert.deepEqual(papers.map((paper) => paper.id),
    [...PAPERS.keys()].filter((id) => !PAPERS.get(id).follows));
});

story.step("26 seats have used their cards already", () => {
  writeFileSync(congress.file("roll.tokens"), Object.entries(tokens)
    .map(([post, token]) => `${post} ${token}\n`).join(""), { mode: 0o600 });
  for (const n of BY_CTL)
    congress.later("seats", `enrol ${seatOf(n)} --token-file ${
      congress.file("roll.tokens")}`);
  congress.batch();
});

/* ---- The morning ---------------------------------------------------------- */

story.step("the chair opens the session", async () => {
  wall = await story.people.person("wall", { width: 1920, height: 1080 });
  await wall.go(`${congress.address}/wall`);
  await wall.sees(WALL.noSession);
  await chair.go(`${congress.address}/chair`);
  await chair.press(CHAIR.start);
  await wall.sees(WALL.checkIn);
});

story.step("38 of 40 check in, twelve of them on the phones that they hold", async () => {
  const come = async (n) => {
    const person = await story.people.person(`phone-${n}`);

    phones.set(n, person);
    await person.enrol(`${congress.address}/`, tokens[seatOf(n)]);
    await person.press(PHONE.checkIn);
    await person.sees(PHONE.checkedIn);
  };

  for (let i = 0; i < PHONES.length; i += 4)
    await Promise.all(PHONES.slice(i, i + 4).map(come));
  for (const n of BY_CTL.filter((seat) => !BY_DESK.has(seat)))
    congress.later("seats", `present ${seatOf(n)}`);
  congress.batch();
});

story.step("three without a phone are signed in by the desk, and the chair confirms it", async () => {
  for (const name of BY_DESK.values())
    await desk.page.locator(".person", { hasText: name }).locator("label")
      .click();
  await desk.press(PEOPLE.signIn.map((words) => words.replace("{n}",
    String(BY_DESK.size))));
  await chair.press(ACTS.signAll.map((words) => words.replace("{n}",
    String(BY_DESK.size))));
  await wall.page.locator("header .figure b", { hasText: /^38$/ }).waitFor();
  await chair.sees(CHAIR.quorumSay[0].split("{")[0]);
});

/* ---- By hands ------------------------------------------------------------- */

/* In two taps, as the page asks. */
async function opens() {
  await tap(CHAIR.open);
  await chair.sees(CHAIR.openSure);
  await tap(CHAIR.open);
}

/* From the run sheet to a question, unless it stands there already. */
async function turnTo(id) {
  const title = chair.word(titleOf(id));

  if (await chair.page.getByRole("heading", { level: 1, name: title,
    exact: true }).count() === 0)
    await chair.press([`${CHAIR.look[0]}: ${title}`,
      `${CHAIR.look[1]}: ${title}`]);
  await chair.page.getByRole("heading", { level: 1, name: title, exact: true })
    .waitFor();
}

story.step("three procedural motions are adopted by a show of hands", async () => {
  for (const id of ["M1", "M2", "M3"]) {
    const { counts } = expected(id, id);

    await turnTo(id);
    await opens();
    await wall.sees(WALL.handsNow);
    for (const option of ["for", "against", "abstain"])
      await chair.page.locator(`#hands-0-${option}`)
        .fill(String(counts[option]));
    await chair.press(HANDS.record);
    await desk.press(ACTS.sign);
    await chair.press(CHAIR.close);
    await chair.press(CHAIR.declare);
    await onWall(id);
    await chair.press(CHAIR.publish);
  }
});

/* ---- The box -------------------------------------------------------------- */

story.step("the chair invites three scrutineers, and the desk agrees to each", async () => {
  /* What was published leads to the next question by itself. */
  await chair.heads(titleOf("P1P3"));
  await chair.press(CHAIR.sessionCard);
  await chair.page.getByText(INVITE.appoint[0], { exact: true }).click();
  for (const [i, name] of SCRUTINEERS.entries()) {
    await chair.page.locator("#name-zh").fill(name);
    await chair.press(INVITE.invite);
    await desk.press(ACTS.sign);
    await chair.page.locator(".invited").nth(i).waitFor();
    /* The form is for the next one, and the desk's card has gone. */
    await chair.page.waitForFunction(() =>
      document.querySelector("#name-zh")?.value === "");
    await desk.page.locator(".asked").waitFor({ state: "detached" });
  }
  for (const [i, name] of SCRUTINEERS.entries()) {
    const person = await story.people.person(`scrutineer-${i + 1}`,
      { width: 820, height: 1180 });
    const { token } = await chair.kept(`invited/scrutineer/${i + 1}`);

    scrutineers.push(person);
    await person.enrol(`${congress.address}/scrutineer`, token);
    await person.sees(SCRUTINEER.idle);
    await person.sees(name);
  }
});

story.step("they lock the ballot box, and the wall shows it", async () => {
  await chair.press(CHAIR.lock);
  await scrutineers[0].press(SCRUTINEER.lock);
  await wall.sees(WALL.locking);
  await photograph(wall, "wall-padlocks");
  await photograph(chair, "chair-padlocks");
  await Promise.all(scrutineers.slice(1).map((person) =>
    person.press(SCRUTINEER.lock)));
  await Promise.all(scrutineers.map((person) => person.sees(SCRUTINEER.locked)));
});

story.step("two of them count the hall, each on a device of their own", async () => {
  const [one, two] = scrutineers;

  await one.press(SCRUTINEER.headcount);
  await one.page.locator("#counted").fill(String(EXPECTED.present));
  await one.press(SCRUTINEER.signTogether);
  await two.press(ACTS.sign);
  await one.sees(String(EXPECTED.present));
  await chair.page.locator(".fact", { hasText: CHAIR.counted[0] })
    .getByText(String(EXPECTED.present)).waitFor();
});

/* ---- A secret ballot ------------------------------------------------------ */

async function votes(person, choices) {
  for (const [i, choice] of choices.entries()) {
    if (choices.length > 1)
      await person.sees(PHONE.rowOf.map((words) => words.replace("{n}",
        String(i + 1)).replace("{all}", String(choices.length))));
    await person.page.locator(`.choices .choice.${choice}`).click();
  }
  await person.press(PHONE.seal);
  await person.press(PHONE.cast);
  await person.heads(PHONE.inTheBox);
}

async function everybodyVotes(id) {
  const ballots = dealt(id);
  const onPhones = PHONES.filter((n) => ballots.has(n));

  for (let i = 0; i < onPhones.length; i += 4)
    await Promise.all(onPhones.slice(i, i + 4).map((n) =>
      votes(phones.get(n), ballots.get(n).choices)));
  for (const n of BY_CTL.filter((seat) => ballots.has(seat)))
    congress.later("seats", `cast ${id} --as ${seatOf(n)} --choices ${
      ballots.get(n).list} --receipt ${congress.file(`receipts/${id}-${n}`)}`);
  congress.batch();
  return ballots.size;
}

/* By the turnout: at once if all have voted, else after the last call. */
async function ends(returned) {
  if (returned < EXPECTED.issued)
    await tap(CHAIR.lastCall);
  await tap(CHAIR.close);
  await wall.sees(WALL.counting);
}

/* Scrutineers 1 and 3, each when their own device has said what came of it. */
async function counts() {
  await Promise.all([scrutineers[0], scrutineers[2]].map(async (person) => {
    await person.press(SCRUTINEER.open);
    await person.page.locator("main p[role=status]",
      { hasText: person.word(SCRUTINEER.used) }).waitFor();
    await person.press(SCRUTINEER.sign);
  }));
}

/* What the hall sees of an open question, for the collection of pictures. */
async function photographBallot(id) {
  const [person] = phones.values();

  await person.page.locator(".choices").waitFor();
  await wall.page.locator(".turnout").waitFor();
  assert.ok(await spill(wall) <= 1, `${id} is higher than the wall`);
  await photograph(person, `phone-${id}-ballot`);
  await photograph(wall, `wall-${id}-voting`);
}

/* From the question on the chair's screen to its verdict on the wall. */
async function ballot(id) {
  await turnTo(id);
  taps = 0;
  await chair.page.locator("#reason").fill(REASON);
  await photograph(chair, `chair-${id}-ready`);
  await opens();
  await photographBallot(id);
  const returned = await everybodyVotes(id);

  await photograph(chair, `chair-${id}-voting`);
  await ends(returned);
  await counts();
  await tap(CHAIR.declare);
  await onWall(id);
  const needed = taps;

  await photograph(wall, `wall-${id}-result`);
  await photograph(chair, `chair-${id}-declared`);

  await chair.press(CHAIR.publish);
  return { taps: needed, returned };
}

/* By its heading: names that are for members are not on the wall. */
function articleOf(row, at, lang) {
  const heading = row.members ? WALL.item[lang].replace("{n}", at + 1)
    : nameOf(row, lang);

  return wall.page.locator("main article", { has:
    wall.page.getByRole("heading", { name: heading, exact: true }) });
}

/* The figures that the hall sees. */
async function onWall(id) {
  const { rows } = PAPERS.get(id);
  const lang = wall.language === "zh" ? 0 : 1;

  await wall.sees(titleOf(id));
  assert.ok(await spill(wall) <= 1, `${id} is higher than the wall`);
  for (const row of rows) {
    const want = expected(id, row.id);
    const place = rows.length === 1 ? wall.page.locator("main article")
      : id.startsWith("E1") ? wall.page.locator(".candidates li",
        { hasText: nameOf(row, lang) })
        : articleOf(row, rows.indexOf(row), lang);

    await place.waitFor();
    if (id.startsWith("E1")) {
      assert.equal(await place.locator("b").innerText(),
        String(want.counts.for), row.id);
      assert.equal(await place.getByText(OUTCOME.elected[lang]).count(),
        want.elected ? 1 : 0, row.id);
      continue;
    }
    const options = await place.locator("dt").allInnerTexts();
    const numbers = await place.locator("dd b").allInnerTexts();

    for (const [i, option] of options.entries())
      assert.equal(Number(numbers[i]), want.counts[Object.keys(OPTION).find(
        (o) => OPTION[o][lang] === option)], `${id} ${row.id} ${option}`);
    await place.getByText((want.label ? OPTION[want.label]
      : OUTCOME[want.outcome] ?? [want.label, want.label])[lang]).first()
      .waitFor();
  }
}

async function speaks(person, language) {
  if (person.language === language)
    return;
  person.language = language;
  await person.page.locator(".top button",
    { hasText: language === "zh" ? "中文" : "English" }).click();
}

async function allSpeak(language) {
  for (const person of [chair, ...scrutineers, ...phones.values()])
    await speaks(person, language);
  wall.language = language;
  await wall.go("about:blank");
  await wall.go(`${congress.address}/wall#lang=${language}`);
}

for (const id of ["P1P3", "P2", "P4", "P5", "A1", "E1"])
  story.step(`a secret ballot: ${titleOf(id)[1]}`, async () => {
    if (id === ENGLISH)
      await allSpeak("en");
    const { taps: needed, returned } = await ballot(id);

    assert.equal(returned, id === "P5" ? 37 : 38);
    assert.ok(needed <= (returned < 38 ? 5 : 4), `${needed} taps`);
    console.log(`figure: ${id}: ${needed} taps of the chair's from the ` +
      "question to the verdict on the wall");
    if (id === ENGLISH)
      await allSpeak("zh");
  });

story.step("a tie for the last seat is voted on again", async () => {
  await chair.press(AGAIN.tieMake);
  await chair.heads(titleOf("E1.2"));
  await ballot("E1.2");
});

story.step("the chair ends the session, and the keys are destroyed", async () => {
  await chair.press(CHAIR.sessionCard);
  await chair.page.getByText(CHAIR.end[0]).first().click();
  await chair.press(CHAIR.end);
  await chair.press(CHAIR.end);
  for (const person of scrutineers) {
    await person.press(SCRUTINEER.destroy);
    await person.sees(SCRUTINEER.destroyed);
  }
});

/* ---- Afterwards ----------------------------------------------------------- */

story.step("an auditor recounts it on the public record, and every number is the expected one", async () => {
  auditor = await story.people.person("auditor", { width: 1280, height: 800 });
  await auditor.go(`${congress.address}/record`);
  await auditor.press(RECOUNT.title);
  await auditor.sees(RECOUNT.holds);
  await photograph(auditor, "record-whole");
  const checked = await compareRecord(auditor);

  assert.ok(checked > 300, `${checked} numbers`);
  console.log(`figure: ${checked} numbers of the public record are the ` +
    "expected ones");
});

story.step("every number of the log is the expected one, and it verifies elsewhere", () => {
  congress.ctl("compare", "voting/demo/sample/expected_results.json", "--log",
    congress.log, "--lang", "en");
  execFileSync(`${process.env.BUILD ?? "build/release"}/ballotverify`,
    [congress.address, "--lang", "en"], { stdio: "pipe" });
});

story.step("no page asked another host for anything, or complained", () => {
  for (const person of story.people.all) {
    for (const url of person.asked)
      assert.ok(url.startsWith(`${congress.address}/`) ||
        /^(about|data|blob):/.test(url), `${person.name}: ${url}`);
    assert.deepEqual(person.complaints, [], person.name);
  }
});
