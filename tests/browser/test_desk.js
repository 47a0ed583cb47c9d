/*
 * Goal: the desk's work through its page: a roll is read from a file, every
 * fault of it in words, and becomes posts; cards are printed from tokens that
 * never leave the device; people are signed in and out and cards issued anew,
 * each confirmed on a second officer's device; and there is paper for the worst.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

import { ACT, ACTS, ALL, REASON } from "../../voting/web/words/acts.js";
import { CARDS, DESK, PAPER, PEOPLE, REISSUE, ROLL, WITHOUT }
  from "../../voting/web/words/desk.js";
import { JOIN } from "../../voting/web/words/join.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { Story } from "./story.js";

const HOSTILE = "<b>吴</b>&amp;";
const NAMES = ["丁婉晴", "王书茵", "方若岚", "叶沛芸", "刘洋", "许漫青", "何思远",
  "李静", "郭雅楠", "李静", HOSTILE, "沈知微"];
const ROLL_CSV = ["编号,姓名,英文名,代表团,职务,性别,表决权",
  ...NAMES.map((name, i) => `R${String(i + 1).padStart(3, "0")},${name},${
    i === 1 ? "Wang Shuyin" : ""},第${i % 3 + 1}代表团,教师,${
    i < 5 ? "女" : "男"},是`),
  "L001,黄列席,,第1代表团,退休教师,,否"].join("\n") + "\n";
const PEOPLE_COUNT = NAMES.length + 1;
const PAPER_Q1 = { id: "Q1", session: "7-1", kind: "motion", ballot: "secret",
  title: { zh: "是否购买新桌椅", en: "New desks" }, rule: "school.default",
  rows: [{ id: "Q1", text: { zh: "是否购买新桌椅", en: "New desks" } }] };
const ORIGIN = "tingsong.example/congress-7";

const congress = new Congress();
const story = new Story(congress);
const step = story.step.bind(story);
/** @type {import("./people.js").Person} */
let desk, second, phone, newPhone;
/* Everything that the desk's browser sent to the server. */
const sent = [];
let tokens = {};

const view = (person, words) => person.press(words);
const cardsHere = () => desk.kept(`cards/${ORIGIN}`);
const onlyOne = (name) => desk.page.locator(".person", { hasText: name });

/* What zbar reads in a picture of an element. */
async function codesIn(locator, how = {}) {
  const path = congress.file("codes.png");

  writeFileSync(path, await locator.screenshot(how));
  return execFileSync("zbarimg", ["-q", "--raw", "--nodbus", "-Sdisable",
    "-Sqrcode.enable", path], { encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"] }).trim().split("\n");
}

/* As many cards as there are people, and a button to print them. */
async function allDrawn() {
  await desk.page.locator(".voting-card").nth(PEOPLE_COUNT - 1).waitFor();
  await desk.page.locator(".button.primary.large:enabled").waitFor();
}

/* Pages of the paper that the screen would become. */
async function pagesOnPaper() {
  const pdf = (await desk.page.pdf({ preferCSSPageSize: true }))
    .toString("latin1");

  return pdf.match(/\/Type\s*\/Page\b/g).length;
}

step("a conference without a roll, and two desks with cards", async () => {
  congress.ctl("init", "voting/demo/papers/conference.json", "--log",
    congress.database, "--keys", congress.file("keys/chair"), "--lang", "en",
    "--at", String(congress.now));
  congress.later("chair", `session ${congress.json("session.json", { id: "7-1",
    term: 7, number: 1, date: "2026-11-22", title: { zh: "第一次会议",
      en: "First Session" } })}`);
  for (const n of [1, 2])
    congress.later("chair", `post desk/${n} --name-zh 签到处${n} --name-en ` +
      `"Desk ${n}" --tokens ${congress.file(`desk-${n}.tokens`)}`);
  congress.later("chair", `paper ${congress.json("Q1.json", PAPER_Q1)}`);
  congress.batch();
  await congress.serve();
  const people = await story.begin();

  desk = await people.person("desk", { width: 1280, height: 800 });
  second = await people.person("second-desk", { language: "en" });
  desk.page.on("request", (request) => sent.push(request.url(),
    request.postData() ?? ""));
});

step("the desks enrol by card, and the list of people is empty in words", async () => {
  await desk.enrol(`${congress.address}/desk`,
    congress.token("desk-1.tokens", "desk/1"));
  await second.enrol(`${congress.address}/desk`,
    congress.token("desk-2.tokens", "desk/2"));
  await desk.sees(PEOPLE.empty);
  await second.sees(PEOPLE.empty);
  await inspect(desk, "desk-empty");
});

/* ---- The roll --------------------------------------------------------------- */

step("a file with faults is refused line by line, and nothing is imported", async () => {
  const bad = ROLL_CSV.split("\n");

  bad[2] = bad[2].replace("王书茵", "");
  bad[4] = bad[3];
  bad[5] = bad[5].replace("是", "也许");
  await view(desk, DESK.roll);
  await desk.page.locator("#file").setInputFiles({ name: "roll.csv",
    mimeType: "text/csv", buffer: Buffer.from(bad.join("\n")) });
  await desk.sees("3 处有误");
  for (const words of ["第3行，姓名：姓名为空。", "第5行，编号：编号重复",
    "第6行，表决权"])
    await desk.sees(words);
  assert.equal(await desk.page.getByRole("button", { name: /^导入/ }).count(), 0);
  await inspect(desk, "desk-roll-faults");
  await desk.press(ROLL.again);
});

step("what is no text at all is refused in words", async () => {
  await desk.page.locator("#file").setInputFiles({ name: "roll.xls",
    mimeType: "application/octet-stream",
    buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0xff, 0xff]) });
  await desk.sees(ROLL.notText);
});

