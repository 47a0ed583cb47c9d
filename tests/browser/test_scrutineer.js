/*
 * Goal: three scrutineers do on their pages what is theirs: they lock the box
 * and test the backup of a key, count the hall and a show of hands, hand out
 * paper ballots and seal them in, put something on record, and restore a lost
 * key from its backup.
 */
import assert from "node:assert/strict";

import { ACTS } from "../../voting/web/words/acts.js";
import { HANDS } from "../../voting/web/words/chair_again.js";
import { OPTION } from "../../voting/web/words/result.js";
import { SCRUTINEER } from "../../voting/web/words/scrutineer.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const SHEETS = [27, 28, 29, 30]; /* seats that vote on paper; one is spoiled */
const RULE = "motion pass for/roll>1/2 notice 0 publish 3 post 15";
const question = (id, ballot, zh, en, rows) => ({ id, session: "7-1",
  kind: "motion", ballot, title: { zh, en }, rows: rows.map((row, i) => ({
    id: String(i + 1), text: { zh: row, en: `Item ${i + 1}` }, rule: RULE })) });
const PAPERS = [
  question("Q1", "secret", "绩效分配办法", "Pay scheme", ["总则", "细则"]),
  question("H1", "hands", "推选计票人", "Tellers", ["推选计票人"]),
];

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person[]} */
let all;
let digits;

async function countersign(person) {
  await person.press(ACTS.sign);
  await person.page.getByText(person.word(ACTS.sign)).first()
    .waitFor({ state: "detached" });
}

story.step("three scrutineers open their pages with their cards", async () => {
  congress.found(PAPERS, BY_CTL);
  await congress.serve();
  await story.begin();
  all = [];
  for (const n of [1, 2, 3]) {
    const person = await story.people.person(`scrutineer ${n}`,
      { language: n === 2 ? "en" : "zh" });

    await person.enrol(`${congress.address}/scrutineer`,
      congress.token(`scrutineer-${n}.tokens`, `scrutineer/${n}`));
    await person.sees(SCRUTINEER.idle);
    all.push(person);
  }
});

story.step("each locks the box with one tap, and is told before what it means",
  async () => {
    congress.by("chair", "key", "start", "--threshold", "2");
    for (const person of all) {
      await person.sees(["3 名监票人各持一把钥匙，任意 2 把可以开箱；任意 2 人串通也能看到每张票",
        "3 scrutineers hold a key each. Any 2 of the keys open the box; any 2 of you together could also read votes"]);
      if (person === all[0])
        await inspect(person, "scrutineer-lock");
      await person.press(SCRUTINEER.lock);
    }
    for (const person of all)
      await person.sees(SCRUTINEER.locked);
  });

story.step("the backup on paper is tested before it is needed", async () => {
  const [one, two] = all;

  await one.press(SCRUTINEER.card);
  await one.press(SCRUTINEER.cardShow);
  digits = await one.page.locator("p.digits").innerText();
  assert.match(digits, /^\d{5}( \d{5}){19}$/);
  const wrong = digits.replace(/^\d/, (d) => String((Number(d) + 1) % 10));

  await one.page.locator("#digits").fill(wrong);
  await one.press(SCRUTINEER.test);
  await one.sees(["第 1 组数字有误", "Group 1 is not right"]);
  await one.page.locator("#digits").fill(digits);
  await one.press(SCRUTINEER.test);
  await one.sees(SCRUTINEER.tested);
  await inspect(one, "scrutineer-backup");
  await one.press(SCRUTINEER.back);
  /* Another's backup is well formed, and opens nothing of hers. */
  await two.press(SCRUTINEER.card);
  await two.page.locator("#digits").fill(digits);
  await two.press(SCRUTINEER.test);
  await two.sees(SCRUTINEER.digitsOther);
  await two.press(SCRUTINEER.back);
});

story.step("two count the hall", async () => {
  const [one, two] = all;

  await one.press(SCRUTINEER.headcount);
  await one.press(SCRUTINEER.signTogether);
  await one.sees(SCRUTINEER.number);
  await one.page.locator("#counted").fill("30");
  await one.press(SCRUTINEER.signTogether);
  await countersign(two);
  assert.equal(await congress.countOf("headcount"), 1);
});

story.step("what happened is put on record by one alone", async () => {
  const [, , three] = all;

  await three.press(SCRUTINEER.incident);
  await three.press(SCRUTINEER.incidentSign);
  await three.sees(SCRUTINEER.incidentEmpty);
  await three.page.locator("#incident").fill("14:05 大屏断电两分钟，已恢复。");
  await three.press(SCRUTINEER.incidentSign);
  await three.sees(SCRUTINEER.done);
  assert.equal(await congress.countOf("incident"), 1);
});

