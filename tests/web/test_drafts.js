/*
 * Goal: what a server hands on as a colleague's draft is held to the event and
 * the log: whose lines it has, whether this device's would go with them, what
 * the log would say; and what no server of ours says is not taken.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import { fromHex, loadCore, partsOf, vector, vectorJson } from "./module.js";
import "./browser.js";

const { askedToSign, draftOf, lapsesAt, redated, textOf } = await import(
  "../../voting/web/post/draft_note.js");
const { Act } = await import("../../voting/web/post/acts.js");
const { groupsAsked } = await import("../../voting/web/post/batch.js");
const { signersFor } = await import("../../voting/web/post/signers.js");
const { draftsIn, wrapped } = await import(
  "../../voting/web/log/submission.js");

const secrets = vectorJson("protocol.secrets.json");
const entries = partsOf(vector("protocol.bundle"))
  .filter((p) => p.kind === "entry").map((p) => p.bytes.toString());
const noteOf = (entry) => entry.slice(entry.indexOf("\n") + 1);
const AT = entries.findIndex((e) => e.includes("\ncongress/v1 headcount\n"));
const NOW = Number(entries[AT].match(/ (\d+)\n/)[1]);
const TEXT = textOf(noteOf(entries[AT]));
const LINES = noteOf(entries[AT]).slice(TEXT.length + 1);
const [FIRST, SECOND] = LINES.split("\n").map((line) => `${line}\n`);
const FROM = FIRST.split(" ")[1].slice(secrets.origin.length + 1);
const TO = SECOND.split(" ")[1].slice(secrets.origin.length + 1);

const core = await loadCore();

/** The log before the headcount, and a device with this post's key. */
function deviceOf(post) {
  const log = core.followLog();
  const key = secrets.posts.find((p) => p.post === post).key_seed;

  for (const entry of entries.slice(0, AT))
    log.take(entry);
  return { log, hall: { core, time: () => NOW, shownTime: () => NOW },
    keys: new Map([[post, core.secretOf(fromHex(key))]]) };
}

const from = (author, note) => ({ author, left: 60, note, texts: [],
  names: [] });
const answer = (...parts) => Buffer.from(["congress-drafts/v1\n",
  ...parts.map(([head, body]) => `${head} ${body.length}\n${body}\n`),
  "end\n"].join(""));

test("a colleague's line and this device's make a note for the log", () => {
  const device = deviceOf(TO);
  const asked = askedToSign(device, from(FROM, `${TEXT}\n${FIRST}`));

  assert.equal(asked.refusal, null);
  assert.deepEqual(asked.draft.missing, [TO]);
  asked.draft.sign(TO, device.keys.get(TO));
  assert.equal(asked.draft.note, noteOf(entries[AT]));
  device.log.tryNote(asked.draft.note, NOW);
});

test("a changed line or text is refused before anybody signs", () => {
  const device = deviceOf(TO);
  const bent = FIRST.replace(/.{5}\n$/, (end) =>
    (end[0] === "A" ? "B" : "A") + end.slice(1));
  const changed = TEXT.replace(/counted (\d+)/, (_, n) => `counted ${n - 1}`);

  for (const note of [`${TEXT}\n${bent}`, `${changed}\n${FIRST}`])
    assert.equal(askedToSign(device, from(FROM, note)).refusal?.code,
      "bad-signature");
});

test("what this device cannot sign beside the others is not asked", () => {
  const seat = deviceOf("seat/001");
  const own = deviceOf(FROM);
  const chair = deviceOf("chair/1");
  const note = `${TEXT}\n${FIRST}`;

  for (const device of [seat, own, chair])
    assert.equal(askedToSign(device, from(FROM, note)), null);
  /* Who is said to ask must have signed. */
  assert.equal(askedToSign(deviceOf(TO), from("chair/1", note)), null);
});

test("what is no draft of this log is none", () => {
  const { log } = deviceOf(TO);

  for (const note of ["", "\n\n", "tea\n\n", `${TEXT}\nno line\n`,
    `${TEXT.replace("headcount", "teacount")}\n${FIRST}`,
    `${TEXT}\n${FIRST.replace("scrutineer", "kitchen")}`])
    assert.equal(draftOf({ log }, note), null);
  assert.notEqual(draftOf({ log }, `${TEXT}\n${FIRST}`), null);
});

