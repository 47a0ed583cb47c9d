/*
 * Goal: a server that lies gets a phone neither to believe that a ballot is in
 * the box, nor to sign another one for the same attempt, nor to go on after it
 * was shown two histories.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerBy, CAST, deviceThatFollows, entries, forkAt, noteOf, ORIGIN,
  phoneThatWatches, serve, serverOf, timeOf } from "./browser.js";
import { keep, recall } from "../../voting/web/log/device.js";
import { Follower } from "../../voting/web/log/follow.js";
import { Outbox } from "../../voting/web/log/outbox.js";
import { Phone } from "../../voting/web/pages/phone/phone.js";
import { Voting } from "../../voting/web/pages/phone/vote.js";
import { submissionOf, unwrapped } from "../../voting/web/log/submission.js";

/* ---- Two histories -------------------------------------------------------- */

test("a log that goes on from what was seen is followed", async () => {
  const phone = await deviceThatFollows(serverOf(entries), CAST);

  assert.equal(phone.split, false);
  assert.ok(phone.follower.sound);
  serve(serverOf(entries));
  await phone.refresh();
  assert.equal(phone.follower.verified, entries.length);
  assert.equal(phone.shown, 2);
});

test("another history than the one that was seen is an alarm", async () => {
  await deviceThatFollows(serverOf(entries), CAST + 1);
  const phone = await deviceThatFollows(forkAt(CAST));

  assert.equal(phone.split, true);
  assert.equal(phone.follower.sound, false);
  await phone.showNow();
  assert.equal(phone.shown, undefined);
});

test("what was seen is kept as the log has signed it", async () => {
  const server = serverOf(entries);

  await deviceThatFollows(server);
  assert.equal(recall(`seen/${ORIGIN}`).checkpoint, server.checkpoint());
});

test("a checkpoint that another key has signed is an alarm", async () => {
  const phone = await deviceThatFollows(serverOf(entries, "07".repeat(32)));

  assert.equal(phone.split, true);
});

test("an entry that the rules refuse is an alarm", async () => {
  const phone = await deviceThatFollows(serverOf(
    [...entries.slice(0, 20), ...entries.slice(21)]));

  assert.equal(phone.split, true);
});

test("a page of the network's own in its place is no alarm", async () => {
  const server = serverOf(entries);
  const phone = await deviceThatFollows(server, CAST);

  answerBy((path) => path === "/checkpoint" ? "<html>\nLog in, please\n"
    : undefined);
  await phone.refresh();
  assert.equal(phone.split, false);
  assert.equal(phone.follower.size, CAST);
});

test("a server that is away is none", async () => {
  const server = serverOf(entries);
  const phone = await deviceThatFollows(server, CAST);

  answerBy((path) => path === "/checkpoint" ? server.checkpoint()
    : undefined);
  await phone.refresh();
  assert.equal(phone.split, false);
  assert.ok(phone.follower.sound);
});

test("what did not come through is asked for again, and after a split nothing",
  async () => {
    const server = serverOf(entries);
    const phone = await deviceThatFollows(server, CAST);
    const news = { stage: false, size: false };
    let asked = 0;

    phone.hall.clockIsWrong = () => false;
    answerBy(() => undefined);
    await phone.refresh();
    phone.refresh = async () => {
      asked++;
    };
    phone.following = true;
    phone.onNow(news);
    assert.equal(asked, 0);
    phone.following = false;
    phone.onNow(news);
    assert.equal(asked, 1);
    phone.behind = false;
    phone.onNow(news);
    assert.equal(asked, 1);
    phone.split = true;
    phone.onNow({ stage: true, size: true });
    assert.equal(asked, 1);
  });

/* ---- Answers -------------------------------------------------------------- */