step("ids without numbers are pointed out, and numbering by order mends it", async () => {
  await desk.page.locator("#paste").fill("编号\t姓名\t表决权\n甲\t赵一\t是\n"
    .replace("甲", "A") + "B\t钱二\t是\n");
  await desk.press(ROLL.read);
  await desk.sees(ROLL.number[0].replace("{line}", "2").replace("{id}", "A"));
  assert.equal(await desk.page.getByRole("button", { name: /^导入/ }).count(), 0);
  await desk.page.getByLabel(desk.word(ROLL.byOrder)).check();
  await desk.page.getByRole("button", { name: "导入 2 人" }).waitFor();
  await desk.page.getByLabel(desk.word(ROLL.byOrder)).uncheck();
  await desk.press(ROLL.again);
});

step("a roll in GB18030 is read, and people of one name are pointed out", async () => {
  const buffer = execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"],
    { input: ROLL_CSV });

  assert.throws(() => new TextDecoder("utf-8", { fatal: true })
    .decode(buffer));
  await desk.page.locator("#file").setInputFiles({ name: "roll.csv",
    mimeType: "text/csv", buffer });
  await desk.sees(ROLL.gb18030);
  await desk.sees(ROLL.same);
  await desk.sees(HOSTILE);
  await desk.sees("列席 1 人");
  await inspect(desk, "desk-roll-preview");
});

step("a tag that cannot stand in the log is told by its line, and others are shown", async () => {
  const { page } = desk;
  const by = (kind) => page.getByLabel(desk.word(ROLL.tagBy[kind])).check();
  const imports = page.getByRole("button", { name: /^导入/ });

  await by("delegation");
  await desk.sees(ROLL.badTag[0].replace("{line}", "2")
    .replace("{tag}", "第1代表团"));
  assert.equal(await imports.count(), 0);
  await by("sex");
  await imports.waitFor();
  assert.equal(await page.locator("td .chip", { hasText: /^women$/ }).count(),
    5);
  await inspect(desk, "desk-roll-tags");
});

step("a network that goes once on the way makes nobody a post twice", async () => {
  let lost = 0;

  await desk.page.route("**/event", async (route) => {
    lost += 1;
    if (lost > 1) {
      await route.continue();
      return;
    }
    assert.equal((await route.fetch()).status(), 200);
    await route.abort();
  });
  await desk.press([`导入 ${PEOPLE_COUNT} 人`, ""]);
  await desk.sees(ROLL.done);
  await desk.page.unroute("**/event");
  assert.equal(lost, 2);
  assert.equal(await congress.countOf("post"), 2 + PEOPLE_COUNT);
  for (const [tag, count] of [["women", 5], ["men", 7]])
    assert.equal(await congress.countIn(`\ntags 1 ${tag}\n`), count, tag);
  tokens = await cardsHere();
  assert.equal(Object.keys(tokens).length, PEOPLE_COUNT);
});

