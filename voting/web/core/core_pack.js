/*
 * core_pack.js - a paper pack: what a phone verifies before it seals, and the
 * ballot that it seals from it. Made by Core.openPack().
 */
import { Ballot, marksOf } from "./core_ballot.js";
import { fromBase64 } from "./core_module.js";

/** @typedef {{sha256: string, length: number, members: boolean,
 *  there: boolean}} TextRef there: its bytes are in the pack */

/**
 * @typedef {{origin: string, log_key: string, genesis: string,
 *   tree: import("./core.js").Tree, presiding: string, session: string,
 *   open: number, opened: number, paper: string, version: number,
 *   kind: "motion" | "election" | "appraisal",
 *   ballot: "secret" | "named" | "hands", last_counts: boolean,
 *   practice: boolean, advise: boolean, cap: number, title: TextRef,
 *   options: string[],
 *   rows: {id: string, recused: boolean, text: TextRef, rule: string}[],
 *   scrutineers: string[], needed: number,
 *   seat: null | {post: string, name: string, invitation: string,
 *     enrolled: boolean, key: string, on_roll: boolean, barred: boolean}
 *   }} PackFacts tree: the checkpoint, to keep for the next pack; rule: its
 *   canonical text; seat.name: the commitment that the name record must open
 */

export class Pack {
  /**
   * @param {import("./core.js").Core} core
   * @param {number} handle
   */
  constructor(core, handle) {
    this.core = core;
    this.module = core.module;
    this.handle = handle;
    /** @type {PackFacts} what it proves */
    this.facts = this.module.call("web_pack_facts", handle).json;
  }

  close() {
    this.module.call("web_pack_close", this.handle);
  }

  /** The log's name and key, for the checks of Core. */
  pin() {
    return { origin: this.facts.origin, key: fromBase64(this.facts.log_key) };
  }

  /**
   * Whether this card is the seat's in this conference: what pins a pack that
   * was opened without a genesis.
   *
   * @param {Uint8Array} token
   */
  isCardOfSeat(token) {
    const key = this.core.invitationKey(fromBase64(this.facts.genesis), token);
    const own = key.publicKey();
    key.close();
    const invited = fromBase64(this.facts.seat?.invitation ?? "");
    return own.length === invited.length &&
      own.every((byte, i) => byte === invited[i]);
  }

  /**
   * The lines of the title (0) or of the n-th row's text; null where it is a
   * members' text, to be asked for.
   *
   * @param {number} number
   * @returns {{zh: string[], en: string[]} | null}
   */
  text(number) {
    const { there } = number === 0 ? this.facts.title
      : this.facts.rows[number - 1].text;
    return there ? this.core.readText(
      this.module.call("web_pack_text", this.handle, number).bytes) : null;
  }

  /**
   * Seals a ballot; then it waits for "cast" or "test".
   *
   * @param {import("./core.js").Secret} key the seat's
   * @param {number[]} choices for each row from which it is not recused
   * @param {{attempt?: number, previous?: {index: number,
   *          leaf: Uint8Array}}} [again] a ballot that replaces the one before;
   *        the pack must have been fetched after that (else `seen-too-old`)
   */
  seal(key, choices, { attempt = 1, previous } = {}) {
    const marks = marksOf(choices);
    const secret = this.core.random(32);
    try {
      const { bytes, number } = this.module.call("web_pack_seal", this.handle,
        key.handle, attempt, previous?.index ?? 0, previous?.leaf, marks,
        secret);
      return new Ballot(this.core, number, bytes);
    } finally {
      marks.fill(0);
      secret.fill(0);
    }
  }

  /**
   * Another device's test ballot of this seat, sealed again here; as
   * checkTestBallot() of a log.
   *
   * @param {string} text
   */
  checkTestBallot(text) {
    return this.module.call("web_pack_test", this.handle, text).json;
  }
}
