/*
 * Goal: the chair leads a session with nothing but the page: scrutineers are
 * invited, hands recorded, a question opened by two taps or a long press, more
 * time given, a round voided with the scrutineers and voted on again; four taps
 * lead from a question to its verdict on the wall; a reload at any step and a
 * network that goes lose nothing; and a stand-in takes the chair and goes on.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { ACTS } from "../../voting/web/words/acts.js";
import { CHAIR, GATES } from "../../voting/web/words/chair.js";
import { AGAIN, VOID } from "../../voting/web/words/chair_again.js";
import { PEOPLE } from "../../voting/web/words/chair_people.js";
import { FRAME } from "../../voting/web/words/frame.js";
import { OUTCOME } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect, inspectWall } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const RULE = "motion quorum present/roll>=2/3 pass for/roll>1/2" +
  " notice 0 publish 3 post 15";

const congress = new Congress();
const story = new Story(congress);
const step = story.step.bind(story);
/** @type {import("./people.js").Person} */
let chair, standIn, wall, one, two;

function motion(id, zh, en, more = {}) {
  return { id, session: "7-1", kind: "motion", ballot: "secret",
    title: { zh, en }, rows: [{ id, text: { zh: [zh, "第一条……"],
      en: [en, "Article 1…"] }, rule: RULE }], ...more };
}

async function turnTo(title) {
  await chair.press([`${CHAIR.look[0]}: ${title}`,
    `${CHAIR.look[1]}: ${title}`]);
}

/* Who has not voted yet on this paper, by ballotctl. */
function castBy(paper, seats, choice = "for") {
  for (const n of seats)
    congress.later("seats", `cast ${paper} --as ${seatOf(n)} --choices ${
      choice} --receipt ${congress.file(`receipts/${paper}-${n}`)}`);
  congress.batch();
}

async function officer(name, page, keys, how = {}) {
  const person = await story.people.person(name, { width: 1280, height: 800,
    ...how });

  await person.holds(keys);
  await person.go(`${congress.address}/${page}`);
  return person;
}

/* A scrutineer's page, with the seed that locked the box. */
async function scrutineer(n) {
  const post = `scrutineer/${n}`;
  const [, seed] = /^seed (\S+)$/m.exec(readFileSync(congress.file(
    `keys/s${n}/scrutineer-${n}.seed`), "utf8"));
  const person = await story.people.person(post, {});

  await person.holds(congress.keyOf(`s${n}`, post));
  await person.context.addInitScript(([name, text]) => {
    if (location.origin !== "null")
      localStorage.setItem(name, text);
  }, [`congress/seed/${post}/7-1`, JSON.stringify({ seed, ceremony: "7-1" })]);
  await person.go(`${congress.address}/scrutineer`);
  return person;
}

