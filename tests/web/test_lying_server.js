/*
 * Goal: a server that lies gets a phone neither to believe that a ballot is in
 * the box, nor to sign another one for the same attempt, nor to go on after it
 * was shown two histories.
 */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fromHex, loadCore, partsOf, vector, vectorJson } from "./module.js";
import { Server } from "./server.js";

const secrets = vectorJson("protocol.secrets.json");
const entries = partsOf(vector("protocol.bundle"))
  .filter((p) => p.kind === "entry").map((p) => Buffer.from(p.bytes));
const CAST = 70;
const ORIGIN = secrets.origin;

/* ---- A browser, as far as these modules look at it ------------------------ */

class Storage {
  constructor() {
    this.map = new Map();
    this.full = false;
  }

  get length() {
    return this.map.size;
  }

  key(i) {
    return [...this.map.keys()][i];
  }

  getItem(name) {
    return this.map.get(name) ?? null;
  }

  setItem(name, value) {
    if (this.full) {
      throw new Error("full");
    }
    this.map.set(name, value);
  }

  removeItem(name) {
    this.map.delete(name);
  }
}

let answers; /* of the server, by path */
let posted;

globalThis.navigator ??= /** @type {any} */ ({ language: "en" });
Object.assign(globalThis, {
  localStorage: new Storage(),
  addEventListener: () => {},
  document: { addEventListener: () => {}, documentElement: {} },
  fetch: async (path, { body } = {}) => {
    if (body) {
      posted.push(Buffer.from(body).toString());
    }
    const answer = answers(String(path));
    return answer === undefined ? new Response("not-there\n\n\n", { status: 404 })
      : new Response(answer);
  },
});

const { Follower } = await import("../../voting/web/follow.js");
const { Outbox } = await import("../../voting/web/outbox.js");
const { Phone } = await import("../../voting/web/pages/phone.js");
const { Voting } = await import("../../voting/web/pages/phone_vote.js");
const { joinScreen } = await import("../../voting/web/join.js");
const { Scrutineer } = await import("../../voting/web/pages/scrutineer.js");
const { Recount } = await import("../../voting/web/audit.js");
const { submissionOf, unwrapped } =
  await import("../../voting/web/submission.js");
const { keep, recall } = await import("../../voting/web/device.js");

beforeEach(() => {
  globalThis.localStorage = new Storage();
  answers = () => undefined;
  posted = [];
});

/* ---- Servers -------------------------------------------------------------- */

function serverOf(list, key = secrets.log_seed) {
  const server = new Server(ORIGIN, fromHex(key));
  server.entries = list;
  return server;
}

function bundleOf(list) {
  return Buffer.concat(list.flatMap((entry) => [
    Buffer.from([entry.length >> 8, entry.length & 255]), entry]));
}

/** Answers as this server, with its first `size` entries. */
function serve(server, size = server.entries.length) {
  answers = (path) => {
    const older = path.match(/^\/consistency\/(\d+)\/(\d+)$/);

    if (path === "/checkpoint") {
      return server.checkpoint(size);
    }
    if (path.startsWith("/tile/entries/")) {
      return bundleOf(server.entries.slice(0, size));
    }
    return older ? server.consistency(+older[1], +older[2]) : undefined;
  };
}

const noteOf = (entry) => entry.subarray(entry.indexOf(10) + 1).toString();
const timeOf = (entry) => Number(entry.toString().match(/^\S+ (\d+)\n/)[1]);

/* The same log in which one entry has another time, signed by the log. */
function forkAt(index) {
  const fork = [...entries];

  fork[index] = Buffer.from(entries[index].toString().replace(/ \d+\n/,
    ` ${timeOf(entries[index]) + 1}\n`));
  return serverOf(fork);
}

async function phoneThatFollows(server, size) {
  const core = await loadCore();
  const phone = new Phone({ show() {}, warn() {}, person() {}, connected() {} });

  phone.hall = { core };
  phone.follower = new Follower(core);
  phone.outbox = { hurry() {}, waiting: () => [] };
  phone.screen = async () => {
    phone.shown = (phone.shown ?? 0) + 1;
  };
  phone.me = { post: "seat/001", origin: ORIGIN };
  phone.keys.set("seat/001", core.secretOf(fromHex(secrets.posts.find(
    (p) => p.post === "seat/001").key_seed)));
  serve(server, size);
  await phone.refresh();
  return phone;
}

/* ---- Two histories -------------------------------------------------------- */

test("a log that goes on from what was seen is followed", async () => {
  const phone = await phoneThatFollows(serverOf(entries), CAST);

  assert.equal(phone.split, false);
  assert.ok(phone.follower.sound);
  serve(serverOf(entries));
  await phone.refresh();
  assert.equal(phone.follower.verified, entries.length);
  assert.equal(phone.shown, 2);
});

