/*
 * Goal: before there are scrutineers the desk signs a show of hands on its own
 * page; and when the box is locked, who deals badly is named on every page, and
 * it is locked anew without them.
 */
import assert from "node:assert/strict";

import { ACT, ACTS } from "../../voting/web/words/acts.js";
import { CHAIR } from "../../voting/web/words/chair.js";
import { HANDS, VOID } from "../../voting/web/words/chair_again.js";
import { PEOPLE } from "../../voting/web/words/chair_people.js";
import { OUTCOME } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { WALL } from "../../voting/web/words/wall.js";
import { dealsBadly } from "./bad_deal.js";
import { Congress } from "./congress.js";
import { findings, inspect, inspectWall } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const DAYS = " notice 0 publish 3 post 15";
const RULE = `motion pass for/roll>1/2${DAYS}`;
const HAND = { id: "H1", session: "7-1", kind: "motion", ballot: "hands",
  title: { zh: "增加一项议题", en: "Add an item" },
  rows: [{ id: "H1", text: { zh: "增加一项议题", en: "Add an item" },
    rule: RULE }] };

const congress = new Congress();
const story = new Story(congress);
const step = story.step.bind(story);
/** @type {import("./people.js").Person} */
let chair, desk, wall, first, bad, fourth;

async function officer(name, path, key, how) {
  const person = await story.people.person(name, how);

  await person.holds(key);
  await person.go(`${congress.address}/${path}`);
  return person;
}

async function turnTo({ zh, en }) {
  await chair.press([`${CHAIR.look[0]}: ${zh}`, `${CHAIR.look[1]}: ${en}`]);
}

async function opens() {
  await chair.press(CHAIR.open);
  await chair.press(CHAIR.open);
}

const filled = (words, values) => words.map((sentence) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]));

/* ---- Hands, before there is a scrutineer ------------------------------------ */

step("a conference without scrutineers, a chair, a desk and a wall", async () => {
  congress.found([HAND], BY_CTL);
  await congress.serve();
  await story.begin();
  chair = await officer("chair", "chair", congress.keyOf("chair", "chair/1"),
    { width: 820, height: 1180 });
  desk = await officer("desk", "desk", congress.keyOf("desk", "desk/1"),
    { width: 1280, height: 800, language: "en" });
  wall = await story.people.person("wall", { width: 1280, height: 720 });
  await wall.go(`${congress.address}/wall`);
});

step("the chair types the hands, and the desk signs them on its own page", async () => {
  await turnTo(HAND.title);
  await opens();
  for (const [option, n] of [["for", 27], ["against", 2], ["abstain", 1]])
    await chair.page.locator(`#hands-0-${option}`).fill(String(n));
  await chair.press(HANDS.record);
  await chair.sees(ACTS.waits);
  await desk.heads(filled(ACT.hands, { title: HAND.title.en }));
  await desk.sees(["", "Item 1: For 27 · Against 2 · Abstain 1"]);
  await inspect(chair, "chair-hands-waiting");
  await inspect(desk, "desk-hands-asked");
  assert.equal(await congress.countOf("hands"), 3);
  await desk.press(ACTS.sign);
  await chair.sees(HANDS.recorded);
  assert.equal(await congress.countOf("hands"), 4);
  await chair.press(CHAIR.close);
  await chair.press(CHAIR.declare);
  await wall.sees(OUTCOME.adopted);
});

/* ---- A bad deal ------------------------------------------------------------- */

step("a share that is wrong ends the locking, and everybody reads whose it was", async () => {
  congress.enrolScrutineers();
  first = await officer("scrutineer-1", "scrutineer",
    congress.keyOf("s1", "scrutineer/1"));
  bad = await officer("scrutineer-3", "scrutineer",
    congress.keyOf("s3", "scrutineer/3"), { language: "en" });
  await chair.press(CHAIR.sessionCard);
  await chair.press(CHAIR.lock);
  await first.press(SCRUTINEER.lock);
  await wall.sees(WALL.locking);
  for (const keys of ["s2", "s3"])
    congress.by(keys, "key", "commit");
  await dealsBadly(congress, "s3", "scrutineer/3");
  congress.by("s2", "key", "deal");
  await first.sees(filled(SCRUTINEER.complained, { of: "监票人 3" }));
  await bad.sees(filled(SCRUTINEER.accused, { by: "Scrutineer 1" }));
  await chair.sees(["郭雅楠的设备证明，许漫青给出的数据有误", ""]);
  await chair.sees(filled(CHAIR.lockFewBarred, { n: 2 }));
  await wall.sees(WALL.lockingEnded);
  await inspect(first, "scrutineer-complained");
  await inspect(bad, "scrutineer-accused");
  await inspect(chair, "chair-box-bad");
  await inspectWall(wall, "locking-ended");
  assert.equal(await congress.countOf("key-complain"), 1);
});

step("with a fourth scrutineer it is locked anew, without the one who cheated", async () => {
  await chair.page.getByText(PEOPLE.appoint[0], { exact: true }).click();
  await chair.page.locator("#name-zh").fill("顾清和");
  await chair.press(PEOPLE.invite);
  await first.press(ACTS.sign);
  await chair.page.locator(".invited").waitFor();
  fourth = await story.people.person("scrutineer-4");
  await fourth.enrol(`${congress.address}/scrutineer`,
    (await chair.kept("invited/scrutineer/4")).token);
  await chair.press(CHAIR.lockAgain);
  await chair.sees(VOID.reasonMissing);
  await chair.page.locator("#lock-reason").fill("监票人 3 的数据有误。");
  await chair.press(CHAIR.lockAgain);
  await bad.sees(SCRUTINEER.notTrustee);
  for (const person of [first, fourth])
    await person.press(SCRUTINEER.lock);
  /* Scrutineer 2 has no page: a step of theirs when the others have taken it. */
  for (const [word, before] of [["commit", 5], ["deal", 5], ["accept", 2]]) {
    while (await congress.countOf(`key-${word}`) < before)
      await new Promise((resolve) => setTimeout(resolve, 100));
    congress.by("s2", "key", word);
  }
  for (const person of [first, fourth])
    await person.sees(SCRUTINEER.locked);
  await bad.sees(SCRUTINEER.lockedByOthers);
  await wall.sees(WALL.locked);
});

step("nothing grave was found, and no page complained", () => {
  assert.deepEqual(findings, []);
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
});