test("nothing is believed before the log's key is known, or after a split",
  async () => {
    const server = serverOf(entries);
    const phone = await deviceThatFollows(server);
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
  const phone = await deviceThatFollows(serverOf(entries));
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

/* ---- Signing once --------------------------------------------------------- */

/** One turn of an outbox whose answers are judged so. */
async function sendOnce(judgement, name = "cast/66-1") {
  const states = [];
  const outbox = new Outbox(async () => judgement,
    (item) => states.push(item.state), () => {});

  outbox.later = () => {};
  answerBy(() => "an answer");
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
  const phone = await phoneThatWatches(server);
  const note = noteOf(entries[CAST]);
  const refusal = server.refusal(note, "not-open");
  const answer = await phone.judge(Buffer.from(note), Buffer.from(refusal));

  assert.equal(answer.kind, "refusal");
  phone.onAnswer({ name: "cast/66-1", state: "refused", answer,
    about: { open: 66, note } });
  assert.deepEqual(recall("refusal/cast/66-1"), { open: 66, note, refusal });
});

/* A voting page with an open round 0 in which the seat may vote. */
function votingOf(phone) {
  phone.follower = { log: { seat: () => ({ open: [MAY_VOTE] }) } };
  phone.frame = { show() {} };
  phone.signed = 0;
  const voting = new Voting(phone);

  voting.look = async () => {
    voting.view = { id: "P1", ballot: "secret", returned: 0, rows: [] };
  };
  voting.openPaper = async () => {
    voting.paper = { rows: [{ id: "A" }], texts: new Map(), asked: true,
      secret: true, byHands: false, facts: { open: 66, cap: 0, tree: { size: 71 }, last_counts: true,
        options: ["for", "against", "abstain"] }, close() {} };
  };
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
  phone.outbox = new Outbox(async () => null, () => {}, () => {});
  phone.outbox.hurry = () => {};
  return phone;
}

const MAY_VOTE = { round: 0, open: 66, standing: "may-vote" };

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
  assert.equal(again.name, "cast/66-1");
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
  assert.equal(there.name, "cast/66-1");
  assert.equal(there.step, "done");
});

test("nor where a second tab has had its receipt meanwhile", async () => {
  const phone = await phoneWithOutbox();
  const voting = votingOf(phone);

  await voting.enter(MAY_VOTE);
  voting.seal();
  keep("receipt/cast/66-1", { open: 66, origin: ORIGIN, attempt: 1, index: CAST,
    time: timeOf(entries[CAST]), note: noteOf(entries[CAST]) });
  await voting.cast();
  assert.equal(phone.signed, 0);
  assert.equal(voting.name, "cast/66-1");
  assert.equal(voting.lastWord().state, "accepted");
});

test("a receipt of one question is not shown for another", async () => {
  const phone = await phoneWithOutbox();
  const voting = votingOf(phone);

  keep("receipt/cast/40-1", { open: 40, origin: ORIGIN, attempt: 1, index: 50,
    time: timeOf(entries[50]), title: "Other", note: noteOf(entries[50]) });
  /* The server calls both rounds by one number. */
  await voting.enter(MAY_VOTE);
  assert.equal(voting.step, "fill");
  assert.equal(voting.lastReceipt(), undefined);
  voting.seal();
  await voting.cast();
  assert.equal(voting.name, "cast/66-1");
  assert.equal(phone.signed, 1);
});

test("a question that opens late takes nothing from the one on the screen",
  async () => {
    const phone = await phoneWithOutbox();
    const voting = votingOf(phone);
    const { openPaper } = voting;
    const waits = [];

    voting.openPaper = () => new Promise((done) => waits.push(async () =>
      done(await openPaper())));
    const first = voting.enter({ ...MAY_VOTE, round: 1, open: 40 });
    const second = voting.enter(MAY_VOTE);

    await waits[1]();
    await second;
    assert.equal(voting.step, "fill");
    voting.choices[0] = 1;
    await waits[0]();
    await first;
    assert.deepEqual(voting.choices, [1]);
    assert.equal(voting.standing.open, MAY_VOTE.open);
  });

test("a secret question is none of hands because a server says so",
  async () => {
    const voting = votingOf(await phoneWithOutbox());

    voting.look = async () => {
      voting.view = { id: "P1", ballot: "hands", returned: 0, rows: [] };
    };
    await voting.enter(MAY_VOTE);
    assert.equal(voting.step, "fill");
  });

test("a receipt stands under what it was given for", async () => {
  const phone = await phoneWithOutbox();
  const voting = votingOf(phone);

  keep("receipt/cast/66-1", { open: 66, origin: ORIGIN, attempt: 1, index: CAST,
    time: timeOf(entries[CAST]), title: "Own", note: noteOf(entries[CAST]) });
  await voting.enter({ ...MAY_VOTE, standing: "voted" });
  voting.title = { title: { zh: "Other", en: "Other" } };
  assert.equal(voting.step, "done");
  assert.equal(voting.titleText(), "Own");
});

test("a ballot that could not be kept is not said to be cast", async () => {
  const phone = await phoneWithOutbox();
  const voting = votingOf(phone);

  await voting.enter(MAY_VOTE);
  voting.seal();
  localStorage.full = true;
  await assert.rejects(voting.cast());
  assert.equal(voting.lastWord(), null);
  assert.equal(voting.name, null);
});
