/*
 * Goal: recorded conferences, honest and tampered, get the same verdicts and
 * the same results in the module as from the native verifier and its list.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { auditOf, loadCore, vector, vectorJson } from "./module.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What ballotverify says of a file, as JSON. */
function native(file, options = []) {
  const run = spawnSync("build/release/ballotverify", ["--json", ...options,
    `tests/vectors/${file}`], { cwd: root, maxBuffer: 1 << 26 });
  assert.ok(run.status === 0 || run.status === 1, String(run.stderr));
  return JSON.parse(String(run.stdout));
}

/** What both say of each check, without the words. */
const verdicts = (report) => report.checks.map(({ check, verdict, refusal,
  entry, cause }) => ({ check, verdict, refusal, entry, cause }));

function assertSame(audit, report, said) {
  assert.deepEqual(verdicts(report), verdicts(said));
  for (const key of ["holds", "log", "genesis", "size", "root", "record_code",
    "time", "history", "witnesses", "texts"]) {
    assert.deepEqual(report[key], said[key], key);
  }
  assert.deepEqual(said.results.map((_, n) => audit.round(n)), said.results);
}

for (const file of ["protocol.bundle", "bundles/conference.bundle"]) {
  test(`${file} passes, with the native results`, async () => {
    const core = await loadCore();
    const { audit, report } = auditOf(core, vector(file));
    assert.equal(report.holds, true);
    assertSame(audit, report, native(file));
    assert.ok(audit.round(0).rows.length > 0);
  });
}

for (const wanted of vectorJson("bundles/tampered.json")) {
  test(`${wanted.name}: ${wanted.what}`, async () => {
    const core = await loadCore();
    const file = `bundles/${wanted.name}.bundle`;
    let { audit, report } = auditOf(core, vector(file));
    const options = [];
    if (wanted.receipt) {
      const receipt = `bundles/${wanted.name}.tlog-proof`;
      report = audit.checkReceipt(vector(receipt));
      options.push("--receipt", `tests/vectors/${receipt}`);
    }
    const failed = report.checks.filter((c) => c.verdict === "failed");
    assert.deepEqual(failed.map((c) => [c.check, c.refusal]),
      [[wanted.check, wanted.refusal]]);
    assert.equal(failed[0].entry ?? undefined, wanted.entry);
    assert.equal(report.holds, false);
    assert.ok(failed[0].words.zh.length > 3 && failed[0].words.en.length > 3);
    assertSame(audit, report, native(file, options));
  });
}

test("a bundle may be cut anywhere, byte by byte", async () => {
  const core = await loadCore();
  const bundle = vector("bundles/v05-card.bundle");
  const whole = auditOf(core, bundle, bundle.length).report;
  assert.deepEqual(auditOf(core, bundle, 1).report, whole);
});

test("progress counts entries towards what the checkpoint says", async () => {
  const core = await loadCore();
  const audit = core.audit();
  const bundle = vector("protocol.bundle");
  const half = audit.take(bundle.subarray(0, bundle.length / 2));
  assert.equal(half.total, 84);
  assert.ok(half.entries > 10 && half.entries < 84);
  assert.deepEqual(audit.take(bundle.subarray(bundle.length / 2)),
    { entries: 84, total: 84 });
});

test("what was found good is pinned, and another history is found", async () => {
  const core = await loadCore();
  const { audit } = auditOf(core, vector("protocol.bundle"));
  const pin = audit.makePin();
  assert.equal(pin.size, 84);
  const again = (bundle, changed = {}) => {
    const next = core.audit();
    next.pinned({ ...pin, ...changed });
    next.take(vector(bundle));
    return next.finish();
  };
  assert.equal(again("protocol.bundle").history, "continues");
  assert.equal(again("protocol.bundle").pinned, 84);
  // The same founders, who went on otherwise; and another founding.
  assert.equal(again("bundles/conference.bundle").history, "rewritten");
  const other = again("protocol.bundle", { genesis: pin.root });
  assert.equal(other.holds, false);
  assert.equal(other.history, "other-log");
  const rewritten = again("protocol.bundle", { root: pin.genesis });
  assert.equal(rewritten.history, "rewritten");
  assert.equal(again("protocol.bundle", { size: 85 }).holds, false);
  assert.throws(() => auditOf(core, vector("bundles/v01-root.bundle")).audit
    .makePin(), { code: "ERR_STATE" });
});

test("a bundle that is cut short, or none, is an error and no verdict",
  async () => {
    const core = await loadCore();
    const bundle = vector("protocol.bundle");
    const audit = core.audit();
    audit.take(bundle.subarray(0, bundle.length - 1));
    assert.throws(() => audit.finish(), { code: "ERR_INPUT" });
    assert.throws(() => core.audit().take(Buffer.from("no bundle\n")),
      { code: "ERR_INPUT" });
    assert.throws(() => core.audit().finish(), { code: "ERR_STATE" });
  });
