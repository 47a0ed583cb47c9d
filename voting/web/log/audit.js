/**
 * Recounts the whole log in a worker: every entry and text, all eighteen checks,
 * with word on how far it is. The record comes from the server, or from a file.
 */

import { coreForWorker, coreWorker } from "../assets.js";
import { groupsOf } from "./bundle.js";
import { entriesOf } from "../core/core_log.js";
import { connect } from "../core/core_remote.js";
import { fromBase64 } from "./device.js";
import { bundlePath } from "./follow.js";
import { sizeOf } from "./seen.js";
import { readBytes, readText, ServerError, strangeAnswer }
  from "./server.js";
import { hexOf } from "./texts.js";

const BUNDLE = 256;
const PIECE = 65536; /* bytes of a file between two words on how far it is */

/** The worker has not started, or has died. */
export class NoWorker extends Error {
  constructor() {
    super("worker");
    this.words = { zh: "这个浏览器没有让核对程序运行。请换一个浏览器，或使用 ballotverify。",
      en: "This browser did not let the checking program run. Use another " +
        "browser, or ballotverify." };
  }
}

/** An audit and the core it runs in, for who goes on with it. */
export class Recount {
  /**
   * @param {Object} [pin]  what an earlier recount found good, from makePin():
   *     the proofs of those entries are not looked at again
   * @param {{keeps?: boolean}} [how]
   */
  static async begin(pin = null, how = {}) {
    return new Recount(how).start(coreWorker(), coreForWorker(), pin);
  }

  /** @param {{keeps?: boolean}} [how]  whether entries and texts stay in
   *      `groups`, for who shows them; else their bytes are forgotten */
  constructor({ keeps = true } = {}) {
    this.keeps = keeps;
    this.given = new Set();
    /** Whether run() can be called, or called again. */
    this.resumable = true;
    /** Entries that have been handed in. */
    this.size = 0;
    /** @type {{entry: Uint8Array, texts: Uint8Array[]}[]} as in a bundle */
    this.groups = [];
    /** The tile that is being read. */
    this.tile = { index: -1, entries: [] };
  }

  /**
   * @param {Worker} worker  that waits to be told which core to load
   * @param {*} source       see core_remote.js
   */
  async start(worker, source, pin = null) {
    this.worker = worker;
    this.failed = new Promise((_, reject) => {
      this.worker.onerror = () => reject(new NoWorker());
    });
    this.failed.catch(() => {});
    this.core = await this.orFail(connect(worker, source));
    this.audit = await this.orFail(this.core.audit());
    if (pin)
      await this.orFail(this.audit.pinned(pin));
    return this;
  }

  orFail(promise) {
    return Promise.race([promise, this.failed]);
  }

  /**
   * The record that the server publishes now, from where this recount is. The
   * checkpoint comes last: it signs the very entries that were handed in, or
   * the first check fails.
   *
   * @param {(done: number, all: number) => void} onProgress
   * @returns {Promise<Object>} the report, see core_log.js
   */
  async run(onProgress) {
    const checkpoint = await readText("/checkpoint");
    const size = sizeOf(checkpoint);

    this.checkpoint = checkpoint;
    this.resumable = false;
    try {
      await this.takeUpTo(size, { known: size, onProgress });
    } catch (error) {
      this.resumable = error instanceof ServerError;
      throw error;
    }
    await this.orFail(this.audit.takePart("checkpoint", checkpoint));
    return this.orFail(this.audit.finish());
  }

  /**
   * Hands in the entries up to this size.
   *
   * @param {number} size
   * @param {{known: number, near?: {index: number, entries: Uint8Array[]},
   *     onProgress?: (done: number, all: number) => void}} of  how many entries
   *     the server has, and a tile that is here already
   * @throws {import("./server.js").ServerError}  then it can be called again
   */
  async takeUpTo(size, { known, near, onProgress = () => {} }) {
    while (this.size < size) {
      const index = Math.floor(this.size / BUNDLE);
      const end = Math.min(size, (index + 1) * BUNDLE);
      const entries = await this.entriesOf(index, end - index * BUNDLE,
        Math.min(BUNDLE, known - index * BUNDLE), near);

      while (this.size < end) {
        await this.takeEntry(entries[this.size - index * BUNDLE]);
        onProgress(this.size, size);
      }
    }
  }

  /* The first entries of a tile: as many as are needed, of as many as it has. */
  async entriesOf(index, needed, width, near) {
    const has = (tile) => tile?.index === index &&
      tile.entries.length >= needed;

    if (!has(this.tile))
      this.tile = has(near) ? near : { index,
        entries: entriesOf(await readBytes(bundlePath(index, width))) };
    if (!has(this.tile))
      throw strangeAnswer();
    return this.tile.entries;
  }

  /* An entry, and behind it the public texts that it names for the first time;
   * a witness policy follows each entry that names it. The texts are asked for
   * first, so that nothing has happened where the network fails. */
  async takeEntry(entry) {
    const texts = [];
    const named = textsOf(entry).filter(({ hex, policy }) =>
      policy || !this.given.has(hex));

    for (const { hex } of named)
      texts.push(await readBytes(`/text/${hex}`));
    await this.orFail(this.audit.takePart("entry", entry));
    for (const text of texts)
      await this.orFail(this.audit.takePart("text", text));
    named.forEach(({ hex }) => this.given.add(hex));
    this.size++;
    if (this.keeps)
      this.groups.push({ entry, texts });
  }

  /**
   * Proves what has been handed in so far, under weights that are drawn now.
   * What comes of it is a finding only after run().
   *
   * @returns {Promise<number>} entries that were replayed
   */
  prove() {
    return this.orFail(this.audit.prove());
  }

  /**
   * The record in a file (docs/protocol.md, section 11.1).
   *
   * @param {Uint8Array} bytes
   * @param {(done: number, all: number) => void} onProgress
   * @throws {CoreError} it is no such file
   */
  async runFile(bytes, onProgress) {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const { entries, total } = await this.orFail(
        this.audit.take(bytes.slice(at, at + PIECE)));

      onProgress(entries, total);
    }
    const report = await this.orFail(this.audit.finish());

    Object.assign(this, groupsOf(bytes));
    return report;
  }

  /** Ends the worker, with all secrets in it. */
  close() {
    this.worker.terminate();
  }
}

/* `public <length> <base64 of SHA-256>`, wherever an event names a text. */
const NAMED = /^(\S+) (?:.* )?public [1-9]\d* ([A-Za-z0-9+/]{43}=)$/gm;

function textsOf(entry) {
  const note = new TextDecoder().decode(entry);
  const event = note.slice(0, note.lastIndexOf("\n\n"));

  return [...event.matchAll(NAMED)].map(([, line, base64]) => ({
    policy: line === "policy",
    hex: hexOf(fromBase64(base64)) }));
}
