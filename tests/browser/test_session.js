/*
 * Goal: a session is held through the pages, each person in a browser of their
 * own, and what is declared is what was cast; a network that is cut at any step
 * of casting loses nothing and doubles nothing; a used card, a hostile title and
 * a server with another history do no harm; and every screen on the way can be
 * read by everybody.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { CHAIR } from "../../voting/web/words/chair.js";
import { ANSWERS } from "../../voting/web/words/chair_answers.js";
import { FRAME } from "../../voting/web/words/frame.js";
import { JOIN } from "../../voting/web/words/join.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { SAY } from "../../voting/web/words/phone_say.js";
import { OPTION, OUTCOME } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect, inspected, inspectWall } from "./inspect.js";
import { Story } from "./story.js";

const HOSTILE = "<img src=x onerror=alert(1)>“&lt;b&gt;”";
/* 26 for, 6 against, 3 abstain in the end, those of the phones included. */
const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const choiceOf = (n) => n <= 24 ? "for" : n <= 28 ? "against" : "abstain";

const MOTION = { id: "Q1", session: "7-1", kind: "motion", ballot: "secret",
  title: { zh: HOSTILE, en: HOSTILE }, rule: "school.default",
  rows: [{ id: "Q1", text: { zh: [HOSTILE, "一、<script>alert(2)</script>"],
    en: [HOSTILE, "1. <script>alert(2)</script>"] } }] };
const TWO_ROWS = JSON.parse(readFileSync("voting/demo/papers/P1P3.json",
  "utf8"));

const congress = new Congress();
const story = new Story(congress);
const step = story.step.bind(story);
/** @type {import("./people.js").People} */
let people;
/** @type {import("./people.js").Person[]} */
let phones = [];
/** @type {import("./people.js").Person[]} */
let scrutineers = [];
/** @type {import("./people.js").Person} */
let chair, wall, stranger;

/* ---- Before the ballot ---------------------------------------------------- */

step("a conference is founded, and a server serves it", async () => {
  congress.found([TWO_ROWS], BY_CTL);
  congress.later("chair", `paper ${congress.json("Q1.json", MOTION)}`);
  congress.batch();
  congress.remember("earlier");
  await congress.serve();
  people = await story.begin();
});

step("every page is served with the headers that keep others out", async () => {
  for (const path of ["/", "/chair", "/scrutineer", "/wall"]) {
    const { status, headers } = await fetch(congress.address + path);
    const policy = headers.get("content-security-policy");

    assert.equal(status, 200, path);
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/, path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(headers.get("referrer-policy"), "no-referrer", path);
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", path);
  }
});

step("a text with bidirectional controls does not come into the log", async () => {
  const title = { zh: "\u202e反对\u202c", en: "\u202etsniaga" };

  assert.throws(() => congress.by("chair", "paper", congress.json("X9.json",
    { ...MOTION, id: "X9", title })));
});

step("the wall says that representatives should check in, in both languages", async () => {
  wall = await people.person("wall", { width: 1920, height: 1080 });
  await wall.go(`${congress.address}/wall`);
  await wall.page.locator("header .figure").first().waitFor();
  await inspectWall(wall, "check-in");
  const english = await people.person("wall-en", { width: 1280, height: 720,
    language: "en" });

  await english.go(`${congress.address}/wall#lang=en`);
  await english.sees(WALL.due);
  await inspectWall(english, "check-in");
  await english.context.close();
});

step("a chair enrols by card, and presides once the chair is handed over", async () => {
  const token = congress.tokens("chair.tokens").get("chair/3");

  chair = await people.person("chair", { width: 1280, height: 800 });
  await chair.go(`${congress.address}/chair#${token}`);
  await chair.press(JOIN.useThis);
  await chair.sees(["您有主持人证", ""]);
  assert.equal(await chair.page.evaluate(() => location.hash), "");
  await inspect(chair, "chair-not-presiding");
  congress.by("chair", "handover", "chair/3");
  await chair.sees(CHAIR.runSheet);
});

