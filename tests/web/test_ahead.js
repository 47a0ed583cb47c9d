/*
 * Goal: what a scrutineer's page verifies while the vote is open is bound to the
 * checkpoint of the close: another history is found out, and so is a bad ballot,
 * but neither is said before the end; it goes in slices, rests while nobody
 * looks, and a network or a worker that fails costs time and nothing else.
 */
import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { answerBy, CAST, entries, forkAt, serverOf } from "./browser.js";
import { auditOf, loadCore, partsOf, vector, wasm } from "./module.js";
import { Core } from "../../voting/web/core/core.js";
import { serve } from "../../voting/web/core/core_remote.js";
import { Ahead } from "../../voting/web/log/ahead.js";
import { Recount } from "../../voting/web/log/audit.js";
import { Follower, Split } from "../../voting/web/log/follow.js";

const AT_ONCE = { slice: 16, waitMs: 0, restMs: 0 };
const BUNDLE = 256;

/* ---- A server, a device, a worker ----------------------------------------- */

const tileOf = (list) => Buffer.concat(list.flatMap((entry) =>
  [Buffer.from([entry.length >> 8, entry.length & 255]), entry]));

/** Texts of a bundle by the end of their address. */
async function textsOf(bundle) {
  const core = await loadCore();

  return new Map(partsOf(bundle).filter((p) => p.kind === "text").map((p) =>
    [Buffer.from(core.sha256(p.bytes)).toString("hex"), p.bytes]));
}

const recorded = await textsOf(vector("protocol.bundle"));

/** Answers as a server that has the first `size` entries; returns what it was
 *  asked for. */
function show(server, size = server.entries.length, { fails = () => false,
  texts = recorded } = {}) {
  const asked = [];

  answerBy((path) => {
    const [, index, width] = path.match(
      /^\/tile\/entries\/(\d+)(?:\.p\/(\d+))?$/) ?? [];
    const older = path.match(/^\/consistency\/(\d+)\/(\d+)$/);

    asked.push(path);
    if (fails(path))
      return undefined;
    if (path === "/checkpoint")
      return server.checkpoint(size);
    if (index)
      return tileOf(server.entries.slice(0, size).slice(Number(index) * BUNDLE,
        Number(index) * BUNDLE + Number(width ?? BUNDLE)));
    if (path.startsWith("/text/"))
      return texts.get(path.slice(6));
    return older ? server.consistency(+older[1], +older[2]) : undefined;
  });
  return asked;
}

/* A worker without a browser: the far side of a channel. */
const workers = [];
Recount.begin = (pin, how) => {
  const { port1, port2 } = new MessageChannel();

  serve(port1, { load: (source) => Core.load(source) });
  workers.push(port2);
  port2.terminate = () => {
    port1.close();
    port2.close();
  };
  return new Recount(how).start(port2, new Uint8Array(wasm), pin);
};

after(() => workers.forEach((worker) => worker.terminate()));

const shown = (visibility) => {
  document.visibilityState = visibility;
};

const begun = [];
afterEach(() => begun.splice(0).forEach((ahead) => ahead.want(false)));

function aheadOf(follower, pace = AT_ONCE) {
  begun.push(new Ahead(() => follower, pace));
  return begun.at(-1);
}

async function device(server, size, pace = AT_ONCE) {
  const follower = new Follower(await loadCore());
  const ahead = aheadOf(follower, pace);

  shown("visible");
  show(server, size);
  await follower.refresh();
  return { follower, ahead };
}

/** Until what is under way has ended. */
async function settled(ahead) {
  while (ahead.working)
    await ahead.working;
}

async function verified(server, size, pace) {
  const { follower, ahead } = await device(server, size, pace);

  ahead.want(true);
  await settled(ahead);
  return { follower, ahead };
}

async function finish(ahead, onProgress = () => {}) {
  const recount = await ahead.handOver();

  try {
    return { recount, report: await recount.run(onProgress) };
  } finally {
    ahead.takeBack(recount, null);
  }
}

/* ---- The same verdict ----------------------------------------------------- */

test("what was verified ahead ends with the report of a recount from nothing",
  async () => {
    const { follower, ahead } = await verified(serverOf(entries), CAST + 4);

    assert.deepEqual(ahead.progress, { done: CAST + 4, all: CAST + 4 });
    show(serverOf(entries));
    await follower.refresh();
    const steps = [];
    const { report } = await finish(ahead, (done) => steps.push(done));

    assert.equal(report.holds, true);
    assert.equal(steps[0], CAST + 5);
    assert.equal(steps.length, entries.length - CAST - 4);
    const whole = auditOf(await loadCore(), vector("protocol.bundle")).report;

    assert.deepEqual({ ...report, texts: whole.texts }, whole);
  });

