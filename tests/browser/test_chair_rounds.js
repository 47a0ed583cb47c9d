/*
 * Goal: what follows a round is led by the chair's page: a show of hands that
 * cannot be is refused before it is signed, the result of an election comes by
 * itself once the keys were used, and where votes are equal the second vote is
 * made between those who tied, with the wall showing names all along.
 */
import assert from "node:assert/strict";

import { ACTS } from "../../voting/web/words/acts.js";
import { CHAIR } from "../../voting/web/words/chair.js";
import { AGAIN, HANDS } from "../../voting/web/words/chair_again.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect, inspectWall } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const DAYS = " notice 0 publish 3 post 15";
const TITLE = { zh: "选举调解委员会委员", en: "Elect the mediation committee" };
const NAMES = [["王书茵", "Wang Shuyin"], ["孔维嘉", "Kong Weijia"],
  ["杨柏年", "Yang Bonian"]];
const ELECTION = { id: "E1", session: "7-1", kind: "election",
  ballot: "secret", title: TITLE,
  rule: "election seats 2 tie revote shortfall vacant write-in none" +
    ` pass for/returned>1/2${DAYS}`,
  rows: NAMES.map(([zh, en], i) => ({ id: `C${i + 1}`, text: { zh, en } })) };
const HAND = { id: "H1", session: "7-1", kind: "motion", ballot: "hands",
  title: { zh: "增加一项议题", en: "Add an item" },
  rows: [{ id: "H1", text: { zh: "增加一项议题", en: "Add an item" },
    rule: `motion pass for/roll>1/2${DAYS}` }] };
/* More rows than the wall has room for. */
const LONG = { ...HAND, id: "H2", title: { zh: "分项表决", en: "Item by item" },
  rows: Array.from({ length: 8 }, (_, i) => ({ id: `H2.${i + 1}`,
    text: { zh: `第${i + 1}项`, en: `Item ${i + 1}` },
    rule: HAND.rows[0].rule })) };

const congress = new Congress();
const story = new Story(congress);
const step = story.step.bind(story);
/** @type {import("./people.js").Person} */
let chair, wall;

async function turnTo({ zh, en }) {
  await chair.press([`${CHAIR.look[0]}: ${zh}`, `${CHAIR.look[1]}: ${en}`]);
}

step("a conference with an election and a show of hands to come", async () => {
  congress.found([HAND, ELECTION, LONG], BY_CTL);
  await congress.serve();
  await story.begin();
  chair = await story.people.person("chair", { width: 820, height: 1180 });
  await chair.holds(congress.keyOf("chair", "chair/1"));
  await chair.go(`${congress.address}/chair`);
  wall = await story.people.person("wall", { width: 1280, height: 720,
    language: "en" });
  await wall.go(`${congress.address}/wall#lang=en`);
});

step("hands that are more than are present are refused, and so is an empty field", async () => {
  await turnTo(HAND.title);
  await chair.press(CHAIR.open);
  await chair.press(CHAIR.open);
  await chair.sees(HANDS.count);
  await chair.page.locator("#hands-0-for").fill("29");
  await chair.press(HANDS.record);
  await chair.sees(HANDS.empty);
  await chair.page.locator("#hands-0-against").fill("2");
  await chair.page.locator("#hands-0-abstain").fill("0");
  await chair.sees(["合计 31 人，超过在场 30 人", ""]);
  await inspect(chair, "chair-hands");
  await chair.press(HANDS.record);
  assert.equal(await congress.countOf("hands"), 3);
  await chair.page.locator("#hands-0-against").fill("1");
  await chair.press(HANDS.record);
  await chair.sees(ACTS.waits);
  assert.equal(await congress.countOf("hands"), 3);
  await chair.press(ACTS.withdraw);
});

step("two scrutineers record them once there are some, and the chair goes on", async () => {
  congress.enrolScrutineers();
  congress.byTwo("hands", "H1", "29,1,0");
  await chair.sees(HANDS.recorded);
  await chair.press(CHAIR.close);
  await chair.page.getByRole("button", { name: CHAIR.declare[0] })
    .or(chair.page.getByText(CHAIR.waitSignOffsHow[0])).first().waitFor();
  congress.byTwo("headcount", "30");
  congress.lockBox();
  await chair.press(CHAIR.sessionCard);
  await chair.sees([CHAIR.boxReady[0].replace("{n}", "2"), ""]);
});

step("an election is opened, and everybody ties", async () => {
  await turnTo(TITLE);
  await inspect(chair, "chair-election");
  await chair.press(CHAIR.open);
  await chair.press(CHAIR.open);
  await chair.sees(CHAIR.noPartial);
  for (const n of BY_CTL)
    congress.later("seats", `cast E1 --as ${seatOf(n)} --choices ${
      ["for,for,against", "against,for,for", "for,against,for"][n % 3]
    } --receipt ${congress.file(`receipts/${n}`)}`);
  congress.batch();
  await wall.sees(NAMES[2]);
  await chair.sees(CHAIR.allVoted);
  await chair.press(CHAIR.close);
  await chair.sees([CHAIR.waitShares[0], ""]);
});

step("the result comes by itself, and the second vote is made between them", async () => {
  for (const keys of ["s1", "s2"])
    congress.by(keys, "share", "E1");
  await chair.sees([CHAIR.waitSignOffs[0], ""]);
  for (const keys of ["s1", "s2"])
    congress.by(keys, "sign-off", "E1");
  await chair.press(CHAIR.declare);
  await wall.sees(WALL.revote);
  await inspectWall(wall, "tie");
  await chair.press(CHAIR.publish);
  await chair.sees([AGAIN.tie[0], ""]);
  await inspect(chair, "chair-tie");
  await chair.press(AGAIN.tieMake);
  await chair.heads([`${TITLE.zh}（第2轮）`, ""]);
  await chair.page.getByRole("button", { name: CHAIR.open[0] }).waitFor();
  await inspect(chair, "chair-second-vote");
});

step("it is opened like any other, with the same candidates", async () => {
  await chair.press(CHAIR.open);
  await chair.press(CHAIR.open);
  await chair.sees(CHAIR.noPartial);
  for (const name of NAMES)
    await wall.sees(name);
  await turnTo(TITLE);
  await chair.sees([AGAIN.already[0], ""]);
});

step("the wall turns the pages of a long list by itself", async () => {
  congress.by("chair", "open", "H2");
  await wall.sees(["", "Page 1 of 2"]);
  await wall.sees(["", "Item 6"]);
  await wall.sees(["", "Page 2 of 2"]);
  await wall.sees(["", "Item 8"]);
  await inspectWall(wall, "pages");
});

step("nothing grave was found, and no page complained", () => {
  assert.deepEqual(findings, []);
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
});