step("a hostile title is text to the chair, and nothing more", async () => {
  await chair.sees(HOSTILE);
  assert.equal(await chair.page.locator("main img, main script").count(), 0);
  await inspect(chair, "chair-run-sheet");
});

/* ---- The box -------------------------------------------------------------- */

step("three scrutineers enrol by card, one of them in English", async () => {
  for (const n of [1, 2, 3]) {
    const person = await people.person(`scrutineer-${n}`,
      { language: n === 2 ? "en" : "zh" });
    const token = congress.tokens(`scrutineer-${n}.tokens`)
      .get(`scrutineer/${n}`);

    scrutineers.push(person);
    await person.go(`${congress.address}/scrutineer#${token}`);
    await person.sees(["您是", "Are you "]);
    await person.press(JOIN.useThis);
    await person.sees(SCRUTINEER.idle);
  }
});

step("they lock the ballot box, and the wall shows it", async () => {
  await chair.press(CHAIR.lock);
  for (const person of scrutineers)
    await person.press(SCRUTINEER.lock);
  for (const person of scrutineers)
    await person.sees(SCRUTINEER.locked);
  await chair.sees(CHAIR.boxReady[0].replace("{n}", "2"));
  await inspect(scrutineers[0], "scrutineer-locked");
});

step("two scrutineers count the hall", async () => {
  for (const n of [1, 2])
    congress.keepKey(`s${n}`, `scrutineer/${n}`,
      (await scrutineers[n - 1].kept(`keys/scrutineer/${n}`)).seed);
  congress.by("s1", "headcount", "40", "--as", "scrutineer/1,scrutineer/2",
    "--out", congress.file("draft"));
  congress.by("s2", "countersign", congress.file("draft"), "--as",
    "scrutineer/2");
  congress.by("s2", "submit", congress.file("draft"));
});

/* ---- Phones --------------------------------------------------------------- */

step("a phone without a card says what to scan, and refuses wrong digits", async () => {
  stranger = await people.person("stranger");
  await stranger.go(congress.address);
  await stranger.sees(JOIN.scan);
  await stranger.page.locator("#digits").fill("12345");
  await stranger.press(JOIN.next);
  await stranger.page.locator("#digits-error:not(:empty)").waitFor();
  await inspect(stranger, "phone-scan");
});

step("five phones enrol by card and check in, one of them in English", async () => {
  const tokens = congress.tokens("roll.tokens");

  for (const n of [36, 37, 38, 39, 40]) {
    const person = await people.person(`phone-${n}`,
      { language: n === 37 ? "en" : "zh" });

    phones.push(person);
    await person.go(`${congress.address}/#${tokens.get(seatOf(n))}`);
    await person.page.getByRole("button", { name: person.word(JOIN.useThis) })
      .waitFor();
    if (n === 36)
      await inspect(person, "phone-who");
    await person.press(JOIN.useThis);
    await person.sees(PHONE.notCheckedIn);
    if (n === 36)
      await inspect(person, "phone-not-checked-in");
    await person.press(PHONE.checkIn);
    await person.sees(PHONE.checkedIn);
  }
  await inspect(phones[0], "phone-waiting");
});

step("a card that is in use is refused in words on a second phone", async () => {
  const token = congress.tokens("roll.tokens").get(seatOf(36));

  await stranger.go("about:blank");
  await stranger.go(`${congress.address}/#${token}`);
  await stranger.sees(JOIN.unknownCard);
  assert.equal(await stranger.kept("card"), null);
  await inspect(stranger, "phone-used-card");
});

/* ---- One question --------------------------------------------------------- */

async function turnTo(title) {
  await chair.press([`${CHAIR.look[0]}: ${title}`, ""]);
}

step("the chair opens a question whose notice is short, with a reason, in two taps", async () => {
  await turnTo(HOSTILE);
  await chair.page.locator("#reason").fill("当场送达");
  await inspect(chair, "chair-ready");
  await chair.press(CHAIR.open);
  await chair.sees(CHAIR.openSure);
  await chair.press(CHAIR.open);
  await chair.sees(CHAIR.noPartial);
});

