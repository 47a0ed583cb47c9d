/**
 * The cards that were made on this device: their tokens stay here, and nowhere
 * else, until they are printed and an officer has them wiped. Who has a token
 * that nobody has used can take that person's place.
 */

import { forget, keep, recall, toBase64 } from "../../log/device.js";

export class Cards {
  /**
   * @param {import("../../post/member.js").Member} member
   * @param {string} [drawer]  apart from others: cards that are being issued
   *     anew are not printed with the rest
   */
  constructor(member, drawer = "cards") {
    this.member = member;
    this.name = `${drawer}/${member.log.pin().origin}`;
    /** @type {Map<string, Uint8Array>} invitations by token, made once */
    this.invitations = new Map();
  }

  /** @returns {Object<string, string>} by post, the token as in a QR code */
  all() {
    return recall(this.name) ?? {};
  }

  /**
   * New cards for these posts; who has one here keeps it.
   *
   * @param {string[]} posts
   * @throws {import("../../log/device.js").NoStorage}
   */
  add(posts) {
    const { core } = this.member.hall;
    const cards = this.all();

    for (const post of posts)
      cards[post] ??= core.tokenText(core.newToken());
    keep(this.name, cards);
  }

  /** The public key of a card's invitation. */
  invitation(post) {
    return this.invitationOf(this.all()[post]);
  }

  invitationOf(text) {
    const { core } = this.member.hall;

    if (!this.invitations.has(text)) {
      const key = core.invitationKey(this.member.log.leaf(0),
        core.readToken(text));

      this.invitations.set(text, key.publicKey());
      key.close();
    }
    return this.invitations.get(text);
  }

  /** Whether the card that is here is the post's own now, and not used yet. */
  isUnused(post) {
    return this.unused().includes(post);
  }

  /** Posts whose card is here and still to be used, seats first. */
  unused() {
    const cards = this.all();

    return this.member.log.seats().filter(({ post, ...seat }) =>
      post in cards && !seat.invitation_used &&
      seat.invitation === toBase64(this.invitationOf(cards[post])))
      .map(({ post }) => post);
  }

  /** Wipes one card's token, or all. */
  wipe(post) {
    const { [post]: _, ...others } = this.all();

    if (post === undefined || Object.keys(others).length === 0)
      forget(this.name);
    else
      keep(this.name, others);
  }
}
