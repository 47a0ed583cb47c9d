/*
 * Goal: every event of a recorded conference, made anew through the pages'
 * calls, has the bytes that the native programs gave it.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Authors } from "./authors.js";
import { auditOf, fromHex, loadCore, partsOf, vector, vectorJson }
  from "./module.js";
import { Server } from "./server.js";

const secrets = vectorJson("protocol.secrets.json");
const parts = partsOf(vector("protocol.bundle"));
const entries = parts.filter((p) => p.kind === "entry")
  .map((p) => p.bytes.toString());
const typeOf = (entry) => entry.match(/\ncongress\/v1 (.*)\n/)[1];
const noteOf = (entry) => entry.slice(entry.indexOf("\n") + 1);

/** An audit of the first entries, under a checkpoint signed anew. */
function auditedUpTo(core, count) {
  const server = new Server(secrets.origin, fromHex(secrets.log_seed));
  const audit = core.audit();
  let seen = 0;
  server.entries = entries.slice(0, count).map((e) => Buffer.from(e));
  audit.takePart("checkpoint", Buffer.from(server.checkpoint()));
  for (const part of parts.filter((p) => p.kind !== "checkpoint")) {
    seen += part.kind === "entry" ? 1 : 0;
    if (seen <= count) {
      audit.takePart(part.kind, part.bytes);
    }
  }
  assert.equal(audit.finish().holds, true);
  return audit;
}

test("every entry is made anew byte by byte", async (t) => {
  const drawn = [];
  const core = await loadCore(drawn);
  const authors = new Authors(core, secrets);
  const log = core.followLog();
  for (const [index, entry] of entries.entries()) {
    await t.test(`entry ${index}, ${typeOf(entry)}`, () => {
      const recorded = authors.ballots.get(index);
      const share = typeOf(entry) === "share";
      if (share) {
        drawn.push(randomBytes(32)); // the weights of the audit
      }
      const state = share ? auditedUpTo(core, index) : log;
      if (recorded) {
        drawn.push(fromHex(recorded.secret));
      }
      assert.equal(authors.note(state, entry, entries), noteOf(entry));
      if (recorded) {
        assert.equal(authors.code, recorded.code);
      }
      log.tryNote(noteOf(entry), Number(entry.match(/ (\d+)\n/)[1]));
      log.take(entry);
      if (share) {
        state.close();
      }
    });
  }
  assert.equal(log.compare(parts[0].bytes), entries.length);
});

test("a log that is followed and one that is audited lead to the same views",
  async () => {
    const core = await loadCore();
    const { audit, report } = auditOf(core, vector("protocol.bundle"));
    const log = core.followLog();
    const named = new Set();
    for (const part of parts) {
      if (part.kind === "entry") {
        log.take(part.bytes, { proofs: false });
      } else if (part.kind === "text") {
        log.giveText(part.bytes);
      } else if (part.kind === "name") {
        const post = log.giveName(part.bytes);
        assert.match(post, /^(seat|observer|desk|scrutineer|chair)\/\d+$/);
        named.add(post);
        const other = Buffer.from(part.bytes);
        other[other.length - 2] ^= 1;
        assert.equal(log.giveName(other), null);
      }
    }
    const names = parts.filter((part) => part.kind === "name");
    assert.equal(named.size, names.length);
    assert.ok(names.length > 0);
    assert.equal(report.holds, true);
    assert.deepEqual(log.tree(), audit.tree());
    assert.deepEqual(log.conference(), audit.conference());
    assert.deepEqual(log.wall(), audit.wall());
    assert.deepEqual(log.round(3), audit.round(3));
    const { entry } = log.conference().papers.at(-1);
    assert.deepEqual(log.paper(entry), audit.paper(entry));
    assert.throws(() => log.paper(0), { code: "ERR_NOTFOUND" });
    assert.deepEqual(log.seat("seat/003"), audit.seat("seat/003"));
    assert.deepEqual(log.seats()[2], log.seat("seat/003"));
    assert.deepEqual(log.seats(), audit.seats());
    assert.equal(log.countSheet(3, "both"), audit.countSheet(3, "both"));
    const wanted = secrets.counts.map(([yes, no, abstain]) =>
      ({ for: yes, against: no, abstain }));
    assert.deepEqual(log.round(3).rows.map((row) =>
      Object.fromEntries(Object.entries(row.counts ?? row)
        .filter(([key]) => key in wanted[0]))), wanted);
  });
