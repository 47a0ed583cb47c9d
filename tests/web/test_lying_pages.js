/*
 * Goal: a server that lies gets no page to show a name, a result or a history
 * that is not the log's, and no scrutineer's key for another history.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerBy, CAST, entries, forkAt, deviceThatFollows, serverOf, timeOf }
  from "./browser.js";
import { loadCore, partsOf, vector } from "./module.js";
import { Recount } from "../../voting/web/log/audit.js";
import { keep } from "../../voting/web/log/device.js";
import { Hall } from "../../voting/web/log/hall.js";
import { joinScreen } from "../../voting/web/post/join.js";
import { Record } from "../../voting/web/pages/record/record.js";
import { Scrutineer } from "../../voting/web/pages/scrutineer/scrutineer.js";
import { share } from "../../voting/web/pages/scrutineer/count.js";

/* ---- Names ---------------------------------------------------------------- */

test("a name that the log has not committed to is not shown", async () => {
  const phone = await deviceThatFollows(serverOf(entries));
  const names = partsOf(vector("protocol.bundle"))
    .filter((p) => p.kind === "name").map((p) => Buffer.from(p.bytes));
  const posts = names.map((bytes) => phone.log.giveName(bytes));
  const card = { token: phone.hall.core.tokenText(new Uint8Array(16)) };
  const shown = [];

  phone.frame.show = (key) => shown.push(key);
  phone.me = null;
  phone.hall.time = () => 1774051200;
  phone.hall.core.request = () => "request";
  phone.kinds = ["seat", "observer", "desk", "scrutineer", "chair"];
  phone.log.postOf = () => ({ post: posts[0], card: true });
  keep("card", card);
  const changed = Buffer.from(names[0]);
  changed[changed.length - 2] ^= 1;
  for (const [name, key] of [[names[0], `who ${posts[0]}`],
    [names[1], "join-failed wrong-name"], [changed, "join-failed wrong-name"]]) {
    answerBy(() => name);
    assert.equal(await joinScreen(phone), false);
    assert.equal(shown.at(-1), key);
  }
});

/* ---- Times ---------------------------------------------------------------- */

test("a server's clock is believed no further than the log bears it out",
  async () => {
    const phone = await deviceThatFollows(serverOf(entries));
    const { loggedAt } = phone.hall;
    const own = Date.now() / 1000;
    const hall = new Hall(phone.hall.core);

    assert.equal(loggedAt, timeOf(entries.at(-1)));
    hall.loggedAt = loggedAt;
    hall.skew = loggedAt - own;
    assert.ok(Math.abs(hall.time() - loggedAt) <= 1);
    hall.skew = loggedAt + 7200 - own;
    assert.ok(hall.time() <= loggedAt + 240);
    hall.skew = loggedAt - 7200 - own;
    assert.ok(hall.time() <= loggedAt - 7200 + 1);
    hall.skew = 60;
    assert.ok(Math.abs(hall.time() - own) <= 2);
  });

/* ---- Results -------------------------------------------------------------- */

/* An entry bundle: each entry behind its length. */
function tileOf(list) {
  return Buffer.concat(list.flatMap((entry) =>
    [Buffer.from([entry.length >> 8, entry.length & 255]), entry]));
}

/* The same entry as if it had been made a day later. */
function falsified(entry) {
  const [time] = /\d{10}/.exec(entry.toString());

  return Buffer.from(entry.toString().replace(time, String(
    Number(time) + 86400)));
}

/* The public record, before a server that shows false results. */
async function recordBefore(bundle) {
  const audit = (await loadCore()).audit();
  const page = new Record({ show() {} });

  audit.take(vector(bundle));
  const report = audit.finish();

  const tile = partsOf(vector(bundle)).filter((p) => p.kind === "entry")
    .map((p) => Buffer.from(p.bytes));

  page.texts = { read: async () => null, ofRound: async () => new Map(),
    keep() {} };
  page.places = page.draw = page.drawTrust = () => {};
  answerBy((path) => path.startsWith("/tile/") ? tileOf(tile.map(falsified))
    : JSON.stringify({ ...path === "/view/conference" ? audit.conference()
      : audit.round(Number(path.match(/\d+$/)[0])), falsified: true }));
  Recount.begin = async () => ({ audit, close() {}, run: async () => report,
    groups: tile.map((entry) => ({ entry, texts: [] })) });
  await page.refresh();
  return { page, audit };
}

