/*
 * Goal: every kind of paper of the sample can be written and laid in the
 * secretary's page, and says what ballotctl makes of the same paper's file:
 * parts with rules of their own, an appraisal from which the persons themselves
 * are recused, an election with a cap, and the second vote after a tie.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { STEP } from "../../voting/web/words/setup.js";
import { PLAIN, QUESTION } from "../../voting/web/words/setup_question.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { writes } from "./secretary.js";
import { Story } from "./story.js";

const HERE = Array.from({ length: 32 }, (_, i) => i + 1);
const ORIGIN = "tingsong.example/congress-7";
const rowOf = (id, zh, en) => ({ id, text: { zh, en } });

/* Two seats; one candidate is elected, and the others have equal votes. */
const TIED = { id: "E9", session: "7-1", kind: "election", ballot: "named",
  title: { zh: "选举两名调解员", en: "Elect two mediators" },
  rule: { preset: "union.election", seats: 2, write_in: "none" },
  rows: [rowOf("C1", "王书茵", "Wang Shuyin"),
    rowOf("C2", "罗惠敏", "Luo Huimin"), rowOf("C3", "梁可欣", "Liang Kexin")] };
const MARKS = ["for,for,against", "for,against,for", "against,for,for"];
const marksOf = (n) => MARKS[n <= 11 ? 0 : n <= 22 ? 1 : 2];

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person} */
let secretary;

const paperNamed = (name) => JSON.parse(readFileSync(
  `voting/demo/papers/${name}.json`, "utf8"));

/* The last entry that lays this paper: from its id on, and without what is new
 * each time, its version and the hashes of its texts. */
async function laidAs(id) {
  const size = Number((await (await fetch(`${congress.address}/checkpoint`))
    .text()).split("\n")[1]);
  let entries = "";

  for (let at = 0; at < size; at += 256) {
    const width = Math.min(256, size - at);
    const path = `/tile/entries/${String(at / 256).padStart(3, "0")}${
      width < 256 ? `.p/${width}` : ""}`;

    entries += Buffer.from(await (await fetch(congress.address + path))
      .arrayBuffer()).toString("latin1");
  }
  const text = entries.split("\ncongress/v1 paper\n").slice(1)
    .filter((entry) => entry.includes(`\npaper ${id}\n`)).at(-1) ?? "";

  return text.slice(text.indexOf("paper "), text.indexOf("\n\n"))
    .replace(/\nversion \d+/, "").replace(/ \d+ [A-Za-z0-9+/]{43}=/g, "");
}

/* Lays it, and has ballotctl lay the file over it. */
async function laysAsCtlDoes(paper) {
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.frozen);
  const here = await laidAs(paper.id);

  congress.by("chair", "paper", `voting/demo/papers/${paper.id}.json`);
  const there = await laidAs(paper.id);

  assert.match(here, /^paper /);
  assert.equal(here, there);
  await secretary.press(QUESTION.back);
  await secretary.heads(QUESTION.title);
}

/* ---- The story ------------------------------------------------------------ */

story.step("an election has ended in a tie", async () => {
  congress.found([TIED], HERE);
  congress.later("chair", "open E9");
  for (const n of HERE)
    congress.later("seats", `cast E9 --as ${seatOf(n)} --choices ${
      marksOf(n)} --receipt ${congress.file(`receipts/${n}`)}`);
  congress.later("chair", "close E9");
  congress.later("chair", "result E9");
  congress.batch();
  await congress.serve();
});

story.step("the secretary's device has the presiding chair's key", async () => {
  const seed = /^seed (.*)$/m.exec(readFileSync(
    congress.file("keys/chair/chair-1.key"), "utf8"))[1];

  await story.begin();
  secretary = await story.people.person("secretary", { width: 820,
    height: 1180 });
  await secretary.context.addInitScript((kept) =>
    localStorage.setItem("congress/keys/chair/1", kept), JSON.stringify({
    post: "chair/1", name: "沈知微", seed, origin: ORIGIN }));
  await secretary.go(`${congress.address}/setup`);
  await secretary.page.getByRole("navigation")
    .getByRole("button", { name: STEP.questions[0] }).click();
  await secretary.heads(QUESTION.title);
});

