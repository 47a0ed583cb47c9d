/*
 * play.js - a conference of any size, played by the calls that pages use: from
 * the founding to a secret ballot in which every seat votes, and its close.
 */
import { Server } from "./server.js";

const ORIGIN = "example.edu/congress-8";
const START = 1773360000;
const RULE = "motion quorum present/roll>=2/3 pass for/roll>1/2 " +
  "notice 0 publish 3 post 15";

const seatName = (n) => `seat/${String(n).padStart(3, "0")}`;

export class Play {
  /** @param {import("../../voting/web/core/core.js").Core} core */
  constructor(core) {
    this.core = core;
    this.log = core.followLog();
    this.server = new Server(ORIGIN, core.random(32));
    this.at = START;
    /** @type {Map<string, {seed: Uint8Array, token: Uint8Array}>} */
    this.people = new Map();
    /** @type {Map<number, Uint8Array[]>} texts behind an entry */
    this.texts = new Map();
  }

  /** @param {string} note */
  append(note) {
    const entry = this.server.append(note, this.at);
    this.log.take(entry, { proofs: false });
    return this.server.entries.length - 1;
  }

  /** A text that the next entry names. */
  text(zh) {
    const text = this.core.writeText({ zh });
    const next = this.server.entries.length;
    this.texts.set(next, [...this.texts.get(next) ?? [], text.bytes]);
    return text;
  }

  /** @template T @param {string} post @param {(key: any) => T} use */
  withKey(post, use) {
    const key = this.core.secretOf(this.people.get(post).seed.slice());
    try {
      return use(key);
    } finally {
      key.close();
    }
  }

  /** @param {any} draft @param {...string} posts */
  submit(draft, ...posts) {
    draft.signedBy(posts);
    posts.forEach((post) => this.withKey(post, (key) => draft.sign(post, key)));
    return this.append(draft.note);
  }

  found() {
    const chairs = ["chair/1", "chair/2"].map((post) => {
      const seed = this.core.random(32);
      this.people.set(post, { seed, token: new Uint8Array(0) });
      return this.core.secretOf(seed.slice());
    });
    this.append(this.core.genesis({ origin: ORIGIN, at: this.at,
      title: this.text("大会"), logKey: this.server.key, chairs }));
    chairs.forEach((key) => key.close());
  }

  /** Who signs beside the chair what is done to another's post. */
  second() {
    if (!this.running) {
      return [];
    }
    return [this.locking ? "scrutineer/1" : "desk/1"];
  }

  /** A post with a card, and the card used. @param {string} post */
  enrol(post) {
    const token = this.core.newToken();
    const seed = this.core.random(32);
    this.people.set(post, { seed, token });
    const card = this.core.invitationKey(this.log.leaf(0), token);
    const { commitment } = this.core.writeName({ zh: post });
    this.submit(this.log.draft.post({ post, invitation: card.publicKey(),
      name: commitment, voting: post.startsWith("seat/") }), "chair/1",
    ...this.second());
    this.withKey(post, (key) =>
      this.append(this.log.draft.enrol({ post, card, key }).note));
    card.close();
  }

  settle(what, id) {
    const { log } = this;
    const by = ["chair/1", "desk/1"];
    this.submit(log.draft.paper({ id, session: "8-1", kind: "motion",
      title: this.text(id), at: this.at, ballot: "hands", counts: "first",
      settles: what, rules: [RULE],
      rows: [{ id: `${id}.1`, text: this.text(`${id}.1`) }] }), "chair/1");
    this.submit(log.draft.open({ paper: id, at: this.at }), "chair/1");
    this.submit(log.draft.hands({ paper: id, counts: [[this.seats, 0, 0]] }),
      ...by);
    this.submit(log.draft.close({ paper: id, at: this.at }), "chair/1");
    this.submit(log.draft.result({ paper: id }), "chair/1");
  }

  lockTheBox() {
    const posts = [1, 2, 3].map((n) => `scrutineer/${n}`);
    for (const post of posts) {
      this.enrol(post);
      this.locking = true;
    }
    const seeds = posts.map(() => this.core.newSecret());
    this.submit(this.log.draft.keyStart({ threshold: 2 }), "chair/1");
    for (const step of ["commit", "deal", "accept"]) {
      posts.forEach((post, i) => this.submit(
        this.log.draft.keyStep({ step, post, seed: seeds[i] }), post));
    }
    this.seeds = new Map(posts.map((post, i) => [post, seeds[i]]));
    this.submit(this.log.draft.headcount({ counted: this.seats, at: this.at }),
      posts[0], posts[1]);
  }

