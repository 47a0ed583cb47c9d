/*
 * Goal: a server, or whoever sits between it and a phone, that lies about a
 * question is told so in words, and nothing is sealed on its word: a false
 * election key, a false text, an old record, an old pack; and where the lie
 * ends the phone goes on.
 */
import assert from "node:assert/strict";

import { JOIN } from "../../voting/web/words/join.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 28 }, (_, i) => i + 1);
const TITLE = "关于增设教师休息室的提案";
const Q1 = { id: "Q1", session: "7-1", kind: "motion", ballot: "secret",
  title: { zh: TITLE, en: "On a rest room" }, rule: "school.default",
  rows: [{ id: "Q1", text: { zh: [TITLE, "一、增设。"],
    en: ["On a rest room", "1. One is set up."] } }] };
const PACK = "**/pack/**";

const congress = new Congress();
const story = new Story(congress);
/** @type {Map<string, import("./people.js").Person>} by the lie */
const phones = new Map();
const LIES = ["key", "text", "record", "old"];
const seatNumber = (lie) => 31 + LIES.indexOf(lie);
let earlier; /* a checkpoint that is not the last any more */
let packed; /* a pack from before somebody else checked in */

/* What comes instead of the answers to such requests. */
async function lies(lie, path, make) {
  await phones.get(lie).page.route(path, async (route) => {
    const answer = await route.fetch();

    await route.fulfill({ response: answer,
      body: make(await answer.body()) });
  });
}

/* The first place of some bytes in others has others of the same length. */
function swapped(bytes, old, other) {
  const at = bytes.indexOf(old);
  const made = Buffer.from(bytes);

  assert.ok(at >= 0, "the lie has nothing to change");
  assert.equal(Buffer.byteLength(old), Buffer.byteLength(other));
  made.write(other, at);
  return made;
}

const seals = (person) => person.page.locator(
  ".choices .choice, .button:has-text('封票')").count();

/* It is refused in words and with the code of the protocol, and nothing can be
 * chosen or sealed. */
async function refuses(lie, code) {
  const place = phones.get(lie).page.locator(".notice.bad", { hasText: code });

  await place.waitFor();
  assert.match(await place.innerText(), /\p{Script=Han}{6,}/u);
  await phones.get(lie).sees(PHONE.notBelieved);
  assert.equal(await seals(phones.get(lie)), 0);
}

story.step("four phones are checked in, and have seen the record", async () => {
  congress.found([Q1], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  await congress.serve();
  const people = await story.begin();

  earlier = await (await fetch(`${congress.address}/checkpoint`)).text();
  for (const lie of LIES) {
    const person = await people.person(lie);

    phones.set(lie, person);
    await person.enrol(`${congress.address}/`, congress.token("roll.tokens",
      seatOf(seatNumber(lie))));
    await person.press(PHONE.checkIn);
    await person.sees(PHONE.checkedIn);
  }
  congress.byTwo("headcount", "40");
});

story.step("a pack with a false election key, and one with a false text, are refused in words", async () => {
  await lies("key", PACK, (bytes) => {
    /* The key that the chair's entry names: another with as many letters. */
    const [, hash, key] = /\nkey (\S{43}=) (\S{43}=)\n/.exec(
      bytes.toString("latin1"));

    return swapped(bytes, `${hash} ${key}`,
      `${hash} ${key[0] === "A" ? "B" : "A"}${key.slice(1)}`);
  });
  await lies("text", PACK, (bytes) => swapped(bytes, "增设教师休息室",
    "撤销教师休息室"));
  await phones.get("old").page.route(PACK, (route) => route.abort());
  congress.by("chair", "open", "Q1");
  packed = Buffer.from(await (await fetch(`${congress.address}/pack/${
    await openedAt()}/${
    seatOf(seatNumber("old")).split("/")[1]}`)).arrayBuffer());
  await refuses("key", "root");
  await refuses("text", "blob");
  assert.equal(await congress.countOf("cast"), 0);
  await inspect(phones.get("key"), "phone-false-key");
});

/* The entry that opened it: the last one now. */
async function openedAt() {
  const checkpoint = await (await fetch(`${congress.address}/checkpoint`))
    .text();

  return Number(checkpoint.split("\n")[1]) - 1;
}

story.step("a pack from before what this phone has seen is refused in words", async () => {
  const { page } = phones.get("old");

  congress.later("seats", `enrol ${seatOf(39)} --token-file ${
    congress.file("roll.tokens")}`);
  congress.later("seats", `present ${seatOf(39)}`);
  congress.batch();
  const seen = page.waitForResponse(/\/checkpoint$/);

  congress.by("chair", "announce", "Q1", "extended");
  await seen;
  /* In place of none at all: the route that was added last comes first. */
  await page.route(PACK, (route) => route.fulfill({ body: packed,
    contentType: "application/octet-stream" }));
  await refuses("old", "seen-too-old");
});

story.step("a record that is older than what was seen stops the phone in words", async () => {
  const person = phones.get("record");

  await person.page.locator(".choices .choice").first().waitFor();
  await lies("record", "**/checkpoint", () => earlier);
  congress.by("chair", "announce", "Q1", "extended");
  await person.sees(JOIN.split);
  assert.equal(await seals(person), 0);
});

story.step("where the lie ends, the phone goes on and votes", async () => {
  for (const lie of ["key", "text", "old"]) {
    const person = phones.get(lie);

    await person.page.unroute(PACK);
    await person.page.reload();
    await person.page.locator(".choices .choice.for").click();
    await person.press(PHONE.seal);
    await person.press(PHONE.cast);
    await person.heads(PHONE.inTheBox);
  }
  assert.equal(await congress.countOf("cast"), 3);
});

story.step("nothing was found, and nothing was complained of", () => {
  assert.deepEqual(findings, []);
  for (const person of story.people.all)
    assert.deepEqual(person.complaints, [], person.name);
});
