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

/** What ballotverify says of a log that it accepts. */
function native(bundle) {
  const run = spawnSync("build/release/ballotverify", ["--json", "-"],
    { cwd: root, input: bundle, maxBuffer: 1 << 26 });
  assert.equal(run.status, 0, String(run.stderr));
  const said = JSON.parse(String(run.stdout));
  assert.equal(said.holds, true);
  return said;
}

test("phones and paper sheets are counted together, and the count is theirs",
  async () => {
    const core = await loadCore();
    const play = new Play(core);
    const [seats, rows, sheets] = [8, 2, 3];
    play.run(seats, rows, sheets);
    play.count();
    const round = play.log.round(3);
    const wanted = Array.from({ length: rows }, (_, row) => {
      const counts = [0, 0, 0];
      for (let seat = 0; seat < seats; seat++) {
        counts[play.choice(seat, row)] += 1;
      }
      return counts;
    });
    assert.equal(round.stage, "published");
    assert.equal(round.returned, seats);
    assert.deepEqual(round.rows.map(({ counts }) =>
      [counts.for, counts.against, counts.abstain]), wanted);
    const said = native(play.bundle());
    assert.deepEqual(said.results[3], round);
    assert.match(play.log.countSheet(3, "zh"), /计票单/);
    assert.match(play.log.countSheet(3, "en"), /Count sheet/i);
  });

test("no share is made from a log that was not found good", async () => {
  const { core, play } = await played();
  const share = (log) => log.draft.share({ paper: "P1", post: "scrutineer/1",
    seed: play.seeds.get("scrutineer/1") });
  assert.throws(() => share(play.log), { code: "ERR_STATE" });
  const audit = core.audit();
  audit.take(play.bundle());
  assert.throws(() => share(audit), { code: "ERR_STATE" });
  play.server.entries[9] = Buffer.from(String(play.server.entries[9])
    .replace("congress-entry/v1 1773360000", "congress-entry/v1 1773360001"));
  const { audit: bad } = auditOf(core, play.bundle());
  assert.throws(() => share(bad), { code: "ERR_STATE" });
});

test("the native verifier finds nothing wrong with it", async () => {
  const { core, bundle } = await played();
  const said = native(bundle);
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
