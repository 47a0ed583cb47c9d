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
import { readBytes, readText, strangeAnswer } from "./server.js";
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
   */
  static async begin(pin = null) {
    const recount = new Recount();

    recount.worker = coreWorker();
    recount.failed = new Promise((_, reject) => {
      recount.worker.onerror = () => reject(new NoWorker());
    });
    recount.failed.catch(() => {});
    recount.core = await recount.orFail(connect(recount.worker,
      coreForWorker()));
    recount.audit = await recount.core.audit();
    if (pin)
      await recount.audit.pinned(pin);
    return recount;
  }

  constructor() {
    this.given = new Set();
    /** @type {{entry: Uint8Array, texts: Uint8Array[]}[]} as in a bundle */
    this.groups = [];
  }

  orFail(promise) {
    return Promise.race([promise, this.failed]);
  }

  /**
   * The record that the server publishes now.
   *
   * @param {(done: number, all: number) => void} onProgress
   * @returns {Promise<Object>} the report, see core_log.js
   */
  async run(onProgress) {
    const checkpoint = await readText("/checkpoint");
    const size = Number(checkpoint.split("\n")[1]);

    if (!Number.isSafeInteger(size))
      throw strangeAnswer();
    this.checkpoint = checkpoint;
    await this.audit.takePart("checkpoint", checkpoint);
    for (let at = 0; at < size; at += BUNDLE) {
      const width = Math.min(BUNDLE, size - at);
      const entries = entriesOf(await readBytes(
        bundlePath(at / BUNDLE, width)));

      if (entries.length !== width)
        throw strangeAnswer();
      for (let i = 0; i < width; i++) {
        await this.takeEntry(entries[i]);
        onProgress(at + i + 1, size);
      }
    }
    return this.orFail(this.audit.finish());
  }

  /* An entry, and behind it the public texts that it names for the first time;
   * a witness policy follows each entry that names it. */
  async takeEntry(entry) {
    const group = { entry, texts: [] };

    await this.orFail(this.audit.takePart("entry", entry));
    for (const { hex, policy } of textsOf(entry))
      if (policy || !this.given.has(hex)) {
        const text = await readBytes(`/text/${hex}`);

        this.given.add(hex);
        group.texts.push(text);
        await this.audit.takePart("text", text);
      }
    this.groups.push(group);
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
