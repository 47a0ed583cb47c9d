/*
 * Goal: a phone that does not replay the log is still shown no second history,
 * no older one, no receipt of another one, no entry that is not in it and no
 * question that is not the one which was opened; and what only the network gets
 * wrong is no alarm.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerBy, CAST, entries, forkAt, noteOf, ORIGIN, phoneThatWatches,
  SEAT, seatSecrets, secrets, serve, serverOf, timeOf } from "./browser.js";
import { fromHex, partsOf, vector } from "./module.js";
import { recall, toBase64 } from "../../voting/web/log/device.js";
import { Paper } from "../../voting/web/pages/phone/paper.js";
import { presentNote } from "../../voting/web/pages/phone/seat_notes.js";

const OTHER_KEY = "07".repeat(32);
const PORTAL = "<html>\nLog in, please\n";

/* ---- Histories ------------------------------------------------------------ */

test("a log that goes on from what was seen is watched", async () => {
  const phone = await phoneThatWatches(serverOf(entries), CAST);

  assert.ok(phone.follower.sound);
  assert.equal(recall(`seen/${ORIGIN}`).size, CAST);
  serve(serverOf(entries));
  await phone.refresh();
  assert.equal(phone.split, false);
  assert.equal(phone.shown, 2);
  assert.equal(recall(`seen/${ORIGIN}`).size, entries.length);
  assert.equal(recall(`seen/${ORIGIN}`).checkpoint,
    serverOf(entries).checkpoint());
});

test("another history is an alarm, and the proof of it is kept", async () => {
  await phoneThatWatches(serverOf(entries), CAST + 1);
  const fork = forkAt(CAST);
  const phone = await phoneThatWatches(fork);

  assert.equal(phone.split, true);
  assert.equal(phone.shown, undefined);
  assert.equal(recall(`conflict/${ORIGIN}`).shown.checkpoint,
    fork.checkpoint());
  assert.equal(recall(`seen/${ORIGIN}`).size, CAST + 1);
});

test("another history of the same length is one, too", async () => {
  await phoneThatWatches(serverOf(entries));
  const phone = await phoneThatWatches(forkAt(CAST));

  assert.equal(phone.split, true);
});

test("an older log than the one that was seen is an alarm", async () => {
  await phoneThatWatches(serverOf(entries));
  const phone = await phoneThatWatches(serverOf(entries), CAST);

  assert.equal(phone.split, true);
});

test("a checkpoint that another key has signed is an alarm", async () => {
  assert.equal((await phoneThatWatches(serverOf(entries, OTHER_KEY))).split,
    true);
  await phoneThatWatches(serverOf(entries), CAST);
  const phone = await phoneThatWatches(serverOf(entries, OTHER_KEY));

  assert.equal(phone.split, true);
});

test("a genesis that is not in the log is an alarm", async () => {
  const changed = [...entries];

  changed[0] = Buffer.from(entries[0].toString().replace(/ \d+\n/,
    ` ${timeOf(entries[0]) + 1}\n`));
  const other = serverOf(changed);
  const server = serverOf(entries);
  const phone = await phoneThatWatches(server);

  globalThis.localStorage.map.clear();
  answerBy((path) => path === "/entry/0" ? entries[0]
    : path === "/proof/0" ? other.receipt(0)
    : path === "/checkpoint" ? other.checkpoint() : "{}");
  phone.follower = phone.newFollower();
  await phone.refresh();
  /* Note and key are the same: only the tree tells them apart. */
  assert.equal(phone.split, true);
});

test("a page of the network's own is no alarm, wherever it comes", async () => {
  const server = serverOf(entries);

  for (const place of ["/checkpoint", "/entry/0", "/proof/0",
    "/view/conference"]) {
    globalThis.localStorage.map.clear();
    const phone = await phoneThatWatches(server, CAST);

    globalThis.localStorage.map.clear();
    phone.follower = phone.newFollower();
    phone.shown = 0;
    answerBy((path) => path === place ? PORTAL
      : path === "/checkpoint" ? server.checkpoint()
      : path === "/entry/0" ? server.entries[0]
      : path === "/proof/0" ? server.receipt(0) : "{}");
    await phone.refresh();
    assert.equal(phone.split, false, place);
    assert.equal(phone.shown, 0, place);
    assert.equal(phone.behind, true, place);
  }
});

