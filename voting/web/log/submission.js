/**
 * One signed note with the texts that it names, and what became of it
 * (docs/api.md, sections 3.1 and 3.2).
 */

import { strangeAnswer } from "./server.js";

const HEAD = "congress-submission/v1\n";
const OUTCOMES = "congress-outcomes/v1\n";
const DRAFTS = "congress-drafts/v1\n";

/* A part's kind and length, and what stands between them. */
const PART = /^([a-z]+)((?: [a-z0-9/]+)*) (\d{1,9})$/;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
const plain = new TextDecoder();
const latin = new TextDecoder("latin1");

/** @param {Uint8Array[]} pieces */
function joined(pieces) {
  const bytes = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;

  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function part(kind, bytes) {
  return joined([encoder.encode(`${kind} ${bytes.length}\n`), bytes,
    encoder.encode("\n")]);
}

/**
 * @param {string} note
 * @param {{bytes: Uint8Array, members: boolean}[]} texts
 * @param {{post: string, record: string}[]} [names]
 * @returns {Uint8Array} the note alone, where there are none
 */
export function submissionOf(note, texts, names = []) {
  return texts.length + names.length === 0 ? encoder.encode(note)
    : wrapped(note, texts, names);
}

/** The same, never the note alone. @param {string} [setup]  the set-up code */
export function wrapped(note, texts, names, setup = "") {
  return submissionOfAll([note], texts, names, setup);
}

/**
 * Several notes, at most 256, with what belongs to them.
 *
 * @param {string[]} notes
 * @param {{bytes: Uint8Array, members: boolean}[]} texts
 * @param {{post: string, record: string}[]} names
 * @param {string} [setup]
 */
export function submissionOfAll(notes, texts, names, setup = "") {
  return joined([encoder.encode(HEAD),
    ...(setup ? [part("setup", encoder.encode(setup))] : []),
    ...texts.map((t) => part(t.members ? "members" : "public", t.bytes)),
    ...names.map((n) => part(`name ${n.post}`, encoder.encode(n.record))),
    ...notes.map((note) => part("note", encoder.encode(note))),
    encoder.encode("end\n")]);
}

/**
 * The log's word on each note of a submission, in order.
 *
 * @param {Uint8Array} answer
 * @returns {Uint8Array[]}
 */
export function outcomesIn(answer) {
  return beginsWith(answer, OUTCOMES)
    ? [...partsOf(answer, OUTCOMES)].map(([, word]) => word) : [];
}

/**
 * The parts behind the head of such a file: [kind, bytes, what stands between
 * kind and length], until "end" or what is none.
 *
 * @param {Uint8Array} bytes
 * @param {string} head
 */
export function* partsOf(bytes, head) {
  let at = head.length;

  for (;;) {
    const end = bytes.indexOf(10, at);
    const line = latin.decode(bytes.subarray(at, Math.max(at, end)));
    const [, kind, between, length] = PART.exec(line) ?? [];

    at = end + 1 + Number(length);
    if (!kind || at >= bytes.length)
      return;
    yield [kind, bytes.subarray(end + 1, at), between.split(" ").slice(1)];
    at += 1;
  }
}

function beginsWith(bytes, head) {
  return bytes.length >= head.length &&
    encoder.encode(head).every((byte, i) => bytes[i] === byte);
}

/**
 * The note in what was sent, and the log's word on it in what came back.
 *
 * @param {Uint8Array} body    as submissionOf() made it
 * @param {Uint8Array} answer
 * @returns {{note: string, answer: Uint8Array}}
 */
export function unwrapped(body, answer) {
  if (!beginsWith(body, HEAD))
    return { note: decoder.decode(body), answer };
  const note = [...partsOf(body, HEAD)].find(([kind]) => kind === "note");
  const word = beginsWith(answer, OUTCOMES)
    ? [...partsOf(answer, OUTCOMES)][0] : null;

  return { note: decoder.decode(note[1]), answer: word ? word[1] : answer };
}

/**
 * The name records of an answer to "names".
 *
 * @param {Uint8Array} bytes
 * @returns {Uint8Array[]}
 */
export function namesIn(bytes) {
  return [...partsOf(bytes, HEAD)].filter(([kind]) => kind === "name")
    .map(([, record]) => record);
}

/**
 * The answer to "drafts".
 *
 * @param {Uint8Array} bytes
 * @returns {{author: string, declined: boolean, by: string, left: number,
 *   note: string, texts: {bytes: Uint8Array, members: boolean}[],
 *   names: {post: string, record: string}[]}[]} left: seconds it will wait
 * @throws {import("./server.js").ServerError} it is no such answer
 */
export function draftsIn(bytes) {
  if (!beginsWith(bytes, DRAFTS))
    throw strangeAnswer();
  return [...partsOf(bytes, DRAFTS)].map(([kind, body, [author, more]]) => {
    const parts = [...partsOf(body, HEAD)];
    const declined = kind === "declined";

    if (!parts.some((p) => p[0] === "note") || more === undefined)
      throw strangeAnswer();
    return { author, declined, by: declined ? more : "",
      left: declined ? 0 : Number(more),
      note: plain.decode(parts.find((p) => p[0] === "note")[1]),
      texts: parts.filter((p) => p[0] === "public" || p[0] === "members")
        .map((p) => ({ members: p[0] === "members", bytes: p[1] })),
      names: parts.filter((p) => p[0] === "name").map((p) => ({ post: p[2][0],
        record: plain.decode(p[1]) })) };
  });
}
