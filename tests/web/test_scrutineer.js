/*
 * Goal: what a scrutineer's page does when others do not what they should: a
 * bad share of the key is complained of, to everybody's satisfaction, and a
 * good one cannot be; and where witnesses are asked for, no key is used without
 * them.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { auditOf, loadCore } from "./module.js";
import { Play } from "./play.js";
import { Witness } from "./server.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SEATS = 9;
const POSTS = [1, 2, 3].map((n) => `scrutineer/${n}`);

/** What ballotverify says. */
function native(bundle) {
  const run = spawnSync("build/release/ballotverify", ["--json", "-"],
    { cwd: root, input: bundle, maxBuffer: 1 << 26 });
  return { status: run.status, ...JSON.parse(String(run.stdout)) };
}

// ---- A bad share of the key ------------------------------------------------

/** The second scrutineer deals the first a share that is wrong in one bit. */
class BadDeal extends Play {
  spoil(draft) {
    draft.text = draft.text.replace(/^shares (.*)$/m, (_, base64) => {
      const shares = Buffer.from(base64, "base64");
      shares[0] ^= 1;
      return `shares ${shares.toString("base64")}`;
    });
    return draft;
  }

  /** A step as the log knows it now; `spoiled`: a deal that is not honest. */
  step(step, n, more = {}) {
    const draft = this.log.draft.keyStep({ step, post: POSTS[n - 1],
      seed: this.steps[n - 1], ...more });
    return more.spoiled ? this.spoil(draft) : draft;
  }

  lockTheBox() {
    this.steps = POSTS.map(() => this.core.newSecret());
    for (const post of POSTS) {
      this.enrol(post);
      this.locking = true;
    }
    this.submit(this.log.draft.keyStart({ threshold: 2 }), "chair/1");
    for (const n of [1, 2, 3]) {
      this.submit(this.step("commit", n), POSTS[n - 1]);
    }
    for (const n of [1, 2, 3]) {
      this.submit(this.step("deal", n, { spoiled: n === 2 }), POSTS[n - 1]);
    }
    throw new Dealt();
  }
}

class Dealt extends Error {}

async function dealt() {
  const play = new BadDeal(await loadCore());
  assert.throws(() => play.run(SEATS, 1), Dealt);
  return play;
}

test("who is dealt a bad share is told by whom, and others go on", async () => {
  const play = await dealt();
  assert.throws(() => play.step("accept", 1),
    { code: "ceremony-proof", number: 2 });
  assert.match(play.step("accept", 2).text, /^congress\/v1 key-accept\n/);
  assert.match(play.step("accept", 3).text, /^congress\/v1 key-accept\n/);
});

test("a complaint of a bad share ends the ceremony for everybody", async () => {
  const play = await dealt();
  const complaint = play.step("complain", 1, { against: 2 });
  assert.match(complaint.text, /^congress\/v1 key-complain\n/);
  play.submit(complaint, POSTS[0]);
  assert.throws(() => play.step("accept", 3), { code: "ceremony-stage" });
  const said = native(play.bundle());
  assert.equal(said.status, 0);
  assert.equal(said.holds, true);
  assert.equal(auditOf(play.core, play.bundle()).report.holds, true);
});

test("nobody can complain of a good share, nor of himself", async () => {
  const play = await dealt();
  for (const [by, against] of [[1, 3], [3, 2], [2, 1]]) {
    assert.throws(() => play.step("complain", by, { against }),
      { code: "complaint-false" });
  }
  for (const against of [0, 1, 4]) {
    assert.throws(() => play.step("complain", 1, { against }),
      { code: "ceremony-index" });
  }
});

test("a complaint with anything changed is refused", async () => {
  const play = await dealt();
  const size = play.server.entries.length;
  const honest = play.step("complain", 1, { against: 2 });
  for (const key of ["shared", "proof"]) {
    const draft = play.step("complain", 1, { against: 2 });
    draft.text = honest.text.replace(new RegExp(`^${key} (.)`, "m"),
      (_, first) => `${key} ${first === "A" ? "B" : "A"}`);
    assert.notEqual(draft.text, honest.text);
    draft.signedBy([POSTS[0]]);
    play.withKey(POSTS[0], (secret) => draft.sign(POSTS[0], secret));
    const entry = play.server.append(draft.note, play.at);
    assert.throws(() => play.log.take(entry), (error) => error.check > 0, key);
    play.server.entries.length = size;
  }
});

