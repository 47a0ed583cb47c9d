/**
 * The log, watched and not replayed: what it costs a phone does not grow with
 * other people's ballots. Every checkpoint is held to those before it; what the
 * phone builds on is proved to be in that tree, entry by entry, and before it
 * seals by a paper pack (docs/protocol.md, 11.5). Views are hints: they say
 * where to look, and what to show of the hall.
 */

import { keep, recall, toBase64 } from "../../log/device.js";
import { checkpointIn, orSplit, Seen, sizeOf, Split } from "../../log/seen.js";
import { enrolNote, presentNote, statementNote } from "./seat_notes.js";
import { readBytes, readText, readView, ServerError, strangeAnswer }
  from "../../log/server.js";
import { hexOf } from "../../log/texts.js";

/**
 * @typedef {{index: number, time: number, leaf: Uint8Array,
 *   lines: Map<string, string>}} Entry  lines: of its text, by their keys
 */

/* How they begin; a network's own page in their place is no contradiction. */
const ENTRY = "congress-entry/v1 ";
const RECEIPT = "c2sp.org/tlog-proof@v1\n";

/** Null where the server says that there is no such thing. */
async function orNull(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ServerError && error.code === "not-there")
      return null;
    throw error;
  }
}

/* The log's state of now, and what is said of the hall and of a post. */
function asked(post) {
  return [readText("/checkpoint"), readView("conference"),
    post ? orNull(readView(`post/${post}`)) : null];
}

/* What was asked for before the core was there: used once. */
let askFirst = null;

/**
 * Asks for what the first look will need, while the core is still on its way.
 *
 * @param {string|undefined} post
 */
export function askAhead(post) {
  askFirst = { post, answers: asked(post) };
  for (const answer of askFirst.answers)
    answer?.catch(() => {}); /* told to whoever uses it */
}

export class Watcher {
  /**
   * @param {import("../../core/core.js").Core} core
   * @param {() => {post: string, origin: string}|null} me  this device's post
   */
  constructor(core, me) {
    this.core = core;
    this.me = me;
    /** @type {Seen|null} */
    this.seen = null;
    this.genesis = null; /* its leaf hash */
    this.key = null; /* the log's */
    this.views = null; /* the conference, and this device's post */
    this.running = null;
    this.time = 0; /* of the last entry that was verified here */
    this.cards = new Map(); /* by post, the entries that made it and its card */
  }

  /** What a page shows is drawn from here; see Member. */
  get log() {
    return this;
  }

  /** Whether the log's key is known, and nothing speaks against it. */
  get sound() {
    return this.views !== null;
  }

  // ---- What has been verified ----------------------------------------------

  pin() {
    return { origin: this.seen.origin, key: this.key };
  }

  /** The leaf hash of genesis, which names the conference. */
  leaf() {
    return this.genesis;
  }

  /** How long the log was, of which the server's views speak. */
  get size() {
    return this.views.conference.log.size;
  }

  /**
   * Up to the server's checkpoint of now. One run at a time, as Follower's.
   *
   * @throws {Split|ServerError}
   */
  async refresh() {
    while (this.running)
      await this.running.catch(() => {});
    this.running = this.run();
    try {
      await this.running;
    } finally {
      this.running = null;
    }
  }

  async run() {
    const [first, post] = [askFirst, this.me()?.post];

    askFirst = null;
    const [checkpoint, conference, seat] = await Promise.all([
      ...(first && first.post === post ? first.answers : asked(post)),
      this.found()]);
    const size = sizeOf(checkpoint);
    const tree = await orSplit(() =>
      this.core.checkCheckpoint(this.pin(), checkpoint));

    if (tree.size !== size)
      throw strangeAnswer();
    await this.seen.hold(tree, checkpoint);
    this.views = { conference, seat };
  }

