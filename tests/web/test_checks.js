/*
 * Goal: receipts, refusals, checkpoints and consistency proofs made by another
 * implementation hold, and none holds after any change to any part of it.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CoreError } from "../../voting/web/core/core.js";
import { fromHex, loadCore, partsOf, vector, vectorJson } from "./module.js";
import { Server } from "./server.js";

const secrets = vectorJson("protocol.secrets.json");
const entries = partsOf(vector("protocol.bundle"))
  .filter((p) => p.kind === "entry").map((p) => p.bytes);

function recordedServer() {
  const server = new Server(secrets.origin, fromHex(secrets.log_seed));
  server.entries = entries.map((entry) => Buffer.from(entry));
  return server;
}

const noteOf = (entry) => entry.subarray(entry.indexOf(10) + 1).toString();
const CAST = 70;

/** The same text with another character at this place, still of its kind. */
function changed(text, at) {
  const other = text[at] === "A" || text[at] === "1" ? "2" : "1";
  return text.slice(0, at) + other + text.slice(at + 1);
}

/** Every change of one character must make the call throw. */
function assertFragile(text, call, step = 1) {
  for (let at = 0; at < text.length; at += step) {
    assert.throws(() => call(changed(text, at)), CoreError, `at ${at}`);
  }
}

test("a receipt holds for its note, and says where and when", async () => {
  const core = await loadCore();
  const server = recordedServer();
  const note = noteOf(entries[CAST]);
  const found = core.checkReceipt(server, server.receipt(CAST), note);
  assert.equal(found.index, CAST);
  assert.equal(found.size, entries.length);
  assert.ok(entries[CAST].toString()
    .startsWith(`congress-entry/v1 ${found.time}\n`));
  assert.equal(found.code, core.recordCode(Buffer.from(found.root, "base64")));
});

test("a receipt with one character changed does not hold", async () => {
  const core = await loadCore();
  const server = recordedServer();
  const note = noteOf(entries[CAST]);
  assertFragile(server.receipt(CAST),
    (receipt) => core.checkReceipt(server, receipt, note), 3);
  assertFragile(note,
    (other) => core.checkReceipt(server, server.receipt(CAST), other), 97);
  const pin = { origin: server.origin, key: server.key };
  assert.throws(() => core.checkReceipt({ ...pin, origin: "other.example/1" },
    server.receipt(CAST), note), CoreError);
  assert.throws(() => core.checkReceipt({ ...pin, key: new Uint8Array(32) },
    server.receipt(CAST), note), CoreError);
});

test("a signed refusal is the refusal it names, of these bytes alone",
  async () => {
    const core = await loadCore();
    const server = recordedServer();
    const note = noteOf(entries[CAST]);
    const refusal = server.refusal(note, "voted");
    const error = core.checkRefusal(server, refusal, note);
    assert.ok(error instanceof CoreError);
    assert.equal(error.code, "voted");
    assert.equal(error.check, 11);
    assert.match(error.zh, /您已投过票/);
    assert.match(error.en, /voted/);
    assert.equal(error.tree.size, entries.length);
    assert.equal(error.cause, null);
    assert.throws(() => core.checkRefusal(server, refusal, note + "\n"),
      { code: "ERR_PROOF" });
    assertFragile(refusal, (other) => core.checkRefusal(server, other, note));
    assert.throws(() => core.checkRefusal(server,
      server.refusal(note, "no-such-code"), note), { code: "ERR_INPUT" });
  });

test("every refusal has both its sentences", async () => {
  const core = await loadCore();
  for (const code of ["replay", "clock", "not-open", "ballot-proof", "root"]) {
    const error = core.refusal(code);
    assert.equal(error.code, code);
    assert.ok(error.zh.length > 2 && error.en.length > 2);
  }
  assert.throws(() => core.refusal("ok "), { code: "ERR_NOTFOUND" });
});

test("checkpoints of the log hold, and continue each other", async () => {
  const core = await loadCore();
  const server = recordedServer();
  const newest = core.checkCheckpoint(server, server.checkpoint());
  for (const size of [1, 2, 3, 63, 64, 65, 83, 84]) {
    const older = core.checkCheckpoint(server, server.checkpoint(size));
    assert.equal(older.size, size);
    core.checkConsistency(older, newest, server.consistency(size, 84));
  }
  assertFragile(server.checkpoint(),
    (other) => core.checkCheckpoint(server, other));
});

