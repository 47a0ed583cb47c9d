/*
 * Goal: the public record tells the sample session and what came after it, with
 * the procedure of each question; it is counted again in the page; a receipt, a
 * number with its code and a seat find their ballot, and a wrong one does not;
 * the record in a single file counts itself again without a network, and whoever
 * changes that file or what a server hands out is found out.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ELECTED, MINE, OFFLINE, RECORD, RECOUNT, STATEMENT, VERDICT }
  from "../../voting/web/words/record.js";
import { STEP } from "../../voting/web/words/record_steps.js";
import { TEST } from "../../voting/web/words/test.js";
import { seatOf } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { HOSTILE, NAMED, Sample } from "./sample.js";
import { Story } from "./story.js";

const BUILD = process.env.BUILD ?? "build/release";
const sample = new Sample();
const story = new Story(sample);
/** @type {import("./people.js").People} */
let people;
/** @type {import("./people.js").Person} */
let reader, english;

const question = (person, id) => person.page.locator(
  `article.question[data-paper="${id}"]`);

/* Waits until a question says so. */
async function tells(person, id, words) {
  await question(person, id).getByText(person.word(words)).first().waitFor();
}

async function unfold(person, id, words) {
  await question(person, id).locator("summary",
    { hasText: person.word(words) }).click();
}

/* What is saved when a button is pressed. */
async function saved(person, words) {
  const coming = person.page.waitForEvent("download");

  await person.press(words);
  return readFileSync(await (await coming).path());
}

/* ---- As the server has it --------------------------------------------------- */

story.step("a session is held, another begins, and a server serves both", async () => {
  sample.hold();
  sample.goOn();
  const [, raised] = /entry (\d+)/.exec(sample.by("seats", "objection",
    "--about", String(sample.entryOf("E1", "result")), "--text", HOSTILE,
    "--as", seatOf(1)));

  sample.by("chair", "reply", "--about", raised, "--text", "已核实。");
  sample.by("seats", "objection", "--about", String(sample.entryOf("P4",
    "result")), "--text", "请公开附件。", "--as", seatOf(2));
  sample.by("scrutineer-1", "incident", "--text", "封存的钥匙卡已拆封。");
  await sample.serve();
  people = await story.begin();
});

story.step("before it is recounted the page says that it is the server's word", async () => {
  reader = await people.person("reader", { width: 1280, height: 800 });
  await reader.go(`${sample.address}/record`);
  await reader.sees(RECOUNT.servedWord);
  await tells(reader, "E1", ELECTED.elected);
});

story.step("a round that was voided says why, and is linked with those after it", async () => {
  await tells(reader, "V1", RECORD.isVoid);
  await tells(reader, "V1", RECORD.votedAgain);
  await unfold(reader, "V1", RECORD.procedure);
  await tells(reader, "V1", ["正文发错", ""]);
  await tells(reader, "V2", RECORD.afterVoid);
  await tells(reader, "V2", RECORD.superseded);
  await tells(reader, "V3", RECORD.afterSupersede);
  await tells(reader, "V3", VERDICT.rejected);
});

story.step("a recorded vote says who voted how, by seat; a secret one only who voted", async () => {
  await unfold(reader, "V2", RECORD.people);
  const named = await question(reader, "V2").locator(".folded").innerText();

  assert.match(named, /赞成 25\s+001–014、016–026/);
  assert.match(named, /弃权 5\s+027–031/);
  await unfold(reader, "E1", RECORD.people);
  const secret = await question(reader, "E1").locator(".folded").innerText();

  assert.match(secret, /已投票 38\s+001–014、016–039/);
  assert.match(secret, /缺席 2\s+015、040/);
  assert.doesNotMatch(secret, /赞成/);
});