  /* Genesis: name and key of the log. Once it was proved to be in the tree, the
   * device keeps it. */
  async found() {
    if (this.key)
      return;
    const kept = recall(`genesis/${this.me()?.origin}`);
    const [entry, receipt] = kept ? [kept.entry, null] : await Promise.all([
      readText("/entry/0"), readText("/proof/0")]);

    if (!entry.startsWith(ENTRY))
      throw strangeAnswer(); /* a network's own page, perhaps */
    const log = this.core.followLog();

    try {
      await orSplit(() => log.take(entry));
      const { origin, key } = log.pin();

      this.seen = new Seen(this.core, origin);
      if (receipt && toBase64((await this.prove(0, { origin, key }, entry,
        receipt)).leaf) !== toBase64(log.leaf(0)))
        throw new Split("genesis");
      keep(`genesis/${origin}`, { entry });
      this.genesis = log.leaf(0);
      this.key = key;
    } finally {
      log.close();
    }
  }

  /* The entry's time, if the receipt proves that it is this log's. */
  async prove(index, pin, entry, receipt) {
    if (!receipt.startsWith(RECEIPT))
      throw strangeAnswer();
    const note = entry.slice(entry.indexOf("\n") + 1);
    const found = await orSplit(() =>
      this.core.checkReceipt(pin, receipt, note));

    if (found.index !== index)
      throw new Split("index");
    await this.seen.hold(found, checkpointIn(receipt));
    this.time = Math.max(this.time, found.time);
    return { time: found.time, leaf: this.core.leafHash(
      `congress-entry/v1 ${found.time}\n${note}`), note };
  }

  /**
   * One entry, proved to be in the log.
   *
   * @param {number} index
   * @returns {Promise<Entry>}
   */
  async entry(index) {
    const [entry, receipt] = await Promise.all([
      readText(`/entry/${index}`), readText(`/proof/${index}`)]);
    const { time, leaf, note } = await this.prove(index, this.pin(), entry,
      receipt);
    const text = note.slice(0, note.lastIndexOf("\n\n"));

    return { index, time, leaf, lines: new Map(text.split("\n").map((line) =>
      [line.split(" ", 1)[0], line.slice(line.indexOf(" ") + 1)])) };
  }

  /** Proves the last entry, for whoever needs the log's time. */
  async tellTime() {
    await this.entry(this.seen.tree.size - 1);
  }

  /**
   * A receipt that was verified is believed only in the log that this device
   * has seen, and not in some signed one.
   *
   * @param {{size: number, root: string, time: number, text: string}} receipt
   * @throws {Split|ServerError}
   */
  async hold(receipt) {
    await this.seen.hold(receipt, checkpointIn(receipt.text));
    this.time = Math.max(this.time, receipt.time);
  }

  // ---- What the server says ------------------------------------------------

  conference() {
    return this.views.conference;
  }

  /** This device's post. */
  seat() {
    return this.views.seat;
  }

  // ---- Posts, cards and names ----------------------------------------------

  /**
   * As Log.postOf(). A card's post is proved by the entries that made it.
   *
   * @param {Uint8Array} publicKey
   */
  async postOf(publicKey) {
    const key = toBase64(publicKey);
    const known = this.views.seat?.key === key ? this.views.seat
      : await orNull(readView(`key/${hexOf(publicKey)}`));

    if (known === null)
      return null;
    if (known.invitation === key && known.post_entry !== null)
      await this.proveCard(known, key);
    return { post: known.post, card: known.key !== key };
  }

  async proveCard({ post, post_entry: made, card_entry: last }, key) {
    const [first, card] = await Promise.all([this.entry(made),
      made === last ? null : this.entry(last)]);
    const invitation = card ?? first;

    if (first.lines.get("congress/v1") !== "post" ||
        !["post", "reissue"].includes(invitation.lines.get("congress/v1")) ||
        [first, invitation].some(({ lines }) => lines.get("post") !== post) ||
        invitation.lines.get("invitation") !== key)
      throw strangeAnswer();
    this.cards.set(post, { invitation, commitment: first.lines.get("name") });
  }