story.step("a motion in three parts", async () => {
  const paper = paperNamed("P2");

  await secretary.press(QUESTION.motion);
  await secretary.page.getByLabel(QUESTION.parts[0]).check();
  await secretary.page.locator(".row-box").first().waitFor();
  await writes(secretary, paper);
  await inspect(secretary, "setup-parts");
  await laysAsCtlDoes(paper);
});

story.step("two parts with rules of their own", async () => {
  const paper = paperNamed("P1P3");

  await secretary.press(QUESTION.motion);
  await secretary.page.getByLabel(QUESTION.parts[0]).check();
  await secretary.page.locator(".row-box").first().waitFor();
  await writes(secretary, paper);
  await laysAsCtlDoes(paper);
});

story.step("an appraisal that nobody makes of themselves", async () => {
  const paper = paperNamed("A1");

  await secretary.press(QUESTION.appraisal);
  await writes(secretary, paper);
  /* The roll has forty seats. */
  const recused = secretary.page.locator(".row-box").first()
    .getByLabel(QUESTION.recused[0]);
  const seat = await recused.inputValue();

  await recused.fill("77");
  await recused.blur();
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.recusedNobody[0].replace("{n}", "077"));
  await recused.fill(seat);
  await recused.blur();
  await laysAsCtlDoes(paper);
});

story.step("an election with a cap", async () => {
  const paper = paperNamed("E1");

  await secretary.press(QUESTION.election);
  await secretary.page.getByLabel(QUESTION.seats[0]).fill("5");
  await secretary.page.getByLabel(QUESTION.seats[0]).blur();
  await writes(secretary, paper);
  await inspect(secretary, "setup-election");
  await laysAsCtlDoes(paper);
});

story.step("a list of names becomes rows, and a draft can be deleted", async () => {
  await secretary.press(QUESTION.election);
  await secretary.page.getByText(QUESTION.names[0], { exact: true }).click();
  await secretary.page.getByLabel(QUESTION.namesHow[0]).fill(
    "王书茵\tWang Shuyin\n\n孔维嘉，Kong Weijia，教师\n杨柏年");
  await secretary.press(QUESTION.namesTake);
  await secretary.page.locator(".row-box").nth(2).waitFor();
  assert.equal(await secretary.page.locator(".row-box").count(), 3);
  await secretary.page.locator(".phone-row-title", { hasText: "王书茵" })
    .waitFor();
  await secretary.press(QUESTION.nextRow);
  await secretary.page.locator(".phone-row-title", { hasText: "孔维嘉" })
    .waitFor();
  await inspect(secretary, "setup-candidates");
});

story.step("a choice leaves the page where it is", async () => {
  const rule = secretary.page.getByRole("radio", { name:
    PLAIN["union.election.fewer_against"][0] });

  await rule.scrollIntoViewIfNeeded();
  await rule.focus();
  const before = await secretary.page.evaluate(() => scrollY);

  await rule.check();
  await secretary.page.locator(".phone", { hasText: "反对票少者当选" })
    .waitFor();
  assert.ok(before > 0);
  assert.equal(await secretary.page.evaluate(() => scrollY), before);
  assert.equal(await secretary.page.evaluate(() =>
    document.activeElement.type), "radio");
  await secretary.press(QUESTION.addRow.election);
  assert.equal(await secretary.page.evaluate(() =>
    document.activeElement === document.querySelector(
      ".row-box:nth-child(4) input")), true);
  await secretary.press(QUESTION.drop);
  await secretary.press(QUESTION.dropSure);
  await secretary.heads(QUESTION.title);
});

story.step("the tied candidates, once more", async () => {
  await secretary.page.getByRole("button", { name: /选举两名调解员/ }).last()
    .click();
  await secretary.sees(QUESTION.follows);
  await inspect(secretary, "setup-tie");
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.frozen);
  const laid = await laidAs("E9.2");

  assert.match(laid, /\nfollows tie\n/);
  assert.match(laid, /\ncap 1\n/);
  assert.deepEqual([...laid.matchAll(/^row (\S+)/gm)].map((m) => m[1]),
    ["C2", "C3"]);
});

story.aside("no page complained, and everything can be read", () => {
  assert.deepEqual(secretary.complaints, []);
  assert.deepEqual(findings, []);
});