test("an event is found in the log by its text", () => {
  const { log } = deviceOf(TO);
  const hash = (entry) => core.sha256(Buffer.from(textOf(noteOf(entry))));

  assert.equal(log.entryOf(hash(entries[AT - 1])), AT - 1);
  assert.equal(log.entryOf(hash(entries[AT])), null);
  log.take(entries[AT]);
  assert.equal(log.entryOf(hash(entries[AT])), AT);
  assert.throws(() => log.entryOf(new Uint8Array(31)), { code: "ERR_INPUT" });
});

test("the server's answer is read, and nothing else is taken for one", () => {
  const body = Buffer.from(wrapped(`${TEXT}\n${FIRST}`,
    [{ members: true, bytes: Buffer.from("words") }],
    [{ post: "seat/001", record: "salt x\nzh 王\n" }])).toString("latin1");
  const [one, two] = draftsIn(Buffer.from(answer(["waiting desk/1 60", body],
    ["declined desk/1 scrutineer/2", body]).toString(), "latin1"));

  assert.equal(one.note, `${TEXT}\n${FIRST}`);
  assert.deepEqual([one.author, one.left, one.declined],
    ["desk/1", 60, false]);
  assert.deepEqual(one.texts.map((t) => [t.members, String(
    Buffer.from(t.bytes))]), [[true, "words"]]);
  assert.deepEqual(one.names, [{ post: "seat/001",
    record: "salt x\nzh 王\n" }]);
  assert.deepEqual([two.author, two.by, two.declined],
    ["desk/1", "scrutineer/2", true]);
  for (const bytes of ["", "<html>", answer(["waiting desk/1 60", "tea"]),
    answer(["waiting", body]), answer(["waiting desk/1", body])])
    assert.throws(() => draftsIn(Buffer.from(bytes)), { code: "strange" });
  assert.deepEqual(draftsIn(answer()), []);
});

test("an officer asks for drafts, and declines one by its hash", () => {
  const key = core.newSecret();
  const asking = { origin: secrets.origin, post: "desk/1", at: NOW };

  assert.match(core.request(key, { ...asking, want: "drafts" }),
    /\nwant drafts\n/);
  assert.match(core.request(key, { ...asking, want: "decline",
    sha256: new Uint8Array(32) }), /\nwant decline A{43}=\n/);
  assert.throws(() => core.request(key, { ...asking, want: "decline" }),
    { code: "ERR_INPUT" });
});

/* All that stands in an element. */
class Element {
  constructor() {
    this.text = "";
    this.classList = { add() {} };
  }

  append(part) {
    this.text += `${part.text ?? part} `;
  }
}

test("who locks a box anew is named to whoever agrees to it", () => {
  const lock = entries.find((e) => e.includes("\ncongress/v1 key-start\n"));
  const text = textOf(noteOf(lock));
  const posts = [...text.matchAll(/^scrutineer (.*)$/gm)].map(([, p]) => p);
  const member = { names: { known: new Map(posts.map((post, i) =>
    [post, { zh: `Person ${i}`, en: `Person ${i}` }])) } };

  globalThis.Node = Element;
  globalThis.document.createElement = () => new Element();
  const [said] = new Act(member, text).details().filter((part) => part);

  assert.ok(posts.length >= 3);
  posts.forEach((_, i) => assert.match(said.text, new RegExp(`Person ${i} `)));
});

test("what names a text is not to be signed before that text is there", () => {
  const reason = core.writeText({ zh: "灯光中断" });
  const other = core.writeText({ zh: "别的理由" });
  const text = TEXT.replace("congress/v1 headcount", "congress/v1 void") +
    `reason ${reason.ref}\n`;
  const unread = (texts) => new Act({ hall: { core } }, text, texts).unread;

  assert.equal(unread([]), true);
  assert.equal(unread([other]), true);
  assert.equal(unread([other, reason]), false);
});

/* ---- What has lapsed ------------------------------------------------------- */