  /** As Log.giveName(), for the post whose card was asked for. */
  giveName(record) {
    const name = toBase64(this.core.nameCommitment(record));

    return [...this.cards].find(([, card]) =>
      card.commitment === name)?.[0] ?? null;
  }

  get draft() {
    return this;
  }

  get place() {
    return { origin: this.seen.origin, tree: this.seen.tree };
  }

  /** The note that enrols a key, and what was proved of its card, which was
   *  asked for before: a pack must say the same. */
  enrol({ post, card, key }) {
    const { invitation, commitment } = this.cards.get(post);

    return { note: enrolNote(this.core, this.place, { post, invitation, card,
      key }), proved: { invitation: invitation.lines.get("invitation"),
      commitment } };
  }

  /** The note by which this device's post comes in. */
  async present(key, at) {
    const { presence_entry: last } = this.views.seat;
    const { post } = this.me();
    const session = this.views.conference.sessions.find((s) =>
      s.stage === "running");
    const previous = last === null ? null : await this.entry(last);

    return presentNote(this.core, this.place, { post, session: session.id,
      previous, at, key });
  }

  // ---- Statements ----------------------------------------------------------

  /**
   * The note by which this device's post puts something on record.
   *
   * @param {import("../../core/core.js").Secret} key
   * @param {{type: "objection"|"complaint", paper: Object|null,
   *   refusal: import("../../core/core_log.js").Blob|null,
   *   text: import("../../core/core_log.js").Blob}} what  paper: of the
   *   conference's view, to whose result it objects
   * @throws {Split|ServerError}
   */
  async statement(key, { type, paper, refusal, text }) {
    const about = paper && await this.resultOf(paper);

    return statementNote(this.core, this.place, { type, key, about, refusal,
      text, post: this.me().post });
  }

  /* Views only say where to look: from the result back to the question, each
   * entry is proved, and the question has the title that was shown. */
  async resultOf({ result_entry: index, title }) {
    const result = await this.entry(index);
    const open = await this.named(result, "result", "open");
    const paper = await this.named(open, "open", "paper");

    if (paper.lines.get("title")?.split(" ")[2] !== title.sha256)
      throw strangeAnswer();
    return result;
  }

  /* What an entry of a type names. */
  async named({ lines }, type, key) {
    const [index, leaf] = lines.get("congress/v1") === type
      ? lines.get(key).split(" ") : [];

    if (!leaf)
      throw strangeAnswer();
    const found = await this.entry(Number(index));

    if (toBase64(found.leaf) !== leaf)
      throw new Split("leaf");
    return found;
  }

  // ---- Packs ---------------------------------------------------------------

  /**
   * The pack of an open round, verified.
   *
   * @param {number} open  the entry that opened it
   * @param {string} seat
   * @returns {Promise<import("../../core/core_pack.js").Pack>}
   * @throws {import("../../core/core.js").CoreError} why not to believe it
   */
  async pack(open, seat) {
    const last = this.seen.tree;
    const bytes = await readBytes(`/pack/${open}/${seat.split("/")[1]}`);
    const checkpoint = checkpointOfPack(bytes);
    const size = sizeOf(checkpoint);
    const hashes = size > last.size
      ? await readText(`/consistency/${last.size}/${size}`) : "";
    const pack = this.core.openPack(bytes, { open, seat, genesis: this.genesis,
      last: { ...last, hashes } });

    this.seen.remember(pack.facts.tree, checkpoint);
    this.time = Math.max(this.time, pack.facts.opened);
    return pack;
  }
}

/* Before anything of it is verified. */
function checkpointOfPack(bytes) {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 64));
  const [head, length] = /^congress-pack\/v1\ncheckpoint (\d{1,5})\n/
    .exec(start) ?? [];

  if (!head)
    throw strangeAnswer();
  return new TextDecoder().decode(
    bytes.subarray(head.length, head.length + Number(length)));
}
