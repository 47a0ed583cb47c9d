/** Which of those who are present have no phone online. */

import { kindOf } from "../../post/posts.js";

const EVERY_MS = 20000;

export class Phones {
  /** @param {import("./chair.js").Chair} chair */
  constructor(chair) {
    this.chair = chair;
    /** @type {Set<string>|null}  posts seen lately; null: not known */
    this.seen = null;
    this.asked = 0;
  }

  /** Asks the server, but not more often than people come and go. */
  async look() {
    if (Date.now() - this.asked < EVERY_MS)
      return;
    this.asked = Date.now();
    try {
      const answer = await this.chair.ask({ want: "phones" });

      this.seen = new Set(new TextDecoder().decode(answer).split("\n")
        .filter((line) => line !== ""));
    } catch {
      this.seen = null; /* it is said that nothing is known */
    }
    this.chair.living.update();
  }

  /**
   * @returns {{present: string[], offline: string[]}|null} seats; null: it is
   *   not known
   */
  count() {
    const { chair } = this;
    const present = chair.log.seats().filter((seat) => seat.present &&
      !seat.retired && kindOf(seat.post) === "seat").map(({ post }) => post);

    return this.seen && chair.names.known.size > 0 && { present,
      offline: present.filter((post) => !this.seen.has(post)) };
  }
}