story.step("each step of the procedure has the entry that shows it", async () => {
  await unfold(reader, "E1", RECORD.procedure);
  const steps = await question(reader, "E1").locator(".steps li").allInnerTexts();
  const words = [STEP.notice, STEP.agenda, STEP.scrutineers, STEP.measures,
    STEP.box, STEP.headcount, STEP.quorum, STEP.opened, STEP.lastCall,
    STEP.closed, STEP.shares, STEP.result, STEP.signed, STEP.declared,
    STEP.publishedInTime, STEP.posting];

  assert.equal(steps.length, words.length);
  words.forEach(([zh], i) => {
    for (const part of zh.split(/\{\w+\}/))
      assert.ok(steps[i].includes(part), `${steps[i]}: ${part}`);
    if (words[i] !== STEP.posting)
      assert.match(steps[i], /第 \d+ 条/);
  });
  await unfold(reader, "E1.2", RECORD.procedure);
  await tells(reader, "E1.2", ["末位票数相等，当场再次投票", ""]);
});

story.step("an entry is shown word for word", async () => {
  await question(reader, "E1").locator(".steps button.entry").last().click();
  await reader.page.locator("dialog pre", { hasText: "congress/v1 publish" })
    .waitFor();
  await reader.page.locator("dialog").getByRole("button",
    { name: RECORD.closeEntry[0] }).click();
  assert.equal(await reader.page.locator("dialog").count(), 0);
});

story.step("objections have whoever must answer, a deadline, and the answer", async () => {
  await reader.sees("已核实。");
  await reader.sees("封存的钥匙卡已拆封。");
  const waiting = reader.page.locator("li.statement",
    { hasText: "请公开附件。" });

  await waiting.getByText(STATEMENT.waiting[0]).waitFor();
  await waiting.getByText("大会主持人 1").waitFor();
  await reader.page.locator("li.statement .reply").waitFor();
});

story.step("a seat finds its ballots, by the server's word", async () => {
  await reader.page.locator("#mine summary", { hasText: MINE.bySeat[0] })
    .click();
  await reader.page.locator("#seat").fill("12");
  await reader.press(MINE.look);
  await reader.sees(MINE.seatCast);
  await reader.sees(MINE.served);
  await reader.page.locator("#seat").fill("99");
  await reader.press(MINE.look);
  await reader.sees(MINE.noSeat);
});

story.step("what is unfolded, and where the reader is, stays when something new comes", async () => {
  const summary = question(reader, "E1").locator("summary",
    { hasText: RECORD.procedure[0] });

  await summary.focus();
  sample.by("chair", "paper", sample.json("S2.json", { ...NAMED, id: "S2",
    title: { zh: "新提出的事项", en: "A new question" } }));
  await reader.sees(RECORD.waiting[0].replace("{n}", "1"));
  assert.ok(await summary.evaluate((node) => node === document.activeElement &&
    node.parentNode.open));
  assert.equal(await reader.page.locator("#seat").inputValue(), "99");
});

/* ---- Counted again ------------------------------------------------------------ */

story.step("everything is counted again in the page, and all eighteen checks are there", async () => {
  await reader.press(RECOUNT.title);
  await reader.sees(RECOUNT.holds);
  await reader.page.locator("summary", { hasText: RECOUNT.checks[0] }).click();
  const checks = await reader.page.locator(".trust ol li").allInnerTexts();

  assert.equal(checks.length, 18);
  checks.forEach((check, i) => assert.ok(check.startsWith(`V${i + 1} `), check));
  assert.equal(checks.filter((check) =>
    check.includes(RECOUNT.verdict.passed[0])).length, 17);
  await inspect(reader, "record-counted");
});