test("no consistency proof holds for another history", async () => {
  const core = await loadCore();
  const server = recordedServer();
  const newest = core.checkCheckpoint(server, server.checkpoint());
  const older = core.checkCheckpoint(server, server.checkpoint(65));
  const proof = server.consistency(65, 84);
  const refused = (a, b, hashes) => assert.throws(
    () => core.checkConsistency(a, b, hashes), CoreError);
  refused({ ...older, size: 64 }, newest, proof);
  refused({ ...older, root: newest.root }, newest, proof);
  refused(older, { ...newest, size: 200 }, proof);
  refused(older, { ...newest, root: older.root }, proof);
  refused(older, newest, proof.split("\n").slice(1).join("\n"));
  refused(older, newest, proof + proof);
  refused(older, newest, "AAAA\n");
  refused(newest, older, proof);
  // Within a line, so that what changes is a hash.
  assertFragile(proof.slice(0, 40),
    (head) => core.checkConsistency(older, newest, head + proof.slice(40)));
});

test("a checkpoint that a followed log does not lead to is another history",
  async () => {
    const core = await loadCore();
    const server = recordedServer();
    const log = core.followLog();
    entries.slice(0, 20).forEach((entry) => log.take(entry));
    assert.equal(log.compare(server.checkpoint(20)), 20);
    assert.equal(log.compare(server.checkpoint(7)), 7);
    assert.throws(() => log.compare(server.checkpoint(21)),
      { code: "ERR_STATE" });
    server.entries[5] = Buffer.from("congress-entry/v1 1\nx");
    assert.throws(() => log.compare(server.checkpoint(20)), { code: "root" });
    const stranger = new Server(secrets.origin, new Uint8Array(32));
    stranger.entries = server.entries;
    assert.throws(() => log.compare(stranger.checkpoint(7)),
      { code: "ERR_PROOF" });
  });

test("a token is the same in all its forms, and slips are found", async () => {
  const core = await loadCore();
  for (const person of secrets.posts.filter((p) => p.token)) {
    const token = fromHex(person.token);
    assert.deepEqual(core.readToken(core.tokenText(token)), token);
    assert.deepEqual(core.readToken(core.tokenDigits(token)), token);
  }
  const digits = core.tokenDigits(fromHex(secrets.posts[2].token));
  const slip = changed(digits, 6 * 3 + 2);
  assert.throws(() => core.readToken(slip), { code: "ERR_INPUT", number: 4 });
  assert.throws(() => core.readToken("12345"), { number: 0 });
});

test("an invitation's key comes from the token and this genesis", async () => {
  const core = await loadCore();
  const genesis = core.leafHash(entries[0]);
  for (const person of secrets.posts.filter((p) => p.token)) {
    const key = core.invitationKey(genesis, fromHex(person.token));
    assert.equal(Buffer.from(key.exportSeed()).toString("hex"),
      person.invitation_seed);
    key.close();
  }
});

test("a counting seed goes to paper and back", async () => {
  const core = await loadCore();
  const seed = fromHex(secrets.posts.find((p) => p.counting_seed)
    .counting_seed);
  const digits = core.seedDigits(seed);
  assert.deepEqual(core.readSeed(digits), seed);
  assert.throws(() => core.readSeed(changed(digits, 6 * 12 + 1)),
    { code: "ERR_INPUT", number: 13 });
  assert.throws(() => core.readSeed(digits.slice(0, -1)),
    { code: "ERR_INPUT" });
  assert.throws(() => core.readSeed(digits + "1"), { code: "ERR_INPUT" });
});

test("record codes are read as people type them", async () => {
  const core = await loadCore();
  const root = core.sha256("the record");
  const code = core.recordCode(root);
  assert.equal(core.recordCodeIs(root, code.toLowerCase().replace(/-/g, " ")),
    true);
  assert.equal(core.recordCodeIs(root, changed(code, 3)), false);
  assert.equal(core.recordCodeIs(root, ""), false);
});