test("what was recounted is shown, and not what the server says", async () => {
  const { page, audit } = await recordBefore("protocol.bundle");

  assert.ok(page.rounds.length > 0);
  assert.ok(page.rounds.every(({ round }) => round.falsified));
  assert.equal(page.history.events[0].time, timeOf(entries[0]) + 86400);
  await page.recountAll();
  await page.refresh();
  assert.deepEqual(page.conference, audit.conference());
  assert.equal(page.history.events[0].time, timeOf(entries[0]));
  for (const { round } of page.rounds)
    assert.deepEqual(round, audit.round(round.round));
});

test("a recount that ends while the server is asked is what is shown",
  async () => {
    const { page } = await recordBefore("protocol.bundle");
    const late = page.refresh();

    await page.recountAll();
    await late;
    assert.equal(page.conference.falsified, undefined);
    assert.ok(page.rounds.every(({ round }) => !round.falsified));
    assert.equal(page.history.events[0].time, timeOf(entries[0]));
  });

test("what the server gave of the log does not come behind what was counted",
  async () => {
    const { page } = await recordBefore("protocol.bundle");
    const size = page.history.size;

    page.entries = [];
    const late = page.readEntries(size + 1);

    await page.recountAll();
    await late;
    assert.equal(page.history.size, size);
    assert.equal(page.history.events.at(-1).time, timeOf(entries.at(-1)));
  });

test("a record that does not hold gives no results of its own", async () => {
  const { page } = await recordBefore("bundles/v15-counts.bundle");

  await page.recountAll();
  assert.equal(page.report.holds, false);
  assert.equal(page.counted, null);
});

/* ---- The counting key ----------------------------------------------------- */

/* A recount that holds, of what this server has. */
function recountOf(server, asked) {
  return { checkpoint: server.checkpoint(), close() {},
    run: async () => ({ holds: true, checks: [] }),
    core: { secretOf: async () => {
      asked.push("secret");
      return {};
    } },
    audit: { makePin: async () => null, draft: { share: async () => {
      asked.push("share");
      return { signedBy() {}, sign() {}, get: async () => "note" };
    } } } };
}

async function scrutineerThatFollows(server, size) {
  const phone = await deviceThatFollows(server, size);
  const scrutineer = new Scrutineer(phone.frame);

  Object.assign(scrutineer, { hall: { ...phone.hall, time: () => 0 },
    follower: phone.follower, me: { post: "scrutineer/1" },
    act: async () => {}, turnTo: async () => {} });
  keep("seed/scrutineer/1/S1", { seed: btoa("seed") });
  keep("keys/scrutineer/1", { seed: btoa("key") });
  return scrutineer;
}

async function makeShare(followed, recounted) {
  const scrutineer = await scrutineerThatFollows(followed);
  const asked = [];
  let error = null;

  Recount.begin = async () => recountOf(recounted, asked);
  await share(scrutineer, { id: "P1", round: 0 }, { id: "S1" }, "share/1",
    () => {}).catch((e) => {
    error = e;
  });
  return { scrutineer, asked, error };
}

test("a share is made for the log that the device has followed", async () => {
  const { scrutineer, asked, error } = await makeShare(serverOf(entries),
    serverOf(entries));

  assert.equal(error, null);
  assert.deepEqual(asked, ["secret", "secret", "share"]);
  assert.equal(scrutineer.split, false);
});

test("no share is made for another history, however well it recounts",
  async () => {
    for (const other of [forkAt(CAST), serverOf(entries, "07".repeat(32)),
      serverOf([...entries.slice(0, CAST), ...entries.slice(CAST + 1)])]) {
      const { scrutineer, asked, error } = await makeShare(serverOf(entries),
        other);

      assert.notEqual(error, null);
      assert.deepEqual(asked, []);
      assert.equal(scrutineer.split, true);
    }
  });