test("it grows with the log, entry by entry, and is proved in slices",
  async () => {
    const { follower, ahead } = await device(serverOf(entries), 1);
    const proved = [];

    ahead.onProgress = () => proved.push(ahead.progress.done);
    ahead.want(true);
    for (let size = 1; size <= entries.length; size += 5) {
      show(serverOf(entries), size);
      await follower.refresh();
      ahead.look();
      await settled(ahead);
      assert.equal(ahead.progress.done, size);
    }
    assert.ok(proved.every((n, i) => i === 0 || n > proved[i - 1]));
    show(serverOf(entries));
    assert.equal((await finish(ahead)).report.holds, true);
  });

test("after one that held, the next begins with what it found", async () => {
  const { ahead } = await verified(serverOf(entries), CAST + 4);
  const recount = await ahead.handOver();

  show(serverOf(entries), CAST + 4);
  assert.equal((await recount.run(() => {})).holds, true);
  ahead.takeBack(recount, await recount.audit.makePin());
  await settled(ahead);
  show(serverOf(entries));
  const { report } = await finish(ahead);

  assert.equal(report.holds, true);
  assert.equal(report.pinned, CAST + 4);
  assert.equal(report.history, "continues");
});

/* ---- What must be found out ------------------------------------------------ */

test("one history while the vote is open and another at the close is found out",
  async () => {
    const others = [forkAt(CAST), forkAt(CAST + 2),
      serverOf([...entries.slice(0, CAST), ...entries.slice(CAST + 1)]),
      serverOf([...entries.slice(0, CAST + 1), entries[CAST],
        ...entries.slice(CAST + 2)])];

    for (const other of others) {
      const { follower, ahead } = await verified(serverOf(entries), CAST + 4);

      show(other);
      const { report } = await finish(ahead);

      assert.equal(report.holds, false);
      assert.equal(report.checks[0].verdict, "failed");
      assert.equal(report.checks[0].refusal, "root");
      await assert.rejects(follower.refresh(), Split);
    }
  });

test("nor may what was shown ahead be gone, or signed by another key",
  async () => {
    for (const [other, size] of [[serverOf(entries), CAST + 3],
      [serverOf(entries, "07".repeat(32)), entries.length]]) {
      const { ahead } = await verified(serverOf(entries), CAST + 4);

      show(other, size);
      const { report } = await finish(ahead);

      assert.equal(report.holds, false);
      assert.equal(report.checks[0].verdict, "failed");
    }
  });

test("entries that only the verifier is shown are not those of the log",
  async () => {
    const { follower, ahead } = await device(serverOf(entries), CAST + 4);

    /* The follower has the log's; the worker asks, and is given others. */
    follower.tile = { index: 0, entries: forkAt(CAST).entries };
    ahead.want(true);
    await settled(ahead);
    follower.tile = null;
    show(serverOf(entries));
    const { report } = await finish(ahead);

    assert.equal(report.holds, false);
    assert.equal(report.checks[0].verdict, "failed");
    /* And the next recount, from nothing, has the log's again. */
    assert.equal((await finish(ahead)).report.holds, true);
  });

test("a bad entry is found ahead, and named at the end alone", async () => {
  const bundle = vector("bundles/v10-proof.bundle");
  const list = partsOf(bundle).filter((p) => p.kind === "entry")
    .map((p) => Buffer.from(p.bytes));
  const whole = auditOf(await loadCore(), bundle).report;
  const bad = whole.checks.find((c) => c.verdict === "failed");
  const ahead = aheadOf({ verified: list.length, tile: null });

  show(serverOf(list), list.length, { texts: await textsOf(bundle) });
  ahead.want(true);
  await settled(ahead);
  assert.equal(ahead.progress.done, bad.entry);
  const { report } = await finish(ahead);

  assert.equal(report.holds, false);
  assert.deepEqual(report.checks.filter((c) => c.verdict === "failed"), [bad]);
});

test("nothing is a verdict before the checkpoint", async () => {
  const { ahead } = await verified(serverOf(entries), CAST + 4);
  const { audit } = ahead.recount;

  await assert.rejects(audit.report(), { code: "ERR_STATE" });
  await assert.rejects(audit.makePin(), { code: "ERR_STATE" });
  await assert.rejects(audit.finish(), { code: "ERR_STATE" });
  ahead.recount.close();
});

