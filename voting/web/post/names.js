/**
 * Who holds which post, for those who may know it: every name record is held
 * to what the log has committed to, so that a server cannot pass somebody off
 * as another.
 */

import { Breath } from "../log/breath.js";
import { kindOf, postName } from "./posts.js";
import { namesIn } from "../log/submission.js";
import { say } from "../screen/words.js";
import { POST_OF } from "../words/join.js";

/**
 * @typedef {{zh: string, en: string, group: string}} Name
 *
 * @param {Uint8Array} record  of protocol.md, section 9.3
 * @returns {Name}
 */
export function nameIn(record) {
  const fields = new Map(new TextDecoder().decode(record).split("\n")
    .map((line) => [line.split(" ", 1)[0], line.replace(/^\S+ /, "")]));
  const zh = fields.get("zh") ?? fields.get("en") ?? "";

  return { zh, en: fields.get("en") ?? zh, group: fields.get("group") ?? "" };
}

export class Names {
  /** @param {import("./member.js").Member} member */
  constructor(member) {
    this.member = member;
    /** @type {Map<string, Name>} */
    this.known = new Map();
    /** Names that two posts of a kind have; who is both representative and
     *  scrutineer is one person. @type {Set<string>} */
    this.shared = new Set();
  }

  /**
   * Asks for all of them.
   *
   * @throws {import("../log/server.js").ServerError}
   */
  async load() {
    const { log } = this.member;
    const records = namesIn(await this.member.ask({ want: "names" }));
    const breath = new Breath();

    for (const record of records) {
      const post = log.giveName(record);

      if (post)
        this.known.set(post, nameIn(record));
      await breath.taken();
    }
    const once = new Set();

    for (const [post, { zh }] of this.known) {
      const named = `${kindOf(post)} ${zh}`;

      (once.has(named) ? this.shared : once).add(named);
    }
  }

  /** 王书茵; 席位 017 while that is not known; both where two have one name. */
  of(post) {
    const name = this.known.get(post);

    if (!name?.zh)
      return postName(post);
    return this.shared.has(`${kindOf(post)} ${name.zh}`)
      ? say(POST_OF.both, { name: say(name), post: postName(post) })
      : say(name);
  }
}
