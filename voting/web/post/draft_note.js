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
 * @property {number} until  seconds since 1970, when it lapses
 * @property {Draft} draft  with the lines it has
 * @property {Error|null} refusal  what the log would say to it now
 * @property {import("../core/core_log.js").Blob[]} texts
 * @property {{post: string, record: string}[]} names
 */

export const SKEW_S = 300; /* a dated event's time around that of its entry */

/** The event's text in a note. @param {string} note */
export function textOf(note) {
  return note.slice(0, note.lastIndexOf("\n\n") + 1);
}

/** When the log takes it no more, seconds since 1970; null: it has no time.
 *  @param {string} text  of an event */
export function lapsesAt(text) {
  const dated = /^at (\d+)$/m.exec(text);

  return dated && Number(dated[1]) + SKEW_S;
}

/**
 * A note of one's own that has lapsed, with the time now, signed again by those
 * of this device alone; null where it speaks of somebody who has come or gone
 * meanwhile.
 *
 * @param {import("./member.js").Member} member
 * @param {string} note
 * @returns {Draft|null}
 */
export function redated(member, note) {
  const at = member.hall.time();
  const own = [...draftOf(member, note)?.lines.keys() ?? []]
    .filter((post) => member.keys.has(post));
  const text = textOf(note).replace(/^at \d+$/m, `at ${at}`);

  if (own.length === 0 || !goesOn(member.log, text, at))
    return null;
  const draft = new Draft(member.log, text, []).prefer(own);

  for (const post of own)
    draft.sign(post, member.keys.get(post));
  return draft;
}

/**
 * Whether a coming or going still follows the last one of that post; of other
 * events nothing is asked here.
 *
 * @param {import("../core/core_log.js").Replayed} log
 * @param {string} text
 * @param {number} at
 */
export function goesOn(log, text, at) {
  const [, type] = /^congress\/v1 (present|leave)$/m.exec(text) ?? [];
  const line = (lines, key) => new RegExp(`^${key} (.*)$`, "m").exec(lines)?.[1];

  if (!type)
    return true;
  const post = line(text, "post");
  const drafted = log.draft.lines(type, { at, other: post, number: 1 });
  const there = log.seat(post);

  return line(drafted, "previous") === line(text, "previous") &&
    !there.retired && there.present === (type === "leave");
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

  const until = Math.min(hall.shownTime() + left, lapsesAt(text) ?? Infinity);

  return { hash, text, author, until, draft, texts, names,
    refusal: objection(member, draft) };
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
