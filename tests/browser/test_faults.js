/*
 * Goal: what other systems got wrong while people vote, each on phones before a
 * real server: marks that are lost, buttons that are missing or stay, a vote
 * that is counted twice or refused when it comes again, a server that forgets,
 * a connection that dies unnoticed, an end that nobody is told of.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { FRAME } from "../../voting/web/words/frame.js";
import { JOIN } from "../../voting/web/words/join.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { OPTION } from "../../voting/web/words/result.js";
import { WALL } from "../../voting/web/words/wall.js";
import { Congress, seatOf } from "./congress.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 28 }, (_, i) => i + 1);
const EVENT = "**/event";
const motion = (id, zh, more = {}) => ({ id, session: "7-1", kind: "motion",
  ballot: "secret", title: { zh, en: `Question ${id}` },
  rule: "school.default", rows: [{ id, text: { zh, en: `Question ${id}` } }],
  ...more });
const Q1 = motion("Q1", "关于增设教师休息室的提案");
const F1 = motion("F1", "关于调整作息时间的提案", { counts: "first" });
const TWO_ROWS = JSON.parse(readFileSync("voting/demo/papers/P1P3.json",
  "utf8"));

const congress = new Congress();
const story = new Story(congress);
/** @type {Map<number, import("./people.js").Person>} by seat */
const phones = new Map();
/** @type {import("./people.js").Person} */
let wall;

const phone = (n) => phones.get(n);
const choices = (person) => person.page.locator(".choices .choice");
const choose = (person, option) =>
  person.page.locator(`.choices .choice.${option}`).click();
const turnoutOnWall = (n) => wall.page.locator(".turnout b",
  { hasText: new RegExp(`^${n}$`) }).waitFor();

async function seal(person, option) {
  await choose(person, option);
  await person.press(PHONE.seal);
  await person.heads(PHONE.sealed);
}

async function vote(person, option) {
  await seal(person, option);
  await person.press(PHONE.cast);
}

async function enrol(person, n, tokens = "roll.tokens") {
  phones.set(n, person);
  await person.enrol(`${congress.address}/`, congress.token(tokens, seatOf(n)));
  await person.sees(PHONE.notCheckedIn);
}

async function comes(n) {
  const person = await story.people.person(`phone-${n}`);

  await enrol(person, n);
  await person.press(PHONE.checkIn);
  await person.sees(PHONE.checkedIn);
}

/* The next answer by which a page can have learnt of something new. */
const news = ({ page }) => page.waitForResponse((response) =>
  /\/(checkpoint|pack|tile|proof|view)\b/.test(response.url()) &&
  response.ok());