  /** A seat's option in a row, by their numbers from 0. */
  choice(seat, row) {
    return (seat + row) % 3;
  }

  /** Paper sheets for these seats, handed out and sealed in together. */
  useSheets(names, first, rows) {
    const by = ["scrutineer/1", "scrutineer/2"];
    names.forEach((seat) =>
      this.submit(this.log.draft.deskIssue({ paper: "P1", seat }), ...by));
    const sheets = names.map((_, n) =>
      Array.from({ length: rows }, (_, i) => this.choice(first + n, i)));
    this.submit(this.log.draft.sheets({ paper: "P1", sheets }), ...by);
  }

  /** From the close to the published result, by two of the scrutineers. */
  count() {
    const { log } = this;
    const by = ["scrutineer/1", "scrutineer/2"];
    const audit = this.core.audit();
    audit.take(this.bundle());
    audit.finish();
    by.forEach((post) => this.submit(audit.draft.share({ paper: "P1", post,
      seed: this.seeds.get(post) }), post));
    audit.close();
    this.submit(log.draft.result({ paper: "P1" }), "chair/1");
    by.forEach((post) => this.submit(
      log.draft.signOff({ paper: "P1", at: this.at }), post));
    this.submit(log.draft.declare({ paper: "P1", at: this.at }), "chair/1");
    this.submit(log.draft.publish({ paper: "P1", at: this.at }), "chair/1");
  }

  /**
   * @param {number} seats
   * @param {number} rows
   * @param {number} [sheets] of the seats vote on paper
   */
  run(seats, rows, sheets = 0) {
    const { log } = this;
    this.seats = seats;
    this.found();
    this.enrol("desk/1");
    const names = Array.from({ length: seats }, (_, i) => seatName(i + 1));
    names.forEach((post) => this.enrol(post));
    this.submit(log.draft.session({ id: "8-1", term: 8, number: 1,
      title: this.text("8-1"), date: "2026-03-13" }), "chair/1");
    this.submit(log.draft.sessionStart({ session: "8-1", at: this.at }),
      "chair/1");
    this.running = true;
    names.forEach((post) => this.submit(
      log.draft.present({ post, how: "phone", at: this.at }), post));
    this.settle("agenda", "A1");
    this.settle("scrutineers", "A2");
    this.settle("measures", "A3");
    this.lockTheBox();
    this.submit(log.draft.paper({ id: "P1", session: "8-1", kind: "motion",
      title: this.text("P1"), at: this.at, rules: [RULE],
      rows: Array.from({ length: rows }, (_, i) =>
        ({ id: `P1.${i + 1}`, text: this.text(`P1.${i + 1}`) })) }), "chair/1");
    this.submit(log.draft.open({ paper: "P1", at: this.at }), "chair/1");
    const phones = names.slice(0, seats - sheets);
    phones.forEach((post, n) => this.withKey(post, (key) => {
      const ballot = log.seal("P1", post, key,
        Array.from({ length: rows }, (_, i) => this.choice(n, i)));
      this.append(ballot.cast(key));
      ballot.close();
    }));
    if (sheets > 0) {
      this.useSheets(names.slice(phones.length), phones.length, rows);
    }
    this.submit(log.draft.close({ paper: "P1", at: this.at }), "chair/1");
  }

  /** The whole log with its texts (protocol 11.1). */
  bundle() {
    const parts = [Buffer.from("congress-bundle/v1\n")];
    const put = (kind, bytes) => parts.push(
      Buffer.from(`${kind} ${bytes.length}\n`), bytes, Buffer.from("\n"));
    put("checkpoint", Buffer.from(this.server.checkpoint()));
    this.server.entries.forEach((entry, index) => {
      put("entry", entry);
      (this.texts.get(index) ?? []).forEach((text) => put("blob", text));
    });
    return Buffer.concat([...parts, Buffer.from("end\n")]);
  }
}