test("another tab that is ahead is none", async () => {
  const server = serverOf(entries);
  const phone = await phoneThatWatches(server, CAST);
  let asked = 0;

  localStorage.setItem(`congress/seen/${ORIGIN}`, JSON.stringify({
    size: entries.length, root: rootOf(server),
    checkpoint: server.checkpoint() }));
  answerBy((path) => path === "/checkpoint"
    ? server.checkpoint(asked++ === 0 ? CAST + 1 : entries.length)
    : path.startsWith("/consistency/") ? server.consistency(CAST + 1,
      entries.length)
    : JSON.stringify({ log: { size: CAST + 1 }, sessions: [], papers: [] }));
  await phone.refresh();
  assert.equal(phone.split, false);
  assert.equal(recall(`seen/${ORIGIN}`).size, entries.length);
});

function rootOf(server) {
  return server.checkpoint().split("\n")[2];
}

/* ---- Receipts ------------------------------------------------------------- */

const judge = (phone, server) => phone.judge(
  Buffer.from(noteOf(entries[CAST])), Buffer.from(server.receipt(CAST)));

test("a receipt for the log that was seen is believed", async () => {
  const server = serverOf(entries);
  const phone = await phoneThatWatches(server, CAST);

  serve(server);
  const answer = await judge(phone, server);

  assert.equal(answer.kind, "receipt");
  assert.equal(recall(`seen/${ORIGIN}`).size, entries.length);
});

test("one for another log is an alarm, though the log's key has signed it",
  async () => {
    const phone = await phoneThatWatches(serverOf(entries));
    const fork = forkAt(CAST - 1);

    phone.hall.core.checkReceipt(phone.log.pin(), fork.receipt(CAST),
      noteOf(entries[CAST]));
    assert.equal(await judge(phone, fork), null);
    assert.equal(phone.split, true);
  });

test("one whose tree nobody can compare now is no answer yet", async () => {
  const server = serverOf(entries);
  const phone = await phoneThatWatches(server, CAST);

  answerBy(() => undefined);
  await assert.rejects(judge(phone, server), { code: "not-there" });
  assert.equal(phone.split, false);
});

/* ---- Single entries ------------------------------------------------------- */

const MADE = entries.findIndex((entry) => entry.toString()
  .includes(`\ncongress/v1 post\n`) && entry.toString().includes(
  `\npost ${SEAT}\n`));

test("an entry is what the log has there, or nothing", async () => {
  const server = serverOf(entries);
  const phone = await phoneThatWatches(server);
  const found = await phone.follower.entry(MADE);

  assert.equal(found.lines.get("post"), SEAT);
  assert.deepEqual(Buffer.from(found.leaf),
    Buffer.from(phone.hall.core.leafHash(entries[MADE])));
  for (const [entry, proof] of [[MADE + 1, MADE], [MADE, MADE + 1],
    [MADE + 1, MADE + 1]]) {
    answerBy((path) => path.startsWith("/entry/") ? entries[entry]
      : server.receipt(proof));
    await assert.rejects(phone.follower.entry(MADE), (error) =>
      error.constructor.name === "Split", `${entry} ${proof}`);
  }
});

test("a card's post and name are those of the entries that made it",
  async () => {
    const server = serverOf(entries);
    const phone = await phoneThatWatches(server);
    const { core } = phone.hall;
    const card = core.invitationKey(phone.log.leaf(),
      fromHex(seatSecrets.token));
    const key = toBase64(card.publicKey());
    const records = partsOf(vector("protocol.bundle"))
      .filter((p) => p.kind === "name").map((p) => Buffer.from(p.bytes));

    await phone.follower.proveCard({ post: SEAT, post_entry: MADE,
      card_entry: MADE }, key);
    assert.deepEqual([...new Set(records.map((record) =>
      phone.log.giveName(record)))].sort(), [null, SEAT].sort());
    for (const [post, made, pretended] of [["seat/002", MADE, key],
      [SEAT, MADE + 1, key], [SEAT, 0, key],
      [SEAT, MADE, toBase64(core.random(32))]])
      await assert.rejects(phone.follower.proveCard({ post, post_entry: made,
        card_entry: made }, pretended), { code: "strange" });
  });

test("the time is that of an entry which was verified", async () => {
  const phone = await phoneThatWatches(serverOf(entries));

  phone.hall.clockIsWrong = () => true;
  await phone.refresh();
  assert.equal(phone.hall.loggedAt, timeOf(entries.at(-1)));
});