test("another history than the one that was seen is an alarm", async () => {
  await phoneThatFollows(serverOf(entries), CAST + 1);
  const phone = await phoneThatFollows(forkAt(CAST));

  assert.equal(phone.split, true);
  assert.equal(phone.follower.sound, false);
  await phone.showNow();
  assert.equal(phone.shown, undefined);
});

test("what was seen is kept as the log has signed it", async () => {
  const server = serverOf(entries);

  await phoneThatFollows(server);
  assert.equal(recall(`seen/${ORIGIN}`).checkpoint, server.checkpoint());
});

test("a checkpoint that another key has signed is an alarm", async () => {
  const phone = await phoneThatFollows(serverOf(entries, "07".repeat(32)));

  assert.equal(phone.split, true);
});

test("an entry that the rules refuse is an alarm", async () => {
  const phone = await phoneThatFollows(serverOf(
    [...entries.slice(0, 20), ...entries.slice(21)]));

  assert.equal(phone.split, true);
});

test("a server that is away is none", async () => {
  const server = serverOf(entries);
  const phone = await phoneThatFollows(server, CAST);

  answers = (path) => path === "/checkpoint" ? server.checkpoint() : undefined;
  await phone.refresh();
  assert.equal(phone.split, false);
  assert.ok(phone.follower.sound);
});

/* ---- Receipts ------------------------------------------------------------- */

const keepReceipt = (entry) => keep("receipt/cast/0-1", { origin: ORIGIN,
  index: CAST, time: timeOf(entry), note: noteOf(entry) });

test("a receipt for the log that is followed raises no alarm", async () => {
  keepReceipt(entries[CAST]);
  const early = await phoneThatFollows(serverOf(entries), CAST);

  assert.equal(early.split, false);
  const phone = await phoneThatFollows(serverOf(entries));

  assert.equal(phone.split, false);
  assert.equal(phone.follower.has(recall("receipt/cast/0-1")), true);
});

test("a receipt for another log than the one that is followed is an alarm",
  async () => {
    const fork = forkAt(CAST);
    const core = await loadCore();

    /* In itself it is true: the log's key has signed a tree that has it. */
    core.checkReceipt(fork, fork.receipt(CAST), noteOf(entries[CAST]));
    keepReceipt(fork.entries[CAST]);
    const phone = await phoneThatFollows(serverOf(entries));

    assert.equal(phone.split, true);
  });

test("nothing is believed before the log's key is known, or after a split",
  async () => {
    const server = serverOf(entries);
    const phone = await phoneThatFollows(server);
    const body = Buffer.from(noteOf(entries[CAST]));
    const receipt = Buffer.from(server.receipt(CAST));

    assert.equal((await phone.judge(body, receipt)).kind, "receipt");
    phone.split = true;
    assert.equal(await phone.judge(body, receipt), null);
    phone.split = false;
    phone.follower = new Follower(phone.hall.core);
    assert.equal(await phone.judge(body, receipt), null);
  });

test("an answer in no form at all is no answer, and ends", async () => {
  const phone = await phoneThatFollows(serverOf(entries));
  const texts = [{ bytes: Buffer.from("text"), members: false }];
  const body = submissionOf(noteOf(entries[CAST]), texts);
  const receipt = serverOf(entries).receipt(CAST);
  const framed = (part) => Buffer.from(`congress-outcomes/v1\n${part}`);

  assert.equal((await phone.judge(body, framed(
    `receipt ${Buffer.byteLength(receipt)}\n${receipt}\nend\n`))).kind,
  "receipt");
  for (const part of ["", "end\n", "receipt\n", "receipt x\n", "receipt -9\n\n",
    "receipt 99999\nshort\nend\n", "receipt 1e3\n", "\n", "receipt 0\n",
    `receipt ${Buffer.byteLength(receipt)}\n${receipt}`])
    assert.equal(await phone.judge(body, framed(part)), null, part);
  assert.equal(await phone.judge(body, Uint8Array.of(0xff, 0xfe)), null);
  assert.equal(await phone.judge(Uint8Array.of(0xff), Buffer.from("x")), null);
  assert.deepEqual(unwrapped(body, Buffer.from("x")).answer, Buffer.from("x"));
});

/* ---- Names ---------------------------------------------------------------- */

test("a name that the log has not committed to is not shown", async () => {
  const phone = await phoneThatFollows(serverOf(entries));
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
    answers = () => name;
    assert.equal(await joinScreen(phone), false);
    assert.equal(shown.at(-1), key);
  }
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
    audit: { draft: { share: async () => {
      asked.push("share");
      return { signedBy() {}, sign() {}, get: async () => "note" };
    } } } };
}

async function scrutineerThatFollows(server, size) {
  const phone = await phoneThatFollows(server, size);
  const scrutineer = new Scrutineer(phone.frame);

  Object.assign(scrutineer, { hall: { ...phone.hall, time: () => 0 },
    follower: phone.follower, me: { post: "scrutineer/1" },
    act: async () => {} });
  keep("seed/scrutineer/1/S1", { seed: btoa("seed") });
  keep("keys/scrutineer/1", { seed: btoa("key") });
  return scrutineer;
}

