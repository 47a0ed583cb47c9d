/*
 * Goal: from a paper pack alone a phone seals the very ballot that the whole
 * log would give, and from a pack that is changed anywhere it seals none.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CoreError, toBase64 } from "../../voting/web/core/core.js";
import { fromHex, loadCore, partsOf, vector, vectorJson } from "./module.js";
import { Server } from "./server.js";

const secrets = vectorJson("protocol.secrets.json");
const parts = partsOf(vector("protocol.bundle"));
const entries = parts.filter((p) => p.kind === "entry").map((p) => p.bytes);
const texts = parts.filter((p) => p.kind === "text").map((p) => p.bytes);
const [recorded] = secrets.ballots;
const OPEN = 66;
const PAPER = 20;
const SEAT = recorded.seat;
const always = /^(genesis|handover|session|session-start|session-end|key-.*)$/;
const posts = /^(post|reissue|enrol|retire)$/;

/** Which entries belong in the pack of the recorded secret round. */
const belongs = (seat) => (type, entry, index) => always.test(type) ||
  index === PAPER || index === OPEN ||
  (posts.test(type) && (/\npost (chair|desk|scrutineer)\//.test(entry) ||
    entry.includes(`\npost ${seat}\n`)));

function server(size = recorded.entry) {
  const s = new Server(secrets.origin, fromHex(secrets.log_seed));
  s.entries = entries.slice(0, size).map((entry) => Buffer.from(entry));
  return s;
}

/** The public texts that the paper names, by their hashes. */
function paperTexts(core) {
  const refs = entries[PAPER].toString().matchAll(/ public \d+ (\S+)/g);
  const wanted = [...refs].map((match) => match[1]);
  return wanted.map((hash) =>
    texts.find((text) => toBase64(core.sha256(text)) === hash));
}

async function phone(drawn) {
  const core = await loadCore(drawn);
  const bytes = server().pack(belongs(SEAT), paperTexts(core));
  const person = secrets.posts.find((p) => p.post === SEAT);
  return { core, bytes, token: fromHex(person.token),
    key: () => core.secretOf(fromHex(person.key_seed)) };
}

test("a pack says what is voted on, by whom counted, and whose seat it is",
  async () => {
    const { core, bytes, token, key } = await phone();
    const genesis = core.leafHash(entries[0]);
    const pack = core.openPack(bytes, { open: OPEN, seat: SEAT, genesis });
    const { facts } = pack;
    assert.equal(facts.paper, "P1");
    assert.equal(facts.genesis, toBase64(genesis));
    assert.equal(facts.tree.size, recorded.entry);
    assert.deepEqual(facts.options, ["for", "against", "abstain"]);
    assert.deepEqual(facts.rows.map((row) => [row.id, row.recused]),
      [["P1.1", false], ["P1.2", false]]);
    assert.deepEqual(facts.scrutineers,
      ["scrutineer/1", "scrutineer/2", "scrutineer/3"]);
    assert.equal(facts.needed, 2);
    assert.equal(facts.seat.post, SEAT);
    assert.equal(facts.seat.key, toBase64(key().publicKey()));
    assert.equal(pack.isCardOfSeat(token), true);
    assert.equal(pack.isCardOfSeat(core.random(16)), false);
    assert.ok(pack.text(0).zh.length > 0);
    assert.equal(pack.text(2), null);
    assert.match(core.ruleWords(facts.rows[0].rule, 7).zh, /7名/);
    core.checkCheckpoint(pack.pin(), server().checkpoint());
  });

test("the ballot sealed from it is the recorded one", async () => {
  const { core, bytes, key } = await phone([fromHex(recorded.secret)]);
  const pack = core.openPack(bytes, { open: OPEN, seat: SEAT });
  const own = key();
  const ballot = pack.seal(own, [...fromHex(recorded.choices)]);
  assert.equal(Buffer.from(ballot.hash, "base64").toString("hex"),
    recorded.code);
  assert.equal(ballot.cast(own),
    entries[recorded.entry].toString().replace(/^.*\n/, ""));
});

test("a second ballot names the first, and the log takes it", async () => {
  const { core, bytes, key } = await phone();
  const own = key();
  const log = core.followLog();
  entries.slice(0, recorded.entry)
    .forEach((entry) => log.take(entry, { proofs: false }));
  const here = server();
  const append = (note) => {
    log.tryNote(note, 1774051200);
    const entry = here.append(note, 1774051200);
    log.take(entry);
    return core.leafHash(entry);
  };
  const first = core.openPack(bytes, { open: OPEN, seat: SEAT });
  const leaf = append(first.seal(own, [0, 1]).cast(own));
  const previous = { index: recorded.entry, leaf };
  assert.throws(() => first.seal(own, [2, 2], { attempt: 2, previous }),
    { code: "seen-too-old" });
  assert.throws(() => first.seal(own, [2, 2], { attempt: 2 }),
    { code: "ERR_INPUT" });
  const second = core.openPack(here.pack(belongs(SEAT), paperTexts(core)),
    { open: OPEN, seat: SEAT });
  append(second.seal(own, [2, 2], { attempt: 2, previous }).cast(own));
  assert.throws(() => append(second.seal(own, [2, 2], { attempt: 3, previous })
    .cast(own)), CoreError);
});