story.step("a conference with phones 31 to 34, of whom the last has not checked in", async () => {
  congress.found([Q1, F1, TWO_ROWS], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  congress.gatherKeys("hall", [["chair", "chair/1"], ["desk", "desk/1"],
    ["s1", "scrutineer/1"], ["s2", "scrutineer/2"]]);
  await congress.serve();
  const people = await story.begin();

  wall = await people.person("wall", { width: 1280, height: 720 });
  await wall.page.clock.install();
  await wall.go(`${congress.address}/wall`);
  for (const n of [31, 32, 33])
    await comes(n);
  await enrol(await people.person("phone-34"), 34);
  congress.byTwo("headcount", "40");
});

/* ---- A card, twice -------------------------------------------------------- */

story.aside("a card's photo opened on a second phone: one of them gets in, and the other is told", async () => {
  const token = congress.token("roll.tokens", seatOf(35));
  const owner = await story.people.person("owner");
  const photo = await story.people.person("photo");
  const both = [owner, photo];

  for (const person of both) {
    await person.go(`${congress.address}/#${token}`);
    await person.page.getByRole("button", { name: person.word(JOIN.useThis) })
      .waitFor();
  }
  const before = await congress.countOf("enrol");

  await photo.press(JOIN.useThis);
  await photo.sees(PHONE.notCheckedIn);
  await owner.press(JOIN.useThis);
  await owner.sees(JOIN.unknownCard);
  assert.equal(await congress.countOf("enrol"), before + 1);
  assert.equal(await owner.kept(`keys/${seatOf(35)}`), null);
  /* The desk issues the card anew, and the other phone is out of use. */
  congress.by("hall", "reissue", seatOf(35), "--tokens",
    congress.file("again.tokens"));
  await photo.sees(JOIN.replaced);
  await owner.go("about:blank");
  await enrol(owner, 35, "again.tokens");
  await photo.context.close();
});

/* ---- Marks and buttons ---------------------------------------------------- */

story.step("entered marks lost when someone else votes: what is touched stays", async () => {
  const person = phone(31);

  congress.by("chair", "open", TWO_ROWS.id);
  await choose(person, "for");
  await person.sees(PHONE.rowOf[0].replace("{n}", "2").replace("{all}", "2"));
  await person.page.evaluate(() => {
    globalThis.touched = document.querySelector(".choices .choice");
  });
  congress.cast(TWO_ROWS.id, Object.fromEntries(BY_CTL.map((n) =>
    [n, n % 2 ? "for,for" : "against,abstain"])));
  await turnoutOnWall(28);
  const heard = news(person);

  congress.by("chair", "announce", TWO_ROWS.id, "extended");
  await heard;
  await choose(phone(32), "against"); /* a phone's own news has come by then */
  assert.ok(await person.page.evaluate(() =>
    globalThis.touched === document.querySelector(".choices .choice")));
  await choose(person, "against");
  await person.sees(PHONE.review);
  const lines = await person.page.locator("main .line").allInnerTexts();

  assert.ok(lines[0].includes(OPTION.for[0]), lines[0]);
  assert.ok(lines[1].includes(OPTION.against[0]), lines[1]);
});

story.step("vote buttons missing until reload after becoming present: they are there by themselves", async () => {
  const person = phone(34);

  assert.equal(await choices(person).count(), 0);
  congress.by("hall", "present", seatOf(34));
  await choices(person).first().waitFor();
  assert.equal(await choices(person).count(), 3);
});

story.step("still offered to vote after voting: not then, and not after a reload", async () => {
  const person = phone(31);

  await person.press(PHONE.seal);
  await person.press(PHONE.cast);
  await person.heads(PHONE.inTheBox);
  assert.equal(await choices(person).count(), 0);
  await person.page.reload();
  await person.heads(PHONE.inTheBox);
  assert.equal(await choices(person).count(), 0);
  for (const words of [PHONE.seal, PHONE.cast, PHONE.again])
    assert.equal(await person.page.getByRole("button",
      { name: person.word(words), exact: true }).count(), 0);
});

/* ---- The same vote again -------------------------------------------------- */

const resent = { body: null, entry: null };

const entryOf = (receipt) => Number(/^index (\d+)$/m.exec(receipt)[1]);

/* Sends a vote's bytes again, three times at once. */
async function sendAgain() {
  const before = await congress.countOf("cast");
  const answers = await Promise.all([1, 2, 3].map(() => fetch(
    `${congress.address}/event`, { method: "POST", body: resent.body })));

  for (const answer of answers) {
    assert.equal(answer.status, 200);
    const entry = entryOf(await answer.text());

    resent.entry ??= entry;
    assert.equal(entry, resent.entry);
  }
  assert.equal(await congress.countOf("cast"), before);
}

story.step("a resent vote answered with an error: it gets the receipt of the same entry", async () => {
  const person = phone(32);

  await person.page.route(EVENT, async (route) => {
    resent.body = route.request().postDataBuffer();
    await route.continue();
  });
  await choose(person, "for"); /* the second row */
  await person.press(PHONE.seal);
  await person.press(PHONE.cast);
  await person.heads(PHONE.inTheBox);
  await person.page.unroute(EVENT);
  await sendAgain();
});

story.step("a reset that deletes votes: a round that is void keeps its ballots on record", async () => {
  const before = await congress.countOf("cast");

  congress.by("hall", "void", TWO_ROWS.id, "--reason", "投影故障");
  await wall.sees(WALL.voided);
  await phone(31).sees(PHONE.waiting);
  await phone(31).sees(TWO_ROWS.title.zh);
  assert.equal(await congress.countOf("cast"), before);
  await sendAgain();
});

/* ---- Two at once ---------------------------------------------------------- */

story.step("two parallel posts both counted: of two tabs one ballot is in the box", async () => {
  const person = phone(33);
  const second = await person.context.newPage();

  congress.by("chair", "open", "F1");
  await second.goto(congress.address);
  const before = await congress.countOf("cast");

  const press = (page, words) => page.getByRole("button",
    { name: words[0], exact: true }).click();
  const seal = async (page) => {
    await page.locator(".choices .choice.for").click();
    await press(page, PHONE.seal);
    await page.getByRole("heading", { name: PHONE.sealed[0] }).waitFor();
  };

  /* The window that was opened last is the one to use, until one is chosen. */
  await seal(second);
  await press(person.page, PHONE.useHere);
  await seal(person.page);
  await second.getByRole("heading", { name: PHONE.elsewhere[0] }).waitFor();
  await press(person.page, PHONE.cast);
  await person.heads(PHONE.inTheBox);
  await press(second, PHONE.useHere);
  await second.getByRole("heading", { name: PHONE.inTheBox[0] }).waitFor();
  assert.equal(await congress.countOf("cast"), before + 1);
  await second.close();
});

const cast = (n, choice) => new Promise((resolve) => {
  execFile(join(process.env.BUILD ?? "build/release", "ballotctl"), ["cast",
    "F1", "--as", seatOf(n), "--choices", choice, "--log", congress.address,
    "--keys", congress.file("keys/seats"), "--lang", "en", "--receipt",
    congress.file(`receipts/F1-${choice}`)], (error, out, said) =>
    resolve({ status: error?.code ?? 0, said: out + said }));
});

story.step("two parallel posts both counted: of two devices with one key the first counts", async () => {
  const before = await congress.countOf("cast");
  const all = await Promise.all([cast(1, "for"), cast(1, "against")]);
  const statuses = all.map(({ status }) => status).sort();

  assert.deepEqual(statuses, [0, 1], JSON.stringify(all));
  assert.equal(await congress.countOf("cast"), before + 1);
});

story.step("where the first ballot counts, nobody is offered to change it", async () => {
  assert.equal(await phone(33).page.getByRole("button",
    { name: PHONE.changeVote[0] }).count(), 0);
  assert.equal(await choices(phone(33)).count(), 0);
  congress.by("hall", "void", "F1", "--reason", "试过了");
  await phone(33).sees(PHONE.waiting);
});

/* ---- The receipt ---------------------------------------------------------- */

/* All that a phone keeps, as text, without what is its own: keys and names. */
const keeps = (person) => person.page.evaluate(() => Object.entries(
  { ...localStorage }).filter(([name]) => !name.includes("/keys/")));

story.step("receipt guessable from a choice among three: nothing that is kept or shown tells", async () => {
  congress.by("chair", "open", "Q1");
  await vote(phone(31), "for");
  await vote(phone(32), "against");
  await phone(31).heads(PHONE.inTheBox);
  await phone(32).heads(PHONE.inTheBox);
  const screens = await Promise.all([31, 32].map(async (n) =>
    (await phone(n).text()).replace(phone(n).name, "").replace(/\d+/g, "#")));

  for (const option of ["for", "against", "abstain"])
    for (const word of OPTION[option])
      assert.ok(!screens[0].includes(word), word);
  const nameless = screens.map((text) => text.split("\n")
    .filter((line) => !/^\p{Script=Han}{2,4}$/u.test(line)).join("\n"));

  assert.equal(nameless[0], nameless[1]);
  const kept = await Promise.all([31, 32].map((n) => keeps(phone(n))));
  const notes = kept.map((entries) => JSON.parse(entries.filter(([name]) =>
    name.startsWith("congress/receipt/")).at(-1)[1]).note);

  assert.equal(notes[0].length, notes[1].length);
  for (const [name, value] of kept.flat())
    assert.doesNotMatch(name + value,
      /赞成|反对|弃权|\b(for|against|abstain|choice|choices)\b/, name);
});

story.step("receipt guessable: the same choice sealed twice has two codes", async () => {
  const person = phone(33);
  const codes = [];

  for (let i = 0; i < 2; i++) {
    await seal(person, "for");
    codes.push(await person.page.locator(".notice .code").innerText());
    await person.press(PHONE.test);
    await person.heads(PHONE.tested);
    await person.press(PHONE.again);
  }
  assert.notEqual(codes[0], codes[1]);
});

/* ---- Memory and connection ------------------------------------------------ */

story.step("votes kept only in memory: a server killed right after a receipt still has it", async () => {
  const person = phone(33);

  await vote(person, "abstain");
  await person.heads(PHONE.inTheBox);
  const before = await congress.countOf("cast");

  await congress.kill();
  await person.sees(FRAME.lost);
  await congress.serve();
  assert.equal(await congress.countOf("cast"), before);
  await person.sees(FRAME.connected);
  await turnoutOnWall(3);
  await person.heads(PHONE.inTheBox);
});

story.step("connection lost after an hour idle: the phone turns to the ballot all the same", async () => {
  const person = await story.people.person("phone-36");

  await person.page.clock.install();
  await comes36(person);
  congress.by("hall", "void", "Q1", "--reason", "再来一次");
  await person.sees(PHONE.waiting);
  /* Nothing moves for an hour of the phone's, and then all at once. */
  congress.server.kill("SIGSTOP");
  try {
    await person.page.clock.fastForward("01:00:00");
    await person.page.clock.fastForward("00:20"); /* its question gives up */
    await person.sees(FRAME.lost);
  } finally {
    congress.server.kill("SIGCONT");
  }
  congress.by("chair", "paper", congress.json("Q2.json", { ...Q1, id: "Q2",
    rows: [{ ...Q1.rows[0], id: "Q2" }],
    follows: { paper: "Q1", why: "void" } }));
  congress.by("chair", "open", "Q2", "--short-notice", "当场重新表决");
  await choices(person).first().waitFor();
  await person.sees(FRAME.connected);
  await vote(person, "for");
  await person.heads(PHONE.inTheBox);
});

async function comes36(person) {
  phones.set(36, person);
  await person.enrol(`${congress.address}/`, congress.token("roll.tokens",
    seatOf(36)));
  /* Q1 is open: who checks in now is asked at once. */
  await person.press(PHONE.checkIn);
  await choices(person).first().waitFor();
}

/* ---- The end -------------------------------------------------------------- */

story.step("a scheduled close that passes while the poll looks open: only the chair's word closes it", async () => {
  await seal(phone(31), "for");
  await seal(phone(32), "for");
  congress.by("chair", "announce", "Q2", "last-call");
  await wall.sees(WALL.lastCall);
  /* The countdown is over, and the wall says so; but a vote still counts. */
  await wall.page.clock.fastForward("00:35");
  await wall.page.locator(".last-call",
    { hasText: new RegExp(`^${WALL.lastCall[0]}$`) }).waitFor();
  await phone(31).press(PHONE.cast);
  await phone(31).heads(PHONE.inTheBox);
  await turnoutOnWall(2);
});

story.step("after the end no phone looks as if it were open, and a late ballot is refused in words", async () => {
  const late = phone(32);
  const cut = (route) => route.abort();

  /* This phone's network goes just before the end. */
  await late.page.route("**/*", cut);
  await late.press(PHONE.cast);
  await late.heads(PHONE.waitingNet);
  congress.cast("Q2", Object.fromEntries(BY_CTL.map((n) => [n, "for"])));
  await new Promise((resolve) => setTimeout(resolve, 10000));
  congress.by("chair", "close", "Q2");
  await phone(33).sees(PHONE.waiting);
  assert.equal(await choices(phone(33)).count(), 0);
  await wall.sees(WALL.counting);
  const before = await congress.countOf("cast");

  await late.page.unroute("**/*", cut);
  await late.sees(PHONE.refused);
  assert.equal(await congress.countOf("cast"), before);
  assert.equal(await late.page.getByText(PHONE.inTheBox[0]).count(), 0);
});

story.step("no page complained", () => {
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
});
