/*
 * Goal: "cast, or test?" in the page: one or the other, once; and no secret
 * stays in the module's memory after it has served.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHex, loadCore, partsOf, vector, vectorJson } from "./module.js";

const secrets = vectorJson("protocol.secrets.json");
const entries = partsOf(vector("protocol.bundle"))
  .filter((p) => p.kind === "entry").map((p) => p.bytes);
const [recorded] = secrets.ballots;

/** The hall when the first ballot is about to be sealed. */
async function hall(drawn = []) {
  const core = await loadCore(drawn);
  const log = core.followLog();
  entries.slice(0, recorded.entry)
    .forEach((entry) => log.take(entry, { proofs: false }));
  const seed = secrets.posts.find((p) => p.post === recorded.seat).key_seed;
  return { core, log, key: core.secretOf(fromHex(seed)) };
}

const choices = [...fromHex(recorded.choices)];
const seal = ({ log, key }, marks = choices) =>
  log.seal("P1", recorded.seat, key, marks);

/** Whether these bytes stand anywhere in the module's memory. */
function isInMemory(core, bytes) {
  const memory = Buffer.from(core.module.exports.memory.buffer);
  return memory.includes(Buffer.from(bytes));
}

test("the form says what there is to mark", async () => {
  const { log } = await hall();
  assert.deepEqual(log.ballotForm("P1", "seat/001"), { secret: true,
    attempt: 1, cap: 0, options: ["for", "against", "abstain"],
    rows: ["P1.1", "P1.2"] });
  assert.deepEqual(log.ballotForm("P1", "seat/003").rows, ["P1.1"]);
  assert.throws(() => log.ballotForm("P9", "seat/001"), { code: "not-open" });
});

test("a ballot is cast once, and cannot be tested after", async () => {
  const at = await hall([fromHex(recorded.secret)]);
  const ballot = seal(at);
  assert.equal(Buffer.from(ballot.hash, "base64").toString("hex"),
    recorded.code);
  const note = ballot.cast(at.key);
  const [, logged] = /\nballot (\S+)\n/.exec(note);
  const bytes = Buffer.from(logged, "base64");
  const codeOf = (sealed) => Buffer.from(at.core.ballotCode(sealed))
    .toString("hex");
  assert.equal(codeOf(bytes), recorded.code);
  bytes[bytes.length - 1] ^= 1;
  assert.notEqual(codeOf(bytes), recorded.code);
  assert.throws(() => at.core.ballotCode(Buffer.alloc(0)),
    { code: "ERR_INPUT" });
  assert.throws(() => at.core.ballotCode(Buffer.alloc(48001)),
    { code: "ERR_INPUT" });
  assert.equal(note, entries[recorded.entry].toString()
    .replace(/^.*\n/, ""));
  assert.throws(() => ballot.cast(at.key), { code: "ERR_STATE" });
  assert.throws(() => ballot.test(), { code: "ERR_STATE" });
});

test("a tested ballot is sealed again elsewhere, and never cast", async () => {
  const at = await hall([fromHex(recorded.secret)]);
  const ballot = seal(at);
  const revealed = ballot.test();
  assert.throws(() => ballot.cast(at.key), { code: "ERR_STATE" });
  assert.throws(() => ballot.test(), { code: "ERR_STATE" });

  const { core, log } = await hall();
  const checked = log.checkTestBallot(revealed);
  assert.equal(core.recordCodeIs(Buffer.from(checked.hash, "base64"),
    ballot.code), true);
  assert.equal(checked.code, ballot.code);
  assert.deepEqual(checked.marks, [{ row: "P1.1", option: "for" },
    { row: "P1.2", option: "for" }]);
  // A device that sealed something else than it says is found out.
  const lie = revealed.replace("choices for,", "choices against,");
  assert.notEqual(log.checkTestBallot(lie).code, ballot.code);
  assert.throws(() => log.checkTestBallot(revealed + "x"),
    { code: "ERR_INPUT" });
});

test("only whom it was sealed for can cast it", async () => {
  const at = await hall([fromHex(recorded.secret), new Uint8Array(32)]);
  const ballot = seal(at);
  assert.throws(() => ballot.cast(at.core.newSecret()), { code: "ERR_AUTH" });
  ballot.cast(at.key);
});

test("marks that the question does not have are refused", async () => {
  const secret = () => fromHex(recorded.secret);
  const at = await hall([1, 2, 3, 4].map(secret));
  assert.throws(() => seal(at, [0]), { code: "ballot-length" });
  assert.throws(() => seal(at, [0, 0, 0]), { code: "ballot-length" });
  assert.throws(() => seal(at, [0, 3]), { code: "ballot-marks" });
  assert.throws(() => seal(at, [0, 256]), { code: "ERR_INPUT" });
  assert.throws(() => seal(at, [0, undefined]), { code: "ERR_INPUT" });
  assert.throws(() => seal(at, [0, -1]), { code: "ERR_INPUT" });
});

for (const [name, end] of [
  ["cast", (ballot, key) => ballot.cast(key)],
  ["tested", (ballot) => ballot.test()],
  ["closed", (ballot) => ballot.close()],
]) {
  test(`when it is ${name}, its secret is nowhere in memory`, async () => {
    const secret = fromHex(recorded.secret);
    const at = await hall([secret.slice()]);
    const ballot = seal(at);
    assert.equal(isInMemory(at.core, secret), true);
    end(ballot, at.key);
    assert.equal(isInMemory(at.core, secret), false);
  });
}

test("a key that was closed is nowhere in memory", async () => {
  const seed = fromHex(secrets.posts.find((p) => p.counting_seed).key_seed);
  const core = await loadCore();
  const key = core.secretOf(seed.slice());
  core.signLine(key, "chair/1", entries[31].toString()
    .replace(/^.*\n/, "").replace(/\n\n[^]*/, "\n"));
  assert.deepEqual(key.exportSeed(), seed);
  assert.equal(isInMemory(core, seed), true);
  key.close();
  assert.equal(isInMemory(core, seed), false);
});

test("a token leaves nothing behind", async () => {
  const token = fromHex(secrets.posts.find((p) => p.token).token);
  const core = await loadCore();
  const text = core.tokenText(token);
  const digits = core.tokenDigits(token);
  core.readToken(digits);
  core.readToken(text);
  core.invitationKey(core.leafHash(entries[0]), token).close();
  for (const form of [token, Buffer.from(text), Buffer.from(digits)]) {
    assert.equal(isInMemory(core, form), false);
  }
});
