/*
 * Goal: the sample's whole first session is held through the pages, and every
 * number of it is the expected one. The chair opens the session and leads ten
 * questions, the desk signs in who has no phone, three scrutineers lock the box,
 * count the hall and open each vote, twelve representatives vote on phones, the
 * wall shows it all, and an auditor recounts it on the public record; in
 * Chinese, one question of it in English.
 *
 * Who casts what is dealt by voting/demo/ballots.awk, as in voting/demo/run.
 * By ballotctl: what is done before the day (test_setup_sample.js does it in the
 * secretary's page), the scrutineers' cards, and the other 26 seats.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { ACTS } from "../../voting/web/words/acts.js";
import { HANDS } from "../../voting/web/words/chair_again.js";
import { CHAIR } from "../../voting/web/words/chair.js";
import { PEOPLE } from "../../voting/web/words/desk.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { ELECTED, RECORD, RECOUNT, VERDICT }
  from "../../voting/web/words/record.js";
import { OPTION, OUTCOME } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { photograph, spill } from "./inspect.js";
import { Story } from "./story.js";

const DEMO = "voting/demo";
const PHONES = [1, 2, 5, 8, 12, 17, 19, 25, 34, 36, 38, 39];
const ABSENT = [15, 40];
const BY_DESK = new Map([[30, "彭树森"], [31, "白露薇"], [33, "金海燕"]]);
const BY_CTL = Array.from({ length: 40 }, (_, i) => i + 1)
  .filter((n) => !PHONES.includes(n) && !ABSENT.includes(n));
const ENGLISH = "P4"; /* the question that is held in English */

const read = (path) => JSON.parse(readFileSync(`${DEMO}/${path}`, "utf8"));
const EXPECTED = read("sample/expected_results.json");
const PAPERS = new Map(["M1", "M2", "M3", "P1P3", "P2", "P4", "P5", "A1", "E1",
  "E1.2"].map((id) => [id, read(`papers/${id}.json`)]));
const first = (text) => Array.isArray(text) ? text[0] : text;
const titleOf = (id) => ["zh", "en"].map((l) => first(PAPERS.get(id).title[l]));
/* What stands in public: names that are for members are not shown there. */
const nameOf = (row, i = 0) => row.members ? row.id
  : first(row.text[["zh", "en"][i]]);

/* What is expected of a row: counts, the integer needed, and what follows. */
function expected(id, row) {
  const { results } = EXPECTED;

  if (id === "A1")
    return { ...results.A1.items[row], outcome: null };
  if (id === "E1" || id === "E1.2")
    return { counts: results[id].counts[row], needed: results[id].needed,
      elected: results[id].elected.includes(row) };
  return results[row];
}

/* By seat, the choices on the rows that it may vote on, in their order. */
function dealt(id) {
  const rows = PAPERS.get(id).rows.map((row) => row.id).join(" ");
  const lines = execFileSync("awk", ["-v", `paper=${id}`, "-v", `rows=${rows}`,
    "-f", `${DEMO}/ballots.awk`, `${DEMO}/sample/ballots.json`],
  { encoding: "utf8" }).trim().split("\n");

  return new Map(lines.map((line) => line.split(" ")).map(([seat, list]) =>
    [Number(seat.slice(5)), { list, choices: list.split(",").map((choice) =>
      choice.split("=").at(-1)) }]));
}

const congress = new Congress();
const story = new Story(congress);
/** @type {Map<number, import("./people.js").Person>} by seat */
const phones = new Map();
/** @type {import("./people.js").Person[]} */
const scrutineers = [];
/** @type {import("./people.js").Person} */
let chair, desk, wall, auditor;
let taps = 0;

async function tap(words) {
  taps += 1;
  await chair.press(words);
}

const everybody = (act) => Promise.all([...phones.values()].map(act));

/* ---- The morning ---------------------------------------------------------- */

story.step("before the day: conference, roll, cards and nine questions", async () => {
  congress.prepare([...PAPERS.values()].filter((paper) =>
    !["M1", "M2", "M3", "E1.2"].includes(paper.id)));
  congress.gatherKeys("two", [["chair", "chair/1"], ["desk", "desk/1"]]);
  for (const n of BY_CTL)
    congress.later("seats", `enrol ${seatOf(n)} --token-file ${
      congress.file("roll.tokens")}`);
  congress.batch();
  await congress.serve();
  const people = await story.begin();

  wall = await people.person("wall", { width: 1920, height: 1080 });
  await wall.go(`${congress.address}/wall`);
  await wall.sees(WALL.noSession);
});

story.step("the chair opens the session", async () => {
  chair = await story.people.person("chair", { width: 1280, height: 800 });
  await chair.holds(congress.keyOf("chair", "chair/1"));
  await chair.go(`${congress.address}/chair`);
  await chair.press(CHAIR.start);
  await wall.sees(WALL.checkIn);
});

