/**
 * A question as this phone has verified it: text, options, who locked the box
 * and the key to seal for, all from a paper pack (docs/protocol.md, 11.5).
 */

import { toBase64 } from "../../log/device.js";
import { ServerError } from "../../log/server.js";
import { asText } from "../../log/texts.js";
import { JOIN } from "../../words/join.js";

export class Paper {
  /**
   * @param {import("./phone.js").Phone} phone
   * @param {{open: number, round: number}} standing  as the view of a seat says
   * @throws {import("../../core/core.js").CoreError} what is wrong, in words
   */
  static async open(phone, standing) {
    const { follower, hall, me } = phone;
    const pack = await follower.pack(standing.open, me.post);
    const paper = new Paper(phone, pack, standing.round);

    try {
      paper.check();
      await paper.read(hall.texts);
    } catch (error) {
      pack.close();
      throw error;
    }
    return paper;
  }

  constructor(phone, pack, round) {
    this.phone = phone;
    this.pack = pack;
    this.facts = pack.facts;
    this.round = round;
    this.rows = this.facts.rows.filter((row) => !row.recused);
    /** @type {Map<string, import("../../log/texts.js").Text|null>} */
    this.texts = new Map();
  }

  close() {
    this.pack.close();
  }

  /* Card, name and key are those of this device's seat. */
  check() {
    const { core } = this.phone.hall;
    const { seat } = this.facts;
    const { invitation, commitment } = this.phone.me;

    if ((invitation && seat.invitation !== invitation) || !seat.enrolled ||
        seat.key !== toBase64(this.phone.key.publicKey()))
      throw core.refusal("no-current-key");
    if (commitment && seat.name !== commitment)
      throw new ServerError(200, "wrong-name", { zh: JOIN.wrongName[0],
        en: JOIN.wrongName[1] });
  }

  /* Public texts are in the pack; members' are asked for, and held to the
   * hashes in it. */
  async read(texts) {
    const at = async (number, { there, members, sha256, length }) => there
      ? asText(this.pack.text(number))
      : texts.read({ class: members ? "members" : "public", sha256, length });

    this.texts.set("title", await at(0, this.facts.title));
    await Promise.all(this.facts.rows.map(async (row, i) =>
      this.texts.set(row.id, await at(i + 1, row.text))));
  }

  get byHands() {
    return this.facts.ballot === "hands";
  }

  get secret() {
    return this.facts.ballot === "secret";
  }

  /** Whether this seat is asked anything. */
  get asked() {
    return this.facts.seat.on_roll && !this.facts.seat.barred;
  }

  /**
   * @param {number[]} choices  an option's number for each of its rows
   * @param {{attempt: number, index: number, time: number, note: string}|null}
   *     last  the receipt of the ballot that this one replaces
   */
  seal(choices, last) {
    const { core } = this.phone.hall;

    return this.pack.seal(this.phone.key, choices, last ? {
      attempt: last.attempt + 1,
      previous: { index: last.index, leaf: core.leafHash(
        `congress-entry/v1 ${last.time}\n${last.note}`) } } : {});
  }

  /** A row's rule in a sentence, for a roll of this size. */
  ruleWords(row, roll) {
    return this.phone.hall.core.ruleWords(row.rule, roll);
  }
}