story.step("the table has every number, and no formula", async () => {
  const table = (await saved(reader, RECOUNT.table)).toString();
  const lines = table.slice(1).trim().split("\r\n").map((line) =>
    line.slice(1, -1).split("\",\""));
  const count = (paper, row, option) => lines.find((line) =>
    line[1] === paper && line[4] === row && line[6] === option)?.[7];

  assert.equal(count("P4", "P4", "赞成"), "35");
  assert.equal(count("E1", "R002", "赞成"), "33");
  assert.equal(count("E1.2", "R027", "赞成"), "22");
  assert.equal(count("A1", "O005", "不称职"), "13");
  assert.equal(count("P2", "P2.2", "反对"), "12");
  assert.ok(table.includes("\"'=HYPERLINK("), "a formula is no formula");
  assert.doesNotMatch(table, /(^|,)"?[=+@\t-]/m);
});

const mine = (words) => reader.page.locator("#mine details",
  { has: reader.page.locator("summary", { hasText: words[0] }) });

story.step("a receipt finds its ballot, and one that was changed does not", async () => {
  const receipt = readFileSync(sample.file("receipts/E1-012"), "utf8");
  const form = mine(MINE.byReceipt);

  await form.locator("summary").click();
  await form.locator("#pasted").fill(receipt);
  await form.getByRole("button", { name: MINE.look[0] }).click();
  await form.getByText(MINE.receiptIn[0].split("{")[0]).first().waitFor();
  await form.locator("#pasted").fill(receipt.replace(/^index \d+/m, "index 3"));
  await form.getByRole("button", { name: MINE.look[0] }).click();
  await form.locator(".notice.bad, .notice.warn").waitFor();
  await form.locator("#pasted").fill("");
  await form.locator("#receipt").setInputFiles(sample.file("receipts/E1-012"));
  await form.getByRole("button", { name: MINE.look[0] }).click();
  await form.locator(".notice.good").waitFor();
});

story.step("an entry's number with its ballot's code finds it, and another code does not", async () => {
  const index = /^index (\d+)$/m.exec(readFileSync(
    sample.file("receipts/E1-012"), "utf8"))[1];
  const form = mine(MINE.byNumber);
  const look = () => form.getByRole("button", { name: MINE.look[0] }).click();

  await form.locator("summary").click();
  await form.locator("#entry").fill(index);
  await look();
  await form.getByText("席位 012").waitFor();
  await form.locator("#seal-code").fill("00000-00000-00000-00000-00000");
  await look();
  await form.getByText(MINE.otherCode[0].split("{")[0]).waitFor();
  await form.locator("#seal-code").fill(await codeOfBallot(index));
  await look();
  await form.getByText(MINE.sameCode[0]).waitFor();
  await form.locator("#entry").fill("1");
  await look();
  await form.getByText(MINE.notCast[0].replace("{n}", "1")).waitFor();
});

story.step("in the other language what was typed is there, and answered again", async () => {
  await reader.page.getByRole("button", { name: "English" }).click();
  await reader.page.locator("#mine").getByText(MINE.notCast[1]
    .replace("{n}", "1")).waitFor();
  assert.equal(await reader.page.locator("#entry").inputValue(), "1");
  assert.equal(await reader.page.locator("#seat").inputValue(), "99");
  assert.equal(await reader.page.locator("#receipt").evaluate((field) =>
    field.files.length), 1);
  await reader.page.getByRole("button", { name: "中文" }).click();
  await reader.page.locator("#mine").getByText(MINE.notCast[0]
    .replace("{n}", "1")).waitFor();
});

story.step("the links at the top lead to where one can check", async () => {
  const links = reader.page.locator(".ways a");

  assert.equal(await links.count(), 4);
  for (const link of await links.all())
    assert.equal(await reader.page.locator(
      await link.getAttribute("href")).count(), 1);
});

/* The code that a phone showed for the ballot of this entry (protocol 6.7), by
 * node's own hashes. */
async function codeOfBallot(index) {
  const { createHash } = await import("node:crypto");
  const tile = String(Math.floor(index / 256)).padStart(3, "0");
  const entries = Buffer.from(await (await fetch(
    `${sample.address}/tile/entries/${tile}`)).arrayBuffer());
  let at = 0;

  for (let i = 0; i < index % 256; i++)
    at += 2 + entries.readUInt16BE(at);
  const entry = entries.subarray(at + 2, at + 2 + entries.readUInt16BE(at));
  const ballot = Buffer.from(/\nballot (\S+)\n/.exec(entry)[1], "base64");
  const length = (n) => {
    const bytes = Buffer.alloc(4);

    bytes.writeUInt32BE(n);
    return bytes;
  };
  const tag = Buffer.from("ballot-code");
  const hash = createHash("sha512").update(Buffer.concat([length(2),
    length(tag.length), tag, length(ballot.length), ballot])).digest();
  const bits = [...hash].map((b) => b.toString(2).padStart(8, "0")).join("");

  return bits.slice(0, 125).match(/.{5}/g).map((five) =>
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[parseInt(five, 2)]).join("");
}

story.step("the count sheet is printed alone, on one page", async () => {
  await reader.page.evaluate(() => {
    globalThis.print = () => {
      globalThis.sheet = document.querySelector(".count-sheet").outerHTML;
    };
  });
  await unfold(reader, "E1", RECORD.sheet);
  await question(reader, "E1").getByRole("button",
    { name: RECORD.print[0] }).click();
  assert.equal(await reader.page.locator(".count-sheet").count(), 0);
  await reader.page.evaluate(() => {
    document.body.classList.add("sheet-alone");
    document.body.append(document.createRange()
      .createContextualFragment(globalThis.sheet));
  });
  const pdf = await reader.page.pdf({ preferCSSPageSize: true });
  const sheet = await reader.page.locator(".count-sheet").innerText();

  assert.equal(pdf.toString("latin1").match(/\/Type \/Page\b/g).length, 1);
  for (const words of ["计票单", "Count sheet", "王书茵", "Wang Shuyin", "33",
    "监票人 1", "Scrutineer 3", "（单位盖章）"])
    assert.ok(sheet.includes(words), words);
  await reader.page.reload();
  await reader.press(RECOUNT.title);
  await reader.sees(RECOUNT.holds);
});

story.step("while a session runs the record grows, and the page says what is not counted yet", async () => {
  sample.by("scrutineer-1", "incident", "--text", "后来的一条");
  await reader.sees(RECOUNT.grown[0].replace("{n}", "1"));
  assert.equal(await reader.page.getByText("后来的一条").count(), 0);
  await reader.press(RECOUNT.goOn);
  await reader.sees("后来的一条");
  await reader.sees(RECOUNT.holds);
});

/* ---- In a single file ------------------------------------------------------------ */

const offline = (name) => pathToFileURL(sample.file(name)).href;

async function opened(name, bytes) {
  const person = await people.person(name, { width: 820, height: 1180 });

  writeFileSync(sample.file(`${name}.html`), bytes);
  await person.context.setOffline(true);
  await person.go(offline(`${name}.html`));
  return person;
}

story.step("the record in one file counts itself again without a network", async () => {
  const file = await saved(reader, RECOUNT.single);
  const again = await saved(reader, RECOUNT.single);

  assert.ok(file.equals(again), "equal records make equal files");
  const person = await opened("stick", file);

  await person.sees(OFFLINE.trust);
  await person.sees(RECOUNT.holds);
  await tells(person, "E1", ELECTED.tied);
  const code = await person.page.locator(".trust .code").innerText();

  assert.equal(code, await reader.page.locator(".trust .code").innerText());
  assert.ok(file.includes(code), "the file names its record's code");
  const bundle = await saved(person, RECOUNT.bundle);

  writeFileSync(sample.file("taken.bundle"), bundle);
  execFileSync(join(BUILD, "ballotverify"), [sample.file("taken.bundle")]);
  for (const url of person.asked)
    assert.match(url, /^(file|blob):/);
});

/* The same file with its record changed. */
function withRecord(file, change) {
  return Buffer.from(file.toString().replace(
    /(id="record">)([^<]+)(<)/, (_, before, base64, behind) => before +
      change(Buffer.from(base64, "base64")).toString("base64") + behind));
}

story.step("a file whose record was changed says so, and shows no result", async () => {
  const file = readFileSync(sample.file("stick.html"));
  const person = await opened("forged", withRecord(file, (record) => {
    const at = record.indexOf("row counted 29 6 3");

    assert.ok(at > 0);
    record.write("row counted 30 5 3", at);
    return record;
  }));

  await person.sees(RECOUNT.fails);
  assert.equal(await person.page.locator("article.question").count(), 0);
  const cut = await opened("cut", withRecord(file, (record) =>
    record.subarray(0, record.length - 4)));

  await cut.page.getByText(RECORD.noRecord.zh).waitFor();
});

story.step("a file whose program was changed does not run", async () => {
  const file = readFileSync(sample.file("stick.html")).toString();
  const person = await opened("patched", file.replace("\"use strict\";\n(() =>",
    "\"use strict\";\nglobalThis.hit = 1;(() =>"));

  await person.sees(OFFLINE.stays);
  assert.equal(await person.page.evaluate(() => globalThis.hit), undefined);
  person.complaints.length = 0; /* that the policy forbade it */
});

story.step("a server that hands out a changed record is found out", async () => {
  const person = await people.person("lied-to", { width: 390, height: 844 });

  await person.page.route("**/tile/entries/000", async (route) => {
    const bytes = Buffer.from(await (await route.fetch()).body());
    const at = bytes.indexOf("row counted 29 6 3");

    assert.ok(at > 0);
    bytes.write("row counted 30 5 3", at);
    await route.fulfill({ body: bytes });
  });
  await person.go(`${sample.address}/record`);
  await person.press(RECOUNT.title);
  await person.sees(RECOUNT.fails);
  await person.sees(RECOUNT.failsHow);
  await person.sees(RECOUNT.unsure);
  await inspect(person, "record-fails");
});

/* ---- A test ballot ------------------------------------------------------------------ */

const base64url = (text) => Buffer.from(text).toString("base64url");

/* Opens the page by such an address, as a phone's camera does. */
async function scan(person, text) {
  await person.go("about:blank");
  await person.go(`${sample.address}/test#${base64url(text)}`);
}

story.step("a test ballot that comes with the address is sealed again, and tells", async () => {
  const said = sample.by("seats", "test-ballot", "S1", "--choices", "against",
    "--as", seatOf(3), "--out", sample.file("tested"));
  const [code] = /[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}/.exec(said);
  const text = readFileSync(sample.file("tested"), "utf8");

  english = await people.person("tester", { language: "en" });
  await scan(english, text);
  await english.sees(TEST.scanned);
  assert.equal(await english.page.evaluate(() => location.hash), "");
  await inspect(english, "test-scanned");
  await english.press(TEST.check);
  await english.sees(TEST.noCode);
  await english.page.locator("#code").fill(code);
  await english.press(TEST.check);
  await english.sees(TEST.same);
  await english.page.locator(".picked.against").waitFor();
  await inspect(english, "test-same");
});

story.step("a device that sealed another choice than it shows is told of", async () => {
  const text = readFileSync(sample.file("tested"), "utf8");
  const code = await english.page.locator("#code").inputValue();

  await scan(english, text.replace("choices against", "choices for"));
  await english.page.locator("#code").fill(code);
  await english.press(TEST.check);
  await english.sees(TEST.different);
  await inspect(english, "test-different");
});

story.step("what is no test ballot of an open question is said to be none", async () => {
  const text = readFileSync(sample.file("tested"), "utf8");

  for (const [scanned, words] of [["not one", TEST.badScan],
    [text.replace("paper S1", "paper S9"), TEST.otherLog],
    [text.replace("paper S1", "paper P4"), TEST.closed],
    [text.replace(/^secret .*$/m, "secret x"), TEST.unread]]) {
    await scan(english, scanned);
    if (words !== TEST.badScan)
      await english.press(TEST.check);
    await english.sees(words);
  }
  await scan(english, "not one");
  await english.page.locator("#content").fill(text);
  await english.press(TEST.check);
  await english.sees(TEST.noCode);
});

story.step("no page complained, and every screen can be read by everybody", () => {
  for (const person of people.all)
    assert.deepEqual(person.complaints, [], person.name);
  assert.deepEqual(findings, []);
});