step("every phone turns to the ballot, and the title is text there too", async () => {
  for (const person of phones) {
    await person.sees(HOSTILE);
    assert.equal(await person.page.locator("main img, main script").count(), 0);
  }
  await inspect(phones[0], "phone-ballot");
});

const choose = async (person, option) =>
  person.page.locator(`.choices .choice.${option}`).click();

async function sealed(person, option) {
  await choose(person, option);
  await person.press(PHONE.seal);
  await person.heads(PHONE.sealed);
}

async function vote(person, option) {
  await sealed(person, option);
  await person.press(PHONE.cast);
}

step("a phone votes for, with a receipt, and changes the vote", async () => {
  const [person] = phones;

  await choose(person, "for");
  await inspect(person, "phone-review");
  await person.press(PHONE.seal);
  await person.heads(PHONE.sealed);
  await inspect(person, "phone-sealed");
  await person.press(PHONE.cast);
  await person.heads(PHONE.inTheBox);
  await inspect(person, "phone-in-the-box");
  await person.press(PHONE.changeVote);
  await vote(person, "against");
  await person.heads(PHONE.changed);
  assert.equal(await congress.countOf("cast"), 2);
});

step("a phone tests a ballot, which ballotctl finds to be what was chosen", async () => {
  const person = phones[1];

  await sealed(person, "abstain");
  const code = await person.page.locator(".notice .code").innerText();

  await person.press(PHONE.test);
  await person.heads(PHONE.tested);
  await inspect(person, "phone-tested");
  writeFileSync(congress.file("revealed"),
    await person.page.locator("textarea").inputValue());
  const said = congress.ctl("test-check", congress.file("revealed"), "--code",
    code, "--log", congress.log, "--lang", "en");

  assert.match(said, /abstain/i);
  assert.throws(() => congress.ctl("test-check", congress.file("revealed"),
    "--code", code.replace(/[0-9a-z]/i, (c) => c === "2" ? "3" : "2"),
    "--log", congress.log, "--lang", "en"));
  assert.equal(await congress.countOf("cast"), 2);
  await person.press(PHONE.again);
  await vote(person, "for");
  await person.heads(PHONE.inTheBox);
  assert.equal(await congress.countOf("cast"), 3);
});

const EVENT = "**/event";

step("cut before it is sent: the ballot waits on the phone, and goes in once", async () => {
  const person = phones[2];

  await person.page.route(EVENT, (route) => route.abort());
  await vote(person, "against");
  await person.heads(PHONE.waitingNet);
  assert.equal(await congress.countOf("cast"), 3);
  await inspect(person, "phone-no-network");
  await person.page.unroute(EVENT);
  await person.heads(PHONE.inTheBox);
  assert.equal(await congress.countOf("cast"), 4);
});

step("cut after the server has it: sent again, and it is there once", async () => {
  const person = phones[3];
  let lost = 0;

  await person.page.route(EVENT, async (route) => {
    if (lost === 0)
      assert.equal((await route.fetch()).status(), 200);
    lost += 1;
    await route.abort();
  });
  await vote(person, "abstain");
  await person.heads(PHONE.waitingNet);
  assert.ok(lost > 0);
  assert.equal(await congress.countOf("cast"), 5);
  await person.page.unroute(EVENT);
  await person.heads(PHONE.inTheBox);
  assert.equal(await congress.countOf("cast"), 5);
});

step("cut while it is sent, and the page is loaded anew: the phone goes on", async () => {
  const person = phones[4];
  let held;
  const sending = new Promise((resolve) => {
    held = resolve;
  });

  await person.page.route(EVENT, (route) => held(route));
  await vote(person, "for");
  await sending;
  await person.heads(PHONE.sending);
  assert.equal(await congress.countOf("cast"), 5);
  await person.page.unroute(EVENT);
  await person.page.reload();
  await person.heads(PHONE.inTheBox);
  assert.equal(await congress.countOf("cast"), 6);
});