/* ---- Questions ------------------------------------------------------------ */

const OPEN = 66;
const PAPER = 20;
const always = /^(genesis|handover|session|session-start|session-end|key-.*)$/;
const posts = /^(post|reissue|enrol|retire)$/;
const belongs = (type, entry, index) => always.test(type) || index === PAPER ||
  index === OPEN || (posts.test(type) &&
  (/\npost (chair|desk|scrutineer)\//.test(entry) ||
    entry.includes(`\npost ${SEAT}\n`)));

function textsOf(core) {
  const texts = partsOf(vector("protocol.bundle"))
    .filter((p) => p.kind === "text").map((p) => p.bytes);

  return [...entries[PAPER].toString().matchAll(/ public \d+ (\S+)/g)]
    .map(([, hash]) => texts.find((text) =>
      toBase64(core.sha256(text)) === hash));
}

/* A phone before a server with all of the log, which is asked for a question
 * and answers with the pack of this one. */
async function phoneAsking(make, { size = entries.length } = {}) {
  const server = serverOf(entries);
  const phone = await phoneThatWatches(server, size);
  const pack = make(server, textsOf(phone.hall.core));

  answerBy((path) => path.startsWith("/pack/") ? pack
    : path.startsWith("/consistency/")
      ? server.consistency(...path.split("/").slice(2).map(Number))
    : path === "/checkpoint" ? server.checkpoint() : undefined);
  phone.hall.texts = { read: async () => null };
  return phone;
}

const paperOf = (phone) => Paper.open(phone, { open: OPEN, round: 0 });

test("a question is sealed as its pack says", async () => {
  const phone = await phoneAsking((server, texts) =>
    server.pack(belongs, texts), { size: OPEN + 1 });
  const paper = await paperOf(phone);
  const ballot = paper.seal([0, 1], null);

  assert.equal(paper.facts.paper, "P1");
  assert.equal(recall(`seen/${ORIGIN}`).size, entries.length);
  assert.match(ballot.cast(phone.key), /^congress\/v1 cast\n/);
  ballot.close();
});

test("a question that is not the one that was opened is refused", async () => {
  const cases = {
    "an older log": ["seen-too-old", (server, texts) =>
      server.pack(belongs, texts, OPEN + 1)],
    "another history": ["root", (_, texts) =>
      forkAt(CAST).pack(belongs, texts)],
    "another key's log": ["root", (_, texts) =>
      serverOf(entries, OTHER_KEY).pack(belongs, texts)],
    "another text": ["blob", (server, texts) => server.pack(belongs,
      [Buffer.from(texts[0]).map((b, i) => i === 40 ? b ^ 1 : b),
          ...texts.slice(1)])],
    "a share of the key that is not there": ["ceremony-stage",
      (server, texts) => server.pack((type, entry, index) =>
        type !== "key-commit" && belongs(type, entry, index), texts)],
    "another seat": ["no-such-entry", (server, texts) =>
      server.pack((type, entry, index) => belongs(type, entry, index) &&
        !entry.includes(`\npost ${SEAT}\n`), texts)],
  };

  for (const [what, [code, make]] of Object.entries(cases)) {
    globalThis.localStorage.map.clear();
    const phone = await phoneAsking(make);

    await assert.rejects(paperOf(phone), (error) => {
      assert.ok(error.zh && error.en, what);
      assert.equal(error.code, code, what);
      return true;
    });
  }
});

test("an election key that the ceremony did not make is refused, signed or not", async () => {
  const phone = await phoneThatWatches(serverOf(entries), OPEN);
  const { core } = phone.hall;
  const [, text] = entries[OPEN].toString().match(/^.*\n([^]*\n)\n/);
  const y = text.match(/\nkey \S+ (\S+)\n/)[1];
  /* A point of somebody's own: one that a scrutineer has dealt. */
  const [, other] = entries.join("").match(/\nephemeral (\S+)\n/);
  const chair = core.secretOf(fromHex(secrets.posts.find((p) =>
    p.post === "chair/1").key_seed));
  const changed = text.replace(y, other);
  const list = entries.slice(0, OPEN + 1);

  list[OPEN] = Buffer.from(`congress-entry/v1 ${timeOf(entries[OPEN])}\n${
    changed}\n${core.signLine(chair, "chair/1", changed)}`);
  const server = serverOf(list);

  answerBy((path) => path.startsWith("/pack/")
    ? server.pack(belongs, textsOf(core)) : path.startsWith("/consistency/")
      ? server.consistency(OPEN, OPEN + 1) : undefined);
  await assert.rejects(paperOf(phone), (error) => {
    assert.equal(error.code, "key-other");
    assert.ok(error.zh && error.en);
    return true;
  });
});