async function makeShare(followed, recounted) {
  const scrutineer = await scrutineerThatFollows(followed);
  const asked = [];
  let error = null;

  Recount.begin = async () => recountOf(recounted, asked);
  await scrutineer.share({ id: "P1", round: 0 }, { id: "S1" }, "share/1",
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

/* ---- Signing once --------------------------------------------------------- */

/** One turn of an outbox whose answers are judged so. */
async function sendOnce(judgement, name = "cast/0-1") {
  const states = [];
  const outbox = new Outbox(async () => judgement,
    (item) => states.push(item.state));

  outbox.later = () => {};
  answers = () => "an answer";
  if (name) {
    keep(`out/${name}`, { body: btoa("first"), about: { round: 0 } });
  }
  await outbox.send();
  return { outbox, states };
}

test("a ballot is forgotten only when the log has spoken", async () => {
  const { outbox, states } = await sendOnce(null);

  assert.deepEqual(states, ["sending", "waiting"]);
  assert.equal(outbox.waiting().length, 1);
  await sendOnce({ kind: "receipt" });
  assert.equal(outbox.waiting().length, 0);
});

test("a refusal that is about the moment does not let another be signed",
  async () => {
    for (const code of ["busy", "no-memory", "store"]) {
      const { outbox, states } = await sendOnce({ kind: "refusal",
        error: { code } });

      assert.deepEqual(states, ["sending", "waiting"], code);
      assert.equal(outbox.waiting().length, 1, code);
    }
    const { outbox, states } = await sendOnce({ kind: "refusal",
      error: { code: "not-open" } });

    assert.deepEqual(states, ["sending", "refused"]);
    assert.equal(outbox.waiting().length, 0);
  });

test("a refused ballot's refusal is kept", async () => {
  const server = serverOf(entries);
  const phone = await phoneThatFollows(server);
  const note = noteOf(entries[CAST]);
  const refusal = server.refusal(note, "not-open");
  const answer = await phone.judge(Buffer.from(note), Buffer.from(refusal));

  assert.equal(answer.kind, "refusal");
  phone.onAnswer({ name: "cast/0-1", state: "refused", answer,
    about: { round: 0, note } });
  assert.deepEqual(recall("refusal/cast/0-1"), { round: 0, note, refusal });
});

/* A voting page with an open round 0 in which the seat may vote. */
function votingOf(phone) {
  const round = { round: 0, id: "P1", rows: [] };

  phone.hall = { texts: { ofRound: async () => new Map() } };
  phone.follower = { log: { size: 71, round: () => round,
    ballotForm: () => ({ rows: ["A"], attempt: 1 }) } };
  phone.frame = { show() {} };
  phone.signed = 0;
  const voting = new Voting(phone);

  voting.seal = () => {
    voting.ballot = { close() {}, cast: () => {
      phone.signed++;
      return `note ${phone.signed}`;
    } };
  };
  return voting;
}

async function phoneWithOutbox() {
  const phone = new Phone({});

  phone.me = { post: "seat/001", origin: ORIGIN };
  phone.keys.set("seat/001", {});
  phone.outbox = new Outbox(async () => null, () => {});
  phone.outbox.hurry = () => {};
  return phone;
}

const MAY_VOTE = { round: 0, standing: "may-vote" };

test("no ballot is signed beside one that has no answer yet", async () => {
  const phone = await phoneWithOutbox();
  const voting = votingOf(phone);

  await voting.enter(MAY_VOTE);
  assert.equal(voting.step, "fill");
  voting.seal();
  await voting.cast();
  assert.equal(phone.signed, 1);
  /* The page is opened anew, before there is an answer. */
  const again = votingOf(phone);

  await again.enter(MAY_VOTE);
  assert.equal(again.step, "done");
  assert.equal(again.lastWord().state, "sending");
  assert.equal(again.name, "cast/0-1");
});

test("nor in a second tab that was open before", async () => {
  const phone = await phoneWithOutbox();
  const [here, there] = [votingOf(phone), votingOf(phone)];

  for (const tab of [here, there]) {
    await tab.enter(MAY_VOTE);
    tab.seal();
  }
  await here.cast();
  await there.cast();
  assert.equal(phone.signed, 1);
  assert.equal(there.name, "cast/0-1");
  assert.equal(there.step, "done");
});

test("a ballot that could not be kept is not said to be cast", async () => {
  const phone = await phoneWithOutbox();
  const voting = votingOf(phone);

  await voting.enter(MAY_VOTE);
  voting.standing = MAY_VOTE;
  voting.seal();
  localStorage.full = true;
  await assert.rejects(voting.cast());
  assert.equal(voting.lastWord(), null);
  assert.equal(voting.name, null);
  assert.deepEqual(posted, []);
});