step("each phone has one receipt a ballot, and finds it in the record", async () => {
  for (const person of phones) {
    const receipts = await person.page.evaluate(() => Object.keys(localStorage)
      .filter((key) => key.startsWith("congress/receipt/")).length);

    assert.equal(receipts, person === phones[0] ? 2 : 1, person.name);
  }
});

step("a phone that is loaded anew shows its last receipt", async () => {
  await phones[1].page.reload();
  await phones[1].heads(PHONE.inTheBox);
  await phones[0].page.reload();
  await phones[0].heads(PHONE.changed);
});

step("the others vote by ballotctl, and the wall counts them, not their votes", async () => {
  for (const n of BY_CTL)
    congress.later("seats", `cast Q1 --as ${seatOf(n)} --choices ${
      choiceOf(n)} --receipt ${congress.file(`receipts/${n}`)}`);
  congress.batch();
  await wall.page.locator(".turnout b", { hasText: /^35$/ }).waitFor();
  assert.equal(await wall.page.locator(".bars").count(), 0);
  await chair.sees(CHAIR.safe[0].replace("{n}", "35"));
});

step("the chair makes the last call, and the wall shows it", async () => {
  await inspect(chair, "chair-open");
  await chair.press(CHAIR.lastCall);
  await wall.sees(WALL.lastCall);
  await inspectWall(wall, "last-call");
});

step("the chair ends the voting", async () => {
  await chair.press(CHAIR.close);
  await chair.sees(["请监票人开箱计票", ""]);
  await inspect(chair, "chair-counting");
  await wall.sees(WALL.counting);
  await inspectWall(wall, "counting");
});

step("two scrutineers verify everything in a worker, and use their keys", async () => {
  for (const person of scrutineers.slice(0, 2)) {
    await person.page.getByRole("button",
      { name: person.word(SCRUTINEER.open) }).waitFor();
    if (person === scrutineers[0])
      await inspect(person, "scrutineer-count");
    await person.press(SCRUTINEER.open);
    await person.sees(SCRUTINEER.used);
  }
});

step("the result is worked out by itself, and scrutineers sign it", async () => {
  await chair.sees(["等待监票人签字", ""]);
  await wall.sees(WALL.counted);
  assert.equal(await wall.page.locator(".bars").count(), 0);
  for (const person of scrutineers.slice(0, 2)) {
    await person.page.getByRole("button",
      { name: person.word(SCRUTINEER.sign) }).waitFor();
    if (person === scrutineers[0])
      await inspect(person, "scrutineer-sign");
    await person.press(SCRUTINEER.sign);
    await person.sees(SCRUTINEER.signed);
  }
});

step("the chair declares and publishes, and the wall shows the verdict", async () => {
  await chair.page.getByRole("button", { name: CHAIR.declare[0] }).waitFor();
  await inspect(chair, "chair-counted");
  await chair.press(CHAIR.declare);
  await wall.sees(OUTCOME.adopted);
  await inspectWall(wall, "verdict");
  await chair.press(CHAIR.publish);
  await chair.sees([CHAIR.doneOf[0].replace("{title}", HOSTILE), ""]);
  await inspect(chair, "chair-published");
});

step("what was declared is what was cast", async () => {
  const bars = await wall.page.locator(".bars dd b").allInnerTexts();
  const options = await wall.page.locator(".bars dt").allInnerTexts();
  const declared = Object.fromEntries(options.map((o, i) => [o, bars[i]]));

  assert.equal(declared[OPTION.for[0]], "26");
  assert.equal(declared[OPTION.against[0]], "6");
  assert.equal(declared[OPTION.abstain[0]], "3");
  assert.equal(await wall.page.locator("main img").count(), 0);
});

