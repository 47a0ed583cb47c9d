/**
 * A note that waits for signatures: its text, the lines it has, and whether a
 * line of this device's would go with them.
 */

import { Draft } from "../core/core_draft.js";
import { hexOf } from "../log/texts.js";

/**
 * @typedef {Object} Asked
 * @property {string} hash  of the text, hexadecimal
 * @property {string} text
 * @property {string} author  the post that asks
 * @property {number} until  seconds since 1970
 * @property {Draft} draft  with the lines it has
 * @property {Error|null} refusal  what the log would say to it now
 * @property {import("../core/core_log.js").Blob[]} texts
 * @property {{post: string, record: string}[]} names
 */

/** The event's text in a note. @param {string} note */
export function textOf(note) {
  return note.slice(0, note.lastIndexOf("\n\n") + 1);
}

/**
 * The signature lines of a note, by post.
 *
 * @param {string} note
 * @param {string} origin
 * @returns {Map<string, string>}
 */
function linesOf(note, origin) {
  const lines = note.slice(note.lastIndexOf("\n\n") + 2).split("\n")
    .filter((line) => line !== "");

  return new Map(lines.map((line) => [
    line.split(" ")[1].slice(origin.length + 1), `${line}\n`]));
}

/**
 * The draft that a note is, with the lines it has, and where there is a choice
 * those who have signed and these as signers; null if it is none.
 *
 * @param {import("./member.js").Member} member
 * @param {string} note
 * @param {string[]} [others]
 * @returns {Draft|null}
 */
export function draftOf({ log }, note, others = []) {
  try {
    const lines = linesOf(note, log.pin().origin);
    const draft = new Draft(log, textOf(note), [])
      .prefer([...lines.keys(), ...others]);

    if ([...lines.keys()].some((post) => !draft.signers.includes(post)))
      return null;
    draft.lines = lines;
    return draft;
  } catch {
    return null;
  }
}

/**
 * What a colleague asks of this device; null if none of its keys fits beside
 * the lines that are there, or it is no event.
 *
 * @param {import("./member.js").Member} member
 * @param {{author: string, left: number, note: string, texts: Object[],
 *   names: Object[]}} one
 * @returns {Asked|null}
 */
export function askedToSign(member, { author, left, note, texts, names }) {
  const { hall } = member;
  const text = textOf(note);
  const own = [...member.keys.keys()];
  const draft = draftOf(member, note, own);

  if (!draft?.lines.has(author) ||
      !draft.missing.some((post) => own.includes(post)))
    return null;
  const hash = hexOf(hall.core.sha256(new TextEncoder().encode(text)));

  return { hash, text, author, until: hall.shownTime() + left, draft, texts,
    names, refusal: objection(member, draft) };
}

/* What the log would say to it, signed here; null also if that is not known
 * before another has signed. Nothing of this leaves the device. */
function objection(member, draft) {
  const tried = new Draft(draft.log, draft.text, draft.signers);

  tried.lines = new Map(draft.lines);
  try {
    for (const post of tried.missing)
      if (member.keys.has(post))
        tried.sign(post, member.keys.get(post));
    if (tried.missing.length === 0)
      draft.log.tryNote(tried.note, member.hall.time());
    return null;
  } catch (error) {
    return error;
  }
}