test("a test ballot is sealed again from the pack of that seat", async () => {
  const { core, bytes, key } = await phone();
  const pack = core.openPack(bytes, { open: OPEN, seat: SEAT });
  const ballot = pack.seal(key(), [1, 2]);
  const revealed = ballot.test();
  const other = await phone();
  const elsewhere = other.core.openPack(other.bytes,
    { open: OPEN, seat: SEAT });
  const checked = elsewhere.checkTestBallot(revealed);
  assert.equal(checked.code, ballot.code);
  assert.deepEqual(checked.marks.map((m) => m.option), ["against", "abstain"]);
  assert.notEqual(elsewhere.checkTestBallot(
    revealed.replace("against,", "for,")).code, ballot.code);
  assert.throws(() => elsewhere.checkTestBallot(
    revealed.replace("seat seat/001", "seat seat/002")),
  { code: "ERR_INPUT" });
});

test("only the seat's own key seals, and only what there is to mark",
  async () => {
    const { core, bytes, key } = await phone();
    const own = key();
    const pack = core.openPack(bytes, { open: OPEN, seat: SEAT });
    assert.throws(() => pack.seal(core.newSecret(), [0, 0]),
      { code: "no-current-key" });
    assert.throws(() => pack.seal(own, [0]), { code: "ballot-length" });
    assert.throws(() => pack.seal(own, [0, 3]), { code: "ballot-marks" });
    const nobody = core.openPack(server().pack(belongs(""), paperTexts(core)),
      { open: OPEN });
    assert.throws(() => nobody.seal(own, [0, 0]), { code: "not-on-roll" });
  });

test("a later pack goes on from the tree of the last, or is refused",
  async () => {
    const { core, bytes } = await phone();
    const { tree } = core.openPack(bytes, { open: OPEN, seat: SEAT }).facts;
    const later = server(80);
    const next = later.pack(belongs(SEAT), paperTexts(core));
    const hashes = later.consistency(tree.size, 80);
    const open = (last, pack = next) =>
      core.openPack(pack, { open: OPEN, seat: SEAT, last });
    open({ ...tree, hashes });
    assert.throws(() => open({ ...tree, hashes: "" }), { code: "root" });
    assert.throws(() => open({ ...tree, root: toBase64(core.random(32)),
      hashes }), { code: "root" });
    assert.throws(() => open({ size: 80, root: tree.root, hashes: "" }, bytes),
      { code: "seen-too-old" });
  });

test("what was not asked for is not opened", async () => {
  const { core, bytes } = await phone();
  const refused = (known, code) => assert.throws(() =>
    core.openPack(bytes, { open: OPEN, seat: SEAT, ...known }), { code });
  refused({ genesis: core.random(32) }, "other-log");
  refused({ open: OPEN + 1 }, "no-such-entry");
  refused({ seat: "seat/002" }, "no-such-entry");
  const without = (index) => server().pack((type, entry, i) =>
    i !== index && belongs(SEAT)(type, entry, i), paperTexts(core));
  for (const index of [1, PAPER, 55, 57, 60, 64, OPEN]) {
    assert.throws(() => core.openPack(without(index),
      { open: OPEN, seat: SEAT }), CoreError, `without ${index}`);
  }
  assert.throws(() => core.openPack(server().pack(belongs(SEAT), []),
    { open: OPEN, seat: SEAT }), { code: "blob" });
});

test("a pack with one byte changed anywhere is not opened", async () => {
  const { core, bytes } = await phone();
  const genesis = core.leafHash(entries[0]);
  for (let at = 0; at < bytes.length; at += 41) {
    const bad = Uint8Array.from(bytes);
    bad[at] ^= 1;
    assert.throws(() => core.openPack(bad, { open: OPEN, seat: SEAT, genesis }),
      CoreError, `at ${at}`);
  }
  for (let length = 0; length < bytes.length; length += 997) {
    assert.throws(() => core.openPack(bytes.subarray(0, length),
      { open: OPEN, seat: SEAT }), CoreError);
  }
  core.openPack(bytes, { open: OPEN, seat: SEAT, genesis });
});