step("the same file again imports nobody", async () => {
  await desk.press(ROLL.toCards);
  await view(desk, DESK.roll);
  await desk.page.locator("#paste").fill(ROLL_CSV);
  await desk.press(ROLL.read);
  await desk.sees(`${PEOPLE_COUNT} 人已在名单上`);
  assert.equal(await desk.page.getByRole("button", { name: /^导入/ }).count(), 0);
});

/* ---- Cards ------------------------------------------------------------------ */

step("the cards fill two pages, blurred on the screen and sharp on paper", async () => {
  await view(desk, DESK.cards);
  await desk.page.locator("#wifi").fill("Wi-Fi：ZGH-Meeting，密码 20261122");
  await desk.page.locator("#address").fill("ftp://nowhere");
  await desk.page.locator("#address").blur();
  await desk.sees(CARDS.badAddress);
  await desk.page.locator("#address").fill(congress.address);
  await desk.page.locator("#address").blur();
  await allDrawn();
  for (const language of ["English", "中文"]) {
    await desk.page.getByRole("button", { name: language }).click();
    await allDrawn();
    assert.deepEqual(await desk.page.locator(".voting-card").evaluateAll(
      (cards) => cards.flatMap((card) => [card, ...card.children])
        .filter((node) => node.scrollHeight > node.clientHeight + 1)
        .map((node) => node.textContent)), [], `cut off, ${language}`);
  }
  await inspect(desk, "desk-cards");
  await allDrawn();
  await assert.rejects(codesIn(desk.page.locator(".a4").first()));
  assert.equal(await pagesOnPaper(), 2);
  await desk.page.emulateMedia({ media: "print" });
  const found = [];

  for (const n of [0, 1])
    found.push(...await codesIn(desk.page.locator(".a4").nth(n)));
  await desk.page.emulateMedia({ media: null });
  assert.deepEqual(found.sort(), Object.values(tokens)
    .map((token) => `${congress.address}/#${token}`).sort());
});

step("a card starts a phone, and is not printed again", async () => {
  phone = await story.people.person("phone");
  await phone.enrol(congress.address, tokens["seat/002"]);
  await desk.page.locator(".voting-card").nth(PEOPLE_COUNT - 1)
    .waitFor({ state: "detached" });
  assert.ok(!(await desk.page.locator(".sheets").innerText())
    .includes("王书茵"));
});

step("no token was ever sent to the server", async () => {
  const digits = await desk.page.locator(".card-digits").first().innerText();
  const all = sent.join("\n");

  assert.match(digits.replace(/\s+/g, " "), /^(\d{5} ?){10}$/);
  assert.ok(!all.includes(digits.replace(/\s+/g, " ").slice(0, 11)));
  for (const token of Object.values(tokens))
    assert.ok(!all.includes(token));
});

step("wiped by two taps, they are nowhere on the device", async () => {
  await desk.press(CARDS.wipe);
  assert.notEqual(await cardsHere(), null);
  await desk.press(CARDS.wipeSure);
  await desk.sees(CARDS.wiped);
  const kept = await desk.page.evaluate(() => JSON.stringify(localStorage));

  for (const token of Object.values(tokens))
    assert.ok(!kept.includes(token));
});

/* ---- Presence --------------------------------------------------------------- */

step("people are found by name in both languages, by number and delegation", async () => {
  await view(desk, DESK.people);
  const search = desk.page.locator("#search");
  const rows = desk.page.locator(".person");

  for (const [typed, count] of [["书茵", 1], ["shuyin", 1], ["2", 1],
    ["012", 1], ["李静", 2], ["第1代表团", 5], ["nobody", 0], ["", 13]]) {
    await search.fill(typed);
    assert.equal(await rows.count(), count, typed);
  }
  await desk.sees(PEOPLE.noSession);
  for (const language of ["English", "中文"]) {
    await desk.page.getByRole("button", { name: language }).click();
    assert.equal(await rows.count(), PEOPLE_COUNT, language);
  }
  assert.equal(await desk.page.locator("main b img, main b b").count(), 0);
});

