/**
 * The cards that were made on this device: their tokens stay here, and nowhere
 * else, until they are printed and an officer has them wiped. Who has a token
 * that nobody has used can take that person's place.
 */

import { forget, keep, recall } from "./device.js";

export class Cards {
  /**
   * @param {import("./member.js").Member} member
   * @param {string} [drawer]  apart from others: cards that are being issued
   *     anew are not printed with the rest
   */
  constructor(member, drawer = "cards") {
    this.member = member;
    this.name = `${drawer}/${member.log.pin().origin}`;
  }

  /** @returns {Object<string, string>} by post, the token as in a QR code */
  all() {
    return recall(this.name) ?? {};
  }

  /**
   * New cards for these posts; who has one here keeps it.
   *
   * @param {string[]} posts
   * @throws {import("./device.js").NoStorage}
   */
  add(posts) {
    const { core } = this.member.hall;
    const cards = this.all();

    for (const post of posts)
      cards[post] ??= core.tokenText(core.newToken());
    keep(this.name, cards);
  }

  token(post) {
    return this.member.hall.core.readToken(this.all()[post]);
  }

  /** The public key of a card's invitation. */
  invitation(post) {
    const { core } = this.member.hall;
    const key = core.invitationKey(this.member.log.leaf(0), this.token(post));

    try {
      return key.publicKey();
    } finally {
      key.close();
    }
  }

  /** Whether the card that is here is the post's own now, and not used yet. */
  isUnused(post) {
    const found = this.all()[post] &&
      this.member.log.postOf(this.invitation(post));

    return found?.post === post && found.card;
  }

  /** Posts whose card is here and still to be used, seats first. */
  unused() {
    const order = (post) => [post.startsWith("seat/") ? 0 : 1,
      Number(post.split("/")[1])];

    return Object.keys(this.all()).filter((post) => this.isUnused(post))
      .sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
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
