/*
 * Goal: what two officers must sign is signed by each on a device of their own,
 * in words made from the event; it can be declined, withdrawn, and survives a
 * reload of the page and a restart of the server; what lapses while its author
 * waits is asked again, and what has lapsed is offered to nobody.
 */
import assert from "node:assert/strict";

import { ACT, ACTS, CHECK } from "../../voting/web/words/acts.js";
import { FRAME } from "../../voting/web/words/frame.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { Congress } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const QUESTION = { id: "Q1", session: "7-1", kind: "motion", ballot: "secret",
  title: { zh: "绩效分配办法", en: "Pay scheme" }, rows: [
    { id: "1", text: { zh: "绩效分配办法", en: "Pay scheme" },
      rule: "motion pass for/roll>1/2 notice 0 publish 3 post 15" }] };

const SKEW_S = 300; /* how old an event may be when the log takes it */
const LEFT_S = 8; /* of it, when the colleague is asked */

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person} */
let first, second, third;

const counted = (n) => ACT.headcount.map((words) => words.replace("{n}", n));

async function scrutineer(n, language) {
  const person = await story.people.person(`scrutineer ${n}`, { language });

  await person.holds(congress.keyOf(`s${n}`, `scrutineer/${n}`));
  await person.go(`${congress.address}/scrutineer`);
  await person.sees(SCRUTINEER.noKey);
  return person;
}

async function countHall(person, n) {
  await person.press(SCRUTINEER.headcount);
  await person.page.locator("#counted").fill(String(n));
  await person.press(SCRUTINEER.signTogether);
  await person.sees(ACTS.waits);
}

async function gone(person, words) {
  await person.page.getByText(person.word(words)).first()
    .waitFor({ state: "detached" });
}

story.step("a conference whose box is locked", async () => {
  congress.found([QUESTION], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  await congress.serve();
  await story.begin();
  first = await scrutineer(1, "zh");
  second = await scrutineer(2, "en");
});

story.step("one scrutineer counts, and the other's device asks", async () => {
  await countHall(first, 30);
  await first.sees(ACTS.waits);
  for (const words of ["监票人 2 周慕之", "监票人 3 许漫青"])
    await first.sees(words);
  await second.heads(counted(30));
  await second.sees(CHECK.headcount);
  await inspect(first, "scrutineer-waits");
  await inspect(second, "scrutineer-asked");
  assert.equal(await congress.countOf("headcount"), 0);
});

story.step("their signature completes it", async () => {
  await second.press(ACTS.sign);
  await gone(second, ACTS.sign);
  await gone(first, ACTS.waits);
  assert.equal(await congress.countOf("headcount"), 1);
});

story.step("who declines is named to who asked", async () => {
  await countHall(first, 29);
  await second.heads(counted(29));
  await second.press(ACTS.decline);
  await second.press(ACTS.declineSure);
  await gone(second, ACTS.sign);
  await first.sees(["监票人 2 没有签名", "Scrutineer 2 did not sign"]);
  await inspect(first, "scrutineer-declined");
  await first.press(ACTS.understood);
  await gone(first, ACTS.understood);
});

story.step("it survives a reload, and can be withdrawn", async () => {
  await countHall(first, 28);
  await second.heads(counted(28));
  await first.page.reload();
  await first.sees(ACTS.waits);
  await first.press(ACTS.withdraw);
  await gone(first, ACTS.waits);
  await gone(second, ACTS.sign);
});

story.step("what a restart has lost is put in again", async () => {
  await countHall(first, 30);
  await second.heads(counted(30));
  await congress.halt();
  await congress.serve();
  third = await scrutineer(3, "zh");
  await third.heads(counted(30));
  await third.press(ACTS.sign);
  await gone(first, ACTS.waits);
  await gone(second, ACTS.sign);
  assert.equal(await congress.countOf("headcount"), 2);
});

/* A page that is told another time by the server makes its drafts then: this
 * one lapses a few seconds after it has been asked. */
async function countHallLongAgo(person, n) {
  const { page } = person;
  const early = Math.floor(Date.now() / 1000) - (SKEW_S - LEFT_S);

  await page.route("**/live", (route) => route.abort());
  await page.route("**/now", async (route) => {
    const answer = await route.fetch();
    const numbers = (await answer.text()).trim().split(" ");

    numbers[2] = early;
    await route.fulfill({ response: answer, body: `${numbers.join(" ")}\n` });
  });
  await page.reload();
  await person.sees(FRAME.clock);
  const asked = page.waitForResponse("**/draft");

  await countHall(person, n);
  assert.equal((await asked).status(), 204);
  await page.unroute("**/now");
  await page.unroute("**/live");
}

story.step("what lapses is offered no more, and asked again by itself", async () => {
  const asked = second.page.locator(".asked");

  await countHallLongAgo(first, 31);
  await second.heads(counted(31));
  /* This colleague hears nothing more of the server's box. */
  await second.page.route("**/member", (route) => route.abort());
  await asked.waitFor({ state: "detached" });
  await first.sees(ACTS.again);
  await first.sees(ACTS.untilDated);
  assert.equal(await asked.count(), 0);
  await inspect(first, "scrutineer-asked-again");
  await second.page.unroute("**/member");
  await second.heads(counted(31));
  await second.press(ACTS.sign);
  await gone(first, ACTS.waits);
  assert.equal(await congress.countOf("headcount"), 3);
});

story.step("nothing was found, and nothing was complained of", () => {
  assert.deepEqual(findings, []);
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, []);
});