/* ---- Its pace ------------------------------------------------------------- */

test("fewer entries than a slice wait, and not for ever", async () => {
  const { follower, ahead } = await verified(serverOf(entries), CAST,
    { slice: 16, waitMs: 1e6, restMs: 0 });

  assert.equal(ahead.progress.done, CAST - CAST % 16);
  show(serverOf(entries), CAST + 2);
  await follower.refresh();
  ahead.look();
  assert.equal(ahead.working, null);
  ahead.pace.waitMs = 5;
  ahead.due = performance.now() + 5;
  ahead.look();
  while (ahead.progress.done < CAST + 2)
    await new Promise((resolve) => setTimeout(resolve, 5));
  ahead.want(false);
  await settled(ahead);
  ahead.recount.close();
});

test("it stops while nobody looks, and while no vote is on", async () => {
  const { ahead } = await device(serverOf(entries), CAST);

  shown("hidden");
  ahead.want(true);
  assert.equal(ahead.working, null);
  shown("visible");
  ahead.onProgress = () => shown("hidden");
  ahead.look();
  await settled(ahead);
  assert.equal(ahead.progress.done, 16);
  shown("visible");
  ahead.onProgress = () => {
    ahead.wanted = false;
  };
  ahead.look();
  await settled(ahead);
  assert.equal(ahead.progress.done, 32);
  ahead.recount.close();
});

test("it rests for as long as a slice took, but not when it is asked for",
  async () => {
    const { ahead } = await device(serverOf(entries), CAST,
      { slice: 16, waitMs: 0, restMs: 60000 });
    const first = new Promise((resolve) => {
      ahead.onProgress = resolve;
    });

    ahead.want(true);
    await first;
    const start = performance.now();
    show(serverOf(entries));
    const { report } = await finish(ahead);

    assert.ok(performance.now() - start < 30000);
    assert.equal(report.holds, true);
    ahead.want(false);
  });

/* ---- What fails ----------------------------------------------------------- */

test("a network that fails in the middle costs time alone", async () => {
  const { ahead } = await device(serverOf(entries), CAST + 4);
  let left = 3;

  show(serverOf(entries), CAST + 4,
    { fails: (path) => path.startsWith("/text/") && left-- > 0 });
  ahead.want(true);
  for (let i = 0; i < 100 && ahead.progress.done < CAST + 4; i++) {
    await settled(ahead);
    ahead.look();
  }
  assert.ok(left <= 0);
  assert.equal(ahead.progress.done, CAST + 4);
  /* At the close, too: what is there is gone on with. */
  show(serverOf(entries), entries.length,
    { fails: (path) => path.startsWith("/tile/") });
  await assert.rejects(finish(ahead), { status: 404 });
  ahead.want(false);
  await settled(ahead);
  assert.equal(ahead.recount.size, CAST + 4);
  show(serverOf(entries));
  assert.equal((await finish(ahead)).report.holds, true);
});

test("a worker that dies is not missed: all is verified at the close",
  async () => {
    const { ahead } = await verified(serverOf(entries), CAST);

    workers.at(-1).onerror();
    show(serverOf(entries));
    ahead.follower().verified++;
    ahead.look();
    await settled(ahead);
    assert.deepEqual([ahead.broken, ahead.progress.done], [true, 0]);
    const steps = [];
    const { report } = await finish(ahead, (done) => steps.push(done));

    assert.equal(report.holds, true);
    assert.equal(steps.length, entries.length);
  });

/* ---- Tiles ---------------------------------------------------------------- */

test("every entry is handed in once and in order, over tiles and in slices",
  async () => {
    const many = Array.from({ length: 700 }, (_, i) =>
      Buffer.from(`congress-entry/v1 ${i}\ncongress/v1 cast\n\n`));
    const server = { entries: many };

    for (const slice of [1, 63, 64, 256, 300, 700]) {
      const recount = new Recount({ keeps: false });
      const taken = [];
      const asked = show(server, many.length);

      recount.failed = new Promise(() => {});
      recount.audit = { takePart: async (kind, bytes) =>
        taken.push(Buffer.from(bytes).toString()) };
      for (let size = slice; recount.size < 700; size += slice)
        await recount.takeUpTo(Math.min(size, 700), { known: 700,
          near: size > 600 ? { index: 2, entries: many.slice(512) } : null });
      assert.deepEqual(taken, many.map(String));
      assert.deepEqual(recount.groups, []);
      assert.ok(asked.length <= 3);
      await assert.rejects(recount.takeUpTo(701, { known: 701 }),
        { code: "strange" });
    }
  });