step("before the session nobody can be signed in; then two are, by two officers", async () => {
  assert.ok(await onlyOne("方若岚").locator("input").isDisabled());
  congress.by("chair", "session-start", "7-1");
  for (const name of ["方若岚", "叶沛芸"])
    await onlyOne(name).locator("label").click();
  await inspect(desk, "desk-people-marked");
  await desk.press(["签到 2 人", ""]);
  await onlyOne("方若岚").getByText(desk.word(PEOPLE.waits)).waitFor();
  assert.equal(await congress.countOf("present"), 0);
  await inspect(desk, "desk-people-waiting");
  await desk.sees("大会主持人 1");
  await desk.sees("签到处 2 签到处2");
  await second.heads(ALL.present.map((words) => words.replace("{n}", 2)));
  await inspect(second, "desk-asked-to-sign");
  await second.press(ACTS.oneByOne);
  for (const left of [1, 0]) {
    await second.press(ACTS.sign);
    await second.page.locator(".asked").nth(left)
      .waitFor({ state: "detached" });
  }
  for (const name of ["方若岚", "叶沛芸"])
    await onlyOne(name).getByText(desk.word(PEOPLE.present)).waitFor();
  assert.equal(await congress.countOf("present"), 2);
});

step("what the second officer declines does not happen", async () => {
  await onlyOne("刘洋").locator("label").click();
  await desk.press(["签到 1 人", ""]);
  await second.press(ACTS.decline);
  await second.press(ACTS.declineSure);
  await desk.press(ACTS.understood);
  await onlyOne("刘洋").getByText(desk.word(PEOPLE.absent)).waitFor();
  assert.equal(await congress.countOf("present"), 2);
});

const BATCH = ["丁婉晴", "王书茵", "何思远", "郭雅楠"];

/* What the colleague reads as one list. */
const inList = () => second.page.locator(".asked ol.batch li").allInnerTexts();

step("several are one list for the colleague, and nothing of another kind is in it", async () => {
  await onlyOne("沈知微").getByRole("button").click();
  await desk.press(REISSUE.make);
  await desk.press([`← ${DESK.back[0]}`, ""]);
  for (const name of BATCH)
    await onlyOne(name).locator("label").click();
  await desk.press([`签到 ${BATCH.length} 人`, ""]);
  await second.heads(ALL.present.map((words) =>
    words.replace("{n}", BATCH.length)));
  assert.deepEqual((await inList()).sort(), ["Seat 001 丁婉晴",
    "Seat 002 Wang Shuyin", "Seat 007 何思远", "Seat 009 郭雅楠"].map((who) =>
    ACT.present[1].replace("{who}", who)));
  await second.heads(ACT.reissue.map((words) => words.replace("{who}",
    "Seat 012 沈知微").replace("{reason}", REASON.lost[1])));
  await inspect(second, "desk-asked-for-several");
  await inspect(desk, "desk-several-waiting");
});

step("what the log refuses of a list is named, and the rest is signed", async () => {
  let checkedIn = null;

  /* One of them checks in by phone while the colleague signs. */
  await second.page.route("**/event", async (route) => {
    checkedIn ??= phone.press(PHONE.checkIn)
      .then(() => phone.sees(PHONE.checkedIn));
    await checkedIn;
    await route.continue();
  });
  await second.press(ACTS.signAll.map((words) =>
    words.replace("{n}", BATCH.length)));
  await second.sees(ACTS.someSigned.map((words) =>
    words.replace("{done}", BATCH.length - 1).replace("{n}", 1)));
  await second.page.unroute("**/event");
  await inspect(second, "desk-some-signed");
  await second.press(ACTS.understood);
  assert.equal(await congress.countOf("present"), 2 + BATCH.length);
  assert.equal(await congress.countOf("reissue"), 0);
  /* Who asked takes back what has become of no use. */
  await desk.sees(ACTS.moot);
  await desk.press(ACTS.understood);
  await second.page.locator(".asked", { hasText: "Wang Shuyin" })
    .waitFor({ state: "detached" });
  await second.press(ACTS.decline);
  await second.press(ACTS.declineSure);
  await desk.press(ACTS.understood);
});

step("somebody who leaves is signed out the same way", async () => {
  await desk.page.getByRole("button", { name: /^已签到/ }).click();
  const present = 2 + BATCH.length;

  assert.equal(await desk.page.locator(".person").count(), present);
  await onlyOne("叶沛芸").locator("label").click();
  await desk.press(["离场 1 人", ""]);
  await second.press(ACTS.sign);
  await desk.page.locator(".person").nth(present - 1)
    .waitFor({ state: "detached" });
  assert.equal(await congress.countOf("leave"), 1);
  await desk.page.getByRole("button", { name: /^全部/ }).click();
});

