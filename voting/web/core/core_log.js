/*
 * core_log.js - a log that the core has replayed: what the conference is, and
 * what can be done in it. Made by Core.followLog() and Core.audit().
 */
import { Ballot, marksOf } from "./core_ballot.js";
import { Draft, Drafts } from "./core_draft.js";
import { CoreError, fromBase64, toBase64 } from "./core_module.js";

/** @typedef {{bytes: Uint8Array, sha256: Uint8Array, members: boolean,
 *  ref: string}} Blob a text outside the log; ref as events name it */

const VIEWS = { conference: 0, round: 1, seat: 2, wall: 3, paper: 4,
  seats: 5 };
const LANGUAGES = { zh: 0, en: 1, both: 2 };
const PARTS = { checkpoint: 1, entry: 2, text: 3, name: 4 };

/**
 * The entries of an entry bundle (C2SP tlog-tiles): each behind its length.
 *
 * @param {Uint8Array} bundle
 * @returns {Uint8Array[]}
 */
export function entriesOf(bundle) {
  const entries = [];
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 + 256 * bundle[at] + bundle[at + 1];
    if (at + 2 > bundle.length || end > bundle.length) {
      throw new CoreError("ERR_INPUT");
    }
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** What followed and audited logs have in common: the state they lead to. */
class Replayed {
  /**
   * @param {import("./core.js").Core} core
   * @param {number} handle
   */
  constructor(core, handle) {
    this.core = core;
    this.module = core.module;
    this.handle = handle;
    /** Events that fit the state; see core_draft.js. */
    this.draft = new Drafts(this);
  }

  close() {
    this.module.call("web_log_close", this.handle);
  }

  // ---- The tree ------------------------------------------------------------

  /** Entries so far. */
  get size() {
    return this.module.call("web_log_root", this.handle).number;
  }

  /** The tree over them, as checkpoints say it. */
  tree() {
    const { bytes, number } = this.module.call("web_log_root", this.handle);
    return { size: number, root: toBase64(bytes),
      code: this.core.recordCode(bytes) };
  }

  /** The leaf hash of an entry; that of entry 0 names the conference. */
  leaf(index = 0) {
    return this.module.call("web_log_leaf", this.handle, index).bytes;
  }

  /**
   * Where an event that several sign stands; null if it is not in the log.
   *
   * @param {Uint8Array} sha256 of its text
   * @returns {number | null}
   */
  entryOf(sha256) {
    const { number } = this.module.call("web_log_entry_of", this.handle,
      sha256);
    return number < this.size ? number : null;
  }

  /** Name and key, for the checks of Core. ERR_NOTFOUND before genesis. */
  pin() {
    return {
      origin: this.module.call("web_log_origin", this.handle).text,
      key: this.module.call("web_log_key", this.handle).bytes,
    };
  }

  /**
   * A signed checkpoint against these entries. Throws ERR_PROOF if the log has
   * not signed it, ERR_STATE if it speaks of entries that are not here yet, and
   * the refusal `root` if it is of another history: then keep it, it proves
   * that the log shows two faces.
   *
   * @param {string | Uint8Array} checkpoint
   * @returns {number} its size
   */
  compare(checkpoint) {
    return this.module.call("web_log_compare", this.handle, checkpoint).number;
  }

  // ---- What there is to see ------------------------------------------------

  /** The whole conference, as the server's /view/conference. */
  conference() {
    return this.view(VIEWS.conference);
  }

  /**
   * The post whose current card or key this is: `card` tells which. Null if
   * nobody has it now: never had, used already, or replaced.
   *
   * @param {Uint8Array} publicKey
   * @returns {{post: string, card: boolean} | null}
   */
  postOf(publicKey) {
    const { status, answer } = this.module.attempt("web_post_of",
      [this.handle, publicKey]);
    return status === 0 ? { post: answer.text, card: answer.number === 1 }
      : null;
  }

  /** @param {number} number of the round, from 0 */
  round(number) {
    return this.view(VIEWS.round, number);
  }

  /** @param {string} post */
  seat(post) {
    return this.view(VIEWS.seat, 0, post);
  }

  /** All seats and observers, each as seat() says it. */
  seats() {
    return this.view(VIEWS.seats).seats;
  }

  wall() {
    return this.view(VIEWS.wall);
  }

  /**
   * A question, opened or not, with its rows.
   *
   * @param {number} entry  of the paper
   */
  paper(entry) {
    return this.view(VIEWS.paper, entry);
  }

  /**
   * @param {number} view
   * @param {number} [number]
   * @param {string} [post]
   */
  view(view, number = 0, post = "") {
    return this.module.call("web_view", this.handle, view, number, post).json;
  }

  /**
   * The count sheet of a round that is counted, as text.
   *
   * @param {number} round
   * @param {"zh" | "en" | "both"} [language]
   */
  countSheet(round, language = "both") {
    return this.module.call("web_count_sheet", this.handle, round,
      LANGUAGES[language]).text;
  }

  /**
   * Hands in a text that entries name, so that sheets and text() have it; a
   * followed log needs its witness policy like this.
   *
   * @param {Uint8Array} bytes
   */
  giveText(bytes) {
    this.module.call("web_log_give_text", this.handle, bytes);
  }

  /**
   * The same for a name record.
   *
   * @param {string | Uint8Array} record
   * @returns {string | null} the post whose name it is, as the log has committed
   *          to it; null: of none that is in the log so far
   */
  giveName(record) {
    return this.module.call("web_log_give_name", this.handle, record).text ||
      null;
  }

  /**
   * The lines of a text that was handed in; null if it was not. A text that is
   * none of ours throws ERR_INPUT.
   *
   * @param {string | Uint8Array} sha256 base64, as views have it, or bytes
   * @returns {{zh: string[], en: string[]} | null}
   */
  text(sha256) {
    const bytes = this.textBytes(sha256);
    return bytes && this.core.readText(bytes);
  }

  /** The bytes of a text or a name record. @param {string | Uint8Array} hash */
  textBytes(hash) {
    const wanted = typeof hash === "string" ? fromBase64(hash) : hash;
    const { status, answer } = this.module.attempt("web_log_find_text",
      [this.handle, wanted]);
    return status === 0 ? answer.bytes : null;
  }

  // ---- Voting --------------------------------------------------------------

  /**
   * What a seat has to mark on a paper's open round; without a seat: what a
   * paper sheet has.
   *
   * @param {string} paper
   * @param {string} [seat]
   * @returns {{secret: boolean, attempt: number, cap: number,
   *            options: string[], rows: string[]}}
   */
  ballotForm(paper, seat = "") {
    return this.module.call("web_ballot_form", this.handle, paper, seat).json;
  }

  /**
   * Seals a ballot; then it waits for "cast" or "test".
   *
   * @param {string} paper
   * @param {string} seat
   * @param {import("./core.js").Secret} key the seat's
   * @param {number[]} choices an option's number for each row of the form
   */
  seal(paper, seat, key, choices) {
    const marks = marksOf(choices);
    const secret = this.core.random(32);
    try {
      const { bytes, number } = this.module.call("web_ballot_seal", this.handle,
        paper, seat, key.handle, marks, secret);
      return new Ballot(this.core, number, bytes);
    } finally {
      marks.fill(0);
      secret.fill(0);
    }
  }

  /**
   * Another device's test ballot, sealed again here: compare `hash` with the
   * code that was shown there first, by Core.recordCodeIs().
   *
   * @param {string} text
   * @returns {{hash: string, code: string, paper: string, seat: string,
   *            marks: {row: string, option: string}[]}}
   */
  checkTestBallot(text) {
    return this.module.call("web_test_ballot", this.handle, text).json;
  }

  /**
   * Whether this seed is the one that locked the box as this scrutineer.
   *
   * @param {string} post
   * @param {import("./core.js").Secret} seed
   */
  isSeedOf(post, seed) {
    return this.module.call("web_key_is_of", this.handle, post, seed.handle)
      .number === 1;
  }

  /**
   * Whether a note would be taken in as the next entry at this time, proofs and
   * all. Throws the refusal.
   *
   * @param {string} note
   * @param {number} now
   */
  tryNote(note, now) {
    this.module.call("web_log_try", this.handle, note, now);
  }

  /** A draft that came from another device. @param {string} text */
  readDraft(text) {
    return Draft.read(this, text);
  }
}

/** A log that grows while the page is open. */
export class Log extends Replayed {
  /**
   * The next entry, server line and note. Throws the refusal, whose number is
   * the entry to blame; nothing is changed then.
   *
   * @param {string | Uint8Array} entry
   * @param {{proofs?: boolean}} [how] without proofs: signatures and
   *        zero-knowledge proofs are left out, as for entries verified before
   */
  take(entry, { proofs = true } = {}) {
    this.module.call("web_log_take", this.handle, entry, proofs);
  }

  /**
   * The entries of an entry bundle, from number `skip` of it on.
   *
   * @param {Uint8Array} bundle
   * @param {{proofs?: boolean, skip?: number}} [how]
   */
  takeBundle(bundle, { proofs = true, skip = 0 } = {}) {
    for (const entry of entriesOf(bundle).slice(skip)) {
      this.take(entry, { proofs });
    }
  }
}

/** A log that is recounted, from a bundle or from tiles. */
export class Audit extends Replayed {
  /**
   * What an earlier audit found good: entries below its size are replayed
   * without their proofs, and must be the same. Before the first piece.
   *
   * @param {{origin: string, genesis: string, size: number, root: string}} pin
   */
  pinned({ origin, genesis, size, root }) {
    this.module.call("web_audit_pin", this.handle, origin, fromBase64(genesis),
      size, fromBase64(root));
  }

  /**
   * Bytes of the bundle, cut anywhere. ERR_INPUT: it is not a bundle.
   *
   * @param {Uint8Array} piece
   * @returns {{entries: number, total: number}} how far it is
   */
  take(piece) {
    this.module.call("web_audit_take", this.handle, piece);
    return this.progress();
  }

  /**
   * A part that came another way: each entry and behind it the texts that it
   * names; the checkpoint first, or last of all.
   *
   * @param {keyof typeof PARTS} kind
   * @param {string | Uint8Array} bytes
   */
  takePart(kind, bytes) {
    this.module.call("web_audit_part", this.handle, PARTS[kind], bytes);
    return this.progress();
  }

  /**
   * Proves what has come and waits, however little it is, under weights that
   * are drawn now. Nothing is a finding before finish(), which holds all that
   * was proved to the checkpoint.
   *
   * @returns {number} entries that have been replayed
   */
  prove() {
    this.module.call("web_audit_prove", this.handle, this.core.random(32));
    return this.size;
  }

  progress() {
    return {
      entries: this.module.call("web_audit_progress", this.handle).number,
      total: this.module.call("web_audit_total", this.handle).number,
    };
  }

  /** After the last piece. ERR_INPUT: it is cut short. */
  finish() {
    this.module.call("web_audit_finish", this.handle);
    return this.report();
  }

  /**
   * The eighteen checks and what stands beside them.
   *
   * @returns {{holds: boolean, log: string, genesis?: string, size: number,
   *   root: string, record_code: string, history: string, pinned: number,
   *   witnesses: {named: number, cosigned: number, demanded: boolean},
   *   texts: {checked: number, names: number, members_left_out: number},
   *   receipt: null | {verdict: string, words: {zh: string, en: string},
   *     entry: number | null},
   *   checks: {check: number, verdict: "passed" | "failed" | "not-reached",
   *     what: {zh: string, en: string}, refusal?: string,
   *     words?: {zh: string, en: string}, entry?: number | null,
   *     cause?: number | null}[]}}
   */
  report() {
    return this.module.call("web_audit_report", this.handle).json;
  }

  /** Is this receipt's entry in the log? In the report from then on. */
  checkReceipt(/** @type {string | Uint8Array} */ receipt) {
    this.module.call("web_audit_receipt", this.handle, receipt);
    return this.report();
  }

  /** For the next audit. ERR_STATE unless everything was found good. */
  makePin() {
    return this.module.call("web_audit_make_pin", this.handle).json;
  }
}