story.step("38 of 40 check in, twelve of them on the phones that they hold", async () => {
  const come = async (n) => {
    const person = await story.people.person(`phone-${n}`);

    phones.set(n, person);
    await person.enrol(`${congress.address}/`, congress.token("roll.tokens",
      seatOf(n)));
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
  desk = await story.people.person("desk", { width: 1280, height: 800 });
  await desk.holds(congress.keyOf("desk", "desk/1"));
  await desk.go(`${congress.address}/desk`);
  for (const name of BY_DESK.values())
    await desk.page.locator(".person", { hasText: name }).locator("label")
      .click();
  await desk.press(PEOPLE.signIn.map((words) => words.replace("{n}",
    String(BY_DESK.size))));
  await chair.page.locator(".asked").nth(BY_DESK.size - 1).waitFor();
  for (let left = BY_DESK.size - 1; left >= 0; left--) {
    await chair.press(ACTS.sign);
    await chair.page.locator(".asked").nth(left).waitFor({ state: "detached" });
  }
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

story.step("three scrutineers lock the ballot box, and the wall shows it", async () => {
  congress.nameScrutineers();
  for (const n of [1, 2, 3]) {
    const person = await story.people.person(`scrutineer-${n}`,
      { width: 820, height: 1180 });

    scrutineers.push(person);
    await person.enrol(`${congress.address}/scrutineer`,
      congress.token(`scrutineer-${n}.tokens`, `scrutineer/${n}`));
    await person.sees(SCRUTINEER.idle);
  }
  await chair.press(CHAIR.sessionCard);
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
        : wall.page.locator("main article", { hasText: nameOf(row, lang) });

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
  congress.by("chair", "paper", `${DEMO}/papers/E1.2.json`);
  await turnTo("E1.2");
  await chair.page.locator("#reason").fill("末位票数相等，当场再次投票");
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

/* What became of a row, as the record has it. */
function outcomeOf(id, row) {
  const want = expected(id, row);
  const { tied = [], below_threshold: few = [] } = EXPECTED.results[id] ?? {};

  if (want.label)
    return OPTION[want.label]?.[0];
  if (want.outcome)
    return VERDICT[want.outcome][0];
  return (want.elected ? ELECTED.elected : tied.includes(row) ? ELECTED.tied
    : few.includes(row) ? ELECTED.below_threshold : ELECTED.outvoted)[0];
}

const COLUMN = Object.fromEntries(RECORD.columns.map(([zh], i) => [zh, i]));

/* The table that the page makes of what it has recounted: by question, row and
 * option, a line each. */
async function table() {
  const saved = auditor.page.waitForEvent("download");

  await auditor.press(RECOUNT.table);
  const lines = readFileSync(await (await saved).path(), "utf8").trim()
    .split("\r\n").map((line) => line.slice(line.indexOf("\"") + 1, -1)
      .split("\",\""));

  return new Map(lines.map((line) => [[line[COLUMN["编号"]],
    line[COLUMN["项目编号"]], line[COLUMN["选项"]]].join(" "), line]));
}

let checked = 0;

function same(found, want, where) {
  assert.equal(String(found), String(want), where);
  checked += 1;
}

function inTable(lines, id) {
  for (const row of PAPERS.get(id).rows) {
    const want = expected(id, row.id);

    for (const [option, count] of Object.entries(want.counts)) {
      const line = lines.get([id, row.id, OPTION[option][0]].join(" "));
      const where = `${id} ${row.id} ${option}`;

      assert.ok(line, where);
      same(line[COLUMN["票数"]], count, where);
      same(line[COLUMN["应到"]], want.roll_for_this_item ?? EXPECTED.roll,
        where);
      if (want.needed !== undefined)
        same(line[COLUMN["须"]], want.needed, where);
      same(line[COLUMN["结果"]], outcomeOf(id, row.id) ?? line[COLUMN["结果"]],
        where);
    }
  }
}

/* What stands on the page itself: who was there, and the figures that can be
 * seen without unfolding. */
async function onRecord(id) {
  const article = auditor.page.locator("article.question", { has:
    auditor.page.getByText(`${id} ·`, { exact: false }) }).filter({ has:
    auditor.page.getByRole("heading", { name: titleOf(id)[0], exact: true }) });
  const facts = await article.locator(".figures dd").allInnerTexts();
  const hands = PAPERS.get(id).ballot === "hands";
  const returned = id === "P5" ? EXPECTED.issued - 1 : EXPECTED.issued;

  assert.deepEqual(facts.map(Number), [EXPECTED.roll, EXPECTED.present,
    ...hands ? [] : [EXPECTED.issued, returned]], id);
  const shown = await article.locator("b.number").allInnerTexts();
  const counts = PAPERS.get(id).rows.map((row) => expected(id, row.id).counts);
  const options = Object.keys(OPTION).slice(0, Object.keys(OPTION)
    .indexOf("invalid"));
  const want = counts.flatMap((row) => Object.keys(row).filter((o) =>
    options.includes(o)).map((o) => row[o]));

  assert.deepEqual(shown.map(Number).sort(), id.startsWith("E1")
    ? counts.map((row) => row.for).sort() : want.sort(), id);
}

story.step("an auditor recounts it on the public record, and every number is the expected one", async () => {
  auditor = await story.people.person("auditor", { width: 1280, height: 800 });
  await auditor.go(`${congress.address}/record`);
  await auditor.press(RECOUNT.title);
  await auditor.sees(RECOUNT.holds);
  await photograph(auditor, "record-whole");
  const lines = await table();

  for (const id of PAPERS.keys()) {
    await onRecord(id);
    inTable(lines, id);
  }
  assert.ok(checked > 300, `${checked} numbers`);
  console.log(`figure: ${checked} numbers of the public record are the ` +
    "expected ones");
});

story.step("every number of the log is the expected one, and it verifies elsewhere", () => {
  congress.ctl("compare", `${DEMO}/sample/expected_results.json`, "--log",
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
