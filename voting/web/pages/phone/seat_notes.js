/**
 * The events that a seat signs, from what its device has verified of the log
 * without replaying it: how it comes to the hall, and what it puts on record.
 * (Ballots: core_pack.js.)
 */

import { toBase64 } from "../../core/core_module.js";
import { strangeAnswer } from "../../log/server.js";

/** @typedef {{origin: string, tree: {size: number, root: string}}} Place
 *  the log, and what was verified of it last */
/** @typedef {import("../../core/core.js").Secret} Secret */
/** @typedef {{index: number, leaf: Uint8Array}} Ref */

/** @param {Ref|null} ref */
function refText(ref) {
  return ref ? `${ref.index} ${toBase64(ref.leaf)}` : "none";
}

/** @param {Place} place */
function head(type, { origin, tree }) {
  return [`congress/v1 ${type}`, `log ${origin}`,
    `seen ${tree.size} ${tree.root}`];
}

/**
 * A device's own key, signed in by the card's.
 *
 * @param {import("../../core/core.js").Core} core
 * @param {Place} place
 * @param {{post: string, invitation: Ref, card: Secret, key: Secret}} what
 *   invitation: the entry that made the card
 * @returns {string} the note
 */
export function enrolNote(core, place, { post, invitation, card, key }) {
  const text = [...head("enrol", place), `post ${post}`,
    `invitation ${refText(invitation)}`, `key ${toBase64(key.publicKey())}`,
    ""].join("\n");

  return `${text}\n${core.signLine(card, post, text, true)}${
    core.signLine(key, post, text)}`;
}

/**
 * @param {import("../../core/core.js").Core} core
 * @param {Place} place
 * @param {{post: string, session: string, previous: Ref|null, at: number,
 *   key: Secret}} what  previous: the post's last presence entry in this
 *   session
 * @returns {string} the note
 */
export function presentNote(core, place, { post, session, previous, at, key }) {
  /* The session is the server's word: one of it, and not further lines. */
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/.test(session))
    throw strangeAnswer();
  const text = [...head("present", place), `at ${at}`, `session ${session}`,
    `post ${post}`, `previous ${refText(previous)}`, "how phone",
    ""].join("\n");

  return `${text}\n${core.signLine(key, post, text)}`;
}

/**
 * @param {import("../../core/core.js").Core} core
 * @param {Place} place
 * @param {{type: "objection"|"complaint", post: string, about: Ref|null,
 *   refusal: import("../../core/core_log.js").Blob|null,
 *   text: import("../../core/core_log.js").Blob, key: Secret}} what  about:
 *   the result that an objection is to; refusal: the log's word that a
 *   complaint quotes
 * @returns {string} the note
 */
export function statementNote(core, place, { type, post, about, refusal, text,
  key }) {
  const event = [...head(type, place), `about ${refText(about)}`,
    ...(type === "complaint" ? [`refusal ${refusal?.ref ?? "none"}`] : []),
    `text ${text.ref}`, ""].join("\n");

  return `${event}\n${core.signLine(key, post, event)}`;
}
