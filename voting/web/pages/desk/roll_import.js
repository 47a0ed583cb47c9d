/**
 * The roll: from a file of people to posts in the log. Each gets a card, whose
 * token is made and kept on this device and nowhere else.
 */

import { Breath } from "../../log/breath.js";
import { Cards } from "./kept_cards.js";
import { postEvent, ServerError, strangeAnswer } from "../../log/server.js";
import { outcomesIn, submissionOfAll } from "../../log/submission.js";

const AT_ONCE = 100; /* people in one submission; 256 notes are allowed */
const TRIES = 4; /* the same bytes again, before the officer is asked */
const NUMBER_MAX = 99999;

/** A file that is text in no encoding that is used for rolls. */
export class NotText extends Error {}

/**
 * @param {Uint8Array} bytes
 * @returns {{text: string, gb18030: boolean}}
 * @throws {NotText}
 */
export function textOfFile(bytes) {
  for (const encoding of ["utf-8", "gb18030"])
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes),
        gb18030: encoding === "gb18030" };
    } catch {
      /* the next one */
    }
  throw new NotText();
}

/** What was copied from a table, whose cells are parted by tabs, as CSV. */
export function asCsv(pasted) {
  if (!pasted.split("\n", 1)[0].includes("\t"))
    return pasted;
  const cell = (text) => /[",]/.test(text) && !/^".*"$/.test(text)
    ? `"${text.replaceAll("\"", "\"\"")}"` : text;

  return pasted.split(/\r?\n/).map((line) => line.split("\t").map(cell)
    .join(",")).join("\n");
}

/** The number at the end of an id, or 0. */
function numberOf(id) {
  const number = Number(/(\d*)$/.exec(id)[1] || 0);

  return number <= NUMBER_MAX ? number : 0;
}

/**
 * Gives each row its post, by the number at the end of its id or by the order
 * of the file, seats and observers apart.
 *
 * @param {{id: string, voting: boolean, line: number}[]} rows
 * @param {boolean} byOrder
 * @returns {{posts: string[], fault: Object|null}} fault: the first row whose
 *     id has no number, or that of another
 */
export function numberRows(rows, byOrder) {
  const next = { seat: 1, observer: 1 };
  const posts = [];
  const taken = new Set();

  for (const row of rows) {
    const kind = row.voting ? "seat" : "observer";
    const number = byOrder ? next[kind]++ : numberOf(row.id);
    const post = kind === "seat" ? `seat/${String(number).padStart(3, "0")}`
      : `observer/${number}`;

    if (number === 0 || taken.has(post))
      return { posts, fault: row };
    taken.add(post);
    posts.push(post);
  }
  return { posts, fault: null };
}

const TAG = /^[A-Za-z0-9_.-]{1,32}$/;

/** By what a part of the roll can be told in a question's filter. */
export const TAGS = ["none", "delegation", "sex"];

/**
 * What the log says of a person besides the post: everybody can read it, so
 * only what a rule needs.
 *
 * @param {{delegation: string, sex: string}} row
 * @param {"none" | "delegation" | "sex"} by
 * @returns {string|null}  "": nothing; null: it cannot stand in the log
 */
export function tagOf(row, by) {
  if (by === "none")
    return "";
  if (by === "sex")
    return { F: "women", M: "men" }[row.sex] ?? "";
  return row.delegation === "" ||
    (TAG.test(row.delegation) && row.delegation !== "none")
    ? row.delegation : null;
}

/* The same bytes until there is an answer. */
async function sendUntilAnswered(body) {
  for (let n = 1; ; n++)
    try {
      return (await postEvent(body)).bytes;
    } catch (error) {
      if (!(error instanceof ServerError) || n === TRIES ||
          (error.status >= 400 && error.status < 500))
        throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * n));
    }
}

/**
 * Makes posts for people who have none. What the log has already stays as it
 * is, so after a failure the same import goes on where it stopped.
 *
 * @param {import("../../post/member.js").Member} member  a desk or the
 *     presiding chair, while no session runs
 * @param {{post: string, fields: Object, tag: string}[]} people  fields as of
 *     a name record
 * @param {(done: number) => void} onProgress
 * @throws {import("../../core/core_module.js").CoreError} the log's refusal,
 *     with `post`
 */
export async function importRoll(member, people, onProgress) {
  const cards = new Cards(member);
  const breath = new Breath();

  for (let at = 0; at < people.length; at += AT_ONCE) {
    const some = people.slice(at, at + AT_ONCE);

    onProgress(at);
    await new Promise((resolve) => setTimeout(resolve)); /* to be painted */
    cards.add(some.map(({ post }) => post));
    const made = [];

    for (const person of some) {
      made.push(postOf(member, cards, person));
      await breath.taken();
    }
    const notes = made.map(({ note }) => note);
    const answers = outcomesIn(await sendUntilAnswered(
      submissionOfAll(notes, [], made.map(({ name }) => name))));

    if (answers.length !== notes.length)
      throw strangeAnswer();
    for (const [i, note] of notes.entries()) {
      accept(member, note, answers[i], some[i]);
      await breath.taken();
    }
    await member.follower.refresh();
  }
  onProgress(people.length);
}

function postOf(member, cards, { post, fields, tag }) {
  const { record, commitment } = member.hall.core.writeName(fields);
  const draft = member.log.draft.post({ post, name: commitment,
    invitation: cards.invitation(post), voting: post.startsWith("seat/"),
    tags: tag ? [tag] : [] });

  return { note: member.sign(draft).note, name: { post, record } };
}

/* Only a receipt that holds is one. */
function accept(member, note, answer, { post }) {
  const { core } = member.hall;

  try {
    core.checkReceipt(member.log.pin(), answer, note);
  } catch {
    throw Object.assign(core.checkRefusal(member.log.pin(), answer, note),
      { post });
  }
}