test("what has lapsed is signed again with the time now, by this device alone", () => {
  const device = deviceOf(FROM);
  const later = NOW + 301;

  assert.equal(lapsesAt(TEXT), Number(/^at (\d+)$/m.exec(TEXT)[1]) + 300);
  device.hall.time = () => later;
  const draft = redated(device, noteOf(entries[AT]));

  assert.deepEqual(draft.missing, [TO]);
  assert.deepEqual([...draft.lines.keys()], [FROM]);
  assert.equal(draft.text, TEXT.replace(/^at \d+$/m, `at ${later}`));
  assert.equal(draft.lines.get(FROM), device.log.core.signLine(
    device.keys.get(FROM), FROM, draft.text, false));
  /* A colleague's line is over the old text, and is not taken along. */
  assert.ok(!draft.noteSoFar().includes(SECOND));
  /* Who has not signed it does not ask for it again. */
  assert.equal(redated(deviceOf("chair/1"), noteOf(entries[AT])), null);
});

test("a lapsed draft is offered only until its own time, whatever the box says", () => {
  const device = deviceOf(TO);
  const asked = askedToSign(device, { ...from(FROM, `${TEXT}\n${FIRST}`),
    left: 100000 });

  assert.equal(asked.until, lapsesAt(TEXT));
});

test("who has come meanwhile is not signed in again", () => {
  const device = deviceOf("desk/1");
  const { log, hall, keys } = device;
  const absent = log.seats().find((seat) => !seat.present && !seat.retired)
    .post;
  const draft = log.draft.present({ post: absent, how: "card", at: NOW })
    .prefer(["desk/1"]);

  draft.sign("desk/1", keys.get("desk/1"));
  hall.time = () => NOW + 301;
  assert.notEqual(redated(device, draft.noteSoFar()), null);
  for (const changed of [{ present: true }, { retired: true }]) {
    const moved = { ...device, log: Object.create(log, { seat: {
      value: (post) => ({ ...log.seat(post), ...changed }) } }) };

    assert.equal(redated(moved, draft.noteSoFar()), null);
  }
});

/* ---- Several at once ------------------------------------------------------- */

const asks = (text, more = {}) => ({ text, hash: `${text} ${more.author}`,
  author: "desk/1", refusal: null, draft: { missing: ["desk/2"] }, ...more });

test("only the like of one author are a list, and nothing that takes something away", () => {
  const member = { keys: new Map([["desk/2", null]]) };
  const here = (n) => `congress/v1 present\nlog x\npost seat/00${n}\n`;
  const left = "congress/v1 leave\nlog x\npost seat/004\n";
  const alone = [
    asks(here(3), { author: "desk/3" }),
    asks(here(4), { refusal: new Error("replay") }),
    asks(here(5), { draft: { missing: ["desk/2", "chair/1"] } }),
    asks(left),
    ...["void", "handover", "reissue", "retire", "post", "key-start"].flatMap(
      (type) => [1, 2].map((n) => asks(`congress/v1 ${type}\nlog x\nn ${n}\n`))),
    asks("congress/v1 desk-issue\nopen 9 x\nseat seat/001\n"),
    asks("congress/v1 desk-issue\nopen 8 x\nseat seat/002\n"),
    /* A line of another event's text does not make it one of these. */
    asks("congress/v1 void\nlog x\ncongress/v1 present\n"),
  ];
  const together = [asks(here(1)), asks(here(2))];

  assert.deepEqual(groupsAsked([...alone, ...together], member, new Set())
    .filter((group) => group.length > 1), [together]);
  assert.equal(groupsAsked(together, member, new Set([together[0].hash]))
    .length, 2);
});

/* ---- Who may sign ---------------------------------------------------------- */

test("all who may sign are named, and nobody else", () => {
  const device = deviceOf(FROM);
  const { missing, may } = signersFor(device, `${TEXT}\n${FIRST}`);
  const scrutineers = device.log.conference().officers.filter((o) =>
    o.enrolled && !o.retired && o.post.startsWith("scrutineer/"))
    .map(({ post }) => post);

  assert.equal(missing.length, 1);
  assert.deepEqual(may, scrutineers.filter((post) => post !== FROM));
  assert.ok(may.length > 0);
});