step("who objects to it puts that on record, and the chair answers", async () => {
  const [phone] = phones;

  await phone.page.locator("summary", { hasText: SAY.title[0] }).click();
  await inspect(phone, "phone-objections");
  await phone.page.locator("li", { hasText: SAY.objectTo[0].replace("{title}",
    HOSTILE) }).getByRole("button").click();
  await phone.press(SAY.sign);
  await phone.sees(SAY.empty);
  await phone.page.locator("textarea").fill("请公开附件\n第二十条没有附件。\u202e");
  await phone.press(SAY.sign);
  await phone.sees(SAY.hidden);
  await phone.page.locator("textarea").fill(`请公开附件\n${HOSTILE}`);
  await inspect(phone, "phone-objection");
  await phone.press(SAY.sign);
  await phone.sees(SAY.notAnswered);
  await phone.sees("请公开附件");
  await inspect(phone, "phone-objected");

  await chair.press(CHAIR.sessionCard);
  await chair.sees("请公开附件");
  await chair.press(ANSWERS.sign);
  await chair.sees(ANSWERS.empty);
  await chair.page.getByLabel(ANSWERS.answer[0]).fill("附件已在记录里公开。");
  await inspect(chair, "chair-objection");
  await chair.press(ANSWERS.sign);
  await chair.page.getByLabel(ANSWERS.answer[0]).waitFor({ state: "detached" });
  await phone.page.reload();
  await phone.sees(SAY.answered);
  await phone.sees("附件已在记录里公开。");
  await inspect(phone, "phone-answered");
});

/* ---- Two rows ------------------------------------------------------------- */

step("a question of two rows is voted on row by row, with a review", async () => {
  await turnTo(TWO_ROWS.title.zh);
  await chair.press(CHAIR.open);
  await chair.press(CHAIR.open);
  await chair.sees(CHAIR.noPartial);
  await phones[1].sees(PHONE.rowOf[1].replace("{n}", "1").replace("{all}", "2"));
  await inspect(phones[1], "phone-rows");
  await choose(phones[1], "for");
  await phones[1].sees(PHONE.rowOf[1].replace("{n}", "2").replace("{all}", "2"));
  await choose(phones[1], "against");
  await phones[1].sees(PHONE.review);
  await inspect(phones[1], "phone-rows-review");
  await phones[1].press(PHONE.seal);
  await phones[1].press(PHONE.cast);
  await phones[1].heads(PHONE.inTheBox);
  await wall.page.locator(".turnout b", { hasText: /^1$/ }).waitFor();
  await inspectWall(wall, "two-rows");
});

/* ---- What must not have happened ------------------------------------------ */

step("no page asked anything of another host, or complained", async () => {
  for (const person of people.all) {
    for (const url of person.asked)
      assert.ok(url.startsWith(`${congress.address}/`) ||
        /^(about|data|blob):/.test(url), `${person.name}: ${url}`);
    assert.deepEqual(person.complaints, [], person.name);
  }
});

/* ---- Another history ------------------------------------------------------ */

step("a network that goes is said on phone and wall, which keeps its frame", async () => {
  await congress.halt();
  await phones[0].sees(FRAME.lost);
  await wall.page.locator(".offline").waitFor();
  await wall.sees(TWO_ROWS.title.zh);
  await inspect(phones[0], "phone-lost");
  await inspectWall(wall, "offline");
});

step("a server with an older log: phone and scrutineer say that it contradicts itself", async () => {
  congress.goBackTo("earlier");
  await congress.serve();
  await phones[0].sees(JOIN.split);
  await scrutineers[0].sees(JOIN.split);
  await phones[0].page.reload();
  await phones[0].sees(JOIN.split);
  await inspect(phones[0], "phone-split");
});

step("a phone that saw only what the older log has goes on with it", async () => {
  const person = await people.person("newcomer");

  await person.go(congress.address);
  await person.sees(JOIN.scan);
});

test("every screen can be read by everybody: axe-core finds nothing grave", () => {
  assert.ok(inspected.length > 20, `only ${inspected.length} screens were seen`);
  assert.deepEqual(findings, []);
});
