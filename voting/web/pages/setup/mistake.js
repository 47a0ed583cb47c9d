/**
 * What the secretary may type: mistakes come back in words, before anything is
 * signed.
 */

import { hiddenIn } from "../../screen/fields.js";
import { say } from "../../screen/words.js";
import { SETUP } from "../../words/setup.js";

const LINE_MAX_BYTES = 300;

/** A mistake of whoever types, in words. */
export class Mistake extends Error {
  /**
   * @param {[string, string]} words
   * @param {Object<string, string|number>} [values]
   */
  constructor(words, values = {}) {
    super(say(words, values));
    const put = (text) => text.replace(/\{(\w+)\}/g, (_, name) =>
      String(values[name] ?? ""));

    this.code = ""; /* there is nothing to look up */
    this.words = { zh: put(words[0]), en: put(words[1]) };
  }
}

/**
 * One line of text as it is to be kept.
 *
 * @param {string} text
 * @param {{needed?: boolean, most?: number}} [how]  most: bytes of it
 * @throws {Mistake}
 */
export function checkLine(text, { needed = false, most = LINE_MAX_BYTES } = {}) {
  const line = text.trim().replace(/\s+/g, " ");

  checkHidden(line);
  if (needed && line === "")
    throw new Mistake(SETUP.needed);
  if (new TextEncoder().encode(line).length > most)
    throw new Mistake(SETUP.tooLong);
  return line;
}

/** @throws {Mistake} a character that nobody could see */
export function checkHidden(text) {
  const code = hiddenIn(text);

  if (code)
    throw new Mistake(SETUP.hidden, { code });
}
