/*
 * Goal: the core behind a port does what it does at hand: calls, properties,
 * objects passed to calls, errors with their words.
 */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { Core, CoreError } from "../../voting/web/core/core.js";
import { connect, serve } from "../../voting/web/core/core_remote.js";
import { fromHex, loadCore, partsOf, vector, vectorJson, wasm }
  from "./module.js";

const secrets = vectorJson("protocol.secrets.json");
const entries = partsOf(vector("protocol.bundle"))
  .filter((p) => p.kind === "entry").map((p) => p.bytes);
const { port1, port2 } = new MessageChannel();
serve(port1, { load: (source) => Core.load(source) });
const remote = connect(port2, new Uint8Array(wasm));
after(() => port1.close());

test("an audit goes piece by piece, and ends with the same report",
  async () => {
    const core = await remote;
    const audit = await core.audit();
    const bundle = vector("bundles/v10-proof.bundle");
    let progress;
    for (let at = 0; at < bundle.length; at += 9999) {
      progress = await audit.take(new Uint8Array(bundle.subarray(at,
        at + 9999)));
    }
    assert.equal(progress.entries, progress.total);
    const here = (await loadCore()).audit();
    here.take(bundle);
    assert.deepEqual(await audit.finish(), here.finish());
    assert.deepEqual(await audit.conference(), here.conference());
    await audit.close();
    await assert.rejects(audit.conference(), { code: "ERR_NOTFOUND" });
  });

test("objects of the worker are passed to its calls", async () => {
  const core = await remote;
  const log = await core.followLog();
  for (const entry of entries.slice(0, 67)) {
    await log.take(new Uint8Array(entry), { proofs: false });
  }
  const key = await core.secretOf(fromHex(secrets.posts.find(
    (p) => p.post === "seat/001").key_seed));
  const ballot = await log.seal("P1", "seat/001", key, [0, 2]);
  assert.match(await ballot.get("code"), /^[0-9A-Z-]{29}$/);
  const note = await ballot.cast(key);
  await log.tryNote(note, 1774051200);
  const draft = await log.draft.leave({ post: "seat/001", at: 1774051200 });
  await draft.prefer(["seat/001"]);
  assert.deepEqual(await draft.get("missing"), ["seat/001"]);
  await draft.sign("seat/001", key);
  await log.tryNote(await draft.get("note"), 1774051200);
});

test("errors come over with their code and their words", async () => {
  const core = await remote;
  const log = await core.followLog();
  await assert.rejects(log.take(new Uint8Array(entries[1])), (error) => {
    assert.ok(error instanceof CoreError);
    assert.equal(error.code, "genesis");
    assert.equal(error.check, 3);
    assert.ok(error.zh && error.en);
    return true;
  });
  await assert.rejects(log.noSuchCall(), { code: "ERR_NOTFOUND" });
  await assert.rejects(log.constructor(), { code: "ERR_NOTFOUND" });
  await assert.rejects(log.draft.noSuchCall(), { code: "ERR_NOTFOUND" });
  log.release();
  await assert.rejects(log.tree(), { code: "ERR_NOTFOUND" });
});
