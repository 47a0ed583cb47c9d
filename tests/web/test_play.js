/*
 * Goal: a conference played by the pages' calls alone is one that the native
 * verifier accepts; and many ballots are proved at once or one by one alike.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { auditOf, loadCore } from "./module.js";
import { Play } from "./play.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SEATS = 9;
const ROWS = 12;

async function played() {
  const core = await loadCore();
  const play = new Play(core);
  play.run(SEATS, ROWS);
  return { core, play, bundle: play.bundle() };
}

test("the native verifier finds nothing wrong with it", async () => {
  const { core, bundle } = await played();
  const run = spawnSync("build/release/ballotverify", ["--json", "-"],
    { cwd: root, input: bundle, maxBuffer: 1 << 26 });
  const said = JSON.parse(String(run.stdout));
  assert.equal(run.status, 0, String(run.stderr));
  assert.equal(said.holds, true);
  const { audit, report } = auditOf(core, bundle, 1 << 16);
  assert.equal(report.holds, true);
  assert.equal(report.root, said.root);
  assert.deepEqual(audit.round(3), said.results[3]);
  assert.equal(audit.round(3).returned, SEATS);
});

test("one bad ballot among many is named, in a batch as by itself", async () => {
  const { core, play } = await played();
  const first = play.server.entries.length - 1 - SEATS;
  const bad = first + 4;
  const entry = play.server.entries[bad].toString();
  const at = entry.indexOf("\nballot ") + 500;
  const other = entry[at] === "A" ? "B" : "A";
  play.server.entries[bad] = Buffer.from(
    entry.slice(0, at) + other + entry.slice(at + 1));
  const { report } = auditOf(core, play.bundle(), 1 << 16);
  const [failed] = report.checks.filter((check) => check.verdict === "failed");
  assert.equal(failed.entry, bad);
  const log = core.followLog();
  play.server.entries.slice(0, bad)
    .forEach((good) => log.take(good, { proofs: false }));
  assert.throws(() => log.take(play.server.entries[bad]),
    { code: failed.refusal });
});