test("a question under another card, key or name than this phone's is refused",
  async () => {
    for (const [change, code] of [
      [(phone) => {
        phone.me.invitation = toBase64(phone.hall.core.random(32));
      }, "no-current-key"],
      [(phone) => phone.keys.set(SEAT, phone.hall.core.secretOf(fromHex(
        secrets.posts.find((p) => p.post === "seat/002").key_seed))),
      "no-current-key"],
      [(phone) => {
        phone.me.commitment = toBase64(phone.hall.core.random(32));
      }, "wrong-name"]]) {
      const phone = await phoneAsking((server, texts) =>
        server.pack(belongs, texts));

      change(phone);
      await assert.rejects(paperOf(phone), { code });
    }
  });

/* ---- What is signed with a server's word in it ----------------------------- */

test("a session's name is one, and not lines that would be signed", async () => {
  const { hall, follower } = await phoneThatWatches(serverOf(entries));
  const key = hall.core.newSecret();
  const present = (session) => presentNote(hall.core, follower.place, { post:
    SEAT, session, previous: null, at: 1774051200, key });

  assert.match(present("7-1"), /\nsession 7-1\npost seat\//);
  for (const session of ["7-1\npost seat/002", "7-1 x", "", "-1"])
    assert.throws(() => present(session), { code: "strange" }, session);
  key.close();
});

/* ---- Statements ----------------------------------------------------------- */

const eventOf = (entry) => noteOf(entry).split("\n\n")[0].split("\n");
const fieldOf = (entry, name) => eventOf(entry).find((line) =>
  line.startsWith(`${name} `)).slice(name.length + 1);
const found = (type) => entries.findIndex((entry) =>
  eventOf(entry)[0] === `congress/v1 ${type}`);

/* The question of the first result, as the conference's view has it. */
function counted() {
  const result = found("result");
  const open = Number(fieldOf(entries[result], "open").split(" ")[0]);
  const paper = Number(fieldOf(entries[open], "paper").split(" ")[0]);

  return { result, open, paper: { result_entry: result,
    title: { sha256: fieldOf(entries[paper], "title").split(" ")[2] } } };
}

async function objection(phone, paper) {
  const text = phone.hall.core.writeText({ zh: "请重新计票" });

  return phone.follower.statement(phone.key, { type: "objection", paper,
    refusal: null, text });
}

test("an objection names the result that is meant, and the log takes it", async () => {
  const phone = await phoneThatWatches(serverOf(entries));
  const { result, paper } = counted();
  const note = await objection(phone, paper);
  const log = phone.hall.core.followLog();

  assert.ok(note.includes(`\nabout ${result} `));
  for (const entry of entries)
    log.take(entry.toString());
  log.tryNote(note, timeOf(entries.at(-1)));
  log.close();
});

test("a complaint quotes the log's refusal, or nothing, and the log takes it", async () => {
  const phone = await phoneThatWatches(serverOf(entries));
  const { core } = phone.hall;
  const log = core.followLog();

  for (const entry of entries)
    log.take(entry.toString());
  for (const refusal of [null, core.blob(Buffer.from("congress-refusal/v1\n"))])
    log.tryNote(await phone.follower.statement(phone.key, { type: "complaint",
      paper: null, refusal, text: core.writeText({ en: "It was refused" }) }),
    timeOf(entries.at(-1)));
  log.close();
});

test("a result of another question, or what is no result, is not objected to", async () => {
  const phone = await phoneThatWatches(serverOf(entries));
  const { result, open, paper } = counted();

  for (const wrong of [{ ...paper, title: { sha256: toBase64(
    new Uint8Array(32)) } }, { ...paper, result_entry: open },
  { ...paper, result_entry: result - 1 }, { ...paper, result_entry: 0 }])
    await assert.rejects(objection(phone, wrong), { code: "strange" });
});
