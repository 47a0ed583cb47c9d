/**
 * The texts that events name: fetched once, checked against their hash by the
 * core, and read by it.
 */

import { fromBase64 } from "./device.js";
import { readBytes, ServerError } from "./server.js";

/**
 * @typedef {Object} Text
 * @property {{zh: string, en: string}} title  the first line
 * @property {{zh: string[], en: string[]}} lines  those after it
 */

const WRONG_TEXT = {
  zh: "服务器给出的正文与记录不符，请到签到处。",
  en: "The server gave another text than the one on record; go to the desk.",
};

/** @param {Uint8Array} bytes */
export function hexOf(bytes) {
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

/** What the core has read, as title and lines. @returns {Text} */
export function asText({ zh, en }) {
  return {
    title: { zh: zh[0] ?? en[0] ?? "", en: en[0] ?? zh[0] ?? "" },
    lines: { zh: zh.slice(1), en: en.slice(1) },
  };
}

export class Texts {
  /** @param {import("../core/core.js").Core} core */
  constructor(core) {
    this.core = core;
    this.known = new Map();
    /** How members' texts are asked for; null: this page is nobody's.
     *  @type {((sha256: Uint8Array, length: number) =>
     *    Promise<Uint8Array>)|null} */
    this.asMember = null;
  }

  /**
   * The text that a view names, or null if there is none or it is not for
   * this page's eyes.
   *
   * @param {{class: string, sha256: string, length: number}|null} blob
   * @returns {Promise<Text|null>}
   * @throws {ServerError}
   */
  async read(blob) {
    if (!blob || (blob.class !== "public" && !this.asMember))
      return null;
    if (!this.known.has(blob.sha256)) {
      const reading = this.fetch(blob);

      reading.catch(() => this.known.delete(blob.sha256));
      this.known.set(blob.sha256, reading);
    }
    return this.known.get(blob.sha256);
  }

  /** Where a public text comes from. @param {string} hex  SHA-256 */
  bytesOf(hex) {
    return readBytes(`/text/${hex}`);
  }

  async fetch(blob) {
    const sha256 = fromBase64(blob.sha256);
    const bytes = await (blob.class === "public"
      ? this.bytesOf(hexOf(sha256)) : this.asMember(sha256, blob.length));

    if (hexOf(this.core.sha256(bytes)) !== hexOf(sha256))
      throw new ServerError(200, "wrong-text", WRONG_TEXT);
    return asText(this.core.readText(bytes));
  }

  /** Title and rows of a round, as one map from "title" and row ids. */
  async ofRound(round, rowsMax = Infinity) {
    const texts = new Map([["title", await this.read(round.title)]]);
    const rows = round.rows.slice(0, rowsMax);

    await Promise.all(rows.map(async (row) =>
      texts.set(row.id, await this.read(row.text))));
    return texts;
  }
}