step("a conference whose procedure is settled, and whose box is locked", async () => {
  congress.found([motion("Q1", "绩效工资分配办法", "Pay scheme"),
    motion("Q2", "教师考核办法", "Appraisal of teachers")], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  congress.later("chair", `enrol chair/3 --token-file ${
    congress.file("chair.tokens")}`);
  congress.batch();
  await congress.serve();
  await story.begin();
  chair = await officer("chair", "chair", congress.keyOf("chair", "chair/1"));
  wall = await story.people.person("wall", { width: 1280, height: 720 });
  await wall.go(`${congress.address}/wall`);
  await wall.sees(WALL.locked);
  await inspectWall(wall, "locked");
});

step("before opening, each gate says whether it is in order, and how to mend it", async () => {
  await chair.sees([CHAIR.quorumSay[0].replace("{due}", "40")
    .replace("{present}", "30"), ""]);
  await turnTo("绩效工资分配办法");
  await chair.sees(GATES.headcountNot);
  assert.equal(await chair.page.getByRole("button", { name: CHAIR.open[0] })
    .count(), 0);
  assert.equal(await chair.page.locator(".gate.bad").count(), 1);
  await chair.page.getByText(GATES.phonesWho[0]).click();
  await chair.page.locator(".gate details[open] p").waitFor();
  await inspect(chair, "chair-gates");
  congress.byTwo("headcount", "30");
  await chair.page.getByRole("button", { name: CHAIR.open[0] }).waitFor();
  assert.equal(await chair.page.locator(".gate.bad").count(), 0);
});

step("one press opens nothing; a long one does, and so do two", async () => {
  await chair.press(CHAIR.open);
  await chair.sees(CHAIR.openSure);
  assert.equal(await congress.countOf("open"), 3);
  await chair.page.reload();
  await turnTo("绩效工资分配办法");
  const button = chair.page.getByRole("button", { name: CHAIR.open[0] });

  await button.hover();
  await chair.page.mouse.down();
  await chair.sees(CHAIR.noPartial);
  await chair.page.mouse.up();
  assert.equal(await congress.countOf("open"), 4);
  await wall.page.locator(".turnout").waitFor();
});

step("a reload and a network that goes: so many are in the box, go on", async () => {
  castBy("Q1", BY_CTL.slice(0, 23));
  await chair.sees([CHAIR.safe[0].replace("{n}", "23"), ""]);
  await chair.page.reload();
  await turnTo("绩效工资分配办法");
  await chair.sees([CHAIR.safe[0].replace("{n}", "23"), ""]);
  await congress.halt();
  await chair.sees(FRAME.lost);
  await wall.page.locator(".offline").waitFor();
  await congress.serve();
  await chair.sees(FRAME.connected);
  await chair.sees([CHAIR.safe[0].replace("{n}", "23"), ""]);
});

step("after the last call there is more time, if the chair says so", async () => {
  await chair.press(CHAIR.lastCall);
  await wall.sees(WALL.lastCall);
  await chair.page.locator(".countdown").waitFor();
  await inspect(chair, "chair-last-call");
  await chair.press(CHAIR.extend);
  await wall.sees(WALL.extended);
  await chair.page.getByRole("button", { name: CHAIR.lastCall[0] }).waitFor();
});

async function gone(person, words) {
  await person.page.getByText(person.word(words).split("{")[0]).first()
    .waitFor({ state: "detached" });
}

/* The second signs once their device has heard of the first signature. */
async function bothSign() {
  await one.press(ACTS.sign);
  await gone(one, ACTS.sign);
  await gone(two, ACTS.more);
  await two.press(ACTS.sign);
}

/* ---- Void, and again ------------------------------------------------------ */

step("a round is voided with a reason, and two scrutineers who agree", async () => {
  one = await scrutineer(1);
  two = await scrutineer(2);
  await chair.page.getByText(VOID.fold[0]).click();
  await chair.press(VOID.act);
  await chair.press(VOID.act);
  await chair.sees(VOID.reasonMissing);
  assert.equal(await congress.countOf("void"), 0);
  await chair.page.locator("#void-reason").fill("回避名单有误");
  await inspect(chair, "chair-void");
  await chair.press(VOID.act);
  await chair.press(VOID.act);
  await bothSign();
  await chair.sees(CHAIR.voidSaid);
  await wall.sees(WALL.voided);
  assert.equal(await congress.countOf("void"), 1);
});

step("the same question is voted on again, with a recusal mended", async () => {
  await chair.page.getByText(AGAIN.recusals[0]).first().click();
  await chair.page.locator("#recusals").fill("1 x30");
  await chair.press(AGAIN.make);
  await chair.sees(["第 1 行看不懂", ""]);
  await chair.page.locator("#recusals").fill("1 030");
  await inspect(chair, "chair-again");
  await chair.press(AGAIN.make);
  await chair.heads(["绩效工资分配办法（第2轮）", ""]);
  await chair.sees(["表决名单 39 人", ""]);
  await inspect(chair, "chair-round-2");
});

/* ---- Four taps ------------------------------------------------------------ */

let taps = 0;

async function tap(words) {
  taps += 1;
  await chair.press(words);
}

async function scrutineersCount() {
  for (const person of [one, two]) {
    await person.press(SCRUTINEER.open);
    await person.sees(SCRUTINEER.used);
  }
  for (const person of [one, two]) {
    await person.press(SCRUTINEER.sign);
    await person.sees(SCRUTINEER.signed);
  }
}

step("four taps lead from the question to the verdict on the wall", async () => {
  await tap(CHAIR.open);
  await tap(CHAIR.open);
  await chair.sees(CHAIR.noPartial);
  castBy("Q1.2", BY_CTL.slice(0, 22));
  castBy("Q1.2", BY_CTL.slice(22, 28), "against");
  await tap(CHAIR.lastCall);
  await wall.sees(WALL.counting);
  await chair.sees([CHAIR.waitShares[0], ""]);
  await scrutineersCount();
  await tap(CHAIR.declare);
  await wall.sees(OUTCOME.adopted);
  console.log(`# chair's taps from the question to its verdict: ${taps}`);
  assert.equal(taps, 4);
  await inspect(chair, "chair-declared");
});

step("publishing leads to the next question by itself", async () => {
  await chair.press(CHAIR.publish);
  await chair.heads(["教师考核办法", ""]);
  await chair.sees(["已公布：绩效工资分配办法（第2轮）", ""]);
});

/* ---- People --------------------------------------------------------------- */

step("a scrutineer is invited, once a second officer has agreed", async () => {
  await chair.press(CHAIR.sessionCard);
  await chair.page.getByText(PEOPLE.appoint[0], { exact: true }).click();
  await chair.press(PEOPLE.invite);
  await chair.sees(PEOPLE.nameMissing);
  await chair.page.locator("#name-zh").fill("丁一凡");
  await chair.press(PEOPLE.invite);
  await one.press(ACTS.sign);
  await chair.press(PEOPLE.show);
  await chair.page.locator(".qr-place svg").waitFor();
  const digits = await chair.page.locator(".qr-place .code").innerText();

  await inspect(chair, "chair-people");
  const newcomer = await story.people.person("newcomer");

  await newcomer.go(`${congress.address}/scrutineer`);
  await newcomer.page.locator("#digits").fill(digits);
  await newcomer.press(["下一步", ""]);
  await newcomer.sees(["您是丁一凡", ""]);
});

step("the chair is handed over, and the other chair has the same screen", async () => {
  standIn = await officer("stand-in", "chair",
    congress.keyOf("chair", "chair/3"));
  await standIn.sees(["您有主持人证", ""]);
  await inspect(standIn, "chair-looks-on");
  await chair.page.getByText(PEOPLE.handover[0], { exact: true }).click();
  await chair.press(["移交给沈知微", ""]);
  await chair.press(["移交给沈知微", ""]);
  await standIn.sees(CHAIR.runSheet);
  await chair.sees(["您有主持人证", ""]);
});

step("a chair whose presiding officer is gone goes on with two scrutineers", async () => {
  await chair.page.getByText(PEOPLE.takeOver[0], { exact: true }).first()
    .click();
  await chair.press(PEOPLE.takeOver);
  await chair.press(PEOPLE.takeOver);
  await bothSign();
  await chair.sees(CHAIR.runSheet);
  await standIn.sees(["您有主持人证", ""]);
});

step("a scrutineer who lost the key is retired, once another has agreed", async () => {
  await chair.page.getByText(PEOPLE.retire[0], { exact: true }).click();
  await chair.press(["注销许漫青", ""]);
  await chair.press(["注销许漫青", ""]);
  await one.press(ACTS.sign);
  await chair.page.getByRole("button", { name: "注销许漫青" })
    .waitFor({ state: "detached" });
  assert.equal(await congress.countOf("retire"), 1);
});

step("nothing grave was found, and no page complained", () => {
  assert.deepEqual(findings, []);
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
});