story.step("two record a show of hands", async () => {
  const [one, two] = all;

  congress.by("chair", "open", "H1");
  await one.press(SCRUTINEER.hands);
  await inspect(one, "scrutineer-hands");
  for (const [option, n] of [["for", 25], ["against", 3], ["abstain", 2]])
    await one.page.locator(`#hands-0-${option}`).fill(String(n));
  await one.press(HANDS.record);
  await two.sees(["推选计票人", "Tellers"]);
  await two.sees(["第 1 项：赞成 25", "Item 1: For 25"]);
  await countersign(two);
  await one.sees(SCRUTINEER.handsDone);
});

story.step("paper ballots are handed out", async () => {
  const [one, two] = all;

  congress.by("chair", "open", "Q1");
  for (const n of SHEETS) {
    await one.press(SCRUTINEER.sheets);
    await one.page.locator("#seat").fill("99");
    await one.sees(SCRUTINEER.noSeat);
    await one.page.locator("#seat").fill(String(n));
    await one.sees([`席位 ${seatOf(n).slice(5)}`, ""]);
    if (n === SHEETS[0])
      await inspect(one, "scrutineer-sheet-issue");
    await one.press(SCRUTINEER.signTogether);
    await two.sees([`${seatOf(n).slice(5)}`, `Seat ${seatOf(n).slice(5)}`]);
    await countersign(two);
  }
  assert.equal(await congress.countOf("desk-issue"), SHEETS.length);
});

async function enterSheet(person, choices) {
  for (const [row, choice] of choices.entries())
    await person.page.locator("fieldset.sheet-row").nth(row)
      .getByLabel(person.word(OPTION[choice])).check();
  await person.press(SCRUTINEER.sheetNext);
}

story.step("and sealed in, none alone", async () => {
  const [one, two] = all;

  await one.press(SCRUTINEER.sheets);
  await one.press(SCRUTINEER.sheetNext);
  await one.sees(SCRUTINEER.rowMissing);
  await enterSheet(one, ["for", "against"]);
  await one.sees(["已录入 1 张，待收 4 张", ""]);
  await one.press(SCRUTINEER.sealSign);
  await one.sees(SCRUTINEER.sheetsFew);
  await enterSheet(one, ["against", "against"]);
  await one.press(SCRUTINEER.sheetBack);
  await enterSheet(one, ["for", "for"]);
  await inspect(one, "scrutineer-sheet-entry");
  await enterSheet(one, ["abstain", "for"]);
  await one.page.locator("#spoiled").fill("1");
  await one.press(SCRUTINEER.sealSign);
  await two.sees(["把 3 张纸质票封入票箱，另有废票 1 张",
    "Pay scheme: 3 paper ballots into the box; 1 spoiled"]);
  await inspect(two, "scrutineer-sheets-asked");
  await countersign(two);
  await one.sees(["纸质票：发出 4，收回 3，作废 1", ""]);
});

story.step("a device that lost its key gets it from the envelope", async () => {
  const [one] = all;

  await one.page.evaluate(() => {
    for (const name of Object.keys(localStorage))
      if (name.startsWith("congress/seed/"))
        localStorage.removeItem(name);
  });
  await one.page.reload();
  await one.sees(SCRUTINEER.noKey);
  await one.press(SCRUTINEER.card);
  await inspect(one, "scrutineer-restore");
  await one.page.locator("#digits").fill(digits);
  await one.press(SCRUTINEER.restore);
  await one.sees(SCRUTINEER.locked);
});

story.step("two keys open it, and the paper ballots are counted", async () => {
  congress.cast("Q1", { 1: "for,for", 2: "for,against",
    3: "against,against" });
  for (const person of all)
    await person.sees(["已提前核对：", "Verified ahead: "]);
  await inspect(all[1], "scrutineer-ahead");
  congress.by("chair", "announce", "Q1", "last-call");
  await new Promise((resolve) => setTimeout(resolve, 11000));
  congress.by("chair", "close", "Q1");
  for (const person of all.slice(0, 2)) {
    await person.press(SCRUTINEER.open);
    await person.sees(SCRUTINEER.used);
  }
  await inspect(all[0], "scrutineer-used");
  congress.by("chair", "result", "Q1");
  for (const person of all.slice(0, 2)) {
    await person.press(SCRUTINEER.sign);
    await person.sees(SCRUTINEER.signed);
  }
  const [round] = congress.shown("Q1").rounds ?? [congress.shown("Q1")];

  assert.deepEqual(round.rows.map((row) => row.counts.for), [4, 3]);
});

story.step("nothing was found, and nothing was complained of", () => {
  assert.deepEqual(findings, []);
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, []);
});