// ---- Witnesses -------------------------------------------------------------

/** A conference whose shares need the cosignature of one of two witnesses. */
class Witnessed extends Play {
  constructor(core) {
    super(core);
    this.witnesses = ["w.example/1", "w.example/2"].map((name) =>
      new Witness(name, core.random(32)));
    this.stranger = new Witness("w.example/3", core.random(32));
  }

  found() {
    const own = this.core.genesis.bind(this.core);
    const lines = this.witnesses.map((w, n) => `witness w${n} ${w.vkey}\n`);
    const policy = this.core.blob(Buffer.from(
      `${lines.join("")}group all any w0 w1\nquorum all\n`));
    this.core.genesis = (what) => own({ ...what, policy });
    super.found();
    this.core.genesis = own;
    this.texts.get(0).push(policy.bytes);
    this.log.giveText(policy.bytes);
  }

  /** The checkpoint over all entries with these cosignatures. */
  cosigned(...by) {
    const checkpoint = this.server.checkpoint();
    return checkpoint + by.map((w) => w.cosign(checkpoint, this.at)).join("");
  }

  bundle(...by) {
    const plain = this.server.checkpoint.bind(this.server);
    const cosigned = this.cosigned(...by);
    this.server.checkpoint = () => cosigned;
    const bundle = super.bundle();
    this.server.checkpoint = plain;
    return bundle;
  }
}

async function witnessed() {
  const play = new Witnessed(await loadCore());
  play.run(SEATS, 1);
  const { audit, report } = auditOf(play.core,
    play.bundle(play.witnesses[0]));
  assert.equal(report.holds, true);
  const share = (post, checkpoint) => audit.draft.share({ paper: "P1", post,
    seed: play.seeds.get(post), checkpoint });
  return { play, share };
}

test("a share carries the cosignatures that the log asks for", async () => {
  const { play, share } = await witnessed();
  const [first, second] = play.witnesses;
  const seen = play.cosigned(second, play.stranger);
  POSTS.slice(0, 2).forEach((post) => {
    const draft = share(post, seen);
    assert.ok(draft.text.includes(second.name));
    assert.ok(!draft.text.includes(first.name));
    assert.ok(!draft.text.includes(play.stranger.name));
    draft.signedBy([post]);
    play.withKey(post, (key) => draft.sign(post, key));
    play.log.take(play.server.append(draft.note, play.at));
  });
  play.submit(play.log.draft.result({ paper: "P1" }), "chair/1");
  const said = native(play.bundle(first));
  assert.equal(said.status, 0);
  assert.equal(said.holds, true);
  assert.equal(native(play.bundle(play.stranger)).holds, false);
});

test("no share is taken that witnesses have not seen the box closed for",
  async () => {
    const { play, share } = await witnessed();
    const size = play.server.entries.length;
    const [first] = play.witnesses;
    const early = play.server.checkpoint(size - 1);
    const forged = play.cosigned(first).replace(/.{4}(.{4}\n)$/, "AAAA$1");
    const cases = [
      [play.cosigned(), "cosignatures"],
      [play.cosigned(play.stranger), "cosignatures"],
      [forged, "cosignatures"],
      [early + first.cosign(early, play.at), "seen-too-old"],
    ];
    for (const [checkpoint, code] of cases) {
      const draft = share(POSTS[0], checkpoint).signedBy([POSTS[0]]);
      play.withKey(POSTS[0], (key) => draft.sign(POSTS[0], key));
      const entry = play.server.append(draft.note, play.at);
      assert.throws(() => play.log.take(entry), { code });
      play.server.entries.length = size;
    }
    assert.throws(() => share(POSTS[0], "no checkpoint"),
      { code: "cosignatures" });
  });