/* ---- A lost phone ----------------------------------------------------------- */

step("a lost phone: a new card on the screen, confirmed by a second officer", async () => {
  const begun = Date.now();

  await desk.page.locator("#search").fill("书茵");
  await onlyOne("王书茵").getByRole("button").click();
  await desk.heads(["王书茵", ""]);
  await inspect(desk, "desk-person");
  await desk.press(REISSUE.make);
  await desk.sees(REISSUE.waiting);
  assert.equal(await congress.countOf("reissue"), 0);
  await second.press(ACTS.sign);
  await desk.heads(["王书茵的新证", ""]);
  const [address] = await codesIn(desk.page.locator(".big-code"));

  newPhone = await story.people.person("new-phone");
  await newPhone.enrol(...address.split("#"));
  await newPhone.sees("王书茵");
  await desk.sees(REISSUE.used);
  console.log(`figure: lost phone to new phone, two officers: ${
    Math.round((Date.now() - begun) / 1000)} s, with inspection`);
  await phone.sees(JOIN.replaced);
  assert.equal(await congress.countOf("reissue"), 1);
});

step("put away, the new card's secret is nowhere on the device", async () => {
  await desk.press(REISSUE.done);
  await desk.page.locator("#search").waitFor();
  assert.equal(await desk.kept(`new-cards/${ORIGIN}`), null);
});

step("a new card that waits to be handed over can be read and printed", async () => {
  await desk.page.locator("#search").fill("沈知微");
  await onlyOne("沈知微").getByRole("button").click();
  await desk.page.getByLabel(desk.word(REISSUE.mistake)).check();
  await desk.press(REISSUE.make);
  await second.press(ACTS.sign);
  await desk.heads(["沈知微的新证", ""]);
  await inspect(desk, "desk-new-card");
  assert.equal(await pagesOnPaper(), 1);
  await desk.page.emulateMedia({ media: "print" });
  assert.match((await codesIn(desk.page.locator(".voting-card")))[0],
    /\/#[A-Za-z0-9_-]{22}$/);
  await desk.page.emulateMedia({ media: null });
  await desk.press(REISSUE.done);
});

step("while a session runs nobody can be added to the roll", async () => {
  await view(desk, DESK.roll);
  await desk.sees(ROLL.running);
  assert.equal(await desk.page.locator("#file").count(), 0);
  await inspect(desk, "desk-roll-frozen");
});

step("but an observer can, by two officers, and gets a card", async () => {
  const posts = await congress.countOf("post");

  await desk.press(ROLL.add);
  await desk.sees(ROLL.badName);
  await desk.page.locator("#observer-zh").fill("周列席");
  await desk.press(ROLL.add);
  await desk.sees(ACTS.waits);
  assert.equal(await congress.countOf("post"), posts);
  await second.press(ACTS.sign);
  await desk.sees("已增加 列席 2 周列席");
  assert.equal(await congress.countOf("post"), posts + 1);
  await desk.press(ROLL.toCards);
  await desk.page.locator(".voting-card", { hasText: "周列席" }).waitFor();
});

/* ---- Paper ------------------------------------------------------------------ */

step("blank ballots, a sign-in list and a count sheet are there to print", async () => {
  await view(desk, DESK.without);
  await desk.sees(WITHOUT.sheetsNone);
  await desk.page.locator("#copies").fill("5");
  await desk.page.locator("#copies").blur();
  assert.equal(await desk.page.locator(".paper-ballot").count(), 5);
  assert.equal(await pagesOnPaper(), 3);
  await inspect(desk, "desk-paper-ballots");
  await desk.sees(WITHOUT.sheetsNone);
  await desk.page.getByLabel(desk.word(WITHOUT.list)).check();
  await desk.heads(PAPER.signIn);
  assert.equal(await pagesOnPaper(), 1);
  await desk.page.getByLabel(desk.word(WITHOUT.count)).check();
  await desk.heads(PAPER.countSheet);
  assert.equal(await pagesOnPaper(), 1);
  await inspect(desk, "desk-paper-count");
});

step("no page complained, and every screen can be read", () => {
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
  assert.deepEqual(findings, []);
});
